"""Layers of what sources record of issues: counts where the source counts, and counts per 100,000 people.

A rate is worked out from its numerator and the population of that year; where a place has no population of that year it
is not computable. A source that states a place twice for one period is not added up: the place is named, and drawn so.
"""

from __future__ import annotations

import pandas as pd

from analytics.maps.filling import Made, cells_of, timeless_notes
from analytics.maps.frames import NOT_COMPUTABLE, NOT_STATED, RESERVED, TWICE, VALUE, Hatch, Unplaced
from analytics.maps.layers import LayerSpec, View
from analytics.reading_records import measure_name
from analytics.wording import Words

PER = 100_000
MOST_NAMED = 5


def recorded_map(
    records: pd.DataFrame, twice: pd.DataFrame, population: pd.DataFrame | None, places: pd.DataFrame, issue: str,
    dataset: str, spec: LayerSpec, view: View, say: Words,
) -> Made:  # fmt: skip
    """Counts of an issue by place and step; with `population` (place_id, year, value) per 100,000 people.

    `issue` and `dataset` are names in the reader's language; `places` are every place by code with its name.
    """
    inside = records[records["area_id"].notna() & records["step_key"].notna()]
    cells = cells_of(pd.DataFrame({
        "place_id": inside["area_id"], "step": inside["step_key"], "value": inside["total"],
        "numerator": inside["total"], "is_partial": inside["is_partial"], "evidence": inside["evidence"],
    }))  # fmt: skip
    doubled = _doubled(twice, view)
    if view.level == "municipality":
        cells = _twice(cells, doubled)
    notes = [*_twice_notes(doubled, view, say), *_missing_counts(inside, say)]
    title, unit = _title(issue, spec, say), measure_name(spec.part("measure"), say)
    if population is not None:
        cells, more = _rates(cells, population, _years(records), view, say)
        notes += more
        unit = say("{measure} per 100,000 people", measure=unit)
    partial = {key: "" for key in cells.loc[cells["is_partial"], "step"].unique()}
    hatches, unplaced = _hatches(records, places, spec, say), _unplaced(records, say)
    notes += timeless_notes(cells["step"].nunique(), hatches, unplaced, say)
    return Made(
        cells, title, unit, "map_rates" if population is not None else "map_records",
        "circle" if population is None else "fill", "brick", has_zero=bool((cells["value"] == 0).any()),
        notes=(say("Data set: {name}", name=dataset), *notes), unplaced=unplaced,
        hatches=hatches, partial_notes=partial,
    )  # fmt: skip


def reserved_map(places: pd.DataFrame, steps: tuple[str, ...], made: Made) -> Made:
    """The same layer for a reader who may not see its counts: every place is reserved, whatever is recorded there."""
    rows = [{"place_id": code, "step": step, "state": RESERVED} for step in steps for code in places["place_id"]]
    return Made(cells_of(rows), made.title, made.unit, made.question, "fill", made.colour, steps=steps)


def _title(issue: str, spec: LayerSpec, say: Words) -> str:
    if spec.part("of") == "rate":
        return say("Where is “{issue}” recorded most for the people who live there?", issue=issue)
    return say("Where is “{issue}” recorded, and how much?", issue=issue)


def _doubled(twice: pd.DataFrame, view: View) -> pd.DataFrame:
    """The places stated twice, with the step that they are stated twice in."""
    if view.steps == "all" or twice.empty:
        return twice.assign(step="all")
    day = pd.to_datetime(twice["end_on"])
    key = {
        "year": day.dt.year.astype(str), "month": day.dt.strftime("%Y-%m"),
        "quarter": day.dt.year.astype(str) + "-Q" + day.dt.quarter.astype(str),
    }[view.steps]  # fmt: skip
    return twice.assign(step=key)


def _twice(cells: pd.DataFrame, doubled: pd.DataFrame) -> pd.DataFrame:
    """A cell that adds up rows of which only one can hold has no value."""
    keys = set(zip(doubled["place_id"], doubled["step"], strict=True))
    is_twice = pd.Series([key in keys for key in zip(cells["place_id"], cells["step"], strict=True)], index=cells.index)
    cells.loc[is_twice, "state"] = TWICE
    cells.loc[is_twice, ["value", "numerator"]] = float("nan")
    return cells


def _twice_notes(doubled: pd.DataFrame, view: View, say: Words) -> list[str]:
    """Each place that is stated twice, by its code and with what its rows say."""
    notes = []
    for (code, name), rows in doubled.groupby(["place_id", "place_name"], sort=True):
        stated = "; ".join(
            say("{step}: {least} and {most}", step=pd.to_datetime(row.end_on).year, least=say.quantity(row.least),
                most=say.quantity(row.most))
            for row in rows.itertuples(index=False)
        )  # fmt: skip
        said = {"place": name, "code": code, "values": stated}
        notes.append(
            say("{place} ({code}) is stated twice ({values}): it is not added up.", **said)
            if view.level == "municipality"
            else say("{place} ({code}) is stated twice ({values}): sums of its area hold both rows.", **said)
        )
    if len(notes) > MOST_NAMED:
        more = len(notes) - MOST_NAMED
        notes = [
            *notes[:MOST_NAMED],
            say.many("{n} more place is stated twice.", "{n} more places are stated twice.", more),
        ]
    return notes


def _missing_counts(inside: pd.DataFrame, say: Words) -> list[str]:
    """Rows without a count stay out of sums; they are no zero."""
    missing = int(inside["not_stated"].sum())
    if not missing:
        return []
    return [say.many(
        "{n} row states no count and adds nothing to a sum.", "{n} rows state no count and add nothing to a sum.",
        missing,
    )]  # fmt: skip


def _years(records: pd.DataFrame) -> tuple[int, ...]:
    known = records["first_year"].dropna()
    return tuple(range(int(known.min()), int(records["last_year"].max()) + 1)) if len(known) else ()


def _rates(
    cells: pd.DataFrame, population: pd.DataFrame, years: tuple[int, ...], view: View, say: Words
) -> tuple[pd.DataFrame, list[str]]:
    """Numerator over the population of that year, times 100,000; of several years over the people of all of them."""
    notes: list[str] = []
    if view.steps == "all":
        people = population[population["year"].isin(years)]
        covered = sorted(people["year"].unique())
        if covered and len(covered) < len(years):
            notes.append(
                say("Some years of the whole period have no population: choose a period of years that have one.")
            )
        by_place = people.groupby("place_id")
        found = cells["place_id"].map(by_place["value"].sum()[by_place["year"].nunique() == len(years)].to_dict())
    else:
        known = {(row.place_id, row.year): row.value for row in population.itertuples(index=False)}
        year = cells["step"].str[:4].astype(int)
        found = pd.Series([known.get(key) for key in zip(cells["place_id"], year, strict=True)], index=cells.index)
    cells["denominator"] = pd.to_numeric(found, errors="coerce")
    is_whole = cells["state"].eq(VALUE)
    has_people = cells["denominator"].gt(0)
    cells.loc[is_whole & has_people, "value"] = cells["numerator"] * PER / cells["denominator"]
    cells.loc[is_whole & ~has_people, "state"] = NOT_COMPUTABLE
    cells.loc[cells["state"].isin([NOT_COMPUTABLE, NOT_STATED, TWICE]), "value"] = float("nan")
    steps = sorted(
        set(cells.loc[cells["state"].eq(NOT_COMPUTABLE), "step"]) - set(cells.loc[cells["state"].eq(VALUE), "step"])
    )
    if steps and view.steps != "all":
        notes.append(say("Not computable for want of a population of that year: {steps}.", steps=_run(steps)))
    return cells, notes


def _run(steps: list[str]) -> str:
    """Steps in a few words: the first and the last of them."""
    return steps[0] if len(steps) == 1 else f"{steps[0]} – {steps[-1]}"


def _unplaced(records: pd.DataFrame, say: Words) -> tuple[Unplaced, ...]:
    """Rows that pass the filters and are on no place of the map, or in no step of it."""
    no_place = int(records.loc[records["area_id"].isna() & records["coarser_id"].isna(), "record_rows"].sum())
    coarser = int(records.loc[records["coarser_id"].notna(), "record_rows"].sum())
    no_step = int(records.loc[records["area_id"].notna() & records["step_key"].isna(), "record_rows"].sum())
    told = (
        ("no_place", no_place, say.many("{n} row states no place.", "{n} rows state no place.", no_place)),
        ("coarser", coarser, say.many(
            "{n} row is placed no finer than a larger area.", "{n} rows are placed no finer than a larger area.",
            coarser)),
        ("no_step", no_step, say.many(
            "{n} row covers more than one step of time, or has no date.",
            "{n} rows cover more than one step of time, or have no date.", no_step)),
    )  # fmt: skip
    return tuple(Unplaced(reason, n, words) for reason, n, words in told if n)


def _hatches(records: pd.DataFrame, places: pd.DataFrame, spec: LayerSpec, say: Words) -> tuple[Hatch, ...]:
    """Areas in which rows lie that are placed no finer, over all steps."""
    names = dict(zip(places["place_id"], places["place_name"], strict=True))
    rows = records[records["coarser_id"].notna()].groupby("coarser_id")["record_rows"].sum()
    return tuple(
        Hatch(code, names.get(code, code), int(n), say.many(
            "{place}: {n} row placed no finer", "{place}: {n} rows placed no finer", int(n),
            place=names.get(code, code)))
        for code, n in rows.items()
    )  # fmt: skip
