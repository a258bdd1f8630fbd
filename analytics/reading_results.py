"""Results in words: where the work stands, who is furthest behind, and what to ask where no target is stated."""

from __future__ import annotations

from collections.abc import Callable
from math import floor

import pandas as pd

from analytics.columns import CODES, is_stated
from analytics.reading import Sentence
from analytics.wording import Words

STATUS = CODES["status"]
REASONS: dict[str, Callable[[Words], str]] = {
    "no_weights": lambda say: say("not computable: how many people each value stands for is not stated"),
    "not_added": lambda say: say("not added: the same people or places can stand in several rows"),
    "not_totalled": lambda say: say(
        "not totalled: these are levels, or the source does not say that they may be added"
    ),
    "targets_differ": lambda say: say("not added: targets of several periods or groups"),
}
LEVELS = ("department", "country", "municipality")
SIDES_TRIED = 60
MOST_SHOWN = 30
BEHIND = ("behind", "far_behind", "away")


def amount(value: object, unit: str, measure: object, say: Words, qualifier: object = None) -> str:
    """A value with what belongs to it: 59.3%, USD 14 million, over 1,043."""
    if not is_stated(value):
        return say("not stated")
    if measure == "percentage":
        return say("{n}%", n=say.number(round(float(value), 1)))
    if unit == "us_dollars":
        return say.quantity(round(float(value)), qualifier, "USD")
    kept = float(value) if float(value).is_integer() else round(float(value), 1)
    return say.quantity(int(kept) if float(kept).is_integer() else kept, qualifier)


def unit_words(row: object) -> str:
    """The unit as the reader's language names it, else as the file does; empty where none is stated."""
    return row.unit_name if is_stated(row.unit_name) else row.unit.replace("_", " ") if is_stated(row.unit) else ""


def unit_beside(row: object) -> str:
    """The unit that stands below an indicator's name; none where each value has it."""
    return "" if row.measure == "percentage" or row.unit == "us_dollars" else unit_words(row)


def percent(share: object, say: Words) -> str:
    """A share in whole percent, never rounded up: what is below a limit does not read as the limit."""
    return say("{n}%", n=say.number(floor(100 * float(share) + 1e-9))) if is_stated(share) else say("not computable")


def why(row: object, say: Words) -> str:
    """Why a row has no status that can be computed, in words."""
    if is_stated(getattr(row, "actual_reason", None)):
        return REASONS[row.actual_reason](say)
    if is_stated(getattr(row, "target_reason", None)):
        return REASONS[row.target_reason](say)
    return ""


def with_target(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows whose indicator has a target that can be held against."""
    return rows[rows["target"].notna()]


def foremost(rows: pd.DataFrame) -> pd.DataFrame:
    """The indicators that are shown of these: all as they come, or of very many those furthest behind, in order."""
    if len(rows) <= MOST_SHOWN:
        return rows
    return rows.sort_values(["pace_share", "achieved_share", "indicator_id"], kind="stable").head(MOST_SHOWN)


def standing_sentences(
    rows: pd.DataFrame, places: pd.DataFrame, say: Words, elsewhere: frozenset[str] = frozenset()
) -> list[Sentence]:
    """How many indicators are reached, on track or behind, and which department is furthest behind.

    `elsewhere` are the indicators whose targets are stated for more than what is selected.
    """
    held = with_target(rows)
    if rows.empty:
        return []
    if held.empty:
        return [_nothing_planned(rows, say, elsewhere)]
    counts = held["status"].value_counts()
    ahead = int(counts.get("reached", 0)) + int(counts.get("on_track", 0))
    late = int(sum(counts.get(status, 0) for status in BEHIND))
    rest = len(held) - ahead - late
    refs = tuple(dict.fromkeys(held["evidence"]))
    if rest == len(held):
        said = say.many(
            "Of {n} target it cannot be said whether it is on track: no value can be held against it.",
            "Of {n} targets it cannot be said whether they are on track: no value can be held against them.", rest,
        )  # fmt: skip
        return [(said, refs)]
    day = say.day(held["as_of"].max())
    if len(held) == 1:
        first = say("The one target: {status}, as of {day}.", status=STATUS[held["status"].iloc[0]](say), day=day)
    else:
        first = say(
            "Of {targets}, {ahead} and {late}, as of {day}.{rest}", day=day, ahead=_ahead(ahead, say),
            late=_late(late, say), targets=say.many("{n} target", "{n} targets", len(held)),
            rest=" " + say.many("Of {n} it cannot be said.", "Of {n} it cannot be said.", rest) if rest else "",
        )  # fmt: skip
    return [(first, refs), *_furthest(places, say)]


def _ahead(n: int, say: Words) -> str:
    if not n:
        return say("none is reached or on track")
    return say.many("{n} is reached or on track", "{n} are reached or on track", n)


def _late(n: int, say: Words) -> str:
    return say.many("{n} is behind", "{n} are behind", n) if n else say("none is behind")


def _nothing_planned(rows: pd.DataFrame, say: Words, elsewhere: frozenset[str]) -> Sentence:
    refs = tuple(dict.fromkeys(rows["evidence"]))
    stated = say.many("{n} result is", "{n} results are", len(rows))
    if rows["target_rows"].notna().any():
        text = say(
            "{results} stated. Their targets are of several periods, places or groups, and the source does not say "
            "that they may be added.",
            results=stated,
        )  # fmt: skip
    elif elsewhere:
        text = say(
            "{results} stated for this selection, and no target for it alone: targets are stated, but for more "
            "than it.",
            results=stated,
        )  # fmt: skip
    else:
        text = say(
            "{results} stated, and no target for any: whether the work is on track cannot be said from these sources.",
            results=stated,
        )  # fmt: skip
    return (text, refs)


def ranked_places(places: pd.DataFrame) -> pd.DataFrame:
    """Each place with the middle of its shares done and how many targets are far behind; the furthest behind first."""
    held = places[places["key"].notna() & places["achieved_share"].notna()]
    if held.empty:
        return pd.DataFrame(columns=["key", "key_name", "middle_share", "targets", "late"])
    late = held["status"].isin(("far_behind", "away"))
    found = held.assign(late=late).groupby(["key", "key_name"], as_index=False, sort=False)
    ranked = found.agg(middle_share=("achieved_share", "median"), targets=("status", "size"), late=("late", "sum"))
    return ranked.sort_values(["middle_share", "key"], kind="stable").reset_index(drop=True)


def furthest_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Groups with a value or a target; the furthest behind its own target first, where every group has one."""
    known = rows[rows["key"].notna() & (rows["actual_rows"].notna() | rows["target"].notna())]
    if len(known) and known["achieved_share"].notna().all():
        known = known.sort_values(["achieved_share", "key"], kind="stable")
    return known


def _furthest(places: pd.DataFrame, say: Words) -> list[Sentence]:
    ranked = ranked_places(places)
    if len(ranked) < 2:
        return []
    last = ranked.iloc[0]
    own = places[(places["key"] == last["key"]) & places["achieved_share"].notna()]
    said = {"place": last["key_name"], "share": percent(last["middle_share"], say)}
    if last["targets"] == 1:
        is_there = last["middle_share"] >= 1
        text = (
            say("Least far of all is {place}: its one target is at {share} of the way.", **said) if is_there
            else say("Furthest behind is {place}: its one target is at {share} of the way.", **said)
        )  # fmt: skip
    elif last["middle_share"] >= 1:
        said["n"] = say.number(int(last["targets"]))
        text = say("Least far of all is {place}: half of its {n} targets are at {share} of the way or less.", **said)
    else:
        said["n"] = say.number(int(last["targets"]))
        text = say("Furthest behind is {place}: half of its {n} targets are at {share} of the way or less.", **said)
    return [(text, tuple(dict.fromkeys(own["evidence"])))]


def questions_to_ask(
    rows: pd.DataFrame, say: Words, elsewhere: frozenset[str] = frozenset(), split: frozenset[str] = frozenset(),
    verified: frozenset[str] = frozenset(),
) -> list[str]:  # fmt: skip
    """What a leader would ask of those who report, where a source states no target, baseline, period or breakdown.

    `elsewhere` are the indicators whose targets are stated for more than what is selected, `split` those that are told
    by sex, `verified` those whose means of verification are stated.
    """
    asked, own = [], rows["indicator_id"]
    if n := int((rows["target"].isna() & rows["target_rows"].isna() & ~own.isin(elsewhere)).sum()):
        asked.append(say.many("The target of {n} result, and by when it was to be reached.",
                              "The targets of {n} results, and by when they were to be reached.", n))  # fmt: skip
    if rows["baseline"].isna().any():
        asked.append(say("The situation before the work began (baseline), measured in the same way."))
    if rows["actual_to_on"].isna().any():
        asked.append(say("The values of each year, so that a pace can be seen."))
    if (rows["unit"].eq("people") & ~own.isin(split)).any():
        asked.append(say("For people: how many women and men, of what age, and how each is counted once."))
    if not own.isin(verified).all():
        asked.append(say("How each value was found: lists, surveys, visits (means of verification)."))
    return asked


def bare_sentence(bare: pd.DataFrame, say: Words, elsewhere: frozenset[str] = frozenset(), loosen: str = "") -> str:
    """What is meant by results without a target that they could be held against; `loosen`: filters that keep it out."""
    several = int(bare["target_rows"].notna().sum())
    wider = int(bare["indicator_id"].isin(elsewhere).sum())
    told = []
    if several + wider < len(bare):
        told.append(say("No target is stated for these, and none is invented. Not stated is not zero."))
    if wider:
        told.append(
            say("Of {n} of them targets are stated, but for more than this selection.", n=say.number(wider))
            if wider < len(bare) else say("Their targets are stated, but for more than this selection.")
        )  # fmt: skip
        told.append(say("To see them take away: {filters}.", filters=loosen) if loosen else "")
    if several:
        told.append(say("Where several targets are stated, the file does not say that they may be added."))
    return " ".join(part for part in told if part)


def column_words(row: object, say: Words) -> str:
    """What the column of a year is, by the rule of the indicator; the line on it is its target."""
    told = _column(row, say)
    return (
        f"{told} {say('Less is better: a column below its line is good.')}" if row.direction == "descending" else told
    )


def _column(row: object, say: Words) -> str:
    if row.aggregation == "distinct":
        return say(
            "The column is who or what was reached in the year, each once, the line its target. Years are not added "
            "up: the same can stand in several."
        )
    if row.aggregation == "weighted_mean":
        return say("The column is the mean of the last period in the year, the line its target.")
    if row.aggregation == "last":
        return say("The column is how it stood at the end of the year, the line its target. Years are not added up.")
    if row.is_cumulative:
        return say(
            "The column is all that was achieved by the end of the year, earlier years included, the line its target."
        )
    return say("The column is what was achieved in the year, the line its target.")


def levels_of_place(told: pd.DataFrame) -> list[str]:
    """At which levels of place there is more than one to look at, the first to begin with; `told`: `indicator_sides`.

    Municipalities only where there is but one department: else their departments come first, and they are many.
    """
    named = told[told["code_name"].notna()]
    many = [level for level in LEVELS if named.loc[named["axis"] == level, "code"].nunique() > 1]
    return [level for level in many if level != LEVELS[-1]] or many or [LEVELS[0]]


def furthest_title(where: str, say: Words) -> str:
    """The question that places are put in order by, at their level."""
    return {
        "department": say("Which department is furthest behind"), "country": say("Which country is furthest behind"),
        "municipality": say("Which municipality is furthest behind"),
    }[where]  # fmt: skip


def alike_sides(told: pd.DataFrame, codes: list[str]) -> tuple[str, str] | None:
    """The last two codes that share indicators, as many as any other code shares with the second; None: none share.

    `told` are the rows of `indicator_sides` on one axis, `codes` their order.
    """
    held = told[told["has_value"]].groupby("code")["indicator_id"].agg(set).to_dict()
    for at in range(len(codes) - 1, max(len(codes) - SIDES_TRIED, 0), -1):
        second = held.get(codes[at], set())
        shared = [len(second & held.get(code, set())) for code in codes[:at]]
        if max(shared):
            return codes[len(shared) - 1 - shared[::-1].index(max(shared))], codes[at]
    return None


def elapsed_words(row: object, say: Words) -> str:
    """How much is done and how much of the time has passed."""
    if not is_stated(row.achieved_share):
        return why(row, say)
    done = percent(row.achieved_share, say)
    if not is_stated(row.elapsed_share):
        return done
    return say("{done} of the way, {time} of the time", done=done, time=percent(row.elapsed_share, say))


def targets_elsewhere(rows: pd.DataFrame, whole: pd.DataFrame) -> frozenset[str]:
    """The indicators without a target in `rows` that have one in `whole`, the same without filters."""
    bare = rows.loc[rows["target_rows"].isna(), "indicator_id"]
    return frozenset(bare) & frozenset(whole.loc[whole["target_rows"].notna(), "indicator_id"])


def difference_words(row: object, say: Words) -> str:
    """The difference of two values with its sign; points where the value is a percentage."""
    if not is_stated(row.difference):
        reason = row.first_reason if is_stated(row.first_reason) else row.second_reason
        return REASONS[reason](say) if is_stated(reason) else say("not computable")
    sign = "+" if row.difference > 0 else "−" if row.difference < 0 else "±"
    size = abs(float(row.difference))
    if row.measure == "percentage":
        return say("{n} points", n=sign + say.number(round(size, 1)))
    text = sign + amount(size, row.unit, row.measure, say)
    if {row.first_qualifier, row.second_qualifier} & {"over", "about"}:
        text = say("about {number}", number=text)
    if is_stated(row.change_share) and row.difference:
        text += f" ({sign}{_change(abs(float(row.change_share)), say)})"
    return text


def _change(share: float, say: Words) -> str:
    """A change in percent: rounded, since no limit is held against it, and never 0% where there is one."""
    return say("{n}%", n=say.number(round(100 * share) or max(round(100 * share, 1), 0.1)))


def own_days(row: object, say: Words) -> tuple[str, str]:
    """Of when the two values are, where only the latest of each side counts and they are of different months."""
    days = tuple(getattr(row, f"{side}_to_on") for side in ("first", "second"))
    is_latest = row.is_cumulative or row.aggregation in ("last", "weighted_mean")
    if not is_latest or not all(is_stated(day) for day in days) or days[0] == days[1]:
        return "", ""
    return tuple(say("as of {day}", day=say.day(day)) for day in days)


def across_years(row: object, periods: pd.DataFrame) -> int:
    """How many of the values that an indicator comes to lie in no year: their periods cross the end of one."""
    return int(row.actual_rows) - int(periods["actual_rows"].sum()) if is_stated(row.actual_rows) else 0
