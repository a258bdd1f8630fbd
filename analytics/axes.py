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
MOST = 3  # axes on one side of a pivot
MOST_IN_ALL = 2 * MOST + 1  # a cell's own, and what its measure is narrowed to


@dataclass(frozen=True)
class Fragment:
    """One axis of a fact: the code that a row has on it, the join that this needs, the parts that the join uses."""

    name: str
    code: str
    join: str
    uses: str


def _text(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


@cache
def fragments(fact: str) -> dict[str, Fragment]:
    """The axes of a fact, in the order of their file; `-- shared: name` stands for those that several facts have."""
    text = SHARED.sub(lambda of: _text(f"shared/{of[1]}"), _text(fact))
    found = {}
    for block in re.split(r"^-- axis: *", text, flags=re.MULTILINE)[1:]:
        name, *lines = block.strip().splitlines()
        uses = [line.removeprefix("-- uses: ") for line in lines if line.startswith("-- uses: ")]
        sql = [line for line in lines if not line.startswith("--")]
        at = next((i for i, line in enumerate(sql) if line.startswith("left join")), len(sql))
        found[name] = Fragment(name, "\n".join(sql[:at]).strip(), "\n".join(sql[at:]).strip(), ", ".join(uses))
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
    """The text of a question with its axes put in at its marks: axes, joins, each, codes, group, order and cell.

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
    joins = dict.fromkeys(one.join for _, one in named if one.join)
    names = [name for name, _ in named]
    marks = {
        "axes": "".join(f"coalesce({one.code}, '') as {name},\n        " for name, one in named),
        "joins": "\n    ".join(joins),
        # an axis without a join leaves each activity its one row: ten million are counted twenty times as fast
        "each": "distinct facts.activity_id" if joins else "*",
        "codes": _codes(names[: len(rows)], names[len(rows) :]),
        "group": _group(names[: len(rows)], names[len(rows) :]),
        "order": "".join(f"{name}, " for name in ("over_rows", "over_columns", *names)),
        "cell": "".join(f"\n    and facts.{name} = $codes[{i}]" for i, name in enumerate(names, 1)),
    }
    return uses + re.sub(r"/\*(\w+)\*/", lambda mark: marks[mark[1]], text)


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
