"""UTF-8 that was read as another encoding and saved again (`Medell\u00c3\u00adn`), put right where it is certain."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analytics.readers.grid import Finding

# the first byte of a UTF-8 letter or quotation mark, read as one letter, and the one or two that stand for the rest
_LOOKS_SO = re.compile("[\u00c2\u00c3\u00c4\u00c5][\u0080-\u00bf\u0152-\u2122]|\u00e2[\u0080-\u00bf\u20ac]")
_ARROW = "[\u00c2\u00c3\u00c4\u00c5\u00e2][^\\x00-\\x7f]"
_SECONDS = (0x82, 0x83, 0x84, 0x85, 0xA2)  # second byte, after 0xC3, of the five letters above


def repaired(text: str) -> str:
    """The text as it was first written; the same text where nothing is certain."""
    if not _LOOKS_SO.search(text):
        return text
    import ftfy  # only the rare file needs it, and every file is read in a process of its own

    return ftfy.fix_encoding(text)


def told(column: str, row: int, before: str, after: str) -> Finding:
    return Finding("mojibake_repaired", row=row, column=column, value=before[:120], values=(("after", after[:120]),))


def may_hold(column: pa.StringArray) -> bool:
    """Whether the column's bytes hold one of the letters that such text shows."""
    data = column.buffers()[2]
    if data is None:
        return False
    octets = np.frombuffer(data, dtype=np.uint8)
    first = np.flatnonzero(octets[:-1] == 0xC3)
    return bool(len(first)) and bool(np.isin(octets[first + 1], _SECONDS).any())


def repaired_column(name: str, column: pa.StringArray, rows: np.ndarray) -> tuple[pa.StringArray, list[Finding]]:
    """The column put right, and each cell that was changed."""
    findings, cells = [], {}
    for at in np.flatnonzero(pc.match_substring_regex(column, _ARROW).fill_null(False)):
        before = column[int(at)].as_py()
        after = repaired(before)
        if after != before:
            cells[int(at)] = after
            findings.append(told(name, int(rows[at]), before, after))
    if not cells:
        return column, []
    values = column.to_pylist()
    for at, after in cells.items():
        values[at] = after
    return pa.array(values, type=pa.string()), findings
