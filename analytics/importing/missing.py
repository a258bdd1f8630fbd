"""Which cells of a column of numbers state nothing: empty ones, and those with a word that says so."""

from __future__ import annotations

import pandas as pd

from analytics.checks import text
from analytics.checks.typed import Typed, as_text

OPTION = "missing_words"
# In a column of numbers these can mean nothing else. NA, None and null stay what they are until they are declared:
# they can be a fault of the program that wrote the file.
USUAL = frozenset({
    "-", "--", "\u2013", "\u2014", "..", "...", "\u2026", "s/d", "s.d", "s.d.", "s. d.", "sd", "n/d", "n.d", "n.d.",
    "n. d.", "nd", "n/a", "n.a.", "n/r", "n.r.", "sin dato", "sin datos", "sin informaci\u00f3n", "sin informacion",
    "no reporta", "no reportado", "no disponible", "no aplica", "no data", "not available", "not stated",
    "tbd", "t.b.d.", "tbc", "to be determined", "por definir", "por determinar",
    "pas de donn\u00e9es", "non disponible", "sem dados",
})  # fmt: skip


def declared(options: dict[str, str]) -> tuple[str, ...]:
    """The words that the mapping declares."""
    return tuple(word for word in options.get(OPTION, "").split("|") if word)


def stated(column: pd.Series, options: dict[str, str]) -> Typed:
    """The column of numbers without its words for "not stated": the mapping's where it names any, else the usual."""
    if OPTION in options:
        return text.without_missing(column, declared(options))
    cells = as_text(column)
    words = [word for word in cells.dropna().unique() if " ".join(word.split()).casefold() in USUAL]
    return text.without_missing(cells, [word.strip() for word in words])
