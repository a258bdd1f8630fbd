"""The warehouse answers our own questions over the snapshot's files, and nothing else can be reached through it."""

import gc
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from analytics import warehouse as module
from analytics.errors import AccessError, QuestionError, SnapshotError
from analytics.selection import Reader, Selection
from analytics.snapshots import open_current
from analytics.staging import ROLES
from analytics.statements import SQL
from analytics.warehouse import Warehouse, question_sql

EVERYTHING = Selection().parameters()
SLOW = "select sum(a.range * b.range) from range(1000000) a, range(100000) b"  # hours


@pytest.fixture
def secret(tmp_path):
    """A file that lies outside the snapshot."""
    path = tmp_path / "secret.csv"
    path.write_text("name\nnobody\n")
    return path


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('{secret}')",
        "select * from read_text('{secret}')",
        "select * from read_blob('{secret}')",
        "select * from '{secret}'",
        "select * from read_text('/etc/passwd')",
        "select * from glob('/etc/*')",
        "copy places to '{out}'",
        "copy (select 1) to '{out}' (format parquet)",
        "export database '{out}'",
        "attach '{out}' as other",
        "attach ':memory:' as other",
        "install httpfs",
        "load httpfs",
        "load spatial",
        "set memory_limit = '900GB'",
        "set enable_external_access = true",
        "set allowed_paths = ['{secret}']",
        "set lock_configuration = false",
        "pragma threads = 64",
        "reset enable_external_access",
        # a macro or a view would change the answers of every other session
        "create macro sum(x) as 0",
        "create or replace view issues as select 1",
        "create table mine (a int)",
        "insert into places select * from places",
        "delete from issues",
        "update issues set position = 1",
        "drop view issues",
        "with gone as (delete from issues returning *) select * from gone",
        "select * from read_csv('http://localhost:1/x.csv')",
        # a variable of our own Python code is no table
        "select * from frame_of_ours",
    ],
)
def test_the_connection_refuses_whatever_is_no_question(tiny, secret, tmp_path, role, statement):
    frame_of_ours = tiny.fetch("source_documents", role, lang="en")
    out = tmp_path / "out"
    with tiny._connection(role).cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(statement.format(secret=secret, out=out)).fetchall()
    assert not out.exists()
    assert len(frame_of_ours) == len(tiny.fetch("source_documents", role, lang="en")) == 1


def test_the_shell_variables_of_the_process_cannot_be_read(tiny):
    with tiny._connection("public").cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute("select getenv('HOME')").fetchall()


def test_a_role_reads_its_own_files_and_no_other_roles(tiny):
    whole = tiny.snapshot.tables("analyst")["issues"]
    assert tiny.snapshot.tables("public")["issues"] != whole
    with tiny._connection("public").cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(f"select * from read_parquet('{whole}')").fetchall()


def test_eight_threads_with_150_questions_each_get_equal_answers(tiny):
    names = ("source_documents", "place_index")  # light ones: 1,200 are asked
    asked = [(name, role, lang) for name in names for role in ROLES for lang in ("en", "es")]
    expected = {key: _ask(tiny, *key) for key in asked}
    start = threading.Barrier(8)

    def work(offset):
        start.wait()
        for i in range(150):
            key = asked[(offset * 37 + i) % len(asked)]
            assert _ask(tiny, *key).equals(expected[key]), key
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(8)))


def test_eight_threads_may_open_a_warehouse_together(tiny):
    with Warehouse(tiny.snapshot) as fresh, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda i: _ask(fresh, "totals", ROLES[i % 3], "en"), range(24)))
    assert len({answer["programmes"][0] for answer in answers}) == 1


def _ask(engine, name, role, lang):
    return engine.fetch(name, role, lang=lang, **EVERYTHING, statement_kinds=[], references=[], place_id="05001")


@pytest.mark.parametrize("name", ["nonsense", "../../etc/passwd", "parts/chosen_places", "Totals", "", "totals.sql"])
def test_an_unknown_question_is_named(tiny, name):
    with pytest.raises(QuestionError, match="There is no question"):
        tiny.fetch(name, "analyst")


def test_a_missing_parameter_is_named(tiny):
    with pytest.raises(QuestionError, match=r"place_profile needs place_id\."):
        tiny.fetch("place_profile", "analyst", lang="en")


def test_an_unknown_role_is_refused(tiny):
    with pytest.raises(AccessError, match="There is no role 'admin'"):
        tiny.fetch("totals", "admin", **EVERYTHING)
    with pytest.raises(QuestionError, match="role: 'admin' is none of"):
        Reader("admin")


@pytest.mark.parametrize(
    "value", ["' or 1=1 --", "05001'; drop view places", '"', "\\", "%", "05001\x00", "💧", "x" * 100_000]
)
def test_hostile_values_are_bound(tiny, value):
    before = len(tiny.fetch("place_index", "analyst", lang="en"))
    assert tiny.fetch("place_profile", "analyst", lang="en", place_id=value).empty
    selection = Selection(place=(value,), partnership=(value,)).parameters()
    assert tiny.fetch("issue_matrix", "analyst", lang="en", **selection).empty
    assert len(tiny.fetch("place_index", "analyst", lang="en")) == before


def test_an_apostrophe_in_a_name_breaks_nothing(tiny):
    profile = tiny.fetch("place_profile", "analyst", lang="en", place_id="05002").iloc[0]
    assert profile["place_name"] == "L'Aurora"
    assert profile["parent_name"] == "Árboles"


def test_whole_numbers_with_gaps_stay_whole(tiny):
    population = tiny.fetch("place_profile", "analyst", lang="en", place_id="05002")["population"]
    assert str(population.dtype) == "Int64"
    assert population.isna()[0]


@pytest.mark.parametrize(
    "sql",
    ["select 1; select 2", "delete from places", "create table a (b int)", "copy (select 1) to 'x'", "set threads = 1"],
)
def test_a_file_that_is_no_single_select_is_refused(tmp_path, monkeypatch, sql):
    # our own file, wrongly written: found by the first test that asks it, and never run
    shutil.copytree(SQL, tmp_path / "sql")
    (tmp_path / "sql" / "wrong_one.sql").write_text(f"-- grain: none\n-- parameters: none\n{sql}\n")
    monkeypatch.setattr("analytics.steps.SQL", tmp_path / "sql")
    with pytest.raises(QuestionError, match=r"wrong_one.sql must be exactly one select"):
        question_sql("wrong_one")


def test_parts_stand_before_what_uses_them():
    sql, _ = question_sql("totals")
    assert sql.index("chosen_places as (") < sql.index("chosen_programmes as (") < sql.index("present_at as (")
    assert sql.count("chosen_places as (") == 1
    assert sql.startswith("with ")


def test_a_filter_that_is_not_on_needs_no_table_of_its_own_and_one_that_is_has_it(tiny):
    with Warehouse(tiny.snapshot) as engine:
        for places in ((), ("05",), ()):
            engine.fetch("totals", "analyst", lang="en", **Selection(place=places).parameters())
        made = [chosen.made for chosen in engine._role("analyst")._chosen.values()]
    assert sorted("chosen_places" in names for names in made) == [False, True]
    assert all("chosen_programmes" in names for names in made)


def test_a_question_that_takes_too_long_says_so(tiny, monkeypatch):
    monkeypatch.setitem(module.LIMITS, "max_execution_time", "1")
    monkeypatch.setattr(module, "steps_of", lambda *_: (module.Step("", SLOW, frozenset()),))
    with (
        Warehouse(tiny.snapshot) as hurried,
        pytest.raises(QuestionError, match="totals took too long. Narrow the selection"),
    ):
        hurried.fetch("totals", "analyst")


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"x" * 5000)])
def test_a_file_that_is_lost_after_the_start_is_named(country, damage):
    with Warehouse(open_current(country / "snapshots")) as warehouse:
        damage(warehouse.snapshot.tables("analyst")["sources"][0])
        with pytest.raises(SnapshotError, match="source_documents: a file of the snapshot can no longer be read"):
            warehouse.fetch("source_documents", "analyst", lang="en")


def test_a_file_that_is_lost_while_reading_is_named(country, monkeypatch):
    monkeypatch.setattr(module, "LOOKED_S", 0)
    with Warehouse(open_current(country / "snapshots")) as warehouse:
        warehouse.fetch("source_documents", "analyst", lang="en")
        warehouse.snapshot.tables("analyst")["sources"][0].unlink()
        with pytest.raises(SnapshotError, match="source_documents: a file of the snapshot can no longer be read"):
            warehouse.fetch("source_documents", "analyst", lang="en")


def test_closing_removes_the_views(tiny):
    warehouse = Warehouse(tiny.snapshot)
    warehouse.fetch("totals", "analyst", **EVERYTHING)
    folder = warehouse._folder
    assert folder.is_dir()
    warehouse.close()
    assert not folder.exists()


def test_one_that_nobody_closes_removes_its_views_with_itself(country):
    opened = Warehouse(open_current(country / "snapshots"))
    opened.fetch("totals", "public", **EVERYTHING)
    folder = opened._folder
    assert folder.is_dir()
    del opened
    gc.collect()
    assert not folder.exists()
