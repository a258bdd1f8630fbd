"""Words, numbers and dates as a reader of one language expects them.

The English message is the key; `locale/es.po` holds the Spanish. A `Words` is called with a message
(`say("Issues")`); the values that it names are filled in after translation.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
from babel import Locale
from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

CATALOGUES = Path(__file__).parent / "locale"
LOCALES = {"en": "en_GB", "es": "es_CO"}
QUALIFIERS = {"over": "over {number}", "about": "about {number}"}
MILLION = 1_000_000


@cache
def catalogue(lang: str) -> dict[str, str | tuple[str, ...]]:
    """The messages of a language by their English; empty for English itself."""
    path = CATALOGUES / f"{lang}.po"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        messages = read_po(file, locale=lang)
    return {m.id if isinstance(m.id, str) else m.id[0]: m.string for m in messages if m.id}


class Words:
    """Says messages, numbers and dates in one language."""

    def __init__(self, lang: str = "en") -> None:
        self.lang = lang
        self.locale = Locale.parse(LOCALES[lang])

    def __call__(self, message: str, **values: object) -> str:
        """The message in this language, its {values} filled in."""
        said = catalogue(self.lang).get(message) or message
        return (said if isinstance(said, str) else said[0]).format(**values)

    def written(self, text: str) -> str:
        """A text of one of our own tables, such as a rule's sentence, in this language; its values stay open."""
        said = catalogue(self.lang).get(text) or text
        return said if isinstance(said, str) else said[0]

    def many(self, one: str, more: str, n: float, **values: object) -> str:
        """The message for one or for more, by `n`, which fills {n} as a number of this language."""
        said = catalogue(self.lang).get(one)
        forms = said if isinstance(said, tuple) and all(said) else (one, more)
        return forms[0 if n == 1 else 1].format(n=self.number(n), **values)

    def number(self, value: float) -> str:
        """14903 as 14,903 or 14.903."""
        return format_decimal(value, locale=self.locale)

    def quantity(self, value: float | None, qualifier: str | None = None, currency: str | None = None) -> str:
        """A figure with its qualifier and currency ("over 1,043", "USD 14 million"), or "not stated"."""
        if value is None or pd.isna(value):
            return self("not stated")
        if currency and value >= MILLION and value % MILLION == 0:
            text = self.many("{n} million", "{n} million", value / MILLION)
        else:
            text = self.number(value)
        text = f"{currency} {text}" if currency else text
        if qualifier == "over":
            return self("over {number}", number=text)
        if qualifier == "about" and not currency:
            return self("about {number}", number=text)
        return text

    def day(self, value: date | None, precision: str | None = "month") -> str:
        """A date no finer than its precision: "2021", "October 2020", "3 October 2020"."""
        if value is None or pd.isna(value):
            return self("not stated")
        pattern = {"year": "y", "month": "MMMM y", "day": "d MMMM y"}[precision or "month"]
        if self.lang == "es":
            pattern = pattern.replace("MMMM y", "MMMM 'de' y").replace("d MMMM", "d 'de' MMMM")
        return format_date(value, pattern, locale=self.locale)

    def brief(self, value: date) -> str:
        """A month with its year as short as it is still read: "Oct 2020"; for the ends of a slider."""
        return format_date(value, "LLL y", locale=self.locale)

    def month(self, value: date) -> str:
        """The name of a month without its year: "January"."""
        return format_date(value, "LLLL", locale=self.locale)

    def span(self, start: date | None, end: date | None, precision: str | None = "month") -> str:
        """A period in words, an end that is not stated said so."""
        no_start, no_end = start is None or pd.isna(start), end is None or pd.isna(end)
        if no_start and no_end:
            return self("no dates stated")
        if no_end:
            return self("from {start}, end not stated", start=self.day(start, precision))
        if no_start:
            return self("until {end}, start not stated", end=self.day(end, precision))
        first, last = self.day(start, precision), self.day(end, precision)
        return first if first == last else self("{start} to {end}", start=first, end=last)

    def listing(self, items: list[str]) -> str:
        """ "a, b and c" in this language ("e" before an i-sound in Spanish)."""
        if len(items) < 2:
            return "".join(items)
        joint = " and " if self.lang == "en" else " y "
        if self.lang == "es" and items[-1].lower().startswith(("i", "hi")) and not items[-1].lower().startswith("hie"):
            joint = " e "
        return ", ".join(items[:-1]) + joint + items[-1]
