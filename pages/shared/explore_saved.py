"""Saved views on the Explore page: saved under a name, opened by a link (`view`), renamed, deleted."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.pivots.saved import (
    View,
    ViewError,
    all_views,
    delete_view,
    open_view,
    rename_view,
    save_view,
    views_folder,
)
from analytics.pivots.spec import OWN
from pages.shared import filters, layout, store
from pages.shared.labels import label
from pages.shared.question_view import RUNS, STATEMENT

NOT_KEPT = ("lang", "as", "data", "view", "from", "page")
KEPT = tuple(name for name in (*OWN, *filters.LISTS, "period") if name not in NOT_KEPT)
TOLD, SHOWN = "_view_told", "_view_shown"


def open_asked() -> None:
    """Fills the address from the view that it names, where it says nothing else; before the filters are read."""
    asked = st.query_params.get("view")
    if not asked or any(name in st.query_params for name in KEPT):
        return
    view = open_view(views_folder(store.workspace()), asked)
    if view is not None and view.statement:
        _open_statement(view)
        return
    if view is None:
        say = store.words()
        filters.write("view", [])
        st.session_state[TOLD] = say("There is no saved view under this link.")
        return
    for name, values in view.state.items():
        if name in KEPT and values:
            filters.write(name, values)


def _open_statement(view: View) -> None:
    """Puts the statement of a view into the editor, once a session, where it is answered."""
    filters.write("by", ["sql"])
    if st.session_state.get(SHOWN) != view.id:
        st.session_state[SHOWN], st.session_state[STATEMENT], st.session_state[RUNS] = view.id, view.statement, True


def show() -> None:
    """The name of the view that is open, and a list of all; the analyst saves, renames and deletes."""
    say, folder = store.words(), views_folder(store.workspace())
    if told := st.session_state.pop(TOLD, ""):
        layout.note(told)
    views = all_views(folder)
    now = next((view for view in views if view.id == st.query_params.get("view")), None)
    told = label(say("Saved view: {name}", name=now.name)) if now else say("Saved views")
    with st.popover(told, type="tertiary", key="saved"):
        for view in views:
            name = label(view.name)
            st.button(name, key=f"view-{view.id}", type="tertiary", on_click=_open, args=(view.id,))
        if not views:
            layout.note(
                say("None yet. A saved view keeps rows, columns and filters, or a statement, under a name and a link.")
            )
        if store.role() == "analyst":
            _keep(now.name if now else "")
        if now:
            of = f"&data={store.workspace()}" if store.workspace() else ""  # a view is one of its data set
            layout.note(say("Its link ends in ?view={id}", id=now.id + of))


def _keep(name: str) -> None:
    say = store.words()
    st.text_input(say("Name of this view"), value=name, key="view-name", max_chars=80)
    with st.container(horizontal=True, gap="small"):
        st.button(say("Save"), key="view-save", on_click=_save, type="primary")
        if name:
            st.button(say("Rename"), key="view-rename", on_click=_rename)
            st.button(say("Delete"), key="view-delete", on_click=_delete)


def _open(asked: str) -> None:
    for name in (*KEPT, "from", "page", "by"):
        filters.write(name, [])
    st.session_state.pop(SHOWN, None)
    filters.write("view", [asked])


def _save() -> None:
    in_sql = st.query_params.get("by") == "sql"
    state = {} if in_sql else {name: st.query_params.get_all(name) for name in KEPT if name in st.query_params}
    statement = st.session_state.get(STATEMENT, "") if in_sql else ""
    folder, name, over = views_folder(store.workspace()), st.session_state["view-name"], st.query_params.get("view", "")
    _told(lambda: save_view(folder, name, state, statement, over).id)


def _rename() -> None:
    asked, name = st.query_params.get("view", ""), st.session_state["view-name"]
    _told(lambda: rename_view(views_folder(store.workspace()), asked, name).id)


def _told(act: Callable[[], str]) -> None:
    """Does it and names the view in the address; says what stood in the way."""
    try:
        filters.write("view", [act()])
    except ViewError as error:
        st.session_state[TOLD] = error.told(store.words())


def _delete() -> None:
    delete_view(views_folder(store.workspace()), st.query_params.get("view", ""))
    filters.write("view", [])
