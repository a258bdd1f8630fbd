"""Issues and the work on them, as the question of its name."""

from __future__ import annotations

import numpy as np

from analytics.arrays.chosen import Chosen
from analytics.arrays.held import Held, standing
from analytics.arrays.saying import Columns, answers, column, taken, words
from analytics.arrays.work import chosen_issues, chosen_programmes


@standing
def links_of_types(held: Held) -> dict[str, list[int]]:
    """The rows of `issue_links` by the type of issue, in the order of their codes."""
    table, found = held["issue_links"], {}
    for row in np.argsort(table.codes("link_id"), kind="stable").tolist():
        found.setdefault(table["issue_type_id"][row], []).append(row)
    return found


@answers
def issue_answers(chosen: Chosen) -> Columns:
    held, rows = chosen.held, chosen_issues(chosen)
    issues, types, links = held["issues"], held["issue_types"], held["issue_links"]
    named: dict[str, tuple[set[str], list[str]]] = {}
    columns = (issues[name][rows].tolist() for name in ("issue_type_id", "relation", "place_id", "issue_id"))
    for kind, relation, place, issue in zip(*columns, strict=True):
        lists, resting = named.setdefault(kind, (set(), []))
        lists |= {place} if relation == "listed" and place is not None else set()
        resting.append(issue)
    names = dict(zip(types["issue_type_id"].tolist(), words(types, "name", chosen).tolist(), strict=True))
    programme = held.refers("issue_links", "programme_id", "programmes")
    passing = np.append(chosen_programmes(chosen), False)[programme]
    found: list[tuple[int, str, str, int]] = []
    for kind in (kind for kind in named if kind in names):
        own = [row for row in links_of_types(held).get(kind, []) if passing[row]]
        found += [(-len(named[kind][0]), names[kind], kind, row) for row in own or [-1]]
    found.sort(key=lambda one: one[:3])  # those of one type are in the order of their links
    link = np.array([row for *_, row in found], dtype=np.int64)
    evidence = {kind: " ".join(f"issues:{one}" for one in sorted(resting)) for kind, (_, resting) in named.items()}
    refs = taken(links["link_id"], link).tolist()
    component = np.append(held.refers("issue_links", "component_id", "components"), -1)[link]
    return {
        "issue_type_id": column(kind for _, _, kind, _ in found),
        "issue_name": column(name for _, name, _, _ in found),
        "lists": np.array([-lists for lists, *_ in found], dtype=np.int64),
        "programme_id": taken(links["programme_id"], link),
        "programme_name": taken(words(held["programmes"], "short_name", chosen), np.append(programme, -1)[link]),
        "component_id": taken(links["component_id"], link),
        "component_name": taken(words(held["components"], "name", chosen), component),
        "basis": taken(links["basis"], link),
        "note": taken(words(links, "note", chosen), link),
        "evidence": column(
            evidence[kind] + (f" issue_links:{ref}" if ref is not None else "")
            for (_, _, kind, _), ref in zip(found, refs, strict=True)
        ),
    }
