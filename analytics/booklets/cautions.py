"""What to look at again before a booklet is printed: persons, exact places, accusations, telephone numbers.

A caution never forbids: a group may have good reasons. It shows the words and says why they could put somebody at risk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from analytics.booklets.model import Booklet, fields_of
from analytics.checks import people
from analytics.checks.text import key

PERSON, PLACE, ACCUSATION, PHONE, PICTURE, OTHER, LOOK = (
    "person",
    "place",
    "accusation",
    "phone",
    "picture",
    "other",
    "look",
)
KINDS = (PERSON, PLACE, ACCUSATION, PHONE, PICTURE, OTHER, LOOK)

_CAPITAL = r"[A-ZÁÉÍÓÚÑÜ][a-záéíóúñü'’]{1,20}"
_FULL_NAME = re.compile(rf"\b{_CAPITAL}(?: (?:de|del|la|las|los))?(?: {_CAPITAL}){{1,3}}\b")
# capital at the beginning of a sentence
_OPENING = frozenset({
    "en", "la", "las", "los", "el", "un", "una", "con", "de", "del", "para", "por", "a", "y", "que", "our", "the", "in",
    "at", "from", "with", "and", "of",
})  # fmt: skip
_NO_PERSON = re.compile(
    r"\b(?:junta|comite|consejo|alcald\w+|secretar\w+|policia|ejercito|fiscalia|personeria|defensor\w*|comisaria"
    r"|hospital|escuela|colegio|institu\w+|universi\w+|fundaci\w+|asociaci\w+|cooperativa|cruz|casa|red|mesa|proyecto"
    r"|programa|ministeri\w+|unidad|oficina|centro|accion|linea|bienestar|naciones|council|committee|school|police"
    r"|office|ministry|association|foundation|network|project|programme|health|house|united|cross|family|general|group"
    r"|grupo|mujeres|jovenes|women|youth|comunal|comunitari\w+)\b"
)
_PLACES = re.compile(
    r"\b(?:vereda|corregimiento|barrio|finca|predio|caser[ií]o|sector|manzana|calle|carrera|cra\.?|kil[oó]metro|km\.?"
    r"|casa de|tienda de|esquina|cancha|neighbou?rhood|village|street|farm|corner|house of)"
    r" +(?:de |del |la |el |los |las |of |the |n[°º.]? ?)?(?:[A-ZÁÉÍÓÚÑ0-9][\wÁÉÍÓÚÑáéíóúñ]*)(?: +[A-ZÁÉÍÓÚÑ0-9]\w*)*"
)
_ARMED = re.compile(
    r"\b(?:ELN|FARC(?:-EP)?|EPL|AGC|AUC|EGC)\b|(?i:\b(?:clan del golfo|gaitanistas|disidencias?|paramilitares|paracos?"
    r"|guerriller\w+|guerrilla|los rastrojos|[aá]guilas negras|autodefensas)\b)"
)
_BAD = r"ladr[oó]n(?:a|es)?|violador(?:es)?|asesin[oa]s?|j[ií]baros?|narcos?|sapos?|delincuentes?|corrupt[oa]s?"
_BAD_EN = r"thie(?:f|ves)|murderers?|rapists?|dealers?|criminals?|traitors?"
_ACCUSES = re.compile(
    rf"(?i)\b(?:es culpable|son culpables|el culpable|los culpables|fue él|fueron ellos|mat(?:ó|aron) a"
    rf"|(?:asesin|viol|rob)(?:ó|aron) a|(?:es|son) (?:un[oa]?s? )?(?:{_BAD})|colabora con|trabaja para (?:el|los|la)"
    rf"|(?:is|are) guilty|(?:is|are) to blame|killed|murdered|raped|(?:is an?|are) (?:{_BAD_EN})"
    rf"|works for (?:the|them))\b"
)
_KINDS = {people.NAME: PERSON, people.PHONE: PHONE, people.COORDINATES: PLACE, people.ADDRESS: PLACE}


class Caution(NamedTuple):
    """One thing to look at again: in which section and field, of what kind, and the words."""

    section: str
    field: str
    kind: str
    words: str


def cautions(booklet: Booklet, known_places: Iterable[str] = ()) -> list[Caution]:
    """Everything to look at again, in the order of the booklet; numbers in the section of help lines belong there."""
    named = (*known_places, booklet.place_name, booklet.department_name)
    # El Guamo is Guamo after an opening word
    places = {key(name) for name in named} | {key(name).partition(" ")[2] for name in named}
    found: dict[Caution, None] = {}
    for section, name, text in fields_of(booklet):
        for kind, words in _met(text, places, is_line=section == "lines"):
            found.setdefault(Caution(section, name, kind, " ".join(words.split())[:120]))
    for picture in booklet.pictures:
        if picture.caption and not picture.icon and not picture.has_consent:
            found.setdefault(Caution("pictures", "caption", PICTURE, picture.caption[:120]))
        if picture.file:
            found.setdefault(Caution("pictures", "file", LOOK, picture.caption[:120]))
    return list(found)


def _met(text: str, places: set[str], is_line: bool) -> Iterable[tuple[str, str]]:
    for hit in people.hits(text):
        kind = _KINDS.get(hit.kind, OTHER)
        if hit.kind != people.COMPANY and not (is_line and kind in (PHONE, OTHER)):
            yield kind, text[hit.start : hit.end]
    if not is_line:
        for found in _FULL_NAME.finditer(text):
            words = found[0].split()
            while words and key(words[0]) in _OPENING:
                words = words[1:]
            name = " ".join(words)
            if len(words) > 1 and key(name) not in places and not _NO_PERSON.search(key(name)):
                yield PERSON, name
        for found in _PLACES.finditer(text):
            yield PLACE, found[0]
    for pattern in (_ARMED, _ACCUSES):
        for found in pattern.finditer(text):
            yield ACCUSATION, found[0]
