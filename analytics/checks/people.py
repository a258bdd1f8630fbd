"""Personal data in headers and in free text: told, masked, and taken out; nothing found is ever repeated whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from analytics.checks.text import key
from analytics.checks.typed import Cell, Remark, Typed, as_text, read_each
from analytics.readers.grid import Finding

EMAIL, PHONE, DOCUMENT = "E-mail address", "Phone number", "Identity document"
COORDINATES, NAME, DEVICE = "Coordinates", "Name of a person", "Device or sender"
ADDRESS, BIRTH, PICTURE, ACCOUNT = "Address", "Date of birth", "Picture or recording", "Bank account"
COMPANY = "Number of an organisation"

OUT = "•••"  # what stands in a text for what was taken out
LONGEST = 20_000  # characters of a cell that are searched

_PERSON = (
    r"(?:beneficiari[oa]|encuestad[oa]r?|entrevistad[oa]r?|participante|victima|persona|titular|contacto|jefe|jefa"
    r"|responsable|representante|lider|lideresa|firmante|usuari[oa]|funcionari[oa]|docente|estudiante|nin[oa]|madre"
    r"|padre|acudiente|cuidador|enumerator|respondent|interviewee|interviewer|beneficiary|contact|participant|person"
    r"|victim|head of household|hhh?|user|teacher|student|child|repondant|enqueteur|beneficiaire|chef de menage"
    r"|facilitador[ae]?|tallerista|promotor[ae]?|coordinador[ae]?|profesional|gestor[ae]?|formador[ae]?|mediador[ae]?"
    r"|dinamizador[ae]?|instructor[ae]?|monitor[ae]?|asistente|invitad[oa]|delegad[oa]|encargad[oa]|encuestador[ae]?"
    r"|entrevistador[ae]?|joven|mujer|lideres|facilitator|trainer|mentor|coordinator|attendee|mediator|officer"
    r"|focal point|animateur|formateur|participante?s?)"
)
_COUNT_IN_FRENCH = re.compile(r"nombre d[eu]? .*s$")  # nombre de bénéficiaires: how many there are
_NAMED_PERSON = re.compile(rf"\b(?:nombres?|names?|noms?|nome)\b.*\b{_PERSON}s?\b|\b{_PERSON}s?\b.*\bnames?\b")
_HEADERS = (
    (EMAIL, r"(?:e ?)?mail|.*\b(?:correo|email|e mail|courriel)s?\b.*|.*\bmail\b"),
    (DEVICE, r".*\b(?:device ?id|imei|sim ?serial|sim ?id|subscriber ?id|submitted by|user ?name|ip address)\b.*"),
    (PHONE, r"(?:.*\b)?(?:telefonos?|tel|celular(?:es)?|cel|movil|phones?(?: ?number)?|phonenumber|mobile(?: number)?"
            r"|whats ?app|telephone|cellphone|fax|contact number|numero de contacto)(?:\b.*)?"),
    (DOCUMENT, r".*\bcedulas?\b.*|documento|documento (?:de )?(?:identidad|identificacion)|(?:no|nro|num|numero|n)"
               r" (?:de |del )?(?:documento|identificacion|identidad)(?: de identidad)?|dni|nuip|curp|rut|passport.*"
               r"|.*\bpasaporte\b.*|national id.*|identity card.*|id card.*|.*\bid number\b|carte d identite"),
    (NAME, rf"nombres?(?: completos?| y apellidos?)?|apellidos?.*|nombres? {_PERSON}s?|nombre (?:de |del |de la )"
           rf"{_PERSON}|(?:first|last|full|family|given|middle) ?names?|sur ?name|prenoms?|noms? (?:et|de famille).*"
           rf"|names? of (?:the )?{_PERSON}|{_PERSON}s? ?names?|(?:primer|segundo) (?:nombre|apellido)"),
    (COORDINATES, r"(?:.* )?(?:gps|geopoint|geolocation|geotrace|geoshape)(?: .*)?"),
    (BIRTH, r".*\b(?:fecha|date|ano)(?: de| of)? (?:nacimiento|birth|naissance)\b.*|dob|birth ?(?:date|day)"),
    (ADDRESS, r"direccion(?:es)?(?: (?:de )?(?:residencia|domicilio|casa|vivienda|correspondencia))?|domicilio"
              r"|(?:home |street |postal |residential )?address|adresse"),
    (PICTURE, r"(?:.* )?(?:foto|fotos|fotografia|photo|photos|picture|selfie|firma|signature|audio|video|recording)"
              r"(?: (?:url|link|name|de .*|of .*|[0-9]+))?"),
    (ACCOUNT, r".*\b(?:cuenta bancaria|bank account|iban|numero de cuenta)\b.*"),
)  # fmt: skip
_YES_AND_NO = {"0", "1", "0.0", "1.0", "true", "false", "yes", "no", "sí", "si", "oui", "non", "x"}
_NOT_PERSONS = re.compile(
    r"\b(?:municipi\w*|departa\w*|depto|dpto|mpio|proyect\w*|project\w*|organi\w*|entidad|institu\w*|programa\w*"
    r"|program\w*|indica\w*|activid\w*|activit\w*|lugar|place|pais|country|sector|fuente|source|file|archivo|column\w*"
    r"|linea|tipo|type|count|total|number of|numero de (?:personas|benef\w*)|access|coverage|cobertura|tienen?|has"
    r"|porcentaje|percent\w*|hogares|households|subscri(?:ption|ber)s?|ownership|consent\w*"
    r"|incaut\w*|robad\w*|hurtad\w*|entregad\w*|cantidad)\b"
)

_EMAIL_TEXT = re.compile(r"[\w.+-]{1,64}\s?(?:@|\((?:at|arroba)\)|\[(?:at|arroba)\])\s?[\w-]{1,63}(?:\.[\w-]{2,63})+")
_MOBILE = r"(?:30[0-5]|31[0-9]|32[0-4]|333|35[01])[ .-]?[0-9]{3}[ .-]?[0-9]{2}[ .-]?[0-9]{2}"
_NO_DIGIT_BEFORE = r"(?<![\w$€£#/.,-])(?<![$€£] )(?<!cop )(?<!usd )(?<!eur )(?<!\$)"
_NO_DIGIT_AFTER = r"(?![\w%]|[.,/-][0-9])"
_AMOUNT_AFTER = r"(?!\s*(?:%|pesos|cop\b|usd\b|d[óo]lares|euros?|millones|m[²2³]|ha\b|hect|kg\b|km\b|personas|people))"
_PHONE_TEXT = (
    re.compile(
        r"(?<![\w+.,/-])(?:\+|00)[1-9][0-9]{0,2}[ .-]?(?:\([0-9]{1,4}\)[ .-]?)?(?:[0-9][ .-]?){5,11}[0-9](?![0-9])"
    ),
    re.compile(
        r"\b(?:tel[ée]?(?:fono)?s?|cel(?:ular)?(?:es)?|m[óo]vil|whats ?app|phone|mobile|fax|ll[aá]mar? al|call)\b"
        r"[ .:#°º]{0,3}(?:n[oº°]\.? ?|n[uú]mero ?|is |es )?(?P<found>\(?[0-9](?:[ .()-]{0,2}[0-9]){6,12})(?![0-9])",
        re.IGNORECASE,
    ),
    re.compile(r"(?<![\w(])\(60[1-8]\) ?[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}(?![0-9])"),
    re.compile(_NO_DIGIT_BEFORE + _MOBILE + _NO_DIGIT_AFTER + _AMOUNT_AFTER, re.IGNORECASE),
)
_DOCUMENT_TEXT = re.compile(
    r"(?:\bc[ée]dulas?(?: de (?:ciudadan[ií]a|extranjer[ií]a))?|\b(?:doc(?:umento)?|tarjeta) de identidad"
    r"|\bdocumento|\bidentificad[oa]s? con(?: (?:la )?c[ée]dula| cc| c\.c\.)?|\bpas(?:aporte|sport)|\bnational id"
    r"|\bid (?:number|card)|(?<![\w.])(?:c\. ?c|t\. ?i|c\. ?e|CC|C\.C|TI|CE|NUIP|DNI|NID)\b)"
    r"[ .:#°º-]{0,3}(?:n(?:[oº°]|ro|[uú]m(?:ero)?)\.? ?)?(?P<found>[A-Z]{0,2}[0-9](?:[. ]?[0-9]){5,15})(?![0-9/-])",
    re.IGNORECASE,
)
_NIT = re.compile(
    r"\bnit\b[ .:#°º-]{0,3}(?:n[oº°]\.? ?)?(?P<found>[0-9](?:[. ]?[0-9]){5,10}(?:-[0-9])?)(?![0-9])", re.I
)
_COORDINATE_TEXT = (
    re.compile(
        r"(?<![\d.])-?[0-9]{1,2}[.,][0-9]{3,}°?\s*[NnSs]?\s*[,;/ ]\s*-?[0-9]{1,3}[.,][0-9]{3,}°?\s*[EeOoWw]?(?!\d)"
    ),
    re.compile(r"[0-9]{1,3}\s?°\s?[0-9]{1,2}\s?['′’]\s?(?:[0-9]{1,2}(?:[.,][0-9]+)?\s?(?:[\"″”]|''|’’)?)?\s?[NSEWO]\b"),
    re.compile(r"\bPOINT\s?\(\s?-?[0-9.]+\s+-?[0-9.]+\s?\)", re.IGNORECASE),
)
_AT = re.compile(r"@|[(\[](?:at|arroba)[)\]]")
_CAN_HOLD = re.compile(  # asked first: most texts hold none of these
    r"@|[(\[](?:at|arroba)[)\]]|(?:[0-9][^0-9]{0,3}){5}[0-9]|°|\bPOINT|\b(?:[Ss]e[ñn]or|[Ss]r|[Dd]o[nñ]|Nombre|nombre|Name|M[rs])"
)
_DAY_DIGITS = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_CAPITAL = r"[A-ZÁÉÍÓÚÑÜ](?:[a-záéíóúñü'’]{1,20}|[A-ZÁÉÍÓÚÑÜ'’]{1,20})"
_NAME_BEFORE = re.compile(
    rf"({_CAPITAL}(?: (?:de|del|la|las|los|da|dos)){{0,2}}(?: {_CAPITAL}(?: (?:de|del|la|las|los)){{0,2}}){{1,4}})"
    r"[ ,;:(<–-]{0,4}(?:(?:con|with|is|es|al|su|identificad[oa]|portador[a]?)[ ,]{0,2}){0,2}$"
)
_WHOLE_NAME = re.compile(rf"{_CAPITAL}(?: (?:(?:de|del|la|las|los|da|dos) ){{0,2}}{_CAPITAL}){{1,4}}")
_LABEL_LAST = re.compile(
    r"[ ,;:(]*\b(?:tel|cel|c\.? ?c|cc|ti|ce|c[ée]dula|celular|tel[eé]fono|e-?mail|correo|phone|documento|n[oº°])"
    r"(?: de ciudadan[ií]a)?\.?[ :#°º.]*$",
    re.IGNORECASE,
)
_NOT_NAME = re.compile(
    r"\b(?:fundaci\w+|corporaci\w+|asociaci\w+|alcald\w+|ministeri\w+|ministry|universi\w+|polic\w+|oficina|office|linea"
    r"|secretar\w+|comite|committee|red|junta|consejo|cooperativa|empresa|organi\w+|foundation|association|unidad|hospital"
    r"|gobernaci\w+|defensoria|fiscalia|personeria|proyecto|project|programa|program|municipio|vereda|tel\w*|cel\w*|mobile"
    r"|phone|whatsapp|cedula|documento|correo|email|contacto|contact|llamar|call|nit|cc|identificad\w+)\b"
)  # fmt: skip
_AFTER_TITLE = re.compile(
    rf"\b(?:[Ss]e[ñn]or(?:a|es)?|[Ss]ra?\.|[Dd]on|[Dd]o[ñn]a|[Nn]ombre(?: completo)?:|[Nn]ame:|Mr\.?|Mrs\.?|Ms\.?) ?"
    rf"(?P<found>{_CAPITAL}(?: (?:de|del|la|los))?(?: {_CAPITAL}){{1,3}})"
)
_PLACE_HEADER = re.compile(
    r"\b(?:lat\w*|lon\w*|lng|x|y|geom\w*|wkt|point|geo|coord\w*|ubicacion|the geom|centroid\w*)\b"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Hit(NamedTuple):
    """One piece of personal data in a text: where it stands and what it is."""

    start: int
    end: int
    kind: str


def sensitive_header(name: str, column: pd.Series | None = None) -> str | None:
    """What kind of personal data a column of this name holds; None where its name says none.

    Names of places, projects and organisations, and counts of people, are no personal data; nor is a `column` that
    only says yes and no (a form's "engaged by: phone", one column for each choice).
    """
    known = set() if column is None else set(as_text(column).dropna().str.strip().str.casefold().unique())
    if known and known <= _YES_AND_NO:
        return None
    words = key(_CAMEL.sub(" ", name)) if name != name.upper() else key(name)
    if not words or len(words) > 200:
        return None
    is_other = _NOT_PERSONS.search(words)
    if _NAMED_PERSON.search(words) and not (is_other or _COUNT_IN_FRENCH.match(words)):
        return NAME
    for kind, pattern in _HEADERS:
        if re.fullmatch(pattern, words) and (not is_other or kind == DEVICE):
            return kind
    return None


def is_role_of_person(name: str) -> bool:
    """Whether a header says what a person does: its cells are names where they look so."""
    words = key(_CAMEL.sub(" ", name)) if name != name.upper() else key(name)
    return bool(re.search(rf"\b{_PERSON}s?\b|\b(?:quien|who|se llama)\b", words)) and not _NOT_PERSONS.search(words)


def looks_like_a_name(text: str) -> bool:
    """Whether a text is two to five words with capitals and nothing else, as names of persons are written."""
    return bool(_WHOLE_NAME.fullmatch(text.strip())) and not _NOT_NAME.search(key(text))


def hits(text: str, is_place: bool = False) -> list[Hit]:
    """The personal data in a text, in the order in which it stands; `is_place`: coordinates belong there."""
    if not _CAN_HOLD.search(text):
        return []
    addresses = [Hit(*found.span(), EMAIL) for found in (_EMAIL_TEXT.finditer(text) if _AT.search(text) else ())]
    sure = _apart([*addresses, *_numbers(text), *([] if is_place else _points(text))])
    return _apart([*sure, *_names(text, [hit for hit in sure if hit.kind != COMPANY])])


def _numbers(text: str) -> Iterator[Hit]:
    """Documents, organisations' numbers and phones; the first that claims a number has it."""
    for found in _DOCUMENT_TEXT.finditer(text):
        digits = re.sub(r"\D", "", found["found"])
        if 6 <= len(digits) <= 12 and not _DAY_DIGITS.fullmatch(digits):
            yield Hit(*found.span("found"), DOCUMENT)
    for found in _NIT.finditer(text):
        digits = re.sub(r"\D", "", found["found"].split("-")[0])
        # The NIT of an organisation has nine digits and begins with 8 or 9; that of a person is the cédula.
        yield Hit(*found.span("found"), COMPANY if len(digits) == 9 and digits[0] in "89" else DOCUMENT)
    for pattern in _PHONE_TEXT:
        for found in pattern.finditer(text):
            span = found.span("found") if "found" in pattern.groupindex else found.span()
            if 7 <= len(re.sub(r"\D", "", text[slice(*span)])) <= 15:
                yield Hit(*span, PHONE)


def _points(text: str) -> Iterator[Hit]:
    for pattern in _COORDINATE_TEXT:
        for found in pattern.finditer(text):
            yield Hit(found.start(), found.end(), COORDINATES)


def _names(text: str, sure: list[Hit]) -> Iterator[Hit]:
    """Names of persons: right before what identifies a person, or after a form of address."""
    for hit in sure:
        before = text[max(0, hit.start - 120) : hit.start]
        before = _LABEL_LAST.sub("", before)
        if (found := _NAME_BEFORE.search(before)) and not _NOT_NAME.search(key(found[1])):
            start = max(0, hit.start - 120) + found.start(1)
            yield Hit(start, start + len(found[1]), NAME)
    for found in _AFTER_TITLE.finditer(text):
        if not _NOT_NAME.search(key(found["found"])):
            yield Hit(*found.span("found"), NAME)


def _apart(found: list[Hit]) -> list[Hit]:
    """The hits in order, less those that overlap one found before them."""
    kept: list[Hit] = []
    for hit in found:
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return sorted(kept)


def mask(found: str, kind: str) -> str:
    """What a finding may show: 3•• ••• ••67 of a phone or a document, m•••@•••.org of an address, M•••• of a name."""
    if kind == EMAIL:
        return f"{found[0]}{OUT}@{OUT}.{found.rpartition('.')[2]}"
    if kind == NAME:
        return " ".join(word[0] + "•" * (len(word) - 1) for word in found.split())
    digits = [position for position, c in enumerate(found) if c.isdigit()]
    shown = {digits[0], *digits[-2:]} if len(digits) >= 7 and kind != COORDINATES else set()
    return "".join("•" if c.isalnum() and position not in shown else c for position, c in enumerate(found))


def personal(column: pd.Series, name: str = "") -> list[Finding]:
    """The personal data in the cells of a column called `name`, as `masked` tells it."""
    return masked(column, name).findings


def masked(column: pd.Series, name: str = "") -> Typed:
    """The texts with personal data taken out of them, and told by kind; a finding shows a mask, never the cell.

    The numbers of organisations (NIT) are told and stay. Coordinates stay in a column whose name says that it holds
    points. A column of bare numbers is judged as a whole: give it all values that occur (most of them mobile numbers
    of ten digits: phones; otherwise amounts and codes, which stay).
    """
    column = as_text(column)
    is_place = bool(_PLACE_HEADER.search(key(_CAMEL.sub(" ", name))))
    are_phones = sensitive_header(name) == PHONE or _are_phones(column)
    return read_each(column, lambda text: _without(text, is_place, are_phones), "str")


_BARE = re.compile(r"[0-9][0-9.,]*")
_BARE_MOBILE = re.compile(_MOBILE)


def _are_phones(column: pd.Series) -> bool:
    """True where most of the bare numbers of a column are mobile numbers."""
    bare = [text for text in column.dropna().unique() if _BARE.fullmatch(text)]
    return len(bare) > 0 and sum(bool(_BARE_MOBILE.fullmatch(text)) for text in bare) > 0.5 * len(bare)


def _without(text: str, is_place: bool, are_phones: bool) -> Cell:
    if len(text) > LONGEST:
        return Cell(None, (Remark("text_too_long", (("limit", f"{LONGEST:,}"),), OUT),))
    if _BARE.fullmatch(text.strip()) and not (are_phones and _BARE_MOBILE.fullmatch(text.strip())):
        return Cell(text)
    found = hits(text, is_place)
    remarks = [
        Remark("company_number", (), "")
        if hit.kind == COMPANY
        else Remark("personal_data", (("kind", hit.kind),), mask(text[hit.start : hit.end], hit.kind))
        for hit in found
    ]
    for hit in reversed(found):
        if hit.kind != COMPANY:
            text = text[: hit.start] + OUT + text[hit.end :]
    return Cell(text, tuple(remarks))
