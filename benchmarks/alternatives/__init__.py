"""The overview as it is written in Dash and in plain Streamlit, for `benchmarks/page_against_dash.py`."""
