"""What is proposed for tables: the real files that we hold, and headers of other publishers."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from analytics.readers.grid import Grid
from analytics.tables import read_text
from analytics.understanding.hxl import is_tag_row, tag_role, tagged
from analytics.understanding.mapping import check, role_findings
from analytics.understanding.roles import TABLES_READ, propose, swapped
from analytics.understanding.words import issue_of, words_of_issues
from tests.conftest import REAL, SHARED

CAUCA, NATIONAL = "col_cauca_panel_2019_2023", "col_issues_national"
CODE_YEAR = {"place_code", "year"}
COUNTED = CODE_YEAR | {"count"}


def made(name, header, *rows, **more):
    """A grid as a reader hands it over, made by hand."""
    frame = pd.DataFrame([list(row) for row in rows], columns=header, dtype="object")
    frame.index = range(2, len(frame) + 2)
    return Grid(name, frame, "csv", **more)


@cache
def real(folder, name):
    path = SHARED / "data" / folder / name
    if not path.is_file():
        pytest.skip(f"{folder}/{name} is not on this machine")
    frame = pd.read_csv(path, dtype=str, keep_default_na=False).replace({"": None})
    frame.index = range(2, len(frame) + 2)
    return Grid(name, frame, "csv")


def roles_of(mapping):
    return {role for role in mapping.columns.values() if role != "unused"}


# one count of one issue at a municipality in a year
ONE_COUNT = {
    "armas_confiscadas_polinal": "weapons_seizures",
    "arrestos_mineria_ilegal": "illegal_mining",
    "asesinatos_mindef": "homicide",
    "base_coca_confiscada_mindef": "drug_seizures",
    "casos_amenazas_polinal": "threats",
    "casos_extorsion_mindef": "extortion",
    "casos_minas_intervenidas_mindef": "illegal_mining",
    "casos_pirateria_terrestre_mindef": "theft",
    "casos_robos_polinal": "theft",
    "casos_secuestro_mindef": "kidnapping",
    "casos_terrorismo_mindef": "terrorism",
    "casos_terrorismo_polinal": "terrorism",
    "coca_confiscada_mindef": "drug_seizures",
    "crimen_ambientales_mindef": "environmental_crimes",
    "delitos_sexuales_polinal": "sexual_violence",
    "fuerza_pub_victim_mindef": "attacks_on_public_forces",
    "incaut_insumos_liqu_mindef": "drug_seizures",
    "incautacion_drogas_polinal": "drug_seizures",
    "incautaciones_basuco": "drug_seizures",
    "lab_destruidos_mindef": "drug_laboratories",
    "lesiones_personales_polinal": "personal_injuries",
    "mariguana_confiscada_mindef": "drug_seizures",
    "masacres_mindef": "massacre",
    "mineria_aluvion": "illegal_mining",
    "num_solicit_reclacion_tierras_minagricultura": "land_restitution_claims",
    "numero_muertes_med_legal": "violent_deaths",
    "reporte_personas_perdidas": "missing_persons",
    "robo_vehiculos_polinal": "theft",
    "robo_viviendas_negocios_polinal": "theft",
    "robos_a_personas_mindef": "theft",
    "robos_entid_financ": "theft",
    "victimas_conflicto_sievcac": "conflict_events",
    "violencia_domestica_polinal": "domestic_violence",
}
# a column for each issue
SEVERAL_ISSUES = {
    "indiciados_crimenes_fiscalia": ("suspects", 15),
    "noticias_de_crimenes_fiscalia": ("cases", 15),
    "victimas_crimen_fiscalia": ("victims", 15),
    "reporte_lesiones_no_fatales_med_legal": ("cases", 3),
}
# numbers of a place, which are no issue: how many attributes
ATTRIBUTES = {
    "afiliados_sss_adres": 2, "conteo_unidad_victimas": 4, "frontera_agricula": 2,
    "indicadores_educacion_bas_med_mineduc": 6, "indicadores_hogares_censo_2018": 5,
    "indicadores_mortal_morbil_minsalud": 5, "indicadores_personas_sisben": 4,
    "indicadores_serv_pub_viviendas_censo_2018": 7, "num_hogares_viviendas_sisben": 2,
    "otros_indicadores_viviendas_censo_2018": 8, "primera_infancia_mined": 2, "tasa_desempleo_censo_2018": 1,
    "tasas_alfabetas_censo_2018": 3,
}  # fmt: skip
NATIONAL_COUNTS = {
    "alluvial_gold_mining_minminas": ("illegal_mining", "ha_under_illegal_explotation"),
    "arrests_for_ilegal_mining_mindefensa": ("illegal_mining", "amount"),
    "extortion_mindefensa": ("extortion", "amount"),
    "intervened_mines_mindefensa": ("illegal_mining", "amount"),
    "kidnapping_mindefensa": ("kidnapping", "amount"),
    "massacres_mindefensa": ("massacre", "amount"),
    "terrorism_mindefensa": ("terrorism", "amount"),
}


def test_the_fifty_tables_of_cauca_are_all_expected_here():
    folder = SHARED / "data" / CAUCA
    if not folder.is_dir():
        pytest.skip("the tables of Cauca are not on this machine")
    assert {path.stem for path in folder.glob("*.csv")} == {*ONE_COUNT, *SEVERAL_ISSUES, *ATTRIBUTES}


@pytest.mark.parametrize(("name", "issue"), ONE_COUNT.items())
def test_a_table_of_cauca_that_counts_one_issue(name, issue):
    found = propose(real(CAUCA, f"{name}.csv"))
    assert found.table == "issue_records"
    assert roles_of(found) >= COUNTED
    assert found.options["issue_type"] == issue
    assert found.options["country"] == "CO"


@pytest.mark.parametrize(("name", "expected"), SEVERAL_ISSUES.items())
def test_a_table_of_cauca_with_a_column_for_each_issue(name, expected):
    measure, columns = expected
    found = propose(real(CAUCA, f"{name}.csv"))
    assert found.table == "issue_wide"
    assert roles_of(found) >= CODE_YEAR
    assert found.options["measure"] == measure
    assert len(found.columns_of("count")) == columns
    assert "sexual_violence" in found.columns_of("count").values()


@pytest.mark.parametrize(("name", "attributes"), ATTRIBUTES.items())
def test_a_table_of_cauca_about_the_place_is_no_table_of_issues(name, attributes):
    found = propose(real(CAUCA, f"{name}.csv"))
    assert found.table == "place_attributes"
    assert roles_of(found) >= CODE_YEAR
    assert len(found.columns_of("attribute")) == attributes


@pytest.mark.parametrize(("name", "expected"), NATIONAL_COUNTS.items())
def test_a_national_table_of_issues(name, expected):
    issue, counted = expected
    found = propose(real(NATIONAL, f"{name}.csv"))
    assert found.table == "issue_records"
    assert found.options["issue_type"] == issue
    assert found.column_of("count") == counted
    assert found.columns["dane_code"] == "place_code"
    assert found.columns["id"] == "id"
    assert roles_of(found) >= COUNTED | {"source_note"}


def test_massacres_count_victims_and_area_stays_as_a_breakdown():
    found = propose(real(NATIONAL, "massacres_mindefensa.csv"))
    assert found.options["measure"] == "victims"
    assert found.columns["area"] == "breakdown:area"


def test_kinds_of_kidnapping_are_kidnapping_and_not_extortion():
    found = propose(real(NATIONAL, "kidnapping_mindefensa.csv"))
    assert found.columns["kidnapping_class"] == "category"
    assert found.categories == {"SECUESTRO EXTORSIVO": "kidnapping", "SECUESTRO SIMPLE": "kidnapping"}


def test_land_restitution_has_a_count_and_no_year():
    found = propose(real(NATIONAL, "land_restitution_claims_minagricultura.csv"))
    assert found.options["issue_type"] == "land_restitution_claims"
    assert found.columns["numerodesolicitantes"] == "count"
    assert "year" not in roles_of(found) | set(found.options)


def test_hectares_of_coca_stand_in_a_column_for_each_year():
    found = propose(real(NATIONAL, "coca_2020_2022.csv"))
    assert found.table == "issue_wide"
    assert found.columns == {"dane_code": "place_code", "2020": "year:2020", "2022": "year:2022"}
    assert (found.options["issue_type"], found.options["unit"]) == ("illicit_crops", "hectares")


def test_projections_of_population_are_attributes_by_area():
    found = propose(real(NATIONAL, "municipal_population_projections_dane.csv"))
    assert found.table == "place_attributes"
    assert found.columns["population"] == "attribute:population"
    assert found.columns["geographic_area"] == "breakdown:geographic_area"


@pytest.mark.parametrize("name", ["data_source.csv", "departments_dane.csv"])
def test_lists_of_sources_and_places_are_ignored(name):
    assert propose(real(NATIONAL, name)).table == "ignored"


def test_homicides_have_their_code_in_id_and_a_rate_that_is_worked_out():
    found = propose(real("col_homicides_1990_2013", "homicidios_1990_2013.csv"))
    assert found.table == "issue_records"
    assert found.options["issue_type"] == "homicide"
    assert found.columns == {
        "id": "place_code", "id_depto": "department_code", "municipio": "place_name", "depto": "department_name",
        "año": "year", "poblacion": "attribute:population", "homicidios": "count", "tasa": "rate",
    }  # fmt: skip


def test_events_of_ucdp_are_read_by_tags_and_names():
    found = propose(real("col_ucdp_ged", "conflict_data_col.csv"))
    assert found.table == "issue_records"
    expected = {
        "id": "id", "year": "year", "date_start": "start", "date_end": "end", "adm_1": "department_name", "adm_2":
        "place_name", "latitude": "lat", "longitude": "lon", "where_prec": "place_precision", "best": "count",
        "type_of_violence": "category", "country": "country", "low": "unused", "conflict_new_id": "unused",
        "source_date": "source_note", "start_year": "unused",
    }  # fmt: skip
    assert {column: found.columns[column] for column in expected} == expected
    assert found.categories == {"1": "conflict_events", "2": "conflict_events", "3": "violence_against_civilians"}
    assert found.options["measure"] == "deaths"
    assert found.reasons["best"] == "HXL tag #affected+killed"


def test_unhcr_says_who_is_where_in_tags_of_2014():
    found = propose(real("hxl_3w", "unhcr-3w.csv"))
    assert found.table == "presence"
    assert {c: r for c, r in found.columns.items() if r != "unused"} == {
        "Country name": "country", "Admin level 1": "department_name", "Latitude": "lat", "Longitude": "lon",
        "Sector (English)": "sector", "Organisation name": "organisation",
    }  # fmt: skip


def test_rowca_tracks_indicators_by_month():
    found = propose(real("hxl_3w", "rowca-3w-hxl.csv"))
    assert found.table == "indicators"
    expected = {
        "Indicator": "indicator", "IndicatorId": "indicator_id", "AnnualTarget": "target", "Achieved": "actual",
        "MONTH": "month", "Country": "country", "Admin1": "department_name", "Organization": "organisation",
        "Accumulative": "accumulative",
    }  # fmt: skip
    assert {column: found.columns[column] for column in expected} == expected


@pytest.mark.parametrize(
    ("name", "table", "roles"),
    [
        (
            "projects.csv",
            "aid_projects",
            {"identifier", "title", "start", "end", "organisation:funding", "sector_code"},
        ),
        ("locations.csv", "aid_locations", {"identifier", "location_id", "place_precision", "location_type", "lat"}),
        ("transactions.csv", "aid_transactions", {"identifier", "year", "kind", "currency", "amount"}),
    ],
)
def test_the_tables_beside_aid_data_files(name, table, roles):
    found = propose(real("iati203_colombia_aims", name))
    assert found.table == table
    assert roles_of(found) >= roles


def test_every_proposal_is_a_mapping_that_can_be_saved():
    for name in NATIONAL_COUNTS:
        check(propose(real(NATIONAL, f"{name}.csv")))
    for name in [*ONE_COUNT, *SEVERAL_ISSUES, *ATTRIBUTES]:
        check(propose(real(CAUCA, f"{name}.csv")))


MADE = [
    (
        made("incidents.csv", ["Département", "Commune", "Nombre de victimes", "Date"],
             ["Est", "Fada", "3", "2024-01-02"],
             titles=("Massacres de civils",)),
        "issue_records", ["department_name", "place_name", "count", "date"],
    ),
    (
        made("datos.csv", ["Municipio (DIVIPOLA)", "Fecha del hecho", "No. de casos", "Delito"],
             ["05001", "2024-01-02", "3", "EXTORSION"], ["5,002", "2024-01-05", "1", "SECUESTRO SIMPLE"]),
        "issue_records", ["place_code", "date", "count", "category"],
    ),
    (
        made("datos.csv", ["Departamento", "Municipio", "N° personas", "Año", "Hecho victimizante"],
             ["CAUCA", "POPAYÁN", "3", "2020", "Desplazamiento forzado"],
             ["CAUCA", "PIAMONTE", "5", "2,021", "Amenaza"]),
        "issue_records", ["department_name", "place_name", "count", "year", "category"],
    ),
    (
        made("Homicidios.xlsx", ["DEPARTAMENTO", "MUNICIPIO", "CODIGO DANE", "ARMAS MEDIOS", "FECHA HECHO", "GENERO",
                                 "CANTIDAD"],
             ["ANTIOQUIA", "MEDELLIN (CT)", "05001000", "ARMA DE FUEGO", "1/01/2023", "MASCULINO", "1"],
             ["ATLANTICO", "BARRANQUILLA (CT)", "08001000", "ARMA BLANCA", "2/01/2023", "FEMENINO", "1"]),
        "issue_records",
        ["department_name", "place_name", "place_code", "breakdown:armas_medios", "date", "sex", "count"],
    ),
    (
        made("acled.csv", ["event_id_cnty", "event_date", "event_type", "country", "admin1", "admin2", "latitude",
                           "longitude", "geo_precision", "fatalities"],
             ["COL1", "2024-01-02", "Battles", "Colombia", "Cauca", "Argelia", "2.25", "-77.25", "1", "2"]),
        "issue_records",
        ["id", "date", "category", "country", "department_name", "place_name", "lat", "lon", "place_precision",
         "count"],
    ),
    (
        made("proyectos.xlsx", ["Código", "Nombre del proyecto", "Entidad ejecutora", "Donante", "Municipio",
                                "Fecha de inicio", "Fecha final", "Estado", "Presupuesto (COP)", "Mujeres"],
             ["P1", "Paz", "ONG", "UE", "Popayán", "2020-01-01", "2021-01-01", "En ejecución", "1000", "3"]),
        "activities",
        ["identifier", "title", "organisation:implementing", "organisation:funding", "place_name", "start", "end",
         "status", "amount", "people:women"],
    ),
    (
        made("aliados.xlsx", ["Organización", "Sigla", "Sector", "País"], ["Uno", "U", "Privado", "CO"]),
        "partners", ["organisation", "acronym", "sector", "country"],
    ),
    (
        made("qui_fait_quoi.csv", ["Organisation", "Secteur", "Province", "District", "Activité", "Bénéficiaires"],
             ["NRC", "Protection", "Nord-Kivu", "Goma", "x", "300"]),
        "presence", ["organisation", "sector", "department_name", "place_name", "activity", "people"],
    ),
    (
        made("indicadores.xlsx", ["Indicador", "Unidad de medida", "Meta 2024", "Logrado", "Trimestre"],
             ["jóvenes", "personas", "100", "30", "T1"]),
        "indicators", ["indicator", "unit", "target", "actual", "quarter"],
    ),
    (
        made("poblacion.xlsx", ["DP", "DPMP", "MPIO", "AÑO", "ÁREA GEOGRÁFICA", "Total"],
             ["05", "05001", "Medellín", "2018", "Cabecera", "2372330"],
             ["05", "05002", "Abejorral", "2018", "Resto", "7"]),
        "place_attributes",
        ["department_code", "place_code", "place_name", "year", "breakdown:area_geografica", "attribute:population"],
    ),
    (
        made("ipv.csv", ["Código IBGE", "Município", "UF", "Ano", "Mês", "Número de vítimas", "Tipo de crime"],
             ["3304557", "Rio", "RJ", "2020", "1", "4", "Homicídio"],
             ["3304558", "Niterói", "RJ", "2020", "2", "1", "x"]),
        "issue_records", ["unused", "place_name", "department_name", "year", "month", "count", "category"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("grid", "table", "roles"), MADE, ids=[f"{n}_{grid.file}" for n, (grid, *_) in enumerate(MADE)]
)
def test_headers_of_other_publishers(grid, table, roles):
    found = propose(grid)
    assert (found.table, list(found.columns.values())) == (table, roles)
    assert not role_findings(found, grid)


def test_a_year_in_the_header_stands_in_for_a_column_of_years():
    grid = made("pdet.csv", ["Código DANE", "PDET", "Población 2024"], ["19001", "NO", "300000"], ["19100", "SI", "4"])
    found = propose(grid)
    assert found.columns["Población 2024"] == "attribute:population"
    assert found.columns["PDET"] == "attribute:pdet"
    assert found.options["year"] == "2024"


def test_an_unknown_category_is_unclassified_where_the_file_names_no_issue():
    rows = [["05001", "2020", "Homicidio", "1"], ["05001", "2020", "Algo nunca visto", "2"]]
    found = propose(made("datos.csv", ["codigo dane", "año", "delito", "casos"], *rows))
    assert found.categories == {"Homicidio": "homicide", "Algo nunca visto": "unclassified"}
    assert "issue_type" not in found.options


def test_a_table_without_a_word_about_issues_is_not_made_one():
    found = propose(made("datos.csv", ["codigo dane", "año", "casos"], ["05001", "2020", "1"]))
    assert (found.table, found.columns["casos"]) == ("place_attributes", "attribute:casos")


def test_names_documents_and_mails_are_kept_out():
    header = ["nombre de la víctima", "cédula", "x", "cod_mpio", "fecha", "casos"]
    found = propose(made("extorsion.csv", header, ["Ana", "123456", "a@b.co", "05001", "2024-01-02", "1"]))
    assert [found.columns[column] for column in header[:3]] == ["kept_out"] * 3
    assert found.columns["cod_mpio"] == "place_code"


def test_a_column_without_a_name_is_read_by_its_contents_among_known_places():
    rows = [["Medellín", "2020", "7"], ["Abejorral", "2021", "9"]]
    grid = made("extorsion.csv", ["a", "b", "c"], *rows)
    found = propose(grid, {"medellin", "ABEJORRAL"})
    assert found.columns == {"a": "place_name", "b": "year", "c": "count"}
    assert found.reasons["a"] == "values are names of places"
    assert propose(grid).table == "ignored"


def test_swapped_columns_are_named_both():
    rows = [["05001", "Mujer", "Cerrado"], ["05002", "Hombre", "Abierto"]]
    (finding,) = swapped(made("x.csv", ["codigo_dane", "estado", "genero"], *rows))
    assert finding.rule == "columns_swapped"
    assert dict(finding.values) == {"column": "estado", "other": "genero"}
    assert not swapped(made("x.csv", ["codigo_dane", "genero", "estado"], *rows))


def test_a_code_and_a_name_that_changed_places_are_told():
    rows = [["Medellín", "05001"], ["Abejorral", "05002"]]
    grid = made("x.csv", ["codigo_dane", "municipio"], *rows)
    assert [finding.rule for finding in swapped(grid)] == ["columns_swapped"]


def test_a_topic_of_more_words_beats_a_topic_of_fewer():
    assert issue_of("coca confiscada").issue_type == "drug_seizures"
    assert issue_of("cultivos de coca").issue_type == "illicit_crops"
    assert issue_of("amenazas a líderes sociales").issue_type == "threats_to_leaders"
    assert issue_of("minas antipersonal").issue_type == "landmines"
    assert issue_of("hogares") is None


def test_every_issue_that_words_name_is_in_the_reference():
    types = set(read_text(REAL["reference"] / "issue_types.csv")["issue_type_id"])
    assert words_of_issues() <= types


def test_tags_of_both_generations_name_roles():
    assert [tag_role(tag) for tag in ("#lat_deg", "#geo+lat", "#adm2+code", "#adm1+name", "#date+start")] == [
        "lat", "lat", "place_code", "department_name", "start",
    ]  # fmt: skip
    assert [tag_role(tag) for tag in ("#org+funder", "#reached+f+children", "#contact+email", "#nothing")] == [
        "organisation:funding", "people:girls", "kept_out", None,
    ]  # fmt: skip


def test_a_row_of_tags_is_taken_off_with_the_headers_above_it():
    rows = [["País", "Total"], ["#country", "#affected+killed"], ["Colombia", "3"]]
    found = tagged(made("x.csv", ["Country", "Deaths"], *rows))
    assert found.tags == {"Country": "#country", "Deaths": "#affected+killed"}
    assert found.frame.index.tolist() == [4]


def test_a_hash_in_a_title_is_no_row_of_tags():
    assert not is_tag_row(["#1 in the list", "#2"])
    assert not is_tag_row(["#country", "Colombia"])
    assert is_tag_row(["#country", None, " #adm1 +name "])


def test_every_table_says_what_a_row_is():
    assert all(table.row for table in TABLES_READ.values())


def test_a_count_named_after_a_crime_is_no_category_though_its_numbers_are_few():
    rows = [["05001", "2020", "3"], ["05002", "2021", "1"]]
    found = propose(made("policia.csv", ["codigo_dane", "año", "delito_sexual_polinal"], *rows))
    assert found.columns["delito_sexual_polinal"] == "count"
    assert found.options["issue_type"] == "sexual_violence"


def test_what_a_homicide_was_done_with_is_not_its_category():
    rows = [["05001", "2020", "Armas de fuego", "3"], ["05002", "2021", "Minas antipersonal", "1"]]
    found = propose(made("homicidios.csv", ["codigo_dane", "año", "medio", "casos"], *rows))
    assert found.columns["medio"] == "unused"
    assert found.options["issue_type"] == "homicide"


def test_years_under_the_header_of_a_count_are_years():
    rows = [["05001", year, str(n)] for n, year in enumerate(["2020", "2021", "2020", "2022", "2021", "2023"])]
    grid = made("extorsion.csv", ["codigo_dane", "casos", "año"], *rows)
    assert propose(grid).columns == {"codigo_dane": "place_code", "casos": "year", "año": "count"}
    assert [dict(finding.values) for finding in swapped(grid)] == [{"column": "casos", "other": "año"}]
