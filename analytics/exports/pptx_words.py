"""Words on a slide of PowerPoint: boxes, type that fits, descriptions, and labels that are never formulas."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree
from pptx.enum.dml import MSO_THEME_COLOR as TONE
from pptx.enum.shapes import MSO_SHAPE
from pptx.slide import Slide
from pptx.util import Emu, Pt

from analytics.exports import letters
from analytics.exports.text import FORMULA

PT = 12700
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
TONES = {
    "teal": TONE.ACCENT_1, "brick": TONE.ACCENT_2, "maize": TONE.ACCENT_3, "leaf": TONE.ACCENT_4, 
    "violet": TONE.ACCENT_5, "clay": TONE.ACCENT_6, "ink": TONE.TEXT_1, "soft": TONE.TEXT_2,
}  # fmt: skip
TITLE_LOOSE = 1.25  # the same for titles, where the type that stands in is wider still
LOOSE = 1.15  # a machine without our fonts takes wider ones: what is measured leaves room for them


@dataclass(frozen=True)
class Box:
    """A place on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int


def alt_text(shape: object, words: str) -> None:
    """What a figure says to those who do not see it."""
    for held in shape._element.iter():
        if held.tag.endswith("}cNvPr"):
            held.set("descr", letters.clean(words, 1500))
            return


def set_type(paragraph: object, size: float, is_strong: bool | None = None, tone: object = None) -> None:
    """The type of a paragraph, on its runs and its end: PowerPoint does not read what stands for the whole of it."""
    paragraph._p.get_or_add_endParaRPr().set("sz", str(int(size * 100)))
    for run in paragraph.runs:
        run.font.size = Pt(size)
        if is_strong is not None:
            run.font.bold = is_strong
        if tone is not None:
            run.font.color.theme_color = tone


def plain(words: object) -> str:
    """A label for the workbook in a chart: never taken for a formula."""
    said = letters.clean(words, 250)
    return f"'{said}" if said.startswith(FORMULA) else said


def write(
    slide: Slide, box: Box, words: str, *, sizes: tuple[float, ...], is_soft: bool = False, is_strong: bool = False,
    face: str = "body",
) -> object:  # fmt: skip
    """Text in a box, in the largest of the sizes that fits, cut with "…" at the smallest."""
    shape = slide.shapes.add_textbox(*map(Emu, (box.left, box.top, max(box.width, PT), max(box.height, PT))))
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    size, broken = letters.fitted(letters.clean(words), box.width / PT / LOOSE, box.height / PT, sizes, face, 1.22)
    _lines(
        frame, ["\n".join(broken)] if "…" in broken[-1] else letters.clean(words).split("\n"), size, is_soft, is_strong
    )
    return shape


def _lines(frame: object, paragraphs: list[str], size: float, is_soft: bool = False, is_strong: bool = False) -> None:
    said = [line for paragraph in paragraphs for line in paragraph.split("\n")]
    for i, words in enumerate(said):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = words
        run.font.size = Pt(size)
        run.font.bold = is_strong or None
        if is_soft:
            run.font.color.theme_color = TONE.TEXT_1
            run.font.color.brightness = 0.35


def painted(slide: Slide, box: Box, tone: object) -> object:
    """A rectangle in a colour of the theme, without a line or a shadow."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Emu, (box.left, box.top, box.width, box.height)))
    shape.fill.solid()
    shape.fill.fore_color.theme_color = tone
    shape.line.fill.background()
    shape.shadow.inherit = False
    alt_text(shape, "")
    return shape


def point(paragraph: object, inset: float) -> None:
    """Makes a paragraph a point of a list, its lines set in by so many points."""
    held = paragraph._p.get_or_add_pPr()
    held.set("marL", str(int(inset * PT)))
    held.set("indent", str(-int(inset * PT)))
    etree.SubElement(held, f"{{{A}}}buChar", char="•")
