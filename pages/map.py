"""Map: five questions first, each a ready map; every other layer of the data under "More"."""

import streamlit as st

from analytics import reading_places
from analytics.maps.drawing import LAYERS
from pages.shared import filters, map_asked, map_compare, map_frames, map_over, map_view, store

say = store.words()
chosen = filters.sidebar()
layer = map_asked.layer()
spot = map_view.asked_spot(layer, chosen)
heading = st.container(key="map-heading")
issue = map_view.controls(layer, spot, chosen)
if layer in LAYERS:
    title = reading_places.map_question(layer, map_view.issue_name(issue), say)
    heading.title(title, anchor=False)
    map_view.page_map(layer, spot, issue, chosen, title)
elif (spec := map_asked.spec()) is None:
    heading.title(map_asked.title(layer), anchor=False)
    map_asked.no_answer(layer)
else:
    view = map_frames.view_of(spec, spot, chosen, map_asked.steps(), map_asked.scale())
    heading.title(store.map_frame(spec, chosen, view)[0].title, anchor=False)
    if map_asked.compared():
        map_compare.page_map(spec, spot, chosen, view)
    else:
        map_frames.page_map(spec, map_over.drawn(), spot, chosen, view)
