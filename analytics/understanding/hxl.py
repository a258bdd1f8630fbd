"""HXL: rows of tags, of 2014 and of today, and the roles that they name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from analytics.readers.grid import Grid

SEARCHED = 25  # rows in which the row of tags is looked for, as the HXL standard has it
_TAG = re.compile(r"^#\s*[a-z][\w:]*(?:\s*\+\s*[a-z][\w]*)*$", re.I)
ORGANISATIONS = {
    "funder": "funding", "donor": "funding", "impl": "implementing", "prog": "accountable", "lead": "accountable",
}  # fmt: skip
GROUPS = {"f": "women", "m": "men", "girls": "girls", "boys": "boys", "adolescents": "young", "youth": "young"}
# tags of the first generation (2014), which said in one word what is an attribute today
OLD = {
    "#lat_deg": "lat", "#lon_deg": "lon", "#country": "country", "#country_id": "country_code", "#adm1_id":
    "department_code", "#adm2_id": "place_code", "#adm3_id": "place_code", "#people_num": "people", "#period_date":
    "date", "#start_date": "start", "#end_date": "end", "#report_date": "date", "#activity_id": "activity_id",
    "#org_id": "unused", "#sector_id": "sector_code", "#loc_id": "place_code", "#aff_num": "people", "#need_num":
    "people", "#reach_num": "people", "#year": "year", "#source": "source_note", "#fatalities": "count",
}  # fmt: skip


def is_tag(cell: object) -> bool:
    """Whether a cell is one HXL hashtag with its attributes."""
    return isinstance(cell, str) and bool(_TAG.match(cell.strip()))


def is_tag_row(cells: Iterable[object]) -> bool:
    """Whether a row is a row of tags: at least two, and nothing that is not one."""
    stated = [str(cell).strip() for cell in cells if cell is not None and cell == cell and str(cell).strip()]
    return len(stated) >= 2 and all(is_tag(cell) for cell in stated)


def tagged(grid: Grid) -> Grid:
    """The grid with its tags, where a row of tags is still among its first rows; the row is taken off.

    Rows above the tags hold no data by the standard (headers in other languages): they go with it.
    """
    if grid.tags:
        return grid
    for place, cells in enumerate(grid.frame.head(SEARCHED).itertuples(index=False, name=None)):
        if is_tag_row(cells):
            named = zip(grid.frame.columns, cells, strict=True)
            tags = {column: str(cell).strip() for column, cell in named if is_tag(cell)}
            return replace(grid, frame=grid.frame.iloc[place + 1 :], tags=tags)
    return grid


def tag_parts(tag: str) -> tuple[str, frozenset[str]]:
    """The hashtag and its attributes, in small letters."""
    head, *rest = (part.strip().casefold() for part in tag.split("+"))
    return head.replace(" ", ""), frozenset(rest)


def tag_role(tag: str) -> str | None:
    """The role that a tag names, or None where it names none of ours."""
    head, attributes = tag_parts(tag)
    if head in OLD and not attributes:
        return OLD[head]
    reader = _READERS.get(head)
    return reader(attributes) if reader else None


def _place(code: str, name: str):
    # a list of codes, as our own files have it, is read where names are: one place or several
    return lambda attributes: code if attributes & {"code", "id", "v_pcode"} and "list" not in attributes else name


def _date(attributes: frozenset[str]) -> str | None:
    if attributes & {"year"}:
        # the year of a start is less than the start itself, which stands in a column of its own
        return None if attributes & {"start", "end"} else "year"
    for attribute, role in (("start", "start"), ("end", "end"), ("month", "month"), ("quarter", "quarter")):
        if attribute in attributes:
            return role
    return "date"


def _people(attributes: frozenset[str]) -> str:
    groups = [group for attribute, group in GROUPS.items() if attribute in attributes]
    if "children" in attributes:
        groups = [{"women": "girls", "men": "boys"}.get(group, group) for group in groups]
    return f"people:{groups[0]}" if groups else "people"


def _affected(attributes: frozenset[str]) -> str:
    harmed = {"killed", "injured", "abducted", "displaced", "idps", "missing"}
    return "count" if attributes & harmed else _people(attributes)


def _organisation(attributes: frozenset[str]) -> str | None:
    if attributes & {"code", "id", "url", "email", "phone"}:
        return None
    if "acronym" in attributes:
        return "acronym"
    if "role" in attributes:
        return "organisation_role"
    roles = [role for attribute, role in ORGANISATIONS.items() if attribute in attributes]
    return f"organisation:{roles[0]}" if roles else "organisation"


def _indicator(attributes: frozenset[str]) -> str:
    for attribute, role in (
        ("code", "indicator_id"), ("id", "indicator_id"), ("target", "target"), ("targeted", "target"),
        ("baseline", "baseline"), ("value", "actual"), ("num", "actual"), ("reached", "actual"), ("unit", "unit"),
    ):  # fmt: skip
        if attribute in attributes:
            return role
    return "indicator"


def _geo(attributes: frozenset[str]) -> str | None:
    for attribute, role in (("lat", "lat"), ("lon", "lon"), ("precision", "place_precision")):
        if attribute in attributes:
            return role
    return None


def _coded(code: str | None, other: str):
    return lambda attributes: code if attributes & {"code", "id"} else other


def _meta(attributes: frozenset[str]) -> str | None:
    if "tejido" in attributes:  # what our own exports say of themselves beside each row
        return "unused"
    return "source_note" if "source" in attributes else "id" if "id" in attributes else None


_READERS = {
    "#country": _coded("country_code", "country"),
    "#adm1": _place("department_code", "department_name"),
    "#adm2": _place("place_code", "place_name"),
    "#adm3": _place("place_code", "place_name"),
    "#loc": _place("place_code", "place_name"),
    "#geo": _geo,
    "#date": _date,
    "#org": _organisation,
    "#sector": _coded("sector_code", "sector"),
    "#activity": lambda attributes: "kind" if "type" in attributes else _coded("activity_id", "activity")(attributes),
    "#output": _coded("activity_id", "activity"),
    "#indicator": _indicator,
    "#affected": _affected,
    "#reached": _people,
    "#beneficiary": _people,
    "#targeted": lambda attributes: "target",
    "#population": lambda attributes: "population",
    "#status": lambda attributes: "status",
    "#value": lambda attributes: "currency" if "currency" in attributes else "amount",
    "#currency": lambda attributes: "currency",
    "#event": lambda attributes: "count" if "num" in attributes else _coded("id", "category")(attributes),
    "#cause": lambda attributes: "category",
    "#description": lambda attributes: "text",
    "#meta": _meta,
    "#contact": lambda attributes: "kept_out",
    "#respondee": lambda attributes: "kept_out",
    "#operations": _coded("identifier", "title"),
}
