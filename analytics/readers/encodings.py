"""Which encoding a text file is written in, and its text as a stream of UTF-8."""

from __future__ import annotations

import codecs
import io
import re
from itertools import islice
from pathlib import Path

BLOCK = 1 << 22
JUDGED_BYTES = 1 << 24  # how far beyond the first wrong byte a file is read to judge its encoding
JUDGED_LETTERS = 20_000
MIXED = "utf-8 with stray cp1252"  # as when parts of two systems were joined: accents of both kinds in one file

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LETTERS = frozenset("áéíóúüñçàèùâêîôûëïãõÁÉÍÓÚÜÑÇÀÈÙÂÊÎÔÛËÏÃÕ")
_HIGH = re.compile(rb"[\x80-\xff]")
_OLDER = ("cp850", "mac_roman")


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", "replace"), error.end


codecs.register_error("stray_cp1252", _as_cp1252)


def encoding_of(path: Path) -> str:
    """The file's encoding: utf-8, utf-8-sig, utf-16-le, utf-16-be, utf-32, latin-1, cp1252, cp850, mac_roman or MIXED.

    UTF-8 only where every byte agrees. Without a mark and with wrong bytes, the choice among the one-byte encodings
    falls to the one that gives letters inside words; windows-1252 and latin-1 are told apart by the bytes 80 to 9F.
    """
    with path.open("rb") as file:
        start = file.read(BLOCK)
        marked = by_mark(start)
        if marked:
            return marked
        wrong = _first_wrong_block(start, file)
    return "utf-8" if wrong is None else _one_byte_encoding(path, wrong)


def by_mark(start: bytes) -> str | None:
    """The encoding that a byte-order mark, or the NULs of plain letters in UTF-16, give away."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    sample = start[: 4096 - len(start[:4096]) % 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    many = len(sample) // 2 * 0.4
    if sample and odd > many and even < odd / 10:
        return "utf-16-le"
    if sample and even > many and odd < even / 10:
        return "utf-16-be"
    return None


def _first_wrong_block(block: bytes, file: io.BufferedReader) -> int | None:
    """Where the block begins in which the text stops to be UTF-8, or None."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    while True:
        begin = file.tell() - len(block)
        try:
            decoder.decode(block, final=not block)
        except UnicodeDecodeError:
            return begin
        if not block:
            return None
        block = file.read(BLOCK)


def _one_byte_encoding(path: Path, wrong_from: int) -> str:
    with path.open("rb") as file:
        file.seek(max(0, wrong_from - BLOCK))
        judged = file.read(BLOCK + JUDGED_BYTES)
    if _mostly_utf8(judged):
        return MIXED
    scores = {encoding: _letters_in_words(judged, encoding) for encoding in ("cp1252", *_OLDER)}
    best = max(_OLDER, key=scores.__getitem__)
    if scores[best] > 0 and scores["cp1252"] <= 0.3 * scores[best]:
        return best
    return _cp1252_or_latin1(path)


def _cp1252_or_latin1(path: Path) -> str:
    """cp1252 where its own bytes (80 to 9F) occur and all of them have a meaning there, otherwise latin-1."""
    own = False
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if block.translate(None, b"\x81\x8d\x8f\x90\x9d") != block:
                return "latin-1"
            own = own or block.translate(None, bytes(range(0x80, 0xA0))) != block
    return "cp1252" if own else "latin-1"


def _mostly_utf8(data: bytes) -> bool:
    """Whether letters of several bytes are right at least as often as wrong; other encodings give hardly one."""
    text = data.decode("utf-8", "surrogateescape")
    wrong = len(re.findall("[\udc80-\udcff]", text))
    right = len(re.findall("[^\x00-\x7f\udc80-\udcff]", text))
    return right >= wrong


def _letters_in_words(data: bytes, encoding: str) -> int:
    """How many high bytes become a usual letter inside a word, less those that become anything else there."""
    score = 0
    for high in islice(_HIGH.finditer(data), JUDGED_LETTERS):
        place = high.start()
        near = (data[max(place - 1, 0) : place], data[place : place + 1], data[place + 1 : place + 2])
        before, letter, after = (byte.decode(encoding, "replace") for byte in near)
        if letter not in "‘’–—" and (before.isalpha() or after.isalpha()):
            turned = letter.isupper() and before.islower()
            score += 1 if letter in _LETTERS and not turned else -1
    return score


class _AsUtf8(io.RawIOBase):
    """The text of a file as UTF-8 bytes without its mark; the spans in `left_out` (bytes of that text) are missing."""

    def __init__(self, path: Path, encoding: str, start: int, left_out: list[tuple[int, int]]):
        self._file = path.open("rb")
        name, errors = ("utf-8", "stray_cp1252") if encoding == MIXED else (encoding, "replace")
        plain = encoding in ("utf-8", "utf-8-sig")
        self._decoder = None if plain else codecs.getincrementaldecoder(name)(errors)
        self._at = 0  # of the text, in bytes
        self._left_out = left_out
        self._ready = b""
        self._ended = False
        if encoding in ("utf-8-sig", "utf-16-le", "utf-16-be"):
            self._skip_mark(encoding)
        self._skip(start, plain)

    def _skip_mark(self, encoding: str) -> None:
        mark = next(mark for mark, name in _MARKS if name == encoding)
        if self._file.read(len(mark)) != mark:
            self._file.seek(0)

    def _skip(self, start: int, plain: bool) -> None:
        if plain:
            self._file.seek(start, io.SEEK_CUR)
            self._at = start
            return
        while self._at < start and not self._ended:
            block = self._next_block()
            self._at += len(block)
            if self._at > start:
                self._ready = block[len(block) - (self._at - start) :]
        self._at = start

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        while not self._ready and not self._ended:
            self._ready = self._next_block()
        taken = self._ready[: len(buffer)]
        self._ready = self._ready[len(buffer) :]
        kept = self._without_left_out(taken)
        if taken and not kept:
            return self.readinto(buffer)
        buffer[: len(kept)] = kept
        return len(kept)

    def _next_block(self) -> bytes:
        block = self._file.read(BLOCK)
        self._ended = not block
        if self._decoder is None:
            return block
        return self._decoder.decode(block, final=not block).encode("utf-8", "replace")

    def _without_left_out(self, taken: bytes) -> bytes:
        begin, self._at = self._at, self._at + len(taken)
        kept, cut = b"", 0
        for first, last in self._left_out:
            if last > begin and first < self._at:
                kept += taken[cut : max(first - begin, 0)]
                cut = min(last - begin, len(taken))
        return kept + taken[cut:] if cut or kept else taken

    def close(self) -> None:
        self._file.close()
        super().close()


def utf8_stream(path: Path, encoding: str, start: int = 0, left_out: list[tuple[int, int]] | None = None):
    """The file's text from byte `start` of its UTF-8 form on, as a readable stream of UTF-8."""
    return io.BufferedReader(_AsUtf8(path, encoding, start, left_out or []), 1 << 20)
