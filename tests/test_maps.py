"""Maps: each exactness drawn its own way, the order of features kept, and nothing that a reader could not click."""

import json
from xml.etree import ElementTree

import pandas as pd
import pytest

from analytics import reading_places
from analytics.issues import issue_matrix
from analytics.mapping import map_areas, map_points, map_regions
from analytics.maps import svg
from analytics.maps.camera import Box, Camera, fit
from analytics.maps.deck import MOST_CLASSES, classes, lookup, map_deck, mixed
from analytics.maps.drawing import Drawing, activities_map, issues_map, presence_map
from analytics.maps.shapes import EVERYWHERE, files, shapes, view_box
from analytics.maps.spot import Spot, countries_in_view, find_spot
from analytics.palette import Look
from analytics.places import place_index
from analytics.selection import Reader, Selection
from analytics.wording import Words

LOOK, SAY = Look(), Words("en")
SVG = "{http://www.w3.org/2000/svg}"
WORLD = Spot("world")
TEN = {"05120", "05154", "13244", "13248", "13654", "19698", "23807", "23855", "52835", "54720"}
URLS = {name: f"/geo/x/{name}.geojson" for name in ("countries", "departments", "hatching", "hatching-countries")}


def ask(house, question, selection=None):
    return question(house, selection or Selection(), Reader())


def spot(house, code) -> Spot:
    return find_spot(ask(house, place_index), code)


def presence(house, at="world", selection=None) -> Drawing:
    return presence_map(ask(house, map_areas, selection), ask(house, map_points, selection), spot(house, at), LOOK, SAY)


# --- where the camera stands ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(700, 600), (350, 420)])
def test_the_whole_box_is_in_the_picture(size):
    box = Box(-79, -4.2, -66.9, 12.5)
    camera = fit(box, *size)
    corners = [camera.pixel(x, y, *size) for x in (box.west, box.east) for y in (box.south, box.north)]
    assert all(23 <= x <= size[0] - 23 and 23 <= y <= size[1] - 23 for x, y in corners)


def test_the_centre_of_the_camera_is_the_centre_of_the_picture():
    assert Camera(-74, 4, 5).pixel(-74, 4, 700, 600) == pytest.approx((350, 300))
    assert Camera(0, 0, 0).pixel(180, 0, 512, 512) == pytest.approx((512, 256))  # the world is 512 pixels wide


def test_a_single_point_does_not_zoom_into_nothing():
    assert fit(Box(1, 1, 1, 1), 700, 600).zoom == 9


def test_nothing_lies_under_the_buttons_on_the_right():
    wide = Box(-125, -56, 75, 60)
    camera = fit(wide, 646, 480, 16, right=44)
    left, _ = camera.pixel(wide.west, 0, 646, 480)
    right, _ = camera.pixel(wide.east, 0, 646, 480)
    assert (left, right) == pytest.approx((16, 646 - 16 - 44), abs=0.5)


# --- geometry ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layer", ["countries", "departments"])
def test_the_order_of_features_is_the_position_by_which_colours_are_found(published, layer):
    served = json.loads(files(published.snapshot)[f"{layer}.geojson"][0])["features"]
    found = shapes(published.snapshot, layer)
    assert [f["properties"]["i"] for f in served] == list(range(len(served)))
    assert tuple(f["properties"]["code"] for f in served) == found.codes == tuple(sorted(found.codes))


@pytest.mark.parametrize(("hatching", "layer"), [("hatching", "departments"), ("hatching-countries", "countries")])
def test_hatching_has_the_same_order_as_what_it_hatches(published, hatching, layer):
    served = json.loads(files(published.snapshot)[f"{hatching}.geojson"][0])["features"]
    assert tuple(f["properties"]["code"] for f in served) == shapes(published.snapshot, layer).codes


def test_every_department_of_colombia_can_be_drawn(published):
    index = ask(published, place_index)
    own = index[(index["level"] == "department") & (index["country_code"] == "CO")]
    assert set(own["place_id"]) <= set(shapes(published.snapshot, "departments").codes)


def test_far_islands_do_not_move_the_camera(published):
    box = shapes(published.snapshot, "countries").boxes
    assert box["US"].width < 70  # Alaska reaches over the date line
    assert box["CO"].west > -80  # San Andrés lies at -81.7


@pytest.mark.parametrize(
    ("at", "inside", "outside"),
    [
        (
            "world",
            [(-99, 39), (-58, -10), (30, -2), (71, 39)],
            [(150, -30)],
        ),  # the United States to Tajikistan, no Australia
        ("CO", [(-75.1, 9.8), (-78.76, 1.8)], [(-99, 39)]),
        ("13248", [(-75.0, 10.03), (-75.12, 9.72)], [(-78.76, 1.8)]),  # all of Bolívar
    ],
)
def test_the_camera_shows_the_level(published, at, inside, outside):
    snapshot = published.snapshot
    recorded = set(ask(published, map_areas)["country_code"])
    box = view_box(spot(published, at), shapes(snapshot, "countries"), shapes(snapshot, "departments"), recorded)

    def holds(x, y):
        return box.west <= x <= box.east and box.south <= y <= box.north

    assert all(holds(*point) for point in inside)
    assert not any(holds(*point) for point in outside)


def test_without_any_shape_the_camera_shows_the_world(tiny):
    nowhere = Spot("department", "77", "77", "ZZ")
    snapshot = tiny.snapshot
    assert view_box(nowhere, shapes(snapshot, "countries"), shapes(snapshot, "departments"), {"ZZ"}) == EVERYWHERE


# --- how far in -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "level", "area", "trail"),
    [
        ("world", "world", "", []),
        ("CO", "country", "CO", ["CO"]),
        ("13", "department", "13", ["CO", "13"]),
        ("13248", "department", "13", ["CO", "13", "13248"]),  # a municipality has no shape: its department is shown
        ("HU-pecs", "department", "HU-BA", ["HU", "HU-BA", "HU-pecs"]),
        ("US-new-york", "country", "US", ["US", "US-new-york"]),  # a city without a division between
        ("PE-north", "country", "PE", ["PE", "PE-north"]),
    ],
)
def test_a_code_is_a_spot(published, code, level, area, trail):
    found = spot(published, code)
    assert (found.level, found.area, [c for c, _ in found.trail]) == (level, area, trail)


@pytest.mark.parametrize("code", ["98", "", None, "'; drop", "<b>"])
def test_an_unknown_code_is_no_spot(published, code):
    assert spot(published, code) is None


# --- what is drawn ----------------------------------------------------------------------------------------------------


def test_par_is_hatched_and_never_filled_nor_a_dot(published):
    drawn = presence(published, "CO")
    assert set(drawn.hatches) == {"05", "13", "18", "27", "44", "47", "50", "54", "73", "76", "81"}
    assert not drawn.fills
    assert {p.code for p in drawn.points} == TEN
    assert {p.colour for p in drawn.points} == {LOOK.partnership("somos-comunidad")}


def test_the_world_draws_each_exactness_its_own_way(published):
    drawn = presence(published)
    assert set(drawn.fills) == {"PE", "RW", "TJ", "UZ", "YE"}  # work in the country as a whole
    assert set(drawn.hatches) == {"CO", "MX"}  # somewhere in it
    assert set(drawn.outlines) == {"CZ", "PL", "SK"}  # a Center is there or people took part, no work
    assert {p.code for p in drawn.points} == TEN | {"HU-pecs", "US-new-york"}


def test_poland_says_no_more_than_that_a_centre_is_there(published):
    assert presence(published).tips["PL"] == ("Poland", ["Partners' Centers: A Center of Partners is here."])


def test_the_study_visit_is_nowhere_on_a_map(published):
    for at in ("world", "PL", "SK", "UZ", "TJ"):
        drawn = activities_map(ask(published, map_areas), ask(published, map_points), spot(published, at), LOOK, SAY)
        assert not {"PL", "SK", "UZ", "TJ"} & (drawn.fills.keys() | drawn.hatches.keys() | drawn.outlines.keys())
        assert "tudy" not in drawn.table.to_csv()


def test_activities_are_drawn_where_the_documents_place_them(published):
    drawn = activities_map(ask(published, map_areas), ask(published, map_points), WORLD, LOOK, SAY)
    assert set(drawn.fills) == {"PE", "RW", "YE"}
    assert set(drawn.hatches) == {"MX"}
    yemen = activities_map(ask(published, map_areas), ask(published, map_points), spot(published, "YE"), LOOK, SAY)
    assert set(yemen.hatches) == {"YE-AD", "YE-JA"}


def test_a_department_shows_its_own_municipalities_and_its_own_hatching(published):
    drawn = presence(published, "13")
    assert {p.code for p in drawn.points} == {"13244", "13248", "13654"}
    assert set(drawn.hatches) == {"13"}
    assert set(drawn.table["place_name"]) == {"Bolívar", "El Carmen de Bolívar", "El Guamo", "San Jacinto"}


def test_an_issue_that_a_list_lacks_is_a_ring(published):
    points, matrix = ask(published, map_points), ask(published, issue_matrix)
    drawn = issues_map(points, matrix, "micro_trafficking", spot(published, "CO"), LOOK, SAY)
    assert {p.code for p in drawn.points if not p.is_ring} == {"13244", "13248", "13654", "19698", "23855"}
    assert {p.code for p in drawn.points} == TEN
    assert not any(p.is_ring for p in issues_map(points, matrix, None, WORLD, LOOK, SAY).points)


def test_a_place_without_a_point_is_told_and_not_drawn(tiny):
    drawn = presence(tiny, "05")  # Sin Punto has no coordinates
    assert (drawn.unplaced, {p.code for p in drawn.points}) == (1, {"05001", "05002"})
    assert "Sin Punto" in set(drawn.table["place_name"])


def test_a_selection_without_places_draws_nothing(published):
    nothing = presence(published, "world", Selection(place=("05001",)))
    assert nothing.is_empty
    assert len(nothing.table) == 0


# --- the deck ---------------------------------------------------------------------------------------------------------


def deck(house, at="CO", drawing=None) -> dict:
    snapshot, where = house.snapshot, spot(house, at)
    made = map_deck(
        drawing or presence(house, at), where, {"13": "Bolívar", "05": "Antioquia"}, shapes(snapshot, "countries"),
        shapes(snapshot, "departments"), URLS, Camera(-73, 4, 5), LOOK,
    )  # fmt: skip
    return json.loads(made.to_json())


def layer(made: dict, start: str) -> dict:
    return next(found for found in made["layers"] if found["id"].startswith(start))


def test_no_map_asks_anyone_outside(published):
    made = deck(published)
    assert made["mapStyle"] == "__MAP_STYLE__"  # what Streamlit takes off again; without it a tile server is asked
    assert "mapProvider" not in made
    assert "http" not in json.dumps(made)


def test_a_filter_sends_a_few_kilobytes(published):
    assert len(json.dumps(deck(published, "world"))) < 12_000
    assert len(json.dumps(deck(published))) < 16_000


def test_colours_are_found_by_position(published):
    made = layer(deck(published), "hatching")
    codes = shapes(published.snapshot, "departments").codes
    digits = made["updateTriggers"]["getLineColor"][0]
    assert {code for code, digit in zip(codes, digits, strict=True) if digit != "0"} == set(
        presence(published, "CO").hatches
    )
    assert f'("{digits}")[properties.i]' in made["getLineColor"]


def test_circles_have_one_size_and_can_be_clicked(published):
    circles = layer(deck(published), "points")
    assert isinstance(circles["getRadius"], int)
    assert circles["pickable"] is True
    assert circles["radiusUnits"] == "pixels"
    assert layer(deck(published, "world"), "points")["pickable"] is False  # the country under them is what is clicked


def test_moving_on_forgets_what_was_clicked(published):
    def clickable(at):
        return {found["id"] for found in deck(published, at)["layers"] if found.get("pickable")}

    assert not clickable("CO") & clickable("13")


def test_a_small_country_can_be_seen_and_clicked_on_the_world(published):
    where = spot(published, "world")
    snapshot = published.snapshot
    made = map_deck(
        presence(published), where, {}, shapes(snapshot, "countries"), shapes(snapshot, "departments"), URLS,
        Camera(-20, 20, 1), LOOK,
    )  # fmt: skip
    assert "RW" in {row["code"] for row in layer(json.loads(made.to_json()), "small-countries")["data"]}


def test_names_of_neighbours_stand_on_both_sides(published):
    labels = {row["name"]: row["anchor"] for row in layer(deck(published, "13"), "labels")["data"]}
    assert len(set(labels.values())) == 2


def test_more_colours_than_classes_share_the_last():
    codes = tuple(map(str, range(14)))
    digits, colours = classes(codes, {c: f"#0000{int(c):02d}" for c in codes}, [None])
    assert len(colours) == MOST_CLASSES
    assert set(digits) == set("123456789")
    assert digits.endswith("99999")


def test_lookup_and_mixing():
    assert lookup([[1, 2, 3, 4]], "00") == '([[1, 2, 3, 4]])[("00")[properties.i]]'
    assert mixed("#000000", "#FFFFFF", 0.5) == "#808080"


# --- the same in words ------------------------------------------------------------------------------------------------


def summary(house, at, layer="presence"):
    return reading_places.map_summary(ask(house, map_areas), ask(house, map_points), spot(house, at), layer, SAY)


def test_the_map_in_words(published):
    assert "12 countries" in summary(published, "world")
    assert "In Czech Republic, Poland and Slovakia there is a Center or people took part" in summary(published, "world")
    assert "PAR works somewhere in 11 departments of Colombia" in summary(published, "CO")
    assert "Somos Comunidad names El Carmen de Bolívar, El Guamo and San Jacinto" in summary(published, "13")
    assert "no place within it is named" in summary(published, "RW")
    assert "Nothing is recorded in Vichada" in summary(published, "99")
    assert summary(published, "CO", "activities") == "Somos Comunidad: 1 activity is recorded in Colombia."
    assert "7 countries" in summary(published, "world", "activities")
    assert "works in the country as a whole" in summary(published, "RW-01")


def test_regions_are_told(published):
    regions = ask(published, map_regions)
    assert "Gulf of California (Mexico)" in reading_places.regions_summary(regions, WORLD, SAY)
    assert "Northern Peru" in reading_places.regions_summary(regions, spot(published, "PE"), SAY)
    assert reading_places.regions_summary(regions, spot(published, "CO"), SAY) == ""


def test_the_lists_in_words(published):
    points, matrix = ask(published, map_points), ask(published, issue_matrix)
    assert "5 name “Micro-trafficking”" in reading_places.issues_summary(points, matrix, "micro_trafficking", SAY)
    assert "12 types of issue" in reading_places.issues_summary(points, matrix, None, SAY)
    bolivar = points[points["parent_id"] == "13"]
    assert "No list in view" in reading_places.issues_summary(bolivar, matrix, "illegal_mining", SAY)
    assert reading_places.issues_summary(points.iloc[:0], matrix, None, SAY) == ""


# --- the picture of the world ----------------------------------------------------------------------------------------


def world_svg(house, selection=None) -> ElementTree.Element:
    drawing = presence(house, selection=selection)
    camera = fit(EVERYWHERE, 800, 400)
    file = house.snapshot.geometry("countries.geojson")
    return ElementTree.fromstring(svg.picture(drawing, file, camera, 800, 400, LOOK))


def test_the_picture_draws_what_the_map_draws(published):
    drawing, picture = presence(published), world_svg(published)
    hatched = [p for p in picture.iter(f"{SVG}path") if p.get("fill", "").startswith("url(")]
    assert len(hatched) == len(drawing.hatches)
    assert len([c for c in picture.iter(f"{SVG}circle") if c.get("r") == "4.5"]) == len(drawing.points)


def test_a_country_too_small_to_see_gets_a_disc_in_the_picture(published):
    discs = [c for c in world_svg(published).iter(f"{SVG}circle") if c.get("r") == str(svg.DISC_PX)]
    assert len(discs) == 1  # Rwanda


def test_the_picture_follows_the_filters(published):
    picture = world_svg(published, Selection(partnership=("par",)))
    assert not [c for c in picture.iter(f"{SVG}circle")]
    assert len([p for p in picture.iter(f"{SVG}path") if p.get("fill", "").startswith("url(")]) == 1


def test_the_picture_holds_no_text_and_no_link(published):
    tags = {element.tag.removeprefix(SVG) for element in world_svg(published).iter()}
    assert tags <= {"svg", "defs", "pattern", "path", "circle"}


def _counted(**activities):
    """Countries as `map_areas` gives them, with so many activities in each."""
    rows = [("country", code, number, 0) for code, number in activities.items()]
    return pd.DataFrame(rows, columns=["area_level", "country_code", "activities", "points"])


def test_the_first_view_is_of_the_country_that_has_nearly_everything_and_else_of_all():
    assert countries_in_view(_counted(CO=664, BR=1)) == {"CO"}
    assert countries_in_view(_counted(CO=664, BR=64)) == {"CO", "BR"}
    assert countries_in_view(_counted(CO=20, RW=1)) == {"CO", "RW"}  # of few, each is seen
    assert countries_in_view(_counted()) == set()
