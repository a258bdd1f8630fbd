"""The tables that a file can become: what a row of each is, which roles its columns can have and which it needs."""

from __future__ import annotations

from dataclasses import dataclass

IGNORED = "ignored"  # of a table: nothing of it is imported
UNUSED = "unused"  # of a column: nothing of it is imported
KEPT_OUT = "kept_out"  # of a column: it can point at persons and was not chosen by name
EVERYWHERE = frozenset({UNUSED, KEPT_OUT, "id", "source_note", "text"})

PLACE = (
    "place_code", "place_name", "department_code", "department_name", "country", "country_code", "lat", "lon",
    "place_precision",
)  # fmt: skip
TIME = ("date", "start", "end", "year", "month", "quarter")
PERSONS = ("sex", "age")
ORGANISATION_ROLES = ("funding", "accountable", "extending", "implementing")
ORGANISATION = ("organisation", "organisation_role", *(f"organisation:{role}" for role in ORGANISATION_ROLES))


@dataclass(frozen=True)
class TableRead:
    """One kind of table; `begins` are roles with a word of their own behind a colon, such as `year:2020`.

    `needs`: of each tuple at least one role must be there.
    """

    name: str
    row: str
    roles: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...] = ()
    begins: tuple[str, ...] = ()

    def takes(self, role: str) -> bool:
        """Whether a column of this table can have the role."""
        begin, mark, rest = role.partition(":")
        return role in EVERYWHERE or role in self.roles or bool(mark and rest and begin in self.begins)


_ALL = (
    TableRead(
        "issue_records", "one event, or one count of an issue at a place in a time",
        (*PLACE, *TIME, *PERSONS, "count", "category", "rate", "title"), (PLACE,), ("attribute", "breakdown"),
    ),
    TableRead(
        "issue_wide", "a place (and year) with a column for each year or each issue; read as one row for each cell",
        (*PLACE, *TIME, *PERSONS, "rate", "title"), (PLACE, ("year:", "month:", "count:")),
        ("year", "month", "count", "attribute", "breakdown"),
    ),
    TableRead(
        "activities", "one activity, at one place where it names several in rows",
        (*PLACE, *TIME, *ORGANISATION, *PERSONS, "identifier", "title", "description", "kind", "status", "programme",
         "component", "sector", "sector_code", "amount", "currency", "people"),
        (("identifier", "title"),), ("people", "breakdown", "organisation"),
    ),
    TableRead(
        "presence", "an organisation doing something in a sector at a place",
        (*PLACE, *TIME, *ORGANISATION, *PERSONS, "sector", "sector_code", "activity", "identifier", "kind", "status",
         "programme", "people", "amount", "currency"),
        (ORGANISATION, PLACE), ("people", "breakdown", "organisation"),
    ),
    TableRead(
        "indicators", "one value (or target and value) of an indicator in a period, at a place where it names one",
        (*PLACE, *TIME, *ORGANISATION, *PERSONS, "indicator", "indicator_id", "unit", "target", "baseline", "actual",
         "activity", "activity_id", "accumulative", "aggregation", "sector", "programme", "component", "numerator",
         "denominator", "direction", "description", "verification"),
        (("indicator", "indicator_id"), ("target", "baseline", "actual", "target:", "actual:", "numerator", "people:")),
        ("breakdown", "target", "actual", "baseline", "people"),
    ),
    TableRead(
        "place_attributes", "what is known of a place, in a year where one is named",
        (*PLACE, "year", "date", *PERSONS), (PLACE, ("attribute:", "year:")), ("attribute", "breakdown", "year"),
    ),
    TableRead(
        "partners", "one organisation",
        ("organisation", "organisation_role", "acronym", "sector", "country", "country_code", "title", "programme"),
        (("organisation",),), (),
    ),
    TableRead(
        "kobo", "one submission of a form, or one round of a repeat in it",
        ("uuid", "submitted_at", "start", "end", "question", "option", "row_number", "parent_row", "parent_uuid",
         "validation"),
    ),
    TableRead(
        "aid_projects", "one aid project as published beside IATI files",
        ("identifier", "title", "start", "end", "organisation:funding", "country", "country_code", "sector_code",
         "sector", "status", "amount", "currency"),
        (("identifier",),),
    ),
    TableRead(
        "aid_locations", "one place of an aid project",
        ("identifier", "place_precision", "location_id", "place_name", "lat", "lon", "location_type",
         "location_type_name", "place_path", "place_path_names", "location_class", "exactness"),
        (("identifier",), ("location_id", "place_name")),
    ),
    TableRead(
        "aid_transactions", "one amount of money of an aid project",
        ("identifier", "date", "year", "kind", "currency", "amount"), (("identifier",), ("amount",)),
    ),
    TableRead(IGNORED, "nothing that is imported", ()),
)  # fmt: skip

TABLES_READ: dict[str, TableRead] = {table.name: table for table in _ALL}
