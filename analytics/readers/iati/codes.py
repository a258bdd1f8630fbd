"""The code lists of IATI that Tejido carries (`data/reference/iati/codes.csv`), withdrawn codes among them."""

from __future__ import annotations

import csv
from functools import cache

from analytics.paths import PROJECT

FILE = PROJECT / "data" / "reference" / "iati" / "codes.csv"

# what a code's list is, by the vocabulary that stands beside it; other vocabularies are not checked
BY_VOCABULARY: dict[str, dict[str | None, str]] = {
    "sector": {None: "Sector", "1": "Sector", "2": "SectorCategory", "7": "UNSDG-Goals", "8": "UNSDG-Targets"},
    "region": {None: "Region", "1": "Region"},
    "tag": {"2": "UNSDG-Goals", "3": "UNSDG-Targets"},
    "policy": {None: "PolicyMarker", "1": "PolicyMarker"},
    "aid": {None: "AidType", "1": "AidType"},
}


@cache
def code_lists() -> dict[str, dict[str, str]]:
    """For every list its codes with their English names; all are text (Namibia's NA, target 16.10)."""
    lists: dict[str, dict[str, str]] = {}
    with FILE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            lists.setdefault(row["list"], {})[row["code"]] = row["name_en"]
    return lists


def list_of(codes: str, vocabulary: str | None) -> str | None:
    """The list that a code must stand in: named outright, or by the vocabulary; None where none is carried."""
    return BY_VOCABULARY[codes].get(vocabulary) if codes in BY_VOCABULARY else codes


@cache
def _other_spellings(name: str) -> dict[str, str | None]:
    """What people write for a code, in lowercase: the code in another case, its name. None where two codes share it."""
    found: dict[str, str | None] = {}
    for code, words in code_lists()[name].items():
        for spelling in {code.casefold(), words.casefold()} - {""}:
            found[spelling] = None if spelling in found else code
    return found


def code_meant(name: str, value: str) -> str | None:
    """The code of this list that `value` is, also where it is written in another case or as its name; else None."""
    bare = value.strip()
    return bare if bare in code_lists()[name] else _other_spellings(name).get(bare.casefold())
