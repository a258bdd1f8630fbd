"""A hundred thousand different points on the map: what travels, when they stand, and whether they move smoothly.

    python -m benchmarks.map_points                     # 100,000 events, each at a place of its own
    python -m benchmarks.map_points --brush webgl       # deck.gl, its drawing worked out by software here

The events are made up, seeded, and come in as any table does, by `python -m analytics import`. In Chromium the map is
dragged and zoomed for a while; a frame is what passes between two animation frames of the page.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from benchmarks.map_play import CHROMIUM, FLAGS, ROOT, counted, served

PLACES = ROOT / "data" / "reference" / "places.csv"
HEAD = (
    "id",
    "type_of_violence",
    "where_prec",
    "codigo_dane",
    "latitude",
    "longitude",
    "date_start",
    "date_end",
    "best",
)
NAME, AWAY_DEG, FIRST, DAYS = "armed_events.csv", 0.15, np.datetime64("2000-01-01"), 3650
LAYER = "events:any:armed-events"
BRUSHES = ("software", "webgl")
FRAMES = """() => { window.gaps = []; let last = performance.now();
    const next = () => {
        const now = performance.now(); gaps.push(now - last); last = now; requestAnimationFrame(next);
    };
    requestAnimationFrame(next); }"""
FILES = """() => performance.getEntriesByType("resource").filter((r) => /\\/(points|steps)\\//.test(r.name))
    .map((r) => [new URL(r.name).pathname.split("/")[1], r.transferSize, r.decodedBodySize])"""


def events_file(folder: Path, n: int) -> Path:
    """A table of events as a source of conflicts gives them: no two at the same place, all near real municipalities."""
    with PLACES.open(encoding="utf-8") as file:
        known = [row for row in csv.DictReader(file) if row["level"] == "municipality" and row["divipola_code"]]
    towns = [row for row in known if row["lat"] and not row["valid_to"]]
    random, path, seen = np.random.default_rng(7), folder / NAME, set()
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEAD)
        while len(seen) < n:
            town = towns[random.integers(len(towns))]
            lat, lon = (round(float(town[axis]) + random.normal(0, AWAY_DEG), 3) for axis in ("lat", "lon"))
            if (lat, lon) in seen:
                continue
            seen.add((lat, lon))
            day = FIRST + random.integers(DAYS)
            kind, deaths = random.integers(1, 4), random.integers(9)
            rows.writerow([len(seen), kind, 1, town["divipola_code"], lat, lon, day, day, deaths])
    return path


def moved_about(page: Page, seconds: float, least: int = 4) -> list[float]:
    """Drags and zooms the map for so long; returns how long each frame took, in milliseconds."""
    box = page.locator(".tj-map-stage").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate(FRAMES)
    end, turn = time.monotonic() + seconds, 0
    while time.monotonic() < end or turn < least:
        way = 1 if turn % 2 else -1
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 90 * way, y + 40 * way, steps=10)
        page.mouse.up()
        page.mouse.wheel(0, -160 if turn % 4 < 2 else 160)
        page.wait_for_timeout(300)  # a reader looks: the map is painted anew
        turn += 1
    return page.evaluate("() => window.gaps")


def measured(page: Page, url: str, brush: str, seconds: float) -> dict[str, object]:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    sizes = counted(page)
    page.add_init_script(f"sessionStorage.setItem('tejido_brush', '{brush}')")
    begun = time.monotonic()
    page.goto(f"{url}/map?data=bench&layer={LAYER}&steps=all&at=CO")
    page.locator(".tj-map[data-ready]").wait_for(timeout=180_000)
    ready = time.monotonic() - begun
    page.locator(".tj-foot").wait_for(timeout=180_000)
    page.wait_for_timeout(2000)
    gaps = sorted(moved_about(page, seconds))
    used = page.locator(".tj-map").first.get_attribute("data-brush")
    return {"brush": used, "ready_s": ready, "websocket": sum(sizes), "files": page.evaluate(FILES), "faults": faults,
            "frames": len(gaps), "median_ms": statistics.median(gaps), "p95_ms": gaps[int(len(gaps) * 0.95)],
            "most_ms": gaps[-1]}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--brush", choices=BRUSHES, action="append", help="both where none is named")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder)
        command = [sys.executable, "-m", "analytics", "import", str(events_file(home, asked.points))]
        subprocess.run(
            [*command, "--workspace", "bench"], cwd=ROOT, env=os.environ | {"TEJIDO_DATA": str(home)}, check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with served(ROOT / "app.py", ROOT, home) as url:
            for brush in asked.brush or BRUSHES:
                page = browser.new_page(viewport={"width": 1440, "height": 1000})
                report(asked.points, measured(page, url, brush, asked.seconds))
                page.close()
        browser.close()


def report(points: int, found: dict[str, object]) -> None:
    """What was measured, in words and as numbers."""
    files = ", ".join(
        f"{kind} {moved / 1024:.0f} KiB ({whole / 1024:.0f} unpacked)" for kind, moved, whole in found["files"]
    )
    print(f"{found['brush']}: {points:,} points stand after {found['ready_s']:.1f} s; {files}; "
          f"{found['websocket'] / 1024:.0f} KiB over the websocket for all of the page")  # fmt: skip
    # fmt: off
    print(f"  moved about: {found['frames']} frames, {found['median_ms']:.0f} ms (median), "
          f"{found['p95_ms']:.0f} (95 %), {found['most_ms']:.0f} at most; exceptions: {len(found['faults'])}")
    # fmt: on
    print(json.dumps(found))


if __name__ == "__main__":
    main()
