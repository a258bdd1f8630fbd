"""A file of IATI activities, read one activity at a time into grids of text."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd

from analytics.readers.grid import Finding, Grid, Reading, kept
from analytics.readers.iati.older import brought_up_to_date
from analytics.readers.iati.shares import percentages_told
from analytics.readers.iati.standard import GRIDS
from analytics.readers.iati.walk import ActivityWalk, Gathered
from analytics.readers.xml_guard import BrokenXml, Node, RefusedXml, elements, misdeclared_encoding

ROOT = "iati-activities"
KNOWN_VERSIONS = ("2.01", "2.02", "2.03")
FORMAT = "iati"


def read_iati(path: Path, name: str) -> Reading:
    """The activities of an IATI file, 2.01 to 2.03, and 1.0x as far as its elements can be brought up to date.

    One grid for each kind of element (those that are empty are left out), a row for each element: `path` is its XML
    path, `parent` the path of the row above it, `activity` the iati-identifier (`unnamed-N` where the N-th has none),
    the index its line. A value that cannot be read is empty and an `iati_element` error; the rest is still read. The
    grid `file` holds what the root states, `narratives` all words that stand in a further language. Persons
    (contact-info) stay out. A file that is refused or not whole gives no grid and the reason.
    """
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    try:
        grids, findings = _read(path, name)
    except RefusedXml as met:
        grids, findings = (), [Finding("file_refused", values=(("reason", str(met)),))]
    except BrokenXml as met:
        reason = f"its XML breaks off or is not well-formed in line {met.line} ({met})"
        grids, findings = (), [Finding("file_unreadable", row=met.line, values=(("reason", reason),))]
    return Reading(name, FORMAT, sha256, grids, tuple(finding.at(name) for finding in kept(findings)))


def _read(path: Path, name: str) -> tuple[tuple[Grid, ...], list[Finding]]:
    if path.stat().st_size == 0:
        return (), [Finding("file_empty")]
    try:
        gathered, encoding = _gathered(path, None), None
    except BrokenXml:
        encoding = misdeclared_encoding(path)
        if not encoding:
            raise
        gathered = _gathered(path, encoding)
        gathered.findings.insert(0, Finding("encoding_found", values=(("encoding", encoding),)))
    if not gathered.settled["activities"]:
        return (), [*gathered.findings, Finding("file_header_only")]
    return _grids(gathered, name, encoding), [*gathered.findings, *_told_once(gathered)]


def _gathered(path: Path, encoding: str | None) -> Gathered:
    gathered = Gathered()
    stream = elements(path, encoding)
    root = next(stream)
    version = _version(root, gathered)
    identifiers: Counter[str] = Counter()
    position = 0
    for node in stream:
        if node.name != "iati-activity":
            gathered.unknown[node.name] += 1
            where = {"path": f"/{ROOT}/{node.name}", "row": node.line, "values": (("element", node.name),)}
            gathered.unknown_first.setdefault(node.name, Finding("iati_element_unknown", **where))
            continue
        position += 1
        _activity(node, position, version, root.attributes.get("xml:lang"), gathered, identifiers)
    return gathered


def _activity(
    node: Node, position: int, version: str, lang: str | None, gathered: Gathered, identifiers: Counter[str]
) -> None:
    at = f"/{ROOT}/iati-activity[{position}]"
    if version.startswith("1"):
        for finding in brought_up_to_date(node):
            gathered.tell(replace(finding, path=at + (finding.path or "")))
    stated = next((child.text for child in node.children if child.name == "iati-identifier"), "")
    identifier = " ".join(stated.split())
    identifiers[identifier] += 1
    if identifier and identifiers[identifier] > 1:
        where = {"path": f"{at}/iati-identifier", "row": node.line, "sheet": "activities", "column": "identifier"}
        gathered.tell(Finding("id_doubled", value=identifier, **where))
    ActivityWalk(gathered, lang).read(node, at, identifier or f"unnamed-{position}")
    for finding in percentages_told(gathered):
        gathered.tell(finding)
    gathered.settle()


def _version(root: Node, gathered: Gathered) -> str:
    """The version that the root states, with what is to be said of it; raises RefusedXml for another kind of file."""
    if root.name == "iati-organisations":
        raise RefusedXml("it is an IATI organisation file; only activity files (iati-activities) are read")
    if root.name != ROOT:
        raise RefusedXml(f"its root element is {root.name[:100]}, not {ROOT}")
    version = root.attributes.get("version", "").strip()
    at = {"path": f"/{ROOT}/@version", "row": root.line}
    if not version:
        gathered.tell(Finding("iati_element_missing", **at, values=(("element", f"{ROOT}/@version"),)))
    elif version not in KNOWN_VERSIONS:
        gathered.tell(Finding("iati_version_old", **at, value=version, values=(("version", version),)))
    stated = {key: root.attributes.get(key) for key in ("generated-datetime", "linked-data-default")}
    cells = {key.replace("-", "_"): value for key, value in stated.items()}
    gathered.rows["file"].append({"path": f"/{ROOT}", "version": version or None} | cells)
    gathered.lines["file"].append(root.line)
    gathered.settle()
    return version


def _told_once(gathered: Gathered) -> list[Finding]:
    """What is left out, each kind once and counted."""
    found = [replace(first, count=gathered.unknown[name]) for name, first in gathered.unknown_first.items()]
    if gathered.contacts:
        kind = (("kind", "contacts"),)
        found.append(replace(gathered.contacts[0], values=kind, count=len(gathered.contacts)))
    return found


def _grids(gathered: Gathered, name: str, encoding: str | None) -> tuple[Grid, ...]:
    grids = []
    for grid, columns in GRIDS.items():
        if rows := gathered.settled.pop(grid):
            frame = pd.DataFrame(rows, columns=columns, index=pd.Index(gathered.lines[grid]), dtype=object)
            grids.append(Grid(name, frame, FORMAT, grid, encoding=encoding))
    return tuple(grids)
