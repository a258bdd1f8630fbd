"""Which columns of a file hold the codes, the names and the divisions above: by contents first, then by their names."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from analytics.bounding.known import Known
from analytics.checks import countries

ENOUGH = 0.5  # of a column's values: what fewer of are codes of ours is no column of codes
MOST_COLUMNS = 200
LONGEST_CODE = 40

# as DANE, HDX (COD-AB), geoBoundaries, GADM and others call them, in lower case; the most telling first
CODES = {
    "municipality": (
        "mpio_cdpmp", "mpio_ccnct", "adm2_pcode", "admin2pcode", "adm2pcode", "adm2_code", "mpio_code", "cod_mpio",
        "codigo_municipio", "cod_municipio", "district_code", "dist_code", "mun_code", "hasc_2", "cc_2", "gid_2",
        "shapeiso", "divipola", "code", "codigo", "pcode", "id", "shapeid",
    ),
    "department": (
        "dpto_ccdgo", "adm1_pcode", "admin1pcode", "adm1pcode", "adm1_code", "shapeiso", "iso_3166_2", "iso_1",
        "dept_code", "cod_dpto", "codigo_departamento", "province_iso", "province_code", "prov_code", "hasc_1",
        "gid_1", "code", "codigo", "pcode", "id", "shapeid",
    ),
    "country": ("adm0_pcode", "iso2", "iso_a2", "iso3", "iso_a3", "gid_0", "shapegroup", "country_code", "shapeiso"),
}  # fmt: skip
NAMES = {
    "municipality": (
        "mpio_cnmbr", "adm2_es", "adm2_en", "adm2_fr", "adm2_name", "admin2name_es", "admin2name_en", "name_2",
        "mpio_name", "district_name", "district", "municipio", "nombre_municipio", "nom_mpio", "shapename", "nombre",
        "name",
    ),
    "department": (
        "dpto_cnmbr", "adm1_es", "adm1_en", "adm1_fr", "adm1_name", "admin1name_es", "admin1name_en", "name_1",
        "dept_name", "province_name", "province", "departamento", "nombre_departamento", "nom_dpto", "shapename",
        "nombre", "name",
    ),
    "country": ("adm0_es", "adm0_en", "name_0", "country", "pais", "shapename", "name", "nombre"),
}  # fmt: skip
COUNTRY_CODES = ("adm0_pcode", "shapegroup", "iso3", "iso_a3", "iso2", "gid_0", "country_code", "iso")
LEVEL_WORDS = (
    ("municipality", re.compile(r"adm(in)?_?2|munici|mpio|distri|county|comuna")),
    ("department", re.compile(r"adm(in)?_?1|depart|dpto|dept|provinc|state|estado|region")),
    ("country", re.compile(r"adm(in)?_?0|pais|country|nacion|nation")),
)


@dataclass(frozen=True)
class Columns:
    """The columns chosen: of the code (or two that make it, joined by +), of the name, of the division above."""

    code: str | None
    name: str | None
    parent: str | None
    parent_name: str | None
    share: float = 0.0  # of the codes that are codes of ours


def texts(frame: pd.DataFrame, column: str) -> pd.Series:
    """A column as text; two columns joined by + are the codes of DANE's older files, department and municipality."""
    if column in frame.columns:
        return frame[column].map(_text)
    first, _, second = column.partition("+")
    return texts(frame, first).str.zfill(2) + texts(frame, second).str.zfill(3)


def _text(value: object) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def attributes(frame: pd.DataFrame) -> list[str]:
    """The columns besides the geometry."""
    geometry = getattr(frame, "_geometry_column_name", "geometry")
    return [str(c) for c in frame.columns if c != geometry and frame[c].dtype.name != "geometry"][:MOST_COLUMNS]


def named(frame: pd.DataFrame, wanted: str) -> str | None:
    """The column of this name, whatever its letters' case."""
    own = {column.lower(): column for column in reversed(attributes(frame))}
    if wanted in attributes(frame):
        return wanted
    if "+" in wanted:
        parts = [own.get(part.strip().lower()) for part in wanted.split("+", 1)]
        return "+".join(parts) if all(parts) else None
    return own.get(wanted.lower())


def share_known(frame: pd.DataFrame, column: str, known: Known) -> float:
    """How many of a column's different values are codes of these places."""
    values = {value for value in texts(frame, column) if value}
    if not values or not known.is_held:
        return 0.0
    return len({place for value in values if (place := known.id_of(value))}) / len(values)


def share_as_written(frame: pd.DataFrame, column: str, known: Known) -> float:
    """How many of a column's different values are our own ids as they stand."""
    values = {value for value in texts(frame, column) if value}
    return len(values & known.places.keys()) / len(values) if values else 0.0


def propose(frame: pd.DataFrame, known: Known, above: Known) -> Columns:
    """The columns of a layer whose places are `known`, in the divisions `above`."""
    code, share = _code_column(frame, known)
    name = _first(frame, NAMES[known.level]) or _name_by_contents(frame, known, {code})
    parent, parent_name = (None, None) if known.level != "municipality" else _parents(frame, above, code)
    return Columns(code, name, parent, parent_name, share)


def _code_column(frame: pd.DataFrame, known: Known) -> tuple[str | None, float]:
    own = attributes(frame)
    order = {name: place for place, name in enumerate(CODES[known.level])}
    pairs = [
        f"{first}+{second}" for first in own for second in own
        if re.fullmatch("d(p|e)p?to_(ccdgo|code)", first.lower()) and second.lower() == "mpio_ccdgo"
    ]  # fmt: skip
    if known.is_held:
        found = [
            (share_known(frame, c, known), share_as_written(frame, c, known), -order.get(c.lower(), 99), c)
            for c in [*own, *pairs]
        ]
        share, *_, column = max(found, default=(0.0, None))
        if column and share >= ENOUGH:
            return column, share
        return _first(frame, CODES[known.level][: -5 if known.level != "country" else None], is_filled=True), 0.0
    return _first(frame, CODES[known.level], is_filled=True, is_unique=True), 0.0


def _first(
    frame: pd.DataFrame, names: tuple[str, ...], *, is_filled: bool = False, is_unique: bool = False
) -> str | None:
    own = {column.lower(): column for column in reversed(attributes(frame))}
    for name in names:
        if name not in own:
            continue
        values = texts(frame, own[name])
        if is_filled and not values.ne("").any():
            continue
        if is_unique and (values.eq("").mean() > 0.1 or values.nunique() < 0.8 * len(values)):
            continue
        return own[name]
    return None


def _name_by_contents(frame: pd.DataFrame, known: Known, besides: set[str | None]) -> str | None:
    best, column = 0.0, None
    for candidate in attributes(frame):
        values = {value for value in texts(frame, candidate) if value} if candidate not in besides else set()
        share = sum(bool(known.ids_of(value)) for value in values) / len(values) if values else 0.0
        if share > best:
            best, column = share, candidate
    return column if best >= ENOUGH else None


def _parents(frame: pd.DataFrame, above: Known, code: str | None) -> tuple[str | None, str | None]:
    """The column of the division's code and of its name."""
    best, column = 0.0, None
    order = {name: place for place, name in enumerate(CODES["department"])}
    for candidate in attributes(frame):
        if candidate == code:
            continue
        values = [value for value in texts(frame, candidate) if value]
        share = share_known(frame, candidate, above)
        # as many divisions as places is a code of something else
        if values and (share, -order.get(candidate.lower(), 99)) > (best, -order.get(str(column).lower(), 99)):
            best, column = share, candidate
    own = (best >= ENOUGH and column) or _first(frame, CODES["department"][:-4])
    return (own if own != code else None), _first(frame, NAMES["department"][:-3])


def level_by_words(*words: str) -> str | None:
    """The smallest level that some words speak of: a table of municipalities names departments too."""
    for level, pattern in LEVEL_WORDS:
        if any(pattern.search(word.lower()) for word in words):
            return level
    return None


def of_country(frame: pd.DataFrame, country: str) -> pd.DataFrame:
    """The features that a column of countries' codes gives to a country; all of them where none does."""
    column = _first(frame, COUNTRY_CODES)
    if column is None:
        return frame
    is_own = texts(frame, column).map(lambda code: countries.by_code(code) == country)
    return frame[is_own].reset_index(drop=True) if is_own.any() else frame


def stated_country(frame: pd.DataFrame) -> str | None:
    """The one country that a column of countries' codes names."""
    column = _first(frame, COUNTRY_CODES)
    values = {v for v in texts(frame, column) if v} if column else set()
    found = {countries.by_code(value) for value in values}
    return found.pop() if len(found) == 1 else None
