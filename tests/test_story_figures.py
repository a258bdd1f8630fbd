"""Figures of Results, Quality and Places in stories: each number is that of its question, each page offers them."""

from __future__ import annotations

import pytest

from analytics import reading_results
from analytics.asking import find_question
from analytics.errors import QuestionError
from analytics.figures.making import make_figure
from analytics.figures.model import figure_of
from analytics.selection import Reader, Selection

ALLIANCES = "programa-ejemplo-alliances"


def made(warehouse, name, lang="en", selection=None, **own):
    figure = make_figure(warehouse, name, selection or Selection(), Reader("public", lang), own)
    assert figure_of(figure.as_text()) == figure_of(figure_of(figure.as_text()).as_text())
    return figure


def asked(warehouse, name, lang="en", selection=None, **own):
    return find_question(name).ask(warehouse, selection or Selection(), Reader("public", lang), **own)


@pytest.mark.parametrize("selection", [Selection(), Selection(place=("27",)), Selection(period=("2018-01", "2019-12"))])
def test_the_way_to_a_target_is_that_of_the_question(illustrative, selection):
    figure, rows = made(illustrative, "indicator_results", selection=selection), asked(
        illustrative, "indicator_results", selection=selection)  # fmt: skip
    drawn = reading_results.with_target(rows)
    drawn = drawn[drawn["achieved_share"].notna()]
    assert [one["value"] for one in figure.body["rows"]] == [round(100 * v, 2) for v in drawn["achieved_share"]]
    assert [fact.value for fact in figure.facts] == drawn["actual"].tolist()
    late = [one["label"] for one in figure.body["rows"] if one["stands_out"]]
    assert late == drawn.loc[drawn["status"].isin(reading_results.BEHIND), "indicator_name"].tolist()


def test_years_groups_and_departments_are_those_of_the_question(illustrative):
    periods = asked(illustrative, "indicator_periods", indicators=(ALLIANCES,))
    figure = made(illustrative, "indicator_periods", indicator=ALLIANCES)
    assert figure.body["x"] == periods["bucket"].dropna().tolist()
    dated = periods[periods["bucket"].notna()]
    assert figure.body["series"][0]["values"] == dated["actual"].tolist()
    assert figure.body["series"][1]["values"] == dated["target"].tolist()
    groups = asked(illustrative, "indicator_results", indicators=(ALLIANCES,), by="department")
    bars = {one["label"]: one["value"] for one in
            made(illustrative, "indicator_groups", indicator=ALLIANCES, by="department").body["rows"]}  # fmt: skip
    for row in groups[groups["key"].notna()].itertuples():
        assert bars[row.key_name] == round(100 * row.achieved_share, 2)
    places = asked(illustrative, "indicator_results", by="department")
    matrix = made(illustrative, "indicator_places", "es")
    first = reading_results.ranked_places(places).iloc[0]
    assert matrix.body["rows"][0]["label"] == first["key_name"]
    assert len(matrix.facts) == int((places["key"].notna() & places["achieved_share"].notna()).sum())


def test_what_has_no_target_keeps_its_qualifier(published):
    figure = made(published, "results_without_target")
    assert "over 1,043" in {row[2] for row in figure.rows}
    assert len(figure.rows) == len(asked(published, "indicator_results"))
    assert made(published, "indicator_results").is_empty


def test_two_years_side_by_side_and_the_rows_behind_a_number(illustrative):
    found = asked(illustrative, "results_comparison", first="2018", second="2020", over="year")
    figure = made(illustrative, "results_comparison", across="year", first="2018", second="2020")
    assert len(figure.rows) == len(found)
    values = found["first_value"].dropna().tolist() + found["second_value"].dropna().tolist()
    assert sorted(fact.value for fact in figure.facts) == sorted(values)
    periods = {"first": "2016-05..2018-12", "second": "2019-01..2021-11"}
    halves = made(illustrative, "results_comparison", across="period", **periods)
    assert halves.title == "May 2016 to December 2018 and January 2019 to November 2021 side by side"
    first = made(illustrative, "indicator_rows", rows=f"{ALLIANCES}~actual~period~none~{periods['first']}~")
    assert [fact.value for fact in first.facts] == [halves.facts[0].value]
    behind = made(illustrative, "indicator_rows", rows=f"{ALLIANCES}~actual~year~none~2018~")
    totals = asked(illustrative, "indicator_totals", indicators=(ALLIANCES,), over="year")
    total = totals[(totals["bucket"] == "2018") & (totals["value_kind"] == "actual")]["value"].iloc[0]
    assert [fact.value for fact in behind.facts] == [total]
    for wrong in ("nobody~actual~year~none~2018~", "x", f"{ALLIANCES}~actual~drop~none~~"):
        with pytest.raises(QuestionError):
            made(illustrative, "indicator_rows", rows=wrong)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_quality_is_that_of_the_questions(published, lang):
    complete = asked(published, "completeness", lang)
    figure = made(published, "completeness", lang)
    assert len(figure.facts) == len(complete)
    assert sorted(fact.value for fact in figure.facts) == sorted(complete["stated"].astype(float))
    precise = made(published, "place_precision", lang)
    assert sum(fact.value for fact in precise.facts) == asked(published, "place_precision", lang)["items"].sum()
    years = made(published, "reporting_by_year", lang)
    reported = asked(published, "reporting_by_year", lang).dropna(subset=["year"])
    assert sum(row["cells"].count("•") + row["cells"].count("○") for row in years.body["rows"]) == len(reported)
    sums = asked(published, "currencies", lang)
    assert [fact.value for fact in made(published, "currencies", lang).facts] == sums["amount"].dropna().tolist()
    assert made(published, "timeliness", lang).rows
    assert made(published, "reported_twice", lang).is_empty


def test_a_part_of_a_place_is_its_table(published):
    figure = made(published, "place_part", place_id="13248", part="programmes")
    assert figure.title == "El Guamo: Programmes"
    assert figure.facts[0].value == len(asked(published, "place_programmes", place_id="13248"))
    for own in ({"place_id": "13248", "part": "secrets"}, {"place_id": "99999", "part": "programmes"}):
        with pytest.raises(QuestionError):
            made(published, "place_part", **own)


def test_every_figure_of_results_and_quality_can_be_added(opened, sample_home):
    for page, keys in (
        ("results", ("indicator_results", "indicator_places", "indicator_periods", "indicator_groups-department",
                     "results_comparison")),
        ("quality", ("reporting", "completeness", "place_precision", "currencies", "timeliness")),
    ):  # fmt: skip
        shown = opened(page, sample_home, data="sample")
        held = {button.key for button in shown.button}
        for key in keys:
            assert f"story-{key}" in held, (page, key)
