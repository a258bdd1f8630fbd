"""Which cells of the cube meet the needs that parts and questions state (`-- cells: place, month`)."""

from __future__ import annotations

from functools import cache
from itertools import combinations

from analytics import cube
from analytics.steps import NARROWED


def narrowing(params: dict[str, object], divisions: set[str]) -> set[str]:
    """The dimensions of the cube that the filters need: whole years and whole divisions where no more is chosen."""
    found = {"party"} if params.get("sectors") else set()
    if places := params.get("places"):
        found.add("division" if divisions.issuperset(places) else "place")
    if first := params.get("period_from"):
        found.add("year" if (first.month, params["period_to"].month) == (1, 12) else "month")
    return found


@cache
def roll_ups_for(needed: frozenset[str], held: tuple[tuple[str, int], ...]) -> dict[str, str]:
    """The roll-up for each set of dimensions, of those held with so many rows, where the filters need some already.

    A place and another filter are few cells of many: they are picked once, but where cells know divisions alone.
    """
    rows = dict(held)
    needs = [own for size in range(6) for own in combinations(cube.DIMENSIONS, size)]
    tables = {", ".join(own): cube.cells_for(needed.union(own), rows) for own in needs}
    if {"place", "division"} & needed and len(needed) > 1 and cube.WHOLE in rows:
        return {own: table if "division" in table else NARROWED for own, table in tables.items()}
    return tables


def cells_for_needs(
    params: dict[str, object], rows: dict[str, int], divisions: set[str], *, has_heads: bool
) -> tuple[tuple[str, str], ...]:
    """Where each need of dimensions is met, given the filters that narrow: the table that has the cells.

    `work` is of heads of units; `whole` is whatever is selected; `in all` needs no place and no time.
    """
    needed = narrowing(params, divisions)
    held = tuple((name, rows[name]) for name in cube.ROLL_UPS if name in rows)
    tables = {**roll_ups_for(frozenset(needed), held)}
    # an activity's component, kind and organisations are not known by the heads of units
    is_by_heads = has_heads and not any(params.get(name) for name in ("components", "kinds", "sectors"))
    of_heads = cube.PERIOD if {"month", "year"} & needed else "work_in_places"
    tables["place, work"] = of_heads if is_by_heads else tables["place"]
    steps = "year" if params.get("steps") == "year" else "month"
    spots = "place" if params.get("level", "municipality") == "municipality" else "division"
    tables["place, steps"] = tables[f"{spots}, {steps}"]
    tables["place, whole"] = cube.cells_for({"place"}, rows)
    tables |= {"money": "money_cells", "amounts": cube.MONEY, "facts": cube.FACTS}
    tables["money, in all"] = cube.MONEY_IN_ALL if has_heads and not needed else "money_cells"
    tables["twins"] = f"(table {' union all table '.join(cube.TWINS)}) as twins"
    time = {params.get("cell_time", "none")} - {"none"}
    tables |= {
        f"records, {need}": cube.records_for({cube.FINER.get(name, name) for name in needed} | own, rows)
        for need, own in {"time": time, "year": {"year"}}.items()
    }
    return tuple(tables.items())
