"""What a pivot can count and what it can be broken down by: our own lists, which every choice is held against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from analytics.aggregation import GROUPS
from analytics.axes import fragments
from analytics.wording import Words

TIMES = ("year", "quarter", "month")
PLACES = ("country", "department", "municipality")
INDICATOR = "indicator"
# an indicator's total is worked out over one bucket of time and up to two groups
KINDS = {
    "result_actual": "actual", "result_target": "target", "result_baseline": "baseline",
    "result_published": "published_total",
}  # fmt: skip
GROUPS_MOST = 2
PERSONAL = ("sex", "age")  # what only the single rows of a source say


@dataclass(frozen=True)
class Measure:
    """Something that a pivot counts or adds up: its question, the column of it, and the question of its rows."""

    id: str
    fact: str
    column: str
    question: str
    rows: str
    counted: str  # the column that says how many rows are behind
    colour: str
    label: Callable[[Words], str]
    meaning: Callable[[Words], str]
    only: tuple[str, str] | None = None  # an axis and its code that the rows behind are narrowed to


MEASURES: dict[str, Measure] = {
    measure.id: measure
    for measure in (
        Measure(
            "activities", "activities", "activities", "pivot_activities", "rows_of_activities", "activities", "teal",
            lambda say: say("Activities"),
            lambda say: say(
                "Activities recorded one by one, each once in every total. One of several places, partners or issues "
                "stands under each of them, so the cells may add up to more than their total. Its time is when it "
                "began."
            ),
        ),
        Measure(
            "initiatives", "activities", "initiatives", "pivot_activities", "rows_of_activities", "initiatives", "teal",
            lambda say: say("Initiatives"),
            lambda say: say("Activities whose kind is initiative; counted as activities are."),
            only=("kind", "initiative"),
        ),
        Measure(
            "people", "people", "people", "pivot_people", "rows_of_people", "people", "teal",
            lambda say: say("Distinct people"),
            lambda say: say(
                "People who took part, each counted once in every cell and total, however often they came: totals are "
                "counted anew and never added up. Known by a number and nothing else."
            ),
        ),
        Measure(
            "issues_listed", "issues", "issues_listed", "pivot_issues", "rows_of_issues", "issues_listed", "brick",
            lambda say: say("Issues listed"),
            lambda say: say(
                "Issues as the dialogues listed them, place by place. That an issue is listed says nothing of how "
                "often it happens."
            ),
        ),
        Measure(
            "record_rows", "records", "record_rows", "pivot_records", "rows_of_records", "record_rows", "brick",
            lambda say: say("Rows recorded"),
            lambda say: say("Rows of the sources that record issues, whatever each counts."),
        ),
        Measure(
            "recorded", "records", "recorded", "pivot_records", "rows_of_records", "record_rows", "brick",
            lambda say: say("Number recorded"),
            lambda say: say(
                "What the sources count, added up where it is the same thing: cases, victims and events are never "
                "added to each other, nor is one issue of two data sets, which may tell the same events. A row "
                "without a count is not zero."
            ),
        ),
        Measure(
            "money", "money", "amount", "pivot_money", "rows_of_money", "amounts", "leaf",
            lambda say: say("Money"),
            lambda say: say(
                "Amounts in their own currency, added up where currency and kind are the same: no currency is added to "
                "another, no budget to a payment, nothing leveraged to what was mobilised."
            ),
        ),
        *(
            Measure(
                one, "indicators", "value", "indicator_totals", "indicator_rows", "rows_counted", "violet", label,
                lambda say: say(
                    "Values of indicators, each totalled by its own rule: added, the latest, a weighted mean, distinct "
                    "people counted anew, or not at all. Different indicators are never added to each other."
                ),
            )
            for one, label in (
                ("result_actual", lambda say: say("Achieved")), ("result_target", lambda say: say("Target")),
                ("result_baseline", lambda say: say("Baseline")),
                ("result_published", lambda say: say("Published total")),
            )
        ),
    )
}  # fmt: skip

AXES: dict[str, Callable[[Words], str]] = {
    "partnership": lambda say: say("Partnership"),
    "programme": lambda say: say("Programme"),
    "component": lambda say: say("Component"),
    "kind": lambda say: say("Kind of activity"),
    "provenance": lambda say: say("Provenance"),
    "country": lambda say: say("Country"),
    "department": lambda say: say("Department"),
    "municipality": lambda say: say("Municipality"),
    "issue": lambda say: say("Issue"),
    "family": lambda say: say("Family of issues"),
    "dataset": lambda say: say("Data set"),
    "measure": lambda say: say("What is counted"),
    "year": lambda say: say("Year"),
    "quarter": lambda say: say("Quarter"),
    "month": lambda say: say("Month"),
    "sector": lambda say: say("Sector of partner"),
    "role": lambda say: say("Role"),
    "sex": lambda say: say("Sex"),
    "age": lambda say: say("Age"),
    "age_group": lambda say: say("Age group"),
    "population_group": lambda say: say("Population group"),
    "indicator": lambda say: say("Indicator"),
    "breakdown": lambda say: say("Of them"),
    "currency": lambda say: say("Currency"),
    "money_kind": lambda say: say("Kind of amount"),
}


@cache
def axes_of(measure_id: str) -> tuple[str, ...]:
    """The axes that a measure can be broken down by."""
    fact = MEASURES[measure_id].fact
    if fact == "indicators":
        return (INDICATOR, *TIMES, *(group for group in GROUPS if group != "none"))
    return tuple(fragments("record_rows" if fact == "records" else fact))


def strange(measure_id: str, axes: tuple[str, ...]) -> tuple[str, ...]:
    """The axes that a measure does not know, or that are too many for it."""
    unknown = tuple(axis for axis in axes if axis not in axes_of(measure_id))
    if unknown or MEASURES[measure_id].fact != "indicators":
        return unknown
    times = [axis for axis in axes if axis in TIMES]
    groups = [axis for axis in axes if axis not in TIMES and axis != INDICATOR]
    return (*times[1:], *groups[GROUPS_MOST:])


def question_of(measure: Measure, axes: tuple[str, ...]) -> str:
    """The question that answers a measure: the counts by month, or row by row where a person's sex or age is asked."""
    by_person = measure.fact == "records" and any(axis in PERSONAL for axis in axes)
    return "pivot_record_rows" if by_person else measure.question
