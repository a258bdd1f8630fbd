"""The messages that readers see, found in the code: the first arguments of `say(…)`, `say.many(…)` and
`store.words()(…)`.

Read from the syntax tree, for a message inside an f-string is a message too. `python -m tests.messages` lists what
`es.po` lacks and what nothing says any more.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from analytics.checks.rules import RULES
from analytics.importing.reasons import REASONS
from analytics.sql_panel.documented import views
from analytics.wording import catalogue
from tests.country import PROJECT

SPEAKERS = ("say", "self")  # `self` speaks in wording.py only


def _speaks(call: ast.Call, path: Path) -> int:
    """How many of a call's first arguments are messages."""
    function = call.func
    speakers = SPEAKERS if path.name == "wording.py" else SPEAKERS[:1]
    if isinstance(function, ast.Name) and function.id in speakers:
        return 1
    if isinstance(function, ast.Call) and isinstance(function.func, ast.Attribute) and function.func.attr == "words":
        return 1  # store.words()("…")
    is_many = isinstance(function, ast.Attribute) and function.attr == "many" and isinstance(function.value, ast.Name)
    return 2 if is_many and function.value.id in speakers else 0


def _spoken() -> Iterator[tuple[str, list[ast.expr]]]:
    """Where a message is said, and its first arguments."""
    for path in sorted(
        [*(PROJECT / "analytics").rglob("*.py"), *(PROJECT / "pages").rglob("*.py"), PROJECT / "app.py"]
    ):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (count := _speaks(node, path)):
                yield f"{path.relative_to(PROJECT).as_posix()}:{node.lineno}", node.args[:count]


def _is_written_out(arguments: list[ast.expr]) -> bool:
    return all(isinstance(a, ast.Constant) and isinstance(a.value, str) for a in arguments)


def messages() -> dict[tuple[str, ...], str]:
    """Each message (one, or one and many) and the file and line that first says it."""
    found: dict[tuple[str, ...], str] = {}
    for where, arguments in _spoken():
        if _is_written_out(arguments):
            found.setdefault(tuple(a.value for a in arguments), where)
    for rule in RULES.values():  # said by `say.written`
        for text in filter(None, (rule.message, rule.advice)):
            found.setdefault((text,), f"analytics/checks/rules.py ({rule.id})")
    for text in REASONS:  # said by `say.written`
        found.setdefault((text,), "analytics/importing/reasons.py")
    for view in views():  # said by `say.written`
        found.setdefault((view.grain,), f"analytics/schema.py ({view.name})")
    return found


def vague() -> list[str]:
    """Where a message is put together from parts or taken from a name: nobody could translate it."""
    return [where for where, arguments in _spoken() if not _is_written_out(arguments)]


if __name__ == "__main__":
    known = catalogue("es")
    for forms, where in messages().items():
        if not known.get(forms[0]):
            print("missing", where, forms)
    for message in known.keys() - {forms[0] for forms in messages()}:
        print("unused ", message)
    for where in vague():
        print("vague  ", where)
