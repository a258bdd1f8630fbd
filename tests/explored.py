"""What stands on the Explore page, read from its markup as a reader reads it, and the files that its buttons give."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import streamlit as st

CELL = re.compile(r'<button data-cell="([^"]*)"([^>]*)>(.*?)</button>', re.DOTALL)
HEAD = re.compile(r"<b[^>]*>([^<]*)</b>")
SMALL = re.compile(r"<small([^>]*)>([^<]*)</small>")
GAP = re.compile(r'<span class="gap">([^<]*)</span>')
PAGES = re.compile(r'data-cell="')
Key = tuple[str, tuple[str, ...] | None, tuple[str, ...] | None]


@dataclass(frozen=True)
class ShownCell:
    """One cell as it is read: its number (None where it says why there is none), what stands beside it."""

    value: float | None
    words: str
    share: float | None
    change: float | None
    unit: str
    told: str


def number_in(words: str, lang: str) -> float:
    """A number as it is written in a language, without the words around it."""
    found = re.search(r"\d[\d.,]*", words)[0]
    marks = (",", ".") if lang == "en" else (".", ",")
    return float(found.replace(marks[0], "").replace(marks[1], "."))


def markup(app) -> str:
    """The markup of the pivot, which our component shows."""
    (shown,) = app.get("bidi_component")
    return json.loads(shown.proto.json)["table"]


def cells(app, lang: str = "en") -> dict[Key, ShownCell]:
    """Every cell of the page's table by its measure and codes."""
    found = {}
    for name, attributes, inside in CELL.findall(markup(app)):
        measure, row, column = json.loads(unescape(name))
        key = (measure, row and tuple(row), column and tuple(column))
        assert key not in found
        head, share, change, unit = HEAD.search(inside), None, None, ""
        for kind, text in SMALL.findall(inside):
            text = unescape(text)
            if "%" in text and not kind:
                share = number_in(text, lang)
            elif kind:
                change = {"+": 1, "−": -1, "±": 0}[text[0]] * number_in(text, lang)
            else:
                unit = text
        words = unescape(head[1]) if head else unescape(GAP.search(inside)[1])
        value = number_in(words, lang) * (-1 if words.startswith("-") else 1) if head else None
        told = unescape(re.search(r'aria-label="([^"]*)"', attributes)[1])
        found[key] = ShownCell(value, words, share, change, unit, told)
    return found


class Taken:
    """Catches what each download button would give, at the moment the page draws it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: dict[str, object] = {}
        plain = st.download_button

        def noted(label, data=None, **own):
            self.made[own["key"]] = data
            return plain(label, data=data, **own)

        monkeypatch.setattr(st, "download_button", noted)

    def __call__(self, key: str) -> bytes:
        made = self.made[key]
        return made() if callable(made) else made

    def csv(self, key: str) -> pd.DataFrame:
        return pd.read_csv(io.BytesIO(self(key)), dtype=str, keep_default_na=False, encoding="utf-8-sig")

    def parquet(self, key: str) -> pd.DataFrame:
        return pd.read_parquet(io.BytesIO(self(key)))

    def book(self, key: str) -> dict[str, list[tuple]]:
        """Each sheet's rows."""
        book = openpyxl.load_workbook(io.BytesIO(self(key)))
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def home_of(tried_home: Path, sample_home: Path, data: str) -> Path:
    return tried_home if data == "trial" else sample_home
