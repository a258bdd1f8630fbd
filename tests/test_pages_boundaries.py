"""The part of Import that brings boundaries in, without a browser."""

import json

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from analytics import boundary_sets
from analytics.bounding import taking
from tests.bounds import TOWNS, collection, feature, here, square
from tests.conftest import REAL
from tests.country import PROJECT
from tests.pages import html, text

FILE = json.dumps(collection(*[feature(code, square(*at)) for code, at in TOWNS.items()])).encode()
WRONG = FILE.replace(b"05615", b"05999")


@pytest.fixture
def opened(country, monkeypatch):
    """Opens Import on the tiny country; files are checked against the project's places, for they are of real towns."""
    monkeypatch.setattr(taking.contained, "run", here)
    monkeypatch.setattr(taking, "tables_folders", lambda: {"reference": REAL["reference"]})
    monkeypatch.setenv("TEJIDO_DATA", str(country))
    st.cache_data.clear()

    def opened(**address: str) -> AppTest:
        app = AppTest.from_file(str(PROJECT / "pages/shared/main.py"), default_timeout=60)
        app._page_hash = calc_hash("import")  # a page is known by its address, not by its file
        for name, value in address.items():
            app.query_params[name] = value
        return app.run()

    return opened


def given(app, content, name="mgn2021.geojson"):
    app.file_uploader(key="boundary-file-0").set_value([(name, content, "application/geo+json")]).run()
    app.button(key="read-boundaries").click().run()
    assert not app.exception
    return app


def test_a_file_is_understood_shown_published_and_removed(opened):
    app = opened()
    assert "None are there yet" in text(app)
    given(app, FILE)
    said = html(app)
    assert "mgn2021.geojson: Colombia. Municipality: 8; Department: 2." in said
    assert "places without a polygon" in said
    assert "/picture/" in said
    assert app.text_input(key="vintage-0").value == "2021"
    app.text_input(key="credit-0").set_value("DANE <b>").run()
    app.button(key="publish-boundaries").click().run()
    said = text(app)
    assert "The boundaries are published" in said
    assert "DANE &lt;b&gt;" in said
    one = boundary_sets.stored()[0]
    assert (one["credit"], one["vintage"]) == ("DANE <b>", "2021")
    app.button(key=f"remove-{one['id']}").click().run()
    assert "None are there yet" in text(app)
    assert boundary_sets.stored() == []


def test_wrong_codes_stand_in_the_way_and_are_named(opened):
    app = given(opened(lang="es"), WRONG)
    said = html(app)
    assert "05999: No hay un lugar de este nivel con este código." in said
    assert "No se puede publicar mientras haya errores" in said
    assert not [button for button in app.button if button.key == "publish-boundaries"]


def test_another_column_can_be_said(opened):
    content = json.loads(FILE)
    for one in content["features"]:
        one["properties"] |= {"otro": one["properties"]["MPIO_CDPMP"], "MPIO_CDPMP": "99999"}
    app = given(opened(), json.dumps(content).encode())
    app.selectbox(key="boundary-code_column-0").set_value("MPIO_CDPMP").run()
    app.button(key="boundary-again").click().run()
    assert "There is no place of this level with this code" in html(app)


def test_only_analysts_bring_boundaries_in(opened):
    assert not opened(**{"as": "public"}).file_uploader
