"""How far data can be trusted, in sentences: what is stated and what not, never a grade."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analytics.columns import references, said
from analytics.reading import Sentence
from analytics.wording import Words

PLACED = ("exact", "municipality", "city")  # places that a municipality's figures may rest on
SCARCE = 0.5  # a column stated for fewer than so many is worth a sentence
KINDS: dict[str, Callable[[Words, int], str]] = {
    "activities": lambda say, n: say.many("{n} activity", "{n} activities", n),
    "records": lambda say, n: say.many("{n} row recorded", "{n} rows recorded", n),
    "submissions": lambda say, n: say.many("{n} form sent", "{n} forms sent", n),
}


def percent(share: float, say: Words) -> str:
    """A share (0 to 1) as whole per cent; what is not all is never said as 100, what is not nothing never as 0."""
    whole = round(100 * share)
    if share > 0 and whole == 0:
        return say("under 1%")
    if share < 1 and whole == 100:
        return say("over 99%")
    return say("{n}%", n=say.number(whole))


def quality_sentences(
    complete: pd.DataFrame, precision: pd.DataFrame, timely: pd.DataFrame, say: Words
) -> list[Sentence]:
    """How much there is, what is seldom stated, how exactly places are known, and what is older than it says."""
    if timely.empty:
        return []
    counts = timely.groupby("data_kind", sort=False)["items"].sum()
    held = say.listing([KINDS[kind](say, int(n)) for kind, n in counts.items()])
    sets = say.many("{n} data set", "{n} data sets", timely[["data_kind", "dataset_id"]].drop_duplicates().shape[0])
    found = [(say("{held} in {sets}.", held=held, sets=sets), references(timely))]
    return [*found, *_scarce(complete, say), *_placed(precision, say), *_old(timely, say)]


def _scarce(complete: pd.DataFrame, say: Words) -> list[Sentence]:
    activities = complete[complete["data_kind"] == "activities"]
    sums = activities.groupby("facet", sort=False)[["items", "stated"]].sum()
    scarce = sums[sums["stated"] < SCARCE * sums["items"]]
    if scarce.empty:
        return []
    names = [
        say("{what} ({share})", what=facet_inside(facet, say), share=percent(row["stated"] / row["items"], say))
        for facet, row in scarce.iterrows()
    ]
    return [(say("Seldom stated for activities: {columns}.", columns=say.listing(names)), references(activities))]


def facet_inside(facet: str, say: Words) -> str:
    """A column's name inside a sentence."""
    name = str(said("facet", facet, say))
    return name[:1].lower() + name[1:]


def _placed(precision: pd.DataFrame, say: Words) -> list[Sentence]:
    given = precision[precision["data_kind"] == "activities"]
    if given.empty:
        return []
    exact = given.loc[given["exactness"].isin(PLACED), "items"].sum()
    sentence = say(
        "Of the places given for activities, {share} are known to the municipality or better.",
        share=percent(exact / given["items"].sum(), say),
    )
    return [(sentence, references(given))]


def _old(timely: pd.DataFrame, say: Words) -> list[Sentence]:
    past = timely[timely["open_past_end"] > 0]
    if past.empty:
        return []
    n = int(past["open_past_end"].sum())
    sentence = say.many(
        "{n} activity is stated as open although its end has passed.",
        "{n} activities are stated as open although their end has passed.",
        n,
    )
    return [(sentence, references(past))]


def money_kind(code: str, say: Words) -> str:
    """What an amount is: IATI's types of transaction, and the flows of the documents; others as they stand."""
    names: dict[str, Callable[[Words], str]] = {
        "1": lambda say: say("Incoming funds"), "2": lambda say: say("Commitment"),
        "3": lambda say: say("Disbursement"), "4": lambda say: say("Expenditure"),
        "5": lambda say: say("Interest"), "6": lambda say: say("Loan repayment"),
        "7": lambda say: say("Reimbursement"), "8": lambda say: say("Purchase of equity"),
        "9": lambda say: say("Sale of equity"), "10": lambda say: say("Credit guarantee"),
        "11": lambda say: say("Incoming commitment"), "12": lambda say: say("Outgoing pledge"),
        "13": lambda say: say("Incoming pledge"), "budget": lambda say: say("Budget"),
        "planned_disbursement": lambda say: say("Planned disbursement"), "stated": lambda say: say("Amount stated"),
        "leveraged": lambda say: say("Leveraged"), "mobilised": lambda say: say("Mobilised"),
        "committed": lambda say: say("Commitment"), "disbursed": lambda say: say("Disbursement"),
        "support": lambda say: say("Support"), "unknown": lambda say: say("Kind not stated"),
    }  # fmt: skip
    return names[code](say) if code in names else code


def money(amount: object, currency: object, say: Words) -> str:
    """A sum in its currency, whole; an unstated currency said so."""
    if amount is None or pd.isna(amount):
        return say("not stated")
    number = say.number(round(float(amount)))
    return f"{currency} {number}" if isinstance(currency, str) else say("{n}, currency not stated", n=number)


def reason_words(reason: str, say: Words) -> str:
    """What activities that may be one have in common."""
    return str(said("reason", reason, say))
