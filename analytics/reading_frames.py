"""A layer of the map in sentences that a screen reader reads and a presenter can say."""

from __future__ import annotations

from analytics.maps.frames import VALUE, MapFrame
from analytics.maps.legends import figure
from analytics.wording import Words

NAMED = 3


def frame_summary(frame: MapFrame, key: str, say: Words) -> str:
    """What the map shows at a step: where most is, how many places have a value, and how many have none and why."""
    if not frame.steps:
        return ""
    step, twin = frame.step(key), frame.twin(key)
    known = twin[twin["value"].notna() & (twin["value"] != 0)]
    if known.empty:
        return say("{when}: no place has a value.", when=step.label)
    top = [
        say("{place} ({value})", place=_placed(row), value=figure(row.value, say))
        for row in known.head(NAMED).itertuples(index=False)
    ]
    text = say(
        "{when}, {unit}: most in {places}.", when=step.label, unit=frame.unit[:1].lower() + frame.unit[1:],
        places=say.listing(top),
    )  # fmt: skip
    counted = say.many("{n} place has a value above zero", "{n} places have a value above zero", len(known))
    others = [f"{say.number(sign.n)} {sign.words}" for sign in frame.signs(key) if sign.kind != VALUE and sign.n]
    text += " " + (
        say("{counted}; the others: {others}.", counted=counted, others="; ".join(others)) if others else f"{counted}."
    )
    if step.is_partial:
        text += " " + (step.partial_note or say("The source does not cover all of this period."))
    return text


def _placed(row: object) -> str:
    parent = row.parent_name
    return f"{row.place_name}, {parent}" if isinstance(parent, str) and parent else row.place_name
