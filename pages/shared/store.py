"""The only cache, and the only place that knows which snapshot is open and who is reading."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from analytics import choices, findings, mapped, places
from analytics.errors import TejidoError
from analytics.maps import changes
from analytics.maps.frame_deck import frame_file
from analytics.maps.frames import MapFrame
from analytics.maps.layers import LayerSpec, View
from analytics.palette import Look
from analytics.paths import SAMPLE, snapshots_folder, tables_folders
from analytics.sample.publishing import sample
from analytics.selection import LANGUAGES, Reader, Selection
from analytics.snapshots import Snapshot, open_or_build, open_version
from analytics.sql_panel.questions import ASKED, Noting
from analytics.staging import ROLES
from analytics.warehouse import Engine, Warehouse
from analytics.wording import Words
from analytics.workspaces import Workspace, all_workspaces, workspace_named
from pages.shared.served_files import ServedFile, steps

if TYPE_CHECKING:
    import pandas as pd


class Told(NamedTuple):
    """What imports told besides their rows."""

    findings: pd.DataFrame
    partial_months: dict[tuple[str, int], str]
    dataset_names: dict[str, str]
    imported: tuple[tuple[str, date], ...]  # each file, and the day it came in


ANSWERS_KEPT = 2000
VERSIONS_OPEN = 8
FRAMES_KEPT = 60
HEAVY = ("plotly.graph_objects", "pydeck", "pandas.io.formats.style", "babel.dates")


@cache
def _record(store: Path) -> Warehouse:
    return Warehouse(open_or_build(tables_folders(), store))


def record() -> Warehouse:
    """The record of the documents, opened once for every session; built first where there is none."""
    return _record(snapshots_folder())


@st.cache_resource(show_spinner=False, max_entries=VERSIONS_OPEN)
def _version_of(store: str, snapshot_id: str) -> Warehouse:
    # by its id: what is published can have changed since this session first looked
    return Warehouse(open_version(Path(store), snapshot_id))


@cache
def _renewed(name: str, _pointer: str | None) -> None:
    """Looks once at each version: one that another version of Tejido wrote is made anew from its imports."""
    Workspace(name).renew()


@cache
def _sample_made(store: str) -> str:
    """The illustrative portfolio, made on first use; the id of its version."""
    return sample().id


def workspace() -> str | None:
    """The name of the workspace that the address asks for; None for the record of the documents."""
    asked = st.query_params.get("data")
    return asked if asked and (asked == SAMPLE or is_published(asked)) else None


def is_illustrative() -> bool:
    """Whether this visit reads the illustrative portfolio: every figure and every file then says so."""
    if workspace() == SAMPLE:
        return True
    with contextlib.suppress(TejidoError):  # by what is read, too: a folder can have been put in another's place
        return warehouse().snapshot.is_illustrative
    return False


def published_workspaces() -> list[str]:
    """The workspaces that have a published version."""
    return [name for name in all_workspaces() if _pointer(name)]


def is_published(name: str) -> bool:
    """Whether there is a workspace of this name with a published version. Asked often: it looks at no other one."""
    return workspace_named(name) is not None and _pointer(name) is not None


def _pointer(name: str) -> str | None:
    """The id of the version that is published in a workspace now."""
    path = Workspace(name).store / "current"
    return path.read_text(encoding="utf-8").strip() if path.is_file() else None


def warehouse() -> Warehouse:
    """What this session reads: a version once opened stays until the page is loaded again, whatever is published."""
    name = workspace()
    if name is None:
        return record()
    if name == SAMPLE:
        _sample_made(str(Workspace(SAMPLE).store))
    held = st.session_state.setdefault("_versions", {})
    _renewed(name, _pointer(name))
    held.setdefault(name, _pointer(name))
    return _version_of(str(Workspace(name).store), held[name])


def house(name: str | None) -> Warehouse:
    """The published version of a data set, for what asks without a visit; raises KeyError where there is none such."""
    if name is None:
        return record()
    if name == SAMPLE:
        return _version_of(str(Workspace(SAMPLE).store), _sample_made(str(Workspace(SAMPLE).store)))
    if not is_published(name):
        raise KeyError(name)
    _renewed(name, _pointer(name))
    return _version_of(str(Workspace(name).store), _pointer(name))


def is_outdated() -> bool:
    """Whether a newer version of the workspace was published since this session opened its own."""
    name = workspace()
    return name is not None and st.session_state.get("_versions", {}).get(name) not in (None, _pointer(name))


def warm_up() -> None:
    """What the first visit would wait for: the modules that pages need, and the warehouse open."""
    for module in HEAVY:
        importlib.import_module(module)
    with contextlib.suppress(TejidoError):  # the page says it, in the reader's language
        record()


@st.cache_resource(show_spinner=False, max_entries=ANSWERS_KEPT)
def _answer(key: str, _ask: Callable[[Engine], pd.DataFrame], _warehouse: Warehouse) -> pd.DataFrame:
    noting = Noting(_warehouse)
    frame = _ask(noting)
    frame.attrs[ASKED] = tuple(noting.asked)
    return frame


def ask(question: Callable[..., pd.DataFrame], selection: Selection | None = None, **own: object) -> pd.DataFrame:
    """The answer of a question for the current reader; cached by snapshot, role, language and selection."""
    return asking()(question, selection, **own)


def asking() -> Callable[..., pd.DataFrame]:
    """`ask`, tied to the data and the reader of this visit: for what is made later, when its address is gone.

    Answers are looked up by what was asked as one text, and shared: pandas copies what a caller writes to.
    """
    house, who = warehouse(), reader()

    def ask_here(question: Callable[..., pd.DataFrame], selection: Selection | None = None, **own: object):
        chosen = selection or Selection()
        key = repr((house.snapshot.id, question.__name__, chosen, who, sorted(own.items())))
        return _answer(key, lambda engine: question(engine, chosen, who, **own), house).copy(deep=False)

    return ask_here


@st.cache_resource(show_spinner=False, max_entries=FRAMES_KEPT)
def _frame(_warehouse: Warehouse, snapshot_id: str, spec: str, selection: Selection, reader: Reader, view: View,
           is_dark: bool, _told: Told) -> tuple[MapFrame, ServedFile]:  # fmt: skip
    made = mapped.frame(
        _warehouse, LayerSpec.from_text(spec), selection, reader, Look(is_dark), Words(reader.lang), view=view,
        dataset_names=_told.dataset_names, partial_months=_told.partial_months,
    )  # fmt: skip
    return made, steps.file(frame_file(made))


def map_frame(spec: LayerSpec, selection: Selection, view: View) -> tuple[MapFrame, str]:
    """A layer of the map with its classes and steps, and the address of the file of its steps; cached like answers."""
    house = warehouse()
    made, file = _frame(house, house.snapshot.id, spec.to_text(), selection, reader(), view, look().dark, told())
    return made, steps.url(file)


def map_difference(first: tuple[MapFrame, str], second: tuple[MapFrame, str]) -> tuple[MapFrame, str]:
    """The second frame at its step less the first at its own, and the address of its file."""
    made = changes.difference(*first, *second, look(), words())
    return made, steps.url(frame_file(made))


@st.cache_resource(show_spinner=False, max_entries=VERSIONS_OPEN)
def _told(name: str, _snapshot: Snapshot, snapshot_id: str) -> Told:
    imports = Workspace(name).imports(_snapshot)
    return Told(
        findings.findings(imports),
        findings.partial_months(imports),
        findings.dataset_names(imports),
        findings.imported_files(imports),
    )


def told() -> Told:
    """What the imports of the open version told; nothing for the record of the documents."""
    name, snapshot = workspace(), warehouse().snapshot
    return _told(name, snapshot, snapshot.id) if name else Told(findings.findings(()), {}, {}, ())


def partial_months() -> dict[tuple[str, int], str]:
    """The months that a source covers of a year that is not whole, by source and year."""
    return told().partial_months


def dataset_names() -> dict[str, str]:
    """The name of each data set of issues, by its code."""
    return told().dataset_names


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
