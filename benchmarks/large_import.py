"""A large table of issues imported from the shell: rows a second, and the most memory that any process held.

    python -m benchmarks.large_import [MILLION_ROWS]

Ten million rows are about 1 GB. The rows are made up and illustrative; the file is removed afterwards.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.paths import tables_folders
from analytics.tables import read_table

PIECE = 500_000
KINDS = ("amenaza", "extorsión simple", "extorsión agravada", "cobro ilegal")
WORDS = "registro de una base ilustrativa para medir la importación, sin hechos reales"


def write_table(path: Path, rows: int) -> None:
    """A CSV of extortion events that never were: id, day, municipality's code and name, kind, count, a remark."""
    places = read_table("places", tables_folders())
    towns = places[(places["level"] == "municipality") & places["valid_to"].isna()]
    random = np.random.default_rng(7)
    days = pd.date_range("2005-01-01", "2023-12-31").strftime("%Y-%m-%d").to_numpy()
    for start in range(0, rows, PIECE):
        count = min(PIECE, rows - start)
        at = random.integers(0, len(towns), count)
        pd.DataFrame({
            "id": np.arange(start + 1, start + count + 1), "fecha_hecho": days[random.integers(0, len(days), count)],
            "codigo_dane": towns["place_id"].to_numpy()[at], "municipio": towns["name_es"].to_numpy()[at],
            "tipo_hecho": np.array(KINDS)[random.integers(0, len(KINDS), count)],
            "cantidad": random.integers(1, 9, count), "nota": WORDS[: 40],
        }).to_csv(path, mode="w" if start == 0 else "a", header=start == 0, index=False)  # fmt: skip


def main() -> None:
    rows = int(float(sys.argv[1] if len(sys.argv) > 1 else 10) * 1_000_000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "extorsion_ilustrativa.csv"
        write_table(path, rows)
        size = path.stat().st_size
        command = [sys.executable, "-m", "analytics", "import", str(path), "--workspace", "large", "--format", "json"]
        start = time.monotonic()
        done = subprocess.run(
            command, env=os.environ | {"TEJIDO_DATA": f"{folder}/data"}, stdout=subprocess.PIPE, check=False
        )
        seconds = time.monotonic() - start
        report = json.loads(done.stdout)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        added = report["tables"]["issue_records"]["added"]
        print(
            f"{size / 1e6:,.0f} MB, {added:,} rows in {seconds:,.0f} s: {added / seconds:,.0f} rows a second, "
            f"{memory:,.0f} MiB at most, exit {done.returncode}, version {report['snapshot']}"
        )


if __name__ == "__main__":
    main()
