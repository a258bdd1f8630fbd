"""Charts of the lists: how many name each issue."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.charts.base import styled, wrapped
from analytics.palette import Look
from analytics.wording import Words

BAR_PX, LABEL_CHARACTERS = 36, 19


def issue_ranking_bars(ranking: pd.DataFrame, look: Look, say: Words) -> go.Figure:
    """One bar per issue, as long as the lists that name it; those that most lists name stand out."""
    most = ranking["lists"].max()
    rows = ranking.iloc[::-1]
    counts = [say("{n} of {all}", n=say.number(row.lists), all=say.number(row.all_lists)) for row in rows.itertuples()]
    figure = go.Figure(
        go.Bar(
            x=rows["lists"], y=[wrapped(name, LABEL_CHARACTERS) for name in rows["issue_name"]], orientation="h",
            marker={"color": [look["brick" if n == most else "mute"] for n in rows["lists"]], "line": {"width": 0}},
            text=counts, textposition="outside", textangle=0, cliponaxis=False,
            textfont={"color": look["ink"], "size": 13}, hoverinfo="skip",
        )
    )  # fmt: skip
    styled(figure, look, say, height=16 + BAR_PX * len(rows), bargap=0.34)
    figure.update_xaxes(visible=False, range=[0, most * 1.36])
    figure.update_yaxes(showline=False, ticks="outside", ticklen=6, tickcolor="rgba(0,0,0,0)", showgrid=False)
    return figure
