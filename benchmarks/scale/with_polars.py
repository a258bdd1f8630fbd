"""polars: every table in memory, text as categories; each question a lazy plan that polars makes the best of."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from analytics.selection import Selection
from benchmarks.scale.asked import REPRESENTATIVE, TOP, one
from benchmarks.scale.loads import SMALL, TABLES


class Engine:
    """The questions of polars."""

    keeps = "all columns of all tables, text as categories"

    def __init__(self, folder: Path) -> None:
        self._of = {name: pl.read_parquet(folder / f"{name}.parquet") for name in (*TABLES, *SMALL)}
        text = {"component_id", "kind", "place_id", "organisation_id", "role", "currency"}
        for name in TABLES:
            own = [column for column in self._of[name].columns if column in text]
            self._of[name] = self._of[name].with_columns(pl.col(own).cast(pl.Categorical))
        self._span = self._of["programmes"].row(0, named=True)

    def _lazy(self, name: str) -> pl.LazyFrame:
        return self._of[name].lazy()

    def _inside(self, place: str) -> list[str]:
        known = self._of["places"].filter((pl.col("place_id") == place) | (pl.col("department_id") == place))
        return known["place_id"].to_list()

    def _of_sector(self, sector: str) -> list[str]:
        return self._of["organisations"].filter(pl.col("sector") == sector)["organisation_id"].to_list()

    def _activities(self, selection: Selection, *, is_place: bool = True) -> pl.LazyFrame:
        rows = self._lazy("activities")
        if selection.period:
            bounds = selection.parameters()
            rows = rows.filter(
                pl.col("start_on").fill_null(self._span["start_on"]) <= bounds["period_to"],
                pl.col("end_on").fill_null(self._span["end_on"]) >= bounds["period_from"],
            )
        for name, column in (("component", "component_id"), ("kind", "kind")):
            if code := one(selection, name):
                rows = rows.filter(pl.col(column) == code)
        if (place := one(selection, "place")) and is_place:
            there = self._lazy("activity_places").filter(pl.col("place_id").is_in(self._inside(place)))
            rows = rows.join(there, on="activity_no", how="semi")
        if sector := one(selection, "sector"):
            there = self._lazy("activity_organisations").filter(
                pl.col("organisation_id").is_in(self._of_sector(sector))
            )
            rows = rows.join(there, on="activity_no", how="semi")
        return rows

    def _rows_of(self, name: str, selection: Selection, *, is_place: bool = True) -> pl.LazyFrame:
        rows = self._lazy(name)
        if not set(selection.active()) - (set() if is_place else {"place"}):
            return rows
        return rows.join(self._activities(selection, is_place=is_place), on="activity_no", how="semi")

    def _placed(self, selection: Selection) -> pl.LazyFrame:
        """The rows of chosen activities in chosen places."""
        rows = self._rows_of("activity_places", selection, is_place=False)
        place = one(selection, "place")
        return rows.filter(pl.col("place_id").is_in(self._inside(place))) if place else rows

    def answer(self, question: str, selection: Selection) -> pl.DataFrame:
        """The answer, as a frame."""
        return getattr(self, f"_{question}")(selection)

    def _in_towns(self, counted: pl.LazyFrame) -> pl.LazyFrame:
        """What is counted by place, of municipalities."""
        towns = self._lazy("places").filter(pl.col("level") == "municipality")
        return counted.with_columns(pl.col("place_id").cast(pl.String)).join(towns, on="place_id", how="semi")

    def _figures(self, selection: Selection) -> pl.DataFrame:
        activities = self._activities(selection).select(pl.len().alias("activities"))
        towns = self._in_towns(self._placed(selection).select(pl.col("place_id").unique()))
        found, places = pl.collect_all([activities, towns])
        return found.with_columns(pl.lit(places["place_id"].implode()).alias("municipalities"))

    def _by_municipality(self, selection: Selection) -> pl.DataFrame:
        counted = self._placed(selection).group_by("place_id").agg(pl.len().alias("activities"))
        return self._in_towns(counted).sort("place_id").collect()

    def _top_places(self, selection: Selection) -> pl.DataFrame:
        counted = self._placed(selection).group_by("place_id").agg(pl.len().alias("activities"))
        return self._in_towns(counted).sort(["activities", "place_id"], descending=[True, False]).head(TOP).collect()

    def _by_department(self, selection: Selection) -> pl.DataFrame:
        known = self._of["places"].filter(pl.col("department_id").is_not_null())
        of_place = dict(zip(known["place_id"], known["department_id"], strict=True))
        department = pl.col("place_id").replace_strict(
            pl.Series(list(of_place), dtype=pl.Categorical), pl.Series(list(of_place.values()), dtype=pl.Categorical),
            default=None,
        )  # fmt: skip
        rows = self._placed(selection).with_columns(department.alias("department_id")).drop_nulls("department_id")
        found = rows.group_by("department_id").agg(pl.col("activity_no").n_unique().alias("activities"))
        return found.with_columns(pl.col("department_id").cast(pl.String)).sort("department_id").collect()

    def _by_month(self, selection: Selection) -> pl.DataFrame:
        rows = self._activities(selection).drop_nulls("start_on")
        found = rows.group_by(pl.col("start_on").dt.truncate("1mo")).agg(pl.len().alias("activities"))
        return (
            found.sort("start_on")
            .select(pl.col("start_on").dt.strftime("%Y-%m").alias("month"), "activities")
            .collect()
        )

    def _by_component_and_year(self, selection: Selection) -> pl.DataFrame:
        rows = self._activities(selection).drop_nulls("start_on")
        found = rows.group_by("component_id", pl.col("start_on").dt.year().alias("year")).agg(
            pl.len().alias("activities")
        )
        return found.with_columns(pl.col("component_id").cast(pl.String)).sort("component_id", "year").collect()

    def _partners(self, selection: Selection) -> pl.DataFrame:
        rows = self._lazy("activity_organisations")
        if sector := one(selection, "sector"):
            rows = rows.filter(pl.col("organisation_id").is_in(self._of_sector(sector)))
        found = rows.join(self._activities(selection), on="activity_no").group_by("organisation_id", "role").agg(
            pl.len().alias("activities"), pl.col("start_on").min(), pl.col("end_on").max()
        )  # fmt: skip
        found = found.with_columns(pl.col("organisation_id", "role").cast(pl.String))
        return found.sort(["activities", "organisation_id", "role"], descending=[True, False, False]).collect()

    def _money(self, selection: Selection) -> pl.DataFrame:
        found = self._rows_of("transactions", selection).group_by("kind", "currency").agg(
            pl.len().alias("items"), pl.col("amount").sum()
        )  # fmt: skip
        return found.with_columns(pl.col("kind", "currency").cast(pl.String)).sort("kind", "currency").collect()

    def rows(self, question: str, answer: pl.DataFrame) -> list[tuple]:
        """The answer as tuples."""
        return answer.select(REPRESENTATIVE[question]).rows()
