"""Beginnings of a new story: the slides that most stories of a kind need."""

from __future__ import annotations

from analytics.stories.model import Slide

TEMPLATES = ("empty", "view", "place", "partnership")


def template_slides(kind: str, place: str = "", partnership: str = "") -> tuple[Slide, ...]:
    """The slides of a template, without their figures yet."""
    chosen = {"partnership": (partnership,)} if partnership else {}
    figures: dict[str, list[tuple[str, dict, dict]]] = {
        "empty": [],
        "view": [("presence", {}, {}), ("partnership_figures", {}, {}), ("timeline", {}, {}), ("not_stated", {}, {})],
        "place": [
            ("place_profile", {}, {"place_id": place}), ("presence", {}, {"at": place}),
            ("municipality_list", {}, {"place_id": place}),
        ],
        "partnership": [
            ("partnership_figures", chosen, {}), ("presence", chosen, {}), ("timeline", chosen, {}),
            ("roles_by_sector", chosen, {}), ("not_stated", chosen, {}),
        ],
    }  # fmt: skip
    slides = [("cover", chosen if kind == "partnership" else {}, {}), *figures[kind]]
    return tuple(Slide(f"s{n}", name, dict(selection), own) for n, (name, selection, own) in enumerate(slides, 1))
