"""One indicator of the Results page: what it is, its way over time, where, for whom and by which component."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from analytics import reading_results, results
from analytics.charts.results import Period, period_columns, running_lines
from analytics.columns import is_stated
from analytics.selection import Selection
from analytics.wording import Words
from pages.shared import filters, layout, results_small, store
from pages.shared.results_view import bar, cell, chip, no_target_words, number, shown_value, value_kind

if TYPE_CHECKING:
    import pandas as pd

GROUPS_SHOWN = 40
PEOPLE = ("sex", "age_group", "population_group")
YES_NO = {True: lambda say: say("yes"), False: lambda say: say("no")}


def indicator(rows: pd.DataFrame, places: pd.DataFrame, where: str, chosen: Selection) -> None:
    """The indicator that the address names, else the first with a target, with all that is known of it."""
    say = store.words()
    names = dict(zip(rows["indicator_id"], rows["indicator_name"], strict=True))
    held = reading_results.with_target(rows)
    asked = st.query_params.get("indicator")
    first = (held if len(held) else rows)["indicator_id"].iloc[0]
    st.session_state["indicator"] = asked if asked in names else first
    layout.section(say("One indicator"), anchor="sheet")
    st.selectbox(
        say("Indicator"), list(names), key="indicator", format_func=names.get,
        on_change=lambda: filters.write("indicator", [st.session_state["indicator"]]),
    )  # fmt: skip
    one = st.session_state["indicator"]
    row = next(rows[rows["indicator_id"] == one].itertuples(index=False))
    left, right = st.columns([0.42, 0.58], gap="large")
    with left:
        sheets = store.ask(results.indicator_sheets, chosen)
        _sheet(row, sheets[sheets["indicator_id"] == one], chosen, say)
    with right:
        _over_time(row, store.ask(results.indicator_periods, chosen, indicators=(one,)), chosen, say)
    told = store.ask(results.indicator_sides, chosen)
    results_small.show(row, told, chosen)
    for level in reading_results.levels_of_place(told[told["indicator_id"] == one]):
        own = places if level == where else store.ask(
            results.indicator_results, chosen, indicators=(one,), by=level
        )  # fmt: skip
        _groups(row, level, own[own["indicator_id"] == one], _level_title(level, say), chosen, say)
    people = {
        "sex": say("By sex"), "age_group": say("By age"), "population_group": say("By group"),
        "component": say("By component"), "breakdown": say("By what the source tells apart"),
    }  # fmt: skip
    axes = set(told.loc[told["indicator_id"] == one, "axis"])
    split = {by: store.ask(results.indicator_results, chosen, indicators=(one,), by=by) for by in people if by in axes}
    shown = [by for by in split if split[by]["key"].notna().any()]
    for at in range(0, len(shown), 2):
        for column, by in zip(st.columns(2, gap="large"), shown[at : at + 2], strict=False):
            with column:
                _groups(row, by, split[by], people[by], chosen, say)


def _level_title(level: str, say: Words) -> str:
    return {
        "department": say("By department"), "country": say("By country"), "municipality": say("By municipality"),
    }[level]  # fmt: skip


def _sheet(row: object, sheets: pd.DataFrame, chosen: Selection, say: Words) -> None:
    sheet = next(sheets.itertuples(index=False))
    cumulative = YES_NO[bool(sheet.is_cumulative)](say) if is_stated(sheet.is_cumulative) else None
    baseline = reading_results.amount(row.baseline, row.unit, row.measure, say) if is_stated(row.baseline) else None
    unit = reading_results.unit_words(row) or None
    facts = (
        (say("What it is"), sheet.definition), (say("Unit"), unit), (say("Measure"), sheet.measure_name),
        (say("Direction"), sheet.direction_name), (say("Total"), sheet.rule_name),
        (say("Includes earlier periods"), cumulative), (say("Means of verification"), sheet.verification),
        (say("Source"), sheet.source_title),
    )  # fmt: skip
    gap = f'<span class="tj-gap">{escape(say("not stated"))}</span>'
    items = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(str(text)) if is_stated(text) else gap}</dd>" for name, text in facts
    )
    ends = ((say("Baseline"), baseline, "baseline"),
            (say("Target"), _target(row, say), "target"))  # fmt: skip
    items += "".join(
        f"<dt>{escape(name)}</dt><dd>{number(text, row, kind) if text else _no_end(kind, chosen, say)}</dd>"
        for name, text, kind in ends
    )
    value = number(shown_value(row, say), row, value_kind(row))
    st.html(
        f'<div class="tj-sheet"><p class="big">{value} {chip(row, say, chosen)}</p>'
        f'<p class="tj-note">{escape(reading_results.elapsed_words(row, say))}</p><dl>{items}</dl></div>'
    )
    with st.container(key="tools-sheet"):
        layout.evidence((row.evidence,), f"sheet-{row.indicator_id}")


def _no_end(kind: str, chosen: Selection, say: Words) -> str:
    words = no_target_words(chosen, say) if kind == "target" and chosen.active() else say("not stated")
    return f'<span class="tj-gap">{escape(words)}</span>'


def _target(row: object, say: Words) -> str | None:
    return reading_results.amount(row.target, row.unit, row.measure, say) if is_stated(row.target) else None


def _over_time(row: object, periods: pd.DataFrame, chosen: Selection, say: Words) -> None:
    dated = periods[periods["bucket"].notna()]
    if dated.empty and is_stated(row.actual_to_on):
        layout.note(say("No period of its values lies within one year, so they are not shown year by year."))
        return
    if dated.empty and is_stated(row.published):
        layout.note(say("It is stated as a total: its way over time cannot be shown."))
        return
    if dated.empty:
        layout.note(say("No value of it has a date, so that its way over time cannot be shown."))
        return
    columns = [_period(one, row, say) for one in dated.itertuples(index=False)]
    lost = periods[periods["bucket"].isna()]

    def draw() -> None:
        st.html(f'<div class="tj-figure">{period_columns(columns)}</div>')
        running = [(one.bucket, one.so_far, one.target_so_far) for one in dated.itertuples(index=False)]
        if len(dated) > 1 and dated["so_far"].notna().any() and dated["target_so_far"].notna().any():
            ends = (say("achieved so far"), say("planned by then"))
            words = say("What came together over the years, and what was planned")
            st.html(running_lines(running, words, ends, store.look()))
        if len(lost) and lost["actual_rows"].notna().any():
            n = int(lost["actual_rows"].max())
            layout.note(
                say.many("{n} row has no date and stands in no year.", "{n} rows have no date and stand in no year.", n)
            )
        if (n := reading_results.across_years(row, periods)) > 0:
            layout.note(say.many(
                "{n} value is of a period that crosses the end of a year and stands in no year.",
                "{n} values are of periods that cross the end of a year and stand in no year.", n,
            ))  # fmt: skip

    layout.figure(
        draw, title=say("Year by year"), table=periods, key="indicator_periods", chosen=chosen,
        unit=reading_results.column_words(row, say),
    )  # fmt: skip


def _period(one: object, row: object, say: Words) -> Period:
    value = reading_results.amount(one.actual, row.unit, row.measure, say) if is_stated(one.actual) else "–"
    target = reading_results.amount(one.target, row.unit, row.measure, say)
    words = say("{value} of {target}", value=value, target=target)
    href = cell(row.indicator_id, "actual", over="year", bucket=one.bucket) if is_stated(one.actual_rows) else ""
    return Period(one.bucket, one.actual, one.target, value, f"{one.bucket}: {words}", href)


def _groups(row: object, by: str, rows: pd.DataFrame, title: str, chosen: Selection, say: Words) -> None:
    """The indicator in each place or group against its own target, the furthest behind first where all have one."""
    known = reading_results.furthest_first(rows)
    if known.empty:
        return
    values = [float(v) for name in ("actual", "target") for v in known[name].dropna()]
    most = max(values) * 1.04 if values and max(values) > 0 else None
    bare = rows[rows["key"].isna() & rows["actual_rows"].notna()]

    def draw() -> None:
        items = "".join(_group(one, by, most, chosen, say) for one in known.head(GROUPS_SHOWN).itertuples(index=False))
        st.html(f'<div class="tj-figure"><ul class="tj-bullets {by}">{items}</ul></div>')
        layout.and_more(len(known) - GROUPS_SHOWN)
        for one in bare.itertuples(index=False):
            if is_stated(one.actual):
                value = reading_results.amount(one.actual, one.unit, one.measure, say)
                layout.note(say("{value} without it stated.", value=value))

    layout.figure(draw, title=title, table=rows, key=f"indicator_groups-{by}", chosen=chosen)


def _group(one: object, by: str, most: float | None, chosen: Selection, say: Words) -> str:
    name = one.key_name or one.key
    value = (
        shown_value(one, say) if is_stated(one.actual) or is_stated(one.published) else reading_results.why(one, say)
    )
    aim = reading_results.amount(one.target, one.unit, one.measure, say) if is_stated(one.target) else ""
    target = (
        f"<small>{number(say('of {target}', target=aim), one, 'target', by=by, key=one.key)}</small>"
        if aim
        else f'<small class="tj-gap">{escape(no_target_words(chosen, say))}</small>'
    )
    share = (
        f"<small>{escape(reading_results.percent(one.achieved_share, say))}</small>"
        if is_stated(one.achieved_share)
        else ""
    )
    link = number(value or say("not stated"), one, value_kind(one), by=by, key=one.key)
    return f"<li><b>{escape(name)}</b>{bar(one, say, most)}<span>{link} {target}</span><em>{share}</em></li>"
