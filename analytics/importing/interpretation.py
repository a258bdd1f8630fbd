"""What the files of one import hold, gathered table by table while each is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analytics.importing.reference import Reference
from analytics.importing.rows import canonical, slug
from analytics.readers.grid import Finding, Grid
from analytics.staging import as_arrow, empty_table
from analytics.understanding.shapes import under_headers

PARQUET = {"compression": "zstd", "version": "2.6", "data_page_version": "2.0"}
ANALYST_ONLY = ("submissions", "answers", "iati_elements")
FILE_KIND = ("Imported file", "Archivo importado")


@dataclass
class Interpretation:
    """The rows read so far, the findings, and the folder that the import's files are written to."""

    reference: Reference
    folder: Path
    as_of: date
    left_out: dict[str, frozenset[int]] = field(default_factory=dict)  # file -> rows
    findings: list[Finding] = field(default_factory=list)
    frames: dict[str, list[pd.DataFrame]] = field(default_factory=dict)
    parts: dict[str, list[pa.Table]] = field(default_factory=dict)
    datasets: list[dict[str, object]] = field(default_factory=list)

    def add(self, name: str, frame: pd.DataFrame) -> None:
        """Rows of a table of `schema.TABLES`; what the frame does not give is empty."""
        if len(frame):
            self.frames.setdefault(name, []).append(canonical(name, frame))

    def add_part(self, name: str, frame: pd.DataFrame) -> None:
        """Rows of an imported table; what the frame does not give is empty."""
        schema = empty_table(name).schema
        columns = [
            pa.array(frame[f.name], type=f.type, from_pandas=True) if f.name in frame else pa.nulls(len(frame), f.type)
            for f in schema
        ]
        if len(frame):
            self.parts.setdefault(name, []).append(pa.table(columns, schema=schema))

    def tell(self, findings: list[Finding], grid: Grid) -> None:
        """Findings of a grid, with its file and sheet."""
        self.findings += [finding.at(grid.file, grid.sheet) for finding in under_headers(findings, grid)]

    def rows_left_out(self, file: str) -> frozenset[int]:
        return self.left_out.get(file, frozenset())

    def source(self, grid: Grid, sha256: str, rows: int) -> str:
        """The source row of a file, once; returns its id."""
        source_id = f"file-{sha256[:12]}"
        self.add("sources", pd.DataFrame([{
            "source_id": source_id, "title": grid.file, "kind_en": FILE_KIND[0], "kind_es": FILE_KIND[1],
            "file_name": grid.file, "sha256": sha256, "line_count": max(rows, 1), "provenance": "imported",
        }]))  # fmt: skip
        return source_id

    def programme(self, dataset: str, source_id: str, name: str, own: str | None = None) -> tuple[str, str]:
        """The partnership and programme that a data set stands under, once; returns their ids.

        `own` is the programme that its rows name; without it the programme is the data set.
        """
        key = slug(dataset)
        words = f"Activities imported from {name}."
        common = {
            "partnership_id": key, "position": 1000, "name": name, "short_name": name, "source_id": source_id,
            "description_en": words, "description_es": f"Actividades importadas de {name}.", "section": "import",
            "line": 1, "anchor": name, "provenance": "imported",
        }  # fmt: skip
        self.add("partnerships", pd.DataFrame([common]))
        mine = common | {"programme_id": key, "is_name_ours": True}
        if own is not None:
            mine |= {"programme_id": f"{key}-{slug(own)}", "name": own, "short_name": own, "anchor": own[:200],
                     "is_name_ours": False}  # fmt: skip
        self.add("programmes", pd.DataFrame([mine]))
        return key, mine["programme_id"]

    def component(self, programme: str, name: str, position: int, source_id: str) -> str:
        """A component that rows of a programme name; returns its id."""
        key = f"{programme}-{slug(name)}"
        self.add("components", pd.DataFrame([{
            "component_id": key, "programme_id": programme, "position": position, "name": name, "summary": name,
            "source_id": source_id, "section": "import", "line": 1, "anchor": name[:200], "provenance": "imported",
        }]))  # fmt: skip
        return key

    def add_countries(self, places: pd.Series) -> None:
        """Rows for countries that the reference does not hold yet and a file names."""
        self.add("places", self.reference.gazetteer.missing_countries(places))

    def write(self) -> dict[str, int]:
        """Writes what was gathered to `tables/` and `parts/`; returns the rows by table."""
        counts = {}
        for kind in ("tables", "parts"):
            (self.folder / kind).mkdir(exist_ok=True, parents=True)
        for name, frames in self.frames.items():
            frame = pd.concat(frames, ignore_index=True)
            table = as_arrow(frame)
            pq.write_table(table, self.folder / "tables" / f"{name}.parquet", **PARQUET)
            counts[name] = table.num_rows
        for name, tables in self.parts.items():
            table = pa.concat_tables(tables)
            path = self.folder / "parts" / f"{name}@all.parquet"
            pq.write_table(table, path, **PARQUET)
            if name not in ANALYST_ONLY:
                path.with_name(f"{name}@all.shared.parquet").hardlink_to(path)
            counts[name] = table.num_rows
        return counts
