"""The command line: what it prints, and its exit status: 0 done, 1 the data or the disk is at fault, 2 wrong use."""

import csv
import io
import json
import os
import subprocess
import sys

import pytest

from analytics.__main__ import main
from analytics.asking import all_questions
from analytics.selection import Selection
from tests.country import PROJECT


@pytest.fixture
def run(country, capsys):
    """Runs one command over a copy of the tiny country: (status, output, errors)."""

    def run_it(*arguments):
        try:
            status = main(list(arguments))
        except SystemExit as leaving:  # argparse leaves by itself
            status = leaving.code
        return status, *capsys.readouterr()

    return run_it


def test_a_question_is_answered_as_a_table(run):
    status, output, errors = run("ask", "issue_ranking")
    assert (status, errors) == (0, "")
    assert output.splitlines()[0].split()[:2] == ["issue_type_id", "issue_name"]
    assert "Threats to leaders" in output


def test_a_question_is_answered_as_json(run):
    status, output, _ = run("ask", "municipalities_by_department", "--place", "05", "--format", "json")
    assert status == 0
    (row,) = json.loads(output)
    assert (row["department_id"], row["municipalities"], row["place_ids"]) == ("05", 3, "05001 05002 05003")


def test_a_question_is_answered_as_csv(run):
    status, output, _ = run("ask", "activity_rows", "--format", "csv", "--kind", "centre_opening")
    (row,) = csv.DictReader(io.StringIO(output))
    assert status == 0
    assert row["activity_title"] == "'=House in Árboles"


def test_an_answer_without_rows_is_no_fault(run):
    status, output, _ = run("ask", "issue_matrix", "--period", "1990-01", "1990-12")
    assert (status, output) == (0, "(no rows)\n")


def test_filters_may_be_given_twice_and_in_two_spellings(run):
    once = run("ask", "issue_matrix", "--place", "05001", "13001", "--format", "json")
    twice = run("ask", "issue_matrix", "--place", "05001", "--place", "13001", "--format", "json")
    assert once == twice
    assert run("ask", "place_profile", "--place-id", "05002") == run("ask", "place_profile", "--place_id", "05002")


def test_a_role_and_a_language_can_be_chosen(run):
    hidden = run("ask", "issue_matrix", "--role", "public", "--format", "json")[1]
    shown = run("ask", "issue_matrix", "--role", "analyst", "--lang", "es", "--format", "json")[1]
    assert "issues:i-13002-1" not in hidden
    assert "issues:i-13002-1" in shown
    assert "Inundaciones" in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask", "nonsense"], "There is no question 'nonsense'"),
        (["ask", "issue_matrix", "--place", "99999"], "--place: the data does not know 99999"),
        (["ask", "issue_matrix", "--place", "5001"], "--place: the data does not know 5001"),
        (["ask", "issue_matrix", "--issue", "' or 1=1 --"], "--issue: the data does not know ' or 1=1 --"),
        (["ask", "place_profile", "--place_id", "05001'; drop"], "--place: the data does not know 05001'; drop"),
        (["ask", "place_profile"], "the following arguments are required: --place-id"),
        (["ask", "issue_matrix", "--colour", "red"], "unrecognized arguments: --colour red"),
        (["ask", "issue_matrix", "--period", "2020-13", "2021-01"], "'2020-13' is not a month"),
        (["ask", "issue_matrix", "--period", "2021-01", "2020-01"], "period: 2020-01 is before 2021-01"),
        (["ask", "issue_matrix", "--period", "2021-01"], "--period: expected 2 arguments"),
        (["ask", "issue_matrix", "--role", "admin"], "invalid choice: 'admin'"),
        (["ask", "issue_matrix", "--lang", "fr"], "invalid choice: 'fr'"),
        (["ask", "issue_matrix", "--format", "xml"], "invalid choice: 'xml'"),
        (["ask", "stated_words", "--statement_kinds", "rumour"], "invalid choice: 'rumour'"),
        (
            ["ask", "evidence_rows", "--references", "issues:nowhere"],
            "--references: the data does not know issues:nowhere",
        ),
        (["ask"], "the following arguments are required: name"),
        ([], "the following arguments are required: command"),
        (["dance"], "invalid choice: 'dance'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_is_named_and_ends_with_2(run, arguments, message):
    status, output, errors = run(*arguments)
    assert (status, output) == (2, "")
    assert message in errors
    assert "Traceback" not in errors


def test_without_a_snapshot_it_is_built_before_it_answers(run, country):
    answered = run("ask", "totals")
    (country / "snapshots").rename(country / "elsewhere")
    assert run("ask", "totals") == answered
    assert answered[0] == 0


def test_an_answer_from_an_older_snapshot_comes_with_a_warning(run, country):
    (country / "snapshots" / "current").unlink()
    status, output, errors = run("ask", "totals")
    assert status == 0
    assert "Warning: the file current" in errors
    assert "programmes" in output


def test_a_build_publishes_and_says_what(run, country):
    (country / "snapshots").rename(country / "elsewhere")
    status, output, errors = run("build")
    assert status == 0
    assert output.startswith("Snapshot ")
    assert "tables" in output
    assert errors.splitlines() == ["reading and checking the tables", "writing the snapshot", "publishing it"]


def test_a_build_that_is_not_needed_does_nothing(run, country):
    assert run("build", "--if-needed") == (0, "", "")
    path = country / "snapshots" / (country / "snapshots" / "current").read_text().strip() / "places.parquet"
    path.write_bytes(b"damaged")
    status, output, _ = run("build", "--if-needed")
    assert status == 0
    assert output.startswith("Snapshot ")
    assert run("build", "--if-needed") == (0, "", "")


def test_a_corrected_and_sealed_table_needs_a_build(run, country):
    path = country / "reference" / "place_names.csv"
    path.write_text(path.read_text().replace("Nandu", "Nandú"))
    assert run("seal") == (0, "Sealed: seal.json\n", "")
    status, output, _ = run("build", "--if-needed")
    assert status == 0
    assert output.startswith("Snapshot ")
    assert "Nandú" in run("ask", "place_profile", "--place_id", "05001")[1]


def test_a_changed_table_without_a_seal_is_named_and_ends_with_1(run, country):
    path = country / "reference" / "place_names.csv"
    path.write_text(path.read_text().replace("Nandu", "Nandú"))
    for arguments in (["build"], ["build", "--if-needed"]):
        status, _, errors = run(*arguments)
        assert status == 1
        assert "reference/place_names.csv: row 2, column name" in errors
    assert run("ask", "totals")[0] == 0  # what was published before still answers


def test_check_sources_says_how_many_rows_it_compared(run, country):
    status, output, _ = run("check-sources", str(country / "documents"))
    assert status == 0
    assert output.strip().endswith("rows compared with the documents; 0 disagree.")


def test_check_sources_names_what_disagrees_and_ends_with_1(run, country):
    path = country / "documents" / "river.txt"
    path.write_text(path.read_text().replace("3 dialogues", "4 dialogues"))
    status, output, _ = run("check-sources", str(country / "documents"))
    assert status == 1
    assert "observations.csv, row 4: '3 dialogues' is not on line 5" in output
    assert run("check-sources", str(country / "nowhere"))[0] == 1


def test_the_list_of_questions_names_each_with_its_parameters(run):
    status, output, _ = run("questions")
    assert status == 0
    lines = output.splitlines()
    assert lines[::3] == list(all_questions())
    parameters = dict(zip(lines[::3], lines[2::3], strict=True))
    assert parameters["place_profile"].split() == ["--place_id", "(needed)", "--lang", "--role"]
    assert set(parameters["issue_matrix"].replace("--", "").split()) == {
        *Selection.__dataclass_fields__,
        "lang",
        "role",
    }


def test_the_help_of_ask_says_how_to_go_on(run):
    status, output, _ = run("ask", "--help")
    assert status == 0
    assert "`questions` lists them" in output
    assert "ask NAME --help" in output


def test_help_of_a_question_says_its_grain(run):
    status, output, _ = run("ask", "issue_matrix", "--help")
    assert status == 0
    assert "One row per place and issue type" in " ".join(output.split())


def _buffered():
    """The environment, with output buffered as it is for a person: what is lost in a buffer must show."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


def _process(country, *arguments, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "analytics", *arguments], cwd=PROJECT, text=True, stderr=subprocess.PIPE,
        env=_buffered() | {"TEJIDO_DATA": str(country)}, **options,
    )  # fmt: skip


def test_the_command_runs_as_a_process(country):
    with _process(country, "ask", "totals", "--format", "json", stdout=subprocess.PIPE) as process:
        output, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, "")
    assert json.loads(output)[0]["programmes"] == 3


@pytest.mark.parametrize(
    "command", [["questions"], ["ask", "totals"]], ids=["more than a buffer", "less than a buffer"]
)
def test_a_reader_that_leaves_early_is_no_fault(country, command):
    # as `python -m analytics questions | head -1`: the pipe is closed before a line is written
    reading, writing = os.pipe()
    os.close(reading)
    with _process(country, *command, stdout=writing) as process:
        os.close(writing)
        _, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, "")


def test_a_parameter_that_takes_one_value_is_given_one(run):
    status, output, errors = run("ask", "indicator_totals", "--by", "sex", "--over", "year", "--format", "json")
    assert (status, errors) == (0, "")
    assert {"bucket", "key"} <= set(json.loads(output)[0])
    _, one, _ = run("ask", "map_activities_at", "--level", "department", "--steps", "all", "--format", "json")
    assert {row["area_id"] for row in json.loads(one)} == {"05", "13"}
    _, rows, _ = run("ask", "place_activities", "--place-id", "05", "--most", "1", "--format", "json")
    assert len(json.loads(rows)) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("indicator_totals", "--by", "colour"), "by: 'colour' is none of none, country, department"),
        (("map_activities_at", "--level", "village"), "level: 'village' is none of municipality, department, country"),
        (("map_activities_at", "--steps", "week"), "steps: 'week' is none of all, year, quarter, month"),
        (("place_activities", "--place-id", "05", "--most=-1"), "'-1' is no whole number"),
        (("place_activities", "--place-id", "05", "--skip", "many"), "'many' is no whole number"),
    ],
)
def test_a_word_that_a_parameter_does_not_know_is_refused(run, arguments, said):
    status, output, errors = run("ask", *arguments)
    assert status == 2
    assert output == ""
    assert said in errors
