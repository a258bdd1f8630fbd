"""How a reader stops: with the one finding that says why."""

from __future__ import annotations

from analytics.errors import TejidoError
from analytics.readers.grid import Finding


class RefusedFile(TejidoError):
    """A file cannot be read as a whole; `finding` says why. Readers turn it into a reading without grids."""

    def __init__(self, finding: Finding):
        super().__init__(dict(finding.values).get("reason", finding.rule))
        self.finding = finding


def unreadable(reason: str) -> RefusedFile:
    return RefusedFile(Finding("file_unreadable", values=(("reason", reason),)))


def turned_away(reason: str) -> RefusedFile:
    return RefusedFile(Finding("file_refused", values=(("reason", reason),)))
