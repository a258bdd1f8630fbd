"""Files as strangers keep them: each with the trap that it was met with, and what must come out of it."""

from __future__ import annotations

import json

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from tests.importing import read, rules, written


def rows(draft, table: str) -> pd.DataFrame:
    """The rows of a draft's table, of whichever data set."""
    paths = [path for path in draft.folder.glob(f"*/{table}*.parquet") if not path.name.endswith(".shared.parquet")]
    return pq.read_table(paths[0]).to_pandas() if paths else pd.DataFrame()


def told(draft, rule: str) -> list[tuple]:
    """Row, column and value of each finding of a rule."""
    severities = ("errors", "warnings", "corrections", "notes")
    found = [finding for severity in severities for finding in draft.report[severity]]
    return [(f["row"], f["column"], f["value"]) for f in found if f["rule"] == rule]


def imported(tmp_path, content, name="datos.csv"):
    return read(written(tmp_path, content, name))


# Columns for each year


def test_a_fact_about_places_with_a_column_for_each_year_is_not_lost(tmp_path):
    text = "Municipio;Depto;Año 2018;Año 2019\nCúcuta;N. de Santander;3,5;2\nBogotá D.C.;Bogotá D.C.;10;20\n"
    found = rows(imported(tmp_path, text, "cobertura.csv"), "place_attributes")
    assert set(zip(found["place_id"], found["year"], found["value"], strict=True)) == {
        ("54001", 2018, 3.5), ("54001", 2019, 2), ("11001", 2018, 10), ("11001", 2019, 20),
    }  # fmt: skip
    assert set(found["attribute"]) == {"cobertura"}, "a header that only says year names nothing"


def test_two_issues_by_year_side_by_side_both_come_in(tmp_path):
    text = "Municipio,Departamento,Homicidios 2020,Homicidios 2021,Extorsión 2020,Extorsión 2021\n"
    found = rows(imported(tmp_path, f"{text}Cali,Valle del Cauca,10,12,3,4\n"), "issue_records")
    assert found.groupby("issue_type_id")["count"].sum().to_dict() == {"homicide": 22, "extortion": 7}


def test_women_and_men_under_each_year_both_come_in(tmp_path):
    book = openpyxl.Workbook()
    cover, sheet = book.active, book.create_sheet("Datos")
    cover.title, cover["B2"], cover["B4"] = "Portada", "Informe de seguridad", "Elaborado por la Secretaría"
    for row in (["Homicidios por municipio"], [], ["Código", "Municipio", "2021", None, "2022", None],
                [None, None, "Hombres", "Mujeres", "Hombres", "Mujeres"], [5001, "Medellín", 3, 1, 4, 2],
                [19001, "Popayán", 1, 0, 2, 2], ["Total", None, 4, 1, 6, 4]):  # fmt: skip
        sheet.append(row)
    for cells in ("C3:D3", "E3:F3", "A3:A4", "B3:B4"):
        sheet.merge_cells(cells)
    path = tmp_path / "informe.xlsx"
    book.save(path)
    draft = read((path, path.name))
    found = rows(draft, "issue_records")
    assert found.groupby("sex")["count"].sum().to_dict() == {"hombres": 10, "mujeres": 5}
    assert not draft.errors, "a code on a row that was turned long is no repeat"
    assert told(draft, "total_left_out") == [(7, None, "Total")]


def test_an_error_in_a_column_of_a_year_names_that_column(tmp_path):
    text = "Municipio,Departamento,Homicidios 2020,Homicidios 2021\nCali,Valle del Cauca,x,y\nPasto,Nariño,1,2\n"
    assert told(imported(tmp_path, text), "number_wrong") == [(2, "Homicidios 2020", "x"), (2, "Homicidios 2021", "y")]


def test_a_column_for_each_month_is_read_as_months(tmp_path):
    months = "Ene,Feb,Mar,Abr,May,Jun,Jul,Ago,Sep,Oct,Nov,Dic"
    text = f"Municipio,Departamento,Año,{months}\nCali,Valle del Cauca,2020,{','.join(map(str, range(1, 13)))}\n"
    found = rows(imported(tmp_path, text, "extorsion.csv"), "issue_records")
    assert found["count"].tolist() == list(range(1, 13))
    assert found["start_on"].astype(str).str[:7].tolist() == [f"2020-{month:02}" for month in range(1, 13)]


def test_years_that_are_marked_preliminary_are_years(tmp_path):
    text = "Código DANE,Municipio,poblacion,2019,2020p,2021*\n05001,Medellín,9,3,4,5\n19001,Popayán,9,1,2,3\n"
    draft = imported(tmp_path, text, "cobertura.csv")
    found = rows(draft, "place_attributes")
    assert found.groupby("year")["value"].sum().to_dict() == {2019: 4, 2020: 6, 2021: 8}
    assert set(found["attribute"]) == {"cobertura"}, "the population of no year is not told of every year"
    assert told(draft, "column_unknown") == [(1, "poblacion", None)]


def test_sheets_named_by_year_give_their_year(tmp_path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for year, count in (("2019", 3), ("2020", 5)):
        sheet = book.create_sheet(year)
        sheet.append(["Municipio", "Departamento", "Homicidios"])
        sheet.append(["Cali", "Valle del Cauca", count])
    path = tmp_path / "homicidios.xlsx"
    book.save(path)
    draft = read((path, path.name))
    paths = sorted(draft.folder.glob("parts/issue_records@*[0-9].parquet"))
    assert [pq.read_table(one).to_pandas()["end_on"].astype(str).tolist() for one in paths] == [
        ["2019-12-31"], ["2020-12-31"],
    ]  # fmt: skip


# Time


def test_months_that_hold_their_year_are_dates(tmp_path):
    text = "municipio,departamento,mes,casos de extorsión\nMedellín,Antioquia,ene-2020,3\n"
    text += "Cali,Valle,enero de 2020,4\nTumaco,Nariño,Septiembre 2020,5\n"
    found = rows(imported(tmp_path, text), "issue_records")
    assert found["start_on"].astype(str).tolist() == ["2020-01-01", "2020-01-01", "2020-09-01"]
    assert set(found["precision"]) == {"month"}


def test_the_year_of_the_whole_table_dates_its_rows(tmp_path):
    text = "municipio,departamento,mes,homicidios\nCali,Valle,enero,3\nPasto,Nariño,feb,1\n"
    found = rows(imported(tmp_path, text, "homicidios 2021.csv"), "issue_records")
    assert found["start_on"].astype(str).tolist() == ["2021-01-01", "2021-02-01"]
    bare = rows(imported(tmp_path, "municipio,departamento,homicidios\nCali,Valle,3\n", "homicidios 2019.csv"),
                "issue_records")  # fmt: skip
    assert bare["start_on"].astype(str).tolist() == ["2019-01-01"]


def test_activities_in_a_table_have_the_state_that_their_dates_give(tmp_path):
    text = "Proyecto,Municipios,Departamento,Inicio,Fin,Organización,Budget (EUR)\n"
    text += 'Escuelas,"Tumaco, Barbacoas y Ricaurte",Nariño,15/03/2020,31/12/2021,Fundación X,"12.500,50"\n'
    draft = imported(tmp_path, text)
    assert rows(draft, "activity_details")["status"].tolist() == ["ended"]
    assert set(rows(draft, "activity_places")["place_id"]) == {"52835", "52079", "52612"}
    assert rows(draft, "transactions")["currency"].tolist() == ["EUR"], "the header says which money"


# Numbers


@pytest.mark.parametrize("word", ["-", "s/d", "N.D.", "n/a", "Sin dato", ".."])
def test_the_usual_words_for_nothing_stated_are_told_and_are_not_zero(tmp_path, word):
    text = f"Municipio;Código DANE;Homicidios;Año\nCali;76001;{word};2020\nPasto;52001;3;2020\n"
    draft = imported(tmp_path, text)
    assert not draft.errors
    assert told(draft, "missing_word") == [(2, "Homicidios", word)]
    assert rows(draft, "issue_records")["count"].isna().tolist() == [True, False]


@pytest.mark.parametrize("word", ["NA", "None", "null", "NaN"])
def test_words_that_a_program_may_have_left_stay_errors_until_declared(tmp_path, word):
    text = f"Municipio;Código DANE;Homicidios;Año\nCali;76001;{word};2020\nPasto;52001;3;2020\n"
    assert told(imported(tmp_path, text), "number_wrong") == [(2, "Homicidios", word)]


def test_victims_are_whole_and_not_below_zero(tmp_path):
    text = "divipola,fecha_hecho,victimas de homicidio\n05001,2020-01-03,-2\n05001,2020-01-04,2.5\n05001,2020-01-05,3\n"
    draft = imported(tmp_path, text)
    assert told(draft, "number_negative")[0][0] == 2
    assert told(draft, "number_fractional")[0][0] == 3


def test_a_total_that_the_rows_prove_is_left_out_and_one_that_they_do_not_is_asked_about(tmp_path):
    head = "Municipio,Código,Homicidios 2020,Homicidios 2021\nCali,76001,3,4\nPasto,52001,1,2\n"
    notes = "\n,,,\n* Cifras preliminares\nFuente: Policía Nacional (DIJIN),,,\n"
    draft = imported(tmp_path, f"{head}TOTAL GENERAL,,4,6{notes}")
    assert not draft.errors
    assert rows(draft, "issue_records")["count"].sum() == 10
    assert [row for row, _, _ in told(draft, "note_left_out")] == [6, 7]
    other = imported(tmp_path, f"{head}TOTAL GENERAL,,5,6{notes}", "otra.csv")
    assert told(other, "total_row")
    assert {row for row, _, _ in told(other, "place_unknown")} == {4}


def test_people_reached_become_values_of_an_indicator(tmp_path):
    text = "3W\nOCHA\n,,,,\nOrganización,Sector,Departamento,Municipio,Alcanzados\n"
    text += "#org,#sector,#adm1+name,#adm2+name,#reached\nCruz Roja,Protección,Nariño,Tumaco,120\n"
    draft = imported(tmp_path, text)
    assert rows(draft, "observations")[["value", "place_id"]].to_numpy().tolist() == [[120.0, "52835"]]
    assert rows(draft, "indicators")[["name_es", "unit", "aggregation"]].to_numpy().tolist() == [
        ["Alcanzados", "people", "none"]
    ]


# Places


def test_a_department_in_a_column_of_municipalities_is_an_error_of_its_row(tmp_path):
    draft = imported(tmp_path, "cod_municipio,año,secuestros\n05,2019,3\n19000,2019,4\n76001,2020,1\n")
    assert [(row, value) for row, _, value in told(draft, "code_wrong_level")] == [(2, "05"), (3, "19000")]


def test_departments_and_municipalities_in_each_others_columns_are_told(tmp_path):
    text = "departamento,municipio,año,homicidios\nMedellín,Antioquia,2019,3\nPopayán,Cauca,2019,4\n"
    draft = imported(tmp_path, f"{text}Cali,Valle del Cauca,2019,4\nQuibdó,Chocó,2019,2\n")
    assert told(draft, "columns_swapped") == [(1, "municipio", None)]


def test_districts_below_a_province_of_another_country_are_kept_as_text(tmp_path):
    draft = imported(tmp_path, "District,Province,Year,GBV cases\nGasabo,Kigali,2020,3\n")
    assert not draft.errors
    assert told(draft, "place_not_held")
    assert rows(draft, "issue_records")[["place_id", "place_text"]].to_numpy().tolist() == [["RW", "Gasabo"]]


def test_the_headers_of_the_statistics_office_are_known(tmp_path):
    text = "DP,DPNOM,MPIO,DPMP,AÑO,ÁREA GEOGRÁFICA,Total\n05,Antioquia,05001,Medellín,2020,Total,2533424\n"
    draft = imported(tmp_path, text)
    assert not draft.errors
    assert rows(draft, "place_attributes")["value"].tolist() == [2533424]


def test_words_about_a_place_stay_words_where_few_rows_state_them(tmp_path):
    text = "Código DANE Municipio,Municipio,Subregión PDET\n19001,Popayán,\n19821,Toribío,Alto Patía\n"
    draft = imported(tmp_path, text)
    assert not draft.errors
    assert rows(draft, "place_attributes")["text_value"].tolist() == ["Alto Patía"]


# What is not understood


def test_a_table_that_nothing_is_known_of_is_told(tmp_path):
    draft = imported(tmp_path, "color,forma\nrojo,redondo\nazul,plano\n")
    assert told(draft, "table_unknown") == [(1, None, None)]


def test_a_column_that_nothing_is_known_of_is_told(tmp_path):
    draft = imported(tmp_path, "codigo_dane,año,homicidios,zzz\n05001,2020,1,q\n")
    assert told(draft, "column_unknown") == [(1, "zzz", None)]


def test_one_cell_that_is_no_number_does_not_take_the_table_with_it(tmp_path):
    text = "Municipio;Departamento;Año;Homicidios\nMedellín;Antioquia;2020;4\nChía;Cundinamarca;2021;\u201c3\u201d\n"
    assert told(imported(tmp_path, text.encode("cp1252")), "number_wrong") == [(3, "Homicidios", "\u201c3\u201d")]


def test_victims_of_nobody_says_what_are_sensitive_until_classified(tmp_path):
    draft = imported(tmp_path, "Código DANE,Año,Número de víctimas\n19001,2021,12\n19821,2021,3\n")
    assert rows(draft, "issue_records")["issue_type_id"].tolist() == ["unclassified", "unclassified"]
    assert told(draft, "category_unknown")


def test_counts_that_a_source_hides_are_errors_of_their_cells(tmp_path):
    text = "Municipio,Departamento,Año,Homicidios\nCali,Valle,2020,<10\nPasto,Nariño,2020,≤5\nTumaco,Nariño,2020,12\n"
    assert [row for row, _, _ in told(imported(tmp_path, text), "number_wrong")] == [2, 3]


def test_a_kind_that_is_written_over_two_lines_is_known(tmp_path):
    text = (
        'Municipio,Depto,Fecha,Delito\nCali,Valle,2020-01-15,"Hurto a\npersonas"\nPasto,Nariño,2020-02-01,Extorsión\n'
    )
    assert rows(imported(tmp_path, text), "issue_records")["issue_type_id"].tolist() == ["theft", "extortion"]


def test_a_name_in_a_form_stays_out_by_its_header(tmp_path):
    text = "_uuid,_submission_time,municipio,nombre_encuestado,edad\nu1,2023-01-01T10:00:00,19001,Juan Perez,23\n"
    draft = imported(tmp_path, text)
    assert "Juan Perez" not in set(rows(draft, "answers")["value"])
    assert ("nombre_encuestado") in [column for _, column, _ in told(draft, "column_kept_out")]


# Encodings and formats


def test_letters_read_in_a_wrong_encoding_are_put_right_in_headers_and_names(tmp_path):
    right = "Municipio,Departamento,Año,Víctimas de homicidio\nMedellín,Antioquia,2020,4\nPopayán,Cauca,2020,4\n"
    draft = imported(tmp_path, right.encode().decode("latin-1"))
    assert not draft.errors
    assert rows(draft, "issue_records")["place_id"].tolist() == ["05001", "19001"]
    assert [row for row, _, _ in told(draft, "mojibake_repaired")] == [2, 3]
    assert "control_characters" not in rules(draft, "corrections")


def test_records_inside_the_answer_of_a_web_service_are_found(tmp_path):
    record = {"municipio": {"codigo": "05001", "nombre": "Medellín"}, "fecha": "2020-03-01", "delito": "Extorsión"}
    content = json.dumps({"meta": {"source": "x"}, "data": {"records": [record]}})
    found = rows(imported(tmp_path, content, "datos.json"), "issue_records")
    assert found[["place_id", "issue_type_id"]].to_numpy().tolist() == [["05001", "extortion"]]


# IATI

ACTIVITY = (
    '<iati-activity default-currency="USD"><iati-identifier>{id}</iati-identifier><reporting-org ref="A" type="22">'
    "<narrative>N</narrative></reporting-org><title><narrative>T</narrative></title>{rest}</iati-activity>"
)


def iati(*activities: str) -> str:
    return f'<?xml version="1.0"?>\n<iati-activities version="2.03">{"".join(activities)}</iati-activities>'


def test_an_activity_without_an_identifier_is_an_error_and_not_a_crash(tmp_path):
    draft = imported(tmp_path, iati(ACTIVITY.format(id="A-1", rest=""), ACTIVITY.format(id="", rest="")), "a.xml")
    assert [column for _, column, _ in told(draft, "iati_element")] == ["identifier"]
    assert len(rows(draft, "activities")) == 2, "accepted by rule, it comes in under the name that the finding gave it"


def test_a_location_is_placed_by_its_administrative_code_where_its_name_says_nothing(tmp_path):
    place = ("<location><name><narrative>{}</narrative></name>"
             '<administrative vocabulary="{}" level="2" code="{}"/></location>')  # fmt: skip
    rest = '<recipient-country code="CO"/>' + place.format("Escuela El Roble", "A1", "19821")
    rest += place.format("Sur", "A4", "CO-NAR")
    draft = imported(tmp_path, iati(ACTIVITY.format(id="A-1", rest=rest)), "a.xml")
    assert set(rows(draft, "activity_places")["place_id"]) == {"19821", "52"}
    assert "place_not_held" not in rules(draft, "warnings")


def test_an_activity_that_names_countries_alone_is_shown_there_and_no_finer(tmp_path):
    rest = '<recipient-country code="CO" percentage="50"/><recipient-country code="RW" percentage="50"/>'
    draft = imported(tmp_path, iati(ACTIVITY.format(id="A-1", rest=rest)), "a.xml")
    found = rows(draft, "activity_places")
    assert set(zip(found["place_id"], found["exactness"], strict=True)) == {("CO", "country"), ("RW", "country")}
