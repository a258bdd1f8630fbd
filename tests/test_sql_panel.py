"""The SQL panel: one statement that reads is answered; whatever else is refused or ended, and hurts nobody."""

import re
import threading
import time

import pandas as pd
import pytest

from analytics.__main__ import main
from analytics.errors import AccessError
from analytics.sql_panel import panel
from analytics.sql_panel.documented import EXAMPLES, column_note, columns_frame, views
from analytics.sql_panel.panel import Limits, answer
from analytics.sql_panel.wording import refusal_sentence, rows_sentence
from analytics.warehouse import question_sql
from analytics.wording import Words
from tests.asking import ask

MB = 1_000_000
MOST_SECONDS = 6.0  # what no statement outlasts
SHORT = Limits(wall_seconds=2.0, statement_ms=1200)  # the same process, ended earlier, so that the tests are not long


def asked(warehouse, statement, limits=panel.LIMITS):
    return answer(warehouse.snapshot, statement, "analyst", limits)


def memory_of_this_process():
    with open("/proc/self/status") as status:
        return int(re.search(r"VmRSS:\s+(\d+) kB", status.read())[1]) * 1000


# --- what is answered -------------------------------------------------------------------------------------------------


def test_a_statement_is_answered_in_plain_types(tiny):
    found = asked(
        tiny,
        "select count(*) as n, max(1) as n, sum(1) as whole, 1.5 as part, [1, 2] as list, date '2020-01-02' as day,"
        " null as nothing, true as yes from places",
    )
    (row,) = found.frame.to_dict("records")
    assert found.refusal is None
    assert row["n"] == 11
    assert [str(row[name]) for name in ("n (2)", "whole", "part", "list", "day")] == [
        "1", "11", "1.5", "[1, 2]", "2020-01-02",
    ]  # fmt: skip
    assert row["nothing"] is None
    assert bool(row["yes"]) is True


def test_what_is_told_in_words_only_is_not_there(tiny):
    found = asked(tiny, "select count(*) filter (where disclosure <> 'open') as hidden, count(*) as n from activities")
    assert found.frame.to_dict("records")[0]["hidden"] == 0
    assert found.frame["n"][0] > 0
    for table, key in (
        ("activity_places", "activity_id"),
        ("activity_organisations", "activity_id"),
        ("indicators", "*"),
    ):
        rows = asked(tiny, f"select {key} from {table}").frame
        assert len(rows) > 0
        assert "secret-journey" not in rows.to_string()
        assert "ravellers" not in rows.to_string()


def test_the_tables_told_of_are_the_tables_that_can_be_read(tiny):
    told = {view.name: [name for name, _ in view.columns] for view in views()}
    assert set(told) == {*tiny.snapshot.tables("analyst"), "issue_counts"}
    names = ", ".join(f"(select count(*) from {name}) as {name}" for name in told)
    assert asked(tiny, f"select {names}").refusal is None
    for name in ("activities", "issue_records", "issue_counts", "observations"):
        assert list(asked(tiny, f"from {name} limit 0").frame.columns) == told[name]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_column_says_its_unit(lang):
    say = Words(lang)
    for view in views():
        assert len(columns_frame(view, say)) == len(view.columns)
    assert column_note("start_on", say) == say("a day: the first or the last of what its precision names")
    assert column_note("amount", say)
    assert column_note("title", say) == ""


@pytest.mark.parametrize("at", range(len(EXAMPLES)))
def test_the_examples_are_answered(published, at):
    assert asked(published, EXAMPLES[at][1]).refusal is None


def test_a_question_of_ours_gives_the_same_answer_here(tiny):
    sql = question_sql("place_index")[0].replace("$lang", "'en'")
    ours = ask(tiny, "place_index")
    theirs = asked(tiny, sql).frame
    assert theirs["place_id"].tolist() == ours["place_id"].tolist()


def test_rows_are_cut_and_it_is_said(tiny):
    found = asked(tiny, "select * from range(10001)")
    assert (len(found.frame), found.cut) == (10_000, "rows")
    assert rows_sentence(found, Words()) == (
        "10,000 rows: the first ones, there are more. Narrow the statement or add a limit."
    )
    whole = asked(tiny, "select * from range(10000)")
    assert (len(whole.frame), whole.cut) == (10_000, "")


def test_an_answer_too_large_is_cut_by_its_bytes(tiny):
    found = asked(tiny, "select repeat('x', 100000) as much from range(10000)")
    assert found.cut == "bytes"
    assert "too large" in rows_sentence(found, Words())


# --- what is refused --------------------------------------------------------------------------------------------------

REFUSED = {
    "": "nothing",
    "   ": "nothing",
    "select 1; select 2": "not_one_select",
    "pragma database_list": "not_one_select",
    "attach 'x.db'": "not_one_select",
    "copy activities to 'x.csv'": "not_one_select",
    "install httpfs": "not_one_select",
    "load spatial": "not_one_select",
    "create macro sum(x) as 1": "not_one_select",
    "set enable_external_access = true": "not_one_select",
    "explain analyze select 1": "not_one_select",
    "call pragma_version()": "not_one_select",
    "show tables": "not_one_select",
    "with gone as (delete from activities returning *) select * from gone": "changes_data",
    "with more as (insert into activities values (1) returning *) select * from more": "changes_data",
    "select * from read_text('/etc/passwd')": "function_refused",
    "select * from read_csv('/etc/passwd')": "function_refused",
    "select * from glob('/*')": "function_refused",
    "select * from duckdb_views()": "function_refused",
    "select * from query('select 1')": "function_refused",
    "select getenv('HOME')": "function_refused",
    "select list_transform([1], lambda x: getenv('HOME'))": "function_refused",
    "select (select current_setting('temp_directory'))": "function_refused",
    "select * from '/etc/passwd'": "table_unknown",
    "select * from information_schema.tables": "table_unknown",
    "select * from request": "table_unknown",  # the name of a Python variable
    "select * from no_such_table": "table_unknown",
    "selec 1": "failed",
    "select no_such_column from activities": "failed",
    "' or 1=1 --": "failed",
}


@pytest.mark.parametrize("statement", REFUSED, ids=lambda s: s[:40] or "empty")
def test_a_statement_that_does_more_than_read_is_refused(tiny, statement):
    found = asked(tiny, statement)
    assert found.refusal is not None
    assert found.refusal.code == REFUSED[statement]
    assert found.seconds < MOST_SECONDS
    for lang in ("en", "es"):
        said = refusal_sentence(found.refusal, Words(lang))
        assert str(tiny.snapshot.folder) not in said
        assert not re.search(r"/(?:tmp|home|root|usr)/", said)


def test_a_statement_of_ten_megabytes_is_refused_at_once(tiny):
    began = time.monotonic()
    assert asked(tiny, "select 1 --" + "x" * 10 * MB).refusal.code == "too_long"
    assert time.monotonic() - began < 0.5


@pytest.mark.parametrize("role", ["public", "partner"])
def test_only_an_analyst_asks_in_sql(tiny, role):
    with pytest.raises(AccessError):
        answer(tiny.snapshot, "select 1", role)


# --- what is ended ----------------------------------------------------------------------------------------------------

ENDED = {
    "a sleep": ("select sleep_ms(20000)", {"took_too_long"}),
    "lpad": ("select length(lpad('x', 2000000000, 'y'))", {"took_too_long", "too_much_memory", "broke_off"}),
    "format": ("select length(format('{:>2000000000}', 1))", {"too_much_memory", "broke_off", "took_too_long"}),
    "a product": (
        "select count(*) from range(100000) a, range(100000) b, range(100000) c where a.range + b.range > c.range",
        {"took_too_long"},
    ),
    "endless recursion": (
        "with recursive more as (select 1 as x union all select x + 1 from more) select count(*) from more",
        {"took_too_long", "too_much_memory"},
    ),
    "wide recursion": (
        "with recursive more as (select 'x' as x union all select x || x from more) select max(length(x)) from more",
        {"took_too_long", "too_much_memory", "broke_off"},
    ),
    "a large group": (
        "select count(*) from (select range, repeat('x', 1000) || range from range(50000000) group by all)",
        {"took_too_long", "too_much_memory"},
    ),
    "deep nesting": ("select " + "(" * 20000 + "1" + ")" * 20000, {"failed", "too_deep", "broke_off"}),
}


@pytest.mark.parametrize("name", ENDED)
def test_a_statement_that_would_hurt_is_ended_and_the_app_is_untouched(tiny, name):
    statement, codes = ENDED[name]
    before, began = memory_of_this_process(), time.monotonic()
    found = asked(tiny, statement, SHORT)
    assert time.monotonic() - began < MOST_SECONDS
    assert found.refusal is not None
    assert found.refusal.code in codes
    assert memory_of_this_process() - before < 50 * MB
    assert len(ask.__wrapped__(tiny, "place_index")) > 0


def test_twenty_thousand_unions_are_ended_or_answered_in_time(tiny):
    statement = " union all ".join(["select 1"] * 20_000)
    began = time.monotonic()
    assert asked(tiny, statement).refusal.code == "too_long"
    most = statement[: panel.LONGEST].rsplit(" union all ", 1)[0]
    found = asked(tiny, most)
    assert time.monotonic() - began < MOST_SECONDS
    assert found.refusal is None or found.refusal.code in ("took_too_long", "too_much_memory", "broke_off", "too_deep")


def test_the_limits_that_count_end_a_sleep_within_six_seconds(tiny):
    began = time.monotonic()
    assert asked(tiny, "select sleep_ms(60000)").refusal.code == "took_too_long"
    assert time.monotonic() - began < MOST_SECONDS


def test_others_are_answered_while_one_hurts_itself(tiny):
    ended = []
    bad = threading.Thread(target=lambda: ended.append(asked(tiny, ENDED["a product"][0], SHORT)))
    bad.start()
    began = time.monotonic()
    rows = ask.__wrapped__(tiny, "place_index")
    assert time.monotonic() - began < 2.0
    assert len(rows) > 0
    assert asked(tiny, "select 1 as one").frame["one"].tolist() == [1]
    bad.join()
    assert ended[0].refusal.code == "took_too_long"


def test_a_third_waits_and_is_told(tiny):
    impatient = Limits(waits_seconds=0.05)
    with panel._running, panel._running:
        assert asked(tiny, "select 1", impatient).refusal.code == "busy"
    assert asked(tiny, "select 1", impatient).refusal is None


def test_of_ten_at_once_none_outlasts_the_limit(tiny):
    took = []

    def one():
        began = time.monotonic()
        code = asked(tiny, "select sleep_ms(60000)").refusal.code
        took.append((time.monotonic() - began, code))

    every = [threading.Thread(target=one) for _ in range(10)]
    for thread in every:
        thread.start()
    for thread in every:
        thread.join()
    assert max(seconds for seconds, _ in took) < MOST_SECONDS
    assert sorted({code for _, code in took}) == ["busy", "took_too_long"]


def test_one_that_waited_has_no_longer_in_all_and_is_told_that_others_were_first(tiny):
    timer = threading.Timer(1.0, panel._running.release)
    panel._running.acquire()
    with panel._running:
        timer.start()
        began = time.monotonic()
        assert asked(tiny, "select sleep_ms(60000)", Limits(wall_seconds=2.0, statement_ms=1200)).refusal.code == "busy"
        assert time.monotonic() - began < 3.0


def test_nothing_of_a_statement_stays_on_the_disk(tiny, tmp_path, monkeypatch):
    monkeypatch.setattr(panel.tempfile, "tempdir", str(tmp_path))
    asked(tiny, "select 1")
    asked(tiny, "select sleep_ms(60000)", SHORT)
    assert list(tmp_path.iterdir()) == []


# --- from a shell -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "said"), [("csv", "n\n11\n"), ("json", '[\n {\n  "n": 11\n }\n]\n'), ("table", " n\n11\n")]
)
def test_the_shell_answers(country, capsys, form, said):
    assert main(["sql", "select count(*) as n from places", "--format", form]) == 0
    assert capsys.readouterr().out == said


def test_the_shell_refuses_with_status_two(country, capsys):
    assert main(["sql", "copy places to 'x.csv'"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "Error: Only one statement that reads is answered: a single select.\n"


def test_the_shell_says_that_rows_were_cut(country, capsys):
    assert main(["sql", "from range(10001)", "--format", "csv"]) == 0
    assert "there are more" in capsys.readouterr().err


def test_an_unknown_workspace_is_told(country, capsys):
    assert main(["sql", "select 1", "--workspace", "nowhere"]) == 2
    assert "nowhere" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("value", "said"),
    [("18446744073709551615::ubigint", "18446744073709551615"), ("hash(1) % 10 < 10", "True"), ("7::ubigint", "7"),
     ("date '20000-01-01'", "20000-01-01"), ("date '2020-01-02'", "2020-01-02"), ("'infinity'::date", "infinity"),
     ("timestamp 'infinity'", "infinity"), ("timestamp '-infinity'", "-infinity"),
     ("timestamp '20000-01-01 10:00:00'", "20000-01-01 10:00:00"), ("date '0001-01-01'", "0001-01-01")],
)  # fmt: skip
def test_values_beyond_what_a_table_holds_are_told_in_words(tiny, value, said):
    found = asked(tiny, f"select {value} as x union all select null order by 1 nulls last")
    assert found.refusal is None
    assert str(found.frame["x"][0]) == said
    assert pd.isna(found.frame["x"][1])
