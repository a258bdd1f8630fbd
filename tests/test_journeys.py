"""Journeys of a person in a real Chromium: pages open clean, filters travel, the map opens, figures are traced.

They wait on conditions, never on sleeps, and fail on an error in the console or a request that leaves the machine.
Where no Chromium is to be had they skip on a person's machine and fail in continuous integration.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser import click_map
from tests.country import PROJECT

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
DRIVER_NOISE = re.compile(r"GPU stall|GL Driver Message|WebGL|swiftshader", re.IGNORECASE)
DONE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
PAGES = ("", "map", "places", "issues", "partners", "evidence")
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)  # a busy machine is slow, not wrong
BOLIVAR = (-74.5, 8.9)  # a point of the department that is no municipality's circle


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextlib.contextmanager
def served(data: Path, home: Path):
    """The app as `make run` serves it, on a data folder; its log lies in `home`."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    log = (home / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        cwd=PROJECT, stdout=log, stderr=subprocess.STDOUT, env=os.environ | {"TEJIDO_DATA": str(data)},
    )  # fmt: skip
    try:
        for _ in range(600):
            assert process.poll() is None, "the app ended at start"
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=1)
                break
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(20)
        log.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The app on a data folder of its own."""
    with served(tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("app")) as url:
        yield url


@pytest.fixture(scope="module")
def chromium():
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("continuous integration needs Chromium")
        pytest.skip("no Chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, address):
    """Opens an address in a fresh browser, and afterwards fails on console errors and requests that left."""
    contexts, faults = [], []

    def opened(path: str = "", *, locale: str = "en-GB", dark: bool = False, width: int = 1440, height: int = 900):
        context = chromium.new_context(
            locale=locale, color_scheme="dark" if dark else "light", viewport={"width": width, "height": height},
            accept_downloads=True,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        host = urlsplit(address).netloc
        page.on("request", lambda r: faults.append(f"left the machine: {r.url}") if _leaves(r.url, host) else None)
        page.on("pageerror", lambda error: faults.append(f"page error: {error}"))
        page.on("console", lambda m: faults.append(f"console: {m.text}") if _is_error(m) else None)
        page.goto(f"{address}/{path}")
        settled(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def _leaves(url: str, host: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host


def _is_error(message) -> bool:
    # Streamlit asks for its own addresses below each page first, and logs that 404
    is_own_probe = "/_stcore/" in message.location.get("url", "")
    return message.type == "error" and not DRIVER_NOISE.search(message.text) and not is_own_probe


def settled(page) -> None:
    """Waits until the page's last line, which every page ends with, is there and the script has ended."""
    page.locator(".tj-foot").first.wait_for()
    page.locator(DONE).wait_for()


def query(page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def address_has(page, **wanted: str) -> None:
    """Waits until the address holds the values."""
    for name, value in wanted.items():
        page.wait_for_url(lambda url, n=name, v=value: parse_qs(urlsplit(url).query).get(n, [""])[0] == v)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("locale", "dark", "width"), [("en-GB", False, 1440), ("es-CO", True, 390)], ids=["en-light-wide", "es-dark-phone"]
)
def test_every_page_opens_clean(visit, path, locale, dark, width):
    page = visit(path, locale=locale, dark=dark, width=width, height=844)
    expect(page.locator("h1").first).to_be_visible()
    assert page.locator('[data-testid="stException"], [data-testid="stAlert"]').count() == 0
    overflow = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, "the page scrolls sideways"
    assert page.evaluate("() => document.documentElement.lang") == locale[:2]


def test_a_number_reads_as_its_language_writes_it(visit):
    english = visit("?partnership=par")
    expect(english.get_by_text("14,903", exact=True).first).to_be_visible()
    english.get_by_text("Español", exact=True).click()
    expect(english.get_by_text("14.903", exact=True).first).to_be_visible()
    expect(english.get_by_role("heading", name="Lo que hicieron las alianzas")).to_be_visible()
    assert query(english)["partnership"] == ["par"]
    address_has(english, lang="es")


def test_a_headline_figure_opens_its_document_and_line(visit):
    page = visit("?partnership=par")
    card = page.locator(".st-key-card-par-alliances-1")
    expect(card).to_contain_text("606")
    card.get_by_role("button", name="Source").click()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("Partnerships for Reconciliation")
    expect(drawer).to_contain_text("line 39")


def test_a_filter_travels_in_the_link_and_to_the_other_pages(visit):
    page = visit("")
    page.locator(".st-key-partnership input").click()
    page.keyboard.type("Somos")
    page.keyboard.press("Enter")
    address_has(page, partnership="somos-comunidad")
    expect(page.get_by_text("14,903", exact=True)).to_have_count(0)
    again = visit(page.url.split("/", 3)[3])
    expect(again.get_by_role("button", name="Partnership: Somos Comunidad")).to_be_visible()
    expect(again.get_by_text("14,903", exact=True)).to_have_count(0)
    again.get_by_role("link", name="Issues").first.click()
    again.wait_for_url(re.compile("/issues"))
    address_has(again, partnership="somos-comunidad")
    expect(again.get_by_role("button", name="Partnership: Somos Comunidad")).to_be_visible()


def test_a_chip_lets_go_of_its_filter_and_back_brings_it_again(visit):
    page = visit("issues?issue=extortion&issue=illicit_crops")
    page.get_by_role("button", name="Issue: Extortion").click()
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("issue") == ["illicit_crops"])
    expect(page.get_by_role("button", name="Issue: Extortion")).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("button", name="Issue: Extortion")).to_be_visible()


def test_what_a_link_names_and_nobody_knows_is_dropped_with_a_note(visit):
    page = visit("?partnership=nobody&place=13&period=yesterday")
    expect(page.get_by_text("Not known here and left out of the link")).to_be_visible()
    page.wait_for_url(lambda url: set(parse_qs(urlsplit(url).query)) == {"place"})


def test_markup_in_a_link_is_shown_and_never_run(visit):
    page = visit("?partnership=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    expect(page.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()
    assert page.locator('img[src="x"]').count() == 0


def test_a_click_on_bolivar_shows_its_three_municipalities(visit):
    page = visit("map?at=CO")
    click_map(page, *BOLIVAR)
    address_has(page, at="13")
    settled(page)
    _bolivar_is_shown(page)
    again = visit(f"map?{urlsplit(page.url).query}")
    _bolivar_is_shown(again)


def _bolivar_is_shown(page) -> None:
    page.get_by_text("Table", exact=True).first.click()
    for name in ("El Carmen de Bolívar", "El Guamo", "San Jacinto"):
        expect(page.get_by_text(name).first).to_be_visible()


def test_a_place_is_found_by_an_old_name_without_accents(visit):
    page = visit("places")
    page.get_by_label("Find a place").fill("san andres de tumaco")
    page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile("Tumaco")).first.click()
    address_has(page, profile="52835")
    expect(page.get_by_text("Illicit crops").first).to_be_visible()


def test_a_download_carries_its_sources_and_selection(visit):
    page = visit("issues?place=13")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").first.click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    header, first = text.splitlines()[:2]
    assert {"source", "selection", "version"} <= set(header.split(","))
    assert "line " in first
    assert "Bolívar" in first


def test_a_role_can_be_previewed(visit):
    page = visit("?as=public")
    expect(page.get_by_text("Preview: what the role “public” sees.")).to_be_visible()
