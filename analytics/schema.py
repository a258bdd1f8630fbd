"""Every table of the warehouse: its grain, its key, its columns and the rules for their values.

A table is described once, here. `TABLES` maps a table's name to its `Table`; the same
description checks the CSV files before a snapshot is built and tells the warehouse which
parquet files to expect. Codes are text; a date is the first (start) or last (end) day of
what its precision column names; an empty cell means "not stated", never zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandera.pandas as pa

PROVENANCE = ("published", "imported", "illustrative")
PRECISION = ("day", "month", "year")
EXACTNESS = ("exact", "municipality", "city", "department", "country", "named_region")
LEVELS = ("country", "department", "municipality", "city", "named_region")
SECTORS = ("public", "private", "civil_society", "multilateral", "academic", "community", "unknown")
ROLES_IN_PROGRAMMES = ("funding", "accountable", "extending", "implementing", "member", "network", "sponsor", "partner")
KINDS = (
    "alliance", "initiative", "awareness_action", "dialogue", "training", "workshop", "conference", "meeting",
    "public_session", "project", "study_visit", "small_grant", "healing_space", "safe_space", "centre_opening",
)  # fmt: skip
STATEMENTS = (
    "goal", "objective", "aim", "approach", "pillar", "mission", "commitment", "method", "actor_group",
    "beneficiary", "lesson", "booklet", "organisation_attribute", "reported_result",
)  # fmt: skip
QUALIFIERS = ("exact", "over", "about", "stated_as_one")
AGGREGATIONS = ("sum", "last", "weighted_mean", "distinct", "none")
MEASURES = ("count", "amount", "percentage", "score", "ordinal", "nominal", "qualitative")
DIRECTIONS = ("ascending", "descending")
COUNTED_FROM = ("activities", "places", "participations", "contributions")
PERIOD_KINDS = ("life", "year", "half_year", "quarter", "month", "other")
SEXES = ("women", "men", "other", "unknown")
BASIS = ("stated", "our_reading")
DISCLOSURE = ("open", "words_only")
SENSITIVITY = ("A", "B", "C")

ID = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$"
PLACE = r"^(?:[A-Z]{2}|\d{2}|\d{5}|[A-Z]{2}-[A-Za-z0-9]+(?:-[a-z0-9]+)*)$"


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its key, where its CSV lives, and its pandera schema."""

    name: str
    grain: str
    key: tuple[str, ...]
    schema: pa.DataFrameSchema
    folder: str = "published"
    references: dict[str, str] = field(default_factory=dict)  # column -> table whose single key it must be

    @property
    def columns(self) -> dict[str, pa.Column]:
        return self.schema.columns


def text(*, required: bool = True, pattern: str | None = None, among: tuple[str, ...] | None = None) -> pa.Column:
    checks = [pa.Check.str_matches(pattern)] if pattern else []
    checks += [pa.Check.isin(among)] if among else []
    checks += [pa.Check.str_length(min_value=1, max_value=2000)]
    return pa.Column(str, checks, nullable=not required)


def number(*, required: bool = False, least: float | None = None, most: float | None = None) -> pa.Column:
    checks = [pa.Check.ge(least)] if least is not None else []
    checks += [pa.Check.le(most)] if most is not None else []
    return pa.Column("Float64", checks, nullable=not required)


def whole(*, required: bool = False, least: int | None = None) -> pa.Column:
    return pa.Column("Int64", [pa.Check.ge(least)] if least is not None else [], nullable=not required)


def flag(*, required: bool = True) -> pa.Column:
    return pa.Column("boolean", nullable=not required)


def day() -> pa.Column:
    return pa.Column("datetime64[us]", nullable=True)


def ident(required: bool = True) -> pa.Column:
    return text(required=required, pattern=ID)


def place(required: bool = True) -> pa.Column:
    return text(required=required, pattern=PLACE)


def both(stem: str, required: bool = True) -> dict[str, pa.Column]:
    return {f"{stem}_en": text(required=required), f"{stem}_es": text(required=required)}


_ORIGIN = {
    "source_id": ident(),
    "section": text(),
    "line": whole(required=True, least=1),
    "anchor": text(),
    "fact_id": text(required=False, pattern=r"^S\d-\d{3}(?: S\d-\d{3})*$"),
    "provenance": text(among=PROVENANCE),
}
_PERIOD = {
    "start_on": day(), "start_precision": text(required=False, among=PRECISION),
    "end_on": day(), "end_precision": text(required=False, among=PRECISION),
}  # fmt: skip


def _table(
    name: str, grain: str, key: str, columns: dict[str, pa.Column], *, folder: str = "published", **references: str
) -> Table:
    keys = tuple(key.split())
    if folder == "published" and name != "sources":
        columns = columns | _ORIGIN
        references = {"source_id": "sources"} | references
    schema = pa.DataFrameSchema(columns, strict=True, ordered=True, unique=list(keys), name=name)
    return Table(name, grain, keys, schema, folder, references)


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table(
            "places", "a country, first-level division, municipality, city or named region", "place_id",
            {
                "place_id": place(), "level": text(among=LEVELS), **both("name"),
                "country_code": text(pattern=r"^[A-Z]{2}$"),
                "divipola_code": text(required=False, pattern=r"^(?:\d{2}|\d{5})$"),
                "iso_3166_2": text(required=False, pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$"),
                "p_code": text(required=False), "parent_id": place(required=False),
                "lat": number(least=-90, most=90), "lon": number(least=-180, most=180),
                "point_kind": text(required=False, among=("interior", "seat", "city")),
                "valid_to": day(), "merged_into": place(required=False),
                "is_pdet": flag(required=False), "pdet_subregion": text(required=False),
                "population": whole(least=0), "population_year": whole(least=1900), **both("note", required=False),
            },
            folder="reference", parent_id="places", merged_into="places",
        ),
        _table(
            "place_names", "another name by which a place is known", "place_id name",
            {
                "place_id": place(), "name": text(),
                "kind": text(among=("alias", "as_in_source", "former", "official")),
            },
            folder="reference", place_id="places",
        ),
        _table(
            "issue_types", "a kind of issue, with our classification of it", "issue_type_id",
            {
                "issue_type_id": ident(), **both("name"), "family": ident(), **both("family"),
                "sensitivity": text(among=SENSITIVITY),
                "sdg_target": text(required=False, pattern=r"^\d{1,2}\.[0-9a-z]{1,2}$"),
                "dac_code": text(required=False, pattern=r"^\d{5}$"), **both("note", required=False),
            },
            folder="reference",
        ),
        _table(
            "code_lists", "one code of one list, with its words", "list code",
            {"list": ident(), "code": text(), **both("name")}, folder="reference",
        ),
        _table(
            "sources", "a document that rows are read from", "source_id",
            {
                "source_id": ident(), **both("title"), **both("kind"), "published_from_on": day(),
                "published_to_on": day(), "published_precision": text(required=False, among=PRECISION),
                "file_name": text(), "sha256": text(pattern=r"^[0-9a-f]{64}$"),
                "line_count": whole(required=True, least=1), "provenance": text(among=PROVENANCE),
                "fact_id": text(required=False), **both("note", required=False),
            },
        ),
        _table(
            "partnerships", "a partnership as this dashboard groups programmes", "partnership_id",
            {
                "partnership_id": ident(), "position": whole(required=True, least=1), **both("name"),
                **both("short_name"), **both("description"),
            },
        ),
        _table(
            "programmes", "a programme that a document names", "programme_id",
            {
                "programme_id": ident(), "partnership_id": ident(), "position": whole(required=True, least=1),
                **both("name"), **both("short_name"), "is_name_ours": flag(), **_PERIOD,
                "reported_from_on": day(), "reported_to_on": day(), **both("dates_note", required=False),
                **both("description"),
            },
            partnership_id="partnerships",
        ),
        _table(
            "components", "a component of a programme", "component_id",
            {
                "component_id": ident(), "programme_id": ident(), "position": whole(required=True, least=1),
                **both("name"), **both("summary"),
            },
            programme_id="programmes",
        ),
        _table(
            "organisations", "an organisation, or a group of them that a document does not name", "organisation_id",
            {
                "organisation_id": ident(), **both("name"), "acronym": text(required=False),
                "sector": text(among=SECTORS), "sector_basis": text(among=BASIS), "is_named": flag(),
                "country_code": text(required=False, pattern=r"^[A-Z]{2}$"), **both("note", required=False),
            },
        ),
        _table(
            "programme_organisations", "an organisation in one role in a programme (and component)",
            "programme_id organisation_id role component_id",
            {
                "programme_id": ident(), "organisation_id": ident(), "component_id": ident(required=False),
                "role": text(among=ROLES_IN_PROGRAMMES), "role_basis": text(among=BASIS),
                **both("note", required=False),
            },
            programme_id="programmes", organisation_id="organisations", component_id="components",
        ),
        _table(
            "programme_places", "a place where a programme is present, as exactly as stated",
            "programme_id place_id presence",
            {
                "programme_id": ident(), "place_id": place(), "exactness": text(among=EXACTNESS),
                "presence": text(among=("works", "hosts", "takes_part")), **both("note", required=False),
            },
            programme_id="programmes", place_id="places",
        ),
        _table(
            "activities", "an activity, or a series of which the document states the number", "activity_id",
            {
                "activity_id": ident(), "partnership_id": ident(), "programme_id": ident(required=False),
                "component_id": ident(required=False), "kind": text(among=KINDS), **both("title"), **_PERIOD,
                "reported_from_on": day(), "reported_to_on": day(), "stated_count": whole(least=1),
                **both("method", required=False), **both("description"), "disclosure": text(among=DISCLOSURE),
            },
            partnership_id="partnerships", programme_id="programmes", component_id="components",
        ),
        _table(
            "activity_places", "an activity at a place; share_of_activity empty where not stated",
            "activity_id place_id",
            {
                "activity_id": ident(), "place_id": place(), "exactness": text(among=EXACTNESS),
                "share": number(least=0, most=1),
            },
            activity_id="activities", place_id="places",
        ),
        _table(
            "activity_organisations", "an organisation in one role in an activity", "activity_id organisation_id role",
            {
                "activity_id": ident(), "organisation_id": ident(), "role": text(among=ROLES_IN_PROGRAMMES),
                "role_basis": text(among=BASIS),
            },
            activity_id="activities", organisation_id="organisations",
        ),
        _table(
            "issues", "an issue type stated once for a place (or programme) by a programme", "issue_id",
            {
                "issue_id": ident(), "programme_id": ident(required=False), "activity_id": ident(required=False),
                "partnership_id": ident(), "issue_type_id": ident(), "place_id": place(required=False),
                "relation": text(among=("listed", "context", "addressed")), "position": whole(least=1),
                "count": whole(least=0), "stated_from_on": day(), "stated_to_on": day(),
                "stated_precision": text(required=False, among=PRECISION), **both("as_stated"),
                "disclosure": text(among=DISCLOSURE),
            },
            programme_id="programmes", activity_id="activities", partnership_id="partnerships",
            issue_type_id="issue_types", place_id="places",
        ),
        _table(
            "issue_links", "a link between an issue type and work on it, stated or our reading", "link_id",
            {
                "link_id": ident(), "issue_type_id": ident(), "programme_id": ident(),
                "component_id": ident(required=False),
                "basis": text(among=BASIS), **both("note"),
            },
            issue_type_id="issue_types", programme_id="programmes", component_id="components",
        ),
        _table(
            "indicators", "something that a programme counts", "indicator_id",
            {
                "indicator_id": ident(), "programme_id": ident(required=False), "partnership_id": ident(),
                **both("name"),
                "unit": ident(), "aggregation": text(among=AGGREGATIONS), **both("definition", required=False),
                "measure": text(required=False, among=MEASURES), "direction": text(required=False, among=DIRECTIONS),
                "is_cumulative": flag(required=False), "counted_from": text(required=False, among=COUNTED_FROM),
                "counted_kind": ident(required=False), **both("verification", required=False),
            },
            programme_id="programmes", partnership_id="partnerships",
        ),
        _table(
            "observations", "one stated value of an indicator", "observation_id",
            {
                "observation_id": ident(), "indicator_id": ident(), "component_id": ident(required=False),
                "activity_id": ident(required=False),
                "kind": text(among=("baseline", "target", "actual", "published_total")),
                "value": number(required=True), "qualifier": text(among=QUALIFIERS), "numerator": number(),
                "denominator": number(least=0), **_PERIOD, "period_kind": text(required=False, among=PERIOD_KINDS),
                "place_id": place(required=False), "sex": text(required=False, among=SEXES),
                "age_group": text(required=False), "population_group": text(required=False),
                "breakdown": text(required=False), "reported_on": day(), **both("note", required=False),
                "headline": whole(least=1),
                "counted_in": text(
                    required=False,
                    among=(
                        "listed_places", "programme_municipalities", "described_grants", "named_groups", "pillars",
                        "components", "members", "objectives", "events",
                    ),
                ),
                "disclosure": text(among=DISCLOSURE),
            },
            indicator_id="indicators", component_id="components", activity_id="activities", place_id="places",
        ),
        _table(
            "contributions", "an amount of money that a document states", "contribution_id",
            {
                "contribution_id": ident(), "programme_id": ident(), "activity_id": ident(required=False),
                "flow": text(among=("leveraged", "mobilised", "committed", "disbursed", "support")),
                "is_in_kind": flag(required=False), "amount": number(least=0),
                "currency": text(required=False, pattern=r"^[A-Z]{3}$"),
                "qualifier": text(required=False, among=QUALIFIERS), "organisation_id": ident(required=False),
                **both("name"), **both("note", required=False), **_PERIOD, "headline": whole(least=1),
            },
            programme_id="programmes", activity_id="activities", organisation_id="organisations",
        ),
        _table(
            "statements", "something a document states in words about a programme", "statement_id",
            {
                "statement_id": ident(), "programme_id": ident(required=False), "partnership_id": ident(),
                "component_id": ident(required=False), "organisation_id": ident(required=False),
                "activity_id": ident(required=False), "place_id": place(required=False),
                "kind": text(among=STATEMENTS), "theme": ident(required=False), "position": whole(least=1),
                **both("text"), "disclosure": text(among=DISCLOSURE),
            },
            programme_id="programmes", partnership_id="partnerships", component_id="components",
            organisation_id="organisations", activity_id="activities", place_id="places",
        ),
    )
}  # fmt: skip
