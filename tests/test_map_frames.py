"""Layers of the map as data: classes, legends and tables that say the same, on small answers worked out by hand."""

import itertools
import json

import mapclassify
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import palette
from analytics.errors import QuestionError
from analytics.maps.classes import breaks, places_in
from analytics.maps.filling import cells_of, filled
from analytics.maps.frames import DIGITS, NO_DATA, NOT_COMPUTABLE, NOT_STATED, TWICE, VALUE, ZERO
from analytics.maps.layers import LayerSpec, View
from analytics.maps.recorded import recorded_map
from analytics.palette import Look
from analytics.wording import Words

LOOK, EN, ES = Look(), Words("en"), Words("es")
COUNTS = LayerSpec("recorded", ("extortion", "trial", "cases"))
RATES = LayerSpec("recorded", ("extortion", "trial", "cases", "rate"))
PLACES = pd.DataFrame(
    {
        "place_id": ["05001", "05002", "05003", "13001", "13002"],
        "place_name": ["Ñandú", "L'Aurora", "Sin Punto", "Puerto Uno", "Puerto Dos"],
        "parent_name": ["Árboles"] * 3 + ["Boca"] * 2,
    }
)
INDEX = pd.concat([PLACES, pd.DataFrame({"place_id": ["05"], "place_name": ["Árboles"], "parent_name": ["Tiny"]})])
USUAL = View()
TWICE_NONE = pd.DataFrame(columns=["place_id", "place_name", "end_on", "least", "most"])


def record(place, step, total, rows=1, coarser=None, *, is_partial=False, not_stated=0):
    year = int(step[:4]) if step else None
    return {
        "area_id": place, "step_key": step, "coarser_id": coarser, "record_rows": rows, "total": total,
        "not_stated": not_stated, "is_partial": is_partial, "first_year": year, "last_year": year,
        "evidence": "sources:trial",
    }  # fmt: skip


RECORDS = pd.DataFrame(
    [
        record("05001", "2019", 30), record("05001", "2020", 60), record("05002", "2020", 0),  # a stated zero
        record("05003", "2020", None, not_stated=1),  # a row without a count
        record("13001", "2020", 12, is_partial=True),
        record(None, "2020", 4, rows=2, coarser="05"), record(None, "2020", 1), record("13001", None, 9),
    ]
)  # fmt: skip
PEOPLE = pd.DataFrame({"place_id": ["05001", "13001", "13002"], "year": [2020] * 3, "value": [50_000.0, 6_000.0, 1.0]})


def made(spec=COUNTS, population=None, twice=TWICE_NONE, view=USUAL, say=EN):
    return recorded_map(RECORDS, twice, population, INDEX, "Extortion", "Trial", spec, view, say)


def frame(spec=COUNTS, population=None, twice=TWICE_NONE, view=USUAL, say=EN):
    return filled(made(spec, population, twice, view, say), PLACES, spec, view, LOOK, say)


def kinds(found, key):
    """The kind of each place's class at a step."""
    signs = {sign.digit: sign for sign in found.signs(key)}
    return {code: signs[digit].kind for code, digit in zip(found.codes, found.step(key).digits, strict=True)}


# --- the layer in a link ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["presence", "recorded:extortion:extortion-mindefensa:cases:rate~m=own~b=10,50.5,100", "listed:extortion",
     "indicator:alliances:share~m=diverging~k=7~mid=100", "money:USD~o=50~s=circle", "attribute:population"],
)  # fmt: skip
def test_a_layer_comes_back_from_its_link(text):
    assert LayerSpec.from_text(text).to_text() == text


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "recorded", "recorded:extortion", "listed:a b", "recorded:a:b:c:sum", "presence~k=9",
     "presence~k=x",
     "presence~m=magic", "presence~b=3,2", "presence~b=nan", "presence~mid=inf", "presence~m=own", "presence~q=1",
     "presence~o=101", "presence~s=<script>", "presence~b=1,2,3,4,5,6,7", "attribute:../x'"],
)  # fmt: skip
def test_a_link_that_names_no_layer_is_refused(text):
    with pytest.raises(QuestionError):
        LayerSpec.from_text(text)


@given(st.text(max_size=60))
def test_no_link_does_anything_but_name_a_layer_or_be_refused(text):
    try:
        spec = LayerSpec.from_text(text)
    except QuestionError:
        return
    assert LayerSpec.from_text(spec.to_text()) == spec


# --- classes ----------------------------------------------------------------------------------------------------------


def spec_of(method, k=5, **own):
    return LayerSpec("activities", method=method, k=k, **own)


@pytest.mark.parametrize("k", [3, 5, 7])
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.filterwarnings("ignore:Numba not installed")
def test_natural_breaks_are_those_of_mapclassify(seed, k):
    values = np.round(np.random.default_rng(seed).lognormal(3, 1, 120))
    theirs = mapclassify.FisherJenks(values, k)
    ours = breaks(values, spec_of("natural", k))

    def spread(numbers):
        return sum(((values[numbers == n] - values[numbers == n].mean()) ** 2).sum() for n in set(numbers))

    assert len(ours) == k + 1
    assert spread(places_in(values, ours)) == pytest.approx(spread(theirs.yb))


def test_quantiles_put_as_many_values_into_each_class():
    values = np.arange(1, 101, dtype=float)
    assert np.bincount(places_in(values, breaks(values, spec_of("quantile", 4)))).tolist() == [25] * 4


def test_equal_classes_are_equally_wide_and_own_breaks_are_kept():
    values = np.array([0, 3, 50, 100.0])
    assert breaks(values, spec_of("equal", 4)) == (0, 25, 50, 75, 100)
    assert breaks(values, spec_of("own", breaks=(10.0, 20.0))) == (0, 10, 20, 100)


def test_equal_values_are_one_class_and_no_values_none():
    assert breaks(np.array([5.0, 5.0]), spec_of("quantile")) == (5, 5)
    assert breaks(np.array([np.nan]), spec_of("natural")) == ()
    assert places_in(np.array([5.0, np.nan]), (5, 5)).tolist() == [0, -1]


@pytest.mark.parametrize("k", [3, 4, 7])
def test_a_diverging_scale_has_its_middle_in_a_class_of_its_own(k):
    bounds = breaks(np.array([60.0, 130.0]), spec_of("diverging", k, middle=100.0))
    assert len(bounds) == k + 1 + (k + 1) % 2  # an even number becomes odd
    middle = places_in(np.array([100.0]), bounds)[0]
    assert middle == (len(bounds) - 2) // 2
    assert bounds[1] - 100 == pytest.approx(100 - bounds[-2])


@given(
    st.lists(st.floats(-1e6, 1e6) | st.integers(-50, 50).map(float), min_size=1, max_size=60),
    st.sampled_from(["quantile", "equal", "natural", "diverging"]), st.integers(3, 7),
)  # fmt: skip
def test_every_value_is_in_exactly_the_class_whose_bounds_it_lies_between(values, method, k):
    values = np.array(values)
    bounds = breaks(values, spec_of(method, k, middle=0.0 if method == "diverging" else None))
    found = places_in(values, bounds)
    assert list(bounds) == sorted(bounds)
    for value, number in zip(values, found, strict=True):
        low, high = bounds[number], bounds[number + 1]
        assert (low < value <= high) or (number == 0 and low <= value <= high) or low == value == high


# --- a frame ----------------------------------------------------------------------------------------------------------


def test_a_step_has_a_digit_and_a_value_for_every_place_in_the_order_of_its_codes():
    found = frame()
    assert [step.key for step in found.steps] == ["2019", "2020"]
    assert found.codes == tuple(PLACES["place_id"])
    assert found.step("2020").values == (60, 0, None, 12, None)
    assert found.step("2019").values == (30, None, None, None, None)


def test_zero_not_stated_and_no_data_are_classes_of_their_own():
    assert kinds(frame(), "2020") == {
        "05001": VALUE, "05002": ZERO, "05003": NOT_STATED, "13001": VALUE, "13002": NO_DATA,
    }  # fmt: skip
    looks = {sign.kind: sign.pattern for sign in frame().signs("2020")}
    assert looks[NO_DATA] == "outline"
    assert looks[NOT_STATED] == "hatch"
    assert looks[ZERO] == looks[VALUE] == "fill"


def test_a_rate_is_the_count_over_the_population_of_that_year():
    found = frame(RATES, PEOPLE)
    assert found.step("2020").values[:1] == (120,)
    assert found.step("2020").values[3] == 200
    assert kinds(found, "2019")["05001"] == NOT_COMPUTABLE  # there is no population of 2019
    assert kinds(found, "2020")["05002"] == NOT_COMPUTABLE  # nor one of this place, not even for a zero
    assert "Not computable for want of a population of that year: 2019." in found.notes
    row = found.twin("2020").set_index("place_id").loc["13001"]
    assert (row["numerator"], row["denominator"], row["value"]) == (12, 6000, 200)


def test_a_rate_of_the_whole_period_needs_the_population_of_every_year():
    rows = pd.DataFrame([record("05001", "2019", 30) | {"last_year": 2020}]).assign(step_key="all")
    view = View(steps="all")
    layer = recorded_map(rows, TWICE_NONE, PEOPLE, INDEX, "Extortion", "Trial", RATES, view, EN)
    whole = filled(layer, PLACES, RATES, view, LOOK, EN)
    assert whole.is_empty
    assert kinds(whole, "all")["05001"] == NOT_COMPUTABLE


def test_a_place_that_lacks_the_population_of_a_year_has_no_rate_of_the_whole_period():
    rows = pd.DataFrame([record(code, "2019", 200) | {"last_year": 2020} for code in ("05001", "13001")])
    years = [("05001", 2019), ("05001", 2020), ("13001", 2019)]
    people = pd.DataFrame([(*one, 100_000.0) for one in years], columns=["place_id", "year", "value"])
    view = View(steps="all")
    layer = recorded_map(rows.assign(step_key="all"), TWICE_NONE, people, INDEX, "Extortion", "Trial", RATES, view, EN)
    whole = filled(layer, PLACES, RATES, view, LOOK, EN)
    assert whole.twin("all").set_index("place_id").loc["05001", "value"] == 100
    assert kinds(whole, "all")["13001"] == NOT_COMPUTABLE


def test_a_place_stated_twice_is_named_and_not_added_up():
    twice = pd.DataFrame({"place_id": ["05001"], "place_name": ["Ñandú"], "end_on": [pd.Timestamp("2020-12-31")],
                          "least": [0.0], "most": [60.0]})  # fmt: skip
    found = frame(twice=twice)
    assert kinds(found, "2020")["05001"] == TWICE
    assert kinds(found, "2019")["05001"] == VALUE
    assert "Ñandú (05001) is stated twice (2020: 0 and 60): it is not added up." in found.notes


def test_what_is_not_on_the_map_is_counted():
    found = frame()
    assert {gone.reason: gone.n for gone in found.unplaced} == {"no_place": 1, "coarser": 2, "no_step": 1}
    assert [(hatch.place_id, hatch.n) for hatch in found.hatches] == [("05", 2)]


def test_the_map_begins_at_the_last_whole_step_and_marks_one_that_is_not():
    found = frame()
    assert found.step("2020").is_partial
    assert found.shown == "2019"


def test_one_scale_serves_every_step_or_each_has_its_own():
    bounds = lambda found, key: [(s.low, s.high) for s in found.signs(key) if s.kind == VALUE]  # noqa: E731
    assert bounds(frame(), "2019") == bounds(frame(), "2020")
    own = frame(view=View(scale="own"))
    assert bounds(own, "2019") == [(30, 30)]
    assert bounds(own, "2020")[-1][1] == 60


def test_the_legend_counts_the_places_of_the_step():
    found = frame()
    for step in found.steps:
        assert sum(sign.n for sign in step.classes) == len(found.codes)
        for sign in step.classes:
            assert sign.n == step.digits.count(sign.digit)


def test_whole_numbers_do_not_meet_in_the_legend_and_others_say_over():
    cells = lambda values: cells_of([{"place_id": code, "step": "all", "value": value}  # noqa: E731
                                     for code, value in zip(PLACES["place_id"], values, strict=True)])  # fmt: skip
    spec = LayerSpec("activities", method="own", breaks=(1000.0, 5000.0))

    def words(values, say):
        own = made(spec=COUNTS).__class__(cells(values), "t", "u", "q", "circle", "teal")
        return [s.words for s in filled(own, PLACES, spec, View(), LOOK, say).classes if s.kind == VALUE]

    assert words([4, 1000, 1001, 5001, 9000], EN) == ["4 to 1,000", "1,001 to 5,000", "5,001 to 9,000"]
    in_spanish = words([4.5, 1000, 1001, 5001, 9000], ES)
    assert in_spanish == [
        "4,5 a 1.000",
        "más de 1.000 hasta 5.000",
        "más de 5.000 hasta 9.000",
    ]


def test_a_frame_is_text_and_numbers_that_can_be_sent():
    step = frame().step("2020")
    assert set(step.digits) <= set(DIGITS)
    json.dumps(step.values)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([*PLACES["place_id"]]), st.sampled_from(["2019", "2020", "2021"]),
                  st.none() | st.integers(0, 500)),
        max_size=15, unique_by=lambda cell: cell[:2],
    ),
    st.sampled_from(["quantile", "equal", "natural"]), st.integers(3, 7), st.sampled_from(["fixed", "own"]),
)  # fmt: skip
def test_digits_values_and_table_never_differ(rows, method, k, scale):
    records = pd.DataFrame([record(*row) for row in rows], columns=list(record("05001", "2020", 1)))
    spec = LayerSpec("recorded", ("extortion", "trial", "cases"), method=method, k=k)
    layer = recorded_map(records, TWICE_NONE, None, INDEX, "Extortion", "Trial", spec, View(scale=scale), EN)
    found = filled(layer, PLACES, spec, View(scale=scale), LOOK, EN)
    truth = {(place, step): total for place, step, total in rows}
    for step in found.steps:
        signs = {sign.digit: sign for sign in step.classes}
        table = found.twin(step.key).set_index("place_id")
        for code, digit, value in zip(found.codes, step.digits, step.values, strict=True):
            assert value == truth.get((code, step.key))
            assert table.at[code, "class_name"] == signs[digit].words
            assert (value is None and pd.isna(table.at[code, "value"])) or table.at[code, "value"] == value
            if value is None:
                assert signs[digit].kind == (NOT_STATED if (code, step.key) in truth else NO_DATA)
            elif value == 0:
                assert signs[digit].kind == ZERO
            else:
                assert signs[digit].low <= value <= signs[digit].high


# --- colours ----------------------------------------------------------------------------------------------------------

# Machado, Oliveira and Fernandes 2009, severity 1: what those see who lack one kind of cone
BLINDNESS = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def seen(colour, blindness):
    linear = palette._linear(colour)
    turned = [min(max(sum(a * b for a, b in zip(row, linear, strict=True)), 0), 1) for row in BLINDNESS[blindness]]
    shown = [12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in turned]
    return "#" + "".join(f"{round(255 * c):02X}" for c in shown)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", sorted(palette.RAMPS))
def test_a_ramp_grows_evenly_and_stands_out_from_the_paper_and_the_land(name, dark):
    look, colours = Look(dark), palette.ramp(name, 7, dark)
    against = [palette.contrast(colour, look["paper"]) for colour in colours]
    assert against == sorted(against)
    assert against[-1] > 7
    assert all(palette.apart(a, b) > 5 for a, b in itertools.pairwise(colours))
    assert all(palette.apart(colours[0], look[ground]) > 4 for ground in ("paper", "land", "empty"))


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_colours_of_a_scale_stay_apart_for_those_who_see_fewer_colours(blindness, dark):
    for colours in (palette.diverging(3, 3, dark), palette.bivariate(dark), palette.ramp("brick", 7, dark)):
        shown = [seen(colour, blindness) for colour in colours]
        for i, one in enumerate(shown):
            assert all(palette.apart(one, other) > 4 for other in shown[i + 1 :]), colours
