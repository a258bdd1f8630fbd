"""The quality of data: every answer on the tiny import by hand, findings with their state, the sheet to take along."""

import io
import json
import zipfile

import pandas as pd
import pytest

from analytics import audit, reading_quality
from analytics import findings as found
from analytics.asking import find_question
from analytics.errors import SnapshotError, UseError
from analytics.exports.quality_sheet import Sheet, quality_workbook
from analytics.selection import Reader, Selection
from analytics.warehouse import Warehouse
from analytics.wording import Words
from analytics.workspaces import Workspace
from tests.importing import published as published_files
from tests.importing import written
from tests.quality_trial import EXTORTION, trial, trial_warehouse

EN, ES = Words("en"), Words("es")
DISAGREE = "status_and_dates_disagree|trial_fund.xml|activities|status"


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    """The warehouse over the tiny import."""
    with trial_warehouse(tmp_path_factory.mktemp("tried")) as warehouse:
        yield warehouse


def _ask(engine, name, selection=None, role="analyst") -> pd.DataFrame:
    return find_question(name).ask(engine, selection or Selection(), Reader(role))


# --- the answers ------------------------------------------------------------------------------------------------------


def test_who_has_reported_for_which_year(tried):
    rows = _ask(tried, "reporting_by_year").fillna({"year": 0})
    grid = {(row.reporter_name, row.year): row.items for row in rows.itertuples(index=False)}
    assert grid == {
        # two of 2019 and 2020, one of 2022, one without a date
        ("Trial Fund", 2019): 2, ("Trial Fund", 2020): 2, ("Trial Fund", 2022): 1, ("Trial Fund", 0): 1,
        ("actividades", 2020): 1,  # nobody says who reports it: the data set does
        ("extorsion", 2019): 1, ("extorsion", 2020): 3, ("extorsion", 2021): 1,
    }  # fmt: skip


def test_who_has_reported_is_asked_of_the_chosen_period(tried):
    rows = _ask(tried, "reporting_by_year", Selection(period=("2020-01", "2020-12")))
    assert set(rows["year"]) == {2020}
    assert rows.set_index("reporter_name")["items"].to_dict() == {"Trial Fund": 2, "actividades": 1, "extorsion": 3}


def test_what_may_stand_twice_is_told_with_what_is_equal(tried):
    rows = _ask(tried, "reported_twice").set_index("reason")
    assert rows["activities"].to_dict() == {"same_money": 2, "same_title_and_dates": 2, "same_title_and_place": 2}
    money = rows.loc["same_money"]
    assert (money["amount"], money["currency"], str(money["dated_on"])[:10]) == (1000, "USD", "2020-03-01")
    assert money["organisation_names"] == "Sweden"
    assert rows.at["same_title_and_place", "dataset_names"] == "actividades · trial fund"  # in one data set: no
    assert rows.at["same_title_and_dates", "dataset_names"] == "trial fund"


def test_a_title_twice_in_one_data_set_and_place_is_no_pair_of_two_data_sets(data_home, tmp_path):
    head, place = "titulo,municipio,codigo_dane,fecha_inicio\n", "Radio,Caucasia,05154"
    rows = f"{head}{place},2020-01-15\n{place},2021-01-15\n"
    with Warehouse(published_files(written(tmp_path, rows, "actividades.csv"))) as warehouse:
        assert _ask(warehouse, "reported_twice").empty  # other dates besides


def test_what_is_stated_is_counted_column_by_column(tried):
    rows = _ask(tried, "completeness")
    stated = {(row.dataset_id, row.facet): (row.stated, row.items) for row in rows.itertuples(index=False)}
    assert stated[("trial-fund", "title")] == (3, 4)  # one only repeats its identifier
    assert stated[("trial-fund", "start")] == stated[("trial-fund", "end")] == (3, 4)
    assert stated[("trial-fund", "place")] == (3, 4)
    assert stated[("trial-fund", "funder")] == (4, 4)
    assert stated[("trial-fund", "partner")] == stated[("trial-fund", "sector")] == (0, 4)
    assert stated[("trial-fund", "amount")] == (3, 4)
    assert stated[("actividades", "description")] == (0, 1)  # the title again, said by nobody
    assert stated[("extorsion", "count")] == (4, 5)
    assert rows.set_index(["dataset_id", "facet"]).at[("trial-fund", "title"), "stated_share"] == 0.75


def test_how_exactly_places_are_known_adds_up_for_each_data_set(tried):
    rows = _ask(tried, "place_precision")
    own = rows[rows["dataset_id"] == "trial-fund"].set_index("exactness")["items"]
    assert own.to_dict() == {"municipality": 1, "department": 1, "country": 1, "none": 1}
    assert rows.groupby("dataset_id")["items_share"].sum().eq(1).all()


def test_currencies_are_never_added_up(tried):
    rows = _ask(tried, "currencies").set_index("currency")
    assert rows["amount"].to_dict() == {"EUR": 500, "USD": 2000}
    assert rows["money_kind"].unique().tolist() == ["2"]


def test_a_missing_amount_is_in_no_sum_and_a_qualifier_stays_with_its_figure(tiny):
    rows = _ask(tiny, "currencies").set_index("money_kind")
    assert pd.isna(rows.at["support", "amount"])
    assert rows.at["support", "not_stated"] == 1
    assert (rows.at["mobilised", "amount"], rows.at["mobilised", "qualifier"]) == (1_500_000, "about")


def test_what_is_stated_as_open_and_has_ended_is_counted(tried):
    rows = _ask(tried, "timeliness").set_index("dataset_id")
    assert rows["open_past_end"].to_dict() == {"actividades": 0, "trial-fund": 2, "extorsion": 0}
    assert rows.at["trial-fund", "undated"] == 1
    assert str(rows.at["trial-fund", "last_on"])[:10] == "2022-12-31"


def test_the_questions_of_quality_answer_for_the_published_record_too(published):
    assert len(_ask(published, "completeness"))
    assert _ask(published, "reported_twice").empty
    assert set(_ask(published, "currencies")["money_kind"]) >= {"leveraged", "mobilised"}
    assert _ask(published, "reporting_by_year")["items"].sum()


def test_the_sentences_name_what_is_seldom_stated_and_what_is_older_than_it_says(tried):
    asked = [_ask(tried, name) for name in ("completeness", "place_precision", "timeliness")]
    said = [text for text, _ in reading_quality.quality_sentences(*asked, EN)]
    assert said[0] == "5 activities and 5 rows recorded in 3 data sets."
    assert "who carries it out (0%)" in said[1]
    assert "title" not in said[1]
    assert said[2] == "Of the places given for activities, 40% are known to the municipality or better."
    assert said[3] == "2 activities are stated as open although their end has passed."
    assert reading_quality.quality_sentences(*[frame.head(0) for frame in asked], EN) == []


def test_not_all_is_never_said_as_100_per_cent_and_not_nothing_never_as_0():
    assert [reading_quality.percent(share, EN) for share in (0, 0.001, 0.5, 0.999, 1)] == [
        "0%", "under 1%", "50%", "over 99%", "100%",
    ]  # fmt: skip
    assert reading_quality.percent(0.25, ES) == "25 %"


def test_an_amount_is_said_with_its_currency_or_that_it_has_none():
    assert reading_quality.money(849351099.78, "USD", EN) == "USD 849,351,100"
    assert reading_quality.money(5, None, EN) == "5, currency not stated"
    assert reading_quality.money(None, "USD", EN) == "not stated"


# --- findings ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def workspace(data_home, tmp_path) -> Workspace:
    """The tiny import as a workspace that a test may change."""
    trial(tmp_path / "files")
    return Workspace("trial")


def test_findings_are_gathered_by_rule_file_and_column(workspace):
    rows = found.findings(workspace.imports())
    disagree = rows[rows["rule"] == "status_and_dates_disagree"]
    assert disagree["findings"].tolist() == [2]
    assert disagree["severity"].tolist() == ["warning"]
    assert disagree["finding_id"].tolist() == [DISAGREE]
    assert rows["severity"].map(found.SEVERITIES.index).is_monotonic_increasing


def test_a_finding_is_open_until_someone_says_otherwise(workspace):
    rows = found.with_states(found.findings(workspace.imports()), found.states(workspace.folder))
    mine = rows[rows["severity"].isin(found.TO_DEAL_WITH)]
    assert set(mine["state"]) == {"open"}
    assert rows.loc[~rows["severity"].isin(found.TO_DEAL_WITH), "state"].isna().all()


def test_owner_and_state_are_kept_and_each_change_is_a_line_of_the_log(workspace):
    found.note_state(workspace, DISAGREE, state="explained", owner=" Ana ", note="The publisher stopped in 2016.")
    found.note_state(workspace, DISAGREE, state="mended", owner="Ana", note="")
    rows = found.with_states(found.findings(workspace.imports()), found.states(workspace.folder)).set_index(
        "finding_id"
    )
    assert rows.loc[DISAGREE, ["state", "owner", "note"]].tolist() == ["mended", "Ana", None]
    noted = [line for line in audit.lines(workspace.folder) if line["action"] == "finding"]
    assert [(line["finding"], line["state"], line["owner"]) for line in noted] == [
        (DISAGREE, "explained", "Ana"), (DISAGREE, "mended", "Ana"),
    ]  # fmt: skip


def test_a_state_that_is_none_and_a_finding_that_is_none_are_refused(workspace):
    with pytest.raises(UseError, match="no state"):
        found.note_state(workspace, DISAGREE, state="forgotten")
    with pytest.raises(UseError, match="no finding"):
        found.note_state(workspace, "nonsense|x|y|z", state="open")
    assert not (workspace.folder / found.FILE).exists()


def test_behind_a_broken_log_nothing_is_noted(workspace):
    log = workspace.folder / audit.LOG
    log.write_text(log.read_text().replace('"user"', '"User"'))
    with pytest.raises(SnapshotError, match="line 1"):
        found.note_state(workspace, DISAGREE, state="mended")
    assert found.states(workspace.folder) == {}


def test_what_a_person_notes_is_cut_to_a_length_that_a_page_can_hold(workspace):
    found.note_state(workspace, DISAGREE, state="open", owner="x" * 500, note="y" * 5000)
    kept = json.loads((workspace.folder / found.FILE).read_text())[DISAGREE]
    assert (len(kept["owner"]), len(kept["note"])) == (found.OWNER_CHARACTERS, found.NOTE_CHARACTERS)


def test_the_files_that_came_in_are_named_with_their_day(workspace):
    names = [name for name, _ in found.imported_files(workspace.imports())]
    assert names == ["trial_fund.xml", "extorsion.csv", "actividades.csv"]
    assert EXTORTION.startswith("codigo_dane")


def test_no_import_has_no_findings():
    assert found.findings(()).empty
    assert list(found.findings(()).columns) == list(found.COLUMNS)


# --- the sheet --------------------------------------------------------------------------------------------------------


def _sheets(content: bytes) -> dict[str, pd.DataFrame]:
    return pd.read_excel(io.BytesIO(content), sheet_name=None, header=None, engine="calamine")


def test_the_sheet_holds_every_part_and_says_what_it_is_of():
    parts = [Sheet("Twice", pd.DataFrame({"What": ["a"], "n": [1]})), Sheet("Empty", pd.DataFrame())]
    sheets = _sheets(quality_workbook("Assessment", {"Data set": "trial"}, parts, EN))
    assert list(sheets) == ["About", "Twice", "Empty"]
    about = sheets["About"].astype("str").to_string()
    assert "Assessment" in about
    assert "trial" in about
    assert sheets["Twice"].to_numpy().tolist() == [["What", "n"], ["a", 1]]
    assert sheets["Empty"].iloc[0, 0] == "(no rows)"


def test_text_from_a_file_is_never_a_formula_or_a_link():
    cells = ["=1+1", "@SUM(A1)", "http://example.org/x", "{=A1}"]
    content = quality_workbook("x", {}, [Sheet("One", pd.DataFrame({"=cmd": cells}))], EN)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        written = "".join(book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets"))
        assert not any("_rels" in name and "sheet" in name for name in book.namelist())
    assert "<f>" not in written
    assert _sheets(content)["One"][0].tolist() == ["=cmd", *cells]


def test_a_name_that_a_workbook_forbids_is_made_one_that_it_takes():
    long, odd = "A" * 40, "a/b:c?[d]*e\\f"
    frame = pd.DataFrame({"x": [1]})
    names = list(_sheets(quality_workbook("x", {}, [Sheet(long, frame), Sheet(long, frame), Sheet(odd, frame)], EN)))
    assert names == ["About", "A" * 31, f"{'A' * 28} 2", "a b c  d  e f"]


def test_what_is_missing_stays_empty_and_dates_are_dates():
    frame = pd.DataFrame({"n": pd.array([1, None], "Int64"), "d": [pd.Timestamp("2020-03-01"), pd.NaT]})
    rows = _sheets(quality_workbook("x", {}, [Sheet("One", frame)], EN))["One"]
    assert rows.iloc[1, 0] == 1
    assert str(rows.iloc[1, 1])[:10] == "2020-03-01"
    assert len(rows) == 2 or rows.iloc[2].isna().all()
