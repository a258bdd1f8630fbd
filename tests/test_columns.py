"""How answers read: columns in words, codes said, and the source of each row."""

from datetime import date

import pandas as pd

from analytics.columns import CODES, is_stated, printed, readable, references, said, with_sources
from analytics.wording import Words

EN, ES = Words("en"), Words("es")
FRAME = pd.DataFrame(
    {
        "place_id": ["05120", "13248"],
        "place_name": ["Cáceres", "El Guamo"],
        "verdict": ["agrees", "cannot_be_checked"],
        "value": pd.array([14903, None], dtype="Int64"),
        "start_on": [date(2021, 1, 1), None],
        "evidence": ["issues:a issues:b", "issues:b"],
    }
)


def test_machine_columns_are_left_out_and_the_others_are_named_in_words():
    assert list(readable(FRAME, EN).columns) == ["Place", "Do they agree?", "Value", "Start"]
    assert readable(FRAME, ES, drop=("value",)).columns[0] == "Lugar"
    assert "Value" not in readable(FRAME, EN, drop=("value",)).columns


def test_codes_are_said_in_words():
    assert readable(FRAME, EN)["Do they agree?"].tolist() == ["agrees", "cannot be checked"]
    assert readable(FRAME, ES).iloc[1, 1] == "no se puede comprobar"
    assert said("verdict", "of another kind", EN) == "of another kind"


def test_every_code_has_words_in_both_languages():
    for column, words in CODES.items():
        for code, word in words.items():
            assert word(EN), (column, code)
            assert word(ES), (column, code)


def test_numbers_are_printed_in_the_language_and_stay_numbers():
    styled = printed(readable(FRAME, ES), ES)
    assert "14.903" in styled.to_html()
    assert "no indicado" in styled.to_html()
    assert styled.data["Valor"].dtype == "Int64"


def test_references_come_once_and_in_order():
    assert references(FRAME) == ("issues:a", "issues:b")
    assert references(FRAME.drop(columns="evidence")) == ()


def test_each_row_of_a_download_names_its_documents_and_lines():
    evidence = pd.DataFrame(
        {"reference": ["issues:a", "issues:b"], "source_title": ["Dialogues", "Dialogues"], "line": [19, 47]}
    )
    cited = with_sources(FRAME, evidence)
    assert cited["source"].tolist() == ["Dialogues, line 19; Dialogues, line 47", "Dialogues, line 47"]
    assert "evidence" not in cited
    assert with_sources(FRAME[["place_id"]], evidence).columns.tolist() == ["place_id"]


def test_zero_is_stated_and_an_empty_cell_is_not():
    assert is_stated(0)
    assert is_stated("")
    assert not is_stated(None)
    assert not is_stated(pd.NA)
