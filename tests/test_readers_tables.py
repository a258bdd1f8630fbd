"""Tables of every format, as they come: titles, headers of two lines, HXL tags, encodings, delimiters, broken lines."""

from __future__ import annotations

import datetime as dt
import json

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from analytics.readers import delimited
from analytics.readers.delimited import DelimitedFile, delimiter_of
from analytics.readers.files import read_file
from analytics.readers.headers import column_letter, header_of
from analytics.readers.workbooks import text_of
from tests import hostile_files
from tests.conftest import SHARED

NAMES = "id,municipio\n1,Medellín\n2,Güicán\n3,Nariño\n"


@pytest.fixture
def read(tmp_path):
    """Reads text or bytes as a file of a given name."""

    def reading(content, name="archivo.csv"):
        path = tmp_path / "stored"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_file(path, name)

    return reading


@pytest.fixture(scope="session")
def shared():
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("the shared data are not on this machine")
    return folder


def _rules(reading):
    return [(finding.rule, finding.row) for finding in reading.findings]


def _rows(reading, place=0):
    return reading.grids[place].frame.to_dict("index")


# 15: encodings


@pytest.mark.parametrize(
    ("codec", "told"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("latin-1", "latin-1"),
        ("cp850", "cp850"),
        ("mac_roman", "mac_roman"),
    ],
)
def test_accents_are_the_same_in_every_encoding_and_the_encoding_is_told(read, codec, told):
    reading = read(NAMES.encode(codec))
    assert list(reading.grids[0].frame["municipio"]) == ["Medellín", "Güicán", "Nariño"]
    assert list(reading.grids[0].frame.columns) == ["id", "municipio"]
    assert [dict(f.values)["encoding"] for f in reading.findings] == ([told] if told else [])


def test_windows_1252_is_told_from_latin_1_by_its_own_marks(read):
    reading = read("id,nota\n1,“Año” 5 €\n2,l’été\n".encode("cp1252"))
    assert list(reading.grids[0].frame["nota"]) == ["“Año” 5 €", "l’été"]
    assert reading.grids[0].encoding == "cp1252"


def test_a_file_joined_of_two_encodings_is_read_and_told(read):
    content = ("id,municipio\n" + "1,Medellín\n" * 20).encode() + b"2,Bogot\xe1\n"
    reading = read(content)
    assert set(reading.grids[0].frame["municipio"]) == {"Medellín", "Bogotá"}
    assert dict(reading.findings[0].values) == {"encoding": "utf-8 with stray cp1252"}


def test_a_file_cut_inside_a_letter_stays_utf_8(read):
    reading = read("id,x\n1,Nariño\n2,Chocó".encode()[:-1])
    assert list(reading.grids[0].frame["x"]) == ["Nariño", "ChocÃ"]
    assert [finding.rule for finding in reading.findings] == ["encoding_found"]


def test_a_wrong_byte_far_into_a_file_still_decides_its_encoding(read):
    reading = read(b"id,x\n" + b"1,abcdefghij\n" * 400_000 + "2,Nariño\n".encode("latin-1"))
    assert reading.grids[0].frame["x"].iloc[-1] == "Nariño"
    assert reading.grids[0].encoding == "latin-1"


def test_letters_keep_the_form_they_were_written_in(read):
    composed, apart = "Medell\u00edn", "Medelli\u0301n"
    assert list(read(f"id,x\n1,{composed}\n2,{apart}\n").grids[0].frame["x"]) == [composed, apart]


# 27: delimiters, ragged rows, quotation marks


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(read, mark):
    grid = read(f"codigo{mark}nombre{mark}monto\n05001{mark}Medellín{mark}1.5\n05002{mark}Abejorral{mark}2\n").grids[0]
    assert grid.delimiter == mark
    assert list(grid.frame.columns) == ["codigo", "nombre", "monto"]
    assert grid.format == ("tsv" if mark == "\t" else "csv")


def test_decimal_commas_do_not_win_over_semicolons():
    assert delimiter_of("nombre;x;y\na;1,5;2,5\nb;3,5;4,5\n") == ";"
    assert delimiter_of("x;y\n1,5;2,5\n" + "3,5;4,5\n" * 20) == ";"
    assert delimiter_of("Informe de casos, por año\nnombre;x\na;1,5\nb;2,5\nc;3,0\n") == ";"


def test_a_line_that_names_the_delimiter_is_followed(read):
    reading = read("sep=;\r\na;b\r\n1,2;3\r\n")
    assert _rows(reading) == {3: {"a": "1,2", "b": "3"}}
    assert reading.grids[0].header_row == 2


def test_a_ragged_row_is_told_with_its_line_and_never_shifted(read):
    reading = read("a,b,c\n1,2,3\n4,5\n\n6,7,8,9\n10,11,12\n")
    assert _rules(reading) == [("row_ragged", 3), ("row_ragged", 5)]
    assert dict(reading.findings[1].values) == {"cells": "4", "wanted": "3"}
    assert reading.findings[1].value == "6,7,8,9"
    assert _rows(reading) == {2: {"a": "1", "b": "2", "c": "3"}, 6: {"a": "10", "b": "11", "c": "12"}}


def test_a_header_one_name_short_shifts_nothing(read):
    reading = read("codigo,casos\n1,05001,3\n2,05002,4\n")
    assert _rules(reading) == [("row_ragged", 2), ("row_ragged", 3)]
    assert reading.grids[0].rows == 0


def test_a_delimiter_at_the_end_of_each_row_adds_no_column(read):
    assert _rows(read("a,b\n1,2,\n3,4,\n")) == {2: {"a": "1", "b": "2"}, 3: {"a": "3", "b": "4"}}
    assert _rows(read("a,b,,\n1,2,,\n3,4,,\n")) == {2: {"a": "1", "b": "2"}, 3: {"a": "3", "b": "4"}}
    assert _rows(read(",,,2024\na,b,,\n1,2\n3,4\n")) == {3: {"a": "1", "b": "2"}, 4: {"a": "3", "b": "4"}}
    assert _rows(read("a,b,,\n1,2\n3,4\n")) == {2: {"a": "1", "b": "2"}, 3: {"a": "3", "b": "4"}}


@pytest.mark.parametrize("after", ['7,"8",9\n', "7,8,9\n"])
def test_an_unclosed_quote_is_told_with_its_line_and_the_rest_is_read(read, after):
    reading = read('a,b,c\n1,2,3\n4,"5,6\n' + after + "10,11,12\n")
    assert _rules(reading) == [("quote_unclosed", 3)]
    assert list(_rows(reading)) == [2, 4, 5]
    assert _rows(reading)[4] == {"a": "7", "b": "8", "c": "9"}


def test_quotes_lines_and_delimiters_inside_a_cell_are_kept(read):
    reading = read('a,b\n1,"dijo ""hola"",\nluego, adiós"\n2,"5"" tubo"\n3,5" tubo\n4,""\n')
    assert reading.findings == ()
    assert [row["b"] for row in _rows(reading).values()] == ['dijo "hola",\nluego, adiós', '5" tubo', '5" tubo', None]
    assert list(_rows(reading)) == [2, 3, 4, 5]


def test_old_line_ends_are_lines(read):
    assert list(_rows(read("a,b\r1,2\r3,4\r"))) == [2, 3]
    assert list(_rows(read('a,b\r1,"2\r3,4\r'))) == [3]


# 28: words that others take for missing


WORDS = ["NA", "None", "null", "NULL", "nan", "NaN", "N/A", "-", " ", "#N/A", "TRUE", "05001", "1e5", "1.0"]


def test_words_for_missing_stay_words_in_text(read):
    reading = read("id,x\n" + "".join(f"{n},{word}\n" for n, word in enumerate(WORDS)) + '99,\n100,""\n')
    assert list(reading.grids[0].frame["x"]) == [*WORDS, None, None]


def test_words_for_missing_stay_words_in_json_and_parquet(read, tmp_path):
    reading = read(json.dumps([{"id": "1", "x": word} for word in WORDS] + [{"id": "2", "x": None}]), "a.json")
    assert list(reading.grids[0].frame["x"]) == [*WORDS, None]
    parquet.write_table(pa.table({"x": [*WORDS, None, ""], "id": ["1"] * (len(WORDS) + 2)}), tmp_path / "a")
    assert list(read_file(tmp_path / "a", "a.parquet").grids[0].frame["x"]) == [*WORDS, None, None]


def test_words_for_missing_stay_words_in_a_workbook(tmp_path):
    path = _workbook(tmp_path, [["id", "x"], *[[str(n), word] for n, word in enumerate(WORDS)], ["99", None]])
    assert list(read_file(path, "a.xlsx").grids[0].frame["x"]) == [*WORDS, None]


# 6: what cannot be seen


def test_characters_that_cannot_be_seen_are_taken_out_and_told(read):
    reading = read("id,título\n1,a\x00b\u200bc\u202ed\n2,{x} 😀👩\u200d🌾 ‘ok’ ñº\n3,\u200b\n")
    assert list(reading.grids[0].frame["título"]) == ["abcd", "{x} 😀👩\u200d🌾 ‘ok’ ñº", None]
    assert [(f.rule, f.row, f.column) for f in reading.findings] == [
        ("control_characters", 2, "título"),
        ("control_characters", 4, "título"),
    ]


def test_a_byte_order_mark_that_became_letters_leaves_the_header(read):
    reading = read("X.U.FEFF.start,end\n1,2\n")
    assert list(reading.grids[0].frame.columns) == ["start", "end"]
    assert _rules(reading) == [("control_characters", 1)]


# 26: columns


def test_a_doubled_column_is_renamed_and_told(read):
    reading = read("id,valor,valor,valor (2)\n1,2,3,4\n")
    assert list(reading.grids[0].frame.columns) == ["id", "valor", "valor (3)", "valor (2)"]
    (finding,) = reading.findings
    assert (finding.rule, finding.column, dict(finding.values)) == ("column_doubled", "valor", {"name": "valor (3)"})


def test_a_column_without_a_name_is_called_by_its_letter_and_an_empty_one_dropped(read):
    assert _rows(read("id,,,x\n1,2,,3\n")) == {2: {"id": "1", "B": "2", "x": "3"}}
    assert [column_letter(place) for place in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_a_named_column_without_a_value_stays(read):
    assert _rows(read("id,nota,x\n1,,3\n")) == {2: {"id": "1", "nota": None, "x": "3"}}


# Headers


def test_titles_above_the_header_are_kept_apart(read):
    reading = read("Homicidios por municipio,,\nFuente: Policía,,\n\ncodigo,municipio,casos\n05001,Medellín,3\n\n,,\n")
    grid = reading.grids[0]
    assert grid.titles == ("Homicidios por municipio", "Fuente: Policía")
    assert grid.header_row == 4
    assert _rows(reading) == {5: {"codigo": "05001", "municipio": "Medellín", "casos": "3"}}


def test_titles_that_are_not_padded_are_no_ragged_rows(read):
    reading = read("Rapport annuel\nDate: 2024\n\ncode;commune;nombre\n01;Ségou;3\n02;Mopti;4\n")
    assert reading.findings == ()
    assert reading.grids[0].header_row == 4


def test_a_header_with_gaps_is_found_above_its_data():
    header = header_of([["Fuente", "DANE", None], ["cod", "mun", "casos"], ["05001", "Medellín", "3"]])
    assert (header.row, header.titles) == (1, ("Fuente DANE",))


def test_a_header_of_years_is_a_header(read):
    assert list(read("codigo,2020,2022\n05001,1,2\n05002,3,4\n").grids[0].frame.columns) == ["codigo", "2020", "2022"]


def test_a_table_without_a_header_gets_letters_and_a_warning(read):
    reading = read("05001,Medellín,2020,5\n05002,Abejorral,2021,7\n")
    assert _rules(reading) == [("header_missing", 1)]
    assert list(_rows(reading)) == [1, 2]
    assert _rows(reading)[1] == {"A": "05001", "B": "Medellín", "C": "2020", "D": "5"}


def test_a_header_of_two_lines_is_joined(read):
    reading = read("codigo,municipio,2023,,2024,\n,,Hombres,Mujeres,Hombres,Mujeres\n05001,Medellín,1,2,3,4\n")
    names = ["codigo", "municipio", "2023 / Hombres", "2023 / Mujeres", "2024 / Hombres", "2024 / Mujeres"]
    assert list(reading.grids[0].frame.columns) == names
    assert (reading.grids[0].header_row, list(_rows(reading))) == (2, [3])


def test_groups_above_a_whole_header_are_joined_where_they_part_doubled_names(read):
    reading = read("Lugar,,2023,,2024,\ncodigo,municipio,H,M,H,M\n05001,Medellín,1,2,3,4\n05002,Abejorral,1,2,3,4\n")
    names = ["Lugar / codigo", "Lugar / municipio", "2023 / H", "2023 / M", "2024 / H", "2024 / M"]
    assert list(reading.grids[0].frame.columns) == names


def test_a_sparse_first_row_of_data_is_no_second_line_of_the_header(read):
    reading = read(",municipio,valor\nA,Cali,\nB,Cúcuta,5\nC,Pasto,7\n")
    assert list(_rows(reading)) == [2, 3, 4]


# HXL


@pytest.mark.parametrize(
    "tags",
    ["#adm1+code,#adm1+name,#affected+f", "#adm1, #country + name ,#people_num", "#adm1,,#affected"],
)
def test_tags_of_both_generations_are_taken_off_the_rows(read, tags):
    reading = read(f"Título\n\ncodigo,nombre,casos\n{tags}\n05,Antioquia,3\n")
    grid = reading.grids[0]
    assert grid.tags["codigo"].startswith("#adm1")
    assert (grid.header_row, grid.titles, list(_rows(reading))) == (3, ("Título",), [5])
    assert " " not in "".join(grid.tags.values())


def test_a_tag_row_is_found_down_to_row_25_and_without_a_header(read):
    deep = read("x,,\n" * 23 + "a,b,c\n#adm1,#date,#affected\n05,2020,3\n")
    assert deep.grids[0].tags == {"a": "#adm1", "b": "#date", "c": "#affected"}
    bare = read("#adm1,#date,#affected\n05,2020,3\n")
    assert list(bare.grids[0].frame.columns) == ["#adm1", "#date", "#affected"]
    assert _rows(bare) == {2: {"#adm1": "05", "#date": "2020", "#affected": "3"}}


# Below the table


def test_notes_and_totals_below_a_table_are_left_out_and_told(read):
    reading = read("cod,mun,casos\n1,a,2\n2,b,3\n\nTotal,,5\n\nFuente: Policía Nacional\nNota: cifras preliminares\n")
    assert list(_rows(reading)) == [2, 3]
    assert _rules(reading) == [("total_left_out", 5), ("note_left_out", 7), ("note_left_out", 8)]
    assert reading.findings[1].value == "Fuente: Policía Nacional"


def test_a_total_right_below_the_data_stays_with_a_warning(read):
    reading = read("cod,mun,casos\n1,a,2\n2,b,3\nTOTAL,,5\n")
    assert list(_rows(reading)) == [2, 3, 4]
    assert _rules(reading) == [("total_row", 4)]


def test_a_last_row_with_one_cell_that_is_no_note_stays(read):
    reading = read("cod,mun,casos\n1,a,2\n2,,\n")
    assert (list(_rows(reading)), reading.findings) == ([2, 3], ())


def test_a_truncated_last_line_is_ragged_and_no_note(read):
    assert _rules(read("cod,mun,casos\n1,a,2\n2,b,3\n05")) == [("row_ragged", 4)]


# Workbooks


def _workbook(folder, rows, merges=(), change=lambda book: None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for merge in merges:
        book.active.merge_cells(merge)
    change(book)
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def test_cells_of_a_workbook_are_the_text_that_a_person_sees(tmp_path):
    def shown_with_zeros(book):
        book.active["A2"].number_format = "00000"

    values = [
        5001,
        5001.0,
        0.1 + 0.2,
        True,
        dt.date(2024, 1, 5),
        dt.datetime(2024, 1, 5, 10, 3),
        " x ",
        "05001",
        "#N/A",
    ]
    header = ["codigo", "entero", "decimal", "si", "fecha", "hora", "texto", "dane", "error"]
    path = _workbook(tmp_path, [header, values], change=shown_with_zeros)
    wanted = ["05001", "5001", "0.3", "TRUE", "2024-01-05", "2024-01-05T10:03:00", " x ", "05001", "#N/A"]
    assert list(_rows(read_file(path, "a.xlsx"))[2].values()) == wanted


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e20, "100000000000000000000"),
        (-0.5, "-0.5"),
        (1e-7, "0.0000001"),
        (float("inf"), "inf"),
        (dt.timedelta(hours=30), "30:00:00"),
        (dt.time(3, 4), "03:04:00"),
        (False, "FALSE"),
        ("", None),
    ],
)
def test_a_value_has_one_text(value, text):
    assert text_of(value) == text


def test_every_sheet_of_a_workbook_is_a_grid_and_a_hidden_one_is_told(tmp_path):
    def add_sheets(book):
        book.create_sheet("vacía")
        hidden = book.create_sheet("oculta")
        hidden.sheet_state = "hidden"
        hidden["C3"], hidden["D3"], hidden["C4"], hidden["D4"] = "a", "b", "1", "2"

    reading = read_file(_workbook(tmp_path, [["x", "y"], ["1", "2"]], change=add_sheets), "a.xlsx")
    assert [grid.sheet for grid in reading.grids] == ["Sheet", "oculta"]
    assert [(f.rule, f.sheet) for f in reading.findings] == [("sheet_hidden", "oculta")]
    assert (reading.grids[1].header_row, _rows(reading, 1)) == (3, {4: {"a": "1", "b": "2"}})


def test_merged_headers_and_titles_of_a_workbook_are_understood(tmp_path):
    rows = [
        ["Casos por sexo", None, None, None, None],
        ["Departamento", "Municipio", "Víctimas", None, "Nota"],
        [None, None, "Hombres", "Mujeres", None],
        ["Antioquia", "Medellín", "pocos", "muchas", "x"],
        [None, "Abejorral", "pocos", "pocas", "y"],
    ]
    merges = ["A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "A4:A5"]
    reading = read_file(_workbook(tmp_path, rows, merges), "a.xlsx")
    names = ["Departamento", "Municipio", "Víctimas / Hombres", "Víctimas / Mujeres", "Nota"]
    assert list(reading.grids[0].frame.columns) == names
    assert reading.grids[0].titles == ("Casos por sexo",)
    assert [row["Departamento"] for row in _rows(reading).values()] == ["Antioquia", "Antioquia"]
    assert _rules(reading) == [("merged_cells_filled", 4)]


def test_a_number_merged_over_rows_is_counted_once(tmp_path):
    rows = [["mun", "monto"], ["a", 10], ["b", None]]
    reading = read_file(_workbook(tmp_path, rows, ["B2:B3"]), "a.xlsx")
    assert [row["monto"] for row in _rows(reading).values()] == ["10", None]


def test_a_true_old_workbook_is_read_with_its_errors_and_formats(tmp_path):
    reading = read_file(hostile_files.old_workbook(tmp_path / "a.xls"), "a.xls")
    assert reading.grids[0].titles == ("Título",)
    assert list(_rows(reading)[4].values()) == ["05001", "Medellín", "5001.5", "2024-01-05", "TRUE", "#DIV/0!", "05001"]
    assert list(_rows(reading)[5].values()) == ["05002", "Abejorral", "12", None, None, "#N/A", "05002"]


def test_an_open_document_is_read_with_its_repeats_errors_and_zeros(tmp_path):
    cell = hostile_files.ods_cell
    names = "".join(cell("string", "", name) for name in ("codigo", "fecha", "si", "error", "x", "y"))
    first = cell("float", 'office:value="5001"', "05001") + cell("date", 'office:date-value="2024-01-05"', "5/1/24")
    second = cell("boolean", 'office:boolean-value="true"', "VERDADERO")
    third = cell("string", 'office:string-value=""', "#DIV/0!")
    fourth = cell("float", 'office:value="7" table:number-columns-repeated="2"', "7")
    rows = (
        f"<table:table-row>{names}</table:table-row><table:table-row>{first}{second}{third}{fourth}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048574">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    reading = read_file(hostile_files.open_document(tmp_path / "a.ods", rows), "a.ods")
    assert list(_rows(reading)[2].values()) == ["05001", "2024-01-05", "TRUE", "#DIV/0!", "7", "7"]


def test_shares_of_an_open_document_are_per_cent_and_formulas_without_a_result_are_told(tmp_path):
    cell = hostile_files.ods_cell
    names = "".join(cell("string", "", name) for name in ("x", "y", "z"))
    share = cell("percentage", 'office:value="0.455"', "46 %") + cell("percentage", 'office:value="1"', "100 %")
    formula = '<table:table-cell table:formula="of:=1+1"/>'
    rows = f"<table:table-row>{names}</table:table-row><table:table-row>{share}{formula}</table:table-row>"
    reading = read_file(hostile_files.open_document(tmp_path / "a.ods", rows), "a.ods")
    assert list(_rows(reading)[2].values()) == ["45.5%", "100%", None]
    assert [(f.rule, f.row, f.column, f.count) for f in reading.findings] == [("formula_unsaved", 2, "z", 1)]


def test_formulas_whose_result_was_not_saved_are_told_once_a_column(tmp_path):
    cell, made = hostile_files.cell, '<c r="{}"><f>1+1</f>{}</c>'
    rows = f'<row r="1">{cell("A1", "x")}{cell("B1", "y")}{cell("C1", "z")}</row>'
    for row in (2, 3):
        rows += f'<row r="{row}">{cell(f"A{row}", "a")}{made.format(f"B{row}", "<v></v>")}'
        rows += f'<c r="C{row}" t="str"><f>IF(A1="","",1)</f><v></v></c></row>'
    rows += f'<row r="4">{made.format("B4", "")}</row>'  # filled down below the table
    reading = read_file(hostile_files.workbook(tmp_path / "a.xlsx", rows), "a.xlsx")
    assert [(f.rule, f.row, f.column, f.count) for f in reading.findings] == [("formula_unsaved", 2, "y", 2)]


# JSON and parquet


def test_records_of_json_are_flattened_and_numbers_stay_as_written(read):
    records = (
        '{"count": 1, "data": [{"id": 1.10, "lugar": {"cod": "05001", "tags": ["a", "b"]}, "ok": true}, {"id": 2}]}'
    )
    reading = read(records, "a.json")
    assert _rows(reading) == {
        1: {"id": "1.10", "lugar.cod": "05001", "lugar.tags": "a; b", "ok": "TRUE"},
        2: {"id": "2", "lugar.cod": None, "lugar.tags": None, "ok": None},
    }


def test_features_lines_and_lists_of_rows_are_tables_too(read):
    point = {"type": "Feature", "properties": {"cod": "05"}, "geometry": {"type": "Point", "coordinates": [-75.5, 6.2]}}
    features = read(json.dumps({"type": "FeatureCollection", "features": [point]}), "a.geojson")
    assert _rows(features) == {1: {"cod": "05", "geometry.longitude": "-75.5", "geometry.latitude": "6.2"}}
    assert list(_rows(read('{"a": 1}\n{"a": 2}\n', "a.json"))) == [1, 2]
    rows = read(json.dumps([["cod", "casos"], ["#adm2", "#affected"], ["05001", 3]]), "a.json")
    assert (rows.grids[0].tags, _rows(rows)) == (
        {"cod": "#adm2", "casos": "#affected"},
        {3: {"cod": "05001", "casos": "3"}},
    )


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("[" * 100_000, "file_refused"),
        ('[{"a": 1}, {"a"', "file_unreadable"),
        ('{"a": 1}', "file_unreadable"),
        ('[{"a":' + '{"b":' * 60 + "1" + "}" * 61 + "]", "file_refused"),
    ],
)
def test_broken_or_endless_json_is_refused_with_a_reason(read, content, rule):
    reading = read(content, "a.json")
    assert (reading.grids, [finding.rule for finding in reading.findings]) == ((), [rule])


def test_a_parquet_file_is_text_in_every_column(tmp_path):
    table = pa.table(
        {
            "codigo": pa.array(["05001", None]),
            "casos": pa.array([3, 4], pa.int32()),
            "tasa": [1.5, 2.0],
            "fecha": [dt.date(2024, 1, 5), None],
            "hora": [dt.datetime(2024, 1, 5, 10, 3), None],
            "ok": [True, False],
            "lugar": [{"lat": 6.2}, {"lat": None}],
        }
    )
    parquet.write_table(table, tmp_path / "a")
    rows = _rows(read_file(tmp_path / "a", "a.parquet"))
    assert list(rows[1].values()) == ["05001", "3", "1.5", "2024-01-05", "2024-01-05T10:03:00", "TRUE", "6.2"]
    assert list(rows[2].values()) == [None, "4", "2", None, None, "FALSE", None]


def test_a_parquet_file_that_stands_for_too_many_cells_is_refused(tmp_path):
    parquet.write_table(pa.table({"a": pa.array([0] * 300_000, pa.int8())}), tmp_path / "a")
    from analytics.readers import columnar

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columnar, "TABLE_CELLS", 200_000)
        reading = read_file(tmp_path / "a", "a.parquet")
    assert [finding.rule for finding in reading.findings] == ["file_refused"]


# Streams


def test_chunks_number_their_rows_across_ragged_and_blank_lines(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "BLOCK_BYTES", 4_096)
    path = tmp_path / "a.csv"
    lines = [f"{row},x{row},y" for row in range(2, 5_000)]
    lines[100], lines[2_000], lines[3_000] = "102,x", "", '3002,"x\n3002",y'
    path.write_text("Título\nid,x,y\n" + "\n".join(lines) + "\n")
    file = DelimitedFile(path)
    taken = list(file.chunks())
    assert len(taken) > 5
    for chunk in taken:
        assert chunk.first_row == chunk.rows[0]
        ids = [int(cell) for cell in chunk.table.column("id").to_pylist()]
        assert [row - 1 for row in chunk.rows] == ids
    assert sum(len(chunk.rows) for chunk in taken) == 4_996
    assert [(finding.rule, finding.row) for finding in file.findings] == [("row_ragged", 103)]


def test_a_thousand_findings_are_kept_and_the_others_counted(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n" + "1,2\n" * 10 + "1\n" * 5_000 + "1,2\n" * 20)
    file = DelimitedFile(path)
    assert sum(len(chunk.rows) for chunk in file.chunks()) == 30
    assert len(file.findings) == 1_000
    assert sum(finding.count for finding in file.findings) == 5_000


def test_a_quote_unclosed_in_a_stream_costs_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "BLOCK_BYTES", 4_096)
    path = tmp_path / "a.csv"
    lines = [f'{row},"x",y' for row in range(2, 3_000)]
    lines[1_500] = '1502,"x,y'
    path.write_text("id,x,y\n" + "\n".join(lines) + "\n", encoding="utf-16")
    file = DelimitedFile(path)
    rows = [int(row) for chunk in file.chunks() for row in chunk.rows]
    assert [(f.rule, f.row) for f in file.findings] == [("encoding_found", None), ("quote_unclosed", 1502)]
    assert rows == [row for row in range(2, 3_000) if row != 1502]


# Real files


@pytest.mark.parametrize(
    ("file", "rows", "columns"),
    [
        ("col_homicides_1990_2013/homicidios_1990_2013.csv", 26_928, 8),
        ("col_issues_national/extortion_mindefensa.csv", 85_718, 5),
        ("col_issues_national/municipal_population_projections_dane.csv", 69_564, 6),
        ("col_ucdp_ged/conflict_data_col.csv", 4_632, 45),
        ("hxl_3w/unhcr-3w.csv", 2_250, 8),
        ("hxl_3w/rowca-3w-hxl.csv", 244, 20),
        ("kobo_cleaningtools/raw_data.csv", 632, 333),
        ("iati203_colombia_aims/locations.csv", 2_981, 13),
        ("iati203_colombia_aims/donor_trans_crosswalk.tsv", 149, 4),
    ],
)
def test_real_files_have_the_rows_that_were_counted(shared, file, rows, columns):
    reading = read_file(shared / file, file)
    (grid,) = reading.grids
    assert grid.frame.shape == (rows, columns)
    assert {finding.rule for finding in reading.findings} <= {"control_characters"}


def test_the_tags_of_real_hxl_files_are_found(shared):
    (unhcr,) = read_file(shared / "hxl_3w/unhcr-3w.csv", "a.csv").grids
    assert unhcr.tags["Latitude"] == "#lat_deg"
    assert unhcr.tags["Country name"] == "#country"
    (ucdp,) = read_file(shared / "col_ucdp_ged/conflict_data_col.csv", "a.csv").grids
    assert ucdp.tags["adm_2"] == "#adm2+name"
    assert ucdp.frame.index[0] == 3


def test_codes_of_real_files_keep_their_zeros(shared):
    (grid,) = read_file(shared / "col_homicides_1990_2013/homicidios_1990_2013.csv", "a.csv").grids
    assert grid.frame["id"].iloc[0] == "05001"
    assert grid.frame["id"].str.len().eq(5).all()
    assert grid.frame["homicidios"].isna().sum() == 1_734


def test_the_fifty_tables_of_cauca_are_read_without_a_word(shared):
    files = sorted((shared / "col_cauca_panel_2019_2023").glob("*.csv"))
    assert len(files) == 50
    for file in files:
        reading = read_file(file, file.name)
        assert reading.findings == (), file.name
        assert reading.grids[0].rows == sum(1 for line in file.read_text().splitlines() if line) - 1
