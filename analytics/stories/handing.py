"""A story of one data set, ready for every hand-out: its words and its frozen figures."""

from __future__ import annotations

from analytics.exports.sheets import Deck, Sheet
from analytics.stories.library import Stories
from analytics.stories.model import Story, in_language, slide_message, slide_title


def deck_of(stories: Stories, story: Story, lang: str) -> Deck:
    """The story in one language, as it is shown."""
    sheets = []
    for slide in story.slides:
        figure = stories.figure(story, slide, lang)
        title, message = slide_title(story, slide, figure), slide_message(slide, figure)
        sheets.append(Sheet(slide.id, title, message, in_language(slide.notes, lang), figure))
    return Deck(story.name, story.said(lang), lang, tuple(sheets))
