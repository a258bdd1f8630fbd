"""The profile of a place as a figure: what is recorded there, and what is not known."""

from __future__ import annotations

from analytics import reading_places
from analytics.columns import references
from analytics.errors import QuestionError
from analytics.figures.asker import Asker
from analytics.figures.making import Draft, Number, figure

MOST_LINES = 6


@figure("text", "place_id")
def place_profile(ask: Asker, place_id: str = "") -> Draft:
    """What is recorded of one place, inside it and around it."""
    say = ask.say
    found = ask("place_profile", place_id=place_id)
    if found.empty:
        raise QuestionError(f"place_id: the data does not know {place_id!r}.")
    place = found.iloc[0]
    programmes, activities, issues, records, people = (
        ask(name, place_id=place_id)
        for name in ("place_programmes", "place_activities", "place_issues", "place_records", "place_organisations")
    )
    counts = ask("place_activity_counts", place_id=place_id).iloc[0]
    sentence, refs = reading_places.place_sentence(place, programmes, activities, issues, say, records, counts)
    facts = [f"{name}: {value}" for name, value in reading_places.place_facts(place, say)]
    blocks = [{"head": say("The place"), "lines": facts}]
    near = int(counts["rows_here"] + counts["rows_inside"])
    more = int(counts["activities"]) if near > (activities["relation"] != "around").sum() else 0
    for head, rows, column, in_all in (
        (say("Programmes"), programmes[programmes["relation"] != "around"], "programme_name", 0),
        (say("Activities"), activities[activities["relation"] != "around"], "activity_title", more),
        (say("Main issues as listed in the dialogues"), issues[issues["relation"] == "here"], "issue_name", 0),
        (say("Organisations of these programmes"), people, "organisation_name", 0),
    ):
        names = rows[column].drop_duplicates().tolist()
        rest = max(len(names), in_all) - MOST_LINES
        lines = names[:MOST_LINES] + ([say.many("… and {n} more.", "… and {n} more.", rest)] if rest > 0 else [])
        blocks.append({"head": head, "lines": lines or [say("nothing recorded here")]})
    here = issues[issues["relation"] == "here"]
    refs_here = tuple(ref for cell in here["evidence"] for ref in cell.split(" "))
    numbers = []
    if len(here):
        numbers = [Number(say("Issues listed"), say.number(len(here)), len(here), refs_here, "issues")]
    return Draft(
        place["place_name"], programmes[["programme_name", "relation", "place_name", "exactness", "evidence"]],
        sentence, reading_places.level_name(place["level"], place["country_code"], say), {"blocks": blocks}, numbers,
        references=refs,
    )  # fmt: skip


PARTS = {
    "activities": ("place_activities", lambda say: say("Activities")),
    "records": ("place_records", lambda say: say("Recorded here")),
    "attributes": ("place_attribute_values", lambda say: say("Known of this place")),
    "issues": ("place_issues", lambda say: say("Issues listed in the dialogues")),
    "programmes": ("place_programmes", lambda say: say("Programmes")),
    "partners": ("place_organisations", lambda say: say("Partners of these programmes")),
}
PART_ROWS = 60


@figure("table", "place_id", "part")
def place_part(ask: Asker, place_id: str = "", part: str = "programmes") -> Draft:
    """One table of the profile of a place: its activities, records, programmes or partners."""
    say = ask.say
    if part not in PARTS:
        raise QuestionError(f"part: {part!r} is none of {', '.join(PARTS)}.")
    found = ask("place_profile", place_id=place_id)
    if found.empty:
        raise QuestionError(f"place_id: the data does not know {place_id!r}.")
    question, name = PARTS[part]
    rows = ask(question, place_id=place_id)
    n = len(rows)
    if part == "activities":
        counts = ask("place_activity_counts", place_id=place_id).iloc[0]
        n = int(counts["rows_here"] + counts["rows_inside"] + counts["rows_around"])
    title = f"{found.iloc[0]['place_name']}: {name(say)}"
    numbers = (
        [Number(title, say.many("{n} row", "{n} rows", n), n, references(rows), part, is_counted=True)] if n else []
    )
    notes = [say.many("… and {n} more.", "… and {n} more.", n - PART_ROWS)] if n > PART_ROWS else []
    return Draft(
        title, rows.head(PART_ROWS), "", "", {}, numbers, notes, drop=("place_level", "provenance", "description")
    )
