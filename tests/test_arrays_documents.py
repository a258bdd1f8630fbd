"""Questions from arrays say what SQL says, over documents and over a tiny import with recorded issues."""

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings

from analytics import cube
from analytics.arrays import saying
from analytics.asking import find_question
from analytics.selection import Reader, Selection
from analytics.snapshots import open_current, publish
from analytics.staging import ROLES
from analytics.warehouse import Warehouse
from tests.asking import ask
from tests.conftest import REAL
from tests.quality_trial import trial
from tests.test_cube_rows import selections

OF_DOCUMENTS = (
    "partner_roles", "programme_overlap", "organisation_activities", "activity_partners", "organisation_themes",
    "common_objectives", "component_partners", "groups_reached", "reconciliation", "told_in_words",
)  # fmt: skip
OF_RECORDS = ("recorded_without_activity", "recorded_against_done")
WHICH = {"issue_type_id": "extortion", "dataset": "extorsion", "measure": "cases"}


def both(snapshot):
    """A version that arrays answer, and by SQL alone."""
    return Warehouse(snapshot), Warehouse(snapshot, is_arrays=False)


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    """The published record with a cube."""
    home = tmp_path_factory.mktemp("documents")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cube, "ROWS", 0)
        publish(REAL, home / "snapshots")
    fast, slow = both(open_current(home / "snapshots"))
    with fast, slow:
        yield fast, slow


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """The tiny import with a cube."""
    home = tmp_path_factory.mktemp("imported")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cube, "ROWS", 0)
        patch.setenv("TEJIDO_DATA", str(home))
        fast, slow = both(trial(home))
        with fast, slow:
            yield fast, slow


def codes(house, table, column):
    sql = f"select distinct {column} from {table} where {column} is not null order by 1"
    return [code for (code,) in house._role("analyst").connection.execute(sql).fetchall()]


def agree(engines, names, selection, reader):
    for name in names:
        own = WHICH if name == "recorded_against_done" else {}
        left, right = (ask.__wrapped__(engine, name, selection, reader, **own) for engine in engines)
        pd.testing.assert_frame_equal(left, right, obj=f"{name} {selection}", rtol=1e-12)


@pytest.mark.parametrize(("lang", "role"), [("en", "analyst"), ("es", "public")])
def test_what_documents_state_of_partners_is_the_same_by_sql(documents, lang, role):
    fast, _ = documents
    assert {"objective", "method", "actor_group"} <= set(codes(fast, "statements", "kind"))
    reader = Reader(role, lang)
    agree(documents, OF_DOCUMENTS, Selection(), reader)
    for table, column, name in (
        ("partnerships", "partnership_id", "partnership"), ("components", "component_id", "component"),
        ("organisations", "sector", "sector"),
    ):  # fmt: skip
        for code in codes(fast, table, column)[:6]:
            agree(documents, OF_DOCUMENTS, Selection(**{name: (code,)}), reader)
    for selection in (Selection(period=("2021-03", "2023-06")), Selection(place=("05",), sector=("civil_society",))):
        agree(documents, OF_DOCUMENTS, selection, reader)


RECORDED = selections(
    place=["CO", "05", "05154", "05120", "27", "27001"], issue=["extortion", "nowhere"],
    provenance=["imported", "published"], sector=["public"],
)  # fmt: skip


def test_the_import_has_records_with_and_without_activities(imported):
    assert len(ask.__wrapped__(imported[0], "recorded_without_activity"))
    found = ask.__wrapped__(imported[0], "recorded_against_done", **WHICH)
    assert found["activities"].eq(0).any()
    assert found["activities"].gt(0).any()


@settings(max_examples=20, deadline=None)
@given(selection=RECORDED)
def test_what_is_recorded_against_what_is_done_is_the_same_by_sql(imported, selection):
    agree(imported, OF_RECORDS, selection, Reader(lang="es"))


# Every question from arrays, with parameters of its own where it has some; pivots are compared in test_cube.py
LEVELS, STEPS = ("municipality", "department", "country"), ("year", "quarter", "month")
OWN = {
    "map_activities": [{"level": level} for level in LEVELS],
    "map_activities_at": [{"level": level, "steps": steps} for level in LEVELS for steps in STEPS],
    "map_money_at": [{"level": level, "steps": steps} for level in LEVELS for steps in ("all", *STEPS)],
    "recorded_against_done": [WHICH],
} | {
    name: [{"place_id": place} for place in ("CO", "13", "13244", "05", "05154", "27001", "RW", "nowhere")]
    for name in saying.texts() if "place_id" in find_question(name).own
}  # fmt: skip
READ = (
    Selection(),
    Selection(place=("05",)),
    Selection(place=("13244", "RW"), period=("2018-01", "2020-12")),
    Selection(partnership=("par",), sector=("public",)),
    Selection(partnership=("somos-comunidad",), issue=("microtrafficking", "extortion")),
    Selection(period=("2021-03", "2023-06"), provenance=("imported",)),
    Selection(issue=("threats",), place=("CO",), sector=("civil_society",)),
    Selection(period=("1990-01", "1990-12")),
)


@pytest.mark.parametrize("number", range(len(READ)))
def test_every_question_from_arrays_is_the_same_by_sql_over_documents_and_imports(documents, imported, number):
    readers = itertools.cycle(Reader(role, lang) for role in ROLES for lang in ("en", "es"))
    for name in sorted(saying.texts()):
        for own, engines in itertools.product(OWN.get(name, [{}]), (documents, imported)):
            reader = next(readers)
            left, right = (ask.__wrapped__(engine, name, READ[number], reader, **own) for engine in engines)
            pd.testing.assert_frame_equal(left, right, obj=f"{name} {own} {READ[number]} {reader}", rtol=1e-9)
