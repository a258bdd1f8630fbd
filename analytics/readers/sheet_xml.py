"""The XML of a workbook's sheets, read as a stream before the parser: how far cells reach, and what it cannot show.

The parser holds the whole rectangle from the first to the last cell, so one cell far away would exhaust memory. It
gives no error cells (#N/A), numbers without the zeros that their format shows (05001) or its percent sign (45%), and
nothing where a program wrote a formula without its result.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from defusedxml import ElementTree

from analytics.readers.headers import column_letter
from analytics.readers.limits import COLUMNS, MB, SHEET_CELLS, WORKBOOK_ROWS
from analytics.readers.refusals import turned_away, unreadable

READ_BYTES = 1 << 20
CELL_BYTES = 8 * MB  # of the XML of one cell
PERCENT = re.compile(r"(?:[#0,.?]|_.|\\.|\[[^\]]*\])*0(?:\\?[ \u00a0])*%.*")  # a number format that shows 0.45 as 45%
PERCENT_IDS = ("9", "10")  # of those that every workbook has
ZEROS = re.compile(r'"?(0{2,})"?(;.*)?')  # a number format that pads with zeros: 00000

_USUAL_CELL = re.compile(rb"""<c r="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>""")
_CELL = re.compile(rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r=["']([A-Z]{1,3})(\d{1,7})["'][^>]*(?<!/)>""")
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^>]*\bt=["']e["'])[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*>"""
    rb"""(?:<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>([^<]*)<"""
)
_UNSAVED = re.compile(
    rb"""<(?:\w+:)?c\s(?![^>]*\bt=["'](?:str|inlineStr)["'])[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*>"""
    rb"""<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"""
)
_STYLED = re.compile(rb"""<(?:\w+:)?c\s(?=[^>]*\bs=["'](\d+)["'])[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*(?<!/)>""")
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_PARAGRAPH = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 p"


@dataclass
class SheetScan:
    """What a sheet's XML says besides its values; rows and columns from 0.

    `errors`: the text of error cells; `zeros`: the digits that a padded number is shown with;
    `percents`: cells whose number is shown times a hundred, with a percent sign; `unsaved`: formulas without a result.
    """

    last_row: int = -1
    last_column: int = -1
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    zeros: dict[tuple[int, int], int] = field(default_factory=dict)
    percents: set[tuple[int, int]] = field(default_factory=set)
    unsaved: set[tuple[int, int]] = field(default_factory=set)

    def reach(self, row: int, column: int) -> None:
        self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, column)

    def check(self, sheet: str) -> None:
        """Raises RefusedFile where the sheet's cells reach further than can be held."""
        rows, columns = self.last_row + 1, self.last_column + 1
        if columns <= COLUMNS and rows <= WORKBOOK_ROWS and rows * columns <= SHEET_CELLS:
            return
        cell = f"{column_letter(self.last_column)}{rows}"
        raise turned_away(
            f"the cells of the sheet {sheet} reach to {cell}, which is {rows:,} rows of {columns:,} columns; "
            "delete what stands outside the table"
        )


def scan_xlsx(path: Path) -> dict[str, SheetScan]:
    """The scan of each worksheet, by its name."""
    scans = {}
    with zipfile.ZipFile(path) as archive:
        padded, shares = _styles(archive)
        for sheet, member in _sheet_members(archive).items():
            scans[sheet] = _scan_sheet(archive, member, padded, shares)
            scans[sheet].check(sheet)
    return scans


def _sheet_members(archive: zipfile.ZipFile) -> dict[str, str]:
    """The archive's member of each sheet, by the sheet's name."""
    relations = _parsed(archive, "xl/_rels/workbook.xml.rels")
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    members = {}
    for sheet in _parsed(archive, "xl/workbook.xml").iterfind(".//{*}sheet"):
        key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
        target = targets.get(key, "")
        member = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        if member in archive.namelist():
            members[sheet.get("name", "")] = member
    return members


def _styles(archive: zipfile.ZipFile) -> tuple[dict[bytes, int], frozenset[bytes]]:
    """The cell styles that pad numbers with zeros, with how many digits they pad to, and those that show per cent."""
    if "xl/styles.xml" not in archive.namelist():
        return {}, frozenset()
    styles = _parsed(archive, "xl/styles.xml")
    widths, shares = {}, set(PERCENT_IDS)
    for format_ in styles.iterfind(".//{*}numFmt"):
        zeros = ZEROS.fullmatch(format_.get("formatCode", ""))
        if zeros:
            widths[format_.get("numFmtId")] = len(zeros.group(1))
        if PERCENT.fullmatch(format_.get("formatCode", "")):
            shares.add(format_.get("numFmtId"))
    formats = [style.get("numFmtId") for style in styles.iterfind("{*}cellXfs/{*}xf")]
    numbered = [(str(at).encode(), key) for at, key in enumerate(formats)]
    padded = {at: widths[key] for at, key in numbered if key in widths}
    return padded, frozenset(at for at, key in numbered if key in shares)


def _parsed(archive: zipfile.ZipFile, member: str):
    if archive.getinfo(member).file_size > 20 * MB:
        raise turned_away("its list of sheets or styles is too long")
    try:
        return ElementTree.fromstring(archive.read(member), forbid_dtd=True)
    except (ElementTree.ParseError, ValueError) as error:
        raise unreadable(f"{member} in it is not XML") from error


def _scan_sheet(archive: zipfile.ZipFile, member: str, padded: dict[bytes, int], shares: frozenset[bytes]) -> SheetScan:
    scan = SheetScan()
    letters: set[bytes] = set()
    for text in _whole_cells(archive, member):
        cells = (_USUAL_CELL if b'<c r="' in text else _CELL).findall(text)
        letters.update(column for column, _ in cells)
        scan.last_row = max(scan.last_row, max((int(row) - 1 for _, row in cells), default=-1))
        if b't="e"' in text or b"t='e'" in text:
            for column, row, error in _ERROR.findall(text):
                scan.errors[int(row) - 1, _position(column)] = error.decode("utf-8", "replace")
        if b"<f" in text or b":f" in text:
            scan.unsaved |= {(int(row) - 1, _position(column)) for column, row in _UNSAVED.findall(text)}
        if padded or shares:
            for style, column, row in _STYLED.findall(text):
                if style in padded:
                    scan.zeros[int(row) - 1, _position(column)] = padded[style]
                elif style in shares:
                    scan.percents.add((int(row) - 1, _position(column)))
    scan.last_column = max(map(_position, letters), default=-1)
    return scan


def _whole_cells(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """The member's XML in pieces that end between two cells. Its checksum is compared at the end."""
    rest = b""
    with archive.open(member) as stream:
        while block := stream.read(READ_BYTES):
            text = rest + block
            end = max(text.rfind(b"<c "), text.rfind(b":c "))
            end = text.rfind(b"<", 0, end + 1) if end > 0 else 0
            rest = text[end:]
            if len(rest) > CELL_BYTES:
                raise turned_away(f"a cell of it is longer than {CELL_BYTES // MB} MB")
            yield text[:end]
    yield rest


def _position(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1


def scan_ods(path: Path) -> dict[str, SheetScan]:
    """The scan of each sheet of an open document, by its name; raises RefusedFile as soon as one reaches too far."""
    reader = _OdsReader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.opened
    parser.EndElementHandler = reader.closed
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as stream:
            while block := stream.read(READ_BYTES):
                parser.Parse(block, False)
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise unreadable("content.xml in it is not XML") from error
    return reader.scans


def _no_doctype(*_) -> None:
    raise turned_away("its XML declares a document type (DTD)")


class _OdsReader:
    """Follows the rows and cells of content.xml, where both can stand for many of their like."""

    def __init__(self):
        self.scans: dict[str, SheetScan] = {}
        self._sheet = ""
        self._scan = SheetScan()
        self._row = self._rows_after = 0
        self._column = self._columns_after = 0
        self._cell: dict[str, str] | None = None
        self._shown: list[str] | None = None

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _TABLE + "table":
            self._sheet = attributes.get(_TABLE + "name", "")
            self._scan = self.scans.setdefault(self._sheet, SheetScan())
            self._row = self._rows_after = 0
        elif tag == _TABLE + "table-row":
            self._row = self._rows_after
            self._rows_after += _count(attributes, "number-rows-repeated")
            self._columns_after = 0
        elif tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            self._column = self._columns_after
            self._columns_after += _count(attributes, "number-columns-repeated")
            self._cell, self._shown = attributes, []
        elif tag == _PARAGRAPH and self._shown:
            self._shown.append("\n")

    def text(self, text: str) -> None:
        if self._shown is not None:
            self._shown.append(text)

    def closed(self, tag: str) -> None:
        if self._cell is None or tag not in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            return
        shown = "".join(self._shown or []).strip()
        kind = self._cell.get(_OFFICE + "value-type")
        if not kind and not shown and self._cell.get(_TABLE + "formula"):
            self._scan.unsaved |= {(self._row, self._column)}
        if kind or shown:
            self._scan.reach(self._rows_after - 1, self._columns_after - 1)
            self._scan.check(self._sheet)
            self._keep(shown)
        self._cell = self._shown = None

    def _keep(self, shown: str) -> None:
        kind = self._cell.get(_OFFICE + "value-type")
        if kind == "string" and shown.startswith("#") and not self._cell.get(_OFFICE + "string-value", "?"):
            self._scan.errors |= dict.fromkeys(self._places(), shown)
        elif kind == "percentage":
            self._scan.percents |= set(self._places())
        elif kind == "float" and shown.isdigit() and shown.startswith("0") and len(shown) > 1:
            self._scan.zeros |= dict.fromkeys(self._places(), len(shown))

    def _places(self) -> list[tuple[int, int]]:
        columns = range(self._column, self._columns_after)
        return [(row, column) for row in range(self._row, self._rows_after) for column in columns]


def _count(attributes: dict[str, str], name: str) -> int:
    given = attributes.get(_TABLE + name, "1")
    return max(1, int(given)) if given.isdigit() and len(given) < 10 else 1
