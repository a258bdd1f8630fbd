"""What every hand-out of a story is made from: its slides as they are shown, and their numbers with the sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analytics.exports.letters import clean
from analytics.figures.model import Fact, Figure
from analytics.wording import Words

SOURCES_NAMED = 2


def day_words(day: str, say: Words) -> str:
    """The day of a version in words: "25 November 2026"."""
    return say.day(date.fromisoformat(day), "day") if day else say("not stated")


@dataclass(frozen=True)
class Sheet:
    """One slide as it is shown: its words, its figure."""

    id: str
    title: str
    message: str
    notes: str
    figure: Figure

    def foot(self, say: Words) -> str:
        """The line at the foot: sources, selection, version, and the mark of what is illustrative."""
        figure, parts = self.figure, []
        if figure.is_illustrative:
            parts.append(say("Illustrative: made up for training"))
        if figure.sources:
            named = list(figure.sources[:SOURCES_NAMED])
            left = len(figure.sources) - len(named)
            if left:
                named.append(say.many("{n} more", "{n} more", left))
            parts.append(say("Source: {sources}", sources="; ".join(named)))
        parts.append(say("Selection: {selection}", selection=figure.selection))
        parts.append(say("Version of {day}", day=day_words(figure.built_on, say)))
        return clean(" · ".join(parts))

    def remarks(self) -> list[str]:
        """What the figure says of itself besides its title: its unit and its notes."""
        return [clean(text) for text in (self.figure.unit, *self.figure.notes) if text]

    def spoken(self, say: Words) -> str:
        """The notes of the speaker, with what a question from the room may ask for."""
        figure = self.figure
        lines = [self.notes, *self.remarks(), say("Selection: {selection}", selection=figure.selection),
                 *(say("Source: {sources}", sources=source) for source in figure.sources)]  # fmt: skip
        return "\n".join(clean(line) for line in lines if line)

    def alt(self) -> str:
        """The figure in words, for those who do not see it."""
        rows = [", ".join(str(v) for v in row) for row in self.figure.rows[:12]]
        return clean(". ".join([self.title, self.message, *rows]), 1500)


@dataclass(frozen=True)
class Checked:
    """One line of the fact check: the slide, the number, its source, and whether records agree."""

    slide: int
    fact: Fact


@dataclass(frozen=True)
class Deck:
    """A story in one language, ready to be handed out."""

    name: str
    title: str
    lang: str
    sheets: tuple[Sheet, ...]

    @property
    def say(self) -> Words:
        return Words(self.lang)

    def checks_foot(self) -> str:
        """The line at the foot of the fact check, which can be handed on without its story: it keeps the mark."""
        say, is_made_up = self.say, any(sheet.figure.is_illustrative for sheet in self.sheets)
        mark = f"{say('Illustrative: made up for training')} · " if is_made_up else ""
        return mark + say("Every number of this story, each once.")

    @property
    def checks(self) -> list[Checked]:
        """Every number of the story once, in order."""
        found: dict[tuple[str, str], Checked] = {}
        for n, sheet in enumerate(self.sheets, 1):
            for fact in sheet.figure.facts:
                found.setdefault((fact.label, fact.words), Checked(n, fact))
        return list(found.values())
