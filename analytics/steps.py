"""The steps in which a question is answered: the parts that are kept for a selection, in order, and then itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from analytics import cube
from analytics.axes import with_axes
from analytics.errors import QuestionError
from analytics.selection import Selection
from analytics.statements import (
    CELLS,
    FILTERS,
    HELD,
    INLINE,
    OF_RECORDS,
    SQL,
    STAND_INS,
    body,
    has_cube,
    less_cases,
    less_filters,
    part,
    reads,
    statement,
    used_in_all,
)

# Parts that depend on the selection alone: worked out once for all the questions about it. Those over rows are lists of
# what is small, or needed by every question; those over the cube are small whatever the number of rows.
KEPT = (
    "chosen_places", "chosen_activities", "chosen_programmes", "issues_of_any_type", "chosen_issues", "chosen_listed",
    "chosen_records", "stated_marked",
)  # fmt: skip
KEPT_CUBE = (
    "chosen_units", "chosen_place_sets", "chosen_party_sets", "work_by_place", "present_at", "set_divisions",
    "chosen_counted", "chosen_people_cells", "contributed_atoms", "record_sides",
)  # fmt: skip
# Parts kept for a selection and for parameters of a question's own, under a name that says them.
KEPT_BY = {
    "indicator_cells": ("over", "by", "also"), "indicator_standings": ("over", "by", "also"),
    "counted_cells": ("cell_time", "cell_level"), "stated_best": ("splits",),
}  # fmt: skip
# What Results asks of every selection: over the cube these totals are worked out together, which costs what one does.
TOGETHER = (
    ("none", "none", "none"), ("none", "department", "none"), ("year", "none", "none"), ("year", "department", "none"),
)  # fmt: skip
ASKED, WAYS = "asked_ways", ("over", "by", "also")
SPLITS = {"sex", "age_group", "population_group", "breakdown", "component"}
NARROWED = "narrowed_cells"  # the cells of the whole cube that pass a filter of place and another one, picked once
OF_UNITS = frozenset(STAND_INS["chosen_units"])  # where these filters are off all units are chosen, and need no look
# What the totals of indicators are made of: kept too, unless its rows are many.
KEPT_SMALL = ("record_atoms", "record_sides")
OF_PAGE = "/*activities of page*/"  # in a question that names the activities of a page
# Parameters that have one of a few words for a value.
WORDS_OF = ("lang", "over", "by", "also", "level", "steps", "cell_time", "cell_level")
WORD = re.compile(r"[a-z_]{1,20}")
COMMENT, BOUND = re.compile(r"--.*"), re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True)
class Step:
    """One statement of an answer: a part to keep under its name, or (without a name) the question itself.

    `made_of` names the kept parts that it reads itself, in alphabetical order: an answer made of the same is the same.
    """

    name: str
    sql: str
    wanted: frozenset[str]
    made_of: tuple[str, ...] = ()

    def bound(self, params: dict[str, object]) -> dict[str, object]:
        """The parameters of the statement."""
        return {name: params[name] for name in self.wanted}


def activities_of_page(files: tuple[int, ...]) -> str:
    """The activities that a question's `page` has, where a cube tells where they stand in these files of their table.

    Each file by itself: one without a row of the page is not read.
    """
    one = body(cube.text("activities_of_file"))
    of_files = (one.replace("/*file*/", str(file)) for file in files)
    return "\nunion all\n".join(of_files) or body(cube.text("activities_of_page"))


def question_text(name: str, files: tuple[int, ...] = ()) -> str:
    """The text of a question (`name`, or `name:rows/columns` with its axes); raises QuestionError if there is none.

    `files`: those of the table of activities that may have what is asked for, where the cube tells where it stands.
    """
    name, _, axes = name.partition(":")
    path = SQL / f"{name}.sql"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or not path.is_file():
        raise QuestionError(f"There is no question {name!r}. `python -m analytics questions` lists them.")
    return with_axes(path.read_text(encoding="utf-8"), axes).replace(OF_PAGE, activities_of_page(files))


def is_kept(name: str, is_cube: bool, is_small: bool) -> bool:
    """Whether a part is kept, over the cube or over rows that are few."""
    if is_cube and name.startswith("chosen_") and has_cube(name):
        return True
    if is_cube:
        return name in (*KEPT, *KEPT_BY, *KEPT_CUBE)
    return name in (*KEPT, *KEPT_BY) or (is_small and name in KEPT_SMALL)


def told_by(params: dict[str, object]) -> dict[str, object]:
    """What totals are read from: cells by a time, and by municipality where that is a group (empty: by department),
    and values split as is asked for.

    Totals of all time are added up from years, as others of the same selection are, where those are few.
    """
    over = str(params.get("over", "none"))
    groups = {params.get("by"), params.get("also")}
    level = "municipality" if "municipality" in groups else ""
    time = {"none": "none" if level else "year", "year": "year"}.get(over, "month")
    return {"cell_time": time, "cell_level": level, "splits": "__".join(sorted(SPLITS & groups))}


def variants(params: dict[str, object], *, is_cube: bool) -> tuple[tuple[str, str], ...]:
    """The parts that are kept for parameters of a question's own, each with the name of its table for these."""
    tables = {part: "__".join((part, *(str(params.get(name, "")) for name in own))) for part, own in KEPT_BY.items()}
    if is_cube and tuple(params.get(name) for name in WAYS) in TOGETHER:
        tables |= {part: f"{part}__together" for part, own in KEPT_BY.items() if own == WAYS}
    if strange := [table for table in tables.values() if not re.fullmatch(r"[a-z_]+", table)]:
        raise QuestionError(f"{strange[0]!r} is not known.")
    return tuple(tables.items())


def asked_ways() -> str:
    """The totals that are worked out together, by number."""
    return f"select unnest({list(range(len(TOGETHER)))}) as ask_no"


def told_of(table: str, told: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """The words that say which branch of a case is taken, of each of the totals in a table (see `TOGETHER`)."""
    ways = dict(zip(WAYS, zip(*TOGETHER, strict=True), strict=True)) if table.endswith("__together") else {}
    return {name: (word,) for name, word in told.items()} | ways


def totals_read(table: str, reader: str, told: dict[str, str]) -> str:
    """A kept table as it is read: of totals that are worked out together, where the reader is not, those asked for."""
    if not table.endswith("__together") or reader.endswith("__together"):
        return f"{INLINE}\nselect * from {table}"
    asked = TOGETHER.index(tuple(told[name] for name in WAYS))
    return f"{INLINE}\nselect * from {table} where ask_no = {asked}"


def words_told(params: dict[str, object]) -> tuple[tuple[str, str], ...]:
    """The parameters that say which branch of a case is taken, in order."""
    return tuple((name, str(params[name])) for name in WORDS_OF if WORD.fullmatch(str(params.get(name, ""))))


@cache
def steps_of(
    name: str,
    is_cube: bool,
    is_small: bool,
    cells: tuple[tuple[str, str], ...],
    tables: tuple[tuple[str, str], ...],
    off: frozenset[str] = frozenset(),
    files: tuple[int, ...] = (),
    told: tuple[tuple[str, str], ...] = (),
    ready: tuple[str, ...] = (),
) -> tuple[Step, ...]:
    """The statements that answer a question: the parts that are kept, in order, and then the question.

    `cells` says, for each need of dimensions that a part states, which table of the cube has the cells for it. Where
    several parts need cells that are few of many (`NARROWED`), these are picked once. `tables`: see `variants`. `off`:
    the filters that are off, of which nothing is asked. `files`: see `question_text`. `told`: the parameters that say
    which branch of a case is taken. `ready`: the tables of parts that stand ready, of which none is made.
    """
    there = {own: own for own in ready if "__" not in own} | {own: table for own, table in tables if table in ready}
    text, source, held = question_text(name, files), dict(cells), (*HELD, *there)
    kept = tuple(p for p in used_in_all(text, held, is_cube) if is_kept(p, is_cube, is_small))
    steps: list[Step] = []

    def add(own: str, whole: str, cells: str = "") -> None:
        named = {part: table for part, table in there.items() if part in KEPT_BY}
        picked = body(cube.text(cells)) if cells == cube.PERIOD else f"{INLINE}\nselect * from {cells}"
        own_cells = "chosen_cells" if cells == NARROWED else "work_cells"  # picked cells have passed the filters
        table = dict(tables).get(own, own)
        sources = {own_cells: picked} | {part: totals_read(of, table, dict(told)) for part, of in named.items()}
        if table.endswith("__together"):
            sources[ASKED] = asked_ways()
        standing = (*HELD, *there, *sources)
        needed = reads(statement(whole, standing, is_cube))
        first = tuple((part, text) for part, text in sources.items() if part in needed)
        sql = less_cases(less_filters(statement(whole, standing, is_cube, first), off), told_of(table, dict(told)))
        full = f"create temp table {table} as {sql}" if own else sql
        made_of = tuple(sorted(name for name in there.values() if re.search(rf"\b{name}\b", sql)))
        steps.append(Step(table, full, frozenset(BOUND.findall(COMMENT.sub("", full))), made_of))
        there[own] = table

    for own in (*kept, ""):
        whole = part(own, is_cube) if own else text
        need = CELLS.search(whole) if is_cube else None
        cells_there = source[need[1].strip()] if need else ""
        if cells_there == NARROWED and NARROWED not in there:
            add(NARROWED, part("chosen_cells" if off >= OF_UNITS else NARROWED), cube.WHOLE)
        add(own, whole, cells_there)
    return tuple(steps)


def parameters_of(name: str) -> dict[str, object]:
    """No filter, and what the name of a part's table says that it was made for (see `variants`)."""
    own, *values = name.removesuffix("__together").split("__")
    params = Selection().parameters() | dict.fromkeys(WAYS, "none")
    params |= zip(KEPT_BY.get(own, ()), values, strict=False)
    return params | told_by(params)


def standing_step(
    name: str,
    params: dict[str, object],
    there: tuple[str, ...],
    cells: tuple[tuple[str, str], ...],
    months: str,
    less: str,
) -> Step:
    """The statement that writes down what a part is when no filter is on, given the tables that are there.

    `cells`: see `steps_of`; none where there is no cube. `months`: the cells of records by month.
    """
    own = name.split("__")[0]
    whole, first = part(own, bool(cells)), {}
    if cells and own in OF_RECORDS:
        first["work_cells"] = months  # also for periods, which need them
    elif cells and (need := CELLS.search(whole)):
        first["work_cells"] = dict(cells)[need[1].strip()]
    first |= {of: table for of, table in variants(params, is_cube=bool(cells)) if table in there}
    before = tuple((of, f"from {table}") for of, table in first.items())
    if name.endswith("__together"):
        before += ((ASKED, asked_ways()),)
    sql = less_filters(statement(whole, (*there, *dict(before)), bool(cells), before), frozenset(FILTERS))
    sql = less_cases(sql, told_of(name, dict(words_told(params))))
    full = f"create table {name} as {sql}{less}"
    return Step(name, full, frozenset(BOUND.findall(COMMENT.sub("", full))))
