"""Opening a page of the app as a reader would, without a browser, and reading what stands on it."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.shared.geo import geo
from tests.country import PROJECT

PAGES = PROJECT / "pages"


class Visitor:
    """Opens pages at an address, on one data folder or on another that is given."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self.monkeypatch = home, monkeypatch

    def __call__(self, page: str, data: Path | None = None, /, **address: str | list[str]) -> AppTest:
        self.monkeypatch.setenv("TEJIDO_DATA", str(data or self.home))
        st.cache_data.clear()
        geo.clear()
        app = AppTest.from_file(str(PAGES / "shared/main.py"), default_timeout=60)
        for name, value in address.items():
            app.query_params[name] = value
        return app.switch_page(str(PAGES / f"{page}.py")).run()


def html(app: AppTest) -> str:
    """All markup of a page, its elements apart."""
    return "\n".join(element.proto.body for element in app.get("html"))


def text(app: AppTest) -> str:
    """The markup of a page on which nothing went wrong."""
    assert not app.exception
    assert not app.error
    return html(app)


def buttons(app: AppTest, start: str = "") -> list[str]:
    """The labels of the buttons whose key begins so."""
    return [button.label for button in app.button if (button.key or "").startswith(start)]
