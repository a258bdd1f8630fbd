"""What a booklet holds, as a file that people can read: one place, exactly one problem, and the words of a group."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date

from analytics.checks.text import without_hidden
from analytics.errors import DataError

FORMAT = 1
LONGEST = 5_000  # characters of one field
MOST = 24  # entries of one list
PICTURE_FILE = re.compile(r"[0-9a-f]{64}")
SECTIONS = ("concepts", "problem", "needs", "steps", "lines")
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


@dataclass(frozen=True)
class Step:
    """One step that the group agreed on; `taken_from` is the booklet that it comes from, `credit` whom to thank."""

    what: str = ""
    who: str = ""
    with_what: str = ""
    when: str = ""
    taken_from: str = ""
    credit: str = ""


@dataclass(frozen=True)
class HelpLine:
    """A help line or institution as the group entered it; `verified_on` is the day on which somebody tried it."""

    name: str = ""
    contact: str = ""
    helps_with: str = ""
    verified_on: str = ""


@dataclass(frozen=True)
class Picture:
    """An icon of ours, a drawing or photo (`file`), or a frame in which one is pasted: the last two print only where
    consent is recorded, of who made the picture and of everybody who can be recognised in it.
    """

    caption: str = ""
    icon: str = ""
    has_consent: bool = False
    file: str = ""


@dataclass(frozen=True)
class Consent:
    """What the group agreed to, ticked by who prints. No names: the paper with names stays with the group."""

    words: bool = False
    safety: bool = False
    agreed_on: str = ""
    lends_steps: bool = False  # other groups may reuse its steps
    credit: str = ""  # how it wishes to be thanked; empty: not at all


@dataclass(frozen=True)
class Booklet:
    """One booklet. It is a draft, and not yet the community's, until `confirmed_on` says when a group confirmed it."""

    booklet_id: str
    place_id: str
    place_name: str
    department_name: str
    issue_type_id: str
    issue_name: dict[str, str]
    lang: str = "es"
    group: str = ""
    concepts: tuple[str, ...] = ()  # further thoughts of the group, below ours
    problem: str = ""
    experiences: str = ""
    needs: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    lines: tuple[HelpLine, ...] = ()
    pictures: tuple[Picture, ...] = ()
    consent: Consent = field(default_factory=Consent)
    confirmed_on: str = ""
    evidence: str = ""
    version: int = 0

    @property
    def is_final(self) -> bool:
        return bool(self.confirmed_on)

    @property
    def may_be_printed(self) -> bool:
        """Whether consent to the words and the look at safety are both recorded."""
        return self.consent.words and self.consent.safety

    @property
    def lends(self) -> bool:
        """Whether other groups may reuse its steps: it is final, and its group agreed to that."""
        return self.is_final and self.consent.lends_steps


PARTS = {"steps": Step, "lines": HelpLine, "pictures": Picture}
LISTS = ("concepts", "needs", "resources")


def as_json(booklet: Booklet) -> str:
    """The booklet as its file: one field a line, in the order of the page."""
    return json.dumps({"format": FORMAT, **asdict(booklet)}, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str, where: str) -> Booklet:
    """The booklet of a file; raises DataError, naming the file, where it is none."""
    try:
        held = json.loads(text)
        if held.pop("format") != FORMAT:
            raise DataError(f"{where} was written by another version of Tejido.")
        for name, kind in PARTS.items():
            held[name] = tuple(kind(**part) for part in held[name])
        for name in LISTS:
            held[name] = tuple(held[name])
        held["consent"] = Consent(**held["consent"])
        booklet = Booklet(**held)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise DataError(f"{where} is no booklet: {error}") from None
    return cleaned(booklet)


def cleaned(booklet: Booklet) -> Booklet:
    """The booklet with every text as it can be printed: nothing that cannot be seen, at most 5,000 characters a field.

    Raises DataError where a field is longer, a list has too many entries or a day is none.
    """
    changed = {}
    for each in fields(booklet):
        value = getattr(booklet, each.name)
        if isinstance(value, str):
            changed[each.name] = text_of(value, each.name)
        elif each.name in LISTS:
            changed[each.name] = _listed((text_of(one, each.name) for one in value), each.name)
        elif each.name in PARTS:
            changed[each.name] = _listed((_part(one, each.name) for one in value), each.name)
    result = replace(booklet, **changed, consent=_part(booklet.consent, "consent"))
    if not NAME.fullmatch(result.booklet_id):
        raise DataError(f"{result.booklet_id!r} is no name of a booklet.")
    for picture in result.pictures:
        if picture.file and not (PICTURE_FILE.fullmatch(picture.file) and picture.has_consent):
            raise DataError("A drawing or photo is kept only where consent to it is recorded.")
    for day in (result.confirmed_on, result.consent.agreed_on, *(line.verified_on for line in result.lines)):
        if day:
            _day(day)
    return result


def text_of(value: object, name: str) -> str:
    """One field's text; line ends stay, for people write in paragraphs."""
    seen = without_hidden(str(value).replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(seen) > LONGEST:
        raise DataError(f"{name}: a text has {len(seen):,} characters, and {LONGEST:,} are the most.")
    return seen


def _part(part: object, name: str) -> object:
    return replace(part, **{
        each.name: text_of(value, name) for each in fields(part) if isinstance(value := getattr(part, each.name), str)
    })  # fmt: skip


def _listed(values: Iterable, name: str) -> tuple:
    listed = tuple(values)
    if len(listed) > MOST:
        raise DataError(f"{name} has {len(listed)} entries, and {MOST} are the most.")
    return listed


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DataError(f"{text!r} is not a day such as 2026-01-31.") from None


def said(part: object) -> bool:
    """Whether a step, line or picture says anything at all; consent to a picture that is still to come counts."""
    return any(getattr(part, each.name) for each in fields(part))


def edited(before: Booklet, after: Booklet) -> Booklet:
    """The booklet after a change; where words changed, the look at safety and the confirmation are due again."""
    shown = [[(picture.file, picture.icon) for picture in one.pictures if said(picture)] for one in (before, after)]
    if fields_of(before) == fields_of(after) and shown[0] == shown[1]:
        return after
    return replace(after, confirmed_on="", consent=replace(after.consent, safety=False))


def fields_of(booklet: Booklet) -> list[tuple[str, str, str]]:
    """Section, field and text of everything that the group wrote and a reader will see; empty ones left out."""
    found = [("group", "group", booklet.group), ("problem", "problem", booklet.problem),
             ("problem", "experiences", booklet.experiences)]  # fmt: skip
    found += [(("concepts" if name == "concepts" else "needs"), name, text)
              for name in LISTS for text in getattr(booklet, name)]  # fmt: skip
    found += [("steps", each.name, getattr(step, each.name)) for step in booklet.steps for each in fields(step)
              if each.name not in ("taken_from",)]  # fmt: skip
    found += [("lines", each.name, getattr(line, each.name)) for line in booklet.lines for each in fields(line)
              if each.name != "verified_on"]  # fmt: skip
    found += [("pictures", "caption", picture.caption) for picture in booklet.pictures]
    return [(section, name, text) for section, name, text in found if text]
