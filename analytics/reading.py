"""Sentences that a leader can copy and say: written from the answers, each with the references it rests on."""

from __future__ import annotations

import pandas as pd

from analytics.columns import is_stated, references
from analytics.wording import Words

Sentence = tuple[str, tuple[str, ...]]


def overview_sentences(totals: pd.Series, results: pd.DataFrame, say: Words) -> list[Sentence]:
    """What the partnerships did: how far it reached, what the dialogues listed, and what cannot be said."""
    refs = tuple(totals["evidence"].split(" ")) if pd.notna(totals["evidence"]) else ()
    sentences = []
    if totals["partnerships"]:
        reach = say(
            "The documents describe {partnerships} with {programmes} in {countries}.",
            partnerships=say.many("{n} partnership", "{n} partnerships", totals["partnerships"]),
            programmes=say.many("{n} programme", "{n} programmes", totals["programmes"]),
            countries=say.many("{n} country", "{n} countries", totals["countries_documented"]),
        )
        sentences.append((reach, refs))
    if totals["datasets"]:
        sentences.append((imported_sentence(totals, say), refs))
    if totals["places_with_a_list"]:
        listed = say(
            "In {places}, {lists} name {types} of issue; the order in a list is not a severity.",
            places=say.many("{n} municipality", "{n} municipalities", totals["places_with_a_list"]),
            lists=say("the lists of the Resilience Dialogues"),
            types=say.many("{n} type", "{n} types", totals["issue_types_listed"]),
        )
        listed_refs = references(results[results["programme_id"] == "somos-comunidad"])
        sentences.append((listed, listed_refs or refs))
    if len(results) and not results["kind"].isin(["baseline", "target"]).any():
        unmeasured = say("No baseline and no target is stated: the figures do not say whether goals were met.")
        sentences.append((unmeasured, references(results)))
    return sentences


def imported_sentence(totals: pd.Series, say: Words) -> str:
    """What the imported files describe, in a sentence."""
    return say(
        "The imported files describe {activities} in {municipalities}, with {organisations}.",
        activities=say.many("{n} activity", "{n} activities", totals["dataset_activities"]),
        municipalities=say.many("{n} municipality", "{n} municipalities", totals["dataset_municipalities"]),
        organisations=say.many("{n} organisation", "{n} organisations", totals["dataset_organisations"]),
    )


def band_dates(band: object, say: Words) -> str:
    """When a partnership ran, in words: stated dates, a report's months, or undated."""
    if (not is_stated(band.start_on) and not is_stated(band.end_on)) or band.programmes > 1:
        if not is_stated(band.reported_from_on):
            return say("undated: the document states no date")
        return say("reported in {months}", months=say.span(band.reported_from_on, band.reported_to_on))
    return say.span(band.start_on, band.end_on)


def gap_sentences(gap: object, say: Words) -> tuple[str, str]:
    """One thing that is not known, and what to ask the partner for."""
    subject = gap.subject
    number = "" if pd.isna(gap.value) else say.number(gap.value)
    return {
        "places_not_named": lambda: (
            say(
                "{subject}: {n} first-level divisions are named, the places in them are not.", subject=subject, n=number
            ),
            say("The list of municipalities, with their codes."),
        ),
        "no_target": lambda: (
            say("{subject}: no baseline and no target is stated.", subject=subject),
            say("Baselines and targets, with their years."),
        ),
        "period_not_stated": lambda: (
            say("{subject}: the results are not tied to a period.", subject=subject),
            say("The months or years that each result covers."),
        ),
        "no_breakdown": lambda: (
            say("{subject}: people are not broken down by sex, age or place.", subject=subject),
            say("The same numbers by sex, age group and municipality."),
        ),
        "amount_not_stated": lambda: (
            say("{subject}: the amount is not stated.", subject=subject),
            say("The amount, its currency and its years."),
        ),
        "organisations_not_named": lambda: (
            say("{subject}: mentioned without a name.", subject=subject),
            say("The names of the organisations and their roles."),
        ),
        "not_located": lambda: (
            say("{subject}: which of the {n} took place where is not stated.", subject=subject, n=number),
            say("One row per activity: place and date."),
        ),
        "no_end": lambda: (say("{subject}: the end is not stated.", subject=subject), say("The date of its end.")),
        "no_start": lambda: (
            say("{subject}: the start is not stated.", subject=subject),
            say("The date of its start."),
        ),
        "only_reported": lambda: (
            say("{subject}: start and end are not stated; a bulletin reports it.", subject=subject),
            say("Start and end dates."),
        ),
        "no_dates": lambda: (
            say("{subject}: no date at all is stated.", subject=subject),
            say("Start and end dates."),
        ),
    }[gap.gap]()


def undated_sentence(moments: pd.DataFrame, say: Words) -> str:
    """What the timeline cannot draw: the undated lane in words."""
    undated = moments[(moments["dates"] == "undated") & (moments["row_kind"] == "programme")]
    if undated.empty:
        return ""
    return say("Without any date: {programmes}.", programmes=say.listing(undated["item_name"].tolist()))


def evidence_sentences(results: pd.DataFrame, checks: pd.DataFrame, say: Words) -> list[Sentence]:
    """How many figures are stated, and how many totals can be held against what is listed one by one."""
    if results.empty:
        return []
    stated = say.many("{n} figure is stated", "{n} figures are stated", int(results["value"].notna().sum()))
    agree = int(checks["verdict"].eq("agrees").sum())
    sentence = say(
        "{stated} in the documents; of {all} that can be held against a list, {agree}.",
        stated=stated,
        all=say.number(len(checks)),
        agree=say.many("{n} agrees with it", "{n} agree with it", agree),
    )
    return [(sentence, references(checks))]
