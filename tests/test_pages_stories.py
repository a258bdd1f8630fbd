"""The page Stories without a browser: the library, the editor, newer data, and “Add to story” under figures."""

import io
import zipfile

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from analytics.stories.library import stories_of
from pages.shared import present
from tests.pages import buttons, text


@pytest.fixture
def home(published_home, tmp_path):
    """A data folder of the test's own over the published record."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "snapshots").symlink_to(published_home / "snapshots")
    return tmp_path / "own"


def test_the_library_shows_what_is_ready(opened, home):
    app = opened("stories", home)
    assert "What the dialogues listed" in text(app)
    assert "open-what-the-partnerships-achieved" in [button.key for button in app.button]
    assert "Lo que se listó en los diálogos" in text(opened("stories", home, lang="es"))


def test_a_story_is_made_from_a_template(opened, home):
    app = opened("stories", home)
    app.text_input(key="new-title").set_value("El Guamo, hoy")
    app.selectbox(key="new-kind").set_value("place")
    app.selectbox(key="new-place").set_value("13248")
    next(b for b in app.button if b.label == "Make the story").click().run()
    assert not app.error
    story = stories_of(None).open("el-guamo-hoy")
    assert [slide.figure for slide in story.slides] == ["cover", "place_profile", "presence", "municipality_list"]
    assert [label for label in buttons(app, "slide-s")][1].startswith("2 · El Guamo")


def test_a_slide_is_written_moved_and_taken_away(opened, home):
    app = opened("stories", home, story="who-works-where-with-whom", slide="who")
    app.text_input(key="title-who-en-1").set_value("Who stands with whom")
    app.text_area(key="message-who-en-1").set_value("A message that is far too long " * 12)
    next(b for b in app.button if b.label == "Save" and (b.key or "").startswith("FormSubmitter")).click().run()
    stories = stories_of(None)
    assert stories.open("who-works-where-with-whom").slide("who").title == {"en": "Who stands with whom"}
    assert any("one sentence" in warning.value for warning in app.warning)
    app.button(key="down").click().run()
    assert [slide.id for slide in stories.open("who-works-where-with-whom").slides][3:5] == ["sectors", "who"]
    app.button(key="duplicate").click().run()
    app.button(key="remove").click().run()
    assert len(stories.open("who-works-where-with-whom").slides) == 9


def test_add_to_story_stands_under_figures_that_can_be_made_again(opened, home):
    """Pressing it is a journey (tests/test_journey_stories.py): a dialog runs apart from its page."""
    app = opened("issues", home, place="13")
    keys = {button.key for button in app.button if (button.key or "").startswith("story-")}
    assert {"story-issue_matrix", "story-issue_ranking", "story-issue_pairs"} <= keys
    app.button(key="story-issue_ranking").click().run()
    assert app.selectbox(key="add-to").options[0] == "A new story"
    assert "What the dialogues listed" in app.selectbox(key="add-to").options


def test_others_than_analysts_prepare_no_stories(opened, home):
    app = opened("stories", home, **{"as": "public"})
    assert "Only analysts" in text(app)
    assert buttons(opened("issues", home, **{"as": "public"}), "story-") == []


def test_an_unknown_story_is_dropped_with_a_note(opened, home):
    app = opened("stories", home, story="../nobody")
    assert "Not known here" in text(app)


def test_present_mode_is_a_page_of_its_own(home, monkeypatch):
    monkeypatch.setenv("TEJIDO_DATA", str(home))
    client = TestClient(Starlette(routes=[present.route()]))
    from analytics.warehouse import open_warehouse

    with open_warehouse(home / "snapshots") as engine:
        stories_of(None).opened("what-the-dialogues-listed", engine)
    page = client.get("/present/what-the-dialogues-listed?lang=es")
    assert page.status_code == 200
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "Lo que se listó en los diálogos" in page.text
    scanned = "http://testserver/present/what-the-dialogues-listed?lang=es&amp;notes=0"
    assert f"{scanned}#2" in page.text
    assert 'class="notes"' in page.text
    assert 'class="notes"' not in client.get("/present/what-the-dialogues-listed?lang=es&notes=0").text
    again = client.get("/present/what-the-dialogues-listed?lang=es", headers={"if-none-match": page.headers["etag"]})
    assert again.status_code == 304
    stories_of("sample").save(stories_of("sample").new({"en": "Ours"}))
    assert client.get("/present/ours?data=sample").status_code == 200
    assert client.get("/present/nobody").status_code == 404
    assert client.get("/present/what-the-dialogues-listed?data=../x").status_code == 404


def test_files_of_the_illustrative_portfolio_say_so_in_their_names(published, illustrative, tmp_path):
    from analytics.stories.handing import deck_of, handed_out
    from analytics.stories.library import Stories
    from analytics.stories.model import Slide

    for engine, start in ((published, "told-01"), (illustrative, "illustrative-told-01")):
        stories = Stories(tmp_path / start)
        story = stories.new({"en": "Told"})
        story = stories.save(story.with_slide(stories.freeze(story.name, Slide("s1", "partnership_figures"), engine)))
        packed = zipfile.ZipFile(io.BytesIO(handed_out(deck_of(stories, story, "en"), "svg")))
        assert packed.namelist() == [f"{start}.svg"]
