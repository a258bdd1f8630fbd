"""What one visit to Import holds between runs: the files on disk, the choices made so far, the draft as it was read."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
import unicodedata
import weakref
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import streamlit as st

from analytics.errors import TejidoError
from analytics.importing import naming, review, workbooks
from analytics.importing.prepare import Choices, publish, told
from analytics.readers.grid import Finding
from analytics.readers.limits import BROWSER_BYTES, over_budget, shown_name, stored_name, too_large
from analytics.snapshots import stored
from analytics.understanding.mapping import Mapping, TableMapping
from analytics.workspaces import Workspace, all_workspaces
from pages.shared import store

FOLDER = "tejido-upload-"
DAY_SECONDS = 24 * 3600
NAME_CHARACTERS = 40
STEPS = (1, 2, 3, 4, 5)


@dataclass
class Desk:
    """The state of a visit; `edits` are tables that the person changed, `sizes` the bytes of every file so far."""

    step: int = 1
    round: int = 0  # a new round gives every field a new key, so that it starts empty
    name: str = ""
    joins: bool = False
    as_of: date = field(default_factory=lambda: datetime.now(UTC).date())
    files: list[tuple[Path, str]] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    saved: Mapping = field(default_factory=Mapping)
    edits: dict[review.Key, TableMapping] = field(default_factory=dict)
    accepted: set[str] = field(default_factory=set)
    left_out: dict[str, set[int]] = field(default_factory=dict)
    review: review.Review | None = None
    is_reading: bool = False
    is_publishing: bool = False
    fault: str = ""
    published: tuple[str, str, str | None] | None = None  # data set, its version, the version before
    folder: Path | None = None

    def choices(self) -> Choices:
        """What the person has chosen by now."""
        left_out = {file: frozenset(rows) for file, rows in self.left_out.items() if rows}
        mapping = review.mapping_of(self.edits, self.saved)
        return Choices(mapping, self.as_of, frozenset(self.accepted), left_out)

    @property
    def is_changed(self) -> bool:
        """Whether something was chosen since the files were read."""
        return self.review is not None and self.choices() != self.review.choices

    def table(self, seen: review.TableSeen) -> TableMapping:
        """A table's mapping as it stands now: as edited, else as proposed."""
        return self.edits.get(seen.key) or seen.mapping

    def store_files(self, uploads: list) -> None:
        """Writes uploads to a folder of their own, under names of our own."""
        if self.folder is None:
            self.folder = Path(tempfile.mkdtemp(prefix=FOLDER))
            weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        for upload in uploads:
            path = self.folder / stored_name()
            path.write_bytes(upload.getbuffer())
            self.files.append((path, shown_name(upload.name)))
            self.sizes.append(upload.size)

    def let_go(self) -> None:
        """Back to the first step: the draft and the files are removed, what was published stays."""
        if self.review is not None:
            self.review.discard()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
        fresh = Desk(round=self.round + 1, sizes=self.sizes)
        self.__dict__.update(fresh.__dict__)


def desk() -> Desk:
    """The desk of this visit; the first visit of a session clears what older ones left."""
    if "_import" not in st.session_state:
        st.session_state["_import"] = Desk()
        _clear()
    return st.session_state["_import"]


def _clear() -> None:
    """Removes drafts and uploads older than a day."""
    review.clear_old_drafts()
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
        if time.time() - folder.stat().st_mtime > DAY_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def data_sets() -> list[str]:
    """The names of the data sets that have a version, shown or taken back."""
    return [name for name in all_workspaces() if stored(Workspace(name).store)]


def name_of(text: str) -> str:
    """A data set's name as it stands in links: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:NAME_CHARACTERS].strip("-")


def name_fault(text: str) -> str:
    """Why a new data set cannot be called so; empty where it can."""
    say = store.words()
    if not text.strip():
        return say("Give the new data set a name.")
    if not name_of(text):
        return say("Use letters or digits in the name.")
    if len(text.strip()) > 2 * NAME_CHARACTERS:
        return say("Choose a shorter name: at most forty letters.")
    if name_of(text) in data_sets():
        return say("There is a data set of this name. Choose it in the list, or another name.")
    return ""


def upload_fault(uploads: list, sizes: list[int]) -> str:
    """Why uploads cannot be taken; empty where they can."""
    say = store.words()
    for upload in uploads:
        name = shown_name(upload.name)
        if found := too_large(upload.size, BROWSER_BYTES, name):
            return f"{name}: {_sentence(found)}"
    if uploads and (found := over_budget([*sizes, *(upload.size for upload in uploads)], "")):
        return f"{_sentence(found)} {say('Load the page again to start afresh.')}"
    return ""


def _sentence(finding: Finding) -> str:
    return naming.told(told(finding), store.words())[0]


def read(at: Desk, progress) -> None:
    """Reads the files with the choices made so far; the draft before is removed once the new one is there."""
    before, choices = at.review, at.choices()
    at.fault = ""
    try:
        at.review = review.review(
            at.files, Workspace(at.name), choices, joins_record=at.joins, progress=progress
        )  # fmt: skip
    except TejidoError as error:
        at.fault = str(error)
    except Exception:
        at.is_reading = False  # or every further run would begin it again
        raise
    else:
        if before is not None:
            before.replaced()
        at.step = max(at.step, 2)
    at.is_reading = False


def publish_draft(at: Desk) -> None:
    """Publishes what was read; the pages of this session show it from now on."""
    workspace = Workspace(at.name)
    before = workspace.snapshot()
    at.fault, at.is_publishing = "", False
    try:
        snapshot = publish(at.review.draft)
    except TejidoError as error:
        at.fault = str(error)
    else:
        at.published = (at.name, snapshot.id, before.id if before else None)
        at.review.replaced()  # the draft became the import; what was tried out goes
        shutil.rmtree(at.folder, ignore_errors=True)
        show_newest(at.name)


@st.cache_data(show_spinner=False)
def issue_names(lang: str) -> dict[str, str]:
    """Every type of issue and its name, by name."""
    return dict(sorted(workbooks.lists(lang)["issues"].items(), key=lambda item: item[1]))


def show_newest(name: str) -> None:
    """Lets this session open the newest version of a data set."""
    st.session_state.get("_versions", {}).pop(name, None)


def make_current(name: str, version: str | None) -> str:
    """Shows another version of a data set (None: none); returns why that failed, or nothing."""
    try:
        review.take_back(Workspace(name), version)
    except TejidoError as error:
        return str(error)
    show_newest(name)
    return ""
