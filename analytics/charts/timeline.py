"""Timelines as HTML: programmes as bars, activities as marks, lanes for what has no date, where programmes meet.

HTML and not Plotly: it needs no library of its own on the first page, reflows on a phone, prints, and is read aloud.
"""

from __future__ import annotations

from datetime import date, timedelta
from html import escape

import pandas as pd

from analytics.palette import Look
from analytics.wording import Words

OPEN_DAYS = 300  # how far a bar whose end is not stated fades out: a sign, not a length
YEARS_A_MARK = 3


class _Axis:
    """The days from the first of January of the first year to the end of the last, as per cent of the track."""

    def __init__(self, days: pd.Series) -> None:
        self.first, self.last = date(days.min().year, 1, 1), date(days.max().year + 1, 1, 1)

    def at(self, day: date) -> float:
        share = (day - self.first) / (self.last - self.first)
        return round(100 * min(max(share, 0), 1), 2)

    def marks(self) -> str:
        years = range(self.first.year, self.last.year, YEARS_A_MARK)
        return "".join(f'<span style="left:{self.at(date(year, 1, 1))}%">{year}</span>' for year in years)


def _bar(axis: _Axis, start: date, end: date, fades: str = "") -> str:
    left = axis.at(start)
    return f'<i class="bar {fades}" style="left:{left}%;width:{max(axis.at(end) - left, 0.6):.2f}%"></i>'


def _mark(axis: _Axis, start: date, end: date, style: str, words: str = "", colour: str = "") -> str:
    tint = f";--c:{colour}" if colour else ""
    left = axis.at(start + (end - start) / 2)
    return f'<i class="mark {style}" style="left:{left}%{tint}" title="{escape(words)}"></i>'


def _lane(name: str, words: str, colour: str, drawn: str) -> str:
    return (
        f'<li style="--c:{colour}" title="{escape(words)}"><span class="name">{escape(name)}</span>'
        f'<span class="track">{drawn}</span><span class="said">{escape(words)}</span></li>'
    )


def _foot(axis: _Axis) -> str:
    return f'<li class="axis"><span class="track">{axis.marks()}</span></li>'


def _programme(axis: _Axis, row: object, look: Look, say: Words) -> str:
    words = say.span(row.start_on, row.end_on, row.start_precision or row.end_precision)
    drawn = ""
    if row.dates == "stated":
        drawn = _bar(axis, row.start_on, row.end_on)
    elif row.dates == "end_not_stated":
        drawn = _bar(axis, row.start_on, row.start_on + timedelta(days=OPEN_DAYS), "fades-out")
    elif row.dates == "start_not_stated":
        drawn = _bar(axis, row.end_on - timedelta(days=OPEN_DAYS), row.end_on, "fades-in")
    elif row.dates == "undated":
        drawn = '<i class="undated"></i>'
    if row.dates == "reported":
        words = say("reported in {months}", months=say.span(row.reported_from_on, row.reported_to_on))
        drawn = _mark(axis, row.reported_from_on, row.reported_to_on, "diamond")
    return _lane(row.item_name, words, look.partnership(row.partnership_id), drawn)


def timeline(rows: pd.DataFrame, look: Look, say: Words) -> str:
    """One lane per programme, the undated last, and one for activities with dates of their own."""
    columns = ("start_on", "end_on", "reported_from_on", "reported_to_on")
    days = pd.concat([rows[column] for column in columns]).dropna()
    axis = _Axis(days if len(days) else pd.Series([date.today()]))
    programmes = rows[rows["row_kind"] == "programme"].sort_values(
        "dates", key=lambda dates: dates == "undated", kind="stable"
    )
    lanes = [_programme(axis, row, look, say) for row in programmes.itertuples(index=False)]
    events = rows[(rows["row_kind"] == "activity") & (rows["dates"] == "stated")]
    if len(events):
        marks = [
            _mark(
                axis, row.start_on, row.end_on or row.start_on, "dot",
                f"{row.item_name}: {say.day(row.start_on, row.start_precision)}", look.partnership(row.partnership_id),
            )
            for row in events.itertuples(index=False)
        ]  # fmt: skip
        words = say.many("{n} event with a date", "{n} events with a date", len(events))
        lanes.append(_lane(say("Events"), words, look["ink"], "".join(marks)))
    return f'<ol class="tj-timeline">{"".join(lanes)}{_foot(axis)}</ol>'


def overlap_timeline(meetings: pd.DataFrame, look: Look, say: Words) -> str:
    """For each pair of programmes a lane each, and one with the months in which both can have worked."""
    days = pd.concat([meetings[f"{n}_{end}_on"] for n in ("first", "second") for end in ("start", "end")]).dropna()
    axis = _Axis(days)
    lanes: dict[str, str] = {}  # a programme that meets two others has one lane
    for row in meetings.itertuples(index=False):
        for n in ("first", "second"):
            name, start, end = (getattr(row, f"{n}_{what}") for what in ("programme_name", "start_on", "end_on"))
            colour = look.partnership(getattr(row, f"{n}_partnership_id"))
            is_open = pd.isna(end)
            until = start + timedelta(days=OPEN_DAYS) if is_open else end
            drawn = _bar(axis, start, until, "fades-out" if is_open else "")
            lanes.setdefault(name, _lane(name, say.span(start, end), colour, drawn))
        months = say.many("{n} month", "{n} months", row.overlap_months)
        if row.is_up_to:
            months = say.many("up to {n} month", "up to {n} months", row.overlap_months)
        drawn = _bar(axis, row.overlap_from_on, row.overlap_to_on)
        pair = f"{row.first_programme_name} · {row.second_programme_name}"
        lanes[pair] = _lane(
            say("Both"), f"{months}, {say.span(row.overlap_from_on, row.overlap_to_on)}", look["ink"], drawn
        )
    return f'<ol class="tj-timeline">{"".join(lanes.values())}{_foot(axis)}</ol>'
