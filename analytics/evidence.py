"""Where every figure comes from: documents, lines, and whether totals and records agree."""

from __future__ import annotations

import pandas as pd

from analytics.asking import Ask, answer, question
from analytics.selection import Reader, Selection
from analytics.warehouse import Engine

AT_ONCE = 5_000  # references


@question
def reconciliation(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per published figure held against what the documents list one by one, with the verdict."""
    return answer(engine, "reconciliation", selection, reader)


@question
def source_documents(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per source document, with the sha256 by which a copy of it is known."""
    return answer(engine, "source_documents", selection, reader)


@question
def told_in_words(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per fact that is told in words only: never counted, mapped or exported."""
    return answer(engine, "told_in_words", selection, reader)


@question
def stated_words(
    engine: Engine, selection: Selection, reader: Reader, *, statement_kinds: tuple[str, ...] = ()
) -> pd.DataFrame:
    """One row per statement in words (goal, objective, method, actor group, lesson …); kinds empty = all."""
    return answer(engine, "stated_words", selection, reader, statement_kinds=list(statement_kinds))


@question
def evidence_rows(
    engine: Engine, selection: Selection, reader: Reader, *, references: tuple[str, ...] = ()
) -> pd.DataFrame:
    """One row per published row and the document, section and line it rests on; references empty = all."""
    return answer(engine, "evidence_rows", selection, reader, references=list(references))


def of_all(ask: Ask, references: tuple[str, ...]) -> pd.DataFrame:
    """The answers of `evidence_rows` about very many references, so many at a time that each takes little time."""
    parts = [references[at : at + AT_ONCE] for at in range(0, len(references), AT_ONCE)] or [()]
    return pd.concat([ask(evidence_rows, references=part) for part in parts], ignore_index=True)
