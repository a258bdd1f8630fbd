"""Activities as an IATI 2.03 file: the grids that the reader of IATI makes, or fewer columns of them, written back.

Both follow `analytics.readers.iati.tables`, so what is read can be written and read again without loss.
"""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import XMLGenerator, escape

import pandas as pd

from analytics.errors import DataError
from analytics.readers.iati.standard import ACTIVITIES, Element, Field, Rows
from analytics.readers.iati.values import READERS, split, split_pairs
from analytics.readers.xml_guard import Node

VERSION = "2.03"
WORLD = "http://www.opengis.net/def/crs/EPSG/0/4326"
NAMED = 10  # of what is lacking, in the message of the error
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DAY_KINDS = ("date",)

Record = dict[str, object]


def as_iati(
    tables: dict[str, pd.DataFrame],
    generated_at: datetime,
    linked_data: str | None = None,
    *,
    leave_out_incomplete: bool = False,
) -> bytes:
    """The activities as IATI 2.03, valid against its schema, in UTF-8.

    `tables` are grids as `read_iati` makes them, keyed by their names; a column or grid that is not there is empty.
    Rows belong together by `parent` and `path`; rows of a frame without `parent` by `activity` (in `activities` by
    `identifier` where there is no such column). Cells may be text, dates, numbers or booleans. Raises DataError
    where the schema asks for what a row has not (see `lacking`), unless what is incomplete is to be left out.
    """
    writer = _Writer(_Linked(tables))
    activities = writer.activities()
    if writer.lacks and not leave_out_incomplete:
        named = "; ".join(f"{lack.activity}: {lack.grid}, {lack.what}" for lack in writer.lacks[:NAMED])
        raise DataError(f"IATI asks for what {len(writer.lacks)} rows lack: {named}")
    if not activities:
        raise DataError("there is no activity that can be written as IATI")
    root = {"version": VERSION, "generated-datetime": generated_at.isoformat(timespec="seconds")}
    return _serialised(root | ({"linked-data-default": linked_data} if linked_data else {}), activities)


def lacking(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """A row for each thing that the schema asks for and a row of the tables has not: activity, grid, path, what."""
    writer = _Writer(_Linked(tables))
    writer.activities()
    cells = [(lack.activity, lack.grid, lack.path, lack.what) for lack in writer.lacks]
    return pd.DataFrame(cells, columns=["activity", "grid", "path", "what"], dtype=object)


@dataclass(frozen=True)
class _Lack:
    activity: str
    grid: str
    path: str | None
    what: str


class _Linked:
    """The rows of the tables, and those below a row."""

    def __init__(self, tables: dict[str, pd.DataFrame]):
        self._records = {grid: _records(frame) for grid, frame in tables.items() if grid not in ("file", "narratives")}
        self.activities = self._records.get("activities", [])
        for record in self.activities:
            record.setdefault("activity", record.get("identifier"))
        self._below: dict[str, dict[object, list[Record]]] = {}
        self._by_parent = {grid for grid, frame in tables.items() if "parent" in frame and "path" in _top(tables)}
        self._check_keys()
        self.narratives: dict[tuple[object, object], list[Record]] = defaultdict(list)
        for record in _records(tables.get("narratives", pd.DataFrame())):
            self.narratives[record["parent"], record["column"]].append(record)

    def below(self, grid: str, record: Record) -> list[Record]:
        """The rows of a grid that stand in this row."""
        key = "parent" if grid in self._by_parent else "activity"
        if grid not in self._below:
            self._below[grid] = defaultdict(list)
            for each in self._records.get(grid, []):
                self._below[grid][each.get(key)].append(each)
        return self._below[grid].get(record.get("path" if key == "parent" else "activity"), [])

    def _check_keys(self) -> None:
        """Raises DataError where two activities could not be told apart."""
        key = "path" if self._by_parent else "activity"
        keys = [record.get(key) for record in self.activities]
        doubled = sorted(str(each) for each, count in Counter(keys).items() if count > 1)
        if doubled:
            raise DataError(f"activities: the {key} stands twice: {', '.join(doubled[:NAMED])}")


def _top(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return tables.get("activities", pd.DataFrame())


def _records(frame: pd.DataFrame) -> list[Record]:
    """The rows as dictionaries of the cells that are not empty."""
    rows = frame.astype(object).to_dict("records")
    return [{key: value for key, value in row.items() if not _is_empty(value)} for row in rows]


def _is_empty(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or value != value or value == ""


@dataclass
class _Writer:
    """Builds the elements of each activity; a row that lacks something is left out and told in `lacks`."""

    linked: _Linked
    lacks: list[_Lack] = field(default_factory=list)
    lang: str | None = None

    def activities(self) -> list[Node]:
        nodes = []
        for record in self.linked.activities:
            self.lang = _text(record.get("lang"), "lang")
            nodes.append(self._row(ACTIVITIES, record))
        return [node for node in nodes if node]

    def _row(self, rows: Rows, record: Record) -> Node | None:
        missing: list[str] = []
        node = self._element(rows.element, record, missing, is_row=True)
        told = (str(record.get("activity")), rows.grid, record.get("path"))
        self.lacks += [_Lack(*told, what) for what in missing]
        return None if missing else node

    def _element(self, element: Element, record: Record, missing: list[str], is_row: bool = False) -> Node:
        """The element; what it lacks is added to `missing`, unless it is no row and holds nothing at all."""
        node = Node(element.name, 0)
        wanting: list[str] = []
        for name, each in element.attributes.items():
            self._put(node.attributes, name, each, record, wanting)
        self._texts(element, node, record, wanting)
        for child in element.children:
            node.children += (
                self._rows(child, record) if isinstance(child, Rows) else self._part(child, record, wanting)
            )
        names = {child.name for child in node.children}
        wanting += [f"{element.name}/{name}" for name in sorted(element.required - names)]
        stated = any(each.column in record for each in [*element.attributes.values(), *element.texts])
        if is_row or stated or node.children:
            missing += wanting
        if element.pick and not element.pick[2] and (node.attributes or node.children):
            node.attributes = {element.pick[0]: element.pick[1]} | node.attributes
        return node

    def _put(self, into: dict[str, str], name: str, each: Field, record: Record, wanting: list[str]) -> None:
        default = WORLD if each.column == "srs_name" and "lat" in record else None
        text = _text(record.get(each.column, default), each.kind)
        if text is not None:
            into[name] = text
        elif each.required or each.column in record:
            wanting.append(each.column)

    def _texts(self, element: Element, node: Node, record: Record, wanting: list[str]) -> None:
        texts: dict[str, str] = {}
        for each in element.texts:
            self._put(texts, each.column, each, record, wanting)
        node.text = " ".join(texts.values())
        if element.words:
            node.children += self._narratives(element.words.column, record)
            if element.words.required and not node.children:
                wanting.append(element.words.column)

    def _part(self, element: Element, record: Record, missing: list[str]) -> list[Node]:
        """An element that is part of its parent's row; one that holds nothing is not written."""
        if element.many:
            cell = record.get(element.many.column)
            name = next(iter(element.attributes))
            return [Node(element.name, 0, {name: part}) for part in split(str(cell))] if cell else []
        if element.pairs:
            cell = record.get(element.pairs.column)
            pairs = split_pairs(str(cell)) if cell else []
            return [Node(element.name, 0, {"name": name, "value": value}) for name, value in pairs]
        node = self._element(element, record, missing)
        return [node] if node.attributes or node.children or node.text else []

    def _narratives(self, column: str, record: Record) -> list[Node]:
        first = (record.get(column), record.get(f"{column}_lang"))
        others = self.linked.narratives.get((record.get("path"), column), []) if "path" in record else []
        spoken = [first, *((other.get("text"), other.get("lang")) for other in others)]
        return [self._narrative(str(words), lang) for words, lang in spoken if words is not None]

    def _narrative(self, words: str, lang: object) -> Node:
        lang = _text(lang, "lang")
        return Node("narrative", 0, {"xml:lang": lang} if lang and lang != self.lang else {}, text=_clean(words))

    # rows

    def _rows(self, rows: Rows, record: Record) -> list[Node]:
        if rows.kind == "period":
            return self._periods(rows, record)
        found = record["in period"] if rows.kind in ("target", "actual") else self.linked.below(rows.grid, record)
        if rows.once and len(found) > 1:
            self.lacks.append(_Lack(str(record.get("activity")), rows.grid, None, f"only one {rows.name} may stand"))
            found = found[:1]
        built = [self._row(rows, each) for each in found if each.get("kind") == rows.kind or not rows.kind]
        return [node for node in built if node]

    def _periods(self, rows: Rows, record: Record) -> list[Node]:
        """The targets and actual values of one period stand in one element: by `period`, else by its dates."""
        groups: dict[object, list[Record]] = defaultdict(list)
        for each in self.linked.below(rows.grid, record):
            if each.get("kind") != "baseline":
                key = each.get("period") or (each.get("period_start"), each.get("period_end"))
                groups[key].append(each)
        periods = [group[0] | {"in period": group} for group in groups.values()]
        return [node for node in (self._row(rows, period) for period in periods) if node]


def _clean(words: str) -> str:
    return _NOT_XML.sub("", words)


def _text(value: object, kind: str) -> str | None:
    """A cell as IATI writes it; None where it is empty or not of its kind."""
    if _is_empty(value):
        return None
    text = _clean(_written(value, kind))
    return READERS[kind](text).text if text.strip() else None


def _written(value: object, kind: str) -> str:
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.date().isoformat() if kind in _DAY_KINDS else value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | Decimal):
        number = Decimal(str(value))
        return f"{number.to_integral_value() if number == number.to_integral_value() else number:f}"
    return str(value)


def _serialised(root: dict[str, str], activities: list[Node]) -> bytes:
    out = io.BytesIO()
    generator = XMLGenerator(out, "utf-8", short_empty_elements=True)
    generator.startDocument()
    _write(generator, Node("iati-activities", 0, root, activities), 0)
    generator.endDocument()
    return out.getvalue()


def _write(generator: XMLGenerator, node: Node, depth: int) -> None:
    generator.startElement(node.name, node.attributes)
    # a carriage return that is not written as a reference would come back as a line's end
    generator.ignorableWhitespace(escape(node.text, {"\r": "&#13;"}))
    for child in node.children:
        generator.ignorableWhitespace("\n" + "  " * (depth + 1))
        _write(generator, child, depth + 1)
    if node.children:
        generator.ignorableWhitespace("\n" + "  " * depth)
    generator.endElement(node.name)
