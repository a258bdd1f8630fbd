"""Answers of forms as values of indicators: each figure is what a person counting the sheets would find."""

import json

import pandas as pd
import pytest
import xlsxwriter

from analytics.aggregation import indicator_totals
from analytics.errors import DataError
from analytics.importing.prepare import publish
from analytics.results import indicator_results
from analytics.selection import Reader, Selection
from analytics.understanding.mapping import Mapping
from analytics.warehouse import Warehouse
from tests.importing import read, rules, written

ALL = Selection()
MAIN = ["start", "end", "Fecha del taller", "Municipio", "Mujeres", "Hombres", "¿Satisfecho?", "Facilitador", "_id",
        "_uuid", "_submission_time", "_submitted_by", "meta/rootUuid", "_index"]  # fmt: skip
ROUND = ["Nombre", "Sexo", "Edad", "_index", "_parent_table_name", "_parent_index", "_submission__uuid",
         "_submission___version__"]  # fmt: skip
WORKSHOPS = [  # day, municipality, women, men, satisfied
    ("2023-01-10", "Medellín", 5, 2, "Sí"), ("2023-01-20", "Medellín", 4, 0, "No"),
    ("2023-02-01", "Cáceres", 3, 3, "Sí"), ("2024-02-01", "Cáceres", 1, 9, "Sí"),
]  # fmt: skip
PEOPLE = [  # workshop, name, sex, age
    (1, "Ana Ruiz", "Mujer", 17), (1, "Luis Mina", "Hombre", 34), (1, "Eva Caicedo", "Mujer", 61),
    (2, "Luz Ulcué", "Mujer", 20), (3, "Juan Ríos", "Hombre", 28), (4, "Pedro Gil", "No responde", 29),
]  # fmt: skip
RULES = [
    {"indicator": "Attendance", "question": "mujeres", "sum": True, "sex": "women", "unit": "people"},
    {"indicator": "Attendance", "question": "Hombres", "sum": True, "sex": "men", "unit": "people"},
    {"indicator": "Participants", "question": "Edad", "count": True, "by": ["Sexo", "Edad"]},
    {"indicator": "Satisfied", "question": "¿Satisfecho?", "share": "si"},
    {"indicator": "Mean age", "question": "Edad", "mean": True, "unit": "years"},
]


def export(folder, name="Talleres_-_latest_version_-_labels_-_2024-03-01-10-00-00.xlsx", without=()):
    """A workbook as Kobo writes it with labels: a sheet of workshops and a sheet of the rounds of a repeat."""
    with xlsxwriter.Workbook(folder / name) as book:
        main, rounds = book.add_worksheet("Taller"), book.add_worksheet("participantes")
        main.write_row(0, 0, MAIN)
        workshops = [(n, *row) for n, row in enumerate(WORKSHOPS, 1) if n not in without]
        for line, (n, day, town, women, men, said) in enumerate(workshops, 1):
            sent = f"{day}T09:00:00", f"{day}T10:00:00"
            row = [*sent, day, town, women, men, said, f"Rosa Mina {'ABCD'[n % 4]}uz", 100 + n, f"u{n}"]
            main.write_row(line, 0, [*row, "2024-02-28T08:00:00", "ana", f"uuid:u{n}", n])
        rounds.write_row(0, 0, ROUND)
        for n, (at, person, sex, age) in enumerate([one for one in PEOPLE if one[0] not in without], 1):
            rounds.write_row(n, 0, [person, sex, age, n, "Taller", at, f"u{at}", "v1"])
    return folder / name, name


@pytest.fixture
def with_rules(tmp_path):
    """A draft of an export with these rules; of another export where one is given."""

    def drafted(given=RULES, file=None, **choices):
        file = file or export(tmp_path)
        mapping = json.loads(json.dumps(read(file, workspace="first").report["mapping"]))
        next(table for table in mapping["tables"] if table["sheet"] == "Taller")["rules"] = given
        return read(file, mapping=Mapping.from_json(json.dumps(mapping)), **choices)

    return drafted


@pytest.fixture
def asked(with_rules):
    """Totals of an import with the rules, by a group and a time: (indicator, key, bucket) -> value."""
    house = Warehouse(publish(with_rules()))

    def ask(by="none", over="none"):
        rows = indicator_totals(house, ALL, Reader(), by=by, over=over).astype(object)
        rows = rows[rows["value_kind"] == "actual"]
        rows = rows.where(rows.notna(), None)
        names = indicator_results(house, ALL, Reader()).set_index("indicator_id")["indicator_name"]
        return {(names[r.indicator_id], r.key, r.bucket): r.value for r in rows.itertuples()}

    yield ask
    house.close()


def test_rules_make_values_by_sex_age_place_and_time_as_a_person_counts_them(asked):
    by_sex = asked("sex")
    assert {key[1]: value for key, value in by_sex.items() if key[0] == "Attendance"} == {"women": 13, "men": 14}
    assert {key[1]: value for key, value in by_sex.items() if key[0] == "Participants"} == {
        "women": 3,
        "men": 2,
        None: 1,
    }
    ages = {key[1]: value for key, value in asked("age_group").items() if key[0] == "Participants"}
    assert ages == {"14-28": 3, "29-59": 2, "60+": 1}
    towns = asked("municipality")
    assert {key[1]: value for key, value in towns.items() if key[0] == "Attendance"} == {"05001": 11, "05120": 16}
    assert {key[1]: value for key, value in towns.items() if key[0] == "Participants"} == {"05001": 4, "05120": 2}
    years = asked(over="year")
    assert {key[2]: value for key, value in years.items() if key[0] == "Attendance"} == {"2023": 17, "2024": 10}
    shares = {key[2]: value for key, value in years.items() if key[0] == "Satisfied"}
    assert shares == {"2023": pytest.approx(200 / 3), "2024": 100}
    whole = {key[0]: value for key, value in asked().items()}
    assert whole["Satisfied"] == 75
    assert whole["Mean age"] == pytest.approx(189 / 6)


def test_no_name_of_a_person_comes_in_and_no_column_of_kobo_is_an_answer(with_rules):
    draft = with_rules()
    answers = pd.read_parquet(draft.folder / "parts" / "answers@all.parquet")
    assert set(answers["question"]) == {
        "Fecha del taller",
        "Municipio",
        "Mujeres",
        "Hombres",
        "¿Satisfecho?",
        "Sexo",
        "Edad",
    }
    told = {one["column"] for one in draft.report["notes"] if one["rule"] == "column_kept_out"}
    assert told == {"Nombre", "Facilitador", "_submitted_by"}


def test_what_a_rule_counts_in_vain_and_what_it_cannot_add_is_told(with_rules, tmp_path):
    never = {"indicator": "Never", "question": "¿Satisfecho?", "equals": "Tal vez"}
    words = {"indicator": "Words", "question": "Municipio", "sum": True}
    draft = with_rules([never, words])
    assert rules(draft) == {"number_wrong": 4}
    (told,) = [one for one in draft.report["warnings"] if one["rule"] == "answer_unmet"]
    assert (told["column"], told["value"], told["values"]["answers"]) == ("¿Satisfecho?", "Tal vez", "Sí, No")
    assert draft.report["rows"]["observations"] == 3  # 0 times in each place and month, and no sum of words
    with pytest.raises(DataError, match="there are Edad, Fecha del taller"):
        with_rules([{"indicator": "Gone", "question": "gone", "count": True}])
    with pytest.raises(DataError, match="differ in their unit"):
        with_rules([RULES[0], RULES[1] | {"unit": "families"}])


def test_a_form_without_rules_says_what_would_make_indicators_of_it(tmp_path):
    notes = rules(read(export(tmp_path)), "notes")
    assert notes["form_without_rules"] == 1


def test_a_later_export_of_a_form_takes_the_place_of_the_earlier_one(with_rules, tmp_path):
    publish(with_rules())
    later = export(tmp_path, "Talleres_-_latest_version_-_labels_-_2024-04-01-10-00-00.xlsx", without=(1,))
    house = Warehouse(publish(with_rules(file=later)))
    found = indicator_results(house, ALL, Reader()).set_index("indicator_name")["actual"]
    house.close()
    assert found["Attendance"] == 4 + 6 + 10
    assert list(found.index).count("Attendance") == 1


def test_the_sheets_of_a_form_beside_its_answers_are_no_tables_that_nobody_understood(tmp_path):
    survey = written(tmp_path, "type,name,label\ninteger,Mujeres,Women\nselect_one yn,¿Satisfecho?,x\n", "survey.csv")
    choices = written(tmp_path, "list_name,name,label\nyn,Sí,Yes\nyn,No,No\n", "choices.csv")
    assert rules(read(survey, choices), "warnings")["table_unknown"] == 2
    assert not rules(read(export(tmp_path), survey, choices, workspace="other"), "warnings")["table_unknown"]


ODK = (
    "SubmissionDate,start,end,taller-fecha,taller-municipio,taller-mujeres,temas,temas/paz,temas/genero,SET-OF-participantes,"
    "meta-instanceID,meta-instanceName,KEY,SubmitterID,SubmitterName,Status,ReviewState,DeviceID,Edits,FormVersion\n"
    + "".join(
        f"2023-06-0{n}T10:00:00.000Z,,,2023-0{n}-14,Medellín,{n},paz{' genero' * (n % 2)},1,{n % 2},uuid:k{n}/p,"
        f"uuid:k{n},,uuid:k{n},5,Ana Ruiz,,approved,collect:x,0,2023\n" for n in (1, 2, 3)
    )
)  # fmt: skip
ODK_ROUNDS = "nombre,sexo,edad,PARENT_KEY,KEY\n" + "".join(
    f"Ana Ruiz,{sex},20,uuid:k{n},uuid:k{n}/participantes[1]\n"
    for n, sex in ((1, "mujer"), (1, "hombre"), (3, "mujer"))
)


def test_an_export_of_odk_central_is_answers_and_its_repeats_come_in_files_of_their_own(tmp_path):
    files = written(tmp_path, ODK, "Talleres.csv"), written(tmp_path, ODK_ROUNDS, "Talleres-participantes.csv")
    mapping = read(*files, workspace="first").report["mapping"]
    assert [table["table"] for table in mapping["tables"]] == ["kobo", "kobo"]
    next(table for table in mapping["tables"] if table["file"] == "Talleres.csv")["rules"] = [
        {"indicator": "Women", "question": "taller-mujeres", "sum": True},
        {"indicator": "Gender", "question": "temas", "equals": "genero"},
        {"indicator": "Participants", "question": "edad", "count": True, "by": "sexo"},
    ]
    draft = read(*files, mapping=Mapping.from_json(json.dumps(mapping)))
    assert [file["rows"] for file in draft.report["files"]] == [3, 3]
    answers = pd.read_parquet(draft.folder / "parts" / "answers@all.parquet")
    assert "Ana Ruiz" not in set(answers["value"])
    with Warehouse(publish(draft)) as house:
        rows = indicator_results(house, ALL, Reader()).set_index("indicator_name")
        by_sex = indicator_results(house, ALL, Reader(), by="sex").query("indicator_name == 'Participants'")
    assert rows["actual"].to_dict() == {"Women": 6, "Gender": 2, "Participants": 3}
    assert str(rows.at["Women", "actual_to_on"])[:10] == "2023-03-31"
    assert dict(zip(by_sex["key"], by_sex["actual"], strict=True)) == {"women": 2, "men": 1}
