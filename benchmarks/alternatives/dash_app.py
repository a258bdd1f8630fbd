"""The overview in Dash, as its documentation writes a page: one callback makes all that the filter changes."""

import os

from dash import Dash, Input, Output, dcc, html
from overview import TITLE, record

RECORD = record()
CONFIG = {"topojsonURL": "/assets/", "displayModeBar": False}
app = Dash(__name__, title=TITLE, compress=True, assets_folder=os.environ["TEJIDO_BENCH_STATIC"])
server = app.server
app.layout = html.Div([
    html.Label("Partnership"),
    dcc.Dropdown(options=RECORD.names, multi=True, id="partnership", placeholder="All partnerships"),
    html.H1(TITLE),
    html.Div(id="page"),
])  # fmt: skip


@app.callback(Output("page", "children"), Input("partnership", "value"))
def page(partnerships: list[str] | None) -> list:
    """All that the filter changes."""
    chosen = RECORD.chosen(partnerships or [])
    found = []
    for band in RECORD.bands(chosen):
        cards = [html.Div([html.B(figure), html.P(name)], style={"width": "30%"}) for figure, name in band.figures]
        found += [html.H3(band.name), html.P(band.said), html.Div(cards, style={"display": "flex"})]
        found += [html.P(other) for other in band.others]
    rows = RECORD.left_open(chosen)
    found += [html.H2("Where they work"), dcc.Graph(figure=RECORD.map(chosen, "/assets"), config=CONFIG)]
    found += [html.H2("When they worked"), dcc.Graph(figure=RECORD.timeline(chosen), config=CONFIG)]
    head = html.Thead(html.Tr([html.Th(name) for name in rows.columns]))
    body = html.Tbody([html.Tr([html.Td(cell) for cell in row]) for row in rows.itertuples(index=False)])
    return [*found, html.H2("What we do not know"), html.Table([head, body])]
