"""The Map page over imported data: layers with classes, time, several places, comparison, and what a data set lacks."""

import json
from dataclasses import replace

import numpy as np
import pytest

from analytics.maps.adding import together, together_words
from analytics.maps.events import clusters, grid
from analytics.maps.frame_deck import (
    Files,
    drawn_as,
    frame_file,
    frame_layers,
    layer_ids,
    rounded,
    shown_cells,
    told,
)  # fmt: skip
from analytics.maps.frames import Points
from analytics.maps.layers import LayerSpec, View
from analytics.maps.recorded import PER
from analytics.maps.shapes import Shapes
from analytics.palette import Look
from pages.shared.served_files import steps
from tests.pages import buttons, text
from tests.quality_trial import trial_warehouse
from tests.test_map_frames import EN, ES, PEOPLE, RATES, frame

COUNTS = "recorded:extortion:extorsion:cases"


@pytest.fixture(scope="module")
def home(published_home, tmp_path_factory):
    """A data folder with the published record and the tiny import."""
    home = tmp_path_factory.mktemp("both")
    (home / "snapshots").symlink_to(published_home / "snapshots")
    with trial_warehouse(home):
        pass
    return home


@pytest.fixture
def shown(opened, home):
    return lambda **address: opened("map", home, data="trial", **address)


def component(app) -> dict:
    """What the page hands to the map."""
    return json.loads(app.get("bidi_component")[0].proto.json)


# --- frames as the browser gets them ----------------------------------------------------------------------------------


def test_the_file_of_a_frame_holds_what_its_table_says():
    made = frame()
    file = json.loads(frame_file(made))
    assert file["codes"] == list(made.codes)
    for step, sent in zip(made.steps, file["steps"], strict=True):
        twin = made.twin(step.key).set_index("place_id")
        assert len(sent["digits"]) == len(sent["values"]) == len(file["codes"])
        for code, value in zip(file["codes"], sent["values"], strict=True):
            said = twin.at[code, "value"]
            assert (value is None) == (said != said)
            assert value is None or value == rounded(said)


def test_a_class_that_is_no_value_has_its_pattern_and_words():
    file = json.loads(frame_file(frame()))
    assert set(file["patterns"].values()) == {"hatch"}
    assert any("not stated" in words for words in file["states"].values())


def test_a_still_map_shares_the_scale_that_it_is_told():
    made = told(frame(), 1, "/steps/x.json", "2020", most=500, is_still=True)
    assert (made["most"], made["is_still"], made["fill"]) == (500, True, layer_ids(1)["fill"])


# --- several places together ------------------------------------------------------------------------------------------


def test_counts_of_several_places_are_added_and_what_is_missing_is_said():
    found = together(frame(), "2020", ["05001", "05003", "13001"])
    assert (found.value, found.having, found.lacking) == (72, 2, 1)
    assert together_words(found, "Cases", "2020", EN) == (
        "72 (Cases; 2020) in 2 places together. 1 chosen place has no value and is not in it."
    )


def test_a_rate_of_several_places_is_worked_out_anew():
    found = together(frame(RATES, PEOPLE), "2020", ["05001", "13001"])
    assert found.is_rate
    assert found.value == rounded((60 + 12) * PER / (50_000 + 6_000))  # and not the sum or mean of two rates
    assert "calculado de nuevo" in together_words(found, "Casos", "2020", ES)


@pytest.mark.parametrize("kind", ["activities", "people"])
def test_what_can_be_in_several_places_is_not_added_up(kind):
    several = replace(frame(), layer=LayerSpec.from_text(kind))
    found = together(several, "2020", ["05001", "13001"])
    assert (found.value, found.having) == (None, 2)
    assert "is not added up" in together_words(found, "Activities", "2020", EN)


def test_places_without_a_value_have_no_sum():
    found = together(frame(), "2020", ["05003"])
    assert found.value is None
    assert "None of the chosen places" in together_words(found, "Cases", "2020", EN)


# --- the page ---------------------------------------------------------------------------------------------------------


def test_a_layer_of_counts_has_time_legend_and_table(shown):
    app = shown(layer=COUNTS, table="1", step="2020")
    page = text(app)
    assert app.title[0].value == "Where is “Extortion” recorded, and how much?"
    assert "none (a stated zero)" in page
    assert "Caucasia" in page
    sent = component(app)
    assert sent["frames"][0]["step"] == "2020"
    assert sent["home"] == "country-CO"
    assert len(app.dataframe[0].value) > 1000


def test_the_step_and_the_chosen_places_of_the_address_are_shown(shown):
    app = shown(layer=COUNTS, step="2020", chosen="05154,13248,99999")
    page = text(app)
    assert "2 places chosen" in page
    assert "2 (Cases; 2020) in 1 place together." in page
    assert component(app)["chosen"] == ["05154", "13248"]
    app.button("choose-none").click().run()
    assert "chosen" not in app.query_params


def test_a_rerun_sends_a_few_kilobytes(shown):
    sent = component(shown(layer=COUNTS))
    assert len(json.dumps(sent)) < 10_000


def test_the_steps_are_served_under_their_content(shown):
    url = component(shown(layer=COUNTS))["frames"][0]["url"]
    kept = steps._kept[url.removeprefix("/steps/").removesuffix(".json")]
    assert json.loads(kept.body)["steps"][0]["key"] == "2019"


def test_a_question_that_the_data_cannot_answer_says_why(opened):
    app = opened("map", layer="changed")
    assert app.title[0].value == "What changed?"
    assert "needs a series of several years" in text(app)


def test_what_changed_compares_the_ends_of_the_longest_series(shown):
    app = shown()
    app.button_group("question").set_value("changed").run()
    assert app.query_params["layer"] in (COUNTS, [COUNTS])
    page = text(app)
    assert "One scale for all maps" in page
    maps = [json.loads(one.proto.json) for one in app.get("bidi_component")][:2]  # the third is their difference
    assert [one["frames"][0]["step"] for one in maps] == ["2019", "2021"]
    assert {one["frames"][0]["most"] for one in maps} == {4.0}
    assert all(one["linked"] for one in maps)


def test_a_layer_that_means_nothing_is_the_first_question(shown):
    app = shown(layer="recorded:'; drop table--")
    assert app.title[0].value == "Where do partnerships work?"


def test_classes_of_my_own_are_in_the_address(shown):
    app = shown(layer=f"{COUNTS}~m=own~b=1,3~s=fill")
    assert "1 to 3" in text(app) or "2 to 3" in text(app)
    assert "circles are fairer" in text(app)


def test_a_place_in_a_layer_has_its_value_and_trend(shown):
    app = shown(layer=COUNTS, at="05120")
    page = text(app)
    assert "tj-years" in page
    assert buttons(app, "crumb-") == ["World", "Colombia", "Antioquia"]


def test_the_view_of_the_world_shows_countries(shown):
    sent = component(shown(layer=COUNTS, at="world"))
    assert sent["home"] == "world-"
    assert View("country", "", "").level == "country"
    assert LayerSpec.from_text(COUNTS).to_text() == COUNTS
    assert Look().dark is False


# --- layers over it ---------------------------------------------------------------------------------------------------


OVER = ["activities~s=circle", "recorded-done:extortion:extorsion:cases~s=circle"]


def drawn_layers(app) -> list[str]:
    """The files of the frames that the map is handed, from below."""
    return [one["url"] for one in component(app)["frames"]]


def test_a_layer_over_it_is_switched_off_without_being_lost(shown):
    app = shown(layer=COUNTS, over=OVER)
    assert len(drawn_layers(app)) == 3
    app.toggle("over-shown-0").set_value(False).run()
    assert app.query_params["over"] == [f"-{OVER[0]}", OVER[1]]
    assert len(drawn_layers(app)) == 2
    app.toggle("over-shown-0").set_value(True).run()
    assert app.query_params["over"] == OVER


def test_layers_over_it_change_places_and_have_a_strength_of_their_own(shown):
    app = shown(layer=COUNTS, over=OVER)
    before = drawn_layers(app)
    app.button("over-0-to-1").click().run()
    assert app.query_params["over"] == OVER[::-1]
    assert drawn_layers(app) == [before[0], before[2], before[1]]
    app.slider("over-strength-1").set_value(40).run()
    assert app.query_params["over"] == [OVER[1], "activities~o=40~s=circle"]
    app.multiselect("more-over").set_value(["activities"]).run()
    assert app.query_params["over"] == "activities~o=40~s=circle"  # what stays keeps how it was drawn
    assert app.button("over-0-to-1").disabled


def test_a_link_to_a_question_is_answered_where_the_data_can(shown):
    app = shown(layer="untouched")
    assert app.query_params["layer"] == "recorded-done:extortion:extorsion:cases"
    assert "The open data set has none" not in text(app)
    app = shown(layer="changed")
    assert app.query_params["compare"] == "2019,2021"


# --- comparison, events, and what is taken along ----------------------------------------------------------------------


def test_two_maps_have_their_difference_and_the_rule_for_small_numbers(shown):
    page = text(shown(layer=COUNTS, compare="2019,2021"))
    assert "Limited change: both counts are under 5" in page


def test_a_difference_is_taken_along_like_any_map(shown):
    app = shown(layer=COUNTS, compare="2019,2021")
    labels = [one.proto.label for one in app.get("download_button")]
    forms = [label for label in labels if label.startswith("Download")]
    assert forms == ["Download CSV", "Download GeoJSON", "Download GeoPackage", "Download PDF", "Download PNG",
                     "Download SVG"]  # fmt: skip


def test_two_layers_are_compared_in_the_classes_of_the_first(shown):
    app = shown(layer=f"{COUNTS}~m=own~b=1,3~s=fill", compare=f"2019,{COUNTS}")
    files = [json.loads(one.proto.json)["frames"][0]["url"] for one in app.get("bidi_component")]
    painted = [json.loads(steps._kept[url[7:-5]].body)["colours"] for url in files]
    assert len({json.dumps(one) for one in painted[:2]}) == 1


def test_one_thing_alone_is_not_compared(shown):
    assert "Choose at least two" in text(shown(layer=COUNTS, compare="2019,nothing,<b>"))


def test_points_of_one_step_are_counted_in_cells():
    points = Points(np.array([-74, 4, -74, 4, -70, 8], "f4"), np.zeros(3, "u1"), np.ones(3, "f4"),
                    np.array([0, 0, 1], "u2"))  # fmt: skip
    made = replace(frame(), points=points)
    assert list(shown_cells(made, made.steps[0].key).counts) == [2]
    assert list(shown_cells(made, made.steps[1].key).counts) == [1]
    assert drawn_as(replace(made, style="point")) == "point"
    assert (
        drawn_as(replace(made, style="point", cells=grid(points, 0.25, 2))) == "hexagon"
    )  # single events are not shown


def test_a_cluster_stands_in_the_middle_of_its_events():
    points = Points(np.array([-74, 4, -73.9, 4, -70, 8], "f4"), np.zeros(3, "u1"), np.array([3, 1, 1], "f4"),
                    np.zeros(3, "u2"))  # fmt: skip
    made = clusters(points, 1)
    assert sorted(zip(made.counts.tolist(), made.centres.round(3).tolist(), strict=True)) == [
        (1, [-70.0, 8.0]), (4, [-73.975, 4.0]),
    ]  # fmt: skip


def test_a_sensitive_layer_sends_no_point():
    points = Points(np.array([-74, 4], "f4"), np.zeros(1, "u1"), np.ones(1, "f4"), np.zeros(1, "u2"))
    made = replace(frame(), style="point", cells=grid(points, 0.25, 5), points=points)
    layers = frame_layers(
        made,
        0,
        Files("/steps/p.json", "/geo/p.geojson", "/points/x.bin"),
        {"hatching": "/h", "departments": "/d"},
        Shapes((), {}),
        Look(),
        "2020",
    )
    assert "/points/" not in json.dumps([json.loads(layer.to_json()) for layer in layers])


def test_what_is_shown_can_be_taken_along_as_geometry(shown):
    app = shown(layer=COUNTS)
    assert {one.proto.label for one in app.get("download_button")} >= {"Download GeoJSON", "Download GeoPackage"}
