"""An official file fetched where there is internet: any address, or a service that names one. Never needed."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from http.client import HTTPException
from ipaddress import ip_address
from pathlib import Path, PurePosixPath
from socket import getaddrinfo
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from analytics.checks import countries
from analytics.errors import DataError, UseError
from analytics.readers.limits import MB, shown_name

# a service answers with JSON that names the file; {iso3} and {adm} are filled in
SOURCES = {"geoboundaries": "https://www.geoboundaries.org/api/current/gbOpen/{iso3}/{adm}/"}
ADM = {"country": "ADM0", "department": "ADM1", "municipality": "ADM2"}
FILE_KEYS = ("gjDownloadURL", "downloadURL", "staticDownloadLink")
MOST_BYTES = 1_000 * MB
MOST_SECONDS = 900
WAIT_SECONDS = 30  # for the next bytes
PIECE = 262_144
DESCRIPTION_BYTES = 1 * MB


@dataclass(frozen=True)
class Fetched:
    """A file that was fetched, and what its service says of it."""

    path: Path
    name: str
    credit: str = ""
    vintage: str = ""
    licence: str = ""


class _Redirects(HTTPRedirectHandler):
    max_redirections = 5

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        _check(newurl)
        if _is_private(newurl) and not _is_private(req.full_url):
            raise DataError(f"{req.full_url[:120]} leads to an address inside a network. It is not followed.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def address_of(source: str, country: str | None, level: str | None) -> str:
    """The address of a service for a country (two or three letters) and a level. Raises UseError."""
    if source not in SOURCES:
        raise UseError(f"There is no source {source!r}: {', '.join(SOURCES)}.")
    if not country or not level:
        raise UseError("Say which --country and which --level, or give an --address.")
    return SOURCES[source].format(iso3=_three_letters(country), adm=ADM[level])


def _three_letters(country: str) -> str:
    if len(country) == 3 and countries.by_code(country):
        return country.upper()
    found = countries.three_letters(country)
    if len(found) != 1:
        raise UseError(f"{country}: give the three letters of the country, such as COL.")
    return found[0]


def fetch(address: str, folder: Path, most_bytes: int = MOST_BYTES, most_seconds: float = MOST_SECONDS) -> Fetched:
    """Fetches what lies at an address into `folder`; where that is a service's answer, the file that it names.

    Raises DataError where it cannot be reached, is too large or takes too long.
    """
    until = time.monotonic() + most_seconds
    path = folder / "first"
    found = _save(address, path, most_bytes, until)
    told = _description(path)
    if told is None:
        return Fetched(path, _name(found))
    named = next((str(told[key]) for key in FILE_KEYS if told.get(key)), "")
    if not named:
        raise DataError(f"{address} names no file to fetch.")
    if _is_private(named) and not _is_private(address):
        raise DataError(f"{address} names an address inside a network. It is not followed.")
    path = folder / "second"
    found = _save(named, path, most_bytes, until)
    credit = (
        " ".join(filter(None, ("geoBoundaries;", _said(told, "boundarySource")))) if "gjDownloadURL" in told else ""
    )
    return Fetched(
        path, _name(found), credit, _said(told, "boundaryYearRepresented"), _said(told, "boundaryLicense")
    )  # fmt: skip


def _said(told: dict, key: str) -> str:
    value = told.get(key)
    return value.strip() if isinstance(value, str) and value.strip().lower() not in ("unknown", "nan") else ""


def _check(address: str) -> None:
    if urlsplit(address).scheme not in ("http", "https"):
        raise DataError(f"{address[:120]} is no address of the web.")


def _is_private(address: str) -> bool:
    """Whether an address lies on this machine or inside a network: nothing public has a reason to lead there."""
    try:
        found = getaddrinfo(urlsplit(address).hostname or "", None)
    except (OSError, UnicodeError):
        return False  # it cannot be reached either, and that is told
    return any(not ip_address(one[4][0].partition("%")[0]).is_global for one in found)


def _name(address: str) -> str:
    return shown_name(unquote(PurePosixPath(urlsplit(address).path).name) or "boundaries")


def _description(path: Path) -> dict | None:
    """What a service says, where that is what came: a small object (or a list of one) that is no GeoJSON."""
    if path.stat().st_size > DESCRIPTION_BYTES:
        return None
    try:
        told = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return None
    told = told[0] if isinstance(told, list) and told else told
    return told if isinstance(told, dict) and "type" not in told else None


def _save(address: str, path: Path, most_bytes: int, until: float) -> str:
    """Writes what lies at an address; returns where it was found in the end."""
    _check(address)
    request = Request(address, headers={"User-Agent": "Tejido (boundaries)", "Accept": "*/*"})
    size = 0
    try:
        with build_opener(_Redirects).open(request, timeout=WAIT_SECONDS) as answer, path.open("wb") as file:
            found = answer.geturl()
            if int(answer.headers.get("Content-Length") or 0) > most_bytes:
                raise DataError(f"{address} holds more than {most_bytes // MB:,} MB.")
            while piece := answer.read(PIECE):
                size += len(piece)
                if size > most_bytes:
                    raise DataError(f"{address} holds more than {most_bytes // MB:,} MB.")
                if time.monotonic() > until:
                    raise DataError(f"{address} took too long.")
                file.write(piece)
    except HTTPError as error:
        raise DataError(
            f"{address} answered {error.code}. Look for the file in a browser, and give it as FILE."
        ) from None
    except (URLError, HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise DataError(
            f"{address} could not be reached ({reason}). Nothing needs it: a file that you have comes in the same way."
        ) from None
    if not size:
        raise DataError(f"{address} sent nothing.")
    return found
