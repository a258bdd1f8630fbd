"""A figure as plain data: what it shows, its words, its numbers and where they come from. No page, no pixel.

It can be written to a file and read again years later, when the snapshot that it was made from is gone. Colours are
names of the palette; each rendering gives them their values.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields

from analytics.errors import DataError

KINDS = ("cards", "bars", "lines", "stack", "matrix", "table", "timeline", "map", "text", "cover")


@dataclass(frozen=True)
class Fact:
    """One number that a figure shows: what it counts, as it is written, where it stands, whether records agree."""

    key: str
    label: str
    words: str
    value: float | None = None
    source: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class Figure:
    """A figure, made. `body` is what its kind draws; `columns` and `rows` say the same as a table."""

    name: str
    kind: str
    title: str
    sentence: str = ""
    unit: str = ""
    body: dict = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str | int | float | None, ...], ...] = ()
    facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    selection: str = ""
    version: str = ""
    built_on: str = ""
    lang: str = "en"
    is_illustrative: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is recorded for its selection."""
        return self.kind not in ("cover", "text") and not self.rows

    def as_text(self) -> str:
        """The figure as JSON that a person can read and compare line by line."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def figure_of(text: str) -> Figure:
    """The figure that `as_text` wrote."""
    held = json.loads(text)
    if not isinstance(held, dict) or not {"name", "kind", "title"} <= held.keys() or held["kind"] not in KINDS:
        raise DataError("This is not a figure of a story.")
    known = {f.name for f in fields(Figure)}
    held = {key: value for key, value in held.items() if key in known}
    for name in ("columns", "notes", "sources"):
        held[name] = tuple(held.get(name, ()))
    held["rows"] = tuple(tuple(row) for row in held.get("rows", ()))
    held["facts"] = tuple(Fact(**fact) for fact in held.get("facts", ()))
    return Figure(**held)
