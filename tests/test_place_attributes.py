"""What imports know of a place, in its profile: the latest year with its source, and what is not stated said so."""

from __future__ import annotations

from analytics import reading_records
from analytics.asking import find_question
from analytics.selection import Reader, Selection
from analytics.warehouse import Warehouse
from analytics.wording import Words
from tests.importing import published, written

POPULATION = "codigo_municipio,municipio,año,area,poblacion\n"


def _known(snapshot, place="05001"):
    with Warehouse(snapshot) as house:
        return find_question("place_attribute_values").ask(house, Selection(), Reader("analyst"), place_id=place)


def test_a_place_shows_the_latest_year_and_its_source(tmp_path):
    rows = "05001,Medellín,2020,,2500000\n05001,Medellín,2024,,2600000\n05120,Cáceres,2024,,30000\n"
    (row,) = _known(published(written(tmp_path, POPULATION + rows, "poblacion.csv"))).itertuples(index=False)
    assert (row.attribute, row.value, row.year, row.first_year) == ("population", 2_600_000, 2024, 2020)
    assert row.source_title == "poblacion.csv"
    assert reading_records.attribute_line(row, Words("es")) == ("Población: 2.600.000", "2024 · poblacion.csv")


def test_words_about_a_place_and_a_missing_year_are_said_as_they_are(tmp_path):
    text = "Código DANE Municipio,Municipio,Subregión PDET\n05120,Cáceres,Bajo Cauca\n05001,Medellín,\n"
    (row,) = _known(published(written(tmp_path, text, "pdet.csv")), "05120").itertuples(index=False)
    said = reading_records.attribute_line(row, Words("en"))
    assert said == ("Subregion pdet: Bajo Cauca", "year not stated · pdet.csv")


def test_two_values_of_one_year_are_not_hidden(tmp_path):
    rows = "05001,Medellín,2024,,2500000\n05001,Medellín,2024,,2600000\n"
    (row,) = _known(published(written(tmp_path, POPULATION + rows, "poblacion.csv"))).itertuples(index=False)
    assert "more than one value" in reading_records.attribute_line(row, Words("en"))[0]


def test_a_place_of_which_nothing_is_known_has_no_row(tmp_path):
    rows = "05001,Medellín,2024,,2500000\n"
    assert _known(published(written(tmp_path, POPULATION + rows, "poblacion.csv")), "13248").empty
