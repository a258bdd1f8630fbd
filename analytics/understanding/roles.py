"""Proposes what a table is and what its columns mean; a person sees the proposal with its reasons and corrects it."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace
from pathlib import Path

from analytics.readers.grid import Finding, Grid
from analytics.understanding import kobo, templates
from analytics.understanding.columns_read import ColumnsRead, columns_read
from analytics.understanding.columns_read import swapped as _swapped
from analytics.understanding.contents import Looks, looks_of
from analytics.understanding.hxl import tagged
from analytics.understanding.indicator_columns import KINDS, is_share, is_whole, period_columns
from analytics.understanding.issues_read import attribute_name, by_year, is_called_count, issue_table, keep_others
from analytics.understanding.mapping import TableMapping
from analytics.understanding.shapes import YEAR_IN_TEXT
from analytics.understanding.tables_read import IGNORED, KEPT_OUT, PLACE, TABLES_READ, UNUSED
from analytics.understanding.words import header_roles, plain, squeezed

__all__ = ["TABLES_READ", "propose", "swapped"]

ORGANISATIONS = (
    "organisation",
    *(f"organisation:{r}" for r in ("funding", "implementing", "accountable", "extending")),
)
ABOUT_ACTIVITIES = ("status", "amount", "programme", "component", "description", "kind", *ORGANISATIONS)
# what a role is called in a table that has another word for it, where that one is still free
CALLED = {
    "presence": {"count": "people", "title": "activity", "category": "kind", "description": "activity"},
    "activities": {"id": "identifier", "activity_id": "identifier", "count": "people", "activity": "title",
                   "category": "kind", "indicator": "title"},
    "indicators": {"count": "actual", "people": "actual", "amount": "actual", "title": "indicator", "identifier":
                   "indicator_id", "id": "indicator_id"},
    "partners": {"kind": "sector", "title": "organisation"},
    "issue_records": {"kind": "category", "description": "text"},
    "issue_wide": {"description": "text"},
}  # fmt: skip
WHOLES = ("actual", "count", "amount", "people", "accumulative")  # roles of a column of totals beside periods
MUNICIPALITY = re.compile(r"\b(municip\w*|mpio|mun|muni|codmpio|codmun|commune)\b")
CURRENCY = re.compile(r"(?<![^\W_])(COP|USD|EUR|GBP|CHF|SEK|NOK|CAD|RWF|UGX|KES|CDF|BIF|PEN|MXN|BRL)(?![^\W_])")
# countries whose P-codes begin with three letters, as far as we meet them
ISO2 = {"COL": "CO", "RWA": "RW", "BDI": "BI", "UGA": "UG", "KEN": "KE", "COD": "CD"}
# the CSV files that AidData publishes beside its IATI files: their headers name them
AID_TABLES = {
    "aid_projects": (
        {"project_id", "project_title", "ad_sector_codes"},
        {"project_id": "identifier", "project_title": "title", "start_actual_isodate": "start", "end_actual_isodate":
         "end", "donors": "organisation:funding", "recipients": "country", "recipients_iso3": "country_code",
         "ad_sector_codes": "sector_code", "ad_sector_names": "sector", "status": "status", "total_commitments":
         "amount"},
    ),
    "aid_locations": (
        {"project_id", "geoname_id", "location_type_code"},
        {"project_id": "identifier", "project_location_id": "id", "precision_code": "place_precision", "geoname_id":
         "location_id", "place_name": "place_name", "latitude": "lat", "longitude": "lon", "location_type_code":
         "location_type", "location_type_name": "location_type_name", "gazetteer_adm_code": "place_path",
         "gazetteer_adm_name": "place_path_names", "location_class": "location_class", "geographic_exactness":
         "exactness"},
    ),
    "aid_transactions": (
        {"transaction_id", "project_id", "transaction_value"},
        {"transaction_id": "id", "project_id": "identifier", "transaction_isodate": "date", "transaction_year": "year",
         "transaction_value_code": "kind", "transaction_currency": "currency", "transaction_value": "amount"},
    ),
}  # fmt: skip


def propose(grid: Grid, known_places: Set[str] = frozenset()) -> TableMapping:
    """What the table is and what its columns mean, by its tags, its names and its contents, with the reasons.

    `known_places` are names of places in any writing. Nothing is decided for good: the proposal is shown and edited.
    """
    grid = tagged(grid)
    if special := templates.proposal(grid) or kobo.proposal(grid) or _aid_table(grid):
        return _finished(grid, special)
    looks = _looks(grid, known_places)
    read = columns_read(grid, looks)
    for kind in (_indicators, _activities, _presence, issue_table, _partners, _place_attributes):
        if found := kind(grid, read):
            return _finished(grid, found, looks)
    return _finished(grid, TableMapping(IGNORED, reasons=read.reasons))


def swapped(grid: Grid, known_places: Set[str] = frozenset()) -> list[Finding]:
    """A warning for each two columns whose values each belong to the other's header (HXL tags aside)."""
    return _swapped(grid, _looks(grid, known_places))


def _looks(grid: Grid, known_places: Set[str]) -> dict[str, Looks]:
    known = frozenset(squeezed(name) for name in known_places)
    return {column: looks_of(grid.frame[column], known) for column in grid.frame.columns}


def _aid_table(grid: Grid) -> TableMapping | None:
    there = {plain(column).replace(" ", "_"): column for column in grid.frame.columns}
    for table, (needed, roles) in AID_TABLES.items():
        if needed <= set(there):
            columns = {there[name]: role for name, role in roles.items() if name in there}
            return TableMapping(table, columns, reasons={column: f"a column of {table}" for column in columns})
    return None


def _indicators(grid: Grid, read: ColumnsRead) -> TableMapping | None:
    if not read.has("indicator", "indicator_id"):
        return None
    for column, role in period_columns(map(str, grid.frame.columns)).items():
        read.give(column, role, f"name “{column}” says what, and when")
    if any(re.match(r"actual:\d", role) for role in read.roles.values()):
        for column in [c for c, role in read.roles.items() if role in WHOLES and is_whole(str(c))]:
            del read.roles[column]  # what the columns of periods come to
    shares = [column for column, role in read.roles.items() if role == "actual" and is_share(str(column))]
    others = [c for c in read.left() if "actual" in dict(header_roles(str(c))) and not is_share(str(c))]
    told = {role.partition(":")[0] for column, role in read.roles.items() if column not in shares}
    if shares and (others or told & {*KINDS, "count", "amount"}):
        del read.roles[shares[0]]  # how much of the target was reached
        for column in others[:1]:
            read.give(column, "actual", f"name “{column}”")
    if read.has("target", "actual", "baseline", "count", "amount", "numerator", "people:women", "people:men") or any(
        role.partition(":")[0] in KINDS for role in read.roles.values()
    ):
        return _as_table("indicators", read)
    return None


def _activities(grid: Grid, read: ColumnsRead) -> TableMapping | None:
    about = sum(read.has(role) for role in ABOUT_ACTIVITIES)
    if read.has("title", "identifier") and about and (about > 1 or read.has("status", "programme", *ORGANISATIONS)):
        return _as_table("activities", read)
    if read.has("title") and read.has(*PLACE) and _is_called_activities(grid):
        return _as_table("activities", read)
    if read.has("activity") and read.has("start", "end", "date") and about and not read.has(*ORGANISATIONS):
        return _as_table("activities", read)
    return None


def _is_called_activities(grid: Grid) -> bool:
    """Whether the file, its sheet or its title says that its rows are activities or projects."""
    said = " ".join([Path(grid.file).stem, grid.sheet or "", *grid.titles])
    return bool({"activity", "title", "programme"} & {role for role, _ in header_roles(said)})


def _presence(grid: Grid, read: ColumnsRead) -> TableMapping | None:
    is_somewhere = read.has(*(role for role in PLACE if role not in ("country", "country_code")))
    if read.has(*ORGANISATIONS) and (is_somewhere or (read.has("country") and read.has("activity", "people"))):
        return _as_table("presence", read)
    return None


def _partners(grid: Grid, read: ColumnsRead) -> TableMapping | None:
    return _as_table("partners", read) if read.has("organisation") else None


def _place_attributes(grid: Grid, read: ColumnsRead) -> TableMapping | None:
    if not read.has(*PLACE):
        return None
    options = {}
    if wide := by_year(read):
        what, years = wide
        for column, year in years.items():
            read.give(column, f"year:{year}", f"name “{column}” is a year")
        is_said = any(role != "year" for role, _ in header_roles(what)) or not header_roles(what)
        options["wide_value"] = f"attribute:{attribute_name(what if what and is_said else Path(grid.file).stem)}"
    if not wide:  # beside columns of years another number has none: it would be told of every year
        keep_others(read)
        _population_of_file(grid, read)
        _attributes_of_words(read)
    if column := read.column_of("rate"):
        read.give(column, f"attribute:{attribute_name(column)}", f"a number of the place, “{column}”")
    if not wide and not any(role.startswith("attribute:") for role in read.roles.values()):
        return None
    return replace(_as_table("place_attributes", read), options=options)


def _population_of_file(grid: Grid, read: ColumnsRead) -> None:
    """Calls a column named total, or the like, population where the file's name says so."""
    told = {"population", "people"} & {role for role, _ in header_roles(Path(grid.file).stem)}
    totals = [c for c, role in read.roles.items() if role == f"attribute:{attribute_name(c)}" and is_called_count(c)]
    if "population" in told and len(totals) == 1 and "attribute:population" not in read.roles.values():
        read.give(totals[0], "attribute:population", f"“{totals[0]}” in a file named “{grid.file}”")


def _attributes_of_words(read: ColumnsRead) -> None:
    """Yes or no, or few words, said of a place (PDET, a subregion) are attributes as well."""
    for column in read.left():
        looks = read.looks[column]
        if (
            looks.stated
            and 0 < looks.distinct <= 60
            and re.search(r"\b(pdet|zomac|subregion|ruralid\w*)\b", plain(column))
        ):
            read.give(column, f"attribute:{attribute_name(column)}", f"said of the place, “{column}”")


def _as_table(table: str, read: ColumnsRead) -> TableMapping:
    return TableMapping(table, dict(read.roles), reasons=dict(read.reasons))


def _called(table: str, columns: dict[str, str]) -> dict[str, str]:
    """The roles in the words of the table; a word that is taken stays with the column that had it first."""
    result = dict(columns)
    for column, role in columns.items():
        other = CALLED.get(table, {}).get(role)
        if other and other not in result.values() and (role == "id" or not TABLES_READ[table].takes(role)):
            result[column] = other
    return result


def _finished(grid: Grid, found: TableMapping, looks: dict[str, Looks] | None = None) -> TableMapping:
    """The proposal with every column of the grid, in its order, and the options that the contents give."""
    called = _called(found.table, found.columns)
    takes = TABLES_READ[found.table].takes
    columns, reasons = {}, {}
    for column in grid.frame.columns:
        role = called.get(column, UNUSED)
        role = f"breakdown:{attribute_name(column)}" if role == "breakdown" else role
        fits = takes(role) and not (found.table == IGNORED and role != KEPT_OUT)
        columns[column] = role if fits else UNUSED
        if columns[column] != UNUSED:
            reasons[column] = found.reasons.get(column, "")
    options = {"dataset": plain(Path(grid.file).stem).replace(" ", "_")} | found.options
    if looks and (country := _country(columns, looks)):
        options.setdefault("country", country)
    code = next((column for column, role in columns.items() if role == "place_code"), None)
    if code is not None and options.get("country", "CO") == "CO" and MUNICIPALITY.search(plain(code)):
        options.setdefault("place_level", "municipality")
    amount = next((column for column, role in columns.items() if role == "amount"), None)
    if amount is not None and "currency" not in columns.values() and (said := CURRENCY.search(str(amount))):
        options.setdefault("currency", said[0].upper())
    if year := _year_of_file(grid, columns):
        options.setdefault("year", year)
    if found.table == IGNORED:
        options = {}
    return replace(found, columns=columns, reasons=reasons, options=options)


def _year_of_file(grid: Grid, columns: dict[str, str]) -> str | None:
    """The one year that headers, file name and titles name, where no column holds a time."""
    # a month or a quarter still needs its year
    if any(role.partition(":")[0] in ("date", "start", "end", "year", "uuid") for role in columns.values()):
        return None
    headers = [column for column, role in columns.items() if role != UNUSED]
    texts = [*headers, Path(grid.file).stem, grid.sheet or "", *grid.titles]
    years = {year for text in texts for year in YEAR_IN_TEXT.findall(str(text))}
    return years.pop() if len(years) == 1 else None


def _country(columns: dict[str, str], looks: dict[str, Looks]) -> str | None:
    """The country that the codes of places belong to: DIVIPOLA is Colombia's, a P-code begins with its country."""
    for column, role in columns.items():
        if role in ("place_code", "department_code") and looks[column].stated:
            if len(looks[column].begins) == 1:
                begin = looks[column].begins[0]
                return ISO2.get(begin, begin if len(begin) == 2 else None)
            if looks[column].divipola >= 0.7 or (role == "department_code" and looks[column].department >= 0.7):
                return "CO"
    return None
