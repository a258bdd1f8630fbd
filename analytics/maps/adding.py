"""Several places of a layer taken together: only what may be added is added, and a rate is worked out anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.maps.frame_deck import rounded
from analytics.maps.frames import MapFrame
from analytics.maps.recorded import PER
from analytics.wording import Words

# Kinds whose values are counts of things that are in one place each. An activity or a person can be in several of the
# chosen places, and would be counted in each.
ADDED = {"money", "recorded", "attribute", "recorded-done"}


@dataclass(frozen=True)
class Together:
    """What several places have together at one step: the value (None where it may not be added), how many have one."""

    value: float | None
    having: int
    lacking: int
    rows: pd.DataFrame
    is_rate: bool = False


def together(frame: MapFrame, step: str, codes: Sequence[str]) -> Together:
    """The chosen places of a frame at a step, in the order of the table."""
    twin = frame.twin(step)
    rows = twin[twin["place_id"].isin(codes)].reset_index(drop=True)
    known = rows[rows["value"].notna()]
    is_rate = frame.layer.part("of") == "rate"
    value = None
    if len(known) and is_rate:
        people = known["denominator"].sum()
        value = rounded(known["numerator"].sum() * PER / people) if people > 0 else None
    elif len(known) and frame.layer.kind in ADDED:
        value = rounded(float(known["value"].sum()))
    return Together(value, len(known), len(rows) - len(known), rows, is_rate)


def together_words(found: Together, unit: str, when: str, say: Words) -> str:
    """The sum in a sentence, and of how many places it is."""
    places = say.many("{n} place", "{n} places", found.having)
    if found.value is None and found.having:
        return say("{unit} of several places is not added up: each place stands by itself.", unit=unit)
    if found.value is None:
        return say("None of the chosen places has a value ({when}).", when=when)
    what = {"value": say.number(found.value), "unit": unit, "places": places, "when": when}
    text = (
        say("{value} ({unit}; {when}), worked out anew from the sums over {places}.", **what)
        if found.is_rate
        else say("{value} ({unit}; {when}) in {places} together.", **what)
    )
    if found.lacking:
        text += " " + say.many(
            "{n} chosen place has no value and is not in it.", "{n} chosen places have no value and are not in it.",
            found.lacking,
        )  # fmt: skip
    return text
