"""What a workbook's zip archive holds, judged before any parser of workbooks sees it."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

from analytics.readers.limits import (
    ARCHIVE_LIST_BYTES,
    ARCHIVE_MEMBERS,
    MB,
    RATIO_FLOOR_BYTES,
    UNPACKED_BYTES,
    UNPACKED_RATIO,
)
from analytics.readers.refusals import turned_away, unreadable

_END = b"PK\x05\x06"
_END_BYTES = 22 + 65_535  # the end of the list of members, with the longest comment
_NESTED = (".zip", ".jar", ".7z", ".rar", ".gz", ".xlsx", ".xlsm", ".xlsb", ".docx", ".docm", ".pptx", ".ods", ".odt")
_OTHER_OFFICE = {"word/": "a Word document", "ppt/": "a presentation", "visio/": "a drawing"}


def office_format(path: Path) -> str | None:
    """xlsx or ods; None for another archive. Raises RefusedFile where the workbook is not to be opened."""
    _check_list(path)
    try:
        with zipfile.ZipFile(path) as archive:
            kind = _kind(archive)
            if kind:
                _check_members(archive, path.stat().st_size)
                _check_content(archive, kind)
            return kind
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
        raise unreadable("its archive is damaged") from error


def checked_archive(path: Path) -> list[str]:
    """The names of an archive's members, once it may be unpacked. Raises RefusedFile where it may not."""
    _check_list(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive, path.stat().st_size)
            return archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
        raise unreadable("its archive is damaged") from error


def _check_list(path: Path) -> None:
    """Refuses by the count that the archive's end states, before the list is read into memory."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _END_BYTES))
        end = file.read()
    at = end.rfind(_END)
    if at < 0 or len(end) < at + 22:
        raise unreadable("its archive is damaged")
    members, list_bytes = struct.unpack("<HI", end[at + 10 : at + 16])
    if members > ARCHIVE_MEMBERS or list_bytes > ARCHIVE_LIST_BYTES:
        raise turned_away(f"its archive has {members:,} members, and {ARCHIVE_MEMBERS:,} are the most")


def _kind(archive: zipfile.ZipFile) -> str | None:
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise turned_away("it is a binary workbook (.xlsb); save it as .xlsx")
    for folder, found in _OTHER_OFFICE.items():
        if any(name.startswith(folder) for name in names):
            raise turned_away(f"it is {found}")
    if "content.xml" in names and "mimetype" in names:
        with archive.open("mimetype") as member:
            kind = member.read(200)
        if b"opendocument.spreadsheet" not in kind:
            raise turned_away("it is an open document of another kind than a spreadsheet")
        return "ods"
    return None


def _check_members(archive: zipfile.ZipFile, packed: int) -> None:
    members = archive.infolist()
    if len(members) > ARCHIVE_MEMBERS:
        raise turned_away(f"its archive has {len(members):,} members, and {ARCHIVE_MEMBERS:,} are the most")
    unpacked = sum(member.file_size for member in members)
    if unpacked > UNPACKED_BYTES:
        raise turned_away(f"it unpacks to {unpacked // MB:,} MB, and {UNPACKED_BYTES // MB:,} MB are the most")
    if unpacked > RATIO_FLOOR_BYTES and unpacked > UNPACKED_RATIO * packed:
        raise turned_away(f"it unpacks to {unpacked // packed:,} times its size, and {UNPACKED_RATIO} are the most")
    for member in members:
        _check_name(member)
    if len({member.filename.lower() for member in members}) < len(members):
        raise turned_away("its archive holds two members of one name")


def _check_name(member: zipfile.ZipInfo) -> None:
    name = member.filename.lower()
    if member.flag_bits & 1:
        raise turned_away("it is locked with a password")
    if "vbaproject" in name or name.startswith(("basic/", "scripts/", "xl/macrosheets/")):
        raise turned_away("it holds macros")
    if name.startswith("xl/externallinks/"):
        raise turned_away("it holds links to other files")
    if name.endswith(_NESTED):
        raise turned_away("it holds another archive or workbook")
    if ".." in name.split("/") or name.startswith(("/", "\\")) or ":" in name:
        raise turned_away("a member of its archive has a name that leads out of it")


def _check_content(archive: zipfile.ZipFile, kind: str) -> None:
    """Refuses what the small parts of the archive declare; the sheets themselves are read as a stream later."""
    if kind == "ods":
        if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in _small(
            archive, "META-INF/manifest.xml"
        ):
            raise turned_away("it is locked with a password")
        return
    if "[Content_Types].xml" in archive.namelist() and b"macroEnabled" in _small(archive, "[Content_Types].xml"):
        raise turned_away("it holds macros")


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(10 * MB)
