"""Which role each column of a table has, by its tag, its name and its contents, whatever the table is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from analytics.readers.grid import Finding, Grid
from analytics.understanding.contents import Looks, agrees, can_be
from analytics.understanding.hxl import tag_parts, tag_role
from analytics.understanding.mapping import SEVERAL
from analytics.understanding.tables_read import KEPT_OUT
from analytics.understanding.words import WHOLE, content_words, header_roles, plain

TAG, SURE, HINT = 4.0, 3.5, 0.5
LESS_SURE = 0.01  # of a name that the values do not bear out: another column that is called so as surely comes first
# a header that is right about the thing and wrong about the form: the values say which
TURNS = {
    "place_name": ("place_code",), "place_code": ("place_name", "department_code"),
    "department_name": ("department_code",), "department_code": ("department_name",),
    "date": ("year", "month"), "start": ("year",), "year": ("date",), "month": ("date",),
}  # fmt: skip
# such words make of a date or a count something about the record, not about what it records
ABOUT_RECORDS = frozenset({
    "source", "fuente", "import", "importacion", "created", "updated", "modified", "actualizacion", "registro",
    "corte", "prec", "precision", "sources", "url", "clarity", "carga", "cargue",
})  # fmt: skip
_ID = re.compile(r"(^| )(id|gid|code|cod|codigo|uuid|ref|source|fuente|version|level|nivel)( |$)|id$")


@dataclass(frozen=True)
class Guess:
    """One role that a column can have, and why."""

    score: float
    role: str
    reason: str


@dataclass
class ColumnsRead:
    """The roles of a table's columns as first read: `roles` and `reasons` by column, `scores` for how surely."""

    looks: dict[str, Looks]
    roles: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)

    def column_of(self, role: str) -> str | None:
        return next((column for column, named in self.roles.items() if named == role), None)

    def has(self, *roles: str) -> bool:
        return any(role in self.roles.values() for role in roles)

    def give(self, column: str, role: str, reason: str) -> None:
        self.roles[column], self.reasons[column] = role, reason

    def left(self) -> list[str]:
        """The columns without a role, in the order of the file."""
        return [column for column in self.looks if column not in self.roles]


def is_id_like(header: str) -> bool:
    """Whether a header names a key or a reference: its numbers count nothing."""
    return bool(_ID.search(plain(header)))


def guesses(header: str, tag: str | None, looks: Looks) -> list[Guess]:
    """The roles that a column can have, those whose values contradict them left out."""
    if tag and "list" in tag_parts(tag)[1]:
        return _by_tag(tag)  # what is in a list looks like nothing of its own
    named = [Guess(score, role, f"name “{header}”") for role, score in _by_name(header)]
    if looks.known_place >= 0.6:
        named = [guess for guess in named if guess.role != KEPT_OUT]
    if looks.is_number:
        # delito_sexual_polinal holds counts, not kinds of crime
        named = [guess for guess in named if guess.role != "category" or guess.score >= WHOLE - 0.3]
    found = _by_tag(tag) + named + _by_contents(header, looks)
    for guess in list(found):
        for role in TURNS.get(guess.role, ()):
            if looks.stated and not agrees(guess.role, looks) and agrees(role, looks):
                found.append(Guess(guess.score - 0.05, role, f"{guess.reason}; its values are a {role}"))
    fitting = [guess for guess in found if agrees(guess.role, looks)]
    # a column that only its name explains keeps that role where its cells can be meant so: they are then row errors
    by_name = [guess for guess in found if guess.score >= WHOLE - 0.3 and can_be(guess.role, looks)]
    return fitting or [replace(guess, score=guess.score - LESS_SURE) for guess in by_name]


def _by_name(header: str) -> list[tuple[str, float]]:
    roles = header_roles(header)
    if set(content_words(header)) & ABOUT_RECORDS:
        return [(role, score) for role, score in roles if score > 2.5 or role in ("source_note", KEPT_OUT)]
    return roles


def _by_tag(tag: str | None) -> list[Guess]:
    role = tag_role(tag) if tag else None
    if role is None:
        return []
    exactly = 0.2 if tag_parts(tag)[0] in ("#adm2", "#adm1", "#country") else 0.0
    return [Guess(TAG + exactly, role, f"HXL tag {tag}")]


def _by_contents(header: str, looks: Looks) -> list[Guess]:
    if not looks.stated:
        return []
    is_repeated = looks.distinct < looks.stated
    is_own_time = not set(content_words(header)) & ABOUT_RECORDS
    sure = [
        ("place_code", looks.digits in (5, 8) and looks.divipola >= 0.98, "values are codes of municipalities"),
        (
            "place_code",
            looks.divipola >= 0.98 and content_words(header) in (["codigo"], ["cod"], ["code"]),
            "values are codes of municipalities",
        ),
        (KEPT_OUT, looks.email >= 0.5, "values are e-mail addresses"),
    ]
    hints = [
        ("place_code", looks.divipola >= 0.95 and is_repeated and not is_id_like(header), "values look like codes"),
        ("department_code", looks.digits == 2 and looks.department >= 0.98, "values are codes of departments"),
        ("place_name", looks.known_place >= 0.6, "values are names of places"),
        ("year", is_own_time and looks.year >= 0.95 and looks.distinct <= 80, "values are years"),
        ("date", is_own_time and looks.date >= 0.9, "values are dates"),
        ("sex", looks.sex >= 0.9 and looks.distinct > 1, "values are sexes"),
    ]
    return [Guess(SURE, role, why) for role, holds, why in sure if holds] + [
        Guess(HINT, role, why) for role, holds, why in hints if holds
    ]


def columns_read(grid: Grid, looks: dict[str, Looks]) -> ColumnsRead:
    """Each column's role: the surest guess first; a role that one column alone can have goes to the surest."""
    read = ColumnsRead(looks)
    place = {column: n for n, column in enumerate(looks)}
    every = [(g, c) for c in looks for g in guesses(str(c), grid.tags.get(c), looks[c])]
    every.sort(key=lambda item: (-item[0].score, place[item[1]]))
    for guess, column in every:
        taken = guess.role in read.roles.values() and guess.role not in SEVERAL
        if column not in read.roles and not taken:
            read.give(column, guess.role, guess.reason)
            read.scores[column] = guess.score
    return read


def swapped(grid: Grid, looks: dict[str, Looks]) -> list[Finding]:
    """A warning for each two columns whose values each belong to the other's header."""
    named = {column: _named_role(str(column)) for column in looks}
    wrong = [c for c, role in named.items() if role and looks[c].stated and not agrees(role, looks[c])]
    findings = []
    for n, first in enumerate(wrong):
        for second in wrong[n + 1 :]:
            if agrees(named[first], looks[second]) and agrees(named[second], looks[first]):
                values = (("column", str(first)), ("other", str(second)))
                findings.append(
                    Finding("columns_swapped", grid.file, grid.sheet, grid.header_row, str(first), values=values)
                )
    return findings


def _named_role(header: str) -> str | None:
    roles = header_roles(header)
    return roles[0][0] if roles and roles[0][1] >= WHOLE - 0.3 else None
