"""Tables of issues: which column counts what, and which type of issue a file, a header or a category names."""

from __future__ import annotations

import re
from pathlib import Path

from analytics.readers.grid import Grid
from analytics.understanding.columns_read import ColumnsRead, is_id_like
from analytics.understanding.contents import SEXES
from analytics.understanding.mapping import TableMapping
from analytics.understanding.shapes import YEAR_IN_TEXT as YEAR
from analytics.understanding.shapes import month_columns, year_columns
from analytics.understanding.tables_read import PLACE
from analytics.understanding.words import (
    WHOLE,
    IssueWords,
    first_issue,
    header_roles,
    is_rate,
    issue_of,
    measure_of,
    plain,
)

UNCLASSIFIED = "unclassified"
# the classes of the Uppsala Conflict Data Program, told by number alone
UCDP_CLASSES = {"1": "conflict_events", "2": "conflict_events", "3": "violence_against_civilians"}
COUNTED = ("count", "people", "amount", "actual")
HARM = ("victims",)
FEW_NUMBERS = 0.15  # of a column that its name calls an issue: counts hidden as "<10" are still counts
MANY = 300  # more different values than this are not classified one by one


def topic_of(grid: Grid) -> IssueWords | None:
    """The issue that the file is about, by its name, its sheet or what stands above its header."""
    return first_issue([Path(grid.file).stem, grid.sheet or "", *grid.titles])


def numeric_columns(read: ColumnsRead) -> list[str]:
    """Columns that hold numbers which are neither keys, places nor times."""
    free = {*COUNTED, "population", "rate"}
    return [
        column
        for column, looks in read.looks.items()
        if (looks.is_number or _is_named_count(read, column))
        and read.roles.get(column, "count") in free
        and not is_id_like(str(column))
    ]


def _is_named_count(read: ColumnsRead, column: str) -> bool:
    """Whether the column is called a count, whatever stands in some of its cells."""
    return read.roles.get(column) in COUNTED and read.scores.get(column, 0) >= WHOLE - 0.3


def typed_columns(read: ColumnsRead) -> dict[str, IssueWords]:
    """Columns of numbers whose header names a type of issue."""
    found = {column: issue_of(str(column)) for column in numeric_columns(read) if not is_rate(column)}
    if not any(found.values()):
        # cells that are no numbers are row errors, not a reason to leave the whole table out
        partly = [c for c, looks in read.looks.items() if looks.number >= FEW_NUMBERS and c not in read.roles]
        found = {c: issue_of(str(c)) for c in partly if not is_rate(c) and not is_id_like(str(c))}
    return {column: words for column, words in found.items() if words}


def groups_by_year(read: ColumnsRead) -> dict[str, dict[str, str]]:
    """What is told in a column for each year -> {column: year}; none where the table has a year column."""
    if read.has("year", "date"):
        return {}
    groups = year_columns([str(column) for column in read.looks])
    stated = {rest: [c for c in years if read.looks[c].stated] for rest, years in groups.items()}
    return {
        rest: groups[rest]
        for rest, columns in stated.items()
        if columns and not is_rate(rest) and all(read.looks[c].number >= 0.5 for c in columns)
    }


def by_year(read: ColumnsRead) -> tuple[str, dict[str, str]] | None:
    """What most columns tell of years, and {column: year}; none where the table has a year column."""
    groups = groups_by_year(read)
    return max(groups.items(), key=lambda item: len(item[1])) if groups else None


def issue_table(grid: Grid, read: ColumnsRead) -> TableMapping | None:
    """The table as one of issues, or None where nothing in it names an issue."""
    topic = topic_of(grid)
    if not read.has(*PLACE):
        return None
    if groups := groups_by_year(read):
        return _wide_by_year(grid, read, topic, groups)
    if topic and (months := month_columns([str(column) for column in read.looks])):
        return _wide_by_month(grid, read, topic, months)
    typed = typed_columns(read)
    if len({words.issue_type for words in typed.values()}) > 1 and not read.has("category"):
        return _wide_by_issue(grid, read, typed)
    if topic is None:
        _find_category(read)
    is_told_by_kind = read.scores.get(read.column_of("category") or "", 0) >= WHOLE - 0.3 and read.has("date", "year")
    is_told_by_kind = is_told_by_kind or bool(_categories(grid, read, None))
    if topic is None and not typed and not is_told_by_kind and not _counts_harm(read):
        return None
    return _records(grid, read, topic, typed)


def _counts_harm(read: ColumnsRead) -> bool:
    """Whether victims are counted in a time without a word of what befell them.

    Such a table is one of issues that nobody has classified, and so sensitive; it is no fact about a place.
    """
    if not read.has("date", "year", "month", "start"):
        return False
    counts = [column for column, role in read.roles.items() if role == "count" and read.scores.get(column, 0) > 1]
    return any(measure_of(str(column)) in HARM for column in counts)


def _wide_by_year(grid, read: ColumnsRead, topic, groups: dict[str, dict[str, str]]) -> TableMapping | None:
    """A column for each year: of one thing, of each sex, or of each of several issues."""
    largest = max(groups, key=lambda rest: len(groups[rest]))
    issues = {rest: words for rest in groups if (words := issue_of(rest))}
    sexes = _sexes(list(groups))
    categories, options = {}, {}
    if len({words.issue_type for words in issues.values()}) > 1:
        kept, topic = {rest: rest for rest in issues}, None
        categories = {rest: words.issue_type for rest, words in issues.items()}
        options = {"wide_group": "category"}
        if measure := measure_of(" ".join(issues)) or measure_of(Path(grid.file).stem):
            options["measure"] = measure
    else:
        kept = sexes or {largest: ""}
        topic = issue_of(largest) or topic
        if topic is None:
            return None
        options = _options(topic, largest, grid) | ({"wide_group": "sex"} if sexes else {})
    for rest, group in kept.items():
        for column, year in groups[rest].items():
            role = f"year:{year}:{group}" if group else f"year:{year}"
            read.give(column, role, f"name “{column}” is a year of {rest or 'the table'}")
    options |= {"wide_value": "count"}
    return TableMapping("issue_wide", dict(read.roles), options, categories, reasons=dict(read.reasons))


def _wide_by_month(grid, read: ColumnsRead, topic: IssueWords, months: dict[str, str]) -> TableMapping:
    for column, month in months.items():
        read.give(column, f"month:{month}", f"name “{column}” is a month")
    options = _options(topic, "", grid) | {"wide_value": "count"}
    return TableMapping("issue_wide", dict(read.roles), options, reasons=dict(read.reasons))


def _sexes(rests: list[str]) -> dict[str, str]:
    """What is told -> the sex that it is told of, where that is all in which the groups differ (a total aside)."""
    common = set.intersection(*(set(rest.split()) for rest in rests)) if len(rests) > 1 else set()
    own = {rest: " ".join(word for word in rest.split() if word not in common) for rest in rests}
    found = {rest: word for rest, word in own.items() if word in SEXES}
    others = {word for rest, word in own.items() if rest not in found}
    return found if len(found) > 1 and others <= {"", "total", "ambos"} else {}


def _wide_by_issue(grid: Grid, read: ColumnsRead, typed: dict[str, IssueWords]) -> TableMapping:
    for column, words in typed.items():
        read.give(column, f"count:{words.issue_type}", f"“{words.phrase}” in the name “{column}”")
    keep_others(read)
    measure = measure_of(" ".join(typed)) or measure_of(Path(grid.file).stem)
    options = {"wide_value": "count"} | ({"measure": measure} if measure else {})
    return TableMapping("issue_wide", dict(read.roles), options, reasons=dict(read.reasons))


def _records(grid: Grid, read: ColumnsRead, topic: IssueWords | None, typed: dict[str, IssueWords]) -> TableMapping:
    counted = _count_column(read, topic, typed)
    topic = typed.get(counted) or topic or next(iter(typed.values()), None)
    for column in [c for c, role in read.roles.items() if role in COUNTED]:
        del read.roles[column]
    if counted:
        read.give(counted, "count", read.reasons.get(counted) or f"the numbers of the table, “{counted}”")
    if not read.has("lat", "start", "date"):
        keep_others(read, counted)
    categories = _categories(grid, read, topic)
    measure = measure_of(str(counted or ""))
    options = _options(topic, str(counted or ""), grid) if topic else {"measure": measure} if measure else {}
    if topic and not counted:
        options.pop("unit", None)
    return TableMapping("issue_records", dict(read.roles), options, categories, reasons=dict(read.reasons))


def _count_column(read: ColumnsRead, topic: IssueWords | None, typed: dict[str, IssueWords]) -> str | None:
    """The column that counts the issue: named after it, called a count, or the only numbers there are."""
    numbers = [column for column in numeric_columns(read) if not is_rate(column)]
    whole = [c for c in numbers if read.scores.get(c, 0) >= WHOLE - 0.3 and read.roles.get(c) in COUNTED]
    if tagged := [c for c in whole if read.scores[c] > WHOLE + 0.5]:
        return tagged[0]
    if typed:
        return next(iter(typed))
    wanted = {"events": ("events", "cases"), None: ()}.get(topic.measure if topic else None, (topic and topic.measure,))
    named = [c for c in numbers if is_called_count(str(c))]
    for column in named:
        if measure_of(str(column)) in wanted:
            return column
    partly = [c for c in numbers if read.roles.get(c) in COUNTED]
    plain_numbers = [c for c in numbers if read.roles.get(c) is None]
    rest = whole or named or partly
    return rest[0] if rest else plain_numbers[0] if len(plain_numbers) == 1 else None


def is_called_count(header: str) -> bool:
    return any(role in COUNTED and score >= WHOLE - 0.3 for role, score in header_roles(header))


def keep_others(read: ColumnsRead, counted: str | None = None) -> None:
    """Gives the numbers that are not the count a role: a rate, or something known of the place."""
    for column in numeric_columns(read):
        role = read.roles.get(column)
        if column == counted or role == "rate" or ":" in str(role):
            continue
        if is_rate(column) and not read.has("rate"):
            read.give(column, "rate", f"name “{column}”; worked out from counts, not imported")
        elif role in (None, "population", *COUNTED):
            read.give(column, f"attribute:{attribute_name(column)}", f"a number of the place, “{column}”")


def attribute_name(header: str) -> str:
    """The name of an attribute by its header; a population is called `population` in every language."""
    roles = [role for role, score in header_roles(str(header)) if score >= WHOLE - 0.3]
    bare = plain(re.sub(YEAR, " ", str(header)))
    is_population = "population" in roles or any(r == "population" for r, s in header_roles(bare) if s >= WHOLE - 0.3)
    return "population" if is_population else plain(header).replace(" ", "_") or "value"


def _find_category(read: ColumnsRead) -> None:
    """Makes a column the category where its name says kind or nothing and its values name issues."""
    if read.has("category"):
        return
    for column, looks in read.looks.items():
        role = read.roles.get(column)
        if role in (None, "kind", "title", "sector") and looks.is_name and looks.distinct <= 60:
            named = sum(issue_of(value) is not None for value in looks.values)
            if looks.values and named >= len(looks.values) / 2:
                return read.give(column, "category", f"values of “{column}” name issues")


def _categories(grid: Grid, read: ColumnsRead, topic: IssueWords | None) -> dict[str, str]:
    """Value of the category column -> issue type; the file's topic for a value without words of its own."""
    column = read.column_of("category")
    if column is None:
        return {}
    # every value of the table, not of the sample alone; where there are too many they are no categories
    every = grid.frame[column].dropna().astype("str").str.strip().unique()
    values = [str(value) for value in every if value] if len(every) <= MANY else read.looks[column].values
    values = list(dict.fromkeys(" ".join(value.split()) for value in values))  # a line end in a cell is a space
    if set(values) <= set(UCDP_CLASSES) and "violence" in plain(column):
        return {value: UCDP_CLASSES[value] for value in values}
    named = {value: issue_of(value) for value in values}
    if topic is None and not any(named.values()):
        return {}
    other = topic.issue_type if topic else UNCLASSIFIED
    return {value: words.issue_type if words else other for value, words in named.items()}


def _options(topic: IssueWords, counted: str, grid: Grid) -> dict[str, str]:
    stated = measure_of(counted) or ""
    # robos a personas counts robberies, whomever they befall
    measure = (topic.measure if stated == "people" else stated) or topic.measure or measure_of(Path(grid.file).stem)
    options = {"issue_type": topic.issue_type}
    if measure:
        options["measure"] = measure
    if measure in ("hectares", "kilograms"):
        options["unit"] = measure
    return options
