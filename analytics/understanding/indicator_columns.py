"""Columns of tables of indicators that name the period of their values: "FY2023 Target", "Logro 2023-T1", "2024"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analytics.understanding.words import header_roles, is_rate, plain

KINDS = ("target", "actual", "baseline")
LIFE = "life"  # the period of a target of the whole time
_LIFE = re.compile(
    r"\b(?:lop|loa|eop|life of (?:the )?(?:project|programme|program|award|activity)"
    r"|end of (?:the )?(?:project|programme|program)|(?:vida|fin|final) del? (?:proyecto|programa)|cuatrienio"
    r"|total del (?:proyecto|programa)|meta (?:total|final)|(?:total|final|overall|end) target)\b"
)
_RUNNING = re.compile(r"\b(?:acumulad[oa]s?|cumulativ\w*|cumule\w*|to date|a la fecha)\b")
_WHOLE = re.compile(r"\b(?:total|totals|general|overall|acumulad[oa]s?|cumulativ\w*|cumule|to date|a la fecha)\b")
_SEXES = (
    ("women", re.compile(r"\b(?:mujer(?:es)?|femenin[oa]s?|wom[ae]n|females?|femmes?|mulher(?:es)?)\b")),
    ("men", re.compile(r"\b(?:hombres?|masculin[oa]s?|m[ae]n|males?|hommes?|homens?)\b")),
)
_YEAR = re.compile(r"(?<!\d)(?P<fiscal>fy|af|py)?\s?(?P<year>(?:19|20)\d\d)(?:\s?(?P<next>(?:20)?\d\d)(?!\d))?(?!\d)")
_SHORT = re.compile(r"(?<![a-z\d])(?P<fiscal>fy|af|py)\s?(?P<year>\d\d)(?!\d)")
_PART = re.compile(r"(?<![a-z\d])(?P<part>[qts][1-4])(?!\d)")


def period_columns(headers: Iterable[str]) -> dict[str, str]:
    """Column -> `target:2023`, `actual:2023-Q1`, `target:life`; none where fewer than two periods are named."""
    found = {header: role for header in headers if (role := _role(str(header)))}
    plainly = {role for header, role in found.items() if not is_running(str(header))}
    found = {header: role for header, role in found.items() if not is_running(str(header)) or role not in plainly}
    periods = {role for role in found.values() if not role.endswith(f":{LIFE}")}
    return found if len({role.partition(":")[2] for role in periods}) > 1 or len(periods) > 1 else {}


def year_of(cell: object) -> str | None:
    """The year, or the two, of a cell that names a fiscal year: FY2023, FY23, 2023-24; None where it names none."""
    bare = plain(cell)
    found = _YEAR.fullmatch(bare) or _SHORT.fullmatch(bare)
    return _whole(found) if found and (found["fiscal"] or found.groupdict().get("next")) else None


def is_fiscal(header: str) -> bool:
    """Whether a header names a fiscal year."""
    bare = plain(header)
    found = _YEAR.search(bare) or _SHORT.search(bare)
    return bool(found and found["fiscal"])


def is_running(header: str) -> bool:
    """Whether a header says that its values include those of earlier periods."""
    return bool(_RUNNING.search(plain(header)))


def is_whole(header: str) -> bool:
    """Whether a header names no period but all of them: Total, Logro total, Acumulado."""
    return bool(_WHOLE.search(plain(header)))


def is_share(header: str) -> bool:
    """Whether a header names how much of a target was reached, which is worked out and never read."""
    return "%" in header or is_rate(header)


def _role(header: str) -> str | None:
    """The kind, period and sex that a header names: `actual:2023`, `target:2023:women`, `target:men`."""
    bare = plain(header)
    for sex, words in _SEXES:
        if words.search(bare):
            rest = " ".join(words.sub(" ", bare).split())
            role = None if is_share(header) else _kind_and_time(rest, header)
            kind = None if role or is_share(header) else _kind(rest)
            return f"{role}:{sex}" if role else f"{kind}:{sex}" if kind else None
    return _kind_and_time(bare, header)


def _kind_and_time(bare: str, header: str) -> str | None:
    if _LIFE.search(bare):
        return f"target:{LIFE}" if _kind(bare) in (None, "target") else None
    year = _YEAR.search(bare) or _SHORT.search(bare)
    if not year or is_share(header):
        return None
    rest = bare[: year.start()] + " " + bare[year.end() :]
    part = _PART.search(rest)
    rest = _PART.sub(" ", rest).strip()
    kind = _kind(rest) if rest else "actual"
    whole = _whole(year)
    word = f"{whole}-{part['part'].upper()}" if part else whole
    return f"{kind}:{word}" if kind else None


def _whole(found: re.Match[str]) -> str:
    """2023, or 2023/2024 where the year after it is named as well."""
    whole = found["year"] if len(found["year"]) == 4 else f"20{found['year']}"
    after = found.groupdict().get("next")
    return f"{whole}/{int(whole) + 1}" if after and int(after[-2:]) == (int(whole) + 1) % 100 else whole


def _kind(words: str) -> str | None:
    roles = [role for role, _ in header_roles(words)]
    first = {"amount": "actual", "count": "actual"}.get(roles[0], roles[0]) if roles else None
    if first in (None, "accumulative") and is_running(words):
        return "actual"
    return first if first in KINDS else None
