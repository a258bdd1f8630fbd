"""The library: the stories that are there, those that come ready-made, and a new one."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from analytics import overview, places
from analytics.errors import TejidoError
from analytics.selection import Selection
from analytics.stories.briefs import brief_of
from analytics.stories.library import ready_stories
from analytics.stories.model import Story
from analytics.stories.templates import TEMPLATES, template_slides
from pages.shared import layout, present, store, story_desk


def library() -> None:
    """Every story, and the way to a new one."""
    say = store.words()
    layout.lead(say("Stories"), [], "stories")
    layout.note(
        say("Slides with one message and one figure each. A story keeps its figures as they were made, whatever is "
            "published later.")
    )  # fmt: skip
    stories, ready = story_desk.stories(), ready_stories()
    own = [name for name in stories.names() if name not in ready]
    if store.workspace() is None:
        layout.section(say("Ready to show"))
        _cards([stories.open(name) if stories.has(name) else ready[name] for name in ready])
    opened = [stories.open(name) for name in own]
    layout.section(say("Your stories"))
    if opened:
        _cards(opened)
    else:
        layout.note(say("None yet. Begin one below, or press “Add to story” under any figure."))
    _new()
    _brief()


def _cards(stories: list[Story]) -> None:
    say, lang = store.words(), store.language()
    with st.grid(columns="auto", min_column_width=280, key=f"stories-{stories[0].name}", gap="small"):
        for story in stories:
            with st.container(border=True, key=f"story-{story.name}", height="stretch", gap="small"):
                count = say.many("{n} slide", "{n} slides", len(story.slides))
                st.html(
                    f'<div class="tj-panel"><h3>{escape(story.said(lang))}</h3><p class="tj-note">{count}</p></div>'
                )
                with st.container(horizontal=True, gap="small", key=f"story-tools-{story.name}"):
                    st.button(say("Open"), key=f"open-{story.name}", on_click=story_desk.go, args=(story.name,))
                    st.link_button(
                        say("Present"), present.address(story.name, lang, store.workspace()), type="tertiary"
                    )


def _new() -> None:
    """A new story, empty or from a template."""
    say = store.words()
    names = {"empty": say("An empty story"), "place": say("One place"), "partnership": say("One partnership"),
             "view": say("Everything, in five slides")}  # fmt: skip
    layout.section(say("A new story"))
    with st.form("new-story", border=True):
        title = st.text_input(say("Title"), key="new-title", max_chars=200)
        kind = st.selectbox(say("Begin with"), TEMPLATES, key="new-kind", format_func=names.get)
        where = _recorded_places()
        place = st.selectbox(
            say("Place"), list(where), key="new-place", format_func=where.get, index=None,
            placeholder=say("for a story of one place"),
        )  # fmt: skip
        bands = store.ask(overview.partnership_bands)
        who = dict(zip(bands["partnership_id"], bands["short_name"], strict=True))
        partnership = st.selectbox(
            say("Partnership"), list(who), key="new-partnership", format_func=who.get, index=None,
            placeholder=say("for a story of one partnership"),
        )  # fmt: skip
        if st.form_submit_button(say("Make the story"), type="primary"):
            _make(title.strip(), kind, place, partnership)


def _brief() -> None:
    """Two pages on paper of one place, or of everything."""
    say, lang = store.words(), store.language()
    layout.section(say("A brief of two pages"), say("A PDF to leave behind: what is recorded, where, and the sources."))
    where = _recorded_places()
    with st.container(horizontal=True, gap="small", key="brief", vertical_alignment="bottom"):
        place = st.selectbox(
            say("Place"), list(where), key="brief-place", format_func=where.get, index=None,
            placeholder=say("everything that is recorded"), width=320,
        )  # fmt: skip
        papers = {"a4": "A4", "letter": say("Letter")}
        paper = st.segmented_control(
            say("Paper"), list(papers), key="brief-paper", default="a4", required=True, format_func=papers.get
        )
        engine, title = store.warehouse(), "" if place else say("What is recorded")
        st.download_button(
            say("Download the brief"),
            data=partial(brief_of, engine, Selection(), lang, place or "", paper, title),
            file_name=f"tejido-{place or 'all'}-{lang}.pdf", mime="application/pdf", key="take-brief",
            on_click="ignore",
        )  # fmt: skip


def _recorded_places() -> dict[str, str]:
    """The places of which something is recorded, by code."""
    index = store.ask(places.place_index)
    recorded = index[(index["programmes_here"] > 0) | (index["issues_listed"] > 0)]
    return dict(zip(recorded["place_id"], recorded["place_name"], strict=True))


def _make(title: str, kind: str, place: str | None, partnership: str | None) -> None:
    say, stories, lang = store.words(), story_desk.stories(), store.language()
    if not title:
        st.error(say("A story needs a title."))
        return
    if (kind == "place" and not place) or (kind == "partnership" and not partnership):
        st.error(say("Choose which one the story is about."))
        return
    try:
        slides = template_slides(kind, place or "", partnership or "")
        with st.spinner(say("The figures of this story are being made …")):
            story = stories.save(stories.frozen(stories.new({lang: title}, slides), store.warehouse()))
    except TejidoError as error:
        st.error(str(error))
        return
    story_desk.go(story.name)
    st.rerun()
