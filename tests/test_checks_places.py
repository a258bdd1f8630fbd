"""Places: taken by code or name where they are certain, asked where they are not; the file's rows are kept."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.checks.places import Gazetteer
from analytics.tables import read_table
from tests.conftest import REAL, SHARED


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(read_table("places", REAL), read_table("place_names", REAL))


def column(*cells):
    return pd.Series(cells, index=range(2, 2 + len(cells)), dtype=object)


def told(typed):
    return [(finding.rule, finding.row) for finding in typed.findings]


def only(typed):
    """The one value of a column of one cell; None where it is missing."""
    value = typed.values.iloc[0]
    return None if value is None or (not isinstance(value, tuple) and pd.isna(value)) else value


@pytest.mark.parametrize(
    "code",
    ["5001", "5001.0", "05001 ", "5,001", "5.001", "CO05001", "co05001", "CO5001", "'05001", "05-001", "05001000"],
)
def test_a_spoilt_code_is_read_and_listed_as_corrected(gazetteer, code):
    typed = gazetteer.by_code(column(code), level="municipality")
    assert only(typed) == "05001"
    assert [(f.rule, f.value, f.values) for f in typed.findings] == [("code_corrected", code, (("after", "05001"),))]


@pytest.mark.parametrize(
    ("code", "place"),
    [("5", "05"), ("CO-ANT", "05"), ("CO05", "05"), ("COL", "CO"), ("Colombia", "CO"), ("RWA", "RW"), ("05000", "05")],
)
def test_codes_of_departments_and_countries_are_read_too(gazetteer, code, place):
    typed = gazetteer.by_code(column(code))
    assert only(typed) == place
    assert told(typed) == [("code_corrected", 2)]


def test_a_right_code_has_nothing_to_tell(gazetteer):
    typed = gazetteer.by_code(column("05001", None, "CO", "NA"))
    assert typed.values.tolist()[0] == "05001"
    assert typed.values.tolist()[2:] == ["CO", "NA"]  # Namibia
    assert typed.findings == []


@pytest.mark.parametrize("code", ["05999", "00000", "99999", "123456", "Medellín", "5", "05", "05000", "CO"])
def test_what_is_no_municipality_is_a_row_error(gazetteer, code):
    typed = gazetteer.by_code(column("05001", code), level="municipality")
    rule = "code_wrong_level" if code in ("5", "05", "05000", "CO") else "code_unknown"
    assert told(typed) == [(rule, 3)]
    assert pd.isna(typed.values[3])


def test_a_wrong_code_is_told_for_each_of_its_rows(gazetteer):
    assert told(gazetteer.by_code(column("05999", "05001", "05999"))) == [("code_unknown", 2), ("code_unknown", 4)]


def test_codes_that_ended_are_kept_with_what_they_were_merged_into(gazetteer):
    typed = gazetteer.by_code(column("94663", "27086", "94663"), level="municipality")
    assert typed.values.tolist() == ["94663", "27086", "94663"]
    assert [(f.rule, f.row, f.values, f.count) for f in typed.findings] == [
        ("code_ended", 2, (("into", "94343 Barrancominas"),), 2),
        ("code_ended", 3, (("into", "27493 Nuevo Belén de Bajirá"),), 1),
    ]


def test_a_p_code_of_rwanda_is_not_taken_for_the_province_of_the_same_number(gazetteer):
    typed = gazetteer.by_code(column("RW2", "BDI001"))  # RW2 is Southern Province, RW-02 Eastern
    assert typed.values.tolist() == ["RW", "BI"]
    assert told(typed) == [("place_not_held", 2), ("place_not_held", 3)]
    assert gazetteer.missing_countries(typed.values)[["place_id", "name_es"]].values.tolist() == [["BI", "Burundi"]]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("MEDELLIN", "05001"),
        ("BOGOTÁ, D.C.", "11001"),
        ("Bogota D C", "11001"),
        ("Bogotá", "11001"),
        ("Bogotá department", "11"),
        ("Cartagena", "13001"),
        ("Cartagena de Indias", "13001"),
        ("Chita municipality", "15183"),
        ("Boyacá department", "15"),
        ("Municipio de Caldono", "19137"),
        ("Departamento de Arauca", "81"),
        ("Departamento del Valle del Cauca", "76"),
        ("Tolima  department", "73"),
        ("La Unión, Antioquia", "05400"),
        ("La Unión (Nariño)", "52399"),
        ("Antioquia, Medellín", "05001"),
        ("Medellín, Antioquia, Colombia", "05001"),
        ("EL CARMEN DE BOLÍVAR", "13244"),
        ("Carmen de Bolívar, El", "13244"),
        ("Tarra, El", "54250"),
        ("Nariño, Cundinamarca", "25483"),
        ("Colombia", "CO"),
        ("Colombia, Huila", "41206"),
        ("Chad", "TD"),
        ("Mali Situation", "ML"),
        ("Congo (Brazaville)", "CG"),
    ],
)
def test_a_name_is_understood_as_people_write_it(gazetteer, name, place):
    typed = gazetteer.by_name(column(name))
    assert only(typed) == place
    assert typed.findings == []


def test_a_name_in_nfd_is_the_same_place(gazetteer):
    assert only(gazetteer.by_name(column("Medelli\u0301n"))) == "05001"


def test_a_name_of_several_places_is_asked_about_with_all_of_them(gazetteer):
    typed = gazetteer.by_name(column("La Unión"), country="CO")
    assert told(typed) == [("place_ambiguous", 2)]
    candidates = typed.findings[0].values[0][1]
    assert [code in candidates for code in ("05400", "52399", "70400", "76400")] == [True] * 4


def test_its_department_by_name_or_code_settles_it(gazetteer):
    names = column("La Unión", "La Unión", "San Pedro", "La Victoria")
    departments = column("ANTIOQUIA", "52", "5", "Amazonas")  # also a department of Peru
    typed = gazetteer.by_name(names, department=departments, level="municipality")
    assert typed.values.tolist() == ["05400", "52399", "05664", "91430"]
    assert typed.findings == []


@pytest.mark.parametrize(("name", "candidate"), [("Medelin", "05001"), ("MEDELL?N", "05001"), ("Las Piedras", "73547")])
def test_a_name_written_nearly_so_is_proposed_and_never_taken(gazetteer, name, candidate):
    typed = gazetteer.by_name(column(name), country="CO")
    assert only(typed) is None
    assert told(typed) == [("place_fuzzy", 2)]
    assert candidate in typed.findings[0].values[0][1]


def test_a_name_of_another_department_is_proposed_and_never_taken(gazetteer):
    typed = gazetteer.by_name(column("Medellín"), department=column("Cundinamarca"))
    assert told(typed) == [("place_fuzzy", 2)]


def test_short_forms_and_articles_inside_a_department_are_told_as_corrected(gazetteer):
    typed = gazetteer.by_name(column("Pto. Asís", "San José de Fragua"), department=column("Putumayo", "Caquetá"))
    assert typed.values.tolist() == ["86568", "18610"]
    assert told(typed) == [("name_corrected", 2), ("name_corrected", 3)]


def test_an_unknown_name_is_an_error_at_home_and_its_country_abroad(gazetteer):
    typed = gazetteer.by_name(
        column("Xyzzy", "Gatsibo", "Logone Oriental"), country=column("Colombia", "Rwanda", "TCD")
    )
    assert typed.values.tolist()[1:] == ["RW", "TD"]
    assert told(typed) == [("place_unknown", 2), ("place_not_held", 3), ("place_not_held", 4)]


@pytest.mark.parametrize("cell", ["a\x1fb", "(", ",,,", "- - -", "x" * 20_000, "[", "\\", "' or 1=1 --"])
def test_a_name_that_is_none_is_unknown_and_no_crash(gazetteer, cell):
    assert told(gazetteer.by_name(column(cell), department=column(cell))) == [("place_unknown", 2)]


def test_a_code_and_the_name_of_another_place_disagree(gazetteer):
    codes = gazetteer.by_code(column("05001", "05665", "70717", "68132", "05001"))
    names = column("Cali", "San Pedro", "San Pedro de Urabá", "Cali", "Antioquia")
    found = gazetteer.agree(codes.values, names)
    assert [(f.rule, f.row) for f in found] == [("code_and_name_disagree", row) for row in range(2, 7)]
    assert found[0].values == (("code_name", "05001 Medellín (Antioquia)"),)


def test_accents_aliases_short_forms_slips_and_names_cut_off_agree(gazetteer):
    codes = column(
        "05001", "05001", "13001", "11001", "19698", "86865", "05001", "13244", "13244", "25899", "86568", None
    )
    names = column(
        "MEDELLIN",
        "Medellín (Antioquia)",
        "Cartagena",
        "Bogota",
        "Santander",
        "Valle Guamues",
        "MEDELL?N",
        "El Carmen",
        "Carmen de Bol",
        "Zipaquira",
        "Pto Asis",
        "Cali",
    )
    assert gazetteer.agree(codes.astype("str"), names) == []


@pytest.mark.parametrize(
    ("cell", "places"),
    [
        ("Caldono, Toribío y Corinto", ("19137", "19821", "19212")),
        ("Corinto; Caldono", ("19212", "19137")),
        ("Bogotá, D.C., Medellín y Cali", ("11001", "05001", "76001")),
        ("Antioquia y Chocó", ("05", "27")),
    ],
)
def test_several_places_in_one_cell_are_proposed_as_a_split(gazetteer, cell, places):
    typed = gazetteer.several(column(cell))
    assert only(typed) == places
    assert told(typed) == [("places_in_one_cell", 2)]


@pytest.mark.parametrize(
    "cell",
    [
        "Carmen de Bolívar, El",
        "Bogotá, D.C.",
        "Medellín, Antioquia",
        "Providencia y Santa Catalina",
        "San Andrés, Providencia y Santa Catalina",
        "Caldono, Xyzzy",
        "Medellín",
        "Colombia, Rwanda",
        "Paz y reconciliación",
    ],
)
def test_one_place_or_a_sentence_is_not_split(gazetteer, cell):
    typed = gazetteer.several(column(cell))
    assert only(typed) is None
    assert typed.findings == []


def test_a_name_of_several_places_is_the_one_beside_the_others(gazetteer):
    assert only(gazetteer.several(column("Rionegro y La Unión"))) is None  # Rionegro is two places, La Unión four
    assert only(gazetteer.several(column("La Ceja, Marinilla y La Unión"))) == ("05376", "05440", "05400")


def test_the_nearest_place_is_found_with_its_distance(gazetteer):
    found = gazetteer.points.nearest(pd.Series([6.25, None], index=[2, 3]), pd.Series([-75.57, 1.0], index=[2, 3]))
    assert found.loc[2, "place_id"] == "05001"
    assert found.loc[2, "km"] < 5
    assert found.loc[3].isna().all()


def test_points_abroad_and_points_the_wrong_way_round_are_told(gazetteer):
    lat, lon = pd.Series([4.6, -74.0, 40.0, None]), pd.Series([-74.1, 4.6, -3.0, None])
    found = gazetteer.points.outside(lat, lon, "CO", names=("LATITUD", "LONGITUD"))
    assert [(f.rule, f.row, f.column) for f in found] == [("columns_swapped", 1, "LATITUD"), ("point_outside", 2, None)]
    assert found[0].values == (("column", "LATITUD"), ("other", "LONGITUD"))
    assert found[1].values == (("country", "Colombia"),)


def table(folder: str, file: str) -> pd.DataFrame:
    path = SHARED / "data" / folder / file
    if not path.is_file():
        pytest.skip("the data of other publishers are not on this machine")
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    frame.index += 2
    return frame.where(frame.ne(""), None)


def test_every_row_of_the_homicides_has_its_place(gazetteer):
    frame = table("col_homicides_1990_2013", "homicidios_1990_2013.csv")
    codes = gazetteer.by_code(frame["id"], level="municipality")
    assert codes.values.notna().sum() == 26_928
    assert [(f.rule, f.value, f.count) for f in codes.findings] == [("code_ended", "94663", 24)]
    assert gazetteer.agree(codes.values, frame["municipio"]) == []


def test_codes_as_numbers_and_names_in_capitals_are_all_matched(gazetteer):
    frame = table("col_rwa_geo_codes", "dl_municipios.csv")
    codes = gazetteer.by_code(frame["COD_MPIO"], level="municipality")
    names = gazetteer.by_name(frame["NOM_MPIO"], department=frame["COD_DPTO"], level="municipality")
    assert codes.values.notna().all()
    assert codes.values.equals(names.values)
    assert {f.rule for f in codes.findings} == {"code_corrected"}


def test_ucdp_departments_are_all_matched_and_its_municipalities_nearly(gazetteer):
    frame = table("col_ucdp_ged", "conflict_data_col.csv").iloc[1:]
    departments = gazetteer.by_name(frame["adm_1"], country=frame["country"], level="department")
    assert departments.findings == []
    names = gazetteer.by_name(frame["adm_2"], department=frame["adm_1"], country=frame["country"], level="municipality")
    assert names.values.notna().sum() / frame["adm_2"].notna().sum() > 0.98


def test_a_code_that_stands_often_is_told_once_with_its_count(gazetteer):
    column = pd.Series(["5001", "05002", "CO05004", "5.001"] * 25_000)
    typed = gazetteer.by_code(column)
    assert typed.values.notna().all()
    assert [f.count for f in typed.findings] == [25_000] * 3
