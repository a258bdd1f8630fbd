"""Present mode by its keys in a real Chromium, without a network; and a stranger's path from pages to a hand-out."""

from __future__ import annotations

import re

import pytest
from pptx import Presentation

from analytics.exports.deck_html import deck_html
from analytics.stories.handing import deck_of
from analytics.stories.library import Stories
from tests.test_journeys import DONE, _is_error, address, chromium, expect, settled, visit  # noqa: F401  fixtures
from tests.test_stories import READY

NOW = ".slide.now"
# what of the slide stands outside it, or over what is below it
OUTSIDE = """() => {
  const slide = document.querySelector('.slide.now'), frame = slide.getBoundingClientRect();
  const edges = name => slide.querySelector(name).getBoundingClientRect();
  const isOut = node => {
    const box = node.getBoundingClientRect();
    return !node.closest('[data-map]') && box.width && (box.left < frame.left - 1 || box.right > frame.right + 1
      || box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
  };
  const found = [...slide.querySelectorAll('h1, .message, .unit, footer, .figure, text')].filter(isOut);
  const over = found.map(node => node.textContent);
  if (edges('.figure').bottom > edges('.unit').top + 3) over.push('figure over unit');
  if (edges('.unit').bottom > edges('footer').top + 2) over.push('unit over foot');
  return over;
}"""


@pytest.fixture
def stick(chromium, published, tmp_path):  # noqa: F811
    """Opens a story as a file, as from a USB stick, in a browser that has no network; faults fail the test."""
    stories, contexts, faults = Stories(tmp_path / "stories"), [], []

    def opened(name, lang, width=1280, height=720, **more):
        deck = deck_of(stories, stories.opened(name, published), lang)
        path = tmp_path / f"{name}-{lang}.html"
        path.write_text(deck_html(deck, **more), encoding="utf-8")
        context = chromium.new_context(viewport={"width": width, "height": height}, has_touch=width < 600)
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        page.on(
            "request", lambda r: faults.append(r.url) if not r.url.startswith(("file:", "data:", "about:")) else None
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda m: faults.append(m.text) if _is_error(m) else None)
        page.goto(path.as_uri())
        page.locator(NOW).wait_for()
        return page, deck

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def at(page) -> int:
    return int(page.locator(NOW).get_attribute("id")[1:])


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("name", READY)
def test_every_story_is_shown_by_keys_and_nothing_leaves_its_slide(stick, name, lang):
    page, deck = stick(name, lang)
    for n, sheet in enumerate(deck.sheets, 1):
        assert at(page) == n
        title = " ".join(page.locator(f"{NOW} h1").inner_text().split())
        assert title == sheet.title
        assert page.evaluate("() => location.hash") == f"#{n}"
        outside = page.evaluate(OUTSIDE)
        assert outside == [], (n, sheet.title)
        page.keyboard.press("ArrowRight")
    assert at(page) == len(deck.sheets) + 1
    expect(page.locator(f"{NOW} .checks")).to_be_visible()


def test_the_keys_of_present_mode(stick):
    page, deck = stick("what-the-dialogues-listed", "es", link="http://127.0.0.1:1/present/x")
    of = len(deck.sheets) + 1
    for key, n in (
        ("End", of),
        ("ArrowRight", of),
        ("Home", 1),
        (" ", 2),
        ("PageDown", 3),
        ("PageUp", 2),
        ("ArrowLeft", 1),
    ):
        page.keyboard.press(key)
        assert at(page) == n, key
    assert f"1 de {of}" in page.locator("#live").inner_text()
    page.keyboard.press("b")
    expect(page.locator("#black")).to_be_visible()
    page.keyboard.press("b")
    expect(page.locator("#black")).to_be_hidden()
    page.keyboard.press("t")
    expect(page.locator("#timer")).to_have_text(re.compile(r"^0:0\d$"))
    looks = []
    for _ in range(3):
        page.keyboard.press("c")
        looks.append(page.evaluate("() => getComputedStyle(document.body).backgroundColor"))
    assert len(set(looks)) == 3
    page.keyboard.press("g")
    assert page.locator(".slide:visible").count() == of
    page.locator("#n5").click()
    assert at(page) == 5
    page.keyboard.press("q")
    expect(page.locator("#qr svg")).to_be_visible()
    expect(page.locator("#qr p")).to_have_text("http://127.0.0.1:1/present/x#5")
    page.keyboard.press("Escape")
    page.evaluate("() => { location.hash = '#3'; }")
    expect(page.locator("#n3.now")).to_be_visible()


def test_notes_stand_in_a_window_of_their_own_and_follow(stick):
    page, _ = stick("what-the-partnerships-achieved", "en")
    with page.expect_popup() as popup:
        page.keyboard.press("n")
    notes = popup.value
    expect(notes.locator("#notes")).to_contain_text("They are not an evaluation")
    page.keyboard.press("ArrowRight")
    expect(notes.locator("#head")).to_contain_text("Where do partnerships work?")
    expect(notes.locator("#next")).to_contain_text("What its document states: PAR")
    notes.keyboard.press("ArrowRight")
    assert at(page) == 3


def test_a_map_stays_live_and_says_what_is_pointed_at(stick):
    page, _ = stick("what-the-dialogues-listed", "en")
    page.keyboard.press("ArrowRight")
    map_ = page.locator(f"{NOW} [data-map]")
    assert map_.get_attribute("transform") is None
    page.keyboard.press("+")
    assert "scale(1.5)" in map_.get_attribute("transform")
    page.keyboard.press("0")
    assert "scale(1)" in map_.get_attribute("transform")
    point = page.locator(f"{NOW} [data-tip] circle").first
    point.hover()
    expect(page.locator("#tip")).to_be_visible()
    assert len(page.locator("#tip").inner_text()) > 5


def test_hostile_words_are_words(chromium, published, tmp_path):  # noqa: F811
    from dataclasses import replace

    words = (
        "</script><script>window.ran = 1</script><img src=x onerror='window.ran = 2'> \u202e \x00 " + "palabra " * 600
    )
    stories = Stories(tmp_path / "s")
    deck = deck_of(stories, stories.opened(READY[0], published), "es")
    sheets = tuple(replace(sheet, title=words, message=words, notes=words) for sheet in deck.sheets[:3])
    path = tmp_path / "hostile.html"
    path.write_text(deck_html(replace(deck, title=words, sheets=sheets)), encoding="utf-8")
    page = chromium.new_page(viewport={"width": 1280, "height": 720})
    page.goto(path.as_uri())
    page.locator(NOW).wait_for()
    assert page.evaluate("() => window.ran") is None
    assert page.locator("img").count() == 0
    assert page.locator(f"{NOW} h1").inner_text().startswith("</script><script>")
    box, figure = page.locator(f"{NOW} footer").bounding_box(), page.locator(f"{NOW} .figure").bounding_box()
    assert figure["y"] + figure["height"] <= box["y"] + 2
    page.close()


def add_to(page, key: str, story: str) -> None:
    """Presses “Add to story” under a figure and chooses the story, or names a new one."""
    page.locator(f".st-key-story-{key} button").first.click()
    dialog = page.get_by_role("dialog")
    title = dialog.get_by_label("Title, for a new story")
    expect(title).to_be_visible()
    page.locator(DONE).wait_for()
    if dialog.get_by_text(story, exact=True).count() == 0:
        title.fill(story)
        expect(title).to_have_value(story)
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.get_by_text(re.compile("Slide \\d+ of “" + story))).to_be_visible()
    dialog.get_by_label("Close").click()
    settled(page)


def test_figures_of_every_page_are_added_from_beside_them(visit):  # noqa: F811
    for page, key in (
        ("", "timeline"), ("partners", "partner_roles"), ("quality", "completeness"),
        ("partners", "component_partners"), ("partners", "activity_partners"),
        ("places?profile=13248", "programmes-13248"), ("places?profile=13248", "issues-13248"),
        ("evidence", "reconciliation"),
        ("results?data=sample", "indicator_places"), ("quality?data=sample", "currencies"),
    ):  # fmt: skip
        add_to(visit(page), key, "From everywhere")
    page = visit("stories?story=from-everywhere")
    for words in (
        "When they worked",
        "Who works with whom",
        "What is stated, column by column",
        "El Guamo: Programmes",
    ):
        expect(page.get_by_role("button", name=re.compile(words))).to_be_visible()
    page = visit("stories?story=from-everywhere&data=sample")
    expect(page.get_by_role("button", name=re.compile("Which department is furthest behind"))).to_be_visible()


def test_a_stranger_builds_presents_and_hands_out_a_story(visit, address):  # noqa: F811
    page = visit("map?at=CO")
    add_to(page, "map", "For the mayor")
    page = visit("issues?place=13")
    add_to(page, "issue_ranking", "For the mayor")
    add_to(page, "issue_matrix", "For the mayor")
    page = visit("stories?story=for-the-mayor")
    for n, words in (
        (1, "For the mayor"),
        (2, "Where do partnerships work"),
        (3, "How many lists"),
        (4, "What is listed"),
    ):
        expect(page.get_by_role("button", name=re.compile(f"{n} · {words}"))).to_be_visible()
    page.locator(".st-key-slide-s1 button").click()
    settled(page)
    page.locator(".st-key-remove button").click()  # a three-slide story
    expect(page.get_by_role("button", name=re.compile("1 · Where do partnerships work"))).to_be_visible()
    link = page.get_by_role("link", name="Present", exact=True)
    with page.context.expect_page() as opened:
        link.click()
    deck = opened.value
    deck.locator(NOW).wait_for()
    deck.keyboard.press("ArrowRight")
    expect(deck.locator(f"{NOW} h1")).to_contain_text("How many lists name each issue")
    expect(deck.locator(f"{NOW} footer")).to_contain_text("Bolívar")
    deck.close()
    page.get_by_role("button", name="Make the file").click()
    take = page.get_by_role("button", name=re.compile("Download for-the-mayor-en.pptx"))
    expect(take).to_be_visible()
    with page.expect_download() as download:
        take.click()
    slides = Presentation(download.value.path()).slides
    assert [slide.shapes.title.text_frame.text for slide in slides][:2] == [
        "Where do partnerships work?", "How many lists name each issue",
    ]  # fmt: skip


def test_two_periods_of_results_become_a_slide(visit):  # noqa: F811
    """The first and second period stood in no address, so that the slide could not be made."""
    page = visit("results?data=sample&across=period")
    page.locator(".st-key-story-results_comparison button").first.click()
    page.get_by_role("dialog").get_by_label("Title, for a new story").fill("Periods")
    page.get_by_role("dialog").get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("dialog").get_by_text("Slide 2 of")).to_be_visible()
