"""What the columns of a Kobo export are: questions, choices, groups, what Kobo adds and what points at persons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from analytics.checks import people
from analytics.readers.grid import Grid
from analytics.understanding.contents import Looks, looks_of
from analytics.understanding.forms import POINTING, Form, Question
from analytics.understanding.tables_read import KEPT_OUT
from analytics.understanding.words import header_roles, plain

SYSTEM = {
    "_uuid": "uuid", "meta/instanceID": "uuid", "instanceID": "uuid", "KEY": "uuid",
    "_submission_time": "submitted_at", "SubmissionDate": "submitted_at", "start": "start", "end": "end",
    "_validation_status": "validation", "_index": "row_number", "_parent_index": "parent_row",
    "_submission__uuid": "parent_uuid", "_submission___uuid": "parent_uuid", "_parent_table_name": "unused",
    "_id": "unused", "_submission__id": "unused", "_submission__submission_time": "unused",
    "_submission__validation_status": "unused", "_status": "unused", "__version__": "unused", "_version_": "unused",
    "_tags": "unused", "_xform_id_string": "unused", "formhub/uuid": "unused", "_bamboo_dataset_id": "unused",
    "today": "unused", "_submission__status": "unused", "meta/rootUuid": "unused", "meta/deprecatedID": "unused",
    "meta/instanceName": "unused", "_submission___version__": "unused", "_submission__tags": "unused",
    "_submission__root_uuid": "unused", "_submission__meta/rootUuid": "unused", "meta-instanceID": "uuid",
    "PARENT_KEY": "parent_uuid", "meta-instanceName": "unused", "meta-rootUuid": "unused",
    "ReviewState": "validation", "Status": "unused", "Edits": "unused", "FormVersion": "unused",
    "AttachmentsPresent": "unused", "AttachmentsExpected": "unused", "_xform_id": "unused", "_attachments": "unused",
    "__system/submitterID": "unused", "_date_modified": "unused",
}  # fmt: skip
KEPT = {
    "deviceid": "device", "subscriberid": "device", "simserial": "device", "phonenumber": "telephone",
    "username": "submitter", "_submitted_by": "submitter", "_submission__submitted_by": "submitter",
    "audit": "device", "_notes": "free text", "SubmitterID": "submitter", "SubmitterName": "submitter",
    "DeviceID": "device", "_submission__notes": "free text", "_geolocation": "coordinates", "email": "e-mail",
}  # fmt: skip
_POINT = re.compile(r"^_.*_(latitude|longitude|altitude|precision)$")
_COORDINATES = re.compile(r"^-?\d{1,3}\.\d+[ ,]+-?\d{1,3}\.\d+(?:[ ,]+-?[\d.]+){0,2}$")
_NAMES = re.compile(r"^[\w.-]+(?:/[\w.-]+)*$")
# what ODK Central adds to its exports, with a minus between groups and a file for each repeat
ODK = frozenset({"SubmissionDate", "meta-instanceID", "SubmitterID", "SubmitterName", "ReviewState", "FormVersion"})
_SET = re.compile(r"^SET-OF-")
YES, NO = frozenset({"1", "1.0", "true"}), frozenset({"0", "0.0", "false"})
FREE_TEXT_LENGTH = 20  # longer on the mean, and mostly said once: words of a person


@dataclass(frozen=True)
class Part:
    """What one column of an export is: a role, the question it belongs to, and the choice that it is a column of."""

    role: str
    question: str = ""
    option: str = ""
    kind: str = ""  # why it is kept out


def canonical(header: str) -> str:
    """A header without what byte-order marks, R and spreadsheets made of it: X.U.FEFF.start is start."""
    bare = re.sub(r"^(?:\ufeff|ï»¿|X\.U\.FEFF\.|<U\+FEFF>)", "", str(header).strip())
    return re.sub(r"^X(?=_{1,2}[a-z])", "", bare)


def is_kobo(grid: Grid) -> bool:
    """Whether a table is a Kobo (or ODK) export, by the columns that such an export adds."""
    there = {canonical(column) for column in grid.frame.columns}
    marks = {"_uuid", "_submission_time", "_id", "_index", "_validation_status", "meta/instanceID", "__version__"}
    return (
        len(there & marks) >= 2
        or len(there & ODK) >= 3
        or {"PARENT_KEY", "KEY"} <= there
        or bool(there & {"_submission__uuid"})
        or {"_index", "_parent_index"} <= there
    )


def is_repeat(grid: Grid) -> bool:
    """Whether a sheet holds the rounds of a repeat: its rows belong to rows of another sheet."""
    return bool(
        {canonical(column) for column in grid.frame.columns} & {"_parent_index", "_submission__uuid", "PARENT_KEY"}
    )


def parts(grid: Grid, form: Form | None = None, chosen: Iterable[str] = ()) -> dict[str, Part]:
    """What each column of an export is."""
    headers = {column: canonical(column) for column in grid.frame.columns}
    bases = _option_bases(grid, headers, form)
    names = _question_names(headers, form)
    wanted = {canonical(name) for name in chosen}
    return {
        column: _part(grid.frame[column], header, bases.get(column), names, form, wanted)
        for column, header in headers.items()
    }


def _part(column, header: str, base: str | None, names: dict[str, str], form: Form | None, wanted: set[str]) -> Part:
    if header in SYSTEM or _SET.match(header):
        return Part(SYSTEM.get(header, "unused"))
    if base is not None:
        name, option = names.get(base, base), header[len(base) + 1 :]
        return Part("option", name, _choice(form, name, option))
    name = names[header]
    if header in wanted or name in wanted:
        return Part("question", name)
    if kind := KEPT.get(header) or _pointing(column, header, form.questions.get(name) if form else None):
        return Part(KEPT_OUT, name, kind=kind)
    return Part("question", name)


def _option_bases(grid: Grid, headers: dict[str, str], form: Form | None) -> dict[str, str]:
    """Column -> the header of the question of which it is a choice's column of 0 and 1."""
    there = set(headers.values())
    multiple = {q.name for q in form.questions.values() if q.is_multiple} if form else set()
    labels = form.by_label() if form else {}
    found, alone = {}, {}
    for column, header in headers.items():
        for base in _prefixes(header):
            last = base.rsplit("/", 1)[-1]
            if base in there or last in multiple or labels.get(plain(last)) in multiple:
                if _is_binary(grid.frame[column]):
                    found[column] = base
                break
        else:
            if "/" in header and form is None:
                alone.setdefault(header.rsplit("/", 1)[0], []).append(column)
    for base, columns in alone.items():
        # all of a group 0 or 1: the columns of choices, exported without their text
        if len(columns) > 1 and all(_is_binary(grid.frame[c]) and grid.frame[c].notna().any() for c in columns):
            found |= dict.fromkeys(columns, base)
    return found


def _prefixes(header: str) -> list[str]:
    """What a header says before a `/` or `.`, the longest first."""
    return [header[: mark.start()] for mark in re.finditer(r"[/.]", header)][::-1]


def _is_binary(column: pd.Series) -> bool:
    return set(column.dropna().astype(str).str.strip().str.casefold().unique()) <= YES | NO | {"", "na"}


def _question_names(headers: dict[str, str], form: Form | None) -> dict[str, str]:
    """Header -> the question's name: that of the form, or the header without its groups where it stays the only one."""
    labels = form.by_label() if form else {}
    result, short = {}, {}
    for header in [*headers.values(), *(base for h in headers.values() for base in _prefixes(h))]:
        last = header.rsplit("/", 1)[-1]
        if form and (named := _asked(last, form)):
            result[header] = named
        elif found := labels.get(plain(header)) or labels.get(plain(last)):
            result[header] = found
        else:
            result[header] = last if _NAMES.match(header) else header
        short.setdefault(result[header], set()).add(header)
    return {header: header if len(short[name]) > 1 and not form else name for header, name in result.items()}


def _asked(header: str, form: Form) -> str | None:
    """The question of the form that a header names, without the groups that ODK puts before it."""
    parts = header.split("-")
    return next((name for n in range(len(parts)) if (name := "-".join(parts[n:])) in form.questions), None)


def _choice(form: Form | None, question: str, option: str) -> str:
    """The value of the choice that an option's column names, by value or label."""
    if form and (asked := form.questions.get(question)):
        return form.values_by_label(asked).get(plain(option), option)
    return option


def _pointing(column: pd.Series, header: str, question: Question | None) -> str | None:
    """Why a column is kept out, or None: what can point at persons, and what people said in their own words."""
    if question and question.is_select:
        return None
    if _POINT.match(header) or (question and question.type.startswith("geo")):
        return "coordinates"
    if header.endswith("_URL") or (question and question.type in ("image", "audio", "video", "file")):
        return "link to a file"
    looks = looks_of(column)
    last = header.rsplit("/", 1)[-1]
    named = any(role == KEPT_OUT for role, _ in header_roles(last)[:1])
    named = named or people.sensitive_header(last, column) is not None
    is_choice = 0 < looks.distinct <= 15 and looks.number < 0.5 and looks.distinct * 4 < looks.stated
    are_names = sum(map(people.looks_like_a_name, looks.values)) * 2 > len(looks.values) > 0
    if (named and (are_names or not is_choice)) or (are_names and people.is_role_of_person(last)):
        return "a person"
    if question and question.type in POINTING:
        return "free text" if question.type == "text" else "device"
    if looks.stated and sum(bool(_COORDINATES.match(value)) for value in looks.values) * 2 > len(looks.values):
        return "coordinates"
    return "free text" if not question and _is_free_text(looks, header) else None


def _is_free_text(looks: Looks, header: str) -> bool:
    if not looks.stated or looks.number > 0.5 or looks.date > 0.5:
        return False
    length = sum(len(value) for value in looks.values) / max(1, len(looks.values))
    spoken = sum(" " in value for value in looks.values) / max(1, len(looks.values)) > 0.5
    own_words = spoken and length > FREE_TEXT_LENGTH and looks.distinct > looks.stated * 0.4
    return own_words or bool(re.search(r"(_|\b)(other|otro|otra|autre|specify|especifique)$", header.casefold()))
