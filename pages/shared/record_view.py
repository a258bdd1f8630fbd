"""What sources record of issues: per type and data set, by year, and where no activity is recorded with it.

The address keeps the order of the list (`order_by`) and its page (`from`).
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from analytics import reading_records
from analytics.charts.records import Column, year_columns
from analytics.columns import is_stated
from analytics.selection import Selection
from analytics.wording import Words
from pages.shared import filters, layout, store

if TYPE_CHECKING:
    import pandas as pd

TYPES_SHOWN = 40
CHARTS_SHOWN = 6
PLACES_A_PAGE = 25


def recorded(rows: pd.DataFrame, chosen: Selection) -> None:
    """What is recorded: issue type and data set, rows and total in its measure, municipalities, years."""
    if rows.empty:
        return
    say = store.words()
    head = (say("Issue"), say("Recorded"), say("Municipalities"), say("Years"), say("Data set"))

    def draw() -> None:
        cells = "".join(
            f'<th scope="col"{" class=number" if i == 2 else ""}>{escape(name)}</th>' for i, name in enumerate(head)
        )
        body = "".join(_recorded_row(row, head, say) for row in rows.head(TYPES_SHOWN).itertuples(index=False))
        st.html(
            f'<div class="tj-figure"><table class="tj-table tj-stack"><thead><tr>{cells}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )
        layout.and_more(len(rows) - TYPES_SHOWN)

    layout.figure(
        draw, title=say("What is recorded"), table=rows, key="recorded_issues", chosen=chosen,
        unit=say("As each source counts: cases and victims are different things and are never added up."),
    )  # fmt: skip


def _recorded_row(row: object, head: tuple[str, ...], say: Words) -> str:
    total = reading_records.counted(row.total, row.measure, row.record_rows, say)
    lines = say.many("{n} row", "{n} rows", row.record_rows)
    if is_stated(row.total) and row.not_stated:
        lines = say("{rows}, {n} without a count", rows=lines, n=say.number(row.not_stated))
    cells = (
        f'<td data-of="{escape(head[1])}"><b class="figure">{escape(total)}</b> <small>{escape(lines)}</small></td>'
        f'<td class="number" data-of="{escape(head[2])}">{say.number(row.municipalities)}</td>'
        f'<td data-of="{escape(head[3])}">{escape(reading_records.years(row, store.partial_months(), say))}</td>'
        f'<td data-of="{escape(head[4])}"><small>{escape(_dataset(row.dataset))}</small></td>'
    )
    return f'<tr><th scope="row">{escape(row.issue_name)}</th>{cells}</tr>'


def _dataset(code: str) -> str:
    return reading_records.dataset_title(code, store.dataset_names())


def by_year(rows: pd.DataFrame, recorded: pd.DataFrame, chosen: Selection) -> None:
    """A picture for each issue and data set: columns by year, each on a scale of its own."""
    if rows.empty:
        return
    say = store.words()
    key = ["issue_type_id", "dataset", "measure"]
    pictures = [
        _picture(rows[(rows[key] == list(one)).all(axis=1)], say)
        for one in recorded[key].head(CHARTS_SHOWN).itertuples(index=False, name=None)
        if (rows[key] == list(one)).all(axis=1).any()
    ]

    def draw() -> None:
        st.html(f'<div class="tj-many">{"".join(pictures)}</div>')
        layout.and_more(len(recorded) - len(pictures))

    layout.figure(
        draw, title=say("Recorded by year"), table=rows, key="recorded_by_year", chosen=chosen,
        unit=say(
            "Each picture has a scale of its own. A hatched year is not whole in its source; "
            "a year without a row is not a year without a case."
        ),
    )  # fmt: skip


def _picture(rows: pd.DataFrame, say: Words) -> str:
    first, columns, parts = rows.iloc[0], [], []
    for row in rows.itertuples(index=False):
        words = reading_records.counted(row.total, row.measure, row.record_rows, say)
        part = ""
        if row.is_partial:
            part = reading_records.part_of_year(row.evidence, row.year, store.partial_months(), say)
            parts.append(say("{year}: {part}", year=str(int(row.year)), part=part))
        value = row.total if is_stated(row.total) else row.record_rows
        columns.append(Column(int(row.year), reading_records.rounded(value), words, part))
    measure = say(
        "{measure} a year · {dataset}",
        measure=reading_records.measure_name(first["measure"], say),
        dataset=_dataset(first["dataset"]),
    )
    said = "".join(f'<p class="tj-note part">{escape(text)}</p>' for text in parts)
    return (
        f'<div><h4>{escape(first["issue_name"])}</h4><p class="tj-note">{escape(measure)}</p>'
        f"{year_columns(columns, say, 'var(--tj-brick)')}{said}</div>"
    )


def without_activity(rows: pd.DataFrame, places: pd.DataFrame, chosen: Selection) -> None:
    """The municipalities with something recorded and no activity recorded there, a page at a time."""
    if places.empty:
        return
    say = store.words()

    def draw() -> None:
        if rows.empty:
            layout.note(say("None: an activity is recorded in every municipality with something recorded."))
            return
        places_in_order = reading_records.in_order(rows, _order_control(say))
        start = layout.page_start("from", len(places_in_order), PLACES_A_PAGE)
        shown = places_in_order[start : start + PLACES_A_PAGE]
        st.html(_quiet_table(reading_records.quiet_places(rows, shown, store.partial_months(), say), say))
        layout.pager("from", len(places_in_order), PLACES_A_PAGE)

    layout.figure(
        draw, title=say("Recorded, and no activity recorded at municipality level"), table=rows,
        key="recorded_without_activity", chosen=chosen, has_twin=False,
        unit=say(
            "No activity recorded here is not no response: work can be recorded for the department as a whole, "
            "or nowhere. Activities of any time and partnership count."
        ),
    )  # fmt: skip


def _order_control(say: Words) -> str:
    names = {"rows": say("Most recorded"), "recent": say("Latest"), "department": say("By department")}
    asked = st.query_params.get("order_by", "rows")
    st.session_state["order_by"] = asked if asked in names else "rows"

    def changed() -> None:
        st.query_params.pop("from", None)
        order = st.session_state["order_by"]
        filters.write("order_by", [] if order == "rows" else [order])

    return st.segmented_control(
        say("Order"), list(names), key="order_by", required=True, format_func=names.get, on_change=changed,
        label_visibility="collapsed",
    )  # fmt: skip


def _quiet_table(listed: list[reading_records.QuietPlace], say: Words) -> str:
    head = (say("Municipality"), say("Recorded there"), say("Activities recorded for its department as a whole"))
    cells = "".join(
        f'<th scope="col"{" class=number" if i == 2 else ""}>{escape(name)}</th>' for i, name in enumerate(head)
    )
    body = "".join(_quiet_row(place, head[2], say) for place in listed)
    return (
        f'<div class="tj-figure"><table class="tj-table tj-stack quiet"><thead><tr>{cells}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _quiet_row(place: reading_records.QuietPlace, last: str, say: Words) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in place.lines)
    profile = escape(filters.address("places", profile=place.place_id))
    on_map = escape(filters.address("map", at=place.place_id))
    department = escape(place.department_name or "")
    number = say.number(place.department_activities) if place.department_activities else escape(say("none recorded"))
    name = f'<a href="{profile}" target="_self">{escape(place.place_name)}</a>'
    where = f'{department} · <a href="{on_map}" target="_self">{escape(say("on the map"))}</a>'
    return (
        f'<tr><th scope="row">{name} <small>{where}</small></th><td>{lines}</td>'
        f'<td class="number" data-of="{escape(last)}">{number}</td></tr>'
    )
