"""Layers of what programmes did: activities recorded at a place, people who took part, money in one currency.

An activity that is placed in a department as a whole is no activity of one of its municipalities: it hatches the
department. An amount that an activity spends in several places is not split unless the file states shares.
"""

from __future__ import annotations

import pandas as pd

from analytics.maps.filling import Made, cells_of, coarser_hatches
from analytics.maps.frames import Unplaced
from analytics.maps.layers import LayerSpec, View
from analytics.reading_quality import money_kind
from analytics.wording import Words


def activities_at(answer: pd.DataFrame, places: pd.DataFrame, view: View, say: Words) -> Made:
    """Number of activities by place and step; `places` are every place with its name."""
    notes = []
    if view.steps != "all" and (still := int(answer["open_activities"].max() or 0) if len(answer) else 0):
        notes.append(say("Activities without a stated end are counted where they start (up to {n} in a step).",
                         n=say.number(still)))  # fmt: skip
    return _counted(
        answer.rename(columns={"activities": "n"}), places, say, say("What was done, and how much?"),
        say("Activities recorded"), "map_activities" if view.steps == "all" else "map_activities_at", tuple(notes),
    )  # fmt: skip


def people_at(answer: pd.DataFrame, places: pd.DataFrame, say: Words) -> Made:
    """People who took part by place and step, each once in an area."""
    note = say("Each person is counted once in an area and a step; steps and areas are not added up.")
    return _counted(
        answer.rename(columns={"people": "n"}), places, say, say("Where did people take part?"), say("People"),
        "map_people_at", (note,),
    )  # fmt: skip


def money_at(answer: pd.DataFrame, spec: LayerSpec, say: Words) -> Made:
    """Amounts of one currency and kind by place and step."""
    currency, kind = spec.part("currency"), spec.part("of")
    kinds = sorted(answer["money_kind"].dropna().unique())
    kind = kind or (kinds[0] if len(kinds) == 1 else "")
    own = answer[answer["money_kind"].eq(kind)]
    notes = []
    if not kind and kinds:
        notes.append(say("Amounts of different kinds are not added up: choose one of {kinds}.",
                         kinds=say.listing([money_kind(one, say) for one in kinds])))  # fmt: skip
    placed = own[own["area_id"].notna() & own["step_key"].notna()]
    cells = cells_of(pd.DataFrame({
        "place_id": placed["area_id"], "step": placed["step_key"], "value": placed["amount"],
        "numerator": placed["amount"], "evidence": placed["evidence"],
    }))  # fmt: skip
    left = own[own["area_id"].isna()].groupby("reason")[["amount", "payments"]].sum()
    unplaced = tuple(
        Unplaced(str(reason), int(row["payments"]), _left_out(str(reason), row["amount"], currency, say))
        for reason, row in left.iterrows()
    )
    unit = f"{money_kind(kind, say)}, {currency}" if kind else currency
    return Made(cells, say("Where does the money go?"), unit, "map_money_at", "circle", "teal", notes=tuple(notes),
                unplaced=unplaced)  # fmt: skip


def _left_out(reason: str, amount: float, currency: str, say: Words) -> str:
    """An amount that no place of the level has, and why."""
    money = say.quantity(round(amount), None, currency)
    return {
        "several": lambda: say("{amount} of activities in several places, not split among them", amount=money),
        "coarser": lambda: say("{amount} placed no finer than a larger area", amount=money),
        "no_place": lambda: say("{amount} of activities without a place", amount=money),
    }[reason]()


def _counted(
    answer: pd.DataFrame, places: pd.DataFrame, say: Words, title: str, unit: str, question: str, notes: tuple[str, ...]
) -> Made:
    placed = answer[answer["area_id"].notna() & answer["step_key"].notna()]
    cells = cells_of(pd.DataFrame({
        "place_id": placed["area_id"], "step": placed["step_key"], "value": placed["n"], "numerator": placed["n"],
        "evidence": placed["evidence"],
    }))  # fmt: skip
    dated = answer[answer["step_key"].notna()]
    nowhere = dated[dated["area_id"].isna() & dated["coarser_id"].isna()]
    undated = answer[answer["step_key"].isna()]
    found = (
        ("no_place", int(nowhere["n"].max()) if len(nowhere) else 0,
         lambda n: say.many("{n} without a place", "{n} without a place", n)),
        ("no_step", int(undated["n"].max()) if len(undated) else 0,
         lambda n: say.many("{n} without a date", "{n} without a date", n)),
    )  # fmt: skip
    return Made(
        cells, title, unit, question, "circle", "teal", notes=notes,
        unplaced=tuple(Unplaced(reason, n, words(n)) for reason, n, words in found if n),
        hatches=coarser_hatches(dated, "n", places, say), words={"no_data": say("nothing recorded here")},
    )  # fmt: skip
