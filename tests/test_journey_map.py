"""The map in a real Chromium: moving around by pointer and keys, choosing several places, links that show the same."""

from __future__ import annotations

import pytest

from tests.browser import MAP, STAGE, click_map, map_camera, on_screen, wait_for_map
from tests.test_journeys import BOLIVAR, address, address_has, chromium, expect, query, settled, visit  # noqa: F401

CENTRE_OF_COLOMBIA = (-73.2, 4.2)


def test_drill_by_click_and_go_back(visit):  # noqa: F811
    page = visit("map?at=CO")
    wait_for_map(page)
    country = map_camera(page)
    click_map(page, *BOLIVAR)
    address_has(page, at="13")
    settled(page)
    page.wait_for_function("() => +document.querySelector('.tj-map').dataset.camera.split(',')[2] > 6")
    page.go_back()
    address_has(page, at="CO")
    settled(page)
    page.wait_for_function("() => +document.querySelector('.tj-map').dataset.camera.split(',')[2] < 6")
    assert map_camera(page) == country


def test_the_keys_alone_reach_a_place(visit):  # noqa: F811
    page = visit("map?at=CO")
    wait_for_map(page)
    before = map_camera(page)
    page.locator(STAGE).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    page.wait_for_url(lambda url: "camera=" in url)
    assert map_camera(page).longitude > before.longitude
    assert map_camera(page).zoom > before.zoom
    page.keyboard.press("0")
    page.wait_for_url(lambda url: "camera=" not in url)
    page.keyboard.type("boliv")
    expect(page.locator(f"{MAP} [aria-live]")).to_contain_text("Bolívar")
    page.keyboard.press("Enter")
    address_has(page, at="13")


def test_the_camera_stays_when_a_filter_changes_and_travels_in_the_link(visit):  # noqa: F811
    page = visit("map?at=CO")
    wait_for_map(page)
    page.locator(".tj-tool-in").click()
    page.wait_for_url(lambda url: "camera=" in url)
    there = map_camera(page)
    page.locator(".st-key-partnership input").click()
    page.keyboard.type("Somos")
    page.keyboard.press("Enter")
    address_has(page, partnership="somos-comunidad")
    settled(page)
    assert map_camera(page) == there
    assert "camera" in query(page)
    again = visit(page.url.split("/", 3)[3])
    wait_for_map(again)
    assert map_camera(again) == there


def test_a_name_cannot_leave_its_tooltip(visit):  # noqa: F811
    page = visit("map?at=CO")
    wait_for_map(page)
    shown = page.evaluate(
        """async () => {
            const seen = performance.getEntriesByType("resource").map((r) => r.name);
            const { Overlay } = await import(seen.find((n) => n.endsWith("overlay.js")));
            const parent = document.createElement("div");
            document.body.append(parent);
            new Overlay(parent).say(() => ["<img src=x onerror=alert(1)>", "<b>1</b>"], 0, 0, 100, 100);
            return [parent.querySelectorAll("img, div b").length, parent.textContent];
        }"""
    )
    assert shown == [1, "<img src=x onerror=alert(1)><b>1</b>"]  # the one b is the title's


@pytest.mark.parametrize("locale", ["en-GB", "es-CO"])
def test_a_place_says_what_is_recorded_under_the_pointer(visit, locale):  # noqa: F811
    page = visit("map?at=CO", locale=locale)
    wait_for_map(page)
    page.mouse.move(*on_screen(page, *BOLIVAR))
    expect(page.locator(f"{MAP} .tj-tip")).to_contain_text("Bolívar")
    expect(page.locator(f"{MAP} .tj-tip")).to_contain_text("PAR")
