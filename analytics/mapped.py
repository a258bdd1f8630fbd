"""A layer of a map from the record: asks what it needs and hands the answers to what makes its frame.

    layer = LayerSpec.from_text("recorded:extortion:extortion-mindefensa:cases:rate")
    frame(engine, layer, selection, reader, look, say, view=View(steps="year"))

The frame depends on nothing else, so a page may keep it by snapshot, layer, selection, reader, theme and view.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from analytics import measuring, places
from analytics.errors import QuestionError
from analytics.maps import recorded
from analytics.maps.filling import Made, filled
from analytics.maps.frames import MapFrame
from analytics.maps.layers import LayerSpec, View
from analytics.palette import Look
from analytics.selection import Reader, Selection
from analytics.warehouse import Engine
from analytics.wording import Words

USUAL = View()


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

    def ask(self, question: Callable[..., pd.DataFrame], **own: object) -> pd.DataFrame:
        return question(self.engine, self.selection, self.reader, **own)

    def places(self) -> pd.DataFrame:
        """Every place of the level, in the order of the frame's codes."""
        found = self.ask(measuring.map_places, level=self.view.level, country=self.view.country)
        return found[found["parent_id"] == self.view.area].reset_index(drop=True) if self.view.area else found


def frame(
    engine: Engine, layer: LayerSpec, selection: Selection, reader: Reader, look: Look, say: Words, *,
    view: View = USUAL, dataset_names: Mapping[str, str] | None = None,
) -> MapFrame:  # fmt: skip
    """What a layer shows. Raises QuestionError where the layer is not known, or the record does not know its codes."""
    asking = Asking(engine, layer, view, selection, reader, look, say, dataset_names or {})
    if layer.kind not in MADE:
        raise QuestionError(f"The layer {layer.kind} is not there yet.")
    return filled(MADE[layer.kind](asking), asking.places(), layer, view, look, say)


def _recorded(asking: Asking) -> Made:
    spec, view = asking.spec, asking.view
    which = {"issue_type_id": spec.part("issue"), "dataset": spec.part("dataset"), "measure": spec.part("measure")}
    issue = _issue(asking, which["issue_type_id"])
    records = asking.ask(measuring.map_records, **which, level=view.level, steps=view.steps)
    twice = asking.ask(measuring.map_twice, **which)
    people = None
    if spec.part("of") == "rate":
        people = asking.ask(measuring.map_attributes, attribute="population", level=view.level)
    made = recorded.recorded_map(
        records, twice, people, asking.ask(places.place_index), issue["issue_name"],
        asking.dataset_names.get(which["dataset"], which["dataset"]), spec, view, asking.say,
    )  # fmt: skip
    if asking.reader.role != "analyst" and issue["sensitivity"] == "C":
        steps = tuple(sorted(records["step_key"].dropna().unique())) or ("all",)
        return recorded.reserved_map(asking.places(), steps, made)
    return made


def _issue(asking: Asking, code: str) -> dict:
    """An issue type by its code: its name and how sensitive it is."""
    kinds = asking.ask(measuring.map_issue_types)
    found = kinds[kinds["issue_type_id"] == code]
    if found.empty:
        raise QuestionError(f"The data knows no issue {code!r}.")
    return found.iloc[0].to_dict()


MADE: dict[str, Callable[[Asking], Made]] = {"recorded": _recorded}
