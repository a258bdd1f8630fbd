"""Columns by year as HTML (see `timeline`): what a source records, what an import's activities cover."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from analytics.wording import Words

LABELS = 6  # years written under the columns, at most about so many
ROOM = 0.08  # the share of a bar in which its label has room
LOWEST_PERCENT = 1.5  # a column that stands for something is never flat


@dataclass(frozen=True)
class Column:
    """One year: its value, what it means in words, and, where it is not whole, what of it is covered."""

    year: int
    value: float
    words: str
    part: str = ""


def year_columns(columns: list[Column], say: Words, colour: str) -> str:
    """One column for each year from the first to the last; hatched where a year is not whole, empty where none is.

    The highest is labelled; the others say their value when pointed at, and in the table twin.
    """
    known = {column.year: column for column in columns}
    first, last = min(known), max(known)
    most = max(columns, key=lambda column: (column.value, column.year))
    step = next(n for n in (1, 2, 5, 10, 20, 50, 100) if (last - first) / n <= LABELS)
    bars = "".join(
        _bar(known.get(year), year, most, _is_labelled(year, first, last, step), say) for year in range(first, last + 1)
    )
    return f'<ol class="tj-years" style="--c:{colour}">{bars}</ol>'


def _is_labelled(year: int, first: int, last: int, step: int) -> bool:
    return year in (first, last) or (year % step == 0 and year - first >= step / 2 and last - year >= step / 2)


def _bar(column: Column | None, year: int, most: Column, is_labelled: bool, say: Words) -> str:
    label = f"<b>{year}</b>" if is_labelled else ""
    if column is None:
        title = say("{year}: no row", year=str(year))
        return f'<li class="none" title="{escape(title)}"><i></i>{label}</li>'
    height = max(100 * column.value / most.value, LOWEST_PERCENT) if column.value and most.value else 0
    words = f"{column.year}: {column.words}" + (f" ({column.part})" if column.part else "")
    top = f"<span>{escape(say.number(most.value))}</span>" if column is most else ""
    style = ' class="part"' if column.part else ""
    return f'<li{style} title="{escape(words)}"><i style="height:{height:.1f}%">{top}</i>{label}</li>'


@dataclass(frozen=True)
class Share:
    """One piece of a whole: its style and colour, its share (0 to 1), and what it means in words."""

    style: str
    colour: str
    share: float
    words: str


def shares_bar(pieces: list[Share], said: Callable[[float], str]) -> str:
    """A bar of a whole and its pieces, each labelled with its share where there is room."""
    return f'<div class="tj-shares">{"".join(_piece(piece, said) for piece in pieces if piece.share)}</div>'


def _piece(piece: Share, said: Callable[[float], str]) -> str:
    label = f"<b>{escape(said(piece.share))}</b>" if piece.share >= ROOM else ""
    width = f"--c:{piece.colour};width:{100 * piece.share:.2f}%"
    return f'<i class="{piece.style}" style="{width}" title="{escape(piece.words)}">{label}</i>'
