"""Hostile words of a stranger's file on every page, in a real Chromium: shown as text, nothing runs, nothing leaves."""

from __future__ import annotations

import os

import pytest

from tests.importing import written
from tests.test_journeys import chromium, served, settled, visit  # noqa: F401  fixtures

WORDS = (
    '<img src="http://127.0.0.1:9/a.png" onerror="window.hit=1">',
    "<script>window.hit=1</script>",
    "![x](http://127.0.0.1:9/b.png)",
    "[x](javascript:window.hit=1)",
    "</title><svg onload=window.hit=1>",
    "{braces} %s \u202eabc\u200b " + "x" * 300,
)
PAGES = ("", "issues", "partners", "places?profile=76001", "map?at=76001", "explore", "quality", "evidence")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The app on a data folder in which everything that a file names is hostile."""
    data, files = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("files")
    quoted = ['"' + word.replace('"', '""') + '"' for word in WORDS]
    rows = "".join(f"{n},{word},Cali,Valle,{word},2020-01-01,2021-01-01\n" for n, word in enumerate(quoted))
    cases = "".join(f"Cali,Valle,2020-01-0{n},{word}\n" for n, word in enumerate(quoted, 1))
    before = os.environ.get("TEJIDO_DATA")
    os.environ["TEJIDO_DATA"] = str(data)
    try:
        from tests.importing import published

        published(written(files, f"ID,Proyecto,Municipio,Departamento,Organización,Inicio,Fin\n{rows}", "p.csv"),
                  workspace="hostile")  # fmt: skip
        published(written(files, f"Municipio,Departamento,Fecha,Delito\n{cases}Cali,Valle,2020-02-01,Extorsión\n",
                          "delitos.csv"), workspace="hostile")  # fmt: skip
    finally:
        os.environ.pop("TEJIDO_DATA") if before is None else os.environ.update(TEJIDO_DATA=before)
    with served(data, tmp_path_factory.mktemp("log")) as url:
        yield url


@pytest.mark.parametrize("path", PAGES)
def test_hostile_words_are_text_on_every_page(visit, path):  # noqa: F811
    page = visit(f"{path}{'&' if '?' in path else '?'}data=hostile")
    settled(page)
    if path.startswith("places"):
        assert "<script>window.hit=1</script>" in page.locator("body").inner_text(), "shown as it is written"
    assert page.evaluate("window.hit === undefined")
    assert page.locator('a[href^="javascript:"]').count() == 0
    assert page.locator('img[src^="http://127.0.0.1:9"]').count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
