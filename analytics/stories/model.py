"""A story and its slides as plain data, and the file that holds them: readable, comparable, safe to open."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from analytics.errors import DataError, UseError
from analytics.exports.letters import clean
from analytics.figures.model import Figure
from analytics.selection import LANGUAGES, Selection

FORMAT = 1
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
MOST_SLIDES, MOST_TEXT, MOST_NOTES = 60, 5000, 5000
LONG_TITLE, LONG_MESSAGE, MESSAGE_SHOWN = 90, 220, 260
Texts = dict[str, str]


@dataclass(frozen=True)
class Slide:
    """One message and one figure. Empty texts are the figure's own; `frozen` names the figure as it was made."""

    id: str
    figure: str
    selection: dict[str, tuple[str, ...]] = field(default_factory=dict)
    own: Texts = field(default_factory=dict)
    title: Texts = field(default_factory=dict)
    message: Texts = field(default_factory=dict)
    notes: Texts = field(default_factory=dict)
    frozen: Texts = field(default_factory=dict)

    def chosen(self) -> Selection:
        return Selection.of(self.selection)

    @property
    def snapshot(self) -> str:
        """The version of the data that its figure shows."""
        return self.frozen.get("snapshot", "")


@dataclass(frozen=True)
class Story:
    """A story: its name, its title per language, its slides in order, and how often it was saved."""

    name: str
    title: Texts
    slides: tuple[Slide, ...] = ()
    version: int = 0

    def slide(self, slide_id: str) -> Slide:
        found = next((slide for slide in self.slides if slide.id == slide_id), None)
        if found is None:
            raise UseError(f"The story {self.name} has no slide {slide_id!r}.")
        return found

    def with_slide(self, slide: Slide) -> Story:
        """The story with this slide in the place of the one with its id, or at the end."""
        if any(own.id == slide.id for own in self.slides):
            return replace(self, slides=tuple(slide if own.id == slide.id else own for own in self.slides))
        if len(self.slides) >= MOST_SLIDES:
            raise UseError(f"A story holds at most {MOST_SLIDES} slides.")
        return replace(self, slides=(*self.slides, slide))

    def without(self, slide_id: str) -> Story:
        return replace(self, slides=tuple(slide for slide in self.slides if slide.id != slide_id))

    def moved(self, slide_id: str, by: int) -> Story:
        """The story with a slide so many places further on (or back)."""
        slides = list(self.slides)
        at = slides.index(self.slide(slide_id))
        slides.insert(min(max(at + by, 0), len(slides) - 1), slides.pop(at))
        return replace(self, slides=tuple(slides))

    def duplicated(self, slide_id: str) -> Story:
        """The story with a copy of a slide after it."""
        if len(self.slides) >= MOST_SLIDES:
            raise UseError(f"A story holds at most {MOST_SLIDES} slides.")
        slide, slides = self.slide(slide_id), list(self.slides)
        slides.insert(slides.index(slide) + 1, replace(slide, id=self.new_id()))
        return replace(self, slides=tuple(slides))

    def new_id(self) -> str:
        """An id that no slide of the story has."""
        taken = {slide.id for slide in self.slides}
        return next(f"s{n}" for n in range(1, MOST_SLIDES + 2) if f"s{n}" not in taken)

    def said(self, lang: str) -> str:
        """Its title in a language, else in another one that it has, else its name."""
        return in_language(self.title, lang) or self.name


def in_language(texts: Mapping[str, str], lang: str) -> str:
    return texts.get(lang) or next((texts[other] for other in LANGUAGES if texts.get(other)), "")


def first_sentences(text: str, most: int = MESSAGE_SHOWN) -> str:
    """As many whole sentences as a slide holds, at least one."""
    parts = re.split(r"(?<=[.!?])\s+(?=[A-ZÁÉÍÓÚÑ¿¡0-9])", text)
    kept = parts[0]
    for part in parts[1:]:
        if len(kept) + len(part) + 1 > most:
            break
        kept = f"{kept} {part}"
    return kept


def slide_title(story: Story, slide: Slide, figure: Figure) -> str:
    """What stands above a slide: its own title, else the story's on a cover, else the figure's."""
    if own := in_language(slide.title, figure.lang):
        return own
    return story.said(figure.lang) if figure.kind == "cover" else figure.title


def slide_message(slide: Slide, figure: Figure) -> str:
    """The one sentence of a slide: its own, else the finding of the figure."""
    if own := in_language(slide.message, figure.lang):
        return own
    return "" if figure.kind == "cover" else first_sentences(figure.sentence)


def name_of(title: str, taken: set[str]) -> str:
    """A name for files and addresses from a title, such as `what-we-did` or `what-we-did-2`."""
    bare = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:50].strip("-") or "story"
    return next(name for n in range(1, 10_000) if (name := stem if n == 1 else f"{stem}-{n}") not in taken)


# The file


def as_text(story: Story) -> str:
    """The story as JSON, one value a line, in a fixed order."""
    slides = [
        {
            "id": s.id, "figure": s.figure, "selection": {k: list(v) for k, v in s.selection.items()}, "own": s.own,
            "title": s.title, "message": s.message, "notes": s.notes, "frozen": s.frozen,
        }
        for s in story.slides
    ]  # fmt: skip
    held = {"format": FORMAT, "name": story.name, "version": story.version, "title": story.title, "slides": slides}
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"


def story_of(text: str, where: str) -> Story:
    """The story that a file holds; raises DataError that says what is wrong with it."""
    try:
        held = json.loads(text)
        if held["format"] != FORMAT:
            raise DataError(f"{where}: this story was written by another version of Tejido (format {held['format']}).")
        slides = tuple(_slide(one) for one in held["slides"][:MOST_SLIDES])
        story = Story(str(held["name"]), _texts(held["title"], 300), slides, int(held.get("version", 0)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DataError(f"{where}: this is not a story ({type(error).__name__}: {error}).") from None
    if not NAME.fullmatch(story.name) or len({slide.id for slide in slides}) != len(slides):
        raise DataError(f"{where}: the name of the story or of one of its slides cannot be used.")
    return story


def _slide(held: Mapping) -> Slide:
    if not NAME.fullmatch(str(held["id"])):
        raise ValueError(f"slide {held['id']!r}")
    selection = {str(k): tuple(str(code)[:100] for code in v) for k, v in dict(held.get("selection", {})).items()}
    Selection.of(selection)
    return Slide(
        str(held["id"]), str(held["figure"]), selection,
        {str(k): clean(v, MOST_TEXT) for k, v in dict(held.get("own", {})).items()}, _texts(held.get("title", {})),
        _texts(held.get("message", {})), _texts(held.get("notes", {}), MOST_NOTES),
        {str(k): str(v) for k, v in dict(held.get("frozen", {})).items()},
    )  # fmt: skip


def _texts(held: Mapping, most: int = MOST_TEXT) -> Texts:
    return {lang: said for lang in LANGUAGES if (said := clean(held.get(lang) or "", most))}


def warnings(slide: Slide, lang: str) -> list[str]:
    """Which texts of a slide are long: a room reads one message a slide."""
    found = []
    if len(in_language(slide.title, lang)) > LONG_TITLE:
        found.append("title")
    if len(in_language(slide.message, lang)) > LONG_MESSAGE:
        found.append("message")
    return found
