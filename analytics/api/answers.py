"""The answer to an address: a question asked as the reader may, as bytes in the format that was asked for."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, replace

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analytics import aggregation, choices, explore
from analytics.api.parameters import FORMATS, Problem, filters_of, parameters_of, read
from analytics.asking import all_questions
from analytics.errors import AccessError, QuestionError
from analytics.exports.text import as_csv, records
from analytics.illustrative import SENTENCE, marked_rows
from analytics.pivots.table import CELLS_MOST
from analytics.places import place_index
from analytics.selection import Reader, Selection
from analytics.staging import ROLES
from analytics.warehouse import Warehouse


@dataclass(frozen=True)
class Asked:
    """What an address asks for."""

    name: str
    selection: Selection
    reader: Reader
    own: tuple[tuple[str, object], ...]
    data: str | None
    format: str
    limit: int
    offset: int

    def at(self, offset: int) -> Asked:
        return replace(self, offset=offset)


@dataclass(frozen=True)
class Answer:
    """The bytes of an answer, and how many rows there are in all."""

    body: bytes
    media_type: str
    rows: int
    total: int
    is_cut: bool = False  # the question itself left rows out, so that there are more than `total`


def asked(name: str, given: list[tuple[str, str]], most: str = "analyst") -> Asked:
    """What an address asks of a question; `most` is the role beyond which this reader may not read. Raises Problem."""
    if name not in all_questions():
        raise Problem(404, f"There is no question {name[:60]!r}. The catalogue lists them: /api/v1/")
    values = read(parameters_of(name), given)
    role = values["as"] or most
    if ROLES.index(role) > ROLES.index(most):
        raise Problem(403, f"Here questions are answered for the role {most}, not for {role}.")
    period = values.get("period")
    lists = {f: values[f] or () for f in filters_of(name) if f != "period"}
    try:
        selection = Selection.of(lists | {"period": tuple(period.split("..")) if period else None})
    except QuestionError as error:
        raise Problem(400, str(error)) from None
    own = tuple((key, values[key]) for key in all_questions()[name].own if values[key] is not None)
    return Asked(
        name, selection, Reader(role, values["lang"]), own, values["data"], values["format"], values["limit"],
        values["offset"],
    )  # fmt: skip


def answer(asked: Asked, warehouse: Warehouse) -> Answer:
    """Answers what was asked; raises Problem."""
    question, own = all_questions()[asked.name], dict(asked.own)
    check_codes(asked, warehouse)
    try:
        frame = question.ask(warehouse, asked.selection, asked.reader, **own)
    except QuestionError as error:
        raise Problem(400, str(error)) from None
    except AccessError as error:
        raise Problem(403, str(error)) from None
    if "references" in own and (strange := sorted({*own["references"]} - {*frame.get("reference", ())})):
        raise Problem(404, f"references: the data does not know {', '.join(strange)}.")
    is_illustrative = warehouse.snapshot.is_illustrative
    frame = marked_rows(frame) if is_illustrative else frame
    rows = frame.iloc[asked.offset : asked.offset + asked.limit]
    is_cut = _cut(asked, frame)
    body = {"csv": _csv, "parquet": _parquet, "json": _json}[asked.format](rows, asked, len(frame), warehouse, is_cut)
    return Answer(body, FORMATS[asked.format], len(rows), len(frame), is_cut)


def _cut(asked: Asked, frame: pd.DataFrame) -> bool:
    """Whether the question gave as many rows as it ever gives at once: rows behind a cell, cells of a pivot."""
    if asked.name.startswith("rows_of_"):
        return len(frame) >= dict(asked.own).get("most", explore.PAGE)
    if asked.name == "indicator_rows":
        return len(frame) >= dict(asked.own).get("most", aggregation.ROWS_MOST)
    return asked.name.startswith("pivot_") and len(frame) > CELLS_MOST


def check_codes(asked: Asked, warehouse: Warehouse) -> None:
    """Raises Problem (404) where the data does not know a place or another code that was asked for."""
    own = dict(asked.own)
    places = {"place": (*asked.selection.place, own["place_id"])} if "place_id" in own else {}
    wanted = Selection.of(asked.selection.active() | places)
    if not wanted.active():
        return
    options, index = (q(warehouse, Selection(), asked.reader) for q in (choices.filter_options, place_index))
    for name, codes in choices.known_part(wanted, options, index)[1].items():
        raise Problem(404, f"{name}: the data does not know {', '.join(codes)}.")


def _json(rows: pd.DataFrame, asked: Asked, total: int, warehouse: Warehouse, is_cut: bool) -> bytes:
    told: dict[str, object] = {
        "question": asked.name, "about": all_questions()[asked.name].grain, "version": warehouse.snapshot.id,
        "built_at": warehouse.snapshot.built_at.isoformat(timespec="seconds"), "role": asked.reader.role,
        "lang": asked.reader.lang, "total": total, "offset": asked.offset, "limit": asked.limit,
        "columns": [str(column) for column in rows.columns], "rows": records(rows),
    }  # fmt: skip
    if is_cut:
        told["cut"] = True
    if warehouse.snapshot.is_illustrative:
        told["illustrative"] = SENTENCE
    return json.dumps(told, ensure_ascii=False, allow_nan=False).encode()


def _csv(rows: pd.DataFrame, *_: object) -> bytes:
    return as_csv(rows).encode()


def _parquet(rows: pd.DataFrame, asked: Asked, total: int, warehouse: Warehouse, *_: object) -> bytes:
    columns = {str(name): _column(rows[name]) for name in rows.columns}
    mark = {"illustrative": SENTENCE} if warehouse.snapshot.is_illustrative else {}
    table = pa.table(columns).replace_schema_metadata({"question": asked.name, "version": warehouse.snapshot.id} | mark)
    written = io.BytesIO()
    pq.write_table(table, written, compression="zstd")
    return written.getvalue()


def _column(column: pd.Series) -> pa.Array:
    try:
        return pa.array(column, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError):  # a column of more than one kind
        return pa.array([None if pd.isna(value) else str(value) for value in column], pa.string())
