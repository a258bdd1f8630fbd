"""The tables that only imports fill: what files record that the published tables have no room for.

`IMPORTED` maps a table's name to its `Table`, as `schema.TABLES` does. Every row names the file it came from
(`source_id`) and its row or line there. A count that the source does not give is missing, never zero; currencies are
never added up.
"""

from __future__ import annotations

import pandera.pandas as pa

from analytics.schema import (
    EXACTNESS,
    PRECISION,
    PROVENANCE,
    SEXES,
    Table,
    both,
    day,
    flag,
    number,
    place,
    text,
    whole,
)

FOLDER = "imported"
MEASURES = (
    "cases", "victims", "events", "people", "hectares", "arrests", "deaths", "claims", "mines", "seizures", "other",
)  # fmt: skip
STATUS = ("planned", "implementation", "ended", "unknown")
ORIGIN = {
    "source_id": text(), "sheet": text(required=False), "line": whole(required=True, least=1),
    "provenance": text(among=PROVENANCE),
}  # fmt: skip
PERIOD = {"start_on": day(), "end_on": day(), "precision": text(required=False, among=PRECISION)}


def _table(name: str, grain: str, key: str, columns: dict[str, pa.Column], **references: str) -> Table:
    schema = pa.DataFrameSchema(columns | ORIGIN, strict=True, ordered=True, name=name)
    return Table(name, grain, tuple(key.split()), schema, FOLDER, {"source_id": "sources"} | references)


IMPORTED: dict[str, Table] = {
    table.name: table
    for table in (
        _table(
            "issue_records", "one row of a source that records an issue at a place and time: an event or a count",
            "source_id line start_on",
            {
                "dataset": text(), "issue_type_id": text(), "category": text(required=False),
                "place_id": place(required=False), "place_text": text(required=False),
                "lat": number(least=-90, most=90), "lon": number(least=-180, most=180), **PERIOD,
                "measure": text(among=MEASURES), "count": number(), "is_partial": flag(), "sex": text(required=False),
                "age": text(required=False),
            },
            issue_type_id="issue_types", place_id="places",
        ),
        _table(
            "place_attributes", "one value of something known of a place, such as its population in a year",
            "place_id attribute year breakdown",
            {
                "place_id": place(), "attribute": text(), "year": whole(least=1800), "breakdown": text(required=False),
                "value": number(), "text_value": text(required=False),
            },
            place_id="places",
        ),
        _table(
            "activity_details", "what a file says of an activity besides the columns that all activities have",
            "activity_id",
            {
                "activity_id": text(), "identifier": text(), "reporting_org_ref": text(required=False),
                "reporting_org_name": text(required=False), "status_stated": text(required=False),
                "status": text(among=STATUS), "planned_start_on": day(), "actual_start_on": day(),
                "planned_end_on": day(), "actual_end_on": day(), "default_currency": text(required=False),
                "language": text(required=False), "is_peace_related": flag(),
            },
            activity_id="activities",
        ),
        _table(
            "activity_sectors", "one sector of an activity in one vocabulary", "activity_id vocabulary code",
            {
                "activity_id": text(), "vocabulary": text(), "code": text(), "name": text(required=False),
                "percentage": number(least=0, most=100),
            },
            activity_id="activities",
        ),
        _table(
            "activity_locations", "one location that a file gives for an activity, as it gives it",
            "activity_id location",
            {
                "activity_id": text(), "location": whole(required=True, least=1), "name": text(required=False),
                "level": text(required=False, among=("municipality", "department", "country", "other")),
                "exactness": text(required=False, among=EXACTNESS), "lat": number(least=-90, most=90),
                "lon": number(least=-180, most=180), "vocabulary": text(required=False), "code": text(required=False),
                "place_id": place(required=False),
            },
            activity_id="activities", place_id="places",
        ),
        _table(
            "transactions", "one transaction or budget of an activity, in its own currency", "activity_id transaction",
            {
                "activity_id": text(), "transaction": whole(required=True, least=1), "kind": text(), "on": day(),
                "amount": number(), "currency": text(required=False, pattern=r"^[A-Z]{3}$"),
                "provider": text(required=False), "receiver": text(required=False),
            },
            activity_id="activities",
        ),
        _table(
            "participations", "one person, known by a number and nothing else, in one activity",
            "dataset person_number activity_id",
            {
                "dataset": text(), "person_number": whole(required=True, least=1), "activity_id": text(),
                "held_on": day(), "place_id": place(required=False), "sex": text(required=False, among=SEXES),
                "age_group": text(required=False), "population_group": text(required=False),
            },
            activity_id="activities", place_id="places",
        ),
        _table(
            "submissions", "one answered form", "submission_id",
            {
                "submission_id": text(), "form": text(), "submitted_on": day(), "place_id": place(required=False),
            },
            place_id="places",
        ),
        _table(
            "answers", "one answer to one question of a form; of several choices, one row each",
            "submission_id question value repeat_of",
            {
                "submission_id": text(), "question": text(), **both("question_label", required=False), "value": text(),
                **both("value_label", required=False), "repeat_of": text(required=False),
            },
            submission_id="submissions",
        ),
        _table(
            "iati_elements", "one element of an IATI file, whole, so that nothing of it is lost on the way out",
            "source_id grid line",
            {
                "grid": text(), "activity": text(required=False), "path": text(), "content": text(),
            },
        ),
    )
}  # fmt: skip
