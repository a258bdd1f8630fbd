"""The lists that our workbooks to fill in offer to choose from, from the reference tables."""

from __future__ import annotations

from analytics.importing.reference import Reference
from analytics.paths import tables_folders
from analytics.tables import read_table
from analytics.understanding.templates import Words, workbook

LISTED = {"kinds": "activity_kind", "units": "unit", "sectors": "organisation_sector", "roles": "organisation_role"}
CURRENCIES = ("COP", "USD", "EUR", "GBP", "SEK", "NOK", "CHF", "CAD", "RWF")
STATUSES = {
    "en": ("planned", "implementation", "ended"),
    "es": ("planeada", "en ejecución", "terminada"),
}  # fmt: skip
SEXES = {"en": ("women", "men"), "es": ("mujeres", "hombres")}


def lists(lang: str) -> dict[str, Words]:
    """Name of list -> the words to choose from, or code -> word."""
    folders = tables_folders()
    codes, types = read_table("code_lists", folders), read_table("issue_types", folders)
    places = Reference(folders).places
    departments = places[(places["level"] == "department") & (places["country_code"] == "CO")]
    found: dict[str, Words] = {
        name: dict(zip(own["code"], own[f"name_{lang}"], strict=True))
        for name, of in LISTED.items() if len(own := codes[codes["list"] == of])
    }  # fmt: skip
    issues = dict(zip(types["issue_type_id"], types[f"name_{lang}"], strict=True))
    return found | {
        "departments": sorted(departments[f"name_{lang}"]), "currencies": CURRENCIES, "statuses": STATUSES[lang],
        "sexes": SEXES[lang], "issues": issues,
    }  # fmt: skip


def filled(kind: str, lang: str) -> bytes:
    """The workbook of a kind with its lists, as XLSX."""
    return workbook(kind, lang, lists(lang))
