"""Hand-outs of a story, opened again: every number is the one that `ask` gives, nothing runs, nothing overflows."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Emu
from pypdf import PdfReader

from analytics.__main__ import main
from analytics.asking import find_question
from analytics.errors import QuestionError, UseError
from analytics.exports import letters
from analytics.exports.deck_html import csp, deck_html
from analytics.exports.deck_pdf import brief, pdf
from analytics.exports.deck_pptx import pptx
from analytics.exports.pictures import sheet_picture, sheet_svg
from analytics.exports.sheets import Deck, Sheet
from analytics.figures.making import make_figure
from analytics.figures.model import Figure
from analytics.selection import Reader, Selection
from analytics.stories.briefs import brief_of
from analytics.stories.handing import deck_of, handed_out
from analytics.stories.library import Stories
from analytics.stories.model import Slide
from tests.test_stories import READY

HOSTILE = "</script><script>alert(1)</script> =cmd|' /C calc'!A0 \u202eevil\u202c \x00nul <img src=x onerror=alert(1)> "
LONG = HOSTILE + "palabra " * 700


@pytest.fixture(scope="module")
def decks(published, tmp_path_factory):
    """The ready-made stories in both languages, opened once."""
    stories = Stories(tmp_path_factory.mktemp("stories"))
    opened = {name: stories.opened(name, published) for name in READY}
    return {(name, lang): deck_of(stories, story, lang) for name, story in opened.items() for lang in ("en", "es")}


@pytest.fixture(scope="module")
def achieved(decks):
    return decks["what-the-partnerships-achieved", "en"]


@pytest.fixture(scope="module")
def listed(decks):
    return decks["what-the-dialogues-listed", "es"]


@pytest.fixture(scope="module")
def hostile(achieved):
    sheets = [replace(sheet, title=LONG, message=LONG, notes=LONG) for sheet in achieved.sheets[:4]]
    return replace(achieved, title=LONG, sheets=tuple(sheets))


def asked(published, name, lang="en", selection=None):
    return find_question(name).ask(published, selection or Selection(), Reader("public", lang))


def slides_of(made: bytes):
    return Presentation(io.BytesIO(made)).slides


def text_of(slide) -> str:
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if getattr(shape, "has_table", False) and shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


# PowerPoint


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("name", READY)
def test_every_story_is_a_presentation_that_stays_within_its_slides(decks, name, lang):
    deck = decks[name, lang]
    file = Presentation(io.BytesIO(pptx(deck)))
    assert len(file.slides) > len(deck.sheets)
    for slide, sheet in zip(file.slides, deck.sheets, strict=False):
        assert slide.shapes.title.text_frame.text == sheet.title
        assert sheet.figure.selection in slide.notes_slide.notes_text_frame.text
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= file.slide_width + 10
            assert shape.top + shape.height <= file.slide_height + 10, (sheet.title, shape.name)
        drawn = [
            s
            for s in slide.shapes
            if s.has_chart or s.shape_type == 13 or (s.has_table if hasattr(s, "has_table") else 0)
        ]
        for shape in drawn:
            assert shape._element.xpath(".//p:cNvPr/@descr")[0]
    last = text_of(file.slides[-1])
    assert any(fact.fact.words in last for fact in deck.checks)


def test_the_chart_of_a_slide_holds_the_numbers_of_the_question(published, listed):
    n = next(i for i, sheet in enumerate(listed.sheets) if sheet.figure.name == "issue_ranking")
    slide = slides_of(pptx(listed))[n]
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    ranking = asked(published, "issue_ranking", "es")
    assert list(chart.plots[0].categories) == ranking["issue_name"].tolist()
    assert list(chart.plots[0].series[0].values) == ranking["lists"].tolist()
    book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    rows = list(book.active.iter_rows(min_row=2, values_only=True))
    assert rows == list(zip(ranking["issue_name"], ranking["lists"], strict=True))


def test_the_fact_check_names_every_number_with_its_line_and_verdict(published, achieved):
    slides = slides_of(pptx(achieved))
    said = "\n".join(text_of(slide) for slide in list(slides)[len(achieved.sheets) :])
    results = asked(published, "published_results", selection=Selection(partnership=("par",)))
    for row in results[results["headline"].notna()].head(6).itertuples():
        assert row.result_name in said
        assert f"line {row.line}" in said
    assert "606" in said
    assert "14,903" in said
    assert "agrees" in said
    assert "cannot be checked" in said


def test_cards_and_tables_of_slides_are_text_that_can_be_edited(achieved):
    slides = list(slides_of(pptx(achieved)))
    par = text_of(slides[2])
    for words in ("606", "14,903", "over 1,043", "USD 14 million"):
        assert words in par
    table = next(s.table for s in slides[7].shapes if s.has_table)
    assert table.cell(0, 0).text == "Programme"
    assert {table.cell(i, 4).text for i in range(1, 7)} == {"agrees", "cannot be checked", "below: fewer are listed"}


def test_maps_are_crisp_pictures_and_svg(achieved):
    made = pptx(achieved)
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        names = packed.namelist()
        assert any(name.endswith(".svg") for name in names)
        assert 'ContentType="image/svg+xml"' in packed.read("[Content_Types].xml").decode()
    slide = list(slides_of(made))[1]
    picture = next(shape for shape in slide.shapes if shape.shape_type == 13)
    assert picture.image.size[0] / (picture.width / 914400) > 200  # dots to the inch
    assert picture.image.dpi[0] or True


def house(tmp_path: Path, *, title=True, content=True) -> bytes:
    """A template of a house: other names, places and colours."""
    file = Presentation()
    file.slide_width, file.slide_height = Emu(12192000), Emu(6858000)
    for layout in file.slide_layouts:
        layout.name = f"Casa {layout.name.replace('Content', 'Cuerpo')}"
        for shape in list(layout.placeholders):
            kind = shape.placeholder_format.type
            if (not title and kind in (1, 3)) or (not content and kind in (2, 7, 8, 12, 18)):
                shape._element.getparent().remove(shape._element)
            elif kind in (2, 7):
                shape.left, shape.top, shape.width, shape.height = map(Emu, (3000000, 2000000, 8000000, 3900000))
            elif kind in (1, 3):
                shape.left, shape.top, shape.width, shape.height = map(Emu, (3000000, 600000, 8000000, 900000))
    held = io.BytesIO()
    file.save(held)
    return held.getvalue()


def test_a_template_keeps_its_places_and_colours(tmp_path, listed):
    file = Presentation(io.BytesIO(pptx(listed, house(tmp_path))))
    n = next(i for i, sheet in enumerate(listed.sheets) if sheet.figure.name == "issue_ranking")
    slide = file.slides[n]
    assert slide.slide_layout.name.startswith("Casa")
    assert slide.shapes.title.left == 3000000
    chart = next(shape for shape in slide.shapes if shape.has_chart)
    assert chart.left >= 3000000
    assert chart.left + chart.width <= 11000001
    assert chart.top + chart.height <= 2000000 + 3900000
    xml = chart.chart._chartSpace.xml
    assert 'schemeClr val="accent2"' in xml
    assert len(file.slides) > len(listed.sheets)


@pytest.mark.parametrize(
    ("missing", "english", "spanish"),
    [("title", "title placeholder", "marcador de título"), ("content", "content placeholder", "marcador de contenido")],
)
def test_a_template_without_what_is_needed_gets_a_clear_sentence(tmp_path, achieved, listed, missing, english, spanish):
    for deck, word in ((achieved, english), (listed, spanish)):
        with pytest.raises(UseError, match=word) as caught:
            pptx(deck, house(tmp_path, **{missing: False}))
        assert "Casa" in str(caught.value)


@pytest.mark.parametrize("template", [b"x", b"no file", b"PK\x03\x04 broken"])
def test_a_template_that_is_no_presentation_is_named(achieved, template):
    with pytest.raises(UseError, match="not a PowerPoint file"):
        pptx(achieved, template)


@pytest.mark.parametrize("form", ["pptx", "pdf", "html", "svg"])
def test_an_export_can_be_stopped(achieved, form):
    class Stop(Exception):
        pass

    seen = []

    def progress(done, of):
        seen.append((done, of))
        if done == 2:
            raise Stop

    with pytest.raises(Stop):
        handed_out(achieved, form, progress=progress)
    assert [done for done, _ in seen] == [1, 2]


def test_hostile_text_is_text_on_slides(hostile):
    made = pptx(hostile)
    slides = list(slides_of(made))
    assert "<script>alert(1)</script>" in slides[0].shapes.title.text_frame.text
    assert "=cmd" in slides[1].notes_slide.notes_text_frame.text
    for slide in slides:
        assert "\u202e" not in text_of(slide)
        for shape in slide.shapes:
            if shape.has_text_frame and shape.text_frame.text and shape.text_frame.paragraphs[0].runs:
                assert _height(shape) <= shape.height / 12700 + 20, shape.text_frame.text[:80]


def _height(shape) -> float:
    """How tall the text of a shape is at the sizes that are set, in points."""
    tall = 0
    for paragraph in shape.text_frame.paragraphs:
        sizes = [f.size.pt for f in (paragraph.font, *(r.font for r in paragraph.runs)) if f.size] or [12]
        tall += len(letters.lines(paragraph.text, max(sizes), shape.width / 12700 - 10)) * max(sizes) * 1.2
    return tall


# PDF


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("name", READY)
def test_every_story_is_a_tagged_pdf_with_bookmarks_and_fonts_inside(decks, name, lang):
    deck = decks[name, lang]
    file = PdfReader(io.BytesIO(pdf(deck)))
    root = file.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).startswith(lang)
    assert len(file.outline) == len(deck.sheets) + 1
    assert len(file.pages) >= len(deck.sheets) + 1
    assert [round(float(v)) for v in file.pages[0].mediabox[2:]] == [842, 595]
    for page, sheet in zip(file.pages, deck.sheets, strict=False):
        said = " ".join(page.extract_text().split())
        assert sheet.title[:40] in said
        for fonts in page["/Resources"].get("/Font", {}).values():
            font = fonts.get_object()
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"].get_object())


def test_numbers_in_the_pdf_are_text_and_those_of_the_questions(published, achieved):
    file = PdfReader(io.BytesIO(pdf(achieved, "letter")))
    assert [round(float(v)) for v in file.pages[0].mediabox[2:]] == [792, 612]
    par = file.pages[2].extract_text()
    for words in ("606", "14,903", "1,043", "USD 14 million"):
        assert words in par
    last = " ".join(" ".join(page.extract_text() for page in file.pages[len(achieved.sheets) :]).split())
    for one in achieved.checks:
        assert one.fact.words in last
    with pytest.raises(UseError, match="a4, letter"):
        pdf(achieved, "napkin")


def _heights(page) -> list[tuple[float, str]]:
    """Each text of a page with how high it stands, in points."""
    found = []
    page.extract_text(visitor_text=lambda text, cm, tm, font, size: found.append((cm[5] + cm[3] * tm[5], text.strip())))
    return [(high, text) for high, text in found if text]


def test_nothing_on_paper_runs_into_the_remark_of_its_figure():
    """A long table ended on its remark, and a long list on the name of its kind."""
    why = "not added up: cases and victims are different things and are not added up"
    rows = tuple((f"Town {n}", why, why, why) for n in range(40))
    wide = Figure("explored", "table", "Wide", columns=("Town", "a", "b", "c"), rows=rows, notes=("REMARK " * 30,))
    line = "a programme of forests as another way to live from the land at the margin of the region"
    blocks = [{"head": f"Part {n}", "lines": [line] * (9 if n == 2 else 1)} for n in range(5)]
    words = Figure("place_profile", "text", "Words", unit="REMARK", body={"blocks": blocks})
    sheets = tuple(Sheet(f"s{n}", one.title, "", "", one) for n, one in enumerate((wide, words)))
    pages = PdfReader(io.BytesIO(pdf(Deck("long", "Long", "en", sheets)))).pages
    told = [_heights(page) for page in pages]
    assert any("more rows" in text for _, text in told[0])
    (at,) = [n for n, page in enumerate(told) if any(text.startswith("Words") for _, text in page)]
    assert any(text.startswith("Part 4") for _, text in told[at])
    assert len(pages) == at + 2  # the fact check is last
    for page in (told[0], told[at]):
        remark = max(high for high, text in page if "REMARK" in text)
        foot = min(high for high, text in page)
        others = [high for high, text in page if "REMARK" not in text and high > foot + 12 and abs(high - remark) > 0.1]
        assert min(others) > remark + 9


def test_the_fact_check_of_what_is_made_up_says_so(illustrative, listed):
    """It can be handed on without the slides, and bore no mark."""
    figure = make_figure(illustrative, "activities_by_year", Selection(), Reader("public"))
    told = "Illustrative: made up for training"
    for sheet, is_marked in ((Sheet("s1", "Made up", "", "", figure), True), (None, False)):
        deck = Deck("tale", "Tale", "en", (sheet,)) if sheet else listed
        last = " ".join(PdfReader(io.BytesIO(pdf(deck))).pages[-1].extract_text().split())
        assert (told in last) == is_marked
        assert (told in text_of(list(slides_of(pptx(deck)))[-1])) == is_marked
        assert (told in deck_html(deck).rpartition("<section")[2]) == is_marked


def test_hostile_text_is_text_on_paper(hostile):
    file = PdfReader(io.BytesIO(pdf(hostile)))
    assert "<script>" in file.pages[0].extract_text()
    assert len(file.pages) <= len(hostile.sheets) + 4
    assert b"/JavaScript" not in pdf(hostile)


def test_a_brief_has_two_pages(published):
    asked_for = (("place_profile", {"place_id": "13248"}), ("presence", {"at": "13"}),
                 ("municipality_list", {"place_id": "13248"}), ("issue_matrix", {}))  # fmt: skip
    for lang in ("en", "es"):
        figures = [make_figure(published, name, Selection(), Reader("public", lang), own) for name, own in asked_for]
        for paper in ("a4", "letter"):
            file = PdfReader(io.BytesIO(brief("El Guamo", figures, lang, paper)))
            assert len(file.pages) == 2
            assert "El Guamo" in file.pages[0].extract_text()


# HTML


class Read(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.scripts, self.addresses, self.inline = [], 0, [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.scripts += tag == "script"
        for name, value in attrs:
            if name in ("src", "href", "xlink:href", "action", "data") and not (value or "").startswith("#"):
                self.addresses.append(value)
            if name.startswith("on") or name == "style":
                self.inline.append((tag, name))


@pytest.mark.parametrize("which", ["achieved", "hostile"])
def test_the_page_holds_everything_and_runs_nothing_but_ours(which, request):
    deck = request.getfixturevalue(which)
    page = deck_html(deck, "http://127.0.0.1:1/present/x")
    read = Read()
    read.feed(page)
    assert read.scripts == 1
    assert read.addresses == []
    assert read.inline == []
    assert "default-src 'none'" in csp()
    assert "unsafe" not in csp()
    assert not re.search(r"(?:src|href)=\"https?:|url\((?!data:|#)|@import|\\u202e", page)
    assert read.tags.count("section") == len(deck.sheets) + 1


def test_the_page_shows_what_the_figures_say(listed):
    page = deck_html(listed)
    assert page.count('class="qr"') == 0
    assert 'lang="es"' in page
    for sheet in listed.sheets:
        for word in sheet.title.split():
            assert word in page
    assert "Reclutamiento forzado de menores" in page
    assert "Verificación de cifras" in page
    assert "notes" in page
    assert 'class="notes"' not in deck_html(listed, with_notes=False)


# Pictures and the shell


def test_a_picture_has_title_source_and_selection(listed):
    sheet = listed.sheets[3]
    svg = sheet_svg(sheet, "es")
    for words in (sheet.title.split()[0], "Fuente:", "Selección: todo"):
        assert words in svg
    large, small = sheet_picture(sheet, "es"), sheet_picture(sheet, "es", is_small=True)
    assert large[:4] == small[:4] == b"\x89PNG"
    width = int.from_bytes(large[16:20], "big")
    assert width == round(1280 * 300 / 96)
    assert int.from_bytes(small[16:20], "big") == int.from_bytes(small[20:24], "big") == 1080


def test_the_shell_hands_out_a_story(published_home, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("TEJIDO_DATA", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "snapshots").symlink_to(published_home / "snapshots")
    start = ["export", "story", "who-works-where-with-whom", "--lang", "es"]
    for form, magic in (("pptx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!doctype"), ("svg", b"PK")):
        out = tmp_path / f"x.{form}"
        assert main([*start, "--format", form, "--out", str(out)]) == 0
        assert out.read_bytes().startswith(magic)
    (tmp_path / "home" / "snapshots").unlink()  # a story needs no snapshot once it was opened
    assert main([*start, "--format", "pdf", "--out", str(tmp_path / "again.pdf")]) == 0
    assert main(["export", "story", "nobody", "--out", str(tmp_path / "y")]) == 2
    assert "what-the-dialogues-listed" in capsys.readouterr().err
    assert main(["export", "story", "--out", str(tmp_path / "y")]) == 2
    assert main([*start, "--template", str(tmp_path / "none.pptx"), "--out", str(tmp_path / "y")]) == 2


def test_a_slide_of_words_is_marked_as_the_authors(published, tmp_path):
    stories = Stories(tmp_path / "s")
    story = stories.new({"en": "Words"}).with_slide(Slide("s1", "own_words", own={"text_en": "One\nTwo"}))
    deck = deck_of(stories, stories.save(stories.frozen(story, published)), "en")
    assert "no source stands behind it" in deck.sheets[0].remarks()[0]
    assert "One" in text_of(slides_of(pptx(deck))[0])


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_brief_keeps_its_filters_and_two_pages(published, illustrative, lang):
    say_nothing = {"en": "Nothing is recorded", "es": "No hay nada registrado"}[lang]
    for warehouse, selection, place, words in (
        (published, Selection(partnership=("par",)), "", "PAR"), (published, Selection(), "13248", "El Guamo"),
        (published, Selection(partnership=("somos-comunidad",)), "27", "Somos Comunidad"),
        (illustrative, Selection(period=("2018-01", "2018-12")), "", "Programa Ejemplo"),
        (illustrative, Selection(), "27", "Chocó"),
        (published, Selection(place=("13248",), issue=("illegal_mining",)), "", ""),
    ):  # fmt: skip
        for paper in ("a4", "letter"):
            file = PdfReader(io.BytesIO(brief_of(warehouse, selection, lang, place, paper, is_always=True)))
            said = " ".join(" ".join(page.extract_text() for page in file.pages).split())
            assert len(file.pages) <= 2
            assert words in said
            assert file.trailer["/Root"]["/MarkInfo"]["/Marked"]
    empty = Selection(partnership=("rpp",), place=("13248",))
    assert (
        say_nothing in PdfReader(io.BytesIO(brief_of(published, empty, lang, is_always=True))).pages[0].extract_text()
    )
    with pytest.raises(QuestionError):
        brief_of(published, empty, lang)


def test_every_page_with_filters_offers_a_brief(opened):
    for page, address, keys in (
        ("overview", {}, ("brief-view", "brief-band-par")), ("places", {"profile": "13248"}, ("brief-place-13248",)),
        ("partners", {}, ("brief-view",)), ("issues", {}, ("brief-view",)), ("map", {}, ("brief-view",)),
    ):  # fmt: skip
        held = {one.proto.id.rpartition("-")[0] for one in opened(page, **address).get("download_button")}
        labels = " ".join(str(one.proto) for one in opened(page, **address).get("download_button"))
        for key in keys:
            assert key in labels, (page, key, held)
