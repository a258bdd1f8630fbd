"""The pivot and the rows behind a cell to take along: workbook, CSV, CSV with HXL tags, Parquet, GeoJSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from analytics import evidence as evidence_questions
from analytics import illustrative, places, results
from analytics.columns import readable
from analytics.exports import frames, geo
from analytics.pivots import taken
from analytics.pivots.catalogue import MEASURES
from analytics.pivots.spec import Cell, Spec
from analytics.pivots.table import Pivot, rows_behind
from analytics.pivots.words import Names, cell_title, title
from analytics.selection import Selection
from pages.shared import explore_chart, layout, store

ROWS_MOST, SHEET_MOST = 1_000_000, 200_000  # rows behind a cell that one file takes, and one workbook
BASES = ("departments.geojson", "countries.geojson")


def of_pivot(spec: Spec, found: Pivot, chosen: Selection, known: Names, cell: Cell | None) -> None:
    """The line under the pivot."""
    say, ask = store.words(), store.asking()
    of = _about(chosen, title(spec, say))

    def workbook() -> bytes:
        sheets = {
            say("Data"): taken.as_shown(found, known, say), say("Cells"): taken.cells(found, known, say),
            say("Definitions"): taken.definitions(spec, say, _sheets(spec, chosen, ask)),
            say("Sources"): _sources(ask),
        }  # fmt: skip
        return frames.workbook(of["figure"], of, sheets, say)

    makers: dict[str, Callable[[], bytes]] = {
        "xlsx": workbook,
        "csv": lambda: frames.csv(taken.as_shown(found, known, say), of),
        "hxl.csv": lambda: frames.hxl_csv(taken.tagged_cells(found, known, say), of, taken.cell_tags(spec)),
        "parquet": lambda: frames.parquet(taken.cells(found, known, say), of),
    }
    if axis := taken.place_axis(spec):
        bases = [store.warehouse().snapshot.geometry(name) for name in BASES]

        def features() -> bytes:
            table = taken.cells(found, known, say)
            return geo.as_geojson(table.assign(place_id=table[f"{axis}_code"]), ask(places.place_index), bases, of)

        makers["geojson"] = features
    with st.container(horizontal=True, gap="small", key="tools-pivot", vertical_alignment="center"):
        _buttons(makers, "pivot")
        explore_chart.tools(spec, found, chosen, cell)


def of_rows(cell: Cell, spec: Spec, chosen: Selection, known: Names, total: int) -> None:
    """The line under the rows behind a cell: all of them, not the page that is shown; a file with fewer says so."""
    say, ask = store.words(), store.asking()
    of = _about(chosen, cell_title(cell, spec, known, say))

    def rows(most: int = ROWS_MOST):  # with the document and the line of each, where there is one
        return rows_behind(ask, cell, spec, chosen, 0, most)

    def about(most: int = ROWS_MOST) -> dict[str, str]:
        return of | ({"rows": taken.first_rows(most, total, say)} if total > most else {})

    def workbook() -> bytes:
        sheets = {
            say("Rows"): taken.worded_rows(rows(SHEET_MOST), known, say),
            say("Definitions"): taken.definitions(spec, say), say("Sources"): _sources(ask),
        }  # fmt: skip
        return frames.workbook(of["figure"], about(SHEET_MOST), sheets, say)

    makers = {
        "xlsx": workbook,
        "csv": lambda: frames.csv(rows(), about()),
        "hxl.csv": lambda: frames.hxl_csv(rows().drop(columns="evidence"), about(), taken.ROW_TAGS),
        "parquet": lambda: frames.parquet(rows(), about()),
    }
    for form, most in (("XLSX", SHEET_MOST), ("CSV, Parquet", ROWS_MOST)):
        if total > most:
            layout.note(f"{form}: {taken.first_rows(most, total, say)}")
    with st.container(horizontal=True, gap="small", key="tools-rows", vertical_alignment="center"):
        _buttons(makers, "rows")


def _sheets(spec: Spec, chosen: Selection, ask: Callable):
    """The definitions of the indicators, where some are counted."""
    counts = any(MEASURES[one].fact == "indicators" for one in spec.told())
    return ask(results.indicator_sheets, chosen) if counts else None


def _sources(ask: Callable):
    return readable(ask(evidence_questions.source_documents), store.words())


def _about(chosen: Selection, name: str) -> dict[str, str]:
    return layout.about(chosen, name) | {"taken_on": date.today().isoformat()}


def _buttons(makers: dict[str, Callable[[], bytes]], key: str) -> None:
    labels = {"xlsx": "XLSX", "csv": "CSV", "hxl.csv": "CSV + HXL", "parquet": "Parquet", "geojson": "GeoJSON"}
    is_made_up = store.is_illustrative()
    for form, make in makers.items():
        st.download_button(
            labels[form], data=make, file_name=illustrative.file_name(f"tejido-{key}.{form}", is_made_up),
            mime=frames.MIME[form], key=f"{key}-{form}", type="tertiary", on_click="ignore",
        )  # fmt: skip
