"""Figures of the Quality page: who has reported, what is stated and how exactly, what may stand twice, how recent."""

from __future__ import annotations

import pandas as pd

from analytics import reading_quality, reading_records
from analytics.columns import is_stated, references, said
from analytics.figures.asker import Asker
from analytics.figures.making import Draft, Number, figure
from analytics.wording import Words

DOT, RING = "•", "○"  # a whole year, a part of one
YEARS_SHOWN, REPORTERS_SHOWN, GROUPS_SHOWN = 16, 20, 60
FACETS = ("title", "description", "start", "end", "place", "funder", "partner", "amount", "sector", "count")
EXACTNESS = ("exact", "municipality", "city", "department", "named_region", "country", "none")
KEY = ["data_kind", "dataset_id"]


def _dataset(row: object) -> str:
    if row.data_kind == "records":
        return reading_records.dataset_title(row.dataset_name, {})
    return row.dataset_name


def _found(ask: Asker) -> str:
    """The first sentence of the page: how much there is."""
    sentences = reading_quality.quality_sentences(
        ask("completeness"), ask("place_precision"), ask("timeliness"), ask.say
    )
    return sentences[0][0] if sentences else ""


@figure("matrix")
def reporting_by_year(ask: Asker) -> Draft:
    """Who has reported for which years."""
    say, rows = ask.say, ask("reporting_by_year")
    dated = rows[rows["year"].notna()]
    last = int(dated["year"].max()) if len(dated) else 0
    years = list(range(max(int(dated["year"].min()), last - YEARS_SHOWN + 1), last + 1)) if len(dated) else []
    lines, numbers = [], []
    for (kind, code), own in dated.groupby(["data_kind", "reporter_id"], sort=False):
        first = own.iloc[0]
        name = (
            reading_records.dataset_title(first["reporter_name"], {}) if kind == "records" else first["reporter_name"]
        )
        part = dict(zip(own["year"].astype(int), own["is_partial"], strict=True))
        cells = [(RING if part[year] else DOT) if year in part else "" for year in years]
        lines.append({"label": name, "group": "", "cells": cells})
        n = int(own["year"].nunique())
        numbers.append(Number(name, say.many("reported for {n} year", "reported for {n} years", n), n, references(own),
                              f"{kind}-{code}", is_counted=True))  # fmt: skip
    left = max(len(lines) - REPORTERS_SHOWN, 0)
    notes = [say.many("… and {n} more.", "… and {n} more.", left)] if left else []
    body = {"columns": [str(year) for year in years], "rows": lines[:REPORTERS_SHOWN], "colour": "teal"}
    unit = say("A dot: something is reported for the year. A ring: the year is not whole in its source. Empty: nothing "
               "is reported, which is not the same as nothing done.")  # fmt: skip
    return Draft(
        say("Who has reported, and for which years"),
        dated[["data_kind", "reporter_name", "year", "items", "evidence"]], "", unit, body, numbers[:REPORTERS_SHOWN],
        notes,
    )  # fmt: skip


def _shares(ask: Asker, rows: pd.DataFrame, column: str, order: tuple[str, ...], share: str, n: str) -> tuple:
    """Data set by column: how much of it, in per cent, the more the darker."""
    say: Words = ask.say
    met = [code for code in order if (rows[column] == code).any()]
    lines, numbers = [], []
    for (kind, dataset), own in rows.groupby(KEY, sort=False):
        held = {getattr(row, column): row for row in own.itertuples(index=False)}
        name = _dataset(own.iloc[0])
        found = [held.get(code) for code in met]
        told = [reading_quality.percent(float(getattr(row, share)), say) if row else "" for row in found]
        shades = [float(getattr(row, share)) if row else None for row in found]
        spoken = [f"{name}, {said(column, code, say)}: {words}" for code, words in zip(met, told, strict=True)]
        lines.append({"label": name, "group": "", "cells": told, "shades": shades, "told": spoken})
        for code, row, words in zip(met, found, told, strict=True):
            if row:
                label = f"{name}, {said(column, code, say)}"
                numbers.append(Number(label, words, float(getattr(row, n)), references(own), f"{kind}-{dataset}-{code}",
                                      is_counted=True))  # fmt: skip
    names = [str(said(column, code, say)) for code in met]
    return {"columns": names, "rows": lines, "colour": "teal", "heat": True}, numbers


@figure("matrix")
def completeness(ask: Asker) -> Draft:
    """Of each data set and column: the share of rows that state it."""
    say, rows = ask.say, ask("completeness")
    body, numbers = _shares(ask, rows, "facet", FACETS, "stated_share", "stated")
    return Draft(
        say("What is stated, column by column"),
        rows[["data_kind", "dataset_name", "facet", "items", "stated", "stated_share", "evidence"]], _found(ask),
        say("The share of rows that state it. A title that only repeats the identifier states nothing."), body, numbers,
    )  # fmt: skip


@figure("matrix")
def place_precision(ask: Asker) -> Draft:
    """How exactly each data set knows its places."""
    say, rows = ask.say, ask("place_precision")
    body, numbers = _shares(ask, rows, "exactness", EXACTNESS, "items_share", "items")
    return Draft(
        say("How exactly places are known"),
        rows[["data_kind", "dataset_name", "exactness", "items", "items_share", "evidence"]], "",
        say("Places as the file gives them. What is known to the department only never becomes a dot."), body, numbers,
    )  # fmt: skip


@figure("table")
def reported_twice(ask: Asker) -> Draft:
    """Groups of activities that may be one and the same."""
    say, rows = ask.say, ask("reported_twice")
    n = int(rows["groups"].max()) if len(rows) else 0
    numbers = [Number(say("What may stand twice"), say.many("{n} group", "{n} groups", n), n, references(rows),
                      "groups", is_counted=True)] if n else []  # fmt: skip
    told = pd.DataFrame({
        say("What is equal"): [reading_quality.reason_words(code, say) for code in rows["reason"]],
        say("Activities"): rows["activity_titles"].tolist(),
        say("Amount"): [reading_quality.money(row.amount, row.currency, say) if is_stated(row.amount) else ""
                        for row in rows.itertuples(index=False)],
    }).head(GROUPS_SHOWN)  # fmt: skip
    return Draft(
        say("What may stand twice"), told, "",
        say("Equal does not mean the same: a person has to look. Nothing is taken out."), {}, numbers,
        is_worded=True, references=references(rows.head(GROUPS_SHOWN)),
    )  # fmt: skip


@figure("table")
def currencies(ask: Asker) -> Draft:
    """Sums by data set, kind of amount and currency."""
    say, rows = ask.say, ask("currencies")
    told, numbers = [], []
    for row in rows.itertuples(index=False):
        kind, amount = (
            reading_quality.money_kind(row.money_kind, say),
            reading_quality.money(row.amount, row.currency, say),
        )
        if is_stated(row.qualifier) and row.qualifier != "exact":
            amount = f"{amount} ({said('qualifier', row.qualifier, say)})"
        told.append((row.dataset_name, kind, amount, int(row.items - row.not_stated), int(row.not_stated),
                     say.span(row.first_on, row.last_on, "month")))  # fmt: skip
        if is_stated(row.amount):
            numbers.append(Number(f"{row.dataset_name}, {kind}", amount, float(row.amount), references(rows[
                rows["dataset_name"] == row.dataset_name]), is_counted=True))  # fmt: skip
    heads = [say("Data set"), say("Kind of amount"), say("Sum"), say("Amounts"), say("Without an amount"), say("Dates")]
    return Draft(
        say("Amounts by currency"), pd.DataFrame(told, columns=heads), "",
        say("Currencies are kept apart and never added up; commitments and payments are different things."), {},
        numbers, is_worded=True, references=references(rows),
    )  # fmt: skip


@figure("table")
def timeliness(ask: Asker) -> Draft:
    """How far each data set reaches, and what is older than it says."""
    say, rows = ask.say, ask("timeliness")
    told, numbers = [], []
    for row in rows.itertuples(index=False):
        name = _dataset(row)
        told.append((name, int(row.items), say.span(row.first_on, row.last_on, "month"), int(row.open_past_end),
                     int(row.undated)))  # fmt: skip
        refs = tuple(row.evidence.split(" ")) if is_stated(row.evidence) else ()
        numbers.append(Number(f"{name}, {say('How many')}", say.number(int(row.items)), int(row.items), refs,
                              f"{row.data_kind}-{row.dataset_id}", is_counted=True))  # fmt: skip
    heads = [
        say("Data set"),
        say("How many"),
        say("From and to"),
        say("Stated as open, end passed"),
        say("Without a date"),
    ]
    return Draft(
        say("How recent it is"), pd.DataFrame(told, columns=heads), _found(ask),
        say("The first and the last date that the rows themselves state."), {}, numbers, is_worded=True,
        references=references(rows),
    )  # fmt: skip
