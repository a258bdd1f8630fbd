"""Tables and paragraphs of a figure as SVG, in type as large as fits."""

from __future__ import annotations

from datetime import date

from analytics.exports import letters
from analytics.exports.figure_svg import Paint, block, nothing, rect, text
from analytics.figures.model import Figure
from analytics.wording import Words

MEASURED = 60  # rows whose words a column is measured by

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
    least = [  # no word is broken where there is room for it
        max([*(letters.width(word, size, "strong") for word in name.split()),
             *(letters.width(word, size) for row in cells[:MEASURED] for word in row[i].split()[:40]), 0]) + 18
        for i, name in enumerate(columns)
    ]  # fmt: skip
    wanted = [
        max([letters.width(name, size * 0.9, "strong"), *(letters.width(row[i], size) for row in cells[:MEASURED])])
        + 16
        for i, name in enumerate(columns)
    ]
    fair = room / len(columns)
    short = [w if w <= fair else 0 for w in wanted]
    long = [w if w > fair else 0 for w in wanted]
    left = room - sum(short)
    if not sum(long):
        return [w * min(room / sum(wanted), 1.6) for w in wanted]
    made = [s or max(left * w / sum(long), fair * 0.5) for s, w in zip(short, long, strict=True)]
    if sum(least) > room:
        return [w * room / sum(made) for w in made]
    lack = sum(max(need - w, 0) for need, w in zip(least, made, strict=True)) + max(sum(made) - room, 0)
    spare = sum(max(w - need, 0) for need, w in zip(least, made, strict=True))
    return [need if w <= need else w - (w - need) * lack / spare for need, w in zip(least, made, strict=True)]


# Text


def blocks(figure: Figure, width: float, height: float, paint: Paint) -> str:
    """Headed paragraphs: a few short ones as tiles, one without a head as a saying, else in columns."""
    held = [b for b in figure.body["blocks"] if b["head"] or b["lines"]]
    if not held:
        return nothing(figure, width, height, paint)
    colour = figure.body.get("colour", "teal")
    if is_tiled(held):
        return _tiles(held, width, height, paint, colour)
    if len(held) == 1 and not held[0]["head"]:
        return _saying(held[0]["lines"], width, height, paint, colour)
    return _columned(held, width, height, paint, colour)


def is_tiled(held: list[dict]) -> bool:
    """Whether the blocks are a short list: a name each, with one line at most."""
    return 1 < len(held) <= 8 and all(b["head"] and len(b["lines"]) < 2 and len(b["head"]) < 80 for b in held)


def _tiles(held: list[dict], width: float, height: float, paint: Paint, colour: str) -> str:
    columns = 1 if len(held) < 5 else 2
    rows, gap = -(-len(held) // columns), 16
    w, h = (width - gap * (columns - 1)) / columns, min((height - gap * (rows - 1)) / rows, 104)
    has_lines = any(b["lines"] for b in held)
    parts = []
    for i, b in enumerate(held):
        x, y = (i % columns) * (w + gap), (i // columns) * (h + gap)
        parts.append(rect(paint, x, y, w, h, "panel", rx=8) + rect(paint, x, y, 7, h, colour, rx=3))
        size, said = letters.fitted(b["head"], w - 60, h * (0.5 if has_lines else 0.8), (34, 30, 26, 22, 19, 16, 13),
                                    "title", 1.15)  # fmt: skip
        small, line = letters.fitted(letters.clean(b["lines"][0]), w - 60, h * 0.34, (20, 18, 16, 14, 12)) if b[
            "lines"] else (0, [])  # fmt: skip
        top = y + (h - size * 1.15 * len(said) - small * 1.28 * len(line)) / 2
        parts.append(block(paint, x + 30, top, said, size, face="title", leading=1.15))
        parts.append(block(paint, x + 30, top + size * 1.15 * len(said) + 2, line, small, "soft") if line else "")
    return "".join(parts)


def _saying(lines: list[str], width: float, height: float, paint: Paint, colour: str) -> str:
    """Paragraphs without a head, large, beside a line of colour."""
    room = min(width - 34, 1000)
    for size in (34, 30, 27, 24, 22, 20, 18, 16, 15, 14, 13, 12, 11):
        set_ = [letters.lines(letters.clean(line), size, room) for line in lines]
        tall = sum(len(said) * size * 1.32 for said in set_) + (len(set_) - 1) * size * 0.5
        if tall <= height:
            break
    parts, y = [rect(paint, 0, 4, 5, min(tall, height) - 4, colour, rx=2)], 0.0
    for said in set_:
        for line in said:
            if y + size * 1.32 > height + 1:
                return "".join(parts)
            parts.append(text(paint, 30, y + size, line, size))
            y += size * 1.32
        y += size * 0.5
    return "".join(parts)


def _columned(held: list[dict], width: float, height: float, paint: Paint, colour: str) -> str:
    columns = 1 if len(held) == 1 else 2 if len(held) <= 4 else 3
    gap = 40
    w = (width - gap * (columns - 1)) / columns
    for size in (30, 27, 24, 22, 20, 18, 16, 15, 14, 13, 12, 11):
        set_ = [_set(b, size, w) for b in held]
        rows = [set_[i : i + columns] for i in range(0, len(set_), columns)]
        if sum(max(h for _, h in row) for row in rows) <= height:
            break
    parts, y = [], 0.0
    for row in rows:
        for j, (lines, _) in enumerate(row):
            x, at = j * (w + gap), y + size * 0.5
            parts.append(rect(paint, x, y, w, 2, colour))
            for face, line, is_first in lines:
                if at + size * 1.32 > height + 1:
                    break
                if is_first:
                    dot = f'cx="{x + size * 0.2:.1f}" cy="{at + size * 0.66:.1f}" r="{size * 0.12:.1f}"'
                    parts.append(f"<circle {dot}{paint('soft')}/>")
                inset = 0 if face == "strong" or is_first is None else size * 0.7
                parts.append(text(paint, x + inset, at + size, line, size, face=face))
                at += size * 1.32
        y += max(h for _, h in row)
    return "".join(parts)


def _set(held: dict, size: float, room: float) -> tuple[list[tuple[str, str, bool | None]], float]:
    """The lines of a block with their face, and whether each begins a point; None where there is one line only."""
    found = [("strong", line, None) for line in letters.lines(held["head"], size, room, "strong")] * bool(held["head"])
    is_list = len(held["lines"]) > 1
    for line in held["lines"]:
        said = letters.lines(letters.clean(line), size, room - (size * 0.7 if is_list else 0))
        found += [("body", one, n == 0 if is_list else None) for n, one in enumerate(said)]
    return found, (len(found) + 1.1) * size * 1.32


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
