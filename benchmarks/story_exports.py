"""A story of twenty slides as PowerPoint, PDF and one web page: seconds, bytes, and the most memory that each took.

    python -m benchmarks.story_exports

Asked for: PowerPoint in 20 s, PDF in 15 s, 500 MB. Each runs in a process of its own, from a frozen story.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

SLIDES = 20
LIMITS = {"pptx": 20, "pdf": 15, "html": 15}
MEGABYTES = 500


def prepare(home: Path) -> None:
    """A story of twenty slides of every kind, with four maps, frozen in a folder of its own."""
    from analytics.paths import tables_folders
    from analytics.snapshots import publish
    from analytics.stories.library import Stories, ready_stories
    from analytics.warehouse import Warehouse

    os.environ["TEJIDO_DATA"] = str(home)
    snapshot = publish(tables_folders(), home / "snapshots")
    stories = Stories(home / "stories")
    slides = [
        slide for story in ready_stories().values() for slide in story.slides if slide.figure != "municipality_list"
    ]
    story = stories.new(
        {"en": "Twenty"}, tuple(replace(slide, id=f"s{n}") for n, slide in enumerate(slides[:SLIDES], 1))
    )
    with Warehouse(snapshot) as engine:
        stories.save(stories.frozen(story, engine))


def peak_megabytes() -> float:
    """The most memory that this process held; what its parent held before it began is not counted."""
    status = Path("/proc/self/status")
    if status.is_file():
        return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(home: Path, form: str) -> None:
    """One export; prints seconds, bytes and megabytes as JSON."""
    start = time.perf_counter()
    from analytics.stories.handing import deck_of, handed_out
    from analytics.stories.library import Stories

    stories = Stories(home / "stories")
    deck = deck_of(stories, stories.open("twenty"), "en")
    made = handed_out(deck, form)
    peak = peak_megabytes()
    print(json.dumps({"seconds": time.perf_counter() - start, "bytes": len(made), "megabytes": peak}))


def main() -> int:
    status = 0
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        for form, limit in LIMITS.items():
            command = [sys.executable, "-m", "benchmarks.story_exports", folder, form]
            run = subprocess.run(command, check=True, capture_output=True, text=True)
            told = json.loads(run.stdout.splitlines()[-1])
            is_held = told["seconds"] <= limit and told["megabytes"] <= MEGABYTES
            status |= not is_held
            print(
                f"{form:5} {told['seconds']:6.2f} s (limit {limit})  {told['bytes'] / 1e6:5.2f} MB  "
                f"{told['megabytes']:4.0f} MB of memory (limit {MEGABYTES})  {'held' if is_held else 'MISSED'}"
            )
    return status


if __name__ == "__main__":
    sys.exit(measure(Path(sys.argv[1]), sys.argv[2]) if len(sys.argv) == 3 else main())
