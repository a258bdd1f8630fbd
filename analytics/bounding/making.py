"""A set of boundaries from one file, step by step: layer, country, columns, places, geometry, levels, files."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.boundaries import read_layer
from analytics.bounding import checking, columns, files, mending, shaping
from analytics.bounding.chosen import Chosen
from analytics.bounding.columns import Columns
from analytics.bounding.known import Known, Place, place_of
from analytics.checks.rules import RULES
from analytics.readers.grid import Finding, kept
from analytics.readers.refusals import RefusedFile

SAMPLE = 3_000  # features from which a layer's country and level are told
MAJORITY, MAJORITY_SAID = 0.8, 0.5  # of the features: they lie in the country that the file is of, or is said to be of
COAST, COAST_SAID = 0.2, 1.0  # degrees around our outline of a country that count as in it
LEVELS = ("municipality", "department", "country")


@dataclass(frozen=True)
class Sheet:
    """A layer as it was understood: its features in degrees, its country, its level."""

    layer: files.Layer
    frame: gpd.GeoDataFrame
    country: str | None
    level: str | None
    findings: tuple[Finding, ...] = ()


def make(request: dict) -> dict:
    """Makes the set in `folder`/made; returns what was understood and found."""
    chosen = Chosen(**(request["chosen"] | {"leave_out": tuple(request["chosen"].get("leave_out", ()))}))
    places = [place_of(row) for row in request["places"]]
    base, folder = Path(request["base"]), Path(request["folder"])
    found = files.layers(Path(request["path"]), folder)
    sheet = _sheet(found, chosen, places, base)
    known = Known.of(places, sheet.country, sheet.level)
    above = Known.of(places, sheet.country, {"municipality": "department"}.get(sheet.level, "country"))
    picked = _columns(sheet, chosen, known, above)
    told = list(sheet.findings)
    levels, shapes = _levels(sheet, picked, known, above, base, chosen, told)
    about = {
        "format": sheet.layer.format, "layer": sheet.layer.name, "layers": [[one.name, one.features] for one in found],
        "level": sheet.level, "country": sheet.country, "code_column": picked.code, "name_column": picked.name,
        "parent_column": picked.parent or picked.parent_name, "features": len(sheet.frame),
        "columns": columns.attributes(sheet.frame), "places": len(levels[0].codes) if levels else 0,
        "divisions": next((len(one.codes) for one in levels if one.level == "department"), 0),
    }  # fmt: skip
    result = {"about": about, "levels": {}}
    if not any(RULES[finding.rule].severity == "error" for finding in told):
        (folder / "made").mkdir()
        result["levels"] = shaping.write(shapes, levels, folder / "made")
    missing = [finding for finding in told if finding.rule == "boundary_missing"]  # a list to read, not examples
    told = kept([finding for finding in told if finding.rule != "boundary_missing"])
    result["findings"] = [asdict(finding) for finding in [*told, *missing]]
    return result


# Which layer, which country, which level


def _sheet(found: list[files.Layer], chosen: Chosen, places: list[Place], base: Path) -> Sheet:
    if chosen.layer:
        found = [one for one in found if chosen.layer in (one.name, one.inner)] or _no_layer(chosen.layer, found)
    if len(found) == 1:
        return _understood(found[0], chosen, places, base, None)
    sheets = []
    for layer in found:
        try:
            sheets.append(_understood(layer, chosen, places, base, SAMPLE))
        except RefusedFile as error:  # a layer of points beside those of polygons
            fault = error
    fitting = [sheet for sheet in sheets if chosen.level in (None, sheet.level)]
    if not sheets:
        raise fault
    if chosen.level is None and None not in {sheet.level for sheet in sheets}:
        # of several levels the finest: the coarser ones are joined from it, so that their borders coincide
        fitting = [sheet for sheet in sheets if sheet.level == "municipality"] or sheets
    if len(fitting) != 1:
        said = ", ".join(f"{s.layer.name} ({s.layer.features:,}{f': {s.level}' if s.level else ''})" for s in sheets)
        raise RefusedFile(Finding("boundary_layers", values=(("layers", said),)))
    only = fitting[0]
    return only if only.layer.features <= SAMPLE else _understood(only.layer, chosen, places, base, None)


def _no_layer(name: str, found: list[files.Layer]) -> list[files.Layer]:
    raise RefusedFile(Finding("boundary_layer_unknown", value=name, values=(
        ("layers", ", ".join(one.name for one in found)),
    )))  # fmt: skip


def _understood(layer: files.Layer, chosen: Chosen, places: list[Place], base: Path, most: int | None) -> Sheet:
    frame = files.features(layer, most).reset_index(drop=True)
    if not isinstance(frame, gpd.GeoDataFrame) or frame.geometry.isna().all():
        raise RefusedFile(Finding("boundary_no_polygons", values=(("found", "no geometry"),)))
    kinds = set(shapely.get_type_id(frame.geometry.to_numpy()).tolist()) - {-1}
    if not kinds & {*mending.POLYGONS, mending.COLLECTION}:
        found = ", ".join(sorted({mending.TYPES.get(kind, "other shapes") for kind in kinds}))
        raise RefusedFile(Finding("boundary_no_polygons", values=(("found", found),)))
    frame, told = mending.to_degrees(frame, layer.format, chosen.crs)
    if chosen.country:
        frame = columns.of_country(frame, chosen.country)
    country = _country(frame, chosen, base)
    level = chosen.level if chosen.level and most is None else _level(frame, layer, places, country)
    if most is None and level is None:
        raise RefusedFile(Finding("boundary_level_unknown"))
    return Sheet(layer, frame, country, level, tuple(told))


def _country(frame: gpd.GeoDataFrame, chosen: Chosen, base: Path) -> str:
    """The country that the polygons lie in; the one that was said must be that one."""
    countries = read_layer(base, "countries")
    bounds = shapely.bounds(frame.geometry.to_numpy())
    bounds = bounds[~np.isnan(bounds).any(axis=1)]
    middles = shapely.points((bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2)
    said = chosen.country or columns.stated_country(frame)
    # a coast drawn coarsely leaves out islands and river mouths; small states are all coast
    tree, near = shapely.STRtree(countries.geometry.to_numpy()), COAST_SAID if said else COAST
    _, at = tree.query(middles, predicate="dwithin", distance=near)
    counts = countries["place_id"].iloc[at].value_counts() / max(len(middles), 1)
    lying = said or (counts.index[0] if len(counts) else "")
    if counts.get(lying, 0) < (MAJORITY_SAID if said else MAJORITY):
        found = ", ".join(code for code in counts.index[:3] if code) or "–"
        rule = "boundary_elsewhere" if said else "boundary_nowhere"
        raise RefusedFile(Finding(rule, values=(("found", found), ("country", lying or "–"))))
    return lying


def _level(frame: gpd.GeoDataFrame, layer: files.Layer, places: list[Place], country: str) -> str | None:
    """The level whose codes a column holds, else the one that the names of columns and layer speak of."""
    if len(frame) == 1:
        return "country"
    for level in LEVELS[:2]:
        known = Known.of(places, country, level)
        if any(columns.share_known(frame, c, known) >= columns.ENOUGH and _is_own(frame, c)
               for c in columns.attributes(frame)):  # fmt: skip
            return level
    if "shapeType" in frame.columns:
        kind = {"ADM0": "country", "ADM1": "department", "ADM2": "municipality"}
        return kind.get(str(frame["shapeType"].iloc[0]))
    return columns.level_by_words(layer.name) or columns.level_by_words(*columns.attributes(frame))


def _is_own(frame: gpd.GeoDataFrame, column: str) -> bool:
    """Whether a column tells features apart: that of the division above repeats itself."""
    values = columns.texts(frame, column)
    return values.nunique() > 0.7 * len(values)


# Which column, which place, which shape


def _columns(sheet: Sheet, chosen: Chosen, known: Known, above: Known) -> Columns:
    found = columns.propose(sheet.frame, known, above)
    asked = {"code": chosen.code_column, "name": chosen.name_column, "parent": chosen.parent_column}
    said = {}
    for role, name in asked.items():
        if name:
            said[role] = columns.named(sheet.frame, name)
            if said[role] is None:
                raise RefusedFile(Finding("boundary_column_missing", value=name, values=(
                    ("columns", ", ".join(columns.attributes(sheet.frame)[:30])),
                )))  # fmt: skip
    if said.get("name") and not said.get("code"):
        found = replace(found, code=found.code if found.share else None)
    found = replace(found, **said)
    if found.code is None and (found.name is None or not known.is_held):
        raise RefusedFile(Finding("boundary_no_codes", values=(
            ("columns", ", ".join(columns.attributes(sheet.frame)[:30]) or "–"),
        )))  # fmt: skip
    return found


def _levels(
    sheet: Sheet, picked: Columns, known: Known, above: Known, base: Path, chosen: Chosen, told: list[Finding]
) -> tuple[list[shaping.Level], np.ndarray]:
    """The levels that the file gives and the shapes of its own; what is found goes into `told`."""
    frame = sheet.frame
    is_local = sheet.level == "municipality"
    stated = checking.parents_of(frame, picked, above) if is_local else checking.nothing(frame)
    if sheet.level == "country":
        placed = checking.Placed(checking.nothing(frame).replace("", sheet.country), checking.nothing(frame))
    else:
        placed = checking.placed(frame, picked, known, stated)
    if chosen.leave_out:
        written = columns.texts(frame, picked.code) if picked.code else placed.names
        out = written.isin(chosen.leave_out) | placed.ids.isin(chosen.leave_out)
        placed = _left_out(placed, out, told)
        frame, stated = frame[~out].reset_index(drop=True), stated[~out].reset_index(drop=True)
    told += placed.findings
    label = placed.ids.where(placed.ids.ne(""), placed.names)
    shapes, found = mending.mended(frame.geometry.to_numpy(), label)
    told += found
    told += checking.wrong_parents(placed.ids, stated, known, above)
    whole, found = checking.joined(shapes, placed.ids)
    told += found
    if not whole:
        told.append(Finding("boundary_none_left"))
        return [], shapes
    told += checking.far_away(whole, known) + checking.missing(set(whole), known)
    codes = sorted(whole)
    shapes = _covered(codes, np.array([whole[code] for code in codes], dtype=object), told)
    parents = _parents(codes, shapes, placed.ids, stated, known, above, base, sheet.level, told)
    first = placed.names.groupby(placed.ids).first()
    names = [known.places[code].name if code in known.places else first.get(code, "") for code in codes]
    return _stack(sheet, codes, names, parents, above), shapes


def _left_out(placed: checking.Placed, out: pd.Series, told: list[Finding]) -> checking.Placed:
    rows = {int(at) + 1 for at in np.flatnonzero(out)}
    told.append(Finding("boundary_left_out", count=len(rows)))
    findings = [finding for finding in placed.findings if finding.row not in rows]
    return checking.Placed(*(one[~out].reset_index(drop=True) for one in (placed.ids, placed.names)), findings)


def _covered(codes: list[str], shapes: np.ndarray, told: list[Finding]) -> np.ndarray:
    for first, second, km2, share in mending.overlaps(shapes):
        rule = "boundary_overlap_large" if share > mending.LARGE_SHARE else "boundary_overlap"
        told.append(Finding(rule, value=codes[first], values=(("other", codes[second]), ("km2", f"{km2:,.2f}"))))
    if any(finding.rule == "boundary_overlap_large" for finding in told):
        return shapes
    shapes, gaps = mending.covered(shapes)
    if gaps:
        told.append(Finding("boundary_gaps", count=gaps))
    return shapes


def _parents(codes, shapes, ids, stated, known: Known, above: Known, base: Path, level: str, told: list) -> list[str]:
    """The division of each place: by the reference, else as the file states it, else by where it lies."""
    if level != "municipality":
        return ["" if level == "country" else known.country] * len(codes)
    said = stated[stated.ne("")].groupby(ids).first()
    found = [
        known.places[code].parent if code in known.places else said.get(code, "") for code in codes
    ]  # fmt: skip
    unsaid = [at for at, parent in enumerate(found) if not parent]
    if unsaid:
        lying = checking.parents_by_place(shapes[unsaid], above, read_layer(base, "departments"))
        for at, parent in zip(unsaid, lying, strict=True):
            found[at] = parent
        told.append(Finding("boundary_parents_by_place", count=len([one for one in lying if one])))
    return found


def _stack(sheet: Sheet, codes: list[str], names: list[str], parents: list[str], above: Known) -> list[shaping.Level]:
    """The level of the file and those above it, each as the features that it is made of."""
    each = tuple(np.array([at]) for at in range(len(codes)))
    levels = [shaping.Level(sheet.level, tuple(codes), tuple(names), tuple(parents), each)]
    if sheet.level == "municipality" and all(parents):
        divisions = sorted(set(parents))
        members = tuple(np.flatnonzero(np.array(parents) == one) for one in divisions)
        own = tuple(above.places[one].name if one in above.places else one for one in divisions)
        levels.append(shaping.Level("department", tuple(divisions), own, (sheet.country,) * len(divisions), members))
    if sheet.level != "country":
        whole = (np.arange(len(codes)),)
        levels.append(shaping.Level("country", (sheet.country,), (sheet.country,), ("",), whole))
    return levels
