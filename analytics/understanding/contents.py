"""What the values of a column look like, from a sample: codes, years, dates, numbers, known places, sexes."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from analytics.checks import dates
from analytics.understanding.words import plain, squeezed

SAMPLE = 2000  # values looked at in each column, spread over all rows
LONGEST = 60  # letters of a code, a number, a date or a name; what is longer is prose
MISSING = frozenset({
    "", "na", "n a", "nan", "null", "none", "sd", "s d", "nd", "n d", "sin dato", "sin datos", "sin informacion",
    "no data", "no reporta", "no aplica", "not available",
})  # fmt: skip
DEPARTMENTS = frozenset({
    "05", "08", "11", "13", "15", "17", "18", "19", "20", "23", "25", "27", "41", "44", "47", "50", "52", "54",
    "63", "66", "68", "70", "73", "76", "81", "85", "86", "88", "91", "94", "95", "97", "99",
})  # fmt: skip
SEXES = frozenset({
    "m", "f", "h", "male", "female", "man", "woman", "men", "women", "masculino", "femenino", "hombre", "mujer",
    "hombres", "mujeres", "masculin", "feminin", "homme", "femme", "feminino", "homem", "mulher", "other", "otro",
    "desconocido", "unknown", "ambos", "both", "no reporta", "sin informacion", "no binario", "non binary",
})  # fmt: skip
MONTHS = frozenset({
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "ene", "abr", "ago",
    "dic", "fev", "avr", "mai", "juil", "aou", "set", "out", "dez",
})  # fmt: skip

_NUMBER = re.compile(r"^[\s$€£]*[-+(]?\s*\d[\d.,\s']*(?:[eE][-+]?\d+)?\)?\s*%?$")
_WHOLE = re.compile(r"^[-+]?\d{1,3}(?:[.,]\d{3})*$|^[-+]?\d+(?:[.,]0+)?$")
_YEAR = re.compile(r"^(?:19|20)\d{2}(?:[.,]0+)?$|^[12][.,]\d{3}$")
_DATE = re.compile(
    r"^\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?:[T ].*)?$|^\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}(?:\s.*)?$"
    r"|^\d{1,2}[-/. ](?:de )?[^\W\d]{3,10}\.?[-/., ]+(?:de )?\d{2,4}$|^[^\W\d]{3,10}\.?[ -]\d{1,2},? ?\d{2,4}$"
    r"|^[^\W\d]{3,10}[-/. ]+(?:de )?(?:19|20)\d{2}$"
)
_DIVIPOLA = re.compile(r"^(?:CO)?(\d{1,2},\d{3}|\d{4,5})(?:\.0+|000)?$", re.I)
_P_CODE = re.compile(r"^[A-Z]{2,3}[ -]?\d{2,9}[A-Z]?$")
_LETTERS = re.compile(r"^([A-Za-z]{2,3})[ -]?\d+$")
_YEAR_NAMED = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.\w{2,}$")


@dataclass(frozen=True)
class Looks:
    """Shares (0 to 1) of the stated values in a sample of a column that look like something."""

    stated: int
    distinct: int
    number: float
    whole: float
    year: float
    date: float
    divipola: float
    department: float
    p_code: float
    known_place: float
    sex: float
    month: float
    email: float
    least: float | None
    values: tuple[str, ...]  # the distinct ones, the most frequent first, at most 60
    begins: tuple[str, ...]  # the letters before the digits of codes
    digits: int  # how many digits every value has, where some begin with 0: a code; 0 where that is not so

    @property
    def is_number(self) -> bool:
        return self.stated > 0 and self.number >= 0.9

    @property
    def is_years(self) -> bool:
        return self.year >= 0.98 and self.stated > 5 and (self.least or 0) >= 1950

    @property
    def is_name(self) -> bool:
        return self.stated > 0 and self.number < 0.2 and self.date < 0.5


def _sample(column: pd.Series) -> pd.Series:
    """How often each stated value stands in a sample of the column, the most frequent first."""
    cells = column.iloc[:: max(1, len(column) // SAMPLE)].dropna()
    counted = cells.astype("str").str.strip().value_counts()
    is_stated = [len(value) > LONGEST or plain(value) not in MISSING for value in counted.index]
    return counted[is_stated]


def _code_digits(values: list[str]) -> int:
    lengths = {len(value) if value.isdigit() else 0 for value in values}
    return lengths.pop() if len(lengths) == 1 and any(value.startswith("0") for value in values) else 0


def _divipola_digits(value: str) -> str:
    match = _DIVIPOLA.match(value)
    digits = match[1].replace(",", "").zfill(5) if match else ""
    return digits if digits[:2] in DEPARTMENTS and digits[2:] != "000" else ""


def _department(value: str) -> bool:
    digits = re.sub(r"\.0+$", "", value.upper().removeprefix("CO"))
    return digits.isdigit() and len(digits) <= 2 and digits.zfill(2) in DEPARTMENTS


def _numeric(values: list[str]) -> list[float]:
    numbers = []
    for value in values:
        try:
            numbers.append(float(value))
        except ValueError:
            continue
    return numbers


def looks_of(column: pd.Series, known_places: frozenset[str] = frozenset()) -> Looks:
    """What a sample of a column's values look like; `known_places` are squeezed names."""
    counted = _sample(column)
    values = [str(value) for value in counted.index]
    many = max(1, int(counted.sum()))
    short = [(value, int(n)) for value, n in zip(values, counted, strict=True) if len(value) <= LONGEST]

    def share(fits) -> float:
        return sum(n for value, n in short if fits(value)) / many

    numbers = _numeric(values)
    return Looks(
        stated=int(counted.sum()),
        distinct=len(values),
        number=share(_NUMBER.match),
        whole=share(_WHOLE.match),
        year=share(_YEAR.match),
        date=share(_date),
        divipola=share(_divipola_digits),
        department=share(_department),
        p_code=share(_P_CODE.match),
        known_place=share(lambda value: squeezed(value) in known_places) if known_places else 0.0,
        sex=share(lambda value: plain(value) in SEXES),
        month=share(_month),
        email=share(_EMAIL.match),
        least=min(numbers, default=None),
        values=tuple(values[:60]),
        begins=tuple(sorted({match[1].upper() for value in values if (match := _LETTERS.match(value))})),
        digits=_code_digits(values),
    )


def _date(value: str) -> bool:
    """Whether a value reads as a date: in its form, or in words with their year (T3 2021, enero a marzo de 2021)."""
    if _DATE.match(value):
        return True
    return not value.isdigit() and bool(_YEAR_NAMED.search(value)) and dates.is_date(value)


def _month(value: str) -> bool:
    bare = plain(value)
    return (bare[:3] in MONTHS and bare.isalpha()) or bare[:4] in MONTHS or (bare.isdigit() and 1 <= int(bare) <= 12)


def agrees(role: str, looks: Looks) -> bool:
    """Whether the values can belong to the role; a column without values can have any."""
    if not looks.stated:
        return True
    test = _TESTS.get(role)
    return test(looks) if test else True


FEW, SOME = 5, 0.3  # values too few to contradict a name, and the share of fitting ones that leaves the name standing
_FIT = {
    "place_code": lambda looks: max(looks.divipola, looks.p_code), "year": lambda looks: looks.year,
    "date": lambda looks: looks.date, "start": lambda looks: looks.date, "end": lambda looks: looks.date,
    "department_code": lambda looks: max(looks.department, looks.p_code),
} | dict.fromkeys(
    ("count", "amount", "people", "target", "baseline", "actual", "population"), lambda looks: looks.number
)  # fmt: skip


def can_be(role: str, looks: Looks) -> bool:
    """Whether the values leave a column the role that its name says, though not enough of them fit it."""
    is_few = looks.stated < FEW and not role.endswith("_code")  # another country's codes are none of ours
    return role in _FIT and (is_few or _FIT[role](looks) >= SOME)


def _is_code(looks: Looks) -> bool:
    return looks.divipola >= 0.7 or looks.p_code >= 0.7


def _is_time(looks: Looks) -> bool:
    # a spreadsheet's day number is a number
    return looks.date >= 0.5 or (looks.number >= 0.5 and (looks.least or 0) >= 20000 and looks.year < 0.5)


_TESTS = {
    "place_code": _is_code,
    "department_code": lambda looks: looks.department >= 0.7 or looks.p_code >= 0.7,
    "place_name": lambda looks: looks.number < 0.5 and not _is_code(looks),
    "department_name": lambda looks: looks.number < 0.5,
    "country": lambda looks: looks.number < 0.5,
    "country_code": lambda looks: looks.number < 0.5,
    "lat": lambda looks: looks.number >= 0.7,
    "lon": lambda looks: looks.number >= 0.7,
    "year": lambda looks: looks.year >= 0.6,
    "month": lambda looks: looks.month >= 0.6 or looks.date >= 0.6,
    "date": _is_time,
    "start": _is_time,
    "end": _is_time,
    "sex": lambda looks: looks.sex >= 0.5,
    "rate": lambda looks: looks.number >= 0.5,
    "count": lambda looks: looks.number >= 0.6 and not looks.is_years,
    "amount": lambda looks: looks.number >= 0.5,
    "population": lambda looks: looks.number >= 0.6,
    "target": lambda looks: looks.number >= 0.5,
    "baseline": lambda looks: looks.number >= 0.5,
    "actual": lambda looks: looks.number >= 0.5,
    "people": lambda looks: looks.number >= 0.5,
    "status": lambda looks: looks.sex < 0.5 and looks.date < 0.5,
    "category": lambda looks: looks.distinct <= (12 if looks.number >= 0.5 else max(60, looks.stated // 4)),
}
_TESTS |= {f"people:{group}": _TESTS["people"] for group in ("women", "men", "girls", "boys", "young")}
