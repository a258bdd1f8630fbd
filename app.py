"""Tejido: `streamlit run app.py` serves it; each visit runs `pages/shared/main.py`."""

import streamlit as st

from pages.shared import api, present, served_files, serving, store
from pages.shared.geo import geo

app = st.App(
    "pages/shared/main.py",
    routes=[*served_files.asset_routes(geo), *api.routes(), present.route()],
    middleware=serving.middleware(),
    lifespan=serving.lifespan(store.warm_up),
)
