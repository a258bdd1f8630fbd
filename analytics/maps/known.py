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
    """An indicator by place and step, over the answer of `indicator_totals` by the level: its actual, target or
    baseline value, the share of the target reached, or the distance to it.

    Totals are those of the Results page, by the indicator's own rule; where that allows none, and where a share lacks
    the target or the actual value of the same place and step, the place is not computable.
    """
    of = spec.part("of", "actual")
    own = answer[answer["value_kind"].isin(["baseline", "target", "actual"])]
    step = own["bucket"].replace("", None) if view.steps != "all" else pd.Series("all", index=own.index)
    own = own.assign(step=step)
    placed = own[own["key"].notna() & own["step"].notna()].set_index(["key", "step"])
    kinds = {kind: placed[placed["value_kind"] == kind] for kind in ("baseline", "target", "actual")}
    value = {kind: rows["value"] for kind, rows in kinds.items()}
    rows = pd.DataFrame(value) if of in ("share", "distance") else kinds[of]
    if of in ("share", "distance"):
        rows = rows[rows["target"].notna() | rows["actual"].notna()]
        top, under = rows["actual"], rows["target"]
        shown = (top * 100 / under).where(under != 0) if of == "share" else top - under
    else:
        top, under, shown = rows["numerator"], rows["denominator"], rows["value"]
        top = top.where(top.notna(), shown)
    evidence = placed.groupby(level=[0, 1])["evidence"].agg(lambda cells: " ".join(dict.fromkeys(cells)))
    cells = cells_of(pd.DataFrame({
        "place_id": rows.index.get_level_values(0), "step": rows.index.get_level_values(1), "value": shown.to_numpy(),
        "numerator": top.to_numpy(), "denominator": under.to_numpy(),
        "state": [None if pd.notna(one) else NOT_COMPUTABLE for one in shown],
        "evidence": evidence.reindex(rows.index).to_numpy(),
    }))  # fmt: skip
    none = int(own.loc[own["key"].isna(), "rows_counted"].sum())
    words = say.many("{n} value without a place of this level", "{n} values without a place of this level", none)
    return Made(
        cells, _indicator_title(of, indicator["indicator_name"], say),
        say("% of the target") if of == "share" else indicator["unit_name"], "indicator_totals",
        "fill" if of in ("share", "distance") else "circle", "leaf", has_zero=bool((cells["value"] == 0).any()),
        notes=_reasons(kinds if of in ("share", "distance") else {of: kinds[of]}, say),
        unplaced=(Unplaced("no_place", none, words),) if none else (),
    )  # fmt: skip


def _reasons(kinds: dict[str, pd.DataFrame], say: Words) -> tuple[str, ...]:
    """Why the indicator's rule gives no total, where it gives none."""
    if all(rows["reason"].isna().all() for rows in kinds.values()):
        return ()
    return (say("This indicator cannot be added up over places: only areas with a value of their own have one."),)


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
