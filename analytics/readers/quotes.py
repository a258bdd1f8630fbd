"""Quotation marks of delimited text: whether each that opens closes, and the lines where one does not."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from analytics.readers.refusals import unreadable

BLOCK = 1 << 22
CELL_LINES = 1_000  # a cell that runs over more lines than this was never closed
BROKEN_LINES = 1_000  # a file with more of them is not one to correct by hand
QUOTE, NEWLINE, RETURN = 34, 10, 13


@dataclass(frozen=True)
class BrokenLine:
    """A line whose quotation mark does not close: its row, its bytes in the text, and how it reads."""

    row: int
    first: int
    last: int
    text: str


def well_quoted(stream: BinaryIO, delimiter: str) -> bool:
    """Whether every mark opens at a cell's start and closes at its end (one inside is doubled).

    Text whose cells hold single marks (5" pipe) is not, and goes to `broken_lines`, which reads every record.
    """
    beside = np.zeros(256, dtype=bool)
    beside[[ord(delimiter), NEWLINE, RETURN, QUOTE]] = True
    opened, before = False, NEWLINE
    block = stream.read(BLOCK)
    while block:
        following = stream.read(BLOCK)
        if b'"' in block:
            data = np.frombuffer(bytes([before]) + block + (following[:1] or b"\n"), dtype=np.uint8)
            marks = np.flatnonzero(data[1:-1] == QUOTE) + 1
            opens, closes = (marks[1::2], marks[::2]) if opened else (marks[::2], marks[1::2])
            if not (beside[data[opens - 1]].all() and beside[data[closes + 1]].all()):
                return False
            opened ^= len(marks) % 2 == 1
        before, block = block[-1], following
    return not opened


def broken_lines(stream: BinaryIO, delimiter: str, first_row: int) -> list[BrokenLine]:
    """The lines of a UTF-8 stream that open a quotation mark and never close it rightly, in order.

    Reading goes on at the next line, so that all of them are told at once. Rows count records, as a spreadsheet does.
    """
    lines = _Lines(stream)
    broken: list[BrokenLine] = []
    row = first_row
    while True:
        try:
            for _ in csv.reader(lines, delimiter=delimiter, strict=True):
                row += 1
                lines.settle()
            return broken
        except (csv.Error, _NeverClosed):
            broken.append(lines.give_up(row))
            row += 1
        if len(broken) > BROKEN_LINES:
            raise unreadable(f"more than {BROKEN_LINES:,} lines open a quotation mark that never closes")


class _NeverClosed(Exception):
    """A record runs over more lines than a cell can have."""


class _Lines:
    """The stream's lines for csv, each byte one character, and those of the record that is being read."""

    def __init__(self, stream: BinaryIO):
        self._stream = _lines_of(stream)
        self._again: deque[str] = deque()
        self._record: list[str] = []
        self._at = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self._record) >= CELL_LINES:
            raise _NeverClosed
        line = self._again.popleft() if self._again else next(self._stream)
        self._record.append(line)
        return line

    def settle(self) -> None:
        self._at += sum(map(len, self._record))
        self._record.clear()

    def give_up(self, row: int) -> BrokenLine:
        """The first line of the record, set aside; the others are read again."""
        line, *others = self._record
        self._again.extendleft(reversed(others))
        text = line.rstrip("\r\n")
        broken = BrokenLine(row, self._at, self._at + len(text), text.encode("latin-1").decode("utf-8", "replace"))
        self._record = [line]
        self.settle()
        return broken


def _lines_of(stream: BinaryIO) -> Iterator[str]:
    """Lines with their ends; a lone carriage return ends one too (old spreadsheets of the Macintosh)."""
    for line in stream:
        text = line.decode("latin-1")
        if "\r" in text[:-2]:
            yield from _split(text)
        else:
            yield text


def _split(text: str) -> Iterator[str]:
    start = 0
    for place, letter in enumerate(text):
        if letter == "\n" or (letter == "\r" and text[place + 1 : place + 2] != "\n"):
            yield text[start : place + 1]
            start = place + 1
    if start < len(text):
        yield text[start:]
