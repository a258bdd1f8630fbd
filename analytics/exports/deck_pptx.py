"""A story as PowerPoint: native charts and tables that can be edited, maps as crisp pictures, in one's own template.

Layouts and placeholders of a template are found by their type; its colours and fonts are used by name of the theme, so
that a slide looks like the house it is shown in.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR as TONE
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.enum.text import PP_ALIGN
from pptx.exc import PackageNotFoundError
from pptx.presentation import Presentation as Deck_
from pptx.slide import Slide, SlideLayout
from pptx.util import Emu

from analytics.errors import UseError
from analytics.exports import letters
from analytics.exports.pptx_figures import draw
from analytics.exports.pptx_tables import paged, put_table
from analytics.exports.pptx_words import LOOSE, PT, TITLE_LOOSE, Box, alt_text, painted, set_type, write
from analytics.exports.sheets import Deck, Sheet
from analytics.wording import Words

Progress = Callable[[int, int], None]
WIDE, HIGH = 12192000, 6858000  # 13.33 by 7.5 inches
EDGE, BAND = 533400, 230000
LEAST_SHARE = 0.14  # of a slide, for a figure that can still be read
MOST_BYTES = 50_000_000
CONTENT = (KIND.OBJECT, KIND.BODY, KIND.CHART, KIND.TABLE, KIND.PICTURE)
TITLES = (KIND.TITLE, KIND.CENTER_TITLE)
COLOURS = {"accent1": "1B6E74", "accent2": "B8482E", "accent3": "C98A12", "accent4": "3F7D4E", "accent5": "6B4E9B",
           "accent6": "8A5A44", "dk1": "1F2A37", "dk2": "5B6472", "lt2": "F2ECE2"}  # fmt: skip
PAPER = "FBF8F3"
THEME = "http://schemas.openxmlformats.org/drawingml/2006/main"


@dataclass(frozen=True)
class Place:
    """Where things stand on the slides of a template: its layouts, and the room for a figure."""

    content: SlideLayout
    cover: SlideLayout
    is_own: bool


def pptx(deck: Deck, template: bytes | None = None, progress: Progress = lambda done, of: None) -> bytes:
    """The story as a .pptx file; raises UseError where the template cannot hold it."""
    file = opened(template, deck.say) if template else _plain()
    place = Place(*layouts(file, deck.say), is_own=template is None)
    pages = _check_pages(file, place, deck)
    of = len(deck.sheets) + len(pages)
    for n, sheet in enumerate(deck.sheets, 1):
        _slide(file, place, deck, sheet, n)
        progress(n, of)
    for n, page in enumerate(pages, 1):
        _fact_check(file, place, deck, page, n, len(pages))
        progress(len(deck.sheets) + n, of)
    file.core_properties.title = letters.clean(deck.title, 200)
    file.core_properties.language = deck.lang
    held = io.BytesIO()
    file.save(held)
    return held.getvalue()


# Templates


def opened(template: bytes, say: Words) -> Deck_:
    """A template of the user's, its slides taken out."""
    if len(template) > MOST_BYTES:
        raise UseError(say("The template is larger than 50 MB. Take the pictures out of it that no layout needs."))
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as packed:
            if sum(one.file_size for one in packed.infolist()) > 10 * MOST_BYTES:
                raise UseError(say("The template unpacks to more than 500 MB. It is not opened."))
        file = Presentation(io.BytesIO(template))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError):
        raise UseError(say("The template is not a PowerPoint file (.pptx or .potx).")) from None
    ids = file.slides._sldIdLst
    for one in list(ids):
        file.part.drop_rel(one.rId)
        ids.remove(one)
    return file


def layouts(file: Deck_, say: Words) -> tuple[SlideLayout, SlideLayout]:
    """The layout for a figure and the one for the cover; raises UseError that names what is missing."""
    every = [layout for master in file.slide_masters for layout in master.slide_layouts]
    titled = [layout for layout in every if _of_kind(layout, TITLES)]
    if not titled:
        raise UseError(
            say(
                "The template has no layout with a title placeholder, which every slide needs. "
                "Its layouts are: {names}. Add a title placeholder to one of them in the slide master.",
                names=", ".join(layout.name for layout in every) or say("none"),
            )
        )
    rooms = [(len(_of_kind(layout, CONTENT)), layout) for layout in titled]
    content = [layout for n, layout in rooms if n == 1] or [layout for n, layout in rooms if n > 1]
    if not content:
        raise UseError(
            say(
                "The template has no layout with a title and a content placeholder, in which a figure could stand. "
                "The layouts with a title are: {names}. Add a content placeholder to one of them in the slide master.",
                names=", ".join(layout.name for layout in titled),
            )
        )
    ample = [layout for layout in content if _share(file, layout) >= LEAST_SHARE]
    if not ample:
        raise UseError(
            say(
                "The content placeholder of the template is too small for a figure: it has less than {share} of the "
                "slide. The layouts with one are: {names}. Make it larger in the slide master.",
                share=f"{LEAST_SHARE * 100:.0f} %", names=", ".join(layout.name for layout in content),
            )
        )  # fmt: skip
    named = [layout for layout in ample if "content" in layout.name.lower() or "contenido" in layout.name.lower()]
    covers = [layout for layout in titled if _of_kind(layout, (KIND.CENTER_TITLE, KIND.SUBTITLE))]
    return (named or ample)[0], (covers or titled)[0]


def _share(file: Deck_, layout: SlideLayout) -> float:
    """The part of the slide that the largest content placeholder of a layout has."""
    rooms = [(shape.width or 0) * (shape.height or 0) for shape in _of_kind(layout, CONTENT)]
    return max(rooms, default=0) / (file.slide_width * file.slide_height)


def _of_kind(holder: SlideLayout | Slide, kinds: tuple) -> list:
    return [shape for shape in holder.placeholders if shape.placeholder_format.type in kinds]


def _plain() -> Deck_:
    """Our own template: wide, our colours, fonts that every machine has."""
    file = Presentation()
    file.slide_width, file.slide_height = Emu(WIDE), Emu(HIGH)
    part = next(rel.target_part for rel in file.slide_masters[0].part.rels.values() if rel.reltype.endswith("/theme"))
    theme = etree.fromstring(part.blob)
    for name, value in COLOURS.items():
        for colour in theme.iter(f"{{{THEME}}}{name}"):
            colour.clear()
            etree.SubElement(colour, f"{{{THEME}}}srgbClr", val=value)
    for kind, face in (("majorFont", "Georgia"), ("minorFont", "Arial")):
        for font in theme.iter(f"{{{THEME}}}{kind}"):
            font.find(f"{{{THEME}}}latin").set("typeface", face)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
    for layout in (*file.slide_layouts, file.slide_masters[0]):
        for shape in layout.placeholders:
            _placed(shape)
    fill = file.slide_masters[0].background.fill
    fill.solid()
    fill.fore_color.rgb = RGBColor.from_string(PAPER)
    return file


def _placed(shape: object) -> None:
    """A placeholder of the plain template where our slides have it."""
    kind, room = shape.placeholder_format.type, WIDE - 2 * EDGE
    if kind == KIND.CENTER_TITLE:
        shape.left, shape.top, shape.width, shape.height = map(Emu, (EDGE, 1500000, room, 1300000))
    elif kind in TITLES:
        shape.left, shape.top, shape.width, shape.height = map(Emu, (EDGE, 330000, room, 760000))
    elif kind in CONTENT:
        shape.left, shape.top, shape.width, shape.height = map(Emu, (EDGE, 1150000, room, 4950000))
    elif kind == KIND.SUBTITLE:
        shape.left, shape.top, shape.width, shape.height = map(Emu, (EDGE, 3000000, room, 2000000))


# Slides


def _slide(file: Deck_, place: Place, deck: Deck, sheet: Sheet, n: int) -> None:
    say, is_cover = deck.say, sheet.figure.kind == "cover"
    slide = file.slides.add_slide(place.cover if is_cover else place.content)
    _title(slide, sheet.title, place)
    box = _room(file, slide, is_cover)
    if is_cover and place.is_own:
        painted(slide, Box(0, 0, BAND, file.slide_height), TONE.ACCENT_1)
        painted(slide, Box(box.left, box.top - 60000, 900000, 40000), TONE.ACCENT_1)
        box = Box(box.left, box.top + 130000, box.width * 3 // 4, box.height - 130000)
    if sheet.message:
        box = _message(slide, box, sheet.message)
    unit = sheet.remarks()[:1]
    if unit and not is_cover:
        small = Box(box.left, box.top + box.height - 260000, box.width, 260000)
        alt = write(slide, small, unit[0], sizes=(11, 10, 9, 8), is_soft=True)
        alt_text(alt, "")
        box = Box(box.left, box.top, box.width, box.height - 300000)
    draw(slide, box, sheet, say)
    if sheet.figure.is_illustrative:
        mark = Box(file.slide_width - EDGE - 2200000, 60000, 2200000, 280000)
        write(slide, mark, say("illustrative"), sizes=(14,), is_strong=True)
    _foot(file, slide, f"{n} · {sheet.foot(say)}")
    slide.notes_slide.notes_text_frame.text = sheet.spoken(say)


def _title(slide: Slide, words: str, place: Place) -> None:
    """The title in its placeholder, in a smaller type only where it would not fit."""
    title = slide.shapes.title
    said = letters.clean(words)
    room, high = (title.width / PT - 16) / TITLE_LOOSE, max(title.height / PT - 8, 20)
    usual = 32 if place.is_own and slide.slide_layout != place.cover else _title_size(slide)
    sizes = (usual, *(size for size in (44, 40, 34, 30, 26, 22, 19, 16, 14, 12, 10) if size < usual))
    size, broken = letters.fitted(said, room, high, sizes, "title", 1.2)
    title.text_frame.text = said if "…" not in broken[-1] else " ".join(broken)
    title.text_frame.word_wrap = True
    if not place.is_own and size == usual and len(broken) == 1:
        return
    for paragraph in title.text_frame.paragraphs:
        set_type(paragraph, size, is_strong=True if place.is_own else None)
        if place.is_own:
            paragraph.alignment = PP_ALIGN.LEFT


def _title_size(slide: Slide) -> float:
    """The type of titles that the template sets: in its placeholder, its layout or its master."""
    layout, kinds = slide.slide_layout, "*[self::p:ph[@type='title' or @type='ctrTitle']]"
    of_titles = f".//p:sp[p:nvSpPr/p:nvPr/{kinds}]//a:lvl1pPr/a:defRPr/@sz"
    own = layout._element.xpath(of_titles) or layout.slide_master._element.xpath(of_titles)
    own = own or layout.slide_master._element.xpath(".//p:titleStyle/a:lvl1pPr/a:defRPr/@sz")
    return int(own[0]) / 100 if own else 44


def _room(file: Deck_, slide: Slide, is_cover: bool) -> Box:
    """Where the figure may stand: the place of the layout's content, which is taken out for it."""
    kinds = (*CONTENT, KIND.SUBTITLE) if is_cover else CONTENT
    held = _of_kind(slide, kinds)
    for shape in slide.placeholders:
        if shape.placeholder_format.type not in TITLES and shape not in held:
            shape._element.getparent().remove(shape._element)
    foot = file.slide_height - 480000
    if held:
        first = max(held, key=lambda shape: shape.width * shape.height)
        box = Box(first.left, first.top, first.width, min(first.height, foot - first.top))
        for shape in held:
            shape._element.getparent().remove(shape._element)
        return box
    title = slide.shapes.title
    top = min(title.top + title.height + 100000, foot - 1500000)
    return Box(EDGE, top, file.slide_width - 2 * EDGE, foot - top)


def _message(slide: Slide, box: Box, words: str) -> Box:
    most = min(66, box.height / PT * 0.34)  # in a small place the figure needs the room more
    size, broken = letters.fitted(letters.clean(words), box.width / PT / LOOSE, most, (20, 18, 16, 14, 12, 11, 10, 9))
    high = int(len(broken) * size * 1.25 * PT) + 4 * PT
    write(
        slide, Box(box.left, box.top, box.width, high), "\n".join(broken) if "…" in broken[-1] else words, sizes=(size,)
    )
    return Box(box.left, box.top + high + 60000, box.width, box.height - high - 60000)


def _foot(file: Deck_, slide: Slide, words: str) -> None:
    box = Box(EDGE, file.slide_height - 440000, file.slide_width - 2 * EDGE, 380000)
    write(slide, box, words, sizes=(10, 9, 8), is_soft=True)


def _check_heads(say: Words) -> tuple[str, ...]:
    return say("Slide"), say("What"), say("Number"), say("Source"), say("Do records agree?")


def _check_pages(file: Deck_, place: Place, deck: Deck) -> list[list[list[str]]]:
    """The rows of the fact check as they fit on slides of this template: none is left out."""
    facts = [(str(one.slide), one.fact.label, one.fact.words, one.fact.source, one.fact.verdict) for one in deck.checks]
    held = _of_kind(place.content, CONTENT)
    first = max(held, key=lambda shape: shape.width * shape.height)
    foot = file.slide_height - 480000
    box = Box(first.left, first.top, first.width, min(first.height, foot - first.top))
    return paged(box, _check_heads(deck.say), [[letters.clean(cell) for cell in fact] for fact in facts])


def _fact_check(file: Deck_, place: Place, deck: Deck, rows: list, n: int, of: int) -> None:
    """A slide of the fact check: each number, where it stands, whether records agree."""
    say = deck.say
    slide = file.slides.add_slide(place.content)
    _title(slide, say("Fact check") if of == 1 else f"{say('Fact check')} {n}/{of}", place)
    box = _room(file, slide, is_cover=False)
    put_table(slide, box, _check_heads(say), rows, say, say("Fact check"))
    _foot(file, slide, deck.checks_foot())
    slide.notes_slide.notes_text_frame.text = deck.checks_foot()
