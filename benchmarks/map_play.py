"""Time on the map: what a step sends, and how long until it is painted; ours and inline pydeck in the same run.

    python -m benchmarks.map_play --counts homicides.csv --boundaries municipalities.geojson

Both show the same polygons in the same classes, in Chromium with software WebGL. Ours: the Map page, played by its own
button. The other: `st.pydeck_chart` with the geometry inside, moved by a slider. A step is painted when the last frame
that it caused is finished: WebGL by reading one pixel back, two dimensions by the second frame of the browser after it.
Bytes are those of the websocket.
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
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from analytics import boundary_sets, mapped
from analytics.maps.frame_deck import frame_file
from analytics.maps.layers import LayerSpec
from analytics.palette import Look
from analytics.records import recorded_issues
from analytics.selection import Reader, Selection
from analytics.snapshots import open_current
from analytics.warehouse import Warehouse
from analytics.wording import Words
from analytics.workspaces import Workspace

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
         "--ignore-gpu-blocklist", "--disable-background-networking"]  # fmt: skip
QUIET_S, STEPS_ASKED = 1.5, 8
# each frame that draws anything is noted when the graphics library has finished it
WATCH = """
window.drawn = []; window.steps = [];
let waiting = false;
for (const name of ["drawElements", "drawArrays", "drawElementsInstanced", "drawArraysInstanced"]) {
  const draw = WebGL2RenderingContext.prototype[name];
  WebGL2RenderingContext.prototype[name] = function (...args) {
    draw.apply(this, args);
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      this.readPixels(0, 0, 1, 1, this.RGBA, this.UNSIGNED_BYTE, new Uint8Array(4));
      window.drawn.push(performance.now());
      waiting = false;
    });
  };
}
for (const name of ["fill", "stroke"]) {
  const draw = CanvasRenderingContext2D.prototype[name];
  CanvasRenderingContext2D.prototype[name] = function (...args) {
    draw.apply(this, args);
    if (waiting || this.canvas.className !== "tj-map-canvas") return;
    waiting = true;
    const done = () => { window.drawn.push(performance.now()); waiting = false; };
    requestAnimationFrame(() => requestAnimationFrame(done));
  };
}
"""
INLINE = """
import json, streamlit as st, pydeck as pdk
from pathlib import Path
shapes = json.loads(Path({shapes!r}).read_text())
file = json.loads(Path({steps!r}).read_text())
place = {{code: i for i, code in enumerate(file["codes"])}}
year = st.select_slider("Year", [step["key"] for step in file["steps"]])
digits = next(step["digits"] for step in file["steps"] if step["key"] == year)
for feature in shapes["features"]:
    feature["properties"]["c"] = file["colours"][digits[place[feature["properties"]["code"]]]]
layer = pdk.Layer("GeoJsonLayer", data=shapes, id="shapes", filled=True, stroked=True, get_fill_color="properties.c",
                  get_line_color=[255, 255, 255], line_width_units=pdk.types.String("pixels"), get_line_width=0.5)
deck = pdk.Deck([layer], map_provider=None, initial_view_state=pdk.ViewState(longitude=-73, latitude=4, zoom=4.6))
st.pydeck_chart(deck, height=600, key="map")
st.html('<p id="shown">' + year + "</p>")
"""


@contextlib.contextmanager
def served(app: Path, cwd: Path, data: Path) -> Iterator[str]:
    """An app on a free port of its own."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(app), "--server.port", str(port), "--server.headless", "true",
         "--browser.gatherUsageStats", "false"],
        cwd=cwd, env=os.environ | {"TEJIDO_DATA": str(data)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(600):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def prepared(counts: Path, boundaries: Path, home: Path) -> tuple[str, Path, Path]:
    """Both files brought in; the layer as a link writes it, its polygons and its steps as files."""
    os.environ["TEJIDO_DATA"] = str(home)
    for command in (["boundaries", str(boundaries)], ["import", str(counts), "--workspace", "bench"]):
        subprocess.run([sys.executable, "-m", "analytics", *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with Warehouse(open_current(Workspace("bench").store)) as house:
        row = recorded_issues(house, Selection(), Reader()).iloc[0]
        spec = LayerSpec("recorded", (row["issue_type_id"], row["dataset"], row["measure"]), style="fill")
        frame = mapped.frame(house, spec, Selection(), Reader(), Look(), Words("en"))
    steps = home / "steps.json"
    steps.write_text(frame_file(frame))
    shapes = boundary_sets.current()["CO", "municipality"].file("low")
    return spec.to_text(), shapes, steps


def counted(page: Page) -> list[int]:
    """The sizes of what comes over the page's websockets from now on."""
    sizes: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: sizes.append(len(data))))
    return sizes


def ours(page: Page, url: str, layer: str) -> dict[str, object]:
    """The Map page, played from its first step on."""
    sizes, fetched = counted(page), []
    page.on("request", lambda request: fetched.append(request.url) if "/geo/" in request.url else None)
    page.goto(f"{url}/map?data=bench&layer={layer}&step=1990")
    page.locator(".tj-map[data-ready]").wait_for(timeout=120_000)
    page.locator(".tj-foot").wait_for()
    page.wait_for_timeout(3000)
    page.evaluate("""() => { const map = document.querySelector(".tj-map"); window.drawn.length = 0;
        const seen = new MutationObserver(() => window.steps.push(performance.now()));
        seen.observe(map, { attributeFilter: ["data-step"] }); }""")
    sizes.clear()
    last = page.locator(".tj-map input[type=range]").get_attribute("max")
    page.locator(".tj-map-play").click()
    page.wait_for_function(f"() => window.steps.length >= {last}", timeout=240_000)
    played = sum(sizes)
    page.wait_for_timeout(4000)
    steps, drawn = page.evaluate("() => [window.steps, window.drawn]")
    ends = [*steps[1:], steps[-1] + 600]
    took = [
        max((t for t in drawn if start < t < end), default=end) - start for start, end in zip(steps, ends, strict=True)
    ]
    geo = len(fetched)
    page.goto(f"{url}/map?data=bench&layer={layer}&step=2000")
    page.locator(".tj-map[data-ready]").wait_for(timeout=120_000)
    again = page.evaluate("""() => performance.getEntriesByType("resource").filter((r) => r.name.includes("/geo/"))
        .reduce((sum, r) => sum + (r.transferSize > 300 ? r.transferSize : 0), 0)""")
    return {
        "steps": len(steps),
        "played": played,
        "paused": sum(sizes) - played,
        "took": took,
        "geo": geo,
        "again": again,
    }


def inline(page: Page, url: str) -> dict[str, object]:
    """Inline pydeck, moved by the keys of its slider."""
    sizes = counted(page)
    page.goto(url)
    page.locator("#shown").wait_for(timeout=120_000)
    page.wait_for_timeout(6000)
    took, sent = [], []
    slider = page.get_by_role("slider").first
    slider.focus()
    for number in range(STEPS_ASKED):
        sizes.clear()
        start = page.evaluate("() => { window.drawn.length = 0; return performance.now(); }")
        before = page.locator("#shown").inner_text()
        page.keyboard.press("ArrowRight")
        page.wait_for_function(f"() => document.querySelector('#shown')?.innerText !== '{before}'", timeout=120_000)
        page.wait_for_function(
            f"() => window.drawn.length && performance.now() - window.drawn.at(-1) > {QUIET_S * 1000}", timeout=120_000
        )
        if number:  # the first one warms up
            took.append(page.evaluate("() => window.drawn.at(-1)") - start)
            sent.append(sum(sizes))
    return {"took": took, "sent": sent}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--counts", type=Path, required=True, help="a table with a code, a year and a count")
    parser.add_argument("--boundaries", type=Path, required=True, help="the municipalities' polygons")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder)
        layer, shapes, steps = prepared(asked.counts.resolve(), asked.boundaries.resolve(), home)
        app = home / "inline.py"
        app.write_text(INLINE.format(shapes=str(shapes), steps=str(steps)))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        found = {}
        for name, where, cwd in (("ours", ROOT / "app.py", ROOT), ("inline", app, home)):
            with served(where, cwd, home) as url:
                page = browser.new_page(viewport={"width": 1300, "height": 1000})
                page.add_init_script(WATCH)
                found[name] = ours(page, url, layer) if name == "ours" else inline(page, url)
                page.close()
        browser.close()
    report(found)


def report(found: dict[str, dict]) -> None:
    """What was measured, in words and as numbers."""
    own, other = found["ours"], found["inline"]
    print(f"ours:   {own['steps']} steps played; painted in {statistics.median(own['took']):.0f} ms (median), "
          f"{max(own['took']):.0f} ms at most; over the websocket {own['played'] / 1024:.1f} KiB in all while playing, "
          f"{own['paused'] / 1024:.1f} KiB when the page follows; {own['geo']} files of geometry, "
          f"{own['again'] / 1024:.1f} KiB again on a later page")  # fmt: skip
    print(f"inline: painted in {statistics.median(other['took']):.0f} ms (median), {max(other['took']):.0f} at most; "
          f"{statistics.median(other['sent']) / 1024:.0f} KiB a step over the websocket")  # fmt: skip
    print(json.dumps({"ours": [round(t) for t in own["took"]], "inline": [round(t) for t in other["took"]]}))


if __name__ == "__main__":
    main()
