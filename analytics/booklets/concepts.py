"""Basic concepts of prevention for each type of issue, in our own words, read for do-no-harm.

They explain and refer; they instruct nobody to confront, follow, report by name or resist, and they accuse nobody.
`concepts.csv` is for people to read and correct: kind is `means` (what it is), `helps` (what prevents) or `care`
(what to mind first).
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("concepts.csv")
GENERAL = "general"  # for a type of issue without words of its own
KINDS = ("means", "helps", "care")


class Concept(NamedTuple):
    """One sentence or two of a kind."""

    kind: str
    text: str


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def types() -> list[str]:
    """The types of issues that have words of their own."""
    return list(dict.fromkeys(row["issue_type_id"] for row in _rows() if row["issue_type_id"] != GENERAL))


def concepts(issue_type_id: str, lang: str) -> list[Concept]:
    """The concepts of a type of issue in a language, in their order; the general ones where it has none."""
    known = issue_type_id if issue_type_id in types() else GENERAL
    return [Concept(row["kind"], row[f"text_{lang}"]) for row in _rows() if row["issue_type_id"] == known]
