"""`python -m analytics export story NAME`: a story as PPTX, PDF, HTML or pictures, without the app."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from analytics import choices
from analytics.errors import SnapshotError, UseError
from analytics.opening import published
from analytics.places import place_index
from analytics.selection import Reader, Selection
from analytics.stories.briefs import brief_of
from analytics.stories.handing import FORMS, deck_of, handed_out
from analytics.stories.library import Stories, ready_stories, stories_of
from analytics.stories.model import Story
from analytics.warehouse import Warehouse
from analytics.workspaces import Workspace


def add_to(command: argparse.ArgumentParser) -> None:
    """The options of a story, beside those of the other exports."""
    command.add_argument("name", nargs="?", help="story: its name, such as what-the-dialogues-listed; brief: its title")
    command.add_argument("--format", choices=tuple(FORMS), default="pptx", help="story: the form of the hand-out")
    command.add_argument("--lang", choices=("en", "es"), default="en", help="story and brief: the language")
    command.add_argument("--template", type=Path, help="story: a PowerPoint file whose layouts and colours are used")
    command.add_argument("--paper", choices=("a4", "letter"), default="a4", help="story and brief: the paper of a PDF")
    command.add_argument("--place", help="brief: the code of a place, such as 13248")
    command.add_argument("--partnership", action="append", default=[], help="brief: of one partnership, or several")
    command.add_argument("--no-notes", action="store_true", help="story: HTML without the speaker's notes")


def brief_bytes(options: argparse.Namespace) -> bytes:
    """The brief of two pages that the options ask for."""
    with Warehouse(published(options.workspace)) as engine:
        chosen, place = Selection.of({"partnership": options.partnership}), options.place or ""
        asked = Selection.of({"partnership": options.partnership, "place": (place,) if place else ()})
        known = (q(engine, Selection(), Reader()) for q in (choices.filter_options, place_index))
        for name, codes in choices.known_part(asked, *known)[1].items():
            raise UseError(f"--{name}: the data does not know {', '.join(codes)}.")
        return brief_of(engine, chosen, options.lang, place, options.paper, options.name or "")


def story_bytes(options: argparse.Namespace) -> bytes:
    """The hand-out that the options ask for; says on the way how far it is."""
    if not options.name:
        raise UseError(f"Which story? There are: {', '.join(ready_stories())}, and those that you made.")
    if options.workspace and not Workspace(options.workspace).is_there:
        raise UseError(f"There is no workspace {options.workspace!r}.")
    stories = stories_of(options.workspace)
    template = None
    if options.template:
        try:
            template = options.template.read_bytes()
        except OSError as error:
            raise UseError(f"The template {options.template.name} cannot be read: {error.strerror}.") from None
    story = _opened(stories, options)
    deck = deck_of(stories, story, options.lang)
    return handed_out(
        deck,
        options.format,
        template=template,
        paper=options.paper,
        with_notes=not options.no_notes,
        progress=_progress(),
    )


def _opened(stories: Stories, options: argparse.Namespace) -> Story:
    """The story; only one that was never opened needs the data."""
    if stories.has(options.name) or options.name not in ready_stories():
        return stories.open(options.name)
    try:
        snapshot = published(options.workspace)
    except SnapshotError as error:
        raise SnapshotError(f"The story {options.name} was never opened, and there are no data. {error}") from None
    with Warehouse(snapshot) as engine:
        return stories.opened(options.name, engine)


def _progress() -> Callable[[int, int], None]:
    """Says how far an export is, where someone watches."""
    if not sys.stderr.isatty():
        return lambda done, of: None
    return lambda done, of: print(
        f"slide {done} of {of}", end="\n" if done == of else "\r", file=sys.stderr, flush=True
    )
