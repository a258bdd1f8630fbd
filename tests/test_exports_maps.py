"""Maps to take away: the same classes as the frame, and everything on the page that a map must not be without."""

import json
import re
import struct
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.exports.map_square import CELL_PX
from analytics.exports.maps import HEIGHT, WIDTH, About, map_file, map_sheet
from analytics.mapped import frame as published_frame
from analytics.maps.against import corners, recorded_done_map
from analytics.maps.bases import base_of
from analytics.maps.camera import Box, fit
from analytics.maps.drawn import LARGEST_PX, Base, body, picture, radius
from analytics.maps.events import STANDS_FOR
from analytics.maps.filling import Category, Made, cells_of, filled
from analytics.maps.frames import Arc, ClassSign, Hatch, Points, Unplaced
from analytics.maps.layers import LayerSpec, View
from analytics.palette import Look
from analytics.places import place_index
from analytics.selection import Reader, Selection
from analytics.wording import Words
from pages.shared import map_pages

LOOK, EN, ES = Look(), Words("en"), Words("es")
SVG = "{http://www.w3.org/2000/svg}"
CODES = ["05001", "05002", "13001", "13002"]
PLACES = pd.DataFrame({"place_id": CODES, "place_name": ["Ñandú", "L'Aurora", "Puerto <b>", "Puerto & Dos"],
                       "parent_name": ["Árboles", "Árboles", "Boca", "Boca"]})  # fmt: skip
ABOUT = About("All partnerships", "Version of 21 November 2026", "Boundaries: made up for a test. De facto lines.")


def square(code, x, y, size=1.0):
    ring = [[x, y], [x, y + size], [x + size, y + size], [x + size, y], [x, y]]
    return {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


AREAS = collection(*(square(code, -76 + i, 6) for i, code in enumerate(CODES)))
BASE = Base(
    collection(square("CO", -76, 6, 4), square("VE", -70, 6, 4)),
    collection(square("05", -76, 6, 2), square("13", -74, 6, 2)), AREAS,
    {code: (-75.5 + i, 6.5) for i, code in enumerate(CODES)},
)  # fmt: skip
CAMERA = fit(Box(-76, 5, -71, 9), 600, 500)


def frame(values, style="fill", spec=None, **made):
    rows = [{"place_id": code, "step": "2020", "value": value, "numerator": value}
            for code, value in zip(CODES, values, strict=True) if value is not None]  # fmt: skip
    own = Made(cells_of(rows), "Where is <it> & how much?", "Cases", "map_records", style, "brick", **made)
    return filled(own, PLACES, spec or LayerSpec("activities", method="equal", k=3), View(), LOOK, EN)


def shapes(svg, tag):
    return [element for element in ElementTree.fromstring(svg).iter(SVG + tag)]


def words(svg):
    return " ".join(element.text or "" for element in shapes(svg, "text"))


def sheet(found, key="2020", base=BASE, say=EN):
    return map_sheet(found, key, base, ABOUT, LOOK, say)


def test_every_area_has_the_colour_of_its_class():
    found = frame([1, 5, 9, None])
    svg = picture(found, "2020", BASE, CAMERA, 600, 500, LOOK)
    fills = {element.get("fill") for element in shapes(svg, "path")}
    signs = {sign.digit: sign for sign in found.classes}
    assert {signs[digit].colour for digit in found.step("2020").digits[:3]} <= fills


def test_the_area_of_a_circle_is_proportional_to_its_value():
    assert radius(50, 200) == pytest.approx(LARGEST_PX / 2)
    svg = picture(frame([25, 100, 0.0001, None], "circle"), "2020", BASE, CAMERA, 600, 500, LOOK)
    sizes = sorted(float(element.get("r")) for element in shapes(svg, "circle"))
    assert sizes[-1] / sizes[-2] == pytest.approx(2, rel=0.02)
    assert len(sizes) == 3


def test_layers_over_the_map_are_drawn_over_it_each_with_its_own_legend():
    under = frame([1, 5, 9, None])
    over = frame([None, 25, 100, None], "circle", LayerSpec("people", method="equal", k=3))
    over = replace(over, title="How many people?", unit="People", notes=("A note of the upper one.",))
    plain, both = sheet(under), map_sheet(under, "2020", BASE, ABOUT, LOOK, EN, [(over, "2020")])
    own = {
        path.get("d") for path in shapes(plain, "path") if path.get("fill") in {sign.colour for sign in under.classes}
    }
    assert own
    assert own <= {path.get("d") for path in shapes(both, "path")}, "what lies under is still there"
    assert len(shapes(both, "circle")) == len(shapes(plain, "circle")) + 2 + 3, "two circles, three sizes in the legend"
    assert "People" not in words(plain)
    for wanted in ("Over it: How many people?, 2020", "People", "A note of the upper one.", "Cases"):
        assert wanted in words(both), wanted


def test_many_layers_have_a_smaller_legend_which_stays_on_the_page():
    found = frame([1, 5, 9, None])
    over = [(replace(frame([1, 5, 9, 4], "circle"), title=f"Layer {n}"), "2020") for n in range(4)]
    both = map_sheet(found, "2020", BASE, ABOUT, LOOK, EN, over)
    scale = float(re.search(r"scale\(([0-9.]+)\)", both)[1])
    group = next(one for one in shapes(both, "g") if "scale(" in (one.get("transform") or ""))
    top = float(re.search(r"translate\([0-9.]+ ([0-9.]+)\)", group.get("transform"))[1])
    lowest = max(float(one.get("y")) for one in group.iter(SVG + "text"))
    assert 0.4 < scale < 1
    assert top + lowest * scale < HEIGHT - 60
    assert "Layer 3" in words(both)


def test_without_boundaries_a_rate_is_a_circle_in_its_class():
    base = Base(BASE.countries, BASE.divisions, None, BASE.points)
    svg = picture(frame([1, 5, 9, None]), "2020", base, CAMERA, 600, 500, LOOK)
    assert len(shapes(svg, "circle")) == 3
    assert "3 places" not in words(sheet(frame([1, 5, 9, None]), base=base))


@pytest.mark.parametrize("say", [EN, ES])
def test_a_page_has_title_question_legend_scale_credits_selection_and_version(say):
    found = frame([1, 5, 9, None], unplaced=(Unplaced("no_place", 7, "7 rows state no place."),), notes=("A note.",),
                  hatches=(Hatch("05", "Árboles", 2, "x"),))  # fmt: skip
    text = words(sheet(found, say=say))
    for wanted in (
        found.title,
        "Cases",
        "2020",
        ABOUT.selection,
        ABOUT.version,
        "map_records",
        "km",
        "7 rows",
        "A note.",
    ):
        assert wanted in text, wanted
    assert ABOUT.credits in text
    for sign in found.classes:
        assert sign.words in text
    assert "url(#coarse)" in sheet(found)


def test_words_of_a_file_never_become_markup():
    svg = sheet(frame([1, 5, 9, None]))
    assert "<it>" not in svg
    ElementTree.fromstring(svg)


def test_an_illustrative_map_says_so_across_the_picture_and_above_it():
    text = words(sheet(frame([1, 2, 3, 4], is_illustrative=True)))
    assert text.count("Illustrative data") == 2
    assert "Illustrative" not in words(sheet(frame([1, 2, 3, 4])))


def test_a_place_with_a_value_and_no_boundary_is_told():
    base = Base(BASE.countries, BASE.divisions, collection(square("05001", -76, 6)), {})
    assert "2 places with a value cannot be drawn." in words(sheet(frame([1, 5, 9, None]), base=base))


def test_whether_data_are_made_up_comes_from_the_data_and_not_from_the_page(published, illustrative):
    spec, own = LayerSpec("activities"), {"view": View(steps="all")}
    assert not published_frame(published, spec, Selection(), Reader(), LOOK, EN, **own).is_illustrative
    found = published_frame(illustrative, spec, Selection(), Reader(), LOOK, EN, **own)
    assert found.is_illustrative
    base = base_of(found, illustrative.snapshot, place_index(illustrative, Selection(), Reader()))
    page = map_sheet(found, "all", base, ABOUT, LOOK, EN)
    assert words(page).count("Illustrative data") >= 2


@pytest.mark.parametrize("say", [EN, ES])
def test_recorded_against_done_has_a_square_with_its_corners_in_words(say):
    answer = pd.DataFrame({
        "place_id": CODES, "place_name": PLACES["place_name"], "department_id": ["05", "05", "13", "13"],
        "department_name": PLACES["parent_name"], "record_rows": [1, 1, 1, 0], "total": [1.0, 20.0, 50.0, None],
        "activities": [0, 0, 7, 2], "department_activities": [0, 0, 0, 0], "evidence": [""] * 4,
    })  # fmt: skip
    made = recorded_done_map(answer, "Massacres", "Victims", "Trial", LOOK, say)
    found = filled(made, PLACES, LayerSpec("recorded-done", ("massacre", "trial", "victims")), View(), LOOK, say)
    svg = sheet(found, "all", say=say)
    text = words(svg)
    assert all(word in text for corner in corners(say) for word in corner.split())
    cells = [one for one in shapes(svg, "rect") if one.get("width") == f"{CELL_PX:.1f}"]
    assert [one.get("fill") for one in cells] == [sign.colour for sign in found.signs("all")[:9]]
    # what is recorded grows upwards, what was done to the right
    assert float(cells[8].get("y")) < float(cells[0].get("y"))
    assert float(cells[8].get("x")) > float(cells[0].get("x"))
    numbers = [one.text for one in shapes(svg, "text") if one.get("text-anchor") == "middle"]
    assert numbers == [str(sign.n) for sign in found.signs("all")[:9]]


def test_an_archipelago_is_an_inset_so_that_the_rest_is_large():
    far = collection(*(square(code, -76 + i, 6) for i, code in enumerate(CODES[:3])), square("13002", -90, 12, 0.05))
    alone = Base(BASE.countries, BASE.divisions, far, BASE.points)
    assert "Boca" in words(sheet(frame([1, 5, 9, 2]), base=alone))
    assert (
        len(shapes(sheet(frame([1, 5, 9, 2]), base=alone), "svg")) == len(shapes(sheet(frame([1, 5, 9, 2])), "svg")) + 1
    )


def test_a_step_that_is_not_whole_is_marked():
    rows = [{"place_id": "05001", "step": "2024", "value": 3, "is_partial": True}]
    made = Made(cells_of(rows), "T", "Cases", "q", "fill", "brick", partial_notes={"2024": "January to April"})
    found = filled(made, PLACES, LayerSpec("activities"), View(), LOOK, EN)
    assert "2024 (not whole: January to April)" in words(sheet(found, "2024"))


def test_a_map_comes_as_svg_pdf_and_png_in_print_quality():
    page = sheet(frame([1, 5, 9, None]))
    png = map_file(page, "png")
    assert struct.unpack(">II", png[16:24]) == (round(WIDTH / 96 * 300), round(HEIGHT / 96 * 300))
    assert png[37:41] == b"pHYs"  # the file says so itself: a page across, and not a poster
    assert struct.unpack(">IIB", png[41:50]) == (11811, 11811, 1)
    assert map_file(page, "pdf").startswith(b"%PDF-")
    svg = map_file(page, "svg").decode()
    assert svg.count("@font-face") == 3  # its fonts travel with it
    assert not re.search(r'(?:href|src)="?https?://', svg)


def test_points_arcs_and_categories_are_drawn():
    points = Points(np.array([-75.5, 6.5, -74.5, 6.5], np.float32), np.array([0, STANDS_FOR], np.uint8),
                    np.array([1, 4], np.float32), np.zeros(2, np.uint16))  # fmt: skip
    signs = (ClassSign("0", LOOK["brick"], "own", 1), ClassSign("1", LOOK["brick"], "stands for", 4, pattern="outline"))
    found = frame([1, 5, 9, None], "point")
    from dataclasses import replace

    found = replace(found, points=points, point_signs=signs,
                    arcs=(Arc("US", "05001", (-75, 8), (-74, 6.5), 3, "x"),))  # fmt: skip
    svg = body([(found, "2020")], BASE, CAMERA, 600, 500, LOOK)
    assert svg.count("<circle") == 2
    assert "Q" in svg
    on_paper = {style: sheet(replace(found, style=style)) for style in ("point", "heat", "hexagon", "cluster")}
    assert len(set(on_paper.values())) == 1  # and no area filled with classes that the screen does not show
    kinds = (Category("a", LOOK["teal"], "here"), Category("b", LOOK["teal"], "guest", "outline"))
    rows = [
        {"place_id": "05001", "step": "all", "category": "a"},
        {"place_id": "05002", "step": "all", "category": "b"},
    ]
    made = Made(cells_of(rows), "T", "U", "q", "fill", "teal", categories=kinds)
    text = words(sheet(filled(made, PLACES, LayerSpec("presence"), View(), LOOK, EN), "all"))
    assert "here" in text and "guest" in text  # noqa: PT018


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.none() | st.integers(0, 10_000), min_size=4, max_size=4),
    st.sampled_from(["quantile", "equal", "natural"]), st.integers(3, 7), st.sampled_from(["fill", "circle"]),
)  # fmt: skip
def test_the_export_never_differs_from_the_frame(values, method, k, style):
    found = frame(values, style, LayerSpec("activities", method=method, k=k), has_zero=0 in values)
    if not found.steps or "2020" not in [step.key for step in found.steps]:
        return
    svg = sheet(found)
    text = words(svg)
    for sign in found.signs("2020"):
        if sign.n:
            assert sign.words in text
    # each area is painted in the colour of its class: those of one class are one path
    fills = [element.get("fill") for element in shapes(svg, "path")]
    if style == "fill":
        for sign in found.signs("2020"):
            if sign.n and sign.pattern == "fill":
                assert sign.colour in fills
    else:
        drawn = [value for value in values if value]
        sizes = sorted(float(e.get("r")) for e in shapes(svg, "circle") if e.get("fill-opacity"))
        assert sizes == pytest.approx(sorted(round(radius(value, found.most), 1) for value in drawn), abs=0.06)


# --- on the page ------------------------------------------------------------------------------------------------------


def test_the_page_offers_each_form_and_draws_it_with_the_selection_and_the_version(opened, published_home):
    app = opened("map", published_home, layer="listed:extortion")
    labels = {one.proto.label for one in app.get("download_button")}
    assert {"Download PDF", "Download PNG", "Download SVG"} <= labels


def test_what_the_page_draws_stands_on_the_boundaries_of_the_snapshot(published):
    found = published_frame(
        published, LayerSpec("listed", ("extortion",)), Selection(), Reader(), LOOK, EN, view=View(steps="all")
    )
    index = place_index(published, Selection(), Reader())
    page = map_pages._made(
        found, "all", ("everything", "Version of 2026"), index, published.snapshot, EN, "svg"
    ).decode()
    assert "everything · Version of 2026 · Question: issue_matrix" in page
    assert "Made with Natural Earth" in page
    assert page.count("<circle") >= 10
    base = base_of(found, published.snapshot, index)
    assert {one["properties"]["code"][:2] for one in json.loads(base.divisions)["features"]}.isdisjoint({"PE", "MX"})
    assert "None" not in page  # no archipelago of another country in the inset
