"""Rows of the published tables made from what files say: ids, both languages, the origin of each row."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

import pandas as pd

from analytics.schema import TABLES
from analytics.tables import DATE

ID_CHARACTERS = 60
EMPTY = {"str": None, "Float64": pd.NA, "Int64": pd.NA, "boolean": pd.NA}


def slug(name: str, *, exact: bool = False) -> str:
    """A name as an id: small letters, digits and hyphens.

    One that is too long or has no such letters ends in a hash of the whole; of an identifier (`exact`) so does every
    one that was changed, so that two never become one.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if words and len(words) <= ID_CHARACTERS and (words == name or not exact):
        return words
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{words[:ID_CHARACTERS].strip('-')}-{digest}".strip("-")


def slugs(prefix: str, names: Iterable[str], *, exact: bool = False) -> list[str]:
    """The ids of names under a prefix; equal names, equal ids."""
    known: dict[str, str] = {}
    return [known.setdefault(name, f"{prefix}-{slug(name, exact=exact)}") for name in names]


def canonical(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with every column of the table in its order and types; a column that is not given is empty.

    A column given as `name` alone fills `name_en` and `name_es` alike: a file in one language is not translated.
    """
    columns = {}
    for column, rule in TABLES[name].columns.items():
        stem = column.removesuffix("_en").removesuffix("_es")
        source = column if column in frame else stem if stem in frame else None
        kind = str(rule.dtype)
        dtype = DATE if kind.startswith("datetime64") else "str" if kind.startswith("str") else kind
        if source is None:
            columns[column] = pd.Series([None] * len(frame), index=frame.index, dtype=dtype)
        elif dtype == DATE:
            columns[column] = pd.to_datetime(frame[source]).astype(DATE)
        else:
            columns[column] = frame[source].astype(object).where(frame[source].notna(), None).astype(dtype)
    return pd.DataFrame(columns, index=frame.index).reset_index(drop=True)


def from_file(frame: pd.DataFrame, source_id: str, section: str) -> pd.DataFrame:
    """The frame with the origin of each row: `line` (its index where the frame has none), and the provenance."""
    lines = frame["line"] if "line" in frame else pd.Series(frame.index, index=frame.index)
    anchors = frame["anchor"] if "anchor" in frame else lines.map("row {}".format)
    return frame.assign(source_id=source_id, section=section, line=lines, anchor=anchors, provenance="imported")
