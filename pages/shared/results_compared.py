"""Two sides of Results beside each other: years, any two periods, places, components, programmes or groups."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from analytics import reading_results, results
from analytics.columns import is_stated
from analytics.errors import QuestionError
from analytics.selection import Selection
from analytics.wording import Words
from pages.shared import filters, layout, store
from pages.shared.results_view import DROPPED, number, period_words

if TYPE_CHECKING:
    import pandas as pd

YEAR, PERIOD = "year", results.PERIOD
ACROSS = (
    YEAR, PERIOD, "department", "municipality", "country", "component", "programme", "sex", "age_group",
    "population_group",
)  # fmt: skip


def comparison(chosen: Selection) -> None:
    """Two periods, places, components, programmes or groups side by side, with the difference."""
    say = store.words()
    told = store.ask(results.indicator_sides, chosen)
    sides = {across: _sides(across, told) for across in ACROSS if across != PERIOD}
    offered = [
        across for across in sides
        if len(sides[across]) > 1 and reading_results.alike_sides(told[told["axis"] == across], list(sides[across]))
    ]  # fmt: skip
    months = _months(chosen)
    if YEAR in offered and len(months) > 1:
        offered.insert(1, PERIOD)
    if not offered:
        return
    layout.section(
        say("Two side by side"), say("The second less the first. Distinct people and means are compared, never added.")
    )
    note = ""
    with st.container(horizontal=True, gap="medium", key="comparison-choice"):
        across = _pick("across", say("Compare"), offered, _names(say).get, offered[0])
        if across == PERIOD:
            first, second = _pick_periods(months, say)
            names = {one: period_words(results.months_of(one), say) for one in (first, second)}
            note = say("Of each period what lies wholly inside it; distinct people once in each.")
        else:
            names = sides[across]
            alike = reading_results.alike_sides(told[told["axis"] == across], list(names))
            first = _pick("first", say("First"), list(names), names.get, alike[0])
            second = _pick("second", say("Second"), list(names), names.get, alike[1])
    asked = {"over": across} if across in (YEAR, PERIOD) else {"by": across}
    found = store.ask(results.results_comparison, chosen, first=first, second=second, **asked)
    heads = (say("Indicator"), names[first], names[second], say("Difference"))

    def draw() -> None:
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
        rows = found.head(reading_results.MOST_SHOWN).itertuples(index=False)
        body = "".join(_compared(row, heads, across, (first, second), say) for row in rows)
        st.html(
            f'<div class="tj-figure"><table class="tj-table tj-stack compared"><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )
        layout.and_more(len(found) - reading_results.MOST_SHOWN)

    if note:
        layout.note(note)
    draw()
    title = say("{first} and {second} side by side", first=heads[1], second=heads[2])
    slide = ("results_comparison", {"across": across, "first": first, "second": second})
    layout.tools(found, key="results_comparison", chosen=chosen, title=title, drop=DROPPED, slide=slide)


def _names(say: Words) -> dict[str, str]:
    return {
        YEAR: say("Year"), PERIOD: say("Two periods"), "department": say("Department"),
        "municipality": say("Municipality"), "country": say("Country"), "component": say("Component"),
        "programme": say("Programme"), "sex": say("Sex"), "age_group": say("Age group"),
        "population_group": say("Population group"),
    }  # fmt: skip


def _sides(across: str, told: pd.DataFrame) -> dict[str, str]:
    """The codes that can be compared, in order, with their names; `told` is the answer of `indicator_sides`."""
    found = told[(told["axis"] == across) & told["has_value"]].drop_duplicates("code")
    if across == YEAR:
        return {code: code for code in sorted(found["code"])}
    named = found[found["code_name"].notna()].sort_values(["code_name", "code"])
    return dict(zip(named["code"], named["code_name"], strict=True))


def _pick(name: str, label: str, options: list[str], words, otherwise: str) -> str:
    asked = st.query_params.get(name)
    st.session_state[name] = asked if asked in options else otherwise
    st.selectbox(
        label, options, key=name, format_func=words, on_change=lambda: filters.write(name, [st.session_state[name]])
    )
    return st.session_state[name]


def _months(chosen: Selection) -> list[str]:
    """The months that a side can have: those of the data, no further than the period that is chosen."""
    first, last = chosen.period or ("0000-00", "9999-99")
    return [month for month in filters.all_months() if first <= month <= last]


def _pick_periods(months: list[str], say: Words) -> tuple[str, str]:
    """Two periods of any months, as a link says them; without a link the two halves of the time."""
    middle = len(months) // 2
    starts = [at for at, month in enumerate(months) if at and month.endswith("-01")]
    middle = min(starts, key=lambda at: abs(at - middle), default=middle)  # a value of a year lies in one of them
    halves = {"first": (months[0], months[middle - 1]), "second": (months[middle], months[-1])}
    labels = {"first": say("First"), "second": say("Second")}
    return tuple(_pick_period(name, labels[name], months, half, say) for name, half in halves.items())


def _pick_period(name: str, label: str, months: list[str], otherwise: tuple[str, str], say: Words) -> str:
    key = f"{name}-period"
    try:
        first, last = results.months_of(st.query_params.get(name, ""))
    except QuestionError:
        first, last = otherwise
    is_there = first <= months[-1] and last >= months[0]
    st.session_state[key] = (max(first, months[0]), min(last, months[-1])) if is_there else otherwise
    st.select_slider(
        label, months, value=otherwise, key=key, format_func=lambda month: say.brief(date.fromisoformat(f"{month}-01")),
        on_change=lambda: filters.write(name, [results.TO.join(st.session_state[key])]),
    )  # fmt: skip
    st.session_state[name] = results.TO.join(st.session_state[key])  # for a story, where the address leaves it out
    return st.session_state[name]


def _compared(row: object, heads: tuple[str, ...], across: str, sides: tuple[str, str], say: Words) -> str:
    cells = []
    days = reading_results.own_days(row, say) if across not in (YEAR, PERIOD) else ("", "")
    for side, code, head, day in zip(("first", "second"), sides, heads[1:3], days, strict=True):
        value, reason = getattr(row, f"{side}_value"), getattr(row, f"{side}_reason")
        where = {"over": across, "bucket": code} if across in (YEAR, PERIOD) else {"by": across, "key": code}
        text = reading_results.amount(value, row.unit, row.measure, say, getattr(row, f"{side}_qualifier"))
        if is_stated(value):
            text = number(text, row, getattr(row, f"{side}_kind"), **where)
        else:
            words = reading_results.REASONS[reason](say) if is_stated(reason) else say("not stated")
            text = f'<span class="tj-gap">{escape(words)}</span>'
        note = f"<small>{escape(day)}</small>" if day else ""
        cells.append(f'<td data-of="{escape(head)}">{text}{note}</td>')
    unit = reading_results.unit_beside(row)
    difference = escape(reading_results.difference_words(row, say))
    return (
        f'<tr><th scope="row">{escape(row.indicator_name)}<small>{escape(unit)}</small></th>{"".join(cells)}'
        f'<td data-of="{escape(heads[3])}">{difference}</td></tr>'
    )
