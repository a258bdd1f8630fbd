"""A whole version of a data set as files: CSV, parquet, GeoJSON, a workbook, IATI.

Every table goes out with the origin of each row. What is not stated stays empty; nothing is added up.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import pandas as pd
import pyarrow.parquet as pq
import xlsxwriter

from analytics.errors import DataError
from analytics.exports.iati import lacking
from analytics.exports.text import as_csv, records
from analytics.illustrative import ILLUSTRATIVE, SENTENCE
from analytics.readers.iati.meaning import status_of
from analytics.schema import TABLES
from analytics.schema_imported import IMPORTED
from analytics.snapshots import Snapshot

STAMP = (1980, 1, 1, 0, 0, 0)  # members without a time of their own: the same version gives the same bytes
SHEET_ROWS = 1_048_575  # of a workbook's sheet, its header aside
ROLES = {"funding": "1", "accountable": "2", "extending": "3", "implementing": "4"}
STATUS = {"planned": "1", "implementation": "2", "ended": "4"}
OTHER_ORGANISATION = "90"  # IATI's OrganisationType: other


def table(snapshot: Snapshot, name: str) -> pd.DataFrame:
    """One table of a version as it stands there; each part of an imported table after the one before."""
    parts = [pq.read_table(path).to_pandas(date_as_object=True) for path in snapshot.tables("analyst")[name]]
    frame = pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]
    return frame.astype(object).where(frame.notna(), None)


def _mark(snapshot: Snapshot) -> dict[str, bytes]:
    """What a zip of the illustrative portfolio holds besides its tables."""
    return {f"{ILLUSTRATIVE.upper()}.txt": f"{SENTENCE}\n".encode()} if snapshot.is_illustrative else {}


def _filled(snapshot: Snapshot) -> dict[str, pd.DataFrame]:
    """The tables that have rows; IATI's elements are for IATI alone."""
    found = {name: table(snapshot, name) for name in (*TABLES, *IMPORTED) if name != "iati_elements"}
    return {name: frame for name, frame in found.items() if len(frame)}


def _zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def as_csv_files(snapshot: Snapshot) -> bytes:
    """A zip with one CSV file for each table that has rows, UTF-8, safe to open in a spreadsheet."""
    files = {f"{name}.csv": as_csv(frame).encode() for name, frame in _filled(snapshot).items()}
    return _zipped(_mark(snapshot) | files)


def as_parquet_files(snapshot: Snapshot) -> bytes:
    """A zip with the version's parquet files as they are, and its manifest."""
    files = {path.name: path for paths in snapshot.tables("analyst").values() for path in paths}
    members = {name: path.read_bytes() for name, path in sorted(files.items())}
    return _zipped(_mark(snapshot) | members | {"manifest.json": (snapshot.folder / "manifest.json").read_bytes()})


def as_workbook(snapshot: Snapshot) -> bytes:
    """A workbook with a sheet for each table; text stays text: no formula, no link.

    Raises DataError where a table has more rows than a sheet can hold.
    """
    written = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
    with xlsxwriter.Workbook(written, plain) as book:
        book.set_properties({"created": snapshot.built_at.replace(tzinfo=None)})
        bold = book.add_format({"bold": True})
        if snapshot.is_illustrative:
            book.add_worksheet(ILLUSTRATIVE).write_string(0, 0, SENTENCE, bold)
        for name, frame in _filled(snapshot).items():
            if len(frame) > SHEET_ROWS:
                raise DataError(f"{name} has {len(frame):,} rows, more than a sheet can hold. Export csv or parquet.")
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, list(frame.columns), bold)
            for row, record in enumerate(records(frame), start=1):
                for column, value in enumerate(record.values()):
                    if isinstance(value, str):
                        sheet.write_string(row, column, value[:32_767])
                    elif value is not None:
                        sheet.write(row, column, value)
    return written.getvalue()


def as_geojson(snapshot: Snapshot) -> bytes:
    """Points: each location of an activity where its file gives a point, else the place of the activity.

    A place that is a country or a department has its own point and says so in `exactness`: it is no exact spot.
    """
    places = table(snapshot, "places").set_index("place_id")
    titles = table(snapshot, "activities").set_index("activity_id")
    located = table(snapshot, "activity_locations")
    features = [
        _feature(row.lon, row.lat, row, titles, name=row.name)
        for row in located.itertuples(index=False)
        if row.lat is not None and row.lon is not None
    ]
    known = set(located["activity_id"])
    for row in table(snapshot, "activity_places").itertuples(index=False):
        place = places.loc[row.place_id]
        if row.activity_id not in known and place["lat"] is not None:
            features.append(_feature(place["lon"], place["lat"], row, titles, name=place["name_es"]))
    mark = {ILLUSTRATIVE: SENTENCE} if snapshot.is_illustrative else {}
    collection = {"type": "FeatureCollection", **mark, "features": features}
    return json.dumps(collection, ensure_ascii=False, default=str).encode()


def _feature(lon: float, lat: float, row: object, titles: pd.DataFrame, name: str | None) -> dict:
    about = titles.loc[row.activity_id]
    said = {
        "activity_id": row.activity_id, "title_en": about["title_en"], "title_es": about["title_es"],
        "place_id": row.place_id, "name": name, "exactness": row.exactness,
        "source_id": row.source_id, "line": row.line, "provenance": row.provenance,
    }  # fmt: skip
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": said}


def iati_grids(snapshot: Snapshot, organisation: tuple[str, str]) -> tuple[dict[str, pd.DataFrame], int]:
    """The grids of IATI: what came from IATI files as it came, the other activities from our tables.

    `organisation` is the ref and the name of who reports those others. Also returns how many activities cannot be
    written, since the standard asks for what no source states: a date, an organisation, a place for each.
    Raises DataError for the illustrative portfolio: who reads such a file could not see that it is invented.
    """
    if snapshot.is_illustrative:
        raise DataError("The illustrative example is not written as IATI: nobody could see that it is invented.")
    elements = table(snapshot, "iati_elements")
    newest = elements.drop_duplicates("activity", keep="last").set_index("activity")["source_id"]
    elements = elements[elements["source_id"] == elements["activity"].map(newest).fillna(elements["source_id"])]
    grids = {name: _grid(rows) for name, rows in elements.groupby("grid", sort=False)}
    others = _others(snapshot, set(elements["activity"]), organisation)
    complete = set(others["activities"]["identifier"]) - set(lacking(others)["activity"])
    left_out = len(others["activities"]) - len(complete)
    for name, frame in others.items():
        kept = frame[frame["activity"].isin(complete)]
        grids[name] = pd.concat([grids[name], kept], ignore_index=True) if name in grids else kept
    return {name: frame for name, frame in grids.items() if len(frame)}, left_out


def _grid(rows: pd.DataFrame) -> pd.DataFrame:
    content = pd.DataFrame([json.loads(text) for text in rows["content"]], dtype=object)
    # paths of different files name the same elements: a file's own id keeps them apart
    own = rows["source_id"].str.cat(rows["path"], sep=":").to_numpy()
    frame = content.assign(path=own, activity=rows["activity"].to_numpy())
    if "parent" in frame:
        frame["parent"] = pd.Series(rows["source_id"].to_numpy()).str.cat(frame["parent"], sep=":")
    return frame.astype(object).where(frame.notna(), None)


def _others(snapshot: Snapshot, written: set[str], organisation: tuple[str, str]) -> dict[str, pd.DataFrame]:
    """The activities that never were IATI, with what the standard has room for."""
    details = table(snapshot, "activity_details").set_index("activity_id")
    activities = table(snapshot, "activities")
    identifiers = activities["activity_id"].map(details["identifier"]).fillna(activities["activity_id"])
    activities = activities.assign(activity=organisation[0] + "-" + identifiers)[~identifiers.isin(written)]
    today = snapshot.built_at.date()
    dated = [status_of(*days, today) for days in zip(activities["start_on"], activities["end_on"], strict=True)]
    day = {edge: activities[f"{edge}_on"].map(lambda on: on.isoformat() if on else None) for edge in ("start", "end")}
    rows = pd.DataFrame({
        "activity": activities["activity"], "path": activities["activity"], "identifier": activities["activity"],
        "lang": "en", "reporting_org_ref": organisation[0], "reporting_org_type": OTHER_ORGANISATION,
        "reporting_org": organisation[1], "title": activities["title_en"], "description": activities["description_en"],
        "status": pd.Series(dated, index=activities.index).map(STATUS), "actual_start": day["start"],
        "actual_end": day["end"],
    })  # fmt: skip
    return {"activities": rows, **_with_organisations(snapshot, activities), **_with_countries(snapshot, activities)}


def _with_organisations(snapshot: Snapshot, activities: pd.DataFrame) -> dict[str, pd.DataFrame]:
    names = table(snapshot, "organisations").set_index("organisation_id")["name_en"]
    roles = table(snapshot, "activity_organisations").merge(activities[["activity_id", "activity"]], on="activity_id")
    roles = roles[roles["role"].isin(ROLES)]  # a member or a network is no role of the standard
    frame = {"role": roles["role"].map(ROLES), "name": roles["organisation_id"].map(names)}
    return {"participating_orgs": _below(roles["activity"], "participating-org", frame)}


def _with_countries(snapshot: Snapshot, activities: pd.DataFrame) -> dict[str, pd.DataFrame]:
    places = table(snapshot, "places").set_index("place_id")
    here = table(snapshot, "activity_places").merge(activities[["activity_id", "activity"]], on="activity_id")
    here["code"] = here["place_id"].map(places["country_code"])
    once = here.drop_duplicates(["activity", "code"])
    share = 100 / once.groupby("activity")["code"].transform("size")
    alone = share.map(lambda percent: None if percent == 100 else f"{percent:.4f}".rstrip("0").rstrip("."))
    frame = {"code": once["code"], "percentage": alone}
    return {"recipient_countries": _below(once["activity"], "recipient-country", frame)}


def _below(activity: pd.Series, element: str, columns: dict[str, pd.Series]) -> pd.DataFrame:
    """Rows of elements that stand in activities, each under a path of its own."""
    number = (activity.groupby(activity).cumcount() + 1).astype("str")
    path = activity + f"/{element}[" + number + "]"
    return pd.DataFrame({"activity": activity, "parent": activity, "path": path, **columns})


FORMATS: dict[str, tuple[str, Callable[[Snapshot], bytes]]] = {
    "csv": ("zip", as_csv_files),
    "parquet": ("zip", as_parquet_files),
    "geojson": ("geojson", as_geojson),
    "xlsx": ("xlsx", as_workbook),
}
