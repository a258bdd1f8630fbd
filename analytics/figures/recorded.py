"""Figures of what sources record of issues: year by year, and where no activity is recorded."""

from __future__ import annotations

import pandas as pd

from analytics import findings, reading_records
from analytics.columns import is_stated, references
from analytics.figures.asker import Asker
from analytics.figures.making import Draft, Number, figure
from analytics.pivots.drawn import scale

CHARTS_SHOWN, PLACES_SHOWN = 6, 60
OF = ["issue_type_id", "dataset", "measure"]


@figure("lines")
def recorded_by_year(ask: Asker) -> Draft:
    """What is recorded of each issue, year by year, each data set and measure in a picture of its own."""
    say, rows, recorded = ask.say, ask("recorded_by_year"), ask("recorded_issues")
    names, months = findings.told_at_import(ask.engine.snapshot)
    dated = rows[rows["year"].notna()]
    if dated.empty:
        return Draft(say("Recorded by year"), rows.head(0))
    years = list(range(int(dated["year"].min()), int(dated["year"].max()) + 1))
    known = [
        key for key in recorded[OF].itertuples(index=False, name=None) if (dated[OF] == list(key)).all(axis=1).any()
    ]
    series, numbers, partial = [], [], {}
    for key in known[:CHARTS_SHOWN]:
        own = dated[(dated[OF] == list(key)).all(axis=1)]
        label = f"{own['issue_name'].iloc[0]}, {reading_records.dataset_title(key[1], names)}"
        held = {int(row.year): row for row in own.itertuples(index=False)}
        values = [_value(held[year]) if year in held else None for year in years]
        words = [_words(held.get(year), say) for year in years]
        told = [f"{label} {year}: {text}" if text else "" for year, text in zip(years, words, strict=True)]
        series.append({
            "label": label, "values": values, "words": words, "colour": "brick", "told": told,
            "partial": [year in held and bool(held[year].is_partial) for year in years],
            "ticks": scale([value for value in values if value is not None], say),
        })  # fmt: skip
        for year, row in held.items():
            numbers.append(Number(f"{label}, {year}", _words(row, say), _value(row), tuple(row.evidence.split(" ")),
                                  "-".join((*key, str(year))), is_counted=True))  # fmt: skip
            if row.is_partial:
                part = reading_records.part_of_year(row.evidence, year, months, say)
                partial[say("{year}: {part}", year=str(year), part=part)] = None
    left = len(known) - len(series)
    notes = [*partial, *([say.many("… and {n} more.", "… and {n} more.", left)] if left else [])]
    body = {"x": [str(year) for year in years], "series": series, "many": True, "ticks": series[0]["ticks"]}
    return Draft(
        say("Recorded by year"),
        dated[["issue_name", "dataset", "measure", "year", "total", "record_rows", "is_partial", "evidence"]],
        unit=say("Each picture has a scale of its own. A ring is a year that is not whole in its source; "
                 "a year without a row is not a year without a case."),
        body=body, numbers=numbers, notes=notes,
    )  # fmt: skip


def _value(row: object) -> float:
    """The total of a year; where the source gives no count, how many rows it has."""
    return float(reading_records.rounded(row.total if is_stated(row.total) else row.record_rows))


def _words(row: object | None, say: object) -> str:
    return reading_records.counted(row.total, row.measure, row.record_rows, say) if row is not None else ""


@figure("table")
def recorded_without_activity(ask: Asker) -> Draft:
    """Municipalities with something recorded and no activity recorded there: never "no response"."""
    say, rows = ask.say, ask("recorded_without_activity")
    _, months = findings.told_at_import(ask.engine.snapshot)
    places = reading_records.in_order(rows, "rows") if len(rows) else []
    shown = reading_records.quiet_places(rows, places[:PLACES_SHOWN], months, say)
    told = pd.DataFrame({
        say("Municipality"): [place.place_name for place in shown],
        say("Department"): [place.department_name or "" for place in shown],
        say("Recorded there"): ["; ".join(place.lines) for place in shown],
        say("Activities recorded for its department as a whole"): [
            say.number(place.department_activities) if place.department_activities else say("none recorded")
            for place in shown
        ],
    })  # fmt: skip
    n, left = len(places), len(places) - len(shown)
    title = say("Recorded, and no activity recorded at municipality level")
    numbers = [Number(title, say.many("{n} municipality", "{n} municipalities", n), n, references(rows), "places",
                      is_counted=True)] if n else []  # fmt: skip
    return Draft(
        title, told, "".join(reading_records.quiet_sentence(row, say)
                             for row in ask("recorded_places").itertuples(index=False)),
        say("No activity recorded here is not no response: work can be recorded for the department as a whole, "
            "or nowhere. Activities of any time and partnership count."), {}, numbers,
        [say.many("… and {n} more.", "… and {n} more.", left)] if left else [], is_worded=True,
        references=references(rows[rows["place_id"].isin(places[:PLACES_SHOWN])]),
    )  # fmt: skip
