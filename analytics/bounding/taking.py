"""Boundaries coming in, this side of the contained process: a file is understood, shown, and then published or not."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import weakref
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from analytics import boundary_sets
from analytics.bounding.child import RESULT
from analytics.bounding.chosen import Chosen
from analytics.checks.rules import RULES
from analytics.errors import DataError, UseError
from analytics.importing.reference import Reference
from analytics.paths import tables_folders
from analytics.readers import contained
from analytics.readers.files import sha256_of
from analytics.readers.grid import Finding
from analytics.readers.limits import BROWSER, Limits, refused, shown_name, too_large

LONGEST = 400  # characters of a credit
OFFICIAL = {  # what is proposed where a file speaks for itself: credit, licence, by a column that only its maker uses
    "mpio_cdpmp": "DANE", "mpio_ccnct": "DANE", "dpto_ccdgo": "DANE",
    "adm2_pcode": "HDX", "adm1_pcode": "HDX", "admin2pcode": "HDX", "shapeid": "geoBoundaries",
}  # fmt: skip
CREDITS = {
    "DANE": ("Departamento Administrativo Nacional de Estadística - DANE: www.dane.gov.co", "CC BY 4.0"),
    "HDX": ("OCHA, Common Operational Datasets (COD-AB), data.humdata.org", ""),
    "geoBoundaries": ("geoBoundaries, www.geoboundaries.org (Runfola et al. 2020)", ""),
}


@dataclass(frozen=True)
class Understood:
    """A file as it was read, with what was found; its set lies ready in `folder` where nothing stands against it."""

    name: str
    sha256: str
    about: dict
    levels: dict
    findings: tuple[Finding, ...]
    folder: Path
    chosen: Chosen

    def of(self, *severities: str) -> tuple[Finding, ...]:
        """The findings of these severities."""
        return tuple(finding for finding in self.findings if RULES[finding.rule].severity in severities)

    def by(self, rule: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.rule == rule)

    @property
    def is_ready(self) -> bool:
        return bool(self.levels) and not self.of("error")

    def file(self, level: str, detail: str) -> Path:
        """A GeoJSON of the set that lies ready."""
        return self.folder / "made" / f"{level}-{detail}.geojson"

    def proposed_credit(self) -> tuple[str, str]:
        """Credit and licence as the makers of such files ask for them; empty where we cannot tell."""
        for column in self.about.get("columns", ()):
            if maker := OFFICIAL.get(column.lower()):
                return CREDITS[maker]
        return "", ""

    def proposed_vintage(self) -> str:
        """The year that the file's name speaks of."""
        found = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", self.name)
        return found[-1] if found else ""


def understand(path: Path, name: str, chosen: Chosen | None = None, limits: Limits = BROWSER) -> Understood:
    """Reads a file in the contained process and makes its set ready; nothing is published by it."""
    path, name, chosen = Path(path).resolve(), shown_name(name), chosen or Chosen()
    if chosen.level not in (None, *boundary_sets.LEVELS):
        raise UseError(f"There is no level {chosen.level!r}: {', '.join(boundary_sets.LEVELS)}.")
    folder = Path(tempfile.mkdtemp(prefix="tejido-boundaries-"))
    large = too_large(path.stat().st_size, limits.file_bytes, name)
    if large:
        result = {"findings": [asdict(large)]}
    else:
        request = {
            "path": str(path), "name": name, "folder": str(folder), "limits": asdict(limits), "chosen": asdict(chosen),
            "places": _places(), "base": str(tables_folders()["reference"] / "boundaries"),
        }  # fmt: skip
        reason = contained.run(request, str(folder), limits, "analytics.bounding.child")
        at = folder / RESULT
        if reason is None and at.is_file():
            result = json.loads(at.read_text(encoding="utf-8"))
        else:
            reason = reason or "reading it broke off; it is damaged or needs too much memory"
            result = {"findings": [asdict(refused(reason, name))]}
    findings = tuple(_finding(finding) for finding in result["findings"])
    understood = Understood(
        name, sha256_of(path), result.get("about", {}), result.get("levels", {}), findings, folder, chosen
    )
    weakref.finalize(understood, shutil.rmtree, folder, ignore_errors=True)
    return understood


def _places() -> list[dict]:
    """The table of places as the contained process needs it."""
    folder = tables_folders()["reference"]
    stamps = tuple((folder / name).stat().st_mtime_ns for name in ("places.csv", "place_names.csv"))
    return _read_places(folder, stamps)


@lru_cache(maxsize=2)
def _read_places(folder: Path, _stamps: tuple[int, ...]) -> list[dict]:
    reference = Reference({"reference": folder})
    wanted = [
        "place_id", "level", "name_en", "name_es", "country_code", "iso_3166_2", "p_code", "divipola_code", "parent_id",
        "lat", "lon", "valid_to", "merged_into",
    ]  # fmt: skip
    aliases = reference.place_names.groupby("place_id")["name"].agg(list).to_dict()
    rows = reference.places[wanted].astype(object)
    rows = rows.where(rows.notna(), None).to_dict("records")
    return [
        row | {"valid_to": str(row["valid_to"] or "")[:10], "aliases": aliases.get(row["place_id"], [])} for row in rows
    ]


def _finding(told: dict) -> Finding:
    return Finding(**(told | {"values": tuple((str(name), str(value)) for name, value in told["values"])}))


def publish(understood: Understood, credit: str = "", vintage: str = "", licence: str = "") -> str:
    """Publishes the set that lies ready; returns its id. Raises DataError where something stands against it."""
    if not understood.is_ready:
        raise DataError(f"{understood.name}: nothing was published, for errors were found.")
    proposed = understood.proposed_credit()
    about = {
        "country": understood.about["country"], "level": understood.about["level"],
        "credit": _line(credit or proposed[0]) or understood.name,
        "vintage": _line(vintage or understood.proposed_vintage()),
        "licence": _line(licence or proposed[1]), "source": understood.name, "sha256": understood.sha256,
        "levels": understood.levels, "understood": understood.about,
        "missing": [[f.value, dict(f.values).get("name", "")] for f in understood.by("boundary_missing")],
        "extra": [],  # a set with codes that are no places of ours is not published
        "found": [asdict(finding) for finding in understood.findings if finding.rule != "boundary_missing"],
    }  # fmt: skip
    return boundary_sets.publish(understood.folder / "made", json.loads(json.dumps(about)))


def _line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:LONGEST]
