"""What journeys in a real browser need: clicking on the map where a place lies."""

import time

from analytics.maps.camera import Camera

MAP = '[data-testid="stDeckGlJsonChart"] canvas'
PAINTED_BYTES = 12_000  # a picture of an empty canvas is smaller
FREEZE = "() => { const now = Date.now(); window.realNow ??= Date.now; Date.now = () => now; }"
THAW = "() => { if (window.realNow) Date.now = window.realNow; }"


def map_camera(page) -> Camera:
    """The camera of the map on the page, as its legend tells it."""
    legend = page.locator("[data-camera]").first
    return Camera(*map(float, legend.get_attribute("data-camera").split(",")))


def wait_for_map(page, seconds: float = 60) -> None:
    """Waits until the map is painted: its picture is no longer empty and no longer changes."""
    canvas = page.locator(MAP).first
    canvas.wait_for(timeout=seconds * 1000)
    canvas.scroll_into_view_if_needed()
    end, before = time.monotonic() + seconds, b""
    while time.monotonic() < end:
        picture = canvas.screenshot(timeout=seconds * 1000)
        if picture == before and len(picture) > PAINTED_BYTES:
            return
        before = picture
        page.wait_for_timeout(300)
    raise AssertionError("the map was not painted in time")


def click_map(page, lon: float, lat: float) -> None:
    """Clicks on the map where a place lies, once it is painted.

    Without a graphics card finding what was clicked takes so long that a click counts as a long press: the clock
    stands still meanwhile.
    """
    wait_for_map(page)
    box = page.locator(MAP).first.bounding_box()
    x, y = map_camera(page).pixel(lon, lat, box["width"], box["height"])
    page.evaluate(FREEZE)
    page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.down()
    page.mouse.up()
    page.wait_for_timeout(400)
    page.evaluate(THAW)
