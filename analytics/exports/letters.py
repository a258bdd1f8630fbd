"""How wide text is, how it breaks into lines, and how large it may be to fit a box: so that nothing overflows.

Widths are those of our fonts (`fonts/widths.json`, as parts of the type size); what they lack counts as wide.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
FACES = {"body": "Figtree-Regular", "strong": "Figtree-SemiBold", "title": "TejidoSerif-SemiBold"}
UNKNOWN = 1.05  # a letter of another script, as wide as it may come
SPACE = re.compile(r"[ \t\r\f\v\u00a0]+")
# marks that turn the direction of what follows, and what no XML may hold
TURNING = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]")


def clean(text: object, most: int = 6000) -> str:
    """A text without what breaks a layout or a file: control characters, marks that turn the direction of writing."""
    kept = "".join(
        c for c in TURNING.sub("", str(text)[:most].replace("\r\n", "\n").replace("\r", "\n"))
        if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn")
    )  # fmt: skip
    return SPACE.sub(" ", kept).strip()


@cache
def _widths(face: str) -> dict[str, float]:
    return json.loads((FONTS / "widths.json").read_text(encoding="utf-8"))[FACES[face]]


def width(text: str, size: float, face: str = "body") -> float:
    """How wide a line is at a type size; `face` is body, strong or title."""
    return size * _parts(text, face)


@lru_cache(maxsize=40_000)
def _parts(text: str, face: str) -> float:
    """How wide a text is in parts of its type size: the same words are tried in many sizes."""
    widths = _widths(face)
    return sum(widths.get(letter, 0 if unicodedata.combining(letter) else UNKNOWN) for letter in text)


def lines(text: str, size: float, room: float, face: str = "body", most: int | None = None) -> list[str]:
    """The text in lines of at most that width; what does not fit into `most` lines ends in "…"."""
    done: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            for piece in _pieces(word, size, room, face):
                joined = f"{line} {piece}" if line else piece
                if line and width(joined, size, face) > room:
                    done.append(line)
                    line = piece
                else:
                    line = joined
            if most is not None and len(done) > most:
                return _clipped(done, size, room, face, most)
        done.append(line)
    return done if most is None or len(done) <= most else _clipped(done, size, room, face, most)


def _pieces(word: str, size: float, room: float, face: str) -> list[str]:
    """A word that is wider than a line, broken where it must be."""
    if width(word, size, face) <= room:
        return [word]
    pieces, piece = [], ""
    for letter in word:
        if piece and width(piece + letter, size, face) > room:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def _clipped(done: list[str], size: float, room: float, face: str, most: int) -> list[str]:
    kept = done[: max(most, 1)]
    last = kept[-1]
    while last and width(last + "…", size, face) > room:
        last = last[:-1]
    return [*kept[:-1], last.rstrip() + "…"]


def common(
    texts: list[str], room: float, height: float, sizes: tuple[float, ...], face: str = "body", leading: float = 1.28
) -> float:
    """The largest of the sizes at which every one of the texts fits the box; the smallest where one fits at none."""
    return min((fitted(text, room, height, sizes, face, leading)[0] for text in texts if text), default=sizes[-1])


def fitted(
    text: str, room: float, height: float, sizes: tuple[float, ...], face: str = "body", leading: float = 1.28
) -> tuple[float, list[str]]:
    """The largest of the sizes at which the text fits the box, and its lines; at the smallest it is cut with "…"."""
    for size in sizes:
        most = max(int(height / (size * leading)), 1)
        broken = lines(text, size, room, face, most + 1)
        if len(broken) <= most:
            return size, broken
    size = sizes[-1]
    return size, lines(text, size, room, face, max(int(height / (size * leading)), 1))
