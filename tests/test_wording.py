"""Words, numbers and dates in both languages."""

from datetime import date

import pandas as pd
import pytest

from analytics.wording import Words

EN, ES = Words("en"), Words("es")


@pytest.mark.parametrize(
    ("value", "english", "spanish"),
    [
        (14903, "14,903", "14.903"),
        (1043, "1,043", "1.043"),  # Spain writes 1043; Colombia marks four digits
        (0, "0", "0"),
        (15.5, "15.5", "15,5"),
        (-2, "-2", "-2"),
    ],
)
def test_numbers_carry_the_marks_of_the_language(value, english, spanish):
    assert (EN.number(value), ES.number(value)) == (english, spanish)


def test_a_qualifier_and_a_currency_stay_with_their_figure():
    assert EN.quantity(1043, "over") == "over 1,043"
    assert ES.quantity(1043, "over") == "más de 1.043"
    assert EN.quantity(14_000_000, "about", "USD") == "USD 14 million"
    assert ES.quantity(14_000_000, "about", "USD") == "USD 14 millones"
    assert EN.quantity(1_250_000, "exact", "USD") == "USD 1,250,000"
    assert EN.quantity(50, "about") == "about 50"


def test_what_is_not_stated_is_not_zero():
    assert EN.quantity(None) == "not stated"
    assert EN.quantity(pd.NA) == "not stated"
    assert EN.quantity(0) == "0"
    assert ES.quantity(float("nan")) == "no indicado"


def test_a_date_is_no_finer_than_its_precision():
    day = date(2020, 10, 3)
    assert [EN.day(day, p) for p in ("year", "month", "day")] == ["2020", "October 2020", "3 October 2020"]
    assert [ES.day(day, p) for p in ("year", "month", "day")] == ["2020", "octubre de 2020", "3 de octubre de 2020"]
    assert EN.day(None) == "not stated"


def test_an_end_that_is_not_stated_is_said():
    start, end = date(2020, 10, 1), date(2021, 11, 30)
    assert EN.span(start, end) == "October 2020 to November 2021"
    assert EN.span(start, None) == "from October 2020, end not stated"
    assert EN.span(None, end) == "until November 2021, start not stated"
    assert EN.span(None, None) == "no dates stated"
    assert EN.span(start, date(2020, 10, 31)) == "October 2020"
    assert ES.span(start, end) == "octubre de 2020 a noviembre de 2021"


def test_a_listing_ends_as_the_language_does():
    assert EN.listing(["a", "b", "c"]) == "a, b and c"
    assert ES.listing(["extorsión", "minería"]) == "extorsión y minería"
    assert ES.listing(["extorsión", "inseguridad"]) == "extorsión e inseguridad"
    assert ES.listing(["agua", "hierro"]) == "agua y hierro"  # "hie" sounds like y
    assert EN.listing(["one"]) == "one"
    assert EN.listing([]) == ""


def test_one_and_many_have_their_own_words():
    assert EN.many("{n} country", "{n} countries", 1) == "1 country"
    assert EN.many("{n} country", "{n} countries", 12) == "12 countries"
    assert ES.many("{n} country", "{n} countries", 1) == "1 país"
    assert ES.many("{n} country", "{n} countries", 1200) == "1.200 países"


def test_a_value_with_braces_is_not_filled_in_again():
    assert EN("Source: {sources}", sources="{document}") == "Source: {document}"
