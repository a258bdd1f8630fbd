"""Boundary sets: official boundaries that a person brought in, each whole in a folder of its own.

A set lies in `<data folder>/boundaries/<country>-<level>-<digest>/`: GeoJSON by level and detail, the same compressed,
hatching of its divisions, and `set.json` with credit, vintage, licence, codes in the order of the features, and what
was found. It is published by one rename. Of each country and level the set that came in last is the current one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from filelock import FileLock, Timeout

from analytics.errors import SnapshotError, UseError
from analytics.paths import data_folder

ABOUT = "set.json"
FORMAT = 1
DETAILS = ("low", "med", "high")  # the country on a screen, a department, a municipality
LEVELS = ("country", "department", "municipality")
FILES = {"country": "countries", "department": "departments", "municipality": "municipalities"}
LOCK_SECONDS = 30
Box = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True)
class BoundarySet:
    """One level of a set: `codes` in the order of its features, and what else is known of each of them."""

    set_id: str
    country: str
    level: str
    folder: Path
    codes: tuple[str, ...]
    names: tuple[str, ...]
    parents: tuple[str, ...]  # empty where the file does not say
    boxes: dict[str, Box]  # around the largest part of each: without far islands, never around the globe
    digests: dict[str, str]
    credit: str
    vintage: str
    licence: str

    def file(self, detail: str) -> Path:
        """The GeoJSON of one of `DETAILS`; its features carry `i` (position) and `code`."""
        return self.folder / f"{self.level}-{detail}.geojson"

    def name(self, detail: str) -> str:
        """What the file is called where it is served, such as `municipalities-CO-low`."""
        return f"{FILES[self.level]}-{self.country}-{detail}"


def folder() -> Path:
    """The folder that holds every set of the data folder."""
    return data_folder() / "boundaries"


def stamp() -> tuple[tuple[str, int], ...]:
    """What changes with every set that comes or goes; cheap enough to ask at each run."""
    where = folder()
    if not where.is_dir():
        return ()
    found = []
    for entry in os.scandir(where):
        if entry.is_dir() and not entry.name.startswith("."):
            try:
                found.append((entry.name, (Path(entry.path) / ABOUT).stat().st_mtime_ns))
            except OSError:
                continue
    return tuple(sorted(found))


def stored() -> list[dict]:
    """What `set.json` says of each whole set, the newest first; `levels` says which levels it is the current one of."""
    return json.loads(json.dumps(_stored(folder(), stamp())[0]))


def faults() -> tuple[str, ...]:
    """What is wrong with sets that are not used, in words for a person."""
    return _stored(folder(), stamp())[1]


@lru_cache(maxsize=4)
def _stored(where: Path, stamped: tuple) -> tuple[list[dict], tuple[str, ...]]:
    whole, wrong = [], []
    for name, _ in stamped:
        about = _about(where / name)
        (wrong if isinstance(about, str) else whole).append(about)
    whole.sort(key=lambda about: (about["imported_at"], about["id"]), reverse=True)
    seen: set[tuple[str, str]] = set()
    for about in whole:
        about["current"] = [level for level in LEVELS if level in about["levels"]
                            and (about["country"], level) not in seen]  # fmt: skip
        seen |= {(about["country"], level) for level in about["levels"]}
    return whole, tuple(wrong)


def _about(where: Path) -> dict | str:
    """What a set says of itself, once every file of it was found as it was written; else what is wrong."""
    again = "bring the file in again"
    try:
        about = json.loads((where / ABOUT).read_text(encoding="utf-8"))
        if about["format"] != FORMAT or about["id"] != where.name:
            return f"boundaries {where.name}: written by another version of Tejido; {again}"
        for name, digest in about["files"].items():
            if hashlib.sha256((where / name).read_bytes()).hexdigest() != digest:
                return f"boundaries {where.name}: {name} is not what was published (its sha256 differs); {again}"
        if about["id"] != set_id(about):
            return f"boundaries {where.name}: {ABOUT} was changed after it was published; {again}"
    except FileNotFoundError as error:
        return f"boundaries {where.name}: {Path(error.filename).name} is missing; {again}"
    except (OSError, ValueError, KeyError, TypeError):
        return f"boundaries {where.name}: {ABOUT} cannot be read; {again}"
    return about


def set_id(about: dict) -> str:
    """The name of a set: its country, its level, and the hash of all that it holds but the time it came in."""
    content = {key: value for key, value in about.items() if key not in ("id", "imported_at", "current")}
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]
    return f"{about['country']}-{about['level']}-{digest}"


def current() -> dict[tuple[str, str], BoundarySet]:
    """The set of each (country, level) that came in last."""
    return dict(_current(folder(), stamp()))


@lru_cache(maxsize=4)
def _current(where: Path, stamped: tuple) -> dict[tuple[str, str], BoundarySet]:
    about = _stored(where, stamped)[0]
    return {(one["country"], level): of(one, level, where) for one in about for level in one["current"]}


def every() -> tuple[BoundarySet, ...]:
    """Every level of every whole set, also of those that a newer one took the place of."""
    return _every(folder(), stamp())


@lru_cache(maxsize=4)
def _every(where: Path, stamped: tuple) -> tuple[BoundarySet, ...]:
    return tuple(of(one, level, where) for one in _stored(where, stamped)[0] for level in one["levels"])


def of(about: dict, level: str, where: Path | None = None) -> BoundarySet:
    """One level of a stored set."""
    held = about["levels"][level]
    at = (where or folder()) / about["id"]
    return BoundarySet(
        about["id"], about["country"], level, at, tuple(held["codes"]), tuple(held["names"]), tuple(held["parents"]),
        {code: tuple(box) for code, box in zip(held["codes"], held["boxes"], strict=True)},
        {detail: about["files"][f"{level}-{detail}.geojson"][:16] for detail in DETAILS},
        about["credit"], about["vintage"], about["licence"],
    )  # fmt: skip


# Coming and going


@contextmanager
def _locked() -> Iterator[Path]:
    where = folder()
    try:
        where.mkdir(parents=True, exist_ok=True)
        with FileLock(where / ".lock", timeout=LOCK_SECONDS):
            yield where
    except Timeout:
        raise SnapshotError("Other boundaries are coming in. Wait until that has ended, then try again.") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SnapshotError(
            f"The boundaries could not be written: {reason}. What was there before is unchanged."
            " Free some space or choose a folder that can be written (TEJIDO_DATA), then try again."
        ) from error


def publish(made: Path, about: dict) -> str:
    """Publishes the files in the folder `made` as a set; `about` is its `set.json` but for id and files.

    The same content as before becomes the newest set again. Returns the id of the set.
    """
    with _locked() as where:
        for leftover in [*where.glob(".staging-*"), *where.glob(".removed-*")]:
            shutil.rmtree(leftover, ignore_errors=True)
        staging = where / f".staging-{uuid.uuid4().hex}"
        try:
            shutil.copytree(made, staging)
            files = sorted(path for path in staging.iterdir() if path.is_file())
            digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
            about = about | {"format": FORMAT, "files": digests}
            about |= {"id": set_id(about), "imported_at": datetime.now(UTC).isoformat(timespec="microseconds")}
            (staging / ABOUT).write_text(json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8")
            for path in [*files, staging / ABOUT, staging]:
                _flush(path)
            _put(staging, where / about["id"])
            _flush(where)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return about["id"]


def _put(staging: Path, final: Path) -> None:
    if final.exists() and not isinstance(_about(final), str):
        os.replace(staging / ABOUT, final / ABOUT)
        return
    if final.exists():  # damaged
        os.replace(final, final.with_name(f".removed-{uuid.uuid4().hex}"))
    os.replace(staging, final)


def _flush(path: Path) -> None:
    """Forces a file or a folder to the disk (a folder cannot be opened on Windows)."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(name: str) -> None:
    """Takes a set away: what was current before it is current again. Raises UseError where there is none such."""
    if name not in {known for known, _ in stamp()}:
        raise UseError(f"There are no boundaries {name!r}.")
    with _locked() as where:
        gone = where / f".removed-{uuid.uuid4().hex}"
        if (where / name).is_dir():
            os.replace(where / name, gone)
            shutil.rmtree(gone, ignore_errors=True)


# Beside the boundaries that Tejido came with


def merged(base: Path, level: str, suffix: str = "med.geojson") -> bytes:
    """A file of our own boundaries with the features of current sets in the place of theirs, by code.

    `level` is country or department; `suffix` chooses the file of a set: a detail, or its hatching. Features stay in
    the order of their codes.
    """
    sets = [one for (_, of_level), one in sorted(current().items()) if of_level == level]
    return _merged(base, base.stat().st_mtime_ns, tuple(one.folder / f"{level}-{suffix}" for one in sets))


@lru_cache(maxsize=16)
def _merged(base: Path, _stamped: int, ours: tuple[Path, ...]) -> bytes:
    content = base.read_bytes()
    if not ours:
        return content
    features = json.loads(content)["features"]
    replaced = {
        feature["properties"]["code"]: feature["geometry"]
        for path in ours
        for feature in json.loads(path.read_bytes())["features"]
    }
    # two territories without a code stay: none of a set's features has an empty code
    known = [(f["properties"]["code"], replaced.pop(f["properties"]["code"], f["geometry"])) for f in features]
    shapes = sorted([*known, *replaced.items()], key=lambda pair: pair[0])
    whole = [
        {"type": "Feature", "properties": {"i": i, "code": code}, "geometry": geometry}
        for i, (code, geometry) in enumerate(shapes)
    ]
    return json.dumps({"type": "FeatureCollection", "features": whole}, separators=(",", ":")).encode()
