"""The mapping as a file: saved, read, fitted to a table whose columns are written otherwise, and refused when wrong."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from analytics.checks.rules import RULES
from analytics.errors import DataError
from analytics.readers.grid import Grid
from analytics.understanding.mapping import Entry, Mapping, TableMapping, check, load, pattern_of, role_findings

EXTORTION = TableMapping(
    "issue_records",
    {"Código DANE": "place_code", "Año": "year", "Casos": "count", "Nombre": "kept_out", "x": "unused"},
    {"issue_type": "extortion", "missing_words": "NA|s/d"},
    {"SECUESTRO": "kidnapping"},
    ("Nombre",),
    {"Código DANE": "name"},
    ({"indicator": "a", "question": "b", "sum": True},),
)


def grid(*columns, file="extorsion_2024.csv", sheet=None):
    return Grid(file, pd.DataFrame([["1"] * len(columns)], columns=columns, index=[2]), "csv", sheet=sheet)


def mapping(table=EXTORTION, file="extorsion_*.csv", sheet=None):
    return Mapping((Entry(file, sheet, table),))


def test_a_mapping_comes_back_as_it_was_saved(tmp_path):
    path = tmp_path / "mapping.json"
    mapping().save(path)
    assert load(path) == mapping()
    assert json.loads(path.read_text(encoding="utf-8"))["format"] == 1


def test_two_savings_of_one_mapping_are_equal_whatever_its_order():
    first, second = Entry("a.csv", None, EXTORTION), Entry("b.csv", "Hoja1", TableMapping("ignored"))
    assert Mapping((first, second)).to_json() == Mapping((second, first)).to_json()


def test_a_mapping_fits_columns_in_other_case_accents_order_and_spaces():
    found = mapping().fits(grid("casos ", "AÑO", "codigo_dane", "NOMBRE", "x"))
    assert found.columns == {
        "codigo_dane": "place_code", "AÑO": "year", "casos ": "count", "NOMBRE": "kept_out", "x": "unused",
    }  # fmt: skip
    assert found.chosen == ("NOMBRE",)
    assert found.reasons == {"codigo_dane": "name"}


def test_a_mapping_fits_no_table_with_more_or_fewer_columns():
    assert mapping().fits(grid("Código DANE", "Año", "Casos", "Nombre")) is None
    assert mapping().fits(grid("Código DANE", "Año", "Casos", "Nombre", "x", "y")) is None


def test_differences_are_listed_one_by_one():
    found, findings = mapping().match(grid("AÑO", "Código DANE", "Nombre", "otra", "x"))
    assert found is not None
    assert [(f.rule, f.column, dict(f.values).get("name")) for f in findings] == [
        ("column_missing", "Casos", "Casos"),
        ("column_unknown", "otra", None),
        ("column_written_otherwise", "AÑO", "Año"),
        ("columns_reordered", None, None),
    ]
    assert {f.rule for f in findings} <= set(RULES)


def test_a_missing_column_that_was_not_used_is_no_error():
    _, findings = mapping().match(grid("Código DANE", "Año", "Casos"))
    assert findings == []


def test_a_file_of_another_name_and_other_columns_has_no_mapping():
    assert mapping().match(grid("a", "b", file="otro.csv")) == (None, [])


def test_a_file_named_like_the_entry_comes_before_one_that_only_has_its_columns():
    other = TableMapping("issue_records", dict(EXTORTION.columns), {"issue_type": "kidnapping"})
    both = Mapping((Entry("secuestro_*.csv", None, other), Entry("extorsion_*.csv", None, EXTORTION)))
    columns = tuple(EXTORTION.columns)
    assert both.fits(grid(*columns)).options["issue_type"] == "extortion"
    assert both.fits(grid(*columns, file="Secuestro_2023.csv")).options["issue_type"] == "kidnapping"


def test_next_months_file_has_the_pattern_of_this_months():
    assert pattern_of("extorsion_2024-05.csv") == pattern_of("extorsion_2024-06.csv") == "extorsion_*.csv"
    assert pattern_of("aliados.xlsx") == "aliados.xlsx"


def test_a_table_mapped_again_replaces_what_was_there():
    again = mapping().with_table(grid("a"), TableMapping("ignored"))
    assert [entry.table.table for entry in again.entries] == ["ignored"]


WRONG = [
    ("{", "not JSON"),
    ("[]", '"format": 1'),
    ('{"format": 2, "tables": []}', '"format": 1'),
    ('{"format": 1, "tables": {}}', "must be a list"),
    ('{"format": 1, "tables": [{"table": "issue_records"}]}', 'it needs "file"'),
    ('{"format": 1, "tables": [{"file": "a", "table": "birds"}]}', "unknown table 'birds'"),
    ('{"format": 1, "tables": [{"file": "a", "table": ["x"]}]}', "unknown table"),
    ('{"format": 1, "tables": [{"file": "a", "table": "ignored", "colour": 1}]}', "unknown part 'colour'"),
    ('{"format": 1, "tables": [{"file": "a", "table": "partners", "columns": {"n": "year"}}]}', "unknown role 'year'"),
    ('{"format": 1, "tables": [{"file": "a", "table": "partners", "columns": ["n"]}]}', "must be names with texts"),
    ('{"format": 1, "tables": [{"file": "a", "table": "partners", "options": {"speed": "1"}}]}', "unknown option"),
    ('{"format": 1, "tables": [{"file": "a", "table": "partners", "chosen": ["b"]}]}', "chosen column 'b'"),
    ("[" * 100_000, "mapping"),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_wrong_mapping_is_refused_and_says_why(text, said):
    with pytest.raises(DataError, match=said):
        Mapping.from_json(text, "the mapping")


def test_a_mapping_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(DataError, match="gone.json: the mapping cannot be read"):
        load(tmp_path / "gone.json")


def test_one_role_cannot_stand_for_two_columns():
    with pytest.raises(DataError, match="'year' stands for more than one column: a, b"):
        check(TableMapping("issue_records", {"a": "year", "b": "year"}))
    check(TableMapping("issue_records", {"a": "source_note", "b": "source_note", "c": "unused", "d": "unused"}))


def test_a_role_with_a_word_of_its_own_needs_the_word():
    check(TableMapping("issue_wide", {"a": "year:2020"}))
    with pytest.raises(DataError, match="unknown role 'year:'"):
        check(TableMapping("issue_wide", {"a": "year:"}))


def test_a_table_without_a_place_is_told():
    (finding,) = role_findings(TableMapping("issue_records", {"1": "count"}), grid("1"))
    assert finding.rule == "role_missing"
    assert "place_code" in dict(finding.values)["name"]
    assert not role_findings(EXTORTION, grid("1"))
    assert not role_findings(TableMapping("place_attributes", {"a": "place_code", "b": "attribute:x"}), grid("a"))
