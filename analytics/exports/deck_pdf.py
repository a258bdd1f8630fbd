"""A story as PDF: a page a slide, tagged, with bookmarks, our fonts inside; and a brief of two pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from analytics.errors import UseError
from analytics.exports import letters
from analytics.exports.figure_svg import Paint, figure_svg
from analytics.exports.figure_texts import cell_text, is_tiled
from analytics.exports.sheets import Deck, Sheet
from analytics.exports.typesetting import typeset
from analytics.figures.model import Figure
from analytics.palette import Look
from analytics.wording import Words

Progress = Callable[[int, int], None]
PAPERS = {"a4": (841.89, 595.28), "letter": (792.0, 612.0)}  # lying, in points
MARKUP = Path(__file__).parent / "deck"
EDGE = 42
NATIVE = ("table", "text", "cover")  # set as text by the typesetter, not drawn
BRIEF_HEIGHTS = {"map": 300, "cards": 190, "bars": 260, "matrix": 300, "timeline": 250}
MOST_ROWS = 24
TEXT_SIZES = (14, 11.5, 10, 9)  # points
BRIEF_PAGES = 2


def pdf(deck: Deck, paper: str = "a4", progress: Progress = lambda done, of: None) -> bytes:
    """The story as a PDF, a page a slide and the fact check at its end; it is set as a whole in the last step."""
    wide, high = _paper(paper)
    say, files, pages, of = deck.say, {}, [], len(deck.sheets) + 1
    for n, sheet in enumerate(deck.sheets, 1):
        progress(n, of)
        pages.append(_page(sheet, n, say, files, wide - 2 * EDGE, high))
    progress(of, of)
    checks = [
        [
            str(one.slide),
            *(letters.clean(t) for t in (one.fact.label, one.fact.words, one.fact.source, one.fact.verdict)),
        ]
        for one in deck.checks
    ]
    heads = [say("Slide"), say("What"), say("Number"), say("Source"), say("Do records agree?")]
    values = {
        "title": letters.clean(deck.title, 300), "lang": deck.lang, "width": wide, "height": high, "edge": EDGE,
        "pages": pages, "checks": checks, "heads": heads, "fact_check": say("Fact check"),
        "every": deck.checks_foot(), "illustrative": say("illustrative"),
    }  # fmt: skip
    made = typeset((MARKUP / "story.typ").read_text(encoding="utf-8"), values=values, files=files)
    return made if isinstance(made, bytes) else made[0]


def _paper(name: str) -> tuple[float, float]:
    if name not in PAPERS:
        raise UseError(f"There is no paper {name!r}. The papers are: {', '.join(PAPERS)}.")
    return PAPERS[name]


def _page(sheet: Sheet, n: int, say: Words, files: dict[str, bytes], room: float, high: float) -> dict:
    """What the typesetter needs of one slide; its picture goes into `files`."""
    figure, is_cover = sheet.figure, sheet.figure.kind == "cover"
    title_size, title = letters.fitted(letters.clean(sheet.title), room, 76, (30, 26, 22, 19, 16, 13), "title")
    message_size, message = letters.fitted(letters.clean(sheet.message), room, 56, (16, 14.5, 13, 11.5, 10))
    foot_size, foot = letters.fitted(sheet.foot(say), room - 30, 22, (8.5, 8, 7.5))
    used = len(title) * title_size * 1.3 + len(message) * message_size * 1.3 + 44
    body = _body(figure, say, high - used - 104)
    body["size"] = _text_size(body["blocks"], room, high - used - 104, body["size"])
    remark = " · ".join(filter(None, [body["more"], *sheet.remarks()[:1]]))
    unit_size, unit = letters.fitted(remark, room, 13, (9, 8.5, 8))
    page = {
        "title": " ".join(title), "title_size": 40 if is_cover and len(title) == 1 else title_size,
        "message": " ".join(message), "message_size": message_size, "foot": " ".join(foot),
        "unit": unit[0], "unit_size": unit_size,
        "foot_size": foot_size, "n": str(n), "is_cover": is_cover, "is_illustrative": figure.is_illustrative,
        "alt": sheet.alt(), **body,
    }  # fmt: skip
    if figure.kind not in NATIVE or figure.is_empty:
        page["kind"] = "picture"
        page["file"] = f"slide{n}.svg"
        # drawn at the size of the screen and set smaller: the same proportions on paper
        tall = 1168 * (high - used - 104) / room
        files[page["file"]] = figure_svg(figure, 1168, tall, Paint(Look(), f"p{n}"), sheet.alt()).encode()
    return page


def _text_size(blocks: list[dict], room: float, high: float, most: float) -> float:
    """The size at which blocks stand beside each other on one page (`words` of story.typ sets them)."""
    across = 1 if len(blocks) == 1 else 2 if len(blocks) <= 4 else 3
    wide = (room - 26 * (across - 1)) / across - 14
    for size in (most, *(one for one in TEXT_SIZES if one < most)):
        tall = [
            sum(len(letters.lines(line, size, wide)) or 1 for line in block["lines"]) * size * 1.42 + size * 2 + 8
            for block in blocks
        ]
        if sum(max(tall[at : at + across]) + 18 for at in range(0, len(tall), across)) <= high:
            return size
    return TEXT_SIZES[-1]


def _body(figure: Figure, say: Words, high: float) -> dict:
    """The words of a figure that is set as text."""
    blocks = [
        {"head": letters.clean(b["head"]), "lines": [letters.clean(line, 1500) for line in b["lines"]]}
        for b in figure.body.get("blocks", ())
    ]
    rows = [[letters.clean(cell_text(value, say)) for value in row] for row in figure.rows]
    shown = rows[:MOST_ROWS] if figure.kind == "table" else []
    left = len(rows) - len(shown) if figure.kind == "table" else 0
    words = sum(len(line) for b in blocks for line in (b["head"], *b["lines"]))
    lines = sum(len(b["lines"]) + bool(b["head"]) for b in blocks)
    size = 18 if words < 350 and lines < 9 else 14 if words < 900 and lines < 20 else 11.5
    day = say.day(_day(figure.built_on), "day") if figure.built_on else ""
    about = say("Version of {day}. Selection: {selection}.", day=day, selection=figure.selection)
    return {
        "kind": figure.kind, "blocks": blocks, "tiled": is_tiled(blocks),
        "colour": Paint(Look()).value(figure.body.get("colour", "teal")), "columns": list(figure.columns),
        "rows": shown, "size": size,
        "row_size": 12 if len(shown) < 10 else 10 if len(shown) < 16 else 8, "high": high,
        "more": say.many("… and {n} more row", "… and {n} more rows", left) if left else "",
        "sentence": letters.clean(figure.sentence), "about": letters.clean(about),
    }  # fmt: skip


def _day(written: str) -> date:
    return date.fromisoformat(written)


def brief(title: str, figures: list[Figure], lang: str, paper: str = "a4") -> bytes:
    """Two standing pages of figures and their sources; smaller, then fewer, where they would need a third."""
    shown = list(figures)
    while True:
        for scale in (1.0, 0.86, 0.74):
            markup, values, files = _brief(title, shown, lang, paper, scale)
            pages = typeset(markup, "png", values=values, files=files, dpi=8)
            if isinstance(pages, bytes) or len(pages) <= BRIEF_PAGES or (len(shown) == 1 and scale < 0.8):
                made = typeset(markup, values=values, files=files)
                return made if isinstance(made, bytes) else made[0]
        shown.pop()


def _brief(title: str, figures: list[Figure], lang: str, paper: str, scale: float) -> tuple[str, dict, dict]:
    """What the typesetter needs of a brief, its drawings so much smaller."""
    high, wide = _paper(paper)
    say, files = Words(lang), {}
    parts = [_part(figure, n, say, files, wide - 2 * EDGE, scale) for n, figure in enumerate(figures)]
    sources = list(dict.fromkeys(source for figure in figures for source in figure.sources))
    first = figures[0]
    day = say.day(_day(first.built_on), "day") if first.built_on else ""
    values = {
        "title": letters.clean(title, 300), "lang": lang, "width": wide, "height": high, "edge": EDGE, "parts": parts,
        "about": letters.clean(say("Version of {day}. Selection: {selection}.", day=day, selection=first.selection)),
        "sources": [letters.clean(source) for source in sources[:12]], "sources_title": say("Sources"),
        "mark": say("illustrative") if any(figure.is_illustrative for figure in figures) else "",
        "notes": [letters.clean(note) for note in dict.fromkeys(n for f in figures for n in f.notes)][:6],
    }  # fmt: skip
    return (MARKUP / "brief.typ").read_text(encoding="utf-8"), values, files


def _part(figure: Figure, n: int, say: Words, files: dict[str, bytes], room: float, scale: float) -> dict:
    """One figure of a brief; its drawing goes into `files`."""
    part = {
        "title": letters.clean(figure.title), "sentence": letters.clean(figure.sentence),
        "unit": letters.clean(figure.unit), **_body(figure, say, 0),
        "alt": Sheet("", figure.title, "", "", figure).alt(),
    }  # fmt: skip
    part["size"], part["row_size"] = 10, 8.5
    part["rows"] = part["rows"][:10]
    if figure.kind not in NATIVE or figure.is_empty:
        tall = min(BRIEF_HEIGHTS.get(figure.kind, 60) if not figure.is_empty else 60, _needed(figure)) * scale
        part |= {"kind": "picture", "file": f"figure{n}.svg", "tall": tall}
        files[part["file"]] = figure_svg(figure, 900, 900 * tall / room, Paint(Look(), f"b{n}"), part["alt"]).encode()
    return part


def _needed(figure: Figure) -> float:
    """How tall the drawing of a figure need be: few rows fill no page."""
    rows = {"timeline": "lanes", "bars": "rows", "matrix": "rows", "cards": "items"}.get(figure.kind)
    if rows is None or figure.body.get("upright"):
        return 1000
    n = len(figure.body.get(rows, ()))
    return {"timeline": 26 + 34 * n, "bars": 10 + 30 * n, "matrix": 110 + 26 * n, "cards": 100 if n < 4 else 1000}[
        figure.kind
    ]
