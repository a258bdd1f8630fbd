"""What every reader hands over: tables of text that remember where each cell stood, and what was found on the way."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd

FINDINGS_KEPT = 1000  # of one rule in one column; the rest is counted


@dataclass(frozen=True)
class Finding:
    """One thing to tell about a file: a rule of `analytics.checks.rules`, where it was met, and the value there.

    `row` is the line or row as a person counts it in the file (the first is 1); `path` an XML path; `values` what the
    rule's sentence names besides. `count` is above one where a finding stands for many alike.
    """

    rule: str
    file: str = ""
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    path: str | None = None
    value: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    count: int = 1

    def at(self, file: str, sheet: str | None = None, column: str | None = None) -> Finding:
        """The same finding, with the place that its finder did not know."""
        return replace(self, file=self.file or file, sheet=self.sheet or sheet, column=self.column or column)


@dataclass(frozen=True)
class Grid:
    """One table of a file as text.

    `frame`: every cell as it stands in the file, stripped of nothing, an empty one None; its index is the row in the
    file or sheet (the first is 1), its columns are the header's names, made unique. A reader of XML gives one grid for
    each kind of element (`sheet` names it) whose column `path` holds its XML path and whose index is its line.
    """

    file: str
    frame: pd.DataFrame
    format: str  # csv, tsv, xlsx, xls, ods, parquet, json, iati
    sheet: str | None = None
    header_row: int = 1
    encoding: str | None = None
    delimiter: str | None = None
    tags: dict[str, str] = field(default_factory=dict)  # column -> HXL tag, where a tag row was met
    titles: tuple[str, ...] = ()  # what stood above the header

    @property
    def rows(self) -> int:
        return len(self.frame)


@dataclass(frozen=True)
class Reading:
    """A file as it was read: its grids and what was found; `grids` is empty where the file was refused."""

    file: str
    format: str
    sha256: str
    grids: tuple[Grid, ...] = ()
    findings: tuple[Finding, ...] = ()


def kept(findings: list[Finding]) -> list[Finding]:
    """The findings, at most `FINDINGS_KEPT` of one rule in one column of one file; the last one counts the others."""
    seen: dict[tuple, int] = {}
    result: list[Finding] = []
    rest: dict[tuple, int] = {}
    for finding in findings:
        key = (finding.rule, finding.file, finding.sheet, finding.column)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] < FINDINGS_KEPT:
            result.append(finding)
        elif seen[key] == FINDINGS_KEPT:
            rest[key] = len(result)
            result.append(finding)
        else:
            at = rest[key]
            result[at] = replace(result[at], count=result[at].count + finding.count)
    return result
