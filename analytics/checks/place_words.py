"""How places are written: codes as spreadsheets spoil them, names with the words that people put around them."""

from __future__ import annotations

import re
from functools import lru_cache

from analytics.checks.text import key

LONGEST = 150  # characters that one place can take

_OF = r"(?: (?:de|del|of|du|da|do))?"
_LEVEL_WORDS = (
    ("municipality", "municipio|municipality|mpio|mun|municipalite|commune"),
    ("department", "departamento|department|departement|depto|dpto|dept|dep|provincia|province|gobernacion"),
    ("department", "governorate|voivodeship|oblast|state|estado"),
    ("country", "situation"),
    (None, "ciudad|city|town|distrito|district|region|alcaldia"),
)
_AROUND = tuple((level, re.compile(rf"(?:{words}){_OF} (.+)|(.+) (?:{words})")) for level, words in _LEVEL_WORDS)
_ARTICLE_LAST = re.compile(r"(.+), *(el|la|los|las)", re.IGNORECASE)
_PARTS = re.compile(r"\s*[,;|/()]\s*|\s+[-–—]\s+")
_LOOSE = frozenset(["de", "del", "la", "las", "los", "el", "y", "d", "e"])
_SHORT = {
    "sta": "santa", "sto": "santo", "s": "san", "sn": "san", "pto": "puerto", "pte": "puente", "gral": "general",
    "nva": "nueva", "vlla": "villa", "sgo": "santiago", "st": "saint",
}  # fmt: skip

_THOUSANDS = re.compile(r"([0-9]{1,2})[.,   ]([0-9]{3})")
_POINT_ZERO = re.compile(r"([0-9]+)[.,]0+")
_PARTED = re.compile(r"([0-9]{2})[-–]([0-9]{3})")
_HOME_P_CODE = re.compile(r"COL?[- ]?([0-9]{1,5})")


def code_as_digits(text: str) -> str:
    """A code without what spreadsheets and people put into it: 5001, 5001.0, "5,001", CO05001 are 05001; 5 is 05."""
    code = text.strip().strip("'’").strip().upper()
    for pattern in (_THOUSANDS, _PARTED):
        if found := pattern.fullmatch(code):
            code = found[1] + found[2]
    if found := _POINT_ZERO.fullmatch(code) or _HOME_P_CODE.fullmatch(code):
        code = found[1]
    if code.isascii() and code.isdigit():
        return code.zfill(2) if len(code) < 3 else code.zfill(5) if len(code) == 4 else code
    return code


def spelled_out(words: str) -> str:
    """A key with the usual short forms written out, and a name that stands twice (Cali Cali) once."""
    kept = [_SHORT.get(word, word) for word in words.split()]
    half = len(kept) // 2
    return " ".join(kept[:half] if kept and kept[:half] == kept[half:] else kept)


def loose(words: str) -> str:
    """A key spelled out, less its articles and "de"; it does not part Las Piedras from Piedras."""
    return " ".join(word for word in spelled_out(words).split() if word not in _LOOSE)


@lru_cache(maxsize=100_000)
def forms(text: str) -> tuple[tuple[str, str | None], ...]:
    """The keys that a name can have, the whole one first, each with the level that its words say (None: nothing).

    "Departamento del Meta" is `departamento del meta` and, as a department, `meta`.
    """
    if len(text) > LONGEST:
        return ()
    whole = [key(text)]
    if found := _ARTICLE_LAST.fullmatch(text.strip()):
        whole.append(key(f"{found[2]} {found[1]}"))
    result = [(words, None) for words in whole]
    for words in whole:
        for level, pattern in _AROUND:
            if found := pattern.fullmatch(words):
                result.append((found[1] or found[2], level))
    return tuple(result)


def parts(text: str) -> list[str]:
    """The pieces of a cell between commas, semicolons, bars, brackets and free-standing dashes."""
    return [part for part in _PARTS.split(text.strip()) if part]
