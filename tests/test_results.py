"""Results: progress from baseline to target by the stated method, two sides compared, and no target invented."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from analytics.charts.results import Bullet, Period, bullet, period_columns, running_lines
from analytics.figures.making import make_figure
from analytics.figures.results import shown_value
from analytics.palette import Look
from analytics.reading_results import (
    amount,
    difference_words,
    own_days,
    percent,
    questions_to_ask,
    ranked_places,
    standing_sentences,
    with_target,
)
from analytics.results import indicator_periods, indicator_results, indicator_sheets, results_comparison
from analytics.selection import Reader, Selection
from analytics.warehouse import Warehouse
from analytics.wording import Words
from tests.indicators import indicator, published_with, value

EN, ES = Words("en"), Words("es")
ALL = Selection()
LIFE = {"start": "2020-01-01", "end": "2021-12-31"}


@pytest.fixture(scope="module")
def house(checked, sealed_country, tmp_path_factory):
    """Indicators that stand differently against their targets, half of the time gone by."""
    frames = {name: frame.copy() for name, frame in checked.items()}
    kinds = {
        # key: direction, measure, baseline, target, actual
        "reached": ("ascending", "count", 0, 10, 12),
        "on-track": ("ascending", "count", 0, 100, 48),
        "behind": ("ascending", "count", 0, 100, 40),
        "far-behind": ("ascending", "count", 0, 100, 20),
        "no-baseline": ("ascending", "count", None, 100, 48),
        "away": ("ascending", "score", 50, 80, 45),
        "less": ("descending", "amount", 40, 20, 30),
        "less-without": ("descending", "amount", None, 20, 30),
        "score-without": ("ascending", "score", None, 80, 60),
        "level": ("ascending", "count", 10, 10, 10),
        "silent": ("ascending", "count", 0, 100, None),
    }
    indicators, values = [], []
    for key, (direction, measure, baseline, target, actual) in kinds.items():
        rule = "sum" if measure == "count" else "last"
        indicators.append(indicator(key, rule, direction=direction, measure=measure))
        values.append(value(key, target, *LIFE.values(), kind="target"))
        if baseline is not None:
            values.append(value(key, baseline, "2019-12-01", "2019-12-31", kind="baseline"))
        if actual is not None:
            values.append(value(key, actual, "2020-12-01", "2020-12-31"))
    store = tmp_path_factory.mktemp("results")
    with Warehouse(published_with(frames, sealed_country, store, indicators, values)) as warehouse:
        yield warehouse


@pytest.fixture(scope="module")
def found(house):
    return indicator_results(house, ALL, Reader()).set_index("indicator_id")


@pytest.mark.parametrize(
    ("key", "achieved", "status"),
    [
        ("reached", 1.2, "reached"),
        ("on-track", 0.48, "on_track"),  # 0.48 of the way in half of the time
        ("behind", 0.4, "behind"),
        ("far-behind", 0.2, "far_behind"),
        ("no-baseline", 0.48, "on_track"),  # a count begins at nothing
        ("away", -1 / 6, "away"),
        ("less", 0.5, "on_track"),  # from 40 to 20, at 30
        ("less-without", None, "not_computable"),  # where days began is not known
        ("score-without", None, "not_computable"),
        ("level", None, "not_computable"),  # nothing to go from the baseline to the target
        ("silent", None, "no_value"),
    ],
)
def test_where_an_indicator_stands(found, key, achieved, status):
    row = found.loc[key]
    assert row["status"] == status
    assert pd.isna(row["achieved_share"]) if achieved is None else row["achieved_share"] == pytest.approx(achieved)
    assert row["elapsed_share"] == pytest.approx(365 / 730, abs=0.002)
    assert row["as_of"] == date(2020, 12, 31)


def test_what_states_no_target_says_so_and_keeps_its_total(found):
    row = found.loc["trained"]
    assert (row["status"], row["published"], row["published_qualifier"]) == ("no_target", 20, "over")
    assert found.loc["schools", "published"] == 0  # a zero that is stated is no gap
    assert "travellers" not in found.index  # told in words only


def test_the_published_record_has_no_target_and_no_baseline(published):
    rows = indicator_results(published, ALL, Reader())
    assert set(rows["status"]) == {"no_target"}
    assert rows["baseline"].isna().all()
    (sentence, refs), *more = standing_sentences(rows, rows.head(0), EN)
    assert "no target for any" in sentence
    assert len(refs) == len(rows) > 15
    assert not more
    asked = questions_to_ask(rows, EN)
    assert any("women and men" in text for text in asked)
    assert any("baseline" in text for text in asked)


def test_the_sheet_says_what_is_not_stated(published, illustrative):
    bare = indicator_sheets(published, ALL, Reader(lang="es"), indicators=("par-alliances",)).iloc[0]
    assert bare["definition"] is None
    assert (bare["measure_name"], bare["rule_name"][:8]) == ("Conteo", "Se suma ")
    full = indicator_sheets(illustrative, ALL, Reader(), indicators=("programa-ejemplo-days",)).iloc[0]
    assert (full["direction_name"], full["unit_name"]) == ("Less is better", "Days")
    assert full["verification"] == "Books of the mediators."


def test_the_years_of_a_sum_come_together_and_those_of_people_do_not(illustrative):
    rows = indicator_periods(illustrative, ALL, Reader())
    alliances = rows[rows["indicator_id"] == "programa-ejemplo-alliances"]
    assert alliances["so_far"].iloc[-1] == 606 == alliances["actual"].sum()
    people = rows[rows["indicator_id"] == "programa-ejemplo-young-people"]
    assert people["so_far"].isna().all()
    assert people["actual"].sum() > 14_903


@pytest.mark.parametrize(
    ("across", "first", "second"),
    [
        ({"over": "year"}, "2019", "2020"),
        ({"by": "sex"}, "women", "men"),
        ({"by": "component"}, "programa-ejemplo-youth", "programa-ejemplo-culture"),
    ],
)
def test_two_sides_and_their_difference(illustrative, across, first, second):
    rows = results_comparison(illustrative, ALL, Reader(), first=first, second=second, **across)
    both = rows.dropna(subset=["first_value", "second_value"])
    assert len(both) > 0
    assert (both["difference"] - (both["second_value"] - both["first_value"])).abs().max() < 1e-9
    shares = rows.loc[rows["measure"].isin(["score", "percentage"]), "change_share"]
    assert shares.isna().all()  # a change of points in percent would be misread


def _standing(*statuses):
    rows = [{"status": status, "target": 1.0, "evidence": "e", "as_of": date(2021, 11, 30)} for status in statuses]
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("statuses", "english", "spanish"),
    [
        (["behind"], "The one target: behind, as of November 2021.", "La única meta: atrasada, a noviembre de 2021."),
        (
            ["behind", "reached"],
            "Of 2 targets, 1 is reached or on track and 1 is behind, as of November 2021.",
            "De 2 metas, 1 está cumplida o al día y 1 está atrasada, a noviembre de 2021.",
        ),
        (
            ["away", "far_behind", "no_value"],
            "Of 3 targets, none is reached or on track and 2 are behind, as of November 2021. Of 1 it cannot be said.",
            "De 3 metas, ninguna está cumplida ni al día y 2 están atrasadas, a noviembre de 2021. "
            "De 1 no se puede decir.",
        ),
        (
            ["on_track", "reached"],
            "Of 2 targets, 2 are reached or on track and none is behind, as of November 2021.",
            "De 2 metas, 2 están cumplidas o al día y ninguna está atrasada, a noviembre de 2021.",
        ),
    ],
    ids=str,
)
def test_one_none_and_many_are_said_as_people_say_them(statuses, english, spanish):
    no_places = pd.DataFrame(columns=["key", "key_name", "achieved_share", "status", "evidence"])
    for say, words in ((EN, english), (ES, spanish)):
        ((said, _),) = standing_sentences(_standing(*statuses), no_places, say)
        assert said == words


def _places(*shares):
    return pd.DataFrame(
        [{"key": key, "key_name": key.title(), "achieved_share": share, "status": "behind", "evidence": key}
         for key, own in zip(("alto", "bajo"), shares, strict=True) for share in own],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        (([0.5], [1.2]), "Furthest behind is Alto: its one target is at 50% of the way."),
        (([0.9, 0.2, 0.6], [1.2]), "Furthest behind is Alto: half of its 3 targets are at 60% of the way or less."),
        (([1.3], [1.2]), "Least far of all is Bajo: its one target is at 120% of the way."),
        (([1.3], [1.2, 1.1]), "Least far of all is Bajo: half of its 2 targets are at 115% of the way or less."),
    ],
    ids=str,
)
def test_a_place_that_reached_its_targets_is_not_behind(shares, words):
    assert standing_sentences(_standing("behind", "reached"), _places(*shares), EN)[1][0] == words


def test_what_is_stated_already_is_not_asked_for():
    rows = pd.DataFrame(
        {"indicator_id": ["a", "b"], "target": [None, None], "target_rows": [None, None], "baseline": [1.0, 2.0],
         "actual_to_on": [date(2020, 1, 1)] * 2, "unit": ["people", "people"]}
    )  # fmt: skip
    assert len(questions_to_ask(rows, EN)) == 3
    both = frozenset(("a", "b"))
    assert questions_to_ask(rows, EN, both, both, both) == []
    assert questions_to_ask(rows, EN, frozenset("a"), both, both) == [
        "The target of 1 result, and by when it was to be reached."
    ]


def test_a_change_is_rounded_and_said_only_where_there_is_one():
    row = SimpleNamespace(
        difference=69.0, change_share=69 / 59, measure="count", unit="alliances", first_qualifier="exact",
        second_qualifier="exact", first_reason=None, second_reason=None,
    )  # fmt: skip
    assert difference_words(row, EN) == "+69 (+117%)"
    small = SimpleNamespace(**vars(row) | {"difference": -1.0, "change_share": -1 / 900})
    assert difference_words(small, EN) == "−1 (−0.1%)"
    assert difference_words(SimpleNamespace(**vars(row) | {"difference": 0.0, "change_share": 0.0}), EN) == "±0"


def test_the_latest_values_of_two_places_say_their_day_where_it_differs():
    days = {"first_to_on": date(2020, 12, 31), "second_to_on": date(2023, 12, 31)}
    row = SimpleNamespace(is_cumulative=False, aggregation="last", **days)
    assert own_days(row, EN) == ("as of December 2020", "as of December 2023")
    assert own_days(SimpleNamespace(**vars(row) | {"aggregation": "sum"}), EN) == ("", "")
    assert own_days(SimpleNamespace(**vars(row) | {"second_to_on": date(2020, 12, 31)}), EN) == ("", "")


def test_more_than_eighty_stays_more_than_eighty_beside_another_year(published):
    rows = results_comparison(published, ALL, Reader(), first="2006", second="2021", over="year")
    (row,) = rows[rows["first_value"].eq(80)].itertuples(index=False)
    assert row.first_qualifier == "over"
    beside = row._replace(second_value=70.0, second_qualifier="exact", difference=-10.0, change_share=None)
    assert difference_words(beside, EN) == "about −10"
    told = make_figure(
        published, "results_comparison", ALL, Reader(), {"across": "year", "first": "2006", "second": "2021"}
    )
    assert [fact.words for fact in told.facts if fact.value == 80] == ["over 80"]


def test_a_value_that_is_not_exact_is_told_with_its_word(found):
    row = next(found.reset_index().dropna(subset=["actual"]).itertuples(index=False))._replace(actual_qualifier="over")
    assert shown_value(row, EN).startswith("over ")


def test_one_department_is_ahead_and_one_behind(illustrative):
    rows = indicator_results(illustrative, ALL, Reader(), by="department")
    ranked = ranked_places(rows)
    assert len(ranked) == 11
    assert ranked["middle_share"].iloc[0] < 0.6
    assert ranked["middle_share"].iloc[-1] > 1.15
    assert ranked["middle_share"].iloc[1] > 0.8
    together = indicator_results(illustrative, ALL, Reader())
    sentences = standing_sentences(together, rows, EN)
    assert f"Furthest behind is {ranked['key_name'].iloc[0]}" in sentences[1][0]
    assert f"{len(with_target(together))} targets" in sentences[0][0]
    assert "El más atrasado es" in standing_sentences(together, rows, ES)[1][0]


def test_targets_by_sex_and_department_are_their_own(illustrative):
    key = "programa-ejemplo-young-people"
    by_sex = indicator_results(illustrative, ALL, Reader(), indicators=(key,), by="sex").set_index("key")
    assert by_sex["target"].dropna().to_dict() == {"women": 7_800, "men": 7_200}
    assert by_sex.loc["unknown", "status"] == "no_target"
    by_town = indicator_results(illustrative, ALL, Reader(), indicators=(key,), by="municipality")
    assert by_town["target"].isna().all()


def test_values_are_said_with_what_belongs_to_them():
    assert amount(59.26, "percent", "percentage", EN) == "59.3%"
    assert amount(14_000_000, "us_dollars", "amount", ES) == "USD 14 millones"
    assert amount(1043, "actions", "count", EN, "over") == "over 1,043"
    assert amount(None, "people", "count", EN) == "not stated"
    assert percent(0.9499, EN) == "94%"  # below the limit, and so it reads
    assert percent(1.0, EN) == "100%"


def test_drawings_hold_nothing_that_a_title_could_smuggle_in():
    trick = "<img src=x onerror=alert(1)>"
    for drawn in (
        bullet(Bullet(1.0, 2.0, 0.5, "behind", trick)),
        period_columns([Period(trick, 1.0, 2.0, trick, trick, "results?a=1&b=2")]),
        running_lines([(trick, 1.0, 2.0), ("b", 2.0, 3.0)], trick, (trick, trick), Look(False)),
    ):
        assert "<img src=x" not in drawn


def test_a_period_without_value_stays_empty_and_a_zero_is_flat():
    drawn = period_columns([Period("2020", None, 5.0, "–", "", ""), Period("2021", 0.0, 5.0, "0", "", "")])
    assert 'class="none"' in drawn
    assert 'style="height:0.0%"' in drawn
    assert running_lines([("2020", 1.0, 1.0)], "", ("", ""), Look(False)) == ""
