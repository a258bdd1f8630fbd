"""A map to take away: one page with title, question, legend, scale bar, insets, credits, selection and version.

Drawn on the server from the same frame as the page's map, so that no number and no class can differ. One SVG is the
source of all three forms: SVG itself (its fonts inside), PDF and PNG in 300 dpi by `typesetting`.
"""

from __future__ import annotations

import base64
import math
from dataclasses import dataclass, replace
from functools import cache
from html import escape

from analytics.exports.map_square import square
from analytics.exports.typesetting import DPI, FONTS, lines, picture, width
from analytics.maps.against import SIDE
from analytics.maps.camera import Box, Camera, fit
from analytics.maps.drawn import Base, Layers, body, boxes, paint, patterns, radius
from analytics.maps.extent import far_out, main_box
from analytics.maps.frames import NO_DATA, ClassSign, MapFrame
from analytics.maps.legends import figure
from analytics.maps.svg import paths_of
from analytics.palette import Look
from analytics.wording import Words

WIDTH, HEIGHT, MARGIN = 1123, 794, 38  # A4, landscape, in CSS pixels
LEGEND, FOOT, GAP = 262, 46, 20
TITLE_PX, SUB_PX, TEXT_PX, SMALL_PX = 25, 14, 11.5, 9.5
INSET = 118
COUNTED = ("heat", "hexagon", "cluster")  # ways to look at points on a screen: on paper they are the points themselves
EQUATOR_KM = 40_075.017
SERIF, TEXT = "'Tejido Serif', Georgia, serif", "Figtree, 'Helvetica Neue', sans-serif"
FACES = (("Figtree", 400, "Figtree-Regular"), ("Figtree", 600, "Figtree-SemiBold"),
         ("Tejido Serif", 600, "TejidoSerif-SemiBold"))  # fmt: skip


@dataclass(frozen=True)
class About:
    """What stands on the page besides the frame: which selection, which version, whose boundaries."""

    selection: str
    version: str
    credits: str


class Page:
    """Words and shapes of a page, one after the other."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.parts: list[str] = []

    def text(
        self, x: float, y: float, words: str, size: float = TEXT_PX, colour: str = "ink", *, bold: bool = False,
        serif: bool = False, anchor: str = "start",
    ) -> None:  # fmt: skip
        family, weight = (SERIF, 600) if serif else (TEXT, 600 if bold else 400)
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-family="{family}" font-weight="{weight}" font-size="{size}"'
            f' fill="{self.look[colour]}" text-anchor="{anchor}">{escape(words)}</text>'
        )

    def block(self, x: float, y: float, words: str, room: float, most: int, size: float = SMALL_PX,
              colour: str = "soft", leading: float = 1.32, *, bold: bool = False) -> float:  # fmt: skip
        """A text in at most so many lines; returns where the next one begins."""
        broken = lines(words, size, room, "Figtree-SemiBold" if bold else "Figtree-Regular")
        if len(broken) > most:
            broken = [*broken[: most - 1], broken[most - 1].rstrip(" .,;") + " …"]
        for line in broken:
            self.text(x, y, line, size, colour, bold=bold)
            y += size * leading
        return y

    def framed(self, x: float, y: float, w: int, h: int, inside: str) -> None:
        """A picture inside the page, cut off at its edges."""
        self.parts.append(f'<svg x="{x:.1f}" y="{y:.1f}" width="{w}" height="{h}" viewBox="0 0 {w} {h}">{inside}</svg>')

    def rect(self, x: float, y: float, w: float, h: float, fill: str, line: str = "none", thick: float = 0.8) -> None:
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="{fill}" stroke="{line}"'
            f' stroke-width="{thick}"/>'
        )


def map_sheet(frame: MapFrame, key: str, base: Base, about: About, look: Look, say: Words, over: Layers = ()) -> str:
    """The page as SVG of `WIDTH` by `HEIGHT` pixels; `over` are the layers over it, each at a step of its own."""
    layers = [(replace(one, style="point") if one.style in COUNTED else one, at) for one, at in ((frame, key), *over)]
    frame = layers[0][0]
    page = Page(look)
    page.rect(0, 0, WIDTH, HEIGHT, look["paper"])
    top = _head(page, frame, key, say)
    w, h = WIDTH - 2 * MARGIN - LEGEND - GAP, HEIGHT - top - MARGIN - FOOT
    camera = fit(main_box(frame, base), w, h, 14)
    page.rect(MARGIN, top, w, h, look["paper"], look["line"])
    inside = body(layers, base, camera, int(w), int(h), look)
    page.framed(MARGIN, top, int(w), int(h), inside)
    _scale_bar(page, camera, MARGIN + 14, top + h - 14, h, say)
    _insets(page, layers, base, (MARGIN, top, w, h), say)
    _legends(page, layers, base, WIDTH - MARGIN - LEGEND, top, h, say)
    _foot(page, frame, about, say)
    if any(one.is_illustrative for one, _ in layers):
        _illustrative(page, MARGIN + w / 2, top + h / 2, say)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        + "".join(page.parts) + "</svg>"
    )  # fmt: skip


def map_file(sheet: str, form: str, dpi: int = DPI) -> bytes:
    """The page as svg, png or pdf."""
    if form == "svg":
        return sheet.replace(">", f"><style>{_faces()}</style>", 1).encode("utf-8")
    return picture(sheet, form, width=WIDTH, height=HEIGHT, dpi=dpi)


@cache
def _faces() -> str:
    """The fonts inside an SVG, so that it looks the same where they are not installed."""
    return "".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};src:url(data:font/ttf;base64,"
        f"{base64.b64encode((FONTS / f'{name}.ttf').read_bytes()).decode()})}}"
        for family, weight, name in FACES
    )


def _head(page: Page, frame: MapFrame, key: str, say: Words) -> float:
    """Title and what is shown; returns where the map begins."""
    y = MARGIN + TITLE_PX - 4
    room = WIDTH - 2 * MARGIN
    for line in lines(frame.title, TITLE_PX, room, "TejidoSerif-SemiBold")[:2]:
        page.text(MARGIN, y, line, TITLE_PX, serif=True)
        y += TITLE_PX * 1.2
    step = frame.step(key)
    shown = step.label
    if step.is_partial:
        part = step.partial_note or say("may be incomplete")
        shown = say("{step} (not whole: {part})", step=step.label, part=part)
    page.text(MARGIN, y - 3, f"{frame.unit} · {shown}", SUB_PX, "soft")
    if frame.is_illustrative:
        mark = say("Illustrative data")
        wide = width(mark, SUB_PX, "Figtree-SemiBold") + 20
        page.rect(WIDTH - MARGIN - wide, y - 20, wide, 24, "none", page.look["brick"], 1.4)
        page.text(WIDTH - MARGIN - 10, y - 3, mark, SUB_PX, "brick", bold=True, anchor="end")
    return y + 12


def _insets(page: Page, layers: Layers, base: Base, room: tuple[float, float, float, float], say: Words) -> None:
    """Where the country lies, and what lies too far out to be on the map itself."""
    frame = layers[0][0]
    if not frame.view.country:
        return  # the world lies nowhere else
    left, top, w, h = room
    x = left + w - INSET - 8
    y = top + h - INSET - 8
    box = main_box(frame, base)
    wide = max(box.width, box.height) * 2.2
    middle = ((box.west + box.east) / 2, (box.south + box.north) / 2)
    around = Box(middle[0] - wide, max(middle[1] - wide, -78), middle[0] + wide, min(middle[1] + wide, 82))
    where = fit(around, INSET, INSET, 0)
    land = paths_of(base.countries, where, INSET, INSET)
    own = {frame.view.country} & set(land)
    shapes = "".join(data for code, (data, _) in land.items() if code not in own)
    chosen = "".join(land[code][0] for code in own)
    x1, y1 = where.pixel(box.west, box.north, INSET, INSET)
    x2, y2 = where.pixel(box.east, box.south, INSET, INSET)
    look = page.look
    page.framed(
        x,
        y,
        INSET,
        INSET,
        f'<rect width="{INSET}" height="{INSET}" fill="{look["paper"]}"/>'
        f'<path d="{shapes}" fill="{look["land"]}" stroke="{look["paper"]}" stroke-width="0.5"/>'
        f'<path d="{chosen}" fill="{look["soft"]}"/>'
        f'<rect x="{x1:.1f}" y="{y1:.1f}" width="{x2 - x1:.1f}" height="{y2 - y1:.1f}" fill="none"'
        f' stroke="{look["brick"]}" stroke-width="1.2"/>',
    )
    page.rect(x, y, INSET, INSET, "none", look["line"])
    if not (far := far_out(frame, base)):
        return
    size = INSET * 0.72
    x, y = left + 8, top + 8
    camera = fit(Box.of_all(far.values()), size, size, 8)
    inside = body(layers, base, camera, int(size), int(size), look)
    page.framed(x, y, int(size), int(size), inside)
    page.rect(x, y, int(size), int(size), "none", look["line"])
    parents = frame.table.drop_duplicates("place_id").set_index("place_id")["parent_name"]
    names = dict(zip(frame.codes, frame.names, strict=True))
    said = dict.fromkeys(parents.get(code) if frame.level == "municipality" else names.get(code, code) for code in far)
    page.block(x, y + size + 11, say.listing([str(name) for name in said]), size + 20, 3, 8.5)


def _scale_bar(page: Page, camera: Camera, x: float, y: float, height: float, say: Words) -> None:
    """A bar of a round length at the middle of the map; web Mercator stretches away from the equator."""
    km_per_px = EQUATOR_KM * math.cos(math.radians(camera.latitude)) / camera.scale
    power = 10 ** math.floor(math.log10(120 * km_per_px))
    km = max(step * power for step in (1, 2, 5) if step * power <= 120 * km_per_px)
    wide = km / km_per_px
    page.parts.append(
        f'<path d="M{x:.1f} {y - 5:.1f}V{y:.1f}H{x + wide:.1f}V{y - 5:.1f}" fill="none" stroke="{page.look["ink"]}"'
        ' stroke-width="1.1"/>'
    )
    page.text(x + wide + 6, y + 1, say("{n} km", n=say.number(int(km) if km >= 1 else km)), SMALL_PX, "soft")


def _unshaped(frame: MapFrame, key: str, base: Base, say: Words) -> list[str]:
    """Places with a value that no boundary and no point lets the map draw."""
    shaped = set(boxes(base.areas)) if base.areas else set()
    drawn = shaped if frame.style != "circle" and shaped else set(base.points)
    step = frame.step(key)
    gone = sum(value is not None and code not in drawn for code, value in zip(frame.codes, step.values, strict=True))
    if not gone or frame.style == "point":
        return []
    return [say.many("{n} place with a value cannot be drawn.", "{n} places with a value cannot be drawn.", gone)]


def _legends(page: Page, layers: Layers, base: Base, x: float, top: float, room: float, say: Words) -> None:
    """Each layer's classes, smaller where they are many, then what is not drawn and the notes while there is room."""
    page.parts.append(patterns(tuple(sign for frame, key in layers for sign in frame.signs(key)), page.look))
    own, y = Page(page.look), 12.0
    for n, (frame, key) in enumerate(layers):
        if n:
            over = say("Over it: {layer}, {when}", layer=frame.title, when=frame.step(key).label)
            y = own.block(0, y + 26, over, LEGEND, 3) + 3
        y = _legend(own, frame, key, 0, y, say)
    k = min(1.0, room / (y + 20))
    page.parts.append(f'<g transform="translate({x:.1f} {top:.1f}) scale({k:.3f})">{"".join(own.parts)}</g>')
    told = []
    for frame, key in layers:
        told += [*_unshaped(frame, key, base, say), *(gone.words for gone in frame.unplaced), *frame.notes]
    y, end = top + y * k + 20, top + room
    for words in dict.fromkeys(told):
        if y > end - 24:
            page.text(x, min(y, end), say("More notes are with the table."), SMALL_PX, "soft")
            return
        y = page.block(x, y, words, LEGEND, max(1, min(6, int((end - y) / 12.6))), SMALL_PX) + 4


def _legend(page: Page, frame: MapFrame, key: str, x: float, y: float, say: Words) -> float:
    """The classes of a layer with how many places are in each; returns where they end."""
    signs = [sign for sign in frame.signs(key) if sign.n or sign.low is not None]
    heading = page.block(x, y, frame.unit, LEGEND - 46, 3, 12.5, "ink", 1.2, bold=True)
    page.text(x + LEGEND, y, say("events") if frame.style == "point" else say("places"), SMALL_PX, "soft", anchor="end")
    y = heading - 5
    if frame.style == "circle" and frame.most:
        y = _circle_sizes(page, frame, x, y, say)
    if frame.axes:
        y = square(page, frame, frame.signs(key), x, y + 10, LEGEND, say)
        signs = [sign for sign in frame.signs(key)[SIDE * SIDE :] if sign.n]
    for sign in () if frame.style == "point" else signs:
        y = _legend_row(page, sign, x, y, say)
    for sign in frame.point_signs:
        y = _legend_row(page, sign, x, y, say)
    if frame.hatches:
        page.rect(x, y + 3, 18, 12, "url(#coarse)", page.look["line"])
        y = page.block(x + 26, y + 13, frame.hatch_words, LEGEND - 26, 2, TEXT_PX, "ink") - 8
    return y


def _legend_row(page: Page, sign: ClassSign, x: float, y: float, say: Words) -> float:
    fill, line = paint(sign, page.look)
    page.rect(x, y + 3, 18, 12, fill, page.look["soft"] if sign.kind == NO_DATA else line)
    page.text(x + LEGEND, y + 13, say.number(sign.n), TEXT_PX, "soft", anchor="end")
    return page.block(x + 26, y + 13, sign.words, LEGEND - 64, 3, TEXT_PX, "ink", 1.22) - 8


def _circle_sizes(page: Page, frame: MapFrame, x: float, y: float, say: Words) -> float:
    """Three circles, from the largest value down, that say what their area means."""
    power = 10 ** math.floor(math.log10(frame.most))
    large = max(step * power for step in (1, 2, 5) if step * power <= frame.most)
    sizes = [value for value in (large, large / 5, large / 25) if value >= 1 or frame.most < 1]
    foot = y + 2 * radius(sizes[0], frame.most) + 4
    for i, value in enumerate(sizes):
        r = radius(value, frame.most)
        page.parts.append(f'<circle cx="{x + 28}" cy="{foot - r:.1f}" r="{r:.1f}" fill="none"'
                          f' stroke="{page.look["soft"]}"/>')  # fmt: skip
        at = min(foot - 2 * r + 4, foot - (len(sizes) - 1 - i) * 11)
        page.text(x + 64, at, figure(value, say), SMALL_PX, "soft")
    return foot + 8


def _foot(page: Page, frame: MapFrame, about: About, say: Words) -> None:
    y = HEIGHT - MARGIN - FOOT + 20
    room = WIDTH - 2 * MARGIN
    asked = say("Question: {name}", name=frame.question)
    y = page.block(MARGIN, y, f"{about.selection} · {about.version} · {asked}", room, 2, SMALL_PX, "ink")
    page.block(MARGIN, y + 2, about.credits, room, 2, 8.5)


def _illustrative(page: Page, x: float, y: float, say: Words) -> None:
    page.parts.append(
        f'<text x="{x:.0f}" y="{y:.0f}" transform="rotate(-24 {x:.0f} {y:.0f})" text-anchor="middle" font-size="74"'
        f' font-family="{SERIF}" font-weight="600" fill="{page.look["brick"]}" fill-opacity="0.16">'
        f"{escape(say('Illustrative data'))}</text>"
    )
