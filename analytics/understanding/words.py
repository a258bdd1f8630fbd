"""The words that say what a column or a file is about: tables in `words/`, for people to correct.

`headers.csv`: the headers that mean a role, by language; `whole` are whole headers, `part` words that a longer header
may hold. `issues.csv`: words that mean a type of issue; each phrase holds where all its words stand in the text, and
`*` ends a word that may go on. `measures.csv`: words that say what is counted.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "words"
# words that a header can do without
SMALL = frozenset({
    "a", "al", "au", "da", "das", "de", "del", "des", "do", "dos", "du", "e", "el", "en", "et", "la", "las", "le",
    "les", "los", "no", "nr", "nro", "num", "of", "o", "os", "por", "the", "un", "una", "y",
})  # fmt: skip
WHOLE, PART = 3.0, 1.0
RATES = re.compile(
    r"^(tasas?|rates?|porc\w*|percent\w*|pct|promedio|average|mean|cobertura|indice|index|taux|taxa|densidad|ratio)$"
)


def plain(text: object) -> str:
    """A text as it is compared: small letters, no accents, one space between words, camelCase taken apart."""
    bare = unicodedata.normalize("NFKD", str(text or "").replace("º", " ").replace("°", " "))
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", letters).casefold()
    return re.sub(r"[\W_]+", " ", apart).strip()


def squeezed(text: object) -> str:
    """`plain` without spaces: CODIGODANE and "Código DANE" are equal."""
    return plain(text).replace(" ", "")


def content_words(text: object) -> list[str]:
    """The words of a text that carry its meaning."""
    return [word for word in plain(text).split() if word not in SMALL]


def is_rate(header: object) -> bool:
    """Whether a header names a rate, a share or a mean: worked out from counts, never a count itself."""
    return any(RATES.match(word) for word in plain(header).split()[:3])


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def _phrases(cell: str | None) -> list[str]:
    return [phrase.strip() for phrase in (cell or "").split("|") if phrase.strip()]


@cache
def _whole_headers() -> dict[str, tuple[str, ...]]:
    roles: dict[str, dict[str, None]] = {}
    for row in _rows("headers.csv"):
        for phrase in _phrases(row["whole"]):
            roles.setdefault(squeezed(phrase), {})[row["role"]] = None
            # "fecha hecho" means fecha del hecho, but less surely than a header that is listed
            roles.setdefault(f"~{''.join(content_words(phrase))}", {})[row["role"]] = None
    return {phrase: tuple(found) for phrase, found in roles.items()}


@cache
def _part_headers() -> tuple[tuple[frozenset[str], str], ...]:
    return tuple(
        (frozenset(content_words(phrase)), row["role"])
        for row in _rows("headers.csv")
        for phrase in _phrases(row["part"])
    )


def header_roles(header: str) -> list[tuple[str, float]]:
    """The roles that a header can mean by its words, best first, each with how well it fits (1 to 3)."""
    outside, inside = re.sub(r"[(\[{][^)\]}]*[)\]}]", " ", header), re.findall(r"[(\[{]([^)\]}]*)[)\]}]", header)
    found: dict[str, float] = {}
    for place, text in enumerate([header, outside, *inside]):
        for rank, key in enumerate([squeezed(text), f"~{''.join(content_words(text))}"]):
            for role in _whole_headers().get(key, ()) if key != "~" else ():
                found[role] = max(found.get(role, 0.0), WHOLE - place / 10 - rank / 20)
    words = content_words(header)
    for phrase, role in _part_headers():
        if phrase and phrase <= set(words):
            found[role] = max(found.get(role, 0.0), PART + len(phrase) / len(words))
    return sorted(found.items(), key=lambda item: -item[1])


@dataclass(frozen=True)
class IssueWords:
    """What a text says about an issue: its type, what is counted, and the words that said so."""

    issue_type: str
    measure: str
    phrase: str


@cache
def _issue_phrases() -> tuple[tuple[tuple[re.Pattern[str], ...], IssueWords], ...]:
    found = [
        (_patterns(phrase), IssueWords(row["issue_type_id"], row["measure"], phrase))
        for row in _rows("issues.csv")
        for phrase in _phrases(row["words"])
    ]
    # a phrase of more words says more: coca confiscada is no crop
    return tuple(sorted(found, key=lambda item: -len(item[0])))


def _patterns(phrase: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"\b{re.escape(word.rstrip('*'))}{'' if '*' in word else chr(92) + 'b'}")
                 for word in phrase.split())  # fmt: skip


@cache
def issue_of(text: str) -> IssueWords | None:
    """The type of issue that a text names, by the phrase with the most words; none where it names none."""
    bare = plain(text)
    return next((words for tests, words in _issue_phrases() if all(test.search(bare) for test in tests)), None)


def first_issue(texts: Iterable[str]) -> IssueWords | None:
    """The type of issue in the first text that names one."""
    return next((found for text in texts if (found := issue_of(text))), None)


@cache
def measure_of(text: str) -> str | None:
    """What is counted by the words of a text: cases, victims, hectares …"""
    bare = plain(text)
    for row in _rows("measures.csv"):
        if any(all(test.search(bare) for test in _patterns(phrase)) for phrase in _phrases(row["words"])):
            return row["measure"]
    return None


def words_of_issues() -> set[str]:
    """The types of issues that the table of words names; each must be in the reference."""
    return {row["issue_type_id"] for row in _rows("issues.csv")}
