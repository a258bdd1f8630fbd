"""The network of programmes and organisations."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.charts.base import styled, wrapped
from analytics.palette import Look, rgba
from analytics.wording import Words

ROW_PX, LABEL_CHARACTERS = 52, 34
SIDE, REACH = 0.28, 1.0  # where the organisations stand left and right of the programmes, and how wide the figure is
STEPS = 16  # of a drawn curve


def network_layout(roles: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Where each programme and each organisation stands: the same answer, the same places.

    Programmes stand in the middle in their order; organisations left and right, each near the programmes it is in,
    those of several programmes on the left. Rows are whole steps from the top, so that labels never meet.
    """
    pairs = roles.drop_duplicates(["organisation_id", "programme_id"])
    order = {programme: i for i, programme in enumerate(pairs["programme_id"].drop_duplicates())}
    nodes = pairs.drop_duplicates("organisation_id").set_index("organisation_id")
    at = pairs.assign(at=pairs["programme_id"].map(order)).groupby("organisation_id")["at"]
    nodes = nodes.assign(middle=at.mean(), degree=at.size())
    nodes = nodes.sort_values(["middle", "organisation_name"], kind="stable")
    filled = {-1: 0, 1: 0}
    sides = {}
    for organisation, row in nodes.sort_values("degree", ascending=False, kind="stable").iterrows():
        sides[organisation] = -1 if row["degree"] > 1 or filled[-1] < filled[1] else 1
        filled[sides[organisation]] += 1
    nodes["side"] = pd.Series(sides)
    rows = max(filled.values())
    for _, own in nodes.groupby("side"):
        offset = (rows - len(own)) / 2
        nodes.loc[own.index, "row"] = [offset + i for i in range(len(own))]
    gap = (rows - 1) / max(len(order) - 1, 1)
    hubs = pairs.drop_duplicates("programme_id").set_index("programme_id")
    hubs["row"] = [gap * i if len(order) > 1 else (rows - 1) / 2 for i in range(len(order))]
    return hubs, nodes


def _curve(side: int, start: float, end: float) -> tuple[list[float], list[float]]:
    """A line that leaves an organisation level and comes to the programme level."""
    steps = [i / STEPS for i in range(STEPS + 1)]
    return [side * SIDE * (1 - t) for t in steps], [start + (end - start) * t * t * (3 - 2 * t) for t in steps]


def _links(roles: pd.DataFrame, hubs: pd.DataFrame, nodes: pd.DataFrame, look: Look) -> list[go.Scatter]:
    """The lines, a gap between each: one trace for all that look alike, since each trace costs milliseconds."""
    at = {key: (int(side), row) for key, side, row in zip(nodes.index, nodes["side"], nodes["row"], strict=True)}
    down = hubs["row"].to_dict()
    strokes: dict[tuple[str, str], tuple[list, list]] = {}
    for link in roles.drop_duplicates(["organisation_id", "programme_id"]).itertuples(index=False):
        x, y = _curve(*at[link.organisation_id], down[link.programme_id])
        key = (link.partnership_id, "solid" if link.role_basis == "stated" else "dot")
        xs, ys = strokes.setdefault(key, ([], []))
        xs += [*x, None]
        ys += [*y, None]
    return [
        go.Scatter(
            x=x, y=y, mode="lines", hoverinfo="skip", opacity=0.75,
            line={"color": look.partnership(partnership), "width": 1.6, "dash": dash},
        )
        for (partnership, dash), (x, y) in strokes.items()
    ]  # fmt: skip


def _side(own: pd.DataFrame, side: int, look: Look) -> go.Scatter:
    """The organisations of one side with their names; those without a name in the document look otherwise."""
    named = own["is_named"].astype(bool).tolist()
    labels = [wrapped(name, LABEL_CHARACTERS) for name in own["organisation_name"]]
    return go.Scatter(
        x=[side * SIDE] * len(own), y=own["row"].tolist(), mode="markers+text", cliponaxis=False,
        textposition="middle left" if side < 0 else "middle right",
        text=[label if is_named else f"<i>{label}</i>" for label, is_named in zip(labels, named, strict=True)],
        textfont={"color": [look["ink" if is_named else "soft"] for is_named in named], "size": 12.5},
        hovertext=[wrapped(name, 60) + "<br>" + wrapped(sector or "", 60)
                   for name, sector in zip(own["organisation_name"], own["sector_name"], strict=True)],
        hoverinfo="text",
        marker={"size": 10, "symbol": ["circle" if is_named else "circle-open" for is_named in named],
                "color": look["soft"], "line": {"width": 1.5, "color": look["soft"]}},
    )  # fmt: skip


def partner_network(roles: pd.DataFrame, look: Look, say: Words) -> go.Figure:
    """Programmes in the middle, organisations on both sides, a line where an organisation has a role."""
    hubs, nodes = network_layout(roles)
    programmes = go.Scatter(
        x=[0] * len(hubs), y=hubs["row"].tolist(), mode="markers", hoverinfo="text",
        hovertext=[wrapped(name, 60) for name in hubs["programme_name"]],
        marker={"size": 15, "color": [look.partnership(p) for p in hubs["partnership_id"]],
                "line": {"color": look["paper"], "width": 2}},
    )  # fmt: skip
    sides = [_side(nodes[nodes["side"] == side], side, look) for side in (-1, 1)]
    figure = go.Figure([*_links(roles, hubs, nodes, look), *sides, programmes])
    paper = "rgba({},{},{},{})".format(*rgba(look["paper"])[:3], 0.82)
    names = [
        {"x": 0, "y": row, "yshift": 18, "text": f"<b>{wrapped(name, 40)}</b>", "showarrow": False,
         "bgcolor": paper, "borderpad": 1, "font": {"size": 13, "color": look["ink"]}}
        for name, row in zip(hubs["programme_name"], hubs["row"], strict=True)
    ]  # fmt: skip
    rows = max(nodes["row"].max(), hubs["row"].max())
    styled(figure, look, say, height=round(70 + ROW_PX * (rows + 1)), margin={"l": 0, "r": 0, "t": 10, "b": 0})
    figure.update_layout(
        annotations=names, xaxis={"visible": False, "range": [-REACH, REACH]},
        yaxis={"visible": False, "range": [rows + 0.6, -0.75]},
    )  # fmt: skip
    return figure
