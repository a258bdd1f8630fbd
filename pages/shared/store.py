"""The only cache, and the only place that knows which snapshot is open and who is reading."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from analytics import choices, places
from analytics.asking import find_question
from analytics.errors import TejidoError
from analytics.palette import Look
from analytics.paths import snapshots_folder, tables_folders
from analytics.selection import LANGUAGES, Reader, Selection
from analytics.snapshots import ROLES, open_or_build
from analytics.warehouse import Warehouse
from analytics.wording import Words

if TYPE_CHECKING:
    import pandas as pd

ANSWERS_KEPT = 2000
HEAVY = ("plotly.graph_objects", "pydeck", "pandas.io.formats.style", "babel.dates")


@cache
def _opened(store: Path) -> Warehouse:
    return Warehouse(open_or_build(tables_folders(), store))


def warehouse() -> Warehouse:
    """The published snapshot, opened once for every session; built first where there is none."""
    return _opened(snapshots_folder())


def warm_up() -> None:
    """What the first visit would wait for: the modules that pages need, and the warehouse open."""
    for module in HEAVY:
        importlib.import_module(module)
    with contextlib.suppress(TejidoError):  # the page says it, in the reader's language
        warehouse()


@st.cache_data(show_spinner=False, max_entries=ANSWERS_KEPT)
def _answer(_warehouse: Warehouse, snapshot_id: str, name: str, selection: Selection, reader: Reader, own: tuple):
    return find_question(name).ask(_warehouse, selection, reader, **dict(own))


def ask(question: Callable[..., pd.DataFrame], selection: Selection | None = None, **own: object) -> pd.DataFrame:
    """The answer of a question for the current reader; cached by snapshot, role, language and selection."""
    house = warehouse()
    keyed = tuple(sorted((k, tuple(v) if isinstance(v, list) else v) for k, v in own.items()))
    return _answer(house, house.snapshot.id, question.__name__, selection or Selection(), reader(), keyed)


def known_part(selection: Selection) -> tuple[Selection, dict[str, tuple[str, ...]]]:
    """The selection less what the data does not know, and what was dropped."""
    return choices.known_part(selection, ask(choices.filter_options), ask(places.place_index))


def language() -> str:
    """The language that the address asks for, else the browser's where we have it, else English."""
    asked = st.query_params.get("lang") or (st.context.locale or "")[:2].lower()
    return asked if asked in LANGUAGES else LANGUAGES[0]


def role() -> str:
    """The role that reads: the analyst on this machine, or the one that `?as=` previews."""
    asked = st.query_params.get("as")
    return asked if asked in ROLES else "analyst"


def reader() -> Reader:
    return Reader(role(), language())


def words() -> Words:
    return Words(language())


def look() -> Look:
    """The colours of the theme that the browser shows."""
    return Look(st.context.theme.type == "dark")


def version() -> tuple[datetime, str, tuple[str, ...]]:
    """When the open snapshot was built, its name, and what is wrong with newer ones."""
    snapshot = warehouse().snapshot
    return snapshot.built_at, snapshot.id, snapshot.faults
