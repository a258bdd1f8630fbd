"""Hand-outs drawn by LibreOffice: no word of a slide leaves it, is written over another or stands in a cut row.

LibreOffice has not the fonts of a presenter's machine and takes wider ones, so that what holds here holds there.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from html import unescape
from itertools import combinations
from pathlib import Path

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Inches

from analytics.errors import UseError
from analytics.exports.deck_pptx import pptx
from analytics.stories.handing import deck_of
from analytics.stories.library import Stories
from tests.test_stories import READY

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
SOFFICE, PDFTOTEXT = shutil.which("soffice"), shutil.which("pdftotext")
pytestmark = pytest.mark.skipif(
    not (SOFFICE and PDFTOTEXT), reason="LibreOffice and poppler draw the slides; one of them is not installed"
)
WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')
PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
EDGES = 0.2  # of the height of a word, above and below, belongs to its line and not to its letters
OVER = 0.15  # of the smaller word


@pytest.fixture(scope="module")
def decks(published, tmp_path_factory):
    """The ready-made stories in a language, opened once."""
    stories = Stories(tmp_path_factory.mktemp("stories"))
    return lambda name, lang: deck_of(stories, stories.opened(name, published), lang)


@pytest.fixture(scope="module")
def profile(tmp_path_factory) -> str:
    """The profile of LibreOffice, which takes seconds to be made: one for all."""
    return tmp_path_factory.mktemp("office").as_uri()


def drawn(made: bytes, folder: Path, name: str, profile: str) -> list[tuple[float, float, list[tuple]]]:
    """Each slide as LibreOffice draws it: its width, its height, its words with their boxes."""
    (folder / f"{name}.pptx").write_bytes(made)
    command = [SOFFICE, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", folder, folder / f"{name}.pptx"], check=True, capture_output=True, timeout=240
    )
    pdf = folder / f"{name}.pdf"
    told = subprocess.run([PDFTOTEXT, "-bbox", pdf, "-"], check=True, capture_output=True, text=True, timeout=60).stdout
    return [
        (float(w), float(h), [(*map(float, word[:4]), unescape(word[4])) for word in WORD.findall(body)])
        for w, h, body in PAGE.findall(told)
    ]


def faults(slides: list[tuple[float, float, list[tuple]]]) -> list[str]:
    """What stands outside its slide or over other words."""
    found = []
    for n, (wide, high, words) in enumerate(slides, 1):
        found += [f"slide {n}: {w[4]!r} leaves the slide" for w in words
                  if w[0] < -1 or w[1] < -1 or w[2] > wide + 1 or w[3] > high + 1]  # fmt: skip
        for a, b in combinations(words, 2):
            across = min(a[2], b[2]) - max(a[0], b[0])
            (a1, a3), (b1, b3) = ((w[1] + EDGES * (w[3] - w[1]), w[3] - EDGES * (w[3] - w[1])) for w in (a, b))
            down = min(a3, b3) - max(a1, b1)
            if across > 0.5 and down > 0.5:
                smaller = min((a[2] - a[0]) * (a3 - a1), (b[2] - b[0]) * (b3 - b1))
                if across * down > OVER * smaller:
                    found.append(f"slide {n}: {a[4]!r} over {b[4]!r}")
    return found


def house(
    size: tuple[float, float], places: dict[tuple[int, ...], tuple[float, ...]], colours: dict[str, str]
) -> bytes:
    """A template of a house: the size of its slides, where the placeholders of a type stand (inches), its colours."""
    file = Presentation()
    file.slide_width, file.slide_height = map(Inches, size)
    for layout in (*file.slide_layouts, file.slide_masters[0]):
        for shape in layout.placeholders:
            for kinds, place in places.items():
                if shape.placeholder_format.type in kinds:
                    shape.left, shape.top, shape.width, shape.height = map(Inches, place)
            if layout in tuple(file.slide_layouts) and (held := shape._element.xpath(".//p:ph/@idx")):
                shape._element.xpath(".//p:ph")[0].set("idx", str(40 + int(held[0])))
    master = file.slide_masters[0]
    part = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    theme = etree.fromstring(part.blob)
    for name, value in colours.items():
        for colour in theme.iter(f"{{{A}}}{name}"):
            colour.clear()
            etree.SubElement(colour, f"{{{A}}}srgbClr", val=value)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
    held = io.BytesIO()
    file.save(held)
    return held.getvalue()


TITLE, BODY, SUBTITLE = (1, 3), (2, 7), (4,)
DARK = {"dk1": "FFFFFF", "lt1": "102027", "lt2": "263238", "accent1": "FFB300"}
HEAD = (1, 0.4, 11, 0.9)
LONG = (0.4, 0.5, 6.6, 1.3)
HOUSES = {
    "four-three": ((10, 7.5), {}, {"accent1": "7A1FA2"}),
    "dark-with-a-small-place": ((13.33, 7.5), {TITLE: HEAD, BODY: (1, 2, 6, 3), SUBTITLE: (1, 3, 9, 2)}, DARK),
    "standing": ((7.5, 10.8), {TITLE: LONG, BODY: (0.4, 2.2, 6.6, 7.6), SUBTITLE: (0.4, 4, 6.6, 2)}, {}),
    "title-below": ((10, 7.5), {(1,): (0.4, 6.1, 9, 0.8), BODY: (0.4, 0.3, 9, 5.7)}, {}),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOUSES)
def test_a_template_of_another_house_holds_every_slide(decks, profile, tmp_path, kind):
    for name in READY[:2]:
        deck = decks(name, "es")
        made = pptx(deck, house(*HOUSES[kind]))
        file = Presentation(io.BytesIO(made))
        for slide in file.slides:
            for shape in slide.shapes:
                assert shape.top + shape.height <= file.slide_height + 10, (kind, shape.name)
        slides = drawn(made, tmp_path, name, profile)
        assert faults(slides) == []
        last = " ".join(word[4] for _, _, words in slides[len(deck.sheets) :] for word in words)
        for one in deck.checks:  # on a small place as on a large one
            assert one.fact.words in last or one.fact.words.split()[0] in last


def test_a_place_too_small_for_a_figure_gets_a_clear_sentence(decks):
    deck = decks(READY[0], "es")
    with pytest.raises(UseError, match="demasiado pequeño para una figura"):
        pptx(deck, house((10, 7.5), {BODY: (0.5, 2, 3.2, 2)}, {}))


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("name", READY)
def test_no_word_of_a_slide_is_cut_or_written_over(decks, profile, tmp_path, name, lang):
    deck = decks(name, lang)
    slides = drawn(pptx(deck), tmp_path, name, profile)
    assert len(slides) > len(deck.sheets)
    assert faults(slides) == []
    said = [" ".join(word[4] for word in words) for _, _, words in slides]
    for sheet, words in zip(deck.sheets, said, strict=False):
        assert "".join(sheet.title.split()) in "".join(words.split())
