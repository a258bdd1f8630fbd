"""Parquet files: every column as text."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from analytics.readers.arrays import frame_of
from analytics.readers.grid import Finding, Grid
from analytics.readers.headers import clean_name, column_letter
from analytics.readers.limits import COLUMNS, MB, SHEET_CELLS, TABLE_CELLS, UNPACKED_BYTES
from analytics.readers.refusals import turned_away, unreadable
from analytics.readers.tables import clean
from analytics.readers.workbooks import text_of, text_of_number


def read_parquet(path: Path, name: str) -> tuple[Grid, list[Finding]]:
    """The file as one grid; nested fields become columns joined by points, rows count from 1.

    Raises RefusedFile where its few bytes stand for more than can be held.
    """
    try:
        with parquet.ParquetFile(path) as file:
            _check_size(file.metadata)
            table = file.read(use_threads=False)
    except MemoryError:  # Arrow's is an ArrowException too
        raise
    except (pa.ArrowException, OSError) as error:
        raise unreadable("the parquet file is damaged") from error
    while any(pa.types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
        if table.num_columns > COLUMNS:
            raise turned_away(f"it has more than {COLUMNS:,} columns")
    frame, findings = _text_frame(table)
    return Grid(name, frame, "parquet", header_row=0), [*findings, *clean(frame)]


def _check_size(metadata: parquet.FileMetaData) -> None:
    cells = metadata.num_rows * metadata.num_columns
    unpacked = sum(metadata.row_group(at).total_byte_size for at in range(metadata.num_row_groups))
    if metadata.num_columns > COLUMNS:
        raise turned_away(f"it has {metadata.num_columns:,} columns, and {COLUMNS:,} are the most")
    if cells > TABLE_CELLS or (cells > SHEET_CELLS and unpacked > UNPACKED_BYTES):
        raise turned_away(f"it holds {cells:,} cells, and {TABLE_CELLS:,} are the most")
    if unpacked > 4 * UNPACKED_BYTES:
        raise turned_away(f"it unpacks to {unpacked // MB:,} MB")


def _text_frame(table: pa.Table) -> tuple[pd.DataFrame, list[Finding]]:
    columns: dict[str, pa.ChunkedArray] = {}
    findings = []
    for place, field in enumerate(table.schema):
        given = clean_name(field.name) or column_letter(place)
        column, number = given, 2
        while column in columns:
            column, number = f"{given} ({number})", number + 1
        if column != given:
            findings.append(Finding("column_doubled", column=given, values=(("name", column),)))
        columns[column] = _text(table.column(place))
    return frame_of(columns, np.arange(1, table.num_rows + 1)), findings


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as text; an empty text is null."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _text(column.cast(kind.value_type))
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_integer(kind):
        text = column.cast(pa.string())
    elif pa.types.is_floating(kind):
        numbers = column.cast(pa.float64())
        text = pa.chunked_array([[_number(v) for v in part.to_pylist()] for part in numbers.chunks], pa.string())
    else:
        texts = [[_plain(value) for value in part.to_pylist()] for part in column.chunks]
        text = pa.chunked_array(texts, pa.string())
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _number(value: float | None) -> str | None:
    return None if value is None else text_of_number(value)


def _plain(value: object) -> str | None:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list) and not any(isinstance(part, list | dict) for part in value):
        return "; ".join(text_of(part) or "" for part in value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return text_of(value)
