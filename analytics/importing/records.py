"""Tables of issues as rows of `issue_records`: events one per row, or counts per place and year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.checks import dates, numbers, series, text
from analytics.importing import missing
from analytics.importing.memo import Answer, Memo
from analytics.importing.placing import Placing
from analytics.importing.reference import UNCLASSIFIED, Reference
from analytics.readers.grid import FINDINGS_KEPT, Finding
from analytics.staging import empty_table
from analytics.understanding.mapping import TableMapping

SCHEMA = empty_table("issue_records").schema
WORDS = ("sex", "age")
SERIES_ROWS = 2_000_000  # beyond, a table is not looked at as a series
REPEATED_SHARE = 0.05  # places that stand more than once in a year, in a table of one value for each

EXACT_LEVELS = ("municipality", "city")
PEOPLE = ("victims", "people", "deaths")
CASES = "cases"
WHOLE = (CASES, "events", "arrests", "claims", "mines", "seizures")  # measures of what is counted one by one
MOSTLY_WHOLE = 0.6  # of their numbers, where a few are not: a column of amounts can be called cases
EXACT = ("1", "2", "exact")  # UCDP's where_prec: 1 the place itself, 2 near it; from 3 on a point stands for an area


def _degrees(column: pa.ChunkedArray, most: float) -> pd.Series:
    """Degrees as written with a point or a comma; what is none, or beyond the globe, is missing."""
    read = pd.to_numeric(column.to_pandas().astype("str").str.strip().str.replace(",", "."), errors="coerce")
    return read.where(read.abs() <= most).astype("float64")


@dataclass(frozen=True)
class Origin:
    """Where the rows come from: the source's id, its sheet, the name of the data set."""

    source_id: str
    dataset: str
    sheet: str | None = None


@dataclass
class Records:
    """Reads tables of text into rows of `issue_records`, a table at a time.

    First `collect` every table, so that a column's style is told from the whole of it; then `rows_of` each.
    """

    reference: Reference
    mapping: TableMapping
    origin: Origin
    left_out: frozenset[int] = frozenset()
    placing: Placing = field(init=False)
    memos: dict[str, Memo] = field(init=False)
    partial_years: dict[int, str] = field(default_factory=dict)  # year -> the months that the source covers
    seen: list[np.ndarray] = field(default_factory=list)
    counted: list[pd.DataFrame] = field(default_factory=list)
    ids: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)  # hash of each id, and its row

    def __post_init__(self) -> None:
        self.placing = Placing(self.reference, self.mapping)
        self.memos = {}
        for role, answer in (
            ("count", self._counts), ("category", self._types), *((word, self._words) for word in WORDS),
        ):  # fmt: skip
            if column := self.mapping.column_of(role):
                self.memos[role] = Memo((column,), answer)
        self._times()

    def _times(self) -> None:
        for role in ("date", "start", "end"):
            if column := self.mapping.column_of(role):
                self.memos[role] = Memo((column,), self._dates)
        year, month = self.mapping.column_of("year"), self.mapping.column_of("month")
        month = month or self.mapping.column_of("quarter")
        if {"date", "start"} & self.memos.keys():
            return
        if year:
            self.memos["year"] = Memo((year, month) if month else (year,), self._years)
        elif month:
            self.memos["year"] = Memo((month,), self._months)

    @property
    def found(self) -> list[Finding]:
        """What was found in every table so far."""
        own = [finding for memo in self.memos.values() for finding in memo.found]
        return [*self.placing.found, *own, *self._repeats(), *self._series(), *self._unclassified(), *self._partial()]

    def _unclassified(self) -> list[Finding]:
        """That nothing says which issue the whole table counts."""
        is_said = self.mapping.column_of("category") or self.mapping.options.get("issue_type")
        column = self.mapping.column_of("count")
        return [] if is_said else [Finding("category_unknown", column=column)]

    def _partial(self) -> list[Finding]:
        column = self.mapping.column_of("year") or self.mapping.column_of("date")
        return [
            Finding("year_partial", column=column, value=str(year), values=(("months", months),))
            for year, months in sorted(self.partial_years.items())
        ]

    def _series(self) -> list[Finding]:
        """What stands out in counts by place and year: places that stand twice, and values that vanish in one year."""
        if not self.counted or self.mapping.column_of("id") or self.mapping.column_of("sex"):
            return []
        frame = pd.concat(self.counted)
        frame = frame[frame["place"].notna() & frame["year"].notna()]
        again = frame.duplicated(["place", "year", "category"], keep="first")
        if again.mean() > REPEATED_SHARE:
            return []  # events, or a breakdown that was lost: not one value for each place and year
        column = self.mapping.column_of("place_code") or self.mapping.column_of("place_name")
        told = [
            Finding("place_repeated", row=int(row), column=column, value=str(place))
            for row, place in frame.loc[again, "place"].items()
        ]
        told += series.parts_and_whole(frame, self.reference.parents, column)
        return told + series.implausible(frame, "place", "year", "value")

    def collect(self, table: pa.Table, rows: np.ndarray) -> None:
        """Notes the values of a table before any is read."""
        self.placing.collect(table, rows)
        for memo in self.memos.values():
            memo.collect(table, rows)

    def rows_of(self, table: pa.Table, rows: np.ndarray) -> pa.Table:
        """The table's rows as rows of `issue_records`, in their order; `rows` are their numbers in the file."""
        if self.left_out:
            kept = np.flatnonzero(~np.isin(rows, list(self.left_out)))
            table, rows = table.take(pa.array(kept)), rows[kept]
        self._remember(table, rows)
        found = self.placing.places(table, rows)
        for role in ("count", "category", *WORDS):
            if role in self.memos:
                answered, _ = self.memos[role].answers(table, rows)
                found = found.join(answered)
        found = found.join(self._period(table, rows)).join(self._points(table, found["place_id"]))
        if self.partial_years and "end_on" in found:
            found["is_partial"] = pd.to_datetime(found["end_on"]).dt.year.isin(list(self.partial_years))
        self._count(found, rows)
        return self._written(found, rows)

    def _points(self, table: pa.Table, places: pd.Series) -> pd.DataFrame:
        """`lat` and `lon` of rows that are placed as exactly as a point.

        A point is kept where the row says that it is exact, or, where no row says how exact, beside a municipality: the
        point of a department stands for the department, and would show an event where none is known.
        """
        names = [self.mapping.column_of(role) for role in ("lat", "lon")]
        if None in names:
            return pd.DataFrame(index=places.index)
        lat, lon = (_degrees(table[name], most) for name, most in zip(names, (90, 180), strict=True))
        if precision := self.mapping.column_of("place_precision"):
            is_exact = table[precision].to_pandas().str.strip().isin(EXACT)
        else:
            is_exact = places.map(self.reference.levels).isin(EXACT_LEVELS)
        is_exact = is_exact.eq(True) & lat.notna() & lon.notna()
        return pd.DataFrame({"lat": lat.where(is_exact), "lon": lon.where(is_exact)}, index=places.index)

    def _count(self, found: pd.DataFrame, rows: np.ndarray) -> None:
        """Keeps place, year and count of tables that are small enough to be looked at as a series."""
        if {"count", "end_on"} <= set(found.columns) and sum(map(len, self.counted)) < SERIES_ROWS:
            years = pd.to_datetime(found["end_on"]).dt.year
            kept = pd.DataFrame({"place": found["place_id"], "year": years, "value": found["count"]})
            kept["category"] = found.get("category")
            self.counted.append(kept.set_axis(rows))

    def _written(self, found: pd.DataFrame, rows: np.ndarray) -> pa.Table:
        options = self.mapping.options
        fixed = {
            "dataset": self.origin.dataset, "issue_type_id": options.get("issue_type") or UNCLASSIFIED,
            "measure": options.get("measure") or "cases", "count": 1.0, "is_partial": False,
            "source_id": self.origin.source_id, "sheet": self.origin.sheet, "provenance": "imported",
        }  # fmt: skip
        columns = []
        for name in SCHEMA.names:
            if name == "line":
                columns.append(pa.array(rows, type=pa.int64()))
            elif name in found:
                columns.append(pa.array(found[name], type=SCHEMA.field(name).type, from_pandas=True))
            else:
                columns.append(pa.repeat(pa.scalar(fixed.get(name), SCHEMA.field(name).type), len(rows)))
        return pa.table(columns, schema=SCHEMA)

    def _period(self, table: pa.Table, rows: np.ndarray) -> pd.DataFrame:
        parts = {
            role: self.memos[role].answers(table, rows)[0]
            for role in ("date", "start", "end", "year")
            if role in self.memos
        }
        whole = parts.get("date", parts.get("start", parts.get("year")))
        if whole is None:
            stated = dates.dates(pd.Series([self.mapping.options.get("year")] * len(rows), dtype="str"))
            return _spans(stated) if stated.start.notna().any() else pd.DataFrame(index=range(len(rows)))
        period = whole.copy()
        if "end" in parts and "date" not in parts:
            ends = parts["end"]["end_on"]
            period["end_on"] = ends.where(ends.notna(), period["end_on"])
        return period

    def _counts(self, asked: pd.DataFrame) -> Answer:
        options, column = self.mapping.options, asked.columns[0]
        given = missing.stated(asked[column], options)
        style = options.get("number_style", "auto")
        is_people = options.get("measure") in PEOPLE
        read = numbers.numbers(given.values, style=style, least=0, people=is_people)
        whole = (read.values.dropna().astype("float64") % 1).eq(0)
        are_things = not is_people and options.get("measure", CASES) in WHOLE
        if are_things and not whole.all() and whole.mean() >= MOSTLY_WHOLE:
            read = numbers.numbers(given.values, style=style, least=0, whole=True)
        answer = pd.DataFrame({"count": read.values.astype("float64")})
        return answer, [finding.at("", column=column) for finding in [*given.findings, *read.findings]]

    def _types(self, asked: pd.DataFrame) -> Answer:
        """The issue type of each category; one that nobody classified is sensitive until it is."""
        column = asked.columns[0]
        named = text.cleaned(asked[column]).values
        known = self.mapping.categories
        fallback = self.mapping.options.get("issue_type")
        types, findings = [], []
        for row, value in named.items():
            own = known.get(value) if isinstance(value, str) else None
            types.append(own or fallback or UNCLASSIFIED)
            if types[-1] == UNCLASSIFIED and value is not None and not pd.isna(value):
                findings.append(Finding("category_unknown", row=row, column=column, value=value))
        return pd.DataFrame({"issue_type_id": types, "category": named.to_numpy(dtype=object)}), findings

    def _words(self, asked: pd.DataFrame) -> Answer:
        column = asked.columns[0]
        role = self.mapping.columns[column]
        return pd.DataFrame({role: text.cleaned(asked[column]).values.to_numpy(dtype=object)}), []

    def _dates(self, asked: pd.DataFrame) -> Answer:
        column = asked.columns[0]
        read = dates.dates(asked[column], order=self.mapping.options.get("date_order", "auto"), last=_this_year())
        return _spans(read), [finding.at("", column=column) for finding in read.findings]

    def _years(self, asked: pd.DataFrame) -> Answer:
        year, *month = asked.columns
        if not month:
            read = dates.dates(asked[year], last=_this_year())
            return _spans(read), [finding.at("", column=year) for finding in read.findings]
        read = dates.dates(dates.month_of_year(asked[month[0]], asked[year]), last=_this_year())
        return _spans(read), [finding.at("", column=month[0]) for finding in read.findings]

    def _months(self, asked: pd.DataFrame) -> Answer:
        """Months that hold their year (ene-2020), or those of the year that the mapping states for the whole table."""
        column, year = asked.columns[0], self.mapping.options.get("year")
        cells = asked[column]
        if year:
            bare = cells.where(~cells.str.contains(r"\d{4}", na=False))
            cells = cells.mask(bare.notna(), dates.month_of_year(bare, pd.Series(year, index=asked.index)))
        read = dates.dates(cells, order=self.mapping.options.get("date_order", "auto"))
        return _spans(read), [finding.at("", column=column) for finding in read.findings]

    def _remember(self, table: pa.Table, rows: np.ndarray) -> None:
        """A hash of each row without its id, and of each id, to tell what stands more than once."""
        identity = self.mapping.column_of("id")
        whole = np.zeros(table.num_rows, dtype=np.uint64)
        for name in table.column_names:
            hashed = _hashed(table[name])
            if name == identity:
                self.ids.append((hashed[~table[name].is_null().to_numpy()], rows[~table[name].is_null().to_numpy()]))
            else:
                whole = whole * np.uint64(0x9E3779B97F4A7C15) + hashed
        self.seen.append(whole)

    def _repeats(self) -> list[Finding]:
        found = []
        if self.seen:
            rows = np.concatenate(self.seen)
            if repeated := len(rows) - len(np.unique(rows)):
                found.append(Finding("rows_repeated", count=repeated))
        if self.ids:
            ids, rows = (np.concatenate(part) for part in zip(*self.ids, strict=True))
            held = pd.DataFrame({"id": ids, "row": rows}).drop_duplicates()  # a row that was turned long stands often
            ids, rows = held["id"].to_numpy(), held["row"].to_numpy()
            again = pd.Series(ids).duplicated(keep="first").to_numpy()
            column = self.mapping.column_of("id")
            found += [Finding("id_doubled", row=int(row), column=column) for row in rows[again][:FINDINGS_KEPT]]
        return found


def _hashed(column: pa.ChunkedArray) -> np.ndarray:
    """A hash of each cell, worked out once for each distinct one; of a missing cell always the same."""
    encoded = column.combine_chunks().dictionary_encode()
    texts = np.append(encoded.dictionary.to_numpy(zero_copy_only=False).astype(object), None)
    hashed = pd.util.hash_array(texts, categorize=False)
    return hashed[pc.fill_null(encoded.indices, len(texts) - 1).to_numpy(zero_copy_only=False)]


def _this_year() -> int:
    """What is recorded has been: a later year is none."""
    return date.today().year


def _spans(read: dates.Dated) -> pd.DataFrame:
    return pd.DataFrame({
        "start_on": read.start.to_numpy(), "end_on": read.end.to_numpy(),
        "precision": read.precision.to_numpy(dtype=object),
    })  # fmt: skip


def shared(records: pa.Table, reference: Reference) -> pa.Table:
    """The rows that a role other than the analyst may see.

    Of a sensitive type those of a country or a department as a whole, or of no place; never a point, nor the words of a
    place that our reference does not hold, which may be a hamlet.
    """
    harmless = pa.array([t for t, kind in reference.sensitivity.items() if kind in ("A", "B")])
    wide = pa.array([place for place, level in reference.levels.items() if level in ("country", "department")])
    places = records["place_id"]
    is_nowhere = pc.and_(pc.is_null(places), pc.is_null(records["place_text"]))
    is_wide = pc.or_(pc.is_in(places, value_set=wide), is_nowhere)
    is_open = pc.is_in(records["issue_type_id"], value_set=harmless)
    open_to_all = records.filter(pc.or_(is_open, is_wide))
    is_sensitive = pc.invert(pc.is_in(open_to_all["issue_type_id"], value_set=harmless))
    for name in ("lat", "lon", "place_text"):
        field = SCHEMA.field(name)
        bare = pc.if_else(is_sensitive, pa.scalar(None, field.type), open_to_all[name])
        open_to_all = open_to_all.set_column(open_to_all.column_names.index(name), field, bare)
    return open_to_all


def write_records(
    records: Records, tables: Iterable[tuple[pa.Table, np.ndarray]], folder: Path, name: str
) -> tuple[Path, Path, dict]:
    """Writes the rows to two parquet files, all of them and those that others may see; returns what they hold."""
    whole, open_to_all = folder / f"{name}.parquet", folder / f"{name}.shared.parquet"
    held = {"rows": 0, "count": 0.0, "first_on": None, "last_on": None}
    style = {"compression": "zstd", "version": "2.6", "data_page_version": "2.0"}
    with pq.ParquetWriter(whole, SCHEMA, **style) as all_rows, pq.ParquetWriter(open_to_all, SCHEMA, **style) as some:
        for table, rows in tables:
            written = records.rows_of(table, rows)
            all_rows.write_table(written)
            some.write_table(shared(written, records.reference))
            held["rows"] += written.num_rows
            held["count"] += pc.sum(written["count"]).as_py() or 0.0
            for key, end, pick in (("first_on", "start_on", min), ("last_on", "end_on", max)):
                edge = getattr(pa.compute, pick.__name__)(written[end]).as_py()
                held[key] = pick(filter(None, (held[key], edge)), default=None)
    return whole, open_to_all, held
