"""Every reason that a reader gives is of the table of reasons, and so is said in Spanish too."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from analytics.importing.naming import told
from analytics.importing.reasons import REASONS, in_words, known
from analytics.wording import Words, catalogue
from tests.country import PROJECT
from tests.importing import read, written

GIVERS = {"refused", "turned_away", "unreadable", "_refused", "RefusedXml", "_not_a_table"}


def _texts(node: ast.expr) -> Iterator[str]:
    """What an expression can say, a word for each of its open places."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "7" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))


def _given() -> Iterator[tuple[str, str]]:
    """Where a reader gives a reason, and the reason."""
    for path in sorted((PROJECT / "analytics" / "readers").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            said = [node.args[0]] if name in GIVERS and node.args else []
            said += [keyword.value for keyword in node.keywords if keyword.arg == "reason"]
            if name == "Finding":
                pairs = [pair for keyword in node.keywords for pair in ast.walk(keyword.value)
                         if isinstance(pair, ast.Tuple) and len(pair.elts) == 2]  # fmt: skip
                said += [
                    p.elts[1] for p in pairs if isinstance(p.elts[0], ast.Constant) and p.elts[0].value == "reason"
                ]
            for text in (text for each in said for text in _texts(each)):
                yield f"{path.name}:{node.lineno}", text


def test_every_reason_of_a_reader_is_of_the_table():
    given = list(_given())
    assert len(given) > 50
    assert not [(where, text) for where, text in given if known(text) is None and text != "it is 7"]


@pytest.mark.parametrize("text", REASONS)
def test_every_reason_has_its_spanish(text):
    assert catalogue("es").get(text), text


def test_a_reason_keeps_what_differs_from_file_to_file():
    say = Words("es")
    assert in_words("it has 2,001 columns, and 2,000 are the most", say) == "tiene 2,001 columnas y se admiten 2,000"
    assert in_words("something that nobody wrote", say) == "something that nobody wrote"


def test_a_refusal_is_read_in_spanish(tmp_path):
    draft = read(written(tmp_path, "<!DOCTYPE html><html></html>", "datos.csv"))
    message, advice = told(draft.errors[0], Words("es"))
    assert message == "El contenido es una página web, no texto delimitado."
    assert "Save" not in advice
