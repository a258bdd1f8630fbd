"""What sources record of issues, in sentences: counted as each source counts, partial years said."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.columns import is_stated, references
from analytics.reading import Sentence
from analytics.reading_issues import within
from analytics.wording import Words

Months = dict[tuple[str, int], str]  # source and year -> the months that it covers
NAMED = 3  # issue types that a sentence names; the others are in the table
SPAN = re.compile(r"(\d{4})-(\d{2}) – (\d{4})-(\d{2})")
MEASURES: dict[str, Callable[[Words, float], str]] = {
    "cases": lambda say, n: say.many("{n} case", "{n} cases", n),
    "victims": lambda say, n: say.many("{n} victim", "{n} victims", n),
    "events": lambda say, n: say.many("{n} event recorded", "{n} events recorded", n),
    "people": lambda say, n: say.many("{n} person", "{n} people", n),
    "hectares": lambda say, n: say.many("{n} hectare", "{n} hectares", n),
    "arrests": lambda say, n: say.many("{n} arrest", "{n} arrests", n),
    "deaths": lambda say, n: say.many("{n} death", "{n} deaths", n),
    "claims": lambda say, n: say.many("{n} claim", "{n} claims", n),
    "mines": lambda say, n: say.many("{n} mine", "{n} mines", n),
    "seizures": lambda say, n: say.many("{n} seizure", "{n} seizures", n),
}


MEASURE_NAMES: dict[str, Callable[[Words], str]] = {
    "cases": lambda say: say("Cases"), "victims": lambda say: say("Victims"), "events": lambda say: say("Events"),
    "people": lambda say: say("People"), "hectares": lambda say: say("Hectares"), "arrests": lambda say: say("Arrests"),
    "deaths": lambda say: say("Deaths"), "claims": lambda say: say("Claims"), "mines": lambda say: say("Mines"),
    "seizures": lambda say: say("Seizures"),
}  # fmt: skip


def measure_name(measure: str, say: Words) -> str:
    """What a count counts, as a heading."""
    return MEASURE_NAMES.get(measure, lambda say: say("Counted"))(say)


def counted(total: object, measure: str, record_rows: int, say: Words) -> str:
    """A total in its measure ("3,112 victims"); where the source gives no count, its rows."""
    if not is_stated(total):
        return say.many("{n} row, its count not stated", "{n} rows, their count not stated", record_rows)
    return MEASURES.get(measure, lambda say, n: say.many("{n} counted", "{n} counted", n))(say, rounded(total))


def rounded(total: float) -> float:
    """A sum as it is said: whole where it is whole, else to one decimal."""
    return int(total) if float(total).is_integer() else round(float(total), 1)


def part_of_year(evidence: str, year: int, months: Months, say: Words) -> str:
    """What a year that is not whole covers: "January to April", or that it may be incomplete."""
    for reference in str(evidence).split(" "):
        told = months.get((reference.removeprefix("sources:"), int(year)), "")
        if match := SPAN.fullmatch(told):
            first, last = (date(int(match[i]), int(match[i + 1]), 1) for i in (1, 3))
            return (
                say.month(first)
                if first == last
                else say("{start} to {end}", start=say.month(first), end=say.month(last))
            )
    return say("may be incomplete")


def years(row: object, months: Months, say: Words) -> str:
    """The years of a row, the one that is not whole said: "1996 to 2024 (2024: January to April)"."""
    if not is_stated(row.first_year):
        return say("no year stated")
    first, last = str(int(row.first_year)), str(int(row.last_year))
    span = first if first == last else say("{start} to {end}", start=first, end=last)
    if not is_stated(row.partial_year):
        return span
    part = part_of_year(row.evidence, row.partial_year, months, say)
    return say("{years} ({year}: {part})", years=span, year=str(int(row.partial_year)), part=part)


def dataset_title(dataset: str, names: dict[str, str]) -> str:
    """The name of a data set as it was told at its import."""
    return names.get(dataset, dataset).replace("_", " ").replace("-", " ")


def issues_title(is_listed: bool, is_recorded: bool, say: Words) -> str:
    """The headline of the Issues page, by what the data hold."""
    if is_listed and is_recorded:
        return say("What was listed in the dialogues, and what is recorded")
    return say("What is recorded of issues") if is_recorded else say("What was listed in the dialogues")


def recorded_sentences(recorded: pd.DataFrame, places: pd.DataFrame, months: Months, say: Words) -> list[Sentence]:
    """What is recorded most, and in how many of these municipalities no activity is recorded."""
    if recorded.empty:
        return []
    said = [
        say(
            "{issue}: {total} in {places}, {years}",
            issue=within(row.issue_name) if i else row.issue_name,
            total=counted(row.total, row.measure, row.record_rows, say),
            places=say.many("{n} municipality", "{n} municipalities", row.municipalities),
            years=years(row, months, say),
        )
        for i, row in enumerate(recorded.head(NAMED).itertuples(index=False))
    ]
    more = len(recorded) - len(said)
    rest = say.many("; and {n} more data set", "; and {n} more data sets", more) if more else ""
    found = [(f"{'; '.join(said)}{rest}.", references(recorded))]
    return found + [(quiet_sentence(row, say), references(recorded)) for row in places.itertuples(index=False)]


def quiet_sentence(row: object, say: Words) -> str:
    """In how many municipalities something is recorded and no activity: never "no response"."""
    return say(
        "In {without} of {all} municipalities with something recorded, no activity is recorded at municipality level; "
        "that is not the same as no response.",
        without=say.number(row.without_activity),
        all=say.number(row.municipalities),
    )


@dataclass(frozen=True)
class QuietPlace:
    """A municipality with something recorded and no activity recorded there."""

    place_id: str
    place_name: str
    department_name: str | None
    department_activities: int
    lines: tuple[str, ...]  # "Extortion: 34 cases, 1998 to 2024"


ORDERS = ("rows", "recent", "department")


def in_order(rows: pd.DataFrame, order: str) -> list[str]:
    """The places of `recorded_without_activity`, each once: most rows first, the latest first, or by department."""
    places = rows.groupby("place_id", sort=False).agg(
        record_rows=("record_rows", "sum"), last_year=("last_year", "max"), place_name=("place_name", "first"),
        department_name=("department_name", "first"),
    )  # fmt: skip
    by = {"recent": ["last_year", "record_rows"], "department": ["department_name", "place_name"]}
    ordered = places.reset_index().sort_values(
        [*by.get(order, ["record_rows"]), "place_id"],
        ascending=[order == "department"] * len(by.get(order, ["record_rows"])) + [True], na_position="last",
    )  # fmt: skip
    return ordered["place_id"].tolist()


def quiet_places(rows: pd.DataFrame, places: list[str], months: Months, say: Words) -> list[QuietPlace]:
    """These places of `recorded_without_activity`, in their order, with a line for each thing recorded there."""
    found: dict[str, list] = {place: [] for place in places}
    for row in rows[rows["place_id"].isin(places)].itertuples(index=False):
        found[row.place_id].append(row)
    return [
        QuietPlace(
            place, own[0].place_name, own[0].department_name, int(own[0].department_activities),
            tuple(_line(row, months, say) for row in own),
        )
        for place, own in found.items()
    ]  # fmt: skip


def _line(row: object, months: Months, say: Words) -> str:
    return say(
        "{issue}: {total}, {years}",
        issue=row.issue_name,
        total=counted(row.total, row.measure, row.record_rows, say),
        years=years(row, months, say),
    )


def place_record_lines(rows: pd.DataFrame, months: Months, names: dict[str, str], say: Words) -> list[str]:
    """What is recorded at a place, a line for each issue, measure and data set."""
    return [
        say("{what} · {dataset}", what=_line(row, months, say), dataset=dataset_title(row.dataset, names))
        for row in rows.itertuples(index=False)
    ]


def attribute_line(known: object, say: Words) -> tuple[str, str]:
    """One thing known of a place as people say it, and where and when it was stated."""
    name = say("Population") if known.attribute == "population" else known.attribute.replace("_", " ").capitalize()
    if known.breakdown:
        name = f"{name}, {known.breakdown}"
    value = say.number(known.value) if pd.notna(known.value) else known.text_value
    said = f"{name}: {value}"
    if known.values > 1:
        said += f" ({say('its source states more than one value')})"
    year = f"{int(known.year)}" if pd.notna(known.year) else say("year not stated")
    return said, f"{year} · {known.source_title}"
