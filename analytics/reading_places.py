"""Sentences about places: what a map shows in words, what a place is, and what is not known about it."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from analytics.maps.spot import Spot
from analytics.reading_issues import within
from analytics.wording import Words

MOST_UNDATED = 12  # more activities without a date than this are counted, not named
MOST_TITLES = 3  # more activities than this are counted in a sentence, not named


def level_name(level: str, country: str, say: Words) -> str:
    """What a place is; first-level divisions are departments in Colombia."""
    if level == "department":
        return say("Department") if country == "CO" else say("First-level division")
    return {
        "country": lambda: say("Country"), "municipality": lambda: say("Municipality"), "city": lambda: say("City"),
        "named_region": lambda: say("Region named in words"),
    }[level]()  # fmt: skip


def map_question(layer: str, issue_name: str, say: Words) -> str:
    """The question that a layer answers: the title of the map."""
    if layer == "issues" and issue_name:
        return say("Where did the dialogues list “{issue}”?", issue=issue_name)
    return {
        "presence": lambda: say("Where do partnerships work?"),
        "activities": lambda: say("Where is an activity recorded?"),
        "issues": lambda: say("What did the dialogues list?"),
    }[layer]()


def map_summary(areas: pd.DataFrame, points: pd.DataFrame, spot: Spot, layer: str, say: Words) -> str:
    """What the map shows at this level, partnership by partnership."""
    told = areas if layer == "presence" else areas[areas["activities"] > 0]
    if spot.is_world:
        return _world_summary(told[told["area_level"] == "country"], layer, say)
    country = told[(told["area_level"] == "country") & (told["area_id"] == spot.country)]
    if spot.level == "country":
        return " ".join(_country_sentence(row, layer, say) for row in country.itertuples(index=False))
    inside = told[(told["area_level"] == "department") & (told["area_id"] == spot.area)]
    whole = country[country["is_whole"]]
    sentences = [_division_sentence(row, points, layer, say) for row in inside.itertuples(index=False)]
    sentences += [
        say("{partnership} works in the country as a whole; no place within it is named.",
            partnership=row.partnership_name)
        for row in whole.itertuples(index=False) if layer == "presence"
    ]  # fmt: skip
    return " ".join(sentences) or nothing_here(dict(spot.trail).get(spot.area, ""), say)


def _world_summary(countries: pd.DataFrame, layer: str, say: Words) -> str:
    if countries.empty:
        return ""
    works = countries[countries["is_working"]]
    number = say.many("{n} country", "{n} countries", countries["area_id"].nunique())
    if layer == "activities":
        return say("Activities are recorded in {countries}: {names}.", countries=number, names=_names(countries, say))
    text = say("The record names {countries}; work is stated in {names}.", countries=number, names=_names(works, say))
    guests = countries[~countries["area_id"].isin(works["area_id"])]
    if guests.empty:
        return text
    also = say("In {names} there is a Center or people took part, and no work is stated.", names=_names(guests, say))
    return f"{text} {also}"


def _names(frame: pd.DataFrame, say: Words) -> str:
    return say.listing(sorted(frame["area_name"].unique()))


def _country_sentence(row: object, layer: str, say: Words) -> str:
    name, country = row.partnership_name, row.area_name
    if layer == "activities":
        return say.many(
            "{partnership}: {n} activity is recorded in {country}.",
            "{partnership}: {n} activities are recorded in {country}.",
            row.activities,
            partnership=name,
            country=country,
        )
    if not row.is_working:
        return f"{name}: {row.guest_notes}" if pd.notna(row.guest_notes) else name
    stated = [_works_in_whole(row, say), _works_in_parts(row, say), _names_places(row, say)]
    told_in_words = say(
        "{partnership} works in a region of {country} that is told in words.", partnership=name, country=country
    )
    return " ".join(filter(None, stated)) or told_in_words


def _works_in_whole(row: object, say: Words) -> str:
    """That a partnership works in a whole country; nothing where no document says so."""
    who = {"partnership": row.partnership_name, "country": row.area_name}
    if not row.is_whole:
        return ""
    if row.is_part or row.points:
        return say("{partnership} works in {country} as a whole.", **who)
    return say("{partnership} works in {country} as a whole; no place within it is named.", **who)


def _works_in_parts(row: object, say: Words) -> str:
    """In how many divisions of a country it works without naming their places; only Colombia's are departments."""
    who = {"partnership": row.partnership_name, "country": row.area_name}
    if not row.parts:
        return ""
    if row.area_id == "CO":
        return say.many(
            "{partnership} works somewhere in {n} department of {country}; the places in it are not named.",
            "{partnership} works somewhere in {n} departments of {country}; the places in them are not named.",
            row.parts,
            **who,
        )
    return say.many(
        "{partnership} works somewhere in {n} division of {country}; the places in it are not named.",
        "{partnership} works somewhere in {n} divisions of {country}; the places in them are not named.",
        row.parts,
        **who,
    )


def _names_places(row: object, say: Words) -> str:
    """How many places of a country it names."""
    if not row.points:
        return ""
    return say.many(
        "{partnership} names {n} place in {country}.", "{partnership} names {n} places in {country}.", row.points,
        partnership=row.partnership_name, country=row.area_name,
    )  # fmt: skip


def _division_sentence(row: object, points: pd.DataFrame, layer: str, say: Words) -> str:
    name, area = row.partnership_name, row.area_name
    here = points[(points["parent_id"] == row.area_id) & (points["partnership_id"] == row.partnership_id)]
    named = say.listing(sorted(here["place_name"]))
    if layer == "activities":
        return say.many(
            "{partnership}: {n} activity is recorded in {area}.",
            "{partnership}: {n} activities are recorded in {area}.",
            row.activities,
            partnership=name,
            area=area,
        )
    if len(here):
        return say("In {area}, {partnership} names {places}.", area=area, partnership=name, places=named)
    return say(
        "{partnership} works somewhere in {area}; the places are not named and may or may not include a municipality.",
        partnership=name, area=area,
    )  # fmt: skip


def issues_summary(points: pd.DataFrame, matrix: pd.DataFrame, issue: str | None, say: Words) -> str:
    """What the lists of the dialogues name, in the places in view."""
    listed = points[points["issues_listed"] > 0]
    if listed.empty:
        return ""
    rows = matrix[matrix["place_id"].isin(listed["place_id"])]
    lists = say.many("{n} municipality with a list", "{n} municipalities with a list", len(listed))
    if issue is None:
        types = say.many("{n} type of issue", "{n} types of issue", rows["issue_type_id"].nunique())
        return say("{lists} in view name {types}. The order in a list is not a severity.", lists=lists, types=types)
    rows = rows[rows["issue_type_id"] == issue]
    if rows.empty:
        return say("No list in view names it. Not listed is not the same as not present.")
    return say(
        "Of {lists} in view, {n} name “{issue}”: {places}. Not listed is not the same as not present.", lists=lists,
        n=say.number(len(rows)), issue=rows["issue_name"].iloc[0], places=say.listing(sorted(rows["place_name"])),
    )  # fmt: skip


def regions_summary(regions: pd.DataFrame, spot: Spot, say: Words) -> str:
    """Regions that have no boundary: told, not drawn."""
    here = regions if spot.is_world else regions[regions["country_code"] == spot.country]
    if here.empty or spot.level == "department":
        return ""
    told = [
        say("{region} ({country})", region=row.place_name, country=row.country_name)
        for row in here.itertuples(index=False)
    ]  # fmt: skip
    return say("Told and not drawn, for the documents give no boundary: {regions}.", regions=say.listing(told))


def nothing_here(name: str, say: Words) -> str:
    return say(
        "Nothing is recorded in {place}. That no activity is recorded here does not mean that nothing was done.",
        place=name,
    )


def not_known_here(
    place: pd.Series, programmes: pd.DataFrame, activities: pd.DataFrame, issues: pd.DataFrame, say: Words,
    known: Collection[str] = (), counts: pd.Series | None = None,
) -> list[str]:  # fmt: skip
    """What is not known about a place: made from what the record leaves open for it; `known` are its attributes.

    `counts` (place_activity_counts) tells of the activities that are not among the rows, where these are many.
    """
    near = activities[activities["relation"] != "around"]
    gaps = [*_where_in_it(place, programmes, say), *_which_and_when(near, say, counts)]
    if len(issues):
        gaps.append(
            say("How many people each issue concerns: the lists state no counts, and their order is not a severity.")
        )
    elif place["level"] in ("municipality", "city", "department"):
        gaps.append(
            say("Which issues people here would name: no list is recorded. Not listed is not the same as not present.")
        )
    if near.empty:
        gaps.append(
            say("Whether something was done here: no activity is recorded, which does not mean that nothing was done.")
        )
    else:
        gaps.append(say("How many people took part: no count is stated for this place."))
    if place["level"] == "municipality" and pd.isna(place["population"]) and "population" not in known:
        gaps.append(say("How many people live here: the population table has no figure."))
    return gaps


def _where_in_it(place: pd.Series, programmes: pd.DataFrame, say: Words) -> list[str]:
    """Of which programmes it is open whether they reach the place, or where in it they work."""
    name, gaps = place["place_name"], []
    around = programmes[programmes["relation"] == "around"].drop_duplicates("programme_id")
    for row in around.itertuples(index=False):
        gaps.append(
            say(
                "Whether {programme} reaches {place}: the documents state it only for {larger}.",
                programme=row.programme_name, place=name, larger=row.place_name,
            )
        )  # fmt: skip
    works = programmes[programmes["presence"] == "works"]
    vague = works[
        (works["relation"] != "around") & works["exactness"].isin(["department", "named_region"])
        & (works["place_id"] != place["country_code"])
    ]  # fmt: skip
    for programme, rows in vague.groupby("programme_name", sort=False):
        where = say.listing(rows["place_name"].unique().tolist())
        gaps.append(
            say("In which places of {areas} {programme} works: they are not named.", areas=where, programme=programme)
        )
    whole = works[(works["relation"] == "here") & (works["exactness"] == "country")]
    named = set(programmes.loc[programmes["relation"] == "inside", "programme_id"])
    for row in whole[~whole["programme_id"].isin(named)].drop_duplicates("programme_id").itertuples(index=False):
        gaps.append(
            say("Where in {place} {programme} works: no place within it is named.", place=name,
                programme=row.programme_name)
        )  # fmt: skip
    return gaps


def _which_and_when(near: pd.DataFrame, say: Words, counts: pd.Series | None) -> list[str]:
    """Of which activities it is open which of several was held here, and when."""
    gaps = []
    for row in near[near["stated_count"].fillna(0) > 1].drop_duplicates("activity_id").itertuples(index=False):
        gaps.append(
            say(
                "Which of the {n} “{activity}” was held here and when: the document does not say.",
                n=say.number(row.stated_count), activity=row.activity_title,
            )
        )  # fmt: skip
    undated = near[near["start_on"].isna()].drop_duplicates("activity_id")
    n = len(undated) if counts is None else int(counts["undated"])
    if n > min(len(undated), MOST_UNDATED):
        gaps.append(say.many("When {n} activity took place: no date is stated.",
                             "When {n} activities took place: no date is stated.", n))  # fmt: skip
    elif n:
        titles = say.listing(undated["activity_title"].tolist())
        gaps.append(say("When these took place: {activities}. No date is stated.", activities=titles))
    return gaps


def place_sentence(
    place: pd.Series, programmes: pd.DataFrame, activities: pd.DataFrame, issues: pd.DataFrame, say: Words,
    records: pd.DataFrame, counts: pd.Series | None = None,
) -> tuple[str, tuple[str, ...]]:  # fmt: skip
    """One sentence on a place that can be said as it stands, with what it rests on.

    `counts` (place_activity_counts) tells of the activities that are not among the rows, where these are many.
    """
    name = place["place_name"]
    near = programmes[(programmes["relation"] != "around") & (programmes["presence"] == "works")]
    here = [frame[frame["relation"] != "around"] for frame in (activities, issues, records)]
    refs = tuple(
        dict.fromkeys(ref for frame in (near, *here) for cell in frame["evidence"].dropna() for ref in cell.split(" "))
    )
    if near.empty and all(frame.empty for frame in here):
        around = programmes[programmes["relation"] == "around"]["programme_name"].unique().tolist()
        if around:
            return say(
                "Nothing is recorded for {place} itself; {programmes} work in a larger place around it.",
                place=name, programmes=say.listing(around),
            ), refs  # fmt: skip
        return nothing_here(name, say), refs
    said = []
    programmes_near = near["programme_name"].unique().tolist()
    if len(near):
        said.append(
            say.many(
                "programme {names}", "programmes {names}", len(programmes_near), names=say.listing(programmes_near)
            )
        )
    titles = here[0]["activity_title"].unique().tolist()
    if 0 < len(titles) <= MOST_TITLES:
        said.append(say.many("activity {names}", "activities {names}", len(titles), names=say.listing(titles)))
    elif titles:
        is_all = counts is None or here[0]["activity_id"].nunique() == counts["activities"]
        n = len(titles) if is_all else int(counts["activities"])
        said.append(say.many("{n} activity", "{n} activities", n))
    places = here[1]["place_id"].nunique()
    if places == 1:
        said.append(say.many("a list of {n} issue", "a list of {n} issues", len(here[1])))
    elif places:
        said.append(say.many("{n} list of issues", "{n} lists of issues", places))
    if len(here[2]):
        said.append(say.listing([within(name) for name in here[2]["issue_name"].drop_duplicates()]))
    return say("Recorded in {place}: {what}.", place=name, what="; ".join(said)), refs


def place_facts(place: pd.Series, say: Words) -> list[tuple[str, str]]:
    """The codes and attributes of a place, each with its name; what is not stated says so only where it could be."""
    facts = [
        (say("DIVIPOLA code"), place["divipola_code"]),
        (say("ISO 3166 code"), place["iso_3166_2"] or (place["place_id"] if place["level"] == "country" else None)),
        (say("P-code"), place["p_code"]),
    ]
    if place["level"] == "municipality":
        if pd.isna(place["population"]):
            people = say("not stated")
        else:
            people = say(
                "{n} ({year}, DANE)", n=say.number(int(place["population"])), year=str(place["population_year"])
            )
        facts.append((say("People"), people))
        if pd.notna(place["is_pdet"]):
            subregion = place["pdet_subregion"]
            pdet = say("yes: {subregion}", subregion=subregion) if place["is_pdet"] and subregion else None
            facts.append((say("PDET municipality"), pdet or (say("yes") if place["is_pdet"] else say("no"))))
    if place["places_inside"]:
        facts.append((say("Divisions inside it"), say.number(int(place["places_inside"]))))
    others = [name for name in (place["other_names"] or "").split(" · ") if name not in ("", place["place_name"])]
    facts.append((say("Also known as"), " · ".join(others)))
    return [(name, value) for name, value in facts if value]


def place_notes(place: pd.Series, say: Words) -> list[str]:
    """What a reader must know of the place's code: that it ended, and the table's own note."""
    notes = []
    if place["merged_into"]:
        now = {"place": place["merged_into_name"], "code": place["merged_into"]}
        if pd.notna(place["valid_to"]):
            ended = say.day(place["valid_to"], "day")
            notes.append(say("This code ended on {day}; the place is part of {place} ({code}) now.", day=ended, **now))
        else:
            notes.append(say("This code has ended; the place is part of {place} ({code}) now.", **now))
    if place["note"]:
        notes.append(place["note"])
    return notes


def activity_words(activity: object, where: list[str], say: Words) -> str:
    """When and where an activity is placed, and how many the document counts."""
    if pd.notna(activity.start_on):
        when = say.span(activity.start_on, activity.end_on, activity.start_precision)
    elif pd.notna(activity.reported_from_on):
        when = say("reported in {months}", months=say.span(activity.reported_from_on, activity.reported_to_on))
    else:
        when = say("undated: the document states no date")
    words = [activity.kind_name, activity.programme_name, when]
    if activity.relation == "inside":
        words.append(say("in {place}", place=say.listing(sorted(where))))
    if activity.relation == "around":
        words.append(say("stated only for {place}", place=activity.place_name))
    if pd.notna(activity.stated_count) and activity.stated_count > 1:
        number = say.number(int(activity.stated_count))
        words.append(say("{n} stated in all; which was held where is not stated", n=number))
    return " · ".join(word for word in words if word)


def presence_words(rows: pd.DataFrame, say: Words) -> str:
    """How a programme relates to a place, from its rows of `place_programmes` of one relation."""
    first, where = rows.iloc[0], say.listing(rows["place_name"].unique().tolist())
    if first["relation"] == "around":
        return say(
            "{programme}: stated for {place}; it may or may not reach here.",
            programme=first["programme_name"],
            place=where,
        )
    if first["relation"] == "inside":
        return say("{programme}: {place}.", programme=first["programme_name"], place=where)
    when = say.span(first["start_on"], first["end_on"])
    return say("{programme}, {dates}.", programme=first["programme_name"], dates=when)
