"""“Add to story”: beside every figure that can be made again without its page."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from analytics import illustrative
from analytics.comparing import read
from analytics.errors import TejidoError
from analytics.exports.pictures import sheet_picture
from analytics.exports.sheets import Sheet
from analytics.figures.layers import BETWEEN
from analytics.figures.making import all_figures, make_figure
from analytics.selection import Reader, Selection
from analytics.stories.library import SHOWN_TO, ready_stories, stories_of
from analytics.stories.model import Slide, Story, first_sentences
from pages.shared import store

# the figure under a key of a page, where it is called otherwise
FIGURE_OF = {
    "where": "presence", "partner_roles": "organisations_by_programme", "overlap": "programme_overlap",
    "context_issues": "named_without_a_list", "results": "published_figures", "themes": "organisation_themes",
    "reporting": "reporting_by_year",
}  # fmt: skip
NOT_BY_KEY = (
    "cover",
    "own_words",
    "presence",
    "activities",
    "issues_listed",
    "municipality_list",
    "place_profile",
    "explored",
    "indicator_groups",
    "place_part",
    "layer_map",
    "layer_change",
    "layers_compared",
)
OF_ADDRESS = {"indicator_places": ("where",),
              "indicator_periods": ("indicator",), "indicator_small": ("indicator", "small"),
              "indicator_rows": ("rows",)}  # fmt: skip
PLACE_PARTS = ("activities", "issues", "records", "attributes", "programmes", "partners")
LAYERS = {"presence": "presence", "activities": "activities", "issues": "issues_listed"}
SEEN = {
    "difference": ("layer_change", ("steps", "scale", "compare")),
    "compared": ("layers_compared", ("steps", "scale", "compare", "step")),
}
NEW = ""


def figure_of(key: str) -> tuple[str, dict[str, str]] | None:
    """The name and own parameters of the figure under this key, as the address has them; None where it has none."""
    if key in SEEN:
        return _layer_figure(*SEEN[key])
    if key == "map":
        asked = st.query_params.get("layer", "presence")
        layer = LAYERS.get(asked)
        if layer is None:
            return _layer_figure("layer_map", ("steps", "scale", "step", "over")) if read(asked) else None
        own = {"at": st.query_params.get("at", "")}
        if layer == "issues_listed":
            own["issue"] = st.query_params.get("listed", "")
        return layer, {name: value for name, value in own.items() if value}
    name, _, of = key.partition("-")
    if name == "indicator_groups":
        return name, {"indicator": _held("indicator"), "by": of}
    if name in PLACE_PARTS and of:
        return "place_part", {"place_id": of, "part": name}
    if key in OF_ADDRESS:
        return key, {name: _held(name) for name in OF_ADDRESS[key]}
    name = FIGURE_OF.get(key, key)
    is_known = key in FIGURE_OF or (name in all_figures() and name not in NOT_BY_KEY)
    return (name, {}) if is_known else None


def _held(name: str) -> str:
    """What a control of the page is set to, which is what its figure shows; the address leaves its first choice out."""
    return str(st.session_state.get(name) or st.query_params.get(name, ""))


def _layer_figure(name: str, parts: tuple[str, ...]) -> tuple[str, dict[str, str]] | None:
    """A figure of the layers that the address names, with the parts of it that say how."""
    asked = st.query_params
    own = {
        one: BETWEEN.join(asked.get_all(one)) if one == "over" else asked.get(one, "")
        for one in ("layer", "at", *parts)
    }
    return (name, {one: value for one, value in own.items() if value}) if read(own["layer"]) else None


def offer(key: str, chosen: Selection, named: tuple[str, dict[str, str]] | None = None, label: str = "") -> None:
    """The button under a figure; nothing where the figure cannot be kept or the reader prepares no stories."""
    found = named or figure_of(key)
    if found is None or store.role() != "analyst":
        return
    say = store.words()
    if st.button(
        label or say("Add to story"), key=f"story-{key}", type="tertiary", help=say("Keeps this figure as a slide")
    ):
        st.dialog(say("Add to story"), width="small")(_ask)(*found, chosen)


def _ask(figure: str, own: dict[str, str], chosen: Selection) -> None:
    """Which story, and the title of a new one."""
    say, stories = store.words(), stories_of(store.workspace())
    ready = {} if store.workspace() else ready_stories()
    titles = {name: stories.open(name).said(say.lang) for name in stories.names()}
    titles |= {name: story.said(say.lang) for name, story in ready.items() if name not in titles}
    own_first = [NEW, *sorted(titles, key=lambda name: (name in ready, titles[name]))]
    with st.form("add-to-story", border=False):
        name = st.selectbox(
            say("Story"), own_first, key="add-to", format_func=lambda code: titles.get(code, say("A new story")),
            index=1 if len(own_first) > 1 and own_first[1] not in ready else 0,
        )  # fmt: skip
        title = st.text_input(say("Title, for a new story"), key="add-title", max_chars=200).strip()
        is_asked = st.form_submit_button(say("Add"), type="primary", key="add-slide")
    if title:  # who wrote a title means it, whatever story the box above was left on
        name = next((known for known, said in titles.items() if said == title and known not in ready), NEW)
    if is_asked and name == NEW and not title:
        st.error(say("A story needs a title."))
    elif is_asked:
        try:
            with st.spinner(say("The figure is being made …")):
                story = _added(name, title, Slide("s1", figure, chosen.active(), own))
        except TejidoError as error:
            st.error(str(error))
            return
        n = len(story.slides)
        st.success(say("Slide {n} of “{title}”.", n=say.number(n), title=story.said(say.lang)))
    _pictures(figure, own, chosen)


def _pictures(figure: str, own: dict[str, str], chosen: Selection) -> None:
    """The same figure as a picture: large for print, small for a message, or as SVG."""
    say, engine = store.words(), store.warehouse()

    def made(form: str, is_small: bool = False) -> bytes:
        done = make_figure(engine, figure, chosen, Reader(SHOWN_TO, say.lang), own)
        sheet = Sheet("", done.title, first_sentences(done.sentence), "", done)
        return sheet_picture(sheet, say.lang, form, is_small=is_small)

    st.html(
        f'<p class="tj-note">{escape(say("Or take it along as a picture, with its title, source and selection:"))}</p>'
    )
    kinds = (("png", False, say("PNG for print")), ("png", True, say("PNG for a message")), ("svg", False, "SVG"))
    with st.container(horizontal=True, gap="small", key="pictures"):
        for n, (form, is_small, words) in enumerate(kinds):
            st.download_button(
                words, data=partial(made, form, is_small), key=f"picture-{n}",
                file_name=illustrative.file_name(f"tejido-{figure}.{form}", store.is_illustrative()),
                mime=f"image/{'svg+xml' if form == 'svg' else form}", type="tertiary", on_click="ignore",
            )  # fmt: skip


def _added(name: str, title: str, slide: Slide) -> Story:
    """The story with the slide at its end, its figure made from the data of this visit and kept."""
    stories, engine = stories_of(store.workspace()), store.warehouse()
    if name == NEW:
        story = stories.new({store.language(): title})
        slides = [Slide("s1", "cover")]
    else:
        story, slides = stories.opened(name, engine), []
    for one in (*slides, slide):
        fresh = Slide(story.new_id(), one.figure, one.selection, one.own)
        story = story.with_slide(stories.freeze(story.name, fresh, engine))
    return stories.save(story)
