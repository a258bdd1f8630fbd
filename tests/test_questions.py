"""The questions: what they must show, the same answers by another way, and what every question owes its reader."""

import importlib
import inspect
import re
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import asking, statements
from analytics.asking import QUESTIONS, all_questions, find_question
from analytics.axes import axes_of
from analytics.choices import known_part
from analytics.errors import QuestionError
from analytics.selection import Reader, Selection
from analytics.snapshots import Snapshot
from analytics.staging import ROLES
from analytics.statements import SQL
from analytics.steps import NARROWED
from analytics.warehouse import Warehouse, question_sql
from tests.asking import EVERYTHING, ask
from tests.conftest import REAL
from tests.oracle import Oracle

NAMES = sorted(all_questions())
KEYS = {
    "issue_matrix": ["place_id", "issue_type_id", "programme_id", "position", "evidence"],
    "issue_ranking": ["issue_type_id", "lists", "all_lists"],
    "issue_pairs": ["first_issue_type_id", "second_issue_type_id", "lists"],
    "same_lists": ["list_key", "place_ids"],
    "programme_departments": ["programme_id", "department_id", "municipalities_named", "exactness", "is_shared"],
    "municipalities_by_department": ["department_id", "municipalities", "place_ids"],
    "programme_overlap": ["first_programme_id", "second_programme_id", "country_codes", "shared_department_ids",
                          "overlap_months", "is_up_to"],
    "reconciliation": ["result_id", "published", "records", "verdict"],
}  # fmt: skip


def _value(cell):
    """A cell as the oracle has it."""
    if cell is None or cell is pd.NA or (isinstance(cell, float) and pd.isna(cell)):
        return None
    return cell.item() if hasattr(cell, "item") else cell


def _rows(frame, name):
    missing = {"position": 0, "shared_department_ids": "", "programme_id": ""}
    rows = []
    for row in frame[KEYS[name]].astype(object).itertuples(index=False, name=None):
        cells = [_value(cell) for cell in row]
        rows.append(
            tuple(missing.get(key, cell) if cell is None else cell for key, cell in zip(KEYS[name], cells, strict=True))
        )
    return sorted(rows, key=str)


# --- what must be shown -----------------------------------------------------------------------------------------------


def test_the_dialogues_listed_31_issues_over_10_municipalities_and_12_types(published):
    matrix = ask(published, "issue_matrix")
    assert len(matrix) == 31
    assert matrix["place_id"].nunique() == 10
    assert matrix["issue_type_id"].nunique() == 12
    # by code, with the zero in front
    assert {"05120", "05154"} <= set(matrix["place_id"])


def test_how_many_lists_name_each_issue(published):
    ranking = ask(published, "issue_ranking").set_index("issue_type_id")["lists"]
    assert {kind: ranking[kind] for kind in ranking.index[:5]} == {
        "micro_trafficking": 5, "gender_based_violence": 5, "forced_recruitment_of_minors": 5,
        "threats_to_leaders": 4, "illicit_crops": 3,
    }  # fmt: skip
    assert ranking.sum() == 31


def test_how_many_municipalities_are_named_in_each_department(published):
    answer = ask(published, "municipalities_by_department").set_index("department_name")["municipalities"]
    assert answer.to_dict() == {
        "Bolívar": 3,
        "Antioquia": 2,
        "Córdoba": 2,
        "Norte de Santander": 1,
        "Cauca": 1,
        "Nariño": 1,
    }


def test_par_is_in_11_departments_and_with_somos_comunidad_in_14_of_which_they_share_3(published):
    answer = ask(published, "programme_departments")
    assert answer.groupby("programme_id")["department_id"].nunique().to_dict() == {"par": 11, "somos-comunidad": 6}
    assert answer["department_id"].nunique() == 14
    assert set(answer.loc[answer["is_shared"], "department_name"]) == {"Antioquia", "Bolívar", "Norte de Santander"}


def test_par_and_somos_comunidad_overlap_up_to_14_months(published):
    overlap = ask(published, "programme_overlap").set_index(["first_programme_id", "second_programme_id"])
    row = overlap.loc[("par", "somos-comunidad")]
    assert row["overlap_months"] == 14
    assert row["is_up_to"]  # the end of Somos Comunidad is not stated
    assert (str(row["overlap_from_on"])[:7], str(row["overlap_to_on"])[:7]) == ("2020-10", "2021-11")
    assert row["shared_department_names"] == "Antioquia · Bolívar · Norte de Santander"


def test_there_are_12_countries_and_9_programmes(published):
    totals = ask(published, "totals").iloc[0]
    assert (totals["countries"], totals["programmes"], totals["partnerships"]) == (12, 9, 4)
    assert (totals["departments_of_colombia"], totals["municipalities"]) == (14, 10)


def test_the_headline_figures_keep_their_qualifiers(published):
    results = ask(published, "published_results").set_index("result_id")
    stated = {
        key: (row["value"], row["qualifier"], row["unit"]) for key, row in results.iterrows() if key.startswith("par-")
    }
    assert stated == {
        "par-alliances-1": (606, "exact", "alliances"), "par-young-people-1": (14903, "exact", "people"),
        "par-initiatives-1": (224, "exact", "initiatives"), "par-municipalities-1": (27, "exact", "municipalities"),
        "par-awareness-actions-1": (1043, "over", "actions"), "par-pillars-1": (4, "exact", "pillars"),
        "par-leveraged": (14_000_000, "about", "USD"), "par-mobilised": (13_000_000, "about", "USD"),
    }  # fmt: skip
    assert set(results.loc[["par-leveraged", "par-mobilised"], "flow"]) == {"leveraged", "mobilised"}
    assert results.at["sc-dialogues-1", "value"] == 10


def test_published_totals_are_held_against_the_records(published):
    answer = ask(published, "reconciliation").set_index("result_id")
    assert {key: (row["published"], row["records"], row["verdict"]) for key, row in answer.iterrows()} == {
        "sc-dialogues-1": (10, 10, "agrees"),
        "par-municipalities-1": (27, 0, "cannot_be_checked"),
        "ye-grant-groups-1": (4, 2, "below"),
        "roma-groups-1": (10, 0, "cannot_be_checked"),
        "par-pillars-1": (4, 4, "agrees"),
        "rpp-organisations-1": (3, 3, "agrees"),
    }


def test_caceres_and_caucasia_have_the_same_list(published):
    assert list(ask(published, "same_lists")["place_ids"]) == ["05120 05154"]
    alike = ask(published, "places_alike", place_id="05120")
    assert list(alike.loc[alike["is_same_list"], "place_id"]) == ["05154"]


def test_a_list_without_sensitive_counts_is_shown_to_every_role(published):
    answers = [ask(published, "issue_matrix", reader=Reader(role)) for role in ROLES]
    assert all(answer.equals(answers[0]) for answer in answers)


# --- the tiny country: every trap by hand -----------------------------------------------------------------------------


def test_the_tiny_country_by_hand(tiny):
    totals = ask(tiny, "totals").iloc[0]
    assert totals["activities"] == 2  # the journey is told in words only
    assert totals["programmes"] == 3
    assert totals["municipalities"] == 5
    # two programmes list floods in Ñandú: one list names it
    assert ask(tiny, "issue_ranking").set_index("issue_type_id")["lists"].to_dict() == {
        "extortion": 4,
        "floods": 3,
        "threats": 5,
    }
    # present in two ways in Puerto Uno: one municipality
    departments = ask(tiny, "programme_departments").set_index(["programme_id", "department_id"])
    assert departments.at[("bridges", "13"), "municipalities_named"] == 2
    assert departments.at[("river", "05"), "exactness"] == "department"


def test_a_tie_of_positions_loses_no_overlap(tiny):
    pairs = ask(tiny, "programme_overlap")[["first_programme_id", "second_programme_id"]]
    assert ("bridges", "roots") in set(pairs.itertuples(index=False, name=None))


def test_an_overlap_without_dates_is_not_zero_months(tiny):
    overlap = ask(tiny, "programme_overlap").set_index(["first_programme_id", "second_programme_id"])["overlap_months"]
    assert overlap[("river", "bridges")] == 11  # October 2020 to August 2021, both counted
    assert overlap.isna()[("river", "roots")]


def test_a_real_zero_is_shown_and_a_missing_amount_is_not_zero(tiny):
    results = ask(tiny, "published_results").set_index("result_id")["value"]
    assert results["schools-1"] == 0
    assert results.isna()["support"]


def test_a_place_without_a_point_is_listed_and_has_no_coordinates(tiny):
    points = ask(tiny, "map_points").set_index("place_id")
    assert points.loc["05003", ["lat", "lon"]].isna().all()
    assert points.at["05003", "issues_listed"] == 2


def test_an_activity_at_department_level_never_becomes_a_point(tiny):
    assert ask(tiny, "map_points")["evidence"].str.contains("roots-house").sum() == 0
    areas = ask(tiny, "map_areas")
    assert areas.set_index(["area_id", "partnership_id"]).at[("05", "roots"), "how"] == "area"


def test_a_point_names_the_issues_of_its_own_partnership(tiny):
    points = ask(tiny, "map_points").set_index(["place_id", "partnership_id"])["issue_names"]
    assert points[("05001", "bridges")] == "Extortion · Floods"
    assert points[("05001", "roots")] == "Floods"


def test_an_issue_listed_for_a_department_stands_under_that_department(tiny):
    matrix = ask(tiny, "issue_matrix").set_index("evidence")
    assert matrix.at["issues:i-13-1", "department_id"] == "13"
    assert pd.isna(matrix.at["issues:i-region-1", "department_id"])


def test_an_undated_programme_does_not_pass_a_period_and_an_open_end_does(tiny):
    later = Selection(period=("2030-01", "2030-12"))
    assert list(ask(tiny, "timeline", later)["item_id"]) == ["bridges"]
    assert set(ask(tiny, "timeline")["dates"]) == {"stated", "end_not_stated", "undated"}


def test_a_month_is_inside_its_programme_at_both_ends(tiny):
    # left and right boundary, counted; the month before and the month after, not
    for month, is_in in (("2020-04", False), ("2020-05", True), ("2021-08", True), ("2021-09", False)):
        programmes = set(ask(tiny, "timeline", Selection(period=(month, month)))["item_id"])
        assert ("river" in programmes) is is_in, month


def test_what_the_country_leaves_open(tiny):
    gaps = set(ask(tiny, "not_stated")[["gap", "programme_id"]].itertuples(index=False, name=None))
    assert {("no_dates", "roots"), ("no_end", "bridges"), ("places_not_named", "river"), ("not_located", "bridges"),
            ("organisations_not_named", "bridges"), ("amount_not_stated", "bridges")} <= gaps  # fmt: skip


def test_an_organisation_without_a_name_stands_in_no_network(tiny):
    links = ask(tiny, "partner_links")
    assert list(links[["first_organisation_id", "second_organisation_id"]].iloc[0]) == ["aurora", "ministry"]
    assert len(links) == 1
    assert "Others (not named)" in set(ask(tiny, "partner_roles")["organisation_name"])


@pytest.mark.parametrize("role", ["public", "partner"])
def test_sensitive_counts_below_departments_reach_no_other_role(tiny, role):
    hidden = ("i-13002-1", "c-13002-1", "p-13001-2", "i-region-1")
    references = tuple(f"issues:{key}" for key in hidden)
    for name in NAMES:
        own = {"references": references} if name == "evidence_rows" else {"place_id": "13002"}
        own = own if own.keys() <= find_question(name).own.keys() else {}
        text = ask(tiny, name, reader=Reader(role), **own).to_string()
        assert not any(key in text for key in hidden), name
    points = ask(tiny, "map_points", reader=Reader(role)).set_index("place_id")
    assert points.at["13002", "issue_names"] == "Extortion"
    assert points.at["05003", "issues_listed"] == 2  # its published list is shown as it is


def test_what_is_told_in_words_appears_nowhere_else(tiny):
    keys = ("secret-journey", "travellers", "r-context", ":lived")
    assert len(ask(tiny, "told_in_words")) == 4
    for name in set(NAMES) - {"told_in_words"}:
        text = ask(tiny, name, **({"place_id": "13002"} if "place_id" in find_question(name).own else {})).to_string()
        assert not any(key in text for key in keys), name
    evidence = ask(tiny, "evidence_rows", references=("activities:secret-journey",))
    assert list(evidence["reference"]) == ["activities:secret-journey"]


# --- answered twice ---------------------------------------------------------------------------------------------------


def _selections(folders):
    oracle = Oracle(folders)

    def some(values):
        return st.lists(st.sampled_from(sorted(set(values))), max_size=2, unique=True).map(tuple)

    used = {row["place_id"] for table in ("programme_places", "activity_places") for row in oracle.tables[table]}
    wider = {oracle.places[place]["parent_id"] for place in used} - {""}
    months = st.tuples(st.integers(2004, 2023), st.integers(1, 12)).map(lambda month: f"{month[0]}-{month[1]:02}")
    of = {
        "partnership": some(row["partnership_id"] for row in oracle.partnerships),
        "place": some(used | wider | {"05", "13"}),
        "issue": some(row["issue_type_id"] for row in oracle.issues),
        "component": some(row["component_id"] for row in oracle.components),
        "kind": some(row["kind"] for row in oracle.activities),
        "sector": some(row["sector"] for row in oracle.organisations),
        "provenance": some(["published", "imported"]),
    }
    assert of.keys() | {"period"} == {f.name for f in fields(Selection)}
    period = st.none() | st.tuples(months, months).map(lambda pair: tuple(sorted(pair)))
    # two filters at most: more would leave nearly every answer empty
    names = st.lists(st.sampled_from([*of, "period"]), max_size=2, unique=True)
    return names.flatmap(lambda chosen: st.builds(Selection, **{name: of.get(name, period) for name in chosen}))


def _agree(engine, folders, selection, role):
    oracle, reader = Oracle(folders, role), Reader(role)
    for name in KEYS:
        expected = sorted(getattr(Oracle, name)(oracle, selection), key=str)
        assert _rows(ask(engine, name, selection, reader), name) == expected, (name, selection, role)
    totals = ask(engine, "totals", selection, reader).iloc[0]
    expected = oracle.totals(selection)
    assert {key: int(totals[key]) for key in expected} == expected, (selection, role)


def _tiny_folders(engine):
    home = engine.snapshot.folder.parent.parent
    return {kind: home / kind for kind in ("published", "reference")}


@pytest.mark.parametrize(
    "selection",
    [
        EVERYTHING,
        Selection(partnership=("par",)),
        Selection(place=("05",)),
        Selection(place=("CO",), period=("2021-01", "2021-12")),
        Selection(issue=("threats_to_leaders", "extortion")),
        Selection(period=("2006-01", "2006-12")),
        Selection(kind=("small_grant",)),
        Selection(sector=("community", "multilateral")),  # no one: an empty selection is no error
    ],
    ids=str,
)
def test_the_published_record_answers_as_plain_python_does(published, selection):
    _agree(published, REAL, selection, "analyst")


@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_any_selection_of_the_published_record_answers_as_plain_python_does(published, data):
    _agree(published, REAL, data.draw(_selections(REAL)), "analyst")


@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_any_selection_of_the_tiny_country_answers_as_plain_python_does(tiny, data):
    folders = _tiny_folders(tiny)
    _agree(tiny, folders, data.draw(_selections(folders)), data.draw(st.sampled_from(ROLES)))


# --- what every question owes -----------------------------------------------------------------------------------------


def test_every_file_of_sql_is_a_question_and_every_question_has_its_file():
    assert {path.stem for path in SQL.glob("*.sql")} == set(NAMES) == set(QUESTIONS)


def test_every_part_is_used():
    used = {part for path in SQL.rglob("*.sql") for line in statements.USES.findall(path.read_text())
            for part in map(str.strip, line.split(","))}  # fmt: skip
    # a part may have a second text, over the cells of the cube
    assert {path.stem.removesuffix(".cube") for path in (SQL / "parts").glob("*.sql")} == used | {NARROWED}


# one row of counts whatever is selected; what a question's function works out for its SQL from another question
ONE_ROW = {"totals", "place_activity_counts"}
WORKED_OUT = {
    "place_activities": {"relation", "first_on", "last_on"},
    "rows_of_activities": {"first_on", "last_on"},
    "indicator_rows": {"first_on", "last_on"},
    "months_of_indicators": {"over"},
    "results_comparison": {"sides"},
    "indicator_sheets": {"over", "by", "also"},  # an indicator's sheet is of all together
}


@pytest.mark.parametrize("name", NAMES)
def test_every_question_says_its_grain_and_its_parameters(name):
    text = (SQL / f"{name}.sql").read_text(encoding="utf-8")
    assert re.match(r"-- grain: \S", text)
    stated = re.search(r"^-- parameters: (.+)$", text, re.MULTILINE)[1]
    _, wanted = question_sql(name)
    selection = set(Selection().parameters())
    own = wanted - selection - {"lang"}
    # known: the selection, the language, or what the function itself takes; names of axes are no values that are bound
    named = {"rows", "columns", "axes"} if axes_of(text) else set()
    assert own - WORKED_OUT.get(name, set()) == set(find_question(name).own) - named
    assert {f"${key}" for key in own} <= set(re.findall(r"\$\w+", stated))
    assert ("$lang" in stated) is ("lang" in wanted)
    assert ("the selection" in stated) is bool(wanted & selection)


@pytest.mark.parametrize("name", NAMES)
def test_every_question_is_one_function_with_a_docstring(name):
    function = find_question(name).ask
    module = importlib.import_module(function.__module__)
    assert getattr(module, name) is function
    assert inspect.getdoc(function)
    assert list(inspect.signature(function).parameters)[:3] == ["engine", "selection", "reader"]
    assert find_question(name).grain.startswith(("One row", "What", "Which"))


def test_no_sql_stands_outside_its_files():
    for path in Path(asking.__file__).parent.rglob("*.py"):
        if path.name != "warehouse.py":
            assert not re.search(r"(?i)\bselect\b[^\n]*\bfrom\b", path.read_text()), path.name


def _reversed(engine, folder):
    """The same snapshot with the rows of every table in the opposite order."""
    files = {path.name for path in engine.snapshot.folder.glob("*.parquet")}
    for name in files:
        table = pq.read_table(engine.snapshot.folder / name)
        pq.write_table(table.take(pa.array(range(len(table) - 1, -1, -1), pa.int64())), folder / name)
    return Warehouse(Snapshot(folder, engine.snapshot.manifest))


@pytest.mark.parametrize("country_name", ["tiny", "published"])
def test_the_order_of_answers_does_not_hang_on_the_order_of_rows(request, tmp_path, country_name):
    # equal frames, in order, cell by cell: every order by has a tie-break, and so has every string_agg
    engine = request.getfixturevalue(country_name)
    with _reversed(engine, tmp_path) as other:
        for name in NAMES:
            pd.testing.assert_frame_equal(ask(engine, name), ask.__wrapped__(other, name), obj=name)


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"totals", "period_bounds"}))  # those are one row
def test_every_question_ends_in_an_order(name):
    # an order of the whole answer begins a line; the line starts inside brackets are indented
    assert re.search(r"^order by\b", question_sql(name)[0].split("\nfrom ")[-1], re.MULTILINE)


@pytest.mark.parametrize("country_name", ["tiny", "published"])
def test_every_reference_leads_to_its_evidence(request, country_name):
    engine = request.getfixturevalue(country_name)
    for name in NAMES:
        frame = ask(engine, name)
        if "evidence" not in frame:
            continue
        assert frame["evidence"].notna().all(), name
        cited = {reference for cell in frame["evidence"] for reference in cell.split(" ") if reference}
        if not cited:  # no references asked for means all of them
            continue
        found = set(ask(engine, "evidence_rows", references=tuple(sorted(cited)))["reference"])
        assert cited == found, name


@pytest.mark.parametrize("country_name", ["tiny", "published"])
def test_english_and_spanish_differ_in_words_only(request, country_name):
    engine = request.getfixturevalue(country_name)
    # what a reader sees as words; everything else must be equal
    words = re.compile(
        r"(name|names|title|titles|note|notes|text|description|method|what|as_stated|subject|source_kind)$"
    )
    for name in NAMES:
        en, es = (ask(engine, name, reader=Reader(lang=lang)) for lang in ("en", "es"))
        assert list(en.columns) == list(es.columns)
        codes = [column for column in en.columns if not words.search(column)]
        rows = [sorted(map(repr, frame[codes].itertuples(index=False, name=None))) for frame in (en, es)]
        assert rows[0] == rows[1], name
        assert en.dtypes.equals(es.dtypes), name


@pytest.mark.parametrize("name", NAMES)
def test_a_selection_that_nothing_meets_gives_an_answer_and_no_error(published, name):
    # no partner of that sector in that period
    nothing = Selection(partnership=("par",), period=("1990-01", "1990-12"), sector=("academic",))
    frame = ask(published, name, nothing)
    filtered = bool(question_sql(name)[1] & set(nothing.parameters()))
    if name in ONE_ROW:
        assert len(frame) == 1
    elif filtered:
        assert frame.empty
    if name == "place_activity_counts":
        assert not frame.to_numpy().any()


def test_an_empty_answer_has_the_types_of_a_full_one(published):
    nothing = Selection(partnership=("nobody",))
    for name in NAMES:
        assert ask(published, name).dtypes.equals(ask(published, name, nothing).dtypes), name


def test_an_unknown_question_names_those_that_are_known():
    with pytest.raises(QuestionError, match="There is no question 'nonsense'.*issue_matrix"):
        find_question("nonsense")


# --- choices ----------------------------------------------------------------------------------------------------------


def test_codes_that_the_data_does_not_know_are_dropped_and_named(tiny):
    selection = Selection(
        partnership=("river", "' or 1=1 --"), place=("05001", "05001'; drop"), period=("2020-01", "2021-12")
    )
    known, unknown = known_part(selection, ask(tiny, "filter_options"), ask(tiny, "place_index"))
    assert known == Selection(partnership=("river",), place=("05001",), period=("2020-01", "2021-12"))
    assert unknown == {"partnership": ("' or 1=1 --",), "place": ("05001'; drop",)}


def test_a_place_without_any_record_is_still_a_place(published):
    # one may look at a municipality of which the documents say nothing
    asked = Selection(place=("05001",))
    _, unknown = known_part(asked, ask(published, "filter_options"), ask(published, "place_index"))
    assert unknown == {}


def test_filters_offer_what_the_data_has(tiny):
    options = ask(tiny, "filter_options").groupby("filter")["code"].agg(set)
    assert options["provenance"] == {"published", "imported"}  # an imported row in a published programme counts
    assert options["kind"] == {"dialogue", "centre_opening"}  # the journey is told in words only
    assert {"CO", "05", "13", "05001"} <= options["place"]


def test_the_data_has_a_first_and_a_last_day(tiny):
    bounds = ask(tiny, "period_bounds").iloc[0]
    assert [str(day)[:10] for day in bounds] == ["2020-05-01", "2021-12-31"]


def test_of_a_filter_that_is_off_nothing_is_asked_and_of_one_that_is_on_only_what_it_asks():
    text = """
        where
            (len($places) = 0 or place in (select max(place) from chosen)) -- one of two)
            and (
                ($period_from is null or (a <= $period_to and b = ')'))
                and (cast($period_from as date) is null or extract(year from $period_from) > 1)
                and (len($codes) = 0 or code = 'x')
            )
            and (len($kinds) = 0 or (len($sectors) = 0 or sector = 1) and kind = 2)
            and coalesce(len($issues) = 0 or issue, true)
    """

    def words(off):
        return " ".join(statements.less_filters(text, frozenset(off)).split())

    assert words({"places", "period_from", "kinds"}) == (
        "where true -- one of two) and ( true and true and (len($codes) = 0 or code = 'x') ) and true"
        " and coalesce(len($issues) = 0 or issue, true)"
    )
    assert words({"sectors", "issues"}) == (
        "where (place in (select max(place) from chosen)) -- one of two) and ( ((a <= $period_to and b = ')'))"
        " and (extract(year from $period_from) > 1) and (len($codes) = 0 or code = 'x') )"
        " and (true and kind = 2) and coalesce(len($issues) = 0 or issue, true)"
    )


def test_of_a_case_over_a_word_that_is_known_one_branch_is_left():
    text = """
        select
            case $lang when 'es' then x.name_es else coalesce(x.name, case when x.is_named then 'end' end) end as name,
            case $by when 'none' then '' when 'sex' then (case $lang when 'es' then s_es else s_en end) end as key,
            case $also when 'none' then 0 else month // 12 end as step,
            'sex' in ($by, $also) as is_by_sex, 'sex' in ($by, $other) as is_left,
            case when $lang = 'es' then 1 end as one
    """

    def words(**told):
        many = {name: tuple(words.split("|")) for name, words in told.items()}
        return " ".join(statements.less_cases(text, many).split())

    assert words(lang="en", by="sex", also="month") == (
        "select (coalesce(x.name, case when x.is_named then 'end' end)) as name, ((s_en)) as key,"
        " (month // 12) as step, true as is_by_sex, 'sex' in ($by, $other) as is_left,"
        " case when $lang = 'es' then 1 end as one"
    )
    assert words(lang="es", by="age", also="none") == (
        "select x.name_es as name, null as key, 0 as step, false as is_by_sex, 'sex' in ($by, $other) as is_left,"
        " case when $lang = 'es' then 1 end as one"
    )
    assert words(by="none|sex", also="none|none", lang="en").startswith(
        "select (coalesce(x.name, case when x.is_named then 'end' end)) as name,"
        " case ask_no when 0 then '' when 1 then ((s_en)) end as key, 0 as step,"
        " case ask_no when 0 then false when 1 then true end as is_by_sex,"
    )
    assert words() == " ".join(text.split())
