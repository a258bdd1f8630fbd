"""The command of the illustrative portfolio: sample."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from analytics.sample.publishing import SEED, publish_load, publish_sample


def add_to(commands: argparse._SubParsersAction) -> None:
    """Adds the command to the parser of `python -m analytics`."""
    command = commands.add_parser("sample", help=make_sample.__doc__)
    command.add_argument("--seed", type=int, default=SEED, help="the same seed gives the same rows")
    command.add_argument("--activities", type=int, help="a load of so many activities instead, to measure with")
    command.add_argument("--out", type=Path, help="another folder to publish it in; without it `?data=sample` shows it")
    command.set_defaults(run=make_sample)


def make_sample(options: argparse.Namespace) -> int:
    """Makes the illustrative portfolio: an invented programme, to try and to teach with."""
    if options.activities is not None:
        snapshot = publish_load(
            options.activities, options.seed, options.out, lambda line: print(line, file=sys.stderr)
        )
    else:
        snapshot = publish_sample(options.seed, options.out)
    rows = sum(file["rows"] or 0 for file in snapshot.manifest["files"].values())
    print(f"Illustrative: snapshot {snapshot.id}, seed {options.seed}, {rows:,} rows.")
    return 0
