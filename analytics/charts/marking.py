"""The mark of the illustrative portfolio inside a Plotly figure, so that a picture of it keeps it.

Without Plotly itself: a page that draws no such figure does not load it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics import illustrative
from analytics.wording import Words

if TYPE_CHECKING:
    import plotly.graph_objects as go


def marked(picture: go.Figure, say: Words) -> go.Figure:
    """The figure with the word across it, behind nothing and in front of nothing that is read."""
    return picture.add_annotation(
        text=illustrative.word(say), xref="paper", yref="paper", x=1, y=1, xanchor="right", yanchor="top",
        showarrow=False, opacity=0.85, font={"size": 12, "color": "#B8482E"}, bordercolor="#B8482E", borderpad=3,
    )  # fmt: skip
