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
TOLD, SHOWN, OPENED, NAMED = "_view_told", "_view_shown", "_view_opened", "_view_named"


def open_asked() -> None:
    """Fills the address from the view that it names, where it says nothing else; before the filters are read.

    The session knows which view was opened, so that it can be saved over when something was changed.
    """
    asked, shown = st.query_params.get("view"), st.session_state.get(SHOWN)
    st.session_state[SHOWN] = None
    if not asked:
        return
    of, view = store.workspace(), open_view(views_folder(store.workspace()), asked)
    if view is None:
        filters.write("view", [])
        if st.session_state.get(OPENED, (of, asked)) == (of, asked):  # else another data set was chosen
            st.session_state[TOLD] = store.words()("There is no saved view under this link.")
        return
    st.session_state[OPENED] = (of, asked)
    if view.statement:
        _open_statement(view, is_shown=shown == asked)
    else:
        _open_state(view, is_shown=shown == asked)


def _open_state(view: View, *, is_shown: bool) -> None:
    """Puts what a view keeps into an address that says nothing else; one that says something else is not the view."""
    here, kept = _state(), {name: values for name, values in view.state.items() if name in KEPT and values}
    if not here and not (is_shown and set(kept) == {"cell"}):  # else the cell was closed
        filters.put(kept | {"view": [view.id]})
    elif _apart(here) != _apart(kept):
        filters.write("view", [])
        return
    st.session_state[SHOWN] = view.id


def _state() -> dict[str, list[str]]:
    """What the address holds of what a view keeps."""
    return {name: st.query_params.get_all(name) for name in KEPT if name in st.query_params}


def _apart(state: dict[str, list[str]]) -> dict[str, list[str]]:
    """A state without the cell that stands open: to look behind a number does not change the view."""
    return {name: values for name, values in state.items() if name != "cell"}


def _open_statement(view: View, *, is_shown: bool) -> None:
    """Puts the statement of a view into the editor, once, where it is answered; rows and columns are not the view."""
    filters.put({"by": ["sql"], "view": [view.id]})
    if not is_shown:
        st.session_state[STATEMENT], st.session_state[RUNS] = view.statement, True
    st.session_state[SHOWN] = view.id


def show() -> None:
    """The name of the view that is open, and a list of all; the analyst saves, renames and deletes."""
    say, folder = store.words(), views_folder(store.workspace())
    if told := st.session_state.pop(TOLD, ""):
        layout.note(told)
    views = all_views(folder)
    now = next((view for view in views if view.id == st.query_params.get("view")), None)
    left = next((view for view in views if view.id == _opened()), None)
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
            _keep(left.name if left else "", is_now=now is not None)
        if now:
            of = f"&data={store.workspace()}" if store.workspace() else ""  # a view is one of its data set
            layout.note(say("Its link ends in ?view={id}", id=now.id + of))


def _opened() -> str:
    """The id of the view that was opened last in this data set, which may be saved over."""
    of, opened = st.session_state.get(OPENED, (None, ""))
    return opened if of == store.workspace() else ""


def _keep(name: str, *, is_now: bool) -> None:
    say = store.words()
    if name and not is_now:
        layout.note(say("Changed since {name} was opened. Saved under the same name, it takes its place.", name=name))
    if st.session_state.get(NAMED) != name:  # another view was opened: its name, not what was typed for the one before
        st.session_state["view-name"] = st.session_state[NAMED] = name
    st.text_input(say("Name of this view"), key="view-name", max_chars=80)
    with st.container(horizontal=True, gap="small"):
        st.button(say("Save"), key="view-save", on_click=_save, type="primary")
        if is_now:
            st.button(say("Rename"), key="view-rename", on_click=_rename)
            st.button(say("Delete"), key="view-delete", on_click=_delete)


def _open(asked: str) -> None:
    view = open_view(views_folder(store.workspace()), asked)
    kept = view.state if view else {}
    st.session_state[SHOWN] = None
    way = {"from": [], "page": [], "by": ["sql"] if view and view.statement else []}
    filters.put({name: kept.get(name, []) for name in KEPT} | way | {"view": [asked]})


def _save() -> None:
    in_sql = st.query_params.get("by") == "sql"
    state = {} if in_sql else _state()
    statement = st.session_state.get(STATEMENT, "") if in_sql else ""
    folder, name, over = views_folder(store.workspace()), st.session_state["view-name"], _opened()
    _told(lambda: save_view(folder, name, state, statement, over).id)


def _rename() -> None:
    asked, name = st.query_params.get("view", ""), st.session_state["view-name"]
    _told(lambda: rename_view(views_folder(store.workspace()), asked, name).id)


def _told(act: Callable[[], str]) -> None:
    """Does it and names the view in the address; says what stood in the way."""
    try:
        st.session_state[SHOWN] = act()
        filters.write("view", [st.session_state[SHOWN]])
    except ViewError as error:
        st.session_state[TOLD] = error.told(store.words())


def _delete() -> None:
    delete_view(views_folder(store.workspace()), st.query_params.get("view", ""))
    st.session_state.pop(OPENED, None)
    filters.write("view", [])
