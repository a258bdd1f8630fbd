"""Maps side by side: which periods, layers or partnerships a link compares, all in the classes of the first layer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from analytics.errors import QuestionError
from analytics.maps.frames import VALUE, MapFrame
from analytics.maps.layers import MOST_BREAKS, LayerSpec
from analytics.selection import Selection

MOST, LEAST = 6, 2
PARTNERSHIP = "p."
ACROSS = {1: 1, 2: 2, 3: 3, 4: 2, 5: 3, 6: 3}  # how many stand side by side
Make = Callable[[LayerSpec, Selection], MapFrame]


@dataclass(frozen=True)
class Small:
    """One of the maps: what it shows of which selection, at which step, and its name."""

    frame: MapFrame
    selection: Selection
    step: str
    name: str


def read(text: str) -> LayerSpec | None:
    """The layer that a text names; None where it names none."""
    try:
        return LayerSpec.from_text(text) if text else None
    except QuestionError:
        return None


def asked_step(frame: MapFrame, asked: str) -> str:
    """The step asked for where the frame has it, else the one to begin with."""
    return asked if any(step.key == asked for step in frame.steps) else frame.shown


def smalls(
    make: Make, spec: LayerSpec, chosen: Selection, asked: Iterable[str], names: Mapping[str, str], step: str = ""
) -> list[Small]:
    """The maps that are asked for, in their order; what the data does not know is left out.

    `asked` are steps of the layer, partnerships (`p.` and the code) or other layers; `names` says of the last two what
    they are called.
    """
    lead, found = make(spec, chosen), []
    labels, alike = {one.key: one.label for one in lead.steps}, classes_of(lead)
    for one in asked:
        if one in labels:
            found.append(Small(lead, chosen, one, labels[one]))
        elif one.startswith(PARTNERSHIP):
            own = replace(chosen, partnership=(one.removeprefix(PARTNERSHIP),))
            found += _small(make, replace(spec, **alike), own, names.get(one, ""), step)
        elif (other := read(one)) is not None:
            own_look = replace(other, **alike, style=spec.style or lead.style)
            found += _small(make, own_look, chosen, names.get(one, ""), step)
    return found[:MOST]


def _small(make: Make, spec: LayerSpec, chosen: Selection, name: str, step: str) -> list[Small]:
    try:
        frame = make(spec, chosen)
    except QuestionError:
        return []
    at = asked_step(frame, step)
    label = frame.step(at).label if frame.steps else ""
    return [Small(frame, chosen, at, f"{name or frame.title}, {label}")]


def classes_of(frame: MapFrame) -> dict[str, object]:
    """The classes of a frame as breaks of one's own, so that another layer is painted on the same scale."""
    highs = sorted({sign.high for sign in frame.classes if sign.kind == VALUE and sign.high is not None})[:-1]
    return {"method": "own", "breaks": tuple(highs[:MOST_BREAKS])} if highs else {}
