"""What newer data would change in a story, and its hand-outs, made in the background with a way to stop."""

from __future__ import annotations

from html import escape

import streamlit as st

from analytics import illustrative
from analytics.errors import TejidoError
from analytics.stories.handing import ENDINGS, FORMS, deck_of, handed_out
from analytics.stories.library import changes, is_behind
from analytics.stories.model import Story
from pages.shared import layout, store, story_desk
from pages.shared.background import Work

WORK = "_story_work"
POLL_SECONDS = 0.5
LINES_SHOWN = 8


def newer(story: Story) -> None:
    """Says when the data at hand are another version than the story's, what that changes, and renews it."""
    say, snapshot = store.words(), store.warehouse().snapshot
    if not story.slides or not is_behind(story, snapshot.id):
        return
    day = say.day(snapshot.built_at, "day")
    st.info(say("There are newer data, of {day}. The story keeps showing its own until you renew it.", day=day))
    with st.container(horizontal=True, gap="medium", key="story-newer", vertical_alignment="center"):
        is_open = st.toggle(say("See what would change"), key="see-changes")
        if st.button(say("Renew every slide"), key="renew"):
            with st.spinner(say("The figures of this story are being made …")):
                stories = story_desk.stories()
                story_desk.change(lambda: stories.frozen(story, store.warehouse()))
            st.rerun()
    if is_open:
        _changes(story)


def _changes(story: Story) -> None:
    say = store.words()
    found = changes(story_desk.stories(), story, store.warehouse(), store.language())
    if not found:
        layout.note(say("No slide would change."))
    for change in found:
        lines = "".join(f"<li>{escape(line)}</li>" for line in change.lines[:LINES_SHOWN])
        st.html(f'<div class="tj-open"><p><b>{escape(change.title)}</b></p><ul>{lines}</ul></div>')
        layout.and_more(len(change.lines) - LINES_SHOWN)


# Hand-outs


def hand_out(story: Story) -> None:
    """Which form, how, and the file when it is made."""
    say = store.words()
    if not story.slides:
        return
    layout.section(say("Hand out"), say("Every file names its sources and selection, and ends with a fact check."))
    names = {
        "pptx": say("PowerPoint"), "pdf": "PDF", "html": say("Web page for a USB stick"),
        "png": say("Pictures (PNG)"), "svg": say("Pictures (SVG)"),
    }  # fmt: skip
    form = st.segmented_control(
        say("Form"), tuple(FORMS), key="form", default="pptx", required=True, format_func=names.get
    )
    template, paper, with_notes = None, "a4", True
    if form == "pptx":
        template = st.file_uploader(
            say("Your own template (.pptx), if you have one"), type=["pptx", "potx"], key="template",
            help=say("Its layouts, colours and fonts are used; its own slides are left out."),
        )  # fmt: skip
    elif form == "pdf":
        papers = {"a4": "A4", "letter": say("Letter")}
        paper = st.segmented_control(
            say("Paper"), list(papers), key="paper", default="a4", required=True, format_func=papers.get
        )
    elif form == "html":
        with_notes = st.checkbox(say("With the speaker's notes"), value=True, key="with-notes")
    house = template.file_id if template else ""
    key = f"{story.name}-{story.version}-{form}-{paper}-{with_notes}-{store.language()}-{house}"
    if st.button(say("Make the file"), key="make", type="primary"):
        options = {"template": template.getvalue() if template else None, "paper": paper, "with_notes": with_notes}
        _start(story, form, key, options)
    name = f"{story.name}-{store.language()}.{ENDINGS.get(form, form)}"
    _progress(key, illustrative.file_name(name, store.is_illustrative()), FORMS[form])


def _start(story: Story, form: str, key: str, options: dict) -> None:
    if (work := st.session_state.get(WORK)) is not None:
        work.stop()
    try:
        deck = deck_of(story_desk.stories(), story, store.language())
    except TejidoError as error:
        st.error(str(error))
        return
    st.session_state[WORK] = Work(key, lambda progress: handed_out(deck, form, progress=progress, **options))


def _progress(key: str, file_name: str, media_type: str) -> None:
    """How far the file is; when it is made, the button that takes it."""
    work = st.session_state.get(WORK)
    if work is None or work.key != key:
        return
    say = store.words()
    if work.is_running:
        st.fragment(_watch, run_every=POLL_SECONDS)(work)
    elif work.fault:
        st.error(work.fault)
    elif work.made is not None:
        st.download_button(
            say("Download {name}", name=file_name), data=work.made, file_name=file_name, mime=media_type, key="take",
            type="primary", on_click="ignore",
        )  # fmt: skip
    elif work.is_stopped:
        layout.note(say("Stopped: no file was made."))
    else:
        st.error(say("The file could not be made. The log of the app says why."))


def _watch(work: Work) -> None:
    say = store.words()
    if not work.is_running:
        st.rerun()
    done, of = work.progress
    text = say("Slide {done} of {of}", done=say.number(done), of=say.number(of))
    st.progress(done / of if of else 0, text=text if of else say("Beginning …"))
    if st.button(say("Stop"), key="stop-work"):
        work.stop()
        st.rerun()
