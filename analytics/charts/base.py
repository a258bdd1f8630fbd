"""What every chart shares: type, paper, ink, margins, and the language's number marks."""

from __future__ import annotations

from html import escape
from textwrap import wrap

import plotly.graph_objects as go

from analytics.palette import Look
from analytics.wording import Words

BODY, TITLE = "Figtree, sans-serif", "SourceSerif, Georgia, serif"
ROW_PX = 30  # the height of a labelled row


def styled(figure: go.Figure, look: Look, say: Words, height: int, **layout: object) -> go.Figure:
    """The figure in the house look; `height` in pixels, further layout settings as Plotly has them."""
    figure.update_layout(
        height=height,
        font={"family": BODY, "size": 13, "color": look["ink"]},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        separators=",." if say.lang == "es" else ".,",
        showlegend=False,
        hoverlabel={"bgcolor": look["panel"], "bordercolor": look["line"], "font": {"color": look["ink"]}},
        dragmode=False,
    )
    axis = {
        "fixedrange": True,
        "zeroline": False,
        "gridcolor": look["line"],
        "linecolor": look["line"],
        "automargin": True,
    }
    figure.update_xaxes(**axis)
    figure.update_yaxes(**axis)
    return figure.update_layout(**layout)


def wrapped(name: str, characters: int) -> str:
    """A name broken into lines of at most so many characters, safe to stand in a figure."""
    return "<br>".join(escape(line) for line in wrap(name, characters, break_on_hyphens=False))
