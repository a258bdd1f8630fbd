"""A story as one HTML file: present mode, and what opens from a USB stick. It asks for nothing outside itself.

Every text is escaped; the only script is ours, named by its hash in the policy that the page carries, so nothing that
stands in the data can run.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path

from analytics.exports import letters
from analytics.exports.figure_svg import Paint, figure_svg
from analytics.exports.figure_texts import cell_text
from analytics.exports.qr import qr_svg
from analytics.exports.sheets import Deck, Sheet
from analytics.palette import CONTRAST, DARK, LIGHT, scales
from analytics.paths import PROJECT
from analytics.wording import Words

PARTS = Path(__file__).parent / "deck"
FONTS = PROJECT / "pages" / "shared" / "static" / "fonts"
WIDTH, HEIGHT, EDGE = 1280, 720, 56
TITLE_SIZES, MESSAGE_SIZES = (44, 38, 33, 28, 24, 20), (24, 21, 19, 17, 15)
FOOT_SIZES = (13, 12, 11)
COVER_PX = 120  # how much lower the title of a cover stands (deck.css)
COVER_SIZES = (64, 54, 46, 38, 30)
FACES = tuple(
    (family, f"{stem}-{subset}-wght-normal.woff2")
    for family, stem in (("SourceSerif", "source-serif-4"), ("Figtree", "figtree"))
    for subset in ("latin", "latin-ext")
)
LATIN = "U+0000-00FF,U+0131,U+0152-0153,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212"
KEYS = (
    ("→ ↓ ␣ PgDn", lambda say: say("next slide")), ("← ↑ PgUp", lambda say: say("slide before")),
    ("Home · End", lambda say: say("first, last slide")), ("F", lambda say: say("full screen")),
    ("G", lambda say: say("all slides")), ("N", lambda say: say("notes in a window of their own")),
    ("T", lambda say: say("timer, R starts it again")), ("B", lambda say: say("black")),
    ("C", lambda say: say("light, dark, high contrast")), ("Q", lambda say: say("QR code of this slide")),
    ("+ − 0", lambda say: say("nearer, farther, whole map")),
)  # fmt: skip


def policy(script: str, style: str) -> str:
    """What the page may do: run our script, use our style, show what it holds."""
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (script, style)]
    return (
        f"default-src 'none'; script-src 'sha256-{hashes[0]}'; style-src 'sha256-{hashes[1]}'; font-src data:; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


@cache
def _script() -> str:
    return (PARTS / "deck.js").read_text(encoding="utf-8").strip()


@cache
def _style() -> str:
    sheet = (PARTS / "deck.css").read_text(encoding="utf-8")
    looks = []
    for name, colours in (("light", LIGHT), ("dark", DARK), ("contrast", CONTRAST)):
        values = "".join(f"--{key}:{value};" for key, value in colours.items())
        values += "".join(f"--{key}:{both[name == 'dark']};" for key, both in scales().items())
        looks.append(f':root[data-look="{name}"]{{{values}color-scheme:{"dark" if name == "dark" else "light"}}}')
    classes = "".join(
        f".f-{c}{{fill:var(--{c})}}.s-{c}{{stroke:var(--{c})}}.g-{c}{{stop-color:var(--{c})}}" for c in LIGHT
    )
    sizes = "".join(
        f".z{s}{{font-size:{s}px}}" for s in sorted({*COVER_SIZES, *TITLE_SIZES, *MESSAGE_SIZES, *FOOT_SIZES})
    )
    return "\n".join((font_faces(), *looks, classes, sizes, sheet)).strip()


@cache
def font_faces() -> str:
    """Our fonts as style, the files inside it."""
    faces = []
    for family, file in FACES:
        data = base64.b64encode((FONTS / file).read_bytes()).decode()
        of = LATIN if "-latin-wght" in file else "U+0100-02BA,U+1E00-1EFF,U+20A0-20AB"
        faces.append(f"@font-face{{font-family:{family};font-weight:300 900;src:url(data:font/woff2;base64,{data});"
                     f"unicode-range:{of}}}")  # fmt: skip
    return "".join(faces)


def csp() -> str:
    """The policy of every page that `deck_html` makes."""
    return policy(_script(), _style())


def deck_html(
    deck: Deck, link: str = "", with_notes: bool = True, progress: Callable[[int, int], None] = lambda done, of: None
) -> str:
    """The whole story as one page; `link` is where it is served, for the QR codes."""
    say = deck.say
    slides = []
    for n, sheet in enumerate(deck.sheets, 1):
        progress(n, len(deck.sheets))
        slides.append(_section(sheet, n, len(deck.sheets) + 1, say, f"{link}#{n}" if link else "", with_notes))
    slides.append(_fact_check(deck))
    keys = "".join(f"<tr><th>{escape(key)}</th><td>{escape(words(say))}</td></tr>" for key, words in KEYS)
    said = {
        "said": say("Slide {n} of {all}: {title}", n="%n", all="%all", title="%title"), "notes": say("Notes"),
        "next": say("Next"), "blocked": say("The browser did not open a second window. Allow it for this page."),
        "unlinked": say("This copy is not served under a link."),
    }  # fmt: skip
    data = "".join(f' data-{key}="{escape(value, quote=True)}"' for key, value in said.items())
    return (
        f'<!doctype html><html lang="{deck.lang}" data-look="light"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(csp(), quote=True)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{escape(letters.clean(deck.title))}</title><style>{_style()}</style></head><body{data}>"
        f'<main id="deck">{"".join(slides)}</main>'
        f'<div id="live" class="unseen" aria-live="polite"></div>{_bar(say)}'
        '<div id="way"></div><div id="tip" hidden></div><div id="timer" hidden></div><div id="black" hidden></div>'
        f'<dialog id="help"><h2>{escape(say("Keys"))}</h2><table>{keys}</table>'
        f'<form method="dialog"><button>{escape(say("Close"))}</button></form></dialog>'
        '<dialog id="qr"><div></div><p></p><form method="dialog">'
        f"<button>{escape(say('Close'))}</button></form></dialog>"
        f"<script>{_script()}</script></body></html>\n"
    )


def _bar(say: Words) -> str:
    buttons = (
        ("back", "←", say("Slide before")), ("on", "→", say("Next slide")), ("grid", "▦", say("All slides")),
        ("notes", "≡", say("Notes")), ("look", "◐", say("Light, dark, high contrast")), ("code", "QR", say("QR code")),
        ("full", "F", say("Full screen")), ("keys", "?", say("Keys")),
    )  # fmt: skip
    inner = "".join(
        f'<button type="button" data-do="{do}" title="{escape(words)}" aria-label="{escape(words)}">{sign}</button>'
        for do, sign, words in buttons
    )
    return f'<nav id="bar" aria-label="{escape(say("Slides"))}">{inner}<output id="at"></output></nav>'


def _lines(words: str, room: float, height: float, sizes: tuple[int, ...], face: str) -> tuple[int, str, int]:
    """A text broken into lines that fit, as markup, with its size and how many lines it has."""
    size, broken = letters.fitted(letters.clean(words), room, height, sizes, face, 1.22)
    return int(size), "<br>".join(map(escape, broken)), len(broken)


def _section(sheet: Sheet, n: int, of: int, say: Words, link: str, with_notes: bool) -> str:
    room = WIDTH - 2 * EDGE
    is_cover = sheet.figure.kind == "cover"
    size, title, rows = _lines(
        sheet.title, room, 170 if is_cover else 100, COVER_SIZES if is_cover else TITLE_SIZES, "title"
    )
    top = EDGE - 12 + rows * size * 1.22 + (COVER_PX if is_cover else 0)
    small, message, more = _lines(sheet.message, room, 66, MESSAGE_SIZES, "body") if sheet.message else (24, "", 0)
    top += more * small * 1.22 + 20
    _, about, _ = _lines(" ".join(sheet.remarks()[:1]), room, 20, (14, 13, 12), "body")
    foot_size, foot, _ = _lines(sheet.foot(say), room - 70, 34, FOOT_SIZES, "body")
    tall = HEIGHT - top - 96
    svg = figure_svg(sheet.figure, room, tall, Paint(prefix=f"p{n}"), sheet.alt())
    mark = f'<b class="mark">{escape(say("illustrative"))}</b>' if sheet.figure.is_illustrative else ""
    notes = f'<div class="notes" hidden>{escape(sheet.spoken(say))}</div>' if with_notes else ""
    code = f'<div class="qr" hidden data-link="{escape(link, quote=True)}">{qr_svg(link)}</div>' if link else ""
    cover = " cover" if is_cover else ""
    name = escape(letters.clean(sheet.title, 200).replace("\n", " "), quote=True)
    return (
        f'<section class="slide{cover}" id="n{n}" tabindex="-1" aria-roledescription="{escape(say("slide"))}"'
        f' aria-label="{n} / {of}" data-title="{name}"><div class="sheet"><h1 class="z{size}">{title}</h1>'
        f'<p class="message z{small}">{message}</p><div class="figure">{svg}</div>{mark}<p class="unit">{about}</p>'
        f'<footer class="z{foot_size}"><span>{foot}</span><b>{n}</b></footer>{_twin(sheet, say)}'
        f"{notes}{code}</div></section>"
    )


def _twin(sheet: Sheet, say: Words, most: int = 60) -> str:
    """The figure as a table for those who listen."""
    figure = sheet.figure
    if not figure.rows:
        return ""
    head = "".join(f"<th>{escape(letters.clean(name))}</th>" for name in figure.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell_text(value, say))}</td>" for value in row) + "</tr>"
        for row in figure.rows[:most]
    )
    return (
        f'<table class="unseen"><caption>{escape(letters.clean(figure.title))}</caption><tr>{head}</tr>{body}</table>'
    )


def _fact_check(deck: Deck) -> str:
    """The last slide: each number, where it stands, and whether records agree; it scrolls where it is long."""
    say, n = deck.say, len(deck.sheets) + 1
    heads = (say("Slide"), say("What"), say("Number"), say("Source"), say("Do records agree?"))
    rows = "".join(
        f'<tr><td><a href="#{one.slide}">{one.slide}</a></td>'
        + "".join(f"<td>{escape(letters.clean(text))}</td>" for text in
                  (one.fact.label, one.fact.words, one.fact.source, one.fact.verdict)) + "</tr>"
        for one in deck.checks
    )  # fmt: skip
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    name = escape(say("Fact check"), quote=True)
    return (
        f'<section class="slide" id="n{n}" tabindex="-1" aria-roledescription="{escape(say("slide"))}"'
        f' aria-label="{n} / {n}" data-title="{name}"><div class="sheet"><h1 class="z38">{name}</h1>'
        f'<div class="checks" tabindex="0"><table><tr>{head}</tr>{rows}</table></div>'
        f'<footer class="z13"><span>{escape(deck.checks_foot())}</span><b>{n}</b></footer>'
        f"</div></section>"
    )
