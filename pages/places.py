"""Places: the profile of any country, department or municipality, what is known there and what is not."""

import streamlit as st

from pages.shared import filters, place_view, store

say = store.words()
chosen = filters.sidebar()
place = place_view.asked_place()
if not place:
    st.title(say("Places"), anchor=False)
text = place_view.search()
if text.strip():
    place_view.found(text)
elif place:
    place_view.profile(place, chosen)
else:
    place_view.recorded(chosen)
