"""A facilitator's path in a real Chromium: one problem, five steps, a caution, consent, and a booklet on paper."""

from __future__ import annotations

import os
from pathlib import Path

from pypdf import PdfReader

from tests.test_journeys import address, chromium, expect, settled, visit  # noqa: F401  fixtures

PICTURES = os.environ.get("TEJIDO_PICTURES")  # a folder for pictures of the way, to be looked at by a person


def picture(page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def fill(page, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True).first
    field.fill(text)
    field.blur()
    settled(page)


def step(page, name: str) -> None:
    page.get_by_role("radiogroup").locator("label").filter(has_text=name).click()
    settled(page)


def test_a_group_makes_its_booklet_and_prints_it(visit):  # noqa: F811
    page = visit("booklets", locale="es-CO")
    page.get_by_label("Municipio").click()
    page.keyboard.type("El Guamo")
    page.keyboard.press("Enter")
    settled(page)
    expect(page.get_by_role("radiogroup").locator("label")).to_have_count(4)
    expect(page.get_by_role("button", name="Empezar la cartilla")).to_be_disabled()
    page.locator("label").filter(has_text="Microtráfico").click()
    settled(page)
    picture(page, "start")
    with page.expect_download() as sheet:
        page.get_by_role("button", name="Hoja en blanco (PDF)").click()
    assert len(PdfReader(sheet.value.path()).pages) == 4, "eight pages on four sides of paper"
    page.get_by_role("button", name="Empezar la cartilla").click()
    settled(page)

    expect(page.get_by_role("heading", name="El Guamo: Microtráfico")).to_be_visible()
    expect(page.get_by_text("Borrador, todavía no es de la comunidad")).to_be_visible()
    picture(page, "concepts")
    step(page, "El problema")
    fill(page, "Qué pasa y a quiénes toca", "En las tardes no hay a dónde ir. Lo sabe don Juan Pérez.")
    picture(page, "problem")
    step(page, "Nuestros pasos")
    fill(page, "Qué", "Abrir la biblioteca los sábados")
    fill(page, "Quién", "La mesa de jóvenes")
    picture(page, "steps")
    step(page, "Revisar e imprimir")
    expect(page.get_by_text("Parece el nombre de una persona")).to_be_visible()
    expect(page.get_by_role("button", name="Letra grande (A4)")).to_be_disabled()
    picture(page, "caution")
    step(page, "El problema")
    fill(page, "Qué pasa y a quiénes toca", "En las tardes no hay a dónde ir.")
    step(page, "Revisar e imprimir")
    expect(page.get_by_text("Parece el nombre de una persona")).to_have_count(0)
    for words in ("El grupo aceptó que se impriman sus palabras", "La leímos en voz alta en grupo"):
        page.locator("label").filter(has_text=words).click()
        settled(page)
    expect(page.get_by_role("button", name="Letra grande (A4)")).to_be_enabled()
    picture(page, "print")
    drawn = page.get_by_role("img", name="La página como se imprime")
    assert drawn.evaluate_all("all => all.length && all.every(one => one.naturalWidth > 300)")
    with page.expect_download() as printed:
        page.get_by_role("button", name="Letra grande (A4)").click()
    told = " ".join(part.extract_text() for part in PdfReader(printed.value.path()).pages)
    assert "Abrir la biblioteca los sábados" in " ".join(told.split())
    assert "don Juan" not in told

    page.reload()
    settled(page)
    step(page, "El problema")
    expect(page.get_by_label("Qué pasa y a quiénes toca", exact=True)).to_have_value("En las tardes no hay a dónde ir.")


def test_the_shelf_is_read_on_a_phone_in_the_dark(visit):  # noqa: F811
    page = visit("booklets", dark=True, width=390, height=844)
    expect(page.get_by_role("heading", name="Prevention booklets")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    picture(page, "phone")
