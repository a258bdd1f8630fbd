"""A table to take along: CSV with or without a row of HXL tags, Parquet, a workbook; each says what it is of."""

from __future__ import annotations

import io
from csv import writer

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analytics.exports.quality_sheet import Sheet, quality_workbook
from analytics.exports.text import as_csv, beside
from analytics.wording import Words

MIME = {
    "csv": "text/csv", "hxl.csv": "text/csv", "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "geojson": "application/geo+json",
}  # fmt: skip
BOM = "\ufeff"  # so that a spreadsheet reads the accents


def csv(frame: pd.DataFrame, about: dict[str, str]) -> bytes:
    """The rows, each with what they are of."""
    return (BOM + as_csv(frame, about)).encode()


def hxl_csv(frame: pd.DataFrame, about: dict[str, str], tags: dict[str, str]) -> bytes:
    """The rows below a row of HXL tags; what has no tag of its own is told as metadata: nobody need guess at it."""
    whole, head = as_csv(frame, about), as_csv(frame.iloc[:0], about)  # a name of a column may hold a line break
    row = io.StringIO()
    columns = [*frame.columns, *beside(frame.columns, about)]
    writer(row, lineterminator="\n").writerow([tags.get(name, f"#meta+tejido+{name}") for name in columns])
    return f"{BOM}{head}{row.getvalue()}{whole[len(head) :]}".encode()


def parquet(frame: pd.DataFrame, about: dict[str, str]) -> bytes:
    """The rows in their types; what they are of stands in the file's own metadata and in a column each."""
    told = frame.assign(**beside(frame.columns, about))
    told.attrs = {}  # what it answers is the page's matter, and no file can hold it
    table = pa.Table.from_pandas(told, preserve_index=False)
    sink = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata(about), sink, compression="zstd")
    return sink.getvalue().to_pybytes()


def workbook(title: str, about: dict[str, str], sheets: dict[str, pd.DataFrame], say: Words) -> bytes:
    """A cover that says what it is of, then a sheet for each table: text as text, never a formula or a link."""
    return quality_workbook(title, about, [Sheet(name, rows) for name, rows in sheets.items()], say)
