"""IATI activity files: read whole, or told what could not be, with the path of each broken element."""

from __future__ import annotations

import socket
import time
from functools import cache

import pytest

from analytics.checks.rules import RULES
from analytics.readers.iati import read_iati
from tests.conftest import SHARED

COLOMBIA = SHARED / "data/iati203_colombia_aims/iati_2.03_ColombiaAIMS.xml"
NIGERIA = SHARED / "data/iati203_nigeria_aims/iati_2.03_NigeriaAIMS.xml"
EXAMPLE = SHARED / "data/iati203_examples/activity-standard-example-annotated.xml"

HEAD = """<iati-identifier>XX-1</iati-identifier>
<reporting-org ref="XX" type="21"><narrative>Taller</narrative></reporting-org>
<title><narrative>Diálogo</narrative></title>
<description><narrative>Diálogo en Tumaco</narrative></description>
<participating-org role="1"><narrative>Suecia</narrative></participating-org>
<activity-status code="2"/>
<activity-date type="1" iso-date="2020-01-01"/>
"""


@pytest.fixture
def read(tmp_path):
    """Reads what is written as a file; `inside` stands in one activity that lacks nothing."""

    def reading(content: str | bytes = "", *, inside: str | None = None, version: str = "2.03", encoding="utf-8"):
        if inside is not None:
            activity = f'<iati-activity xml:lang="es" default-currency="USD">\n{HEAD}{inside}</iati-activity>'
            content = f'<iati-activities version="{version}">\n{activity}\n</iati-activities>'
        path = tmp_path / "activities.xml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return read_iati(path, "activities.xml")

    return reading


@cache
def real(path):
    """A real file, read once for all tests that only look."""
    if not path.is_file():
        pytest.skip("the example files are not on this machine")
    return read_iati(path, path.name)


def frames(reading):
    return {grid.sheet: grid.frame for grid in reading.grids}


def told(reading, rule):
    return [finding for finding in reading.findings if finding.rule == rule]


def only(reading, rule):
    found = told(reading, rule)
    assert len(found) == 1, reading.findings
    return found[0]


# real files


def test_the_colombia_file_is_read_to_the_last_element():
    grids = frames(real(COLOMBIA))
    assert len(grids["activities"]) == 693
    assert len(grids["locations"]) == 2981
    assert grids["locations"][["lat", "lon"]].notna().all(axis=None)
    assert len(grids["transactions"]) == 638
    sectors = grids["sectors"]
    assert sectors.vocabulary.unique().tolist() == ["2"]
    by_code = sectors.groupby("code").activity.nunique()
    assert (by_code["152"], by_code["151"]) == (112, 208)


def test_no_value_of_the_colombia_file_is_refused_or_changed():
    severities = {RULES[finding.rule].severity for finding in real(COLOMBIA).findings}
    assert severities == {"warning"}  # 95 codes that are categories of AidData, not of the DAC


def test_the_nigeria_file_has_three_types_of_transactions():
    grids = frames(real(NIGERIA))
    assert [len(grids[name]) for name in ("activities", "locations", "transactions")] == [140, 476, 221]
    assert grids["transactions"]["type"].value_counts().to_dict() == {"4": 123, "2": 54, "3": 44}


def test_every_element_of_the_annotated_example_comes_into_a_grid():
    reading = real(EXAMPLE)
    assert {finding.rule for finding in reading.findings} == {"iati_code_unknown", "column_kept_out"}
    counts = {name: len(frame) for name, frame in frames(reading).items()}
    assert counts == {
        "activities": 1, "participating_orgs": 3, "other_identifiers": 1, "recipient_countries": 2,
        "recipient_regions": 2, "locations": 2, "sectors": 3, "tags": 2, "country_budget_items": 2,
        "humanitarian_scopes": 2, "policy_markers": 3, "default_aid_types": 1, "budgets": 1,
        "planned_disbursements": 2, "transactions": 1, "documents": 1, "related_activities": 1, "legacy": 2,
        "conditions": 1, "results": 1, "crs_add": 1, "fss": 1, "location_administratives": 2,
        "transaction_sectors": 1, "transaction_aid_types": 1, "result_documents": 5, "references": 1, "indicators": 1,
        "crs_flags": 1, "fss_forecasts": 1, "indicator_references": 3, "periods": 3, "narratives": 11, "file": 1,
    }  # fmt: skip


def test_baseline_target_and_actual_are_rows_with_their_dimensions_and_places():
    periods = frames(real(EXAMPLE))["periods"]
    wanted = ["kind", "year", "value", "period_start", "period_end", "dimensions", "locations", "comment"]
    shared = ["sex=female; age=adult", "AF-KAN; KH-PNH"]
    quarter = ["2013-01-01", "2013-03-31"]
    assert periods[wanted].values.tolist() == [
        ["baseline", "2012", "10", None, None, *shared, "Baseline comment text"],
        ["target", None, "10", *quarter, *shared, "Target comment text"],
        ["actual", None, "11", *quarter, *shared, "Actual comment text"],
    ]
    assert periods["parent"].nunique() == 1
    assert periods["period"].tolist()[1:] == [f"{periods['parent'].iloc[0]}/period[1]"] * 2


def test_all_languages_are_kept():
    grids = frames(real(EXAMPLE))
    assert grids["activities"][["title", "title_lang"]].values.tolist() == [["Activity title", "en"]]
    others = grids["narratives"]
    titles = others[(others["grid"] == "activities") & (others["column"] == "title")]
    assert titles[["lang", "text"]].values.tolist() == [
        ["fr", "Titre de l'activité"], ["es", "Título de la actividad"],
    ]  # fmt: skip


def test_rows_know_their_line_and_path():
    frame = frames(real(COLOMBIA))["transactions"]
    row = frame.iloc[0]
    line = COLOMBIA.read_text(encoding="utf-8").splitlines()[frame.index[0] - 1]
    assert line.strip() == "<transaction>"
    assert row["path"] == "/iati-activities/iati-activity[1]/transaction[1]"
    assert row["activity"] == "US-501c3-522318905-SG-COL1"


# hostile files: told by a finding, nothing fetched, nothing opened


HOSTILE = {
    "billion laughs": '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><iati-activities>&c;</iati-activities>',
    "quadratic": f'<!DOCTYPE a [<!ENTITY b "{"x" * 50000}">]><iati-activities>{"&b;" * 50000}</iati-activities>',
    "harmless DTD": '<!DOCTYPE a [<!ELEMENT a ANY>]><iati-activities version="2.03"><iati-activity/></iati-activities>',
    "DTD by http": '<!DOCTYPE iati-activities SYSTEM "http://127.0.0.1:9/a.dtd"><iati-activities/>',
    "entity by file": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><iati-activities>&b;</iati-activities>',
    "entity by http": '<!DOCTYPE a [<!ENTITY b SYSTEM "http://127.0.0.1:9/">]><iati-activities>&b;</iati-activities>',
    "parameter entity": '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1:9/"> %b;]><iati-activities/>',
    "200,000 levels": "<iati-activities>" + "<a>" * 200_000,
    "one endless tag": '<iati-activities version="2.03"><a b="' + "x" * 30_000_000,
    "one endless text": '<iati-activities version="2.03"><a>' + "x" * 3_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml_is_refused_quickly_without_network(name, read, monkeypatch):
    def no_network(*_):
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket, "socket", no_network)
    started = time.monotonic()
    reading = read(HOSTILE[name])
    assert time.monotonic() - started < 5
    assert reading.grids == ()
    finding = only(reading, "file_refused")
    assert dict(finding.values)["reason"]


def test_no_file_that_an_entity_names_is_opened(read, monkeypatch, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden words")
    reading = read(f'<!DOCTYPE a [<!ENTITY b SYSTEM "{secret.as_uri()}">]><iati-activities>&b;</iati-activities>')
    assert reading.grids == ()
    assert "hidden words" not in str(reading)


def test_the_depth_that_honest_files_have_is_read(read):
    deep = "<x:a xmlns:x='urn:x'>" + "<x:a>" * 90 + "</x:a>" * 91
    assert len(frames(read(inside=deep))["activities"]) == 1


def test_xml_that_stops_in_the_middle_names_the_line_and_gives_nothing(read):
    whole = "".join(f"<iati-activity>\n{HEAD}</iati-activity>\n" for _ in range(3))
    reading = read(f'<iati-activities version="2.03">\n{whole}<iati-activity>\n<title>')
    assert reading.grids == ()
    finding = only(reading, "file_unreadable")
    assert finding.row == 3 * 9 + 3  # a root, three activities of nine lines, and the line of <title>
    assert f"line {finding.row}" in dict(finding.values)["reason"]


def test_an_organisation_file_is_refused_with_a_sentence(read):
    finding = only(read('<iati-organisations version="2.03"/>'), "file_refused")
    assert "organisation file" in dict(finding.values)["reason"]


@pytest.mark.parametrize(("content", "rule"), [
    ("", "file_empty"),
    ("<html><body/></html>", "file_refused"),
    ("<!DOCTYPE html><html/>", "file_refused"),
    ("no XML at all", "file_unreadable"),
    ('<iati-activities version="2.03"/>', "file_header_only"),
])  # fmt: skip
def test_what_holds_no_activity_is_told(content, rule, read):
    reading = read(content)
    assert reading.grids == ()
    only(reading, rule)


# broken elements: told with their path, the rest is read


def test_an_amount_in_a_date_is_told_with_its_path_and_the_rest_is_read(read):
    reading = read(
        inside="""<transaction><transaction-type code="2"/><transaction-date iso-date="2012-01-01"/>
        <value value-date="2012-01-01">5</value></transaction>
        <transaction><transaction-type code="2"/>
        <transaction-date iso-date="1434153.58"/>
        <value value-date="2012-01-01">7</value></transaction>"""
    )
    finding = only(reading, "iati_element")
    assert finding.path == "/iati-activities/iati-activity[1]/transaction[2]/transaction-date/@iso-date"
    assert (finding.value, finding.row, finding.sheet, finding.column) == ("1434153.58", 13, "transactions", "date")
    transactions = frames(reading)["transactions"]
    assert transactions["date"].tolist() == ["2012-01-01", None]
    assert transactions["value"].tolist() == ["5", "7"]


def test_an_amount_too_large_to_be_meant_is_told(read):
    reading = read(inside='<budget><value value-date="2012-01-01">1000000000000000</value></budget>')
    assert only(reading, "number_implausible").column == "value"


def test_a_missing_identifier_is_an_error_and_the_activity_is_read_under_a_name(read):
    head = HEAD.replace("<iati-identifier>XX-1</iati-identifier>\n", "")
    reading = read(f'<iati-activities version="2.03"><iati-activity>{head}</iati-activity></iati-activities>')
    assert only(reading, "iati_element").path == "/iati-activities/iati-activity[1]/iati-identifier"
    activities = frames(reading)["activities"]
    assert activities[["activity", "identifier"]].values.tolist() == [["unnamed-1", None]]
    assert frames(reading)["participating_orgs"]["activity"].tolist() == ["unnamed-1"]


def test_an_unknown_code_is_told_and_kept(read):
    reading = read(inside='<sector vocabulary="1" code="99999"/><sector vocabulary="99" code="any"/>')
    finding = only(reading, "iati_code_unknown")
    assert (finding.value, dict(finding.values)) == ("99999", {"list": "Sector"})
    assert frames(reading)["sectors"]["code"].tolist() == ["99999", "any"]


def test_codes_in_another_case_or_as_words_are_corrected_and_told(read):
    reading = read(inside='<recipient-country code="co"/><transaction><transaction-type code="Disbursement"/>'
                          '<transaction-date iso-date="2012-01-01"/><value currency="usd" value-date="2012-01-01">1'
                          "</value></transaction>")  # fmt: skip
    grids = frames(reading)
    assert grids["recipient_countries"]["code"].tolist() == ["CO"]
    assert grids["transactions"][["type", "currency"]].values.tolist() == [["3", "USD"]]
    assert [(finding.value, dict(finding.values)["after"]) for finding in told(reading, "code_corrected")] == [
        ("co", "CO"), ("Disbursement", "3"), ("usd", "USD"),
    ]  # fmt: skip


def test_what_stands_twice_is_told_and_the_first_is_read(read):
    reading = read(inside='<activity-status code="4"/>')
    finding = only(reading, "iati_element")
    assert (finding.path, finding.value) == ("/iati-activities/iati-activity[1]/activity-status[2]", "4")
    assert frames(reading)["activities"]["status"].tolist() == ["2"]


def test_a_second_date_of_one_type_goes_into_its_own_grid(read):
    reading = read(inside='<activity-date type="1" iso-date="2021-01-01"/>')
    assert frames(reading)["activities"]["planned_start"].tolist() == ["2020-01-01"]
    assert frames(reading)["activity_dates"][["type", "date"]].values.tolist() == [["1", "2021-01-01"]]


def test_an_identifier_that_stands_twice_is_told(read):
    activity = f"<iati-activity>{HEAD}</iati-activity>"
    reading = read(f'<iati-activities version="2.03">{activity}{activity}</iati-activities>')
    finding = only(reading, "id_doubled")
    assert (finding.value, finding.path) == ("XX-1", "/iati-activities/iati-activity[2]/iati-identifier")
    assert len(frames(reading)["activities"]) == 2


@pytest.mark.parametrize(("sectors", "total"), [
    ([("1", "15220", "60"), ("1", "15160", "30")], "90"),
    ([("1", "15220", None), ("1", "15160", None)], "nothing that is stated"),
    ([("1", "15220", "100"), ("2", "152", "50")], "50"),
])  # fmt: skip
def test_percentages_that_do_not_add_up_are_told(sectors, total, read):
    reading = read(inside="".join(_sector(*sector) for sector in sectors))
    assert dict(only(reading, "iati_percentages").values)["total"] == total


@pytest.mark.parametrize("sectors", [
    [("1", "15220", None)],
    [("1", "15220", "33.33"), ("1", "15160", "33.33"), ("1", "15150", "33.33")],
    [("1", "15220", "100"), ("2", "152", "100")],
])  # fmt: skip
def test_percentages_that_add_up_in_each_vocabulary_are_not_told(sectors, read):
    assert not told(read(inside="".join(_sector(*sector) for sector in sectors)), "iati_percentages")


def _sector(vocabulary, code, percentage):
    share = f' percentage="{percentage}"' if percentage else ""
    return f'<sector vocabulary="{vocabulary}" code="{code}"{share}/>'


def test_countries_and_regions_share_one_whole(read):
    whole = '<recipient-country code="CO" percentage="40"/><recipient-region code="489" percentage="60"/>'
    assert not told(read(inside=whole), "iati_percentages")
    assert told(read(inside=whole.replace("60", "50")), "iati_percentages")


def test_empty_narratives_are_told_and_the_next_language_is_taken(read):
    reading = read(inside='<location><name><narrative> </narrative><narrative xml:lang="en">Pier</narrative></name>'
                          "</location>")  # fmt: skip
    assert frames(reading)["locations"][["name", "name_lang"]].values.tolist() == [["Pier", "en"]]
    assert only(reading, "iati_element_missing").path.endswith("/location[1]/name/narrative")


def test_text_outside_a_narrative_is_read_and_told(read):
    reading = read(inside="<location><name>Muelle</name></location>")
    assert frames(reading)["locations"][["name", "name_lang"]].values.tolist() == [["Muelle", "es"]]
    assert only(reading, "iati_value_corrected").column == "name"


@pytest.mark.parametrize(("pos", "lat", "lon", "rule"), [
    ("4.6 -74.1", "4.6", "-74.1", None),
    ("\n 4.6\n -74.1 ", "4.6", "-74.1", None),
    ("4.6, -74.1", "4.6", "-74.1", "iati_value_corrected"),
    ("-74.1 194.6", None, None, "iati_element"),
    ("4.6", None, None, "iati_element"),
    ("north west", None, None, "iati_element"),
])  # fmt: skip
def test_a_position_is_two_numbers_of_degrees(pos, lat, lon, rule, read):
    reading = read(inside=f"<location><point srsName='x'><pos>{pos}</pos></point></location>")
    assert frames(reading)["locations"][["lat", "lon"]].values.tolist() == [[lat, lon]]
    assert {finding.rule for finding in reading.findings} == ({rule} if rule else set())


def test_persons_are_left_out_and_counted(read):
    contact = "<contact-info><person-name><narrative>Ana Pérez</narrative></person-name></contact-info>"
    reading = read(inside=contact * 3)
    assert only(reading, "column_kept_out").count == 3
    assert "Ana Pérez" not in str([frame.to_dict() for frame in frames(reading).values()])
    assert "Ana Pérez" not in str(reading.findings)


def test_elements_of_other_standards_are_told_once_and_counted(read):
    reading = read(inside='<x:note xmlns:x="urn:x">a</x:note><x:note xmlns:x="urn:x">b</x:note><funding/>')
    found = {dict(finding.values)["element"]: finding.count for finding in told(reading, "iati_element_unknown")}
    assert found == {"{urn:x}note": 2, "funding": 1}


def test_what_the_standard_asks_for_and_is_missing_is_a_warning(read):
    reading = read(inside="<transaction><transaction-type code='3'/></transaction>")
    paths = {finding.path.rsplit("/", 1)[-1] for finding in told(reading, "iati_element_missing")}
    assert paths == {"transaction-date", "value"}
    assert RULES["iati_element_missing"].severity == "warning"


# shapes of files


def test_elements_in_any_order_comments_cdata_and_instructions_are_read(read):
    reading = read("""<?xml version="1.0"?><?style a?><iati-activities version="2.03"><!-- c --><iati-activity>
        <sector code="15220"><!-- c --></sector><title><narrative><![CDATA[<Paz> & tierra]]></narrative></title><?a b?>
        <iati-identifier>XX-2</iati-identifier></iati-activity></iati-activities>""")
    assert frames(reading)["activities"][["identifier", "title"]].values.tolist() == [["XX-2", "<Paz> & tierra"]]
    assert frames(reading)["sectors"]["activity"].tolist() == ["XX-2"]


def test_a_default_namespace_by_mistake_is_read(read):
    reading = read(f'<iati-activities version="2.03" xmlns="http://iatistandard.org/"><iati-activity>{HEAD}'
                   "</iati-activity></iati-activities>")  # fmt: skip
    assert frames(reading)["activities"]["title"].tolist() == ["Diálogo"]
    assert not told(reading, "iati_element_unknown")


def test_several_publishers_in_one_file_are_read(read):
    other = HEAD.replace("XX-1", "YY-1").replace('ref="XX"', 'ref="YY"')
    reading = read(f'<iati-activities version="2.02"><iati-activity>{HEAD}</iati-activity><iati-activity>{other}'
                   "</iati-activity></iati-activities>")  # fmt: skip
    assert frames(reading)["activities"]["reporting_org_ref"].tolist() == ["XX", "YY"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings_that_are_declared_are_read(encoding, read):
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    content = f'<?xml version="1.0" encoding="{declared}"?><iati-activities version="2.03"><iati-activity>{HEAD}'
    reading = read(f"{content}</iati-activity></iati-activities>", encoding=encoding)
    assert frames(reading)["activities"]["title"].tolist() == ["Diálogo"]
    assert reading.findings == ()


def test_a_file_that_says_utf_8_and_is_not_is_read_and_told(read):
    content = f'<?xml version="1.0" encoding="UTF-8"?><iati-activities version="2.03"><iati-activity>{HEAD}'
    reading = read(f"{content}</iati-activity></iati-activities>", encoding="cp1252")
    assert frames(reading)["activities"]["title"].tolist() == ["Diálogo"]
    assert dict(only(reading, "encoding_found").values) == {"encoding": "cp1252"}
    assert {grid.encoding for grid in reading.grids} == {"cp1252"}


@pytest.mark.parametrize("version", ["2.01", "2.02", "2.03"])
def test_the_versions_of_today_are_read_without_remark(version, read):
    assert read(inside="", version=version).findings == ()


def test_an_activity_of_1_0x_is_read_as_far_as_its_elements_have_a_successor(read):
    reading = read("""<iati-activities version="1.05"><iati-activity xml:lang="en" default-currency="USD">
        <iati-identifier>ZZ-1</iati-identifier><reporting-org ref="ZZ" type="21">Workshop</reporting-org>
        <title>Peace</title><title xml:lang="es">Paz</title><activity-website>http://a.org</activity-website>
        <description type="1">Long</description><participating-org role="Funding">Sweden</participating-org>
        <activity-date type="start-actual" iso-date="2010-01-01">A day</activity-date>
        <sector vocabulary="DAC-3" code="152">Conflict</sector>
        <location><coordinates latitude="4.6" longitude="-74.1" precision="1"/><name>Bogota</name></location>
        <transaction><transaction-type code="D">x</transaction-type><transaction-date iso-date="2010-02-01"/>
        <value value-date="2010-02-01">5</value></transaction></iati-activity></iati-activities>""")
    assert dict(only(reading, "iati_version_old").values) == {"version": "1.05"}
    assert not [finding for finding in reading.findings if RULES[finding.rule].severity == "error"]
    grids = frames(reading)
    wanted = ["title", "title_lang", "reporting_org", "description", "actual_start"]
    assert grids["activities"][wanted].values.tolist() == [["Peace", "en", "Workshop", "Long", "2010-01-01"]]
    assert grids["narratives"][["column", "lang", "text"]].values.tolist() == [["title", "es", "Paz"]]
    assert grids["locations"][["lat", "lon", "name"]].values.tolist() == [["4.6", "-74.1", "Bogota"]]
    assert grids["transactions"]["type"].tolist() == ["3"]
    assert grids["sectors"][["vocabulary", "code"]].values.tolist() == [["2", "152"]]
    assert [finding.value for finding in told(reading, "code_corrected")] == ["Funding", "start-actual", "DAC-3", "D"]


def test_every_finding_fills_the_sentence_of_its_rule(read):
    contact = "<contact-info/>"
    broken = """<activity-date type="9" iso-date="x"/><sector code="1"/><sector code="2"/><title/><funding a="b"/>
        <budget><value>1,234</value></budget><policy-marker vocabulary="1" code="2" significance="$"/>"""
    for finding in read(inside=contact + broken, version="1.04").findings:
        sentence = RULES[finding.rule].message.format(
            value=finding.value, column=finding.column, **dict(finding.values)
        )
        assert "{" not in sentence
        assert finding.file == "activities.xml"
