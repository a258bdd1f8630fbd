"""What layers of a map measure, by place and step of time: the questions behind every frame (`analytics/mapped.py`).

`level` is municipality, department or country; `steps` is all, year, quarter or month. Sums go up from places to the
areas that they lie in; a rate is never summed, its numerator and denominator are.
"""

from __future__ import annotations

import pandas as pd

from analytics.asking import answer, one_of, question
from analytics.selection import Reader, Selection
from analytics.warehouse import Engine

LEVELS = ("municipality", "department", "country")
STEPS = ("all", "year", "quarter", "month")


@question
def map_places(
    engine: Engine, selection: Selection, reader: Reader, *, level: str = "municipality", country: str = ""
) -> pd.DataFrame:
    """One row per place of a level in a country (every country where it is empty), with its point, unfiltered."""
    return answer(engine, "map_places", selection, reader, **_at(level), country=country)


@question
def map_records(
    engine: Engine, selection: Selection, reader: Reader, *, issue_type_id: str, dataset: str, measure: str,
    level: str = "municipality", steps: str = "year",
) -> pd.DataFrame:  # fmt: skip
    """One row per place and step with something recorded of an issue in one data set and measure.

    Rows placed no finer than above the level have no `area_id` but a `coarser_id`, or neither where they state no
    place; rows that reach beyond one step have no `step_key`. `total` is empty where no row states a count.
    """
    own = {"issue_type_id": issue_type_id, "dataset": dataset, "measure": measure}
    return answer(engine, "map_records", selection, reader, **_at(level, steps), **own)


@question
def map_rates(
    engine: Engine, selection: Selection, reader: Reader, *, issue_type_id: str, dataset: str, measure: str,
    attribute: str = "population", level: str = "municipality", steps: str = "year",
) -> pd.DataFrame:  # fmt: skip
    """One row per place and step with something recorded of an issue: its count, the people of that year, per 100,000.

    Without a population of that year (of each year, for the whole period) it is not computable and empty. A place that
    its source states twice (`map_twice`) has the sum of both here, and no value on the map.
    """
    own = {"issue_type_id": issue_type_id, "dataset": dataset, "measure": measure, "attribute": attribute}
    return answer(engine, "map_rates", selection, reader, **_at(level, steps), **own)


@question
def map_twice(
    engine: Engine, selection: Selection, reader: Reader, *, issue_type_id: str, dataset: str, measure: str
) -> pd.DataFrame:
    """One row per place and period stated more than once by a source that states one value for each.

    The rule is the import's (`place_repeated`): where more than one row in twenty repeats a place, period and category,
    the source holds events or a breakdown, and its rows are added up; otherwise which row holds is not known.
    """
    own = {"issue_type_id": issue_type_id, "dataset": dataset, "measure": measure}
    return answer(engine, "map_twice", selection, reader, **own)


@question
def map_issue_types(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per issue type, with its name and how sensitive it is."""
    return answer(engine, "map_issue_types", selection, reader)


@question
def map_attributes(
    engine: Engine, selection: Selection, reader: Reader, *, attribute: str, level: str = "municipality"
) -> pd.DataFrame:
    """One row per place of a level and year: what is known of it, such as its population (areas and sexes added up)."""
    return answer(engine, "map_attributes", selection, reader, attribute=attribute, **_at(level))


@question
def map_activities(
    engine: Engine, selection: Selection, reader: Reader, *, level: str = "municipality"
) -> pd.DataFrame:
    """One row per place of a level with an activity recorded there, at any time, each counted once in an area."""
    return answer(engine, "map_activities", selection, reader, **_at(level))


@question
def map_activities_at(
    engine: Engine, selection: Selection, reader: Reader, *, level: str = "municipality", steps: str = "year"
) -> pd.DataFrame:
    """One row per place of a level and step with an activity recorded there, each counted once in an area.

    It is counted in every step that it runs in; `open_activities` state no end and are counted in their first step.
    With `steps` all it is `map_activities`.
    """
    if steps == "all":
        return map_activities(engine, selection, reader, level=level)
    return answer(engine, "map_activities_at", selection, reader, **_at(level, steps))


@question
def map_people_at(
    engine: Engine, selection: Selection, reader: Reader, *, level: str = "municipality", steps: str = "all"
) -> pd.DataFrame:
    """One row per place of a level and step where people took part in activities: each person once in an area and step.

    Persons are numbers without identity. Steps are not added up: who took part in two years is one person in both.
    """
    return answer(engine, "map_people_at", selection, reader, **_at(level, steps))


@question
def map_money_at(
    engine: Engine, selection: Selection, reader: Reader, *, currency: str = "", level: str = "municipality",
    steps: str = "all",
) -> pd.DataFrame:  # fmt: skip
    """One row per place, step, kind of amount and currency: what transactions add up to, never over currencies.

    An amount goes to a place where its activity has one place of the level or states shares; `reason` says why not.
    """
    return answer(engine, "map_money_at", selection, reader, currency=currency, **_at(level, steps))


@question
def map_measures(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per way to measure activities besides their number: people, and each kind and currency of amounts."""
    return answer(engine, "map_measures", selection, reader)


@question
def map_indicators(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per indicator, with its unit and how it may be added up."""
    return answer(engine, "map_indicators", selection, reader)


@question
def map_events(
    engine: Engine, selection: Selection, reader: Reader, *, dataset: str, issue_type_id: str = "", steps: str = "all"
) -> pd.DataFrame:
    """One row per place, point and step with events of one data set (of one issue, or of all); `exactness` says how.

    Only events whose own point is stated, and exact, have one; those of a department or coarser never do.
    """
    own = {"dataset": dataset, "issue_type_id": issue_type_id, "steps": one_of("steps", steps, STEPS)}
    return answer(engine, "map_events", selection, reader, **own)


@question
def map_flows(
    engine: Engine, selection: Selection, reader: Reader, *, roles: tuple[str, ...] = ("funding", "sponsor"),
    level: str = "municipality",
) -> pd.DataFrame:  # fmt: skip
    """One row per country of an organisation and place of a programme or activity of it, in the roles asked for.

    Places are as exact as they are stated, and no finer than `level`: on a map of the world they are countries.
    """
    return answer(engine, "map_flows", selection, reader, roles=list(roles), **_at(level))


@question
def recorded_against_done(
    engine: Engine, selection: Selection, reader: Reader, *, issue_type_id: str, dataset: str, measure: str
) -> pd.DataFrame:
    """One row per municipality with something recorded of an issue, or an activity: both numbers side by side.

    Those without an activity at municipality level come first, the highest counts in front. Activities of any time and
    partnership count, as in `recorded_without_activity`. No activity recorded is not no response.
    """
    own = {"issue_type_id": issue_type_id, "dataset": dataset, "measure": measure}
    return answer(engine, "recorded_against_done", selection, reader, **own)


def _at(level: str, steps: str = "") -> dict[str, str]:
    """The level of places and the steps of time that a question is asked by; raises QuestionError for another word."""
    asked = {"level": one_of("level", level, LEVELS)}
    return asked | ({"steps": one_of("steps", steps, STEPS)} if steps else {})
