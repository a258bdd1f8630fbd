"""A figure as SVG of our own: the same drawing for the screen, for pictures and for paper.

`Paint` gives colours: as classes, which follow the theme of the page that holds the drawing, or as values of one look.
Every text is measured before it is drawn, so that none leaves its box.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from analytics.exports import letters
from analytics.figures.model import Figure
from analytics.palette import LIGHT, Look, scales
from analytics.wording import Words

BODY, TITLE = "Figtree, sans-serif", "'Tejido Serif', SourceSerif, Georgia, serif"
DOT, RING = "•", "○"


class Paint:
    """Colours as attributes of SVG; without a look as classes that a style sheet fills in."""

    def __init__(self, look: Look | None = None, prefix: str = "f") -> None:
        self.look, self.prefix = look, prefix

    def value(self, name: str) -> str:
        if name in scales():
            return scales()[name][self.look.dark]
        return self.look[name] if name in LIGHT else self.look["soft"]

    def __call__(self, fill: str = "none", stroke: str = "", **more: object) -> str:
        """Attributes for a fill, a line, and whatever else (`_` in a name is written as `-`)."""
        written = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in more.items())
        if self.look:
            inside = fill if fill == "none" or fill.startswith("url(") else self.value(fill)
            return f' fill="{inside}"' + (f' stroke="{self.value(stroke)}"' if stroke else "") + written
        is_plain = fill == "none" or fill.startswith("url(")
        names = ([] if is_plain or fill in scales() else [f"f-{fill}"]) + (
            [f"s-{stroke}"] if stroke and stroke not in scales() else []
        )
        plain = f' fill="{fill}"' if is_plain else f' fill="var(--{fill})"' if fill in scales() else ""
        plain += f' stroke="var(--{stroke})"' if stroke in scales() else ""
        return (f' class="{" ".join(names)}"' if names else "") + plain + written

    def pattern(self, colour: str) -> str:
        return f"{self.prefix}-h-{colour}"


def text(
    paint: Paint, x: float, y: float, words: str, size: float, fill: str = "ink", *, anchor: str = "start",
    face: str = "body", turn: float = 0,
) -> str:  # fmt: skip
    """One line of text; `y` is its base line."""
    weight = ' font-weight="600"' if face != "body" else ""
    family = TITLE if face == "title" else BODY
    turned = f' transform="rotate({turn} {x:.1f} {y:.1f})"' if turn else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" font-family="{family}" text-anchor="{anchor}"'
        f"{weight}{paint(fill)}{turned}>{escape(letters.clean(words))}</text>"
    )


def block(
    paint: Paint, x: float, y: float, broken: list[str], size: float, fill: str = "ink", *, face: str = "body",
    anchor: str = "start", leading: float = 1.28,
) -> str:  # fmt: skip
    """Lines below one another; `y` is the upper edge."""
    return "".join(
        text(paint, x, y + size * (0.86 + leading * i), line, size, fill, face=face, anchor=anchor)
        for i, line in enumerate(broken)
    )


def rect(paint: Paint, x: float, y: float, w: float, h: float, fill: str, stroke: str = "", **more: object) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(w, 0):.1f}" height="{max(h, 0):.1f}"{paint(fill, stroke, **more)}/>'
    )


def opened(drawing: str, opens: str, told: str) -> str:
    """A drawing that says what it is where it is pointed at, and names the cell that it opens on a page."""
    if not told:
        return drawing
    cell = f' data-cell="{escape(opens, quote=True)}"' if opens else ""
    return f"<g{cell}>{drawing}<title>{escape(letters.clean(told))}</title></g>"


Draw = Callable[[Figure, float, float, Paint], str]


def figure_svg(figure: Figure, width: float, height: float, paint: Paint, alt: str = "") -> str:
    """The figure as a whole SVG document of that size."""
    from analytics.exports import figure_series, figure_texts
    from analytics.exports.figure_map import map_body

    draw = {
        "cards": cards, "bars": bars, "lines": figure_series.lines, "stack": figure_series.stack, "matrix": matrix,
        "table": figure_texts.table, "timeline": timeline, "text": figure_texts.blocks,
        "cover": figure_texts.cover, "map": map_body,
    }[figure.kind]  # fmt: skip
    inner = nothing(figure, width, height, paint) if figure.is_empty else draw(figure, width, height, paint)
    label = escape(letters.clean(alt or figure.title), quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}"'
        f' height="{height:g}" role="img" aria-label="{label}">{inner}</svg>'
    )


def nothing(figure: Figure, width: float, height: float, paint: Paint) -> str:
    say = Words(figure.lang)
    return text(
        paint, width / 2, height / 2, say("Nothing is recorded for this selection."), 22, "soft", anchor="middle"
    )


# Cards


def cards(figure: Figure, width: float, height: float, paint: Paint) -> str:
    """One card a figure: the number with its qualifier, what it counts, and its note."""
    items = figure.body["items"]
    columns = len(items) if len(items) < 4 else -(-len(items) // 2)
    rows = -(-len(items) // columns)
    gap = 18
    w = min((width - gap * (columns - 1)) / columns, 760)
    h = min((height - gap * (rows - 1)) / rows, 340 if rows == 1 else 250, w * 0.72)
    top = min((height - rows * h - gap * (rows - 1)) / 2, 36)
    room, pad, high = w - 44, 24, h - 36
    texts = [
        (letters.clean(item["figure"]), letters.clean(item["label"]),
         letters.clean(" · ".join(filter(None, (item.get("of", ""), item["note"]))))) for item in items
    ]  # fmt: skip
    large = tuple(high * part for part in (0.38, 0.32, 0.27, 0.23, 0.19, 0.16, 0.13, 0.1))
    numbers = [letters.fitted(one, room, high * 0.46, large, "title", 1.1)[0] for one, _, _ in texts]
    size = max(numbers)
    label = letters.common([one for _, one, _ in texts], room, high * 0.34, (28, 24, 20, 18, 16, 14, 12), "strong")
    left = high * 0.94 - size * 1.1 - label * 1.28 * (1 if rows == 1 else 2)
    small = letters.common([one for _, _, one in texts], room, left, (20, 18, 16, 15, 14, 13, 12))
    parts = []
    for i, (item, (number, name, note), size) in enumerate(zip(items, texts, numbers, strict=True)):
        x, y = (i % columns) * (w + gap), top + (i // columns) * (h + gap)
        parts.append(rect(paint, x, y, w, h, "panel", rx=10) + rect(paint, x, y, 6, h, item["colour"], rx=3))
        at = y + 18
        for words, of, face, fill, leading, share in (
            (number, size, "title", "ink", 1.1, 0.46), (name, label, "strong", "ink", 1.28, 0.4),
            (note, small, "body", "soft", 1.28, 1.0),
        ):  # fmt: skip
            most = max(int(min(y + h - 10 - at, high * share) / (of * leading)), words == number)
            if not words or most < 1:
                continue
            said = letters.lines(words, of, room, face, most)
            parts.append(block(paint, x + pad, at, said, of, fill, face=face, leading=leading))
            at += of * leading * len(said) + 3
    return "".join(parts)


# Bars


def bars(figure: Figure, width: float, height: float, paint: Paint) -> str:
    """One bar a row, its words at its end; the rows that stand out in full colour."""
    rows = figure.body["rows"]
    if figure.body.get("upright"):
        return _columns(figure, width, height, paint)
    step = min(height / len(rows), 58)
    size = max(min(step * 0.46, 20), 8)
    widest = max(letters.width(row["label"], size) for row in rows)
    label_w = min(widest + 14, width * 0.42)
    tail = max(letters.width(row["words"], size, "strong") for row in rows) + 16
    track = width - label_w - tail
    zero, unit = _scaled(rows, figure.body["max"], track)
    has_best = any(row["stands_out"] for row in rows)
    parts = []
    for i, row in enumerate(rows):
        middle = step * (i + 0.5)
        small, said = letters.fitted(
            row["label"], label_w - 12, step * 0.98, (size, size * 0.85, size * 0.72), leading=1.1
        )
        for n, line in enumerate(said):
            y = middle + small * 0.34 + (n - (len(said) - 1) / 2) * small * 1.1
            parts.append(text(paint, label_w - 12, y, line, small, anchor="end"))
        more = {"fill_opacity": 0.4} if has_best and not row["stands_out"] else {}
        long = abs(row["value"]) * unit
        left = label_w + zero - (long if row["value"] < 0 else 0)
        end = label_w + zero + (0 if row["value"] < 0 else long)
        parts.append(rect(paint, label_w, middle - step * 0.31, track, step * 0.62, "empty", rx=3))
        bar = rect(paint, left, middle - step * 0.31, long, step * 0.62, figure.body["colour"], rx=3, **more)
        parts.append(opened(bar, row.get("opens", ""), row.get("told", "")))
        parts.append(text(paint, end + 8, middle + size * 0.34, row["words"], size, face="strong"))
    return "".join(parts)


def _scaled(rows: list[dict], most: float, room: float) -> tuple[float, float]:
    """Where zero lies in the room, and how long one unit is: an amount below zero reaches back from there."""
    least = min([0, *(row["value"] for row in rows)])
    unit = room / ((max(most, 0) - least) or 1)
    return -least * unit, unit


def _columns(figure: Figure, width: float, height: float, paint: Paint) -> str:
    rows = figure.body["rows"]
    step, foot = min(width / len(rows), 110), 34
    zero, unit = _scaled(rows, figure.body["max"], height - foot - 30)
    parts = []
    for i, row in enumerate(rows):
        x, tall = step * i, abs(row["value"]) * unit
        top = height - foot - zero - (0 if row["value"] < 0 else tall)
        parts.append(rect(paint, x + step * 0.15, top, step * 0.7, tall, figure.body["colour"], rx=3))
        middle = x + step / 2
        parts.append(text(paint, middle, top - 8, row["words"], 15, face="strong", anchor="middle"))
        parts.append(text(paint, middle, height - foot + 20, row["label"], 15, "soft", anchor="middle"))
    return "".join(parts)


# Matrix


def matrix(figure: Figure, width: float, height: float, paint: Paint) -> str:
    """Rows and columns: a dot, a ring, a number or words in each cell, or empty paper."""
    from analytics.exports.figure_series import heat

    body = figure.body
    if body.get("heat"):
        return heat(figure, width, height, paint)
    columns, rows = body["columns"], body["rows"]
    has_groups = any(row["group"] for row in rows)
    wide_y = min((height - 30) / max(len(rows), 1), 48)
    most = max(min(wide_y * 0.5, 19), 7.5)  # no larger than this will the type be
    group_w = min(max(letters.width(row["group"], most * 0.9) for row in rows) + 18, width * 0.2) if has_groups else 0
    label_w = min(max(letters.width(row["label"], most) for row in rows) + 24, width * 0.44)
    if body.get("words"):
        return _words_matrix(figure, width, height, paint, label_w)
    head, step_x, drawn = _heads(columns, width - group_w - label_w, height, paint, group_w + label_w)
    step_y = min((height - head) / max(len(rows), 1), 48)
    size = max(min(step_y * 0.5, 19), 7.5)
    left = group_w + label_w
    parts, before = [drawn], None
    for i, row in enumerate(rows):
        y, middle = head + step_y * i, head + step_y * (i + 0.5)
        if row["group"] != before or not has_groups:
            parts.append(rect(paint, 0, y, left + step_x * len(columns), 1, "line"))
        if has_groups and row["group"] != before:
            said = letters.lines(row["group"], size * 0.9, group_w - 8, most=1)[0]
            parts.append(text(paint, 0, middle + size * 0.35, said, size * 0.9, "soft"))
        before = row["group"]
        said = letters.lines(row["label"], size, label_w - 12, most=1)[0]
        parts.append(text(paint, group_w, middle + size * 0.35, said, size))
        for j, cell in enumerate(row["cells"]):
            parts.append(
                _cell(paint, cell, left + step_x * (j + 0.5), middle, min(step_x, step_y), body["colour"], size)
            )
    return "".join(parts)


def _heads(columns: list[str], room: float, height: float, paint: Paint, left: float) -> tuple[float, float, str]:
    """The names over the columns, level where they fit, else slanted: how tall, how wide a column, and drawn."""
    step = min(room / len(columns), 210)
    set_ = [letters.lines(name, 16, step - 14, "strong", most=3) for name in columns]
    if all(" ".join(lines) == letters.clean(name) for lines, name in zip(set_, columns, strict=True)):
        head = max(map(len, set_)) * 16 * 1.15 + 14
        if head < height * 0.3:
            return head, step, "".join(
                block(paint, left + step * (j + 0.5), head - 12 - 18.4 * len(lines), lines, 16, "soft", face="strong",
                      anchor="middle", leading=1.15) for j, lines in enumerate(set_)
            )  # fmt: skip
    size = 14 if len(columns) < 14 else 12
    longest = min(max(letters.width(name, size) for name in columns), 230)
    head, step = longest * 0.68 + 12, min((room - longest * 0.73) / len(columns), 90)
    names = [letters.lines(name, size, 230, most=1)[0] for name in columns]
    return (
        head,
        step,
        "".join(
            text(paint, left + step * (j + 0.5), head - 8, name, size, "soft", turn=-42) for j, name in enumerate(names)
        ),
    )


def _cell(paint: Paint, cell: str | int, x: float, y: float, step: float, colour: str, size: float) -> str:
    r = min(step * 0.3, 11)
    if cell == DOT:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}"{paint(colour)}/>'
    if cell == RING:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r - 1:.1f}"{paint("none", colour, stroke_width=2)}/>'
    if cell == "":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.5"{paint("line")}/>'
    pale = rect(paint, x - step * 0.42, y - step * 0.42, step * 0.84, step * 0.84, colour, rx=4, fill_opacity=0.18)
    return pale + text(paint, x, y + size * 0.35, str(cell), size, face="strong", anchor="middle")


def _words_matrix(figure: Figure, width: float, height: float, paint: Paint, label_w: float) -> str:
    columns, rows = figure.body["columns"], figure.body["rows"]
    step_x, head = (width - label_w) / len(columns), 44
    step_y = min((height - head) / max(len(rows), 1), 44)
    size = max(min(step_y * 0.42, 16), 8)
    parts = []
    for j, name in enumerate(columns):
        small, said = letters.fitted(name, step_x - 12, head - 6, (16, 14, 12), "strong", 1.15)
        parts.append(block(paint, label_w + step_x * j + 10, 0, said, small, face="strong", leading=1.15))
    for i, row in enumerate(rows):
        y = head + step_y * i
        parts.append(rect(paint, 0, y, width, 1, "line"))
        said = letters.lines(row["label"], size, label_w - 12, most=1)[0]
        parts.append(text(paint, 0, y + step_y / 2 + size * 0.35, said, size))
        for j, cell in enumerate(row["cells"]):
            if not cell:
                continue
            x = label_w + step_x * j
            said = letters.lines(str(cell), size, step_x - 30, most=1)[0]
            parts.append(rect(paint, x + 4, y + 4, letters.width(said, size) + 18, step_y - 8, figure.body["colour"],
                              rx=6, fill_opacity=0.18))  # fmt: skip
            parts.append(text(paint, x + 13, y + step_y / 2 + size * 0.35, said, size))
    return "".join(parts)


# Timeline


def timeline(figure: Figure, width: float, height: float, paint: Paint) -> str:
    """One lane a programme over the years, what is not stated faded, and its dates in words."""
    body = figure.body
    lanes, first, last = body["lanes"], body["first"], body["last"]
    step = min((height - 30) / max(len(lanes), 1), 84)
    size = max(min(step * 0.42, 19), 9)
    label_w = min(max(letters.width(lane["label"], size, "strong") for lane in lanes) + 16, width * 0.24)
    words_w = min(max(letters.width(lane["words"], size) for lane in lanes) + 16, width * 0.34)
    track = width - label_w - words_w

    def at(year: float) -> float:
        return label_w + track * (year - first) / max(last - first, 1)

    parts = [_fades(paint, lanes)]
    foot = step * len(lanes)
    every = max(1, round((last - first) / 6))
    for year in range(first, last + 1, every):
        parts.append(rect(paint, at(year), 0, 1, foot, "line"))
        parts.append(text(paint, at(year), foot + 20, str(year), 13, "soft", anchor="middle"))
    for i, lane in enumerate(lanes):
        middle = step * (i + 0.5)
        said = letters.lines(lane["label"], size, label_w - 12, "strong", most=1)[0]
        parts.append(text(paint, 0, middle + size * 0.35, said, size, face="strong"))
        if not lane["marks"]:
            parts.append(f'<path d="M{label_w:.1f} {middle:.1f}H{label_w + track:.1f}"'
                         f"{paint('none', 'soft', stroke_dasharray='2 7', stroke_width=1.5)}/>")  # fmt: skip
        for mark in lane["marks"]:
            parts.append(_mark(paint, mark, lane["colour"], at, middle, step))
        small, said = letters.fitted(
            lane["words"], words_w - 14, step * 0.96, (size, size * 0.85, size * 0.75), leading=1.1
        )
        top = middle - small * 0.55 * len(said)
        parts.append(block(paint, label_w + track + 14, top, said, small, "soft", leading=1.1))
    return "".join(parts)


def _fades(paint: Paint, lanes: list[dict]) -> str:
    stops = []
    for colour in dict.fromkeys(lane["colour"] for lane in lanes):
        for name, a, b in (("out", 1, 0.05), ("in", 0.05, 1)):
            tint = f' stop-color="{paint.value(colour)}"' if paint.look else f' class="g-{colour}"'
            both = f'<stop offset="0"{tint} stop-opacity="{a}"/><stop offset="1"{tint} stop-opacity="{b}"/>'
            stops.append(f'<linearGradient id="{paint.prefix}-{name}-{colour}">{both}</linearGradient>')
    return f"<defs>{''.join(stops)}</defs>"


def _mark(paint: Paint, mark: dict, colour: str, at: Callable[[float], float], middle: float, step: float) -> str:
    x, end, kind = at(mark["from"]), at(mark["to"]), mark["kind"]
    if kind in ("diamond", "dot"):
        x, r = (x + end) / 2, min(step * 0.22, 8)
        if kind == "dot":
            return f'<circle cx="{x:.1f}" cy="{middle:.1f}" r="{r * 0.8:.1f}"{paint(colour, "paper")}/>'
        return (
            f'<path d="M{x:.1f} {middle - r:.1f}l{r:.1f} {r:.1f}l{-r:.1f} {r:.1f}l{-r:.1f} {-r:.1f}z"{paint(colour)}/>'
        )
    fill = colour if kind == "bar" else f"url(#{paint.prefix}-{'out' if kind == 'fades-out' else 'in'}-{colour})"
    return rect(paint, x, middle - step * 0.24, max(end - x, 5), step * 0.48, fill, rx=4)
