"""Figures of what the documents state: headline cards, timeline, results, totals against records, what is open."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from analytics import reading, reading_records
from analytics.charts.timeline import OPEN_DAYS
from analytics.columns import is_stated, references, said
from analytics.figures.asker import Asker
from analytics.figures.making import Draft, Number, figure, stated

MOST_CARDS = 6
MOST_GAPS = 12


def quantity(row: object, say: object) -> str:
    """A result as it is written: qualifier and currency with it."""
    return say.quantity(row.value, row.qualifier, row.currency if is_stated(row.currency) else None)


def _refs(row: object) -> tuple[str, ...]:
    return tuple(row.evidence.split(" ")) if is_stated(row.evidence) else ()


def _numbers(results: pd.DataFrame, say: object) -> list[Number]:
    return [
        Number(row.result_name, quantity(row, say), row.value if is_stated(row.value) else None, _refs(row),
               row.result_id)
        for row in results.itertuples(index=False)
    ]  # fmt: skip


@figure("cards")
def partnership_figures(ask: Asker) -> Draft:
    """The headline figures of the partnerships in the selection, as their documents state them."""
    say, results, bands = ask.say, ask("published_results"), ask("partnership_bands")
    own = results[results["headline"].notna()].sort_values(["headline", "partnership_id"], kind="stable")
    shown = own.head(MOST_CARDS).sort_values(["partnership_id", "headline"], kind="stable")
    is_one = own["partnership_id"].nunique() == 1
    items = [
        {
            "figure": quantity(row, say), "label": row.result_name, "note": stated(row.note),
            "colour": ask.look.partnership(row.partnership_id), "of": "" if is_one else row.partnership_name,
        }
        for row in shown.itertuples(index=False)
    ]  # fmt: skip
    band = bands.iloc[0] if is_one and len(bands) == 1 else None
    title = say("What its document states: {name}", name=band["short_name"]) if band is not None else say(
        "What the documents state"
    )  # fmt: skip
    notes = []
    if len(own) and own["start_on"].isna().all() and own["end_on"].isna().all():
        notes.append(say("The document ties these figures to no period and does not break them down."))
    return Draft(
        title, shown, band["description"] if band is not None else "",
        reading.band_dates(band, say) if band is not None else "", {"items": items}, _numbers(shown, say), notes,
        drop=("start_on", "end_on", "component_name"),
    )  # fmt: skip


@figure("table")
def published_figures(ask: Asker) -> Draft:
    """Every figure that the documents state, in a table."""
    say, results = ask.say, ask("published_results")
    return Draft(
        say("Every figure the documents state"), results[["partnership_name", "programme_name", "result_name", "value",
        "qualifier", "currency", "unit_name", "provenance", "evidence"]], numbers=_numbers(results, say),
        drop=("provenance",),
    )  # fmt: skip


@figure("table")
def reconciliation(ask: Asker) -> Draft:
    """Each published total beside what the same document lists one by one."""
    say, checks = ask.say, ask("reconciliation")
    sentences = reading.evidence_sentences(ask("published_results"), checks, say)
    shown = checks[["programme_name", "result_name", "published", "records", "verdict", "note", "evidence"]]
    numbers = [
        Number(row.result_name, say.quantity(row.published, row.qualifier), row.published, _refs(row), row.result_id)
        for row in checks.itertuples(index=False)
    ]
    return Draft(
        say("Do published totals and records agree?"), shown, sentences[0][0] if sentences else "",
        say("A published total beside what the same document lists one by one."), {"verdict": 4}, numbers,
    )  # fmt: skip


@figure("timeline")
def timeline(ask: Asker) -> Draft:
    """When the programmes ran, as exactly as the documents say."""
    say, rows = ask.say, ask("timeline")
    programmes = rows[rows["row_kind"] == "programme"].sort_values(
        "dates", key=lambda dates: dates == "undated", kind="stable"
    )
    lanes = [_lane(row, ask) for row in programmes.itertuples(index=False)]
    events = rows[(rows["row_kind"] == "activity") & (rows["dates"] == "stated")]
    if len(events):
        marks = [{"kind": "dot", "from": _year(row.start_on), "to": _year(row.end_on or row.start_on)}
                 for row in events.itertuples(index=False)]  # fmt: skip
        words = say.many("{n} event with a date", "{n} events with a date", len(events))
        lanes.append({"label": say("Events"), "words": words, "colour": "ink", "marks": marks})
    dates = programmes["dates"]
    sentence = say(
        "Start and end are stated for {dated} of {all} programmes; without any date: {undated}.",
        all=say.number(len(programmes)), dated=say.number(int((dates == "stated").sum())),
        undated=say.number(int((dates == "undated").sum())),
    )  # fmt: skip
    shown = rows[["item_name", "partnership_name", "start_on", "end_on", "dates", "provenance", "evidence"]]
    return Draft(
        say("When they worked"), shown, sentence if len(programmes) else "",
        say("Bars are stated dates; a faded end is not stated; a diamond is the month of a report."),
        spanned(lanes), notes=[reading.undated_sentence(rows, say)], drop=("provenance",),
    )  # fmt: skip


def _lane(row: object, ask: Asker) -> dict:
    say, colour = ask.say, ask.look.partnership(row.partnership_id)
    words = say.span(row.start_on, row.end_on, row.start_precision or row.end_precision)
    marks = []
    if row.dates == "stated":
        marks = [{"kind": "bar", "from": _year(row.start_on), "to": _year(row.end_on)}]
    elif row.dates == "end_not_stated":
        until = row.start_on + timedelta(days=OPEN_DAYS)
        marks = [{"kind": "fades-out", "from": _year(row.start_on), "to": _year(until)}]
    elif row.dates == "start_not_stated":
        since = row.end_on - timedelta(days=OPEN_DAYS)
        marks = [{"kind": "fades-in", "from": _year(since), "to": _year(row.end_on)}]
    elif row.dates == "reported":
        words = say("reported in {months}", months=say.span(row.reported_from_on, row.reported_to_on))
        marks = [{"kind": "diamond", "from": _year(row.reported_from_on), "to": _year(row.reported_to_on)}]
    return {"label": row.item_name, "words": words, "colour": colour, "marks": marks}


def _year(day: object) -> float:
    """A day as a year with its fraction."""
    return round(day.year + (day.timetuple().tm_yday - 1) / 365.25, 3)


def spanned(lanes: list[dict]) -> dict:
    """The lanes with the whole years that they lie in."""
    ends = [mark[end] for lane in lanes for mark in lane["marks"] for end in ("from", "to")]
    first, last = (int(min(ends)), int(max(ends)) + 1) if ends else (2020, 2021)
    return {"lanes": lanes, "first": first, "last": last}


@figure("text")
def not_stated(ask: Asker) -> Draft:
    """What the documents leave open, and what to ask for."""
    say, gaps = ask.say, ask("not_stated")
    blocks = []
    for name, group in gaps.groupby("partnership_name", sort=False):
        lines = [reading.gap_sentences(gap, say)[0] for gap in group.itertuples(index=False)]
        blocks.append({"head": name, "lines": lines})
    many = len(gaps) > MOST_GAPS
    shown = [block | {"lines": block["lines"][: max(2, MOST_GAPS // max(len(blocks), 1))]} for block in blocks]
    left = sum(len(block["lines"]) for block in blocks) - sum(len(block["lines"]) for block in shown)
    numbers = [
        Number(
            name,
            say.many("{n} open question", "{n} open questions", len(group)),
            len(group),
            references(group),
            is_counted=True,
        )
        for name, group in gaps.groupby("partnership_name", sort=False)
    ]
    notes = [say.many("… and {n} more.", "… and {n} more.", left)] if many and left else []
    return Draft(
        say("What we do not know"), gaps.assign(value=gaps["value"]), "",
        say("Made from every value that the documents leave open."), {"blocks": shown}, numbers, notes,
    )  # fmt: skip


@figure("bars")
def activities_by_year(ask: Asker) -> Draft:
    """Activities of the imported data sets that ran in each year."""
    say, rows = ask.say, ask("activities_by_year")
    dated = rows[rows["year"].notna()]
    return _by_year(ask, dated, "activities", say("When the imported activities ran"), say("Activities"),
                    say("Activities that ran in each year; one of several years stands in each of them."))  # fmt: skip


def _by_year(ask: Asker, dated: pd.DataFrame, column: str, title: str, axis: str, unit: str) -> Draft:
    say = ask.say
    sums = dated.groupby("year")[column].sum()
    numbers = [
        Number(str(int(year)), say.number(n), n, references(dated[dated["year"] == year]), f"{column}-{int(year)}")
        for year, n in sums.items()
    ]
    bars = [{"label": str(int(year)), "value": int(n), "words": say.number(n), "stands_out": False}
            for year, n in sums.items()]  # fmt: skip
    body = {"rows": bars, "max": int(sums.max()) if len(sums) else 0, "colour": "teal", "axis": axis, "upright": True}
    return Draft(title, dated, "", unit, body, numbers)


@figure("table")
def recorded_issues(ask: Asker) -> Draft:
    """What sources record of issues, as each source counts."""
    say, rows = ask.say, ask("recorded_issues")
    shown = rows[["issue_name", "dataset", "measure", "record_rows", "total", "municipalities", "first_year",
                  "last_year", "evidence"]]  # fmt: skip
    numbers = [
        Number(f"{row.issue_name} · {said('measure', row.measure, say)}",
               say.number(row.total), row.total, _refs(row), f"{row.issue_type_id}-{row.dataset}-{row.measure}")
        for row in rows.itertuples(index=False) if is_stated(row.total)
    ]  # fmt: skip
    sentences = reading_records.recorded_sentences(rows, ask("recorded_places"), {}, say) if len(rows) else []
    return Draft(say("What sources record"), shown, sentences[0][0] if sentences else "",
                 say("Counts of different measures are never added up."), numbers=numbers)  # fmt: skip
