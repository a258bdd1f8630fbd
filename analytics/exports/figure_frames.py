"""Layers of a map as SVG: one picture or several side by side, and beside them the legend with its numbers."""

from __future__ import annotations

from html import escape

from analytics.exports import letters
from analytics.exports.figure_svg import Paint, block, rect, text
from analytics.palette import contrast
from analytics.wording import Words

LEGEND_PX, GAP_PX, NAME_PX, CELL_PX, SIDE = 280, 26, 16, 38, 3
SIZES = (15, 14, 13, 12, 11, 10, 9)
HATCH_PX, DOTS_PX = 5, 5


def frames_body(body: dict, width: float, height: float, paint: Paint, say: Words) -> str:
    """The pictures fitted into the box; the legend stands beside them where the box is wide, else below."""
    is_wide = width / height > 1.6
    legend_w = LEGEND_PX if is_wide else width
    legend, legend_h = _legends(body["legends"], legend_w, height if is_wide else height * 0.42, paint, say)
    left = legend_w + GAP_PX if is_wide else 0
    room = (width - left, height if is_wide else height - legend_h - 8)
    across, panels = body.get("across", 1), body["panels"]
    down = -(-len(panels) // across)
    cell = (room[0] / across, room[1] / down)
    drawn = "".join(
        _panel(one, n, left + cell[0] * (n % across), cell[1] * (n // across), cell, paint, is_alone=len(panels) == 1)
        for n, one in enumerate(panels)
    )
    return f'{drawn}<g transform="translate(0 {0 if is_wide else height - legend_h:.1f})">{legend}</g>'


def _panel(panel: dict, n: int, x: float, y: float, cell: tuple[float, float], paint: Paint, *, is_alone: bool) -> str:
    """One picture under its name, as large as its cell lets it be."""
    head = NAME_PX + 10 if panel["name"] else 0
    w, h = panel["width"], panel["height"]
    gap = 0 if is_alone else 10
    k = min((cell[0] - gap) / w, (cell[1] - head - gap) / h)
    x += (cell[0] - gap - w * k) / 2
    name = ""
    if panel["name"]:
        said = letters.lines(letters.clean(panel["name"]), NAME_PX, w * k, "strong", 1)
        name = block(paint, x, y, said, NAME_PX, face="strong")
    clip, mark = f"{paint.prefix}-clip{n}", ' data-map="1"' if is_alone else ""
    inset = _inset(panel.get("inset"), n, paint)
    return (
        f'{name}<defs><clipPath id="{clip}"><rect width="{w}" height="{h}" rx="8"/></clipPath>'
        f'{_patterns(panel, n, paint)}</defs><g transform="translate({x:.2f} {y + head:.2f}) scale({k:.4f})">'
        f'<g clip-path="url(#{clip})">{rect(paint, 0, 0, w, h, "empty")}<g{mark}>{_picture(panel, n, paint)}</g>'
        f"{inset}</g></g>"
    )


def _inset(inset: dict | None, n: int, paint: Paint) -> str:
    """What lies too far out to be on the picture itself, in its corner."""
    if not inset:
        return ""
    w, h, clip = inset["width"], inset["height"], f"{paint.prefix}-inset{n}"
    return (
        f'<defs><clipPath id="{clip}"><rect width="{w}" height="{h}"/></clipPath></defs><g transform="translate(8 8)">'
        f'<g clip-path="url(#{clip})">{rect(paint, 0, 0, w, h, "empty")}{_picture(inset, n, paint)}</g>'
        f"{rect(paint, 0, 0, w, h, 'none', 'line')}</g>"
    )


def _id(paint: Paint, n: int, layer: int, digit: str) -> str:
    return f"{paint.prefix}-k{n}-{layer}-{digit}"


def _patterns(panel: dict, n: int, paint: Paint) -> str:
    found = [_hatch(f"{paint.prefix}-coarse{n}", "soft", 8, 0.9, paint)]
    for number, layer in enumerate(panel["layers"]):
        for digit, sign in layer["classes"].items():
            found.append(_pattern(_id(paint, n, number, digit), sign, paint))
    return "".join(found)


def _pattern(name: str, sign: dict, paint: Paint) -> str:
    if sign["pattern"] == "hatch":
        return _hatch(name, sign["colour"], HATCH_PX, 1.4, paint)
    if sign["pattern"] == "dots":
        return (
            f'<pattern id="{name}" width="{DOTS_PX}" height="{DOTS_PX}" patternUnits="userSpaceOnUse">'
            f'<circle cx="1.5" cy="1.5" r="0.9"{paint(sign["colour"])}/></pattern>'
        )
    return ""


def _hatch(name: str, colour: str, every: float, thick: float, paint: Paint) -> str:
    return (
        f'<pattern id="{name}" width="{every}" height="{every}" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><path d="M0 0V{every}"{paint("none", colour, stroke_width=thick)}/></pattern>'
    )


def _picture(panel: dict, n: int, paint: Paint) -> str:
    """Land, then each layer, then the borders of divisions."""
    parts = [_path(panel["far"], paint("empty", "line", stroke_width=0.7)),
             _path(panel["land"], paint("land", "paper", stroke_width=0.6))]  # fmt: skip
    for number, layer in enumerate(panel["layers"]):
        parts.append(_path(layer["lines"], paint("none", "paper", stroke_width=0.3)))
        parts += [_area(area, layer, n, number, paint) for area in layer["areas"]]
        if layer["areas"]:
            parts.append(_path(panel["land"], paint("none", "soft", stroke_width=0.5)))
        parts.append(_path(layer["hatched"], f' fill="url(#{paint.prefix}-coarse{n})" fill-opacity="0.6"'))
        parts += [_circle(one, layer["classes"][one["class"]], paint) for one in layer["circles"]]
        parts += [_point(one, paint) for one in layer["points"]]
        parts += [
            _told(one["tip"], _path(one["d"], paint(one["colour"], "paper", stroke_width=0.4, fill_opacity=0.85)))
            for one in layer["cells"]
        ]
        parts += [
            _told(one["tip"], _path(one["d"], paint("none", "teal", stroke_width=one["w"], stroke_opacity=0.55)))
            for one in layer["arcs"]
        ]
    return "".join(parts)


def _path(data: str, look: str) -> str:
    return f'<path d="{escape(data, quote=True)}"{look}/>' if data else ""


def _told(tip: list[str], drawn: str) -> str:
    if not tip:
        return drawn
    said = escape(letters.clean("\n".join(line for line in tip if line)))
    return f'<g data-tip="1"><title>{said}</title>{drawn}</g>'


def _look(sign: dict, name: str, opacity: float, paint: Paint) -> str:
    """How an area of a class is painted."""
    if sign["pattern"] in ("hatch", "dots"):
        return f"{paint('none', 'line', stroke_width=0.35)}".replace('fill="none"', f'fill="url(#{name})"')
    if sign["pattern"] == "outline":
        return paint("paper", sign["colour"] if sign["is_value"] else "line", stroke_width=0.5)
    return paint(sign["colour"], "paper", stroke_width=0.35, fill_opacity=f"{opacity:.2f}")


def _area(area: dict, layer: dict, n: int, number: int, paint: Paint) -> str:
    sign = layer["classes"][area["class"]]
    look = _look(sign, _id(paint, n, number, area["class"]), layer["opacity"], paint)
    return _told(area["tip"], _path(area["d"], look))


def _circle(one: dict, sign: dict, paint: Paint) -> str:
    is_full = sign["pattern"] == "fill"
    look = paint(sign["colour"], "paper", stroke_width=0.8, fill_opacity=0.88) if is_full else paint(
        "none", sign["colour"], stroke_width=1)  # fmt: skip
    return _told(one["tip"], f'<circle cx="{one["x"]}" cy="{one["y"]}" r="{one["r"]}"{look}/>')


def _point(one: dict, paint: Paint) -> str:
    look = paint("none", one["colour"], stroke_width=0.8) if one["is_ring"] else paint(
        one["colour"], "paper", stroke_width=0.6, fill_opacity=0.7)  # fmt: skip
    return f'<circle cx="{one["x"]}" cy="{one["y"]}" r="{one["r"]}"{look}/>'


# The legend


def _legends(legends: list[dict], width: float, height: float, paint: Paint, say: Words) -> tuple[str, float]:
    """Every layer's legend below one another, in the largest type at which all of it fits."""
    for size in SIZES:
        parts, y = [], 0.0
        for number, one in enumerate(legends):
            drawn, y = _legend(one, number, y, width, size, paint, say)
            parts.append(drawn)
        if y <= height or size == SIZES[-1]:
            break
    return "".join(parts), y


def _legend(one: dict, number: int, y: float, width: float, size: float, paint: Paint, say: Words) -> tuple[str, float]:
    said = letters.lines(letters.clean(one["unit"]), size, width - 60, "strong", 3)
    parts = [block(paint, 0, y, said, size, face="strong"),
             text(paint, width, y + size * 0.9, one["counted"], size * 0.85, "soft", anchor="end")]  # fmt: skip
    y += len(said) * size * 1.28 + 6
    if one["square"]:
        drawn, y = _square(one["square"], y, width, size, paint, say)
        parts.append(drawn)
    if one["sizes"]:
        drawn, y = _sizes(one["sizes"], y, size, paint)
        parts.append(drawn)
    for n, sign in enumerate(one["signs"]):
        said = letters.lines(letters.clean(sign["text"]), size, width - 84, most=3)
        name = f"{paint.prefix}-l{number}-{n}"
        parts.append(f"<defs>{_pattern(name, sign, paint)}</defs>{_swatch(sign, name, y + 2, size, paint)}")
        parts.append(block(paint, 32, y, said, size))
        parts.append(text(paint, width, y + size * 0.86, sign["n"], size, "soft", anchor="end"))
        y += len(said) * size * 1.22 + size * 0.34
    if one["hatch"]:
        name = f"{paint.prefix}-l{number}-coarse"
        said = letters.lines(letters.clean(one["hatch"]), size, width - 32, most=3)
        swatch = rect(paint, 0.5, y + 2, 22, size * 0.9, "none", "line")
        swatch = swatch.replace('fill="none"', f'fill="url(#{name})"')
        parts.append(f"<defs>{_hatch(name, 'soft', 8, 0.9, paint)}</defs>{swatch}{block(paint, 32, y, said, size)}")
        y += len(said) * size * 1.22 + size * 0.34
    return "".join(parts), y + size * 0.5


def _swatch(sign: dict, name: str, y: float, size: float, paint: Paint) -> str:
    if sign["is_round"]:
        r = size * 0.38
        look = paint(sign["colour"], "paper") if sign["pattern"] == "fill" else paint("none", sign["colour"])
        return f'<circle cx="11" cy="{y + size * 0.42:.1f}" r="{r:.1f}"{look}/>'
    box = f'<rect x="0.5" y="{y:.1f}" width="22" height="{size * 0.9:.1f}"'
    if sign["pattern"] == "outline" and not sign["is_value"]:
        return f"{box}{paint('paper', 'soft', stroke_width=0.8)}/>"
    return f"{box}{_look(sign, name, 1, paint)}/>"


def _sizes(sizes: list[dict], y: float, size: float, paint: Paint) -> tuple[str, float]:
    """Circles within one another that say what their area means."""
    foot, parts = y + 2 * sizes[0]["r"] + 4, []
    for i, one in enumerate(sizes):
        look = paint("none", "soft", stroke_width=1)
        parts.append(f'<circle cx="28" cy="{foot - one["r"]:.1f}" r="{one["r"]}"{look}/>')
        at = min(foot - 2 * one["r"] + 5, foot - (len(sizes) - 1 - i) * size * 0.95)
        parts.append(text(paint, 66, at, one["text"], size * 0.9, "soft"))
    return "".join(parts), foot + size


def _square(square: dict, y: float, width: float, size: float, paint: Paint, say: Words) -> tuple[str, float]:
    """What is recorded grows upwards, what was done to the right; the corners in words."""
    side = SIDE * CELL_PX
    left = (min(width, LEGEND_PX) - side) / 2
    parts, small = [], size * 0.86
    corner = letters.common(square["corners"], left - 8, side / 2 - 3, (13, 12, 11, 10, 9, 8), leading=1.2)
    for number, cell in enumerate(square["cells"]):
        row, column = divmod(number, SIDE)
        x, at = left + column * CELL_PX, y + (SIDE - 1 - row) * CELL_PX
        parts.append(rect(paint, x, at, CELL_PX, CELL_PX, cell["colour"], "paper"))
        ink = _ink(cell["colour"], paint, row, column)
        parts.append(text(paint, x + CELL_PX / 2, at + CELL_PX / 2 + 5, cell["n"], 14, ink, anchor="middle"))
    few, few_many, many, both = square["corners"]
    for words, is_right, is_top in (
        (many, False, True),
        (both, True, True),
        (few, False, False),
        (few_many, True, False),
    ):
        said = letters.lines(words, corner, left - 8)
        top = y if is_top else y + side - len(said) * corner * 1.2
        for i, line in enumerate(said):
            x, anchor = (left + side + 8, "start") if is_right else (left - 8, "end")
            parts.append(text(paint, x, top + corner * (0.9 + 1.2 * i), line, corner, anchor=anchor))
    y += side + 8
    down, across = square["axes"]
    for words in (
        say("Upwards: {steps}.", steps="; ".join(down)),
        say("To the right: {steps}.", steps="; ".join(across)),
    ):
        said = letters.lines(words, small, width, most=3)
        parts.append(block(paint, 0, y, said, small, "soft"))
        y += len(said) * small * 1.28 + 4
    return "".join(parts), y + 4


def _ink(colour: str, paint: Paint, row: int, column: int) -> str:
    """Ink or paper, whichever can be read on it; in a drawing that takes its theme later, by where the cell stands."""
    if paint.look is None:
        return "paper" if row + column > SIDE - 1 else "ink"
    return max(("ink", "paper"), key=lambda name: contrast(paint.value(name), paint.value(colour)))
