"""XML from strangers: the root's children one at a time, with their lines, and nothing that can harm the reader.

No document type, no entities, nothing from outside (defusedxml), and limits on depth, on the length of one text or tag
and on the size of one child: a file that passes them is refused when the limit is met, never after.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException, DTDForbidden, ExternalReferenceForbidden
from defusedxml.expatreader import DefusedExpatParser

from analytics.errors import DataError

DEEPEST = 100
LONGEST_TEXT = 1_000_000  # characters in one element
LONGEST_TAG = 1_000_000  # bytes that the parser may hold back until a tag or comment ends
LARGEST_CHILD = 1_000_000  # elements below one child of the root
CHUNK = 1 << 16
XML_SPACE = "http://www.w3.org/XML/1998/namespace"


class RefusedXml(DataError):
    """The file holds what no honest file needs; the message is the reason."""


class BrokenXml(DataError):
    """The file is not well-formed; the message is the reason, `line` where it was met."""

    def __init__(self, reason: str, line: int):
        super().__init__(reason)
        self.line = line


@dataclass(slots=True)
class Node:
    """An element. Names in the root's namespace or in none are bare, others `{uri}name`; `xml:lang` is called so."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    text: str = ""


class _Collector(ContentHandler):
    """Builds the root (without children) and each of its children; `finished` holds those that are whole."""

    def __init__(self):
        super().__init__()
        self.finished: list[Node] = []
        self._open: list[Node] = []
        self._texts: list[list[str]] = []
        self._lengths: list[int] = []
        self._own: tuple[str | None, ...] = (None,)
        self._size = 0

    def startElementNS(self, name, qname, attrs):
        if len(self._open) >= DEEPEST:
            raise RefusedXml(f"its elements stand more than {DEEPEST} deep in one another")
        if not self._open:
            self._own = (None, name[0])
        self._size = self._size + 1 if len(self._open) > 1 else 0
        if self._size > LARGEST_CHILD:
            raise RefusedXml(f"one element of it holds more than {LARGEST_CHILD:,} others")
        attributes = {self._attribute(key): value for key, value in attrs.items()}
        node = Node(self._local(name), self._locator.getLineNumber(), attributes)
        if len(self._open) > 1:
            self._open[-1].children.append(node)
        elif not self._open:
            self.finished.append(node)
        self._open.append(node)
        self._texts.append([])
        self._lengths.append(0)

    def endElementNS(self, name, qname):
        node = self._open.pop()
        node.text = "".join(self._texts.pop())
        self._lengths.pop()
        if len(self._open) == 1:
            self.finished.append(node)

    def characters(self, content):
        self._lengths[-1] += len(content)
        if self._lengths[-1] > LONGEST_TEXT:
            raise RefusedXml(f"one text of it is longer than {LONGEST_TEXT:,} characters")
        self._texts[-1].append(content)

    def _local(self, name: tuple[str | None, str]) -> str:
        return name[1] if name[0] in self._own else f"{{{name[0]}}}{name[1]}"

    def _attribute(self, name: tuple[str | None, str]) -> str:
        return f"xml:{name[1]}" if name[0] == XML_SPACE else self._local(name)


def elements(path: Path, encoding: str | None = None) -> Iterator[Node]:
    """The root without its children, then each of its children with all below it, as soon as it is whole.

    `encoding` overrides what the file declares. Raises RefusedXml and BrokenXml when it comes to the place: what was
    handed out before is then part of a file that must not be used.
    """
    collector = _Collector()
    parser = DefusedExpatParser(namespaceHandling=1, forbid_dtd=True)
    parser.setContentHandler(collector)
    collector.setDocumentLocator(parser)
    try:
        for chunk in _chunks(path, parser, encoding):
            parser.feed(chunk)
            yield from _taken(collector)
        parser.close()
        yield from _taken(collector)
    except DefusedXmlException as met:
        raise RefusedXml(_reason(met)) from met
    except SAXParseException as met:
        raise BrokenXml(met.getMessage(), met.getLineNumber()) from met


def _taken(collector: _Collector) -> list[Node]:
    """What became whole since it was last asked; the collector keeps none of it."""
    taken, collector.finished = collector.finished, []
    return taken


def _chunks(path: Path, parser: DefusedExpatParser, encoding: str | None) -> Iterator[bytes | str]:
    """The file in pieces. A parser that does not move on is holding an endless tag: such a file is refused, because
    the parser reads the whole tag again with every piece.
    """
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace") if encoding else None
    held, stood_at = 0, None
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield decoder.decode(chunk) if decoder else chunk
            at = (parser.getLineNumber(), parser.getColumnNumber())
            held = held + len(chunk) if at == stood_at else 0
            stood_at = at
            if held > LONGEST_TAG:
                raise RefusedXml(f"one tag or comment of it is longer than {LONGEST_TAG:,} bytes")


def _reason(met: DefusedXmlException) -> str:
    if isinstance(met, DTDForbidden):
        return "it declares a document type (DTD), which can be used to attack the reader"
    if isinstance(met, ExternalReferenceForbidden):
        return "it points at something outside the file"
    return "it declares entities, which can be used to attack the reader"


def misdeclared_encoding(path: Path) -> str | None:
    """`cp1252` where the file says that it is UTF-8 (or says nothing) and holds bytes that UTF-8 has not; else None."""
    with path.open("rb") as stream:
        head = stream.read(200)
        if head[:2] in (b"\xff\xfe", b"\xfe\xff") or not _says_utf8(head):
            return None
        stream.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := stream.read(1 << 20):
                decoder.decode(chunk)
        except UnicodeDecodeError:
            return "cp1252"
    return None


def _says_utf8(head: bytes) -> bool:
    declaration = head[: head.find(b"?>") + 1].lower()
    return b"encoding" not in declaration or b"utf-8" in declaration or b"utf8" in declaration
