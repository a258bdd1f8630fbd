"""A figure as a picture with title, legend, source and selection: large for print, small for a message."""

from __future__ import annotations

from analytics.exports import letters
from analytics.exports.figure_svg import Paint, block, figure_svg, rect, text
from analytics.exports.sheets import Sheet
from analytics.exports.typesetting import picture
from analytics.palette import Look
from analytics.wording import Words

LARGE, SMALL = (1280, 800), (1080, 1080)  # pixels of the screen; a message shows a square
EDGE = 48
MESSAGE_DPI = 96


def sheet_svg(sheet: Sheet, lang: str, *, is_small: bool = False, look: Look | None = None, faces: str = "") -> str:
    """The whole picture as SVG; `faces` is style for a browser that shall not look for our fonts."""
    say, (wide, high) = Words(lang), SMALL if is_small else LARGE
    paint, room = Paint(look or Look(), "x"), wide - 2 * EDGE
    size, title = letters.fitted(letters.clean(sheet.title), room, 104, (44, 38, 33, 28, 24, 20), "title", 1.2)
    parts = [
        rect(paint, 0, 0, wide, high, "paper"),
        block(paint, EDGE, EDGE - 8, title, size, face="title", leading=1.2),
    ]
    top = EDGE - 8 + len(title) * size * 1.2 + 8
    if sheet.message:
        size, said = letters.fitted(letters.clean(sheet.message), room, 84, (24, 21, 19, 17, 15))
        parts.append(block(paint, EDGE, top, said, size))
        top += len(said) * size * 1.28 + 10
    remarks = letters.clean(" ".join(sheet.remarks()))
    small, foot = letters.fitted(f"{remarks} {sheet.foot(say)}", room, 78, (14, 13, 12, 11))
    bottom = high - 30 - len(foot) * small * 1.28
    parts.append(rect(paint, EDGE, bottom - 10, room, 1, "line") + block(paint, EDGE, bottom, foot, small, "soft"))
    tall = bottom - 22 - top
    inner = figure_svg(sheet.figure, room, tall, paint, sheet.alt()).replace(
        "<svg ", f'<svg x="{EDGE}" y="{top:.1f}" ', 1
    )
    if sheet.figure.is_illustrative:
        parts.append(text(paint, wide - EDGE, 34, say("illustrative"), 20, face="strong", anchor="end"))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}">'
    return f"{head}{f'<style>{faces}</style>' if faces else ''}{''.join(parts)}{inner}</svg>"


def sheet_picture(sheet: Sheet, lang: str, form: str = "png", *, is_small: bool = False) -> bytes:
    """The picture as PNG (300 dots to the inch, small: 96) or SVG."""
    svg, (wide, high) = sheet_svg(sheet, lang, is_small=is_small), SMALL if is_small else LARGE
    if form == "svg":
        return svg.encode()
    return picture(svg, form, width=wide, height=high, dpi=MESSAGE_DPI if is_small else 300)
