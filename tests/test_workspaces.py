"""Workspaces: what is published stands whole, can be gone back from, and is written down in a log that tells."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from analytics import audit
from analytics.errors import DataError, SnapshotError, UseError
from analytics.importing.prepare import Choices, open_draft, prepare, publish
from analytics.records import recorded_issues
from analytics.schema import TABLES
from analytics.selection import Reader, Selection
from analytics.snapshots import open_current
from analytics.staging import as_arrow
from analytics.warehouse import Warehouse
from analytics.workspaces import Workspace, all_workspaces, typed, workspace_named
from tests.importing import HEAD, published, read, written

ONE = HEAD + "05001,Medellín,2020,3\n05120,Cáceres,2021,4\n"
TWO = HEAD + "05001,Medellín,2020,3\n05154,Caucasia,2022,7\n"


def _total(snapshot) -> float:
    with Warehouse(snapshot) as warehouse:
        return recorded_issues(warehouse, Selection(), Reader())["total"].sum()


def test_what_is_imported_is_answered_by_the_questions(tmp_path):
    assert _total(published(written(tmp_path, ONE))) == 7
    assert all_workspaces() == ["trial"]
    assert workspace_named("trial") == Workspace("trial")
    for other in ("", "other", "Trial", "trial/", "../workspaces/trial", ".", "sample"):
        assert workspace_named(other) is None


def test_a_new_file_of_a_data_set_takes_the_place_of_its_older_rows(tmp_path):
    published(written(tmp_path, ONE))
    draft = read(written(tmp_path, TWO))
    assert draft.report["tables"]["issue_records"] == {"added": 2, "changed": 0, "removed": 2, "total": 2}
    assert _total(publish(draft)) == 10


def test_a_file_of_another_name_stands_beside_the_first(tmp_path):
    published(written(tmp_path, ONE))
    assert _total(published(written(tmp_path, TWO, "extorsion_2022.csv"))) == 17


def test_the_same_file_twice_is_recognised_and_nothing_happens(tmp_path):
    first = published(written(tmp_path, ONE))
    again = read(written(tmp_path, ONE, "another name.csv"))
    assert again.is_empty
    assert [note["rule"] for note in again.report["notes"]] == ["file_already_imported"]
    assert publish(again).id == first.id


def test_the_same_files_and_choices_give_the_same_version(tmp_path):
    ids = {published(written(tmp_path, ONE), workspace=name).id for name in ("one", "two")}
    assert len(ids) == 1


def test_going_back_brings_the_older_rows_and_going_forward_the_newer(tmp_path):
    first, second = published(written(tmp_path, ONE)), published(written(tmp_path, TWO, "extorsion_2022.csv"))
    workspace = Workspace("trial")
    assert workspace.roll_back().id == first.id
    assert _total(workspace.snapshot()) == 7
    assert [one.report["files"][0]["name"] for one in workspace.imports()] == ["extorsion.csv"]
    assert workspace.roll_back(second.id).id == second.id
    assert _total(workspace.snapshot()) == 17


def test_there_is_nothing_to_go_back_to_before_the_first_version(tmp_path):
    published(written(tmp_path, ONE))
    with pytest.raises(SnapshotError, match="no version before this one"):
        Workspace("trial").roll_back()
    with pytest.raises(SnapshotError, match="no version 000000000000"):
        Workspace("trial").roll_back("000000000000")


def test_a_draft_with_errors_is_not_published(tmp_path):
    draft = read(written(tmp_path, HEAD + "05999,Nowhere,2020,3\n"))
    with pytest.raises(DataError, match="stand in the way"):
        publish(draft)
    assert Workspace("trial").snapshot() is None


def test_a_draft_is_found_again_by_its_id(tmp_path):
    draft = read(written(tmp_path, ONE))
    assert open_draft(Workspace("trial"), draft.id).report == draft.report
    with pytest.raises(UseError, match="no draft 'nothing'"):
        open_draft(Workspace("trial"), "nothing")


@pytest.mark.parametrize("name", ["../up", "", "Large", "a b", "x" * 41, "-a"])
def test_a_name_that_cannot_be_a_folder_is_refused(name):
    with pytest.raises(UseError, match="cannot name a workspace"):
        Workspace(name)


def test_the_record_is_joined_where_that_is_asked(tmp_path):
    with Warehouse(published(written(tmp_path, ONE), joins_record=True)) as warehouse:
        programmes = warehouse.fetch("programme_departments", "analyst", lang="en", **Selection().parameters())
        assert len(programmes) > 0
        assert recorded_issues(warehouse, Selection(), Reader())["total"].sum() == 7


def test_other_roles_see_no_sensitive_rows_below_a_department(tmp_path):
    rows = "codigo_dane,municipio,año,casos\n05001,Medellín,2020,3\n05120,Cáceres,2021,4\n"
    snapshot = published(written(tmp_path, rows, "reclutamiento_menores.csv"))
    with Warehouse(snapshot) as warehouse:
        seen = {role: len(recorded_issues(warehouse, Selection(), Reader(role))) for role in ("public", "analyst")}
    assert seen == {"public": 0, "analyst": 1}


# The log


def test_the_log_says_who_did_what(tmp_path):
    first = published(written(tmp_path, ONE))
    published(written(tmp_path, TWO, "other.csv"))
    workspace = Workspace("trial")
    workspace.roll_back()
    lines = audit.lines(workspace.folder)
    assert [line["action"] for line in lines] == ["import", "import", "rollback"]
    assert lines[0]["files"] == ["extorsion.csv"]
    assert lines[2]["version"] == first.id
    assert all(line["user"] and line["at"] for line in lines)


def _broken(folder, change):
    path = folder / audit.LOG
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(change(lines)) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda lines: [lines[0].replace("extorsion", "anything"), *lines[1:]], "line 1"),
        (lambda lines: lines[1:], "line 1"),
        (lambda lines: [lines[0], lines[2]], "line 2"),
        (lambda lines: lines[:1], "after line 1"),
        (lambda lines: [*lines, json.dumps({"action": "nothing"})], "line 4"),
    ],
    ids=["edited", "first removed", "one removed", "end cut off", "one put in"],
)
def test_a_log_that_was_changed_is_named_and_nothing_more_is_published(tmp_path, change, named):
    for number, name in enumerate(("extorsion.csv", "b.csv", "c.csv")):
        published(written(tmp_path, HEAD + f"05001,Medellín,2020,{number}\n", name))
    workspace = Workspace("trial")
    before = workspace.snapshot().id
    _broken(workspace.folder, change)
    with pytest.raises(SnapshotError, match=named):
        audit.lines(workspace.folder)
    with pytest.raises(SnapshotError, match=named):
        published(written(tmp_path, TWO, "d.csv"))
    assert workspace.snapshot().id == before


# Two at once, a full disk


def test_imports_at_once_come_one_after_the_other_and_none_is_lost(tmp_path):
    drafts = [read(written(tmp_path, HEAD + f"05001,Medellín,2020,{n}\n", f"extorsion {n}.csv")) for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert len({snapshot.id for snapshot in pool.map(publish, drafts)}) == 4
    snapshot = open_current(Workspace("trial").store)
    assert _total(snapshot) == 0 + 1 + 2 + 3
    assert len(audit.lines(Workspace("trial").folder)) == 4


def test_a_disk_that_refuses_leaves_what_was_published(tmp_path, monkeypatch):
    first = published(written(tmp_path, ONE))
    draft = read(written(tmp_path, TWO, "other.csv"))

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("analytics.staging.write", full)
        with pytest.raises(SnapshotError, match="No space left on device"):
            publish(draft)
    assert open_current(Workspace("trial").store).id == first.id


def test_a_disk_that_refuses_the_draft_changes_nothing(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("analytics.importing.interpretation.pq.write_table", full)
    with pytest.raises(SnapshotError, match="Nothing was changed"):
        read(written(tmp_path, ONE))
    assert list((Workspace("trial").folder / "drafts").iterdir()) == []


def test_a_mapping_without_a_file_to_fit_is_no_obstacle(tmp_path):
    draft = prepare([written(tmp_path, ONE)], Workspace("trial"), Choices())
    assert (draft.folder / "mapping.json").is_file()


def test_an_import_of_an_earlier_version_knows_nothing_of_later_columns(checked):
    older = as_arrow(checked["indicators"].drop(columns=["direction", "is_cumulative", "counted_from"]))
    frame = typed("indicators", older)
    assert list(frame.columns) == list(TABLES["indicators"].columns)
    assert frame["direction"].isna().all()
    assert str(frame["is_cumulative"].dtype) == "boolean"
    assert frame["indicator_id"].tolist() == checked["indicators"]["indicator_id"].tolist()


def test_a_data_set_that_another_version_of_tejido_wrote_is_made_anew_from_its_imports(tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        for module in ("snapshots", "staging"):
            patched.setattr(f"analytics.{module}.FORMAT", 0)
        older = published(written(tmp_path, ONE))
    workspace = Workspace("trial")
    with pytest.raises(SnapshotError, match="another version of Tejido"):
        open_current(workspace.store)
    opened = workspace.open()
    assert (opened.faults, _total(opened), opened.id == older.id) == ((), 7, False)
    assert [line["action"] for line in audit.lines(workspace.folder)] == ["import", "renew"]
    assert workspace.open().id == opened.id
