"""Which place each feature is, and what is wrong: unknown codes, wrong divisions, doubled codes, polygons far away."""

from __future__ import annotations

from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.bounding.columns import Columns, texts
from analytics.bounding.known import Known
from analytics.bounding.mending import KM
from analytics.readers.grid import Finding

# between a polygon and its place: simplified coasts are off by 2, exchanged codes by more; divisions have any shape
FAR_KM = {"municipality": 25, "department": 100, "country": 1_000}
TOUCH = 1e-6  # degrees: features of one code that are nearer than this are one place
ALIKE = 0.6  # of a division's area: it lies in the division of ours that holds as much of it


@dataclass
class Placed:
    """Features with the place of each: empty where it is not known."""

    ids: pd.Series
    names: pd.Series
    findings: list[Finding] = field(default_factory=list)


def placed(frame: gpd.GeoDataFrame, columns: Columns, known: Known, parents: pd.Series) -> Placed:
    """The place of each feature by its code, or by its exact name where there is no column of codes."""
    written = texts(frame, columns.code) if columns.code else nothing(frame)
    names = texts(frame, columns.name) if columns.name else nothing(frame)
    if not known.is_held:
        return _of_the_file(written, names, known)
    if columns.code is None:
        return _by_name(frame, names, known, parents)
    ids, findings = nothing(frame), []
    corrected = []
    for row, (at, code, name) in enumerate(zip(frame.index, written, names, strict=True), start=1):
        place = known.id_of(code) if code else None
        if place is None:
            rule = "boundary_code_unknown" if code else "boundary_no_code"
            findings.append(Finding(rule, row=row, column=columns.code, value=code or name or None))
            continue
        ids[at] = place
        if place != code:
            corrected.append((code, place))
    if corrected:
        code, place = corrected[0]
        values = (("after", place),)
        findings.append(
            Finding("boundary_codes_read", column=columns.code, value=code, values=values, count=len(corrected))
        )
    return Placed(ids, names, findings)


def _of_the_file(written: pd.Series, names: pd.Series, known: Known) -> Placed:
    """Codes and names as the file has them: our reference does not go down to this level there."""
    ids = written.map(lambda code: known.own_code(code) if code else "")
    findings = [Finding("boundary_not_held", count=int(ids.ne("").sum()))]
    findings += [
        Finding("boundary_no_code", row=row, value=name or None)
        for row, (code, name) in enumerate(zip(written, names, strict=True), start=1)
        if not code
    ]
    return Placed(ids, names, findings)


def _by_name(frame: gpd.GeoDataFrame, names: pd.Series, known: Known, parents: pd.Series) -> Placed:
    """By exact name within the division; of several places of one name, the one that lies near the polygon."""
    ids, findings = nothing(frame), []
    shapes = frame.geometry
    for row, (at, name) in enumerate(names.items(), start=1):
        found = known.ids_of(name) if name else ()
        if parents[at]:
            found = tuple(id_ for id_ in found if known.places[id_].parent == parents[at])
        if len(found) > 1:
            found = tuple(id_ for id_ in found if _is_near(known, id_, shapes[at])) or found
        if len(found) == 1:
            ids[at] = found[0]
        else:
            rule = "boundary_name_ambiguous" if found else "boundary_name_unknown"
            several = (("candidates", ", ".join(found)),) if found else ()
            findings.append(Finding(rule, row=row, value=name or None, values=several))
    if ids.ne("").any():
        findings.append(Finding("boundary_by_name", count=int(ids.ne("").sum())))
    return Placed(ids, names, findings)


def _is_near(known: Known, id_: str, shape: shapely.Geometry) -> bool:
    place = known.places[id_]
    if place.lat is None or place.lon is None or shape is None or shape.is_empty:
        return False
    point = shapely.points(place.lon, place.lat)
    return bool(shapely.distance(shapely.box(*shape.bounds), point) * KM <= FAR_KM[known.level])


def nothing(frame: pd.DataFrame) -> pd.Series:
    """An empty text for each feature."""
    return pd.Series([""] * len(frame), index=frame.index, dtype=object)


def parents_of(frame: gpd.GeoDataFrame, columns: Columns, above: Known) -> pd.Series:
    """The division of each feature as the file states it: by code, else by exact name; empty where it says nothing."""

    def named(name: str) -> str:
        found = above.ids_of(name)
        return found[0] if len(found) == 1 else ""

    by_code, by_name = nothing(frame), nothing(frame)
    if columns.parent:
        by_code = texts(frame, columns.parent).map(lambda code: above.id_of(code) or "")
    if columns.parent_name:
        by_name = texts(frame, columns.parent_name).map(named)
    return by_code.where(by_code.ne(""), by_name)


def parents_by_place(shapes: np.ndarray, above: Known, base: gpd.GeoDataFrame) -> list[str]:
    """The division of ours that holds most of each shape; empty where none holds enough of it."""
    ours = base[base["place_id"].isin(list(above.places))].reset_index(drop=True)
    if ours.empty:
        return [""] * len(shapes)
    tree = shapely.STRtree(ours.geometry.to_numpy())
    found = []
    for shape in shapes:
        near = tree.query(shape, predicate="intersects")
        areas = shapely.area(shapely.intersection(ours.geometry.to_numpy()[near], shape)) if len(near) else np.array([])
        is_enough = len(areas) and areas.max() >= ALIKE * shape.area
        found.append(str(ours["place_id"].iloc[near[areas.argmax()]]) if is_enough else "")
    return found


def wrong_parents(ids: pd.Series, stated: pd.Series, known: Known, above: Known) -> list[Finding]:
    """A finding for each feature that the file puts into another division than its code belongs to."""
    findings = []
    for row, (at, id_) in enumerate(ids.items(), start=1):
        if not stated[at] or id_ not in known.places:
            continue
        place = known.places[id_]
        if place.parent in above.places and stated[at] != place.parent:
            values = (
                ("name", place.name), ("stated", f"{stated[at]} {above.places[stated[at]].name}"),
                ("parent", f"{place.parent} {above.places[place.parent].name}"),
            )  # fmt: skip
            findings.append(Finding("boundary_wrong_parent", row=row, value=id_, values=values))
    return findings


def joined(shapes: np.ndarray, ids: pd.Series) -> tuple[dict[str, shapely.Geometry], list[Finding]]:
    """One shape for each code: equal ones once, those that touch joined, others refused; each is told."""
    findings, whole = [], {}
    for code, members in ids[ids.ne("")].groupby(ids, sort=True):
        rows = [ids.index.get_loc(at) for at in members.index]
        own = [shapes[row] for row in rows if shapes[row] is not None]
        if not own:
            continue
        whole[code] = own[0]
        if len(own) > 1:
            different = [own[0], *(s for i, s in enumerate(own[1:], 1) if not any(s.equals(o) for o in own[:i]))]
            whole[code], rule = _one(different)
            values = (("n", str(len(rows))), ("rows", ", ".join(str(row + 1) for row in rows[:10])))
            findings.append(Finding(rule, row=rows[0] + 1, value=code, values=values))
    return whole, findings


def _one(shapes: list[shapely.Geometry]) -> tuple[shapely.Geometry, str]:
    if len(shapes) == 1:
        return shapes[0], "boundary_doubled_same"
    waiting, group = list(shapes[1:]), [shapes[0]]
    while waiting:
        near = [s for s in waiting if any(shapely.dwithin(s, other, TOUCH) for other in group)]
        if not near:
            return shapely.union_all(shapes), "boundary_doubled_apart"
        group += near
        waiting = [s for s in waiting if not any(s is one for one in near)]
    return shapely.union_all(shapes), "boundary_doubled_joined"


def far_away(whole: dict[str, shapely.Geometry], known: Known) -> list[Finding]:
    """A finding for each polygon that lies far from the seat of the place whose code it has."""
    findings = []
    for code, shape in whole.items():
        place = known.places.get(code)
        if place is None or place.lat is None or place.lon is None:
            continue
        point = shapely.points(place.lon, place.lat)
        km = shapely.distance(shape, point) * KM
        if km > FAR_KM[known.level]:
            holder = next((other for other, area in whole.items() if other != code and area.contains(point)), "")
            values = (("name", place.name), ("km", f"{km:,.0f}"), ("holder", holder or "–"))
            findings.append(Finding("boundary_far", value=code, values=values))
    return findings


def missing(codes: set[str], known: Known) -> list[Finding]:
    """A finding for each place of the level that has no polygon, and for each code of the file that ended."""
    findings = []
    for id_, place in sorted(known.places.items()):
        has_ended = bool(place.ended_on or place.merged_into)
        if has_ended and id_ in codes:
            into = place.merged_into or "–"
            findings.append(Finding("boundary_code_ended", value=id_, values=(("name", place.name), ("into", into))))
        elif not has_ended and id_ not in codes:
            findings.append(Finding("boundary_missing", value=id_, values=(("name", place.name),)))
    return findings
