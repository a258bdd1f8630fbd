"""Which chart a pivot is given, that it draws its cells and nothing else, and that a story shows the same."""

import io
import json
import re

import pandas as pd
import pytest
from pptx import Presentation

from analytics.exports.deck_html import deck_html
from analytics.exports.deck_pdf import pdf
from analytics.exports.deck_pptx import pptx
from analytics.exports.figure_svg import Paint, figure_svg
from analytics.figures.making import make_figure
from analytics.figures.model import Figure, figure_of
from analytics.figures.pivots import asked_of, spec_of
from analytics.maps.layers import LayerSpec
from analytics.palette import Look
from analytics.pivots import placed
from analytics.pivots.drawn import drawn, refusal_sentence
from analytics.pivots.spec import Cell
from analytics.pivots.suggested import inner, is_whole, lines, periods, suggestion
from analytics.records import recorded_issues
from analytics.selection import Reader, Selection
from analytics.stories.handing import deck_of
from analytics.stories.library import Stories
from analytics.stories.model import Slide
from analytics.wording import Words
from tests.test_pivots import asking, made, names_of, trial  # noqa: F401  fixtures

EN = Words()
SHAPES = {
    "many": {"measure": "activities", "rows": "department", "columns": "year"},
    "lines": {"measure": "people", "rows": "sex", "columns": "year"},
    "bars": {"measure": "people", "rows": "department", "columns": ""},
    "stack": {"measure": "activities", "rows": "component", "columns": "kind"},
    "matrix": {"measure": "people", "rows": "kind", "columns": "component"},
}


@pytest.mark.parametrize("way", SHAPES)
def test_each_shape_has_its_chart(illustrative, way):
    found = made(illustrative, **SHAPES[way])
    assert suggestion(found, SHAPES[way]["measure"]).ways[0] == way


def test_lines_of_one_point_each_are_shades_first(published):
    ways = suggestion(made(published, measure="activities", rows="department", columns="year"), "activities").ways
    assert ways == ("matrix", "many"), "the documents date an activity or two in each department"


def test_time_in_the_rows_is_drawn_over_time_too(illustrative):
    found = made(illustrative, measure="activities", rows=["kind", "year"], columns="")
    assert suggestion(found, "activities").ways[0] == "lines"
    assert {line.row for line in lines(found, "activities")} == {("alliance",), ("awareness_action",), ("initiative",)}


def _drawn_values(found, measure, way):
    """Every number of a chart by the cell that it opens."""
    body = drawn(found, measure, way, names_of_any(found), EN).body
    if way in ("lines", "many"):
        pairs = [(o, v) for one in body["series"] for o, v in zip(one["opens"], one["values"], strict=True) if o]
    elif way == "bars":
        pairs = [(row["opens"], row["value"]) for row in body["rows"]]
    elif way == "stack":
        pairs = [(o, v) for row in body["rows"] for o, v in zip(row["opens"], row["parts"], strict=True) if v]
    else:
        pairs = [(o, float(c.replace(",", ""))) for row in body["rows"] for o, c in zip(row["opens"], row["cells"],
                                                                                       strict=True) if o]  # fmt: skip
    return dict(pairs)


def names_of_any(found):
    from analytics.pivots.words import Names

    return Names(found.names, {})


@pytest.mark.parametrize("way", SHAPES)
def test_a_chart_draws_the_cells_and_nothing_else(illustrative, way):
    measure = SHAPES[way]["measure"]
    found = made(illustrative, **SHAPES[way])
    shown = _drawn_values(found, measure, way)
    assert len(shown) >= 5
    for text, value in shown.items():
        cell = found.spec.cell(text)
        assert found.worth(measure, cell.row, cell.column).value == value
    dated = [at for at in inner(found, measure) if way not in ("lines", "many") or at[1][-1]]
    assert len(shown) == len(dated)


def test_what_counts_in_two_cells_is_never_stacked(illustrative):
    found = made(illustrative, measure="people", rows="kind", columns="component")
    assert not is_whole(found, "people")
    assert "stack" not in suggestion(found, "people").ways
    assert any("counts once" in note for note in drawn(found, "people", "matrix", names_of_any(found), EN).notes)


def test_indicators_are_never_stacked_and_stand_on_scales_of_their_own(illustrative):
    found = made(illustrative, measure="result_actual", rows="indicator", columns="year")
    assert suggestion(found, "result_actual").ways == ("many",)
    body = drawn(found, "result_actual", "many", names_of_any(found), EN).body
    assert all(max(v for v in one["values"] if v is not None) <= one["ticks"][-1][0] for one in body["series"])
    assert not is_whole(made(illustrative, measure="result_actual", rows="indicator", columns="sex"), "result_actual")


def test_what_has_no_unit_in_common_is_drawn_in_no_chart(trial):  # noqa: F811
    found = made(trial, measure="money", rows="currency", columns="")
    refused = suggestion(found, "money")
    assert (refused.ways, refused.reason) == ((), "units")
    assert refusal_sentence(refused, names_of(trial), EN) == "No chart: EUR and USD have no scale in common."


def test_one_number_has_no_chart(illustrative):
    assert suggestion(made(illustrative, measure="people", rows="", columns=""), "people").ways == ()


def test_a_period_without_rows_is_a_step_without_a_point():
    assert periods({"2019", "2022"}, "year") == ["2019", "2020", "2021", "2022"]
    assert periods({"2019-Q4", "2020-Q2"}, "quarter") == ["2019-Q4", "2020-Q1", "2020-Q2"]
    assert periods({"2019-12", "2020-02"}, "month") == ["2019-12", "2020-01", "2020-02"]


# --- as a figure of a story -------------------------------------------------------------------------------------------


def figure_made(engine, own, lang="en", chart=""):
    asked = asked_of(spec_of({k: v or "none" for k, v in own.items()}), chart)
    return make_figure(engine, "explored", Selection(), Reader("public", lang), asked)


@pytest.mark.parametrize("way", SHAPES)
def test_the_figure_of_a_story_is_the_drawing_of_the_page(illustrative, way):
    figure = figure_made(illustrative, SHAPES[way])
    found = made(illustrative, **SHAPES[way])
    page = drawn(found, SHAPES[way]["measure"], way, names_of_any(found), EN)
    ours = Figure("explored", page.kind, figure.title, body=page.body, rows=figure.rows)
    theirs = figure_of(figure.as_text())
    assert "data-cell" not in figure_svg(theirs, 1000, 400, Paint(Look()))
    bare = re.sub(r' data-cell="[^"]*"', "", figure_svg(ours, 1000, 400, Paint(Look())))
    assert bare == figure_svg(theirs, 1000, 400, Paint(Look()))
    assert theirs.is_illustrative


@pytest.mark.parametrize("way", SHAPES)
def test_every_hand_out_holds_it(illustrative, tmp_path, way):
    stories = Stories(tmp_path)
    story = stories.new({"en": "Explored"})
    own = asked_of(spec_of({k: v or "none" for k, v in SHAPES[way].items()}))
    story = stories.save(story.with_slide(stories.freeze(story.name, Slide("s1", "explored", {}, own), illustrative)))
    deck = deck_of(stories, story, "en")
    (sheet,) = deck.sheets
    file = Presentation(io.BytesIO(pptx(deck)))
    drawn_ = [s for s in file.slides[0].shapes if s.has_chart or s.shape_type == 13 or getattr(s, "has_table", False)]
    assert len(drawn_) >= 1
    for shape in file.slides[0].shapes:
        assert shape.left + shape.width <= file.slide_width + 10
        assert shape.top + shape.height <= file.slide_height + 10
    if way in ("lines", "stack"):
        (chart,) = [s.chart for s in drawn_ if s.has_chart]
        names = {one["label"] for one in sheet.figure.body["series" if way == "lines" else "parts"]}
        assert {series.name for series in chart.plots[0].series} == names
        held = [v for series in chart.plots[0].series for v in series.values if v]
        ours = sheet.figure.body
        told = (
            [v for one in ours["series"] for v in one["values"]]
            if way == "lines"
            else [row["parts"][j] for j in range(len(ours["parts"])) for row in ours["rows"]]
        )
        assert held == [v for v in told if v]
    assert 'class="figure"><svg' in deck_html(deck)
    assert pdf(deck).startswith(b"%PDF")


def test_numbers_that_are_not_added_up_say_so_in_the_facts(trial):  # noqa: F811
    figure = figure_made(trial, {"measure": "money", "rows": "currency", "columns": ""})
    total = next(fact for fact in figure.facts if fact.value is None)
    assert "currencies are not added up" in total.words
    assert figure.kind == "table"


# --- on the map -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "cell", "layer"),
    [
        ({"measure": "activities", "rows": "department", "columns": "year"}, None, "activities~m=natural"),
        ({"measure": "people", "rows": "municipality", "columns": ""}, None, "people"),
        ({"measure": "people", "rows": "sex", "columns": "year"}, None, ""),
        ({"measure": "money", "rows": "department", "columns": "money_kind"}, None, ""),
        ({"measure": "money", "rows": "department", "columns": "money_kind"}, [None, ["leveraged"]],
         "money:USD:leveraged"),
        ({"measure": "result_actual", "rows": "department", "columns": "indicator"}, None, ""),
        ({"measure": "result_actual", "rows": "department", "columns": "indicator"},
         [None, ["programa-ejemplo-young-people"]], "indicator:programa-ejemplo-young-people:actual"),
    ],
)  # fmt: skip
def test_the_map_shows_the_same(illustrative, asked, cell, layer):
    found = made(illustrative, **asked)
    opened = Cell(asked["measure"], *[side if side is None else tuple(side) for side in cell]) if cell else None
    recorded = asking(illustrative)(recorded_issues)
    text = placed.layer(found, asked["measure"], opened, (), recorded)
    assert text == layer
    assert not text or LayerSpec.from_text(text)


def test_the_map_of_what_is_recorded_needs_one_issue_of_one_data_set(trial):  # noqa: F811
    recorded = asking(trial)(recorded_issues)
    found = made(trial, measure="recorded", rows="department", columns="")
    row = recorded.iloc[0]
    only = recorded[recorded["issue_type_id"] == row["issue_type_id"]].head(1)
    told = f"recorded:{row['issue_type_id']}:{row['dataset']}:{row['measure']}"
    assert placed.layer(found, "recorded", None, (row["issue_type_id"],), only) == told
    twice = pd.concat([only, only.assign(dataset="another")])
    assert placed.layer(found, "recorded", None, (row["issue_type_id"],), twice) == ""
    listed = made(trial, measure="issues_listed", rows="department", columns="issue")
    assert placed.layer(listed, "issues_listed", None, (), recorded) == "issues"
    assert json.loads(Cell("issues_listed", None, ("extortion",)).text())[2] == ["extortion"]


def test_of_too_many_periods_the_newest_are_drawn():
    found = periods({"1989-01", "2023-12"}, "month")
    assert (len(found), found[0], found[-1]) == (400, "1990-09", "2023-12")
    assert len(periods({"1500", "2023"}, "year")) == 400


def bars_of(values, **more):
    rows = [
        {"label": f"r{i}", "value": value, "words": str(value), "stands_out": False} for i, value in enumerate(values)
    ]
    body = {"rows": rows, "max": max(*values, 0), "colour": "teal"} | more
    return Figure("explored", "bars", "t", body=body, columns=("a",), rows=(("x",),))


@pytest.mark.parametrize("values", [(-50, -100), (100, -50), (0, 0), (30, 60)])
@pytest.mark.parametrize("upright", [False, True])
def test_amounts_below_zero_reach_back_from_zero_and_stay_inside(values, upright):
    drawing = figure_svg(bars_of(values, upright=upright), 800, 300, Paint())
    shapes = [
        {name: float(value) for name, value in re.findall(r'\b(x|y|width|height)="(-?[\d.]+)"', one)}
        for one in re.findall(r"<rect [^>]*>", drawing)
    ]
    assert all(one["x"] >= 0 and one["width"] >= 0 and one["x"] + one["width"] <= 801 for one in shapes)
    assert all(one["y"] >= 0 and one["y"] + one["height"] <= 301 for one in shapes)
    drawn_ = shapes if upright else shapes[1::2]  # beside each bar lies the track of it
    first, second = (one["height" if upright else "width"] for one in drawn_)
    assert first * abs(values[1]) == pytest.approx(second * abs(values[0]), abs=120)
    if values == (100, -50) and not upright:
        assert drawn_[0]["x"] == pytest.approx(drawn_[1]["x"] + drawn_[1]["width"], abs=0.2)
