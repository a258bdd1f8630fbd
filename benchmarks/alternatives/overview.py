"""What both alternatives show, made in the same way for both: read once, narrowed with pandas, drawn with Plotly.

It needs pandas, pyarrow and Plotly alone, for it also runs in Dash's own environment. Shapes are addresses that the
browser fetches once, which is kinder than the usual geometry inside every figure.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go

TITLE = "What the partnerships did"
TABLES = ("partnerships", "programmes", "programme_places", "programme_organisations", "organisations", "places",
          "indicators", "observations", "contributions")  # fmt: skip
HEADLINES = 3
COLOURS = ("#1d6f74", "#c98a12", "#a8503b", "#5c6b3c")
MISSING = {"start_on": "the period it covers", "place_id": "where", "sex": "women and men", "age_group": "age"}


@dataclass(frozen=True)
class Band:
    """One partnership: its name, who and what it is, its first figures and the others in words."""

    name: str
    said: str
    figures: list[tuple[str, str]]
    others: list[str]


class Record:
    """The tables of a snapshot, in memory."""

    def __init__(self, folder: Path) -> None:
        self._of = {name: pd.read_parquet(folder / f"{name}.parquet") for name in TABLES}
        one = self._of["partnerships"].sort_values("position")
        self.names = dict(zip(one["partnership_id"], one["name_en"], strict=True))
        places = self._of["places"]
        self._countries = sorted(places.loc[places["level"] == "country", "place_id"])
        self._colours = dict(zip(self.names, COLOURS, strict=False))

    def chosen(self, partnerships: list[str]) -> list[str]:
        """The partnerships chosen; all where none is."""
        return [code for code in self.names if code in partnerships or not partnerships]

    def _of_programmes(self, name: str, partnerships: list[str]) -> pd.DataFrame:
        own = self._of["programmes"][["programme_id", "partnership_id"]]
        rows = self._of[name].drop(columns=["partnership_id"], errors="ignore").merge(own, on="programme_id")
        return rows[rows["partnership_id"].isin(partnerships)]

    def figures(self, partnerships: list[str]) -> pd.DataFrame:
        """Every figure that a document states: counts of things, and amounts of money."""
        counted = self._of["observations"].merge(
            self._of["indicators"][["indicator_id", "programme_id", "partnership_id", "name_en", "unit"]],
            on="indicator_id",
        )
        counted = counted[counted["disclosure"].eq("open") & counted["partnership_id"].isin(partnerships)]
        money = self._of_programmes("contributions", partnerships).rename(columns={"amount": "value"})
        return pd.concat([counted, money], ignore_index=True).sort_values("headline")

    def bands(self, partnerships: list[str]) -> list[Band]:
        """One for each partnership."""
        found, rows = [], self.figures(partnerships)
        about = self._of["partnerships"].set_index("partnership_id")
        roles = self._of_programmes("programme_organisations", partnerships).merge(
            self._of["organisations"], on="organisation_id"
        )
        for code in partnerships:
            own = rows[rows["partnership_id"].eq(code) & rows["headline"].notna()]
            with_whom = sorted(set(roles.loc[roles["partnership_id"] == code, "name_en"]))
            said = f"{about.loc[code, 'description_en']} With: {' · '.join(with_whom) or 'not stated'}"
            told = [(_quantity(row), row.name_en) for row in own.itertuples(index=False)]
            others = [f"{figure} · {name}" for figure, name in told[HEADLINES:]]
            found.append(Band(self.names[code], said, told[:HEADLINES], others))
        return found

    def map(self, partnerships: list[str], shapes: str) -> go.Figure:
        """Where they work: countries, divisions and named places; `shapes` is where their outlines are served."""
        here = self._of_programmes("programme_places", partnerships).merge(self._of["places"], on="place_id")
        drawn = go.Figure(go.Choropleth(
            geojson=f"{shapes}/countries.geojson", featureidkey="properties.code", locations=self._countries,
            z=[0] * len(self._countries), colorscale=[[0, "#ece6da"], [1, "#ece6da"]], showscale=False,
            marker_line_color="white",
        ))  # fmt: skip
        for level, file, opacity in (("country", "countries", 0.35), ("department", "departments", 0.8)):
            codes = sorted(set(here.loc[here["level"] == level, "place_id"]))
            drawn.add_trace(go.Choropleth(
                geojson=f"{shapes}/{file}.geojson", featureidkey="properties.code", locations=codes, z=[1] * len(codes),
                colorscale=[[0, COLOURS[0]], [1, COLOURS[0]]], showscale=False, marker_opacity=opacity,
            ))  # fmt: skip
        points = here[here["level"].isin(["municipality", "city"])]
        drawn.add_trace(go.Scattergeo(lat=points["lat"], lon=points["lon"], text=points["name_en"], mode="markers"))
        drawn.update_geos(visible=False, lonaxis_range=[-110, 90], lataxis_range=[-35, 62])
        drawn.update_layout(height=420, margin={"l": 0, "r": 0, "t": 0, "b": 0}, showlegend=False)
        return drawn

    def timeline(self, partnerships: list[str]) -> go.Figure:
        """When the programmes ran, those with dates."""
        rows = self._of["programmes"]
        rows = rows[rows["partnership_id"].isin(partnerships)]
        begin = pd.to_datetime(rows["start_on"].fillna(rows["reported_from_on"]))
        end = pd.to_datetime(rows["end_on"].fillna(rows["reported_to_on"])).fillna(pd.Timestamp("2021-12-31"))
        dated = begin.notna()
        rows, begin, end = rows[dated], begin[dated], end[dated]
        drawn = go.Figure(go.Bar(
            base=begin, x=(end - begin).dt.total_seconds() * 1000, y=rows["short_name_en"], orientation="h",
            marker_color=[self._colours[code] for code in rows["partnership_id"]],
        ))  # fmt: skip
        drawn.update_layout(height=320, xaxis_type="date", margin={"l": 0, "r": 0, "t": 0, "b": 20})
        return drawn

    def left_open(self, partnerships: list[str]) -> pd.DataFrame:
        """What the documents do not say of each figure."""
        rows = self.figures(partnerships)
        said = (
            rows[list(MISSING)]
            .isna()
            .apply(lambda one: ", ".join(word for name, word in MISSING.items() if one[name]), axis=1)
        )
        return pd.DataFrame({"Figure": rows["name_en"], "Not stated": said})


def _quantity(row: object) -> str:
    qualifier = {"over": "over ", "about": "about "}.get(row.qualifier, "")
    money = f"{row.currency} " if isinstance(row.currency, str) else ""
    return f"{qualifier}{money}{row.value:,.0f}"


def record() -> Record:
    """The record in the folder that the benchmark names."""
    return Record(Path(os.environ["TEJIDO_BENCH_SNAPSHOT"]))
