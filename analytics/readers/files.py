"""Any file that is taken, read into grids within this process; `contained.read` does so in a limited one."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from pathlib import Path

from analytics.readers.formats import sniff
from analytics.readers.grid import Finding, Grid, Reading, kept
from analytics.readers.limits import BROWSER, Limits, too_large
from analytics.readers.refusals import RefusedFile

UNKNOWN = "unknown"  # the format of a file that is refused before it is known

_LOG = logging.getLogger(__name__)


def read_file(path: Path, name: str, limits: Limits = BROWSER) -> Reading:
    """The file at `path`, which its sender called `name`, as grids of text and what was found.

    Nothing is raised for what the file holds: where it cannot be read, a finding says why and there are no grids.
    """
    path = Path(path)
    large = too_large(path.stat().st_size, limits.file_bytes, name)
    if large:
        return Reading(name, UNKNOWN, "", findings=(large,))
    digest = sha256_of(path)
    kind = sniff(path, name)
    if isinstance(kind, Finding):
        return Reading(name, UNKNOWN, digest, findings=(kind,))
    try:
        return replace(_read(path, name, kind), sha256=digest)
    except RefusedFile as error:
        return Reading(name, kind, digest, findings=(error.finding.at(name),))
    except MemoryError:
        raise
    except Exception:  # parsers of other people's formats raise all kinds on damaged files
        _LOG.exception("a file could not be read")
        return Reading(name, kind, digest, findings=(damaged(name),))


def sha256_of(path: Path) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def damaged(name: str) -> Finding:
    return Finding("file_unreadable", name, values=(("reason", "its content is damaged"),))


def _read(path: Path, name: str, kind: str) -> Reading:
    """By format; parsers are imported only when one is needed, for the child process starts for every file."""
    if kind == "iati":
        from analytics.readers.iati import read_iati

        return read_iati(path, name)
    if kind in ("xlsx", "xls", "ods"):
        from analytics.readers.workbooks import read_workbook

        grids, findings = read_workbook(path, name, kind)
    elif kind == "parquet":
        from analytics.readers.columnar import read_parquet

        grid, findings = read_parquet(path, name)
        grids = [grid]
    elif kind == "json":
        from analytics.readers.records import read_json

        grids, findings = read_json(path, name)
    else:
        from analytics.readers.delimited import read_delimited

        grid, findings = read_delimited(path, name)
        grids, kind = [grid], grid.format
    findings = [*findings, *_without_rows(grids, name, findings)]
    return Reading(name, kind, "", tuple(grids), tuple(kept([finding.at(name) for finding in findings])))


def _without_rows(grids: list[Grid], name: str, findings: list[Finding]) -> list[Finding]:
    """A finding where no grid has a row; one sheet of several may be a header only, as in a form half filled in."""
    if not grids:
        return [Finding("file_empty", name)]
    told = any(finding.rule in ("row_ragged", "quote_unclosed") for finding in findings)
    return [] if told or any(grid.rows for grid in grids) else [Finding("file_header_only", name)]
