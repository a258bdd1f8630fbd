"""The overview in plain Streamlit, as its documentation writes a page: top to bottom, the data cached."""

import streamlit as st
from overview import TITLE, record

CONFIG = {"topojsonURL": "/app/static/", "displayModeBar": False}
st.set_page_config(page_title=TITLE, layout="wide")
RECORD = st.cache_resource(record)()
picked = st.sidebar.multiselect(
    "Partnership", list(RECORD.names), format_func=RECORD.names.get, key="partnership", placeholder="All partnerships"
)
chosen = RECORD.chosen(picked)
st.title(TITLE)
for band in RECORD.bands(chosen):
    st.subheader(band.name)
    st.write(band.said)
    columns = st.columns(3)
    for column, (figure, name) in zip(columns, band.figures, strict=False):
        column.metric(name, figure)
    for other in band.others:
        st.write(other)
st.header("Where they work")
st.plotly_chart(RECORD.map(chosen, "/app/static"), config=CONFIG, key="where")
st.header("When they worked")
st.plotly_chart(RECORD.timeline(chosen), config=CONFIG, key="when")
st.header("What we do not know")
st.table(RECORD.left_open(chosen))
