"""A brief of two pages: of a place, of a partnership, or of all that a selection shows."""

from __future__ import annotations

from analytics.errors import QuestionError
from analytics.exports.deck_pdf import brief
from analytics.figures.asker import Remembering
from analytics.figures.making import make_figure
from analytics.figures.model import Figure
from analytics.selection import Reader, Selection
from analytics.stories.library import SHOWN_TO
from analytics.warehouse import Warehouse


def brief_of(
    engine: Warehouse, selection: Selection, lang: str, place: str = "", paper: str = "a4", title: str = ""
) -> bytes:
    """The brief as PDF: of a place where one is named, else of the selection; as everyone may see it."""
    held = Remembering(engine)

    def made(name: str, **own: str) -> Figure:
        return make_figure(held, name, selection, Reader(SHOWN_TO, lang), own)

    if place:
        profile = made("place_profile", place_id=place)
        figures = [
            profile,
            made("presence", at=place),
            made("municipality_list", place_id=place),
            made("issue_ranking"),
        ]
        title = title or profile.title
    else:
        figures = [
            made("partnership_figures"),
            made("presence"),
            made("issue_ranking"),
            made("timeline"),
            made("not_stated"),
        ]
    shown = [
        figure for figure in figures if not figure.is_empty and (figure.kind != "text" or figure.body.get("blocks"))
    ]
    if not shown:
        raise QuestionError("Nothing is recorded for this selection: there is nothing to brief on.")
    return brief(title or shown[0].title, shown, lang, paper)
