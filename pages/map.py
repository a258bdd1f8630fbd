"""Map: where partnerships work, where an activity is recorded, what the dialogues listed."""

import streamlit as st

from analytics import reading_places
from pages.shared import filters, map_view, store

say = store.words()
chosen = filters.sidebar()
layer = map_view.asked_layer()
spot = map_view.asked_spot(layer, chosen)
heading = st.container(key="map-heading")
issue = map_view.controls(layer, spot, chosen)
title = reading_places.map_question(layer, map_view.issue_name(issue), say)
heading.title(title, anchor=False)
map_view.page_map(layer, spot, issue, chosen, title)
