"""The Map and Places pages as a reader meets them, and the search for a place."""

import pytest

from analytics import places, reading_places
from analytics.selection import Reader, Selection
from analytics.wording import Words
from tests.pages import buttons, html

SAY = Words("en")


# --- the map ----------------------------------------------------------------------------------------------------------


def test_the_first_view_is_the_world_of_the_record(opened):
    app = opened("map")
    assert app.title[0].value == "Where do partnerships work?"
    assert len(buttons(app, "go-")) == 12
    assert "12 countries" in html(app)
    assert "imply no opinion" in html(app)


def test_bolivar_shows_its_three_municipalities(opened):
    app = opened("map", at="13")
    assert set(buttons(app, "go-")) == {"El Carmen de Bolívar", "El Guamo", "San Jacinto"}
    assert set(buttons(app, "crumb-")) == {"World", "Colombia"}


def test_a_step_in_and_a_step_back_are_in_the_address(opened):
    app = opened("map")
    app.button("go-CO").click().run()
    assert app.query_params["at"] in ("CO", ["CO"])
    app.button("crumb-world").click().run()
    assert app.query_params["at"] in ("world", ["world"])


def test_a_place_can_be_chosen_without_a_pointer(opened):
    app = opened("map")
    app.text_input("goto").set_value("13248").run()
    assert app.query_params["at"] in ("13248", ["13248"])
    assert "Lack of land ownership" in html(app)
    assert app.text_input("goto").value == ""


@pytest.mark.parametrize("text", ["tumaco", "SAN ANDRES DE TUMACO", "san andrés de tumaco", "52835"])
def test_the_map_goes_to_a_place_by_another_name_without_accents_and_by_code(opened, text):
    app = opened("map", at="CO")
    app.text_input("goto").set_value(text).run()
    assert app.query_params["at"] in ("52835", ["52835"])


def test_a_name_that_several_places_have_asks_which(opened):
    app = opened("map", at="CO")
    app.text_input("goto").set_value("bolivar").run()
    assert app.query_params["at"] in ("CO", ["CO"])
    meant = buttons(app, "goto-")
    assert len(meant) >= 3  # the department, and municipalities of others
    assert all("Bolívar" in name for name in meant)
    app.button("goto-13").click().run()
    assert app.query_params["at"] in ("13", ["13"])
    assert buttons(app, "goto-") == []


def test_a_place_that_nobody_knows_is_told(opened):
    app = opened("map", at="CO")
    app.text_input("goto").set_value("<b>nowhere").run()
    assert "No place is known by “&lt;b&gt;nowhere”" in html(app)


def test_an_unknown_place_is_left_out_with_a_note(opened):
    app = opened("map", at="<b>98")
    assert "Not known here and left out of the link: &lt;b&gt;98" in html(app)
    assert "at" not in app.query_params


def test_the_lists_of_the_dialogues_begin_in_colombia(opened):
    app = opened("map", layer="issues", listed="micro_trafficking")
    assert app.title[0].value == "Where did the dialogues list “Micro-trafficking”?"
    assert set(buttons(app, "crumb-")) == {"World"}
    assert "5 name “Micro-trafficking”" in html(app)


def test_a_layer_is_kept_in_the_address(opened):
    app = opened("map", layer="activities")
    assert app.title[0].value == "Where is an activity recorded?"


def test_a_selection_without_places_says_so(opened):
    app = opened("map", place="05001")
    assert "Nothing is recorded for this selection." in html(app)


# --- the search -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def index(published):
    return places.place_index(published, Selection(), Reader())


@pytest.mark.parametrize(
    ("text", "code", "alias"),
    [
        ("13248", "13248", None),
        ("05120", "05120", None),  # a leading zero
        ("CO-ANT", "05", None),
        ("bolivar", "13", None),  # without the accent; the department before its namesakes, for something is recorded
        ("BOLÍVAR", "13", None),
        ("caceres", "05120", None),
        ("Tumaco", "52835", "Tumaco"),
        ("san andres de tumaco", "52835", None),
        ("guamo", "13248", None),
        ("  pécs ", "HU-pecs", None),
    ],
)
def test_a_place_is_found(index, text, code, alias):
    hit = places.found_places(index, text).iloc[0]
    if text == "guamo":  # the one named so exactly is in Tolima
        assert set(places.found_places(index, text)["place_id"].head(2)) == {"13248", "73319"}
        return
    assert (hit["place_id"], hit["also_known_as"]) == (code, alias)


@pytest.mark.parametrize("text", ["", "   ", "qqqq", "%", "'; drop table places"])
def test_what_is_no_place_is_not_found(index, text):
    assert places.found_places(index, text).empty


# --- the profile ------------------------------------------------------------------------------------------------------


def test_before_any_search_the_places_with_something_recorded(opened):
    app = opened("places")
    assert {"Colombia", "Bolívar", "El Guamo", "Pécs", "Rwanda"} <= set(buttons(app, "open-"))


def test_a_search_leads_to_a_profile(opened):
    app = opened("places")
    app.text_input("find").set_value("caceres").run()
    app.button("open-05120").click().run()
    assert app.query_params["profile"] in ("05120", ["05120"])
    assert app.title[0].value == "Cáceres"


def test_the_profile_of_a_municipality_with_a_list(opened):
    app = opened("places", profile="13248")
    shown = html(app)
    for told in (
        "Municipality in Bolívar, Colombia",
        "13248",
        "Violence against LGBTIQ+ people",
        "Resilience Dialogues",
    ):
        assert told in shown
    assert "Whether PAR reaches El Guamo" in shown
    assert "PAR: stated for Bolívar; it may or may not reach here." in shown
    assert "Which of the 10" in shown


def test_the_order_of_a_list_is_shown_on_demand(opened):
    app = opened("places", profile="13248")
    assert "<ol" not in html(app)
    app.toggle("order").set_value(True).run()
    assert "<ol" in html(app)
    assert html(app).index("<li>Sexual violence") < html(app).index("<li>Lack of land ownership")


def test_caceres_and_caucasia_have_the_same_list(opened):
    app = opened("places", profile="05120")
    assert "Caucasia" in buttons(app, "open-")
    assert "the same list" in html(app)


def test_nothing_recorded_is_not_nothing_done(opened):
    app = opened("places", profile="05001")
    assert "does not mean that nothing was done" in html(app)
    assert "PAR" in html(app)  # stated for Antioquia around it


def test_an_ended_code_says_what_it_became(opened):
    assert "This code ended on 30 November 2019; the place is part of Barrancominas (94343) now." in html(
        opened("places", profile="94663")
    )


def test_an_unknown_profile_is_left_out_with_a_note(opened):
    app = opened("places", profile="98")
    assert "left out of the link: 98" in html(app)
    assert "Places with something recorded" in [heading.value for heading in app.subheader]


@pytest.mark.parametrize("code", ["RW", "PE", "PE-north", "HU-pecs", "US-new-york", "YE-AD", "CO", "13", "27086", "PL"])
def test_every_kind_of_place_has_a_profile(opened, code):
    app = opened("places", profile=code)
    assert app.title
    assert "tj-gaps" in html(app)


def test_rwanda_says_nothing_of_genocide(opened):
    assert "enocide" not in html(opened("places", profile="RW")) + html(opened("map", at="RW"))


def test_the_profile_in_spanish(opened):
    app = opened("places", profile="13248", lang="es")
    assert "Microtráfico" in html(app)


def test_a_place_in_words(published):
    reader = Reader()

    def asked(question, code):
        return question(published, Selection(), reader, place_id=code)

    for code, said in (
        ("05120", "Recorded in Cáceres: programme Somos Comunidad; activity Resilience Dialogues; a list of 3 issues."),
        ("05001", "Nothing is recorded for Medellín itself; PAR work in a larger place around it."),
        (
            "99",
            "Nothing is recorded in Vichada. That no activity is recorded here does not mean that nothing was done.",
        ),
    ):
        place = asked(places.place_profile, code).iloc[0]
        frames = [asked(q, code) for q in (places.place_programmes, places.place_activities, places.place_issues)]
        assert reading_places.place_sentence(place, *frames, SAY, asked(places.place_records, code))[0] == said
