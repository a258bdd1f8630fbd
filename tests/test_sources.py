"""Every published row agrees with the line it cites; a row that does not is found and named."""

import hashlib
import re
from dataclasses import astuple

import pandas as pd
import pytest

from analytics.errors import SourceError
from analytics.sources import check_sources, compare, numbers_in, plain, sentence_at
from analytics.tables import read_tables
from tests.conftest import REAL
from tests.country import FILE_NAME, LINES


def _change(frames, table, key, column, value):
    """Writes one cell of the row whose first cell is `key`; returns the row's number in the file."""
    frame = frames[table]
    index = frame.index[frame.iloc[:, 0] == key][0]
    frame.loc[index, column] = pd.Timestamp(value) if column.endswith("_on") else value
    return index + 2


def _found(home, frames):
    return [astuple(finding) for finding in compare(home / "documents", frames).findings]


# --- small made-up documents ------------------------------------------------------------------------------------------


def test_the_tiny_country_agrees_with_its_document(country, folders, frames):
    report = check_sources(country / "documents", folders)
    assert report.findings == ()
    published = [row for frame in frames.values() if "line" in frame for row in frame["provenance"]]
    assert report.rows == published.count("published")  # imported rows rest on no line


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "what"),
    [
        ("observations", "trained-1", "value", 21.0, "value 21 is not what the line states (over 20)"),
        ("observations", "schools-1", "value", 20.0, "value 20 is not what the line states (0 schools)"),
        (
            "contributions",
            "raised",
            "amount",
            1600000.0,
            "amount 1.6e+06 is not what the line states (USD 1.5 million)",
        ),
        ("activities", "bridges-dialogues", "stated_count", 4, "stated_count 4 is not what the line states"),
        ("observations", "trained-1", "line", 10, "'over 20' is not on line 10"),
        ("observations", "trained-1", "anchor", "over 21", "'over 21' is not on line 11"),
        ("programme_places", "bridges", "place_id", "05002", "place_id 05002 (L'Aurora) is not named there"),
        ("issues", "b-05001-1", "place_id", "13001", "place_id 13001 (Puerto Uno) is not named there"),
        ("programmes", "river", "start_on", "2020-06-01", "start_on 2020-06: the line does not say June 2020"),
        # another month that the line names, but not with that year
        ("programmes", "river", "start_on", "2020-08-01", "start_on 2020-08: the line does not say August 2020"),
        ("programmes", "river", "end_on", "2022-08-31", "end_on 2022-08: the line does not say August 2022"),
        ("issues", "b-05001-1", "stated_from_on", "2020-01-01", "stated_from_on 2020-01: the line does not say 2020"),
        ("activities", "bridges-dialogues", "end_on", "2022-12-31", "end_on 2022-12: the line does not say 2022"),
        # reported by a document that states no date of its own
        ("programmes", "roots", "reported_to_on", "2021-12-31", "reported_to_on 2021-12: the line does not say 2021"),
        ("statements", "trust", "line", 16, "the document ends before line 16"),
    ],
)
def test_a_changed_cell_is_found_and_named(country, frames, table, key, column, value, what):
    row = _change(frames, table, key, column, value)
    named = [
        f"{where}: {said}" for where, said in _found(country, frames) if where.startswith(f"{table}.csv, row {row}")
    ]
    assert any(what in line for line in named)


def test_what_a_document_only_mentions_is_one(country, frames):
    _change(frames, "observations", "schools-1", "qualifier", "stated_as_one")
    assert any("value 0 is not what the line states" in what for _, what in _found(country, frames))
    _change(frames, "observations", "schools-1", "value", 1.0)
    assert _found(country, frames) == []


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("sha256", "0" * 64, "river.txt is not the document that was read (sha256 differs)"),
        ("line_count", 14, "river.txt has 15 lines"),
        ("file_name", "other.txt", "other.txt is not in the folder"),
    ],
)
def test_a_changed_source_is_named(country, frames, column, value, what):
    _change(frames, "sources", "river-doc", column, value)
    assert (f"sources.csv, row 2, {column}", what) in _found(country, frames)


def test_a_changed_document_is_named_with_the_rows_that_no_longer_hold(country, frames):
    path = country / "documents" / FILE_NAME
    path.write_text(path.read_text().replace("3 dialogues", "4 dialogues"))
    found = _found(country, frames)
    assert ("sources.csv, row 2, sha256", "river.txt is not the document that was read (sha256 differs)") in found
    assert ("observations.csv, row 4", "'3 dialogues' is not on line 5") in found


def test_a_document_in_another_encoding_is_named_and_no_crash(country, frames):
    path = country / "documents" / FILE_NAME
    path.write_bytes(path.read_text().encode("latin-1"))
    assert any("sha256 differs" in what for _, what in _found(country, frames))


def test_a_folder_that_is_none_is_named(folders, tmp_path):
    with pytest.raises(SourceError, match="nowhere is not a folder"):
        check_sources(tmp_path / "nowhere", folders)


def test_an_imported_row_is_not_held_against_a_line(country, frames):
    _change(frames, "issues", "i-13002-1", "line", 3)
    assert _found(country, frames) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Established 606 alliances", {606}),
        ("Engaged 14,903 young people;", {14903}),
        ("over 1,043 actions", {1043}),
        ("USD $14 million and USD $13 million", {14e6, 13e6}),
        ("1.5 billion.", {1.5e9}),
        ("a two-day conference", {1, 2}),
        ("Ten diverse groups", {10}),
        ("In 2021, we held 10.", {2021, 10}),
        ("no number at all", set()),
        ("another an", {1}),
    ],
)
def test_numbers_are_read_in_digits_and_in_words(text, numbers):
    assert numbers_in(text) == numbers


def test_a_line_is_compared_without_its_marks():
    assert plain("- **Socios-Peru** \\$14\u00a0 [mail](x)") == "- Socios-Peru $14 mail(x)"


def test_the_sentence_itself_is_shown_only_from_the_document_that_was_read(country):
    sha = hashlib.sha256((country / "documents" / FILE_NAME).read_bytes()).hexdigest()
    documents = country / "documents"
    assert sentence_at(documents, FILE_NAME, 3, sha) == LINES[2].replace("*", "")
    assert sentence_at(documents, FILE_NAME, 3, "0" * 64) is None
    assert sentence_at(documents, "other.txt", 3, sha) is None
    assert sentence_at(documents, FILE_NAME, 99, sha) is None
    assert sentence_at(documents, FILE_NAME, 0, sha) is None


# --- the real documents -----------------------------------------------------------------------------------------------


def test_the_published_record_agrees_with_the_documents(documents):
    report = check_sources(documents, REAL)
    assert report.findings == ()
    assert report.rows > 390


def test_a_changed_digit_of_the_published_record_is_found_and_named(documents):
    real = read_tables(REAL)
    changes = [
        ("observations", "par-young-people-1", "value", 14904.0),
        ("observations", "roma-meeting-attendance-1", "value", 51.0),
        ("contributions", "par-mobilised", "amount", 14000000.0),
        ("activities", "resilience-dialogues-2021", "stated_count", 11),
        ("programmes", "par", "start_on", "2017-05-01"),
        ("programmes", "somos-comunidad", "start_on", "2020-11-01"),
        ("activities", "yemen-lessons-conference", "start_on", "2006-05-01"),
        ("programmes", "roma-integration", "reported_from_on", "2005-07-01"),
        ("issues", "sc-05120-1", "place_id", "05154"),
        ("issues", "sc-13248-4", "stated_to_on", "2022-12-31"),
        ("organisations", "usaid", "line", 35),
        ("sources", "par-factsheet", "sha256", "7fec499d8fd222bb8df2b3c33706bf48db9ead81e53cdbff565be1c14f16c2c7"),
    ]
    # one pass finds them all, each under its own row
    rows = {(table, _change(real, table, key, column, value)) for table, key, column, value in changes}
    found = {
        tuple(re.match(r"(\w+)\.csv, row (\d+)", finding.where).groups())
        for finding in compare(documents, real).findings
    }
    assert {(table, str(row)) for table, row in rows} <= found
    assert found - {(table, str(row)) for table, row in rows} == set()
