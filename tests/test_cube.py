"""The cube gives the answers that the rows give, to every question, under any selection and for every role."""

import hashlib
import json
import math
import re
import shutil

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import cube
from analytics.asking import all_questions
from analytics.errors import SnapshotError
from analytics.needs import narrowing
from analytics.selection import Reader, Selection
from analytics.snapshots import open_current, publish
from analytics.staging import FORMAT, ROLES
from analytics.statements import HELD, HELD_IN_CUBE, SQL, has_cube, part, reads, statement, used_in_all
from analytics.steps import NARROWED, steps_of, variants
from analytics.warehouse import Warehouse
from tests.asking import ask
from tests.country import write_country

OF_CUBE = [
    name
    for name in all_questions()
    if any(map(has_cube, used_in_all((SQL / f"{name}.sql").read_text(encoding="utf-8"), HELD, is_cube=True)))
]


@pytest.fixture(scope="module")
def cubed_home(tmp_path_factory):
    """The tiny country, published with a cube however small it is."""
    home = tmp_path_factory.mktemp("cubed")
    folders = write_country(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cube, "ROWS", 0)
        publish(folders, home / "snapshots")
    return home


@pytest.fixture(scope="module")
def both(cubed_home):
    """The same version, answered from the cube and from the rows."""
    snapshot = open_current(cubed_home / "snapshots")
    with Warehouse(snapshot) as fast, Warehouse(snapshot, is_cube=False) as slow:
        yield fast, slow


@pytest.fixture(scope="module")
def by_sql(cubed_home):
    """The same version, answered from the cube by SQL alone."""
    with Warehouse(open_current(cubed_home / "snapshots"), is_arrays=False) as house:
        yield house


def selections(places, **codes):
    """Any selection of these codes and of one that is not known."""
    lists = {name: st.lists(st.sampled_from([*known, "nowhere"]), max_size=2) for name, known in codes.items()}
    months = st.tuples(st.integers(2019, 2022), st.integers(1, 12))
    period = st.none() | st.lists(months, min_size=2, max_size=2).map(
        lambda two: tuple(f"{year}-{month:02d}" for year, month in sorted(two))
    )
    drawn = st.fixed_dictionaries({"place": st.lists(st.sampled_from(places), max_size=2), "period": period, **lists})
    return drawn.map(lambda given: Selection.of({k: v for k, v in given.items() if v}))


STEPPED = [
    (name, {"level": level, "steps": steps})
    for name in ("map_activities_at", "map_money_at", "map_people_at")
    for level in ("municipality", "department", "country")
    for steps in ("all", "year", "quarter", "month")
]
PIVOTED = [
    ("pivot_activities", {"rows": rows, "columns": columns})
    for rows, columns in (
        ((), ()), (("department",), ("year",)), (("municipality", "kind"), ("sector", "month")),
        (("issue",), ("role",)),
        (("country", "family"), ("partnership", "provenance")), (("department", "municipality"), ("quarter",)),
        (("programme",), ("component",)), (("sector", "role"), ()),
        ((), ("family",)), (("issue", "family"), ("sector",)), (("year",), ("quarter", "department", "role")),
        (("month", "country", "municipality"), ("provenance", "issue", "sector")),
    )
]  # fmt: skip
PIVOTED += [
    ("pivot_issues", {"rows": rows, "columns": columns})
    for rows, columns in ((("issue", "department"), ("month",)), (("municipality", "family"), ("country", "quarter")))
]
LISTED = [
    ("rows_of_activities", {"axes": axes, "codes": codes, "most": 10, "skip": skip})
    for axes, codes, skip in (
        ((), (), 1), (("department", "year"), ("05", "2021"), 0), (("municipality",), ("",), 0),
        (("sector", "kind"), ("", "dialogue"), 0),
        (("issue", "role"), ("floods", ""), 0), (("month",), ("2021-01",), 0), (("quarter", "country"), ("", "CO"), 0),
    )
]  # fmt: skip


FLOWS = [
    ("map_flows", {"level": level, "roles": roles})
    for level in ("municipality", "department", "country")
    for roles in (("supporting",), ("supporting", "funding", "implementing", "funder", "member"))
]
VARIANTS = (*STEPPED, *FLOWS, *PIVOTED, *LISTED)
SOME = st.lists(st.sampled_from(VARIANTS), min_size=5, max_size=5)


def agree(fast, slow, selection, reader, names=OF_CUBE, variants=VARIANTS):
    for name, own in [*((name, {}) for name in names), *variants]:
        left, right = (ask.__wrapped__(engine, name, selection, reader, **own) for engine in (fast, slow))
        pd.testing.assert_frame_equal(left, right, obj=f"{name} {own} {selection}")


TINY = selections(
    ["CO", "05", "05001", "05002", "13", "13001", "CO-capital", "CO-low-river"],
    partnership=["bridges", "river", "roots"], issue=["floods", "extortion", "threats"], component=["river-a"],
    kind=["dialogue", "healing_space", "training"], sector=["public", "civil_society"],
    provenance=["published", "imported"],
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(selection=TINY, role=st.sampled_from(ROLES), variants=SOME)
def test_cube_and_rows_give_the_same_answers_for_any_selection_of_the_tiny_country(both, selection, role, variants):
    agree(*both, selection, Reader(role), variants=variants)


@settings(max_examples=8, deadline=None)
@given(selection=TINY, role=st.sampled_from(ROLES), variants=SOME)
def test_arrays_and_sql_give_the_same_answers_over_the_cube(both, by_sql, selection, role, variants):
    agree(both[0], by_sql, selection, Reader(role, "es"), variants=variants)


@pytest.mark.long
@settings(max_examples=200, deadline=None)
@given(selection=TINY, role=st.sampled_from(ROLES))
def test_cube_and_rows_give_the_same_answers_for_200_selections_of_the_tiny_country(both, selection, role):
    agree(*both, selection, Reader(role))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_question_has_the_same_answer_with_and_without_a_cube(both, role, lang):
    agree(*both, Selection(), Reader(role, lang), list(all_questions()))


@pytest.fixture(scope="module")
def counted(cubed_home, tmp_path_factory):
    """The tiny country with a cube in which no partnership is listed one by one, answered from it and from the rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cube, "ROWS", 0)
        patch.setattr(cube, "part", lambda name: part(name).replace("> 500", "> 0"))
        folders = {kind: cubed_home / kind for kind in ("published", "reference")}
        snapshot = publish(folders, tmp_path_factory.mktemp("counted"))
    with Warehouse(snapshot) as fast, Warehouse(snapshot, is_cube=False) as slow:
        yield fast, slow


@settings(max_examples=10, deadline=None)
@given(selection=TINY, role=st.sampled_from(ROLES))
def test_activities_that_are_counted_and_not_listed_have_their_own_dates_in_the_cube(counted, selection, role):
    agree(*counted, selection, Reader(role), ["recorded_against_done"])


def test_the_questions_about_activities_have_texts_over_the_cube():
    assert {"totals", "partnership_bands", "map_areas", "map_points", "activities_by_year", "completeness"} <= set(
        OF_CUBE
    )


def test_no_text_over_the_cube_reads_a_table_of_rows():
    rows = {"activities", "activity_places", "activity_organisations", "transactions", "issue_records"}
    for path in (SQL / "parts").glob("*.cube.sql"):
        assert not rows & reads(path.read_text(encoding="utf-8")), path.name


def test_a_small_version_has_no_cube_and_a_large_one_has(cubed_home, sealed_country):
    small, large = (open_current(home / "snapshots").manifest for home in (sealed_country, cubed_home))
    assert not set(cube.TABLES) & set(small["roles"]["analyst"])
    assert set(cube.TABLES) <= set(large["roles"]["analyst"])


def test_the_same_tables_give_the_same_cube(cubed_home, tmp_path, monkeypatch):
    monkeypatch.setattr(cube, "ROWS", 0)
    folders = {kind: cubed_home / kind for kind in ("published", "reference")}
    assert publish(folders, tmp_path / "again").id == open_current(cubed_home / "snapshots").id


def test_other_roles_have_a_cube_of_what_they_may_read(cubed_home):
    roles = open_current(cubed_home / "snapshots").manifest["roles"]
    assert roles["public"]["listed_activities"] == roles["partner"]["listed_activities"]
    assert roles["public"]["listed_activities"] != roles["analyst"]["listed_activities"]


def test_a_damaged_file_of_the_cube_is_named(cubed_home, tmp_path):
    store = shutil.copytree(cubed_home / "snapshots", tmp_path / "snapshots")
    name = (store / "current").read_text().strip()
    file = json.loads((store / name / "manifest.json").read_text())["roles"]["analyst"]["cells"][0]
    content = bytearray((store / name / file).read_bytes())
    content[len(content) // 2] ^= 1
    (store / name / file).write_bytes(content)
    with pytest.raises(SnapshotError, match=rf"{file} is not what was published"):
        open_current(store)


def test_a_roll_up_that_would_be_too_large_is_left_out_and_the_rows_answer(cubed_home, tmp_path, monkeypatch):
    monkeypatch.setattr(cube, "ROWS", 0)
    monkeypatch.setattr(cube, "MOST_CELLS", 0)
    folders = {kind: cubed_home / kind for kind in ("published", "reference")}
    snapshot = publish(folders, tmp_path / "few")
    assert not set(cube.ROLL_UPS) & set(snapshot.manifest["roles"]["analyst"]) - {"cells_place", "cells"}
    with Warehouse(snapshot) as fast, Warehouse(snapshot, is_cube=False) as slow:
        agree(fast, slow, Selection(period=("2020-01", "2021-06"), place=("05",)), Reader())


def test_the_cells_that_a_place_and_another_filter_leave_are_picked_once(both):
    role = both[0]._role("analyst")
    narrow, place = Selection(place=("05001",), period=("2020-01", "2021-06")), Selection(place=("05001",))
    agree(*both, narrow, Reader())
    given = (True, role.is_small, role.cells(narrow.parameters()), variants({}, is_cube=True))
    texts = {name: [step.sql for step in steps_of(name, *given)] for name in ("totals", "timeline")}
    for name, sqls in texts.items():
        assert sum(sql.startswith(f"create temp table {NARROWED} ") for sql in sqls) == 1, name
        assert not any(roll_up in reads(sql) for sql in sqls[-3:] for roll_up in cube.ROLL_UPS), name
    assert NARROWED not in dict(role.cells(place.parameters())).values()


@pytest.mark.parametrize(
    ("filters", "needed", "table"),
    [
        ({}, set(), "cells_division_year"),
        ({"place": ("05",), "period": ("2020-01", "2021-12")}, {"division", "year"}, "cells_division_year"),
        ({"place": ("05", "CO"), "period": ("2020-02", "2021-12")}, {"division", "month"}, "cells_division_month"),
        ({"sector": ("public",)}, {"party"}, "cells_division_party_year"),
        ({"place": ("05", "05001")}, {"place"}, "cells_place_year"),
        ({"place": ("05001",), "period": ("2020-01", "2021-11")}, {"place", "month"}, "cells_place_month"),
    ],
)
def test_what_is_told_by_division_and_year_needs_no_finer_cells(both, filters, needed, table):
    selection = Selection(**filters)
    assert narrowing(selection.parameters(), both[0]._role("analyst").divisions) == needed
    sizes = {"place": 100, "division": 10, "party": 20, "month": 50, "year": 5}
    rows = {name: math.prod(sizes[own] for own in kept) for name, (_, kept) in cube.ROLL_UPS.items()}
    assert cube.cells_for({"division", "year"} | needed, rows) == table
    asked = [
        ("pivot_activities", {"rows": ("department",), "columns": ("year",)}),
        *(("map_activities_at", {"level": level, "steps": steps}) for level in ("department", "country", "municipality")
          for steps in ("all", "year", "month")),
    ]  # fmt: skip
    agree(*both, selection, Reader(), [], asked)


def test_a_part_whose_filters_are_off_stands_there_and_one_whose_table_is_empty_too(by_sql):
    role = by_sql._role("analyst")
    for name, selection in (
        ("totals", Selection(period=("2020-01", "2020-12"))),
        ("totals", Selection(kind=("dialogue",))),
    ):
        ask.__wrapped__(by_sql, name, selection, Reader())
    made = [set(chosen.made) for chosen in role._chosen.values()][-2:]
    assert ["chosen_units" in names for names in made] == [False, True]
    assert {"chosen_places", "chosen_units"} <= set(role.stand_ins)
    assert "issues_of_any_type" not in role.stand_ins, "it has rows"
    assert all(
        (name in role.stand_ins) == (role.rows["issues"] == 0) for name in ("chosen_issues", "issues_of_any_type")
    )


def test_a_period_over_all_places_is_read_from_sums_up_to_each_month(both):
    fast, slow = both
    role = fast._role("analyst")
    for filters, table in (
        ({}, "cells_of_period"),
        ({"place": ("05",)}, "cells_of_period"),
        ({"kind": ("dialogue",)}, ""),
    ):
        period = Selection(period=("2020-03", "2020-09"), **filters)
        assert (dict(role.cells(period.parameters()))["place, work"] == "cells_of_period") == bool(table)
        agree(fast, slow, period, Reader(), ["map_areas", "map_points", "totals"], [])
    assert dict(role.cells(Selection().parameters()))["place, work"] == "work_in_places"


def test_amounts_that_neither_time_nor_place_narrows_need_no_cells(both):
    fast, slow = both
    role = fast._role("analyst")
    for selection, table in (
        (Selection(), "money_in_all"),
        (Selection(kind=("dialogue",)), "money_in_all"),
        (Selection(place=("05",)), "money_cells"),
        (Selection(period=("2020-03", "2020-09")), "money_cells"),
        (Selection(sector=("public",)), "money_cells"),
    ):
        assert dict(role.cells(selection.parameters()))["money, in all"] == table
        agree(fast, slow, selection, Reader(), ["currencies"], [])


def test_a_map_over_all_time_is_a_question_of_its_own(both):
    for level in ("municipality", "department", "country"):
        own = ask.__wrapped__(both[0], "map_activities", Selection(), Reader(), level=level)
        stepless = ask.__wrapped__(both[0], "map_activities_at", Selection(), Reader(), level=level, steps="all")
        pd.testing.assert_frame_equal(own, stepless)
        assert set(own["step_key"]) == {"all"}


def test_the_smallest_roll_up_that_tells_enough_is_chosen():
    rows = {"cells": 5, "cells_place": 50, "cells_place_month": 500, "cells_month": 40}
    assert cube.cells_for(set(), rows) == "cells"
    assert cube.cells_for({"place"}, rows) == "cells_place"
    assert cube.cells_for({"place", "month"}, rows) == "cells_place_month"
    assert cube.cells_for({"party"}, rows) == "work_rows"


def test_every_text_of_the_cube_has_its_grain():
    for path in (SQL / "cube").glob("*.sql"):
        assert path.read_text(encoding="utf-8").startswith("-- grain: "), path.name
    assert all(part(name) for name in HELD)


PAGES_OF_A_PLACE = [
    ("place_activities", {"place_id": place, "skip": skip, "most": most})
    for place in ("05", "05001", "13001", "CO", "nowhere")
    for skip, most in ((0, 3), (1, 2), (2, 500), (40, 3))
]


@settings(max_examples=8, deadline=None)
@given(selection=TINY)
def test_the_activities_of_a_place_are_the_same_page_by_page(both, selection):
    agree(*both, selection, Reader(), ["place_activity_counts"], PAGES_OF_A_PLACE)


@pytest.mark.parametrize("place", ["05", "05001", "13001", "CO"])
def test_the_pages_of_a_place_are_all_its_rows_and_their_number(both, place):
    for engine in both:
        whole = ask(engine, "place_activities", place_id=place)
        counts = ask(engine, "place_activity_counts", place_id=place).iloc[0]
        for kind in ("here", "inside", "around"):
            assert counts[f"rows_{kind}"] == whole["relation"].eq(kind).sum()
        near = whole[whole["relation"] != "around"].drop_duplicates("activity_id")
        assert counts["activities"] == len(near)
        assert counts["undated"] == near["start_on"].isna().sum()
        assert counts["activities_around"] == whole["activity_id"].nunique() - len(near)
        for most in (1, 2, 3):
            pages = [
                ask(engine, "place_activities", place_id=place, skip=n, most=most) for n in range(0, len(whole), most)
            ]
            pd.testing.assert_frame_equal(pd.concat(pages, ignore_index=True), whole)


def test_what_is_cited_is_found_by_its_reference_where_it_is_not_listed(both, counted):
    every = ask(both[1], "evidence_rows")
    assert {"activities", "activity_places", "activity_organisations"} <= set(every["table_name"])
    for engine in (*both, *counted):
        found = ask(engine, "evidence_rows", references=tuple(every["reference"]))
        pd.testing.assert_frame_equal(found, every)
        for name, rows in every.groupby("table_name"):
            assert len(ask(engine, "evidence_rows", references=tuple(rows["reference"]))) == len(rows), name
    listed = ask(counted[0], "evidence_rows")["table_name"].eq("activities").sum()
    assert listed < every["table_name"].eq("activities").sum()
    assert ask(counted[0], "source_documents")["activities_counted"].sum() > 0


# Of which version of the format these are the texts that write a cube; both change together.
WRITTEN = (9, "e2e07a774129")


def test_a_version_of_another_cube_is_made_anew():
    texts = [path.read_text(encoding="utf-8") for path in sorted((SQL / "cube").glob("*.sql"))]
    texts += [statement(part(name)) for name in HELD_IN_CUBE]
    words = "\n".join(" ".join(re.sub(r"--.*", "", text).split()) for text in texts)
    found = hashlib.sha256(words.encode()).hexdigest()[:12]
    assert (FORMAT, found) == WRITTEN, "raise FORMAT in analytics/staging.py, for what is published would not open"
