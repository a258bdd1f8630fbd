"""A map in words: what it shows, where it is highest, how many places are in which class, and what is missing.

For a screen reader, and for somebody who presents it: short sentences that can be said as they are.
"""

from __future__ import annotations

from analytics.maps.frames import LIMITED, NO_DATA, VALUE, ZERO, MapFrame
from analytics.maps.legends import figure, told_apart
from analytics.wording import Words

MOST_NAMED = 3


def summary(frame: MapFrame, key: str, say: Words) -> str:
    """The map of one step in a few sentences."""
    step = frame.step(key)
    parts = [_what(frame, key, say), *_highest(frame, key, say), *_classes(frame, key, say)]
    if frame.points is not None and len(frame.points):
        parts += [f"{say.number(sign.n)}: {sign.words}." for sign in frame.point_signs if sign.n]
    parts += [f"{_ended(gone.words)}" for gone in frame.unplaced]
    if frame.hatches:
        parts.append(say.many(
            "{n} area is hatched: something in it is placed no finer.",
            "{n} areas are hatched: something in them is placed no finer.", len(frame.hatches)))  # fmt: skip
    if step.is_partial:
        parts.append(_partial(step.label, step.partial_note, say))
    if frame.is_illustrative:
        parts.append(say("Illustrative data."))
    return " ".join(part for part in parts if part)


def message(frame: MapFrame, key: str, say: Words) -> str:
    """What a presenter says of a map whose title stands above it: its unit and time, and where it is highest."""
    if frame.axes:  # what is recorded where nothing is done is told among the notes: the answer to its question
        return frame.notes[1]
    of = say("{unit}, {step}.", unit=frame.unit, step=frame.step(key).label)
    return " ".join([of, *(_highest(frame, key, say) or _classes(frame, key, say)[:1])])


def _what(frame: MapFrame, key: str, say: Words) -> str:
    label = frame.step(key).label
    if frame.classes and frame.table["value"].isna().all():
        return frame.title
    return say("{title} {unit}, {step}.", title=frame.title, unit=frame.unit, step=label)


def _ended(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."


def _partial(label: str, note: str, say: Words) -> str:
    if note:
        return say("{step} is not whole in its source: {part}.", step=label, part=note)
    return say("{step} is not whole in its source.", step=label)


def _highest(frame: MapFrame, key: str, say: Words) -> list[str]:
    """The places with the largest values by name; of a difference the largest rise and fall."""
    rows = frame.twin(key)
    rows = rows[rows["value"].notna() & rows["state"].eq(VALUE)]
    if rows.empty or rows["value"].eq(rows["value"].max()).sum() > MOST_NAMED:
        return []  # many share the highest: to name some of them would say that they stand out

    def named(part) -> str:
        apart = told_apart(part["place_name"], part["parent_name"], frame.names, say)
        return say.listing([
            say("{place} ({n})", place=name, n=figure(value, say))
            for name, value in zip(apart, part["value"], strict=True)
        ])  # fmt: skip

    if "~" in key:
        more, less = rows[rows["value"] > 0].head(MOST_NAMED), rows[rows["value"] < 0][::-1].head(MOST_NAMED)
        told = [say("Largest rises: {places}.", places=named(more))] if len(more) else []
        return told + ([say("Largest falls: {places}.", places=named(less))] if len(less) else [])
    return [say("Highest: {places}.", places=named(rows.head(MOST_NAMED)))]


def _classes(frame: MapFrame, key: str, say: Words) -> list[str]:
    """How many places have a value, and how many are in each other class."""
    signs = frame.signs(key)
    values = [sign for sign in signs if sign.kind in (VALUE, ZERO) and sign.n]
    number = sum(sign.n for sign in values)
    places = say.many("{n} place", "{n} places", len(frame.codes))
    told = []
    if number:
        each = "; ".join(f"{sign.words}: {say.number(sign.n)}" for sign in values)
        told.append(say("Of {places} {n} have a value ({classes}).", places=places, n=say.number(number), classes=each))
    others = [f"{sign.words}: {say.number(sign.n)}" for sign in signs
              if sign.n and sign.kind not in (VALUE, ZERO)]  # fmt: skip
    if others:
        told.append(_ended("; ".join(others).capitalize() if not number else "; ".join(others)))
    return told


def missing(frame: MapFrame, key: str) -> int:
    """How many places of a step have no value of any kind."""
    return sum(sign.n for sign in frame.signs(key) if sign.kind not in (VALUE, ZERO, LIMITED, NO_DATA))
