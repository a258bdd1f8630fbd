"""Rows below a table that are not of it: sources, notes, totals."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analytics.readers.grid import Finding
from analytics.readers.headers import Row, filled

LOOKED_BELOW = 15  # rows; what is longer than that is no note

_NOTE = re.compile(
    r"\W*(fuentes?|sources?|notas?|notes?|observaci[oó]n(es)?|elabor\w*|c[aá]lculos?|corte|fecha|actualiza\w*|"
    r"mise à jour|date|last update|generated|disclaimer|aviso|avertissement)\b|[*†¹(]\s*\S",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\W*((gran|sub)?\s*-?total(es)?|totaux|sous-total|grand total|ensemble|suma|sum)\b.{0,40}", re.IGNORECASE
)


def below_table(tail: Iterable[tuple[int, Row]], width: int) -> list[Finding]:
    """The findings for the last rows of a table, given with their numbers: each row named in one is left out.

    A note fills one cell of three columns or more, and stands below a blank row or begins like one. A total stands
    below a blank row and says so. A row that says total right below the data stays, with a warning.
    """
    rows = list(tail)[-LOOKED_BELOW:]
    findings: list[Finding] = []
    last = len(rows)
    while last and width >= 3 and _is_note(rows, last - 1):
        last -= 1
        number, row = rows[last]
        findings.append(Finding("note_left_out", row=number, value=_first(row)))
    for place, (number, row) in enumerate(rows[:last]):
        if place and _TOTAL.fullmatch(_first(row)) and place >= last - 3:
            parted = number - rows[place - 1][0] > 1
            findings.append(Finding("total_left_out" if parted else "total_row", row=number, value=_first(row)))
    return sorted(findings, key=lambda finding: finding.row or 0)


def _is_note(rows: list[tuple[int, Row]], place: int) -> bool:
    _, row = rows[place]
    if len(filled(row)) != 1 or not place:
        return False
    alone = [len(filled(other)) == 1 for _, other in rows[: place + 1]]
    block = len(alone) - alone[::-1].index(False) if False in alone else 0  # where the rows of one cell begin
    parted = block > 0 and rows[block][0] - rows[block - 1][0] > 1
    text = _first(row)
    return bool(parted and " " in text) or bool(_NOTE.match(text)) or (len(text) > 40 and text.count(" ") > 4)


def _first(row: Row) -> str:
    at = filled(row)
    return (row[at[0]] or "").strip() if at else ""
