"""What is looked for in every table before its rows are taken: personal data, swapped columns, years cut short."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace

import pandas as pd

from analytics.checks import dates, numbers, people, series
from analytics.checks.text import has_lost_letters, key
from analytics.illustrative import ILLUSTRATIVE, SENTENCE, sentence, word
from analytics.importing.reference import Reference
from analytics.readers.grid import Finding, Grid
from analytics.readers.headers import is_value
from analytics.selection import LANGUAGES
from analytics.understanding import roles
from analytics.understanding.mapping import TableMapping
from analytics.understanding.tables_read import IGNORED, KEPT_OUT, UNUSED
from analytics.wording import Words

ROWS_LOOKED_AT = 20_000
PERSONAL = ("personal_data", "company_number")
# roles of cells that are codes, numbers, days or points: what looks like a telephone there is none
NOT_WORDS = (
    "place_code", "department_code", "country_code", "lat", "lon", "count", "rate", "year", "month", "quarter", "date",
    "start", "end", "amount", "identifier", "id", "location_id", "uuid", "people", "target", "actual", "baseline",
    "activity_id", "indicator_id", "place_precision", "sector_code", "currency",
)  # fmt: skip
IDLE = (UNUSED, KEPT_OUT, "text", "source_note")  # roles of columns whose cells become nothing
ROWS_MARKED = 20  # of which one says that a file is illustrative
GUARD = r"^'('*[=+\-@\t\r])"  # what `exports.text` writes before what a spreadsheet would take for a formula
ENOUGH_ROWS = 100  # of the year before, to tell that a last year falls short
SHORT = 0.7  # of the rows of the year before


def is_illustrative(grid: Grid) -> bool:
    """Whether a table says of itself that it is of the illustrative example, as every file of it does."""
    sentences = (SENTENCE, *(sentence(Words(lang)) for lang in LANGUAGES))
    top = grid.frame.head(ROWS_MARKED)
    said = [
        *map(str, grid.frame.columns),
        *grid.titles,
        *(str(cell) for column in top for cell in top[column].dropna()),
    ]
    if any(one.startswith(sentences) for one in said):
        return True
    marked = (set(top[column].dropna()) for column in top)
    return any(
        words and words <= {ILLUSTRATIVE, *(word(Words(lang)).lower() for lang in LANGUAGES)} for words in marked
    )


def as_written(grid: Grid) -> Grid:
    """A table of our own less the apostrophes that its cells got so that no spreadsheet takes them for formulas."""
    if not any(tag.startswith("#meta+tejido") for tag in grid.tags.values()):
        return grid
    plain = {name: grid.frame[name].str.replace(GUARD, r"\1", regex=True) for name in grid.frame.columns}
    return replace(grid, frame=pd.DataFrame(plain, index=grid.frame.index))


def protected(grid: Grid, mapping: TableMapping, reference: Reference) -> tuple[Grid, list[Finding]]:
    """The grid without personal data in its texts, and what was found; beside a sensitive issue it is an error."""
    issue = mapping.options.get("issue_type")
    is_sensitive = mapping.table in ("issue_records", "issue_wide") and (
        issue is None or reference.sensitivity.get(issue, "C") == "C"
    )
    cleaned, findings = {}, []
    for column in grid.frame.columns:
        role = mapping.columns.get(column, "").partition(":")[0]
        if role in NOT_WORDS or role == KEPT_OUT or mapping.table == "kobo":
            continue
        if column in mapping.chosen:
            continue
        texts = grid.frame[column]
        if role != UNUSED:
            findings += _lost(texts, str(column))
        read = people.masked(texts if len(texts) <= ROWS_LOOKED_AT else texts.drop_duplicates(), str(column))
        own = [finding.at("", column=str(column)) for finding in read.findings]
        if any(finding.rule == "personal_data" for finding in own):
            replaced = dict(zip(texts[read.values.index], read.values, strict=True))
            cleaned[column] = texts.map(lambda text, replaced=replaced: replaced.get(text, text))
        findings += [
            replace(finding, rule="personal_data_sensitive")
            if is_sensitive and finding.rule == "personal_data"
            else finding
            for finding in own
        ]
    return (replace(grid, frame=grid.frame.assign(**cleaned)) if cleaned else grid), findings


def _lost(texts: pd.Series, column: str) -> list[Finding]:
    """One finding for a column in whose words letters were lost before the file came here."""
    is_lost = texts.map(lambda cell: isinstance(cell, str) and has_lost_letters(cell))
    if not is_lost.any():
        return []
    row = is_lost.idxmax()
    return [Finding("letters_lost", row=int(row), column=column, value=str(texts[row])[:200], count=int(is_lost.sum()))]


def not_taken(grid: Grid, proposed: TableMapping) -> list[Finding]:
    """What no role was found for: a whole table of rows, or columns of one that was understood."""
    if proposed.table == IGNORED:
        is_table = grid.rows and len(grid.frame.columns) > 1
        return [Finding("table_unknown", row=grid.header_row or None)] if is_table else []
    if proposed.table == "kobo" or proposed.table.startswith("aid_") or proposed.options.get("template"):
        return []
    return [Finding("column_unknown", row=grid.header_row or None, column=str(column))
            for column, role in proposed.columns.items() if role == UNUSED]  # fmt: skip


def in_use(findings: list[Finding], tables: dict[tuple[str, str | None], TableMapping]) -> list[Finding]:
    """The findings without formulas that lack their result in columns of which nothing is read."""

    def is_idle(finding: Finding) -> bool:
        table = tables.get((finding.file, finding.sheet))
        return table is None or table.table == IGNORED or table.columns.get(finding.column or "") in IDLE

    return [f for f in findings if f.rule != "formula_unsaved" or not is_idle(f)]


def without_proved_total(grid: Grid, findings: list[Finding]) -> tuple[Grid, list[Finding]]:
    """The grid without a last row that reads like a total and is one: each of its numbers is the sum of those above."""
    told = next((f for f in findings if f.rule == "total_row" and f.sheet in (None, grid.sheet)), None)
    if told is None or told.row not in grid.frame.index[-1:] or len(grid.frame) < 3:
        return grid, findings
    above, last = grid.frame.iloc[:-1], grid.frame.iloc[-1]
    stated = [column for column in grid.frame.columns if is_value(last[column] or "")]
    if not stated or not all(_adds_up(grid.frame[column]) for column in stated):
        return grid, findings
    left_out = replace(told, rule="total_left_out")
    return replace(grid, frame=above), [left_out if finding is told else finding for finding in findings]


def _adds_up(column: pd.Series) -> bool:
    """Whether the last number of a column is the sum of all the others."""
    values = numbers.numbers(column).values.astype("float64")
    total = values.iloc[-1]
    return bool(pd.notna(total)) and abs(values.iloc[:-1].sum() - total) <= 1e-6 * max(1.0, abs(total))


def levels_exchanged(grid: Grid, mapping: TableMapping, reference: Reference) -> list[Finding]:
    """A warning where the column of departments names municipalities and that of municipalities departments."""
    named, above = mapping.column_of("place_name"), mapping.column_of("department_name")
    if named is None or above is None:
        return []
    places = reference.places[reference.places["country_code"] == "CO"]
    names = {level: set(rows["name_es"].map(key)) for level, rows in places.groupby("level")}
    share = lambda column, level, other: _share_of(  # noqa: E731
        grid.frame[column], names.get(level, set()) - names.get(other, set())
    )
    if share(named, "department", "municipality") < 0.5 or share(above, "municipality", "department") < 0.5:
        return []
    told = (("column", str(named)), ("other", str(above)))
    return [Finding("columns_swapped", row=grid.header_row or None, column=str(named), values=told)]


def _share_of(column: pd.Series, names: set[str]) -> float:
    values = {key(value) for value in column.head(ROWS_LOOKED_AT).dropna().unique()}
    return len(values & names) / len(values) if values else 0.0


def exchanged(grid: Grid, mapping: TableMapping, known_places: Set[str]) -> list[Finding]:
    """One finding for each two columns whose values belong to each other's name."""
    head = replace(grid, frame=grid.frame.head(ROWS_LOOKED_AT))
    found = [*series.swapped(head.frame), *roles.swapped(head, known_places)]
    once: dict[frozenset[str], Finding] = {}
    for finding in found:
        pair = frozenset({finding.column or "", dict(finding.values).get("other", "")})
        once.setdefault(pair, finding)
    return list(once.values())


def coverage(grids: Iterable[Grid]) -> dict[str, str]:
    """What tables of sources say of each source: its id -> "FIRST – LAST" day that it covers."""
    found: dict[str, str] = {}
    for grid in grids:
        names = {key(str(column)): column for column in grid.frame.columns}
        if not {"source id", "end date"} <= set(names):
            continue
        frame = grid.frame
        starts = frame[names["start date"]] if "start date" in names else pd.Series("", index=frame.index)
        for source, start, end in zip(frame[names["source id"]], starts, frame[names["end date"]], strict=True):
            if source and end:
                found[str(source)] = f"{start or end} – {end}"
    return found


def partial_years(grid: Grid, mapping: TableMapping, covered: dict[str, str]) -> dict[int, str]:
    """The years of a table that its source does not cover whole, with the months, as it says or as its rows show."""
    said = list(grid.titles)
    source = next((c for c in grid.frame.columns if key(str(c)) == "source id"), None)
    if source is not None:
        said += [covered[one] for one in grid.frame[source].dropna().unique() if one in covered]
    column = mapping.column_of("date") or mapping.column_of("start")
    days = dates.dates(grid.frame[column]) if column and len(grid.frame) <= ROWS_LOOKED_AT * 10 else None
    exact = days.start.where(days.precision.isin(["day", "month"])) if days is not None else None
    found = {int(f.value): dict(f.values)["months"] for f in series.partial_years(exact, said) if f.value}
    year = mapping.column_of("year")
    return found if found or said or year is None else _falls_short(dates.years(grid.frame[year]).values)


def _falls_short(years: pd.Series) -> dict[int, str]:
    """The last year, where it has far fewer rows than the year before and nobody says why."""
    counts = years.dropna().value_counts().sort_index()
    if len(counts) < 3 or counts.iloc[-2] < ENOUGH_ROWS or counts.iloc[-1] >= SHORT * counts.iloc[-2]:
        return {}
    return {
        int(counts.index[-1]): f"it may be incomplete: {counts.iloc[-1]:,} rows, {counts.iloc[-2]:,} the year before"
    }
