"""Tables and paragraphs of a figure as SVG, in type as large as fits."""

from __future__ import annotations

from datetime import date

from analytics.exports import letters
from analytics.exports.figure_svg import Paint, block, nothing, rect, text
from analytics.figures.model import Figure
from analytics.wording import Words

# Table


def cell_text(value: object, say: Words) -> str:
    """A cell of a figure's table as it is written."""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return say.number(value) if isinstance(value, int | float) else letters.clean(value)


def table(figure: Figure, width: float, height: float, paint: Paint) -> str:
    """The rows in small type, each cell in its column; the rows that do not fit are counted."""
    say = Words(figure.lang)
    cells = [[cell_text(value, say) for value in row] for row in figure.rows]
    for size in (17, 15, 13.5, 12, 11):
        widths = column_widths(figure.columns, cells, size, width)
        broken = [
            [letters.lines(cell, size, w - 14, most=3) for cell, w in zip(row, widths, strict=True)] for row in cells
        ]
        heads = [
            letters.lines(name, size * 0.9, w - 14, most=2) for name, w in zip(figure.columns, widths, strict=True)
        ]
        tall = [max(map(len, row)) * size * 1.25 + size * 0.5 for row in broken]
        head = max(map(len, heads)) * size * 0.9 * 1.25 + 8
        if head + sum(tall) <= height:
            break
    parts, y = [], head
    for x, said in zip(_starts(widths), heads, strict=True):
        parts.append(block(paint, x, 0, said, size * 0.9, "soft", face="strong", leading=1.25))
    for n, (row, high) in enumerate(zip(broken, tall, strict=True)):
        if y + high > height - (size * 1.4 if n < len(broken) - 1 else 0):
            left = len(broken) - n
            parts.append(
                text(paint, 0, y + size, say.many("… and {n} more row", "… and {n} more rows", left), size, "soft")
            )
            break
        parts.append(rect(paint, 0, y, width, 1, "line"))
        for x, said in zip(_starts(widths), row, strict=True):
            parts.append(block(paint, x, y + size * 0.25, said, size, leading=1.25))
        y += high
    return "".join(parts)


def _starts(widths: list[float]) -> list[float]:
    return [sum(widths[:i]) for i in range(len(widths))]


def column_widths(columns: tuple[str, ...], cells: list[list[str]], size: float, room: float) -> list[float]:
    """A width for each column: as wide as its words need, long texts sharing what is left."""
    if not columns:
        return []
    wanted = [
        max([letters.width(name, size * 0.9, "strong"), *(letters.width(row[i], size) for row in cells)]) + 16
        for i, name in enumerate(columns)
    ]
    fair = room / len(columns)
    short = [w if w <= fair else 0 for w in wanted]
    long = [w if w > fair else 0 for w in wanted]
    left = room - sum(short)
    if not sum(long):
        return [w * min(room / sum(wanted), 1.6) for w in wanted]
    return [s or max(left * w / sum(long), fair * 0.5) for s, w in zip(short, long, strict=True)]


# Text


def blocks(figure: Figure, width: float, height: float, paint: Paint) -> str:
    """Headed paragraphs in one, two or three columns, as large as they fit."""
    held = [b for b in figure.body["blocks"] if b["head"] or b["lines"]]
    if not held:
        return nothing(figure, width, height, paint)
    columns = 1 if len(held) == 1 else 2 if len(held) <= 4 else 3
    gap = 36
    w = (width - gap * (columns - 1)) / columns
    for size in (34, 30, 27, 24, 22, 20, 18, 16, 15, 14, 13, 12, 11):
        set_ = [_set(b, size, w) for b in held]
        rows = [set_[i : i + columns] for i in range(0, len(set_), columns)]
        if sum(max(h for _, h in row) for row in rows) <= height:
            break
    parts, y = [], 0.0
    for row in rows:
        for j, (lines, _) in enumerate(row):
            at = y
            for face, line in lines:
                high = size * 1.32
                if at + high > height + 1:
                    break
                parts.append(text(paint, j * (w + gap), at + size, line, size, face="strong" if face else "body"))
                at += high
        y += max(h for _, h in row)
    return "".join(parts)


def _set(held: dict, size: float, room: float) -> tuple[list[tuple[bool, str]], float]:
    found = [(True, line) for line in letters.lines(held["head"], size, room, "strong")] if held["head"] else []
    for line in held["lines"]:
        found += [(False, said) for said in letters.lines(letters.clean(line), size, room)]
    return found, (len(found) + 0.5) * size * 1.32


def cover(figure: Figure, width: float, height: float, paint: Paint) -> str:
    """What the data of a story are, below its title."""
    say = Words(figure.lang)
    size, said = letters.fitted(figure.sentence, width * 0.8, height * 0.5, (30, 26, 22, 18, 15))
    parts = [rect(paint, 0, 6, 90, 5, "teal", rx=2), block(paint, 0, 36, said, size)]
    below = 54 + size * 1.28 * len(said)
    day = say.day(date.fromisoformat(figure.built_on), "day") if figure.built_on else ""
    about = say("Version of {day}. Selection: {selection}.", day=day, selection=figure.selection)
    small, said = letters.fitted(about, width * 0.8, 60, (17, 15, 13))
    parts.append(block(paint, 0, below, said, small, "soft"))
    return "".join(parts)
