"""The command for boundaries: a file in, what is there, one away.

Exit status 0: done; 1: errors were found and nothing was published; 2: wrong use.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from analytics import boundary_sets
from analytics.bounding.chosen import Chosen
from analytics.bounding.download import SOURCES, address_of, fetch
from analytics.bounding.taking import Understood, publish, understand
from analytics.checks import countries
from analytics.checks.rules import RULES, SEVERITIES
from analytics.errors import UseError
from analytics.readers.limits import SHELL

SHOWN = 20  # findings of one rule, as text; the JSON holds them all
PLURALS = {"country": "country outline", "department": "departments", "municipality": "municipalities"}


def add_to(commands: argparse._SubParsersAction) -> None:
    """Adds the command to the parser of `python -m analytics`."""
    command = commands.add_parser("boundaries", help=boundaries.__doc__)
    what = command.add_mutually_exclusive_group(required=True)
    what.add_argument("file", nargs="?", type=Path, metavar="FILE",
                      help="GeoJSON, TopoJSON, GeoPackage, GeoParquet, shapefile, or a zip of one")  # fmt: skip
    what.add_argument("--list", action="store_true", help="the boundaries that are there")
    what.add_argument("--download", action="store_true", help="fetches a file first, where there is internet")
    what.add_argument("--remove", metavar="ID", help="takes boundaries away")
    command.add_argument("--source", choices=SOURCES, default="geoboundaries", help="with --download: the service")
    command.add_argument("--address", metavar="URL", help="with --download: any file, or a service's answer")
    command.add_argument("--level", choices=boundary_sets.LEVELS)
    command.add_argument("--layer", help="where the file holds several")
    command.add_argument("--country", metavar="CO", type=str.upper, help="two letters; without it, where they lie")
    command.add_argument("--code-column", metavar="NAME", help="DPTO_CCDGO+MPIO_CCDGO where two make the code")
    command.add_argument("--name-column", metavar="NAME")
    command.add_argument("--parent-column", metavar="NAME", help="the column with the codes of the divisions above")
    command.add_argument("--crs", metavar="EPSG:9377", help="where the file does not say what its coordinates are")
    command.add_argument("--leave-out", action="append", default=[], metavar="CODE", help="a feature that stays out")
    command.add_argument("--credit", default="", help="who made them; stands under every map")
    command.add_argument("--vintage", default="", help="of which year they are")
    command.add_argument("--licence", default="")
    command.add_argument("--dry-run", action="store_true", help="read and check, publish nothing")
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.set_defaults(run=boundaries)


def boundaries(options: argparse.Namespace) -> int:
    """Brings official boundaries in, lists them, takes them away."""
    if options.list:
        return _list(options.format)
    if options.remove:
        boundary_sets.remove(options.remove)
        print(f"Removed {options.remove}.")
        return 0
    if options.country and not countries.by_code(options.country):
        raise UseError(f"There is no country {options.country}.")
    if options.download:
        return _download(options)
    if options.address:
        raise UseError("--address goes with --download.")
    if not options.file.is_file():
        raise UseError(f"There is no file {options.file}.")
    return take(options.file, options.file.name, options)


def _download(options: argparse.Namespace) -> int:
    address = options.address or address_of(options.source, options.country, options.level)
    print(f"Fetching {address} …", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="tejido-boundaries-") as folder:
        fetched = fetch(address, Path(folder))
        for said in ("credit", "vintage", "licence"):
            setattr(options, said, getattr(options, said) or getattr(fetched, said))
        return take(fetched.path, fetched.name, options)


def take(path: Path, name: str, options: argparse.Namespace) -> int:
    """Reads, tells and, where nothing stands against it, publishes a file."""
    country = options.country and countries.by_code(options.country)
    chosen = Chosen(
        options.level, options.layer, country, options.code_column, options.name_column, options.parent_column,
        options.crs, tuple(options.leave_out),
    )  # fmt: skip
    understood = understand(path, name, chosen, SHELL)
    published = None
    if understood.is_ready and not options.dry_run:
        published = publish(understood, options.credit, options.vintage, options.licence)
    print(as_json(understood, published) if options.format == "json" else as_text(understood, published))
    asks = {"boundary_layers", "boundary_layer_unknown", "boundary_level_unknown", "boundary_column_missing"}
    errors = understood.of("error")
    return 2 if errors and {finding.rule for finding in errors} <= asks else 1 if errors else 0


def summary(understood: Understood) -> dict:
    """The counts that a person asks for first."""
    codes = {level: len(held["codes"]) for level, held in understood.levels.items()}

    def of(rule: str) -> int:
        return sum(finding.count for finding in understood.by(rule))

    missing = [[f.value, dict(f.values)["name"]] for f in understood.by("boundary_missing")]
    return understood.about | {
        "made": codes, "missing": missing, "extra": [f.value for f in understood.by("boundary_code_unknown")],
        "invalid": 0 if understood.levels else None, "repaired": of("boundary_repaired"),
        "overlaps": of("boundary_overlap") + of("boundary_overlap_large"), "gaps": of("boundary_gaps"),
    }  # fmt: skip


def as_json(understood: Understood, published: str | None) -> str:
    found = [
        {"severity": RULES[f.rule].severity, "rule": f.rule, "feature": f.row, "value": f.value, "count": f.count,
         "message": _message(f)}
        for f in understood.findings
    ]  # fmt: skip
    told = {"file": understood.name, "published": published, **summary(understood), "findings": found}
    return json.dumps(told, ensure_ascii=False, indent=1)


def as_text(understood: Understood, published: str | None) -> str:
    """What was understood, found and made, as a person reads it in a shell."""
    about, lines = understood.about, []
    if about:
        said = summary(understood)
        lines = [
            f"{understood.name}: {about['format']}, layer {about['layer']}, {about['features']:,} features",
            f"  {about['level']} of {about['country']}; code {about['code_column'] or '(none)'},"
            f" name {about['name_column'] or '(none)'}, above {about['parent_column'] or '(none)'}",
            "  " + ", ".join(f"{n:,} {PLURALS[level]}" for level, n in said["made"].items()),
            f"  {len(said['missing'])} without polygon, {len(said['extra'])} unknown, {said['invalid'] or 0} invalid"
            f" ({said['repaired']} repaired),"
            f" {said['overlaps']} overlaps, {said['gaps']} gaps",
        ]  # fmt: skip
        if not said["made"]:
            del lines[2]
    for severity in SEVERITIES:
        for rule in dict.fromkeys(f.rule for f in understood.of(severity)):
            found = understood.by(rule)
            lines += [f"{severity.capitalize()}: {_where(f)}{_message(f)}" for f in found[:SHOWN]]
            if len(found) > SHOWN:
                lines.append(f"  … and {len(found) - SHOWN:,} more of {rule}")
            if RULES[rule].advice:
                lines.append(f"  {RULES[rule].advice}")
    ending = f"Published as {published}." if published else "Nothing was published."
    return "\n".join([*lines, ending])


def _where(finding: object) -> str:
    parts = [f"feature {finding.row}" if finding.row else "", finding.value or ""]
    return ", ".join(filter(None, parts)) + (": " if any(parts) else "")


def _message(finding: object) -> str:
    values = dict(finding.values) | {"value": finding.value or "", "column": finding.column or ""}
    counted = f" ({finding.count:,})" if finding.count > 1 else ""
    return RULES[finding.rule].message.format(**values) + counted


def _list(form: str) -> int:
    sets = boundary_sets.stored()
    if form == "json":
        kept = ("id", "country", "level", "current", "credit", "vintage", "licence", "source", "imported_at", "missing")
        print(json.dumps([{key: one[key] for key in kept} for one in sets], ensure_ascii=False, indent=1))
        return 0
    for one in sets:
        counts = ", ".join(f"{len(held['codes']):,} {PLURALS[level]}" for level, held in one["levels"].items())
        used = f"in use: {', '.join(one['current'])}" if one["current"] else "not in use"
        print(f"{one['id']}  {one['imported_at'][:16]}  {counts}; {used}")
        print(f"    {one['credit']} {one['vintage']}".rstrip())
    for fault in boundary_sets.faults():
        print(f"Warning: {fault}.")
    if not sets:
        print("There are none; maps draw our own departments and circles.")
    return 0
