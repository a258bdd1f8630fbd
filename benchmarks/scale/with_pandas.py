"""pandas: every table in memory, text as categories, and activities in the order of their numbers.

Since the numbers run from one without a gap, an activity is found by its position, without a merge: as fast as pandas
does it. One core.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analytics.selection import Selection
from benchmarks.scale.asked import REPRESENTATIVE, TOP, one
from benchmarks.scale.loads import SMALL, TABLES


class Engine:
    """The questions of pandas."""

    keeps = "all columns of all tables, text as categories"

    def __init__(self, folder: Path) -> None:
        self._of = {name: _read(folder / f"{name}.parquet") for name in (*TABLES, *SMALL)}
        self._of["activities"] = self._of["activities"].sort_values("activity_no", ignore_index=True)
        self._places = self._of["places"].set_index("place_id")
        self._span = self._of["programmes"].iloc[0]

    def _inside(self, place: str) -> pd.Index:
        known = self._places
        return known.index[(known.index == place) | (known["department_id"] == place)]

    def _of_sector(self, sector: str) -> pd.Series:
        known = self._of["organisations"]
        return known.loc[known["sector"] == sector, "organisation_id"]

    def _chosen(self, selection: Selection, *, is_place: bool = True) -> np.ndarray | None:
        """Which activities pass, by position; none where no filter says."""
        activities, found = self._of["activities"], []
        if selection.period:
            bounds = selection.parameters()
            begin = activities["start_on"].fillna(self._span["start_on"])
            end = activities["end_on"].fillna(self._span["end_on"])
            found.append(begin.le(pd.Timestamp(bounds["period_to"])) & end.ge(pd.Timestamp(bounds["period_from"])))
        for name, column in (("component", "component_id"), ("kind", "kind")):
            if code := one(selection, name):
                found.append(activities[column] == code)
        if (place := one(selection, "place")) and is_place:
            rows = self._of["activity_places"]
            found.append(self._met(rows.loc[rows["place_id"].isin(self._inside(place)), "activity_no"]))
        if sector := one(selection, "sector"):
            rows = self._of["activity_organisations"]
            found.append(self._met(rows.loc[rows["organisation_id"].isin(self._of_sector(sector)), "activity_no"]))
        return np.logical_and.reduce([np.asarray(mask) for mask in found]) if found else None

    def _met(self, numbers: pd.Series) -> np.ndarray:
        met = np.zeros(len(self._of["activities"]), dtype=bool)
        met[numbers.to_numpy() - 1] = True
        return met

    def _activities(self, selection: Selection) -> pd.DataFrame:
        chosen, activities = self._chosen(selection), self._of["activities"]
        return activities if chosen is None else activities[chosen]

    def _rows_of(self, name: str, chosen: np.ndarray | None) -> pd.DataFrame:
        rows = self._of[name]
        return rows if chosen is None else rows[chosen[rows["activity_no"].to_numpy() - 1]]

    def _placed(self, selection: Selection) -> pd.DataFrame:
        """The rows of chosen activities in chosen places."""
        rows = self._rows_of("activity_places", self._chosen(selection, is_place=False))
        place = one(selection, "place")
        return rows[rows["place_id"].isin(self._inside(place))] if place else rows

    def answer(self, question: str, selection: Selection) -> pd.DataFrame:
        """The answer, as a frame."""
        return getattr(self, f"_{question}")(selection)

    def _figures(self, selection: Selection) -> pd.DataFrame:
        met = self._placed(selection)["place_id"].unique()
        towns = met[self._places["level"].reindex(met).eq("municipality").to_numpy()]
        return pd.DataFrame({"activities": [len(self._activities(selection))], "municipalities": [tuple(towns)]})

    def _by_municipality(self, selection: Selection) -> pd.DataFrame:
        found = self._placed(selection)["place_id"].value_counts()
        found = found[(found > 0) & self._places["level"].reindex(found.index).eq("municipality").to_numpy()]
        return found.sort_index().rename("activities").reset_index()

    def _top_places(self, selection: Selection) -> pd.DataFrame:
        found = self._by_municipality(selection).astype({"place_id": str})
        return found.sort_values(["activities", "place_id"], ascending=[False, True]).head(TOP)

    def _by_department(self, selection: Selection) -> pd.DataFrame:
        rows = self._placed(selection)
        department = self._places["department_id"].reindex(rows["place_id"].cat.categories)
        codes, names = pd.factorize(department)
        of_row = codes[rows["place_id"].cat.codes.to_numpy()]
        # an activity of two places of one department counts once: the pair as one number is quicker than two columns
        pairs = pd.unique((rows["activity_no"].to_numpy().astype(np.int64) * (len(names) + 1) + of_row)[of_row >= 0])
        counts = np.bincount(pairs % (len(names) + 1), minlength=len(names))
        found = pd.DataFrame({"department_id": names, "activities": counts[: len(names)]})
        return found[found["activities"] > 0].sort_values("department_id")

    def _by_month(self, selection: Selection) -> pd.DataFrame:
        months = self._activities(selection)["start_on"].dropna().to_numpy().astype("datetime64[M]")
        found = pd.Series(months.astype(np.int32)).value_counts().sort_index()
        names = found.index.to_numpy().astype("datetime64[M]").astype(str)
        return pd.DataFrame({"month": names, "activities": found.to_numpy()})

    def _by_component_and_year(self, selection: Selection) -> pd.DataFrame:
        rows = self._activities(selection)
        rows = rows[rows["start_on"].notna()]
        found = rows.groupby(["component_id", rows["start_on"].dt.year.rename("year")], observed=True).size()
        return found.rename("activities").reset_index()

    def _partners(self, selection: Selection) -> pd.DataFrame:
        rows = self._rows_of("activity_organisations", self._chosen(selection))
        if sector := one(selection, "sector"):
            rows = rows[rows["organisation_id"].isin(self._of_sector(sector))]
        of_row = rows["activity_no"].to_numpy() - 1
        dates = {name: self._of["activities"][name].to_numpy()[of_row] for name in ("start_on", "end_on")}
        found = rows.assign(**dates).groupby(["organisation_id", "role"], observed=True).agg(
            activities=("activity_no", "size"), start_on=("start_on", "min"), end_on=("end_on", "max")
        ).reset_index().astype({"organisation_id": str, "role": str})  # fmt: skip
        return found.sort_values(["activities", "organisation_id", "role"], ascending=[False, True, True])

    def _money(self, selection: Selection) -> pd.DataFrame:
        rows = self._rows_of("transactions", self._chosen(selection))
        found = rows.groupby(["kind", "currency"], observed=True)["amount"].agg(items="size", amount="sum")
        return found.reset_index()

    def rows(self, question: str, answer: pd.DataFrame) -> list[tuple]:
        """The answer as tuples."""
        return [tuple(row) for row in answer[list(REPRESENTATIVE[question])].itertuples(index=False)]


def _read(path: Path) -> pd.DataFrame:
    frame = pd.read_parquet(path)
    is_large = path.stem in TABLES
    texts = [name for name in frame.columns if is_large and not pd.api.types.is_numeric_dtype(frame[name])
             and not pd.api.types.is_datetime64_any_dtype(frame[name]) and not name.endswith("_on")]  # fmt: skip
    for name in frame.columns:
        if name.endswith("_on"):
            frame[name] = pd.to_datetime(frame[name])
    return frame.astype(dict.fromkeys(texts, "category"))
