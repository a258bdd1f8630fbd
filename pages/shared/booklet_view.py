"""The shelf of booklets: begin one from a place's list, open a draft, find what other groups have finished.

The address holds the booklet that is open (`booklet`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html import escape

import streamlit as st

from analytics.booklets import starting
from analytics.booklets.library import Library
from analytics.booklets.model import Booklet
from analytics.booklets.printing import as_pdf
from analytics.booklets.wording import FORM_NAMES, draft_mark
from analytics.errors import TejidoError
from analytics.wording import Words
from pages.shared import layout, store

PDF = "application/pdf"
LANGS = {"es": "Español", "en": "English"}


def opened() -> Booklet | None:
    """The booklet in the address; one that cannot be opened is dropped with a note."""
    name = st.query_params.get("booklet")
    if not name:
        return None
    say = store.words()
    try:
        found = Library.of_data_folder().open(name)
    except TejidoError as error:
        layout.note(f"{say('Not known here and left out of the link: {values}.', values=name[:60])} {error}")
        del st.query_params["booklet"]
        return None
    if store.role() != "analyst" and not found.is_final:
        layout.note(say("A draft is opened by its group alone."))
        return None
    return found


def start() -> None:
    """Choosing exactly one problem of a place's list, and its blank worksheet."""
    say = store.words()
    layout.section(
        say("Begin one"),
        say("From the issues that its dialogue listed, the group picks exactly one to work on."),
    )
    found = starting.listed(store.warehouse(), store.role())
    if not found:
        layout.note(say("No list of a dialogue is known in this data set."))
        return
    places = {one.place_id: f"{one.place_name} ({one.department_name})" for one in found}
    left, right = st.columns([0.45, 0.55], gap="large")
    with left:
        place = st.selectbox(say("Municipality"), list(places), format_func=places.get, key="booklet-place")
        lang = st.segmented_control(
            say("Language of the booklet"), list(LANGS), format_func=LANGS.get, key="booklet-lang", default=say.lang,
            required=True,
        )  # fmt: skip
    of_place = {one.issue_type_id: one for one in found if one.place_id == place}
    with right:
        issue = st.radio(
            say("The one problem"), list(of_place), index=None, key=f"booklet-issue-{place}",
            format_func=lambda code: of_place[code].issue_name[say.lang],
        )  # fmt: skip
        _begin(of_place.get(issue), lang or say.lang)


def _begin(chosen: starting.Listed | None, lang: str) -> None:
    say = store.words()
    with st.container(horizontal=True, gap="small", key="booklet-begin-tools"):
        st.button(
            say("Begin the booklet"), key="booklet-begin", type="primary", on_click=_begun, args=(chosen, lang),
            disabled=chosen is None or store.role() != "analyst",
        )  # fmt: skip
        if chosen:
            blank = chosen.begun("blank", lang)
            st.download_button(
                say("Blank worksheet (PDF)"), data=lambda: as_pdf(blank, "fold", Words(lang)), mime=PDF,
                file_name=f"{chosen.place_id}-{chosen.issue_type_id}-{lang}.pdf", key="booklet-blank",
                on_click="ignore", help=say("For groups without a computer: print on both sides, fold, write."),
            )  # fmt: skip


def _begun(chosen: starting.Listed, lang: str) -> None:
    library = Library.of_data_folder()
    kept = library.save(chosen.begun(library.new_id(chosen.place_id, chosen.issue_type_id), lang))
    st.query_params["booklet"] = kept.booklet_id


def _open(booklet_id: str) -> None:
    st.query_params["booklet"] = booklet_id


def close() -> None:
    """Back to the shelf."""
    st.query_params.pop("booklet", None)


def shelf() -> None:
    """Drafts on this machine, and finished booklets by issue and place."""
    say = store.words()
    every = Library.of_data_folder().all()
    drafts = [one for one in every if not one.is_final] if store.role() == "analyst" else []
    finished = [one for one in every if one.is_final]
    if drafts:
        layout.section(say("Drafts"), say("Kept on this computer, each change at once."))
        for one in drafts:
            _row(one)
    layout.section(say("Finished booklets"))
    if not finished:
        layout.note(say("None yet. A booklet is finished when a group has read and confirmed it."))
        return
    issues = {one.issue_type_id: one.issue_name[say.lang] for one in finished}
    places = {one.place_id: one.place_name for one in finished}
    with st.container(horizontal=True, gap="medium"):
        issue = st.selectbox(say("Issue"), list(issues), index=None, format_func=issues.get, key="shelf-issue",
                             placeholder=say("All issues"))  # fmt: skip
        place = st.selectbox(say("Place"), list(places), index=None, format_func=places.get, key="shelf-place",
                             placeholder=say("All places"))  # fmt: skip
    for one in finished:
        if issue in (None, one.issue_type_id) and place in (None, one.place_id):
            _row(one)


def _row(one: Booklet) -> None:
    say = store.words()
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"shelf-{one.booklet_id}"):
        st.button(
            f"{one.place_name}: {one.issue_name[say.lang]}", key=f"open-booklet-{one.booklet_id}", type="tertiary",
            on_click=_open, args=(one.booklet_id,),
        )  # fmt: skip
        group = f"{one.group[:80]} · " if one.group else ""
        st.html(f'<span class="tj-note">{escape(group + state(one))}</span>', width="content")


def state(one: Booklet) -> str:
    """Draft, or the day on which its group confirmed it."""
    say = store.words()
    if not one.is_final:
        return draft_mark(one, say)
    day = datetime.fromisoformat(one.confirmed_on).replace(tzinfo=UTC).date()
    return say("confirmed by its group on {day}", day=say.day(day, "day"))


def header(one: Booklet) -> None:
    """Which booklet this is, and the way back."""
    say = store.words()
    st.button(say("All booklets"), key="booklet-close", type="tertiary", on_click=close, icon=":material/arrow_back:")
    layout.lead(f"{one.place_name}: {one.issue_name[say.lang]}", [], "booklet")
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="booklet-state"):
        st.html(f'<span class="tj-tag">{escape(state(one))}</span>', width="content")
        if one.evidence:
            layout.evidence(tuple(one.evidence.split()), "booklet-evidence")


def prints(one: Booklet) -> None:
    """The ways to print it, open once consent and safety are recorded."""
    say = store.words()
    with st.container(horizontal=True, gap="small", key="booklet-prints"):
        for form, name in FORM_NAMES.items():
            st.download_button(
                name(say), data=lambda form=form: as_pdf(one, form, Words(one.lang)), mime=PDF, on_click="ignore",
                file_name=f"{one.booklet_id}-{form}.pdf", key=f"print-{form}", disabled=not one.may_be_printed,
            )  # fmt: skip
        blank = replace(one, group="", concepts=(), problem="", experiences="", needs=(), resources=(), steps=(),
                        lines=(), pictures=(), confirmed_on="")  # fmt: skip
        st.download_button(
            say("Blank worksheet (PDF)"), data=lambda: as_pdf(blank, "fold", Words(one.lang)), mime=PDF,
            file_name=f"{one.booklet_id}-blank.pdf", key="print-blank", on_click="ignore", type="tertiary",
        )  # fmt: skip
