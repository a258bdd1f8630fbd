"""What is chosen of a pivot, frozen: the address holds it, a saved view keeps it, and every answer is asked by it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from analytics.axes import MOST
from analytics.pivots.catalogue import AXES, MEASURES, TIMES, strange

MEASURES_MOST = 4
SHARES = ("row", "column", "all")
NONE = "none"  # a side without axes: an address does not keep an empty value
ORDERS = ("name", "most", "least")
OWN = (
    "measure",
    "rows",
    "columns",
    "share",
    "change",
    "order",
    "chart",
    "cell",
    "from",
)  # what the address holds of it


@dataclass(frozen=True)
class Cell:
    """One cell of a pivot: its measure and its codes; None on a side whose total it is."""

    measure: str
    row: tuple[str, ...] | None
    column: tuple[str, ...] | None

    def text(self) -> str:
        return json.dumps([self.measure, self.row, self.column], ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Spec:
    """A pivot as it is chosen. What means nothing is left out when it is read; `dropped` tells of it."""

    measures: tuple[str, ...] = ("activities",)
    rows: tuple[str, ...] = ("department",)
    columns: tuple[str, ...] = ("year",)
    share: str = ""
    change: bool = False
    order: str = "name"
    dropped: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, asked: Mapping[str, list[str]]) -> Spec:
        """The pivot of an address; nothing asked is the default."""
        plain = cls()
        dropped: list[str] = []

        def among(name: str, known: object, default: tuple[str, ...], most: int) -> tuple[str, ...]:
            given = [one for one in asked.get(name, ()) if one not in ("", NONE)]
            kept = [one for one in dict.fromkeys(given) if one in known]
            dropped.extend(one for one in given if one not in known)
            dropped.extend(kept[most:])
            return tuple(kept[:most]) if name in asked else default

        measures = among("measure", MEASURES, plain.measures, MEASURES_MOST) or plain.measures
        rows = among("rows", AXES, plain.rows, MOST)
        columns = among("columns", AXES, plain.columns, MOST)
        dropped += [one for one in columns if one in rows]  # an axis chosen twice stays where it was chosen first
        columns = tuple(one for one in columns if one not in rows)
        share = next(iter(asked.get("share", ())), "")
        order = next(iter(asked.get("order", ())), "name")
        return cls(
            measures, rows, columns, share if share in SHARES else "", asked.get("change") == ["1"],
            order if order in ORDERS else "name", tuple(dict.fromkeys(dropped)),
        )  # fmt: skip

    @property
    def axes(self) -> tuple[str, ...]:
        return self.rows + self.columns

    @property
    def time(self) -> str | None:
        """The axis of time that the columns end in, along which a change can be told."""
        return self.columns[-1] if self.columns and self.columns[-1] in TIMES else None

    def told(self) -> tuple[str, ...]:
        """The measures that can be broken down by all the axes."""
        return tuple(one for one in self.measures if not strange(one, self.axes))

    def untold(self) -> dict[str, tuple[str, ...]]:
        """The measures that cannot, each with the axes that it does not know."""
        unknown = {one: strange(one, self.axes) for one in self.measures}
        return {one: axes for one, axes in unknown.items() if axes}

    def state(self) -> dict[str, list[str]]:
        """It as the address holds it."""
        return {
            "measure": list(self.measures), "rows": list(self.rows) or [NONE], "columns": list(self.columns) or [NONE],
            "share": [self.share] if self.share else [], "change": ["1"] if self.change else [],
            "order": [self.order] if self.order != "name" else [],
        }  # fmt: skip

    def cell(self, text: str) -> Cell | None:
        """The cell that an address names; None where it names none of this pivot."""
        try:
            measure, row, column = json.loads(text)
            codes = [side if side is None else tuple(side) for side in (row, column)]
        except (ValueError, TypeError, RecursionError):
            return None
        fits = all(
            side is None or (len(side) == len(axes) and all(isinstance(code, str) for code in side))
            for side, axes in zip(codes, (self.rows, self.columns), strict=True)
        )
        return Cell(measure, *codes) if isinstance(measure, str) and measure in self.told() and fits else None

    def turned(self) -> Spec:
        """Rows and columns changed over."""
        return replace(self, rows=self.columns, columns=self.rows)
