"""The format of a file by its content; its name only says what a person expects."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from analytics.readers.archives import office_format
from analytics.readers.delimited import delimiter_of
from analytics.readers.encodings import by_mark
from analytics.readers.grid import Finding
from analytics.readers.limits import refused
from analytics.readers.refusals import RefusedFile

START_BYTES = 65_536
BINARY_SHARE = 0.05  # of control characters; a NUL or two are taken out of a text, an image is full of them

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE_STREAMS = (("WordDocument", "a Word document"), ("PowerPoint Document", "a presentation"))
_WORKBOOK_STREAMS = ("Workbook", "Book")
_MACROS = "_VBA_PROJECT".encode("utf-16-le")

_OTHERS = (
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"#!", "a program"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"{\\rtf", "a text document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"),
    (b"SQLite format 3", "a database"),
    (b"ARROW1", "an Arrow file"),
)
_PROLOG = re.compile(r"\s*(<\?[^>]*\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_ROOT = re.compile(r"<([\w.:-]+)")
_PAGE = re.compile(r"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|table|div|script|meta)\b", re.I | re.DOTALL)
_JSON = re.compile(r'\s*(\{\s*("|\})|\[\s*[\[{"\]\dtfn-])')


def sniff(path: Path, name: str) -> str | Finding:
    """csv, tsv, xlsx, xls, ods, parquet, json or iati, by the content; a finding where it is none of them."""
    path = Path(path)
    with path.open("rb") as file:
        start = file.read(START_BYTES)
    try:
        found = _binary_format(path, name, start) or _text_format(start, name)
    except RefusedFile as error:
        return error.finding.at(name)
    return found.at(name) if isinstance(found, Finding) else found


def _binary_format(path: Path, name: str, start: bytes) -> str | Finding | None:
    if not start:
        return Finding("file_empty")
    if start.startswith(b"PAR1"):
        return "parquet"
    if zipfile.is_zipfile(path) and start.startswith(b"PK"):
        return office_format(path) or _not_a_table("an archive", name)
    if start.startswith(b"PK\x03\x04"):
        return Finding("file_unreadable", values=(("reason", "its end is missing"),))
    if start.startswith(OLE):
        return _ole_format(path, name)
    for magic, found in _OTHERS:
        if start.startswith(magic):
            return _not_a_table(found, name)
    return None


def _ole_format(path: Path, name: str) -> str | Finding:
    """xls, where the container of old Office files holds a plain workbook under its own name."""
    data = path.read_bytes()
    if _ENCRYPTED in data:
        return refused("it is locked with a password")
    for stream, found in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return _not_a_table(found, name)
    if not any(stream.encode("utf-16-le") in data for stream in _WORKBOOK_STREAMS):
        return _not_a_table("an old Office file", name)
    if _MACROS in data:
        return refused("it holds macros")
    ending = Path(name.lower()).suffix
    if ending != ".xls":
        # a form that programs open by its content, under a name that says another, is how harm is hidden
        return refused(f"it is an old .xls workbook under the name {ending or 'of no format'}")
    return "xls"


def _text_format(start: bytes, name: str) -> str | Finding:
    encoding = by_mark(start) or "utf-8"
    text = start.decode(encoding, "replace").lstrip("\ufeff")
    if not text.strip("\x00 \t\r\n"):
        return Finding("file_empty")
    if sum(letter < " " and letter not in "\t\r\n\x1b" for letter in text) > BINARY_SHARE * len(text):
        return _not_a_table("binary data", name)
    if _PAGE.match(text):
        return _not_a_table("a web page", name)
    if text.lstrip().startswith("<"):
        return _xml_format(text, name)
    if _JSON.match(text):
        return "json"
    return "tsv" if delimiter_of(text) == "\t" else "csv"


def _xml_format(text: str, name: str) -> str | Finding:
    rest = text[_PROLOG.match(text).end() :]
    if rest[:9].upper() == "<!DOCTYPE":
        return refused("its XML declares a document type (DTD), which can hide other files or endless text")
    root = _ROOT.match(rest)
    tag = root.group(1).split(":")[-1] if root else ""
    if tag == "iati-activities":
        return "iati"
    if tag == "iati-organisations":
        return refused("it is an IATI file of organisations; activities are read")
    if tag == "Workbook":
        return refused("it is an XML spreadsheet of Excel 2003; save it as .xlsx")
    return _not_a_table("XML of another kind than IATI activities", name)


def _not_a_table(found: str, name: str) -> Finding:
    ending = Path(name.lower()).suffix
    expected = {
        ".csv": "delimited text", ".tsv": "delimited text", ".txt": "delimited text", ".xlsx": "a workbook",
        ".xls": "a workbook", ".ods": "a workbook", ".json": "JSON", ".parquet": "a parquet file", ".xml": "IATI",
    }.get(ending, "a table")  # fmt: skip
    return Finding("file_not_a_table", values=(("found", found), ("expected", expected)))
