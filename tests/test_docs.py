"""The documents are true: what they name exists, and what they promise to do can be called."""

import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from analytics.__main__ import _parser
from analytics.checks import written
from analytics.checks.rules import RULES, SEVERITIES
from analytics.schema import TABLES
from analytics.schema_imported import IMPORTED
from pages.shared import api
from tests.country import PROJECT

README = (PROJECT / "README.md").read_text(encoding="utf-8")
DICTIONARY = (PROJECT / "data" / "README.md").read_text(encoding="utf-8")
PAGES = [README, DICTIONARY, *(p.read_text(encoding="utf-8") for p in (PROJECT / "docs").glob("*.md"))]


def test_the_two_commands_are_targets_of_make():
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z-]+)", README))
    assert {"run", "test"} <= named <= targets


def test_the_first_screen_has_a_picture_a_sentence_and_the_two_commands():
    first = README.split("## ")[0]
    assert "docs/overview.png" in first
    assert first.count("make run") == 2  # the command, and the same on another port
    assert first.count("make test") == 1


def test_every_linked_file_is_there():
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    for link in links:
        assert (PROJECT / link).exists(), link


@pytest.mark.parametrize("command", sorted(set(re.findall(r"python -m analytics ([a-z-]+)", "\n".join(PAGES)))))
def test_every_command_that_is_named_can_be_called(command):
    choices = next(action.choices for action in _parser()._actions if action.choices)
    assert command in choices


def test_the_dictionary_names_every_table_and_column():
    for name, table in (TABLES | IMPORTED).items():
        section = re.search(rf"- \*\*{name}\*\*: .*?(?=\n- \*\*|\n\n|\Z)", DICTIONARY, re.DOTALL)
        assert section, name
        words = set(re.findall(r"[a-z0-9_]+", section[0]))
        assert set(table.columns) <= words, (name, set(table.columns) - words)


def test_the_page_of_rules_is_the_table_of_rules():
    assert (PROJECT / "docs" / "rules.md").read_text(encoding="utf-8") == written.page()


@pytest.mark.parametrize("page", ["README.md", "docs/api.md"])
def test_the_python_that_is_shown_runs_and_answers(page, published_home, monkeypatch):
    monkeypatch.setenv("TEJIDO_DATA", str(published_home))
    shown = re.findall(r"```python\n(.*?)```", (PROJECT / page).read_text(encoding="utf-8"), re.DOTALL)
    assert shown
    for block in shown:
        names = {}
        exec(block, names)
        for line in block.splitlines():
            if line.startswith("ws."):
                assert len(eval(line, names)) > 0, line
        names["ws"].close()


def test_the_addresses_that_are_shown_are_answered(published_home, monkeypatch):
    monkeypatch.setenv("TEJIDO_DATA", str(published_home))
    shown = re.findall(
        r"curl 'http://127.0.0.1:8501(/[^']+)'", (PROJECT / "docs" / "api.md").read_text(encoding="utf-8")
    )
    assert len(shown) > 3
    with TestClient(Starlette(routes=api.routes()), base_url="http://127.0.0.1:8501") as client:
        for address in [*shown, "/api/v1/", "/api/v1/boundaries", "/api/v1/openapi.json"]:
            assert client.get(address).status_code == 200, address


def test_every_rule_says_what_to_do_where_it_blocks():
    for rule in RULES.values():
        assert rule.severity in SEVERITIES
        assert rule.advice or rule.severity != "error", rule.id


def test_the_pictures_and_notes_name_no_machine():
    for page in PAGES:
        assert not re.search(r"/(?:root|work|home)/", page)
