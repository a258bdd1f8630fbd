"""A stranger's path in a real Chromium: her files come in, are corrected, published, found on the map, taken back."""

from __future__ import annotations

import re

import pytest

from tests.conftest import SHARED
from tests.test_journeys import address, chromium, expect, settled, visit  # noqa: F401  fixtures

AIMS = SHARED / "data" / "iati203_colombia_aims"
CASES = """Casos de extorsión, 2023
codigo_dane;municipio;fecha;casos;nota
05001;Medellín;2023-04-03;12;de prueba
05120;Cáceres;2023-04-15;3;
99999;Macondo;2023-05-20;2;sin código
"""


@pytest.fixture
def files(tmp_path):
    """Colombia's aid as AidData published it, and a small table with one wrong code."""
    if not AIMS.is_dir():
        pytest.skip("the Colombia IATI file is not on this machine")
    (tmp_path / "casos_2023.csv").write_text(CASES, encoding="utf-8")
    return [AIMS / "iati_2.03_ColombiaAIMS.xml", AIMS / "locations.csv", tmp_path / "casos_2023.csv"]


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_stranger_brings_her_data_and_finds_it_on_the_map(visit, address, files):  # noqa: F811
    page = visit("import")
    page.get_by_label("Name of the new data set").fill("Aid Colombia")
    page.keyboard.press("Enter")
    expect(page.get_by_text("In links it is called aid-colombia.")).to_be_visible()
    page.locator("input[type=file]").first.set_input_files(files)
    expect(page.get_by_role("button", name="Read the files")).to_be_enabled()
    press(page, "Read the files")

    _correct_a_meaning(page)
    _leave_out_what_is_wrong(page)

    press(page, "Next: what changes")
    expect(page.get_by_role("row", name=re.compile("^Activities 693"))).to_be_visible()
    expect(page.get_by_alt_text("Map of the places with new rows")).to_be_visible()
    press(page, "Next: publish")
    page.locator(".st-key-publish button").click()
    expect(page.get_by_text("aid-colombia has a new version")).to_be_visible(timeout=180_000)

    _find_a_municipality(page)
    page.go_back()
    press(page, "Undo")
    expect(page.get_by_text("Taken back.")).to_be_visible()
    page.goto(f"{address}/map?data=aid-colombia&at=05001")
    settled(page)
    # nothing imported is shown any more, and the address falls back to the documents
    expect(page.get_by_role("combobox", name="Data set")).to_have_value("The four documents")
    expect(page.get_by_text("aid-colombia", exact=True)).to_have_count(0)


def _correct_a_meaning(page) -> None:
    """Step 2: the table of cases is shown with its columns, and one is corrected."""
    expect(page.get_by_text("693 activities")).to_be_visible(timeout=180_000)
    settled(page)
    page.get_by_label("What “nota” means").click()
    page.keyboard.type("Not used")
    page.keyboard.press("Enter")
    expect(page.get_by_text("you chose this")).to_be_visible()


def _leave_out_what_is_wrong(page) -> None:
    """Step 3: the error stands beside its cell; its row is left out, and the files are read again."""
    press(page, "Next: what is wrong")
    expect(page.locator(".tj-cells td.at").first).to_have_text("99999")
    expect(page.locator(".tj-cells").first).to_contain_text("Macondo")
    page.get_by_text("Leave row 5 out").click()
    settled(page)
    press(page, "Read again with these choices")
    expect(page.locator(".tj-findings .errors .figure")).to_have_text("0", timeout=180_000)
    settled(page)


def _find_a_municipality(page) -> None:
    page.locator(".st-key-import-links").get_by_role("link", name="Map").click()
    page.wait_for_url(re.compile(r"/map\?.*data=aid-colombia"))
    settled(page)
    page.get_by_role("button", name="Antioquia", exact=True).click()  # the map begins where nearly all of it is
    page.wait_for_url(re.compile("at=05"))
    settled(page)
    expect(page.get_by_role("button", name="Cáceres", exact=True)).to_be_visible()
    page.go_back()
    settled(page)


@pytest.mark.parametrize(
    ("locale", "dark", "width"), [("en-GB", False, 1440), ("es-CO", True, 390)], ids=["en-light-wide", "es-dark-phone"]
)
def test_the_page_opens_clean(visit, locale, dark, width):  # noqa: F811
    page = visit("import", locale=locale, dark=dark, width=width, height=844)
    expect(page.locator("h1").first).to_be_visible()
    overflow = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, "the page scrolls sideways"
    said = {"en": "Choose files", "es": "Elegir archivos"}[locale[:2]]
    spoken = page.locator('[data-testid="stFileUploaderDropzone"] button p').first
    assert said in spoken.evaluate("element => getComputedStyle(element, '::after').content")
