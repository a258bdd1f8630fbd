"""Kobo exports in each of their forms: nothing counted twice, nothing of a person let in unasked."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from analytics.checks.rules import RULES
from analytics.errors import DataError
from analytics.readers.grid import Grid
from analytics.understanding import kobo
from analytics.understanding.forms import read_form
from analytics.understanding.roles import propose
from tests.conftest import SHARED

KOBO = SHARED / "data" / "kobo_cleaningtools"
FORM = read_form(
    pd.DataFrame(
        {
            "type": ["start", "begin_group", "select_one yn", "select_multiple agua", "integer", "text", "end_group",
                     "begin_repeat", "integer", "end_repeat", "geopoint", "select_one yn"],
            "name": ["start", "hogar", "acepta", "agua", "personas", "comentario", "hogar", "miembros", "edad",
                     "miembros", "punto", "telefono_propio"],
            "label::Español (es)": [None, "Hogar", "¿Acepta?", "Fuentes de agua", "¿Cuántas personas?", "Comentario",
                                    None, "Miembros", "Edad", None, "Punto", "¿Teléfono propio?"],
            "label::English": [None, "Household", "Do you agree?", "Water sources", "How many people?", "Comment",
                               None, "Members", "Age", None, "Point", "Own telephone?"],
        }
    ),
    pd.DataFrame(
        {
            "list_name": ["yn", "yn", "agua", "agua", "agua"],
            "name": ["si", "no", "rio", "pozo", "lluvia"],
            "label::Español (es)": ["Sí", "No", "Río o quebrada", "Pozo", "Agua lluvia"],
            "label::English": ["Yes", "No", "River", "Well", "Rain"],
        }
    ),
)  # fmt: skip


def export(header, *rows, sheet=None, file="form.xlsx"):
    frame = pd.DataFrame([list(row) for row in rows], columns=header, dtype="object")
    frame.index = range(2, len(frame) + 2)
    return Grid(file, frame, "xlsx", sheet)


def said(read, question=None):
    """uuid, question and value of the answers, sorted; or uuid and value of one question."""
    rows = sorted(read.answers[["uuid", "question", "value"]].itertuples(index=False, name=None))
    return [(uuid, value) for uuid, name, value in rows if name == question] if question else rows


def kept_out(read):
    return {f.column: dict(f.values)["kind"] for f in read.findings if f.rule == "column_kept_out"}


SYSTEM = ["_id", "_uuid", "_submission_time", "_validation_status", "_index"]


def system(n, uuid):
    return [str(n), uuid, "2024-05-01T10:00:00", "Approved", str(n)]


@pytest.mark.parametrize(
    ("header", "first", "second"),
    [
        (["hogar/agua"], ["rio pozo"], ["lluvia"]),
        (["hogar/agua", "hogar/agua/rio", "hogar/agua/pozo", "hogar/agua/lluvia"],
         ["rio pozo", "1", "1", "0"], ["lluvia", "0", "0", "1"]),
        (["hogar/agua/rio", "hogar/agua/pozo", "hogar/agua/lluvia"], ["1", "1", "0"], ["0", "0", "1"]),
        (["agua", "agua.rio", "agua.pozo", "agua.lluvia"],
         ["rio pozo", "True", "True", "False"], ["lluvia", "False", "False", "True"]),
        (["Fuentes de agua"], ["Río o quebrada Pozo"], ["Agua lluvia"]),
        (["Fuentes de agua", "Fuentes de agua/Río o quebrada", "Fuentes de agua/Pozo", "Fuentes de agua/Agua lluvia"],
         ["Pozo Río o quebrada", "1", "1", "0"], ["Agua lluvia", "0", "0", "1"]),
        (["Household/Water sources/River", "Household/Water sources/Well", "Household/Water sources/Rain"],
         ["1.0", "1.0", "0.0"], ["0", "", "1"]),
    ],
    ids=["text", "text_and_columns", "columns", "dots", "labels", "labels_and_columns", "english_labels"],
)  # fmt: skip
def test_choices_are_one_list_in_every_form_of_export(header, first, second):
    grid = export([*header, *SYSTEM], [*first, *system(1, "a")], [*second, *system(2, "b")])
    read = kobo.submissions(grid, FORM)
    assert said(read) == [("a", "agua", "pozo"), ("a", "agua", "rio"), ("b", "agua", "lluvia")]
    assert not read.findings


def test_choices_without_a_form_are_one_list_too():
    header = ["agua", "agua/rio", "agua/pozo", *SYSTEM]
    read = kobo.submissions(export(header, ["rio pozo", "1", "1", *system(1, "a")]))
    assert said(read) == [("a", "agua", "pozo"), ("a", "agua", "rio")]


def test_a_choice_that_only_the_text_or_only_a_column_names_is_kept_and_told():
    header = ["agua", "agua/rio", "agua/pozo", *SYSTEM]
    rows = [["rio pozo", "1", "0", *system(1, "a")], ["rio", None, None, *system(2, "b")]]
    read = kobo.submissions(export(header, *rows), FORM)
    assert said(read, "agua") == [("a", "pozo"), ("a", "rio"), ("b", "rio")]
    assert [(f.rule, f.row, f.count) for f in read.findings] == [("columns_disagree", 2, 1)]


def test_a_group_of_ones_and_zeros_that_are_numbers_is_left_alone_where_a_form_says_so():
    header = ["hogar/personas", "hogar/acepta", *SYSTEM]
    read = kobo.submissions(export(header, ["1", "si", *system(1, "a")]), FORM)
    assert said(read) == [("a", "acepta", "si"), ("a", "personas", "1")]


def test_labels_stand_beside_question_and_value_in_each_language():
    read = kobo.submissions(export(["¿Acepta?", *SYSTEM], ["Sí", *system(1, "a")]), FORM)
    (answer,) = read.answers.to_dict("records")
    assert (answer["question"], answer["value"]) == ("acepta", "si")
    assert (answer["question_label_es"], answer["value_label_es"]) == ("¿Acepta?", "Sí")
    assert (answer["question_label_en"], answer["value_label_en"]) == ("Do you agree?", "Yes")


def test_a_form_among_the_sheets_is_found():
    survey = export(["type", "name", "label"], ["select_multiple a", "agua", "Agua"], sheet="survey")
    choices = export(["list_name", "name", "label"], ["a", "rio", "Río"], sheet="choices")
    data = export(["agua", *SYSTEM], ["rio", *system(1, "a")], sheet="data")
    read = kobo.submissions([survey, choices, data])
    assert read.answers["value_label_default"].tolist() == ["Río"]


def test_a_submission_says_when_and_in_which_row():
    grid = export(["start", "end", "x", *SYSTEM], ["2024-05-01T09:00", "2024-05-01T09:30", "si", *system(1, "a")])
    (row,) = kobo.submissions(grid).submissions.to_dict("records")
    assert row == {
        "uuid": "a", "submitted_at": "2024-05-01T10:00:00", "start": "2024-05-01T09:00", "end": "2024-05-01T09:30",
        "validation": "Approved", "row": 2,
    }  # fmt: skip


MAIN = export(["personas", "_index", "_uuid", "_id"], ["2", "1", "a", "9"], ["1", "2", "b", "8"], sheet="Encuesta")


@pytest.mark.parametrize(
    ("header", "first", "second", "third"),
    [
        (["_parent_index", "_submission__uuid"], ["1", "a"], ["1", "a"], ["2", "b"]),
        (["_parent_index", "_parent_table_name"], ["1", "Encuesta"], ["1", "Encuesta"], ["2", "Encuesta"]),
        (["_parent_index", "_submission__id"], ["1.0", "9"], ["1.0", "9"], ["2.0", "8"]),
    ],
)
def test_rounds_of_a_repeat_belong_to_their_submission_and_double_nothing(header, first, second, third):
    rows = [["30", "1", *first], ["4", "2", *second], ["51", "3", *third]]
    repeat = export(["edad", "_index", *header], *rows, sheet="miembros")
    read = kobo.submissions([MAIN, repeat])
    assert said(read, "edad") == [("a", "30"), ("a", "4"), ("b", "51")]
    assert read.answers.loc[read.answers["question"] == "edad", "repeat_of"].tolist() == ["miembros"] * 3
    assert read.submissions["uuid"].tolist() == ["a", "b"]
    values = kobo.indicator_values(
        read.answers,
        [
            {"indicator": "people", "question": "personas", "sum": True},
            {"indicator": "members", "question": "edad", "count": True},
            {"indicator": "of_four", "question": "edad", "equals": "4"},
        ],
    )
    assert values["value"].tolist() == [3.0, 3.0, 1.0]


def test_a_repeat_inside_a_repeat_finds_its_submission():
    inner = ["dosis", "_index", "_parent_index", "_parent_table_name"]
    members = export(["edad", "_index", "_parent_index", "_parent_table_name"], ["30", "1", "2", "Encuesta"],
                     sheet="miembros")  # fmt: skip
    doses = export(inner, ["7", "1", "1", "miembros"], sheet="vacunas")
    read = kobo.submissions([doses, members, MAIN])
    assert said(read, "dosis") == [("b", "7")]
    assert not read.findings


def test_a_round_without_its_submission_is_told_and_the_rest_is_read():
    repeat = export(["edad", "_parent_index", "_submission__uuid"], ["30", "1", "a"], ["4", "7", "z"], sheet="miembros")
    read = kobo.submissions([MAIN, repeat])
    assert said(read, "edad") == [("a", "30")]
    assert [(f.rule, f.sheet, f.row) for f in read.findings] == [("parent_missing", "miembros", 3)]


def test_an_id_that_stands_twice_is_told_in_both_rows():
    read = kobo.submissions(export(["x", *SYSTEM], ["si", *system(1, "a")], ["no", *system(2, "a")]))
    assert [(f.rule, f.row, f.value) for f in read.findings] == [("id_doubled", 2, "a"), ("id_doubled", 3, "a")]


PERSONAL = {
    "deviceid": ("ee.humanitarian:x", "device"), "_submitted_by": ("ana", "submitter"),
    "username": ("ana", "submitter"),
    "_geolocation": ("[4.6, -74.1]", "coordinates"), "_punto_latitude": ("4.6", "coordinates"),
    "lugar": ("4.61 -74.08 2600 5", "coordinates"), "foto_URL": ("https://kobo/x.jpg", "link to a file"),
    "nombre completo": ("Ana", "a person"), "telefono": ("3001234567", "a person"), "motivo_otro": ("x", "free text"),
    "opinion": ("El agua llega tarde y la comunidad no sabe a quién preguntar", "free text"),
}  # fmt: skip


def test_what_points_at_persons_stays_out_unless_chosen_by_name():
    grid = export(["x", *PERSONAL, *SYSTEM], ["si", *(cell for cell, _ in PERSONAL.values()), *system(1, "a")])
    read = kobo.submissions(grid)
    assert kept_out(read) == {name: kind for name, (_, kind) in PERSONAL.items()}
    assert said(read) == [("a", "x", "si")]
    chosen = kobo.submissions(grid, chosen=["opinion", "_submitted_by"])
    assert {question for _, question, _ in said(chosen)} == {"x", "opinion", "_submitted_by"}


def test_a_form_says_which_columns_are_words_of_persons():
    header = ["comentario", "punto", "telefono_propio", "personas", *SYSTEM]
    read = kobo.submissions(export(header, ["bien", "4.6 -74.1 0 0", "si", "3", *system(1, "a")]), FORM)
    assert kept_out(read) == {"comentario": "free text", "punto": "coordinates"}
    assert said(read) == [("a", "personas", "3"), ("a", "telefono_propio", "si")]


def test_marks_left_by_other_programs_are_taken_off_the_header():
    header = ["X.U.FEFF.start", "x", "X_uuid", "X_submission_time", "X_index"]
    read = kobo.submissions(export(header, ["2024", "NA", "a", "2024", "1"], ["2024", "si", "b", "2024", "2"]))
    assert read.submissions["start"].tolist() == ["2024", "2024"]
    assert said(read) == [("b", "x", "si")]
    assert [(f.rule, f.value, f.count) for f in read.findings] == [("missing_word", "NA", 1)]


def test_na_is_a_word_in_an_export_of_kobo_itself():
    read = kobo.submissions(export(["pais", *SYSTEM], ["NA", *system(1, "a")]))
    assert said(read) == [("a", "pais", "NA")]


def test_a_form_sent_again_adds_changes_and_doubles_nothing():
    before = export(["x", "y", *SYSTEM], ["si", "1", *system(1, "a")], ["no", "2", *system(2, "b")])
    after = export(
        ["x", "y", *SYSTEM], ["si", "9", *system(1, "c")], ["no", "3", *system(2, "b")], ["si", "1", *system(3, "a")]
    )
    found = kobo.changes(kobo.submissions(before).answers, kobo.submissions(after).answers)
    assert found == kobo.Changes(frozenset("c"), frozenset("b"), frozenset("a"), frozenset())


def test_an_answer_that_moved_to_another_round_is_a_change():
    def rounds(*ages):
        rows = [[edad, peso, "1", "a"] for edad, peso in ages]
        repeat = export(["edad", "peso", "_parent_index", "_submission__uuid"], *rows, sheet="miembros")
        return kobo.submissions([MAIN, repeat]).answers

    first = rounds(("30", "60"), ("4", "15"))
    assert kobo.changes(first, rounds(("4", "15"), ("30", "60"))).same == {"a", "b"}
    assert kobo.changes(first, rounds(("30", "15"), ("4", "60"))).changed == {"a"}


def test_rules_turn_answers_into_values():
    rows = [["Cali", "3", "si", *system(1, "a")], ["Cali", "x", "si", *system(2, "b")], ["Pasto", "4", "no",
            *system(3, "c")]]  # fmt: skip
    answers = kobo.submissions(export(["municipio", "n", "va", *SYSTEM], *rows)).answers
    rules = [
        {"indicator": "i", "question": "n", "sum": True, "by": "municipio"},
        {"indicator": "j", "question": "n", "mean": True},
        {"indicator": "k", "question": "va", "equals": "si"},
        {"indicator": "l", "question": "va", "count": True},
    ]
    found = kobo.indicator_values(answers, rules).astype(object).values.tolist()
    assert [row[:3] for row in found[:2]] == [["i", "Cali", 3.0], ["i", "Pasto", 4.0]]
    assert [row[2:] for row in found] == [[3.0, 1, 1], [4.0, 1, 0], [3.5, 2, 1], [2.0, 3, 0], [3.0, 3, 0]]


@pytest.mark.parametrize(
    "rule",
    [
        {"indicator": "i", "question": "n"},
        {"indicator": "i", "question": "n", "sum": True, "mean": True},
        {"question": "n", "sum": True},
        {"indicator": "i", "question": "gone", "sum": True},
    ],
)
def test_a_rule_that_is_none_is_refused(rule):
    answers = kobo.submissions(export(["n", *SYSTEM], ["3", *system(1, "a")])).answers
    with pytest.raises(DataError):
        kobo.indicator_values(answers, [rule])


def test_an_export_is_recognised_and_other_tables_are_not():
    assert kobo.is_kobo(MAIN)
    assert not kobo.is_kobo(export(["id", "start", "end", "municipio"], ["1", "2", "3", "4"]))
    assert propose(MAIN).table == "kobo"
    assert propose(MAIN).columns["_uuid"] == "uuid"


def test_a_form_without_submissions_gives_empty_tables_with_their_columns():
    read = kobo.submissions(export(["x", *SYSTEM]))
    assert read.submissions.columns.tolist() == ["uuid", "submitted_at", "start", "end", "validation", "row"]
    assert read.answers.columns.tolist() == ["uuid", "question", "value", "repeat_of", "row"]
    assert len(read.submissions) == len(read.answers) == 0


@cache
def household(name):
    path = KOBO / name
    if not path.is_file():
        pytest.skip("the household survey is not on this machine")
    frame = pd.read_csv(path, dtype=str, keep_default_na=False).replace({"": None})
    frame.index = range(2, len(frame) + 2)
    return Grid(name, frame, "csv")


def test_the_household_survey_has_632_submissions_and_each_choice_once():
    grid = household("raw_data.csv")
    read = kobo.submissions(grid)
    assert len(read.submissions) == read.submissions["uuid"].nunique() == 632
    water = read.answers[read.answers["question"] == "water_sources"]
    ticked = grid.frame[[column for column in grid.frame if column.startswith("water_sources.")]] == "True"
    assert len(water) == ticked.sum().sum()
    assert not any("." in question for question in read.answers["question"].unique())
    assert kept_out(read) == {
        "enumerator_num": "a person", "water_supply_other_neighbourhoods_why": "free text",
        "trust_water_office_why_not": "free text", "X_notes": "free text",
    }  # fmt: skip
    assert {f.rule for f in read.findings} <= set(RULES)


def test_the_household_survey_has_the_same_answers_with_its_form_and_labels_in_both_languages():
    form = read_form(household("xlsform_survey.csv").frame, household("xlsform_choices.csv").frame)
    plain, labelled = kobo.submissions(household("raw_data.csv")), kobo.submissions(household("raw_data.csv"), form)
    assert said(plain) == said(labelled)
    assert form.languages == ["ar", "en"]
    sex = labelled.answers[labelled.answers["question"] == "gender_hoh"]
    assert set(sex["value_label_en"]) == {"Male", "Female"}
    assert sex["value_label_ar"].notna().all()
    values = kobo.indicator_values(
        labelled.answers,
        [
            {"indicator": "people", "question": "num_hh_member", "sum": True},
            {"indicator": "piped", "question": "water_sources", "equals": "piped"},
        ],
    )
    assert values["value"].tolist() == [4684.0, 566.0]


def test_a_choice_that_stands_in_two_columns_by_value_and_by_label_is_one():
    header = ["agua/rio", "agua/Río o quebrada", *SYSTEM]
    read = kobo.submissions(export(header, ["1", "1", *system(1, "a")]), FORM)
    assert said(read) == [("a", "agua", "rio")]
