"""The catalogue: every message that a reader sees is there in Spanish, with the same values in it."""

import re
import string

import pytest

from analytics.wording import CATALOGUES, Words, catalogue
from tests.messages import messages, vague

SAID = messages()
MESSAGES = {forms[0]: where for forms, where in SAID.items()}


def _fields(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


def test_there_are_messages_to_check():
    assert len(MESSAGES) > 200


def test_every_message_is_written_out_in_full():
    assert vague() == []


def test_a_message_for_many_has_both_forms_in_spanish():
    said = catalogue("es")
    short = [
        forms
        for forms in SAID
        if len(forms) == 2 and not (isinstance(said.get(forms[0]), tuple) and all(said[forms[0]]))
    ]
    assert short == []


def test_every_message_has_its_spanish():
    said = catalogue("es")
    missing = [f"{where} {message!r}" for message, where in MESSAGES.items() if not said.get(message)]
    assert missing == []


def test_every_spanish_message_fills_in_the_same_values():
    wrong = []
    for message, spanish in catalogue("es").items():
        for form in [spanish] if isinstance(spanish, str) else spanish:
            if _fields(form) != _fields(message):
                wrong.append((message, form))
    assert wrong == []


def test_the_catalogue_holds_nothing_that_no_page_says():
    assert [message for message in catalogue("es") if message not in MESSAGES] == []


def test_no_spanish_message_is_marked_as_a_guess():
    text = (CATALOGUES / "es.po").read_text(encoding="utf-8")
    assert "fuzzy" not in text


def test_a_message_that_the_catalogue_lacks_would_be_noticed():
    assert "no page says this" not in catalogue("es")
    assert Words("es")("no page says this") == "no page says this"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_message_keeps_no_empty_value(lang):
    """Every plain message can be said as it is."""
    say = Words(lang)
    for message in MESSAGES:
        if not _fields(message):
            assert not re.search(r"[{}]", say(message))
