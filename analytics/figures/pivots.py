"""A pivot of Explore as a figure: the chart or table that the page shows, from the same cells."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analytics.asking import find_question
from analytics.columns import references
from analytics.errors import QuestionError
from analytics.figures.asker import Asker
from analytics.figures.making import Draft, Number, figure
from analytics.pivots import drawn as drawing
from analytics.pivots.spec import OWN, Cell, Spec
from analytics.pivots.suggested import suggestion
from analytics.pivots.table import Pivot, pivot, rows_behind
from analytics.pivots.taken import as_shown
from analytics.pivots.words import (
    Names,
    cell_title,
    meanings,
    measure_name,
    number,
    reason,
    title,
    total_sentence,
    unit_name,
    worth_text,
)
from analytics.selection import Selection

TABLE, NOTHING = "table", "·"
CITED_MOST = 400  # rows behind a total that are cited one by one
FACTS_MOST = 60
PARAMETERS = ("measure", "rows", "columns", "share", "change", "order", "chart")


def asked_of(spec: Spec, chart: str = "") -> dict[str, str]:
    """A pivot as the own parameters of its figure."""
    own = {name: ",".join(values) for name, values in spec.state().items() if values}
    return own | ({"chart": chart} if chart else {})


def spec_of(own: dict[str, str]) -> Spec:
    return Spec.of({name: value.split(",") for name, value in own.items() if name in OWN and value})


def _asking(ask: Asker) -> Callable[..., pd.DataFrame]:
    def asked(question: Callable, selection: Selection | None = None, **own: object) -> pd.DataFrame:
        return find_question(question.__name__).ask(ask.engine, selection or ask.selection, ask.reader, **own)

    return asked


@figure("table", *PARAMETERS)
def explored(ask: Asker, **own: str) -> Draft:
    """What an analyst counted, by what: the chart that fits it, else its table."""
    say, spec = ask.say, spec_of(own)
    if not spec.told():
        raise QuestionError("None of the measures can be broken down by these axes.")
    known = ask("axis_names")
    names = Names({(row.axis, row.code): (float(row.rank), row.name) for row in known.itertuples(index=False)}, {})
    asked = _asking(ask)
    found = pivot(asked, spec, ask.selection, names.known)
    if found.is_too_large:
        raise QuestionError("These rows and columns make more cells than a figure can hold.")
    measure = spec.told()[0]
    fits = suggestion(found, measure)
    way = own.get("chart") if own.get("chart") in (TABLE, *fits.ways) else next(iter(fits.ways), TABLE)
    made = None if way == TABLE else drawing.drawn(found, measure, way, names, say)
    units = {worth.unit for worth in found.cells.values() if worth.unit}
    unit = unit_name(next(iter(units)), say, names) if len(units) == 1 else ""
    table = as_shown(found, names, say, in_words=True)
    table = table.where(table.notna(), NOTHING)  # not stated is another thing, and has its word
    notes = [*(made.notes if made else ()), *(f"{name}. {meaning}" for name, meaning in meanings(spec, say))]
    if made is None and (table == NOTHING).any(axis=None):
        notes.insert(0, say("A dot is nothing recorded, which is not zero."))
    many = len(spec.told()) > 1 and made is not None
    return Draft(
        title(spec, say) if not many else f"{title(spec, say)}: {measure_name(measure, say)}",
        table if found.cells else pd.DataFrame(), total_sentence(found, names, say),
        say("In {unit}.", unit=unit) if unit else "", _without_cells(made.body) if made else {},
        _numbers(found, names, asked, say, ask.selection), notes,
        kind=made.kind if made else TABLE, is_worded=True,
        references=_cited(found, asked, ask.selection),
    )  # fmt: skip


def _without_cells(body: dict) -> dict:
    """The drawing without what it opens on the page: a slide has no rows to open."""
    if isinstance(body, dict):
        return {name: _without_cells(value) for name, value in body.items() if name != "opens"}
    return [_without_cells(one) for one in body] if isinstance(body, list) else body


def _cited(found: Pivot, asked: Callable, selection: Selection) -> tuple[str, ...]:
    """The rows behind the total of each measure, where they are few enough to be cited."""
    refs: dict[str, None] = {}
    for one in found.spec.told():
        worth = found.worth(one, None, None)
        if worth and 0 < worth.rows <= CITED_MOST:
            refs |= dict.fromkeys(
                references(rows_behind(asked, Cell(one, None, None), found.spec, selection, 0, CITED_MOST))
            )
    return tuple(refs)


def _numbers(found: Pivot, names: Names, asked: Callable, say: object, selection: Selection) -> list[Number]:
    """Every number that the figure shows, the totals first; what is not told says why."""
    ordered = sorted(found.cells, key=lambda at: (at[1] is not None, at[2] is not None, str(at)))
    return [
        Number(
            cell_title(Cell(*at), found.spec, names, say),
            worth_text(found.cells[at], names, say) if found.cells[at].value is not None
            else reason(found.cells[at], names, say),
            found.cells[at].value, (), Cell(*at).text(),
        )
        for at in ordered[:FACTS_MOST]
        if number(found.cells[at], say) or found.cells[at].reason
    ]  # fmt: skip
