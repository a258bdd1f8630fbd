"""What a figure is made with: the questions of one snapshot for one selection and one reader."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import pandas as pd

from analytics import choices, places
from analytics.asking import find_question
from analytics.palette import Look
from analytics.selection import Reader, Selection
from analytics.warehouse import Warehouse
from analytics.wording import Words


class NamedColours(Look):
    """Colours by their names: what is drawn with them takes the colours of the theme that it is shown in."""

    def __getitem__(self, name: str) -> str:
        return name


class Remembering:
    """An engine that answers the same question once: many figures of one story ask the same."""

    def __init__(self, engine: Warehouse) -> None:
        self.engine, self.snapshot = engine, engine.snapshot
        self._known: dict[tuple, pd.DataFrame] = {}

    def fetch(self, name: str, role: str, **params: object) -> pd.DataFrame:
        key = (name, role, repr(sorted(params.items(), key=lambda item: item[0])))
        if key not in self._known:
            self._known[key] = self.engine.fetch(name, role, **params)
        return self._known[key].copy()


@dataclass(frozen=True)
class Asker:
    """Answers questions by name; `say` and `look` are the words and colours of the figure."""

    engine: Warehouse
    selection: Selection
    reader: Reader

    @cached_property
    def say(self) -> Words:
        return Words(self.reader.lang)

    @cached_property
    def look(self) -> NamedColours:
        return NamedColours()

    def __call__(self, name: str, **own: object) -> pd.DataFrame:
        """The answer of a question for the figure's selection."""
        return find_question(name).ask(self.engine, self.selection, self.reader, **own)

    def wide(self, **changes: object) -> Asker:
        """The same with other filters."""
        return replace(self, selection=replace(self.selection, **changes))

    @cached_property
    def everything(self) -> Asker:
        return replace(self, selection=Selection())

    @cached_property
    def index(self) -> pd.DataFrame:
        """Every place that can be looked up."""
        return places.place_index(self.engine, Selection(), self.reader)

    def described(self) -> str:
        """The selection in words: the names of what was chosen, or "everything"."""
        say, active = self.say, self.selection.active()
        if not active:
            return say("everything")
        options = choices.filter_options(self.engine, Selection(), self.reader)
        names = {(row.filter, row.code): row.name for row in options.itertuples(index=False)}
        names |= {
            ("place", code): name for code, name in zip(self.index["place_id"], self.index["place_name"], strict=True)
        }
        said = []
        for name, values in active.items():
            if name == "period":
                start, end = (say.day(date.fromisoformat(f"{month}-01")) for month in values)
                said.append(say("{start} to {end}", start=start, end=end))
            else:
                said.append(say.listing([names.get((name, code), code) for code in values]))
        return "; ".join(said)
