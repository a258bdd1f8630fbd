"""The published record: all facts are in it, in our words, in both languages, and no person is."""

import csv
import re

import pytest

from analytics.asking import all_questions
from analytics.schema import TABLES
from analytics.tables import read_table, read_text
from tests.asking import ask
from tests.conftest import REAL

PUBLISHED = [name for name, table in TABLES.items() if table.folder == "published"]


@pytest.fixture(scope="module")
def texts():
    """Every table, each cell as text."""
    return {name: read_text(REAL[table.folder] / f"{name}.csv") for name, table in TABLES.items()}


@pytest.fixture(scope="module")
def facts(documents):
    with (documents / "facts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _cells(texts):
    """Every cell of what we wrote: (table, row, column, text)."""
    for name in PUBLISHED:
        for column in texts[name]:
            for row, cell in texts[name][column].dropna().items():
                yield name, row + 2, column, cell


def test_every_fact_that_is_data_is_in_the_record_and_no_person_is(texts, facts):
    covered = {fact for name in PUBLISHED for cell in texts[name]["fact_id"].dropna() for fact in cell.split()}
    persons = {fact["fact_id"] for fact in facts if fact["kind"] == "person"}
    assert len(facts) == 278
    assert {fact["fact_id"] for fact in facts} - covered == persons
    assert covered <= {fact["fact_id"] for fact in facts}


def test_every_fact_stands_in_the_document_that_states_it(texts, facts):
    documents_of = {fact["fact_id"]: fact["document"] for fact in facts}
    files = texts["sources"].set_index("source_id")["file_name"]
    for name in PUBLISHED:
        if name == "sources":
            continue
        for source, cell in texts[name][["source_id", "fact_id"]].dropna().itertuples(index=False):
            assert {documents_of[fact] for fact in cell.split()} == {files[source]}, cell


def test_the_figures_are_those_of_the_facts(texts, facts):
    stated = {}
    for fact in facts:
        if fact["kind"] in ("result", "count") and re.fullmatch(r"[\d.]+", fact["value"]):
            stated[fact["fact_id"]] = float(fact["value"])
    ours = {}
    for name, column in (("observations", "value"), ("contributions", "amount")):
        for fact, value in texts[name][["fact_id", column]].dropna().itertuples(index=False):
            ours[fact] = float(value)
    shared = stated.keys() & ours.keys()
    assert len(shared) > 15
    assert {fact: ours[fact] for fact in shared} == {fact: stated[fact] for fact in shared}


def test_no_mail_address_phone_or_link_is_in_the_record(texts):
    for name, row, column, cell in _cells(texts):
        assert "@" not in cell, (name, row, column)
        assert not re.search(r"https?:|www\.|mailto", cell), (name, row, column)
        if not re.search(r"_on$|sha256|file_name", column):
            assert not re.search(r"\+?\d[\d ()-]{8,}\d", cell), (name, row, column)


def test_no_person_and_not_the_named_company_are_in_the_record(texts, facts):
    names = set()
    for fact in facts:
        if fact["kind"] == "person":
            names |= set(re.findall(r": ([A-Z]\w+ [A-Z]\w+)", fact["subject"]))
        if fact["unit"] == "company":
            names |= set(re.findall(r": ([A-Z]\w+ [A-Z]\w+)", fact["subject"]))
    assert len(names) == 4
    parts = {part for name in names for part in name.split()} - {"Carlos"}
    for table, row, column, cell in _cells(texts):
        words = set(re.findall(r"\w+", cell))
        assert not any(name in cell for name in names), (table, row, column)
        assert not words & parts, (table, row, column, words & parts)


def test_what_is_told_in_words_has_no_place(texts):
    told = 0
    for name in PUBLISHED:
        frame = texts[name]
        if "disclosure" not in frame:
            continue
        rows = frame[frame["disclosure"] == "words_only"]
        told += len(rows)
        if "place_id" in frame:
            assert rows["place_id"].isna().all(), name
    assert told == 5
    journeys = texts["activities"].query("disclosure == 'words_only'")["activity_id"]
    assert not texts["activity_places"]["activity_id"].isin(journeys).any()
    assert not texts["activity_organisations"]["activity_id"].isin(journeys).any()


def test_what_is_told_in_words_is_in_no_answer_but_where_it_is_told(published, texts):
    keys = set()
    for name in PUBLISHED:
        frame = texts[name]
        if "disclosure" in frame:
            keys |= {f"{name}:{key}" for key in frame.loc[frame["disclosure"] == "words_only", TABLES[name].key[0]]}
    told = ask(published, "told_in_words")
    assert set(told["evidence"]) <= keys
    assert len(told) >= 4
    words = set(told["told_text"])
    for name, question in all_questions().items():
        if name == "told_in_words":
            continue
        for place in ("UZ", "CO") if "place_id" in question.own else (None,):
            frame = ask(published, name, **({"place_id": place} if place else {}))
            cells = {f"{cell}" for column in frame for cell in frame[column]}
            assert not any(key in cell for key in keys for cell in cells), name
            assert not any(text in cells for text in words), name
    by_reference = ask(published, "evidence_rows", references=tuple(sorted(keys)))
    assert set(by_reference["reference"]) == keys


@pytest.mark.parametrize("name", TABLES)
def test_every_english_word_has_its_spanish(texts, name):
    frame = texts[name]
    for column in frame:
        if column.endswith("_en"):
            spanish = frame[f"{column.removesuffix('_en')}_es"]
            assert frame[column].isna().equals(spanish.isna()), column


def test_longer_texts_are_translated_and_not_copied(texts):
    same = [
        (name, row + 2, column)
        for name in TABLES
        for column in texts[name]
        if re.match(r"(description|summary|note|text|dates_note)_en$", column)
        for row, cell in texts[name][column].dropna().items()
        if cell == texts[name][column.replace("_en", "_es")][row]
    ]
    assert same == []


def test_codes_in_use_have_their_words(texts):
    lists = texts["code_lists"].groupby("list")["code"].agg(set)
    used = {
        "activity_kind": texts["activities"]["kind"],
        "organisation_role": [*texts["programme_organisations"]["role"], *texts["activity_organisations"]["role"]],
        "organisation_sector": texts["organisations"]["sector"],
        "statement_kind": texts["statements"]["kind"],
        "theme": texts["statements"]["theme"].dropna(),
        "unit": [*texts["indicators"]["unit"], *texts["contributions"]["currency"].dropna()],
        "qualifier": texts["observations"]["qualifier"],
        "exactness": [*texts["programme_places"]["exactness"], *texts["activity_places"]["exactness"]],
        "precision": texts["programmes"]["start_precision"].dropna(),
        "provenance": texts["programmes"]["provenance"],
    }
    for name, codes in used.items():
        assert set(codes) <= lists[name], name


def test_an_unclassified_issue_is_held_as_sensitive(texts):
    kinds = texts["issue_types"].set_index("issue_type_id")["sensitivity"]
    assert kinds["unclassified"] == "C"
    assert {kinds[kind] for kind in ("threats_to_leaders", "gender_based_violence", "sexual_violence",
                                     "forced_recruitment_of_minors", "violence_against_lgbtiq")} == {"C"}  # fmt: skip


def test_no_baseline_and_no_target_is_invented(texts):
    assert set(texts["observations"]["kind"]) == {"published_total"}
    assert set(texts["observations"]["provenance"]) == {"published"}


def test_the_places_are_those_of_the_divipola(texts):
    places = read_table("places", REAL).set_index("place_id")
    towns = places[(places["level"] == "municipality") & (places["country_code"] == "CO")]
    assert (towns.index == towns["divipola_code"]).all()
    assert (towns.index.str[:2] == towns["parent_id"]).all()
    assert len(places[(places["level"] == "department") & (places["country_code"] == "CO")]) == 33
    # codes that ended are kept, with what they were merged into
    assert places.loc[["94663", "27086"], "merged_into"].to_dict() == {"94663": "94343", "27086": "27493"}
    # every municipality that the record names has a point
    named = texts["programme_places"]["place_id"]
    assert towns.loc[towns.index.isin(named), ["lat", "lon"]].notna().all(axis=None)
