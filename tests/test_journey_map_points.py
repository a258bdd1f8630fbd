"""A hundred thousand different points in a real Chromium: they move without an exception, and travel as numbers."""

# ruff: noqa: F811  (fixtures of other journeys)
from __future__ import annotations

import io
import statistics

import pytest
from PIL import Image

from benchmarks.map_points import FILES, LAYER, events_file, moved_about
from tests.browser import MAP, STAGE, map_camera, serving, wait_for_map
from tests.importing import published
from tests.test_journeys import chromium, expect, visit  # noqa: F401  fixtures

POINTS = 100_000
SECONDS, SLOWEST_MS = 8, 500  # of moving about; what half of all frames may not reach on a busy machine


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    home, folder = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("events")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TEJIDO_DATA", str(home))
        path = events_file(folder, POINTS)
        published((path, path.name), workspace="points")
    with serving(home, tmp_path_factory.mktemp("app") / "log") as url:
        yield url


def redness(page) -> float:
    """The share of the map in the colour of points, or near it."""
    picture = Image.open(io.BytesIO(page.locator(STAGE).first.screenshot())).convert("RGB")
    points = sum(n for n, (r, g, b) in picture.getcolors(2**24) if r - g > 25 and r - b > 25)
    return points / (picture.size[0] * picture.size[1])


def test_a_hundred_thousand_points_move_and_travel_as_numbers(visit):
    page = visit(f"map?data=points&layer={LAYER}&steps=all&at=CO", height=1200)
    sizes: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: sizes.append(len(data))))
    page.reload()
    wait_for_map(page)
    expect(page.get_by_text("100,000").first).to_be_visible()  # the legend counts them
    assert redness(page) > 0.05
    before = map_camera(page)
    gaps = moved_about(page, SECONDS)
    assert statistics.median(gaps) < SLOWEST_MS
    assert map_camera(page) != before
    files = {kind: (moved, whole) for kind, moved, whole in page.evaluate(FILES)}
    assert files["points"][1] == 12 + 15 * POINTS
    assert sum(sizes) < 100_000, "points travelled as messages"
    page.locator(".tj-tool-fit").click()
    page.wait_for_timeout(600)
    assert redness(page) > 0.05


def test_deck_gl_draws_and_moves_them_too(visit):
    """Its drawing is worked out by software here, seconds a frame: what is asked is that nothing breaks."""
    page = visit("")
    page.evaluate("() => sessionStorage.setItem('tejido_brush', 'webgl')")
    page.goto(page.url.split("?")[0].rstrip("/") + f"/map?data=points&layer={LAYER}&steps=all&at=CO")
    wait_for_map(page)
    assert page.locator(MAP).get_attribute("data-brush") == "webgl"
    page.wait_for_timeout(4000)  # a first frame by software takes as long
    moved_about(page, 0, least=2)
    page.wait_for_timeout(4000)
    assert redness(page) > 0.05


@pytest.mark.parametrize("style", ["heat", "hexagon", "cluster"])
def test_they_are_counted_where_a_reader_asks_for_it(visit, style):
    page = visit(f"map?data=points&layer={LAYER}~s={style}&steps=all&at=CO", height=1200)
    sizes: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: sizes.append(len(data))))
    page.reload()
    wait_for_map(page)
    page.mouse.move(5, 5)
    page.wait_for_timeout(500)
    assert redness(page) > 0.03
    assert sum(sizes) < 100_000, "cells travelled as messages"
