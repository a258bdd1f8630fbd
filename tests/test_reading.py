"""Sentences written from the answers: true, sourced, and the same with fewer things in them."""

import pytest

from analytics import evidence, overview, reading
from analytics.selection import Reader, Selection
from analytics.wording import Words

EN = Reader()


def _overview(warehouse, selection, say):
    totals = overview.totals(warehouse, selection, EN).iloc[0]
    results = overview.published_results(warehouse, selection, EN)
    return reading.overview_sentences(totals, results, say)


def test_the_overview_says_how_far_the_record_reaches(published):
    sentences = _overview(published, Selection(), Words("en"))
    assert sentences[0][0] == "The documents describe 4 partnerships with 9 programmes in 12 countries."
    assert "10 municipalities" in sentences[1][0]
    assert "12 types" in sentences[1][0]


def test_the_overview_follows_the_filters(published):
    sentences = _overview(published, Selection(partnership=("par",)), Words("en"))
    assert sentences[0][0] == "The documents describe 1 partnership with 1 programme in 1 country."
    assert not any("municipalities" in sentence for sentence, _ in sentences)


def test_the_overview_says_that_no_target_is_stated(published):
    assert "no target is stated" in _overview(published, Selection(), Words("en"))[-1][0]


def test_every_sentence_rests_on_rows_of_the_record(published):
    known = set(evidence.evidence_rows(published, Selection(), EN)["reference"])
    for sentence, references in _overview(published, Selection(), Words("en")):
        assert references, sentence
        assert set(references) <= known


def test_every_gap_is_said_with_what_to_ask_for(published):
    for lang in ("en", "es"):
        say = Words(lang)
        gaps = overview.not_stated(published, Selection(), Reader(lang=lang))
        assert len(gaps) > 20
        for gap in gaps.itertuples(index=False):
            known, wanted = reading.gap_sentences(gap, say)
            assert gap.subject in known
            assert wanted.endswith(".")


def test_what_has_no_date_is_named(published):
    rows = overview.timeline(published, Selection(), EN)
    assert reading.undated_sentence(rows, Words("en")) == "Without any date: RPP and Trauma healing."
    assert reading.undated_sentence(rows[rows["dates"] == "stated"], Words("en")) == ""


def test_the_evidence_page_counts_what_can_be_held_against_a_list(published):
    results = overview.published_results(published, Selection(), EN)
    checks = evidence.reconciliation(published, Selection(), EN)
    ((sentence, references),) = reading.evidence_sentences(results, checks, Words("en"))
    assert "of 6 that can be held against a list, 3 agree with it" in sentence
    assert len(references) == 6
    assert reading.evidence_sentences(results.head(0), checks, Words("en")) == []


@pytest.mark.parametrize("gap", ["no_end", "no_start", "only_reported", "no_dates"])
def test_a_gap_in_dates_is_a_sentence_of_its_own(gap):
    row = type("Row", (), {"gap": gap, "subject": "X", "value": None})()
    assert reading.gap_sentences(row, Words("en"))[0].startswith("X: ")
