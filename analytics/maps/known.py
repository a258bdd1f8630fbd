"""Layers of what is known of places and of what programmes measure: attributes, indicators, what lists name."""

from __future__ import annotations

import pandas as pd

from analytics.maps.filling import Category, Made, cells_of
from analytics.maps.frames import NOT_COMPUTABLE, NOT_STATED, TWICE, Unplaced
from analytics.maps.layers import LayerSpec, View
from analytics.palette import Look
from analytics.wording import Words


def attribute_at(answer: pd.DataFrame, spec: LayerSpec, view: View, say: Words, look: Look) -> Made:
    """What is known of places: a number in the years that state it, or a yes and no."""
    name = spec.part("attribute")
    if name == "pdet" and view.level == "municipality":
        return _pdet(answer, say, look)
    years = answer["year"].dropna().astype(int)
    keep = answer[answer["year"].isna()] if years.empty else answer[answer["year"].notna()]
    if view.steps == "all" and len(years):
        keep = answer[answer["year"].eq(years.max())]
    step = "all" if years.empty else keep["year"].astype(int).astype(str)
    cells = cells_of(pd.DataFrame({
        "place_id": keep["place_id"], "step": step, "value": keep["value"], "numerator": keep["value"],
        "state": [TWICE if twice else NOT_STATED if pd.isna(value) else None
                  for twice, value in zip(keep["is_twice"], keep["value"], strict=True)],
        "evidence": keep["evidence"],
    }))  # fmt: skip
    notes = []
    if view.level != "municipality":
        notes.append(say("Sums over the places inside an area, where it is not stated for the area itself."))
    return Made(
        cells, attribute_name(name, say), _unit(name, say), "map_attributes", "circle", "violet",
        has_zero=bool((cells["value"] == 0).any()), notes=tuple(notes),
    )  # fmt: skip


def attribute_name(name: str, say: Words) -> str:
    return {
        "population": lambda: say("How many people live there?"),
        "pdet": lambda: say("Which municipalities are PDET?"),
    }.get(name, lambda: name.replace("_", " ").capitalize())()


def _unit(name: str, say: Words) -> str:
    return {"population": lambda: say("People"), "pdet": lambda: say("PDET municipalities")}.get(
        name, lambda: say("Value")
    )()


def _pdet(answer: pd.DataFrame, say: Words, look: Look) -> Made:
    cells = cells_of(pd.DataFrame({
        "place_id": answer["place_id"], "step": "all", "value": answer["value"],
        "category": ["pdet" if value else "other" for value in answer["value"]], "evidence": answer["evidence"],
    }))  # fmt: skip
    kinds = (
        Category("pdet", look["violet"], say("PDET municipality")),
        Category("other", look["land"], say("not a PDET municipality")),
    )
    return Made(cells, attribute_name("pdet", say), say("PDET municipalities"), "map_attributes", "fill", "violet",
                categories=kinds)  # fmt: skip


def indicator_at(answer: pd.DataFrame, indicator: pd.Series, spec: LayerSpec, view: View, say: Words) -> Made:
    """An indicator by place and step: its actual, target or baseline value, the share of the target reached, or the
    distance to it. A share needs a target and an actual value of the same place and step, else it is not computable."""
    of = spec.part("of", "actual")
    placed = answer[answer["area_id"].notna() & answer["step_key"].notna()]
    wide = placed.pivot(index=["area_id", "step_key"], columns="kind", values="value")
    evidence = placed.groupby(["area_id", "step_key"])["evidence"].agg(" ".join)
    rows = pd.DataFrame({
        kind: wide[kind] if kind in wide else pd.Series(float("nan"), index=wide.index)
        for kind in ("baseline", "target", "actual")
    })  # fmt: skip
    if of in ("share", "distance"):
        value = rows["actual"] * 100 / rows["target"] if of == "share" else rows["actual"] - rows["target"]
        if of == "share":
            value = value.where(rows["target"] != 0)
        stated = rows["target"].notna() | rows["actual"].notna()
        state = [None if pd.notna(v) else NOT_COMPUTABLE for v in value]
        keep, top, under = stated, rows["actual"], rows["target"]
    else:
        value, top, under = rows[of], rows[of], pd.Series(float("nan"), index=rows.index)
        keep, state = rows[of].notna(), [None] * len(rows)
    cells = cells_of(pd.DataFrame({
        "place_id": rows.index.get_level_values(0), "step": rows.index.get_level_values(1), "value": value.to_numpy(),
        "numerator": top.to_numpy(), "denominator": under.to_numpy(), "state": state,
        "evidence": evidence.reindex(rows.index).to_numpy(),
    })[keep.to_numpy()])  # fmt: skip
    none = int(answer["area_id"].isna().sum())
    notes = [] if view.level == "municipality" or not (answer["rule"] == "none").any() else [
        say("This indicator cannot be added up over places: only areas with a value of their own have one.")
    ]  # fmt: skip
    unplaced = say.many("{n} value without a place of this level", "{n} values without a place of this level", none)
    unit = indicator["unit_name"] if of != "share" else say("% of the target")
    return Made(
        cells, _indicator_title(of, indicator["indicator_name"], say), unit, "map_indicator_at",
        "fill" if of in ("share", "distance") else "circle", "leaf", has_zero=bool((cells["value"] == 0).any()),
        notes=tuple(notes), unplaced=(Unplaced("no_place", none, unplaced),) if none else (),
        is_illustrative=bool(answer["is_illustrative"].eq(True).any()),
    )  # fmt: skip


def _indicator_title(of: str, name: str, say: Words) -> str:
    return {
        "share": lambda: say("{indicator}: how much of the target is reached?", indicator=name),
        "distance": lambda: say("{indicator}: how far from the target?", indicator=name),
        "target": lambda: say("{indicator}: what is the target?", indicator=name),
        "baseline": lambda: say("{indicator}: where did it start?", indicator=name),
    }.get(of, lambda: say("{indicator}: what was reached?", indicator=name))()


def listed_at(points: pd.DataFrame, matrix: pd.DataFrame, issue: str, name: str, say: Words, look: Look) -> Made:
    """Whether a list of a dialogue names an issue, by municipality: yes, or a list that does not; never an order."""
    lists = points[points["issues_listed"] > 0].drop_duplicates("place_id")
    rows = matrix if not issue else matrix[matrix["issue_type_id"] == issue]
    with_it = rows.groupby("place_id")["evidence"].agg(" ".join)
    cells = cells_of(pd.DataFrame({
        "place_id": lists["place_id"], "step": "all",
        "category": ["listed" if code in with_it.index else "not_listed" for code in lists["place_id"]],
        "evidence": [with_it.get(code, own) for code, own in zip(lists["place_id"], lists["evidence"], strict=True)],
    }))  # fmt: skip
    kinds = [Category("listed", look["brick"], say("“{issue}” is on its list", issue=name) if issue
                      else say("has a list of issues"))]  # fmt: skip
    if issue:
        words = say("has a list, without this issue: not listed is not absent")
        kinds.append(Category("not_listed", look["brick"], words, "outline"))
    title = say("Where did the dialogues list “{issue}”?", issue=name) if issue else say("What did the dialogues list?")
    return Made(cells, title, say("Lists of the dialogues"), "issue_matrix", "circle", "brick", categories=tuple(kinds),
                words={"no_data": say("no list of a dialogue")})  # fmt: skip


def presence_at(areas: pd.DataFrame, points: pd.DataFrame, view: View, say: Words, look: Look) -> Made:
    """Where partnerships work, as exactly as stated: a named place, somewhere in an area, or the whole country."""
    if view.level == "municipality":
        named = points[(points["activities"] > 0) | points["evidence"].str.contains("programme_places:", regex=False)]
        rows = named.assign(style="fill", code=named["place_id"])
    else:
        own = areas[areas["area_level"] == view.level]
        style = ["fill" if row.is_whole or row.points else "outline" if not row.is_working else "hatch"
                 for row in own.itertuples(index=False)]  # fmt: skip
        rows = own.assign(style=style, code=own["area_id"])
    cells, kinds = [], {}
    for code, there in rows.groupby("code", sort=True):
        style = min(there["style"], key=("fill", "hatch", "outline").index)
        is_one = there["partnership_id"].nunique() == 1
        key = f"{style}|{there['partnership_id'].iloc[0] if is_one else 'several'}"
        colour = look.partnership(there["partnership_id"].iloc[0]) if is_one else look["soft"]
        name = there["partnership_name"].iloc[0] if is_one else say("more than one partnership")
        kinds[key] = Category(key, colour, _presence_words(style, name, say), style)
        cells.append({"place_id": code, "step": "all", "category": key, "evidence": " ".join(there["evidence"])})
    order = sorted(kinds.values(), key=lambda kind: (("fill", "hatch", "outline").index(kind.pattern), kind.words))
    return Made(
        cells_of(cells), say("Where do partnerships work?"), say("Presence"),
        "map_points" if view.level == "municipality" else "map_areas",
        "circle" if view.level == "municipality" else "fill", "teal", categories=tuple(order[:20]),
        words={"no_data": say("no work stated here")},
    )  # fmt: skip


def _presence_words(style: str, name: str, say: Words) -> str:
    if style == "hatch":
        return say("{partnership}: somewhere in the area, the places not named", partnership=name)
    if style == "outline":
        return say("{partnership}: a Center is here or people took part; no work here is stated", partnership=name)
    return say("{partnership}: works here", partnership=name)
