"""What each visit runs: the frame of every page, then the page.

Not in `app.py`: Streamlit takes a `pages` folder beside the main script for its old kind of app, and runs
the first deep link after a start without any of this.
"""

import logging
import secrets
from pathlib import Path

import streamlit as st

from analytics.errors import TejidoError
from pages.shared import filters, layout, served_files, serving, store

PAGES = Path(__file__).parents[1]
# an empty picture of the wordmark's size: style.css puts the wordmark there, for light and for dark
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 94 24" width="94" height="24"></svg>'

st.set_page_config(page_title="Tejido", page_icon=served_files.STATIC / "favicon.png", layout="wide")
st.logo(LOGO, size="large")
say = store.words()
page = st.navigation(
    {
        # no name: side by side in the bar, so that a leader sees them all
        "": [
            st.Page(PAGES / "overview.py", title=say("Overview"), url_path="overview", default=True),
            st.Page(PAGES / "map.py", title=say("Map"), url_path="map"),
            st.Page(PAGES / "places.py", title=say("Places"), url_path="places"),
            st.Page(PAGES / "issues.py", title=say("Issues"), url_path="issues"),
            st.Page(PAGES / "partners.py", title=say("Partners"), url_path="partners"),
            st.Page(PAGES / "results.py", title=say("Results"), url_path="results"),
        ],
        say("Work"): [
            st.Page(PAGES / "explore.py", title=say("Explore"), url_path="explore"),
            st.Page(PAGES / "import_data.py", title=say("Import"), url_path="import"),
            st.Page(PAGES / "quality.py", title=say("Quality"), url_path="quality"),
            st.Page(PAGES / "evidence.py", title=say("Evidence"), url_path="evidence"),
        ],
        say("Present"): [
            st.Page(PAGES / "stories.py", title=say("Stories"), url_path="stories"),
            st.Page(PAGES / "booklets.py", title=say("Booklets"), url_path="booklets"),
        ],
    },
    position="top",
)
st.session_state["_page_now"] = page.url_path
filters.carry()  # before anything asks the address which data it names
try:
    layout.banner()
    page.run()
    layout.foot()
except TejidoError as error:
    st.error(str(error))
except Exception:  # a person reads a sentence and an id; the log keeps the rest under that id
    incident = secrets.token_hex(4)
    logging.getLogger("tejido").exception("incident %s on page %s", incident, page.url_path or "overview")
    st.error(
        say("Something went wrong on this page. Go back or reload; if it stays, report the number {id}.", id=incident)
    )
serving.settle_memory(page.url_path)
