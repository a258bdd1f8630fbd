"""Whether what an activity splits in percentages is split whole."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from analytics.readers.grid import Finding
from analytics.readers.iati.walk import Gathered

TOLERANCE = Decimal("0.5")  # three times 33.33 is whole
WHOLE = Decimal(100)


def percentages_told(gathered: Gathered) -> list[Finding]:
    """What does not add up to 100 in the activity that was read last: its sectors in one vocabulary, or its countries
    and regions. One element without a percentage is the whole; several of which none has one are told.
    """
    by_vocabulary: dict[str, list[dict]] = defaultdict(list)
    for cells in _rows(gathered, "sectors"):
        by_vocabulary[cells["vocabulary"] or "1"].append(cells)
    found = [_sectors(rows) for rows in by_vocabulary.values()]
    found.append(_countries(_rows(gathered, "recipient_countries"), _rows(gathered, "recipient_regions")))
    return [finding for finding in found if finding]


def _rows(gathered: Gathered, grid: str) -> list[dict]:
    """The rows of the activity that was read last, with their lines."""
    rows = gathered.rows[grid]
    lines = gathered.lines[grid][-len(rows) :] if rows else []
    return [cells | {"line": line} for cells, line in zip(rows, lines, strict=True)]


def _total(rows: list[dict]) -> Decimal | None:
    """What the rows add up to; one that states nothing is the whole, None where several state nothing."""
    stated = [Decimal(cells["percentage"]) for cells in rows if cells["percentage"] is not None]
    if not stated:
        return WHOLE if len(rows) == 1 else None
    return sum(stated, Decimal(0))


def _is_whole(total: Decimal | None) -> bool:
    return total is not None and abs(total - WHOLE) <= TOLERANCE


def _told(rows: list[dict], grid: str, what: str, total: Decimal | None) -> Finding:
    first = rows[0]
    named = (("what", what), ("total", "nothing that is stated" if total is None else f"{total:f}"))
    return Finding(
        "iati_percentages", sheet=grid, row=first["line"], column="percentage", path=first["parent"], values=named
    )


def _sectors(rows: list[dict]) -> Finding | None:
    total = _total(rows)
    what = f"sectors in vocabulary {rows[0]['vocabulary'] or '1'}"
    return None if _is_whole(total) else _told(rows, "sectors", what, total)


def _countries(countries: list[dict], regions: list[dict]) -> Finding | None:
    """Countries and regions share one whole; regions can stand in several vocabularies, each a view of the same."""
    if not countries and not regions:
        return None
    views = [countries + regions]
    for vocabulary in {cells["vocabulary"] for cells in regions}:
        views.append(countries + [cells for cells in regions if cells["vocabulary"] == vocabulary])
    totals = [_total(view) for view in views]
    if any(map(_is_whole, totals)):
        return None
    grid = "recipient_countries" if countries else "recipient_regions"
    return _told(countries or regions, grid, "countries and regions", totals[0])
