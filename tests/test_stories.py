"""Stories: files that a person can read, figures that stay as they were made, and what newer data would change."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from analytics.errors import DataError, SnapshotError, UseError
from analytics.snapshots import contents_of, publish_contents
from analytics.stories import library
from analytics.stories.library import Stories, changes, is_behind, ready_stories
from analytics.stories.model import (
    Slide,
    as_text,
    first_sentences,
    name_of,
    slide_message,
    slide_title,
    story_of,
    warnings,
)
from analytics.tables import read_tables
from analytics.warehouse import Warehouse
from tests.conftest import REAL

READY = ("what-the-partnerships-achieved", "what-the-dialogues-listed", "who-works-where-with-whom")
HOSTILE = "</script><script>alert(1)</script> =cmd \u202edrow\u0000 " + "x" * 5000


@pytest.fixture
def stories(tmp_path) -> Stories:
    return Stories(tmp_path / "stories")


def small(stories, warehouse, *figures):
    story = stories.new({"en": "A small story", "es": "Una historia breve"})
    for n, name in enumerate(figures or ("cover", "issue_ranking"), 1):
        story = story.with_slide(Slide(f"s{n}", name))
    return stories.save(stories.frozen(story, warehouse))


@pytest.mark.parametrize("name", READY)
def test_each_ready_made_story_opens_complete_in_both_languages(stories, published, name):
    story = stories.opened(name, published)
    assert story.name == name
    for lang in ("en", "es"):
        figures = stories.figures(story, lang)
        assert len(figures) == len(story.slides) >= 8
        assert all(not figure.is_empty for figure in figures)
        titles = [slide_title(story, slide, figure) for slide, figure in zip(story.slides, figures, strict=True)]
        assert len(set(titles)) >= len(titles) - 1
    assert all(set(slide.notes) in (set(), {"en", "es"}) for slide in ready_stories()[name].slides)


def test_the_story_of_the_dialogues_has_a_slide_for_each_of_the_ten(published):
    places = {slide.own["place_id"] for slide in ready_stories()["what-the-dialogues-listed"].slides
              if slide.figure == "municipality_list"}  # fmt: skip
    assert len(places) == 10


def test_a_story_is_a_file_that_a_person_can_read_and_that_reads_the_same_again(stories, published):
    story = small(stories, published)
    text = (stories.folder / story.name / "story.json").read_text(encoding="utf-8")
    assert '"title": {\n  "en": "A small story",' in text
    assert story_of(text, "x") == story == stories.open(story.name)
    assert as_text(story) == text


def test_every_saving_keeps_the_state_before_and_refuses_an_older_hand(stories, published):
    story = small(stories, published)
    again = stories.save(replace(story, title={"en": "Renamed"}))
    assert again.version == 2
    kept = json.loads((stories.folder / story.name / "history" / "00001.json").read_text(encoding="utf-8"))
    assert kept["title"]["en"] == "A small story"
    with pytest.raises(SnapshotError, match="another window"):
        stories.save(replace(story, title={"en": "From another window"}))


def test_a_disk_that_refuses_a_saving_leaves_the_story_as_it_was(stories, published, monkeypatch):
    story = small(stories, published)
    write = library._write

    def full(path, text):
        if path.name == library.FILE:
            raise OSError(28, "No space left on device")
        write(path, text)

    with monkeypatch.context() as patched:
        patched.setattr(library, "_write", full)
        with pytest.raises((OSError, SnapshotError)):
            stories.save(story)
    assert stories.open(story.name) == story


def test_several_who_open_a_ready_story_first_see_one_and_the_same(stories, published):
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: stories.opened("what-the-dialogues-listed", published), range(4)))
    assert {story.version for story in opened} == {1}


def test_readers_who_open_a_ready_made_story_at_once_all_get_it(stories, published):
    with ThreadPoolExecutor(4) as readers:
        found = list(readers.map(lambda _: stories.opened("who-works-where-with-whom", published), range(4)))
    assert {story.version for story in found} == {1}
    assert found[0] == found[-1] == stories.open("who-works-where-with-whom")
    assert not list(stories.folder.rglob("*.part"))


def test_a_figure_that_was_changed_or_is_gone_is_named(stories, published):
    story = small(stories, published)
    path = stories.folder / story.name / "figures" / f"{story.slides[1].frozen['en']}.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"value": 5', '"value": 6'), encoding="utf-8")
    with pytest.raises(DataError, match="slide s2"):
        stories.figure(story, story.slides[1], "en")
    path.unlink()
    with pytest.raises(DataError, match="gone"):
        stories.figure(story, story.slides[1], "en")


def newer(folder, **changed):
    """The published record with other values of some observations, published elsewhere."""
    frames = read_tables(REAL)
    rows = frames["observations"].set_index("observation_id")
    for name, value in changed.items():
        rows.loc[name.replace("_", "-"), "value"] = float(value)
    frames["observations"] = rows.reset_index()[frames["observations"].columns]
    return Warehouse(publish_contents(contents_of(frames, REAL), folder / "snapshots"))


def test_new_data_leave_the_story_as_it_is_and_say_what_would_change(stories, tmp_path, published):
    story = small(stories, published, "partnership_figures", "issue_ranking")
    old = [figure.as_text() for figure in stories.figures(story, "en")]
    assert not is_behind(story, published.snapshot.id)
    assert changes(stories, story, published, "en") == []
    with newer(tmp_path, par_alliances_1=607) as after:
        assert is_behind(story, after.snapshot.id)
        found = changes(stories, story, after, "es")
        assert [change.slide.id for change in found] == ["s1"]
        assert any("antes 606, ahora 607" in line for line in found[0].lines)
        assert [figure.as_text() for figure in stories.figures(story, "en")] == old
        renewed = stories.save(stories.frozen(story, after))
        assert not is_behind(renewed, after.snapshot.id)
        assert changes(stories, renewed, after, "en") == []
        assert "607" in [fact.words for fact in stories.figure(renewed, renewed.slides[0], "en").facts]


def test_slides_are_moved_doubled_and_taken_away(stories, published):
    story = small(stories, published, "cover", "timeline", "issue_ranking")
    assert [s.figure for s in story.moved("s3", -1).slides] == ["cover", "issue_ranking", "timeline"]
    assert [s.figure for s in story.moved("s1", -5).slides] == ["cover", "timeline", "issue_ranking"]
    doubled = story.duplicated("s2")
    assert [s.id for s in doubled.slides] == ["s1", "s2", "s4", "s3"]
    assert [s.id for s in doubled.without("s2").slides] == ["s1", "s4", "s3"]
    with pytest.raises(UseError):
        story.moved("s9", 1)


def test_hostile_text_is_cleaned_and_stays_text(stories, published):
    story = small(stories, published)
    slide = replace(story.slides[1], title={"en": HOSTILE}, notes={"en": HOSTILE}, message={"es": HOSTILE})
    saved = stories.open(stories.save(story.with_slide(slide)).name)
    title = saved.slides[1].title["en"]
    assert title.startswith("</script><script>alert(1)</script> =cmd drow")
    assert "\x00" not in title
    assert "\u202e" not in title
    assert len(title) <= 5000
    assert warnings(saved.slides[1], "en") == ["title", "message"]


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", '{"format": 9, "name": "x", "title": {}, "slides": []}',
        '{"format": 1, "name": "../x", "title": {}, "slides": []}',
        '{"format": 1, "name": "x", "title": {}, "slides": [{"id": "a/b", "figure": "cover"}]}',
        '{"format": 1, "name": "x", "title": {}, "slides": [{"id": "a", "figure": "x"}, {"id": "a", "figure": "x"}]}',
        '{"slides":' * 5000,
    ],
)  # fmt: skip
def test_a_file_that_is_no_story_is_named(text):
    with pytest.raises(DataError, match=r"story\.json"):
        story_of(text, "x/story.json")


def test_names_come_from_titles_and_never_lead_elsewhere(stories):
    assert name_of("¿Qué pasó en Cáceres?", set()) == "que-paso-en-caceres"
    assert name_of("../../etc", {"etc"}) == "etc-2"
    assert name_of("!!!", set()) == "story"
    for name in ("../x", "", "x/../../y"):
        assert not stories.has(name)
        with pytest.raises(UseError):
            stories.open(name)


def test_a_message_is_whole_sentences():
    assert first_sentences("One. Two. Three.", 9) == "One. Two."
    assert first_sentences("A long first sentence. Two.", 5) == "A long first sentence."


def test_a_slide_speaks_its_figures_words_until_it_has_its_own(stories, published):
    story = small(stories, published)
    slide, figure = story.slides[1], stories.figure(story, story.slides[1], "es")
    assert slide_title(story, slide, figure) == figure.title
    assert slide_message(slide, figure).startswith("Lo que más se listó en los diálogos")
    own = replace(slide, title={"es": "Mi título"}, message={"es": "Mi frase."})
    assert (slide_title(story, own, figure), slide_message(own, figure)) == ("Mi título", "Mi frase.")


def test_a_story_shows_what_everyone_may_see(stories, published):
    """Slides leave the house: their figures are those of the role "public"."""
    story = small(stories, published, "issue_matrix")
    asked = []

    class Watching:
        snapshot = published.snapshot

        def fetch(self, name, role, **params):
            asked.append(role)
            return published.fetch(name, role, **params)

    stories.frozen(story, Watching())
    assert set(asked) == {"public"}
