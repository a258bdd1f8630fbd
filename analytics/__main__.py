"""The command line: build, seal, check-sources, questions, ask, sql; imports (import, …); boundaries; sample.

Exit status 0: done; 1: something in the data or on the disk is at fault; 2: wrong use.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from dataclasses import fields
from pathlib import Path

from analytics import choices
from analytics.asking import Question, all_questions, find_question, takes_many
from analytics.booklets import commands as booklets
from analytics.bounding import commands as bounding
from analytics.errors import QuestionError, TejidoError, UseError
from analytics.exports.text import as_csv, as_json, as_table
from analytics.illustrative import SENTENCE, marked_rows
from analytics.importing import commands as importing
from analytics.opening import published
from analytics.paths import snapshots_folder, tables_folders
from analytics.places import place_index
from analytics.sample import commands as sampling
from analytics.schema import STATEMENTS
from analytics.seal import write_seal
from analytics.selection import LANGUAGES, Reader, Selection
from analytics.snapshots import is_up_to_date, publish
from analytics.sources import check_sources
from analytics.sql_panel import commands as sql_panel
from analytics.staging import ROLES
from analytics.warehouse import Warehouse, question_sql

BOUND_AS = {f.name: "period_to" if f.name == "period" else f"{f.name}s" for f in fields(Selection)}
CHOICES = {"statement_kinds": STATEMENTS}
FORMATS = {"table": as_table, "json": as_json, "csv": as_csv}


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def build(options: argparse.Namespace) -> int:
    """Makes a snapshot from the tables and publishes it."""
    if options.if_needed and is_up_to_date(tables_folders(), snapshots_folder()):
        return 0
    snapshot = publish(tables_folders(), snapshots_folder(), _say)
    rows = sum(file["rows"] or 0 for file in snapshot.manifest["files"].values())
    print(f"Snapshot {snapshot.id}: {len(snapshot.manifest['roles']['analyst'])} tables, {rows:,} rows.")
    return 0


def seal(_: argparse.Namespace) -> int:
    """Records the tables as they stand now, after a deliberate correction."""
    print(f"Sealed: {write_seal(tables_folders()).name}")
    return 0


def check(options: argparse.Namespace) -> int:
    """Compares every published row with the documents."""
    report = check_sources(options.folder, tables_folders())
    for finding in report.findings:
        print(f"{finding.where}: {finding.what}")
    print(f"{report.rows} rows compared with the documents; {len(report.findings)} disagree.")
    return 1 if report.findings else 0


def list_questions(_: argparse.Namespace) -> int:
    """Lists the questions with their parameters."""
    for name, question in all_questions().items():
        wanted = question_sql(name)[1]
        keys = [name for name, bound in BOUND_AS.items() if bound in wanted]
        own = [f"{key} (needed)" if p.default is p.empty else key for key, p in question.own.items()]
        print(f"{name}\n    {question.grain}\n    --{' --'.join([*own, *keys, 'lang', 'role'])}")
    return 0


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0 to 999999999")
    return int(text)


def _ask_parser(question: Question) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m analytics ask {question.name}", description=question.grain)
    for f in fields(Selection):
        many = 2 if f.name == "period" else "+"
        hint = ("FIRST", "LAST") if f.name == "period" else "CODE"
        parser.add_argument(f"--{f.name}", nargs=many, metavar=hint, action=None if many == 2 else "extend")
    for name, parameter in question.own.items():
        is_needed = parameter.default is parameter.empty
        names = {f"--{name}", f"--{name.replace('_', '-')}"}
        many = "+" if takes_many(parameter) else None
        kind = _whole if str(parameter.annotation) == "int" else str
        parser.add_argument(
            *sorted(names), dest=name, required=is_needed, nargs=many, type=kind, choices=CHOICES.get(name)
        )
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    parser.add_argument("--role", choices=ROLES, default="analyst")
    parser.add_argument("--workspace", help="a workspace of imported data instead of the record")
    parser.add_argument("--format", choices=FORMATS, default="table")
    return parser


def ask(options: argparse.Namespace) -> int:
    """Answers one question."""
    question = find_question(options.name)
    given = vars(_ask_parser(question).parse_args(options.rest))
    own = {name: tuple(v) if isinstance(v := given[name], list) else v for name in question.own if given[name]}
    selection = Selection.of(given)
    reader = Reader(given["role"], given["lang"])
    with Warehouse(published(given["workspace"])) as warehouse:
        for fault in warehouse.snapshot.faults:
            _say(f"Warning: {fault}. Answered from {warehouse.snapshot.id}.")
        places = {"place": (*selection.place, own["place_id"])} if "place_id" in own else {}
        options, index = (q(warehouse, Selection(), reader) for q in (choices.filter_options, place_index))
        _, unknown = choices.known_part(Selection.of(selection.active() | places), options, index)
        for name, codes in unknown.items():
            raise QuestionError(f"--{name}: the data does not know {', '.join(codes)}.")
        frame = question.ask(warehouse, selection, reader, **own)
        is_illustrative = warehouse.snapshot.is_illustrative
    if strange := sorted({*own.get("references", ())} - {*frame.get("reference", ())}):
        raise QuestionError(f"--references: the data does not know {', '.join(strange)}.")
    if is_illustrative:
        _say(SENTENCE)
        frame = marked_rows(frame)
    print(FORMATS[given["format"]](frame).rstrip("\n"))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analytics", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("build", help=build.__doc__)
    command.add_argument(
        "--if-needed", action="store_true", help="do nothing where the snapshot is whole and up to date"
    )
    command.set_defaults(run=build)
    commands.add_parser("seal", help=seal.__doc__).set_defaults(run=seal)
    command = commands.add_parser("check-sources", help=check.__doc__)
    command.add_argument("folder", type=Path, help="the folder that holds the source documents")
    command.set_defaults(run=check)
    commands.add_parser("questions", help=list_questions.__doc__).set_defaults(run=list_questions)
    command = commands.add_parser("ask", help=ask.__doc__, epilog="`ask NAME --help` tells what NAME takes.")
    command.add_argument("name", help="a question: `questions` lists them")
    command.add_argument("rest", nargs=argparse.REMAINDER, help="its filters and its own parameters")
    command.set_defaults(run=ask)
    sql_panel.add_to(commands)
    importing.add_to(commands)
    bounding.add_to(commands)
    sampling.add_to(commands)
    booklets.add_to(commands)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns the exit status."""
    try:
        options = _parser().parse_args(arguments)
        status = options.run(options)
        sys.stdout.flush()  # so that a reader who left is met here, not when the interpreter ends
        return status
    except (QuestionError, UseError) as error:
        _say(f"Error: {error}")
        return 2
    except TejidoError as error:
        _say(f"Error: {error}")
        return 1
    except BrokenPipeError:  # the reader of a pipe, such as `head`, left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
