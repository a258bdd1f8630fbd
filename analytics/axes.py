"""The axes of a question: what its answer can be broken down by, chosen by name from a file of our own SQL.

A question whose file says `-- axes: activities` may be asked as `pivot_activities:department/year,kind`: by department
in its rows, by year and kind in its columns. The fragments that the names stand for come from
`sql/axes/activities.sql`; a name that is not there is refused, so nothing that a reader writes becomes part of a
statement.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analytics.errors import QuestionError

FOLDER = Path(__file__).parent / "sql" / "axes"
AXES = re.compile(r"^-- axes: *(\w+)$", re.MULTILINE)
SHARED = re.compile(r"^-- shared: *(\w+)$", re.MULTILINE)
CELLS = ("place", "division", "party", "month", "year")  # see `cube.DIMENSIONS`
MOST = 3  # axes on one side of a pivot
MOST_IN_ALL = 2 * MOST + 1  # a cell's own, and what its measure is narrowed to


@dataclass(frozen=True)
class Fragment:
    """One axis of a fact: the code that a row has on it, the join that this needs, the parts that the join uses."""

    name: str
    code: str
    join: str
    uses: str
    many: str = ""  # the key of the sets whose codes the part `uses` holds, where a row may have several
    cells: str = ""  # the dimension of the cube that it needs


def _text(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


@cache
def fragments(fact: str) -> dict[str, Fragment]:
    """The axes of a fact, in the order of their file; `-- shared: name` stands for those that several facts have."""
    text = SHARED.sub(lambda of: _text(f"shared/{of[1]}"), _text(fact))
    found = {}
    for block in re.split(r"^-- axis: *", text, flags=re.MULTILINE)[1:]:
        name, *lines = block.strip().splitlines()
        said = {
            key: ", ".join(re.findall(rf"^-- {key}: (.+)$", block, re.MULTILINE)) for key in ("uses", "many", "cells")
        }
        sql = [line for line in lines if not line.startswith("--")]
        at = next((i for i, line in enumerate(sql) if line.startswith("left join")), len(sql))
        found[name] = Fragment(name, "\n".join(sql[:at]).strip(), "\n".join(sql[at:]).strip(), **said)
    return found


def axes_of(text: str) -> tuple[str, ...]:
    """The names of the axes that a question's file offers; none where it has no axes."""
    fact = AXES.search(text)
    return tuple(fragments(fact[1])) if fact else ()


def parsed(asked: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """ "department/year,kind" as the axes of the rows and those of the columns."""
    rows, _, columns = asked.partition("/")
    return tuple(filter(None, rows.split(","))), tuple(filter(None, columns.split(",")))


def with_axes(text: str, asked: str) -> str:
    """The text of a question with its axes put in at its marks: axes, joins, cells, keys, counted, codes and more.

    Raises QuestionError where an axis is unknown, asked for twice, or one too many.
    """
    fact = AXES.search(text)
    if fact is None:
        if asked:
            raise QuestionError("This question has no axes.")
        return text
    known, (rows, columns) = fragments(fact[1]), parsed(asked)
    if strange := [name for name in (*rows, *columns) if name not in known]:
        raise QuestionError(f"axes: {', '.join(strange)}: none of {', '.join(known)}.")
    if len({*rows, *columns}) < len(rows) + len(columns) or len(rows) + len(columns) > MOST_IN_ALL:
        raise QuestionError(f"axes: each once, and at most {MOST_IN_ALL}.")
    named = [(f"row_{i}", known[name]) for i, name in enumerate(rows, 1)]
    named += [(f"column_{i}", known[name]) for i, name in enumerate(columns, 1)]
    uses = "".join(f"-- uses: {one.uses}\n" for _, one in named if one.uses)
    sets, hung = _joined(tuple(named), "work")
    codes = {name: sets[name] if one.many else f"coalesce({one.code}, '')" for name, one in named}
    joins = dict.fromkeys(one.join for _, one in named if one.join)
    names = [name for name, _ in named]
    marks = {
        "axes": "".join(f"{code} as {name},\n        " for name, code in codes.items()),
        "joins": "\n    ".join(joins) + hung,
        "codes": _codes(names[: len(rows)], names[len(rows) :]),
        "group": _group(names[: len(rows)], names[len(rows) :]),
        "cells": ", ".join(cells for cells in CELLS if any(one.cells == cells for _, one in named)),
        "cells and month": ", ".join(c for c in CELLS if c == "month" or any(one.cells == c for _, one in named)),
        "keys": _keys(named),
        "order": "".join(f"{name}, " for name in ("over_rows", "over_columns", *names)),
        "cell": "".join(f"\n    and facts.{name} = $codes[{i}]" for i, name in enumerate(names, 1)),
    }
    text = re.sub(r"/\*counted: (.+)\*/", lambda of: _counted(named, len(rows), of[1].split(", ")), text)
    return uses + re.sub(r"/\*(\w+|cells and month)\*/", lambda mark: marks[mark[1]], text)


def _filled(name: str, **marks: str) -> str:
    """A fragment that several axes share, with its marks filled in."""
    sql = "\n".join(line for line in _text(f"shared/{name}").splitlines() if not line.startswith("--"))
    return re.sub(r"/\*(\w+)\*/", lambda mark: marks[mark[1]], sql.strip())


def _joined(axes: tuple[tuple[str, Fragment], ...], of: str) -> tuple[dict[str, str], str]:
    """The code of each axis over `of`, and the joins with the sets of those of which a row may have several."""
    sets: dict[tuple[str, str], list[tuple[str, Fragment]]] = {}
    for name, one in axes:
        if one.many:
            sets.setdefault((one.uses, one.many), []).append((name, one))
    found = {name: f"{of}.{name}" for name, _ in axes}
    joins = ""
    for (part, key), those in sets.items():
        found |= {name: f"coalesce({part}.{name}, '')" for name, _ in those}
        codes = ", ".join(f"coalesce({one.code}, '') as {name}" for name, one in those)
        joins += "\n    " + _filled("hung", part=part, key=key, codes=codes, of=of)
    return found, joins


def _keys(named: list[tuple[str, Fragment]]) -> str:
    """What rows are added up by: the codes of the axes of which each has one, and the keys of the others."""
    ones = [f"coalesce({one.code}, '') as {name}" for name, one in named if not one.many]
    keys = dict.fromkeys(f"work.{one.many}" for _, one in named if one.many)
    return "".join(f"{key},\n        " for key in (*ones, *keys))


def _counted(named: list[tuple[str, Fragment]], rows: int, measures: list[str]) -> str:
    """Cells and totals as selects of their own, so that a row stands once under each code of its sets in every one."""
    sets = dict.fromkeys((tuple(named), tuple(named[:rows]), tuple(named[rows:]), ()))
    return "\n    union all\n    ".join(_grouped(named, rows, axes, measures) for axes in sets)


def _grouped(
    named: list[tuple[str, Fragment]], rows: int, axes: tuple[tuple[str, Fragment], ...], measures: list[str]
) -> str:
    found, joins = _joined(axes, "base")
    codes = [f"{found.get(name, 'cast(null as varchar)')} as {name}" for name, _ in named]
    over = [
        f"{str(not side or any(one not in axes for one in side)).lower()} as {name}"
        for name, side in (("over_rows", named[:rows]), ("over_columns", named[rows:]))
    ]
    sums = [f"cast(sum(base.{name}) as bigint) as {name}" for name in measures]
    group = "group by " + ", ".join(found.values()) if found else ""
    said = ",\n        ".join([*codes, *over, *sums])
    return _filled("grouped", codes=said, joins=joins, group=group, first=measures[0])


def _codes(rows: list[str], columns: list[str]) -> str:
    def over(names: list[str]) -> str:
        return f"grouping(facts.{names[0]}) = 1" if names else "true"

    codes = "".join(f"facts.{name},\n    " for name in (*rows, *columns))
    return f"{codes}{over(rows)} as over_rows,\n    {over(columns)} as over_columns,"


def _group(rows: list[str], columns: list[str]) -> str:
    """Cells, the total of each row, of each column, and of all: each worked out from the rows, never from the cells."""
    if not rows and not columns:
        return ""
    sets = dict.fromkeys((tuple(rows + columns), tuple(rows), tuple(columns), ()))
    written = ", ".join("(" + ", ".join(f"facts.{name}" for name in names) + ")" for names in sets)
    return f"group by grouping sets ({written})"
