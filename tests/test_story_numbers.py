"""Every number of every ready-made story, in every form and language, beside what the shell's `ask` says of it."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from analytics.__main__ import main
from analytics.exports.deck_html import deck_html
from analytics.exports.deck_pdf import pdf
from analytics.exports.deck_pptx import pptx
from analytics.stories.handing import deck_of
from analytics.stories.library import Stories
from tests.test_stories import READY

LANGS = ("en", "es")


@pytest.fixture(scope="module")
def told(published_home):
    """The answer of `python -m analytics ask NAME` as the public reads it, asked once."""
    held = {}

    def asked(name, lang, capsys, monkeypatch, selection=(), **own):
        key = (name, lang, tuple(selection), tuple(sorted(own.items())))
        if key not in held:
            monkeypatch.setenv("TEJIDO_DATA", str(published_home))
            words = ["ask", name, "--lang", lang, "--role", "public", "--format", "json"]
            for filter_, values in selection:
                words += [f"--{filter_}", *values]
            for parameter, value in own.items():
                words += [f"--{parameter.replace('_', '-')}", value]
            capsys.readouterr()
            assert main(words) == 0
            held[key] = json.loads(capsys.readouterr().out)
        return held[key]

    return asked


@pytest.fixture(scope="module")
def decks(published, tmp_path_factory):
    """The ready-made stories, opened once: each with its deck and its slides of PowerPoint in a language."""
    stories, held = Stories(tmp_path_factory.mktemp("stories")), {}

    def opened(name, lang):
        if (name, lang) not in held:
            story = stories.opened(name, published)
            deck = deck_of(stories, story, lang)
            held[name, lang] = story, deck, Presentation(io.BytesIO(pptx(deck)))
        return held[name, lang]

    return opened


def distinct(rows, key, value, keep=lambda row: True):
    """How many different values stand with each key."""
    found: dict[str, set] = {}
    for row in rows:
        if keep(row):
            found.setdefault(row[key], set()).add(row[value])
    return {name: len(values) for name, values in found.items()}


def expected(slide, ask) -> dict[str, float] | None:
    """The numbers of a slide by the key of each, from `ask` alone; None where the figure holds none."""
    name = slide.figure
    if name == "partnership_figures":
        return {r["result_id"]: r["value"] for r in ask("published_results") if r["headline"] is not None}
    if name == "reconciliation":
        return {r["result_id"]: r["published"] for r in ask(name)}
    if name == "not_stated":
        return {r: n for r, n in count(ask(name), "partnership_name").items()}
    if name == "issue_ranking":
        return {r["issue_type_id"]: r["lists"] for r in ask(name)}
    if name == "issue_matrix":
        return distinct(ask(name), "place_id", "issue_type_id")
    if name == "issue_by_department":
        pairs = [r | {"pair": f"{r['department_id']}-{r['issue_type_id']}"} for r in ask("issue_matrix")]
        return distinct(pairs, "pair", "place_id")
    if name == "issue_pairs":
        return {
            f"{r['first_issue_type_id']}-{r['second_issue_type_id']}": r["lists"] for r in ask(name) if r["lists"] > 1
        }
    if name == "municipality_list":
        place = slide.own["place_id"]
        return {
            place: len({r["issue_type_id"] for r in ask("place_issues", place_id=place) if r["relation"] == "here"})
        }
    if name == "programme_departments":
        return distinct(ask(name), "programme_id", "department_id")
    if name == "organisations_by_programme":
        return distinct(ask("partner_roles"), "organisation_id", "programme_id", lambda r: r["is_named"])
    if name == "roles_by_sector":
        roles = [r | {"cell": f"{r['role']}-{r['sector']}"} for r in ask("partner_roles")]
        return distinct(roles, "cell", "organisation_id")
    if name == "programme_overlap":
        return {f"{r['first_programme_id']}-{r['second_programme_id']}": r["overlap_months"]
                for r in ask(name) if r["overlap_months"]}  # fmt: skip
    if name == "issues_listed":
        return {"places": sum(r["issues_listed"] > 0 for r in unique(ask("map_points"), "place_id"))}
    return None


def count(rows, key):
    return {name: sum(row[key] == name for row in rows) for name in {row[key] for row in rows}}


def unique(rows, key):
    return list({row[key]: row for row in rows}.values())


class Sections(HTMLParser):
    """The text of each slide of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag == "section":
            self.said.append("")

    def handle_data(self, data):
        if self.said:
            self.said[-1] += f" {data}"


def bare(text: str) -> str:
    """Letters and digits alone: what a form of hand-out does with spaces, line ends and hyphens is its own."""
    return re.sub(r"[\s\u00ad\u200b\u00a0\u202f-]+", "", text)


def slide_text(slide) -> str:
    """Everything that a slide of PowerPoint says, its charts, tables, descriptions and notes too."""
    found = [slide.notes_slide.notes_text_frame.text]
    for shape in slide.shapes:
        found += shape._element.xpath(".//p:cNvPr/@descr")
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if getattr(shape, "has_table", False) and shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
        if getattr(shape, "has_chart", False) and shape.has_chart:
            found += [str(name) for name in shape.chart.plots[0].categories]
            found += shape.chart._chartSpace.xpath(".//c:dLbl//a:t/text()")
    return " ".join(found)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", READY)
def test_every_number_in_every_form_is_the_one_that_ask_gives(decks, told, capsys, monkeypatch, name, lang):
    story, deck, file = decks(name, lang)
    paper = [page.extract_text() for page in PdfReader(io.BytesIO(pdf(deck))).pages]
    page = Sections()
    page.feed(deck_html(deck))
    checked = 0
    for n, (slide, sheet) in enumerate(zip(story.slides, deck.sheets, strict=True)):

        def ask(question, slide=slide, **own):
            return told(question, lang, capsys, monkeypatch, tuple(slide.selection.items()), **own)

        facts = sheet.figure.facts
        wanted = expected(slide, ask)
        if wanted is not None:
            by_key = {re.sub(r"^\d{3}:", "", fact.key): fact.value for fact in facts}
            known = {key: float(value) for key, value in wanted.items() if key in by_key}
            assert by_key == known, (slide.figure, slide.id)
            left_out = set(wanted) - set(by_key)
            assert not left_out or slide.figure == "partnership_figures", (slide.figure, left_out)
        else:
            assert not facts or slide.figure == "presence", slide.figure
        for where, text in (("html", page.said[n]), ("pptx", slide_text(file.slides[n]))):
            for number in shown(sheet):
                assert bare(number) in bare(text), (where, slide.figure, number)
        if sheet.figure.kind in ("cards", "bars", "table", "text", "matrix"):
            for number in shown(sheet):
                assert bare(number) in bare(paper[n]), ("pdf", slide.figure, number)
        checked += len(facts)
    assert checked > 15
    ends = (" ".join(page.said[len(deck.sheets) :]), " ".join(paper[len(deck.sheets) :]),
            " ".join(slide_text(slide) for slide in list(file.slides)[len(deck.sheets) :]))  # fmt: skip
    for one in deck.checks:
        for end in ends:
            assert bare(one.fact.words) in bare(end), one.fact


def shown(sheet) -> list[str]:
    """The numbers as the drawing of a sheet writes them; maps and timelines write words."""
    body = sheet.figure.body
    if sheet.figure.kind == "cards":
        return [item["figure"] for item in body["items"]]
    if sheet.figure.kind == "bars":
        return [row["words"] for row in body["rows"]]
    if sheet.figure.kind == "matrix" and not body.get("words"):
        return [str(cell) for row in body["rows"] for cell in row["cells"] if isinstance(cell, int)]
    if sheet.figure.kind == "table":
        return [str(int(cell)) for row in sheet.figure.rows for cell in row if isinstance(cell, int | float)]
    return []


@pytest.mark.parametrize("lang", LANGS)
def test_the_workbooks_in_charts_hold_the_numbers_of_ask(decks, told, capsys, monkeypatch, lang):
    """Bars and times: what PowerPoint opens behind a chart is what `ask` says."""
    books = 0
    for name in READY:
        story, _, file = decks(name, lang)
        for slide, drawn in zip(story.slides, file.slides, strict=False):
            chart = next((s.chart for s in drawn.shapes if getattr(s, "has_chart", False) and s.has_chart), None)
            if chart is None:
                continue
            rows = list(load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active.iter_rows(
                min_row=2, values_only=True))  # fmt: skip
            assert [row[0] for row in rows] == [str(one) for one in chart.plots[0].categories]
            answer = told(slide.figure, lang, capsys, monkeypatch, tuple(slide.selection.items()))
            if slide.figure == "issue_ranking":
                assert rows == [(row["issue_name"], row["lists"]) for row in answer]
            elif slide.figure == "issue_pairs":
                assert [row[1] for row in rows] == [row["lists"] for row in answer if row["lists"] > 1]
            elif slide.figure == "timeline":
                held = {row[0].partition(": ")[0]: row for row in rows}
                for row in answer:
                    if row["row_kind"] == "programme" and row["dates"] == "stated":
                        start, end = (_year(row[f"{one}_on"]) for one in ("start", "end"))
                        assert held[row["item_name"]][1] == pytest.approx(start, abs=0.01)
                        assert held[row["item_name"]][1] + held[row["item_name"]][2] == pytest.approx(end, abs=0.01)
                dated = sorted(_year(row["start_on"]) for row in answer
                               if row["row_kind"] == "activity" and row["dates"] == "stated")  # fmt: skip
                events = next(row for row in rows if row[0].startswith(("Events", "Eventos")))
                assert events[1] == pytest.approx(dated[0], abs=0.01)
            books += 1
    assert books >= 4


def _year(day: str) -> float:
    on = date.fromisoformat(day[:10])
    return on.year + (on.timetuple().tm_yday - 1) / 365.25
