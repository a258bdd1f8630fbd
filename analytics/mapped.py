"""A layer of a map from the record: asks what it needs and hands the answers to what makes its frame.

    layer = LayerSpec.from_text("recorded:extortion:extortion-mindefensa:cases:rate")
    frame(engine, layer, selection, reader, look, say, view=View(steps="year"))

The frame depends on nothing else, so a page may keep it by snapshot, layer, selection, reader, theme and view.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from analytics import aggregation, issues, mapping, measuring, places
from analytics.errors import QuestionError
from analytics.maps import against, events, flows, known, recorded, work
from analytics.maps.filling import Made, filled
from analytics.maps.frames import MapFrame
from analytics.maps.layers import LayerSpec, View
from analytics.palette import Look
from analytics.reading_records import Months, dataset_title, measure_name, part_of_year
from analytics.selection import Reader, Selection
from analytics.warehouse import Engine
from analytics.wording import Words

USUAL = View()
ANY = "any"  # in place of an issue: every issue of a data set of events


@dataclass(frozen=True)
class Asking:
    """Who asks for which layer, of what; the same for every question of a frame."""

    engine: Engine
    spec: LayerSpec
    view: View
    selection: Selection
    reader: Reader
    look: Look
    say: Words
    dataset_names: Mapping[str, str]
    months: Months

    def ask(self, question: Callable[..., pd.DataFrame], **own: object) -> pd.DataFrame:
        return question(self.engine, self.selection, self.reader, **own)

    def places(self) -> pd.DataFrame:
        """Every place of the level, in the order of the frame's codes."""
        found = self.ask(measuring.map_places, level=self.view.level, country=self.view.country)
        return found[found["parent_id"] == self.view.area].reset_index(drop=True) if self.view.area else found

    def index(self) -> pd.DataFrame:
        """Every place that is known, with its name and point."""
        return self.ask(places.place_index)

    def dataset(self) -> str:
        code = self.spec.part("dataset")
        return dataset_title(code, dict(self.dataset_names))


def frame(
    engine: Engine, layer: LayerSpec, selection: Selection, reader: Reader, look: Look, say: Words, *,
    view: View = USUAL, dataset_names: Mapping[str, str] | None = None, partial_months: Months | None = None,
) -> MapFrame:  # fmt: skip
    """What a layer shows. Raises QuestionError where the record does not know the layer's codes.

    `dataset_names` and `partial_months` are what imports told (`findings.dataset_names`, `findings.partial_months`).
    """
    asking = Asking(engine, layer, view, selection, reader, look, say, dataset_names or {}, partial_months or {})
    made, more = MADE[layer.kind](asking), {}
    if isinstance(made, Drawn):
        made, more = made.made, made.more
    found = filled(made, asking.places(), layer, view, look, say)
    found = replace(found, **_of_version(engine), **more)
    return replace(found, classes=found.step(found.shown).classes if found.steps else ())


def _of_version(engine: Engine) -> dict[str, object]:
    """What a frame takes from the version that answers: whether it is made up, and up to when it can know anything."""
    snapshot = getattr(engine, "snapshot", None)  # an engine elsewhere has none
    return {"is_illustrative": snapshot.is_illustrative, "until": f"{snapshot.built_at:%Y}"} if snapshot else {}


@dataclass(frozen=True)
class Drawn:
    """A layer that is more than the classes of its places: what the frame gets besides, such as points."""

    made: Made
    more: dict[str, object]


def _recorded(asking: Asking) -> Made:
    spec, view = asking.spec, asking.view
    which = _which(spec)
    issue = _issue(asking, which["issue_type_id"])
    records = asking.ask(measuring.map_records, **which, level=view.level, steps=view.steps)
    twice = asking.ask(measuring.map_twice, **which)
    people = None
    if spec.part("of") == "rate":
        people = asking.ask(measuring.map_attributes, attribute="population", level=view.level)
        people = people[~people["is_twice"].astype(bool)]  # which of two holds is not known: not computable
    made = recorded.recorded_map(
        records, twice, people, asking.index(), issue["issue_name"], asking.dataset(), spec, view, asking.say
    )
    if view.steps == "year":
        partial = records[records["is_partial"].eq(True) & records["step_key"].isin(list(made.partial_notes))]
        made = replace(made, partial_notes={
            year: part_of_year(" ".join(rows["evidence"]), int(year), asking.months, asking.say)
            for year, rows in partial.groupby("step_key")
        })  # fmt: skip
    return _guarded(asking, issue, made, tuple(sorted(records["step_key"].dropna().unique())))


def _which(spec: LayerSpec) -> dict[str, str]:
    return {"issue_type_id": spec.part("issue"), "dataset": spec.part("dataset"), "measure": spec.part("measure")}


def _guarded(asking: Asking, issue: dict, made: Made, steps: tuple[str, ...]) -> Made:
    """The layer, or, of a sensitive issue and for another role than the analyst, that it is reserved everywhere."""
    if asking.reader.role == "analyst" or issue["sensitivity"] != "C":
        return made
    return recorded.reserved_map(asking.places(), steps or ("all",), made)


def _recorded_done(asking: Asking) -> Made:
    which = _which(asking.spec)
    issue = _issue(asking, which["issue_type_id"])
    answer = asking.ask(measuring.recorded_against_done, **which)
    unit = measure_name(which["measure"], asking.say)
    made = against.recorded_done_map(answer, issue["issue_name"], unit, asking.dataset(), asking.look, asking.say)
    return _guarded(asking, issue, made, ("all",))


def _activities(asking: Asking) -> Made:
    view = asking.view
    if view.steps == "all":
        answer = asking.ask(measuring.map_activities, level=view.level)
    else:
        answer = asking.ask(measuring.map_activities_at, level=view.level, steps=view.steps)
    return work.activities_at(answer, asking.index(), asking.view, asking.say)


def _people(asking: Asking) -> Made:
    answer = asking.ask(measuring.map_people_at, level=asking.view.level, steps=asking.view.steps)
    return work.people_at(answer, asking.index(), asking.say)


def _money(asking: Asking) -> Made:
    spec, view = asking.spec, asking.view
    answer = asking.ask(measuring.map_money_at, currency=spec.part("currency"), level=view.level, steps=view.steps)
    return work.money_at(answer, spec, asking.say)


def _attribute(asking: Asking) -> Made:
    answer = asking.ask(
        measuring.map_attributes, attribute=asking.spec.part("attribute"), level=asking.view.level
    )  # fmt: skip
    return known.attribute_at(answer, asking.spec, asking.view, asking.say, asking.look)


def _indicator(asking: Asking) -> Made:
    spec, view = asking.spec, asking.view
    indicators = asking.ask(measuring.map_indicators)
    found = indicators[indicators["indicator_id"] == spec.part("indicator")]
    if found.empty:
        raise QuestionError(f"The data knows no indicator {spec.part('indicator')!r}.")
    over = "none" if view.steps == "all" else view.steps
    answer = asking.ask(aggregation.indicator_totals, indicators=(spec.part("indicator"),), over=over, by=view.level)
    return known.indicator_at(answer, found.iloc[0], spec, view, asking.say)


def _listed(asking: Asking) -> Made:
    issue = asking.spec.part("issue")
    name = _issue(asking, issue)["issue_name"] if issue else ""
    wide = asking.selection.without("issue")
    points = mapping.map_points(asking.engine, wide, asking.reader)
    matrix = issues.issue_matrix(asking.engine, wide, asking.reader)
    return known.listed_at(points, matrix, issue, name, asking.say, asking.look)


def _presence(asking: Asking) -> Made:
    areas, points = asking.ask(mapping.map_areas), asking.ask(mapping.map_points)
    return known.presence_at(areas, points, asking.view, asking.say, asking.look)


def _events(asking: Asking) -> Made | Drawn:
    spec, view = asking.spec, asking.view
    code = "" if spec.part("issue") == ANY else spec.part("issue")
    answer = asking.ask(measuring.map_events, dataset=spec.part("dataset"), issue_type_id=code, steps=view.steps)
    held = answer["issue_type_ids"].dropna().str.split(" ").explode().unique()
    issue = _issue(asking, code) if code else _of_all(asking, held)
    is_sensitive = issue["sensitivity"] == "C"
    found = events.events_map(
        answer, asking.index(), issue["issue_name"], asking.dataset(), asking.look, asking.say, level=view.level,
        least=events.LEAST_IN_CELL if is_sensitive else None,
    )  # fmt: skip
    if is_sensitive and asking.reader.role != "analyst":
        return _guarded(asking, issue, found.made, found.made.steps)
    return Drawn(found.made, {"points": found.points, "point_signs": found.signs, "cells": found.cells})


def _of_all(asking: Asking, codes: Iterable[str]) -> dict:
    """Several issue types under the name of their data set; as sensitive as the most sensitive of them."""
    found = [_issue(asking, code)["sensitivity"] for code in codes]
    return {"issue_name": asking.dataset(), "sensitivity": max(found, default="A")}


def _flows(asking: Asking) -> Drawn:
    of = asking.spec.part("of", "funder")
    answer = asking.ask(measuring.map_flows, roles=flows.ROLES[of], level=asking.view.level)
    made, arcs = flows.flows_map(answer, of, asking.places(), asking.say)
    return Drawn(made, {"arcs": arcs})


def _issue(asking: Asking, code: str) -> dict:
    """An issue type by its code: its name and how sensitive it is."""
    kinds = asking.ask(measuring.map_issue_types)
    found = kinds[kinds["issue_type_id"] == code]
    if found.empty:
        raise QuestionError(f"The data knows no issue {code!r}.")
    return found.iloc[0].to_dict()


MADE: dict[str, Callable[[Asking], Made | Drawn]] = {
    "presence": _presence, "activities": _activities, "people": _people, "money": _money, "indicator": _indicator,
    "listed": _listed, "recorded": _recorded, "attribute": _attribute, "recorded-done": _recorded_done,
    "events": _events, "flows": _flows,
}  # fmt: skip
