"""The questions from Python: the same answers as everywhere else, and errors in words."""

import pandas as pd
import pytest

from analytics import open_workspace
from analytics.bounding import taking
from analytics.errors import QuestionError, TejidoError
from analytics.issues import issue_matrix
from analytics.selection import Reader, Selection
from tests.bounds import TOWNS, collection, feature, square, understood, write
from tests.conftest import REAL

REFERENCE = REAL["reference"]


@pytest.fixture
def ws(country):
    with open_workspace() as ws:
        yield ws


def test_a_question_is_a_method_and_its_answer_a_table(ws):
    asked = ws.issue_matrix(place="05", lang="es")
    wanted = issue_matrix(ws._warehouse, Selection(place=("05",)), Reader("analyst", "es"))
    pd.testing.assert_frame_equal(asked, wanted)
    assert len(ws.place_profile(place_id="05001")) == 1
    assert len(ws.totals(period=("2020-05", "2021-12"), place=["05", "13"])) == 1
    assert ws.ask("issue_matrix", role="public", place="05").columns.tolist() == wanted.columns.tolist()


def test_the_questions_are_listed_and_offered(ws):
    listed = ws.questions()
    assert {"question", "about", "parameters"} == set(listed.columns)
    assert "issue_matrix" in set(listed["question"]) & set(dir(ws))
    assert ws.issue_matrix.__doc__ == issue_matrix.__doc__
    assert len(ws.version) == 12


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda ws: ws.issue_matrix(place="99999"), "does not know 99999"),
        (lambda ws: ws.issue_matrix(plaze="05"), "takes no plaze"),
        (lambda ws: ws.place_profile(), "needs place_id"),
        (lambda ws: ws.issue_matrix(lang="fr"), "none of en, es"),
        (lambda ws: ws.issue_matrix(period=("2021-10", "2020-01")), "is before"),
        (lambda ws: ws.ask("nothing"), "no question 'nothing'"),
        (lambda ws: ws.boundaries(), "no boundaries"),
        (lambda ws: ws.issue_matrix(place=5), 'place: codes are text, such as "05"; 5 is none'),
        (lambda ws: ws.issue_matrix(place=["05", None]), "None is none"),
        (lambda ws: ws.rows_of_issues(axes="year", codes=2021), "codes: codes are text"),
    ],
)
def test_what_cannot_be_asked_is_said_in_words(ws, ask, said):
    with pytest.raises(QuestionError, match=said):
        ask(ws)


def test_a_data_set_that_was_closed_says_so(country):
    with open_workspace() as opened:
        assert len(opened.totals()) == 1
    with pytest.raises(QuestionError, match="was closed"):
        opened.totals()


def test_a_filter_that_is_none_is_not_given(ws):
    assert ws.issue_matrix(place=None, period=None).equals(ws.issue_matrix())


def test_no_other_attribute_is_a_question(ws):
    with pytest.raises(AttributeError, match="no question 'nothing'"):
        _ = ws.nothing


@pytest.mark.parametrize("name", ["nothing", "../x"])
def test_a_data_set_that_is_not_there(country, name):
    with pytest.raises(TejidoError):
        open_workspace(name)


def test_boundaries_as_a_geodataframe(ws, tmp_path):
    towns = {"05001": TOWNS["05001"], "05002": TOWNS["05002"]}
    path = write(tmp_path / "t.geojson", collection(*[feature(code, square(*at)) for code, at in towns.items()]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(taking, "tables_folders", lambda: {"reference": REFERENCE})
        taking.publish(understood(path))
    found = ws.boundaries("municipality")
    assert found["place_id"].tolist() == ["05001", "05002"]
    assert found.crs.to_epsg() == 4326


@pytest.mark.parametrize(
    ("name", "given"),
    [("results_comparison", {"first": 2021, "second": 2022}), ("indicator_rows", {"skip": "2"}),
     ("indicator_rows", {"skip": -1}), ("indicator_rows", {"most": 1.5}), ("place_profile", {"place_id": 5001}),
     ("place_profile", {"place_id": ["05001"]}), ("results_comparison", {"first": None, "second": None})],
    ids=str,
)  # fmt: skip
def test_a_value_of_another_kind_is_refused_in_words(ws, name, given):
    """A year as a number ended in the database's own words, a place as a number in Python's."""
    with pytest.raises(QuestionError, match=next(iter(given))):
        ws.ask(name, **given)
