"""Places by indicator on Results: how much of the way each department has gone, the one furthest behind first."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from analytics import reading_results
from pages.shared import filters, layout, results_view, store

if TYPE_CHECKING:
    import pandas as pd

    from analytics.selection import Selection
    from analytics.wording import Words


def by_indicator(places: pd.DataFrame, chosen: Selection) -> None:
    """Departments by indicator, the share of the way done in each, the department furthest behind first."""
    ranked = reading_results.ranked_places(places)
    if len(ranked) < 2:
        return
    say = store.words()
    held = places[places["key"].notna() & places["achieved_share"].notna()]
    by_name = held.groupby(["indicator_id", "indicator_name"], as_index=False, sort=False)
    all_names = by_name[["pace_share", "achieved_share"]].median()
    names = reading_results.foremost(all_names)
    cells = {(row.key, row.indicator_id): row for row in held.itertuples(index=False)}

    no_target = results_view.no_target_words(chosen, say)

    def draw() -> None:
        head = "".join(f'<th scope="col"><div>{escape(name)}</div></th>' for name in names["indicator_name"])
        body = "".join(
            f'<tr><th scope="row">{_place(row)}</th>'
            f'<td class="middle">{escape(reading_results.percent(row.middle_share, say))}</td>'
            + "".join(_share(cells.get((row.key, one)), no_target, say) for one in names["indicator_id"])
            + "</tr>"
            for row in ranked.itertuples(index=False)
        )
        corner = (
            f'<th scope="col">{escape(say("Department"))}</th>'
            f'<th scope="col"><div>{escape(say("Middle of its targets"))}</div></th>'
        )
        st.html(
            f'<div class="tj-figure wide tj-scroll"><table class="tj-table shares">'
            f"<thead><tr>{corner}{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )
        results_view.left_out(all_names, names)

    layout.figure(
        draw, title=say("Which department is furthest behind"), table=held, key="indicator_places", chosen=chosen,
        drop=results_view.DROPPED, unit=say(
            "How much of the way from the baseline to its own target each department has gone; "
            "the furthest behind first."
        ),
    )  # fmt: skip


def _place(row: object) -> str:
    return f'<a href="{escape(filters.address("places", profile=row.key))}" target="_self">{escape(row.key_name)}</a>'


def _share(row: object, no_target: str, say: Words) -> str:
    if row is None:
        return f'<td class="none" title="{escape(no_target)}">·</td>'
    words = f"{row.key_name}, {row.indicator_name}: {reading_results.elapsed_words(row, say)}"
    href = results_view.cell(row.indicator_id, "actual", by="department", key=row.key)
    text = reading_results.percent(row.achieved_share, say)
    link = f'<a href="{escape(href)}" target="_self">{escape(text)}</a>'
    return f'<td class="{row.status}" title="{escape(words)}">{link}</td>'
