"""Figures made without a page: every number is the one that `ask` gives, and each can be written and read again."""

import re

import pytest

from analytics.asking import find_question
from analytics.errors import DataError, QuestionError
from analytics.exports import letters
from analytics.exports.figure_svg import Paint, figure_svg
from analytics.figures.making import all_figures, find_figure, make_figure
from analytics.figures.model import figure_of
from analytics.palette import Look
from analytics.selection import Reader, Selection

OWN = {
    "municipality_list": {"place_id": "13248"}, "place_profile": {"place_id": "13248"},
    "place_part": {"place_id": "13248"}, "indicator_periods": {"indicator": "par-alliances"},
    "indicator_groups": {"indicator": "par-alliances"}, "indicator_small": {"indicator": "par-alliances"},
    "indicator_rows": {"rows": "par-alliances~published_total~none~none~~"},
    "own_words": {"text_en": "One line\nanother", "text_es": "Una línea"},
}  # fmt: skip


def asked(warehouse, name, selection=None, lang="en", **own):
    return find_question(name).ask(warehouse, selection or Selection(), Reader("public", lang), **own)


def made(warehouse, name, selection=None, lang="en", **own):
    return make_figure(warehouse, name, selection or Selection(), Reader("public", lang), own or OWN.get(name))


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("name", sorted(all_figures()))
def test_every_figure_is_made_drawn_and_read_again(published, name, lang):
    figure = made(published, name, lang=lang)
    assert figure.title
    assert figure_of(figure.as_text()).as_text() == figure.as_text()
    svg = figure_svg(figure_of(figure.as_text()), 1168, 430, Paint(Look()))
    assert svg.startswith("<svg")
    assert not re.search(r"[\">]None[\"<]", svg)
    assert not re.search(r"[\">]nan[\"<]", svg)


def test_cards_hold_what_the_question_answers(published):
    chosen = Selection(partnership=("par",))
    results = asked(published, "published_results", chosen).set_index("result_id")
    figure = made(published, "partnership_figures", chosen)
    assert len(figure.facts) == 6
    for fact in figure.facts:
        assert fact.value == results.loc[fact.key, "value"]
        assert f"line {results.loc[fact.key, 'line']}" in fact.source
    words = {fact.key: fact.words for fact in figure.facts}
    assert words["par-young-people-1"] == "14,903"
    assert words["par-awareness-actions-1"] == "over 1,043"


def test_partners_by_component_and_by_activity_hold_what_the_questions_answer(published):
    rows = asked(published, "component_partners")
    named = rows[rows["organisation_id"].notna()].groupby("component_id")["organisation_id"].nunique()
    assert {fact.key: fact.value for fact in made(published, "component_partners").facts} == named.to_dict()
    figure = made(published, "activity_partners")
    titles = asked(published, "activity_partners").drop_duplicates("activity_id")["activity_title"].tolist()
    assert [fact.value for fact in figure.facts] == [len(titles)]
    assert [row[0] for row in figure.rows] == titles[: len(figure.rows)]
    assert len(figure.rows) == min(60, len(titles))


def test_bars_and_matrices_hold_what_the_questions_answer(published):
    ranking = asked(published, "issue_ranking").set_index("issue_type_id")
    assert {f.key: f.value for f in made(published, "issue_ranking").facts} == ranking["lists"].to_dict()
    matrix = asked(published, "issue_matrix")
    figure = made(published, "issue_matrix")
    assert {f.key: f.value for f in figure.facts} == matrix.groupby("place_id")["issue_type_id"].nunique().to_dict()
    dots = sum(cell == "•" for row in figure.body["rows"] for cell in row["cells"])
    assert dots == len(matrix) == 31
    departments = made(published, "issue_by_department")
    assert sum(f.value for f in departments.facts) == len(matrix)


def test_whether_records_agree_stands_beside_the_number(published):
    verdicts = {f.label: f.verdict for f in made(published, "reconciliation").facts}
    assert verdicts["Pillars of reconciliation"] == "agrees"
    assert verdicts["Groups with small grant projects"] == "below: fewer are listed"
    cards = made(published, "partnership_figures", Selection(partnership=("par",)))
    said = {f.key: f.verdict for f in cards.facts}
    assert said["par-municipalities-1"] == "cannot be checked"
    assert said["par-alliances-1"] == "stated; no list to hold it against"


def test_a_map_draws_no_dot_that_nobody_stated(published):
    figure = made(published, "presence", at="CO")
    points = asked(published, "map_points")
    assert len(figure.body["points"]) == len(points[points["country_code"] == "CO"]) == 10
    styles = [style for shape in figure.body["shapes"] for style, _ in shape["styles"]]
    assert styles.count("hatch") == 11
    assert any("Natural Earth" in note for note in figure.notes)


def test_a_list_of_a_municipality_is_in_the_words_of_the_document(published):
    figure = made(published, "municipality_list", place_id="13248")
    assert [block["head"] for block in figure.body["blocks"]] == asked(
        published, "place_issues", place_id="13248")["issue_name"].tolist()  # fmt: skip
    assert len(figure.body["blocks"]) == 4
    assert "line 47" in figure.sources[0]


def test_a_selection_without_anything_says_so(published):
    figure = made(published, "issue_ranking", Selection(partnership=("par",)))
    assert figure.is_empty
    assert "Nothing is recorded for this selection." in figure_svg(figure, 900, 400, Paint())


def test_an_unknown_figure_or_parameter_is_named(published):
    with pytest.raises(QuestionError, match="issue_ranking"):
        find_figure("nobody")
    with pytest.raises(QuestionError, match="colour"):
        make_figure(published, "timeline", Selection(), Reader(), {"colour": "red"})
    with pytest.raises(DataError):
        figure_of('{"name": "x"}')


def test_text_is_cleaned_broken_and_cut_to_its_box():
    assert letters.clean("a\x00b\u202ec\u200fd\r\ne") == "abcd\ne"
    size, lines = letters.fitted("word " * 1000, 300, 60, (20, 15, 12))
    assert size == 12
    assert len(lines) <= 60 / (12 * 1.28)
    assert lines[-1].endswith("…")
    assert all(letters.width(line, 12) <= 300 for line in letters.lines("x" * 5000, 12, 300))


def test_colours_are_names_until_they_are_drawn(published):
    figure = made(published, "timeline")
    assert {lane["colour"] for lane in figure.body["lanes"]} <= {"teal", "maize", "violet", "leaf", "ink"}
    assert 'class="f-teal"' in figure_svg(figure, 900, 400, Paint())
    assert "#5FB8BE" in figure_svg(figure, 900, 400, Paint(Look(dark=True)))
