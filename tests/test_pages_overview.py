"""The Overview and Evidence pages, and what every page does: filters, banners, faults, the last line."""

import shutil

import pytest

from analytics.snapshots import publish
from pages.shared import store
from tests.conftest import REAL
from tests.pages import buttons, html


def test_the_overview_has_a_band_for_each_partnership_with_its_figures(opened):
    page = opened("overview")
    assert not page.exception
    assert html(page).count('class="tj-band"') == 4
    for figure in ("606", "14,903", "224", "over 80", "undated", "May 2016 to November 2021", "end not stated"):
        assert figure in html(page), figure
    assert "over 1,043 · Awareness and mobilisation actions supported" in buttons(page)
    assert [label for label in buttons(page) if label.startswith("USD")] == [
        "USD 14 million · Leveraged for reconciliation",
        "USD 13 million · Mobilised for reconciliation",
    ]


def test_the_overview_in_spanish_writes_numbers_and_months_in_spanish(opened):
    page = opened("overview", lang="es")
    assert "14.903" in html(page)
    assert "14,903" not in html(page)
    assert "mayo de 2016 a noviembre de 2021" in html(page)
    assert page.title[0].value == "Lo que hicieron las alianzas"


def test_a_filter_of_the_address_narrows_the_page_and_stands_as_a_chip(opened):
    page = opened("overview", partnership="somos-comunidad")
    assert html(page).count('class="tj-band"') == 1
    assert "14,903" not in html(page)
    assert "Partnership: Somos Comunidad" in buttons(page)
    page.button(key="chip-partnership-somos-comunidad").click().run()
    assert html(page).count('class="tj-band"') == 4
    assert "partnership" not in page.query_params


def test_a_filter_chosen_in_the_sidebar_goes_to_the_address(opened):
    page = opened("overview")
    page.multiselect(key="partnership").select("par").run()
    assert page.query_params["partnership"] == "par"
    assert html(page).count('class="tj-band"') == 1


def test_a_period_goes_to_the_address_and_an_undated_programme_does_not_pass(opened):
    page = opened("overview", period="2020-01..2021-12")
    assert "Rwanda Peace Partnership" not in html(page)
    assert "January 2020 to December 2021" in buttons(page)
    page.select_slider(key="period").set_value(("2006-05", "2006-12")).run()
    assert page.query_params["period"] == "2006-05..2006-12"
    assert html(page).count('class="tj-band"') == 1


def test_clearing_lets_go_of_every_filter_and_keeps_the_language(opened):
    page = opened("overview", partnership="par", place="13", lang="es")
    page.button(key="chips-clear").click().run()
    assert set(page.query_params) == {"lang"}


def test_a_selection_that_nothing_fits_says_which_filter_to_loosen(opened):
    page = opened("overview", partnership="rwanda-peace-partnership", place="13")
    assert "Nothing is recorded for this selection." in html(page)
    assert "Take away a filter above: Partnership: RPP; Place: Bolívar." in html(page)


@pytest.mark.parametrize("period", ["yesterday", "2021-12..2020-01", "2020-13..2021-01", "2020-01"])
def test_a_period_that_means_nothing_is_dropped_with_a_note(opened, period):
    page = opened("overview", period=period)
    assert not page.exception
    assert f"left out of the link: {period}." in html(page)
    assert "period" not in page.query_params


def test_markup_in_the_address_is_escaped(opened):
    page = opened("overview", partnership="<img src=x onerror=alert(1)>")
    assert "<img src=x" not in html(page)
    assert "&lt;img src=x" in html(page)


def test_every_open_question_says_what_to_ask_for(opened):
    page = opened("overview")
    assert html(page).count("To ask for:") > 20


def test_evidence_sets_published_totals_beside_what_is_listed(opened):
    page = html(opened("evidence"))
    for word in ("agrees", "cannot be checked", "below: fewer are listed", "None of the 27 is named."):
        assert word in page, word


def test_the_record_is_searched_by_number_and_without_accents(opened):
    page = opened("evidence")
    whole = len(page.dataframe[-1].value)
    page.text_input(key="find").set_value("14,903").run()
    assert 0 < len(page.dataframe[-1].value) < 5
    page.text_input(key="find").set_value("caceres").run()
    assert 0 < len(page.dataframe[-1].value) < whole
    page.text_input(key="find").set_value("no such thing").run()
    assert "No row holds “no such thing”." in html(page)


def test_what_is_told_in_words_is_in_no_table(opened):
    page = opened("evidence")
    assert "Pressure on civil society organisations to close." in html(page)
    shown = " ".join(frame.value.to_string() for frame in page.dataframe)
    assert "Pressure on civil society" not in shown
    assert "Uzbek" not in html(page)


def test_a_sentence_is_shown_where_the_document_is_at_hand(opened, documents, monkeypatch):
    monkeypatch.setenv("TEJIDO_SOURCES", str(documents))
    page = opened("overview", partnership="par")
    page.button(key="evidence-card-par-alliances-1").click().run()
    drawer = html(page)
    assert "Results, line 39" in drawer
    assert 'class="tj-quote"' in drawer


def test_without_the_document_the_drawer_names_the_line_alone(opened):
    page = opened("overview", partnership="par")
    page.button(key="evidence-card-par-alliances-1").click().run()
    assert "Results, line 39" in html(page)
    assert 'class="tj-quote"' not in html(page)


def test_damaged_data_are_named_and_the_last_good_version_is_shown(opened, published_home, tmp_path):
    data = tmp_path / "data"
    folders = {kind: data / kind for kind in REAL}
    for kind, folder in REAL.items():
        shutil.copytree(folder, folders[kind])
    publish(folders, data / "snapshots")
    fresh = publish(folders, data / "snapshots")
    flipped = bytearray((fresh.folder / "observations.parquet").read_bytes())
    flipped[len(flipped) // 2] ^= 1
    (fresh.folder / "observations.parquet").write_bytes(flipped)
    store._record.cache_clear()
    page = opened("overview", data)
    assert "observations.parquet is not what was published" in page.warning[0].value
    assert "14,903" in html(page)


def test_a_preview_of_another_role_says_so(opened):
    page = opened("overview", **{"as": "public"})
    assert page.info[0].value == "Preview: what the role “public” sees."
    assert opened("overview", **{"as": "anybody"}).info == []


def test_a_fault_in_a_page_is_a_sentence_with_a_number_and_nothing_more(opened, monkeypatch, caplog):
    def broken(*_: object) -> None:
        raise RuntimeError("select secret from /a/path")

    monkeypatch.setattr("pages.shared.parts.not_known", broken)
    page = opened("overview")
    said = page.error[0].value
    assert "report the number" in said
    assert "secret" not in said
    assert said.rsplit(" ", 1)[1].rstrip(".") in caplog.text
