"""The table of rules as a page of the documentation: `python -m analytics.checks.written > docs/rules.md`."""

from __future__ import annotations

from analytics.checks.rules import RULES, SEVERITIES

HEAD = """# What is found in files, and what follows

Written from `analytics/checks/rules.py` by `python -m analytics.checks.written`.

An **error** blocks publication until the cell is corrected in the file, its row is left out by name
(`--leave-out FILE:ROW`) or, where the last column says so, every error of the rule is accepted (`--accept RULE`): the
cell then counts as not stated and the row is kept. A **warning** does not block. A **correction** says what was read
otherwise than it is written, and how often. A **note** says what was understood.
"""

TOP = ("| rule | what it says | what to do | can be accepted |", "|---|---|---|---|")


def page() -> str:
    """The page as Markdown."""
    parts = [HEAD]
    for severity in SEVERITIES:
        rows = [
            f"| `{rule.id}` | {_cell(rule.message)} | {_cell(rule.advice)} | {'yes' if rule.can_accept else ''} |"
            for rule in RULES.values()
            if rule.severity == severity
        ]
        parts.append("\n".join([f"## {severity.capitalize()}s", "", *TOP, *rows, ""]))
    return "\n".join(parts).rstrip("\n") + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    print(page(), end="")
