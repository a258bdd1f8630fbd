"""Bad cells in tables of issues: each is told with its row, column and value, and none is guessed or lost."""

import json

import pytest

from analytics.errors import UseError
from analytics.importing.prepare import Choices, publish
from analytics.records import recorded_by_year, recorded_issues, recorded_without_activity
from analytics.selection import Reader, Selection
from analytics.understanding.mapping import Mapping
from analytics.warehouse import Warehouse
from tests.importing import HEAD, published, read, rules, written


def _only(draft, severity="errors"):
    (finding,) = draft.report[severity]
    return finding


def _rows(snapshot, question=recorded_issues):
    with Warehouse(snapshot) as warehouse:
        return question(warehouse, Selection(), Reader()).to_dict("records")


def test_codes_that_a_spreadsheet_spoilt_are_mended_and_told(tmp_path):
    codes = ("5001", "5001.0", '"05001 "', '"5,001"', "CO05001")
    rows = HEAD + "".join(f"{code},,2020,1\n" for code in codes)
    draft = read(written(tmp_path, rows))
    assert not draft.errors
    assert rules(draft, "corrections")["code_corrected"] == 5
    assert {one["message"] for one in draft.report["corrections"]} == {"The code was read as 05001."}
    (row,) = _rows(publish(draft))
    assert (row["municipalities"], row["total"]) == (1, 5)


@pytest.mark.parametrize(
    ("cell", "rule"),
    [("05999", "code_unknown"), ("00000", "code_unknown")],
)
def test_a_code_of_no_place_is_an_error_in_its_row(tmp_path, cell, rule):
    finding = _only(read(written(tmp_path, HEAD + f"05001,Medellín,2020,1\n{cell},,2020,1\n")))
    assert (finding["rule"], finding["row"], finding["column"], finding["value"]) == (rule, 3, "codigo_dane", cell)


def test_a_code_and_a_name_that_disagree_are_an_error(tmp_path):
    finding = _only(read(written(tmp_path, HEAD + "05001,Cali,2020,1\n")))
    assert (finding["rule"], finding["row"], finding["value"]) == ("code_and_name_disagree", 2, "Cali")
    assert "Medellín" in finding["message"]


def test_a_code_that_ended_is_kept_and_said(tmp_path):
    draft = read(written(tmp_path, HEAD + "94663,,2010,2\n"))
    assert not draft.errors
    assert "94343" in _only(draft, "warnings")["message"]
    assert _rows(publish(draft))[0]["municipalities"] == 1


@pytest.mark.parametrize(
    ("cell", "rule"),
    [("-3", "number_negative"), ("NaN", "number_wrong"), ("inf", "number_wrong"), ("1e400", "number_wrong"),
     ("many", "number_wrong"), ("1000000000000000", "number_implausible")],
)  # fmt: skip
def test_a_count_that_cannot_be_is_an_error_in_its_row(tmp_path, cell, rule):
    finding = _only(read(written(tmp_path, HEAD + f"05001,Medellín,2020,{cell}\n05120,Cáceres,2020,4\n")))
    assert (finding["rule"], finding["row"], finding["column"], finding["value"]) == (rule, 2, "casos", cell)


def test_marks_that_can_be_either_are_refused_until_it_is_said(tmp_path):
    rows = "codigo_dane;año;casos\n05001;2020;1.234\n05120;2020;2.500\n"
    draft = read(written(tmp_path, rows))
    assert rules(draft) == {"number_ambiguous": 1}
    mapping = draft.report["mapping"]
    mapping["tables"][0]["options"]["number_style"] = "1.234,56"
    again = read(written(tmp_path, rows), mapping=Mapping.from_json(json.dumps(mapping)))
    assert not again.errors
    assert _rows(publish(again))[0]["total"] == 3734


def test_days_that_can_be_either_are_asked_about_and_not_guessed(tmp_path):
    rows = "codigo_dane,fecha,casos\n05001,03/04/2024,1\n05120,05/06/2024,1\n"
    assert rules(read(written(tmp_path, rows))) == {"date_ambiguous": 1}
    settled = read(written(tmp_path, rows + "05154,25/06/2024,1\n"))
    assert not settled.errors


def test_an_empty_count_is_not_known_and_not_zero(tmp_path):
    (row,) = _rows(published(written(tmp_path, HEAD + "05001,Medellín,2020,\n05120,Cáceres,2020,4\n")))
    assert (row["total"], row["not_stated"], row["record_rows"]) == (4, 1, 2)


def test_a_word_for_missing_counts_only_where_it_is_declared(tmp_path):
    assert rules(read(written(tmp_path, HEAD + "05001,Medellín,2020,pendiente\n"))) == {"number_wrong": 1}


def test_an_id_that_stands_twice_is_an_error_in_the_second_row(tmp_path):
    rows = "id,codigo_dane,año,casos\n1,05001,2020,1\n2,05120,2020,1\n1,05154,2020,1\n"
    finding = _only(read(written(tmp_path, rows)))
    assert (finding["rule"], finding["row"], finding["column"]) == ("id_doubled", 4, "id")


def test_rows_that_repeat_another_are_kept(tmp_path):
    draft = read(written(tmp_path, "id,codigo_dane,año,casos\n1,05001,2020,1\n2,05001,2020,1\n3,05001,2020,1\n"))
    assert rules(draft, "notes") == {"rows_repeated": 2}
    assert _rows(publish(draft))[0]["total"] == 3


def test_one_bad_row_of_many_blocks_until_it_is_left_out_by_name(tmp_path):
    rows = HEAD + "05001,Medellín,2020,1\n" * 2000 + "05999,,2020,1\n"
    draft = read(written(tmp_path, rows))
    assert [(one["row"], one["rule"]) for one in draft.errors] == [(2002, "code_unknown")]
    left_out = read(written(tmp_path, rows), left_out={"extorsion.csv": frozenset({2002})})
    assert not left_out.errors
    assert _rows(publish(left_out))[0]["record_rows"] == 2000


def test_an_error_that_is_accepted_leaves_the_cell_open_and_keeps_the_row(tmp_path):
    draft = read(written(tmp_path, HEAD + "05999,,2020,5\n"), accepted=frozenset({"code_unknown"}))
    assert not draft.errors
    assert rules(draft, "warnings")["code_unknown"] == 1
    (row,) = _rows(publish(draft))
    assert (row["total"], row["municipalities"]) == (5, 0)


@pytest.mark.parametrize(("rule", "said"), [("no_such", "no rule"), ("number_ambiguous", "cannot be accepted")])
def test_only_rules_that_can_be_accepted_are(rule, said):
    with pytest.raises(UseError, match=said):
        Choices(accepted=frozenset({rule}))


def test_a_category_that_nobody_classified_is_sensitive_until_it_is(tmp_path):
    rows = "codigo_dane,año,tipo_de_delito,casos\n05001,2020,Zumbido,1\n05120,2020,Zumbido,1\n"
    draft = read(written(tmp_path, rows, "hechos.csv"))
    assert rules(draft, "warnings")["category_unknown"] == 2
    snapshot = publish(draft)
    with Warehouse(snapshot) as warehouse:
        assert [len(recorded_issues(warehouse, Selection(), Reader(role))) for role in ("analyst", "public")] == [1, 0]


def test_columns_that_hold_each_others_values_are_told(tmp_path):
    rows = "codigo_dane,año,estado,genero,casos\n" + "05001,2020,F,activo,1\n05001,2021,M,cerrado,1\n" * 20
    warning = next(one for one in read(written(tmp_path, rows)).report["warnings"] if one["rule"] == "columns_swapped")
    assert "estado" in warning["message"]
    assert "genero" in warning["message"]


def test_a_series_that_vanishes_in_one_year_is_told(tmp_path):
    rows = "dane_code,2020,2021\n" + "".join(f"{code},{value},0\n" for code, value in
                                            (("05001", 1500), ("05120", 2300), ("05154", 1000)))  # fmt: skip
    draft = read(written(tmp_path, rows, "coca.csv"))
    assert rules(draft, "warnings") == {"value_implausible": 3}
    assert "2021" in _only(draft, "warnings")["message"]
    assert draft.report["files"][0]["rows"] == 3, "rows of the file, not of what it became"


def test_personal_data_beside_a_sensitive_issue_block_and_elsewhere_stay_out(tmp_path):
    rows = HEAD.strip() + ",observaciones\n05001,Medellín,2020,1,Llamar a ana.perez@example.org\n"
    sensitive = read(written(tmp_path, rows, "amenazas_lideres.csv"))
    assert rules(sensitive)["personal_data_sensitive"] == 1
    harmless = read(written(tmp_path, rows, "mineria_ilegal.csv"))
    assert not harmless.errors
    assert rules(harmless, "warnings")["personal_data"] == 1
    assert "ana.perez" not in str(harmless.report)


def test_a_year_that_the_source_does_not_cover_whole_is_marked(tmp_path):
    rows = "id,dane_code,year,amount,source_id\n" + "".join(f"{n},05001,{2022 + n % 3},1,23\n" for n in range(30))
    sources = "source_id,description,start_date,end_date\n23,Extorsión,1996-01-01,2024-04-30\n"
    files = written(tmp_path, rows), written(tmp_path, sources, "data_source.csv")
    years = {row["year"]: row["is_partial"] for row in _rows(published(*files), recorded_by_year)}
    assert years == {2022: False, 2023: False, 2024: True}


def test_a_last_year_that_falls_short_may_be_incomplete(tmp_path):
    rows = "id,dane_code,year,amount\n"
    numbers = iter(range(1000))
    for year, count in ((2021, 150), (2022, 150), (2023, 40)):
        rows += "".join(f"{next(numbers)},05001,{year},1\n" for _ in range(count))
    draft = read(written(tmp_path, rows))
    assert "40 rows, 150 the year before" in next(
        one["message"] for one in draft.report["warnings"] if one["rule"] == "year_partial"
    )
    assert {row["year"]: row["is_partial"] for row in _rows(publish(draft), recorded_by_year)}[2023]


def test_recorded_and_no_activity_is_one_list_with_the_work_in_the_department(tmp_path):
    issues = written(tmp_path, HEAD + "05001,Medellín,2020,1\n05120,Cáceres,2021,4\n05120,Cáceres,2023,1\n")
    work = "titulo,codigo_dane\nEscuela,05001\nEn todo el departamento,05\n"
    snapshot = published(issues, written(tmp_path, work, "actividades.csv"))
    (row,) = _rows(snapshot, recorded_without_activity)
    assert (row["place_id"], row["issue_type_id"], row["record_rows"]) == ("05120", "extortion", 2)
    assert (row["first_year"], row["last_year"], row["department_activities"]) == (2021, 2023, 1)


def test_an_area_whose_count_is_the_sum_of_places_inside_it_is_told(tmp_path):
    rows = (
        HEAD + "05,Antioquia,2020,10\n05120,,2020,4\n05001,,2020,6\n13,Bolívar,2020,9\n13244,,2020,4\n13248,,2020,4\n"
    )
    warnings = [one for one in read(written(tmp_path, rows)).report["warnings"] if one["rule"] == "parts_and_whole"]
    assert [(one["row"], one["value"], one["count"]) for one in warnings] == [(2, "05", 1)]
    assert "sum of 2 places inside it" in warnings[0]["message"]
    alone = HEAD + "05,Antioquia,2020,4\n05120,,2020,4\n05,Antioquia,2021,\n05120,,2021,0\n05001,,2021,0\n"
    assert rules(read(written(tmp_path, alone)), "warnings")["parts_and_whole"] == 0
