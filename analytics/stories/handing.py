"""A story of one data set, ready for every hand-out: its words and its frozen figures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from analytics import illustrative
from analytics.errors import UseError
from analytics.exports.sheets import Deck, Sheet
from analytics.stories.library import Stories
from analytics.stories.model import Story, in_language, slide_message, slide_title

FORMS = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pdf": "application/pdf",
    "html": "text/html", "png": "application/zip", "svg": "application/zip",
}  # fmt: skip
ENDINGS = {"png": "zip", "svg": "zip"}
Progress = Callable[[int, int], None]


def nothing(done: int, of: int) -> None:
    """Progress that nobody watches."""


def deck_of(stories: Stories, story: Story, lang: str) -> Deck:
    """The story in one language, as it is shown."""
    sheets = []
    for slide in story.slides:
        figure = stories.figure(story, slide, lang)
        title, message = slide_title(story, slide, figure), slide_message(slide, figure)
        sheets.append(Sheet(slide.id, title, message, in_language(slide.notes, lang), figure))
    return Deck(story.name, story.said(lang), lang, tuple(sheets))


def handed_out(
    deck: Deck, form: str, *, template: bytes | None = None, paper: str = "a4", with_notes: bool = True, link: str = "",
    progress: Progress = nothing,
) -> bytes:  # fmt: skip
    """The story in a form of `FORMS`; pictures come in a zip, one a slide. `progress` may raise to end it."""
    if form == "pptx":
        from analytics.exports.deck_pptx import pptx

        return pptx(deck, template, progress)
    if form == "pdf":
        from analytics.exports.deck_pdf import pdf

        return pdf(deck, paper, progress)
    if form == "html":
        from analytics.exports.deck_html import deck_html

        return deck_html(deck, link, with_notes, progress).encode()
    if form in ("png", "svg"):
        return _pictures(deck, form, progress)
    raise UseError(f"A story cannot be handed out as {form!r}. The forms are: {', '.join(FORMS)}.")


def _pictures(deck: Deck, form: str, progress: Progress) -> bytes:
    from analytics.exports.pictures import sheet_picture

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for n, sheet in enumerate(deck.sheets, 1):
            name = illustrative.file_name(f"{deck.name}-{n:02}.{form}", sheet.figure.is_illustrative)
            packed.writestr(name, sheet_picture(sheet, deck.lang, form))
            progress(n, len(deck.sheets))
    return held.getvalue()
