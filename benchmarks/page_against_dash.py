"""One page in the browser: our overview beside the same in Dash and in plain Streamlit, on the same published data.

    python -m benchmarks.page_against_dash [--rounds 7]

Three servers of this machine, warm, asked in turn: the first view in a browser without a cache and again with one,
until the last figure is painted; a partnership chosen, until all is redrawn; bytes over HTTP (as sent, compressed or
not) and over the websocket. Dash gets an environment of its own, made for the run. Needs Chromium; docs/performance.md
says what differs between the three.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pyarrow.parquet as pq
import shapely
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from analytics.paths import tables_folders
from analytics.snapshots import open_or_build
from benchmarks.map_play import CHROMIUM, FLAGS
from benchmarks.scale.report import table

PROJECT = Path(__file__).resolve().parent.parent
ALTERNATIVES = PROJECT / "benchmarks" / "alternatives"
DASH = ("dash==4.4.1", "gunicorn==27.0.1", "flask-compress==1.25")
SHARED = ("plotly", "pandas", "pyarrow")  # in Dash's environment at the versions that we use
CHOSEN = "Somos Comunidad"
QUIET_MS, PATIENCE_MS = 1200, 60_000
LAYERS = ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
NOTHING = {"type": "GeometryCollection", "geometries": []}
# what Plotly asks for below every map, whether or not it is shown
EMPTY = json.dumps({"type": "Topology", "objects": dict.fromkeys(LAYERS, NOTHING), "arcs": []})
# the last time that something within the page's content changed and was painted, and the last click
WATCH = """
window.painted = 0; window.clicked = 0;
const noted = () => requestAnimationFrame(() => requestAnimationFrame(() => { window.painted = performance.now(); }));
const within = (node) => { const root = document.querySelector('[data-testid="stMain"], #page');
  return root && (node === root || root.contains(node)); };
new MutationObserver((all) => { if (all.some((one) => within(one.target))) noted(); }).observe(document, {
  subtree: true, childList: true, characterData: true, attributes: true,
  attributeFilter: ["d", "src", "points", "transform", "x", "y", "width", "height", "fill"] });
document.addEventListener("load", (event) => { if (within(event.target)) noted(); }, true);
document.addEventListener("click", () => { window.clicked = performance.now(); }, true);
"""
QUIET = f"() => window.painted > 0 && performance.now() - window.painted > {QUIET_MS}"
BANDS = """(wanted) => { const names = new Set(%s);
  return [...document.querySelectorAll("h3")].filter((one) => names.has(one.innerText.trim())).length === wanted; }"""
PLOTTED = """() => document.querySelector(".js-plotly-plot .geo path")
  && document.querySelector(".js-plotly-plot .barlayer path")"""
PICTURED = (
    '() => { const one = document.querySelector("img.tj-still"); return one && one.complete && one.naturalWidth; }'
)
DRAWN = {"Tejido": PICTURED, "Dash": PLOTTED, "plain Streamlit": PLOTTED}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextlib.contextmanager
def served(command: list[str], port: int, folder: Path, **env: str) -> Iterator[str]:
    """A server on its port, once it answers."""
    url = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        command, cwd=folder, env=os.environ | env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(url, timeout=1)
                break
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def dash_environment(folder: Path) -> Path:
    """An environment of its own for Dash; returns its Python."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    same = [f"{name}=={version(name)}" for name in SHARED]
    command = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *DASH, *same]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"Dash could not be installed: {done.stderr.strip().splitlines()[-1]}")
    return python


def clockwise(path: Path) -> str:
    """The shapes of a file with their outlines clockwise, as Plotly takes them; otherwise it fills all but them."""
    found = json.loads(path.read_text())
    for feature in found["features"]:
        turned = shapely.orient_polygons(shapely.geometry.shape(feature["geometry"]), exterior_cw=True)
        feature["geometry"] = shapely.geometry.mapping(turned)
    return json.dumps(found)


@contextlib.contextmanager
def all_served(home: Path) -> Iterator[dict[str, str]]:
    """The three apps; returns the address of each."""
    snapshot = open_or_build(tables_folders(), home / "data" / "snapshots")
    app, static = home / "app", home / "app" / "static"
    shutil.copytree(ALTERNATIVES, app)
    static.mkdir()
    for name in ("countries.geojson", "departments.geojson"):
        (static / name).write_text(clockwise(snapshot.geometry(name)))
    for scale in ("110m", "50m"):
        (static / f"world_{scale}.json").write_text(EMPTY)
    python = dash_environment(home / "dash")
    env = {"TEJIDO_BENCH_SNAPSHOT": str(snapshot.folder), "TEJIDO_BENCH_STATIC": str(static)}
    ours, dash, plain = _free_port(), _free_port(), _free_port()
    streamlit = [sys.executable, "-m", "streamlit", "run", "--server.headless", "true", "--browser.gatherUsageStats",
                 "false", "--server.address", "127.0.0.1", "--server.enableStaticServing", "true"]  # fmt: skip
    gunicorn = [str(python), "-m", "gunicorn", "-b", f"127.0.0.1:{dash}", "--threads", "4", "dash_app:server"]
    with (
        served(
            [*streamlit, "--server.port", str(ours), "app.py"], ours, PROJECT, TEJIDO_DATA=str(home / "data")
        ) as one,
        served(gunicorn, dash, app, **env) as two,
        served([*streamlit, "--server.port", str(plain), "streamlit_app.py"], plain, app, **env) as three,
    ):
        yield {"Tejido": one, "Dash": two, "plain Streamlit": three}


class Visit:
    """A page of one of the apps, with the bytes that come to it."""

    def __init__(self, context: BrowserContext, name: str, url: str, names: list[str]) -> None:
        self.page: Page = context.new_page()
        self._name, self._url, self._names = name, url, names
        self.http = self.socket = 0
        session = context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda event: self._add(http=event["encodedDataLength"]))
        session.on("Network.webSocketFrameReceived", lambda event: self._add(frame=event["response"]))
        self.page.add_init_script(WATCH)

    def _add(self, http: float = 0, frame: dict | None = None) -> None:
        self.http += int(http)
        if frame:
            length = len(frame["payloadData"])
            self.socket += length if frame["opcode"] == 1 else length * 3 // 4

    def _settled(self, bands: int) -> None:
        self.page.wait_for_function(BANDS % self._names, arg=bands, timeout=PATIENCE_MS)
        self.page.wait_for_function(DRAWN[self._name], timeout=PATIENCE_MS)
        self.page.wait_for_function(QUIET, timeout=PATIENCE_MS)

    def first_view(self) -> tuple[float, int, int]:
        """Seconds until the last figure is painted; bytes over HTTP and over the websocket."""
        self.page.goto(self._url)
        self._settled(len(self._names))
        return self.page.evaluate("() => window.painted") / 1000, self.http, self.socket

    def filtered(self) -> tuple[float, int, int]:
        """The same from the click on a partnership."""
        self.page.locator("#partnership, .st-key-partnership input").first.click()
        option = self.page.get_by_role("option").filter(has_text=CHOSEN)
        option.wait_for()
        self.page.wait_for_timeout(500)
        self.http = self.socket = 0
        option.click()
        self._settled(1)
        took = self.page.evaluate("() => window.painted - window.clicked")
        return took / 1000, self.http, self.socket


def visit(
    browser: Browser, name: str, url: str, names: list[str], pictures: Path | None = None
) -> dict[str, tuple[float, int, int]]:
    """One reader: the first view without a cache, a filter, then the page again with what the browser kept."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="en-GB")
    first = Visit(context, name, url, names)
    found = {"first view": first.first_view()}
    if pictures:
        first.page.screenshot(path=pictures / f"{name}.png", full_page=True)
    found["filter"] = first.filtered()
    if pictures:
        first.page.screenshot(path=pictures / f"{name}, filtered.png", full_page=True)
    first.page.close()
    found["again"] = Visit(context, name, url, names).first_view()
    context.close()
    return found


def shown(found: dict[str, list[dict]]) -> str:
    """Medians, as a table."""
    lines = []
    for name, rounds in found.items():
        cells = []
        for what in ("first view", "again", "filter"):
            seconds, http, socket_ = (statistics.median(one) for one in zip(*(r[what] for r in rounds), strict=True))
            cells += [f"{seconds:.2f}", f"{http / 1024:,.0f}", f"{socket_ / 1024:,.0f}"]
        lines.append([name, *cells])
    heads = [f"{what}, {unit}" for what in ("first view", "again with a cache", "filter → redrawn")
             for unit in ("s", "KiB HTTP", "KiB websocket")]  # fmt: skip
    return table(["", *heads], lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--pictures", type=Path, help="a folder for a picture of each page, to see that they are alike")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tejido-bench-") as folder, sync_playwright() as playwright:
        home = Path(folder)
        with all_served(home) as urls:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            names = pq.read_table(next(home.glob("data/snapshots/*/partnerships.parquet")))["name_en"].to_pylist()
            found: dict[str, list[dict]] = {name: [] for name in urls}
            for number in range(asked.rounds + 1):  # the first warms the servers up
                for name, url in urls.items():
                    measured = visit(browser, name, url, names, None if number else asked.pictures)
                    if number:
                        found[name].append(measured)
            browser.close()
    print(", ".join([*DASH, *(f"{name}=={version(name)}" for name in ("streamlit", *SHARED))]))
    print(f"medians of {asked.rounds} rounds\n")
    print(shown(found))


if __name__ == "__main__":
    main()
