"""A selection is frozen, comparable and says plainly what is wrong with a period."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import QuestionError
from analytics.selection import Reader, Selection


def test_equal_selections_are_one_key_of_a_cache():
    first = Selection.of({"place": ["05001", "05001"], "period": ["2020-01", "2020-12"]})
    second = Selection(place=("05001",), period=("2020-01", "2020-12"))
    assert first == second
    assert len({first, second}) == 1


def test_a_period_is_bound_as_its_first_and_its_last_day():
    parameters = Selection(period=("2020-10", "2024-02")).parameters()
    assert (parameters["period_from"], parameters["period_to"]) == (date(2020, 10, 1), date(2024, 2, 29))
    assert Selection().parameters()["period_from"] is None


def test_one_month_is_a_period():
    assert Selection(period=("2020-02", "2020-02")).parameters()["period_to"] == date(2020, 2, 29)


@pytest.mark.parametrize(
    "period",
    [
        ("2020-13", "2020-14"), ("2020-00", "2020-01"), ("2020", "2021"), ("2020-1", "2020-2"), ("", ""),
        ("2020-01\n", "2020-02"), ("２０２０-01", "2020-02"),
        # the year 0 is none, and 10000 has one digit too many
        ("0000-01", "2020-01"), ("10000-01", "10000-02"),
    ],
)  # fmt: skip
def test_what_is_no_month_is_refused(period):
    with pytest.raises(QuestionError, match="is not a month. Write it as YYYY-MM"):
        Selection.of({"period": period})


@pytest.mark.parametrize("period", [("2020-01",), ("2020-01", "2020-02", "2020-03")])
def test_a_period_needs_two_months(period):
    # as a link that was cut short gives it
    with pytest.raises(QuestionError, match="give the first and the last month"):
        Selection.of({"period": period})


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(QuestionError, match="period: 2019-12 is before 2020-01"):
        Selection(period=("2020-01", "2019-12"))


def test_filters_can_be_taken_away_one_by_one():
    selection = Selection(place=("05", "13"), period=("2020-01", "2020-02"), kind=("dialogue",))
    assert selection.without("place", "05") == Selection(
        place=("13",), period=("2020-01", "2020-02"), kind=("dialogue",)
    )
    assert selection.without("place").place == ()
    assert selection.without("period").period is None
    assert selection.without("period", "2020-01").period is None
    assert selection.without("place", "99") == selection


def test_only_what_narrows_is_active():
    assert Selection().active() == {}
    assert Selection(issue=("floods",)).active() == {"issue": ("floods",)}


def test_a_selection_cannot_be_changed():
    with pytest.raises(AttributeError):
        Selection().place = ("05",)


@given(st.dictionaries(st.sampled_from(["place", "issue", "colour"]), st.lists(st.text(max_size=5), max_size=4)))
def test_any_lists_of_codes_make_a_selection(values):
    selection = Selection.of(values)
    assert selection.place == tuple(dict.fromkeys(values.get("place", ())))
    assert Selection.of(selection.active()) == selection


@pytest.mark.parametrize(("field", "value"), [("role", "admin"), ("lang", "fr"), ("lang", "")])
def test_a_reader_has_a_known_role_and_language(field, value):
    with pytest.raises(QuestionError, match=f"{field}: {value!r} is none of"):
        Reader(**{field: value})
