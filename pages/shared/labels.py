"""Texts as labels: Streamlit reads the label of a button as Markdown, with pictures, links and formulas."""

from __future__ import annotations

import re

# what makes Markdown anywhere in a line, then what does so at its beginning
MARKS = re.compile(r"[\\`*_{}\[\]~$<>!|]|:(?=\S)|^[#+-]|(?<=^\d)[.)]")


def label(text: str) -> str:
    """A label that shows the text as it is written, whoever wrote it."""
    return MARKS.sub(r"\\\g<0>", text)
