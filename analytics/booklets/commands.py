"""The command `booklet`: worksheets for groups without a computer, and booklets as PDF.

Exit status 0: done; 1: a booklet cannot be read or written, or may not be printed; 2: wrong use.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from analytics.booklets.cautions import cautions
from analytics.booklets.library import Library
from analytics.booklets.model import Booklet
from analytics.booklets.printing import FORMS, as_pdf
from analytics.booklets.starting import chosen, listed
from analytics.booklets.wording import caution_line
from analytics.errors import DataError, SnapshotError
from analytics.opening import published
from analytics.selection import LANGUAGES
from analytics.warehouse import Warehouse
from analytics.wording import Words


def add_to(commands: argparse._SubParsersAction) -> None:
    """Adds the command to the parser of `python -m analytics`."""
    booklet = commands.add_parser("booklet", help="prevention booklets: worksheets, booklets as PDF, what there is")
    kinds = booklet.add_subparsers(dest="kind", required=True)
    one = kinds.add_parser("worksheet", help=worksheet.__doc__)
    one.add_argument("--place", required=True, help="the code of the municipality, such as 13248")
    one.add_argument("--issue", required=True, help="exactly one issue of its list, such as sexual_violence")
    _printed(one, "the PDF to write")
    one.set_defaults(run=worksheet)
    every = kinds.add_parser("worksheets", help=worksheets.__doc__)
    _printed(every, "the folder to write to")
    every.set_defaults(run=worksheets)
    printed = kinds.add_parser("pdf", help=print_booklet.__doc__)
    printed.add_argument("booklet", help="its name, as `booklet list` says it")
    printed.add_argument("--form", choices=FORMS, default="fold")
    printed.add_argument("--out", type=Path, required=True)
    printed.set_defaults(run=print_booklet)
    kinds.add_parser("list", help=list_booklets.__doc__).set_defaults(run=list_booklets)


def _printed(command: argparse.ArgumentParser, out: str) -> None:
    command.add_argument("--lang", choices=LANGUAGES, default="es")
    command.add_argument("--form", choices=FORMS, default="fold", help="fold: A5 on sheets of A4 (both sides)")
    command.add_argument("--workspace", help="a workspace instead of the published record")
    command.add_argument("--out", type=Path, required=True, help=out)


def _opened(workspace: str | None) -> Warehouse:
    return Warehouse(published(workspace))


def worksheet(options: argparse.Namespace) -> int:
    """Writes a blank worksheet about one issue of a place's list."""
    with _opened(options.workspace) as warehouse:
        begun = chosen(listed(warehouse), options.place, options.issue).begun("blank", options.lang)
    _write(options.out, as_pdf(begun, options.form, Words(options.lang)))
    print(f"{options.out.name}: {begun.place_name}, {begun.issue_name[options.lang]}")
    return 0


def worksheets(options: argparse.Namespace) -> int:
    """Writes a blank worksheet for every issue of every list: the group of a place takes exactly one of them."""
    with _opened(options.workspace) as warehouse:
        found = listed(warehouse)
    for one in found:
        name = f"{one.place_id}-{one.issue_type_id.replace('_', '-')}-{options.lang}.pdf"
        _write(options.out / name, as_pdf(one.begun("blank", options.lang), options.form, Words(options.lang)))
    places = len({one.place_id for one in found})
    print(f"{options.out.name}: {len(found)} worksheets for {places} municipalities")
    return 0


def print_booklet(options: argparse.Namespace) -> int:
    """Writes a booklet as PDF, once its consent and safety check are recorded; a draft is marked as one."""
    kept = Library.of_data_folder().open(options.booklet)
    say = Words(kept.lang)
    for one in cautions(kept):
        print(caution_line(one, say))
    if not kept.may_be_printed:
        raise DataError(f"{kept.booklet_id} is not printed: its consent or its safety check is not recorded.")
    _write(options.out, as_pdf(kept, options.form, say))
    print(f"{options.out.name}: {kept.place_name}, {kept.issue_name[kept.lang]}, {_state(kept)}")
    return 0


def list_booklets(options: argparse.Namespace) -> int:
    """Lists the booklets of the data folder."""
    for one in Library.of_data_folder().all():
        print(f"{one.booklet_id}  {one.place_name}  {one.issue_name[one.lang]}  {one.lang}  {_state(one)}")
    return 0


def _state(booklet: Booklet) -> str:
    return f"confirmed on {booklet.confirmed_on}" if booklet.is_final else "draft, not yet the community's"


def _write(path: Path, content: bytes) -> None:
    fresh = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(content)
        os.replace(fresh, path)
    except OSError as error:
        raise SnapshotError(f"{path.name} could not be written: {error.strerror}.") from None
