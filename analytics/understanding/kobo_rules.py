"""What answers of a form come to: values of indicators by saved rules, and what another export of it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd
from pandas.util import hash_pandas_object

from analytics.errors import DataError
from analytics.understanding.words import plain

WAYS = ("equals", "sum", "mean", "count", "share")
ANSWERED = ("equals", "share")  # ways that name an answer
PARTS = ("indicator", "question", *WAYS, "by", "place", "date", "sex", "age_group", "unit")
SHOWN = 8  # answers named where none is the one that a rule counts


class Changes(NamedTuple):
    """Submissions (by uuid) of a new export beside an old one; `gone` ones are told and never taken away by it."""

    added: frozenset[str]
    changed: frozenset[str]
    same: frozenset[str]
    gone: frozenset[str]


def indicator_values(answers: pd.DataFrame, rules: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """One row per rule (and group, where a rule says `by`): indicator, group, value, answers, left_out.

    A rule is {"indicator", "question"} and one of `equals` (how many answered so), `share` (how many of a hundred did),
    `sum`, `mean` (of the numbers) and `count` (how many answered at all); `by` is a question (or several) whose answers
    make the groups. Counted is a submission once, or a round of a repeat; `answers` went in, `left_out` are no numbers.
    Raises DataError for a rule that is none.
    """
    rows = [
        (rule["indicator"], " · ".join(map(str, group)) or None, *counted(asked, rule)[:1], *_told(asked, rule))
        for rule in rules
        for group, asked in grouped(answers, rule)
    ]
    frame = pd.DataFrame(rows, columns=["indicator", "group", "value", "answers", "left_out"])
    return frame.astype({"indicator": "str", "group": "str", "value": "float64"})


def grouped(
    answers: pd.DataFrame,
    rule: Mapping[str, object],
    beside: pd.DataFrame | None = None,
    lookups: pd.DataFrame | None = None,
) -> Iterable[tuple[tuple, pd.DataFrame]]:
    """The answers that a rule asks, by group: what `beside` says of each submission, then the answers to `by`.

    `beside` has the uuids as its index; `lookups` are the answers with those that make groups in other words. Each
    group comes with its key, one part for each column and question.
    """
    _way(rule)
    asked = answers[answers["question"] == question_of(answers, rule, str(rule["question"]))]
    keys = {}
    if beside is not None:
        keys = {f"beside-{name}": asked["uuid"].map(beside[name]) for name in beside}
    for by in by_of(rule):
        keys[f"by-{by}"] = _answers_beside(asked, answers if lookups is None else lookups, rule, by)
    if not keys:
        return [((), asked)]
    groups = asked.assign(**keys).groupby(list(keys), dropna=False, sort=True)
    return [(tuple(None if pd.isna(part) else part for part in key), rows) for key, rows in groups]


def by_of(rule: Mapping[str, object]) -> list[str]:
    """The questions whose answers make the groups of a rule."""
    by = rule.get("by") or []
    return [str(one) for one in by] if isinstance(by, list | tuple) else [str(by)]


def question_of(answers: pd.DataFrame, rule: Mapping[str, object], said: str) -> str:
    """The question that a rule names: by its name, or by a name that differs in case, accents and marks alone."""
    there = answers["question"].unique()
    near = {str(one) for one in there if plain(one) == plain(said)}
    if said in there or len(near) == 1:
        return said if said in there else near.pop()
    raise DataError(
        f"the rule of {rule['indicator']}: no answer to a question {said!r}; there are {', '.join(sorted(there))}"
    )


def _answers_beside(asked: pd.DataFrame, answers: pd.DataFrame, rule: Mapping[str, object], by: str) -> pd.Series:
    """The answer to another question in the same round of a repeat, else in the same submission."""
    other = answers[answers["question"] == question_of(answers, rule, by)]
    place = ["uuid", "repeat_of", "row"]
    if other.duplicated(place).any():
        raise DataError(f"the rule of {rule['indicator']}: {by!r} has several answers at once and makes no groups")
    in_round = other.fillna({"repeat_of": ""}).set_index(place)["value"]
    rounds = pd.MultiIndex.from_frame(asked[place].fillna({"repeat_of": ""}))
    mine = pd.Series(in_round.reindex(rounds).to_numpy(), index=asked.index)
    once = other[other["repeat_of"].isna()].drop_duplicates("uuid").set_index("uuid")["value"]
    return mine.where(mine.notna(), asked["uuid"].map(once))


def _way(rule: Mapping[str, object]) -> str:
    ways = [way for way in WAYS if rule.get(way) not in (None, False)]
    if len(ways) != 1 or not rule.get("indicator") or not rule.get("question"):
        raise DataError(f"a rule needs indicator, question and one of {', '.join(WAYS)}: {dict(rule)}")
    if strange := sorted(set(rule) - set(PARTS)):
        raise DataError(f"the rule of {rule['indicator']}: unknown part {strange[0]!r}; there are {', '.join(PARTS)}")
    return ways[0]


def way_of(rule: Mapping[str, object]) -> str:
    """How a rule makes a value of answers."""
    return _way(rule)


def said_so(asked: pd.DataFrame, rule: Mapping[str, object]) -> pd.Series:
    """Which answers are the one that a rule counts; case, accents and marks aside."""
    wanted = plain(rule[_way(rule)])
    return asked["value"].map(plain).eq(wanted)


def counted(asked: pd.DataFrame, rule: Mapping[str, object]) -> tuple[float, float, float]:
    """The value of a group, and its numerator and denominator where it is a mean or a share; else missing."""
    way, none = _way(rule), float("nan")
    # a choice of several stands in a row of its own; who gave it counts once
    rounds = ["uuid", "repeat_of", "row"]
    if way in ("sum", "mean"):
        stated = pd.to_numeric(asked["value"], errors="coerce").dropna()
        total = float(stated.sum())
        if way == "sum":
            return (total if len(stated) else none), none, none
        return (total / len(stated), total, float(len(stated))) if len(stated) else (none, none, none)
    all_of = float(len(asked.drop_duplicates(rounds)))
    if way == "count":
        return all_of, none, none
    said = float(len(asked[said_so(asked, rule)].drop_duplicates(rounds)))
    return (said, none, none) if way == "equals" else (100 * said / all_of, said, all_of)


def _told(asked: pd.DataFrame, rule: Mapping[str, object]) -> tuple[int, int]:
    """How many answers went in, and how many are no numbers."""
    left_out = len(no_numbers(asked, rule))
    return len(asked) - left_out, left_out


def no_numbers(asked: pd.DataFrame, rule: Mapping[str, object]) -> pd.DataFrame:
    """The answers that a rule should add up and that are no numbers."""
    if _way(rule) not in ("sum", "mean"):
        return asked.head(0)
    return asked[pd.to_numeric(asked["value"], errors="coerce").isna()]


def unmet(asked: pd.DataFrame, rule: Mapping[str, object]) -> str | None:
    """The answers that there are where none is the one that a rule counts."""
    if _way(rule) not in ANSWERED or said_so(asked, rule).any():
        return None
    there = list(asked["value"].value_counts().index[: SHOWN + 1])
    return ", ".join(there[:SHOWN]) + (", …" if len(there) > SHOWN else "")


def _marks(answers: pd.DataFrame) -> dict[str, int]:
    """A mark of what each submission says, whatever the order of its rows in the file."""
    rows = answers[["uuid", "question", "value", "repeat_of", "row"]].fillna({"repeat_of": ""})
    rows = rows.assign(mark=hash_pandas_object(rows[["question", "value", "repeat_of"]], index=False))
    rounds = rows.groupby(["uuid", "repeat_of", "row"], as_index=False)["mark"].sum()
    # marked once more, so that answers that moved from one round to another are seen
    rounds["mark"] = hash_pandas_object(rounds["mark"], index=False)
    return rounds.groupby("uuid")["mark"].sum().to_dict()


def changes(old: pd.DataFrame, new: pd.DataFrame) -> Changes:
    """Which submissions a new export adds, changes or repeats, by their answers; both are answers of `submissions`."""
    before, after = _marks(old), _marks(new)
    both = before.keys() & after.keys()
    changed = frozenset(uuid for uuid in both if before[uuid] != after[uuid])
    return Changes(
        frozenset(after.keys() - before.keys()),
        changed,
        frozenset(both) - changed,
        frozenset(before.keys() - after.keys()),
    )
