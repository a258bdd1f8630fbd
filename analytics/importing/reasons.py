"""What findings say besides their rule's sentence: why a file was refused, what stands where, of what kind it is.

Readers write these words in English into what they find; here is every one of them, for `Words` to say in the
language of whoever looks. What stands in braces differs from file to file.
"""

from __future__ import annotations

import re
from functools import cache

from analytics.wording import Words

SAID_IN = ("reason", "found", "expected", "kind", "level", "total")  # the values of findings that hold such words

REASONS = (
    "it is locked with a password",
    "it holds macros",
    "it holds links to other files",
    "it holds another archive or workbook",
    "a member of its archive has a name that leads out of it",
    "its archive holds two members of one name",
    "its archive is damaged",
    "its archive has {n} members, and {most} are the most",
    "it unpacks to {n} times its size, and {most} are the most",
    "it unpacks to {n} MB, and {most} MB are the most",
    "it unpacks to {n} MB",
    "it is a binary workbook (.xlsb); save it as .xlsx",
    "it is an open document of another kind than a spreadsheet",
    "it is an old .xls workbook under the name {name}",
    "it is an IATI file of organisations; activities are read",
    "it is an XML spreadsheet of Excel 2003; save it as .xlsx",
    "it is a Word document",
    "it is a presentation",
    "it is a drawing",
    "its XML declares a document type (DTD), which can hide other files or endless text",
    "its XML declares a document type (DTD)",
    "it declares a document type (DTD), which can be used to attack the reader",
    "it declares entities, which can be used to attack the reader",
    "it points at something outside the file",
    "its elements stand more than {n} deep in one another",
    "one element of it holds more than {n} others",
    "one text of it is longer than {n} characters",
    "it is an IATI organisation file; only activity files (iati-activities) are read",
    "its root element is {found}, not {expected}",
    "one tag or comment of it is longer than {n} bytes",
    "its XML breaks off or is not well-formed in line {line} ({detail})",
    "its JSON is nested too deeply",
    "its JSON breaks off at line {line}, character {n}",
    "its JSON holds no list of records",
    "a record of it has more than {n} fields",
    "a row is longer than {n} MB",
    "its first rows are not delimited text",
    "more than {n} lines open a quotation mark that never closes",
    "a session takes {n} files at most",
    "the files of a session may hold {n} MB together",
    "reading it needs more than {n} MB of memory",
    "what was read of it is more than {n} MB",
    "what was read of it is too large",
    "reading it took longer than {n} seconds",
    "reading it took too long",
    "reading it was ended by the system, most likely for want of memory",
    "reading it broke off; it is damaged or needs too much memory",
    "its content is damaged",
    "its end is missing",
    "the workbook is damaged",
    "the parquet file is damaged",
    "it has {n} columns, and {most} are the most",
    "it has more than {n} columns",
    "it has more than {n} rows",
    "it holds {n} cells, and {most} are the most",
    "the sheet {sheet} has more than {n} cells",
    "the cells of the sheet {sheet} reach to {cell}, which is {rows} rows of {columns} columns; "
    "delete what stands outside the table",
    "its list of sheets or styles is too long",
    "{member} in it is not XML",
    "a cell of it is longer than {n} MB",
    "it is no date of the form 2012-05-31",
    "there is no such day",
    "the year lies outside {first} to {last}",
    "it is no date and time of the form 2012-05-31T10:00:00",
    "its form is not that of IATI",
    "its comma can mark thousands or decimals",
    "it is no number",
    "it lies outside 0 to 100",
    "it lies outside {first} to {last}",
    "it is no whole number",
    "it is neither 0 nor 1",
    "it is no code of a language",
    "it is no name of an element",
    "it is no number of degrees",
    "it is no latitude and longitude",
    "it is missing; the activity is called {name}",
    "it stands twice; the first was read",
    "nothing that is stated",
    "delimited text",
    "a workbook",
    "a parquet file",
    "a table",
    "a program",
    "a PDF document",
    "an image",
    "a text document",
    "a compressed file",
    "an archive",
    "a database",
    "an Arrow file",
    "a Word document",
    "a presentation",
    "an old Office file",
    "binary data",
    "a web page",
    "XML of another kind than IATI activities",
    "municipality",
    "department",
    "country",
    "E-mail address",
    "Phone number",
    "Identity document",
    "Coordinates",
    "Name of a person",
    "Device or sender",
    "Address",
    "Date of birth",
    "Picture or recording",
    "Bank account",
)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each text with what finds it, those with the fewest open places first."""
    found = []
    for text in sorted(REASONS, key=lambda text: (text.count("{"), -len(text))):
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(text))
        found.append((re.compile(pattern, re.DOTALL), text))
    return tuple(found)


def known(text: str) -> str | None:
    """The text of the table that these words are, with its places open; None where they are none of them."""
    return next((written for pattern, written in _patterns() if pattern.fullmatch(text)), None)


def in_words(text: str, say: Words) -> str:
    """The words in a reader's language; as they stand where they are not of the table."""
    for pattern, written in _patterns():
        if match := pattern.fullmatch(text):
            said = say.written(written)
            for name, value in match.groupdict().items():
                said = said.replace(f"{{{name}}}", value)
            return said
    return text
