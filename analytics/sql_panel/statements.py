"""What a statement is, read from DuckDB's own tree of it: whether it only reads, and only the documented tables.

The limits of the process hold whatever slips through; this is here so that a refusal is told in plain words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 100_000  # letters of a statement
READS = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
ROW_MAKERS = {"range", "generate_series", "unnest"}
# what tells of the machine instead of the data
OF_THE_MACHINE = {"getenv", "current_setting", "getvariable", "which_secret", "nextval", "currval", "write_log"}


@dataclass(frozen=True)
class Refusal:
    """Why there is no answer: a code that `wording.refusal_sentence` puts in words, and what it is about."""

    code: str
    about: str = ""
    line: int = 0  # where in the statement, counted from one; 0: not known
    column: int = 0


def _nodes(tree: object) -> Iterator[dict]:
    """Every node of the tree, without recursion: a statement may be nested deeper than Python goes."""
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)


def own_tables(tree: object) -> set[str]:
    """The names that the statement gives to tables of its own (`with name as …`)."""
    maps = [node["map"] for node in _nodes(tree) if isinstance(node.get("map"), list)]
    named = {entry["key"].lower() for entries in maps for entry in entries if isinstance(entry.get("key"), str)}
    return named | {node["cte_name"].lower() for node in _nodes(tree) if isinstance(node.get("cte_name"), str)}


def refusal(tree: dict, tables: set[str]) -> Refusal | None:
    """Why the statement is refused; None where it only reads the tables given."""
    if len(tree.get("statements", ())) != 1:
        return Refusal("not_one_select")
    known = tables | own_tables(tree)
    for node in _nodes(tree):
        if found := _refused(node, known):
            return found
    return None


def _refused(node: dict, known: set[str]) -> Refusal | None:
    kind = node.get("type")
    if not isinstance(kind, str):
        return None
    if kind.endswith("_NODE") and kind not in READS:
        return Refusal("changes_data")
    if kind == "BASE_TABLE":
        schema = node.get("schema_name") or node.get("catalog_name")
        if schema or node["table_name"].lower() not in known:
            return Refusal("table_unknown", f"{schema}.{node['table_name']}" if schema else node["table_name"])
    if kind == "SHOW_REF" and not node.get("query"):
        return Refusal("not_one_select")
    if kind == "TABLE_FUNCTION":
        name = str(node["function"].get("function_name", "")).lower()
        return None if name in ROW_MAKERS else Refusal("function_refused", name)
    if kind == "FUNCTION" and str(node.get("function_name", "")).lower() in OF_THE_MACHINE:
        return Refusal("function_refused", node["function_name"])
    return None


def used_tables(tree: dict, tables: set[str]) -> set[str]:
    """Those of the tables given that the statement reads."""
    return {node["table_name"].lower() for node in _nodes(tree) if node.get("type") == "BASE_TABLE"} & tables
