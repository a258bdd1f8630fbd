"""JSON: lists of records, of rows, of GeoJSON features, and one record a line."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from analytics.readers.encodings import encoding_of, utf8_stream
from analytics.readers.grid import Finding, Grid, kept
from analytics.readers.limits import COLUMNS
from analytics.readers.refusals import turned_away, unreadable
from analytics.readers.tables import check_width, clean, grid_of_rows

DEPTH = 50  # of nesting; forms with groups in groups have five


def read_json(path: Path, name: str) -> tuple[list[Grid], list[Finding]]:
    """A grid for each list of records. Numbers stay as they are written; nested fields are joined by points.

    Several values of one field are joined by "; ", lists of records stay JSON text. Rows count records from 1.
    """
    doubled: list[Finding] = []
    grids, findings = [], []
    for sheet, records in _tables(_content(path, doubled)):
        if all(isinstance(record, list) for record in records):
            rows = [[_text(cell) or None for cell in record] for record in records]
            grid, found = grid_of_rows(rows, name, "json", sheet)
        else:
            grid, found = _grid(records, name, sheet)
        grids += [grid] if grid is not None else []
        findings += found
    return grids, kept([*(finding.at(name) for finding in doubled), *findings])


def _content(path: Path, doubled: list[Finding]) -> object:
    encoding = encoding_of(path)
    with utf8_stream(path, encoding) as stream:
        text = stream.read().decode("utf-8")

    def one_record(pairs: list[tuple[str, object]]) -> dict[str, object]:
        record = dict(pairs)
        if len(record) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            doubled.append(Finding("column_doubled", column=twice, values=(("name", twice),)))
        return record

    decoder = json.JSONDecoder(
        object_pairs_hook=one_record, parse_float=str, parse_int=str, parse_constant=str, strict=False
    )
    try:
        return decoder.decode(text)
    except RecursionError as error:
        raise turned_away("its JSON is nested too deeply") from error
    except json.JSONDecodeError as error:
        return _lines(text, decoder, error)


def _lines(text: str, decoder: json.JSONDecoder, whole: json.JSONDecodeError) -> object:
    """One record a line, as some exports write; the error of the whole where that is not so either."""
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        if len(lines) > 1:
            return [decoder.decode(line) for line in lines]
    except (json.JSONDecodeError, RecursionError):
        pass
    raise unreadable(f"its JSON breaks off at line {whole.lineno}, character {whole.colno}") from whole


def _tables(content: object) -> list[tuple[str | None, list]]:
    """The lists of records: the content itself, or the fields of an object that hold some."""
    if isinstance(content, dict) and content.get("type") == "FeatureCollection":
        features = content.get("features")
        return [(None, [_properties(feature) for feature in features])] if isinstance(features, list) else []
    if isinstance(content, list) and _is_table(content):
        return [(None, content)]
    if isinstance(content, dict):
        content = _innermost(content)
        if isinstance(content, list):
            return [(None, content)]
        lists = [(key, value) for key, value in content.items() if isinstance(value, list) and _is_table(value)]
        if lists:
            return [(None, lists[0][1])] if len(lists) == 1 else lists
        if content and all(isinstance(value, dict) for value in content.values()):
            return [(None, [{"key": key, **value} for key, value in content.items()])]
    raise unreadable("its JSON holds no list of records")


def _innermost(content: dict) -> dict | list:
    """The one list of records inside an answer of a web service (`{"meta": …, "data": {"records": […]}}`).

    The object itself where it holds lists of records, none, or more than one deeper inside.
    """
    if any(isinstance(value, list) and _is_table(value) for value in content.values()):
        return content
    level: list[object] = list(content.values())
    for _ in range(DEPTH):
        lists = [value for value in level if isinstance(value, list) and _is_table(value)]
        if lists:
            return lists[0] if len(lists) == 1 else content
        level = [inner for value in level if isinstance(value, dict) for inner in value.values()]
    return content


def _is_table(values: list) -> bool:
    return bool(values) and (
        all(isinstance(value, dict) for value in values) or all(isinstance(value, list) for value in values)
    )


def _properties(feature: object) -> dict[str, object]:
    """A feature's properties; a point's place as two more fields."""
    if not isinstance(feature, dict):
        return {}
    record = dict(feature.get("properties") or {})
    geometry = feature.get("geometry")
    if isinstance(geometry, dict) and geometry.get("type") == "Point":
        place = geometry.get("coordinates")
        if isinstance(place, list) and len(place) >= 2:
            record |= {"geometry.longitude": place[0], "geometry.latitude": place[1]}
    return record


def _grid(records: list[dict], name: str, sheet: str | None) -> tuple[Grid, list[Finding]]:
    flat = [_flat(record) for record in records]
    columns = list(dict.fromkeys(key for record in flat for key in record))
    check_width(len(columns))
    frame = pd.DataFrame({column: _column(flat, column) for column in columns}, dtype=object)
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    findings = clean(frame)
    frame = frame[[any(row) for row in frame.notna().to_numpy()]]
    return Grid(name, frame, "json", sheet, header_row=0), [finding.at(name, sheet) for finding in findings]


def _column(flat: list[dict[str, str | None]], column: str) -> pd.Series:
    return pd.Series([record.get(column) or None for record in flat], dtype=object)


def _flat(record: dict[str, object], before: str = "", depth: int = 0) -> dict[str, str | None]:
    if depth > DEPTH:
        raise turned_away("its JSON is nested too deeply")
    flat: dict[str, str | None] = {}
    for key, value in record.items():
        if isinstance(value, dict) and value:
            flat |= _flat(value, f"{before}{key}.", depth + 1)
        else:
            flat[before + key] = _text(value)
        if len(flat) > COLUMNS:
            raise turned_away(f"a record of it has more than {COLUMNS:,} fields")
    return flat


def _text(value: object) -> str | None:
    if value is None or value == {} or value == []:
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, list) and not any(isinstance(part, list | dict) for part in value):
        return "; ".join(_text(part) or "" for part in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
