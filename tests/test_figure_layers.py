"""Layers of the map as figures of stories: every number is the one that `ask` gives, and each class the frame's."""

import re

import pytest

from analytics.asking import find_question
from analytics.exports.deck_html import _style, deck_html
from analytics.exports.deck_pdf import pdf
from analytics.exports.deck_pptx import pptx
from analytics.exports.figure_svg import Paint, figure_svg
from analytics.exports.sheets import Deck, Sheet
from analytics.figures.making import make_figure
from analytics.figures.model import figure_of
from analytics.mapped import frame
from analytics.maps.layers import LayerSpec, View
from analytics.palette import LIGHT, Look, scale_name, scales
from analytics.selection import Reader, Selection
from analytics.wording import Words
from pages.shared import add_to_story
from tests.quality_trial import trial_warehouse

LOOK, EN = Look(), Words("en")
COUNTS = "recorded:extortion:extorsion:cases"
DONE = "recorded-done:extortion:extorsion:cases"
WHICH = {"issue_type_id": "extortion", "dataset": "extorsion", "measure": "cases"}
LAYERS = ("presence", "activities", "people", "money:USD", "listed:extortion", COUNTS, f"{COUNTS}:rate", DONE,
          "attribute:pdet", "attribute:population", "flows:funder", f"{COUNTS}~m=own~b=1,3~s=fill~o=40")  # fmt: skip


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    with trial_warehouse(tmp_path_factory.mktemp("layers")) as warehouse:
        yield warehouse


@pytest.fixture(scope="module")
def home(published_home, tmp_path_factory):
    home = tmp_path_factory.mktemp("both")
    (home / "snapshots").symlink_to(published_home / "snapshots")
    with trial_warehouse(home):
        pass
    return home


def made(warehouse, name, lang="en", **own):
    return make_figure(warehouse, name, Selection(), Reader("public", lang), own)


def asked(warehouse, name, **own):
    return find_question(name).ask(warehouse, Selection(), Reader("public", "en"), **own)


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("text", LAYERS)
def test_every_layer_is_a_figure_that_is_drawn_and_read_again(tried, text, lang):
    found = made(tried, "layer_map", lang, layer=text, steps="all")
    assert found.title
    again = figure_of(found.as_text())
    assert again.as_text() == found.as_text()
    for paint in (Paint(LOOK), Paint(Look(dark=True)), Paint()):
        svg = figure_svg(again, 1168, 430, paint)
        assert "None" not in svg
        assert not re.search(r'"nan"|>nan<', svg)


def test_what_is_drawn_are_the_classes_of_the_frame(tried):
    found = made(tried, "layer_map", layer=f"{COUNTS}~s=circle", step="2020")
    own = frame(tried, LayerSpec.from_text(f"{COUNTS}~s=circle"), Selection(), Reader("public"), LOOK, EN, view=View())
    step = own.step("2020")
    digits = dict(zip(own.names, step.digits, strict=True))
    layer = found.body["panels"][0]["layers"][0]
    drawn = {one["tip"][0]: one["class"] for one in layer["circles"]}
    assert drawn
    assert drawn == {name: digits[name] for name in drawn}
    words = {sign.digit: sign.words for sign in step.classes}
    said = dict(zip(own.names, step.values, strict=True))
    assert {one["tip"][0]: one["tip"][1] for one in layer["circles"]} == {
        name: words[digits[name]] if said[name] is None else EN.number(int(said[name])) for name in drawn
    }
    signs = [(one["text"], one["n"]) for one in found.body["legends"][0]["signs"]]
    assert signs == [(one.words, EN.number(one.n)) for one in step.classes if one.n or one.low is not None]
    svg = figure_svg(found, 1168, 430, Paint(LOOK))
    for sign in step.classes:
        if sign.n and sign.kind == "value":
            assert sign.colour in svg


def test_the_numbers_of_the_fact_check_are_those_of_the_question(tried):
    records = asked(tried, "map_records", **WHICH)
    for year in ("2019", "2020", "2021"):
        facts = {fact.key: fact for fact in made(tried, "layer_map", layer=COUNTS, step=year).facts}
        own = records[records["step_key"].eq(year) & records["area_id"].notna()].set_index("area_id")["total"].dropna()
        places = facts.pop("places")
        assert places.value == len(own)
        for code, fact in facts.items():
            assert (fact.value, fact.words) == (own[code], EN.number(int(own[code])))
            assert "extorsion" in fact.source.lower() or fact.source


def test_a_difference_has_both_values_and_the_rule_and_its_numbers_are_those_of_the_question(tried):
    found = made(tried, "layer_change", layer=COUNTS, compare="2019,2021")
    records = asked(tried, "map_records", **WHICH).set_index(["area_id", "step_key"])["total"]
    assert any("Limited change" in note for note in found.notes)
    assert {"Before", "After", "Change"} <= set(found.columns)
    at = {name: found.columns.index(name) for name in ("Before", "After", "Change")}
    for row in found.rows:
        if isinstance(row[at["Change"]], (int, float)):
            assert row[at["Change"]] == row[at["After"]] - row[at["Before"]]
    for fact in found.facts:
        assert fact.value == records[fact.key, "2021"] - records[fact.key, "2019"]


def test_recorded_against_done_says_where_no_activity_is_recorded_as_the_question_does(tried):
    found = made(tried, "layer_map", layer=DONE)
    answer = asked(tried, "recorded_against_done", **WHICH)
    without = answer[answer["record_rows"].gt(0) & answer["activities"].eq(0) & answer["total"].notna()]
    facts = {fact.key: fact.value for fact in found.facts if fact.key != "places"}
    assert facts
    assert facts == without.head(len(facts)).set_index("place_id")["total"].to_dict()
    assert all(name in found.sentence for name in without["place_name"].head(len(facts)))


def test_maps_side_by_side_share_one_scale_and_name_what_each_is(tried):
    found = made(tried, "layers_compared", layer=COUNTS, compare="2019,2021")
    assert [one["name"] for one in found.body["panels"]] == ["2019", "2021"]
    classes = [one["layers"][0]["classes"] for one in found.body["panels"]]
    assert classes[0] == classes[1]
    svg = figure_svg(found, 1168, 430, Paint(LOOK))
    assert ">2019</text>" in svg
    assert ">2021</text>" in svg
    assert 'data-map="1"' not in svg  # several maps are not moved by one hand


@pytest.mark.parametrize("name", ["layer_change", "layers_compared"])
def test_less_than_two_things_to_compare_is_said_and_not_drawn(tried, name):
    found = made(tried, name, layer=COUNTS, compare="2019,nothing")
    assert found.is_empty
    assert "at least two" in found.unit


def test_every_colour_of_a_scale_has_a_value_in_every_theme():
    style = _style()
    for name, (light, dark) in scales().items():
        assert style.count(f"--{name}:") == 3
        assert scale_name(light) in {*scales(), *LIGHT}
        assert f"--{name}:{dark};" in style
    drawn = Paint()("brick-5-2", "middle")
    assert 'fill="var(--brick-5-2)"' in drawn
    assert 'stroke="var(--middle)"' in drawn


def test_a_story_of_layers_is_handed_out_in_every_form(tried):
    sheets = tuple(
        Sheet(f"s{n}", one.title, one.sentence, "", one) for n, one in enumerate((
            made(tried, "layer_map", layer=DONE), made(tried, "layer_change", layer=COUNTS, compare="2019,2021"),
            made(tried, "layers_compared", layer=COUNTS, compare="2019,2020,2021"),
        ))
    )  # fmt: skip
    deck = Deck("layers", "Layers", "en", sheets)
    page = deck_html(deck)
    assert page.count('data-map="1"') == 2
    said = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", page))
    assert all(word in said for word in ("many", "recorded,", "Upwards:"))
    assert pdf(deck).startswith(b"%PDF-")
    assert pptx(deck).startswith(b"PK")


# --- from the page ----------------------------------------------------------------------------------------------------


class Address(dict):
    """The address of a page, as Streamlit gives it."""

    def get_all(self, name):
        return [self[name]] if isinstance(self.get(name), str) else list(self.get(name, ()))


def test_a_layer_on_the_map_is_offered_to_a_story(opened, home):
    """Pressing the button of the dialog is a journey: a dialog runs apart from its page."""
    app = opened("map", home, data="trial", layer=COUNTS, step="2020")
    app.button(key="story-map").click().run()
    assert app.selectbox(key="add-to").options[0] == "A new story"


def test_what_is_kept_is_what_the_address_shows(tried, monkeypatch):
    seen = Address(layer=f"{COUNTS}~k=3", step="2020", at="05", over=["attribute:pdet", "activities"], camera="1,2,3")
    monkeypatch.setattr(add_to_story.st, "query_params", seen)
    name, own = add_to_story.figure_of("map")
    over = "attribute:pdet|activities"
    assert (name, own) == ("layer_map", {"layer": f"{COUNTS}~k=3", "step": "2020", "at": "05", "over": over})
    found = made(tried, name, **own)
    assert len(found.body["panels"][0]["layers"]) == len(found.body["legends"]) == 3
    seen.clear()
    seen.update(layer=COUNTS, compare="2019,2021")
    assert add_to_story.figure_of("difference") == ("layer_change", dict(seen))
    assert add_to_story.figure_of("compared") == ("layers_compared", dict(seen))
    seen["layer"] = "untouched"
    assert add_to_story.figure_of("map") is None


def test_a_comparison_and_its_difference_are_offered_too(opened, home):
    app = opened("map", home, data="trial", layer=COUNTS, compare="2019,2021")
    assert {"story-compared", "story-difference"} <= {one.key for one in app.button}
