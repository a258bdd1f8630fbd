"""Numbers: the column settles which mark is the decimals', or the question is asked; nothing is guessed."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.checks.numbers import currencies, numbers, total


def read(*cells, **options):
    return numbers(pd.Series(cells, index=range(2, 2 + len(cells)), dtype=object), **options)


def values(typed):
    return [None if pd.isna(value) else value for value in typed.values]


def rules(typed):
    return [(finding.rule, finding.row) for finding in typed.findings]


MIXED = ("1.234,56", "1,234.56", "$ 1.234.567")


def test_both_styles_in_one_column_are_refused_with_one_finding():
    typed = read(*MIXED)
    assert values(typed) == [None, None, None]
    assert [(f.rule, f.row, f.count) for f in typed.findings] == [("number_ambiguous", 2, 3)]


def test_with_a_declared_style_they_are_read_and_the_total_is_shown():
    typed = read(*MIXED, style="1.234,56")
    assert values(typed) == [1234.56, 1234.56, 1234567.0]
    assert [(f.rule, f.row, f.values) for f in typed.findings] == [("number_corrected", 3, (("after", "1234.56"),))]
    assert total(typed.values).values == (("total", "1237036.12"),)


@pytest.mark.parametrize("cells", [("1.234", "5.678"), ("1,234", "5"), ("1'234.567",)])
def test_a_mark_that_can_be_either_is_asked_about(cells):
    typed = read(*cells)
    assert rules(typed) == [("number_ambiguous", 2)]
    assert values(typed)[0] is None


@pytest.mark.parametrize(
    ("cells", "meant"),
    [
        (("1.234", "1.234.567"), [1234, 1234567]),
        (("1,234", "12,5"), [1.234, 12.5]),
        (("1,234", "12.5"), [1234, 12.5]),
        (("0.123", "1,234"), [0.123, 1234]),
        (("1 234 567,5", "1\u00a0234"), [1234567.5, 1234]),
        (("1'234.567,89", "2.000"), [1234567.89, 2000]),
        (("3924.0", "33.0"), [3924, 33]),
        (("5", "-3"), [5, -3]),
    ],
)
def test_other_values_of_the_column_settle_the_mark(cells, meant):
    typed = read(*cells)
    assert values(typed) == meant
    assert typed.findings == []


def test_a_bound_that_only_one_reading_keeps_settles_it():
    assert values(read("-74.072", least=-180, most=180)) == [-74.072]
    assert rules(read("-74.072")) == [("number_ambiguous", 2)]


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("NaN", "number_wrong"),
        ("inf", "number_wrong"),
        ("1e400", "number_wrong"),
        ("cinco", "number_wrong"),
        ("12 34", "number_wrong"),
        ("1,23,456", "number_wrong"),
        ("0x10", "number_wrong"),
        ("٣", "number_wrong"),
        ("9" * 5000, "number_wrong"),
        ("-3", "number_negative"),
        ("3.5", "number_fractional"),
        ("1000000000000", "number_implausible"),
    ],
)
def test_what_no_number_of_people_can_be_is_a_row_error(cell, rule):
    typed = read("7", cell, people=True)
    assert rules(typed) == [(rule, 3)]
    assert values(typed) == [7, None]


def test_ten_to_the_twelfth_is_an_error_anywhere_unless_more_is_allowed():
    assert rules(read("1000000000000")) == [("number_implausible", 2)]
    assert values(read("1000000000000", most=1e13)) == [1e12]


def test_money_may_be_negative_and_counts_of_things_not():
    assert values(read("-15.5")) == [-15.5]
    assert rules(read("-15.5", least=0)) == [("number_negative", 2)]


@pytest.mark.parametrize(
    ("cell", "value", "after"),
    [("1E+05", 100000, "100000"), ("(12)", -12, "-12"), ("5-", -5, "-5"), ("1e-5", 1e-5, "0.00001")],
)
def test_spreadsheet_forms_are_read_and_told(cell, value, after):
    typed = read(cell)
    assert values(typed) == [value]
    assert [(f.rule, f.values) for f in typed.findings] == [("number_corrected", (("after", after),))]


def test_currency_marks_are_taken_off_and_percent_signs_told():
    typed = read("$ 1.000.000", "-$5", "COP 7", "12%", "\u22125")
    assert values(typed) == [1e6, -5, 7, 12, -5]
    assert rules(typed) == [("number_percent", 5)]


def test_two_currencies_in_one_column_are_never_added_up_in_silence():
    typed = read("USD 5", "COP 7", "€ 1")
    assert [(f.rule, f.values) for f in typed.findings] == [("currencies_mixed", (("found", "COP, EUR, USD"),))]
    assert currencies(pd.Series(["USD 5", "$ 7", "8"])).tolist()[0] == "USD"
    assert currencies(pd.Series(["USD 5", "$ 7", "8"])).isna().tolist() == [False, True, True]


def test_letters_that_are_no_currency_are_no_number():
    assert rules(read("ABC 5", "5 kg")) == [("number_wrong", 2), ("number_wrong", 3)]


def test_whole_numbers_are_int64_and_missing_is_not_zero():
    typed = read("3924.0", None, "0", whole=True)
    assert str(typed.values.dtype) == "Int64"
    assert values(typed) == [3924, None, 0]


def test_a_misspelt_style_is_the_callers_mistake():
    with pytest.raises(ValueError, match="not a style"):
        read("1", style="european")


def test_findings_keep_the_rows_of_distinct_values():
    column = pd.Series(["5", "x"], index=[17, 90_001], dtype=object)
    assert rules(numbers(column)) == [("number_wrong", 90_001)]
