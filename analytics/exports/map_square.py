"""The legend of two numbers at once: a square of three by three, how many places are in each, its corners in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.exports.typesetting import lines
from analytics.maps.against import SIDE
from analytics.maps.frames import ClassSign, MapFrame
from analytics.palette import contrast
from analytics.wording import Words

if TYPE_CHECKING:
    from analytics.exports.maps import Page

CELL_PX, WORDS_PX, SMALL_PX, SPACE_PX = 32, 10, 9.5, 8


def square(page: Page, frame: MapFrame, signs: tuple[ClassSign, ...], x: float, y: float, room: float,
           say: Words) -> float:  # fmt: skip
    """The square with what is recorded growing upwards and what was done to the right; returns where it ends."""
    side = SIDE * CELL_PX
    left = x + (room - side) / 2
    beside = (room - side) / 2 - SPACE_PX
    for number, sign in enumerate(signs[: SIDE * SIDE]):
        row, column = divmod(number, SIDE)
        at = left + column * CELL_PX, y + (SIDE - 1 - row) * CELL_PX
        page.rect(*at, CELL_PX, CELL_PX, sign.colour, page.look["paper"], 1.2)
        inks = ("ink", "paper")
        ink = max(inks, key=lambda name: contrast(page.look[name], sign.colour))
        page.text(at[0] + CELL_PX / 2, at[1] + CELL_PX / 2 + 4, say.number(sign.n), WORDS_PX + 1, ink, anchor="middle")
    few, few_many, many, both = frame.corners
    for words, is_right, is_top in (
        (many, False, True),
        (both, True, True),
        (few, False, False),
        (few_many, True, False),
    ):
        broken = lines(words, WORDS_PX, beside)
        top = y + 9 if is_top else y + side - (len(broken) - 1) * WORDS_PX * 1.2 - 3
        for i, line in enumerate(broken):
            edge = left + side + SPACE_PX if is_right else left - SPACE_PX
            page.text(edge, top + i * WORDS_PX * 1.2, line, WORDS_PX, "ink", anchor="start" if is_right else "end")
    down, across = frame.axes
    y += side + 16
    y = page.block(x, y, say("Upwards: {steps}.", steps="; ".join(down)), room, 3, SMALL_PX)
    return page.block(x, y + 2, say("To the right: {steps}.", steps="; ".join(across)), room, 4, SMALL_PX) - 6
