"""Figures that are words: the cover of a story, and text that its author writes."""

from __future__ import annotations

import pandas as pd

from analytics.figures.asker import Asker
from analytics.figures.making import Draft, figure
from analytics.reading import overview_sentences

MOST_TEXT = 1200


@figure("cover")
def cover(ask: Asker) -> Draft:
    """The first slide of a story: its title, and what the data behind it are."""
    say, totals = ask.say, ask("totals").iloc[0]
    sentences = overview_sentences(totals, ask("published_results"), say)
    sentence = sentences[0][0] if sentences else ""
    return Draft(say("A story"), pd.DataFrame(), sentence, references=sentences[0][1] if sentences else ())


@figure("text", "text_en", "text_es")
def own_words(ask: Asker, text_en: str = "", text_es: str = "") -> Draft:
    """Paragraphs in the author's own words: no number in them is checked."""
    say = ask.say
    text = (text_es if ask.reader.lang == "es" else text_en) or text_en or text_es
    lines = [line.strip() for line in text[:MOST_TEXT].splitlines() if line.strip()]
    return Draft(
        say("In our words"), pd.DataFrame(), body={"blocks": [{"head": "", "lines": lines}]},
        unit=say("Written by the author of the story; no source stands behind it."),
    )  # fmt: skip
