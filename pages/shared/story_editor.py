"""The editor of a story: its title, its slides in order, and the words of each."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analytics.exports.deck_html import font_faces
from analytics.exports.pictures import sheet_svg
from analytics.exports.sheets import Sheet
from analytics.stories.library import ready_stories
from analytics.stories.model import Slide, Story, in_language, slide_message, slide_title, warnings
from pages.shared import layout, present, store, story_desk
from pages.shared.labels import label
from pages.shared.served_files import pictures


def head(story: Story) -> None:
    """The title, the way to present mode, and back to the library."""
    say, lang = store.words(), store.language()
    st.title(story.said(lang), anchor=False)
    with st.container(horizontal=True, gap="small", key="story-head", vertical_alignment="center"):
        st.link_button(
            say("Present"), present.address(story.name, lang, store.workspace()), type="primary",
            help=say("Opens in a window of its own. Press F for the whole screen, ? for the keys."),
        )  # fmt: skip
        st.button(say("All stories"), key="all-stories", on_click=story_desk.go, args=("",))
        _manage(story)


def _manage(story: Story) -> None:
    """Its title in this language, a copy of it, and the way to be rid of it."""
    say, lang = store.words(), store.language()
    with st.popover(say("Title and copy"), key="story-manage", type="tertiary"):
        title = st.text_input(say("Title"), value=in_language(story.title, lang), key="story-title", max_chars=200)
        if st.button(say("Save"), key="save-title", disabled=not title.strip()):
            story_desk.change(lambda: replace(story, title=story.title | {lang: title.strip()}))
            st.rerun()
        if st.button(say("Make a copy"), key="copy-story"):
            copied = story_desk.stories().copy(story, {lang: say("{title} (copy)", title=story.said(lang))})
            story_desk.go(copied.name)
            st.rerun()
        label = say("Back to the ready-made form") if story.name in ready_stories() else say("Delete this story")
        is_sure = st.checkbox(say("I am sure"), key="sure")
        if st.button(label, key="delete-story", disabled=not is_sure):
            story_desk.stories().remove(story.name)
            story_desk.go("")
            st.rerun()


def slides(story: Story) -> None:
    """The slides as a list, and beside it the one that is chosen."""
    say = store.words()
    layout.section(say("Slides"), say("One message, one figure a slide."))
    if not story.slides:
        layout.note(say("No slide yet. Press “Add to story” under any figure of the other pages."))
        return
    left, right = st.columns([0.3, 0.7], gap="medium")
    now = story_desk.chosen_slide(story)
    with left, st.container(key="slide-list", gap=None):
        for n, slide in enumerate(story.slides, 1):
            st.button(
                f"{n} · {_title(story, slide)}", key=f"slide-{slide.id}",
                type="secondary" if slide.id == now else "tertiary",
                on_click=story_desk.go, args=(story.name, slide.id), width="stretch",
            )  # fmt: skip
    with right:
        _slide(story, story.slide(now))


def _title(story: Story, slide: Slide) -> str:
    figure = story_desk.stories().figure(story, slide, store.language())
    return label(slide_title(story, slide, figure)[:70])


def _slide(story: Story, slide: Slide) -> None:
    """The slide as it will look, its words, and where it stands."""
    say, lang = store.words(), store.language()
    figure = story_desk.stories().figure(story, slide, lang)
    sheet = Sheet(slide.id, slide_title(story, slide, figure), slide_message(slide, figure), "", figure)
    picture = sheet_svg(sheet, lang, faces=font_faces())
    st.html(f'<img class="tj-still" src="{pictures.url(picture)}" width="1280" height="800" alt="" '
            'style="width:100%;height:auto;border-radius:8px">')  # fmt: skip
    _order(story, slide)
    at = f"{slide.id}-{lang}-{story.version}"  # a saved slide begins anew from what is saved
    with st.form(f"words-{at}", border=True):
        title = st.text_input(
            say("Title"),
            value=slide.title.get(lang, ""),
            placeholder=sheet.title[:200],
            max_chars=5000,
            key=f"title-{at}",
        )
        message = st.text_area(
            say("Message: one sentence"), value=slide.message.get(lang, ""), placeholder=sheet.message[:400], height=90,
            max_chars=5000, key=f"message-{at}",
        )  # fmt: skip
        notes = st.text_area(
            say("Notes for the speaker"), value=slide.notes.get(lang, ""), height=110, max_chars=5000, key=f"notes-{at}"
        )
        if st.form_submit_button(say("Save"), type="primary"):
            words = {"title": title, "message": message, "notes": notes}
            said = {name: getattr(slide, name) | {lang: text} for name, text in words.items()}
            story_desk.change(lambda: story.with_slide(replace(slide, **said)), slide.id)
            st.rerun()
    long = warnings(slide, lang)
    if "title" in long:
        st.warning(say("The title is long: a room reads about ten words."))
    if "message" in long:
        st.warning(say("The message is long: a slide says one thing in one sentence."))


def _order(story: Story, slide: Slide) -> None:
    """Up, down, a copy, away."""
    say, last = store.words(), story.slides[-1].id
    with st.container(horizontal=True, gap="small", key="slide-order"):
        st.button(say("Up"), key="up", disabled=slide.id == story.slides[0].id, on_click=story_desk.change,
                  args=(lambda: story.moved(slide.id, -1), slide.id))  # fmt: skip
        st.button(say("Down"), key="down", disabled=slide.id == last, on_click=story_desk.change,
                  args=(lambda: story.moved(slide.id, 1), slide.id))  # fmt: skip
        st.button(say("Duplicate"), key="duplicate", on_click=story_desk.change,
                  args=(lambda: story.duplicated(slide.id), slide.id))  # fmt: skip
        st.button(say("Remove"), key="remove", on_click=story_desk.change, args=(lambda: story.without(slide.id),))
