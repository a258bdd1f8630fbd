"""The places that boundaries are checked against: by code, however a file writes it, and by exact name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from analytics.checks.place_words import code_as_digits, forms
from analytics.checks.text import key

HOME = "CO"  # the country whose own codes have no letters


@dataclass(frozen=True)
class Place:
    """One place of the reference."""

    id: str
    level: str
    name: str
    names: tuple[str, ...]
    country: str
    codes: tuple[str, ...]  # every other code that it has
    parent: str = ""
    lat: float | None = None
    lon: float | None = None
    ended_on: str = ""
    merged_into: str = ""


@dataclass(frozen=True)
class Known:
    """The places of one country at one level; none where the reference does not go down to it."""

    country: str
    level: str
    places: dict[str, Place] = field(default_factory=dict)

    @classmethod
    def of(cls, places: Iterable[Place], country: str, level: str) -> Known:
        return cls(country, level, {p.id: p for p in places if p.country == country and p.level == level})

    @property
    def is_held(self) -> bool:
        return bool(self.places)

    @cached_property
    def _by_code(self) -> dict[str, str]:
        return {code.upper(): place.id for place in self.places.values() for code in (*place.codes, place.id) if code}

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for place in self.places.values():
            for name in place.names:
                found.setdefault(key(name), {})[place.id] = None
        return {name: tuple(ids) for name, ids in found.items()}

    def id_of(self, code: str) -> str | None:
        """The place of a code: `5001`, `5001.0`, `CO05001` and `05001` are one."""
        written = code.strip().upper()
        return self._by_code.get(written) or self._by_code.get(code_as_digits(written))

    def ids_of(self, name: str) -> tuple[str, ...]:
        """The places that have exactly this name; words such as "Municipio de" may stand around it."""
        for words, level in forms(name):
            if level in (None, self.level) and words in self._by_name:
                return self._by_name[words]
        return ()

    def own_code(self, code: str) -> str:
        """The code of a place that the reference does not hold, with its country before it: it is nobody else's."""
        plain = code_as_digits(code) if self.country == HOME else _without_point(code)
        return plain if plain.upper().startswith(self.country) else f"{self.country}{plain}"


def _without_point(code: str) -> str:
    """A code that a spreadsheet made a number: 11.0 is 11."""
    plain = code.strip()
    head, mark, tail = plain.partition(".")
    return head if mark and head.isdigit() and not tail.strip("0") else plain


def place_of(row: dict) -> Place:
    """A row of the table of places, with `aliases`, as it comes to the contained process."""
    names = tuple(dict.fromkeys(filter(None, (row["name_es"], row["name_en"], *row["aliases"]))))
    codes = tuple(filter(None, (row["iso_3166_2"], row["p_code"], row["divipola_code"])))
    return Place(
        row["place_id"], row["level"], names[0], names, row["country_code"], codes, row["parent_id"] or "",
        row["lat"], row["lon"], row["valid_to"] or "", row["merged_into"] or "",
    )  # fmt: skip
