"""The question behind a figure: its SQL, with its values written out, gives the same answer in the panel."""

import copy
from datetime import date

import pandas as pd
import pytest

from analytics.asking import all_questions, find_question
from analytics.selection import Reader, Selection
from analytics.snapshots import Snapshot
from analytics.sql_panel import child
from analytics.sql_panel.panel import LIMITS, answer, asked_for
from analytics.sql_panel.questions import ASKED, Asked, Noting, asked_of, bound_sql, written

NARROW = Selection(place=("05",), issue=("floods", "it's"), period=("2020-10", "2021-11"))
NOT_THERE = ("told_in_words",)  # what is told in words only is not in the panel's tables


def noted(engine, name, selection, **own):
    noting = Noting(engine)
    frame = find_question(name).ask(noting, selection, Reader(), **own)
    return frame, tuple(noting.asked)


@pytest.mark.parametrize(
    ("value", "sql"),
    [
        (None, "null"), ("L'Aurora", "'L''Aurora'"), (5, "5"), (True, "true"), (date(2020, 1, 2), "date '2020-01-02'"),
        ([], "cast([] as varchar[])"), (["a", "b'; drop table x --"], "['a', 'b''; drop table x --']"), (1.5, "1.5"),
    ],
)  # fmt: skip
def test_a_value_is_written_as_sql_reads_it(value, sql):
    assert written(value) == sql


def test_a_frame_keeps_what_it_answers_through_work_on_it():
    asked = (Asked("totals", {"lang": "en"}),)
    frame = pd.DataFrame({"a": [1, 2]})
    frame.attrs[ASKED] = asked
    assert asked_of(frame[frame["a"] > 1].assign(b=1)) == asked
    assert copy.deepcopy(asked[0]) is asked[0]
    assert asked_of(pd.DataFrame()) == ()


@pytest.mark.parametrize("selection", [Selection(), NARROW], ids=["everything", "narrowed"])
@pytest.mark.parametrize("name", [name for name in all_questions() if name not in NOT_THERE])
def test_every_question_gives_the_same_rows_in_the_panel(tiny, name, selection):
    usual = {"place_id": "05001", "first": "2019", "second": "2020"}
    own = {key: value for key, value in usual.items() if key in find_question(name).own}
    try:
        frame, asked = noted(tiny, name, selection, **own)
    except TypeError:
        pytest.skip("it needs more than a place")
    assert asked
    if len(asked) > 1:
        return
    request = asked_for(tiny.snapshot, bound_sql(asked[0]), "analyst", "", LIMITS)
    told = child.answer(request)
    assert "table" in told, told
    assert told["table"].num_rows == len(frame)


def test_the_whole_way_through_the_process(tiny):
    frame, asked = noted(tiny, "issue_matrix", NARROW)
    found = answer(tiny.snapshot, bound_sql(asked[0]), "analyst")
    assert found.refusal is None
    assert found.frame["place_id"].tolist() == frame["place_id"].tolist()
    assert isinstance(tiny.snapshot, Snapshot)
