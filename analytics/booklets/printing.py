"""A booklet on paper: A5 pages, the same on sheets to be folded, large on A4, and as slides; each a PDF.

Words become values of the document and never markup. A long word without a place to break gets some, so that nothing
runs out of its page.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

from analytics.booklets.concepts import concepts
from analytics.booklets.library import Library
from analytics.booklets.model import Booklet, HelpLine, Step, said
from analytics.booklets.wording import draft_mark, printed_words
from analytics.exports.typesetting import typeset
from analytics.wording import Words

HERE = Path(__file__).parent
ICONS = tuple(sorted(path.stem for path in (HERE / "icons").glob("*.svg")))
FORMS = ("fold", "pages", "large", "slides")
# A5 is folded from A4; large print is 18 points, as guides for readers with low vision ask
SIZES = {"pages": (148.5, 210, 13, 11.5), "large": (210, 297, 20, 18)}
COVERS = {
    "lack_of_land_ownership": "house", "illicit_crops": "field", "illegal_mining": "water", "extortion": "shield",
    "threats_to_leaders": "shield", "forced_recruitment_of_minors": "school", "micro_trafficking": "people",
    "forced_displacement": "house",
}  # fmt: skip
BLANK_STEPS, BLANK_LINES = 6, 3  # what two pages and one hold, so that no page of a worksheet stays empty
_LONG = re.compile(r"[^\s\u200b]{25,}")


def as_pdf(booklet: Booklet, form: str, say: Words) -> bytes:
    """The booklet in one of `FORMS`; what is left empty becomes lines to write on."""
    if form == "slides":
        return _set("slides.typ", _values(booklet, "pages", say), booklet)
    if form != "fold":
        return _set("booklet.typ", _values(booklet, form, say), booklet)
    pages = _set("booklet.typ", _values(booklet, "pages", say), booklet)
    values = {"title": f"{booklet.issue_name[booklet.lang]}, {booklet.place_name}", "pages": page_count(booklet, say)}
    values["words"] = {"page": say("Page")}
    return typeset(_markup("sheets.typ"), values=values, files={"booklet.pdf": pages})


def page_count(booklet: Booklet, say: Words) -> int:
    """How many A5 pages it has; a multiple of four."""
    made = typeset(_markup("booklet.typ"), "svg", values=_values(booklet, "pages", say), files=_files(booklet))
    return len(made) if isinstance(made, list) else 1


def page_pictures(booklet: Booklet, section: str, say: Words, dpi: int = 96) -> list[bytes]:
    """The A5 pages of one section as PNG, for the live page beside the form."""
    values = _values(booklet, "pages", say) | {"only": section}
    made = typeset(_markup("booklet.typ"), "png", values=values, files=_files(booklet), dpi=dpi)
    return made if isinstance(made, list) else [made]


def _set(name: str, values: dict, booklet: Booklet) -> bytes:
    return typeset(_markup(name), values=values, files=_files(booklet))


@cache
def _markup(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


@cache
def _icons() -> dict[str, bytes]:
    return {f"{name}.svg": (HERE / "icons" / f"{name}.svg").read_bytes() for name in ICONS}


def _files(booklet: Booklet) -> dict[str, bytes]:
    """The icons, and the drawings and photos of the booklet to which consent is recorded."""
    pictures = Library.of_data_folder().pictures(booklet)
    return _icons() | {f"{name}.jpg": picture for name, picture in pictures.items()}


def breakable(text: str) -> str:
    """The text with places to break in words that are longer than any word: addresses, rows of letters."""
    return _LONG.sub(lambda found: "\u200b".join(re.findall(".{1,12}", found[0])), text)


def _values(booklet: Booklet, form: str, say: Words) -> dict:
    width, height, margin, size = SIZES[form]
    steps = [step for step in booklet.steps if said(step)] or [Step()] * BLANK_STEPS
    lines = [line for line in booklet.lines if line.name] or [HelpLine()] * BLANK_LINES
    issue, held = booklet.issue_name[booklet.lang], _files(booklet)
    return _deep({
        "width": width, "height": height, "margin": margin, "size": size, "folds": form == "pages", "only": "",
        "lang": booklet.lang, "words": printed_words(say), "title": f"{issue}, {booklet.place_name}",
        "issue": issue, "place": booklet.place_name, "department": booklet.department_name, "group": booklet.group,
        "mark": draft_mark(booklet, say), "cover": COVERS.get(booklet.issue_type_id, "care"),
        "origin": say("From the issues listed in the dialogues of {place}.", place=booklet.place_name),
        "concepts": [one._asdict() for one in concepts(booklet.issue_type_id, booklet.lang)],
        "own_concepts": list(booklet.concepts), "problem": booklet.problem, "experiences": booklet.experiences,
        "needs": list(booklet.needs), "resources": list(booklet.resources),
        "steps": [_step(step, say) for step in steps], "lines": [_line(line, say) for line in lines],
        "pictures": [
            {"caption": p.caption, "icon": p.icon if p.icon in ICONS else "",
             "file": f"{p.file}.jpg" if f"{p.file}.jpg" in held else ""}
            for p in booklet.pictures if p.icon in ICONS or p.has_consent
        ],
        "state": _state(booklet, say),
        "colophon": say("Made with Tejido. Numbers and institutions are the group's own: try each one first."),
    })  # fmt: skip


def _step(step: Step, say: Words) -> dict[str, str]:
    credit = say("With thanks to {group}", group=step.credit) if step.credit else ""
    return {"what": step.what, "who": step.who, "with_what": step.with_what, "when": step.when, "credit": credit}


def _line(line: HelpLine, say: Words) -> dict[str, str]:
    verified = say("Not verified yet: try it before printing.")
    if line.verified_on:
        verified = say("Verified on {day}", day=say.day(date.fromisoformat(line.verified_on), "day"))
    return {"name": line.name, "contact": line.contact, "helps_with": line.helps_with, "verified": verified}


def _state(booklet: Booklet, say: Words) -> str:
    if not booklet.is_final:
        return say("This is a draft. It becomes the community's when a group has read and confirmed it.")
    day = date.fromisoformat(booklet.confirmed_on)
    return say("A group read and confirmed this booklet on {day}.", day=say.day(day, "day"))


def _deep(value: object) -> object:
    """Every text inside, breakable; names of files stay as they are."""
    if isinstance(value, str):
        return value if value.endswith(".jpg") else breakable(value)
    if isinstance(value, dict):
        return {name: _deep(one) for name, one in value.items()}
    return [_deep(one) for one in value] if isinstance(value, list) else value
