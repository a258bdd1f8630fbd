"""Countries by code and by name in four languages, also those that our reference does not hold."""

from __future__ import annotations

from functools import cache

import pandas as pd
from babel import Locale
from babel.core import get_global

from analytics.checks.text import key

LANGUAGES = ("en", "es", "fr", "pt")
_NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
_OTHER_NAMES = {
    "TR": ("Turkey", "Turquía"), "CI": ("Ivory Coast",), "CG": ("Congo (Brazaville)", "Republic of the Congo"),
    "CD": ("DRC", "DR Congo", "Democratic Republic of the Congo", "République démocratique du Congo",
           "República Democrática del Congo", "Congo (Kinshasa)"),
    "CZ": ("Czech Republic",), "MM": ("Burma",), "SZ": ("Swaziland",), "CV": ("Cape Verde",), "GB": ("UK",),
    "US": ("USA", "United States of America"), "PS": ("Palestine", "State of Palestine", "oPt"),
    "SY": ("Syrian Arab Republic",), "VE": ("Venezuela (Bolivarian Republic of)",),
    "BO": ("Bolivia (Plurinational State of)",), "TZ": ("United Republic of Tanzania",), "LA": ("Lao PDR",),
}  # fmt: skip


@cache
def codes() -> frozenset[str]:
    """The two letters of every country and territory (ISO 3166-1, as CLDR holds them)."""
    known = Locale("en").territories
    return frozenset(code for code in known if len(code) == 2 and code.isalpha()) - _NOT_COUNTRIES


@cache
def _by_three() -> dict[str, str]:
    aliases = get_global("territory_aliases")
    return {
        three: two[0] for three, two in aliases.items() if len(three) == 3 and three.isalpha() and two[0] in codes()
    }


@cache
def _by_name() -> dict[str, str]:
    named = {key(name): code for code, names in _OTHER_NAMES.items() for name in names}
    for language in LANGUAGES:
        territories = Locale(language).territories
        named |= {key(territories[code]): code for code in sorted(codes()) if code in territories}
    return named


def by_code(text: str) -> str | None:
    """The country (two letters) of a code of two or three letters; None where there is none."""
    code = text.strip().upper()
    return code if code in codes() else _by_three().get(code)


def three_letters(code: str) -> list[str]:
    """The codes of three letters of a country of two; more than one where an old one is still known."""
    return sorted(three for three, two in _by_three().items() if two == code.strip().upper())


def by_name(text: str) -> str | None:
    """The country (two letters) of a name in English, Spanish, French or Portuguese; None where there is none."""
    return _by_name().get(key(text))


def name(code: str, language: str = "en") -> str:
    """The name of a country in a language of the app; its code where the language has none."""
    return Locale(language).territories.get(code, code)


def rows(wanted: list[str]) -> pd.DataFrame:
    """One row per country for the table of places, for those that the reference does not hold."""
    return pd.DataFrame(
        [
            {"place_id": c, "level": "country", "name_en": name(c), "name_es": name(c, "es"), "country_code": c}
            for c in sorted(set(wanted))
        ],
        columns=["place_id", "level", "name_en", "name_es", "country_code"],
        dtype="str",
    )
