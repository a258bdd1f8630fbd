"""The texts of our `.sql` files: questions, and the parts that they use.

A part `name.sql` stands in front of whatever uses it (`-- uses: name`) as a common table expression. A part may have a
second text, `name.cube.sql`, which says the same of the cells of the cube instead of the rows.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

SQL = Path(__file__).parent / "sql"
# Parts worked out once for each role, when a snapshot is published (see `cube`) or else when it is opened; a later one
# may use an earlier one.
HELD_IN_CUBE = (
    "programme_spans", "issue_counts", "counted_partnerships", "listed_activities", "listed_places", "listed_parties",
    "work_units", "worked_places", "activity_bounds", "counted_sources", "stated_values",
)  # fmt: skip
# What rests on places and documents alone, few however many activities there are, is worked out when it is opened.
HELD = (
    *HELD_IN_CUBE, "place_lines", "place_divisions", "places_around", "stated_gaps", "stated_figures",
    "programme_parties", "programme_pairs", "indicators_named", "group_names", "counted_areas",
)  # fmt: skip
# Of these, what takes 8 to 23 ms to make: where activities are few it is read anew, for a version opens in little more.
HELD_LARGE = ("stated_gaps", "stated_figures", "programme_pairs")
# The parameter of each filter that is empty where it is off.
FILTERS = ("partnerships", "period_from", "places", "issues", "components", "kinds", "sectors", "provenances")
# What every page begins with, over a cube, where no filter is on at all: each in the order in which it is used.
UNFILTERED = (
    "chosen_work", "chosen_programmes", "chosen_work_places", "present_at", "chosen_work_parties", "chosen_work_years",
    "chosen_facets", "chosen_exactness", "chosen_money", "indicator_cells__together", "indicator_standings__together",
    "indicator_cells__none__component__none", "indicator_standings__none__component__none", "record_sides",
)  # fmt: skip
# Parts that stand ready, worked out under no filter, where none of these filters is on; or (without filters) where the
# table that they pick from has no rows. They cost nothing then.
STAND_INS = {
    "chosen_places": ("places",),
    "chosen_place_sets": ("places",),
    "chosen_party_sets": ("sectors",),
    "chosen_units": ("partnerships", "provenances", "issues", "components", "kinds"),
    "set_divisions": ("places",),
    "stated_marked": ("places", "components", "kinds", "provenances"),
    "stated_atoms": FILTERS,
    "stated_best__": FILTERS,
    "chosen_counted": ("partnerships", "provenances", "issues", "components", "kinds"),
    "contributed_atoms": FILTERS,
    "record_areas": ("places", "sectors", "cell_level"),
    "counted_cells__year__": ("places", "sectors", "period_from"),
} | dict.fromkeys(UNFILTERED, FILTERS)  # fmt: skip
# Of these, what is not kept for a selection, but read where it is used; and what there is over a cube alone.
IN_PLACE = ("stated_atoms", "record_areas")
OF_RECORDS = ("counted_cells", "record_areas")
OF_CUBE = frozenset((*OF_RECORDS, *UNFILTERED))
# Parts over a cube that have no rows where a kept part has none for a selection: they are then not even planned.
NONE_WITHOUT = {
    "value_groups": "stated_best",
    "counted_people": "chosen_people_cells",
    "contributed_groups": "contributed_atoms",
}
EMPTY_WITH = {
    "issues_of_any_type": "issues",
    "chosen_issues": "issues",
    "chosen_listed": "listed_activities",
    "chosen_records": "issue_counts",
    "chosen_people_cells": "people_cells",
}
USES = re.compile(r"^-- uses: *(.+)$", re.MULTILINE)
READS = re.compile(r"\b(?:from|join)\s+([a-z_]+)")
INLINE = "-- read anew wherever it is used"  # in the header of a part that is large: it is never written down whole
CELLS = re.compile(r"^-- cells: *(.*)$", re.MULTILINE)

# A filter in the form `(len($places) = 0 or …)`, or of the period `($period_from is null or …)`.
FILTER = re.compile(
    r"(?<!\w)\(\s*(?:len\(\$(\w+)\) = 0|\$period_from is null|cast\(\$period_from as date\) is null)\s+or\s+"
)
NESTING = re.compile(r"--[^\n]*|'[^']*'|[()]")
# A case over a parameter, `case $lang when 'es' then a else b end`, and what marks its branches.
CASE = re.compile(r"\bcase\s+\$(\w+)\s+(?=when\b)")
BRANCHING = re.compile(r"--[^\n]*|'(?:[^']|'')*'|\b(?:case|when|then|else|end)\b|[()]")
ONE_OF = re.compile(r"'(\w+)' in \(((?:\$\w+(?:, )?)+)\)")


@cache
def part(name: str, is_cube: bool = False) -> str:
    """The text of a part: over the cells of the cube where that is asked and the part has one, else over rows."""
    cube = SQL / "parts" / f"{name}.cube.sql"
    path = cube if is_cube and cube.is_file() else SQL / "parts" / f"{name}.sql"
    return path.read_text(encoding="utf-8").strip()


@cache
def has_cube(name: str) -> bool:
    """Whether a part can be read from the cube."""
    return (SQL / "parts" / f"{name}.cube.sql").is_file()


def body(text: str) -> str:
    """A file without its header."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("--")).strip()


def used(text: str, there: tuple[str, ...] = ()) -> list[str]:
    """The parts that a text names, less those that are there already."""
    names = (name.strip() for line in USES.findall(text) for name in line.split(","))
    return [name for name in names if name not in there]


def used_in_all(text: str, there: tuple[str, ...], is_cube: bool = False) -> list[str]:
    """The parts that a text needs, less those that are there already, each after the parts that it needs itself."""
    found: list[str] = []
    for name in used(text, there):
        for needed in [*used_in_all(part(name, is_cube), there, is_cube), name]:
            if needed not in found:
                found.append(needed)
    return found


def statement(
    text: str, there: tuple[str, ...] = HELD, is_cube: bool = False, first: tuple[tuple[str, str], ...] = ()
) -> str:
    """A text with the parts it needs in front as common table expressions, but for those that are there already.

    `first` are expressions of one's own, name and text, that stand before all.
    """
    before = [*first, *((name, part(name, is_cube)) for name in used_in_all(text, there, is_cube))]
    parts = [f"{name} as {'not materialized ' * (INLINE in own)}(\n{body(own)}\n)" for name, own in before]
    own = body(text)
    if not parts:
        return own
    if own.startswith("with "):
        return "with " + ",\n".join([*parts, own.removeprefix("with ")])
    return "with " + ",\n".join(parts) + "\n" + own


def less_filters(sql: str, off: frozenset[str]) -> str:
    """A statement without the filters that are off, for the database would plan each of their joins and then drop it.

    A filter is one only if it stands in brackets of its own (see `FILTER`); of one that is on, what it asks is left.
    """
    start = 0
    while found := FILTER.search(sql, start):
        depth = 0
        for token in NESTING.finditer(sql, found.start()):
            depth += {"(": 1, ")": -1}.get(token[0], 0)
            if depth == 0:
                break
        own, start = found[1] or "period_from", found.start() + 1
        if own in off:
            sql = f"{sql[: found.start()]}true{sql[token.end() :]}"
        elif own in FILTERS:
            sql = f"{sql[: found.start()]}({sql[found.end() :]}"
    return sql


def less_cases(sql: str, told: dict[str, tuple[str, ...]]) -> str:
    """A statement with the branch that is taken in place of each case over a parameter whose value is told.

    The database would bind all branches and then drop all but one: there are twelve by which a total can be grouped.
    Of several values the branch is that of the number (`ask_no`) which a row has; one value stands for all.
    """
    start = 0
    while found := CASE.search(sql, start):
        start = found.start() if found[1] in told else found.end()
        if found[1] in told:
            branches = [_branch(sql, found.end(), value) for value in told[found[1]]]
            sql = f"{sql[:start]}{_by_number([branch for branch, _ in branches])}{sql[branches[0][1] :]}"

    def one_of(found: re.Match) -> str:
        names = found[2].replace("$", "").split(", ")
        if not all(name in told for name in names):
            return found[0]
        most = max(len(told[name]) for name in names)
        asked = zip(*(told[name] * (most // len(told[name])) for name in names), strict=True)
        return _by_number([str(found[1] in values).lower() for values in asked])

    return ONE_OF.sub(one_of, sql)


def _by_number(branches: list[str]) -> str:
    """One branch for each number that a row can have, or the one that all have."""
    if len(set(branches)) == 1:
        return branches[0]
    return "case ask_no " + " ".join(f"when {number} then {text}" for number, text in enumerate(branches)) + " end"


def _branch(sql: str, start: int, value: str) -> tuple[str, int]:
    """What a case comes to for a value, from its first `when` on, and where it ends."""
    depth, marks, end = 0, [], start
    for token in BRANCHING.finditer(sql, start):
        word = token[0]
        if depth == 0 and word in ("when", "then", "else", "end"):
            marks.append(token)
        if depth == 0 and word == "end":
            end = token.end()
            break
        depth += {"(": 1, ")": -1, "case": 1, "end": -1}.get(word, 0)
    texts = [sql[one.end() : after.start()].strip() for one, after in pairwise(marks)]
    branches = dict(zip(texts[::2], texts[1::2], strict=False))  # an `else` stands alone, and is no branch
    is_other = marks[-2][0] == "else"
    taken = branches.get(f"'{value}'", texts[-1] if is_other else "null")
    return (taken if re.fullmatch(r"[\w.]+|'[^']*'", taken) else f"({taken})"), end


def reads(sql: str) -> set[str]:
    """What a statement reads: tables, parts and expressions of its own."""
    return set(READS.findall(sql))


def stand_ins(rows: dict[str, int]) -> dict[str, tuple[str, ...]]:
    """The parts that stand ready where the tables have so many rows, with the filters that make them needed."""
    return STAND_INS | {name: () for name, table in EMPTY_WITH.items() if rows.get(table) == 0}
