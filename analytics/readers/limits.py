"""How much of a file is taken, with the reason of each limit, and the names that files are shown and stored under."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from uuid import uuid4

from analytics.readers.grid import Finding

MB = 1_000_000

# The browser's upload is held in memory by the server, for each visitor; the shell reads from disk.
BROWSER_BYTES = 200 * MB
SHELL_BYTES = 2_000 * MB
# What one visitor may leave behind in a session: memory comes back only when the session ends.
SESSION_BYTES = 1_000 * MB
SESSION_FILES = 200

# A workbook of a million full rows unpacks to about 300 MB; what unpacks to more is a bomb or belongs in a CSV.
UNPACKED_BYTES = 500 * MB
# Sheets of repeated text reach 60 times their packed size; bombs 400 to 1,000 times. Below the floor nothing hurts.
UNPACKED_RATIO = 200
RATIO_FLOOR_BYTES = 10 * MB
# A workbook has some ten members and one for each sheet, drawing and comment.
ARCHIVE_MEMBERS = 5_000
# The list of members itself is read into memory before anything can be judged.
ARCHIVE_LIST_BYTES = 2 * MB

COLUMNS = 2_000  # the widest household form known here has 348 questions
WORKBOOK_ROWS = 5_000_000  # over all its sheets; one sheet holds 1,048,576 at most
# The parser holds the whole used rectangle, 32 bytes a cell: 20 million cells are 640 MB.
SHEET_CELLS = 20_000_000
TABLE_CELLS = 200_000_000  # of a parquet file, whose few bytes can stand for any number of rows
CELL_CHARACTERS = 100_000  # a spreadsheet's cell holds 32,767; what is longer is a file inside a cell

SHOWN_CHARACTERS = 80


@dataclass(frozen=True)
class Limits:
    """What one reading may take: bytes of the file; memory, seconds and written bytes of the process that reads it."""

    file_bytes: int = BROWSER_BYTES
    address_space_bytes: int = 3_000 * MB  # what the libraries map but never touch counts too: about 600 MB
    cpu_seconds: int = 120
    wall_seconds: int = 180
    written_bytes: int = 2_000 * MB


BROWSER = Limits()
SHELL = Limits(SHELL_BYTES, 8_000 * MB, 1_800, 3_600, 8_000 * MB)


def too_large(size: int, limit: int, name: str) -> Finding | None:
    """The finding for a file of more bytes than `limit`."""
    if size <= limit:
        return None
    return Finding("file_too_large", name, values=(("limit", f"{limit // MB:,} MB"),))


def over_budget(sizes: list[int], name: str) -> Finding | None:
    """The finding for the last of a session's files (their bytes) where together they are too many or too large."""
    if len(sizes) > SESSION_FILES:
        return refused(f"a session takes {SESSION_FILES} files at most", name)
    if sum(sizes) > SESSION_BYTES:
        return refused(f"the files of a session may hold {SESSION_BYTES // MB:,} MB together", name)
    return None


def refused(reason: str, name: str = "", sheet: str | None = None) -> Finding:
    """The finding for a file that is not read at all."""
    return Finding("file_refused", name, sheet=sheet, values=(("reason", reason),))


def shown_name(name: str) -> str:
    """A file's name as it may be shown: its last part, without what cannot be seen, at most 80 characters."""
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    seen = "".join(letter if _visible(letter) else " " for letter in last)
    short = " ".join(seen.split())
    if len(short) > SHOWN_CHARACTERS:
        stem, dot, ending = short.rpartition(".")
        ending = dot + ending if dot and stem and len(ending) <= 8 else ""
        short = short[: SHOWN_CHARACTERS - 1 - len(ending)] + "…" + ending
    return short if short.strip(". ") else "file"


def _visible(letter: str) -> bool:
    # Cc, Cf: line breaks, bells, and marks that turn the reading direction so that exe.csv shows as csv.exe
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def stored_name() -> str:
    """A new name to store an upload under: nothing of the name that came with it."""
    return uuid4().hex
