"""The addresses for programs: the same answers as everywhere, as the role may read, whole, cached, and in words."""

import csv
import gzip
import io
import json

import pyarrow.parquet as pq
import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from analytics import issues
from analytics.asking import all_questions
from analytics.selection import Reader, Selection
from pages.shared import api, compression, doors, served_files, serving, store
from pages.shared.geo import geo

HERE = "http://127.0.0.1:8501"
ROOT = "/api/v1"
OF_PLACES = ("place_id",)


def application() -> Starlette:
    """The addresses as the app serves them: behind the same doors."""
    return Starlette(
        routes=api.routes(),
        middleware=[
            Middleware(doors.SecurityHeaders, index="<html></html>"),
            Middleware(doors.KnownHostsOnly, hosts=serving.LOOPBACK),
            Middleware(doors.OwnBrowserOnly, secret="secret"),
            Middleware(served_files.Document, index=served_files.streamlit_index()),
            Middleware(compression.CompressedBundles),
        ],
    )


@pytest.fixture
def home(country, monkeypatch):
    st.cache_data.clear()
    geo.clear()
    monkeypatch.setenv("TEJIDO_DATA", str(country))
    return country


@pytest.fixture
def client(home):
    with TestClient(application(), base_url=HERE) as client:
        yield client


def problem(answer, status):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (told["status"], told["type"]) == (status, "about:blank")
    assert answer.headers["cache-control"] == "no-store"
    return told["detail"]


def test_a_question_as_json_is_the_answer_of_the_warehouse(client):
    told = client.get(f"{ROOT}/questions/issue_matrix", params={"place": ["05001", "05003"], "lang": "es"}).json()
    wanted = issues.issue_matrix(store.record(), Selection(place=("05001", "05003")), Reader("analyst", "es"))
    assert told["total"] == len(told["rows"]) == len(wanted) > 0
    assert [row["issue_name"] for row in told["rows"]] == wanted["issue_name"].tolist()
    assert told["columns"] == list(wanted.columns)
    assert (told["version"], told["role"], told["lang"]) == (store.record().snapshot.id, "analyst", "es")


def test_every_question_is_answered_in_every_format(client):
    usual = {"place_id": "05001", "issue_type_id": "extortion", "dataset": "x", "measure": "cases",
             "attribute": "population", "indicator_id": "x", "first": "2019", "second": "2020"}  # fmt: skip
    for name, question in all_questions().items():
        own = {key: usual[key] for key, p in question.own.items() if p.default is p.empty}
        as_json = client.get(f"{ROOT}/questions/{name}", params=own)
        assert as_json.status_code == 200, (name, as_json.text)
        rows = as_json.json()["rows"]
        as_csv = client.get(f"{ROOT}/questions/{name}", params=own | {"format": "csv"})
        assert len(list(csv.DictReader(io.StringIO(as_csv.text)))) == len(rows), name
        as_parquet = client.get(f"{ROOT}/questions/{name}", params=own | {"format": "parquet"})
        table = pq.read_table(io.BytesIO(as_parquet.content))
        assert (table.num_rows, table.column_names) == (len(rows), as_json.json()["columns"]), name


def test_no_role_reads_more_than_it_may(client):
    rows = {
        role: client.get(f"{ROOT}/questions/issue_matrix", params={"as": role}).json()["rows"]
        for role in ("analyst", "partner", "public")
    }
    for role in ("partner", "public"):
        wanted = issues.issue_matrix(store.record(), Selection(), Reader(role))
        assert len(rows[role]) == len(wanted)
    assert len(rows["public"]) <= len(rows["analyst"])


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "10.0.0.1"},
        {"Via": "1.1 proxy"},
        {"Forwarded": "for=10.0.0.1"},
        {"X-Forwarded-Proto": "https"},
        {"X-Real-IP": "10.0.0.1"},
        {"CF-Connecting-IP": "10.0.0.1"},
        {"True-Client-IP": "10.0.0.1"},
    ],
)
def test_what_was_passed_on_from_elsewhere_is_answered_as_the_public(client, headers):
    told = client.get(f"{ROOT}/questions/issue_matrix", headers=headers).json()
    assert told["role"] == "public"
    wanted = problem(client.get(f"{ROOT}/questions/issue_matrix", params={"as": "analyst"}, headers=headers), 403)
    assert "public" in wanted


def test_another_machine_is_answered_as_the_public(home):
    with TestClient(application(), base_url=HERE, client=("10.0.0.9", 5000)) as far:
        assert far.get(f"{ROOT}/questions/totals").json()["role"] == "public"


def test_pages_of_other_sites_cannot_read(client):
    answer = client.get(f"{ROOT}/questions/totals", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    for site in ("cross-site", "same-site"):
        asked = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"}
        problem(client.get(f"{ROOT}/questions/totals", headers=asked), 403)
    assert client.get(f"{ROOT}/questions/totals", headers={"Host": "evil.example"}).status_code == 421


def test_an_answer_that_did_not_change_is_not_sent_again(client):
    first = client.get(f"{ROOT}/questions/issue_matrix")
    tag = first.headers["etag"]
    again = client.get(f"{ROOT}/questions/issue_matrix", headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = client.get(f"{ROOT}/questions/issue_matrix", params={"lang": "es"}, headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert client.get(f"{ROOT}/questions/issue_matrix", params={"as": "public"}).headers["etag"] != tag


def test_answers_travel_compressed(client):
    with client.stream("GET", f"{ROOT}/openapi.json", headers={"Accept-Encoding": "gzip"}) as answer:
        body = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert json.loads(gzip.decompress(body))["openapi"] == "3.1.0"
    plain = client.get(f"{ROOT}/openapi.json", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers


def test_a_long_answer_comes_in_pages_that_are_linked(client):
    whole = client.get(f"{ROOT}/questions/place_index").json()["rows"]
    rows, at = [], f"{ROOT}/questions/place_index?limit=4&lang=en"
    while at:
        answer = client.get(at)
        assert answer.headers["x-total-count"] == str(len(whole))
        rows += answer.json()["rows"]
        at = answer.links.get("next", {}).get("url")
    assert rows == whole
    assert "link" not in client.get(f"{ROOT}/questions/place_index").headers
    assert client.get(f"{ROOT}/questions/place_index?offset=9999").json()["rows"] == []


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("plaze=05", 400, "no parameter 'plaze'"),
        ("lang=en&lang=es", 400, "lang is given 2 times"),
        ("lang=fr", 400, "none of en, es"),
        ("limit=0", 400, "whole number"),
        ("limit=1e3", 400, "whole number"),
        ("limit=50001", 400, "whole number"),
        ("offset=-1", 400, "whole number"),
        ("format=xml", 400, "none of json, csv, parquet"),
        ("as=admin", 400, "none of"),
        ("period=2020", 400, "2020-10..2021-11"),
        ("period=2021-10..2020-01", 400, "is before"),
        ("period=0000-01..2020-01", 400, "2020-10..2021-11"),
        ("period=2020-01..2020-02%0A", 400, "2020-10..2021-11"),
        ("place=05%0A", 400, "place"),
        ("data=sample%0A", 400, "data"),
        ("place=99999", 404, "does not know 99999"),
        ("place=", 400, "place"),
        ("place=05001%27%20or%201=1", 404, "does not know"),
        ("place=a%00b", 400, "place"),
        ("data=nothing", 404, "no data set"),
        ("codes=05", 400, "no parameter 'codes'"),
        ("data=..%2F..", 400, "data"),
        ("&".join(f"place={n:05}" for n in range(101)), 400, "100 are the most"),
    ],
)
def test_what_cannot_be_answered_is_said_in_words(client, query, status, said):
    assert said in problem(client.get(f"{ROOT}/questions/issue_matrix?{query}"), status)


def test_a_needed_parameter_is_asked_for(client):
    assert problem(client.get(f"{ROOT}/questions/place_profile"), 400) == "place_id is needed."
    assert "99999" in problem(client.get(f"{ROOT}/questions/place_profile?place_id=99999"), 404)


def test_a_filter_that_a_question_does_not_know_is_refused_and_not_ignored(client):
    assert "no parameter 'issue'" in problem(client.get(f"{ROOT}/questions/map_issue_types?issue=floods"), 400)


@pytest.mark.parametrize("path", ["/questions/nothing", "/questions", "/nothing", "/boundaries/nothing", "/../secret"])
def test_what_is_not_there(client, path):
    problem(client.get(ROOT + path), 404)


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v2/", "/api/v10/"])
def test_other_versions_are_not_there(client, path):
    problem(client.get(path), 404)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS"])
def test_nothing_can_be_changed(client, method):
    answer = client.request(method, f"{ROOT}/questions/totals")
    problem(answer, 405)
    assert answer.headers["allow"] == "GET, HEAD"


def test_head_has_the_headers_alone(client):
    get, head = (client.request(m, f"{ROOT}/questions/totals", headers={"Accept-Encoding": "identity"})
                 for m in ("GET", "HEAD"))  # fmt: skip
    assert head.content == b""
    assert head.headers["content-length"] == str(len(get.content))
    assert head.headers["etag"] == get.headers["etag"]


def test_the_catalogue_names_every_question_and_boundary(client):
    told = client.get(f"{ROOT}/").json()
    assert [q["name"] for q in told["questions"]] == list(all_questions())
    assert client.get(ROOT).json() == told
    for layer in told["boundaries"]:
        answer = client.get(layer["address"])
        assert answer.headers["content-type"] == "application/geo+json"
        assert len(answer.json()["features"]) == layer["features"]
        tag = {"If-None-Match": answer.headers["etag"]}
        assert client.get(layer["address"], headers=tag).status_code == 304
    assert told["boundaries"] == client.get(f"{ROOT}/boundaries").json()


def test_an_error_inside_shows_nothing_of_the_inside(client, monkeypatch, caplog):
    def broken(*_):
        raise ValueError("select secret from /home")

    monkeypatch.setattr(api.answers, "answer", broken)
    said = problem(client.get(f"{ROOT}/questions/totals"), 500)
    assert "secret" not in said
    assert said.split()[-1].strip(".") in caplog.text


def test_a_question_that_gives_a_page_of_rows_says_that_there_are_more(client):
    asked = f"{ROOT}/questions/rows_of_issues"
    whole = client.get(asked, params={"most": 5000})
    few = client.get(asked, params={"most": 2})
    assert (whole.json().get("cut"), whole.headers.get("x-cut")) == (None, None)
    assert len(whole.json()["rows"]) > 2
    assert (few.json()["cut"], few.headers["x-cut"], len(few.json()["rows"])) == (True, "true", 2)


def test_the_rows_of_what_is_not_stated_and_of_any_page_can_be_asked(client):
    asked = f"{ROOT}/questions/rows_of_activities"
    cells = client.get(f"{ROOT}/questions/pivot_activities", params={"rows": "component"}).json()["rows"]
    for cell in cells:
        if not cell["over_rows"]:
            rows = client.get(asked, params={"axes": "component", "codes": cell["row_1"]})
            assert rows.json()["total"] == cell["activities"]
    assert client.get(asked, params={"skip": 99_000_000}).json()["total"] == 0
    assert "one code on each axis" in problem(client.get(asked, params={"axes": "component"}), 400)


def test_what_is_not_there_is_never_unchanged(client):
    for tag in ("*", client.get(f"{ROOT}/questions/issue_matrix").headers["etag"]):
        problem(client.get(f"{ROOT}/questions/issue_matrix?place=zzzz", headers={"If-None-Match": tag}), 404)


def test_another_version_of_the_program_answers_anew(client, monkeypatch):
    from pages.shared import api

    tag = client.get(f"{ROOT}/questions/totals").headers["etag"]
    monkeypatch.setattr(api, "_program", lambda: "newer")
    assert client.get(f"{ROOT}/questions/totals", headers={"If-None-Match": tag}).status_code == 200
