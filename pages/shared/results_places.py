"""Places by indicator on Results: how much of the way each department has gone, the one furthest behind first."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from analytics import reading_results, results
from pages.shared import filters, layout, results_view, store

if TYPE_CHECKING:
    import pandas as pd

    from analytics.selection import Selection
    from analytics.wording import Words

PLACES_SHOWN = 60


def level(chosen: Selection) -> str:
    """The level of place that is looked at: what the address asks for, else the first that has more than one place."""
    offered, asked = _levels(chosen), st.query_params.get("where")
    return asked if asked in offered else offered[0]


def _levels(chosen: Selection) -> list[str]:
    told = store.ask(results.indicator_sides, chosen)
    return reading_results.levels_of_place(told[told["has_target"]])


def names(say: Words) -> dict[str, str]:
    return {"department": say("Department"), "country": say("Country"), "municipality": say("Municipality")}


def _pick(chosen: Selection, where: str, say: Words) -> None:
    if len(offered := _levels(chosen)) > 1:
        st.session_state["where"] = where
        st.segmented_control(
            say("Level of place"), offered, key="where", required=True, format_func=names(say).get,
            label_visibility="collapsed", on_change=lambda: filters.write("where", [st.session_state["where"]]),
        )  # fmt: skip


def by_indicator(places: pd.DataFrame, where: str, chosen: Selection) -> None:
    """Places by indicator, the share of the way done in each, the place furthest behind first."""
    ranked = reading_results.ranked_places(places)
    if len(ranked) < 2:
        return
    say = store.words()
    held = places[places["key"].notna() & places["achieved_share"].notna()]
    by_name = held.groupby(["indicator_id", "indicator_name"], as_index=False, sort=False)
    all_names = by_name[["pace_share", "achieved_share"]].median()
    shown = reading_results.foremost(all_names)
    cells = {(row.key, row.indicator_id): row for row in held.itertuples(index=False)}

    no_target = results_view.no_target_words(chosen, say)

    def draw() -> None:
        _pick(chosen, where, say)
        head = "".join(f'<th scope="col"><div>{escape(name)}</div></th>' for name in shown["indicator_name"])
        body = "".join(
            f'<tr><th scope="row">{_place(row)}</th>'
            f'<td class="middle">{escape(reading_results.percent(row.middle_share, say))}</td>'
            + "".join(_share(cells.get((row.key, one)), where, no_target, say) for one in shown["indicator_id"])
            + "</tr>"
            for row in ranked.head(PLACES_SHOWN).itertuples(index=False)
        )
        corner = (
            f'<th scope="col">{escape(names(say)[where])}</th>'
            f'<th scope="col"><div>{escape(say("Middle of its targets"))}</div></th>'
        )
        st.html(
            f'<div class="tj-figure wide tj-scroll"><table class="tj-table shares">'
            f"<thead><tr>{corner}{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )
        results_view.legend(held["status"], say)
        results_view.left_out(all_names, shown)
        layout.and_more(len(ranked) - PLACES_SHOWN)

    layout.figure(
        draw, title=reading_results.furthest_title(where, say), table=held, key="indicator_places", chosen=chosen,
        drop=results_view.DROPPED, unit=say(
            "How much of the way from the baseline to its own target each has gone; the furthest behind first."
        ),
    )  # fmt: skip


def _place(row: object) -> str:
    return f'<a href="{escape(filters.address("places", profile=row.key))}" target="_self">{escape(row.key_name)}</a>'


def _share(row: object, where: str, no_target: str, say: Words) -> str:
    if row is None:
        return f'<td class="none" title="{escape(no_target)}">·</td>'
    words = f"{row.key_name}, {row.indicator_name}: {reading_results.elapsed_words(row, say)}"
    href = results_view.cell(row.indicator_id, "actual", by=where, key=row.key)
    text = reading_results.percent(row.achieved_share, say)
    link = f'<a href="{escape(href)}" target="_self">{escape(text)}</a>'
    return f'<td class="{row.status}" title="{escape(words)}">{link}</td>'
