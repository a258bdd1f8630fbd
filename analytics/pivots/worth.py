"""What one cell of a pivot holds."""

from __future__ import annotations

from dataclasses import dataclass

Key = tuple[str, ...]


@dataclass(frozen=True)
class Worth:
    """What a cell holds: its number (None: not stated, or not to be added up), its unit, and the rows behind it.

    `reason` is why it must not be added up, with what differs: "measures", "told_twice", "currencies", "kinds",
    "indicators", or a reason of `indicator_totals`.
    """

    value: float | None = None
    rows: int = 0
    unit: str = ""
    qualifier: str = ""
    reason: str = ""
    differs: tuple[str, ...] = ()
    not_stated: int = 0
    is_partial: bool = False
    rule: str = ""  # how the values of an indicator come together
    numerator: float | None = None  # of a mean or a percentage, with what it is divided by
    denominator: float | None = None
