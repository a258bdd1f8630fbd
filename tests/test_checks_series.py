"""What only the whole table shows: values that vanish, years cut short, columns exchanged."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.checks.series import implausible, partial_years, swapped


def coca(after):
    values = {2020: [1500, 2300, 10], 2022: after}
    rows = [(place, year, value) for year in values for place, value in zip("abc", values[year], strict=True)]
    return pd.DataFrame(rows, columns=["place", "year", "ha"], index=range(2, 8))


def test_a_series_in_which_every_value_from_a_thousand_on_became_zero_is_told():
    found = implausible(coca([0, 0, 12]), "place", "year", "ha")
    assert [(f.rule, f.row, f.column, f.count) for f in found] == [("value_implausible", 5, "ha", 2)]
    assert found[0].values == (("least", "1000"), ("year", "2022"))


@pytest.mark.parametrize("after", [[0, 3, 12], [None, None, 12], [1400, 2500, 0]])
def test_a_series_that_only_falls_or_is_not_known_is_plausible(after):
    assert implausible(coca(after), "place", "year", "ha") == []


def test_a_last_year_that_stops_in_april_is_partial():
    found = partial_years(pd.Series(pd.date_range("2020-01-01", "2024-04-30", freq="D")))
    assert [(f.rule, f.value, f.values) for f in found] == [
        ("year_partial", "2024", (("months", "2024-01 – 2024-04"),))
    ]


def test_whole_years_and_years_with_few_events_are_not_partial():
    assert partial_years(pd.Series(pd.date_range("2020-01-01", "2023-12-31", freq="D"))) == []
    assert partial_years(pd.Series(pd.to_datetime(["2020-03-01", "2021-05-01", "2022-02-01"]))) == []


@pytest.mark.parametrize(
    "words",
    [
        "Extorsión desde el 01 de enero del año 2010 al 30 de abril del año 2024.",
        "2010-01-01 2024-04-30",
        "desde enero de 2010 hasta abril de 2024",
    ],
)
def test_a_description_that_stops_in_april_tells_it_for_a_table_of_years(words):
    assert [(f.value, f.values) for f in partial_years(said=[words])] == [("2024", (("months", "2024-01 – 2024-04"),))]


def test_a_description_of_whole_years_tells_nothing():
    assert partial_years(said=["desde 2010-01-01 hasta 2023-12-31", "Actualizado en mayo de 2024"]) == []


def frame(**columns):
    return pd.DataFrame(columns)


@pytest.mark.parametrize(
    ("table", "names"),
    [
        (frame(estado=["F", "M", "F"], genero=["activo", "cerrado", "activo"]), ("estado", "genero")),
        (frame(cod_mpio=["Medellín", "Cali"], municipio=["5001", "76001"]), ("cod_mpio", "municipio")),
        (frame(lat=["174.1", "135.2"], lon=["4.6", "6.2"]), ("lat", "lon")),
        (
            frame(fecha_inicio=["2024-01-01", "2023-05-01"], fecha_fin=["2022-01-01", "2021-01-01"]),
            ("fecha_inicio", "fecha_fin"),
        ),
        (frame(year=["05001", "76001"], dane_code=["2019", "2020"]), ("year", "dane_code")),
    ],
)
def test_two_columns_that_hold_what_the_other_should_are_both_named(table, names):
    found = swapped(table)
    assert [(f.rule, f.column, f.values) for f in found] == [
        ("columns_swapped", names[0], (("column", names[0]), ("other", names[1])))
    ]


def test_latitude_below_ninety_needs_the_box_of_the_country():
    table = frame(lat=["-74.1", "-75.2"], lon=["4.6", "6.2"])
    assert swapped(table) == []
    assert [f.rule for f in swapped(table, box=(-5.0, -82.0, 14.0, -66.0))] == ["columns_swapped"]


@pytest.mark.parametrize(
    "table",
    [
        frame(genero=["F", "M"], estado=["activo", "cerrado"]),
        frame(estado=["Antioquia", "Chocó"], genero=["F", "M"]),
        frame(estado=["activo", "cerrado"], nombre=["Abierto", "Activo"]),
        frame(start=["2020", "2021"], end=["2022", "2023"]),
        frame(lat=["4.6", "6.2"], lon=["-74.1", "-75.2"]),
        frame(cod_mpio=["5001", "76001"], municipio=["Medellín", "Cali"]),
        frame(start=[None, None], end=[None, None]),
    ],
)
def test_columns_in_their_place_are_let_be(table):
    assert swapped(table) == []


def test_roles_of_the_mapping_go_before_the_headers():
    table = frame(a=["F", "M", "F"], b=["activo", "cerrado", "activo"])
    assert swapped(table) == []
    assert [f.column for f in swapped(table, roles={"a": "status", "b": "gender"})] == ["a"]
