"""The words of legends: figures, intervals and steps of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from analytics.wording import Words


def told_apart(names: Iterable[str], parents: Iterable[str | None], all_names: Iterable[str], say: Words) -> list[str]:
    """Names of places, each that several places bear with what it lies in: "Bolívar, Cauca"."""
    borne = Counter(all_names)
    return [
        say("{place}, {larger}", place=name, larger=parent) if borne[name] > 1 and isinstance(parent, str) and parent
        else name
        for name, parent in zip(names, parents, strict=True)
    ]  # fmt: skip


def figure(value: float, say: Words) -> str:
    """A value as a legend and a tooltip say it: whole where it is whole, else with the decimals that tell it apart."""
    if float(value).is_integer():
        return say.number(int(value))
    decimals = 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 4
    return say.number(round(float(value), decimals))


def interval_words(low: float, high: float, say: Words, *, is_whole: bool, is_first: bool) -> str:
    """A class in words. Of whole numbers each is in one class only to read ("1 to 4", "5 to 12"); of others the upper
    bound belongs to the class ("over 1.5 to 3.2")."""
    if is_whole:
        least = low if is_first else low + 1
        if least >= high:
            return figure(high, say)
        return say("{low} to {high}", low=figure(least, say), high=figure(high, say))
    if low == high:
        return figure(high, say)
    if is_first:
        return say("{low} to {high}", low=figure(low, say), high=figure(high, say))
    return say("over {low} to {high}", low=figure(low, say), high=figure(high, say))


def step_label(key: str, say: Words) -> str:
    """A step as a reader says it: "2024", "first quarter of 2024", "January 2024", "whole period"."""
    if key == "all":
        return say("whole period")
    if "-Q" in key:
        year, quarter = key.split("-Q")
        return say("quarter {quarter} of {year}", quarter=quarter, year=year)
    if "-" in key:
        year, month = key.split("-")
        return say.day(date(int(year), int(month), 1), "month")
    return key
