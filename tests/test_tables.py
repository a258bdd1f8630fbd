"""What people write is refused where it breaks a rule, and every refusal names the file, the row and the column."""

import csv

import pandas as pd
import pytest

from analytics.errors import DataError
from analytics.schema import TABLES
from analytics.tables import FAULTS_SHOWN, check_together, read_table, read_tables, read_text


def _change(folder, table, row, column, value):
    """Writes one cell of a table; row 1 is the header, as an editor counts."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[row - 1][rows[0].index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _refusal(folders, name):
    with pytest.raises(DataError) as caught:
        read_table(name, folders)
    return str(caught.value)


def _disagreement(frames):
    with pytest.raises(DataError) as caught:
        check_together(frames)
    return str(caught.value)


def test_codes_keep_their_zeros_and_a_missing_cell_is_not_zero(folders):
    places = read_table("places", folders).set_index("place_id")
    assert places.at["05001", "divipola_code"] == "05001"
    assert places.at["05001", "population"] == 0
    assert places["population"].isna()["05002"]


def test_words_that_look_missing_are_words(folders):
    # "NA" is Namibia; "None" and "null" are words too
    for row, word in enumerate(("NA", "None", "null"), start=2):
        _change(folders["published"], "issues", row, "as_stated_en", word)
    assert list(read_table("issues", folders)["as_stated_en"][:3]) == ["NA", "None", "null"]


def test_a_byte_order_mark_is_no_part_of_the_first_column(folders):
    path = folders["reference"] / "places.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_text(path).columns[0] == "place_id"


def test_an_absent_file_is_named(folders):
    (folders["published"] / "issues.csv").unlink()
    assert "issues.csv: the file is missing from published/" in _refusal(folders, "issues")


def test_a_folder_in_the_place_of_a_file_is_named(folders):
    (folders["published"] / "issues.csv").unlink()
    (folders["published"] / "issues.csv").mkdir()
    assert "issues.csv: the file cannot be read" in _refusal(folders, "issues")


def test_an_empty_file_is_named(folders):
    (folders["published"] / "issues.csv").write_text("")
    assert "issues.csv: the file is empty" in _refusal(folders, "issues")


def test_a_ragged_row_is_refused_and_never_shifted(folders):
    path = folders["published"] / "components.csv"
    path.write_text(path.read_text().replace("river-1,river,", "river-1,"))
    assert f"components.csv, row 2: {len(TABLES['components'].columns) - 1} cells" in _refusal(folders, "components")


def test_an_unclosed_quote_is_named_with_its_row(folders):
    path = folders["reference"] / "place_names.csv"
    path.write_text(path.read_text() + '13001,"Puerto,alias\n')
    assert "place_names.csv, row 3: not a table that can be read" in _refusal(folders, "place_names")


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_is_refused_with_the_line_of_its_first_fault(folders, encoding):
    path = folders["reference"] / "place_names.csv"
    path.write_bytes(path.read_text().replace("Nandu", "Ñandú").encode(encoding))
    line = {"latin-1": 2, "utf-16": 1}[encoding]
    assert f"place_names.csv, line {line}: not UTF-8 text" in _refusal(folders, "place_names")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda names: [*names, "kind"], "column kind stands twice"),
        (lambda names: names[:-1], "missing kind; unknown none"),
        (lambda names: [*names, "colour"], "missing none; unknown colour"),
        (lambda names: [names[0], names[2], names[1]], "The columns are in another order"),
        # a column's name is exact: another case is another column
        (lambda names: [names[0], "Name", names[2]], "missing name; unknown Name"),
    ],
    ids=["doubled", "missing", "extra", "reordered", "other case"],
)
def test_the_header_must_be_the_one_of_the_schema(folders, change, message):
    names = change(list(TABLES["place_names"].columns))
    (folders["reference"] / "place_names.csv").write_text(",".join(names) + "\n")
    refusal = _refusal(folders, "place_names")
    assert "place_names.csv, header" in refusal
    assert message in refusal


@pytest.mark.parametrize(
    ("table", "column", "value", "rule"),
    [
        # what only looks like a number to a computer
        ("observations", "value", "inf", "is not a number"),
        ("observations", "value", "1e400", "is not a number"),
        ("observations", "value", "NaN", "is not a number"),
        ("observations", "value", " 20 ", "is not a number"),
        ("observations", "value", "1,043", "is not a number"),
        ("observations", "value", "1_043", "is not a number"),
        ("observations", "value", "٣", "is not a number"),
        ("observations", "headline", "2.5", "is not a whole number"),
        # more digits than a number can hold exactly
        ("observations", "headline", "9" * 23, "is not a whole number"),
        ("observations", "start_on", "2021-1-1", "is not a date"),
        ("observations", "start_on", "2021-02-30", "is not a date"),
        ("observations", "start_on", "01/02/2021", "is not a date"),
        ("programmes", "is_name_ours", "yes", "is not true or false"),
        ("programmes", "position", "0", "breaks greater_than_or_equal_to"),
        ("programmes", "position", "", "breaks not_nullable"),
        ("programmes", "name_es", "", "breaks not_nullable"),
        ("programmes", "name_en", "x" * 2001, "breaks str_length"),
        ("programmes", "programme_id", "River Programme", "breaks str_matches"),
        # a line break at the end of a code is another code
        ("programmes", "programme_id", "river\n", "has space around it"),
        ("programmes", "name_en", " River", "has space around it"),
        ("activity_places", "place_id", "5001", "breaks str_matches"),
        ("activity_places", "share", "1.5", "breaks less_than_or_equal_to"),
        ("activities", "kind", "party", "breaks isin"),
        ("issues", "count", "-3", "breaks greater_than_or_equal_to"),
        ("issues", "fact_id", "S1-1", "breaks str_matches"),
    ],
)
def test_a_cell_that_breaks_its_rule_is_named(folders, table, column, value, rule):
    _change(folders[TABLES[table].folder], table, 2, column, value)
    refusal = _refusal(folders, table)
    assert f"{table}.csv, row 2, {column}: " in refusal
    assert rule in refusal


def test_a_doubled_key_names_both_rows(folders):
    path = folders["reference"] / "place_names.csv"
    path.write_text(path.read_text() + "05001,Nandu,former\n")
    refusal = _refusal(folders, "place_names")
    assert "place_names.csv, row 2, place_id" in refusal
    assert "place_names.csv, row 3, name" in refusal


def test_many_faults_are_counted_and_the_first_twenty_shown(folders):
    path = folders["reference"] / "place_names.csv"
    path.write_text(path.read_text() + "".join(f"05001,Name {i},wrong\n" for i in range(FAULTS_SHOWN + 5)))
    refusal = _refusal(folders, "place_names")
    assert refusal.count("row ") == FAULTS_SHOWN
    assert "… and 5 more" in refusal


@pytest.mark.parametrize("name", [name for name, table in TABLES.items() if table.references])
def test_every_reference_must_be_met(frames, name):
    for column, target in TABLES[name].references.items():
        frames[name].loc[0, column] = "99999"
        assert f"{name}.csv, row 2, {column}: '99999' is not in {target}.csv" in _disagreement(frames)


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "message"),
    [
        ("programmes", 2, "end_on", "2020-04-30", "end_on: the end is before the start"),
        ("issues", 2, "stated_to_on", "2020-12-31", "stated_to_on: the end is before the start"),
        ("programmes", 3, "start_precision", None, "start_on: a date and its precision stand together"),
        ("programmes", 3, "end_precision", "month", "end_on: a date and its precision stand together"),
        # a month's start is its first day and its end its last: another day would state what the document does not
        ("programmes", 2, "start_on", "2020-05-02", "start_on: not the first day of a month"),
        ("programmes", 2, "end_on", "2021-08-30", "end_on: not the last day of a month"),
        ("activities", 2, "end_on", "2021-12-30", "end_on: not the last day of a year"),
        ("issues", 2, "stated_from_on", "2021-02-01", "stated_from_on: not the first day of a year"),
    ],
)
def test_dates_that_cannot_be_together_are_named(frames, table, row, column, value, message):
    frames[table].loc[row - 2, column] = pd.Timestamp(value) if column.endswith("_on") else value
    assert f"{table}.csv, row {row}, {message}" in _disagreement(frames)


def test_a_report_that_ends_before_it_starts_is_named(frames):
    frames["programmes"].loc[0, ["reported_from_on", "reported_to_on"]] = [
        pd.Timestamp("2006-08-31"),
        pd.Timestamp("2006-07-01"),
    ]
    assert "programmes.csv, row 2, reported_to_on: the end is before the start" in _disagreement(frames)


def test_a_programme_of_one_day_is_no_fault(frames):
    frames["programmes"].loc[0, ["start_on", "end_on"]] = pd.Timestamp("2020-05-04")
    frames["programmes"].loc[0, ["start_precision", "end_precision"]] = "day"
    check_together(frames)


def test_shares_of_an_activity_add_up_to_one(frames):
    frames["activity_places"].loc[2, "share"] = 0.9
    assert "activity_places.csv, row 4, share: the shares of 'roots-house' do not add up to 1" in _disagreement(frames)


def test_shares_in_thirds_add_up_to_one(frames):
    # written with six decimals they miss one by a millionth at most
    frames["activity_places"]["activity_id"] = "roots-house"
    frames["activity_places"]["share"] = [0.333333, 0.333333, 0.333334, 0.0]
    check_together(frames)


def test_shares_that_are_not_stated_need_not_add_up(frames):
    assert frames["activity_places"].loc[0, "share"] is pd.NA
    check_together(frames)


def test_all_tables_are_read_and_checked_together(folders):
    _change(folders["published"], "issues", 2, "place_id", "99999")
    with pytest.raises(DataError, match="issues.csv, row 2, place_id: '99999' is not in places.csv"):
        read_tables(folders)
