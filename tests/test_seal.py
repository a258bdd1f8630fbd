"""A cell that changed without a new seal is caught, and named by file, row and column."""

import csv
import json
import re
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import SealError
from analytics.schema import TABLES
from analytics.seal import SEAL, check_seal, write_seal
from analytics.snapshots import publish
from tests.conftest import REAL


def _cells(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def _write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _refusal(folders):
    with pytest.raises(SealError) as caught:
        check_seal(folders)
    return str(caught.value)


@pytest.fixture(scope="module")
def real_copy(tmp_path_factory):
    """A copy of the published record that a test changes and puts back."""
    home = tmp_path_factory.mktemp("sealed")
    return {kind: shutil.copytree(folder, home / kind) for kind, folder in REAL.items()}


def test_the_published_record_is_sealed_as_it_stands():
    check_seal(REAL)


@pytest.mark.parametrize("name", TABLES)
def test_one_changed_digit_in_any_table_is_named(real_copy, name):
    path = real_copy[TABLES[name].folder] / f"{name}.csv"
    whole = path.read_bytes()
    rows = _cells(path)
    # the last cell with a digit, so that the first row does not answer for all; code lists have words alone
    cells = [(i, j) for i in range(1, len(rows)) for j, cell in enumerate(rows[i]) if re.search(r"\d", cell)]
    row, column = cells[-1] if cells else (len(rows) - 1, 0)
    rows[row][column] = re.sub(r"\d|$", lambda found: str((int(found[0] or 0) + 1) % 10), rows[row][column], count=1)
    _write(path, rows)
    try:
        assert f"{TABLES[name].folder}/{name}.csv: row {row + 1}, column {rows[0][column]}\n" in _refusal(real_copy)
    finally:
        path.write_bytes(whole)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_changed_cell_is_named(folders, data):
    name = data.draw(st.sampled_from(sorted(TABLES)))
    path = folders[TABLES[name].folder] / f"{name}.csv"
    whole = path.read_bytes()
    rows = _cells(path)
    row = data.draw(st.integers(1, len(rows) - 1))
    column = data.draw(st.integers(0, len(rows[0]) - 1))
    text = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=12)
    rows[row][column] = data.draw(text.filter(lambda value: value != rows[row][column]))
    _write(path, rows)
    try:
        assert f"{TABLES[name].folder}/{name}.csv: row {row + 1}, column {rows[0][column]}\n" in _refusal(folders)
    finally:
        path.write_bytes(whole)


def test_two_cells_that_were_swapped_are_named(folders):
    path = folders["reference"] / "places.csv"
    rows = _cells(path)
    column = rows[0].index("lat")
    rows[2][column], rows[-1][column] = rows[-1][column], rows[2][column]
    _write(path, rows)
    assert f"reference/places.csv: row 3, {len(rows)}, column lat\n" in _refusal(folders)


def test_a_row_that_was_added_or_removed_is_counted(folders):
    path = folders["reference"] / "place_names.csv"
    path.write_text(path.read_text() + "05001,Other,alias\n")
    assert "reference/place_names.csv: 2 rows where 1 were sealed" in _refusal(folders)


def test_many_changed_rows_are_cut_short(folders):
    path = folders["reference"] / "code_lists.csv"
    rows = _cells(path)
    _write(path, [rows[0], *([*row[:-1], row[-1] + "!"] for row in rows[1:])])
    assert "row 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 …, column name_es" in _refusal(folders)


def test_a_column_that_was_renamed_is_named_under_both_names(folders):
    path = folders["reference"] / "place_names.csv"
    path.write_text(path.read_text().replace("kind", "sort", 1))
    assert "reference/place_names.csv: row , column sort, kind" in _refusal(folders)


def test_a_table_that_the_seal_does_not_know_is_named(folders):
    path = folders["published"] / SEAL
    sealed = json.loads(path.read_text())
    del sealed["published/issues.csv"]
    path.write_text(json.dumps(sealed))
    assert "published/issues.csv: not in the seal" in _refusal(folders)


def test_a_missing_seal_is_named(folders):
    (folders["published"] / SEAL).unlink()
    assert "seal.json is missing" in _refusal(folders)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"published/issues.csv": 3}', '{"published/issues.csv": {}}'])
def test_a_damaged_seal_is_named(folders, content):
    (folders["published"] / SEAL).write_text(content)
    assert "seal.json cannot be read" in _refusal(folders) or "not in the seal" in _refusal(folders)


def test_a_new_seal_accepts_a_correction(folders):
    path = folders["reference"] / "place_names.csv"
    path.write_text(path.read_text().replace("Nandu", "Nandú"))
    _refusal(folders)
    write_seal(folders)
    check_seal(folders)


def test_nothing_is_published_over_a_broken_seal(country, folders):
    current = (country / "snapshots" / "current").read_text()
    path = folders["published"] / "observations.csv"
    path.write_text(
        path.read_text()
        .replace("1500000", "2500000")
        .replace("trained-1,trained,river-1,,published_total,20", "trained-1,trained,river-1,,published_total,21")
    )
    with pytest.raises(SealError, match="published/observations.csv: row 2, column value"):
        publish(folders, country / "snapshots")
    assert (country / "snapshots" / "current").read_text() == current
