"""Places by code and by name, on our reference tables: taken where they are certain, asked where they are not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz, process

from analytics.checks import countries
from analytics.checks.place_words import LONGEST, code_as_digits, forms, loose, parts, spelled_out
from analytics.checks.points import Points
from analytics.checks.text import key
from analytics.checks.typed import Cell, Remark, Typed, as_text, findings_of, read_each, wrong
from analytics.readers.grid import Finding

HOME = "CO"  # the country whose codes have no letters (DIVIPOLA)
NEAR = 84  # of 100: names as alike as this are proposed, never taken
SAME = 85  # of 100: a name as alike as this does not disagree with its code
SEARCHED = 2000  # different unknown names of a column for which near ones are looked for
CANDIDATES = 4

_FOREIGN = re.compile(r"([A-Z]{2,3})[-_ ]?[A-Z0-9]*[0-9][A-Z0-9]*|([A-Z]{2})-[A-Z0-9]{1,3}")
_LISTED = re.compile(r"\s*[,;|/&\n]\s*|\s+(?:y|e|and|et|-|–)\s+", re.IGNORECASE)


class Place(NamedTuple):
    """One place of the reference; `parent` is the department of a municipality, the country of a department."""

    id: str
    level: str
    name: str
    country: str
    parent: str | None
    merged_into: str | None


class Scope(NamedTuple):
    """Where a name is looked for: None leaves open."""

    level: str | None = None
    departments: tuple[str, ...] = ()  # more than one where countries have departments of one name
    country: str | None = None


class Found(NamedTuple):
    """The places that a name can mean, and whether it had to be read loosely to find them."""

    ids: tuple[str, ...]
    is_loose: bool = False


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """For each first of the pairs, its seconds, each once."""
    result: dict[str, dict[str, None]] = {}
    for first, second in pairs:
        result.setdefault(first, {})[second] = None
    return {first: tuple(seconds) for first, seconds in result.items()}


class Gazetteer:
    """The places of the reference, by every code and name that they have."""

    def __init__(self, places: pd.DataFrame, place_names: pd.DataFrame) -> None:
        rows = places.astype(object).where(places.notna(), None).to_dict("records")
        self._places = {
            row["place_id"]: Place(
                row["place_id"], row["level"], row["name_es"], row["country_code"], row["parent_id"], row["merged_into"]
            )
            for row in rows
        }
        self._codes = {
            str(row[column]): row["place_id"]
            for column in ("iso_3166_2", "p_code", "divipola_code", "place_id")
            for row in rows
            if row[column]
        }
        self._own = _grouped((key(row[name]), row["place_id"]) for row in rows for name in ("name_en", "name_es"))
        also = zip(place_names["name"].map(key), place_names["place_id"], strict=True)
        self._named = _grouped([*((word, id_) for word, ids in self._own.items() for id_ in ids), *also])
        self._loosely = _grouped((loose(word), id_) for word, ids in self._named.items() for id_ in ids)
        self._names_of = _grouped((id_, word) for word, ids in self._named.items() for id_ in ids)
        self._children = _grouped((place.parent, id_) for id_, place in self._places.items() if place.parent)
        self.points = Points(places)
        self._scoped = lru_cache(maxsize=2000)(self._names_in)
        self._departments = lru_cache(maxsize=20_000)(self._departments_of)
        self._resolved = lru_cache(maxsize=200_000)(self._resolve)

    # Codes

    def by_code(self, column: pd.Series, level: str | None = None) -> Typed:
        """The place of each code, however a spreadsheet spoilt it; every change is told.

        Taken are DIVIPOLA with lost zeros or thousands marks, P-codes, ISO 3166-2 and countries' codes and names.
        `level` says what the column must hold; the code of another level is an error. A code that ended is kept. A
        code of a country of which we hold no such place gives the country, and says so.
        """
        return read_each(column, lambda text: self._code(text, level), "str")

    def _code(self, text: str, level: str | None) -> Cell:
        digits = code_as_digits(text)
        id_ = self._codes.get(digits) or self._below_or_above(digits, level)
        if id_ is None and level in (None, "country"):
            id_ = countries.by_code(digits) or countries.by_name(text)
        if id_ is None:
            return self._unknown_code(digits)
        place = self._place(id_)
        if level and place.level != level:
            return wrong("code_wrong_level", level=place.level)
        remarks = [Remark("code_corrected", (("after", id_),))] if text != id_ else []
        if place.merged_into:
            into = self._place(place.merged_into)
            remarks.append(Remark("code_ended", (("into", f"{into.id} {into.name}"),)))
        return Cell(id_, tuple(remarks))

    def _below_or_above(self, digits: str, level: str | None) -> str | None:
        """The municipality of a populated place (8 digits), the department of a total over it (05000)."""
        if not (digits.isascii() and digits.isdigit()):
            return None
        if len(digits) == 8 and level in (None, "municipality"):
            return self._codes.get(digits[:5])
        return self._codes.get(digits[:2]) if len(digits) == 5 and digits.endswith("000") else None

    def _unknown_code(self, digits: str) -> Cell:
        found = _FOREIGN.fullmatch(digits)
        country = found and countries.by_code(found[1] or found[2])
        if not country or country == HOME:
            return wrong("code_unknown")
        return self._not_held(country)

    def _not_held(self, country: str) -> Cell:
        return Cell(country, (Remark("place_not_held", (("country", self._place(country).name),)),))

    def _place(self, id_: str) -> Place:
        """A place of the reference, or a country that it does not hold."""
        held = self._places.get(id_)
        return held or Place(id_, "country", countries.name(id_, "es"), id_, None, None)

    def missing_countries(self, values: pd.Series) -> pd.DataFrame:
        """One row per country among these places that the table of places does not hold yet."""
        return countries.rows([id_ for id_ in values.dropna().unique() if id_ not in self._places])

    # Names

    def by_name(
        self,
        column: pd.Series,
        department: pd.Series | None = None,
        country: pd.Series | str | None = None,
        level: str | None = None,
    ) -> Typed:
        """The place of each name, within the row's department and country where they are given (names or codes).

        Case, accents, aliases, words for the level ("municipality", "Departamento de"), and a department written in
        the same cell are understood silently; short forms and, inside a department, missing articles are told as
        corrected. A name that several places have, or that only is written nearly so, is never taken. Beyond Colombia,
        a name that we do not hold gives the country. Ask `several` first where a cell can hold more than one place.
        """
        column = as_text(column)
        joined, asked = self._asked(column, department, country)
        codes, triples = pd.factorize(joined)
        cells = self._with_near([asked[triple] for triple in triples], level)
        values = pd.Series([cell.value for cell in cells], dtype="str").array.take(codes, allow_fill=True)
        texts = [asked[triple][0] for triple in triples]
        return Typed(pd.Series(values, index=column.index), findings_of(column.index, codes, texts, cells))

    def _with_near(self, asked: list[tuple[str, tuple[str, ...], str | None]], level: str | None) -> list[Cell]:
        """Every name read; to the first unknown ones, what is written nearly so (the search is slow)."""
        cells = [self._name(*each, level) for each in asked]
        unknown = [i for i, cell in enumerate(cells) if cell.remarks and cell.remarks[0].rule == "place_unknown"]
        for position in unknown[:SEARCHED]:
            text, departments, country = asked[position]
            if near := self._near(text, Scope(level, departments, country)):
                cells[position] = wrong("place_fuzzy", candidates=self.listed(near))
        return cells

    def _asked(
        self, column: pd.Series, department: pd.Series | None, country: pd.Series | str | None
    ) -> tuple[pd.Series, dict[str, tuple[str, tuple[str, ...], str | None]]]:
        """Each cell joined with its department and country into one text, and what each such text stands for."""
        around = [part if part is not None else "" for part in (department, country)]
        texts = [column, *(pd.Series(part, index=column.index).astype("str").fillna("") for part in around)]
        first, *rest = [text.str.replace("\x1f", " ", regex=False) for text in texts]
        joined = first.str.cat(rest, sep="\x1f")
        asked = {}
        for text in joined.dropna().unique():
            name, department_text, country_text = text.split("\x1f")
            state = self._state(country_text) if country_text else None
            asked[text] = (name, self._departments(department_text, state) if department_text else (), state)
        return joined, asked

    @staticmethod
    def _state(text: str) -> str | None:
        """The country of a code or of a name, with or without words around it (Mali Situation)."""
        named = (countries.by_name(words) for words, level in forms(text) if level in (None, "country"))
        return countries.by_code(text) or next(filter(None, named), None)

    def _departments_of(self, text: str, country: str | None) -> tuple[str, ...]:
        """The departments that a text can mean, by code or name; of a municipality's code, its department."""
        id_ = self._codes.get(code_as_digits(text))
        if id_ is None:
            return self._resolved(text, Scope("department", (), country)).ids
        place = self._places[id_]
        return ((place.parent,) if place.level == "municipality" else (id_,)) if place.level != "country" else ()

    def _name(self, text: str, departments: tuple[str, ...], country: str | None, level: str | None) -> Cell:
        scope = Scope(level, departments, country)
        found = self._resolved(text, scope)
        if len(found.ids) == 1:
            return self._taken(found)
        if found.ids:
            return wrong("place_ambiguous", candidates=self.listed(found.ids))
        if level in (None, "country") and (state := self._state(text)) and country in (None, state):
            return Cell(state)
        if country and country != HOME:
            return self._not_held(country)
        abroad = {self._places[id_].country for id_ in departments} - {HOME}
        if len(abroad) == 1 and all(self._places[id_].country != HOME for id_ in departments):
            return self._not_held(abroad.pop())
        if departments and (elsewhere := self._resolved(text, Scope(level, (), country)).ids):
            return wrong("place_fuzzy", candidates=self.listed(elsewhere))
        return wrong("place_unknown")

    def _taken(self, found: Found) -> Cell:
        place = self._places[found.ids[0]]
        remarks = [Remark("name_corrected", (("after", place.name),))] if found.is_loose else []
        if place.merged_into:
            into = self._place(place.merged_into)
            remarks.append(Remark("code_ended", (("into", f"{into.id} {into.name}"),)))
        return Cell(place.id, tuple(remarks))

    def listed(self, ids: Iterable[str]) -> str:
        """Places as a finding names them: La Unión (Antioquia, 05400)."""
        ids = list(ids)
        words = []
        for id_ in ids[:CANDIDATES]:
            place = self._place(id_)
            around = self._place(place.parent).name if place.parent else ""
            words.append(f"{place.name} ({', '.join(filter(None, (around, id_)))})")
        return "; ".join(words) + (f"; +{len(ids) - CANDIDATES}" if len(ids) > CANDIDATES else "")

    def _resolve(self, text: str, scope: Scope) -> Found:
        """The places that a text can mean within the scope, by the strictest reading that finds any."""
        if ids := self._one_name(text, scope):
            return Found(ids)
        if found := self._with_context(text, scope):
            return found
        return Found(self._read_loosely(text, scope), True)

    def _read_loosely(self, text: str, scope: Scope) -> tuple[str, ...]:
        """The places of a name once short forms are written out; inside a department also of one less its articles."""
        for words, level in self._said(text, scope):
            ids = self._named.get(spelled_out(words), ())
            if not ids and scope.departments and len(words) >= 4:
                ids = self._loosely.get(loose(words), ())
            if ids := self._among(ids, words, scope._replace(level=level)):
                return ids
        return ()

    def _among(self, ids: Iterable[str], words: str, scope: Scope) -> tuple[str, ...]:
        """Those of the places that lie in the scope; inside one department a name goes before an alias.

        Bogotá is a department with one municipality, Colombia a country and a municipality: where nothing else is
        said, that municipality is meant, and that country.
        """
        inside = [id_ for id_ in ids if self._is_in(self._places[id_], scope)]
        if len(inside) > 1 and scope.departments:
            inside = [id_ for id_ in inside if id_ in self._own.get(words, ())] or inside
        if len(inside) == 2 and scope.level is None:
            inside = [id_ for id_ in inside if self._children.get(self._places[id_].parent) == (id_,)] or inside
        if len(inside) > 1 and scope.level is None and not scope.departments:
            inside = [id_ for id_ in inside if self._places[id_].level == "country"] or inside
        return tuple(inside)

    @staticmethod
    def _is_in(place: Place, scope: Scope) -> bool:
        return (
            (scope.level is None or place.level == scope.level)
            and (scope.country is None or place.country == scope.country)
            and (not scope.departments or place.parent in scope.departments or place.id in scope.departments)
        )

    def _with_context(self, text: str, scope: Scope) -> Found | None:
        """The places of a name that stands with its department or country: "Argelia, Cauca", "Cauca (Argelia)"."""
        pieces = parts(text) if len(text) <= LONGEST else []
        if not 2 <= len(pieces) <= 4:
            return None
        for name, around in ((pieces[0], pieces[1:]), (pieces[-1], pieces[:-1])):
            inside: Scope | None = scope
            for piece in around:
                inside = self._narrowed(piece, inside) if inside else None
            if inside is None:
                continue
            found = self._resolve(name, inside)
            if ids := tuple(id_ for id_ in found.ids if id_ not in inside.departments):
                return Found(ids, found.is_loose)
        return None

    def _narrowed(self, piece: str, scope: Scope) -> Scope | None:
        """The scope within the department or country that the piece names; None where it names none, or another."""
        state = countries.by_name(piece) or (countries.by_code(piece) if len(piece) == 3 and piece.isupper() else None)
        if state and scope.country in (None, state):
            return scope._replace(country=state)
        departments = self._departments_of(piece, scope.country)
        if scope.departments:
            departments = tuple(id_ for id_ in departments if id_ in scope.departments)
        return scope._replace(departments=departments) if departments else None

    def _names_in(self, scope: Scope) -> list[str]:
        """The names of the places in a scope."""
        return [words for words, ids in self._named.items() if any(self._is_in(self._places[i], scope) for i in ids)]

    def _near(self, text: str, scope: Scope) -> tuple[str, ...]:
        """The places of the scope whose names are written nearly so, the nearest first."""
        words = forms(text)[-1][0] if len(text) <= LONGEST else ""
        hits = process.extract(words, self._scoped(scope), scorer=fuzz.ratio, score_cutoff=NEAR, limit=3)
        named = [*self._loosely.get(loose(words), ()), *(id_ for hit, _, _ in hits for id_ in self._named[hit])]
        ids = [id_ for id_ in named if self._is_in(self._places[id_], scope)]
        return tuple(dict.fromkeys(ids))

    # Codes beside names

    def agree(self, ids: pd.Series, names: pd.Series) -> list[Finding]:
        """One `code_and_name_disagree` for each row whose name is not that of its place.

        `ids` are places as `by_code` gives them. Accents, aliases, short forms, names cut off and slips of a letter
        agree; the name of another place of the country does not, unless it is where this one's name begins.
        """
        names = as_text(names)
        joined = ids.str.cat(names, sep="\x1f")
        codes, pairs = pd.factorize(joined)
        cells = [self._agreed(*pair.split("\x1f", 1)) for pair in pairs]
        return findings_of(joined.index, codes, [pair.split("\x1f", 1)[1] for pair in pairs], cells)

    def _agreed(self, id_: str, text: str) -> Cell:
        place = self._place(id_)
        said = [*forms(text), *(form for piece in parts(text)[:1] for form in forms(piece))]
        if id_ not in self._places or any(self._is_named(place, words) for words, _ in said):
            return Cell(id_)
        around = f" ({self._place(place.parent).name})" if place.parent else ""
        return wrong("code_and_name_disagree", code_name=f"{id_} {place.name}{around}")

    def _is_named(self, place: Place, words: str) -> bool:
        own = self._names_of[place.id]
        if words in own or loose(words) in {loose(name) for name in own}:
            return True
        others = [self._places[id_] for id_ in self._named.get(words, ())]
        if any(other.parent == place.parent for other in others):
            return False
        begun = len(words) >= 4 and any(name.startswith(f"{words} ") for name in own)
        if any(other.country == place.country for other in others):
            return begun
        is_cut = len(words) >= 6 and any(name.startswith(words) for name in own)
        return begun or is_cut or self._is_alike(own, words)

    @staticmethod
    def _is_alike(own: tuple[str, ...], words: str) -> bool:
        """True where the words hold all of a name, or a name all of the words, or letters differ by a slip."""
        bare = set(loose(words).split())
        for name in own:
            named = set(loose(name).split())
            if (bare <= named or named <= bare) and any(len(word) > 4 for word in bare & named):
                return True
        return any(fuzz.ratio(loose(name), loose(words)) >= SAME for name in own)

    # Several places in one cell

    def several(
        self,
        column: pd.Series,
        department: pd.Series | None = None,
        country: pd.Series | str | None = None,
        level: str | None = None,
    ) -> Typed:
        """For each cell that lists places, their ids in a tuple; missing where it names one place, or anything else.

        A list is taken for one only where every part is a place, of the same country and certain beside the others:
        a name that several places have is the one in the department of the rest.
        """
        column = as_text(column)
        joined, asked = self._asked(column, department, country)
        codes, triples = pd.factorize(joined)
        cells = [self._listed_in(asked[t][0], Scope(level, *asked[t][1:])) for t in triples]
        values = pd.Series([cell.value for cell in cells] + [None], dtype="object").to_numpy()[codes]
        texts = [asked[triple][0] for triple in triples]
        return Typed(pd.Series(values, index=column.index), findings_of(column.index, codes, texts, cells))

    def _listed_in(self, text: str, scope: Scope) -> Cell:
        pieces = [piece for piece in _LISTED.split(text) if piece.strip()] if len(text) <= 20 * LONGEST else []
        if len(pieces) < 2 or self._resolved(text, scope).ids:
            return Cell()
        found = self._pieced(pieces, scope)
        ids = self._together(found) if found else None
        if not ids or len(ids) < 2:
            return Cell()
        return Cell(tuple(ids), (Remark("places_in_one_cell", (("candidates", self.listed(ids)),)),))

    def _pieced(self, pieces: list[str], scope: Scope) -> list[tuple[str, ...]] | None:
        """The places that each piece can mean, two pieces taken together where they are one name (Bogotá, D.C.)."""
        found, position = [], 0
        while position < len(pieces):
            for width in (3, 2, 1):
                joined = pieces[position : position + width]
                written = (" y ".join(joined), ", ".join(joined)) if len(joined) > 1 else tuple(joined)
                ids = next(filter(None, (self._one_name(words, scope) for words in written)), ())
                if ids and len(joined) == width:
                    break
            if not ids:
                return None
            found.append(ids)
            position += width
        return found

    def _one_name(self, text: str, scope: Scope) -> tuple[str, ...]:
        """The places whose name a piece is, to the letter."""
        for words, level in self._said(text, scope):
            if ids := self._among(self._named.get(words, ()), words, scope._replace(level=level)):
                return ids
        return ()

    @staticmethod
    def _said(text: str, scope: Scope) -> list[tuple[str, str | None]]:
        """The forms of a name that can be of the level asked for, each with the level to look in."""
        return [(w, level or scope.level) for w, level in forms(text) if scope.level in (None, level) or level is None]

    def _together(self, found: list[tuple[str, ...]]) -> list[str] | None:
        """One place for each piece: those of one level that the certain ones' departments or country leave."""
        sure = [self._places[ids[0]] for ids in found if len(ids) == 1]
        around = {place.parent for place in sure}
        chosen = [[i for i in ids if self._places[i].parent in around] if len(ids) > 1 else ids for ids in found]
        if any(len(ids) != 1 for ids in chosen):
            return None
        places = [self._places[ids[0]] for ids in chosen]
        is_one_kind = len({place.country for place in places}) == len({place.level for place in places}) == 1
        return list(dict.fromkeys(place.id for place in places)) if is_one_kind else None
