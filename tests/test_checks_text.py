"""Text is cleaned and told; only declared words are missing; names compare by a key."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.checks.text import cleaned, key, keys, without_missing


def column(*cells):
    return pd.Series(cells, index=range(2, 2 + len(cells)), dtype=object)


def rules(typed):
    return [(finding.rule, finding.row) for finding in typed.findings]


def test_a_name_in_nfc_and_in_nfd_is_one_name():
    typed = cleaned(column("Medellín", "Medelli\u0301n"))
    assert typed.values[2] == typed.values[3] == "Medellín"
    assert typed.findings == []


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("x\u200by", "xy"),  # zero width
        ("\x00Paz", "Paz"),  # NUL
        ("Paz \u202eadreiuqzi", "Paz adreiuqzi"),  # right to left override
        ("\ufeffid", "id"),  # byte order mark
        ("Vereda\u00adalta", "Veredaalta"),  # soft hyphen
    ],
)
def test_characters_that_cannot_be_seen_are_taken_out_and_told(cell, kept):
    typed = cleaned(column(cell))
    assert typed.values[2] == kept
    assert rules(typed) == [("control_characters", 2)]
    assert all(c.isprintable() for c in typed.findings[0].value)


def test_space_is_put_right_without_a_word_and_an_empty_cell_is_missing():
    typed = cleaned(column("  a \n b\tc\u00a0d ", "   ", None, "línea_x000D_ dos"))
    assert typed.values[2] == "a b c d"
    assert typed.values.isna().tolist() == [False, True, True, False]
    assert typed.values[5] == "línea dos"
    assert typed.findings == []


@pytest.mark.parametrize(
    ("cell", "repaired"),
    [("MedellÃ\xadn", "Medellín"), ("BogotÃ¡", "Bogotá"), ("CÃ“RDOBA", "CÓRDOBA"), ("PeÃ±Ã³n", "Peñón")],
)
def test_letters_in_a_wrong_encoding_are_repaired_and_shown_after(cell, repaired):
    typed = cleaned(column(cell))
    assert typed.values[2] == repaired
    assert [(f.rule, f.values) for f in typed.findings] == [("mojibake_repaired", (("after", repaired),))]


@pytest.mark.parametrize("cell", ["São Tomé", "AÑO", "Łódź", "ذكر", "Île-de-France", "naïve – « oui »", "10 °C"])
def test_right_letters_of_any_language_are_left_alone(cell):
    typed = cleaned(column(cell))
    assert typed.values[2] == cell
    assert typed.findings == []


def test_lost_letters_are_reported_and_a_question_is_not():
    typed = cleaned(column("protecci?n", "protecci\ufffdn", "NARI?O", "¿Qué? Sí", "http://a.org/b?c=d", "MEDELL??N"))
    assert rules(typed) == [("letters_lost", row) for row in (2, 3, 4, 7)]
    assert typed.values[2] == "protecci?n"


def test_a_text_of_ten_thousand_characters_is_kept_and_a_longer_one_is_an_error():
    typed = cleaned(column("a" * 10_000, "a" * 10_001))
    assert len(typed.values[2]) == 10_000
    assert rules(typed) == [("text_too_long", 3)]
    assert len(typed.findings[0].value) < 200


def test_emoji_markup_and_braces_stay_text():
    cell = "{0} <img onerror=x> 🏳 =cmd"
    assert cleaned(column(cell)).values[2] == cell


def test_half_a_surrogate_pair_is_a_lost_letter_and_no_crash():
    assert rules(cleaned(column("a\ud800b"))) == [("letters_lost", 2)]


def test_undeclared_words_stay_text_for_the_code_of_namibia_is_na():
    cells = ("NA", "None", "null", "N/D", "nan")
    typed = without_missing(column(*cells), words=())
    assert typed.values.tolist() == list(cells)
    assert typed.findings == []


def test_declared_words_become_missing_and_are_counted():
    typed = without_missing(column("s/d", "5", " s/d ", "S/D", "-"), words=("s/d", "-"))
    assert typed.values.isna().tolist() == [True, False, True, False, True]
    assert [(f.rule, f.value, f.row, f.count) for f in typed.findings] == [
        ("missing_word", "s/d", 2, 2),
        ("missing_word", "-", 6, 1),
    ]


def test_a_correction_is_told_once_for_each_text_with_its_count():
    typed = cleaned(column("BogotÃ¡", "x", "BogotÃ¡", "BogotÃ¡"))
    assert [(f.row, f.count) for f in typed.findings] == [(2, 3)]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("EL CARMEN DE BOLÍVAR", "el carmen de bolivar"),
        ("Bogotá, D.C.", "bogota d c"),
        ("Ñoño_x", "nono x"),
        ("Sana'a", "sanaa"),
        ("Łódź", "lodz"),
        ("  a\u200b  b ", "a b"),
        ("Medelli\u0301n", "medellin"),
    ],
)
def test_names_compare_without_case_accents_and_punctuation(text, folded):
    assert key(text) == folded
    assert keys(column(text, None)).tolist()[0] == folded
