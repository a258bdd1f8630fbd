"""Small indicators for tests: rows of the tiny country's tables, and a slow plain-Python answer to every total."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from analytics.importing.rows import canonical
from analytics.snapshots import Snapshot, publish_contents
from analytics.staging import Contents

ORIGIN = {"source_id": "report", "section": "s", "line": 1, "anchor": "x", "provenance": "published"}
DIMENSIONS = ("place_id", "component_id", "sex", "age_group", "population_group")


def indicator(key: str, rule: str, **columns: object) -> dict[str, object]:
    """An indicator of the programme River."""
    named = {
        "indicator_id": key,
        "programme_id": "river",
        "partnership_id": "river",
        "name": key.title(),
        "unit": "people",
    }
    return ORIGIN | named | {"aggregation": rule, "measure": "count"} | columns


def value(key: str, amount: float, start: str | None = None, end: str | None = None, **columns: object) -> dict:
    """A value of an indicator; its kind is actual where nothing else is said."""
    period = {"start_on": start, "end_on": end, "start_precision": "day" if start else None,
              "end_precision": "day" if end else None}  # fmt: skip
    return ORIGIN | period | {"indicator_id": key, "value": amount, "kind": "actual", "qualifier": "exact",
                              "disclosure": "open"} | columns  # fmt: skip


def published_with(frames: dict, sealed_country, store, indicators: list[dict], values: list[dict]) -> Snapshot:
    """The tiny country with these indicators and values besides its own."""
    values = [{"observation_id": f"added-{i}"} | row for i, row in enumerate(values)]
    for name, rows in (("indicators", indicators), ("observations", values)):
        frames[name] = pd.concat([frames[name], canonical(name, pd.DataFrame(rows))], ignore_index=True)
    return publish_contents(Contents(frames, sealed_country / "reference" / "boundaries", {}), store)


class Oracle:
    """Totals of the illustrative portfolio from its frames, row by row, without SQL."""

    def __init__(self, made) -> None:
        frames = made.frames
        self.indicators = frames["indicators"].set_index("indicator_id")
        activities = frames["activities"].set_index("activity_id")
        here = frames["activity_places"].groupby("activity_id")["place_id"].first()
        place = {key: here.get(key) for key in activities.index}
        self.rows: dict[str, list[dict]] = defaultdict(list)
        for key, row in self.indicators.iterrows():
            source, kind = row["counted_from"], row["counted_kind"]
            if source in ("activities", "places"):
                for activity_id, activity in activities[activities["kind"] == kind].iterrows():
                    self._add(key, activity["start_on"], activity["start_on"], place[activity_id],
                              activity["component_id"], value=1.0, thing=place[activity_id])  # fmt: skip
            elif source == "participations":
                for person in made.parts["participations"].itertuples(index=False):
                    day = pd.Timestamp(person.held_on) if person.held_on else pd.NaT
                    self._add(key, day, day, person.place_id, activities.at[person.activity_id, "component_id"],
                              thing=person.person_number, sex=person.sex, age_group=person.age_group)  # fmt: skip
            elif source == "contributions":
                flow = frames["contributions"]
                for given in flow[flow["flow"] == kind].itertuples(index=False):
                    self._add(key, given.start_on, given.end_on, place[given.activity_id],
                              activities.at[given.activity_id, "component_id"], value=given.amount)  # fmt: skip
        stated = frames["observations"]
        for seen in stated[stated["kind"] == "actual"].itertuples(index=False):
            names = ("value", "numerator", "denominator", "sex", "age_group")
            told = {name: getattr(seen, name) for name in names}
            self._add(seen.indicator_id, seen.start_on, seen.end_on, seen.place_id, seen.component_id, **told)

    def _add(self, key: str, start, end, place_id, component_id, **columns: object) -> None:
        row = {"start": start, "end": end, "place_id": place_id, "component_id": component_id} | columns
        self.rows[key].append(row)

    def total(self, key: str, rows: list[dict]) -> tuple[int, float | None]:
        """The number of these rows of the indicator, and their total by its rule."""
        about = self.indicators.loc[key]
        if about["aggregation"] == "distinct":
            return len(rows), float(len({row["thing"] for row in rows}))
        if about["aggregation"] == "weighted_mean":
            times = 100 if about["measure"] == "percentage" else 1
            return len(rows), times * sum(r["numerator"] for r in rows) / sum(r["denominator"] for r in rows)
        if about["aggregation"] == "none":
            return len(rows), rows[0]["value"] if len(rows) == 1 else None
        if about["aggregation"] == "last" or about["is_cumulative"]:
            latest: dict[tuple, dict] = {}
            for row in rows:
                series = tuple(str(row.get(name)) for name in DIMENSIONS)
                if series not in latest or row["end"] > latest[series]["end"]:
                    latest[series] = row
            return len(rows), sum(row["value"] for row in latest.values())
        return len(rows), sum(row["value"] for row in rows)

    def standing(self, key: str, rows: list[dict]) -> tuple[int, float | None]:
        """The number of these rows, and what stands at their end: of a mean its last period, of all else the total."""
        count, value = self.total(key, rows)
        if self.indicators.loc[key]["aggregation"] == "weighted_mean":
            last = max(row["end"] for row in rows)
            value = self.total(key, [row for row in rows if row["end"] == last])[1]
        return count, value
