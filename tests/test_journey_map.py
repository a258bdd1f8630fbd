"""The map in a real Chromium: moving around by pointer and keys, choosing several places, links that show the same."""

# ruff: noqa: F811  (fixtures of other journeys)
from __future__ import annotations

import io
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageChops

from tests.browser import MAP, STAGE, click_map, map_camera, on_screen, places_on_map, serving, wait_for_map
from tests.quality_trial import EXTORTION, trial_warehouse
from tests.test_journeys import BOLIVAR, CHROMIUM, address_has, chromium, expect, settled, visit  # noqa: F401  fixtures

COUNTS = "recorded:extortion:extorsion:cases"
CACERES, CAUCASIA, TARAZA = "05120", "05154", "05790"
ALIKE = 0.001  # the share of pixels that may differ


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The app with the record of the documents and a tiny import beside it."""
    home = tmp_path_factory.mktemp("data")
    with trial_warehouse(home):
        pass
    with serving(home, tmp_path_factory.mktemp("app") / "log") as url:
        yield url


def difference(first: bytes, second: bytes) -> float:
    """The share of pixels in which two pictures differ."""
    one, other = (Image.open(io.BytesIO(data)).convert("L") for data in (first, second))
    assert one.size == other.size
    return sum(ImageChops.difference(one, other).histogram()[8:]) / (one.size[0] * one.size[1])


def test_drill_by_click_and_go_back(visit):
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


def test_the_keys_alone_reach_a_place(visit):
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


def test_the_camera_stays_when_a_filter_changes_and_travels_in_the_link(visit):
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
    page.wait_for_url(lambda url: "camera=" in url)  # a rerun takes it out for a moment
    assert map_camera(page) == there
    again = visit(page.url.split("/", 3)[3])
    wait_for_map(again)
    assert map_camera(again) == there


def test_a_name_cannot_leave_its_tooltip(visit):
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
def test_a_place_says_what_is_recorded_under_the_pointer(visit, locale):
    page = visit("map?at=CO", locale=locale)
    wait_for_map(page)
    page.mouse.move(*on_screen(page, *BOLIVAR))
    expect(page.locator(f"{MAP} .tj-tip")).to_contain_text("Bolívar")
    expect(page.locator(f"{MAP} .tj-tip")).to_contain_text("PAR")


# --- layers, time, several places -------------------------------------------------------------------------------------


def test_time_plays_in_the_browser_and_the_page_follows_when_it_stops(visit):
    page = visit(f"map?data=trial&layer={COUNTS}&step=2019")
    wait_for_map(page)
    expect(page.locator(f"{MAP} output")).to_have_text("2019")
    sent = []
    page.context.on("request", lambda request: sent.append(request.url))
    page.locator(".tj-map-play").click()
    page.wait_for_function("() => document.querySelector('.tj-map').dataset.step === '2021'")
    address_has(page, step="2021")
    settled(page)
    expect(page.locator(".tj-summary").first).to_contain_text("Cáceres")
    assert not [url for url in sent if "/steps/" in url or "/geo/" in url]  # all steps were there before


def test_the_slider_of_time_is_moved_by_keys(visit):
    page = visit(f"map?data=trial&layer={COUNTS}&step=2021")
    wait_for_map(page)
    page.locator(f"{MAP} input[type=range]").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(f"{MAP} output")).to_have_text("2020")
    address_has(page, step="2020")


def test_three_municipalities_in_a_lasso_are_added_up_and_kept_in_the_link(visit):
    page = visit(f"map?data=trial&layer={COUNTS}&at=05&steps=all")
    wait_for_map(page)
    places = places_on_map(page)
    page.locator(".tj-tool-lasso").click()
    (x1, y1), (x2, y2) = (on_screen(page, *places[code]) for code in (TARAZA, CAUCASIA))  # Cáceres lies beside Tarazá
    band = [(x1 - 4, y1 - 5), (x2 - 5, y2 - 5), (x2 + 5, y2 - 5), (x2 + 5, y2 + 5), (x1 + 9, y1 + 6), (x1 - 4, y1 + 6)]
    around = [(float(x), float(y)) for x, y in band]
    page.mouse.move(*around[0])
    page.mouse.down()
    for at in [*around[1:], around[0]]:
        page.mouse.move(*at, steps=12)
    page.mouse.up()
    expect(page.get_by_role("heading", name="3 places chosen")).to_be_visible()
    rows = [line.split(",") for line in EXTORTION.splitlines()[1:]]
    stated = [(code, int(cases)) for code, _, _, cases in rows if code in (CACERES, CAUCASIA, TARAZA) and cases]
    total, having = sum(cases for _, cases in stated), len({code for code, _ in stated})
    assert (total, having) == (9, 2)  # of the third nothing is stated
    told = f"{total} (Cases; whole period) in {having} places together. 1 chosen place has no value and is not in it."
    expect(page.get_by_text(told)).to_be_visible()
    address_has(page, chosen=",".join(sorted((CACERES, CAUCASIA, TARAZA))))
    again = visit(urlsplit(page.url).path.lstrip("/") + "?" + urlsplit(page.url).query)
    expect(again.get_by_role("heading", name="3 places chosen")).to_be_visible()


def test_a_click_with_shift_chooses_one_more(visit):
    page = visit(f"map?data=trial&layer={COUNTS}&at=05&chosen={CACERES}&step=2020")
    wait_for_map(page)
    page.keyboard.down("Shift")
    click_map(page, *places_on_map(page)[CAUCASIA])
    page.keyboard.up("Shift")
    expect(page.get_by_role("heading", name="2 places chosen")).to_be_visible()


def test_a_link_shows_the_same_picture_in_a_fresh_browser(visit):
    page = visit(f"map?data=trial&layer={COUNTS}~s=fill&step=2020&at=CO")
    wait_for_map(page)
    page.locator(".tj-tool-in").click()
    page.locator(STAGE).focus()
    page.keyboard.press("ArrowUp")
    page.wait_for_url(lambda url: "camera=" in url)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".tj-tool-copy").click()
    link = page.evaluate("() => navigator.clipboard.readText()")
    assert "camera=" in link
    other = visit(link.split("/", 3)[3])
    pictures = []
    for one in (page, other):
        wait_for_map(one)
        one.mouse.move(5, 5)
        one.locator(".tj-tip").first.wait_for(state="hidden")
        one.wait_for_timeout(1800)  # the word that the link is copied goes by itself
        pictures.append(one.locator(STAGE).first.screenshot())
    assert len(set(Image.open(io.BytesIO(pictures[0])).convert("L").tobytes())) > 4  # a map, and not an empty stage
    assert difference(*pictures) < ALIKE


def test_two_years_side_by_side_move_together(visit):
    page = visit(f"map?data=trial&layer={COUNTS}&compare=2019,2021&at=CO")
    page.locator(f"{MAP}[data-ready]").nth(2).wait_for()
    page.locator(".tj-tool-in").first.click()
    page.wait_for_function(
        """() => { const all = [...document.querySelectorAll('.tj-map')].map((m) => m.dataset.camera.split(','));
            return all.length === 3 && all.every((c) => c[2] === all[0][2]) && +all[0][2] > 4.2; }"""
    )
    expect(page.get_by_text("Limited change").first).to_be_visible()


# --- phone, Spanish, dark, no graphics card ---------------------------------------------------------------------------


def test_on_a_phone_the_panel_lies_below_and_targets_are_large(visit):
    page = visit(f"map?data=trial&layer={COUNTS}&at=05&step=2020", locale="es-CO", dark=True, width=390, height=844)
    wait_for_map(page)
    stage, panel = (page.locator(one).first.bounding_box() for one in (STAGE, ".st-key-place-panel"))
    assert panel["y"] >= stage["y"] + stage["height"]
    for tool in page.locator(".tj-map-tools button").all():
        assert min(tool.bounding_box()["width"], tool.bounding_box()["height"]) >= 43
    assert page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    expect(page.get_by_text("lugares").first).to_be_attached()


def test_two_fingers_zoom_around_their_middle_and_click_nothing(visit):
    page = visit("map?at=CO", width=390, height=844)
    wait_for_map(page)
    before = map_camera(page)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})
    box = page.locator(STAGE).first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def touch(kind: str, apart: float) -> None:
        points = [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}] if apart else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 30)
    for apart in range(35, 95, 5):
        touch("touchMove", apart)
    touch("touchEnd", 0)
    page.wait_for_url(lambda url: "camera=" in url)
    after = map_camera(page)
    assert after.zoom == pytest.approx(before.zoom + 1.585, abs=0.2)  # three times as far apart
    assert (after.longitude, after.latitude) == pytest.approx((before.longitude, before.latitude), abs=0.5)
    address_has(page, at="CO")


def test_deck_gl_draws_the_same_map_where_there_is_a_graphics_card(visit):
    """Here its drawing is worked out by software, so it is asked for by name; the camera and the click are the same."""
    page = visit("map?at=CO")
    wait_for_map(page)
    assert page.locator(MAP).get_attribute("data-brush") == "software"
    drawn = page.locator(STAGE).first.screenshot()
    page.evaluate("() => sessionStorage.setItem('tejido_brush', 'webgl')")
    page.reload()
    settled(page)
    wait_for_map(page)
    assert page.locator(MAP).get_attribute("data-brush") == "webgl"
    page.wait_for_timeout(3000)  # a first frame by software takes as long
    assert difference(drawn, page.locator(STAGE).first.screenshot()) < 0.15  # lines are softened in different ways
    click_map(page, *BOLIVAR)
    address_has(page, at="13")


@pytest.mark.parametrize(
    ("locale", "note"), [("en-GB", "drawn as a picture"), ("es-CO", "se dibuja como imagen")], ids=["en", "es"]
)
def test_without_webgl_the_same_map_is_drawn_and_can_be_clicked(visit, chromium, address, locale, note):
    seen = visit("map?at=CO", locale=locale)
    wait_for_map(seen)
    seen.mouse.move(5, 5)
    there = seen.locator(STAGE).first.screenshot()
    faults = []
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-3d-apis"])
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale=locale)
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{address}/map?at=CO")
    settled(page)
    wait_for_map(page)
    assert page.evaluate("() => document.createElement('canvas').getContext('webgl2')") is None
    assert page.locator(MAP).get_attribute("data-brush") == "none"
    expect(page.locator(".tj-map-note")).to_be_visible()
    expect(page.locator(".tj-map-note")).to_contain_text(note)
    page.mouse.move(5, 5)
    drawn = page.locator(STAGE).first.screenshot()
    assert len(set(Image.open(io.BytesIO(drawn)).convert("L").tobytes())) > 20  # a map, and not an empty stage
    assert difference(there, drawn) < 0.01  # the one that other browsers show
    click_map(page, *BOLIVAR)
    address_has(page, at="13")
    settled(page)
    wait_for_map(page)
    assert difference(drawn, page.locator(STAGE).first.screenshot()) > 0.05  # it moved in
    browser.close()
    assert faults == []
