"""What journeys in a real browser need: clicking on the map where a place lies."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from analytics.maps.camera import Camera
from tests.country import PROJECT

MAP = ".tj-map"
STAGE = ".tj-map-stage"


def map_camera(page) -> Camera:
    """Where the camera of the first map on the page stands."""
    return Camera(*map(float, page.locator(MAP).first.get_attribute("data-camera").split(",")))


def wait_for_map(page, seconds: float = 60) -> None:
    """Waits until the map holds its layers and their geometry."""
    page.locator(f"{MAP}[data-ready]").first.wait_for(timeout=seconds * 1000)
    page.locator(STAGE).first.scroll_into_view_if_needed()


def on_screen(page, lon: float, lat: float) -> tuple[float, float]:
    """Where a place lies in the window."""
    box = page.locator(STAGE).first.bounding_box()
    x, y = map_camera(page).pixel(lon, lat, box["width"], box["height"])
    return box["x"] + x, box["y"] + y


def click_map(page, lon: float, lat: float) -> None:
    """Clicks on the map where a place lies."""
    wait_for_map(page)
    page.mouse.click(*on_screen(page, lon, lat))


@contextlib.contextmanager
def serving(home: Path, log: Path) -> Iterator[str]:
    """The app as `make run` serves it, on a data folder; yields its address."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with log.open("w+") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
            cwd=PROJECT, stdout=out, stderr=subprocess.STDOUT, env=os.environ | {"TEJIDO_DATA": str(home)},
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


def places_on_map(page) -> dict[str, tuple[float, float]]:
    """The longitude and latitude of each circle of the map's layer, from the file that the page fetched."""
    files = page.evaluate(
        """async () => Promise.all(performance.getEntriesByType("resource").map((r) => r.name)
            .filter((name) => /\\/steps\\//.test(name)).map((name) => fetch(name).then((answer) => answer.json())))"""
    )
    return {row["code"]: (row["x"], row["y"]) for file in files if isinstance(file, list) for row in file}
