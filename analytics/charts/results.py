"""Targets and what was achieved as HTML: bullets, columns with their target, a table of places by indicator.

HTML, since the library of interactive charts would cost a first view more than all the rest (see decisions 14).
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from html import escape

from analytics.columns import is_stated
from analytics.palette import Look

WIDE, HIGH, EDGE = 640, 170, 50  # of a drawing of lines; EDGE leaves half a column on each side


@dataclass(frozen=True)
class Bullet:
    """A value against its target on a line that begins at nothing; `baseline` and `target` are marks on it."""

    value: float | None
    target: float | None
    baseline: float | None
    status: str
    words: str


def _at(value: float | None, most: float) -> float:
    return 0.0 if value is None or most <= 0 else min(100.0, max(0.0, 100 * value / most))


def bullet(one: Bullet, most: float | None = None) -> str:
    """The bar of a value with a mark for its target and one for its baseline; `most` is where the line ends."""
    known = [float(v) for v in (one.value, one.target, one.baseline) if is_stated(v)]
    most = most or (max(known) * 1.04 if known and max(known) > 0 else 1.0)
    bar = (
        f'<i class="value {one.status}" style="width:{_at(one.value, most):.1f}%"></i>' if is_stated(one.value) else ""
    )
    target = f'<i class="target" style="left:{_at(one.target, most):.1f}%"></i>' if is_stated(one.target) else ""
    base = (
        f'<i class="base" style="left:{_at(one.baseline, most):.1f}%"></i>'
        if is_stated(one.baseline) and float(one.baseline) > 0
        else ""
    )
    words = escape(one.words)
    return f'<span class="tj-bullet" role="img" aria-label="{words}" title="{words}">{bar}{base}{target}</span>'


@dataclass(frozen=True)
class Period:
    """One period: its value and target, what it says when pointed at, its label, and where its rows open."""

    label: str
    value: float | None
    target: float | None
    shown: str
    words: str
    href: str


def period_columns(periods: list[Period]) -> str:
    """A column for each period, its target as a line across it; a period without value stays empty."""
    known = [float(v) for one in periods for v in (one.value, one.target) if is_stated(v)]
    most = max([*known, 0.0]) * 1.08 or 1.0
    items = []
    for one in periods:
        bar = f'<i style="height:{_at(one.value, most):.1f}%"></i>' if is_stated(one.value) else '<i class="none"></i>'
        mark = f'<em style="bottom:{_at(one.target, most):.1f}%"></em>' if is_stated(one.target) else ""
        top = f'<a href="{escape(one.href)}" target="_self">{escape(one.shown)}</a>' if one.href else escape(one.shown)
        items.append(
            f'<li title="{escape(one.words)}"><span class="top">{top}</span><div>{bar}{mark}</div>'
            f"<b>{escape(one.label)}</b></li>"
        )
    return f'<ol class="tj-periods">{"".join(items)}</ol>'


@dataclass(frozen=True)
class Panel:
    """One of several small pictures on one scale: its name, its share of the way, what that means, its periods."""

    name: str
    share: str
    words: str
    status: str
    periods: list[Period]


def panels(shown: list[Panel]) -> str:
    """Small pictures side by side, all on one scale: a column for each period with its target across it."""
    known = [float(v) for panel in shown for one in panel.periods for v in (one.value, one.target) if is_stated(v)]
    most = max([*known, 0.0]) * 1.06 or 1.0
    return f'<ul class="tj-small">{"".join(_panel(one, most) for one in shown)}</ul>'


def _panel(panel: Panel, most: float) -> str:
    columns = []
    for one in panel.periods:
        bar = f'<i style="height:{_at(one.value, most):.1f}%"></i>' if is_stated(one.value) else '<i class="none"></i>'
        mark = f'<em style="bottom:{_at(one.target, most):.1f}%"></em>' if is_stated(one.target) else ""
        words, inside = escape(one.words), f"{bar}{mark}"
        told = f'aria-label="{words}" title="{words}"'
        columns.append(
            f'<li><a href="{escape(one.href)}" target="_self" {told}>{inside}</a></li>' if one.href
            else f'<li><span role="img" {told}>{inside}</span></li>'
        )  # fmt: skip
    first, last = panel.periods[0].label, panel.periods[-1].label
    ends = f"<p><span>{escape(first)}</span><span>{escape(last) if last != first else ''}</span></p>"
    share = f'<em class="{panel.status}" title="{escape(panel.words)}">{escape(panel.share)}</em>'
    return f"<li><h4><b>{escape(panel.name)}</b>{share}</h4><ol>{''.join(columns)}</ol>{ends}</li>"


def running_lines(
    periods: list[tuple[str, float | None, float | None]], words: str, ends: tuple[str, str], look: Look
) -> str:
    """What came together over time, and what was to by then, as two lines that `ends` name.

    A picture of its own, since markup of a page holds no drawing.
    """
    known = [float(v) for _, a, b in periods for v in (a, b) if is_stated(v)]
    if len(periods) < 2 or not known:
        return ""
    lines = _line(periods, 2, max(known), look["ink"], "5 4") + _line(periods, 1, max(known), look["teal"], "none")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}">{lines}</svg>'
    picture = f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
    labels = "".join(f"<li>{escape(label)}</li>" for label, _, _ in periods)
    keys = f'<p class="tj-note keys"><i class="value"></i>{escape(ends[0])} <i class="target"></i>{escape(ends[1])}</p>'
    return f'<div class="tj-running">{keys}<img src="{picture}" alt="{escape(words)}"><ol>{labels}</ol></div>'


def _line(periods: list[tuple], at: int, most: float, colour: str, dashes: str) -> str:
    """One line through the points of the periods that state it."""
    step = (WIDE - 2 * EDGE) / (len(periods) - 1)
    points = [
        (EDGE + i * step, HIGH - 10 - (HIGH - 20) * float(one[at]) / (most or 1.0))
        for i, one in enumerate(periods)
        if is_stated(one[at])
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in points)
    stroke = f'stroke="{colour}" stroke-width="2.5" stroke-dasharray="{dashes}"'
    return f'<polyline points="{path}" fill="none" {stroke}/>{dots}'


def status_chip(status: str, words: str) -> str:
    """A status in its word, its colour and its mark."""
    return f'<span class="tj-status {status}">{escape(words)}</span>'
