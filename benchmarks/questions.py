"""How long questions take: ours with the cube and without, plain DuckDB, pandas and polars, on the same activities.

    python -m benchmarks.questions --activities 1000000 10000000
    python -m benchmarks.questions --load FOLDER             # a load that is there: sample --activities N --out FOLDER

Each engine runs in a process of its own with two threads, one after the other, its files read before. All must give
the same numbers, or the benchmark ends. Prints Markdown; `--json` keeps every time. See docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from analytics import cube
from benchmarks.scale import report
from benchmarks.scale.loads import cube_size, opened, rebuilt_seconds, write_plain

PROJECT = Path(__file__).resolve().parent.parent
SIZES = (1_000_000, 10_000_000)
OURS = ("cube", "sql", "rows")
PAGED = ("cube", "rows")  # asked what pages ask, too
PLAIN = ("duckdb", "duckdb_memory", "pandas", "polars")
MEMORY = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=1000"}  # as the Makefile starts the app; so for every engine


def child(engine: str, folder: Path, *more: str) -> dict:
    """What one engine measured."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.scale.child", engine, str(folder), *more]
    done = subprocess.run(command, cwd=PROJECT, env=os.environ | MEMORY, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{engine}: {done.stderr.strip().splitlines()[-1]}")
    print(f"{engine} {' '.join(more)}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    return json.loads(done.stdout)


def measure(folder: Path, total: int, scratch: Path, engines: tuple[str, ...]) -> dict:
    """Everything that is measured of one load."""
    snapshot, written_s = opened(folder, total)
    if set(engines) & set(PLAIN):
        write_plain(snapshot, scratch / "plain")
    found = {
        "activities": snapshot.manifest["about"]["load"],
        "written_s": written_s,
        "cube": cube_size(snapshot),
        "cube_s": rebuilt_seconds(snapshot, scratch / "cube"),
        "engines": {name: child(name, folder if name in OURS else scratch / "plain") for name in engines},
    }
    report.agree(found["engines"])
    if "cube" in engines:
        found["pages"] = {name: child(name, folder, "--pages") for name in PAGED if name in engines}
    return found


def show(found: dict) -> None:
    """Prints the tables of one load."""
    print(f"\n## {found['activities']:,} activities\n")
    print(*report.side_by_side(found["engines"]), sep="\n")
    if pages := found.get("pages"):
        bare = {"rows": {"pages": {}}}  # it was not asked how long they take without the cube
        print(report.by_page(**bare | pages))
        print(*report.by_question(**bare | pages), sep="\n")
    print(report.of_cube(found["cube"], set(cube.ROLL_UPS), found["cube_s"]))
    print(report.of_memory(found["engines"]), flush=True)


def machine() -> str:
    """What it ran on."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "pandas", "polars", "pyarrow"))
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (f"{os.cpu_count()} cores, {gigabytes:.0f} GB, Python {platform.python_version()}, {versions}; "
            f"load before: {load}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--activities", type=int, nargs="+", help="how many; a load of each is made and thrown away")
    parser.add_argument("--load", type=Path, nargs="+", default=[], help="folders of loads that are there")
    parser.add_argument("--engines", nargs="+", choices=(*OURS, *PLAIN), default=(*OURS, *PLAIN), help="with cube")
    parser.add_argument("--json", type=Path, help="a file for all that was measured")
    asked = parser.parse_args()
    sizes = asked.activities or (() if asked.load else SIZES)
    print(machine(), flush=True)
    measured = []
    with tempfile.TemporaryDirectory(prefix="tejido-bench-") as folder:
        loads = [(path, 0) for path in asked.load] + [(Path(folder) / f"load-{size}", size) for size in sizes]
        for number, (path, size) in enumerate(loads):
            measured.append(measure(path.resolve(), size, Path(folder) / str(number), tuple(asked.engines)))
            show(measured[-1])
    if asked.json:
        asked.json.write_text(json.dumps(measured))


if __name__ == "__main__":
    main()
