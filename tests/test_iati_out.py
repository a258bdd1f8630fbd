"""IATI out: valid against the schema of 2.03, and read back without loss."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pandas as pd
import pytest
from lxml import etree

from analytics.errors import DataError
from analytics.exports.iati import as_iati, lacking
from analytics.readers.iati import read_iati
from tests.country import PROJECT
from tests.test_iati_in import COLOMBIA, EXAMPLE, NIGERIA, frames, real

NOW = datetime(2026, 1, 31, 12, 30)
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def schema():
    return etree.XMLSchema(etree.parse(PROJECT / "tests/data/iati-2.03/iati-activities-schema.xsd"))


@pytest.fixture
def reread(tmp_path):
    """The grids of what was written, after it was read again."""

    def read(content: bytes) -> dict[str, pd.DataFrame]:
        path = tmp_path / "out.xml"
        path.write_bytes(content)
        return frames(read_iati(path, "out.xml"))

    return read


def assert_valid(content, schema):
    schema.assertValid(etree.fromstring(content))


def activity(**changes):
    """The least that the standard asks for, as a frame of one row."""
    row = {
        "identifier": "XX-1", "reporting_org_ref": "XX", "reporting_org_type": "21", "reporting_org": "Taller",
        "title": "Diálogo", "description": "Diálogo en Tumaco", "status": "2", "planned_start": "2020-01-01",
    }  # fmt: skip
    return pd.DataFrame([{key: value for key, value in (row | changes).items() if value is not None}])


def least(**changes):
    orgs = pd.DataFrame([{"activity": "XX-1", "role": "1", "name": "Suecia"}])
    return {"activities": activity(**changes), "participating_orgs": orgs}


@pytest.mark.parametrize("path", [EXAMPLE, COLOMBIA, NIGERIA], ids=["example", "colombia", "nigeria"])
def test_a_file_is_read_written_and_read_again_without_loss(path, schema, reread):
    before = frames(real(path))
    content = as_iati(before, NOW)
    assert_valid(content, schema)
    after = reread(content)
    assert set(after) == set(before)
    for name in set(before) - {"file"}:
        pd.testing.assert_frame_equal(before[name].reset_index(drop=True), after[name].reset_index(drop=True))


def contents(root):
    """Every element with its attributes and text, languages inherited; what our own reader might miss is seen here."""
    found = Counter()

    def visit(element, path, lang):
        if not isinstance(element.tag, str) or element.tag == "contact-info":
            return
        lang = element.get(LANG, lang)
        path = f"{path}/{element.tag}"
        stated = {key: value for key, value in element.attrib.items() if key != LANG}
        if element.tag == "narrative":
            stated["lang"] = lang
        text = element.text or ""
        found[path, tuple(sorted(stated.items())), text if element.tag == "narrative" else text.strip()] += 1
        for child in element:
            visit(child, path, lang)

    for child in root:
        visit(child, "", None)
    return found


@pytest.mark.parametrize("path", [EXAMPLE, COLOMBIA, NIGERIA], ids=["example", "colombia", "nigeria"])
def test_every_element_attribute_and_text_of_the_file_stands_in_what_is_written(path):
    written = etree.fromstring(as_iati(frames(real(path)), NOW))
    assert contents(written) == contents(etree.parse(path).getroot())


def test_the_least_that_the_standard_asks_for_is_valid(schema, reread):
    content = as_iati(least(), NOW, "https://tejido.example/")
    assert_valid(content, schema)
    root = etree.fromstring(content)
    assert dict(root.attrib) == {
        "version": "2.03", "generated-datetime": "2026-01-31T12:30:00", "linked-data-default": "https://tejido.example/",
    }  # fmt: skip
    grids = reread(content)
    assert grids["activities"]["title"].tolist() == ["Diálogo"]
    assert grids["participating_orgs"]["name"].tolist() == ["Suecia"]


def test_rows_without_paths_go_to_their_activity(reread):
    tables = {
        "activities": pd.concat([activity(), activity(identifier="XX-2")]),
        "participating_orgs": pd.DataFrame(
            [("XX-2", "1", "Noruega"), ("XX-1", "1", "Suecia"), ("XX-2", "4", "ONG")],
            columns=["activity", "role", "name"],
        ),
    }
    orgs = reread(as_iati(tables, NOW))["participating_orgs"]
    assert orgs[["activity", "name"]].values.tolist() == [["XX-1", "Suecia"], ["XX-2", "Noruega"], ["XX-2", "ONG"]]


def test_dates_numbers_and_flags_of_typed_tables_are_written_as_the_standard_writes_them(schema):
    tables = least(planned_start=pd.Timestamp("2020-01-01"), humanitarian=True, lang="es")
    tables["sectors"] = pd.DataFrame(
        {"activity": ["XX-1", "XX-1"], "vocabulary": [2, 2], "code": ["152", "151"], "percentage": [33.5, 66.5]}
    )
    tables["locations"] = pd.DataFrame({"activity": ["XX-1"], "lat": [4.0], "lon": [-74.00001], "name": [pd.NA]})
    content = as_iati(tables, NOW)
    assert_valid(content, schema)
    root = etree.fromstring(content)
    assert root.find(".//activity-date").get("iso-date") == "2020-01-01"
    assert root.find("iati-activity").get("humanitarian") == "1"
    assert [sector.get("percentage") for sector in root.iter("sector")] == ["33.5", "66.5"]
    assert root.findtext(".//pos") == "4 -74.00001"
    assert root.find(".//point").get("srsName") == "http://www.opengis.net/def/crs/EPSG/0/4326"
    assert root.find(".//location/name") is None


@pytest.mark.parametrize("title", [
    "<img onerror=alert(1)>", "a & b", "uno\r\ndos\ttres", "  spaces  ", "niña 🙂 \u202e", "\"quoted\" 'so'",
    "x" * 10000,
])  # fmt: skip
def test_words_come_back_as_they_went_out(title, schema, reread):
    content = as_iati(least(title=title), NOW)
    assert_valid(content, schema)
    assert reread(content)["activities"]["title"].tolist() == [title]


def test_a_language_is_said_where_it_is_not_that_of_the_activity():
    root = etree.fromstring(as_iati(least(lang="es", title_lang="es", description_lang="en"), NOW))
    assert root.find(".//title/narrative").attrib == {}
    assert root.find(".//description/narrative").attrib == {LANG: "en"}


def test_a_value_that_iati_cannot_hold_is_never_dropped_in_silence():
    found = lacking(least(planned_end="31/12/2020", capital_spend_pct="120"))
    assert found["what"].tolist() == ["planned_end", "capital_spend_pct"]


def test_characters_that_xml_cannot_hold_are_taken_out(schema, reread):
    content = as_iati(least(title="a\x00b\x0bc\ufffe"), NOW)
    assert_valid(content, schema)
    assert reread(content)["activities"]["title"].tolist() == ["abc"]


@pytest.mark.parametrize(("changes", "what"), [
    ({"planned_start": None}, "iati-activity/activity-date"),
    ({"status": None}, "iati-activity/activity-status"),
    ({"title": None}, "iati-activity/title"),
    ({"identifier": None, "activity": "XX-1"}, "iati-activity/iati-identifier"),
    ({"reporting_org_type": None}, "reporting_org_type"),
    ({"reporting_org": None}, "reporting_org"),
    ({"planned_start": "2020-13-01"}, "planned_start"),
])  # fmt: skip
def test_what_the_standard_asks_for_and_is_not_there_is_named(changes, what):
    found = lacking(least(**changes))
    assert what in found["what"].tolist()
    assert set(found["grid"]) == {"activities"}
    with pytest.raises(DataError, match=what):
        as_iati(least(**changes), NOW)


def test_what_is_incomplete_can_be_left_out(schema, reread):
    tables = least()
    tables["transactions"] = pd.DataFrame(
        [("XX-1", "2", "2020-01-01", "5", "2020-01-01"), ("XX-1", "2", "2020-01-01", None, "2020-01-01")],
        columns=["activity", "type", "date", "value", "value_date"],
    )
    with pytest.raises(DataError, match="transactions, value"):
        as_iati(tables, NOW)
    content = as_iati(tables, NOW, leave_out_incomplete=True)
    assert_valid(content, schema)
    assert reread(content)["transactions"]["value"].tolist() == ["5"]


def test_a_file_without_any_whole_activity_is_not_written():
    with pytest.raises(DataError, match="no activity"):
        as_iati(least(title=None), NOW, leave_out_incomplete=True)


def test_activities_that_cannot_be_told_apart_are_refused():
    tables = least()
    tables["activities"] = pd.concat([activity(), activity()])
    with pytest.raises(DataError, match="XX-1"):
        as_iati(tables, NOW)


def test_two_activities_of_one_identifier_keep_their_own_rows_by_path(tmp_path, reread):
    path = tmp_path / "twice.xml"
    orgs = [f'<participating-org role="1" ref="{ref}"/>' for ref in ("A", "B")]
    head = etree.fromstring(as_iati(least(), NOW))
    body = etree.tostring(head.find("iati-activity"), encoding="unicode")
    start, end = body.split("<participating-org", 1)[0], body.split("</participating-org>", 1)[1]
    path.write_text(f'<iati-activities version="2.03">{"".join(start + org + end for org in orgs)}</iati-activities>')
    after = reread(as_iati(frames(read_iati(path, "twice.xml")), NOW))
    assert after["participating_orgs"][["path", "ref"]].values.tolist() == [
        ["/iati-activities/iati-activity[1]/participating-org[1]", "A"],
        ["/iati-activities/iati-activity[2]/participating-org[1]", "B"],
    ]


def test_a_period_without_target_or_actual_value_comes_back(reread, schema):
    tables = least() | {
        "results": pd.DataFrame([{"path": "r", "activity": "XX-1", "type": "1", "title": "R"}]),
        "indicators": pd.DataFrame([{"path": "i", "parent": "r", "activity": "XX-1", "measure": "1", "title": "I"}]),
        "periods": pd.DataFrame([
            {"parent": "i", "kind": "period", "period_start": "2020-01-01", "period_end": "2020-12-31"},
            {"parent": "i", "kind": "actual", "period_start": "2021-01-01", "period_end": "2021-12-31", "value": "3"},
            {"parent": "i", "kind": "target", "period_start": "2021-01-01", "period_end": "2021-12-31", "value": "4"},
        ]),
    }  # fmt: skip
    tables["activities"]["path"] = "a"
    tables["participating_orgs"]["parent"] = "a"
    tables["results"]["parent"] = "a"
    content = as_iati(tables, NOW)
    assert_valid(content, schema)
    wanted = ["kind", "period_start", "value"]
    assert reread(content)["periods"][wanted].values.tolist() == [
        ["period", "2020-01-01", None], ["target", "2021-01-01", "4"], ["actual", "2021-01-01", "3"],
    ]  # fmt: skip
    assert len(etree.fromstring(content).findall(".//period")) == 2
