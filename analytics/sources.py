"""Checks the published tables against the documents they were read from.

For every row: the document is the one that was read (sha256), each piece of the row's anchor stands on
the line that the row cites, and what the row says in digits (values, months, place codes) is said there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analytics.errors import SourceError
from analytics.schema import TABLES
from analytics.staging import file_sha256
from analytics.tables import read_tables

MARKDOWN = re.compile(r"[*#\\\[\]]")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10,
}  # fmt: skip
SCALES = {"million": 1e6, "billion": 1e9, "thousand": 1e3}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
LINES_ABOVE = 2  # a place's heading stands up to two lines above its list


@dataclass(frozen=True)
class Finding:
    """A row that does not agree with its document."""

    where: str
    what: str


@dataclass(frozen=True)
class Report:
    """What a check found: the rows compared, and those that disagree."""

    rows: int
    findings: tuple[Finding, ...]


def plain(line: str) -> str:
    """A line without markdown marks, its spaces collapsed."""
    return re.sub(r"\s+", " ", MARKDOWN.sub("", line)).strip()


def numbers_in(text: str) -> set[float]:
    """Every number that a text states, in digits or words, scaled where "million" follows."""
    found: set[float] = set()
    tokens = text.replace("-", " ").split()
    for i, token in enumerate(tokens):
        scale = SCALES.get(tokens[i + 1].lower().strip(".,;"), 1.0) if i + 1 < len(tokens) else 1.0
        if match := NUMBER.search(token):
            found.add(float(match[0].replace(",", "").rstrip(".")) * scale)
        elif (word := token.lower().strip(".,;:()")) in WORDS:
            found.add(WORDS[word] * scale)
    return found


def _documents(folder: Path, sources: pd.DataFrame) -> tuple[dict[str, list[str]], list[Finding]]:
    lines, findings = {}, []
    for row in sources.itertuples():
        where = f"sources.csv, row {row.Index + 2}"
        path = folder / row.file_name
        if not path.is_file():
            findings.append(Finding(f"{where}, file_name", f"{row.file_name} is not in the folder"))
            continue
        if file_sha256(path) != row.sha256:
            findings.append(
                Finding(f"{where}, sha256", f"{row.file_name} is not the document that was read (sha256 differs)")
            )
        lines[row.source_id] = [plain(line) for line in path.read_text(encoding="utf-8", errors="replace").splitlines()]
        if len(lines[row.source_id]) != row.line_count:
            findings.append(Finding(f"{where}, line_count", f"{row.file_name} has {len(lines[row.source_id])} lines"))
    return lines, findings


def _value_faults(row: pd.Series) -> list[str]:
    """A value is said in the anchor itself; what the document only mentions ("a workshop") is one."""
    faults = []
    for column in ("value", "amount", "stated_count"):
        value = row.get(column)
        if value is None or pd.isna(value):
            continue
        is_mention = row.get("qualifier") == "stated_as_one" or (column == "stated_count" and value == 1)
        if float(value) not in ({1.0} if is_mention else numbers_in(row["anchor"])):
            faults.append(f"{column} {float(value):g} is not what the line states ({row['anchor']})")
    return faults


def _date_faults(row: pd.Series, line: str, known: set[pd.Timestamp], published: pd.Timestamp) -> list[str]:
    """A date is said on the line; a report's months and the time of a list may be `known` from elsewhere instead.

    `known` holds the days of the document itself and of the activity that the row belongs to. Where the line says
    no year, the year is that in which the document was published.
    """
    faults = []
    said_years = {int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", line)}
    for stem in ("start", "end", "stated_from", "stated_to", "reported_from", "reported_to"):
        day = row.get(f"{stem}_on")
        if day is None or pd.isna(day) or (stem.startswith(("stated", "reported")) and day in known):
            continue
        precision = row.get(f"{stem}_precision", row.get("stated_precision"))
        month = MONTHS[day.month - 1]
        said = [f"{month} {day.year}" if said_years else month] if precision == "month" else []
        faults += [f"{stem}_on {day:%Y-%m}: the line does not say {words}" for words in said if words not in line]
        if day.year not in (said_years or {published.year}):
            faults.append(f"{stem}_on {day:%Y-%m}: the line does not say {day.year}")
    return faults


def _place_faults(row: pd.Series, near: str, names: dict[str, set[str]]) -> list[str]:
    code = row.get("place_id")
    if code is None or pd.isna(code) or (len(str(code)) == 2 and str(code).isalpha()):
        return []  # a country stands in its adjective or its heading; the anchor is what proves the row
    if code not in names:
        return []  # a named region has our name; the anchor is what proves the row
    if any(name.lower() in near.lower() for name in names[code]):
        return []
    return [f"place_id {code} ({'/'.join(sorted(names[code]))}) is not named there"]


def _days(frame: pd.DataFrame, key: str, first: str, last: str) -> dict[str, set[pd.Timestamp]]:
    return {row[key]: {row[first], row[last]} for _, row in frame.iterrows()}


def _row_findings(
    name: str,
    frame: pd.DataFrame,
    lines: dict[str, list[str]],
    frames: dict[str, pd.DataFrame],
    names: dict[str, set[str]],
) -> list[Finding]:
    published = _days(frames["sources"], "source_id", "published_from_on", "published_to_on")
    held = _days(frames["activities"], "activity_id", "start_on", "end_on")
    findings = []
    for index, row in frame.iterrows():
        text = lines.get(row["source_id"])
        if text is None:
            continue
        where = f"{name}.csv, row {index + 2}"
        number = int(row["line"])
        if number > len(text):
            findings.append(Finding(f"{where}, line", f"the document ends before line {number}"))
            continue
        line = text[number - 1]
        faults = [f"{piece!r} is not on line {number}" for piece in row["anchor"].split(" | ") if piece not in line]
        faults += _value_faults(row)
        own = published[row["source_id"]]
        faults += _date_faults(row, line, own | held.get(row.get("activity_id"), set()), min(own))
        near = " ".join(text[max(0, number - 1 - LINES_ABOVE) : number])
        faults += _place_faults(row, near, names)
        findings += [Finding(where, fault) for fault in faults]
    return findings


def check_sources(documents: Path, folders: dict[str, Path]) -> Report:
    """Compares every published row with the document and line that it cites.

    Raises SourceError where the folder of documents is absent, DataError where a table breaks a rule.
    """
    if not documents.is_dir():
        raise SourceError(f"{documents} is not a folder. Name the folder that holds the source documents.")
    return compare(documents, read_tables(folders))


def compare(documents: Path, frames: dict[str, pd.DataFrame]) -> Report:
    """Compares tables that were read and checked with the documents in a folder."""
    lines, findings = _documents(documents, frames["sources"])
    places = frames["places"].set_index("place_id")
    names = {code: {row.name_en, row.name_es} for code, row in places.iterrows() if row.level != "named_region"}
    for row in frames["place_names"].itertuples():
        names.setdefault(row.place_id, set()).add(row.name)
    rows = 0
    for name, table in TABLES.items():
        if "line" in table.columns:
            published = frames[name][frames[name]["provenance"] == "published"]
            rows += len(published)
            findings += _row_findings(name, published, lines, frames, names)
    return Report(rows, tuple(findings))


def sentence_at(documents: Path, file_name: str, line: int, sha256: str) -> str | None:
    """The line of a document at hand, or None where the document is absent or not the one that was read."""
    path = documents / file_name
    if not path.is_file() or file_sha256(path) != sha256:
        return None
    lines = path.read_text(encoding="utf-8").splitlines()
    return plain(lines[line - 1]) if 1 <= line <= len(lines) else None
