"""What is printed around the words of a group, and what the form says."""

from __future__ import annotations

from analytics.booklets.cautions import ACCUSATION, LOOK, OTHER, PERSON, PHONE, PICTURE, PLACE, Caution
from analytics.booklets.model import Booklet
from analytics.wording import Words


def draft_mark(booklet: Booklet, say: Words) -> str:
    """What stands on every page until a group has confirmed the booklet."""
    return "" if booklet.is_final else say("Draft, not yet the community's")


def general_note(say: Words) -> str:
    """Whose words the concepts are: stands beside them on the screen and on paper."""
    return say(
        "General wording of the tool, for every place alike. It comes neither from the community nor from a source; "
        "the group keeps what is right for it."
    )


def printed_words(say: Words) -> dict[str, str]:
    """The words of the page itself."""
    return {
        "kind": say("Prevention booklet"), "group": say("Made by"),
        "concepts": say("Some concepts"), "concepts_hint": say("What helps to talk about this problem with care."),
        "general": general_note(say),
        "means": say("What it is"), "helps": say("What helps to prevent it"), "care": say("Care comes first"),
        "own_concepts": say("What the group adds"),
        "problem": say("The problem"), "problem_hint": say("In the words of the group. No names, no exact places."),
        "what_happens": say("What happens, and whom it touches"),
        "experiences": say("What we have lived and learned"),
        "needs": say("Needs and resources"), "needs_hint": say("What is missing, and what we already have."),
        "we_need": say("What we need"), "we_have": say("What we have: people, places, knowledge"),
        "steps": say("Our steps"), "steps_hint": say("Small steps that can really be taken."),
        "step": say("Step"), "what": say("What:"), "who": say("Who:"), "with_what": say("With what:"),
        "when": say("When:"),
        "lines": say("Help lines and institutions"),
        "lines_hint": say("Only what the group has tried itself: call each number before printing."),
        "line_name": say("Name:"), "contact": say("Number or address:"), "helps_with": say("Helps with:"),
        "verified_on": say("Verified on:"), "notes": say("Notes"),
        "back": say("Whoever asks for help decides what comes next. Listen, keep it to yourself, and go along."),
    }  # fmt: skip


SECTION_NAMES = {
    "group": lambda say: say("Made by"),
    "concepts": lambda say: say("Some concepts"),
    "problem": lambda say: say("The problem"),
    "needs": lambda say: say("Needs and resources"),
    "steps": lambda say: say("Our steps"),
    "lines": lambda say: say("Help lines and institutions"),
    "pictures": lambda say: say("Drawings and icons"),
}
WHY = {
    PERSON: lambda say: say("It reads like the name of a person. Print no names of anybody."),
    PLACE: lambda say: say("It reads like an exact place. Say the municipality and no more."),
    ACCUSATION: lambda say: say(
        "It accuses somebody or names an armed group: that can put people at risk. Say what happens, not who."
    ),
    PHONE: lambda say: say("A number outside the help lines. Put it there, or leave it out."),
    PICTURE: lambda say: say("No consent is recorded for this picture: its frame does not print."),
    LOOK: lambda say: say(
        "A drawing or photo is placed. Look at it together once more: faces, houses, signs and uniforms can point at "
        "people."
    ),
    OTHER: lambda say: say("It can point at a person. Leave it out."),
}


def caution_line(caution: Caution, say: Words) -> str:
    """Where something has to be looked at again, the words, and why."""
    section = SECTION_NAMES.get(caution.section, SECTION_NAMES["problem"])(say)
    words = f" “{caution.words}”." if caution.words else ""
    return f"{section}:{words} {WHY[caution.kind](say)}"


FORM_NAMES = {
    "fold": lambda say: say("Booklet to fold (A4, both sides, short edge)"),
    "pages": lambda say: say("Single pages (A5)"),
    "large": lambda say: say("Large print (A4)"),
    "slides": lambda say: say("Slides"),
}
