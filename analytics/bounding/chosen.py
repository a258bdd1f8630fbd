"""What a person says of a file of boundaries; the rest is read from it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Chosen:
    """What was said; None is left to us. `leave_out` are codes (or names) of features that stay out."""

    level: str | None = None
    layer: str | None = None
    country: str | None = None
    code_column: str | None = None
    name_column: str | None = None
    parent_column: str | None = None
    crs: str | None = None
    leave_out: tuple[str, ...] = ()
