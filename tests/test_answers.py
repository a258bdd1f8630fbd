"""An answer is kept under what it was made of, and is the same as if it had been worked out."""

from datetime import date

import duckdb
import pandas as pd
import pytest

from analytics import answers, kept
from analytics import warehouse as module
from analytics.answers import Answers, frozen
from analytics.selection import Selection
from analytics.warehouse import Warehouse


@pytest.fixture
def asked(tiny, monkeypatch):
    """A warehouse nobody asked anything yet, and the list of the questions that it works out."""
    run, worked_out = module.run, []

    def noted(cursor, step, params):
        if not step.name:
            worked_out.append(step.sql)
        return run(cursor, step, params)

    monkeypatch.setattr(module, "run", noted)
    with Warehouse(tiny.snapshot) as engine:
        yield engine, worked_out


def fetch(engine, name, **filters):
    return engine.fetch(name, "analyst", lang="en", **Selection(**filters).parameters())


def test_what_a_filter_leaves_as_it_was_is_not_worked_out_again(asked):
    engine, worked_out = asked
    found = [
        fetch(engine, "not_stated", partnership=codes)
        for codes in (("bridges", "river"), ("river", "bridges"), ("bridges", "river", "nowhere"))
    ]
    assert len(worked_out) == 1
    assert set(found[0]["partnership_id"]) == {"bridges", "river"}
    for again in found[1:]:
        pd.testing.assert_frame_equal(found[0], again)


def test_what_a_filter_changes_is_worked_out(asked):
    engine, worked_out = asked
    whole, river = fetch(engine, "not_stated"), fetch(engine, "not_stated", partnership=("river",))
    assert len(worked_out) == 2
    assert set(river["partnership_id"]) == {"river"} < set(whole["partnership_id"])


def test_another_language_or_place_is_another_question(asked):
    engine, worked_out = asked
    names = {
        engine.fetch("place_profile", "analyst", lang=lang, place_id=place)["place_name"][0]
        for lang in ("en", "es")
        for place in ("05001", "CO")
    }
    assert len(worked_out) == 4
    assert len(names) > 1


def test_an_answer_is_the_callers_own_to_change(asked):
    engine, worked_out = asked
    first = fetch(engine, "not_stated")
    before = first.copy(deep=True)
    first.loc[:, "subject"] = "changed"
    first["more"] = 1
    second = fetch(engine, "not_stated")
    second.iloc[0, 0] = "changed too"
    pd.testing.assert_frame_equal(fetch(engine, "not_stated"), before)
    assert len(worked_out) == 1


def test_a_part_with_many_rows_is_not_looked_at_but_taken_as_the_selections_own(asked, monkeypatch):
    engine, worked_out = asked
    monkeypatch.setattr(kept, "FEW", 0)
    for codes in (("bridges", "river"), ("bridges", "river"), ("river", "bridges", "nowhere")):
        fetch(engine, "not_stated", partnership=codes)
    assert len(worked_out) == 2, "the same selection once, another one that leaves the same once more"


def test_the_oldest_answers_go_and_large_ones_are_not_kept(monkeypatch):
    monkeypatch.setattr(answers, "CELLS_KEPT", 25)
    monkeypatch.setattr(answers, "ANSWER_CELLS", 10)
    few, ten = Answers(), pd.DataFrame({"a": range(10)})
    for name in ("first", "second", "first", "third"):
        if few.find(name) is None:
            few.keep(name, ten)
    assert [few.find(name) is None for name in ("first", "second", "third")] == [False, True, False]
    few.keep("large", pd.DataFrame({"a": range(11)}))
    assert few.find("large") is None


def test_parameters_are_looked_up_whatever_their_order():
    assert frozen({"b": ["x"], "a": None}) == frozen({"a": None, "b": ["x"]}) == (("a", None), ("b", ("x",)))


def test_a_filter_of_another_kind_is_not_taken_for_none(asked):
    # a part that is not made and one that was made and is empty are two things
    engine, worked_out = asked
    whole, none = fetch(engine, "not_stated"), fetch(engine, "not_stated", kind=("nowhere",))
    assert not whole.empty
    assert none.empty
    assert len(worked_out) == 2


def test_what_was_forgotten_is_worked_out_again(asked):
    engine, worked_out = asked
    before = fetch(engine, "not_stated")
    engine.forget()
    pd.testing.assert_frame_equal(fetch(engine, "not_stated"), before)
    assert len(worked_out) == 2


def test_an_answer_is_the_same_with_and_without_the_detour_by_arrow():
    """Every type that goes without, with values missing and without; no rows; and a type that takes the detour."""
    text = """
        select
            cast(n as bigint) as whole, cast(n as integer) as small, n > 1 as is_more, 'é' || n as words,
            date '2020-02-28' + n as day, n / 2.0::double as half,
            case when n > 1 then cast(n as bigint) end as whole_missing,
            case when n > 1 then cast(n as integer) end as small_missing,
            case when n > 1 then n > 2 end as is_more_missing, case when n > 1 then 'x' end as words_missing,
            case when n > 1 then date '0001-01-01' + n end as day_missing,
            case when n > 1 then n / 2.0::double end as half_missing
        from (select unnest(range(cast($rows as integer)))::integer as n)
        order by n
    """
    with duckdb.connect() as plain:
        for rows in (0, 1, 4):
            by_arrow = answers._by_arrow(plain.sql(text, params={"rows": rows}).to_arrow_table())
            pd.testing.assert_frame_equal(answers.frame_of(plain.execute(text, {"rows": rows})), by_arrow)
        assert by_arrow["words_missing"].tolist() == [None, None, "x", "x"]
        assert by_arrow["day"][1] == date(2020, 2, 29)
        other = answers.frame_of(plain.execute("select ['a'] as list, 1 as whole, null::varchar as words"))
    assert other["list"][0].tolist() == ["a"]
    assert other["words"][0] is None
