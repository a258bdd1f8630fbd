"""The tables that a statement may read, with what a row and each column is; and statements to begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from analytics.schema import TABLES
from analytics.schema_imported import IMPORTED
from analytics.snapshots import Snapshot
from analytics.wording import Words

COUNTED = "issue_counts"
COUNTED_GRAIN = "the recorded rows of issues, counted by source, type, measure, place and month"
COUNTED_COLUMNS = {
    "source_id": "text", "dataset": "text", "issue_type_id": "text", "measure": "text", "place_id": "text",
    "provenance": "text", "is_partial": "yes or no", "year": "whole number", "first_on": "date", "last_on": "date",
    "record_rows": "whole number", "total": "number", "not_stated": "whole number", "present_rows": "whole number",
}  # fmt: skip

# by the name of a column or, from an underscore on, by its end; the first that fits says what it is
NOTES: dict[str, Callable[[Words], str]] = {
    "amount": lambda say: say("in the currency of its row; currencies are never added up"),
    "currency": lambda say: say("three letters, such as USD"),
    "percentage": lambda say: say("0 to 100"),
    "share": lambda say: say("0 to 1; empty where not stated"),
    "count": lambda say: say("empty where not stated, which is not zero"),
    "total": lambda say: say("sum of what is stated, in the measure of its row"),
    "stated_count": lambda say: say("how many the document states, where the row is a series"),
    "value": lambda say: say("in the unit of its indicator or attribute"),
    "measure": lambda say: say("what is counted; different measures are never added up"),
    "position": lambda say: say("an order as listed, not a severity"),
    "lat": lambda say: say("degrees north"),
    "lon": lambda say: say("degrees east"),
    "line": lambda say: say("line or row of the source"),
    "anchor": lambda say: say("what literally stands on that line"),
    "provenance": lambda say: say("published, imported or illustrative"),
    "disclosure": lambda say: say("always open here: what is told in words only is left out"),
    "_on": lambda say: say("a day: the first or the last of what its precision names"),
    "_precision": lambda say: say("day, month or year: how exact the date is"),
    "_en": lambda say: say("in English"),
    "_es": lambda say: say("in Spanish"),
    "_code": lambda say: say("text, with its zeros"),
    "_id": lambda say: say("a key"),
}
KINDS = {"str": "text", "Flo": "number", "Int": "whole number", "boo": "yes or no", "dat": "date"}

EXAMPLES: tuple[tuple[Callable[[Words], str], str], ...] = (
    (
        lambda say: say("Activities by kind"),
        "select kind, count(*) as activities\nfrom activities\ngroup by kind\norder by activities desc, kind",
    ),
    (
        lambda say: say("What the dialogues listed, place by place"),
        "select place.name_en as place, type.name_en as issue, issue.position\n"
        "from issues as issue\n"
        "inner join places as place on place.place_id = issue.place_id\n"
        "inner join issue_types as type on type.issue_type_id = issue.issue_type_id\n"
        "where issue.relation = 'listed'\n"
        "order by place, issue.position, issue",
    ),
    (
        lambda say: say("What is recorded, by data set and year"),
        "select dataset, issue_type_id, measure, year, sum(record_rows) as record_rows, sum(total) as total\n"
        "from issue_counts\ngroup by dataset, issue_type_id, measure, year\n"
        "order by dataset, issue_type_id, measure, year",
    ),
    (
        lambda say: say("Money by kind and currency, never added over currencies"),
        "select kind, currency, count(*) as amounts, sum(amount) as amount\n"
        "from transactions\ngroup by kind, currency\norder by kind, currency",
    ),
)


@dataclass(frozen=True)
class View:
    """A table as a statement sees it: its name, what a row is (English), its columns with their types."""

    name: str
    grain: str
    columns: tuple[tuple[str, str], ...]


def views() -> Iterator[View]:
    """Every table that a statement may read, those that people write first."""
    for table in (TABLES | IMPORTED).values():
        kinds = tuple((name, KINDS[str(rule.dtype)[:3]]) for name, rule in table.columns.items())
        yield View(table.name, table.grain, kinds)
    yield View(COUNTED, COUNTED_GRAIN, tuple(COUNTED_COLUMNS.items()))


def row_counts(snapshot: Snapshot, role: str) -> dict[str, int]:
    """How many rows each table has, by its manifest."""
    files = snapshot.manifest["files"]
    return {name: sum(files[one]["rows"] or 0 for one in of) for name, of in snapshot.manifest["roles"][role].items()}


def kind_name(kind: str, say: Words) -> str:
    return {
        "text": say("text"), "number": say("number"), "whole number": say("whole number"),
        "yes or no": say("yes or no"), "date": say("date"),
    }[kind]  # fmt: skip


def column_note(column: str, say: Words) -> str:
    """What is worth knowing of a column besides its name: its unit, what an empty cell means."""
    for name, note in NOTES.items():
        if column == name or (name.startswith("_") and column.endswith(name)):
            return note(say)
    return ""


def columns_frame(view: View, say: Words) -> pd.DataFrame:
    """The columns of a view as a table in a reader's words."""
    rows = [(name, kind_name(kind, say), column_note(name, say)) for name, kind in view.columns]
    return pd.DataFrame(rows, columns=[say("Column"), say("Type"), say("What it is")])
