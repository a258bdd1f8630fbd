"""Tables of indicators: what each row counts, of which programme, split how, and the values that it states."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from analytics.checks import dates, text
from analytics.importing import adding, outcomes
from analytics.importing.interpretation import Interpretation
from analytics.importing.rows import from_file, slug
from analytics.importing.tables import kept_rows, numbered, one_place, period, worded
from analytics.readers.grid import Finding, Grid
from analytics.understanding.indicator_columns import LIFE, is_fiscal, is_running, year_of
from analytics.understanding.mapping import TableMapping

YES_NO = {"yes": True, "sí": True, "si": True, "y": True, "no": False, "n": False}
PLAIN_UNIT = "number"
STATED = ("baseline", "target", "actual")
PLAIN_SPLITS = ("disaggregation", "breakdown", "desagregacion", "desagregacao", "category", "categoria")
AGES = re.compile(r"(?:\d{1,3}\s*(?:[-\u2013]|to|a)\s*\d{1,3}|\d{1,3}\s*\+)(?:\s*(?:years|años|anos))?", re.IGNORECASE)
SHARE_NAME = re.compile(r"(?i)[\d.\s]*(?:%|percent|porcentaje|pourcentage|percentagem)")
MARKS = {"%": " percent ", "#": " number "}
GROUP = ("place_id", "component_id", "sex", "age_group", "breakdown")
SEX_COLUMNS = ("women", "men")  # a column of numbers called so holds the values of that sex
APART = ("organisation", "activity", "activity_id")
DATES = ("start_on", "end_on", "start_precision", "end_precision")


def indicators(grid: Grid, mapping: TableMapping, gathered: Interpretation, source_id: str, name: str) -> int:
    """One observation for each target, baseline or actual of a row; returns the number of rows read."""
    frame = _without_totals(kept_rows(grid, gathered), grid, mapping, gathered)
    rows = _named(frame, mapping)
    rows = rows.join(_owners(frame, mapping, gathered, source_id, name))
    rows["indicator_id"] = _ids(rows, worded(frame, mapping.column_of("indicator_id")), name)
    rows = _described(rows, frame, grid, mapping, gathered)
    rows["place_id"] = one_place(frame, grid, mapping, gathered)
    origin = grid.sheet or "rows"
    gathered.add("indicators", from_file(rows.drop_duplicates("indicator_id"), source_id, origin))
    when = period(_plain_years(frame, grid, mapping, gathered), grid, mapping, gathered)
    told = []
    for kind, column, word in _columns(mapping):
        when_said, sex = _said(word)
        values = _values(kind, column, frame, rows, grid, mapping, gathered)
        marks = [f"{row}-{kind}" + (f"-{slug(word)}" if word else "") for row in rows.index]
        stated = rows.assign(
            observation_id=[f"ob-{slug(name)}-{slug(origin)}-{mark}" for mark in marks], kind=kind, qualifier="exact",
            disclosure="open", **values, **_times(kind, when_said, when, grid, gathered, column), **sex,
        )[values["value"].notna()]  # fmt: skip
        told.append(_once(stated) if kind == "baseline" else stated)
        gathered.add("observations", from_file(told[-1], source_id, origin))
    columns = [column for _, column, _ in _columns(mapping)]
    gathered.tell([*_repeated(told, columns, frame, mapping), *_future(told, gathered)], grid)
    return len(frame)


def _without_totals(frame: pd.DataFrame, grid: Grid, mapping: TableMapping, gathered: Interpretation) -> pd.DataFrame:
    """The frame without rows called "Total" below an indicator that states its own values: it is not theirs."""
    column = mapping.column_of("indicator") or mapping.column_of("indicator_id")
    names, values = worded(frame, column), [name for _, name, _ in _columns(mapping) if name]
    is_total = names.map(lambda name: isinstance(name, str) and outcomes.is_everybody(name))
    is_own = names.map(_group, na_action="ignore").isna() & names.notna()
    has_own = frame[values].notna().any(axis=1).where(is_own)
    is_other = is_total & has_own.ffill().eq(True)
    gathered.tell([Finding("total_left_out", row=int(row), value=names[row]) for row in frame.index[is_other]], grid)
    return frame[~is_other]


def _columns(mapping: TableMapping) -> list[tuple[str, str | None, str]]:
    """Kind of value, its column, and the period that its header names (empty: that of the row), or the sex."""
    found = []
    for kind in STATED:
        single = mapping.column_of(kind)
        if single is not None or (kind == "actual" and mapping.column_of("numerator")):
            found.append((kind, single, ""))
        found += [(kind, column, word) for column, word in mapping.columns_of(kind).items()]
    found += [("actual", column, word) for column, word in mapping.columns_of("people").items() if word in SEX_COLUMNS]
    return found


def _said(word: str) -> tuple[str, dict[str, str]]:
    """The period that a header names, and the sex where it names one: 2023:women."""
    period, _, last = word.rpartition(":")
    return (period, {"sex": last}) if last in SEX_COLUMNS else (word, {})


def _named(frame: pd.DataFrame, mapping: TableMapping) -> pd.DataFrame:
    """`name`, `sex`, `age_group` and `breakdown` of each row; a row that names a group alone is of the one above."""
    column = mapping.column_of("indicator") or mapping.column_of("indicator_id")
    names = worded(frame, column).fillna(worded(frame, mapping.column_of("indicator_id")))
    inner = pd.Series(map(_group, names, frame[column]), index=frame.index, dtype=object)
    above = names.where(inner.isna()).ffill()
    inner = inner.where(above.notna())
    sexes = worded(frame, mapping.column_of("sex"))
    letters = set(sexes.dropna().str.strip().str.lower())
    is_spanish = {"m", "h"} <= letters and "f" not in letters  # mujer y hombre, so M is no man
    ages = worded(frame, mapping.column_of("age"))
    found = pd.DataFrame({"sex": sexes.map(lambda word: _sex(word, is_spanish)), "age_group": ages.map(_part)})
    rest = []
    for split in [sexes.map(_part).where(found["sex"].isna()), *_splits(frame, mapping), inner.map(_part)]:
        sex, of_age = split.map(_sex), split.map(is_age)
        found["sex"] = found["sex"].where(found["sex"].notna(), sex)
        found["age_group"] = found["age_group"].where(found["age_group"].notna() | ~of_age, split)
        rest.append(split.where(sex.isna() & ~of_age))
    parts = [[word for word in words if isinstance(word, str)] for words in zip(*rest, strict=True)]
    found["breakdown"] = [" \u00b7 ".join(words) or None for words in parts]
    found = found.astype(object).where(found.notna(), None)
    named = above.fillna(names).fillna("?")
    return found.assign(name=named, anchor=named.str[:200], line=frame.index)


def _splits(frame: pd.DataFrame, mapping: TableMapping) -> Iterable[pd.Series]:
    """The columns of other splits; each part with the name of its column where that says what it is."""
    for column in mapping.columns_of("breakdown"):
        parts = worded(frame, column).map(_part)
        is_plain = parts.isna() | parts.map(_sex).notna() | parts.map(is_age)
        if text.key(str(column)) in PLAIN_SPLITS:
            yield parts
        else:
            yield parts.where(is_plain, f"{column}: " + parts.astype("str"))


def _part(word: object) -> str | None:
    """The word of a group; None where it says everybody, or nothing."""
    return word if isinstance(word, str) and not outcomes.is_everybody(word) else None


def _sex(word: object, is_spanish: bool = False) -> str | None:
    if is_spanish and isinstance(word, str) and word.strip().lower() in ("m", "h"):
        return "women" if word.strip().lower() == "m" else "men"
    return outcomes.sex_of(word)


def is_age(word: object) -> bool:
    """Whether a word is a group of ages: 14-28, 60+."""
    return isinstance(word, str) and bool(AGES.fullmatch(word.strip()))


def _group(name: object, cell: object = None) -> str | None:
    """The group that a cell names in the place of an indicator: a sex, an age, all; or whatever is set in."""
    if not isinstance(name, str):
        return "total"  # an empty cell below an indicator is still that indicator
    bare = name.lstrip("-\u2013\u2022\u00b7 ").strip()
    is_set_in = bare != name.strip() or (isinstance(cell, str) and cell[:2].isspace() and len(cell) > 2)
    is_group = outcomes.sex_of(bare) or is_age(bare) or outcomes.is_everybody(bare)
    return bare if is_group or is_set_in else None


def _owners(
    frame: pd.DataFrame, mapping: TableMapping, gathered: Interpretation, source_id: str, name: str
) -> pd.DataFrame:
    """The partnership, programme and component of each row; without a column of programmes, that of the data set."""
    words = worded(frame, mapping.column_of("programme"))
    parts = worded(frame, mapping.column_of("component"))
    said = sorted({word for word in words if isinstance(word, str)})
    programmes = {word: gathered.programme(name, source_id, name, word) for word in said}
    owners = pd.DataFrame(index=frame.index)
    whole = gathered.programme(name, source_id, name) if words.isna().any() else None
    pairs = [programmes[word] if isinstance(word, str) else whole for word in words]
    owners["partnership_id"], owners["programme_id"] = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    ids: dict[tuple[str, str], str] = {}
    for programme, part in zip(owners["programme_id"], parts, strict=True):
        if isinstance(part, str) and (programme, part) not in ids:
            ids[programme, part] = gathered.component(programme, part, len(ids) + 1, source_id)
    owners["component_id"] = [ids.get(key) for key in zip(owners["programme_id"], parts, strict=True)]
    return owners


def _ids(rows: pd.DataFrame, codes: pd.Series, name: str) -> list[str]:
    """The id of each row's indicator: its name, after its programme where one is named, before one of several codes."""
    keys = rows["name"].map(lambda word: slug(_marked(word)))
    is_said = rows["programme_id"].ne(rows["partnership_id"])
    keys = keys.mask(is_said, rows["programme_id"].map(lambda key: f"{key}-") + keys)
    codes = codes.where(codes.notna(), None).groupby(keys).transform(lambda held: held.ffill().bfill())
    several = codes.groupby(keys).transform("nunique") > 1
    keys = keys.mask(several.fillna(False), keys + codes.map(lambda code: f"-{slug(str(code))}"))
    return [f"i-{slug(name)}-{key}" for key in keys]


def _marked(name: str) -> str:
    """A name with its marks as words: "% of schools" and "# of schools" are two indicators."""
    return "".join(MARKS.get(letter, letter) for letter in name)


def _described(
    rows: pd.DataFrame, frame: pd.DataFrame, grid: Grid, mapping: TableMapping, gathered: Interpretation
) -> pd.DataFrame:
    """The rows with unit, rule, measure, direction and definition, each as the first row that says it."""
    roles = ("unit", "aggregation", "direction", "accumulative", "description", "verification")
    said = pd.DataFrame({role: worded(frame, mapping.column_of(role)) for role in roles}, dtype=object)
    for rule, role, strange in (
        ("rule_word_unknown", "aggregation", adding.strange_rules(said["aggregation"])),
        ("direction_unknown", "direction", adding.strange_directions(said["direction"])),
    ):
        column = mapping.column_of(role)
        gathered.tell(
            [Finding(rule, row=int(row), column=column, value=str(word)) for row, word in strange.items()], grid
        )
    said = said.groupby(rows["indicator_id"]).transform("first")
    units = said["unit"].where(said["unit"].notna(), _unit_shown(rows, frame, mapping))
    units = units.fillna(mapping.options.get("unit") or PLAIN_UNIT)
    units = adding.units_of(units.astype(object), gathered.reference)
    is_share = units.eq(adding.PERCENT)
    rules = adding.rules_of(said["aggregation"], mapping)
    weighed = pd.Series(False, index=frame.index)
    if (column := mapping.column_of("numerator")) and mapping.column_of("denominator"):
        weighed = frame[column].notna().groupby(rows["indicator_id"]).transform("any")
        rules = rules.mask(weighed & rules.eq(adding.NOT_SAID) & said["aggregation"].isna(), adding.MEAN)
    no_sum = is_share & rules.eq("sum")
    gathered.tell([Finding("percent_not_added", row=int(row), column=mapping.column_of("aggregation"))
                   for row in rows.index[no_sum & ~rows["indicator_id"].duplicated()]], grid)  # fmt: skip
    rules = rules.mask(no_sum & weighed, adding.MEAN).mask(no_sum & ~weighed, adding.NOT_SAID)
    return rows.assign(
        unit=units, aggregation=rules, measure=adding.measures_of(rules, units),
        direction=said["direction"].map(adding.direction_of),
        is_cumulative=_cumulative(said["accumulative"], mapping),
        definition=said["description"].str[:1900], verification=said["verification"].str[:1900],
    )  # fmt: skip


def _cumulative(stated: pd.Series, mapping: TableMapping) -> pd.Series:
    """Whether values include those of earlier periods: as a column says, or the header of the values reached."""
    said = stated.fillna("").astype(str).str.strip().str.lower().map(YES_NO).astype(object)
    headers = [column for kind, column, _ in _columns(mapping) if kind == "actual" and column]
    if headers and all(map(is_running, headers)):
        return said.where(said.notna(), True)
    return said


def _unit_shown(rows: pd.DataFrame, frame: pd.DataFrame, mapping: TableMapping) -> pd.Series:
    """Per cent where the name of an indicator begins so, or its values are written so."""
    columns = [column for _, column, _ in _columns(mapping) if column]
    is_marked = (
        frame[columns].astype("str").apply(lambda cells: cells.str.contains("%", regex=False)).eq(True).any(axis=1)
    )
    is_share = is_marked.groupby(rows["indicator_id"]).transform("any") | rows["name"].str.match(SHARE_NAME)
    return pd.Series(adding.PERCENT, index=rows.index, dtype=object).where(is_share, None)


def _values(
    kind: str, column: str | None, frame: pd.DataFrame, rows: pd.DataFrame, grid: Grid, mapping: TableMapping,
    gathered: Interpretation,
) -> dict[str, pd.Series]:  # fmt: skip
    """`value` of one column, of actual values also their weights: a value left out is the share of these."""
    empty = pd.Series(float("nan"), index=frame.index)
    found = {"value": numbered(frame, column, grid, mapping, gathered) if column else empty}
    is_small = rows["measure"].eq("percentage") & found["value"].abs().between(0, 1, inclusive="neither")
    if is_small.any() and not frame[column].astype("str").str.contains("%")[is_small].any():
        row = is_small.idxmax()
        gathered.tell([Finding("percent_small", row=int(row), column=column, value=f"{found['value'][row]:g}",
                               count=int(is_small.sum()))], grid)  # fmt: skip
    weights = {part: mapping.column_of(part) for part in ("numerator", "denominator")}
    if kind != "actual" or None in weights.values() or ":" in mapping.columns.get(column, ""):
        return found
    parts = {part: numbered(frame, name, grid, mapping, gathered) for part, name in weights.items()}
    whole = parts["denominator"].where(parts["denominator"] > 0)
    is_whole = whole.notna() & parts["numerator"].notna()
    scale = rows["measure"].eq("percentage").map({True: 100.0, False: 1.0})
    share = scale * parts["numerator"] / whole
    is_other = (share - found["value"]).abs() > (0.011 * scale).where(scale > 1, 0.0011 * share.abs() + 0.006)
    gathered.tell([
        Finding("share_disagrees", row=int(row), column=column, value=f"{found['value'][row]:g}",
                values=(("computed", f"{share[row]:.4g}"),)) for row in frame.index[is_other & is_whole]
    ], grid)  # fmt: skip
    return {
        "value": found["value"].fillna(share),
        "numerator": parts["numerator"].where(is_whole),
        "denominator": whole.where(is_whole),
    }


def _plain_years(frame: pd.DataFrame, grid: Grid, mapping: TableMapping, gathered: Interpretation) -> pd.DataFrame:
    """The frame with fiscal years (FY2023, 2023-24) in its column of years as the years that they name."""
    if (column := mapping.column_of("year")) is None:
        return frame
    named = frame[column].map(year_of)
    if named.notna().any():
        row = named.first_valid_index()
        gathered.tell([Finding("fiscal_year", row=int(row), column=column, value=str(frame[column][row]),
                               count=int(named.notna().sum()))], grid)  # fmt: skip
    return frame.assign(**{column: frame[column].where(named.isna(), named)})


def _future(told: list[pd.DataFrame], gathered: Interpretation) -> Iterable[Finding]:
    """Values reached of a time that has not begun."""
    for stated in told:
        late = stated[stated["kind"].eq("actual") & (pd.to_datetime(stated["start_on"]) > pd.Timestamp(gathered.as_of))]
        if len(late):
            yield Finding("actual_in_future", row=int(late.index[0]), count=len(late),
                          value=str(pd.Timestamp(late["start_on"].iloc[0]).date()))  # fmt: skip


def _times(
    kind: str, word: str, when: pd.DataFrame, grid: Grid, gathered: Interpretation, column: str | None
) -> dict[str, object]:
    """The dates of the values of a column: those of the row, those that its header names; none of a baseline."""
    if kind == "baseline" or word == LIFE:
        blank = dict.fromkeys(DATES) | {"start_on": pd.NaT, "end_on": pd.NaT}
        return blank | {"period_kind": "life" if word == LIFE and kind != "baseline" else None}
    if not word:
        return {name: when[name] for name in DATES}
    if column and is_fiscal(column):
        gathered.tell([Finding("fiscal_year", row=grid.header_row or None, column=column, value=column)], grid)
    read = dates.dates(pd.Series([word], dtype="str"))
    gathered.tell([found.at("", column=column) for found in read.findings], grid)
    first, last, precision = read.start.iloc[0], read.end.iloc[0], read.precision.iloc[0]
    return {"start_on": first, "end_on": last, "start_precision": precision, "end_precision": precision}


def _once(stated: pd.DataFrame) -> pd.DataFrame:
    """A baseline stands before all periods: one that each row of a place and group repeats is one."""
    return stated.drop_duplicates(["indicator_id", "value", *GROUP])


def _repeated(
    told: list[pd.DataFrame], columns: list[str | None], frame: pd.DataFrame, mapping: TableMapping
) -> Iterable[Finding]:
    """Rows that state one indicator, time, place and group again, told once a column, with what tells them apart."""
    key = ["indicator_id", "start_on", "end_on", *GROUP]
    apart = [column for column, role in mapping.columns.items() if role.partition(":")[0] in APART]
    for stated, column in zip(told, columns, strict=True):
        beside = stated[key].join(frame[apart]) if apart else stated[key]
        again = beside.index[beside.duplicated(keep="first")]
        if len(again):
            all_of = frame.loc[beside.index[beside.duplicated(keep=False)]]
            unused = [
                c for c in frame.columns if mapping.columns.get(c, "unused") == "unused" and all_of[c].nunique() > 1
            ]
            name = str(stated["name"][again[0]])
            yield Finding("value_repeated", row=int(again[0]), column=column, value=name, count=len(again),
                          values=(("columns", ", ".join(map(str, unused)) or "\u2013"),))  # fmt: skip
