"""Saved views of the Explore page: a name and what its address held, one readable JSON file each.

They lie in the data folder, under the data set that they are of. A name never becomes a path: the file is called by the
plain letters of the name and a short hash of all of it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from analytics.errors import UseError
from analytics.paths import data_folder
from analytics.wording import Words

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
NAME_LETTERS, VIEWS_MOST, FILE_BYTES = 80, 300, 700_000
VALUE_LETTERS, VALUES_MOST, STATEMENT_LETTERS = 400, 200, 100_000
RECORD = "record"

State = Mapping[str, list[str]]


class ViewError(UseError):
    """Why a view was not kept; `told` says it in a reader's language."""

    def __init__(self, reason: str, about: str = "") -> None:
        self.reason, self.about = reason, about
        super().__init__(self.told(Words()))

    def told(self, say: Words) -> str:
        return {
            "no_name": lambda: say("A view needs a name."),
            "long_name": lambda: say("The name of a view has at most {n} letters.", n=NAME_LETTERS),
            "taken": lambda: say(
                "There is a view {name} already. Open it to save over it, or choose another name.", name=self.about
            ),
            "many": lambda: say("There are {n} views already. Delete one first.", n=VIEWS_MOST),
            "large": lambda: say("This is too much for a view: fewer filters, or a shorter statement."),
            "gone": lambda: say("There is no such view any more."),
            "disk": lambda: say("The view could not be saved: {why}.", why=self.about),
        }[self.reason]()


@dataclass(frozen=True)
class View:
    """A saved view: its id, which its link names, its name, the state of the address, when it was saved.

    `statement` is what it asks in SQL; empty where it is a pivot.
    """

    id: str
    name: str
    state: dict[str, list[str]]
    saved_at: str
    statement: str = ""


def views_folder(data_set: str | None) -> Path:
    """The folder of the views of a data set; None: of the record of the documents."""
    named = f"{RECORD}_" if data_set == RECORD else data_set  # no data set can have this name: theirs have no "_"
    return data_folder() / "views" / (named or RECORD)


def checked_name(name: str) -> str:
    """The name less what cannot be seen; raises ViewError where nothing is left or it is too long."""
    plain = "".join(
        " " if unicodedata.category(c).startswith(("C", "Z")) else c for c in unicodedata.normalize("NFC", name)
    )
    plain = " ".join(plain.split())
    if not plain:
        raise ViewError("no_name")
    if len(plain) > NAME_LETTERS:
        raise ViewError("long_name")
    return plain


def view_id(name: str) -> str:
    """What a view is called in links and on the disk."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:40].strip("-") or "view"
    return f"{slug}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"


def _plain(state: object) -> dict[str, list[str]]:
    """A state whose every part is short text; raises ValueError where it is no state."""
    if not isinstance(state, Mapping):
        raise ValueError("a state is names with their values")
    found = {}
    for name, values in state.items():
        is_list = isinstance(values, list) and len(values) <= VALUES_MOST
        if not is_list or not all(isinstance(one, str) and len(one) <= VALUE_LETTERS for one in values):
            raise ValueError(f"{name} holds no short texts")
        found[str(name)[:40]] = list(values)
    return found


def all_views(folder: Path) -> list[View]:
    """The views of a data set by name; a file that is none is passed over."""
    found = [view for path in folder.glob("*.json") if (view := open_view(folder, path.stem)) is not None]
    return sorted(found, key=lambda view: (view.name.casefold(), view.id))


def open_view(folder: Path, asked: str) -> View | None:
    """The view of that id; None where there is none or its file is damaged."""
    path = folder / f"{asked}.json"
    if not ID.fullmatch(asked) or not path.is_file() or path.stat().st_size > FILE_BYTES:
        return None
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        statement = told.get("statement", "")
        if not isinstance(statement, str) or len(statement) > STATEMENT_LETTERS:
            return None
        return View(asked, checked_name(told["name"]), _plain(told["state"]), str(told["saved_at"])[:40], statement)
    except (ValueError, KeyError, TypeError, OSError, AttributeError, RecursionError, UseError):
        return None


def save_view(folder: Path, name: str, state: State, statement: str = "", over: str = "") -> View:
    """Saves a view under a name; `over` is the id of the view that is open, which alone may be replaced.

    Raises ViewError where the name, what it holds or the disk refuses.
    """
    name = checked_name(name)
    try:
        view = View(view_id(name), name, _plain(state), datetime.now(UTC).isoformat(timespec="seconds"), statement)
    except ValueError:
        raise ViewError("large") from None
    if over != view.id and len(all_views(folder)) >= VIEWS_MOST:
        raise ViewError("many")
    _write(folder, view, is_over=over == view.id)
    return view


def _write(folder: Path, view: View, *, is_over: bool) -> None:
    told = {key: value for key, value in asdict(view).items() if key != "id" and (value or key != "statement")}
    body = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    if len(body) > FILE_BYTES or len(view.statement) > STATEMENT_LETTERS:
        raise ViewError("large")
    fresh, path = folder / f".{view.id}-{uuid.uuid4().hex}", folder / f"{view.id}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(body)
        is_torn = path.is_file() and open_view(folder, view.id) is None  # no view, and nobody's
        if is_over or is_torn:
            os.replace(fresh, path)
        else:
            os.link(fresh, path)  # unlike a rename it fails where another session was first
    except OSError as error:
        if isinstance(error, FileExistsError) and path.is_file():
            raise ViewError("taken", view.name) from None
        raise ViewError("disk", error.strerror or "") from None
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)


def rename_view(folder: Path, asked: str, name: str) -> View:
    """Gives a view another name, and with it another link; raises ViewError where there is none such."""
    old = open_view(folder, asked)
    if old is None:
        raise ViewError("gone")
    view = save_view(folder, name, old.state, old.statement, over=asked)
    if view.id != asked:
        delete_view(folder, asked)
    return view


def delete_view(folder: Path, asked: str) -> None:
    """Takes a view away; nothing happens where there is none."""
    if ID.fullmatch(asked):
        (folder / f"{asked}.json").unlink(missing_ok=True)
