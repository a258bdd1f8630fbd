"""Sentences about lists and partners: ties together, nothing accused, what is missing said."""

import pandas as pd
import pytest

from analytics import issues, partners, reading_issues, reading_partners
from analytics.selection import Reader, Selection
from analytics.wording import Words

SAY, EVERYTHING, READER = Words("en"), Selection(), Reader()


def _ranking(engine, **filters):
    return issues.issue_ranking(engine, Selection(**filters), READER)


def test_what_is_listed_most_often_names_all_that_tie(published):
    sentence, refs = reading_issues.most_listed(_ranking(published), SAY)
    assert sentence == (
        "Listed most often in the dialogues: forced recruitment of minors, gender-based violence and "
        "micro-trafficking, each in 5 of 10 lists."
    )
    assert len(refs) == 15


def test_one_issue_and_one_list_have_sentences_of_their_own(published):
    assert reading_issues.most_listed(_ranking(published, issue=("illicit_crops",)), SAY)[0] == (
        "Listed most often in the dialogues: illicit crops, in 3 of 10 lists."
    )
    assert reading_issues.most_listed(_ranking(published, place=("23855",)), SAY)[0] == (
        "The one list of this selection names criminal governance, micro-trafficking and threats to social leaders."
    )


def test_nothing_listed_says_nothing(published):
    answers = issues.issue_answers(published, Selection(partnership=("par",)), READER)
    assert reading_issues.issue_sentences(_ranking(published, partnership=("par",)), answers, SAY) == []
    assert reading_issues.answered(answers, SAY) == []


def test_stated_work_and_our_reading_are_told_apart(published):
    ((sentence, _),) = reading_issues.answered(issues.issue_answers(published, EVERYTHING, READER), SAY)
    assert sentence.startswith(
        "Of 12 types of issue listed, 5 have work recorded here: 1 as a document states it, 4 by"
    )
    assert sentence.endswith("None recorded here is not none done.")


def test_places_with_the_same_list(published):
    ((sentence, _),) = reading_issues.same_list_sentences(issues.same_lists(published, EVERYTHING, READER), SAY)
    assert sentence == (
        "Cáceres and Caucasia have the same list: forced displacement, forced recruitment of minors and "
        "gender-based violence."
    )


def test_a_chosen_issue_does_not_make_lists_alike(published):
    # five lists name it; they are not the same list because of that
    assert issues.same_lists(published, Selection(issue=("micro_trafficking",)), READER).empty
    alike = issues.same_lists(published, Selection(issue=("forced_displacement",)), READER)
    assert alike["place_ids"].tolist() == ["05120 05154"]
    assert len(alike["issue_names"].iloc[0].split(" · ")) == 3


def test_pairs_of_a_chosen_issue_keep_its_companions(published):
    pairs = issues.issue_pairs(published, Selection(issue=("forced_displacement",)), READER)
    assert list(zip(pairs["first_issue_type_id"], pairs["second_issue_type_id"], pairs["lists"], strict=True)) == [
        ("forced_displacement", "forced_recruitment_of_minors", 2), ("forced_displacement", "gender_based_violence", 2),
    ]  # fmt: skip
    assert set(pairs["all_lists"]) == {10}


def test_migration_is_a_context_and_xenophobia_the_issue(published):
    par, *_ = reading_issues.tellings(issues.context_issues(published, EVERYTHING, READER), SAY)
    assert par.sentences[0] == "PAR, the context: Venezuelan migration and violence."
    assert par.sentences[1] == "PAR, what the work addresses: mistrust, xenophobia and discrimination."
    assert "not a problem" in par.sentences[2]


def test_what_is_told_in_words_only_is_not_told_here(published):
    told = " ".join(
        s
        for t in reading_issues.tellings(issues.context_issues(published, EVERYTHING, READER), SAY)
        for s in t.sentences
    )
    assert "pressure on civil society" not in told
    assert "nan" not in told.lower().split()


@pytest.mark.parametrize(
    ("name", "inside"),
    [("Gender-based violence", "gender-based violence"), ("Venezuelan migration", "Venezuelan migration"), ("", "")],
)
def test_names_inside_a_sentence(name, inside):
    assert reading_issues.within(name) == inside


def test_the_leader_reads_who_is_named_and_where_programmes_can_have_met(published):
    roles = partners.partner_roles(published, EVERYTHING, READER)
    overlap = partners.programme_overlap(published, EVERYTHING, READER)
    sentences = [sentence for sentence, _ in reading_partners.partner_sentences(roles, overlap, SAY)]
    assert sentences == [
        "The documents name 18 organisations in 9 programmes; 6 more are mentioned without a name.",
        "Named in the most programmes (5): Partners for Democratic Change.",
        "PAR and Somos Comunidad can have worked in Antioquia, Bolívar and Norte de Santander at the same time for up "
        "to 14 months, October 2020 to November 2021; the end of Somos Comunidad is not stated.",
    ]
    assert reading_partners.partner_sentences(roles.iloc[:0], overlap, SAY) == []


def test_an_overlap_with_both_ends_stated_is_said_plainly(published):
    met = reading_partners.meetings(partners.programme_overlap(published, EVERYTHING, READER))
    row = next(met.assign(is_up_to=False).itertuples(index=False))
    assert reading_partners.meeting(row, SAY) == (
        "PAR and Somos Comunidad both worked in Antioquia, Bolívar and Norte de Santander for 14 months, "
        "October 2020 to November 2021."
    )


def test_missing_dates_are_named(published):
    overlap = partners.programme_overlap(published, EVERYTHING, READER)
    assert reading_partners.not_computable(overlap, SAY) == [
        "CSSI and Roma Integration, both with Slovakia: cannot be computed: the start of CSSI is not stated; "
        "neither start nor end of Roma Integration is stated.",
        "RPP and Trauma healing, both with Rwanda: cannot be computed: neither start nor end of RPP is stated; "
        "neither start nor end of Trauma healing is stated.",
    ]


def test_programmes_one_after_the_other_did_not_meet(published):
    overlap = partners.programme_overlap(published, EVERYTHING, READER).head(1)
    apart = overlap.assign(overlap_months=0)
    assert reading_partners.meetings(apart).empty
    assert reading_partners.not_computable(apart, SAY)[0].endswith("not at the same time.")
    open_end = overlap.assign(overlap_months=pd.array([None], dtype="Int64"))
    assert reading_partners.not_computable(open_end, SAY)[0].endswith("the end of Somos Comunidad is not stated.")


def test_shared_themes_and_those_of_one_organisation(published):
    sentence = reading_partners.theme_sentences(partners.organisation_themes(published, EVERYTHING, READER), SAY)
    assert "two or more of them: social cohesion, genocide prevention and trauma healing." in sentence
    assert sentence.endswith("The themes are our reading of their words.")


def test_the_partnership_has_two_headed_objectives(published):
    objectives = partners.common_objectives(published, EVERYTHING, READER)
    assert objectives["is_headed_objective"].tolist() == [True, True, False, False]
    assert objectives["line"].tolist() == [13, 14, 7, 7]


def test_components_without_a_named_partner_stay_and_say_so(published):
    rows = partners.component_partners(published, EVERYTHING, READER)
    named = rows.groupby("component_id")["organisation_id"].count().to_dict()
    assert named == {"par-1": 3, "par-2": 2, "par-3": 0, "par-4": 0, "par-5": 0}


def test_groups_are_gathered_under_what_the_document_calls_them(published):
    gatherings = reading_partners.gatherings(partners.groups_reached(published, EVERYTHING, READER))
    groups = {gathering.title: gathering.groups for gathering in gatherings}
    assert groups["Gulf of California"] == (
        ("Stakeholder group", ("Local businesses", "NGOs", "Companies", "Government")),
    )
    assert groups["Socios-Peru"] == (("", ("The corporate sector", "The government sector", "The NGO sector")),)


def test_activities_name_their_organisations_and_nothing_of_what_is_told_in_words(tiny):
    rows = partners.activity_partners(tiny, EVERYTHING, READER)
    assert rows["activity_id"].tolist() == ["bridges-dialogues", "roots-house"]
    assert rows["organisation_id"].tolist() == ["aurora", None]
