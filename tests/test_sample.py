"""The illustrative portfolio: of the published size to the unit, the same for a seed, marked, and never mixed."""

import shutil

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analytics import places
from analytics.__main__ import main
from analytics.errors import DataError, UseError
from analytics.overview import totals
from analytics.paths import tables_folders
from analytics.sample.portfolio import portfolio
from analytics.sample.publishing import publish_sample, sample
from analytics.schema import TABLES
from analytics.selection import Reader, Selection
from analytics.snapshots import open_current, publish, publish_contents
from analytics.staging import Contents, Part
from analytics.tables import read_table
from analytics.workspaces import Workspace
from tests.conftest import REAL
from tests.importing import HEAD, written

SIZES = {"alliance": 606, "initiative": 224, "awareness_action": 1_043}


@pytest.fixture(scope="module")
def reference():
    return read_table("places", REAL)


@pytest.fixture(scope="module", params=[1, 2, 71])
def made(request, reference):
    return portfolio(request.param, reference)


def test_it_has_the_published_size_to_the_unit_whatever_the_seed(made):
    activities, here = made.frames["activities"], made.frames["activity_places"]
    assert activities["kind"].value_counts().to_dict() == SIZES
    assert made.parts["participations"]["person_number"].nunique() == 14_903
    initiatives = activities.loc[activities["kind"] == "initiative", "activity_id"]
    towns = here.loc[here["activity_id"].isin(initiatives), "place_id"]
    assert (towns.nunique(), towns.str[:2].nunique(), towns.str.len().unique().tolist()) == (27, 11, [5])
    assert set(here["place_id"].str[:2]) == set(towns.str[:2])
    money = made.frames["contributions"].groupby("flow")["amount"].sum()
    assert money.to_dict() == {"leveraged": 14_000_000, "mobilised": 13_000_000}
    assert set(made.frames["contributions"]["currency"]) == {"USD"}
    programme = made.frames["programmes"].iloc[0]
    assert (programme["start_on"], programme["end_on"]) == (pd.Timestamp("2016-05-01"), pd.Timestamp("2021-11-30"))
    assert len(pd.period_range(programme["start_on"], programme["end_on"], freq="M")) == 67
    assert len(made.frames["components"]) == 5


def test_some_take_part_several_times_and_each_is_one_person(made):
    people = made.parts["participations"]
    times = people.groupby("person_number").size()
    assert times.max() > 1
    assert not people.duplicated(["person_number", "activity_id"]).any()
    assert people.groupby("person_number")["sex"].nunique().max() == 1


def test_every_alliance_has_members_and_every_row_the_mark(made):
    joined = made.frames["activity_organisations"]
    members = joined[joined["role"] == "member"].groupby("activity_id").size()
    assert len(members) == 606
    assert members.min() >= 2
    for name, frame in [*made.frames.items(), *made.parts.items()]:
        assert set(frame["provenance"]) == {"illustrative"}, name
    assert made.frames["activities"]["title_en"].str.contains("llustrative").all()
    assert made.frames["activities"]["title_es"].str.contains("de ejemplo").all()


def test_its_tables_keep_to_the_schema_and_it_has_no_issue_at_all(made):
    for name, frame in made.frames.items():
        TABLES[name].schema.validate(frame)
    assert not {"issues", "issue_links"} & set(made.frames)


def test_it_is_uneven_as_a_portfolio_is(made):
    activities = made.frames["activities"]
    months = activities.groupby(activities["start_on"].dt.to_period("M")).size()
    assert months["2020-04":"2020-08"].mean() < months["2019-04":"2019-08"].mean() / 2
    assert months["2016-05":"2016-08"].mean() < months["2018"].mean() / 2
    assert activities["start_on"].isna().sum() == 12
    values = made.frames["observations"]
    actual = values[values["kind"] == "actual"]
    late = (actual["reported_on"] - actual["end_on"]).dt.days
    assert 0.05 < (late > 31).mean() < 0.25
    assert made.parts["participations"]["sex"].eq("unknown").any()


def test_the_same_seed_gives_the_same_files_and_another_other_rows(tmp_path):
    first, again, other = (publish_sample(seed, tmp_path / name) for seed, name in ((1, "a"), (1, "b"), (2, "c")))
    assert first.id == again.id
    for name in first.manifest["files"]:
        assert (first.folder / name).read_bytes() == (again.folder / name).read_bytes(), name
    assert other.id != first.id
    assert other.digest("activity_places.parquet") != first.digest("activity_places.parquet")


def test_the_questions_give_the_published_totals_of_each_seed(tmp_path, illustrative):
    row = totals(illustrative, Selection(), Reader()).iloc[0]
    assert (row["activities"], row["municipalities"], row["departments_of_colombia"]) == (1_873, 27, 11)
    assert row["programmes"] == 1


def test_the_command_publishes_it_and_it_is_made_on_first_use(capsys, data_home):
    assert main(["ask", "totals", "--workspace", "sample", "--format", "csv"]) == 0
    assert ",27," in capsys.readouterr().out
    made = open_current(data_home / "sample" / "snapshots")
    assert made.is_illustrative
    assert main(["sample", "--seed", "1", "--out", str(data_home / "other")]) == 0
    assert made.id in capsys.readouterr().out
    assert sample().id == made.id


@pytest.mark.parametrize("few", ["0", "-1", "999"])
def test_a_load_of_too_few_activities_is_refused_and_makes_nothing(capsys, data_home, few):
    assert main(["sample", "--activities", few]) == 2
    assert "A load has 1,000 activities or more." in capsys.readouterr().err
    assert not (data_home / "sample").exists()


def test_one_that_an_earlier_version_made_is_made_anew_with_its_seed(data_home, monkeypatch):
    monkeypatch.setattr("analytics.sample.publishing.MADE", 0)
    older = publish_sample(3)
    monkeypatch.undo()
    monkeypatch.setenv("TEJIDO_DATA", str(data_home))
    newer = sample()
    assert newer.id != older.id
    assert newer.manifest["about"]["seed"] == 3


def test_nothing_is_imported_into_it_or_joined_with_it(tmp_path, capsys, data_home):
    file = written(tmp_path, HEAD + "05001,Medellín,2020,3\n")
    for extra in ([], ["--join-record"]):
        assert main(["import", str(file[0]), "--workspace", "sample", *extra]) == 2
        assert "illustrative example" in capsys.readouterr().err
    with pytest.raises(UseError, match="illustrative example"):
        Workspace("sample").create(joins_record=False)
    assert not (data_home / "sample").exists()


def test_it_is_not_published_where_data_is_read_from(capsys, data_home, tmp_path):
    for folder in ("snapshots", "workspaces/mine/snapshots", "workspaces"):
        for more in ([], ["--activities", "1000"]):
            assert main(["sample", "--out", str(data_home / folder), *more]) == 2, folder
            assert "where data is read from" in capsys.readouterr().err
    assert not (data_home / "workspaces").exists()
    # nor beside data in a folder of any name, nor data beside it
    assert main(["sample", "--out", str(tmp_path / "apart")]) == 0
    data, made = publish(tables_folders(), tmp_path / "elsewhere"), tmp_path / "apart"
    with pytest.raises(DataError, match="never stands with it"):
        publish_sample(1, tmp_path / "elsewhere")
    with pytest.raises(DataError, match="holds the illustrative example"):
        publish(tables_folders(), made)
    assert open_current(tmp_path / "elsewhere").id == data.id


def test_where_it_was_put_in_the_place_of_data_every_page_says_so(opened, sample_home, tmp_path, monkeypatch):
    shutil.copytree(sample_home / "sample" / "snapshots", tmp_path / "snapshots")
    monkeypatch.setenv("TEJIDO_DATA", str(tmp_path))
    page = opened("results", tmp_path)
    assert sum("tj-illustrative" in element.proto.body for element in page.get("html")) > len(page.subheader)


def test_a_version_that_mixes_illustrative_rows_with_others_is_refused(checked, sealed_country, tmp_path):
    mixed = {name: frame.copy() for name, frame in checked.items()}
    mixed["observations"].loc[0, "provenance"] = "illustrative"
    with pytest.raises(DataError, match="Illustrative rows are never published with others"):
        publish_contents(Contents(mixed, sealed_country / "reference" / "boundaries", {}), tmp_path)
    assert not any(tmp_path.iterdir())


def test_so_is_one_whose_imported_tables_hold_some(checked, sealed_country, tmp_path, illustrative):
    (file,) = illustrative.snapshot.tables("analyst")["participations"]
    contents = Contents(
        checked, sealed_country / "reference" / "boundaries", {}, {"participations": (Part(file, file),)}
    )
    with pytest.raises(DataError, match="with others"):
        publish_contents(contents, tmp_path / "mixed")
    bare = tmp_path / "bare.parquet"  # without statistics the column itself is read
    pq.write_table(pa.table({"provenance": ["illustrative", "imported"]}), bare, write_statistics=False)
    contents = Contents(checked, sealed_country / "reference" / "boundaries", {}, {"participations": (Part(bare),)})
    with pytest.raises(DataError, match="Illustrative rows"):
        publish_contents(contents, tmp_path / "mixed")


def test_every_place_of_it_is_one_of_the_reference(illustrative):
    index = places.place_index(illustrative, Selection(), Reader())
    assert set(index.loc[index["level"] == "municipality", "country_code"]) == {"CO"}
