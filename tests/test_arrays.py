"""Questions answered from arrays: the tools they are worked out with, and which questions they are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.arrays import pivots, saying
from analytics.arrays.chosen import UnansweredError
from analytics.arrays.grouping import Groups, Lists
from analytics.arrays.held import NONE, coded, plain
from analytics.arrays.partners import WithOrganisations, in_order
from analytics.arrays.pivots import stepped, together
from analytics.arrays.saying import cited_by, yes_or_no
from analytics.asking import all_questions

ROWS = st.lists(st.tuples(st.integers(-1, 3), st.integers(-1, 2), st.integers(-50, 50)), max_size=40)
FAR = st.lists(st.tuples(st.integers(-1, 9_000_000), st.integers(-1, 9_000_000), st.integers(-50, 50)), max_size=20)


@given(rows=st.one_of(ROWS, FAR))
def test_groups_are_what_a_person_would_put_together(rows):
    first, second, values = (np.array([row[n] for row in rows], dtype=np.int64) for n in range(3))
    groups = Groups(first, second)
    by_hand = {}
    for one, two, value in rows:
        by_hand.setdefault((one, two), []).append(value)
    keys = sorted(by_hand)
    assert list(zip(*(key.tolist() for key in groups.keys), strict=True)) == keys
    assert groups.sum(values).tolist() == [sum(by_hand[key]) for key in keys]
    assert groups.rows().tolist() == [len(by_hand[key]) for key in keys]
    assert groups.most(values).tolist() == [max(by_hand[key]) for key in keys]
    assert groups.least(values).tolist() == [min(by_hand[key]) for key in keys]
    assert groups.any(values > 0).tolist() == [any(one > 0 for one in by_hand[key]) for key in keys]


@given(rows=st.lists(st.tuples(*[st.sampled_from((-(2**31), -1, 0, 7, 2**31 - 1))] * 4), max_size=12))
def test_keys_that_lie_far_apart_are_told_apart(rows):
    groups = Groups(*(np.array([row[n] for row in rows], dtype=np.int32) for n in range(4)))
    assert list(zip(*(key.tolist() for key in groups.keys), strict=True)) == sorted(set(rows))
    assert [tuple(int(key[of]) for key in groups.keys) for of in groups.of.tolist()] == rows


def test_a_day_that_is_missing_is_neither_first_nor_last():
    groups = Groups(np.array([0, 0, 1]))
    days = np.array([NONE, 5, NONE], dtype=np.int32)
    assert groups.least(days).tolist() == groups.most(days).tolist() == [5, NONE]


@given(numbers=st.lists(st.integers(-1, 6), max_size=30), asked=st.lists(st.integers(-1, 8), max_size=10))
def test_lists_join_each_number_to_its_rows(numbers, asked):
    which, rows = Lists.of(np.array(numbers, dtype=np.int64), 7).join(np.array(asked, dtype=np.int64))
    by_hand = [(n, row) for n, one in enumerate(asked) for row, own in enumerate(numbers) if own == one >= 0]
    assert list(zip(which.tolist(), rows.tolist(), strict=True)) == by_hand
    which, rows = Lists.of(np.array(numbers, dtype=np.int64), 7).join_all(np.array(asked, dtype=np.int64))
    alone = [(n, -1) for n, one in enumerate(asked) if one not in numbers or one < 0]
    assert list(zip(which.tolist(), rows.tolist(), strict=True)) == by_hand + alone


def test_words_are_numbered_in_their_order_and_none_is_none():
    codes, known = coded(np.array(["b", None, "a", "b"], dtype=object))
    assert codes.tolist() == [1, -1, 0, 1]
    assert known.tolist() == ["a", "b"]


def test_columns_say_what_is_missing():
    missing = np.ma.array(["2020-01-02", "2020-01-03"], mask=[False, True]).astype("datetime64[D]")
    assert plain(missing, "DATE").tolist() == [18263, NONE]
    assert plain(np.ma.array([1, 2], mask=[True, False]), "INTEGER").tolist() == [NONE, 2]
    assert np.isnan(plain(np.ma.array([1.0, 2.0], mask=[True, False]), "DOUBLE")[0])


def test_references_stand_once_each_and_in_order():
    groups = Groups(np.array([0, 0, 0, 1, 2]))
    references = np.array(["b", "a", "b", None, "c"], dtype=object)
    assert cited_by(groups, references).tolist() == ["a b", None, "c"]


def test_yes_or_no_may_be_missing():
    assert yes_or_no(np.array([True, False])).tolist() == [True, False]
    assert yes_or_no(np.array([True, None, False], dtype=object)).tolist() == [True, None, False]


@given(rows=ROWS)
def test_rows_stand_in_the_order_of_their_keys_and_what_has_none_is_last(rows):
    keys = [np.array([row[n] for row in rows], dtype=np.int32) for n in range(2)]
    late = [tuple(np.inf if one < 0 else one for one in row[:2]) for row in rows]
    assert in_order(*keys).tolist() == sorted(range(len(rows)), key=late.__getitem__)


def test_an_owner_without_a_chosen_organisation_stands_once_with_none():
    owner, organisation = np.array([0, 0, 0, 1, 1]), np.array([-1, 4, 5, -1, 5])
    told = WithOrganisations(owner, organisation, {"row": np.arange(5)})
    both, fifth = np.array([True, True, False]), np.array([False] * 4 + [True, False, False])
    assert told.picked(both, fifth)["row"].tolist() == [1, 3]
    assert told.picked(np.array([True, False, False]), fifth)["row"].tolist() == [1]
    assert told.picked(both, ~fifth & (np.arange(7) < 6))["row"].tolist() == [2, 4]


@pytest.mark.parametrize("most", [50, 1])
def test_words_of_a_group_stand_once_each_and_in_order(monkeypatch, most):
    monkeypatch.setattr(pivots, "MOST_MARKS", most)
    groups, codes = Groups(np.array([0, 0, 0, 1, 2, 2])), np.array([2, 0, 2, -1, 1, -1])
    assert together(groups, codes, np.array(["a", "b", "c"], dtype=object)).tolist() == ["a c", None, "b"]


def test_steps_of_time_are_words_in_order_and_what_is_not_stated_has_none():
    month, is_known = np.array([2020 * 12 + 11, NONE, 2021 * 12, 2019 * 12]), np.array([True, False, True, False])
    for axis, words in (
        ("year", ["2020", "2021"]),
        ("quarter", ["2020-Q4", "2021-Q1"]),
        ("month", ["2020-12", "2021-01"]),
    ):
        codes, known = stepped(axis, month, is_known)
        assert codes.tolist() == [0, -1, 1, -1]
        assert known.tolist() == words
    with pytest.raises(UnansweredError):
        stepped("year", np.array([20 * 12]), np.array([True]))


def test_every_text_from_arrays_is_one_of_a_question():
    assert set(saying.texts()) <= set(all_questions())
