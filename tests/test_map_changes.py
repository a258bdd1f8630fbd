"""Differences of frames and maps in words: what changed, what chance does, and what is missing."""

import pandas as pd
import pytest

from analytics.errors import QuestionError
from analytics.maps.changes import common_breaks, difference
from analytics.maps.filling import Made, cells_of, filled
from analytics.maps.frames import LIMITED, NO_DATA, TWICE, VALUE, Hatch, Unplaced
from analytics.maps.layers import LayerSpec, View
from analytics.palette import Look
from analytics.reading_maps import summary
from analytics.wording import Words

LOOK, EN, ES = Look(), Words("en"), Words("es")
CODES = [f"0500{i}" for i in range(1, 7)]
PLACES = pd.DataFrame({"place_id": CODES, "place_name": [f"P{i}" for i in range(1, 7)], "parent_name": "Árboles"})
COUNTS = LayerSpec("recorded", ("extortion", "trial", "cases"))
HECTARES = LayerSpec("recorded", ("coca", "trial", "hectares"))


def frame(years, spec=COUNTS, unit="Cases", **made):
    """A frame of values by year and place; None is a place without a row, a pair a count and its population."""
    rows = []
    for year, values in years.items():
        for code, value in zip(CODES, values, strict=True):
            if value == "twice":
                rows.append({"place_id": code, "step": year, "state": TWICE})
            elif isinstance(value, tuple):
                count, people = value
                rows.append({"place_id": code, "step": year, "value": count * 1e5 / people, "numerator": count,
                             "denominator": people})  # fmt: skip
            elif value is not None:
                rows.append({"place_id": code, "step": year, "value": value, "numerator": value})
    own = Made(cells_of(rows), "How much?", unit, "map_records", "circle", "brick", **made)
    return filled(own, PLACES, spec, View(), LOOK, EN)


def changed(found, say=EN, steps=("2020", "2022")):
    return difference(found, steps[0], found, steps[1], LOOK, say)


def told(found):
    """The kind of each place's class, and its value."""
    signs = {sign.digit: sign for sign in found.classes}
    step = found.steps[0]
    return [(signs[digit].kind, value) for digit, value in zip(step.digits, step.values, strict=True)]


def test_a_change_of_counts_within_chance_is_limited():
    found = changed(frame({"2020": [100, 100, 1, 0, None, 10], "2022": [125, 180, 4, 50, 3, "twice"]}))
    assert told(found) == [
        (LIMITED, 25),  # 25 / sqrt(225) = 1.67
        (VALUE, 80),  # 80 / sqrt(280) = 4.8
        (LIMITED, 3),  # both under 5
        (VALUE, 50), (NO_DATA, None), (TWICE, None),
    ]  # fmt: skip


def test_a_change_of_rates_is_judged_by_its_counts():
    few, many = (2, 1_000), (200, 100_000)  # the same rate of a village and of a town
    found = changed(frame({"2020": [few, many, few, many, (0, 500), None],
                           "2022": [(4, 1_000), (400, 100_000), few, many, (9, 500), None]}))  # fmt: skip
    assert [kind for kind, _ in told(found)] == [LIMITED, VALUE, LIMITED, LIMITED, VALUE, NO_DATA]


def test_hectares_are_measured_and_not_counted():
    found = changed(
        frame({"2020": [1000, 1000, 0, 2, None, 0], "2022": [1040, 1060, 1, 1, 1, 0]}, HECTARES, "Hectares")
    )
    assert [kind for kind, _ in told(found)] == [LIMITED, VALUE, VALUE, VALUE, NO_DATA, LIMITED]


def test_more_and_less_look_alike_on_both_sides_of_no_change():
    found = changed(frame({"2020": [500, 400, 300, 0, 0, 50], "2022": [0, 0, 0, 300, 450, 500]}))
    bounds = [(sign.low, sign.high) for sign in found.classes if sign.kind == VALUE]
    inner = [low for low, _ in bounds[1:]]
    assert inner == [-450, -366, 0, 366]  # 450 is the largest rise: there is nothing beyond it
    words = [sign.words for sign in found.classes if sign.kind == VALUE]
    assert any(text.endswith("to -1") for text in words)
    assert any(text.startswith("1 to") for text in words)
    colours = [sign.colour for sign in found.classes if sign.kind == VALUE]
    assert len(set(colours)) == len(colours)


def test_two_layers_of_other_places_or_units_have_no_difference():
    cases, hectares = frame({"2020": [1] * 6}), frame({"2020": [1] * 6}, HECTARES, "Hectares")
    with pytest.raises(QuestionError, match="same unit"):
        difference(cases, "2020", hectares, "2020", LOOK, EN)


def test_one_scale_holds_every_value_of_several_frames():
    frames = [frame({"2020": [1, 5, 9, 20, 50, 90]}), frame({"2020": [400, 500, 600, 700, 800, 900]})]
    inner = common_breaks(frames, COUNTS)
    assert list(inner) == sorted(inner)
    assert inner[0] < 400 < inner[-1]


def test_a_map_is_told_in_words_that_can_be_said():
    found = frame({"2020": [100, 40, 7, 0, None, "twice"]}, has_zero=True,
                  unplaced=(Unplaced("no_place", 3, "3 rows state no place."),),
                  hatches=(Hatch("05", "Árboles", 2, "x"),))  # fmt: skip
    text = summary(found, "2020", EN)
    assert text.startswith("How much? Cases, 2020. Highest: P1 (100), P2 (40) and P3 (7).")
    assert "Of 6 places 4 have a value" in text
    assert "stated twice: which row holds is not known: 1; no data: no row for the place: 1." in text
    assert "3 rows state no place. 1 area is hatched" in text
    assert "not whole" not in text
    assert "De 6 lugares, 4 tienen un valor" in summary(found, "2020", ES)


def test_a_difference_is_told_by_its_largest_rises_and_falls():
    text = summary(
        changed(frame({"2020": [500, 0, 30, 30, 30, 30], "2022": [0, 700, 30, 30, 30, 30]})), "2020~2022", EN
    )
    assert "Largest rises: P2 (700). Largest falls: P1 (-500)." in text
    assert "limited change: 4" in text
