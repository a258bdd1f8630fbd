"""Where the header of a table stands among its first rows, and what its columns are called."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from analytics.readers.grid import Finding
from analytics.readers.mojibake import repaired

HEADER_ROWS = 25  # the header and the row of HXL tags stand among the first 25 rows
LOOKED_ROWS = 60  # of which the rows below tell a header from data
FILLED_SHARE = 0.6  # of the widest row's cells; a title row fills one or two

Row = list[str | None]
Merge = tuple[tuple[int, int], tuple[int, int]]  # first and last (row, column) of merged cells, from 0

_TAG = re.compile(r"#\s*[A-Za-z][A-Za-z0-9_]*(\s*\+\s*[A-Za-z0-9_]*)*\s*")
_NUMBER = re.compile(r"[\s$€£%+(-]*\d[\d.,'\s]*([eE][+-]?\d+)?[\s%$€)]*")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].*)?")
_YEAR = re.compile(r"(19|20)\d\d")
_EATEN_MARK = re.compile(r"^(\ufeff|ï»¿|X\.U\.FEFF\.|<U\+FEFF>)+")


@dataclass(frozen=True)
class Header:
    """A table's header. Rows are counted from 0 among the rows looked at.

    `row` is its last line, `first` the first row of data; `tags` are by column name; `titles` what stands above.
    """

    names: tuple[str, ...]
    row: int
    first: int
    blank: frozenset[str] = frozenset()  # columns that the header leaves unnamed
    tags: dict[str, str] | None = None
    titles: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def header_of(rows: list[Row], merges: list[Merge] | tuple = ()) -> Header:
    """The header among the first rows of a table.

    A row of HXL tags decides where one is; otherwise the first row that fills most of the columns, with the lines of
    a header that stands on two. A table without a header gets letters for names, and a warning.
    """
    tagged = _tag_row(rows)
    if tagged is not None:
        return _tagged_header(rows, tagged, merges)
    at = _header_row(rows)
    if at is None:
        return Header((), 0, 0)
    if _is_data(rows, at):
        names = _names([], _width(rows))[0]
        warning = Finding("header_missing", row=at + 1)
        return Header(names, at, at, frozenset(names), {}, _titles(rows[:at]), (warning,))
    top, bottom = _lines(rows, at, merges)
    return _header(rows, top, bottom, bottom + 1, merges)


def column_letter(position: int) -> str:
    """A column's letter in a spreadsheet; the first (0) is A."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def is_value(cell: str) -> bool:
    """Whether a cell reads as a number or a date rather than as words."""
    text = cell.strip()
    return bool(_NUMBER.fullmatch(text) or _DATE.fullmatch(text))


def filled(row: Row) -> list[int]:
    """The positions of a row's cells that hold more than spaces."""
    return [place for place, cell in enumerate(row) if cell is not None and cell.strip()]


def _tag_row(rows: list[Row]) -> int | None:
    for place, row in enumerate(rows[:HEADER_ROWS]):
        cells = [row[at] for at in filled(row)]
        if cells and all(_TAG.fullmatch(cell.strip()) for cell in cells):
            return place
    return None


def _tagged_header(rows: list[Row], tagged: int, merges) -> Header:
    above = [place for place in range(tagged) if filled(rows[place])]
    if not above:
        named = [_tag(cell) or None for cell in rows[tagged]]
        header = _header([*rows[:tagged], named], tagged, tagged, tagged + 1, merges)
    else:
        top = _upper_line(rows, above[-1], merges)
        header = _header(rows, top, above[-1], tagged + 1, merges)
    cells = [*rows[tagged], *[None] * len(header.names)]
    tags = {name: _tag(cell) for name, cell in zip(header.names, cells, strict=False) if cell and cell.strip()}
    return Header(header.names, header.row, tagged + 1, header.blank - set(tags), tags, header.titles, header.findings)


def _tag(cell: str | None) -> str:
    return "".join((cell or "").split())


def _header_row(rows: list[Row]) -> int | None:
    counts = [len(filled(row)) for row in rows[:LOOKED_ROWS]]
    widest = max(counts, default=0)
    if not widest:
        return None
    least = max(FILLED_SHARE * widest, min(widest, 2))
    first = next((at for at, count in enumerate(counts[:HEADER_ROWS]) if count >= least), None)
    if first is None:
        return next(at for at, count in enumerate(counts) if count)
    if counts[first] < widest:  # lines such as "Fuente: | DANE" above a narrow table fill as much as a header with gaps
        for later in range(first + 1, min(len(counts), HEADER_ROWS)):
            if counts[later] == widest and _all_words(rows[later]) and _values_below(rows, later):
                return later
    return first


def _all_words(row: Row) -> bool:
    return all(not is_value(row[at]) or _YEAR.fullmatch(row[at].strip()) for at in filled(row))


def _values_below(rows: list[Row], at: int, columns: list[int] | None = None) -> bool:
    """Whether, in the columns where row `at` holds words, at least one holds mostly values below."""
    for column in columns if columns is not None else filled(rows[at]):
        below = [row[column] for row in rows[at + 1 : LOOKED_ROWS] if column < len(row) and row[column]]
        if below and sum(map(is_value, below)) > len(below) / 2:
            return True
    return False


def _is_data(rows: list[Row], at: int) -> bool:
    """Whether the row that should be the header has, column by column, what the rows below have."""
    row = rows[at]
    values = [column for column in filled(row) if is_value(row[column])]
    if not any(not _YEAR.fullmatch(row[column].strip()) for column in values):
        return False
    compared = 0
    for column in filled(row):
        below = [line[column] for line in rows[at + 1 : LOOKED_ROWS] if column < len(line) and line[column]]
        if below and (sum(map(is_value, below)) > len(below) / 2) != (column in values):
            return False
        compared += bool(below)
    return compared > 0


def _lines(rows: list[Row], at: int, merges) -> tuple[int, int]:
    """The first and last row of the header that row `at` belongs to: two lines at most below it, one above."""
    bottom = at
    while bottom + 1 < len(rows) and bottom < at + 2 and _goes_on(rows, bottom, merges):
        bottom += 1
    return (at, bottom) if bottom > at else (_upper_line(rows, at, merges), at)


def _goes_on(rows: list[Row], upper: int, merges) -> bool:
    """Whether the row below is a second line of the header: names only, below cells that the first leaves blank."""
    lower = filled(rows[upper + 1])
    under_blank = [column for column in lower if column not in filled(rows[upper])]
    if not under_blank or not _all_words(rows[upper + 1]):
        return False
    if any(_partly_across(merge, upper, rows) for merge in merges):
        return True
    return _values_below(rows, upper + 1, under_blank)


def _upper_line(rows: list[Row], lower: int, merges) -> int:
    """The row above where it is the header's first line (groups of columns), otherwise `lower` itself."""
    upper = lower - 1
    if upper < 0 or not filled(rows[upper]) or not _all_words(rows[upper]):
        return lower
    if any(_partly_across(merge, upper, rows) for merge in merges):
        return upper
    if len(filled(rows[upper])) < 2:
        return lower
    completes = set(filled(rows[upper])) - set(filled(rows[lower]))
    single, joined = _joined(rows, lower, lower, ()), _joined(rows, upper, lower, ())
    parted = len(set(filter(None, joined))) > len(set(filter(None, single)))
    doubled = max(Counter(filter(None, single)).values(), default=0) > 1
    return upper if completes or (doubled and parted and _all_different(joined)) else lower


def _all_different(names: list[str]) -> bool:
    named = [name for name in names if name]
    return len(set(named)) == len(named)


def _partly_across(merge: Merge, row: int, rows: list[Row]) -> bool:
    """Whether merged cells name a group of columns in this row; over all columns they are a title."""
    (first_row, first), (last_row, last) = merge
    return first_row <= row <= last_row and last > first and last - first + 1 < _width(rows)


def _width(rows: list[Row]) -> int:
    return max((filled(row)[-1] + 1 for row in rows[:LOOKED_ROWS] if filled(row)), default=0)


def _joined(rows: list[Row], top: int, bottom: int, merges) -> list[str]:
    """The name of each column over the lines of a header, the parts joined: 2023 / Hombres."""
    width = max(len(row) for row in rows[top : bottom + 1])
    parts: list[list[str]] = [[] for _ in range(width)]
    for line in range(top, bottom + 1):
        cells = _spread(rows, line, merges, width) if line < bottom else [*rows[line], *[None] * width][:width]
        for place, cell in enumerate(cells):
            name = clean_name(cell)
            if name and name not in parts[place]:
                parts[place].append(name)
    return [" / ".join(part) for part in parts]


def _spread(rows: list[Row], line: int, merges, width: int) -> Row:
    """An upper line with the name of each group over all its columns.

    The group's columns are the merged ones; in a file without merged cells, those up to the next name.
    """
    cells = [*rows[line], *[None] * width][:width]
    across = [(first, last) for (row, first), (to, last) in merges if row <= line <= to and last > first]
    if across:
        for first, last in across:
            cells[first : last + 1] = [cells[first]] * len(cells[first : last + 1])
        return cells
    below = set(filled(rows[line + 1]))
    group = None
    for place, cell in enumerate(cells):
        group = cell if cell and cell.strip() else group
        cells[place] = group if place in below else cell
    return cells


def clean_name(cell: str | None) -> str:
    """A header's cell in one line, without a byte-order mark that another program took for letters."""
    return " ".join(repaired(_EATEN_MARK.sub("", cell or "")).split())


def _header(rows: list[Row], top: int, bottom: int, first: int, merges) -> Header:
    names, findings = _names(_joined(rows, top, bottom, merges), _width(rows))
    raw = [cell for cell in rows[bottom] if cell and _EATEN_MARK.match(cell)]
    findings = [Finding("control_characters", column=clean_name(cell), value=cell) for cell in raw] + findings
    placed = tuple(Finding(f.rule, row=bottom + 1, column=f.column, value=f.value, values=f.values) for f in findings)
    given = [*_joined(rows, top, bottom, merges), *[""] * len(names)]
    blank = frozenset(name for name, cell in zip(names, given, strict=False) if not cell)
    return Header(names, bottom, first, blank, {}, _titles(rows[:top]), placed)


def _names(cells: list[str], width: int) -> tuple[tuple[str, ...], list[Finding]]:
    """Names for `width` columns, each once: the header's, a letter where it has none, a number where one is doubled."""
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    cells = [*cells, *[""] * (width - len(cells))]
    taken = set(filter(None, cells))
    names: list[str] = []
    findings = []
    for place, cell in enumerate(cells):
        name = cell or column_letter(place)
        number = 2
        while name in names or (name != cell and name in taken):
            name = f"{cell or column_letter(place)} ({number})"
            number += 1
        if cell and name != cell:
            findings.append(Finding("column_doubled", column=cell, values=(("name", name),)))
        names.append(name)
    return tuple(names), findings


def _titles(rows: list[Row]) -> tuple[str, ...]:
    return tuple(" ".join(" ".join((row[at] or "").split()) for at in filled(row)) for row in rows if filled(row))
