"""The timeline: programmes as bars, activities as marks, and a lane for what has no date."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from analytics.charts.base import ROW_PX, styled
from analytics.palette import Look
from analytics.wording import Words

MARK = {"stated": "circle", "reported": "diamond-open"}
OPEN_DAYS = 120  # how far a bar with an open end fades out: a sign, not a length


def _middle(start: date, end: date | None) -> date:
    return start + (end - start) / 2 if end is not None and pd.notna(end) else start


def _bar(figure: go.Figure, y: str, start: date, end: date, colour: str, opacity: float, hover: str) -> None:
    figure.add_trace(
        go.Scatter(
            x=[start, end], y=[y, y], mode="lines", line={"color": colour, "width": 14}, opacity=opacity,
            hoverinfo="text", text=hover,
        )
    )  # fmt: skip


def _programme(figure: go.Figure, row: object, look: Look, say: Words) -> None:
    colour = look.partnership(row.partnership_id)
    hover = f"{row.item_name}<br>{say.span(row.start_on, row.end_on, row.start_precision or row.end_precision)}"
    if row.dates == "stated":
        _bar(figure, row.label, row.start_on, row.end_on, colour, 1, hover)
    elif row.dates == "end_not_stated":
        _bar(figure, row.label, row.start_on, row.start_on + timedelta(days=OPEN_DAYS * 3), colour, 0.35, hover)
        _bar(figure, row.label, row.start_on, row.start_on + timedelta(days=OPEN_DAYS), colour, 1, hover)
    elif row.dates == "start_not_stated":
        _bar(figure, row.label, row.end_on - timedelta(days=OPEN_DAYS), row.end_on, colour, 0.35, hover)
    if row.dates in ("reported", "start_not_stated"):
        seen = say("reported in {months}", months=say.span(row.reported_from_on, row.reported_to_on))
        figure.add_trace(
            go.Scatter(
                x=[_middle(row.reported_from_on, row.reported_to_on)], y=[row.label], mode="markers", hoverinfo="text",
                text=f"{row.item_name}<br>{seen}",
                marker={"symbol": "diamond-open", "size": 12, "color": colour, "line": {"width": 2}},
            )
        )  # fmt: skip


def timeline(rows: pd.DataFrame, look: Look, say: Words) -> go.Figure:
    """One lane per programme that has a date; what has none is left to the list beside the chart (`undated`)."""
    dated = rows[rows["dates"] != "undated"]
    programmes = dated[dated["row_kind"] == "programme"].assign(label=lambda f: f["item_name"])
    figure = go.Figure()
    for row in programmes.itertuples(index=False):
        _programme(figure, row, look, say)
    activities = dated[(dated["row_kind"] == "activity") & (dated["dates"] == "stated")]
    lane = say("Events with a date")
    for row in activities.itertuples(index=False):
        figure.add_trace(
            go.Scatter(
                x=[_middle(row.start_on, row.end_on)], y=[lane], mode="markers", hoverinfo="text",
                text=f"{row.item_name}<br>{say.day(row.start_on, row.start_precision)}",
                marker={"symbol": "circle", "size": 11, "color": look.partnership(row.partnership_id),
                        "line": {"color": look["paper"], "width": 1.5}},
            )
        )  # fmt: skip
    lanes = [*programmes["label"], *([lane] if len(activities) else [])]
    styled(figure, look, say, height=60 + ROW_PX * max(len(lanes), 1))
    figure.update_yaxes(
        categoryorder="array", categoryarray=lanes[::-1], showgrid=False, range=[-0.6, len(lanes) - 0.4]
    )
    figure.update_xaxes(tickformat="%Y", dtick="M24", showgrid=True)
    return figure
