"""The command `sql`: one read-only statement from a shell, under the limits of the page.

Exit status 0: answered; 2: refused, or ended by a limit.
"""

from __future__ import annotations

import argparse
import sys

from analytics.errors import QuestionError
from analytics.exports.text import as_csv, as_json, as_table
from analytics.opening import published
from analytics.sql_panel.panel import answer
from analytics.sql_panel.wording import refusal_sentence, rows_sentence
from analytics.wording import Words

FORMATS = {"table": as_table, "json": as_json, "csv": as_csv}


def add_to(commands: argparse._SubParsersAction) -> None:
    """Adds the command to the parser of `python -m analytics`."""
    command = commands.add_parser("sql", help=ask_in_sql.__doc__)
    command.add_argument(
        "statement", help="one select over the tables that data/README.md names; -: the standard input"
    )
    command.add_argument("--workspace", help="a workspace of imported data instead of the record")
    command.add_argument("--format", choices=FORMATS, default="table")
    command.set_defaults(run=ask_in_sql)


def ask_in_sql(options: argparse.Namespace) -> int:
    """Answers one read-only statement in SQL."""
    statement = sys.stdin.read() if options.statement == "-" else options.statement
    found, say = answer(published(options.workspace), statement, "analyst"), Words()
    if found.refusal:
        raise QuestionError(refusal_sentence(found.refusal, say))
    if found.cut:
        print(rows_sentence(found, say), file=sys.stderr)
    print(FORMATS[options.format](found.frame).rstrip("\n"))
    return 0
