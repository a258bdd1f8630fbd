"""Wide tables become long ones without losing the row, the column or a zero."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.readers.grid import Grid
from analytics.understanding.mapping import TableMapping, check
from analytics.understanding.roles import propose
from analytics.understanding.shapes import is_wide, shaped, split_cells, year_columns
from tests.conftest import SHARED


def wide(file, header, *rows, **more):
    frame = pd.DataFrame([list(row) for row in rows], columns=header, dtype="object")
    frame.index = range(5, len(frame) + 5)
    return Grid(file, frame, "csv", header_row=4, **more)


COCA = wide(
    "coca.csv", ["Código", "año 2020", "Año 2022"], ["05001", "0", "1,5"], ["05002", None, "3"], ["05002", "7", "8"]
)


def test_each_stated_cell_is_a_row_that_knows_where_it_stood():
    grid, mapping = shaped(COCA, propose(COCA))
    rows = grid.frame[["Código", "@column", "@year", "@value"]].reset_index().to_numpy().tolist()
    assert rows == [
        [5, "05001", "año 2020", "2020", "0"],
        [5, "05001", "Año 2022", "2022", "1,5"],
        [6, "05002", "Año 2022", "2022", "3"],
        [7, "05002", "año 2020", "2020", "7"],
        [7, "05002", "Año 2022", "2022", "8"],
    ]
    assert mapping.table == "issue_records"
    assert mapping.columns == {"Código": "place_code", "@year": "year", "@column": "unused", "@value": "count"}
    assert mapping.options["issue_type"] == "illicit_crops"
    check(mapping)


def test_columns_of_issues_become_the_category():
    grid = wide("x.csv", ["codigo", "ano", "casos extorsion", "casos secuestro"], ["05001", "2020", "3", "0"])
    long, mapping = shaped(grid, propose(grid))
    assert long.frame[["ano", "@column", "@value"]].to_numpy().tolist() == [
        ["2020", "casos extorsion", "3"], ["2020", "casos secuestro", "0"],
    ]  # fmt: skip
    assert mapping.categories == {"casos extorsion": "extortion", "casos secuestro": "kidnapping"}
    assert mapping.columns["@column"] == "category"
    check(mapping)


def test_a_wide_table_of_population_stays_one_of_places():
    header = ["Code commune", "Population 2019", "Population 2020"]
    grid = wide("pop.csv", header, ["BDI001001", "10", "11"], ["BDI001002", "12", "13"])
    long, mapping = shaped(grid, propose(grid))
    assert (mapping.table, mapping.columns["@value"]) == ("place_attributes", "attribute:population")
    assert long.frame["@value"].tolist() == ["10", "11", "12", "13"]
    check(mapping)


def test_a_table_that_is_long_already_is_left_as_it_is():
    mapping = TableMapping("issue_records", {"a": "place_code"})
    assert not is_wide(mapping)
    assert shaped(COCA, mapping) == (COCA, mapping)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["2020", "2022"], {"": {"2020": "2020", "2022": "2022"}}),
        (["Hectáreas 2021", "Hectáreas 2022"], {"hectareas": {"Hectáreas 2021": "2021", "Hectáreas 2022": "2022"}}),
        (["poblacion_5_16", "2020"], {}),
        (["censo 2018", "meta 2020"], {}),
        (["2019-2020", "2020-2021"], {}),
        (["id12020", "id12021"], {}),
    ],
)
def test_years_in_headers(headers, expected):
    assert year_columns(headers) == expected


def test_several_values_in_one_cell_come_apart():
    cells = pd.Series(["Popayán; Piamonte", "Toribío", None, "a|b\nc"], dtype="str")
    assert split_cells(cells).tolist() == [["Popayán", "Piamonte"], ["Toribío"], [], ["a", "b", "c"]]


def test_the_hectares_of_coca_keep_their_sums():
    path = SHARED / "data" / "col_issues_national" / "coca_2020_2022.csv"
    if not path.is_file():
        pytest.skip("the table of coca is not on this machine")
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    frame.index = range(2, len(frame) + 2)
    grid = Grid(path.name, frame, "csv")
    long, _ = shaped(grid, propose(grid))
    sums = long.frame.assign(number=pd.to_numeric(long.frame["@value"])).groupby("@year")["number"].sum()
    assert len(long.frame) == 2 * len(frame) == 638
    assert sums.round().to_dict() == {"2020": 142698.0, "2022": 229931.0}
