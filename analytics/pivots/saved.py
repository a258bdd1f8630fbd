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

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
NAME_LETTERS, VIEWS_MOST, FILE_BYTES = 80, 300, 400_000
VALUE_LETTERS, VALUES_MOST, STATEMENT_LETTERS = 400, 200, 100_000
RECORD = "record"

State = Mapping[str, list[str]]


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
    return data_folder() / "views" / (data_set or RECORD)


def checked_name(name: str) -> str:
    """The name less what cannot be seen; raises UseError where nothing is left or it is too long."""
    plain = "".join(
        " " if unicodedata.category(c).startswith(("C", "Z")) else c for c in unicodedata.normalize("NFC", name)
    )
    plain = " ".join(plain.split())
    if not plain:
        raise UseError("A view needs a name.")
    if len(plain) > NAME_LETTERS:
        raise UseError(f"The name of a view has at most {NAME_LETTERS} letters.")
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
    except (ValueError, KeyError, TypeError, OSError, AttributeError, UseError):
        return None


def save_view(folder: Path, name: str, state: State, statement: str = "") -> View:
    """Saves a view under a name; one of that name is replaced. Raises UseError where the name or the disk refuses."""
    name = checked_name(name)
    if len(statement) > STATEMENT_LETTERS:
        raise UseError(f"A statement has at most {STATEMENT_LETTERS} letters.")
    view = View(view_id(name), name, _plain(state), datetime.now(UTC).isoformat(timespec="seconds"), statement)
    if len(all_views(folder)) >= VIEWS_MOST and open_view(folder, view.id) is None:
        raise UseError(f"There are {VIEWS_MOST} views already. Delete one first.")
    _write(folder, view)
    return view


def _write(folder: Path, view: View) -> None:
    told = {key: value for key, value in asdict(view).items() if key != "id" and (value or key != "statement")}
    fresh = folder / f".{view.id}-{uuid.uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        os.replace(fresh, folder / f"{view.id}.json")
    except OSError as error:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise UseError(f"The view could not be saved: {error.strerror}.") from None


def rename_view(folder: Path, asked: str, name: str) -> View:
    """Gives a view another name, and with it another link; raises UseError where there is none such."""
    old = open_view(folder, asked)
    if old is None:
        raise UseError("There is no such view.")
    view = save_view(folder, name, old.state, old.statement)
    if view.id != asked:
        delete_view(folder, asked)
    return view


def delete_view(folder: Path, asked: str) -> None:
    """Takes a view away; nothing happens where there is none."""
    if ID.fullmatch(asked):
        (folder / f"{asked}.json").unlink(missing_ok=True)
