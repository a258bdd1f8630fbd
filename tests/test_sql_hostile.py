"""Statements that strangers tried: each is refused in words, ended, or answered in full, and can be taken along."""

import io
import re
import time

import openpyxl
import pandas as pd
import pytest
from streamlit.dataframe_util import convert_pandas_df_to_arrow_bytes

from analytics.exports import frames
from analytics.exports.text import as_json
from analytics.sql_panel.panel import Limits, answer
from analytics.sql_panel.wording import refusal_sentence
from analytics.wording import Words
from tests.asking import ask

MOST_SECONDS = 6.0
SHORT = Limits(wall_seconds=2.0, statement_ms=1200)
ABOUT = {"statement": "select 1"}


def asked(warehouse, statement, limits=SHORT):
    return answer(warehouse.snapshot, statement, "analyst", limits)


# --- reaching out, writing, hiding ------------------------------------------------------------------------------------

FILES = (
    "read_csv", "read_csv_auto", "read_parquet", "parquet_scan", "read_text", "read_blob", "read_json", "sniff_csv",
    "parquet_metadata", "glob", "st_read", "read_xlsx", "sqlite_scan", "arrow_scan", "pandas_scan", "seq_scan",
    "query", "query_table", "duckdb_settings", "duckdb_secrets", "duckdb_functions", "pragma_database_list",
    "checkpoint", "which_secret", "json_execute_serialized_sql", "test_all_types", "repeat_row",
)  # fmt: skip
REFUSED = {
    **{f"select * from {name}('/etc/passwd')": "function_refused" for name in FILES},
    **dict.fromkeys((
        "from '/etc/passwd'", "from 's3://a/b.parquet'", "from 'http://127.0.0.1/x.csv'", "from 'answer.arrow'",
        'select * from "/etc/passwd"', "from '/dev/stdin'", "select * from sqlite_master", "from main.activities",
        "from memory.main.activities", "from temp.main.activities", "from pg_catalog.pg_tables",
        "with x as (from y), y as (from '/etc/passwd') from x",
        "with x as (select 1) select * from (with y as (select 1) select 1) z, \"/etc/passwd\"",
    ), "table_unknown"),
    **dict.fromkeys((
        "copy (select 1) to 'x.csv'", "export database 'x'", "import database 'x'", "detach memory", "use memory",
        "force install httpfs from 'http://127.0.0.1'", "set memory_limit = '100GB'", "reset memory_limit",
        "pragma enable_external_access = true", "set variable x = 1", "select 1 /* ; */; select 2",
        "select 1 -- ;\n; drop view activities", "--only a comment", "drop view activities", "delete from activities",
        "insert into activities select * from activities", "create or replace view activities as select 1",
        "merge into activities using places on true when matched then delete", "begin transaction", "vacuum",
        "prepare p as select 1", "execute p", "create secret (type s3)", "from (show tables)", "show databases",
        "explain select 1", "from (describe)",
    ), "not_one_select"),
    **dict.fromkeys((
        "ѕelect 1", "ｓｅｌｅｃｔ 1", "select ?", "select $lang", "select :x", "select 1 /*", 'select 1 as ""',
        "select read_text('/etc/passwd')", "select error('/etc/passwd')", "select st_point(1, 1)", "select from places",
        "select * exclude (nothing) from places", "select columns('zzz') from places", "select rowid from activities",
        "select filename from activities", "select 9223372036854775807 + 1", "select * from range(0, 100, 0)",
        "select regexp_matches('a', '(((a{100}){100}){100}){100}')", "select len(range(1, 9000000000))",
        'select (with "/etc/passwd" as (select 1 x) select x from "/etc/passwd"), (select 1 from "/etc/passwd")',
    ), "failed"),
    "select 1" + " + 1" * 20000: "too_deep",
    "select " + "[" * 4000 + "]" * 4000: "too_deep",
    "from (" * 500 + "select 1" + ")" * 500: "too_deep",
}  # fmt: skip


@pytest.mark.parametrize("statement", REFUSED, ids=lambda s: s[:50])
def test_what_reaches_out_writes_or_hides_is_refused_in_words(tiny, statement):
    found = asked(tiny, statement)
    assert found.refusal is not None
    assert found.refusal.code == REFUSED[statement]
    for lang in ("en", "es"):
        said = refusal_sentence(found.refusal, Words(lang))
        assert len(said) < 2200
        assert str(tiny.snapshot.folder) not in said
        assert "max_expression_depth" not in said


# --- what would hurt --------------------------------------------------------------------------------------------------

ENDED = (
    "select count(*) from generate_series(1, 9223372036854775807)",
    "select unnest(range(1, 4000000000))",
    "with recursive r(x) using key (x) as (select 1 union select x + 1 from r) select count(*) from r",
    "select repeat('a', 1000000000)",
    "select to_base64(repeat('a', 1000000000)::blob)",
    "select string_agg(repeat('x', 1000), '') from range(10000000)",
    "select printf('%2000000000d', 1)",
    "select list_resize([1], 10000000000)",
    "select array_agg(range) from range(1000000000)",
    "select count(distinct hash(range)) from range(10000000000)",
    "select * from range(100000000) order by random()",
    "select regexp_extract_all(repeat('a', 10000000), '.')",
    "select levenshtein(repeat('a', 1000000), repeat('b', 1000000))",
    "select list_reduce(range(1, 10000000), lambda x, y: x + y)",
    "select sum(sleep_ms(1)) from range(100000)",
    "select pg_sleep(10)",
    "select max(sha256(range::varchar)) from range(1000000000)",
    "with a0 as (select 1 x union all select 2), "
    + ", ".join(f"a{n} as (select x.x from a{n - 1} x, a{n - 1} y)" for n in range(1, 40))
    + " select count(*) from a39",
    "select * from " + ", ".join(f"places p{n}" for n in range(60)) + " order by all",
)


@pytest.mark.parametrize("statement", ENDED, ids=lambda s: s[:50])
def test_what_would_hurt_is_ended(tiny, statement):
    began = time.monotonic()
    found = asked(tiny, statement)
    assert time.monotonic() - began < MOST_SECONDS
    assert found.refusal is not None
    assert found.refusal.code in ("took_too_long", "too_much_memory", "broke_off")
    assert len(ask.__wrapped__(tiny, "place_index")) > 0


# --- what is answered, whatever it is ---------------------------------------------------------------------------------

HUGE = 2**127 - 1
ANSWERED = {
    "union_value(k := 1)": "1",
    "union_value(d := date 'infinity')": "infinity",
    "map {'a': 1}": "{a=1}",
    "{'a': 1}": "{'a': 1}",
    "[1, 2, 3]::int[3]": "[1, 2, 3]",
    "[date 'infinity']": "[infinity]",
    "[timestamp '20000-01-01']": "['20000-01-01 00:00:00']",
    "'101'::bit": "101",
    f"{HUGE}::hugeint": str(HUGE),
    f"{2**128 - 1}::uhugeint": str(2**128 - 1),
    "sum(x) from (select 9007199254740993 x)": "9007199254740993",
    "12345678901234567890123456789012345678901234567890::bignum": "12345678901234567890123456789012345678901234567890",
    "1.23456789012345678901234567890::decimal(38, 29)": "1.23456789012345678901234567890",
    "1.5": "1.5",
    "interval '1 year 3 days 04:05:06'": "1 year 3 days 04:05:06",
    "time '24:00:00'": "24:00:00",
    "timetz '12:00:00+05:30'": "12:00:00+05:30",
    "time_ns '12:00:00.123456789'": "12:00:00.123456789",
    "timestamp '0044-03-15 (BC) 01:02:03'": "0044-03-15 (BC) 01:02:03",
    "timestamptz 'infinity'": "infinity",
    "'\\xAA\\x00'::blob": "\\xAA\\x00",
    "'POINT(1 1)'::geometry": "POINT (1 1)",
    "{'a': 1}::variant": "{'a': 1}",
    "'a'::enum('a', 'b')": "a",
    "'{\"a\":1}'::json": '{"a":1}',
    "'inf'::double": "inf",
    "'=cmd|'' /C calc''!A0'": "=cmd|' /C calc'!A0",
    "'a' || chr(0) || 'b'": "a\0b",
    "'\u202egnp.exe'": "\u202egnp.exe",
    "repeat('x', 40000)": "x" * 40000,
}


@pytest.mark.parametrize("value", ANSWERED, ids=lambda s: s[:50])
def test_a_value_of_any_kind_is_told_whole(tiny, value):
    column, _, rest = value.partition(" from ")
    found = asked(
        tiny, f"select {column} as x {'from ' + rest if rest else ''}", Limits()
    )  # as the app: no time is tested
    assert found.refusal is None
    assert str(found.frame["x"][0]) == ANSWERED[value]
    _taken_along(found.frame)


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("select 1 as a, [2] as a, 3 as \"a (2)\", 4 as A", ["a", "a (2)", "a (2) (2)", "A"]),
        ("select 1 as \"=cmd|' /C calc'!A0\", 2 as \" \", 3 as \"x\ny\", 4 as \"<img src=x onerror=alert(1)>\"",
         ["=cmd|' /C calc'!A0", " ", "x\ny", "<img src=x onerror=alert(1)>"]),
        ("select 1 as index, 2 as level_0, 3 as \"Unnamed: 0\", 4 as statement",
         ["index", "level_0", "Unnamed: 0", "statement"]),
        ("select place_id from places where false", ["place_id"]),
        ("with \"/etc/passwd\" as (select 1 as x) from \"/etc/passwd\"", ["x"]),
    ],
)  # fmt: skip
def test_columns_keep_the_names_that_they_were_given(tiny, statement, names):
    found = asked(tiny, statement)
    assert found.refusal is None
    assert list(found.frame.columns) == names
    _taken_along(found.frame)


def test_thousands_of_columns_are_answered(tiny):
    found = asked(tiny, "select " + ", ".join(f"{n} as c{n}" for n in range(6000)), Limits())
    assert found.frame.shape == (1, 6000)


def _taken_along(frame):
    """The downloads of the page hold the same rows, and no formula; the table on the page can be sent."""
    as_json(frame)
    convert_pandas_df_to_arrow_bytes(frame)
    columns = len(frame.columns) + len(ABOUT)
    csv = pd.read_csv(io.BytesIO(frames.csv(frame, ABOUT)), dtype=str, keep_default_na=False)
    assert csv.shape == (len(frame), columns)
    assert pd.read_parquet(io.BytesIO(frames.parquet(frame, ABOUT))).shape == (len(frame), columns)
    book = openpyxl.load_workbook(io.BytesIO(frames.workbook("title", ABOUT, {"Rows": frame}, Words())))
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_a_column_of_the_readers_own_is_not_written_over_in_a_file(tiny):
    found = asked(tiny, "select 'mine' as statement, 'too' as \"statement (2)\", 3 as figure").frame
    of = ABOUT | {"figure": "Answer"}
    told = {"statement": "mine", "statement (2)": "too", "figure": "3", "statement (3)": "select 1",
            "figure (2)": "Answer"}  # fmt: skip
    csv = pd.read_csv(io.BytesIO(frames.csv(found, of)), dtype=str, encoding="utf-8-sig")
    tagged = pd.read_csv(io.BytesIO(frames.hxl_csv(found, of, {})), dtype=str, encoding="utf-8-sig")
    parquet = pd.read_parquet(io.BytesIO(frames.parquet(found, of))).astype(str)
    assert csv.to_dict("records") == [told] == parquet.to_dict("records")
    assert tagged.to_dict("records")[1:] == [told]
    assert tagged.iloc[0].tolist() == [f"#meta+tejido+{name}" for name in told]


def test_a_workbook_keeps_every_digit_and_says_what_it_cuts(tiny):
    found = asked(tiny, "select 9007199254740993 as n, -1234567890123456789 as m, 15 as k, repeat('x', 40000) as t")
    book = openpyxl.load_workbook(io.BytesIO(frames.workbook("title", {}, {"Rows": found.frame}, Words())))
    n, m, k, long = (cell.value for cell in book["Rows"][2])
    assert (n, m, k) == ("9007199254740993", "-1234567890123456789", 15)
    assert (len(long), long[-2:]) == (32_767, "x…")


# --- where a mistake stands -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "line", "column"),
    [
        ("selec 1", 1, 1), ("select selec from", 1, 14), ("select 1 +\n\n  from places where", 3, 3),
        ("select 'año',\n  nothing\nfrom places", 2, 3), ("select 'ñañ', nofn(1)", 1, 15),
        ("select 'nan'::float::int", 1, 20),
    ],
)  # fmt: skip
def test_a_mistake_is_shown_with_its_line_and_column(tiny, statement, line, column):
    found = asked(tiny, statement)
    assert (found.refusal.code, found.refusal.line, found.refusal.column) == ("failed", line, column)
    said = refusal_sentence(found.refusal, Words())
    assert said.startswith(f"At line {line}, column {column}, the database says: ")
    assert not re.search(r"[{}]|exception_message", said)
    assert refusal_sentence(found.refusal, Words("es")).startswith(f"En la línea {line}, columna {column}, ")
