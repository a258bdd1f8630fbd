"""A pivot to take along: as it stands on the screen, and cell by cell; nothing in either differs from the screen."""

from __future__ import annotations

import pandas as pd

from analytics.columns import LABELS, is_stated, said
from analytics.pivots.catalogue import AXES, MEASURES
from analytics.pivots.spec import Spec
from analytics.pivots.table import Pivot, columns_of
from analytics.pivots.words import (
    Names,
    axis_name,
    measure_name,
    number,
    reason,
    rounded,
    unit_beside,
    unit_name,
    worth_text,
)
from analytics.pivots.worth import Key, Worth
from analytics.wording import Words

# what a row of HXL tags calls the columns of `cells` and of the rows behind a cell
AXIS_TAGS = {
    "country": "#country", "department": "#adm1", "municipality": "#adm2", "programme": "#activity+programme",
    "issue": "#event", "sex": "#meta+sex", "sector": "#sector",
}  # fmt: skip
TIME_TAGS = {"year": "#date+year", "quarter": "#date+quarter", "month": "#date+month"}
CELL_TAGS = {"measure": "#indicator+name", "value": "#indicator+num", "unit": "#indicator+unit"}
ROW_TAGS = {
    "activity_id": "#activity+code", "activity_title": "#activity+name", "issue_name": "#event",
    "kind": "#activity+type", "place_ids": "#loc+code+list", "place_id": "#adm2+code", "place_name": "#adm2+name",
    "start_on": "#date+start", "end_on": "#date+end",
    "counted": "#event+num", "amount": "#value", "currency": "#currency", "what": "#activity+name", "dated_on": "#date",
}  # fmt: skip


def shown_worth(worth: Worth | None, names: Names, say: Words) -> float | str | None:
    """A cell as it stands on the screen: its number, else why there is none; nothing where nothing is recorded."""
    if worth is None:
        return None
    if worth.value is not None:
        return rounded(worth.value)
    return f"{say('not added up')}: {reason(worth, names, say)}" if worth.reason else say("not stated")


def worded_worth(worth: Worth | None, names: Names, say: Words, *, has_unit: bool) -> float | str | None:
    """A cell with its qualifier, and its unit where there are several: for tables that nobody calculates with."""
    if worth is None or worth.value is None or not (worth.qualifier or (worth.unit and has_unit)):
        return shown_worth(worth, names, say)
    return f"{number(worth, say)} {unit_beside(worth, say, names) if has_unit else ''}".strip()


def remark(worth: Worth | None, names: Names, say: Words) -> str | None:
    """What the screen says of a number besides: its qualifier, rows without a count, a year that is not whole."""
    if worth is None or worth.value is None:
        return None
    is_loose = worth.qualifier in ("over", "about")
    told = [worth_text(worth, names, say)] if is_loose or worth.not_stated or worth.is_partial else []
    return "; ".join(told) or None


def as_shown(pivot: Pivot, names: Names, say: Words, *, in_words: bool = False) -> pd.DataFrame:
    """The table of the screen, all its pages, with its totals; shares, changes, units, remarks in columns of their own.

    `in_words`: units and qualifiers stand in the cell instead, as on the screen.
    """
    spec = pivot.spec
    rows: list[Key | None] = [*pivot.row_keys, *([None] if spec.rows or not pivot.row_keys else [])]
    table: dict[str, list] = {}
    units_all = {worth.unit for worth in pivot.cells.values() if worth.value is not None and worth.unit}
    for i, axis in enumerate(spec.rows):
        table[axis_name(axis, say)] = [
            names.of(axis, key[i], say) if key is not None else say("Total") if i == 0 else "" for key in rows
        ]
    for measure, column in columns_of(pivot):
        parts = [names.key(spec.columns, column, say)] if spec.columns else []
        title = " · ".join([*parts, measure_name(measure, say)])
        if title in table:  # two codes of one name stay two columns
            title += f" ({' · '.join(column or ())})"
        worths = [pivot.worth(measure, key, column) for key in rows]
        table[title] = [
            worded_worth(one, names, say, has_unit=len(units_all) > 1) if in_words else shown_worth(one, names, say)
            for one in worths
        ]
        if not in_words:
            units = [unit_name(one.unit, say, names) if one and one.value is not None else None for one in worths]
            besides = {say("Unit"): [unit or None for unit in units],
                       LABELS["note"](say): [remark(one, names, say) for one in worths]}  # fmt: skip
            table |= {f"{title} · {name}": told for name, told in besides.items() if any(told)}
        if spec.share:
            shares = [pivot.share(measure, key, column) for key in rows]
            table[f"{title} · %"] = [None if one is None else round(100 * one, 1) for one in shares]
        if spec.change and spec.time and column is not None:
            changes = [pivot.change(measure, key, column) for key in rows]
            table[f"{title} · ±"] = [None if one is None else rounded(one) for one in changes]
    return pd.DataFrame(table, dtype=object)


def cells(pivot: Pivot, names: Names, say: Words) -> pd.DataFrame:
    """One row per cell, without the totals: codes and names of its axes, its number, its unit, how many rows behind."""
    spec = pivot.spec
    rows = []
    rows_of, columns_of_it = pivot.row_keys if spec.rows else (None,), pivot.column_keys if spec.columns else (None,)
    keys = [(row, column) for row in rows_of for column in columns_of_it]  # none where totals alone can be told
    for measure in spec.told():
        for row, column in keys:
            if (worth := pivot.worth(measure, row, column)) is None:
                continue
            told: dict[str, object] = {}
            for axis, code in zip(spec.axes, (*(row or ()), *(column or ())), strict=True):
                told |= {f"{axis}_code": code or None, f"{axis}_name": names.of(axis, code, say)}
            rows.append(
                told | {
                    "measure": measure_name(measure, say), "value": worth.value,
                    "unit": unit_name(worth.unit, say, names),
                    "qualifier": worth.qualifier, "note": worth_text(worth, names, say), "rows": worth.rows,
                    "numerator": worth.numerator, "denominator": worth.denominator,
                }
            )  # fmt: skip
    codes = [f"{axis}_{kind}" for axis in spec.axes for kind in ("code", "name")]
    told = [*codes, "measure", "value", "unit", "qualifier", "note", "rows"]
    if any(row["denominator"] is not None for row in rows):
        told += ["numerator", "denominator"]
    return pd.DataFrame(rows, columns=told, dtype=object)


def tagged_cells(pivot: Pivot, names: Names, say: Words) -> pd.DataFrame:
    """`cells` for whoever goes by the tags: under one that names places "not stated" is no name but an empty cell."""
    table = cells(pivot, names, say)
    unnamed = {
        f"{axis}_name": table[f"{axis}_name"].where(table[f"{axis}_code"].notna(), None)
        for axis in pivot.spec.axes
        if axis in AXIS_TAGS
    }
    return table.assign(**unnamed)


def cell_tags(spec: Spec) -> dict[str, str]:
    """The HXL tags of `cells`."""
    tags = dict(CELL_TAGS)
    for axis in spec.axes:
        if axis in AXIS_TAGS:
            tags |= {f"{axis}_code": f"{AXIS_TAGS[axis]}+code", f"{axis}_name": f"{AXIS_TAGS[axis]}+name"}
        if axis in TIME_TAGS:
            tags[f"{axis}_code"] = TIME_TAGS[axis]
    return tags


def place_axis(spec: Spec) -> str | None:
    """The axis of the nearest places, where rows are of places: a town's number is not drawn as its department's."""
    near = [axis for axis in ("municipality", "department", "country") if axis in spec.axes]
    return near[0] if near and set(near) & set(spec.rows) else None


def definitions(spec: Spec, say: Words, sheets: pd.DataFrame | None = None) -> pd.DataFrame:
    """What is counted and how it is added up, and what it is broken down by; `sheets` define indicators."""
    told = [(measure_name(one, say), MEASURES[one].meaning(say)) for one in spec.measures]
    for row in sheets.itertuples(index=False) if sheets is not None else ():
        parts = [str(part) for part in (row.definition, row.unit_name, row.rule_name) if is_stated(part)]
        told.append((row.indicator_name, ". ".join(part.rstrip(".") for part in parts)))
    told += [(AXES[axis](say), say("an axis of the table")) for axis in spec.axes]
    return pd.DataFrame(told, columns=[say("Name"), say("Definition")])


def first_rows(most: int, total: int, say: Words) -> str:
    """What a file says that cannot hold all rows."""
    return say("the first {most} of {n} rows", most=say.number(most), n=say.number(total))


def worded_rows(rows: pd.DataFrame, names: Names, say: Words) -> pd.DataFrame:
    """The rows behind a cell as the screen names them, with their source beside them; codes of machines left out."""
    worded = names.worded(rows, say)
    shown = {
        LABELS[name](say): worded[name].map(lambda value, c=name: said(c, value, say))
        for name in worded.columns
        if name in LABELS and not worded[name].isna().all()
    }
    return pd.DataFrame(shown, index=worded.index)
