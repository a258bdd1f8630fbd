"""What the lists of the dialogues say, in sentences: counted, never ranked by severity, never an accusation."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.columns import references
from analytics.reading import Sentence
from analytics.wording import Words

PROPER = ("Venezuelan ",)  # English names that keep their capital inside a sentence


def within(name: str) -> str:
    """A name as it stands inside a sentence: "gender-based violence", but "Venezuelan migration"."""
    return name if name.startswith(PROPER) else name[:1].lower() + name[1:]


def _listing(names: pd.Series, say: Words) -> str:
    return say.listing([within(name) for name in names])


def issue_sentences(ranking: pd.DataFrame, answers: pd.DataFrame, say: Words) -> list[Sentence]:
    """What is listed most often (ties together), and for how many types work is recorded."""
    if ranking.empty:
        return []
    return [most_listed(ranking, say), *answered(answers, say)]


def most_listed(ranking: pd.DataFrame, say: Words) -> Sentence:
    """The issues that most lists name, all those that tie."""
    most, lists = int(ranking["lists"].max()), int(ranking["all_lists"].iloc[0])
    top = ranking[ranking["lists"] == most]
    issues, refs = _listing(top["issue_name"], say), references(top)
    numbers = {"issues": issues, "n": say.number(most), "all": say.number(lists)}
    if lists == 1:
        return say("The one list of this selection names {issues}.", issues=issues), refs
    if len(top) == 1:
        return say("Listed most often in the dialogues: {issues}, in {n} of {all} lists.", **numbers), refs
    return say("Listed most often in the dialogues: {issues}, each in {n} of {all} lists.", **numbers), refs


def answered(answers: pd.DataFrame, say: Words) -> list[Sentence]:
    """For how many of the listed types the documents record work, and how many links are our reading."""
    listed = answers[answers["lists"] > 0]
    if listed.empty:
        return []
    linked = listed[listed["programme_id"].notna()]
    stated = linked.loc[linked["basis"] == "stated", "issue_type_id"].nunique()
    sentence = say(
        "Of {types} listed, {linked} have work recorded here: {stated} as a document states it, {read} by our reading. "
        "None recorded here is not none done.",
        types=say.many("{n} type of issue", "{n} types of issue", listed["issue_type_id"].nunique()),
        linked=say.number(linked["issue_type_id"].nunique()),
        stated=say.number(stated),
        read=say.number(linked["issue_type_id"].nunique() - stated),
    )
    return [(sentence, references(listed))]


def matrix_summary(matrix: pd.DataFrame, say: Words) -> str:
    """How much the matrix holds."""
    return say(
        "The lists of {places} in {departments} name {types}, {entries} in all. "
        "What a list does not name may still be there.",
        places=say.many("{n} municipality", "{n} municipalities", matrix["place_id"].nunique()),
        departments=say.many("{n} department", "{n} departments", matrix["department_id"].nunique()),
        types=say.many("{n} type of issue", "{n} types of issue", matrix["issue_type_id"].nunique()),
        entries=say.many("{n} entry", "{n} entries", len(matrix)),
    )


def pairs_summary(pairs: pd.DataFrame, say: Words) -> str:
    """The pairs that are not drawn: those of a single list."""
    once = int((pairs["lists"] == 1).sum())
    return (
        say.many("{n} more pair stands together in one list.", "{n} more pairs stand together in one list each.", once)
        if once
        else ""
    )


def same_list_sentences(alike: pd.DataFrame, say: Words) -> list[Sentence]:
    """Places whose lists name the same issues, their order left aside."""
    return [
        (
            say(
                "{places} have the same list: {issues}.",
                places=say.listing(row.place_names.split(" · ")),
                issues=say.listing([within(name) for name in row.issue_names.split(" · ")]),
            ),
            tuple(row.evidence.split(" ")),
        )
        for row in alike.itertuples(index=False)
    ]


@dataclass(frozen=True)
class Telling:
    """What one partnership's document names without a list, in sentences."""

    title: str
    sentences: tuple[str, ...]
    references: tuple[str, ...]


def tellings(context: pd.DataFrame, say: Words) -> list[Telling]:
    """The issues named without a list, by partnership: what the context of the work is, and what it addresses."""
    found = []
    for name, rows in context.groupby("partnership_name", sort=False):
        sentences = []
        for item, group in rows.groupby("item_name", sort=False, dropna=False):
            for relation, named in group.groupby("relation", sort=False):
                issues = say.listing(named["as_stated"].tolist())
                if relation == "context":
                    sentences.append(say("{work}, the context: {issues}.", work=item, issues=issues))
                else:
                    sentences.append(say("{work}, what the work addresses: {issues}.", work=item, issues=issues))
        if {"venezuelan_migration", "xenophobia"} <= set(rows["issue_type_id"]):
            sentences.append(say("Migration is a context of the work, not a problem; xenophobia is what it addresses."))
        found.append(Telling(name, tuple(sentences), references(rows)))
    return found
