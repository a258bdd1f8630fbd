"""The page Booklets without a browser: what it offers, what it drops, who sees drafts, what is saved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics.booklets.library import Library
from analytics.booklets.model import Booklet, Consent, Step
from tests.pages import text

NAMES = {"en": "Sexual violence", "es": "Violencia sexual"}
DRAFT = Booklet("13248-sexual-violence-1", "13248", "El Guamo", "Bolívar", "sexual_violence", NAMES, "es",
                steps=(Step("Una charla"),))  # fmt: skip


@pytest.fixture
def library(published_home, opened):
    """The shelf of the data folder that pages are opened on, emptied afterwards."""
    kept = Library(published_home / "booklets")
    yield kept
    for path in sorted(kept.folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def labels(app) -> list[str]:
    return [button.label for button in app.button]


def test_exactly_one_problem_of_the_place_is_picked(opened, library):
    app = opened("booklets", lang="es")
    assert "Empezar una" in " ".join(one.value for one in app.subheader)
    assert len(app.selectbox(key="booklet-place").options) == 10
    app.selectbox(key="booklet-place").select("13248").run()
    radio = app.radio(key="booklet-issue-13248")
    assert len(radio.options) == 4
    assert radio.value is None, "nothing is chosen for the group"
    assert app.button(key="booklet-begin").disabled
    app.radio(key="booklet-issue-13248").set_value("micro_trafficking").run()
    app.button(key="booklet-begin").click().run()
    assert not app.exception
    (kept,) = library.all()
    assert (kept.place_name, kept.issue_type_id, kept.version) == ("El Guamo", "micro_trafficking", 1)
    assert app.query_params["booklet"] == [kept.booklet_id] or app.query_params["booklet"] == kept.booklet_id


def test_an_unknown_booklet_is_dropped_from_the_address(opened, library):
    app = opened("booklets", booklet="../../etc")
    assert "booklet" not in app.query_params
    assert "Not known here" in text(app)


def test_what_is_typed_is_saved_and_a_change_of_words_takes_the_look_at_safety_back(opened, library):
    agreed = Consent(words=True, safety=True, agreed_on="2026-11-01")
    library.save(replace(DRAFT, consent=agreed, confirmed_on="2026-11-02"))
    app = opened("booklets", booklet=DRAFT.booklet_id)
    app.radio(key=f"booklet-section-{DRAFT.booklet_id}").set_value("problem").run()
    app.text_area(key=f"bk-{DRAFT.booklet_id}-problem").set_value("Algo nuevo").run()
    assert not app.exception
    kept = library.open(DRAFT.booklet_id)
    assert (kept.problem, kept.is_final, kept.may_be_printed) == ("Algo nuevo", False, False)


def test_a_wrong_day_is_told_and_nothing_is_lost(opened, library):
    library.save(DRAFT)
    app = opened("booklets", booklet=DRAFT.booklet_id)
    app.radio(key=f"booklet-section-{DRAFT.booklet_id}").set_value("lines").run()
    app.text_input(key=f"bk-{DRAFT.booklet_id}-lines-0-verified_on").set_value("ayer").run()
    assert "is not a day" in app.error[0].value
    assert library.open(DRAFT.booklet_id).version == 1


def test_drafts_are_the_analyst_s_and_finished_ones_everybody_s(opened, library):
    library.save(DRAFT)
    final = replace(DRAFT, booklet_id="13248-final", confirmed_on="2026-11-02")
    library.save(final)
    mine, theirs = opened("booklets"), opened("booklets", **{"as": "public"})
    name = "El Guamo: Sexual violence"
    assert labels(mine).count(name) == 2
    assert labels(theirs).count(name) == 1
    app = opened("booklets", booklet=DRAFT.booklet_id, **{"as": "public"})
    assert "A draft is opened by its group alone." in text(app)


def test_printing_opens_with_consent_and_safety(opened, library):
    library.save(DRAFT)
    app = opened("booklets", booklet=DRAFT.booklet_id)
    section = f"booklet-section-{DRAFT.booklet_id}"
    app.radio(key=section).set_value("print").run()
    for name in ("words", "safety"):
        app.checkbox(key=f"bk-{DRAFT.booklet_id}-consent-{name}").check().run()
    assert not app.exception
    kept = library.open(DRAFT.booklet_id)
    assert kept.may_be_printed
    assert not kept.is_final


def test_a_borrowed_step_is_shown_and_kept(opened, library):
    library.save(DRAFT)
    lends = Consent(words=True, safety=True, agreed_on="2026-11-01", lends_steps=True, credit="Mesa")
    library.save(replace(DRAFT, booklet_id="lender", steps=(Step("Sembrar juntos"),), consent=lends,
                         confirmed_on="2026-11-02"))  # fmt: skip
    app = opened("booklets", booklet=DRAFT.booklet_id)
    app.radio(key=f"booklet-section-{DRAFT.booklet_id}").set_value("steps").run()
    app.button(key="take-0").click().run()
    assert not app.exception
    assert [step.what for step in library.open(DRAFT.booklet_id).steps] == ["Una charla", "Sembrar juntos"]
    assert app.text_input(key=f"bk-{DRAFT.booklet_id}-steps-1-what").value == "Sembrar juntos"
