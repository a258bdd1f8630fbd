"""Who works with whom, on what and where programmes meet, in sentences."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.columns import references
from analytics.reading import Sentence
from analytics.reading_issues import within
from analytics.wording import Words

OFTEN = 3  # an organisation in at least so many programmes is worth a sentence


def partner_sentences(roles: pd.DataFrame, overlap: pd.DataFrame, say: Words) -> list[Sentence]:
    """How many organisations are named, who stands in most programmes, and where programmes can have met."""
    named = roles[roles["is_named"].astype(bool)]
    if roles.empty:
        return []
    count = say(
        "The documents name {organisations} in {programmes}; {unnamed} without a name.",
        organisations=say.many("{n} organisation", "{n} organisations", named["organisation_id"].nunique()),
        programmes=say.many("{n} programme", "{n} programmes", roles["programme_id"].nunique()),
        unnamed=say.many("{n} more is mentioned", "{n} more are mentioned",
                         roles["organisation_id"].nunique() - named["organisation_id"].nunique()),
    )  # fmt: skip
    return [
        (count, references(roles)),
        *_most_often(named, say),
        *[_meeting(row, say) for row in meetings(overlap).itertuples()],
    ]


def activity_sentences(named: pd.DataFrame, say: Words) -> list[Sentence]:
    """Where roles are stated for activities alone: how many organisations, and who stands in most of them."""
    if named.empty:
        return []
    first = named.iloc[0]
    sentence = say.many(
        "{n} organisation has a role in activities: {name}, in {most}.",
        "{n} organisations have a role in activities; most often {name}, in {most}.",
        named["organisation_id"].nunique(),
        name=first["organisation_name"],
        most=say.number(int(first["activities"])),
    )
    return [(sentence, references(named.head(1)))]


def _most_often(named: pd.DataFrame, say: Words) -> list[Sentence]:
    programmes = named.groupby("organisation_name", sort=False)["programme_id"].nunique()
    often = programmes[(programmes == programmes.max()) & (programmes >= OFTEN)]
    if often.empty:
        return []
    sentence = say(
        "Named in the most programmes ({n}): {organisations}.",
        organisations=say.listing(often.index.tolist()),
        n=say.number(int(often.iloc[0])),
    )
    return [(sentence, references(named[named["organisation_name"].isin(often.index)]))]


def meetings(overlap: pd.DataFrame) -> pd.DataFrame:
    """The pairs whose months together can be computed and are not none."""
    return overlap[overlap["overlap_months"].notna() & (overlap["overlap_months"].fillna(0) > 0)]


def _meeting(row: object, say: Words) -> Sentence:
    return meeting(row, say), tuple(row.evidence.split(" "))


def meeting(row: object, say: Words) -> str:
    """Two programmes that can have worked in the same places at the same time."""
    where = row.shared_department_names or row.shared_country_names
    values = {
        "first": row.first_programme_name,
        "second": row.second_programme_name,
        "places": say.listing(where.split(" · ")),
        "start": say.day(row.overlap_from_on),
        "end": say.day(row.overlap_to_on),
    }
    if not row.is_up_to:
        months = say.many("{n} month", "{n} months", row.overlap_months)
        return say(
            "{first} and {second} both worked in {places} for {months}, {start} to {end}.", months=months, **values
        )
    months = say.many("up to {n} month", "up to {n} months", row.overlap_months)
    return say(
        "{first} and {second} can have worked in {places} at the same time for {months}, {start} to {end}; "
        "the end of {open} is not stated.",
        open=say.listing(_open_ends(row)), months=months, **values,
    )  # fmt: skip


def _open_ends(row: object) -> list[str]:
    ends = ((row.first_programme_name, row.first_end_on), (row.second_programme_name, row.second_end_on))
    return [name for name, end in ends if pd.isna(end)]


def not_computable(overlap: pd.DataFrame, say: Words) -> list[str]:
    """The other pairs: those that ran one after the other, and those whose dates are missing."""
    return [
        _apart(row, say)
        for row in overlap.itertuples(index=False)
        if pd.isna(row.overlap_months) or row.overlap_months == 0
    ]


def _apart(row: object, say: Words) -> str:
    where = row.shared_department_names or row.shared_country_names
    values = {
        "first": row.first_programme_name, "second": row.second_programme_name,
        "places": say.listing(where.split(" · ")),
    }  # fmt: skip
    if pd.notna(row.overlap_months):
        return say("{first} and {second}, both with {places}: not at the same time.", **values)
    return say(
        "{first} and {second}, both with {places}: cannot be computed: {missing}.", missing=_missing(row, say), **values
    )


def _missing(row: object, say: Words) -> str:
    """Which dates of the two programmes are not stated."""
    gaps = []
    for name, start, end in (
        (row.first_programme_name, row.first_start_on, row.first_end_on),
        (row.second_programme_name, row.second_start_on, row.second_end_on),
    ):
        if pd.isna(start) and pd.isna(end):
            gaps.append(say("neither start nor end of {programme} is stated", programme=name))
        elif pd.isna(start):
            gaps.append(say("the start of {programme} is not stated", programme=name))
        elif pd.isna(end):
            gaps.append(say("the end of {programme} is not stated", programme=name))
    return "; ".join(gaps)


def theme_sentences(themes: pd.DataFrame, say: Words) -> str:
    """Which themes two or more organisations share and which one has alone: our reading of their words."""
    names = themes.drop_duplicates("theme")
    shared = [within(name) for name in names.loc[names["organisations"] > 1, "theme_name"]]
    alone = [within(name) for name in names.loc[names["organisations"] == 1, "theme_name"]]
    parts = []
    if shared:
        parts.append(say("Where they overlap, two or more of them: {themes}.", themes=say.listing(shared)))
    if alone:
        parts.append(say("Where they complement one another, one of them alone: {themes}.", themes=say.listing(alone)))
    return " ".join([*parts, say("The themes are our reading of their words.")])


def stated_together(themes: pd.DataFrame, objectives: pd.DataFrame) -> pd.DataFrame:
    """What is stated of each organisation, and below it what is stated of the partnership as a whole."""
    return pd.concat([themes, objectives]) if len(objectives) else themes


@dataclass(frozen=True)
class Gathering:
    """Who one programme or activity brings together or reaches: what they are called there, and the groups."""

    title: str
    kind: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]


def gatherings(groups: pd.DataFrame) -> list[Gathering]:
    """The groups by programme or activity; "Dialogues: institutions." goes to the group "Dialogues"."""
    found = []
    for _, rows in groups.groupby("item_id", sort=False):
        by_head: dict[str, list[str]] = {}
        for text in rows["statement_text"]:
            head, colon, rest = text.rstrip(".").partition(": ")
            said = rest if colon else head
            by_head.setdefault(head if colon else "", []).append(said[:1].upper() + said[1:])
        found.append(
            Gathering(
                rows["item_name"].iloc[0], rows["kind_name"].iloc[0], tuple((h, tuple(t)) for h, t in by_head.items())
            )
        )
    return found
