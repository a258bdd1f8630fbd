"""Delimited text (CSV, TSV): how it is laid out, and its rows as a stream of text tables that fits in memory."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from analytics.readers import mojibake
from analytics.readers.arrays import frame_of
from analytics.readers.encodings import encoding_of, utf8_stream
from analytics.readers.grid import FINDINGS_KEPT, Finding, Grid
from analytics.readers.headers import Header, Row, column_letter, filled, header_of
from analytics.readers.limits import CELL_CHARACTERS
from analytics.readers.notes import LOOKED_BELOW, below_table
from analytics.readers.quotes import broken_lines, well_quoted
from analytics.readers.refusals import RefusedFile, unreadable
from analytics.readers.tables import UNSEEN, check_width, left_out, too_long

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_CHARACTERS = 131_072  # enough for 25 rows of 350 questions; csv takes no longer cell
BLOCK_BYTES = 1 << 23  # one chunk, and the longest record

_BETWEEN_DIGITS = re.compile(r"(?<=\d),(?=\d)")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """How a delimited file is laid out: `first_row` is the row of the first data, `start` its byte in UTF-8 text."""

    encoding: str
    delimiter: str
    header: Header
    first_row: int
    start: int

    @property
    def format(self) -> str:
        return "tsv" if self.delimiter == "\t" else "csv"

    @property
    def header_row(self) -> int:
        """The row of the file that the header (its last line) stands on."""
        return self.first_row - (self.header.first - self.header.row)


@dataclass(frozen=True)
class Chunk:
    """Some rows of a file in order: every column text, an empty cell null; `rows` are their numbers in the file.

    Rows count records and blank lines, as a spreadsheet does: the first of the file is 1.
    """

    table: pa.Table
    rows: np.ndarray

    @property
    def first_row(self) -> int:
        return int(self.rows[0]) if len(self.rows) else 0


@dataclass
class Findings:
    """Findings as they come in: the first thousand of one rule in one column, the others counted with the last."""

    file: str
    _held: dict[tuple[str, str | None], list[Finding]] = field(default_factory=dict)

    def add(self, finding: Finding) -> None:
        held = self._held.setdefault((finding.rule, finding.column), [])
        if len(held) < FINDINGS_KEPT:
            held.append(finding.at(self.file))
        else:
            held[-1] = replace(held[-1], count=held[-1].count + finding.count)

    def take_out(self, rule: str, rows: set[int]) -> list[Finding]:
        """The findings of a rule for these rows, taken out of the others."""
        held = self._held.get((rule, None), [])
        taken = [finding for finding in held if finding.row in rows and finding.count == 1]
        self._held[rule, None] = [finding for finding in held if finding not in taken]
        return taken

    def all(self) -> list[Finding]:
        found = [finding for held in self._held.values() for finding in held]
        return sorted(found, key=lambda finding: finding.row or 0)


class DelimitedFile:
    """An open delimited file; `findings` are complete when its chunks have all been taken."""

    def __init__(self, path: Path, name: str = ""):
        self.path, self.name = Path(path), name or Path(path).name
        self.layout = layout_of(self.path)
        check_width(len(self.layout.header.names))
        self._found = Findings(self.name)
        if self.layout.encoding not in ("utf-8", "utf-8-sig"):
            self._found.add(Finding("encoding_found", values=(("encoding", self.layout.encoding),)))
        for finding in self.layout.header.findings:
            self._found.add(replace(finding, row=self.layout.header_row))

    @property
    def findings(self) -> list[Finding]:
        return self._found.all()

    def chunks(self) -> Iterator[Chunk]:
        """The rows in chunks of some megabytes. A ragged row or broken quotation mark is a finding and left out.

        Notes below the table are left out of the last chunk. Raises RefusedFile where a record is longer than a chunk.
        """
        held: Chunk | None = None
        for chunk in self._full_rows():
            if held is not None and len(chunk.rows) >= LOOKED_BELOW:
                yield held
                held = chunk
            else:
                held = chunk if held is None else _one_after_other(held, chunk)
        if held is not None:
            yield self._without_notes(held)

    def _full_rows(self) -> Iterator[Chunk]:
        skipped: list[int] = []
        following = self.layout.first_row
        for table in self._parsed(skipped):
            rows = _row_numbers(following, table.num_rows, skipped)
            following = int(rows[-1]) + 1 if len(rows) else following
            skipped[:] = [row for row in skipped if row >= following]
            chunk = self._cleaned(_not_blank(Chunk(table, rows)))
            if len(chunk.rows):
                yield chunk

    def _parsed(self, skipped: list[int]) -> Iterator[pa.Table]:
        layout = self.layout

        def ragged(row: arrow_csv.InvalidRow) -> str:
            number = layout.first_row + row.number - 1
            skipped.append(number)
            if number not in broken and row.text.strip():
                self._found.add(_ragged(number, row))
            return "skip"

        with self._stream() as stream:
            broken = self._broken_rows()
            stream = utf8_stream(self.path, layout.encoding, layout.start, list(broken.values())) if broken else stream
            try:
                yield from map(_as_table, _arrow_reader(stream, layout, ragged))
            except pa.ArrowInvalid as error:
                if "Empty CSV" not in str(error):
                    raise unreadable(f"a row is longer than {BLOCK_BYTES // 1_000_000} MB") from error

    def _stream(self) -> io.BufferedReader:
        return utf8_stream(self.path, self.layout.encoding, self.layout.start)

    def _broken_rows(self) -> dict[int, tuple[int, int]]:
        """The rows that open a quotation mark and never close it, with their bytes from the first data row on."""
        with self._stream() as stream:
            if well_quoted(stream, self.layout.delimiter):
                return {}
        with self._stream() as stream:
            broken = broken_lines(stream, self.layout.delimiter, self.layout.first_row)
        for line in broken:
            self._found.add(Finding("quote_unclosed", row=line.row, value=line.text[:200]))
        start = self.layout.start
        return {line.row: (start + line.first, start + line.last) for line in broken}

    def _cleaned(self, chunk: Chunk) -> Chunk:
        table = chunk.table
        for place, name in enumerate(table.column_names):
            column = table.column(place).combine_chunks()
            if mojibake.may_hold(column):
                column, found = mojibake.repaired_column(name, column, chunk.rows)
                for finding in found:
                    self._found.add(finding)
                table = table.set_column(place, name, column)
            if _may_hold_unseen(column):
                column = self._seen(name, column, chunk.rows)
                table = table.set_column(place, name, column)
            if (pc.max(pc.binary_length(column)).as_py() or 0) > CELL_CHARACTERS:
                for at in np.flatnonzero(pc.greater(pc.utf8_length(column), CELL_CHARACTERS).fill_null(False)):
                    self._found.add(too_long(int(chunk.rows[at]), name, column[int(at)].as_py()))
        return Chunk(table, chunk.rows)

    def _seen(self, name: str, column: pa.StringArray, rows: np.ndarray) -> pa.StringArray:
        """The column without characters that cannot be seen; each cell that had one is a finding."""
        unseen = pc.match_substring_regex(column, f"[{_RE2_UNSEEN}]").fill_null(False)
        for at in np.flatnonzero(unseen):
            finding = Finding("control_characters", row=int(rows[at]), column=name, value=column[int(at)].as_py())
            self._found.add(finding)
        if not pc.any(unseen).as_py():
            return column
        cleaned = pc.replace_substring_regex(column, f"[{_RE2_UNSEEN}]+", "")
        return pc.if_else(pc.equal(cleaned, ""), pa.scalar(None, pa.string()), cleaned)

    def _without_notes(self, chunk: Chunk) -> Chunk:
        """The last chunk without the notes and totals below the table, also those that fill one cell of a line."""
        ends = _rows_of(chunk)
        first = ends[0][0] if ends else 0
        short = {f.row: f for f in self.findings if f.rule == "row_ragged" and (f.row or 0) > first}
        single = [(row, [f.value]) for row, f in short.items() if dict(f.values)["cells"] == "1"]
        tail = sorted([*ends, *single], key=lambda pair: pair[0]) if len(single) == len(short) else ends
        notes = below_table(tail, len(chunk.table.column_names))
        self._found.take_out("row_ragged", left_out(notes))
        for finding in notes:
            self._found.add(finding)
        stays = ~np.isin(chunk.rows, list(left_out(notes)))
        return Chunk(chunk.table.filter(pa.array(stays)), chunk.rows[stays])


_RE2_UNSEEN = "".join(f"\\x{{{ord(letter):x}}}" if letter != "-" else "-" for letter in UNSEEN)


def chunks(path: Path, name: str = "") -> Iterator[Chunk]:
    """The rows of a delimited file as text tables; take a DelimitedFile where the findings are wanted too."""
    return DelimitedFile(path, name).chunks()


def read_delimited(path: Path, name: str) -> tuple[Grid, list[Finding]]:
    """A whole delimited file as one grid, and what was found."""
    file = DelimitedFile(path, name)
    parts = list(file.chunks())
    layout = file.layout
    names = layout.header.names
    table = pa.concat_tables([part.table for part in parts]) if parts else None
    rows = np.concatenate([part.rows for part in parts]) if parts else np.array([], dtype="int64")
    columns = {}
    for place, column in enumerate(names):
        cells = table.column(place) if table is not None else pa.chunked_array([], pa.string())
        if column not in layout.header.blank or cells.null_count < len(cells):
            columns[column] = cells
    frame = frame_of(columns, rows)
    header = layout.header
    grid = Grid(
        name, frame, layout.format, None, layout.header_row, layout.encoding, layout.delimiter, header.tags or {},
        header.titles,
    )  # fmt: skip
    return grid, file.findings


def layout_of(path: Path) -> Layout:
    """The encoding, the delimiter and the header of a delimited file; raises RefusedFile where there is no text."""
    encoding = encoding_of(path)
    sample, whole = _sample(path, encoding)
    separator = _SEPARATOR_LINE.match(sample)
    skipped = separator.end() if separator else 0
    delimiter = separator.group(1) if separator else delimiter_of(sample)
    records = _records(sample[skipped:], delimiter, whole)
    rows = [row for row, _ in records]
    header = header_of(rows)
    if not header.names:
        raise RefusedFile(Finding("file_empty"))
    header = _as_wide_as_data(header, rows)
    lines = records[header.first - 1][1] if header.first else 0
    head = _first_lines(sample[skipped:], lines)
    start = len(sample[:skipped].encode()) + len(head.encode())
    return Layout(encoding, delimiter, header, header.first + 1 + bool(separator), start)


def _sample(path: Path, encoding: str) -> tuple[str, bool]:
    """The first text of a file, and whether it is all of it."""
    with utf8_stream(path, encoding) as stream:
        data = stream.read(4 * SAMPLE_CHARACTERS)
    text = data.decode("utf-8", "ignore")
    return text[:SAMPLE_CHARACTERS], len(text) <= SAMPLE_CHARACTERS and len(data) < 4 * SAMPLE_CHARACTERS


def delimiter_of(sample: str) -> str:
    """The mark that parts the most rows into the same number of cells, and into the most cells.

    A comma that stands between digits only gives way to another mark that does as well: it can be the decimals'.
    """
    return max(DELIMITERS, key=lambda mark: _evenness(sample, mark))


def _evenness(sample: str, mark: str) -> tuple[float, bool, int]:
    records = _records(sample, mark, whole=False)
    widths = [len(row) for row, _ in records[:200] if row]
    parted = Counter(width for width in widths if width > 1)
    if not parted:
        return 0.0, False, 0
    width, rows = max(parted.items(), key=lambda item: (item[1], item[0]))
    decimals = mark == "," and len(_BETWEEN_DIGITS.findall(sample)) > 0.5 * sample.count(",")
    return round(rows / len(widths), 1), not decimals, width


def _records(sample: str, delimiter: str, whole: bool) -> list[tuple[Row, int]]:
    """The first records, an empty cell None, each with the lines taken so far; the last, perhaps cut, is left out."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    records: list[tuple[Row, int]] = []
    try:
        for row in reader:
            records.append(([cell or None for cell in row], reader.line_num))
    except csv.Error as error:
        raise unreadable("its first rows are not delimited text") from error
    return records if whole or len(records) < 2 else records[:-1]


def _as_wide_as_data(header: Header, rows: list[Row]) -> Header:
    """The header with as many columns as its rows have where the difference is empty on one side.

    Where rows hold more than the header names, nobody can say which name is missing: they stay ragged.
    """
    data = [row for row in rows[header.first :] if filled(row)]
    named = max((len(row) for row in rows[header.row : header.first]), default=len(header.names))
    names = header.names[:named]
    width = Counter(map(len, data)).most_common(1)[0][0] if data else named
    if header.blank.issuperset(names[width:]):
        names = names[:width]
    if width > len(names) and not any(cell for row in data for cell in row[len(names) : width]):
        letters = [column_letter(place) for place in range(len(names), width)]
        names += tuple(f"{letter} (2)" if letter in names else letter for letter in letters)
    return replace(header, names=names, blank=header.blank | set(names) - set(header.names))


def _first_lines(sample: str, count: int) -> str:
    lines = io.StringIO(sample, newline="")
    return "".join(line for line, _ in zip(lines, range(count), strict=False))


def _arrow_reader(stream, layout: Layout, ragged) -> arrow_csv.CSVStreamingReader:
    names = list(layout.header.names)
    return arrow_csv.open_csv(
        stream,
        # without threads, so that a bad row is given with its number
        arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=BLOCK_BYTES),
        arrow_csv.ParseOptions(
            delimiter=layout.delimiter,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=ragged,
        ),
        arrow_csv.ConvertOptions(
            check_utf8=False,  # the stream is UTF-8 by its making
            column_types={name: pa.string() for name in names},
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )


def _as_table(batch: pa.RecordBatch) -> pa.Table:
    return pa.Table.from_batches([batch])


def _ragged(number: int, row: arrow_csv.InvalidRow) -> Finding:
    counts = (("cells", str(row.actual_columns)), ("wanted", str(row.expected_columns)))
    return Finding("row_ragged", row=number, value=row.text.strip()[:200], values=counts)


def _row_numbers(first: int, count: int, skipped: list[int]) -> np.ndarray:
    """The numbers of the next `count` rows where those in `skipped` were left out."""
    numbers = np.arange(first, first + count + len(skipped), dtype="int64")
    return numbers[~np.isin(numbers, skipped)][:count] if skipped else numbers


def _not_blank(chunk: Chunk) -> Chunk:
    """The chunk without rows whose cells are all empty."""
    table = chunk.table
    empty = [column for column in table.columns if column.null_count]
    if len(empty) < table.num_columns:
        return chunk
    blank = np.ones(table.num_rows, dtype=bool)
    for column in empty:
        blank &= np.asarray(column.is_null())
    return Chunk(table.filter(pa.array(~blank)), chunk.rows[~blank]) if blank.any() else chunk


def _may_hold_unseen(column: pa.StringArray) -> bool:
    """Whether the column's bytes hold a control character, or the first byte of a character that cannot be seen."""
    data = column.buffers()[2]
    return data is not None and bool(_UNSEEN_BYTES[np.frombuffer(data, dtype=np.uint8)].any())


_UNSEEN_BYTES = np.zeros(256, dtype=bool)
_UNSEEN_BYTES[[*range(9), 11, 12, *range(14, 32), 0x7F, 0xE2, 0xEF]] = True
_UNSEEN_BYTES[0xC2] = True  # the soft hyphen; º, ° and ¿ begin so too


def _one_after_other(first: Chunk, second: Chunk) -> Chunk:
    return Chunk(pa.concat_tables([first.table, second.table]), np.concatenate([first.rows, second.rows]))


def _rows_of(chunk: Chunk) -> list[tuple[int, Row]]:
    """The last rows of a chunk as lists, with their numbers."""
    tail = chunk.table.slice(max(0, len(chunk.rows) - LOOKED_BELOW)).to_pylist()
    return list(zip(map(int, chunk.rows[-len(tail) :]), (list(row.values()) for row in tail), strict=True))
