"""Booklets as files in the data folder: each version kept, the newest pointed at, written whole or not at all.

`booklets/<id>/` holds `0001.json`, `0002.json` … A save that changes nothing writes nothing.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock

from analytics.booklets.images import name_of, safe_picture
from analytics.booklets.model import NAME, Booklet, Step, as_json, cleaned, from_json, said
from analytics.errors import DataError, SnapshotError
from analytics.paths import data_folder

LOCK_SECONDS = 10
PICTURES = "pictures"
_VERSION = re.compile(r"(\d{4,})\.json")


@dataclass(frozen=True)
class Library:
    """The booklets of a folder."""

    folder: Path

    @classmethod
    def of_data_folder(cls) -> Library:
        return cls(data_folder() / "booklets")

    def ids(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("*") if self._versions(path.name))

    def _versions(self, booklet_id: str) -> list[int]:
        if not NAME.fullmatch(booklet_id):  # such as a path: nothing outside the folder is a booklet
            return []
        found = (_VERSION.fullmatch(path.name) for path in (self.folder / booklet_id).glob("*.json"))
        return sorted(int(match[1]) for match in found if match)

    def open(self, booklet_id: str, version: int | None = None) -> Booklet:
        """The newest version of a booklet, or the one asked for; raises DataError where there is none."""
        versions = self._versions(booklet_id)
        if not versions or (version is not None and version not in versions):
            raise DataError(f"There is no booklet {booklet_id!r}" + (f" of version {version}." if version else "."))
        path = self.folder / booklet_id / f"{version or versions[-1]:04}.json"
        return from_json(path.read_text(encoding="utf-8"), f"{booklet_id}/{path.name}")

    def all(self) -> list[Booklet]:
        """Every booklet as it is now; one whose file cannot be read is left out of the list and stays on the disk."""
        found = []
        for booklet_id in self.ids():
            try:
                found.append(self.open(booklet_id))
            except DataError:
                continue
        return found

    def save(self, booklet: Booklet) -> Booklet:
        """Writes a further version, if anything changed; returns the booklet as it is kept.

        Raises DataError where it was saved from elsewhere meanwhile, SnapshotError where the disk does not take it.
        """
        booklet = cleaned(booklet)
        home = self.folder / booklet.booklet_id
        try:
            home.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / ".lock", timeout=LOCK_SECONDS):
                versions = self._versions(booklet.booklet_id)
                latest = versions[-1] if versions else 0
                if latest and replace(self.open(booklet.booklet_id), version=0) == replace(booklet, version=0):
                    return replace(booklet, version=latest)
                if booklet.version != latest:
                    raise DataError(f"{booklet.booklet_id} was changed elsewhere. Open it again before you go on.")
                kept = replace(booklet, version=latest + 1)
                _write(home / f"{kept.version:04}.json", as_json(kept))
                self.drop_pictures(kept)
                return kept
        except OSError as error:
            raise SnapshotError(f"The booklet could not be saved: {error.strerror}. What was saved stays.") from error

    # Drawings and photos

    def keep_picture(self, booklet_id: str, data: bytes) -> str:
        """Writes a drawing or photo, made safe, beside its booklet; returns the name that the booklet gives it."""
        picture = safe_picture(data)
        home = self.folder / booklet_id / PICTURES
        try:
            home.mkdir(parents=True, exist_ok=True)
            path = home / f"{name_of(picture)}.jpg"
            fresh = path.with_name(f".{path.name}.part")
            fresh.write_bytes(picture)
            os.replace(fresh, path)
        except OSError as error:
            raise SnapshotError(f"The picture could not be saved: {error.strerror}.") from error
        return path.stem

    def pictures(self, booklet: Booklet) -> dict[str, bytes]:
        """The drawings and photos of a booklet to which consent is recorded, by name."""
        paths = {
            one.file: self.folder / booklet.booklet_id / PICTURES / f"{one.file}.jpg"
            for one in booklet.pictures if one.file and one.has_consent
        }  # fmt: skip
        return {name: path.read_bytes() for name, path in paths.items() if path.is_file()}

    def drop_pictures(self, booklet: Booklet) -> None:
        """Takes away every drawing and photo that the booklet no longer shows: without consent none is kept."""
        shown = {one.file for one in booklet.pictures if one.has_consent}
        for path in (self.folder / booklet.booklet_id / PICTURES).glob("*.jpg"):
            if path.stem not in shown:
                path.unlink(missing_ok=True)

    def finished(self, issue_type_id: str | None = None, place_id: str | None = None) -> list[Booklet]:
        """The booklets that a group confirmed, of an issue and a place where they are asked for."""
        return [
            one for one in self.all()
            if one.is_final and issue_type_id in (None, one.issue_type_id) and place_id in (None, one.place_id)
        ]  # fmt: skip

    def steps_to_lend(self, issue_type_id: str, besides: str = "") -> list[tuple[Booklet, Step]]:
        """Steps that other groups agreed to share, of the same issue first."""
        lending = [one for one in self.all() if one.lends and one.booklet_id != besides]
        lending.sort(key=lambda one: (one.issue_type_id != issue_type_id, one.place_name, one.booklet_id))
        return [(one, step) for one in lending for step in one.steps if said(step)]

    def new_id(self, place_id: str, issue_type_id: str) -> str:
        """A name that no booklet has yet."""
        stem = f"{place_id}-{issue_type_id}".lower().replace("_", "-")[:50]
        taken, number = set(self.ids()), 1
        while f"{stem}-{number}" in taken:
            number += 1
        return f"{stem}-{number}"


def borrowed(booklet: Booklet, lender: Booklet, step: Step) -> Booklet:
    """The booklet with a step of another group's, thanked as that group wishes (or not at all)."""
    if not lender.lends:
        raise DataError(f"The group of {lender.booklet_id} has not agreed that its steps are reused.")
    own = replace(step, taken_from=lender.booklet_id, credit=lender.consent.credit)
    return replace(booklet, steps=(*booklet.steps, own))


def _write(path: Path, text: str) -> None:
    fresh = path.with_name(f".{path.name}.part")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
