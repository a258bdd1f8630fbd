"""What only a whole table shows: values that vanish beside their history, years cut short, columns exchanged."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import combinations, pairwise

import pandas as pd

from analytics.checks import dates, numbers
from analytics.checks.text import key
from analytics.checks.typed import as_text
from analytics.readers.grid import Finding

LARGE = 1000  # a value from which on a thousands mark can have been lost
ENOUGH_VALUES = 2  # large values of a year that must vanish together
FITS, FITS_NOT = 0.8, 0.2  # shares of a column's values

_STATUS = frozenset(
    ["activo", "activa", "cerrado", "cerrada", "abierto", "abierta", "en ejecucion", "ejecucion", "terminado",
     "terminada", "finalizado", "finalizada", "suspendido", "cancelado", "planeado", "active", "closed", "open",
     "ongoing", "completed", "finished", "cancelled", "planned", "suspended", "implementation", "pipeline", "inactivo",
     "actif", "ferme", "en cours", "en curso", "termine", "clos", "pipeline identification", "finalisation"]
)  # fmt: skip
_GENDER = frozenset(
    ["f", "m", "h", "fem", "masc", "femenino", "masculino", "female", "male", "mujer", "hombre", "woman", "man",
     "femme", "homme", "feminin", "masculin", "otro", "other", "no binario", "non binary", "w", "mujeres", "hombres",
     "feminino", "lgbti", "intersexual"]
)  # fmt: skip
_HEADERS = (
    ("status", r"estado(?: .*)?|status|situacion|(?:activity|project) status|etat|statut"),
    ("gender", r"genero|sexo|sex|gender|genre|sexe"),
    ("lat", r"lat|latitude?|latitud"), ("lon", r"lon|lng|long|longitude?|longitud"),
    ("code", r".*\b(?:cod|codigo|code|divipola|pcode|p code|dane)\b.*"),
    ("name", r"(?:nombre|nom|name)s?\b.*|municipios?|municipality|departamento|department|commune"),
    ("start", r"(?:fecha (?:de )?)?(?:inicio|start|debut)(?: date)?|start on|(?:date )?(?:start|debut)"),
    ("end", r"(?:fecha (?:de )?)?(?:fin|end|final|terminacion)(?: date)?|end on|(?:date )?(?:end|fin)"),
    ("year", r"ano|anio|year|annee|vigencia|year of incident"),
)  # fmt: skip
_CODE = re.compile(r"(?:[A-Z]{2,3}[- ]?)?[0-9][0-9.,]{0,8}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:\.0)?")
_PIECE_OF_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2} (?:de )?[^\W\d_]{3,10} (?:de(?:l)? )?(?:a[ñn]o )?[0-9]{4}"
    r"|[^\W\d_]{3,10} (?:de(?:l)? )?(?:a[ñn]o )?[0-9]{4}",
    re.IGNORECASE,
)


def implausible(frame: pd.DataFrame, place: str, year: str, value: str) -> list[Finding]:
    """One `value_implausible` for each year in which every place that had 1,000 or more the year before has 0.

    `frame` has a row per place and year (index: the row in the file). The year before is the one that the series holds
    before it, one place that vanishes alone is no finding, and a missing value is not zero.
    """
    years = pd.to_numeric(frame[year], errors="coerce")
    values = pd.to_numeric(frame[value], errors="coerce").astype("Float64")
    table = pd.DataFrame({"place": frame[place], "year": years, "value": values, "row": frame.index}).dropna()
    known = sorted(table["year"].unique())
    found = []
    for before, after in pairwise(known):
        large = set(table.loc[table["year"].eq(before) & table["value"].ge(LARGE), "place"])
        follow = table[table["year"].eq(after) & table["place"].isin(large)]
        if follow["place"].nunique() >= ENOUGH_VALUES and follow["value"].eq(0).all():
            told = (("least", str(LARGE)), ("year", f"{after:.0f}"))
            row = int(follow["row"].iloc[0])
            found.append(Finding("value_implausible", row=row, column=value, value="0", values=told, count=len(follow)))
    return found


def parts_and_whole(frame: pd.DataFrame, parents: dict[str, str], column: str | None) -> list[Finding]:
    """One `parts_and_whole` for each area whose value is the sum of two or more places inside it, in one year.

    `frame` has `place`, `year`, `category` and `value` (index: the row in the file), each
    place once for a year and category.
    """
    keys = ["place", "year", "category"]
    values = frame.assign(
        value=pd.to_numeric(frame["value"], errors="coerce").astype("float64"), row=frame.index,
        category=frame["category"].astype("str").fillna(""),
    )[[*keys, "value", "row"]]  # fmt: skip
    inside = values.assign(place=values["place"].map(parents)).dropna(subset=["place", "value"])
    sums = inside.groupby(keys)["value"].agg(["sum", "size"]).reset_index()
    both = values.merge(sums, on=keys)
    both = both[both["value"].gt(0) & both["value"].eq(both["sum"]) & both["size"].ge(2)]
    return [
        Finding("parts_and_whole", row=int(rows["row"].iloc[0]), column=column, value=str(place),
                values=(("n", str(int(rows["size"].iloc[0]))),), count=len(rows))
        for place, rows in both.groupby("place", sort=True)
    ]  # fmt: skip


def partial_years(start: pd.Series | None = None, said: tuple[str, ...] | list[str] = ()) -> list[Finding]:
    """One `year_partial` for the first and for the last year of a source, where it does not hold all their months.

    `start` holds dates of day or month precision (all the column's values); a source that has them in at most half of
    the months of its other years is too thin to tell. `said` is what titles and descriptions say ("del 01 de enero de
    2010 al 30 de abril de 2024"): the last day named there tells for tables that hold years only.
    """
    found = {finding.value: finding for finding in _from_words(said)}
    if start is not None:
        found |= {finding.value: finding for finding in _from_dates(start)}
    return [found[year] for year in sorted(found, key=str)]


def _from_dates(start: pd.Series) -> list[Finding]:
    days = start.dropna()
    if days.empty:
        return []
    months = days.dt.month.groupby(days.dt.year).agg(["min", "max", "nunique"])
    first, last = int(months.index.min()), int(months.index.max())
    whole = months.drop([first, last], errors="ignore")
    if not whole.empty and whole["nunique"].median() <= 6:
        return []
    result = []
    if first != last and months.at[first, "min"] > 1:
        result.append(_partial(first, int(months.at[first, "min"]), 12))
    if months.at[last, "max"] < 12:
        result.append(_partial(last, int(months.at[last, "min"]) if first == last else 1, int(months.at[last, "max"])))
    return result


def _from_words(said: tuple[str, ...] | list[str]) -> list[Finding]:
    result = []
    for words in said:
        spans = dates.dates(pd.Series(_PIECE_OF_DATE.findall(_without_filling(words)), dtype="str"), order="ymd")
        ends, starts = spans.end.dropna(), spans.start.dropna()
        if len(ends) < 2:
            continue
        first, last = starts.min(), ends.max()
        if (first.month, first.day) != (1, 1) and first.year != last.year:
            result.append(_partial(first.year, first.month, 12))
        if (last.month, last.day) != (12, 31):
            result.append(_partial(last.year, first.month if first.year == last.year else 1, last.month))
    return result


def _without_filling(words: str) -> str:
    return re.sub(r"\b(?:mes de|a[ñn]o)\s+", "", words, flags=re.IGNORECASE)


def _partial(year: int, first: int, last: int) -> Finding:
    months = f"{date(year, first, 1):%Y-%m} – {date(year, last, 1):%Y-%m}"
    return Finding("year_partial", value=str(year), values=(("months", months),))


def role_of(header: str) -> str | None:
    """The role that the name of a column says, of those whose values can be told apart; None for all others."""
    words = key(header)
    return next((role for role, pattern in _HEADERS if re.fullmatch(pattern, words)), None)


def swapped(
    frame: pd.DataFrame,
    roles: dict[str, str] | None = None,
    box: tuple[float, float, float, float] | None = None,
) -> list[Finding]:
    """One `columns_swapped` for each two columns of which either holds what the other's name says.

    `frame` holds text, at least a sample of rows. `roles` are those of the mapping (status, gender, lat, lon, code,
    name, start, end, year); where it says none, the header does. `box` (south, west, north, east; see `Points.box`)
    tells latitude from longitude where both are below 90 degrees.
    """
    said = {column: (roles or {}).get(column) or role_of(str(column)) for column in frame.columns}
    known = [(column, role) for column, role in said.items() if role]
    fits = _fits(box)
    found = []
    for (column, role), (other, other_role) in combinations(known, 2):
        if role == other_role:
            continue
        if {role, other_role} == {"start", "end"}:
            first, last = (column, other) if role == "start" else (other, column)
            is_found = _ends_first(frame[first], frame[last])
        else:
            is_found = role in fits and other_role in fits and _exchanged(
                frame[column], frame[other], fits[role], fits[other_role]
            )  # fmt: skip
        if is_found:
            told = (("column", str(column)), ("other", str(other)))
            found.append(Finding("columns_swapped", column=str(column), values=told))
    return found


def _exchanged(column: pd.Series, other: pd.Series, is_own: Callable, is_others: Callable) -> bool:
    """True where the values of either column are what the other should hold, and not what it should hold itself."""
    return (
        _share(column, is_own) <= FITS_NOT
        and _share(other, is_others) <= FITS_NOT
        and _share(column, is_others) >= FITS
        and _share(other, is_own) >= FITS
    )


def _share(column: pd.Series, is_fit: Callable[[str], bool]) -> float:
    values = as_text(column).dropna().str.strip()
    return float(values.map(is_fit).mean()) if len(values) else 0.5


def _fits(box: tuple[float, float, float, float] | None) -> dict[str, Callable[[str], bool]]:
    """For each role, whether a text is one of its values."""
    south, west, north, east = box or (-90.0, -180.0, 90.0, 180.0)
    # Without a country only a number beyond 90 is sure to be no latitude, and every latitude could be a longitude.
    is_lon = lambda text: _is_between(text, west, east) and (box is not None or not _is_between(text, -90, 90))  # noqa: E731
    return {
        "status": lambda text: key(text) in _STATUS,
        "gender": lambda text: key(text) in _GENDER,
        "lat": lambda text: _is_between(text, south, north),
        "lon": is_lon,
        "code": lambda text: _CODE.fullmatch(text.upper()) is not None and not _YEAR.fullmatch(text),
        "name": lambda text: not any(c.isdigit() for c in text) and any(c.isalpha() for c in text),
        "year": lambda text: _YEAR.fullmatch(text) is not None,
    }


def _is_between(text: str, least: float, most: float) -> bool:
    written = numbers.taken_apart(text)
    values = [value for value in (written.point, written.comma) if value is not None] if written else []
    return any(least <= value <= most for value in values)


def _ends_first(start: pd.Series, end: pd.Series) -> bool:
    """True where most of the rows that state both end before they start."""
    first, last = dates.dates(start), dates.dates(end)
    both = first.start.notna() & last.end.notna() & first.start.ne(last.start)
    if both.sum() < ENOUGH_VALUES:
        return False
    is_late = last.end[both] < first.start[both]
    return float(is_late.mean()) >= FITS
