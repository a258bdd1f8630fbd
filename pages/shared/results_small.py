"""One indicator year by year in each department or component: small pictures on one scale, with their own targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics import reading_results, results
from analytics.charts.results import Panel, Period, panels
from analytics.columns import is_stated
from analytics.selection import Selection
from analytics.wording import Words
from pages.shared import filters, layout, store
from pages.shared.results_view import cell

if TYPE_CHECKING:
    import pandas as pd

AXES = (*reading_results.LEVELS, "component", "programme", "sex", "age_group", "population_group")
MOST = 24


def show(row: object, told: pd.DataFrame, chosen: Selection) -> None:
    """The pictures of one indicator; `told` is the answer of `indicator_sides`. Nothing where it is told by nothing."""
    say, one = store.words(), row.indicator_id
    own = told[told["indicator_id"] == one]
    levels = reading_results.levels_of_place(own)
    axes = [by for by in AXES if by in levels or by not in reading_results.LEVELS]
    offered = {by: codes for by in axes if len(codes := own.loc[own["axis"] == by, "code"].dropna().unique()) > 1}
    if not offered or len(own.loc[own["axis"] == "year", "code"].dropna().unique()) < 2:
        return
    asked = st.query_params.get("small")
    by = st.session_state["small"] = asked if asked in offered else next(iter(offered))
    periods = store.ask(results.indicator_periods, chosen, indicators=(one,), by=by)
    rows = store.ask(results.indicator_results, chosen, indicators=(one,), by=by)
    drawn = periods[periods["bucket"].notna() & periods["key"].notna()]
    order = reading_results.furthest_first(rows)
    shown = [group for group in order.itertuples(index=False) if group.key in set(drawn["key"])]

    def draw() -> None:
        _axis(tuple(offered), say)
        if not shown:
            layout.note(say("No value of it says both its year and this."))
            return
        st.html(f'<div class="tj-figure">{panels(_panels(row, by, shown[:MOST], drawn, say))}</div>')
        layout.and_more(len(shown) - MOST)

    layout.figure(
        draw, title=say("Year by year, side by side"), table=_named(periods, rows), key="indicator_small",
        chosen=chosen, unit=" ".join((
            reading_results.column_words(row, say),
            say("All on one scale, each with its own target where one is stated; each column opens its rows."),
        )),
    )  # fmt: skip


def _axis(offered: tuple[str, ...], say: Words) -> None:
    """What the pictures are told apart by, kept in the address as `small`."""
    names = {
        "department": say("Department"), "country": say("Country"), "municipality": say("Municipality"),
        "component": say("Component"), "programme": say("Programme"),
        "sex": say("Sex"), "age_group": say("Age group"), "population_group": say("Population group"),
    }  # fmt: skip
    if len(offered) > 1:
        st.segmented_control(
            say("A picture for each"), offered, key="small", required=True, format_func=names.get,
            label_visibility="collapsed", on_change=lambda: filters.write("small", [st.session_state["small"]]),
        )  # fmt: skip


def _named(periods: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The answer with the names of its groups, for the table and the download."""
    names = dict(zip(rows["key"], rows["key_name"], strict=True))
    named = periods.assign(key_name=periods["key"].map(names))
    named.attrs = periods.attrs
    return named


def _panels(row: object, by: str, groups: list, drawn: pd.DataFrame, say: Words) -> list[Panel]:
    """A picture for each group, with every year that any of them has."""
    years = sorted(drawn["bucket"].unique())
    held = {(one.key, one.bucket): one for one in drawn.itertuples(index=False)}
    made = []
    for group in groups:
        name = group.key_name if is_stated(group.key_name) else group.key
        periods = [_period(held.get((group.key, year)), year, name, row, by, say) for year in years]
        share = reading_results.percent(group.achieved_share, say) if is_stated(group.achieved_share) else ""
        made.append(Panel(name, share, reading_results.elapsed_words(group, say), group.status, periods))
    return made


def _period(one: object, year: str, name: str, row: object, by: str, say: Words) -> Period:
    if one is None:
        return Period(year, None, None, "", f"{name}, {year}: {say('nothing recorded')}", "")
    value = reading_results.amount(one.actual, row.unit, row.measure, say)
    target = reading_results.amount(one.target, row.unit, row.measure, say)
    words = say("{value} of {target}", value=value, target=target) if is_stated(one.target) else value
    if not is_stated(one.actual) and is_stated(one.actual_reason):
        words = reading_results.REASONS[one.actual_reason](say)
    href = (
        cell(row.indicator_id, "actual", over="year", by=by, bucket=year, key=one.key)
        if is_stated(one.actual_rows) else ""
    )  # fmt: skip
    return Period(year, one.actual, one.target, "", f"{name}, {year}: {words}", href)
