"""Text as it should have come: whole letters, no hidden characters, one space; and keys to compare names by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

import ftfy
import pandas as pd

from analytics.checks.typed import Cell, Remark, Typed, as_text, read_each

LONGEST = 10_000  # characters of a cell

_TWO_FOREIGN = re.compile(r"[^\x00-\x7f]{2}")  # bytes of UTF-8 read one by one never stand alone
_ESCAPED = re.compile(r"_x000[aAdD9]_")  # line ends and tabs as workbooks write them into XML


def _characters(is_meant: Callable[[str], bool]) -> str:
    """The characters of the basic plane that are meant, for a class of a regular expression."""
    return "".join(c for c in map(chr, range(0x10000)) if is_meant(c))


_SPACE = "\t\n\r\x0b\x0c\x85"
_UNSEEN = _characters(lambda c: unicodedata.category(c) in ("Cc", "Cf") and c not in _SPACE)
_HIDDEN = re.compile(f"[{_UNSEEN}\ufdd0-\ufdef\ufffe\uffff\U000e0001-\U000e007f]")
_MARKS = re.compile(f"[{_characters(lambda c: unicodedata.combining(c) > 0)}]+")
_PRINTED_ASCII = re.compile(r"[ -~]*")
_LOST = re.compile(r"[^\W\d_]\?{1,2}[^\W\d_]")
_ADDRESS = re.compile(r"://|www\.|[=&/]")
_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"} | dict.fromkeys("'’‘ʼʻ`´′", "")
)
_NOT_KEY = re.compile(r"[\W_]+")


def cleaned(column: pd.Series) -> Typed:
    """Each text in NFC, trimmed, with single spaces, without characters that cannot be seen, wrong decodings repaired.

    Space is put right silently (line ends in a cell become a space); all else is told. What stays wrong is told too:
    letters lost before the file came here, and texts above 10,000 characters, whose value is missing.
    """
    return read_each(column, _cleaned, "str")


def _cleaned(text: str) -> Cell:
    if len(text) > LONGEST:
        return Cell(None, (Remark("text_too_long", (("limit", f"{LONGEST:,}"),)),))
    if _PRINTED_ASCII.fullmatch(text) and "?" not in text and "_x000" not in text:
        return Cell(" ".join(text.split()) or None)
    remarks = []
    repaired = ftfy.fix_encoding(text) if _TWO_FOREIGN.search(text) else text
    visible = without_hidden(_ESCAPED.sub(" ", repaired))
    result = unicodedata.normalize("NFC", " ".join(visible.split()))
    if repaired != text:
        remarks.append(Remark("mojibake_repaired", (("after", result[:200]),)))
    if len(visible) != len(_ESCAPED.sub(" ", repaired)):
        remarks.append(Remark("control_characters"))
    if has_lost_letters(result):
        remarks.append(Remark("letters_lost"))
    return Cell(result or None, tuple(remarks))


def without_hidden(text: str) -> str:
    """The text without control and format characters (zero width, direction, soft hyphens); space of any kind stays."""
    return _HIDDEN.sub("", text)


def has_lost_letters(text: str) -> bool:
    """True for `protecci?n` and `protecci�n`; a question mark in a web address, or at the end of a word, is one."""
    if "�" in text:
        return True
    if "?" not in text or not _LOST.search(text):
        return False
    return any(_LOST.search(word) and not _ADDRESS.search(word) for word in text.split())


def without_missing(column: pd.Series, words: tuple[str, ...] | list[str] | set[str]) -> Typed:
    """The column with the declared words read as not stated, each told with its count.

    A word is met where the whole cell, trimmed, is written exactly so; what is not declared stays text ("NA" is the
    code of Namibia).
    """
    declared = {word.strip() for word in words}

    def read(text: str) -> Cell:
        return Cell(None, (Remark("missing_word"),)) if text in declared else Cell(text)

    return read_each(as_text(column).str.strip(), read, "str")


@lru_cache(maxsize=200_000)
def key(text: str) -> str:
    """The text to compare names by: small letters without marks (ñ becomes n), words parted by single spaces.

    An apostrophe joins (Sana'a, Sanaa); all other punctuation parts.
    """
    bare = unicodedata.normalize("NFKD", _HIDDEN.sub("", text).casefold().translate(_WITHOUT_DECOMPOSITION))
    return _NOT_KEY.sub(" ", _MARKS.sub("", bare)).strip()


def keys(column: pd.Series) -> pd.Series:
    """The key of every text of a column."""
    return as_text(column).map(key, na_action="ignore")
