"""The difference of two frames: what changed from one period, indicator, programme or issue to another.

A change within what chance alone does is drawn as "limited change", not as more or less:

- of counts: the two counts are taken for Poisson counts; under no change (b - a) / sqrt(a + b) is about standard
  normal (the normal form of the conditional test of two Poisson counts: Przyborowski and Wilenski 1940, Biometrika 31:
  313-323; Krishnamoorthy and Thomson 2004, J. Stat. Plan. Inference 119: 23-35). Below 1.96, or where both counts are
  under 5, the change is limited.
- of rates: the same with each rate's variance, count / population squared.
- of what is measured and not counted (hectares, money, shares): where it is under a twentieth of the larger of the two.

Recorded events are often not independent (several victims in one massacre), so real chance is larger than Poisson's:
the rule is a floor, not a proof. A place that is missing in one of the two has no difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analytics.errors import QuestionError
from analytics.maps.classes import breaks
from analytics.maps.filling import Made, cells_of, filled
from analytics.maps.frames import LIMITED, NO_DATA, NOT_COMPUTABLE, NOT_STATED, RESERVED, TWICE, VALUE, ZERO, MapFrame
from analytics.maps.layers import LayerSpec
from analytics.palette import Look
from analytics.wording import Words

SURE, SMALL, MEASURED_SHARE = 1.96, 5, 0.05
MEASURED = ("hectares", "other")  # measures of recorded issues that are amounts, not counts
COUNTED_KINDS = ("activities", "people", "recorded", "events", "recorded-done", "flows")
ORDER = (RESERVED, TWICE, NOT_COMPUTABLE, NOT_STATED, NO_DATA)  # which state tells of two that are none
CLASSES_A_SIDE = 3


def is_counted(frame: MapFrame) -> bool:
    """Whether the frame's values are counts, or rates of counts."""
    return frame.layer.kind in COUNTED_KINDS and frame.layer.part("measure") not in MEASURED


def difference(
    first: MapFrame, first_step: str, second: MapFrame, second_step: str, look: Look, say: Words
) -> MapFrame:
    """The second less the first, place by place, on one diverging scale; its only step is `first~second`.

    Raises QuestionError where the two do not show the same places, or not the same unit.
    """
    if first.codes != second.codes or first.unit != second.unit:
        raise QuestionError("A difference needs two layers of the same places and the same unit.")
    rows = [frame.table[frame.table["step"] == key].set_index("place_id").loc[list(frame.codes)]
            for frame, key in ((first, first_step), (second, second_step))]  # fmt: skip
    before, after = rows
    change = after["value"] - before["value"]
    state = [_state(*both) for both in zip(before["state"], after["state"], strict=True)]
    limited = _is_limited(before, after, is_counted=is_counted(first) and is_counted(second))
    key = f"{first_step}~{second_step}"
    cells = cells_of(pd.DataFrame({
        "place_id": first.codes, "step": key, "value": change.to_numpy(), "numerator": after["value"].to_numpy(),
        "denominator": before["value"].to_numpy(),
        "state": [LIMITED if one == VALUE and is_small else one
                  for one, is_small in zip(state, limited, strict=True)],
        "is_partial": (before["is_partial"] | after["is_partial"]).to_numpy(),
        "evidence": [_joined(a, b) for a, b in zip(before["evidence"], after["evidence"], strict=True)],
    }))  # fmt: skip
    spec = LayerSpec(first.layer.kind, first.layer.parts, method="diverging", middle=0.0, style="fill",
                     breaks=_breaks(cells.loc[cells["state"].eq(VALUE), "value"].to_numpy()))  # fmt: skip
    labels = (first.step(first_step).label, second.step(second_step).label)
    made = Made(
        cells, _title(first, second, labels, say), say("Change in {unit}", unit=_within(first.unit)), first.question,
        "fill", "brick", notes=tuple(dict.fromkeys((*first.notes, *second.notes, rule_words(say)))), steps=(key,),
        is_change=True, is_illustrative=first.is_illustrative or second.is_illustrative,
    )  # fmt: skip
    places = pd.DataFrame({"place_id": first.codes, "place_name": first.names,
                           "parent_name": before["parent_name"].to_numpy()})  # fmt: skip
    found = filled(made, places, spec, first.view, look, say)
    step = replace(found.steps[0], label=say("{first} to {second}", first=labels[0], second=labels[1]))
    return replace(found, steps=(step,))


def _within(unit: str) -> str:
    """A unit inside a sentence: its first letter small, unless it is an abbreviation's."""
    return unit if unit[1:2].isupper() else unit[:1].lower() + unit[1:]


def rule_words(say: Words) -> str:
    """The rule of small numbers in one sentence."""
    return say(
        "Limited change: both counts are under 5, or the change is within what chance alone does (Poisson, 95%); of "
        "amounts, under 5% of the larger."
    )


def _title(first: MapFrame, second: MapFrame, labels: tuple[str, str], say: Words) -> str:
    if first.title == second.title:
        return say("What changed from {first} to {second}? {title}", first=labels[0], second=labels[1],
                   title=first.title)  # fmt: skip
    return say("How do they differ? {first} · {second}", first=first.title, second=second.title)


def _state(before: str, after: str) -> str:
    known = (VALUE, ZERO)
    if before in known and after in known:
        return VALUE
    return next((state for state in ORDER if state in (before, after)), NO_DATA)


def _joined(first: object, second: object) -> str:
    said = " ".join(one for one in (first, second) if isinstance(one, str))
    return " ".join(dict.fromkeys(said.split()))


def _is_limited(before: pd.DataFrame, after: pd.DataFrame, *, is_counted: bool) -> np.ndarray:
    """Whether each change is no more than chance does; see the module."""
    a, b = before["value"].to_numpy(float), after["value"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        if not is_counted:
            return np.abs(b - a) <= MEASURED_SHARE * np.maximum(np.abs(a), np.abs(b))
        tops = [rows["numerator"].to_numpy(float) for rows in (before, after)]
        unders = [rows["denominator"].to_numpy(float) for rows in (before, after)]
        is_rate = ~np.isnan(unders[0]) & ~np.isnan(unders[1])
        scale = [np.where(is_rate, value / np.where(top == 0, np.nan, top), 1.0)
                 for value, top in zip((a, b), tops, strict=True)]  # fmt: skip
        # a count of nothing has the scale of the other side, whose population is about the same
        scale = [np.where(np.isnan(own), np.where(np.isnan(other), 1.0, other), own)
                 for own, other in (scale, scale[::-1])]  # fmt: skip
        spread = np.sqrt(tops[0] * scale[0] ** 2 + tops[1] * scale[1] ** 2)
        is_small = (tops[0] < SMALL) & (tops[1] < SMALL)
        return is_small | (np.abs(b - a) <= SURE * spread) | (a == b)


def _breaks(values: np.ndarray) -> tuple[float, ...]:
    """Bounds that are the same on both sides of no change, so that as much more and as much less look alike."""
    known = np.abs(values[np.isfinite(values)])
    if not len(known):
        return (0.0,)
    inner = breaks(known, LayerSpec("activities", method="quantile", k=CLASSES_A_SIDE))[1:-1]
    sizes = sorted({bound for bound in inner if bound > 0})
    return (*(-size for size in reversed(sizes)), 0.0, *sizes)


def common_breaks(frames: Sequence[MapFrame], spec: LayerSpec) -> tuple[float, ...]:
    """The inner bounds of one scale for several frames, to ask for each again with `method="own"` and these breaks."""
    values = [frame.table.loc[frame.table["state"] == VALUE, "value"].to_numpy(float) for frame in frames]
    known = np.concatenate(values) if values else np.empty(0)
    return breaks(known[known != 0], spec)[1:-1]
