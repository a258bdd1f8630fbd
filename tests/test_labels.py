"""A label shows what was written: no picture, link, formula or emphasis is made of it."""

import pytest

from pages.shared.labels import label


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("![x](http://evil.example/x.png)", r"\!\[x\](http\://evil.example/x.png)"),
        ("select a * b, $1 from \"x_y\"", r'select a \* b, \$1 from "x\_y"'),
        ("<b>:red[x]</b>", r"\<b\>\:red\[x\]\</b\>"),
        ("# one", r"\# one"), ("- one", r"\- one"), ("1. one", r"1\. one"),
        ("Place: Bolívar (Colombia)", "Place: Bolívar (Colombia)"),
        ("El Carmen de Bolívar, 2021-22", "El Carmen de Bolívar, 2021-22"),
    ],
)  # fmt: skip
def test_markdown_in_a_label_stays_text(text, written):
    assert label(text) == written
