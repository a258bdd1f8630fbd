"""Kobo exports: submissions and their answers, each counted once, without what points at persons.

Read are CSV and XLSX exports with labels or XML names in header and cells, questions with several choices as one text,
as columns of 0 and 1, or both, groups in the header, and sheets of repeats. Source: the export formats of KoboToolbox.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analytics.readers.grid import Finding, Grid, kept
from analytics.understanding.forms import Form, form_of
from analytics.understanding.kobo_answers import answers_of, labelled
from analytics.understanding.kobo_columns import SYSTEM, Part, canonical, is_kobo, is_repeat, parts
from analytics.understanding.kobo_rules import Changes, changes, indicator_values
from analytics.understanding.mapping import TableMapping
from analytics.understanding.tables_read import KEPT_OUT, UNUSED
from analytics.understanding.words import plain

__all__ = ["Changes", "Submissions", "changes", "indicator_values", "is_kobo", "is_repeat", "parts", "proposal",
           "submissions"]  # fmt: skip


_EXPORT = re.compile(
    r" (?:(?:all|latest|todas las|ultima|toutes les|derniere) versi\w+(?: .*)?|20\d\d \d\d \d\d \d\d \d\d(?: \d\d)?)$"
)


class Submissions(NamedTuple):
    """What a form's export holds; see `submissions`."""

    submissions: pd.DataFrame
    answers: pd.DataFrame
    findings: list[Finding]


def proposal(grid: Grid) -> TableMapping | None:
    """The mapping of a Kobo export, or None where the table is none."""
    if not is_kobo(grid):
        return None
    read = parts(grid)
    columns, reasons, seen = {}, {}, set()
    for column, part in read.items():
        doubled = part.role in seen and part.role not in ("question", "option", KEPT_OUT)
        columns[column] = UNUSED if doubled else part.role
        seen.add(part.role)
        reasons[column] = f"kept out: {part.kind}" if part.kind else f"a column of Kobo: {part.role}"
    return TableMapping("kobo", columns, {"dataset": _form_name(grid.file)}, reasons=reasons)


def _form_name(file: str) -> str:
    """The name of a form without what Kobo adds to the names of its exports: versions, language, time of the export."""
    whole = plain(Path(file).stem)
    return _EXPORT.sub("", whole).replace(" ", "_") or whole.replace(" ", "_")


def submissions(
    grids: Grid | Sequence[Grid],
    form: Form | None = None,
    chosen: Iterable[str] = (),
    missing_words: Iterable[str] | None = None,
) -> Submissions:
    """The submissions of a form and their answers.

    Submissions: one row each (uuid, submitted_at, start, end, validation, row), all as text. Answers: one row per
    answer, and per choice of a question with several (uuid, question, value, repeat_of, row, and a label of question
    and value for each language of the form); `repeat_of` is the sheet of a repeat, of which each `row` is a round.
    `chosen` are columns that come in although they can point at persons. The form is found among the grids too.
    `missing_words` are cells that state nothing; NA is one where R wrote the file.
    """
    sheets = [grids] if isinstance(grids, Grid) else list(grids)
    form = form or form_of(sheets)
    sheets = [grid for grid in sheets if is_kobo(grid)]
    uuids, findings = _uuids(sheets)
    answers = [_empty_answers()]
    for grid in sheets:
        words = set(missing_words) if missing_words is not None else _missing_words(grid)
        read = parts(grid, form, chosen)
        findings += _said_missing(grid, words)
        findings += [_kept_out(grid, column, part) for column, part in read.items() if part.role == KEPT_OUT]
        rows, found = answers_of(grid, read, uuids[id(grid)], form, words)
        answers.append(rows)
        findings += found
    mains = [_submissions(grid, uuids[id(grid)]) for grid in sheets if not is_repeat(grid)]
    heads = pd.concat(mains, ignore_index=True) if mains else _empty_submissions()
    told = labelled(pd.concat(answers, ignore_index=True), form)
    return Submissions(heads, told, kept(findings))


def _missing_words(grid: Grid) -> set[str]:
    return {"NA"} if any(str(column).startswith(("X.U.FEFF.", "X_")) for column in grid.frame.columns) else set()


def _said_missing(grid: Grid, words: set[str]) -> list[Finding]:
    """A note for each word that was read as not stated, with how often it stands."""
    counts = {word: int((grid.frame == word).sum().sum()) for word in sorted(words)}
    return [Finding("missing_word", grid.file, grid.sheet, value=w, count=n) for w, n in counts.items() if n]


def _kept_out(grid: Grid, column: str, part: Part) -> Finding:
    values = (("kind", part.kind),)
    return Finding("column_kept_out", grid.file, grid.sheet, grid.header_row, str(column), values=values)


def _column(grid: Grid, role: str) -> pd.Series:
    """The cells of the first column with a role of the system, that states something."""
    found = [c for c in grid.frame.columns if SYSTEM.get(canonical(c)) == role]
    cells = [grid.frame[c] for c in found if grid.frame[c].notna().any()]
    return cells[0] if cells else pd.Series(None, index=grid.frame.index, dtype="str")


def _uuids(sheets: list[Grid]) -> tuple[dict[int, pd.Series], list[Finding]]:
    """For each sheet the submission of each row; findings for rows without one and for ids that stand twice."""
    found: dict[int, pd.Series] = {}
    findings: list[Finding] = []
    mains = [grid for grid in sheets if not is_repeat(grid)]
    for grid in mains:
        found[id(grid)] = _own_uuid(grid)
        twice = found[id(grid)].duplicated(keep=False) & found[id(grid)].notna()
        findings += [Finding("id_doubled", grid.file, grid.sheet, int(row), "_uuid", value=found[id(grid)][row])
                     for row in grid.frame.index[twice]]  # fmt: skip
    # a repeat inside a repeat waits until its parent is known
    waiting = [grid for grid in sheets if is_repeat(grid)]
    for grid in [*waiting, *waiting]:
        if id(grid) not in found or found[id(grid)].isna().any():
            found[id(grid)] = _parent_uuid(grid, sheets, found)
    for grid in waiting:
        lost = grid.frame.index[found[id(grid)].isna()]
        findings += [Finding("parent_missing", grid.file, grid.sheet, int(row)) for row in lost]
    return found, findings


def _own_uuid(grid: Grid) -> pd.Series:
    uuid = _column(grid, "uuid").astype("str").str.replace(r"^uuid:", "", regex=True).str.strip()
    if uuid.notna().any():
        return uuid
    ids = [c for c in grid.frame.columns if canonical(c) == "_id"]
    return grid.frame[ids[0]].astype("str") if ids else _column(grid, "row_number").astype("str")


def _parent_uuid(grid: Grid, sheets: list[Grid], found: dict[int, pd.Series]) -> pd.Series:
    """The submission of each round: as it states itself, or by the row of its parent sheet."""
    stated = _column(grid, "parent_uuid").astype("str").str.replace(r"^uuid:|/.*$", "", regex=True)
    there = {uuid for g in sheets if not is_repeat(g) for uuid in found[id(g)].dropna()}
    if stated.notna().any():
        return stated.where(stated.isin(there)) if there else stated
    names = [c for c in grid.frame.columns if canonical(c) == "_parent_table_name"]
    parent_rows = _column(grid, "parent_row").astype("str").str.replace(r"\.0$", "", regex=True)
    result = pd.Series(None, index=grid.frame.index, dtype="str")
    for parent in (g for g in sheets if g is not grid and id(g) in found):
        index = _column(parent, "row_number").astype("str").str.replace(r"\.0$", "", regex=True)
        known = dict(zip(index, found[id(parent)], strict=True))
        mine = parent_rows.map(known)
        if names and parent.sheet:
            mine = mine.where(grid.frame[names[0]].map(plain) == plain(parent.sheet))
        elif is_repeat(parent):
            continue
        result = result.where(result.notna(), mine)
    return result


def belongs(repeat: Grid, main: Grid) -> bool:
    """Whether the rounds of a repeat that came as a file of its own are of the submissions of another."""
    parents = _parent_uuid(repeat, [repeat, main], {id(main): _own_uuid(main)})
    return bool(parents.notna().any())


def _submissions(grid: Grid, uuid: pd.Series) -> pd.DataFrame:
    cells = {name: _column(grid, name).to_numpy() for name in ("submitted_at", "start", "end", "validation")}
    frame = pd.DataFrame({"uuid": uuid.to_numpy(), **cells, "row": grid.frame.index.to_numpy()})
    return frame.astype(dict.fromkeys(("uuid", *cells), "str"))


def _empty_submissions() -> pd.DataFrame:
    texts = {name: pd.Series(dtype="str") for name in ("uuid", "submitted_at", "start", "end", "validation")}
    return pd.DataFrame(texts | {"row": pd.Series(dtype="int64")})


def _empty_answers() -> pd.DataFrame:
    texts = {name: pd.Series(dtype="str") for name in ("uuid", "question", "value", "repeat_of")}
    return pd.DataFrame(texts | {"row": pd.Series(dtype="int64")})
