"""The map taken away in a real Chromium: the picture that the page's own button gives is the map on the screen."""

# ruff: noqa: F811  (fixtures of other journeys)
from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from analytics import mapped
from analytics.maps.layers import LayerSpec
from analytics.palette import Look, rgba
from analytics.selection import Reader, Selection
from analytics.snapshots import open_current
from analytics.warehouse import Warehouse
from analytics.wording import Words
from analytics.workspaces import Workspace
from tests.browser import STAGE, serving, wait_for_map
from tests.country import PROJECT
from tests.importing import HEAD, published, written
from tests.test_journeys import chromium, expect, settled, visit  # noqa: F401  fixtures

LAYER = "recorded:extortion:extorsion:cases~k=3~o=100~s=fill"
# capitals far from one another: their point, half the width of their square in degrees, cases (empty: not stated)
TOWNS = {
    "05001": (-75.57, 6.25, 1.2, "9"), "13001": (-75.5, 10.4, 0.5, "2"), "76001": (-76.5, 3.4, 0.8, "30"),
    "50001": (-73.6, 4.1, 0.6, "31"), "91001": (-69.9, -4.2, 0.5, "1"), "99001": (-67.5, 6.2, 1.1, "2"),
    "97001": (-70.2, 1.25, 0.9, "8"), "18001": (-75.6, 1.6, 0.7, ""),
}  # fmt: skip
SHEET = 3509, 2481  # A4 across, 1123 by 794 pixels of 1/96 inch in 300 dots for each inch
NEAR = 3  # how far a channel may be from the colour of its class


def _squares() -> str:
    """A square around each town, as a file of boundaries."""
    features = [
        {"type": "Feature", "properties": {"MPIO_CDPMP": code}, "geometry": {"type": "Polygon", "coordinates": [
            [[x - r, y - r], [x + r, y - r], [x + r, y + r], [x - r, y + r], [x - r, y - r]]
        ]}}
        for code, (x, y, r, _) in TOWNS.items()
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A data folder with counts of a few towns and squares for their boundaries."""
    home = tmp_path_factory.mktemp("data")
    counts = HEAD + "".join(f"{code},,2020,{cases}\n" for code, (_, _, _, cases) in TOWNS.items())
    shapes, _ = written(tmp_path_factory.mktemp("shapes"), _squares(), "municipios.geojson")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TEJIDO_DATA", str(home))
        published(written(tmp_path_factory.mktemp("counts"), counts), workspace="trial")
        command = [sys.executable, "-m", "analytics", "boundaries", str(shapes), "--level", "municipality"]
        subprocess.run(command, cwd=PROJECT, env=os.environ, check=True, stdout=subprocess.DEVNULL)
    return home


@pytest.fixture(scope="module")
def address(home, tmp_path_factory):
    with serving(home, tmp_path_factory.mktemp("app") / "log") as url:
        yield url


@pytest.fixture
def frame(home, monkeypatch):
    """What the page shows, asked for beside it."""
    monkeypatch.setenv("TEJIDO_DATA", str(home))
    with Warehouse(open_current(Workspace("trial").store)) as house:
        yield mapped.frame(house, LayerSpec.from_text(LAYER), Selection(), Reader(), Look(), Words("en"))


def expected_shares(frame) -> dict[str, float]:
    """Of each class that is filled with a colour: its share of what is filled, by the size of its squares on a map."""
    step = frame.step("2020")
    signs = {sign.digit: sign for sign in frame.signs("2020")}
    areas: dict[str, float] = {}
    for code, digit in zip(frame.codes, step.digits, strict=True):
        if code in TOWNS and signs[digit].pattern == "fill":
            _, y, r, _ = TOWNS[code]
            north, south = (np.arcsinh(np.tan(np.radians(one))) for one in (y + r, y - r))
            areas[signs[digit].colour] = areas.get(signs[digit].colour, 0) + 2 * r * (north - south)
    return {colour: area / sum(areas.values()) for colour, area in areas.items()}


def shares(picture: Image.Image, colours) -> dict[str, float]:
    """Of each colour its share of the pixels that have one of them."""
    pixels = np.asarray(picture.convert("RGB")).astype(int)
    found = {c: int((abs(pixels - rgba(c)[:3]).max(axis=2) <= NEAR).sum()) for c in colours}
    assert sum(found.values()), "none of the colours is there"
    return {colour: n / sum(found.values()) for colour, n in found.items()}


@pytest.mark.parametrize("locale", ["en-GB", "es-CO"])
def test_the_picture_of_the_button_is_the_map_on_the_screen(visit, frame, locale):
    page = visit(f"map?data=trial&layer={LAYER}&at=CO&step=2020&camera=-72,3.2,4.4", locale=locale, height=1400)
    wait_for_map(page)
    button = page.get_by_role("button", name="PNG")
    with page.expect_download() as taken:
        button.click()
    assert taken.value.suggested_filename == "tejido-map.png"
    picture = Image.open(io.BytesIO(taken.value.path().read_bytes()))
    assert picture.size == SHEET
    assert [round(dpi) for dpi in picture.info["dpi"]] == [300, 300]
    drawn = picture.crop((120, 300, 2560, 2200))  # the map without its title, legend and foot
    wanted = expected_shares(frame)
    assert len(wanted) == 3
    on_screen = Image.open(io.BytesIO(page.locator(STAGE).first.screenshot()))
    for one in (drawn, on_screen):
        assert shares(one, wanted) == pytest.approx(wanted, abs=0.03)
    head = np.asarray(picture.crop((118, 100, 2500, 220)).convert("L"))
    assert 0.005 < (head < 90).mean() < 0.3, "the title is not there"
