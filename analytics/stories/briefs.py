"""A brief of two pages: of a place, of a partnership, or of all that a selection shows."""

from __future__ import annotations

from dataclasses import replace

from analytics.errors import QuestionError
from analytics.exports.deck_pdf import brief
from analytics.figures.asker import Asker, Remembering
from analytics.figures.making import make_figure
from analytics.figures.model import Figure
from analytics.selection import Reader, Selection
from analytics.stories.library import SHOWN_TO
from analytics.warehouse import Warehouse
from analytics.wording import Words

OF_A_VIEW = (
    "partnership_figures", "presence", "issue_ranking", "timeline", "indicator_results", "activities_by_year",
    "recorded_issues", "organisations_by_programme", "not_stated",
)  # fmt: skip


def brief_of(
    engine: Warehouse, selection: Selection, lang: str, place: str = "", paper: str = "a4", title: str = "",
    is_always: bool = False,
) -> bytes:  # fmt: skip
    """The brief as PDF: of a place where one is named, else of the selection; as everyone may see it.

    Where nothing is recorded it raises QuestionError, or says so on its page (`is_always`).
    """
    held, reader = Remembering(engine), Reader(SHOWN_TO, lang)

    def made(name: str, where: Selection = selection, **own: str) -> Figure:
        return make_figure(held, name, where, reader, own)

    if place:
        profile = made("place_profile", place_id=place)
        figures = [
            profile, made("presence", at=place), made("municipality_list", place_id=place),
            made("indicator_results", replace(selection, place=(place,))),
            made("place_part", place_id=place, part="records"), made("issue_ranking"),
        ]  # fmt: skip
        title = title or profile.title
    else:
        own = {"presence": {"at": _country(Asker(held, selection, reader))}}
        figures = [made(name, **own.get(name, {})) for name in OF_A_VIEW]
    shown = [
        figure for figure in figures if not figure.is_empty and (figure.kind != "text" or figure.body.get("blocks"))
    ]
    if not shown:
        if not is_always:
            raise QuestionError("Nothing is recorded for this selection: there is nothing to brief on.")
        words = held_words(lang)
        shown = [replace(figures[0], kind="text", title=words, sentence="", unit="", body={"blocks": []}, notes=())]
    return brief(title or held_title(lang), shown, lang, paper)


def _country(ask: Asker) -> str:
    """The country that all of the selection lies in; empty where there are several."""
    codes = ask("map_areas")["country_code"].dropna().unique()
    return str(codes[0]) if len(codes) == 1 else ""


def held_words(lang: str) -> str:
    say = Words(lang)
    return say("Nothing is recorded for this selection.")


def held_title(lang: str) -> str:
    say = Words(lang)
    return say("What is recorded")
