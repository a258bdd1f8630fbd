"""Larger pieces of pages: partnership bands, the small map, what is not known."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from analytics import reading
from analytics.charts.records import Column, year_columns
from analytics.charts.timeline import timeline
from analytics.columns import is_stated
from analytics.selection import Selection
from analytics.wording import Words
from pages.shared import add_to_story, brief_view, layout, map_view, store

if TYPE_CHECKING:
    import pandas as pd

HEADLINES_SHOWN = 3
QUALITY_PAGE = Path(__file__).parents[1] / "quality.py"


def partnership_bands(bands: pd.DataFrame, results: pd.DataFrame, chosen: Selection) -> None:
    """One band per partnership: name, who, when, at most three headline figures, and the others in a line."""
    say = store.words()
    for band in bands.itertuples(index=False):
        own = results[(results["partnership_id"] == band.partnership_id) & results["headline"].notna()]
        own = own.sort_values("headline")
        if band.provenance == "imported" and own.empty:
            with st.container(key=f"band-{band.partnership_id}"):
                st.html(_imported_band(band, say))
                layout.evidence((f"partnerships:{band.partnership_id}",), f"band-{band.partnership_id}")
            continue
        with st.container(key=f"band-{band.partnership_id}"):
            words, figures = st.columns([0.36, 0.64], gap="medium")
            with words:
                st.html(_band(band, say))
                with st.container(horizontal=True, gap="small", key=f"band-tools-{band.partnership_id}"):
                    layout.evidence(tuple(band.evidence.split(" ")), f"band-{band.partnership_id}")
                    if len(own):
                        own_view = replace(chosen, partnership=(band.partnership_id,))
                        add_to_story.offer(f"band-{band.partnership_id}", own_view, ("partnership_figures", {}))
                        brief_view.offer(f"band-{band.partnership_id}", own_view, title=band.partnership_name)
            with figures:
                layout.cards(own.head(HEADLINES_SHOWN), band.partnership_id)
                _also_stated(own.iloc[HEADLINES_SHOWN:], band.partnership_id, say)
                if len(own) and own["start_on"].isna().all() and own["end_on"].isna().all():
                    layout.note(say("The document ties these figures to no period and does not break them down."))


def _band(band: object, say: Words) -> str:
    colour = store.look().partnership(band.partnership_id)
    who = say("With: {names}", names=band.organisation_names or say("not stated"))
    return (
        f'<div class="tj-band" style="--c:{colour}"><h3>{escape(band.partnership_name)}</h3>'
        f'<p class="tj-when">{escape(reading.band_dates(band, say))}</p><p>{escape(band.description)}</p>'
        f'<p class="tj-note">{escape(who)}</p></div>'
    )


def _imported_band(band: object, say: Words) -> str:
    """What a file describes: its name, when, and how much of what."""
    colour = store.look().partnership(band.partnership_id)
    counts = (
        say.many("{n} activity", "{n} activities", band.activities),
        say.many("{n} municipality", "{n} municipalities", band.municipalities),
        say.many("{n} organisation", "{n} organisations", band.organisations),
    )
    chips = "".join(f"<li>{escape(count)}</li>" for count in counts)
    when = say.span(band.activities_from_on, band.activities_to_on)
    return (
        f'<div class="tj-band" style="--c:{colour}"><h3>{escape(band.partnership_name)}</h3>'
        f'<p class="tj-when">{escape(when)}</p><p>{escape(band.description)}</p><ul class="tj-chips">{chips}</ul></div>'
    )


def _also_stated(results: pd.DataFrame, key: str, say: Words) -> None:
    """The other figures in a line, each a button that opens its document and line."""
    if results.empty:
        return
    with st.container(horizontal=True, gap="small", key=f"also-{key}"):
        for row in results.itertuples(index=False):
            money = row.currency if is_stated(row.currency) else None
            figure = say.quantity(row.value, row.qualifier, money)
            layout.evidence(
                tuple(row.evidence.split(" ")), f"also-{row.result_id}",
                label=say("{figure} · {name}", figure=figure, name=row.result_name), type="secondary",
            )  # fmt: skip


def small_map(chosen: Selection) -> None:
    """The map of where they work, without controls."""
    map_view.small_map(chosen)


def moments(rows: pd.DataFrame, chosen: Selection) -> None:
    """When the programmes of the documents ran, and what has a date of its own."""
    if rows.empty:
        return
    say = store.words()
    layout.figure(
        lambda: st.html(timeline(rows, store.look(), say)), title=say("When they worked"), table=rows,
        key="timeline", chosen=chosen, drop=("row_kind",),
        unit=say("Bars are stated dates; a faded end is not stated; a diamond is the month of a report."),
        summary=reading.undated_sentence(rows, say),
    )  # fmt: skip


def by_year(rows: pd.DataFrame, chosen: Selection) -> None:
    """The activities of each imported data set that ran in each year."""
    if rows.empty:
        return
    say = store.words()

    def draw() -> None:
        pictures = "".join(_years(own, say) for _, own in rows.groupby("partnership_id", sort=False))
        st.html(f'<div class="tj-many">{pictures}</div>')

    layout.figure(
        draw, title=say("When the imported activities ran"), table=rows, key="activities_by_year", chosen=chosen,
        unit=say("Activities that ran in each year; one of several years stands in each of them."),
    )  # fmt: skip


def _years(rows: pd.DataFrame, say: Words) -> str:
    dated, first = rows[rows["year"].notna()], rows.iloc[0]
    columns = [
        Column(int(row.year), int(row.activities), say.many("{n} activity", "{n} activities", row.activities))
        for row in dated.itertuples(index=False)
    ]
    undated = int(rows.loc[rows["year"].isna(), "activities"].sum())
    note = say.many("{n} activity without a date", "{n} activities without a date", undated) if undated else ""
    drawn = year_columns(columns, say, store.look().partnership(first["partnership_id"])) if columns else ""
    return f'<div><h4>{escape(first["dataset_name"])}</h4>{drawn}<p class="tj-note">{escape(note)}</p></div>'


def not_known(gaps: pd.DataFrame) -> None:
    """What is not known, by partnership, and what to ask for; of what was imported the Quality page tells."""
    say = store.words()
    if store.workspace():
        st.page_link(QUALITY_PAGE, label=say("How good the data are"))
    if gaps.empty:
        return
    layout.section(say("What we do not know"), say("Made from every value that the documents leave open."))
    for name, group in gaps.groupby("partnership_name", sort=False):
        with st.expander(f"{name} · {say.many('{n} open question', '{n} open questions', len(group))}"):
            for gap in group.itertuples(index=False):
                known, wanted = reading.gap_sentences(gap, say)
                st.html(
                    f'<div class="tj-open"><p>{escape(known)}</p>'
                    f'<p class="tj-note">{escape(say("To ask for: {what}", what=wanted))}</p></div>'
                )
