"""Our workbooks: filled in by a person and read back without a mapping."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pandas as pd
import pytest

from analytics.readers.grid import Grid
from analytics.understanding.hxl import is_tag_row
from analytics.understanding.mapping import check, role_findings
from analytics.understanding.roles import propose
from analytics.understanding.tables_read import TABLES_READ
from analytics.understanding.templates import GUIDE, LISTS_SHEET, TEMPLATES, code_of, workbook

LISTS = {"issues": {"extortion": "Extorsión"}, "departments": ["Cauca", "=cmd()"], "kinds": ["Taller"]}


def opened(kind, lang):
    return openpyxl.load_workbook(io.BytesIO(workbook(kind, lang, LISTS)))


def filled(kind, lang, *rows, with_tags=True):
    """The data sheet of a workbook with rows filled in, as a reader hands it over."""
    sheet = opened(kind, lang).worksheets[2]
    header, tags = (list(row) for row in sheet.iter_rows(min_row=1, max_row=2, values_only=True))
    body = [list(row) + [None] * (len(header) - len(row)) for row in rows]
    frame = pd.DataFrame(body if with_tags else [tags, *body], columns=header, dtype="object")
    frame.index = range(3 if with_tags else 2, len(frame) + (3 if with_tags else 2))
    return Grid("x.xlsx", frame, "xlsx", sheet.title, tags=dict(zip(header, tags, strict=True)) if with_tags else {})


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("kind", TEMPLATES)
def test_each_workbook_is_read_back_without_a_mapping(kind, lang):
    grid = filled(kind, lang, ["a", "b"])
    found = propose(grid)
    assert found.table == TEMPLATES[kind].table
    assert list(found.columns.values()) == [field.role for field in TEMPLATES[kind].fields]
    assert found.options["template"] == kind
    check(found)
    assert not role_findings(found, grid)


def test_tags_that_still_stand_in_the_first_row_are_understood():
    found = propose(filled("partners", "es", ["Uno", "U"], with_tags=False))
    assert (found.table, found.columns["Organización *"]) == ("partners", "organisation")


@pytest.mark.parametrize("kind", TEMPLATES)
def test_every_field_has_a_role_that_its_table_takes(kind):
    takes = TABLES_READ[TEMPLATES[kind].table].takes
    assert all(takes(field.role) for field in TEMPLATES[kind].fields)


def test_issues_are_read_by_the_code_behind_the_word_and_else_by_the_word():
    rows = [["Extorsión [extortion]"], ["Secuestro"], ["Algo nunca visto"]]
    assert propose(filled("issues", "es", *rows)).categories == {
        "Extorsión [extortion]": "extortion", "Secuestro": "kidnapping", "Algo nunca visto": "unclassified",
    }  # fmt: skip
    assert code_of("Taller (dos días)") == "Taller (dos días)"


def test_a_workbook_has_both_languages_hidden_tags_and_hidden_lists():
    book = opened("issues", "es")
    assert book.sheetnames == ["Instrucciones", "Instructions", "Problemas", LISTS_SHEET]
    assert book[LISTS_SHEET].sheet_state == "hidden"
    assert book["Problemas"].row_dimensions[2].hidden
    assert is_tag_row([cell.value for cell in book["Problemas"][2]])
    assert book["Problemas"]["A1"].value == "Problema *"
    assert next(rule.formula1 for rule in book["Problemas"].data_validations.dataValidation).startswith(LISTS_SHEET)


def test_words_in_lists_become_no_formulas():
    content = zipfile.ZipFile(io.BytesIO(workbook("issues", "en", LISTS)))
    sheets = [content.read(name).decode() for name in content.namelist() if "worksheets/sheet" in name]
    assert not any("<f>" in sheet for sheet in sheets)


def test_codes_and_dates_are_cells_of_text():
    sheet = opened("activities", "en").worksheets[2]
    spans = [(d.min, d.max, d.number_format) for d in sheet.column_dimensions.values()]
    named = {sheet.cell(1, n).value: n for n in range(1, sheet.max_column + 1)}
    formats = {name: form for name, n in named.items() for first, last, form in spans if first <= n <= last}
    assert (formats["Municipality code"], formats["Start"]) == ("@", "@")
    assert formats["People reached"] == "General"


@pytest.mark.parametrize("sheet", [LISTS_SHEET, *(name for name, _ in GUIDE.values())])
def test_instructions_and_lists_are_not_data(sheet):
    frame = pd.DataFrame({"Municipio": ["Cali"], "Casos": ["3"], "Delito": ["Extorsión"]})
    assert propose(Grid("x.xlsx", frame, "xlsx", sheet)).table == "ignored"
