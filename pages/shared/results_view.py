"""The pieces of the Results page: standings, departments, what is not planned, comparison, rows behind a number."""

from __future__ import annotations

from datetime import date
from functools import partial
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from analytics import aggregation, overview, reading_results, results
from analytics.charts.results import Bullet, bullet, status_chip
from analytics.columns import is_stated
from analytics.selection import Selection
from analytics.wording import Words
from pages.shared import filters, layout, store

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

PAGE, MARK = "results", "~"
OWN = ("indicator", "small", "where", "across", "first", "second")  # what the page keeps in the address besides filters
DROPPED = ("measure", "total")
ROWS_SHOWN = 200


def cell(indicator_id: str, kind: str, over: str = "none", by: str = "none", bucket: str = "", key: str = "") -> str:
    """The address of the rows behind a number."""
    behind = MARK.join((indicator_id, kind, over, by, bucket, key))
    return filters.address(PAGE, **_shown_now(), rows=behind) + "#rows"


def _shown_now() -> dict[str, str]:
    """What the page is set to, so that a link on it leaves the rest as it is."""
    return {name: st.query_params[name] for name in OWN if name in st.query_params}


def number(text: str, row: object, kind: str, **where: str) -> str:
    """A number that opens the rows it is made of."""
    return f'<a class="figure" href="{escape(cell(row.indicator_id, kind, **where))}" target="_self">{escape(text)}</a>'


def to_sheet(row: object) -> str:
    """The name of an indicator, which opens all that is known of it."""
    href = filters.address(PAGE, **_shown_now() | {"indicator": row.indicator_id}) + "#sheet"
    return f'<a href="{escape(href)}" target="_self">{escape(row.indicator_name)}</a>'


def value_kind(row: object) -> str:
    """Whose rows a number opens: what a document states as a total is shown where the rows have none."""
    is_published = not is_stated(row.actual) and (is_stated(row.published) or not is_stated(row.actual_rows))
    return "published_total" if is_published else "actual"


def period_words(months: tuple[str, str], say: Words) -> str:
    return say.span(*(date.fromisoformat(f"{month}-01") for month in months))


def shown_value(row: object, say: Words) -> str:
    """The value of a row in words: what stands at the end, or what a document states as a total."""
    if is_stated(row.actual):
        return reading_results.amount(row.actual, row.unit, row.measure, say, row.actual_qualifier)
    if is_stated(row.published):
        return reading_results.amount(row.published, row.unit, row.measure, say, row.published_qualifier)
    return say("no total")


def bar(row: object, say: Words, most: float | None = None) -> str:
    said = say("{value} of {target}", value=shown_value(row, say),
               target=reading_results.amount(row.target, row.unit, row.measure, say))  # fmt: skip
    if is_stated(row.achieved_share):  # the colour in words
        said += f", {reading_results.STATUS[row.status](say)}"
    value = row.actual if is_stated(row.actual) else row.published
    return bullet(Bullet(value, row.target, row.baseline, row.status, said), most)


def chip(row: object, say: Words, chosen: Selection) -> str:
    words = reading_results.STATUS[row.status](say) if row.status != "no_target" else no_target_words(chosen, say)
    return status_chip(row.status, words)


def standings(rows: pd.DataFrame, chosen: Selection) -> None:
    """Each indicator against its target: a bullet, how much of the way and of the time, and where it stands."""
    held = reading_results.with_target(rows)
    if held.empty:
        return
    say = store.words()
    heads = (say("Indicator"), say("Achieved"), say("Target"), "", say("Where it stands"))
    shown = reading_results.foremost(held)

    def draw() -> None:
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
        body = "".join(_standing(row, heads, chosen, say) for row in shown.itertuples(index=False))
        st.html(
            f'<div class="tj-figure wide"><table class="tj-table tj-stack results"><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )
        legend(held["status"], say)
        left_out(held, shown)

    layout.figure(
        draw, title=say("Targets, and what was achieved"), table=held, key="indicator_results", chosen=chosen,
        drop=DROPPED, unit=say(
            "The bar is what was achieved, the dark mark the target, the light mark the baseline. "
            "Each number opens its rows."
        ),
    )  # fmt: skip


def left_out(rows: pd.DataFrame, shown: pd.DataFrame) -> None:
    """Says of a list that is not whole which indicators it shows, and how many more there are."""
    if len(rows) > len(shown):
        layout.note(store.words()("Of many indicators those furthest behind come first."))
        layout.and_more(len(rows) - len(shown))


def _standing(row: object, heads: tuple[str, ...], chosen: Selection, say: Words) -> str:
    name = to_sheet(row)
    kind = value_kind(row)
    target = reading_results.amount(row.target, row.unit, row.measure, say)
    unit = reading_results.unit_beside(row)
    return (
        f'<tr><th scope="row">{name}<small>{escape(unit)}</small></th>'
        f'<td data-of="{escape(heads[1])}">{number(shown_value(row, say), row, kind)}</td>'
        f'<td data-of="{escape(heads[2])}">{number(target, row, "target")}</td>'
        f'<td class="bar">{bar(row, say)}</td>'
        f'<td data-of="{escape(heads[4])}">{chip(row, say, chosen)} '
        f"<small>{escape(reading_results.elapsed_words(row, say))}</small></td></tr>"
    )


def legend(statuses: pd.Series, say: Words) -> None:
    """The words of the colours, of all that can be said and what is said besides, and the way to the method."""
    always = ("reached", "on_track", "behind", "far_behind")
    there = [name for name in reading_results.STATUS if name in always or (name == "away" and name in set(statuses))]
    chips = "".join(f"<li>{status_chip(name, reading_results.STATUS[name](say))}</li>" for name in there)
    st.html(
        f'<ul class="tj-legend statuses">{chips}'
        f'<li><a href="#worked-out" target="_self">{escape(say("How it is worked out"))}</a></li></ul>'
    )


def targets_elsewhere(rows: pd.DataFrame, chosen: Selection) -> frozenset[str]:
    """The indicators without a target under these filters that have one without them: it is of more than these."""
    if not chosen.active() or rows["target_rows"].notna().all():
        return frozenset()
    return reading_results.targets_elsewhere(rows, store.ask(results.indicator_results, Selection()))


def _loosened(elsewhere: frozenset[str], chosen: Selection, say: Words) -> str:
    """The filters of which any one, taken away, lets a target be seen; all where none does by itself."""
    names = []
    for name in chosen.active():
        wider = store.ask(results.indicator_results, chosen.without(name))
        if wider.loc[wider["target"].notna(), "indicator_id"].isin(elsewhere).any():
            names.append(name)
    told = [text for name, _, text in filters.described(chosen, say) if name in names or not names]
    return say(" or ").join(told) if names else "; ".join(told)


def no_target_words(chosen: Selection, say: Words) -> str:
    """Under a filter it cannot be said that a source states none, unless it states none at all."""
    if not chosen.active() or store.ask(results.indicator_results, Selection())["target_rows"].isna().all():
        return say("no target stated")
    return say("no target for this selection")


def nothing_planned(rows: pd.DataFrame, chosen: Selection) -> None:
    """What sources state without a target: the results themselves, and what to ask for."""
    bare = rows[rows["target"].isna()]
    if bare.empty:
        return
    say = store.words()
    elsewhere = targets_elsewhere(rows, chosen)
    told, sheets = store.ask(results.indicator_sides, chosen), store.ask(results.indicator_sheets, chosen)
    split = frozenset(told.loc[told["axis"] == "sex", "indicator_id"])
    verified = frozenset(sheets.loc[sheets["verification"].notna(), "indicator_id"])
    heads = (say("Result"), say("Stated"), say("Baseline"), say("Target"))
    gap = f'<span class="tj-gap">{escape(say("not for this selection"))}</span>' if elsewhere else _gap(say)

    def draw() -> None:
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
        body = "".join(
            _bare(row, heads, gap, say) for row in bare.head(reading_results.MOST_SHOWN).itertuples(index=False)
        )
        st.html(
            f'<div class="tj-figure"><table class="tj-table tj-stack bare"><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )
        layout.and_more(len(bare) - reading_results.MOST_SHOWN)
        asked = reading_results.questions_to_ask(bare, say, elsewhere, split, verified)
        items = "".join(f"<li>{escape(text)}</li>" for text in asked)
        if items:
            st.html(
                f'<div class="tj-open"><p><b>{escape(say("What to ask for"))}</b></p>'
                f'<ul class="tj-plain">{items}</ul></div>'
            )

    layout.figure(
        draw, title=say("Results without a target"), table=bare, key="results_without_target", chosen=chosen,
        drop=DROPPED,
        unit=reading_results.bare_sentence(
            bare, say, elsewhere, _loosened(elsewhere, chosen, say) if elsewhere else ""
        ),
    )  # fmt: skip


def _gap(say: Words) -> str:
    return f'<span class="tj-gap">{escape(say("not stated"))}</span>'


def _bare(row: object, heads: tuple[str, ...], no_target: str, say: Words) -> str:
    base = reading_results.amount(row.baseline, row.unit, row.measure, say) if is_stated(row.baseline) else ""
    begin = number(base, row, "baseline") if base else _gap(say)
    whose = " · ".join(
        part for part in (row.programme_name or row.partnership_name, reading_results.unit_beside(row)) if part
    )
    note = reading_results.why(row, say)
    return (
        f'<tr><th scope="row">{to_sheet(row)}<small>{escape(whose)}</small></th>'
        f'<td data-of="{escape(heads[1])}">{number(shown_value(row, say), row, value_kind(row))}'
        f"{f'<small>{escape(note)}</small>' if note else ''}</td>"
        f'<td data-of="{escape(heads[2])}">{begin}</td>'
        f'<td data-of="{escape(heads[3])}">{_no_target(row, no_target, say)}</td></tr>'
    )


def money_stated(chosen: Selection) -> None:
    """The money that the documents tell of as a result: no indicator of theirs counts it, and it has no target."""
    if store.workspace() is not None:
        return
    stated = store.ask(overview.published_results, chosen)
    money = stated[stated["flow"].notna()]
    if money.empty:
        return
    say = store.words()
    heads = (say("Result"), say("Stated"), say("Target"))

    def draw() -> None:
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
        body = "".join(_amount(row, heads, say) for row in money.itertuples(index=False))
        st.html(
            f'<div class="tj-figure"><table class="tj-table tj-stack bare"><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )

    layout.figure(
        draw, title=say("Money that the documents state"), table=money, key="results_money", chosen=chosen,
        unit=say("Each amount stands by itself: leveraged and mobilised are not added up."),
    )  # fmt: skip


def _amount(row: object, heads: tuple[str, ...], say: Words) -> str:
    amount = escape(say.quantity(row.value, row.qualifier, row.currency)) if is_stated(row.value) else _gap(say)
    note = f"<small>{escape(row.note)}</small>" if is_stated(row.note) and is_stated(row.value) else ""
    return (
        f'<tr><th scope="row">{escape(row.result_name)}<small>{escape(row.programme_name)}</small></th>'
        f'<td data-of="{escape(heads[1])}">{amount}{note}</td><td data-of="{escape(heads[2])}">{_gap(say)}</td></tr>'
    )


def _no_target(row: object, gap: str, say: Words) -> str:
    """Why there is no target: none is stated, or several that are not added, which their rows tell."""
    if not is_stated(row.target_rows):
        return gap
    several = say.many("{n} target", "{n} targets", int(row.target_rows))
    reason = reading_results.REASONS[row.target_reason](say) if is_stated(row.target_reason) else ""
    return f"{number(several, row, 'target')}<small>{escape(reason)}</small>"


def rows_behind(chosen: Selection) -> None:
    """The rows behind the number that the address names, their count and what they come to."""
    parts = st.query_params.get("rows", "").split(MARK)
    known = set(store.ask(results.indicator_sheets, chosen)["indicator_id"])
    if len(parts) != 6 or parts[0] not in known or parts[1] not in aggregation.VALUE_KINDS:
        return
    indicator_id, kind, over, by, bucket, key = parts
    if over not in (*aggregation.OVER, results.PERIOD) or by not in aggregation.GROUPS:
        return
    say, named = store.words(), bucket
    if over == results.PERIOD:  # a side of a comparison: all that lies in its months
        if (chosen := results.within(chosen, bucket)) is None:
            return
        named, over, bucket = period_words(results.months_of(bucket), say), "none", ""
    asked = {"indicators": (indicator_id,), "over": over, "by": by}
    cell = asked | {"value_kind": kind, "bucket": bucket, "key": key}
    rows = store.ask(aggregation.indicator_rows, chosen, most=ROWS_SHOWN, **cell)
    totals = store.ask(aggregation.indicator_totals, chosen, **asked)
    total = aggregation.cell_of(totals, kind, bucket, key)
    if rows.empty or total is None:
        return
    parts = (total.indicator_name, total.key_name if by != "none" else None, named or None)
    title = say("Rows behind {what}", what=" · ".join(str(part) for part in parts if is_stated(part)))
    last = None
    if total.aggregation == "weighted_mean" and is_stated(total.value):
        every = rows if total.rows_counted <= ROWS_SHOWN else store.ask(aggregation.indicator_rows, chosen, **cell)
        last = aggregation.standing_of(every, total.measure)
    with st.container(border=True, key="rows-behind"):
        st.html('<span id="rows"></span>')

        def draw() -> None:
            layout.note(_sum_words(total, rows, last, say))
            layout.twin(rows, "rows-behind-table")
            layout.and_more(total.rows_counted - ROWS_SHOWN, total.rows_counted - aggregation.ROWS_MOST)

        layout.figure(
            draw, title=title, table=rows, key="indicator_rows", chosen=chosen, has_twin=False,
            whole=partial(_all_rows, store.asking(), chosen, cell),
        )  # fmt: skip
        st.button(say("Close"), key="rows-close", type="tertiary", on_click=lambda: filters.write("rows", []))


def _all_rows(ask: Callable[..., pd.DataFrame], chosen: Selection, cell: dict[str, object]) -> pd.DataFrame:
    return ask(aggregation.indicator_rows, chosen, **cell)


def _sum_words(total: object, rows: pd.DataFrame, last: aggregation.Standing | None, say: Words) -> str:
    """How many rows there are and what they come to; `rows` are the first of them, `last` what a mean stands at."""
    count = say.many("{n} row", "{n} rows", total.rows_counted)
    if not is_stated(total.value):
        return f"{count}. {reading_results.REASONS[total.reason](say)}"
    value = reading_results.amount(total.value, total.unit, total.measure, say)
    if rows["thing"].notna().any():
        return say("{rows}; each counted once: {value}.", rows=count, value=value)
    if is_stated(total.denominator):
        told = say(
            "{rows}; {numerator} divided by {denominator}: {value}.", rows=count, value=value, **_parts(total, say)
        )
        if last is None or last.rows_counted == total.rows_counted:
            return told
        stands = {"value": reading_results.amount(last.value, total.unit, total.measure, say), **_parts(last, say)}
        first = say.many(
            "The last period counts, {n} row: {numerator} divided by {denominator}: {value}.",
            "The last period counts, {n} rows: {numerator} divided by {denominator}: {value}.",
            last.rows_counted, **stands,
        )  # fmt: skip
        return f"{first} {say('Of all periods {rows}', rows=told)}"
    if total.rows_counted == 1:
        return say("{rows}: {value}.", rows=count, value=value)
    # the latest value of a series comes after the others: where the first rows all count and none is told apart, all do
    counted = total.rows_counted if total.aggregation != "last" and rows["counts"].all() else total.series
    if counted < total.rows_counted:
        latest = say.many(
            "the latest value of {n} place or group", "the latest values of {n} places or groups", counted
        )
        return say("{rows}; {latest} added: {value}.", rows=count, latest=latest, value=value)
    return say("{rows}; together {value}.", rows=count, value=value)


def _parts(mean: object, say: Words) -> dict[str, str]:
    """What is divided by what, in a mean."""
    return {"numerator": say.number(round(mean.numerator, 1)), "denominator": say.number(mean.denominator)}


def method(rows: pd.DataFrame) -> None:
    """How a status is found, with its thresholds and where they come from."""
    if reading_results.with_target(rows).empty:
        return
    say = store.words()
    st.html('<span id="worked-out"></span>')  # "method" would be a property of a form, which Streamlit takes away
    with st.expander(say("How it is worked out where an indicator stands")):
        for text in (
            say(
                "Of the way: the value less the baseline, divided by the target less the baseline. "
                "A count without a baseline begins at zero."
            ),
            say(
                "Of the time: the days from the first day of the target's period to the last day that any value "
                "tells of, divided by all its days."
            ),
            say(
                "Reached: all of the way. Else the way divided by the time: at least 95%, on track; at least 60%, "
                "behind; less, far behind; below the baseline, moving away."
            ),
            say(
                "The limits are ours. At half time, with 95% the rest must go 1.1 times as fast as so far, with 60% "
                "2.3 times. The pace is taken as even, which few programmes are."
            ),
            say(
                "Of a mean the last period is held against the target, of a stock or a cumulative value the latest, "
                "of all else the total. Distinct people are never added over periods."
            ),
        ):  # fmt: skip
            layout.note(text)
