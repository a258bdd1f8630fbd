"""What answers of a form come to: values of indicators by saved rules, and what another export of it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd
from pandas.util import hash_pandas_object

from analytics.errors import DataError

WAYS = ("equals", "sum", "mean", "count")


class Changes(NamedTuple):
    """Submissions (by uuid) of a new export beside an old one; `gone` ones are told and never taken away by it."""

    added: frozenset[str]
    changed: frozenset[str]
    same: frozenset[str]
    gone: frozenset[str]


def indicator_values(answers: pd.DataFrame, rules: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """One row per rule (and group, where a rule says `by`): indicator, group, value, answers, left_out.

    A rule is {"indicator", "question"} and one of `equals` (how many answered so), `sum`, `mean` (of the numbers) and
    `count` (how many answered at all); `by` is a question whose answer makes the groups. Counted is a submission once,
    or a round of a repeat; `answers` went in, `left_out` are no numbers. Raises DataError for a rule that is none.
    """
    rows = [row for rule in rules for row in _values(answers, rule)]
    frame = pd.DataFrame(rows, columns=["indicator", "group", "value", "answers", "left_out"])
    return frame.astype({"indicator": "str", "group": "str", "value": "float64"})


def _way(rule: Mapping[str, object]) -> str:
    ways = [way for way in WAYS if rule.get(way) not in (None, False)]
    if len(ways) != 1 or not rule.get("indicator") or not rule.get("question"):
        raise DataError(f"a rule needs indicator, question and one of {', '.join(WAYS)}: {dict(rule)}")
    return ways[0]


def _values(answers: pd.DataFrame, rule: Mapping[str, object]) -> list[tuple]:
    way = _way(rule)
    asked = answers[answers["question"] == rule["question"]]
    if asked.empty:
        raise DataError(f"the rule of {rule['indicator']}: no answer to a question {rule['question']!r}")
    if not (by := rule.get("by")):
        return [(rule["indicator"], None, *_value(asked, way, rule))]
    groups = answers[answers["question"] == by].drop_duplicates("uuid").set_index("uuid")["value"]
    grouped = asked.assign(group=asked["uuid"].map(groups))
    return [
        (rule["indicator"], group, *_value(rows, way, rule))
        for group, rows in grouped.groupby("group", dropna=False, sort=True)
    ]


def _value(asked: pd.DataFrame, way: str, rule: Mapping[str, object]) -> tuple[float, int, int]:
    """The value, how many answers went in, and how many are no numbers."""
    if way in ("equals", "count"):
        said = asked if way == "count" else asked[asked["value"] == str(rule["equals"])]
        # a choice of several stands in a row of its own; who gave it counts once
        return float(len(said.drop_duplicates(["uuid", "repeat_of", "row"]))), len(asked), 0
    numbers = pd.to_numeric(asked["value"], errors="coerce")
    stated = numbers.dropna()
    value = float(stated.sum()) if way == "sum" else float(stated.mean()) if len(stated) else float("nan")
    return value, len(stated), int(numbers.isna().sum())


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
