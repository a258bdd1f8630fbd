"""What was measured, as tables (Markdown, which reads well in a terminal too). Times are medians in milliseconds."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

NAMES = {
    "cube": "Tejido", "sql": "Tejido, its cube by SQL", "rows": "Tejido without its cube", "duckdb": "DuckDB, parquet",
    "duckdb_memory": "DuckDB, in memory", "pandas": "pandas", "polars": "polars",
}  # fmt: skip
AIM_MS = 5
NONE = "no answer"


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def ms(value: float | None) -> str:
    """A time as it is read: no answer, or milliseconds."""
    if value is None:
        return NONE
    return f"{value:,.0f}" if value >= 20 else f"{value:.1f}"


def middle(times: list[float | None]) -> float | None:
    """The median; none where there was no answer even once."""
    return None if not times or None in times else statistics.median(times)


def median_of(values: list[float | None]) -> float | None:
    """The median over selections, of which those without an answer took longest."""
    ordered = sorted(values, key=lambda value: (value is None, value or 0))
    return ordered[len(ordered) // 2] if ordered else None


def worst(values: list[float | None]) -> float | None:
    return None if None in values else max(values, default=None)


def agree(measured: dict[str, dict]) -> None:
    """Ends the benchmark where two engines give different numbers."""
    held: dict[tuple[str, str], tuple[str, list]] = {}
    for engine, found in measured.items():
        for question, own in found["questions"].items():
            for selection, one in own.items():
                if one["rows"] is None:
                    continue
                first, rows = held.setdefault((question, selection), (engine, one["rows"]))
                if rows != one["rows"]:
                    raise SystemExit(f"{question}, {selection}: {engine} does not agree with {first}:\n"
                                     f"{one['rows'][:5]} …\n{rows[:5]} …")  # fmt: skip


def side_by_side(measured: dict[str, dict]) -> Iterator[str]:
    """The representative questions, all engines beside each other, and how many times as long as ours they take.

    Ours is asked for a selection that is new to it: an answer that it kept is found again, which no other does.
    """
    others = [name for name in measured if name != "cube"]
    rows, all_ratios = [], {(name, way): [] for name in others for way in ("new", "again")}
    for question, own in measured["cube"]["questions"].items():
        cells = [ms(median_of([middle(one[way]) for one in own.values()])) for way in ("new", "again")]
        ratios = []
        for engine in others:
            found = measured[engine]["questions"][question]
            cells.append(ms(median_of([middle(one[_worked_out(engine)]) for one in found.values()])))
            for way in ("new", "again"):
                times = [(middle(found[name][_worked_out(engine)]), middle(own[name][way])) for name in found]
                each = [theirs / ours for theirs, ours in times if theirs is not None and ours is not None]
                all_ratios[engine, way] += each
                if way == "new":
                    ratios.append(f"{statistics.median(each):.1f}" if each else "–")
        rows.append([question, *cells, *ratios])
    head = ["question", "Tejido, new selection", "Tejido, asked again", *(NAMES[name] for name in others)]
    yield table([*head, *(f"× {NAMES[name]}" for name in others)], rows)
    for (name, way), each in all_ratios.items():
        ours = "for a new selection" if way == "new" else "for an answer that it kept"
        yield (f"{NAMES[name]} takes {statistics.median(each):.1f} times as long as Tejido {ours} (median over "
               f"questions and selections; {min(each):.2f} to {max(each):.0f}).\n")  # fmt: skip


def _worked_out(engine: str) -> str:
    """Which time of an engine other than ours with the cube is of an answer that is worked out: ours keeps answers."""
    return "new" if engine in ("rows", "sql") else "again"


def by_page(cube: dict, rows: dict) -> str:
    """Each page's questions together, for a new selection and asked again."""
    lines = []
    for page, own in cube["pages"].items():
        bare = rows["pages"].get(page, {})
        cells = []
        for found, way in ((own, "new"), (own, "again"), (bare, "new")):
            sums = [_sum(one[way]) for one in found.values()]
            cells += [ms(median_of(sums)), ms(worst(sums))] if sums else ["–", "–"]
        lines.append([page, *cells])
    head = ["page", "new selection", "worst", "again", "worst", "without the cube, new", "worst"]
    return table(head, lines)


def _sum(times: dict[str, list[float | None]]) -> float | None:
    """All of a page's questions together: the median over the passes."""
    passes = list(zip(*times.values(), strict=True))
    return middle([None if None in one else sum(one) for one in passes])


def by_question(cube: dict, rows: dict) -> Iterator[str]:
    """Each question of each page, the slowest first; then how many are within the aim."""
    found: dict[str, dict[str, list[float | None]]] = {}
    for engine, way, key in ((cube, "new", "new"), (cube, "again", "again"), (rows, "new", "rows")):
        for own in engine["pages"].values():
            for one in own.values():
                for label, times in one[way].items():
                    found.setdefault(label, {}).setdefault(key, []).append(middle(times))
    order = sorted(found.items(), key=lambda item: (-(median_of(item[1]["again"]) or 1e9), item[0]))
    lines = [
        [label, ms(median_of(own["new"])), ms(worst(own["new"])), ms(median_of(own["again"])), ms(worst(own["again"])),
         ms(median_of(own["rows"])) if "rows" in own else "–"]
        for label, own in order
    ]  # fmt: skip
    yield table(["question", "new selection", "worst", "again", "worst", "without the cube, new"], lines)
    for key, word in (("new", "asked under a new selection"), ("again", "asked again")):
        within = sum((median_of(own[key]) or 1e9) <= AIM_MS for own in found.values())
        yield f"{within} of {len(found)} questions take {AIM_MS} ms or less, {word}.\n"


def of_cube(size: dict[str, tuple[int, int]], rolled_up: set[str], seconds: float) -> str:
    """The cube: its roll-ups, its other tables together."""
    lines = [[name, f"{rows:,}", f"{count / 1e6:.2f}"] for name, (rows, count) in size.items() if name in rolled_up]
    rest = [own for name, own in size.items() if name not in rolled_up and name != "work_facts"]
    lines.append(["what its numbers stand for", f"{sum(r for r, _ in rest):,}", f"{sum(b for _, b in rest) / 1e6:.2f}"])
    cells = sum(rows for name, (rows, _) in size.items() if name != "work_facts")
    total = sum(count for name, (_, count) in size.items() if name != "work_facts")
    lines.append(["all that is held in memory", f"{cells:,}", f"{total / 1e6:.2f}"])
    facts = size.get("work_facts", (0, 0))
    lines.append(["the sorted rows, in files", f"{facts[0]:,}", f"{facts[1] / 1e6:.2f}"])
    return table(["cube", "rows", "MB"], lines) + f"\nBuilt in {seconds:.1f} s.\n"


def of_memory(measured: dict[str, dict]) -> str:
    """What each engine holds, and how long until it can answer."""
    lines = [
        [NAMES[name], own["keeps"], f"{own['ready_s']:.1f}", f"{own['held_mb'] - own['before_mb']:,}",
         f"{own['peak_mb']:,}"]
        for name, own in measured.items()
    ]  # fmt: skip
    return table(["engine", "keeps in memory", "seconds until ready", "MB held when ready", "MB at most"], lines)
