"""Layers of the map as figures: any layer at a step of time, several side by side, and the difference of two.

What is drawn, said and listed comes from one frame, as on the page and in every file of it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from analytics import choices, comparing, findings, map_choices, reading_maps
from analytics.columns import references
from analytics.figures.asker import Asker
from analytics.figures.making import Draft, Number, figure
from analytics.mapped import frame
from analytics.maps.bases import base_of, credits_of
from analytics.maps.changes import difference, rule_words
from analytics.maps.drawn import Base
from analytics.maps.frames import NO_DATA, VALUE, ZERO, MapFrame
from analytics.maps.home import home, stated_at, view_at
from analytics.maps.layers import LayerSpec, View
from analytics.maps.legends import figure as written
from analytics.maps.legends import told_apart
from analytics.maps.parts import legend, panel
from analytics.maps.spot import WORLD, Spot, find_spot
from analytics.palette import Look
from analytics.selection import Selection

WIDTH, HEIGHT = 860, 560
MOST_NUMBERS, MOST_OVER, BESIDE = 5, 3, 2  # BESIDE: rises and falls named of a difference
BETWEEN = "|"  # between layers over one another, in one text


@figure("map", "layer", "at", "steps", "scale", "step", "over")
def layer_map(
    ask: Asker, layer: str = "attribute:pdet", at: str = "", steps: str = "year", scale: str = "fixed", step: str = "",
    over: str = "",
) -> Draft:  # fmt: skip
    """A layer of the map at one step of time, with the layers that lie over it."""
    spot, view = _seen(ask, layer, at, steps, scale)
    specs = [LayerSpec.from_text(layer), *filter(None, map(comparing.read, over.split(BETWEEN)[:MOST_OVER]))]
    frames = [_frame(ask, view, spec, ask.selection) for spec in specs]
    shown = [(one, comparing.asked_step(one, step)) for one in frames]
    lead, key = shown[0]
    body = {
        "panels": [panel(shown, _base(ask, lead), _area(spot), (WIDTH, HEIGHT), ask.say)],
        "legends": [legend(*one, ask.say) for one in shown],
    }
    return _draft(ask, lead, key, body, _numbers(ask, lead, key))


@figure("map", "layer", "at", "steps", "scale", "compare")
def layer_change(
    ask: Asker, layer: str = "attribute:pdet", at: str = "", steps: str = "year", scale: str = "fixed",
    compare: str = "",
) -> Draft:  # fmt: skip
    """The second of two periods, layers or partnerships less the first."""
    spot, view = _seen(ask, layer, at, steps, scale)
    small = _smalls(ask, view, layer, compare)
    if len(small) < comparing.LEAST:
        return _nothing(ask, layer, small)
    first, second = small[:2]
    found = difference(first.frame, first.step, second.frame, second.step, Look(), ask.say)
    body = {
        "panels": [panel([(found, found.shown)], _base(ask, found), _area(spot), (WIDTH, HEIGHT), ask.say)],
        "legends": [legend(found, found.shown, ask.say)],
    }
    return _draft(ask, found, found.shown, body, _numbers(ask, found, found.shown))


@figure("map", "layer", "at", "steps", "scale", "compare", "step")
def layers_compared(
    ask: Asker, layer: str = "attribute:pdet", at: str = "", steps: str = "year", scale: str = "fixed",
    compare: str = "", step: str = "",
) -> Draft:  # fmt: skip
    """Two to six small maps side by side, on one scale."""
    say, (spot, view) = ask.say, _seen(ask, layer, at, steps, scale)
    small = _smalls(ask, view, layer, compare, step)
    if len(small) < comparing.LEAST:
        return _nothing(ask, layer, small)
    most = max(one.frame.most for one in small)
    alike = [replace(one, frame=replace(one.frame, most=most)) for one in small]
    across = comparing.ACROSS[len(small)]
    size = (WIDTH // across, HEIGHT // -(-len(small) // across))
    body = {
        "panels": [panel([(one.frame, one.step)], _base(ask, one.frame), _area(spot), size, say, one.name)
                   for one in alike],
        "legends": [legend(alike[0].frame, alike[0].step, say)], "across": across,
    }  # fmt: skip
    tables = [one.frame.taken(one.step).assign(item_name=one.name) for one in small]
    numbers = [number for n, one in enumerate(small)
               for number in _numbers(ask, one.frame, one.step, one.name, f"{n}-", most=BESIDE)]  # fmt: skip
    lead = small[0]
    draft = _draft(ask, lead.frame, lead.step, body, numbers)
    draft.frame = _told(pd.concat(tables, ignore_index=True))
    draft.sentence = " ".join(f"{one.name}. {reading_maps.message(one.frame, one.step, say)}" for one in small)
    draft.unit = f"{lead.frame.unit}. {say('One scale for all maps.')}"
    return draft


def _seen(ask: Asker, layer: str, at: str, steps: str, scale: str) -> tuple[Spot, View]:
    """The spot that is looked at, where none is named the home of the data, and the view of its places."""
    towns = ask.everything("map_places", level="municipality")
    spot = find_spot(ask.index, at or home(ask.everything("map_areas"), towns)) or Spot(WORLD)
    view = view_at(spot, towns["country_code"].eq(spot.country).any(), steps, scale)
    return spot, stated_at(LayerSpec.from_text(layer), view, lambda own, of: _frame(ask, of, own, ask.selection))


def _frame(ask: Asker, view: View, spec: LayerSpec, chosen: Selection) -> MapFrame:
    names, months = findings.told_at_import(ask.engine.snapshot)
    return frame(ask.engine, spec, chosen, ask.reader, Look(), ask.say, view=view, dataset_names=names,
                 partial_months=months)  # fmt: skip


def _smalls(ask: Asker, view: View, layer: str, compare: str, step: str = "") -> list[comparing.Small]:
    options = choices.filter_options(ask.engine, Selection(), ask.reader)
    options = options[options["filter"] == "partnership"]
    names = {f"{comparing.PARTNERSHIP}{row.code}": row.name for row in options.itertuples(index=False)}
    told, _ = findings.told_at_import(ask.engine.snapshot)
    every = ask.everything
    offers = map_choices.offers(every("recorded_issues"), True, told, ask.say, every("map_measures"),
                                every("map_indicators"))  # fmt: skip
    names |= {offer.text: offer.words for offer in offers}
    make = partial(_frame, ask, view)
    return comparing.smalls(make, LayerSpec.from_text(layer), ask.selection, compare.split(","), names, step)


def _nothing(ask: Asker, layer: str, small: list[comparing.Small]) -> Draft:
    say = ask.say
    if len(small) == 1:
        return Draft(small[0].frame.title, pd.DataFrame(), "", say("Choose at least two things to compare."))
    return Draft(say("What changed?"), pd.DataFrame(), "", say("Choose at least two things to compare."))


def _base(ask: Asker, found: MapFrame) -> Base:
    return base_of(found, ask.engine.snapshot, ask.index, "low")


def _area(spot: Spot) -> str:
    return spot.area if spot.level == "department" else ""


def _draft(ask: Asker, found: MapFrame, key: str, body: dict, numbers: list[Number]) -> Draft:
    say, step = ask.say, found.step(key)
    unit = f"{found.unit}, {step.label}"
    if step.is_partial:
        unit = say("{step} (not whole: {part})", step=unit, part=step.partial_note or say("may be incomplete"))
    notes = [*(gone.words for gone in found.unplaced), *found.notes]
    if found.is_change and rule_words(say) not in notes:
        notes.append(rule_words(say))
    return Draft(found.title, _told(found.taken(key)), reading_maps.message(found, key, say), unit, body, numbers,
                 [*notes, credits_of(found, say)])  # fmt: skip


def _told(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that say something: places without any data are counted in the legend."""
    return table[table["state"] != NO_DATA].reset_index(drop=True)


def _numbers(
    ask: Asker, found: MapFrame, key: str, of: str = "", prefix: str = "", most: int = MOST_NUMBERS
) -> list[Number]:
    """The places named: the highest, of a difference the largest rises and falls; then how many have a value."""
    say, rows = ask.say, found.twin(key)
    known = rows[rows["state"].eq(VALUE) & rows["value"].notna()]
    if found.axes:  # the highest counts of places without an activity answer its question
        known = known[known["record_rows"].gt(0) & known["activities"].eq(0)]
    if known["value"].eq(known["value"].max()).sum() > most:
        known = known.iloc[:0]  # many share the highest: none of them stands out
    named = pd.concat([known[known["value"] > 0].head(most), known[known["value"] < 0].tail(most)]) if (
        found.is_change) else known.head(most)  # fmt: skip
    label = of or f"{found.unit}, {found.step(key).label}"
    names = told_apart(named["place_name"], named["parent_name"], found.names, say)
    numbers = [
        Number(f"{name} · {label}", written(row.value, say), row.value, _refs(row), f"{prefix}{row.place_id}")
        for name, row in zip(names, named.itertuples(index=False), strict=True)
    ]
    if found.is_change:
        return numbers
    n = sum(sign.n for sign in found.signs(key) if sign.kind in (VALUE, ZERO))
    held = rows[rows["state"].isin([VALUE, ZERO])]
    numbers.append(Number(f"{say('Places with a value')} · {label}", say.many("{n} place", "{n} places", n), n,
                          references(held), f"{prefix}places"))  # fmt: skip
    return numbers


def _refs(row: object) -> tuple[str, ...]:
    return tuple(row.evidence.split(" ")) if isinstance(row.evidence, str) and row.evidence else ()
