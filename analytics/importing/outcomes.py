"""Results of IATI activities as indicators with baselines, targets and values, split as the file splits them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from analytics.checks import text
from analytics.importing.interpretation import Interpretation
from analytics.importing.rows import from_file, slug
from analytics.readers.iati.values import split_pairs

MEASURES = {"1": "count", "2": "percentage", "3": "nominal", "4": "ordinal", "5": "qualitative"}
SEXES = {
    "female": "women", "f": "women", "women": "women", "mujer": "women", "mujeres": "women", "femenino": "women",
    "male": "men", "m": "men", "men": "men", "hombre": "men", "hombres": "men", "masculino": "men", "other": "other",
    "otro": "other", "otra": "other", "no binario": "other", "no binaria": "other", "non-binary": "other",
}  # fmt: skip
AT_LAST = ("percentage", "ordinal")  # measures of what stands at the end of a period, and is never added
# a group that is everybody, as `text.key` reads it
EVERYBODY = frozenset({
    "total", "totals", "all", "todos", "todas", "ambos", "both", "both sexes", "ambos sexos", "todo", "total general",
    "overall", "everyone", "everybody", "tous", "ensemble", "general", "todas las personas", "all ages",
    "todas las edades",
})  # fmt: skip
SECTION = "iati-activity/result"


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame[name] if name in frame else pd.Series(None, index=frame.index, dtype=object)


def sex_of(word: object) -> str | None:
    """The code of a word for a sex; None where it is none that we know."""
    return SEXES.get(str(word).strip().lower()) if isinstance(word, str) else None


def is_everybody(word: str) -> bool:
    """Whether a word for a group is one for all."""
    return text.key(word) in EVERYBODY


def _split(cell: object, location: object, places: dict[str, str]) -> dict[str, str | None]:
    """The dimensions of a value: sex, age and a known location by themselves, any other as the file names it."""
    pairs = split_pairs(cell) if isinstance(cell, str) and cell else []
    found: dict[str, str | None] = {"sex": None, "age_group": None}
    rest = []
    for name, value in pairs:
        kind = name.strip().lower()
        if is_everybody(value):
            continue
        if kind in ("sex", "gender") and sex_of(value):
            found["sex"] = sex_of(value)
        elif kind in ("age", "age group", "age_group"):
            found["age_group"] = value
        else:
            rest.append(f"{name}: {value}")
    found["place_id"] = places.get(location) if isinstance(location, str) else None
    if isinstance(location, str) and location and found["place_id"] is None:
        rest.append(f"location: {location}")
    return found | {"breakdown": " · ".join(rest) or None}


def results(
    indicators: pd.DataFrame, periods: pd.DataFrame, ids: dict[str, str], gathered: Interpretation, source_id: str,
    programme: tuple[str, str], places: dict[str, dict[str, str]],
) -> None:  # fmt: skip
    """Adds the indicators of one IATI file and their values; a value in words stays with the elements of the file.

    `places` are those of the locations that values name, by activity and reference.

    Values are added up only where the file says that they may be (aggregation-status) and are counts. Of a percentage
    or a level the last period's holds, and none of several places or groups together.
    """
    indicators = indicators[indicators["activity"].isin(ids)]
    if indicators.empty:
        return
    number = indicators.groupby("activity").cumcount() + 1
    keys = [f"i-{slug(activity, exact=True)}-{n}" for activity, n in zip(indicators["activity"], number, strict=True)]
    measure = _column(indicators, "measure").map(MEASURES)
    may_add = _column(indicators, "aggregation_status").eq("1") & measure.eq("count")
    ruled = may_add.map({True: "sum", False: "none"}).mask(measure.isin(AT_LAST), "last")
    titles = _told_of(indicators, ids, gathered)
    rows = indicators.assign(
        indicator_id=keys, partnership_id=programme[0], programme_id=programme[1], name=titles.str[:1900],
        unit=measure.eq("percentage").map({True: "percent", False: "number"}), measure=measure,
        aggregation=ruled, definition=_column(indicators, "description").str[:1900],
        direction=_column(indicators, "ascending").fillna("1").map({"1": "ascending", "0": "descending"}),
        anchor=titles.str[:200],
    )  # fmt: skip
    gathered.add("indicators", from_file(rows, source_id, SECTION))
    of = dict(zip(rows["path"], rows["indicator_id"], strict=True))
    _values(
        periods[periods["parent"].isin(of)] if "parent" in periods else periods.head(0),
        of,
        ids,
        gathered,
        source_id,
        places,
    )


def _told_of(indicators: pd.DataFrame, ids: dict[str, str], gathered: Interpretation) -> pd.Series:
    """The title of each indicator; one that several activities of the file have, with the title of its activity."""
    titles = _column(indicators, "title").fillna(indicators["activity"])
    activities = pd.concat(gathered.frames["activities"])
    whose = (
        indicators["activity"].map(ids).map(dict(zip(activities["activity_id"], activities["title_en"], strict=True)))
    )
    is_shared = indicators.groupby(titles)["activity"].transform("nunique") > 1
    return titles.where(~is_shared, titles + " · " + whose.fillna(indicators["activity"]).astype(str))


def _values(
    periods: pd.DataFrame,
    of: dict[str, str],
    ids: dict[str, str],
    gathered: Interpretation,
    source_id: str,
    places: dict[str, dict[str, str]],
) -> None:
    if periods.empty:
        return
    values = pd.to_numeric(_column(periods, "value"), errors="coerce")
    start, end = _days(periods)
    cells = (periods["activity"], _column(periods, "dimensions"), _column(periods, "locations"))
    split = [_split(said, at, places.get(activity, {})) for activity, said, at in zip(*cells, strict=True)]
    known = pd.DataFrame(split, index=periods.index)
    dated = start.notna() & end.notna() & (start <= end)
    names = _told_apart(f"ob-{source_id}-{row.line}-{row.kind}" for row in periods.itertuples(index=False))
    rows = periods.assign(
        indicator_id=periods["parent"].map(of), activity_id=periods["activity"].map(ids), value=values,
        observation_id=names,
        qualifier="exact", disclosure="open", start_on=start.where(dated), end_on=end.where(dated),
        start_precision=dated.map({True: "day", False: None}), end_precision=dated.map({True: "day", False: None}),
        note=_column(periods, "comment").str[:1900], anchor=_column(periods, "value"),
        **{name: known[name] for name in known},
    )  # fmt: skip
    gathered.add("observations", from_file(rows[values.notna()], source_id, f"{SECTION}/indicator/period"))


def _told_apart(names: Iterable[str]) -> list[str]:
    """The names, further ones with a number: a file without line breaks has all its values in one line."""
    met: Counter[str] = Counter()
    told = []
    for name in names:
        met[name] += 1
        told.append(name if met[name] == 1 else f"{name}-{met[name]}")
    return told


def _days(periods: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The first and the last day of each value; a baseline has its day, or its year."""
    year = _column(periods, "year")
    days = {}
    for edge, of_year in (("start", "-01-01"), ("end", "-12-31")):
        stated = _column(periods, f"period_{edge}").fillna(_column(periods, "date")).fillna(year + of_year)
        days[edge] = pd.to_datetime(stated.astype(object), format="%Y-%m-%d", errors="coerce")
    return days["start"], days["end"]
