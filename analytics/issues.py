"""What was listed in the dialogues, what else the documents name, and what answers it."""

from __future__ import annotations

import pandas as pd

from analytics.asking import answer, question
from analytics.selection import Reader, Selection
from analytics.warehouse import Engine


@question
def issue_matrix(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per place and issue type listed there; `position` is the order in the list, not a severity."""
    return answer(engine, "issue_matrix", selection, reader)


@question
def issue_ranking(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per issue type: `lists` places name it, of `all_lists` places with a list."""
    return answer(engine, "issue_ranking", selection, reader)


@question
def issue_pairs(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per pair of issue types that stand in the same list; `lists` says in how many."""
    return answer(engine, "issue_pairs", selection, reader)


@question
def same_lists(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per set of issue types that two or more places list alike, their order left aside."""
    return answer(engine, "same_lists", selection, reader)


@question
def issue_answers(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per issue type and link to work on it; no programme where none is recorded here.

    Links are stated or our reading (`basis`); none recorded is not none done.
    """
    return answer(engine, "issue_answers", selection, reader)


@question
def context_issues(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per issue that a document names as the context of the work or as its object, without a list."""
    return answer(engine, "context_issues", selection, reader)
