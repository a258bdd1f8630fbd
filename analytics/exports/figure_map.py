"""A map of a figure as SVG: land, what is filled, hatched or outlined, circles, names where there is room, legend."""

from __future__ import annotations

from html import escape

from analytics.exports import letters
from analytics.exports.figure_frames import frames_body
from analytics.exports.figure_svg import Paint, block, rect, text
from analytics.figures.model import Figure
from analytics.wording import Words

HATCH_PX, NAME_PX = 5, 12.5
WIDE, LEGEND_PX = 1.9, 270  # from which shape on the legend stands beside the map
Box = tuple[float, float, float, float]


def map_body(figure: Figure, width: float, height: float, paint: Paint) -> str:
    """The map fitted into the box, its legend beside it where the box is wide, else below it."""
    body = figure.body
    if "panels" in body:
        return frames_body(body, width, height, paint, Words(figure.lang))
    is_wide = width / height > WIDE and bool(body["legend"])
    beside = LEGEND_PX if is_wide else 0
    for size in (16, 14, 12, 10, 8):  # as large as its place allows
        legend, legend_h = _legend(body["legend"], beside or width, paint, size)
        if legend_h <= (height - 8 if is_wide else height * 0.45):
            break
    room_x, room_y = width - beside - (24 if is_wide else 0), height if is_wide else height - legend_h
    k = min(room_x / body["width"], room_y / body["height"])
    left = width - room_x + (room_x - body["width"] * k) / 2
    clip = f"{paint.prefix}-clip"
    inner = _land(body, paint) + _areas(body, paint) + _points(body, paint) + _names(body, paint)
    return (
        f'<defs><clipPath id="{clip}"><rect width="{body["width"]}" height="{body["height"]}" rx="12"/></clipPath>'
        f"{_hatches(body, paint)}</defs>"
        f'<g transform="translate({left:.2f} 0) scale({k:.4f})"><g clip-path="url(#{clip})">'
        f'<rect width="{body["width"]}" height="{body["height"]}"{paint("empty")}/><g data-map="1">{inner}</g></g></g>'
        f'<g transform="translate(0 {8 if is_wide else room_y:.1f})">{legend}</g>'
    )


def _hatches(body: dict, paint: Paint) -> str:
    colours = {colour for shape in body["shapes"] for style, colour in shape["styles"] if style == "hatch"}
    colours |= {sign["colour"] for sign in body["legend"] if sign["style"] == "hatch"}
    return "".join(
        f'<pattern id="{paint.pattern(colour)}" width="{HATCH_PX}" height="{HATCH_PX}" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><path d="M0 0V{HATCH_PX}"{paint("none", colour, stroke_width=2.6)}/></pattern>'
        for colour in sorted(colours)
    )


def _land(body: dict, paint: Paint) -> str:
    parts = [(body["far"], "empty", "line"), (body["land"], "land", "paper"), (body["divisions"], "land", "paper")]
    return "".join(
        f'<path d="{data}"{paint(fill, line, stroke_width=0.7, stroke_linejoin="round")}/>'
        for data, fill, line in parts if data
    )  # fmt: skip


def _tip(tip: list[str]) -> str:
    return f"<title>{escape(letters.clean(chr(10).join(line for line in tip if line)))}</title>"


def _areas(body: dict, paint: Paint) -> str:
    parts = []
    for shape in body["shapes"]:
        drawn = []
        for style, colour in shape["styles"]:
            if style == "fill":
                look = paint(colour, colour, fill_opacity=0.34, stroke_width=0.7)
            elif style == "hatch":
                look = paint(f"url(#{paint.pattern(colour)})", colour, stroke_width=0.9)
            else:
                look = paint("none", colour, stroke_width=1.6)
            drawn.append(f'<path d="{shape["d"]}"{look}/>')
        parts.append(f'<g data-tip="1">{_tip(shape["tip"])}{"".join(drawn)}</g>')
    for disc in body["discs"]:
        look = paint(disc["colour"], disc["colour"], fill_opacity=0.34)
        parts.append(f'<circle cx="{disc["x"]}" cy="{disc["y"]}" r="8"{look}/>')
    return "".join(parts)


def _points(body: dict, paint: Paint) -> str:
    parts = []
    for point in body["points"]:
        look = paint("paper", point["colour"], stroke_width=2) if point["is_ring"] else paint(
            point["colour"], "paper", stroke_width=1.4)  # fmt: skip
        circle = f'<circle cx="{point["x"]}" cy="{point["y"]}" r="5.5"{look}/>'
        parts.append(f'<g data-tip="1">{_tip(point["tip"])}{circle}</g>')
    return "".join(parts)


def _names(body: dict, paint: Paint) -> str:
    """Names beside what they name, where they meet no other; the others stand in the table."""
    taken: list[Box] = [(p["x"] - 6, p["y"] - 6, p["x"] + 6, p["y"] + 6) for p in body["points"]]
    parts = []
    for name in body["names"]:
        said = letters.clean(name["text"])
        w, x, y = letters.width(said, NAME_PX), name["x"], name["y"]
        spots = [(x - w / 2, y + 4)] if name["is_area"] else [(x + 9, y + 4), (x - 9 - w, y + 4), (x - w / 2, y - 10),
                                                            (x - w / 2, y + 19)]  # fmt: skip
        for left, base in spots:
            box = (left - 2, base - NAME_PX, left + w + 2, base + 4)
            if box[0] < 0 or box[2] > body["width"] or any(_meet(box, other) for other in taken):
                continue
            taken.append(box)
            halo = text(paint, left, base, said, NAME_PX).replace(
                "<text ", '<text stroke-opacity="0.75" stroke-width="3" stroke-linejoin="round" ', 1
            )
            parts.append(_haloed(halo, paint) + text(paint, left, base, said, NAME_PX))
            break
    return f'<g data-names="1">{"".join(parts)}</g>'


def _haloed(line: str, paint: Paint) -> str:
    """The same text as a rim of paper around it, hidden from those who listen."""
    if paint.look:
        return line.replace(paint("ink"), paint("paper", "paper")).replace("<text ", '<text aria-hidden="true" ', 1)
    return line.replace(' class="f-ink"', ' class="f-paper s-paper"').replace("<text ", '<text aria-hidden="true" ', 1)


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _legend(signs: list[dict], width: float, paint: Paint, size: float) -> tuple[str, float]:
    """The signs in words, in as many columns as fit, and how tall they are."""
    if not signs:
        return "", 0
    widest = min(max(letters.width(sign["text"], size) for sign in signs) + 44, width)
    columns = max(int(width // widest), 1)
    wide = width / columns
    set_ = [letters.lines(letters.clean(sign["text"]), size, wide - 34, most=3) for sign in signs]
    parts, y = [], 0.0
    for start in range(0, len(signs), columns):
        row = range(start, min(start + columns, len(signs)))
        for i in row:
            x = (i - start) * wide
            parts.append(_swatch(signs[i], x, y + 14, paint) + block(paint, x + 30, y + 4, set_[i], size, "soft"))
        y += max(len(set_[i]) for i in row) * size * 1.28 + 8
    return "".join(parts), y + 8


def _swatch(sign: dict, x: float, y: float, paint: Paint) -> str:
    style, colour = sign["style"], sign["colour"]
    if style in ("circle", "ring"):
        look = paint(colour) if style == "circle" else paint("paper", colour, stroke_width=2)
        return f'<circle cx="{x + 9:.1f}" cy="{y:.1f}" r="6"{look}/>'
    if style == "hatch":
        return rect(paint, x, y - 7, 20, 14, f"url(#{paint.pattern(colour)})", colour)
    if style == "outline":
        return rect(paint, x, y - 7, 20, 14, "none", colour, stroke_width=1.6)
    return rect(paint, x, y - 7, 20, 14, colour, colour, fill_opacity=0.34)
