"""The stories of one data set: their folders, their figures as they were frozen, and what newer data would change.

`<data folder>/stories/<name>/` holds `story.json`, each earlier state in `history/`, and `figures/<sha256>.json`, the
figures as they were made. A story needs nothing else: not the snapshot, not the boundaries.

What a story shows is made as the role "public" sees it, since slides leave the house.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from threading import get_ident

from filelock import FileLock, Timeout

from analytics.errors import DataError, SnapshotError, UseError
from analytics.figures.asker import Remembering
from analytics.figures.making import make_figure
from analytics.figures.model import Figure, figure_of
from analytics.paths import data_folder, workspaces_folder
from analytics.selection import LANGUAGES, Reader
from analytics.stories.model import NAME, Slide, Story, as_text, name_of, story_of
from analytics.warehouse import Warehouse
from analytics.wording import Words

SHOWN_TO = "public"
READY = Path(__file__).parent / "ready"
FILE, KEPT = "story.json", 50
LOCK_SECONDS = 20
Progress = Callable[[int, int], None]


def nothing(done: int, of: int) -> None:
    """Progress that nobody watches."""


@cache
def ready_stories() -> dict[str, Story]:
    """The stories that come with Tejido, by name: their slides without figures."""
    return {path.stem: story_of(path.read_text(encoding="utf-8"), path.name) for path in sorted(READY.glob("*.json"))}


@dataclass(frozen=True)
class Stories:
    """The stories in a folder."""

    folder: Path

    def names(self) -> list[str]:
        """The stories that were opened or made here, by name."""
        return sorted(path.parent.name for path in self.folder.glob(f"*/{FILE}")) if self.folder.is_dir() else []

    def has(self, name: str) -> bool:
        return bool(NAME.fullmatch(name)) and (self.folder / name / FILE).is_file()

    def open(self, name: str) -> Story:
        """The story of that name."""
        if not self.has(name):
            known = ", ".join(dict.fromkeys([*self.names(), *ready_stories()]))
            raise UseError(f"There is no story {name!r}. The stories are: {known}.")
        text = (self.folder / name / FILE).read_text(encoding="utf-8")
        return story_of(text, f"{name}/{FILE}")

    def opened(self, name: str, engine: Warehouse) -> Story:
        """The story of that name; one that comes with Tejido is made from the data at hand when it is first opened."""
        if not self.has(name) and name in ready_stories():
            try:
                return self.save(self.frozen(ready_stories()[name], engine))
            except SnapshotError:
                if not self.has(name):
                    raise  # and else somebody opened it in the same moment: theirs is the story
        return self.open(name)

    def save(self, story: Story) -> Story:
        """Writes a story whole or not at all, its state before kept; returns it with its new number."""
        with self._locked():
            home = self.folder / story.name
            (home / "history").mkdir(parents=True, exist_ok=True)
            before = self.open(story.name) if self.has(story.name) else None
            if before is not None and before.version != story.version:
                raise SnapshotError("The story was changed in another window meanwhile. Open it again.")
            saved = replace(story, version=story.version + 1)
            if before is not None:
                _write(home / "history" / f"{before.version:05}.json", as_text(before))
                for old in sorted((home / "history").glob("*.json"))[:-KEPT]:
                    old.unlink()
            _write(home / FILE, as_text(saved))
            return saved

    def remove(self, name: str) -> None:
        """Takes a story away with all its states."""
        with self._locked():
            self.open(name)
            shutil.rmtree(self.folder / name)

    def new(self, title: dict[str, str], slides: tuple[Slide, ...] = ()) -> Story:
        """A story with a name of its own that is not written yet."""
        taken = {*self.names(), *ready_stories()}
        return Story(name_of(title.get("en") or title.get("es") or "story", taken), title, slides)

    def copy(self, story: Story, title: dict[str, str]) -> Story:
        """A copy under another title, with the same figures."""
        made = self.new(title, story.slides)
        source, target = (self.folder / name / "figures" for name in (story.name, made.name))
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        return self.save(made)

    # Figures

    def frozen(self, story: Story, engine: Warehouse, progress: Progress = nothing) -> Story:
        """The story with every figure made anew from the data at hand."""
        engine = Remembering(engine)
        for n, slide in enumerate(story.slides):
            story = story.with_slide(self.freeze(story.name, slide, engine))
            progress(n + 1, len(story.slides))
        return story

    def freeze(self, name: str, slide: Slide, engine: Warehouse) -> Slide:
        """The slide with its figure made from the data at hand, in every language, and written beside the story."""
        held = {}
        for lang in LANGUAGES:
            figure = make_figure(engine, slide.figure, slide.chosen(), Reader(SHOWN_TO, lang), slide.own)
            text = figure.as_text()
            digest = hashlib.sha256(text.encode()).hexdigest()
            path = self.folder / name / "figures" / f"{digest}.json"
            if not path.is_file():
                path.parent.mkdir(parents=True, exist_ok=True)
                _write(path, text)
            held[lang] = digest
        return replace(slide, frozen={"snapshot": figure.version, "built_on": figure.built_on, **held})

    def figure(self, story: Story, slide: Slide, lang: str) -> Figure:
        """The figure of a slide as it was frozen; raises DataError where its file is gone or was changed."""
        digest = slide.frozen.get(lang, "")
        path = self.folder / story.name / "figures" / f"{digest}.json"
        if not digest or not path.is_file():
            raise DataError(f"The figure of slide {slide.id} of {story.name} is gone. Renew the story.")
        text = path.read_bytes()
        if hashlib.sha256(text).hexdigest() != digest:
            raise DataError(f"The figure of slide {slide.id} of {story.name} was changed after it was made. Renew it.")
        return figure_of(text.decode())

    def figures(self, story: Story, lang: str) -> list[Figure]:
        """The figures of a story in order."""
        return [self.figure(story, slide, lang) for slide in story.slides]

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / ".lock", timeout=LOCK_SECONDS):
                yield
        except Timeout:
            raise SnapshotError("Another window is writing stories. Try again in a moment.") from None
        except OSError as error:
            raise SnapshotError(f"The story could not be written: {error.strerror}.") from None


def stories_of(workspace: str | None) -> Stories:
    """The stories of the record of the documents, or of a workspace."""
    home = workspaces_folder() / workspace if workspace else data_folder()
    return Stories(home / "stories")


def _write(path: Path, text: str) -> None:
    """Writes a file whole or not at all; readers in other threads write parts of their own."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}-{get_ident()}.part")
    try:
        with fresh.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


# Newer data


@dataclass(frozen=True)
class Change:
    """What newer data would change on one slide."""

    slide: Slide
    title: str
    lines: tuple[str, ...]


def is_behind(story: Story, snapshot_id: str) -> bool:
    """Whether the data at hand are another version than the one that the story shows."""
    return any(slide.snapshot != snapshot_id for slide in story.slides)


def changes(stories: Stories, story: Story, engine: Warehouse, lang: str) -> list[Change]:
    """Number by number, what would change if the story were renewed; slides that stay the same are left out."""
    found, engine = [], Remembering(engine)
    for slide in story.slides:
        old = stories.figure(story, slide, lang)
        new = make_figure(engine, slide.figure, slide.chosen(), Reader(SHOWN_TO, lang), slide.own)
        new = figure_of(new.as_text())  # as it would be read again
        if lines := _differences(old, new, Words(lang)):
            found.append(Change(slide, new.title, tuple(lines)))
    return found


def _differences(old: Figure, new: Figure, say: Words) -> list[str]:
    before, after = ({fact.key: fact for fact in figure.facts} for figure in (old, new))
    lines = []
    for key, fact in after.items():
        if key not in before:
            lines.append(say("{what}: new, {now}", what=fact.label, now=fact.words))
        elif before[key].words != fact.words:
            lines.append(
                say("{what}: {then} before, {now} now", what=fact.label, then=before[key].words, now=fact.words)
            )
        elif before[key].verdict != fact.verdict:
            lines.append(
                say("{what}: {then} before, {now} now", what=fact.label, then=before[key].verdict, now=fact.verdict)
            )
    lines += [say("{what}: no longer there, {then} before", what=fact.label, then=fact.words)
              for key, fact in before.items() if key not in after]  # fmt: skip
    if not lines and old.rows != new.rows:
        lines.append(say("The rows changed: {then} before, {now} now", then=say.number(len(old.rows)),
                         now=say.number(len(new.rows))))  # fmt: skip
    if not lines and (old.body, old.sentence) != (new.body, new.sentence):
        lines.append(say("The wording or the drawing changed, no number did"))
    return lines
