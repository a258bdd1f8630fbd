"""Bad files, each with the answer that it must get, and the child process that reads them."""

from __future__ import annotations

import json
import time
import tracemalloc
from dataclasses import replace

import pytest

from analytics.checks.rules import RULES
from analytics.readers import contained
from analytics.readers.contained import _environment
from analytics.readers.files import read_file
from analytics.readers.formats import sniff
from analytics.readers.limits import (
    BROWSER,
    CELL_CHARACTERS,
    COLUMNS,
    SESSION_BYTES,
    SESSION_FILES,
    over_budget,
    shown_name,
    stored_name,
)
from tests import hostile_files


def _told(reading):
    """The one finding of a file that was not read, as rule and reason, worded as a person reads it."""
    assert reading.grids == ()
    (finding,) = reading.findings
    values = dict(finding.values)
    return finding.rule, RULES[finding.rule].message.format(value=finding.value, column=finding.column, **values)


def _csv(folder, content, name="archivo.csv"):
    path = folder / "stored"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_file(path, name)


# 7, 8, 9: workbooks


def test_a_workbook_that_unpacks_400_times_is_refused_quickly_and_in_little_memory(tmp_path):
    path = hostile_files.bomb(tmp_path / "bomb.xlsx")
    tracemalloc.start()
    began = time.monotonic()
    rule, message = _told(read_file(path, "bomb.xlsx"))
    seconds = time.monotonic() - began
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rule == "file_refused"
    assert "times its size" in message
    assert seconds < 5
    assert peak < 50_000_000


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("analytics.readers.archives.UNPACKED_BYTES", 8_000_000)
    rule, message = _told(read_file(hostile_files.bomb(tmp_path / "b.xlsx", 9), "b.xlsx"))
    assert rule == "file_refused"
    assert "9 MB, and 8 MB are the most" in message


@pytest.mark.parametrize("place", ["XFD1048576", "XFD2", "BXX1048576", "ZZ1048576"])
def test_a_small_workbook_with_one_cell_far_away_is_refused_and_the_process_lives(tmp_path, place):
    path = hostile_files.far_cell(tmp_path / "far.xlsx", place)
    assert path.stat().st_size < 4_000
    rule, message = _told(contained.read(path, "far.xlsx"))
    assert rule == "file_refused"
    assert f"reach to {place}" in message


def test_a_cell_far_away_without_a_value_does_not_matter(tmp_path):
    styled = hostile_files.TWO_ROWS + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    reading = read_file(hostile_files.workbook(tmp_path / "a.xlsx", styled), "a.xlsx")
    assert reading.grids[0].frame.to_dict("index") == {2: {"codigo": "05001", "monto": "5001"}}


def test_a_far_cell_written_so_that_the_scan_misses_it_kills_only_the_child(tmp_path):
    hidden = '<row r="1048576"><c r="&#88;FD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    path = hostile_files.workbook(tmp_path / "a.xlsx", hostile_files.TWO_ROWS + hidden)
    reading = contained.read(path, "a.xlsx", replace(BROWSER, address_space_bytes=1_500_000_000))
    assert reading.grids == () or reading.grids[0].rows == 1  # the parser may not take such a place for one
    assert reading.findings or reading.grids


def test_an_open_document_whose_one_cell_stands_for_all_is_refused(tmp_path):
    rule, message = _told(contained.read(hostile_files.far_cell_ods(tmp_path / "a.ods"), "a.ods"))
    assert rule == "file_refused"
    assert "reach to XFD1048576" in message


@pytest.mark.parametrize(
    ("build", "reason"),
    [
        (hostile_files.crowded, "members"),
        (hostile_files.with_macros, "macros"),
        (hostile_files.with_links, "links to other files"),
        (hostile_files.with_archive, "another archive"),
        (hostile_files.locked, "password"),
        (lambda path: hostile_files.workbook(path, "", kind="application/vnd.ms-excel.sheet.macroEnabled"), "macros"),
        (lambda path: hostile_files.workbook(path, "", {"../../etc/x": b""}), "leads out"),
        (lambda path: hostile_files.open_document(path, "", "<encryption-data/>"), "password"),
    ],
)
def test_a_workbook_with_what_is_not_taken_is_refused_with_the_reason(tmp_path, build, reason):
    rule, message = _told(read_file(build(tmp_path / "a.xlsx"), "a.xlsx"))
    assert rule == "file_refused"
    assert reason in message


def test_an_old_workbook_is_read_under_its_own_name_and_refused_under_another(tmp_path):
    path = hostile_files.old_workbook(tmp_path / "stored")
    assert [grid.sheet for grid in contained.read(path, "lista.xls").grids] == ["Hoja1", "oculta"]
    rule, message = _told(contained.read(path, "lista.xlsx"))
    assert rule == "file_refused"
    assert "old .xls workbook under the name .xlsx" in message


def test_an_archive_that_lies_about_its_sizes_is_not_read(tmp_path):
    assert _told(read_file(hostile_files.lying_sizes(tmp_path / "a.xlsx"), "a.xlsx"))[0] == "file_unreadable"


# 12: names


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\temp\\CON", "CON"),
        ("a\nb\x00.csv", "a b .csv"),
        ("lista\u202evsc.exe", "lista vsc.exe"),
        ("..", "file"),
        ("", "file"),
        ("Población año 2024.xlsx", "Población año 2024.xlsx"),
    ],
)
def test_a_name_is_shown_without_folders_and_without_what_cannot_be_seen(name, shown):
    assert shown_name(name) == shown


def test_a_name_of_300_characters_is_shown_short_with_its_ending():
    shown = shown_name("a" * 300 + ".csv")
    assert len(shown) == 80
    assert shown.endswith("….csv")


def test_a_stored_name_is_new_each_time_and_holds_nothing_of_the_sender():
    assert stored_name() != stored_name()
    assert stored_name().isalnum()


@pytest.mark.parametrize("name", ["../../etc/passwd.csv", "CON", "a" * 300, "a\nb\x00.csv", "--help", "😀"])
def test_a_hostile_name_reaches_neither_the_disk_nor_the_command_line(tmp_path, name):
    path = tmp_path / stored_name()
    path.write_text("codigo,casos\n05001,3\n")
    reading = contained.read(path, name)
    assert reading.file == name
    assert reading.grids[0].frame.to_dict("index") == {2: {"codigo": "05001", "casos": "3"}}
    assert list(tmp_path.iterdir()) == [path]


# 13: sizes


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.csv"
    path.write_text("a,b\n" + "1,2\n" * 1000)
    for read in (read_file, contained.read):
        reading = read(path, "large.csv", replace(BROWSER, file_bytes=1_000))
        assert _told(reading)[0] == "file_too_large"
        assert reading.sha256 == ""


def test_a_session_takes_so_many_files_and_bytes_and_no_more():
    assert over_budget([1] * SESSION_FILES, "a.csv") is None
    assert over_budget([1] * 1_000, "a.csv").rule == "file_refused"
    assert over_budget([SESSION_BYTES, 1], "a.csv").rule == "file_refused"


def test_a_table_with_too_many_columns_is_refused(tmp_path):
    wide = ",".join(f"c{number}" for number in range(COLUMNS + 1))
    assert "2,001 columns" in _told(_csv(tmp_path, f"{wide}\n{wide}\n"))[1]


def test_a_cell_longer_than_a_cell_can_be_is_an_error_with_its_row(tmp_path):
    reading = _csv(tmp_path, "a,b\n1,2\n2," + "x" * (CELL_CHARACTERS + 1) + "\n")
    assert [(f.rule, f.row, f.column) for f in reading.findings] == [("text_too_long", 3, "b")]


# 14: what is no table


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"MZ\x90\x00" + bytes(200), "a program"),
        (b"<!DOCTYPE html><html><body>Error 500</body></html>", "a web page"),
        (b"\n <html><table><tr><td>1</td></tr></table></html>", "a web page"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"PK\x05\x06" + bytes(18), "an archive"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "an image"),
        (bytes(range(256)) * 20, "binary data"),
        (b"<?xml version='1.0'?><rss/>", "XML of another kind than IATI activities"),
    ],
)
def test_what_is_no_table_is_refused_by_its_content_with_a_sentence(tmp_path, content, found):
    rule, message = _told(_csv(tmp_path, content))
    assert rule == "file_not_a_table"
    assert message == f"The content is {found}, not delimited text."


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n  \n", b",,,\n,,,\n"])
def test_an_empty_file_is_told_as_empty(tmp_path, content):
    assert _told(_csv(tmp_path, content))[0] == "file_empty"


def test_a_header_without_rows_is_told(tmp_path):
    reading = _csv(tmp_path, "codigo,casos\n")
    assert [finding.rule for finding in reading.findings] == ["file_header_only"]
    assert list(reading.grids[0].frame.columns) == ["codigo", "casos"]


def test_a_document_type_is_refused_before_any_parser(tmp_path):
    lol = b'<?xml version="1.0"?><!DOCTYPE iati-activities [<!ENTITY a "b">]><iati-activities>&a;</iati-activities>'
    rule, message = _told(_csv(tmp_path, lol, "a.xml"))
    assert rule == "file_refused"
    assert "DTD" in message


def test_the_format_is_told_by_the_content_whatever_the_name(tmp_path):
    path = tmp_path / "stored"
    for content, name, kind in (
        ("a\tb\n1\t2\n", "a.csv", "tsv"),
        ("a;b\n1;2\n", "a.xls", "csv"),
        ('[{"a": 1}]', "a.txt", "json"),
        ('<!-- x --><iati-activities version="2.03"/>', "a.csv", "iati"),
    ):
        path.write_text(content)
        assert sniff(path, name) == kind
    hostile_files.workbook(path, hostile_files.TWO_ROWS)
    assert sniff(path, "a.csv") == "xlsx"


# The child


def test_the_child_gives_what_reading_here_gives(tmp_path):
    path = hostile_files.old_workbook(tmp_path / "a.xls")
    here, there = read_file(path, "a.xls"), contained.read(path, "a.xls")
    assert (there.format, there.sha256, there.findings) == (here.format, here.sha256, here.findings)
    assert there.findings[0].rule == "sheet_hidden"
    for one, other in zip(here.grids, there.grids, strict=True):
        assert one.frame.equals(other.frame)
        assert list(one.frame.index) == list(other.frame.index)
        assert replace(one, frame=None) == replace(other, frame=None)
    assert there.grids[0].frame.loc[5, "fecha"] is None


def test_a_child_that_takes_too_long_is_ended_and_told(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    rule, message = _told(contained.read(path, "a.csv", replace(BROWSER, wall_seconds=0.05)))
    assert rule == "file_refused"
    assert "longer than 0.05 seconds" in message


def test_a_child_that_works_too_long_is_ended_and_told(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("[" + ",".join(['{"a": 1, "b": "x"}'] * 1_500_000) + "]")  # four seconds of work
    rule, message = _told(contained.read(path, "a.json", replace(BROWSER, cpu_seconds=1)))
    assert rule == "file_refused"
    assert "took too long" in message


def test_a_child_without_enough_memory_is_told(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"a": number, "b": "x" * 20} for number in range(400_000)]))
    rule, message = _told(contained.read(path, "a.json", replace(BROWSER, address_space_bytes=550_000_000)))
    assert rule == "file_refused"
    assert "memory" in message


def test_a_child_that_cannot_even_begin_is_told(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    rule, _ = _told(contained.read(path, "a.csv", replace(BROWSER, address_space_bytes=60_000_000)))
    assert rule == "file_refused"


def test_what_is_read_is_not_written_beyond_its_limit(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n" + "1,2\n" * 100_000)
    assert _told(contained.read(path, "a.csv", replace(BROWSER, written_bytes=10_000)))[0] == "file_refused"


def test_the_child_knows_nothing_of_our_settings(monkeypatch, tmp_path):
    monkeypatch.setenv("TEJIDO_KEY", "secret")
    assert "secret" not in _environment(str(tmp_path)).values()
    assert "TEJIDO_DATA" not in _environment(str(tmp_path))


def test_nothing_is_left_behind_after_a_reading(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    assert contained.read(path, "a.csv").grids[0].rows == 1
    assert list((tmp_path / "temporary").iterdir()) == []
