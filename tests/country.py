"""A tiny country: two departments, a handful of municipalities, and one of each trap, each with its reason.

Every row rests on a line of a small document, which is written beside the tables, so that the same country serves
the questions, the seal, the snapshots and the check against the sources.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
from pathlib import Path

import geopandas as gpd
import shapely

from analytics.schema import TABLES
from analytics.seal import write_seal

PROJECT = Path(__file__).resolve().parent.parent
FILE_NAME = "river.txt"
LINES = [
    "# RIVER PROGRAMME",
    "River runs from May 2020 to August 2021 in Árboles.",
    "In October 2020, **Bridges** began in five municipalities.",
    "Roots states no dates; it works in the country.",
    "In 2021, we held 3 dialogues.",
    "Ñandú: floods, extortion",
    "L'Aurora: extortion, floods",
    "Sin Punto: threats to leaders",
    "Puerto Uno: floods",
    "Puerto Dos: threats to leaders, extortion",
    "River trained over 20 people in Árboles and 0 schools, and raised USD 1.5 million.",
    "Roots opened a house in Árboles; it listed floods in Ñandú.",
    "Three people travelled; their journey is told in words only.",
    "The Association of L'Aurora and the Ministry support Bridges. Others do too.",
    "Objectives: trust; memory.",
]


def _both(stem: str, text: str | None, spanish: str | None = None) -> dict[str, str | None]:
    return {f"{stem}_en": text, f"{stem}_es": spanish or (text and f"{text} (es)")}


def _at(line: int, anchor: str, **other: object) -> dict[str, object]:
    return {
        "source_id": "river-doc",
        "section": "River",
        "line": line,
        "anchor": anchor,
        "provenance": "published",
    } | other


def _issue(
    key: str, kind: str, place: str | None, position: int | None, line: int, anchor: str, **other: object
) -> dict:
    own = {"issue_id": key, "issue_type_id": kind, "place_id": place, "relation": "listed", "position": position}
    stated = {"stated_from_on": "2021-01-01", "stated_to_on": "2021-12-31", "stated_precision": "year"}
    of = {
        "programme_id": "bridges",
        "partnership_id": "bridges",
        "activity_id": "bridges-dialogues",
        "disclosure": "open",
    }
    return own | stated | of | _both("as_stated", anchor) | _at(line, anchor) | other


def rows() -> dict[str, list[dict[str, object]]]:
    """The rows of every table, by table name; a column that a row leaves out is empty."""
    place = {"country_code": "CO"}
    department = place | {
        "level": "department",
        "parent_id": "CO",
        "lat": "7.1",
        "lon": "-75.1",
        "point_kind": "interior",
    }
    town = place | {"level": "municipality", "parent_id": "05", "lat": "7.1", "lon": "-75.1", "point_kind": "seat"}
    kinds = {"family": "river", **_both("family", "River", "Río")}
    by_bridges = {"programme_id": "bridges", "exactness": "municipality", "presence": "works"}
    return {
        "places": [
            place | {"place_id": "CO", "level": "country", **_both("name", "Tiny", "Diminuto")},
            # a code with a leading zero: read as a number it would be 5
            department | {"place_id": "05", "divipola_code": "05", **_both("name", "Árboles", "Árboles")},
            department | {"place_id": "13", "divipola_code": "13", **_both("name", "Boca", "Boca")},
            # an accent in a name; population 0 is a real zero
            town | {"place_id": "05001", "divipola_code": "05001", **_both("name", "Ñandú", "Ñandú"), "population": "0",
                    "population_year": "2024"},
            # an apostrophe in a name: it breaks SQL that is pasted; its population is missing, which is not zero
            town | {"place_id": "05002", "divipola_code": "05002", **_both("name", "L'Aurora", "L'Aurora")},
            # a place without a point: it has a list, and cannot be drawn
            town | {"place_id": "05003", "divipola_code": "05003", **_both("name", "Sin Punto", "Sin Punto"), "lat": None,
                    "lon": None, "point_kind": None},
            town | {"place_id": "13001", "divipola_code": "13001", **_both("name", "Puerto Uno", "Puerto Uno"), "parent_id": "13"},
            town | {"place_id": "13002", "divipola_code": "13002", **_both("name", "Puerto Dos", "Puerto Dos"), "parent_id": "13"},
            # a code that ended: kept, with what it was merged into
            town | {"place_id": "13999", **_both("name", "Puerto Viejo", "Puerto Viejo"), "parent_id": "13",
                    "valid_to": "2019-11-30", "merged_into": "13001"},
            # a city whose parent is the country: the country is no department
            place | {"place_id": "CO-capital", "level": "city", **_both("name", "Capital", "Capital"), "parent_id": "CO",
                     "lat": "4.6", "lon": "-74.1", "point_kind": "city"},
            place | {"place_id": "CO-low-river", "level": "named_region", **_both("name", "Low River", "Bajo Río"), "parent_id": "CO"},
        ],
        "place_names": [{"place_id": "05001", "name": "Nandu", "kind": "alias"}],
        "issue_types": [
            {"issue_type_id": "floods", **_both("name", "Floods", "Inundaciones"), **kinds, "sensitivity": "A"},
            {"issue_type_id": "extortion", **_both("name", "Extortion", "Extorsión"), **kinds, "sensitivity": "B"},
            # class C: counts of it below a department are for the analyst alone
            {"issue_type_id": "threats", **_both("name", "Threats to leaders", "Amenazas a líderes"), **kinds, "sensitivity": "C"},
        ],
        "sources": [
            {"source_id": "river-doc", **_both("title", "River document"), **_both("kind", "Page"), "file_name": FILE_NAME,
             "sha256": hashlib.sha256(document()).hexdigest(), "line_count": len(LINES), "provenance": "published"},
        ],
        "partnerships": [
            {"partnership_id": key, "position": position, **_both("name", name), **_both("short_name", name),
             **_both("description", f"{name} and others"), **_at(line, name)}
            for key, position, name, line in (("river", 1, "River", 2), ("bridges", 2, "Bridges", 3), ("roots", 3, "Roots", 4))
        ],
        "programmes": [
            {"programme_id": "river", "partnership_id": "river", "position": 1, **_both("name", "River programme"),
             **_both("short_name", "River"), "is_name_ours": "false", "start_on": "2020-05-01", "start_precision": "month",
             "end_on": "2021-08-31", "end_precision": "month", **_both("description", "Along the river."),
             **_at(2, "River runs from May 2020")},
            # an open-ended one: what it shares with another is "up to" so many months
            {"programme_id": "bridges", "partnership_id": "bridges", "position": 2, **_both("name", "Bridges"),
             **_both("short_name", "Bridges"), "is_name_ours": "false", "start_on": "2020-10-01", "start_precision": "month",
             **_both("description", "Across the river."), **_at(3, "Bridges")},
            # an undated one; its position is that of another: a tie, which must not lose their overlap
            {"programme_id": "roots", "partnership_id": "roots", "position": 2, **_both("name", "Roots"),
             **_both("short_name", "Roots"), "is_name_ours": "true", **_both("description", "Under the trees."),
             **_at(4, "Roots states no dates")},
        ],
        "components": [
            {"component_id": "river-1", "programme_id": "river", "position": 1, **_both("name", "Training"),
             **_both("summary", "People are trained."), **_at(11, "trained")},
        ],
        "organisations": [
            {"organisation_id": "ministry", **_both("name", "Ministry"), "sector": "public", "sector_basis": "stated",
             "is_named": "true", **_at(14, "Ministry")},
            {"organisation_id": "aurora", **_both("name", "Association of L'Aurora"), "sector": "community",
             "sector_basis": "our_reading", "is_named": "true", **_at(14, "Association of L'Aurora")},
            # not named: it stands in a list of what is open, and in no network
            {"organisation_id": "others", **_both("name", "Others (not named)"), "sector": "unknown",
             "sector_basis": "our_reading", "is_named": "false", **_at(14, "Others do too")},
        ],
        "programme_organisations": [
            {"programme_id": "bridges", "organisation_id": key, "role": role, "role_basis": "stated", **_at(14, "support Bridges")}
            # one organisation in two roles is one organisation
            for key, role in (("ministry", "funding"), ("ministry", "partner"), ("aurora", "partner"), ("others", "partner"))
        ] + [
            {"programme_id": "river", "organisation_id": "ministry", "component_id": "river-1", "role": "implementing",
             "role_basis": "our_reading", **_at(11, "trained")},
        ],
        "programme_places": [
            {"programme_id": "river", "place_id": "05", "exactness": "department", "presence": "works",
             **_both("note", "Towns not named."), **_at(2, "Árboles")},
            by_bridges | {"place_id": "05001"} | _at(6, "Ñandú"),
            by_bridges | {"place_id": "05002"} | _at(7, "L'Aurora"),
            by_bridges | {"place_id": "05003"} | _at(8, "Sin Punto"),
            by_bridges | {"place_id": "13001"} | _at(9, "Puerto Uno"),
            # present in two ways in one place: still one municipality
            by_bridges | {"place_id": "13001", "presence": "hosts"} | _at(9, "Puerto Uno"),
            by_bridges | {"place_id": "13002"} | _at(10, "Puerto Dos"),
            {"programme_id": "roots", "place_id": "CO", "exactness": "country", "presence": "works", **_at(4, "the country")},
        ],
        "activities": [
            {"activity_id": "bridges-dialogues", "partnership_id": "bridges", "programme_id": "bridges", "kind": "dialogue",
             **_both("title", "Dialogues"), "start_on": "2021-01-01", "start_precision": "year", "end_on": "2021-12-31",
             "end_precision": "year", "stated_count": 3, **_both("description", "Three dialogues."), "disclosure": "open",
             **_at(5, "3 dialogues | 2021")},
            # at department level only: it never becomes a point
            {"activity_id": "roots-house", "partnership_id": "roots", "programme_id": "roots", "kind": "centre_opening",
             **_both("title", "=House in Árboles"), **_both("description", "A house."), "disclosure": "open",
             **_at(12, "a house")},
            # told in words only: never counted, mapped or listed
            {"activity_id": "secret-journey", "partnership_id": "river", "programme_id": "river", "kind": "study_visit",
             **_both("title", "Journey"), "stated_count": 1, **_both("description", "A journey, in words."),
             "disclosure": "words_only", **_at(13, "journey")},
        ],
        "activity_places": [
            # shares not stated: how the three dialogues were spread is unknown
            {"activity_id": "bridges-dialogues", "place_id": "05001", "exactness": "municipality", **_at(6, "Ñandú")},
            {"activity_id": "bridges-dialogues", "place_id": "13001", "exactness": "municipality", **_at(9, "Puerto Uno")},
            {"activity_id": "roots-house", "place_id": "05", "exactness": "department", "share": "1", **_at(12, "Árboles")},
            {"activity_id": "secret-journey", "place_id": "13002", "exactness": "municipality", "share": "1",
             **_at(10, "Puerto Dos")},
        ],
        "activity_organisations": [
            {"activity_id": "bridges-dialogues", "organisation_id": "aurora", "role": "partner", "role_basis": "stated",
             **_at(14, "Association of L'Aurora")},
            {"activity_id": "secret-journey", "organisation_id": "ministry", "role": "partner", "role_basis": "our_reading",
             **_at(13, "travelled")},
        ],
        "issues": [
            # the same list in another order: two places alike
            _issue("b-05001-1", "floods", "05001", 1, 6, "floods"),
            _issue("b-05001-2", "extortion", "05001", 2, 6, "extortion"),
            _issue("b-05002-1", "extortion", "05002", 1, 7, "extortion"),
            _issue("b-05002-2", "floods", "05002", 2, 7, "floods"),
            # class C in a list that the programme itself published, without a count: every role sees it
            _issue("b-05003-1", "threats", "05003", 1, 8, "threats to leaders"),
            _issue("b-13001-1", "floods", "13001", 1, 9, "floods"),
            _issue("b-13002-1", "extortion", "13002", 2, 10, "extortion"),
            # class C, imported, with a count of people, in a municipality: the analyst's alone
            _issue("i-13002-1", "threats", "13002", 1, 10, "threats to leaders", provenance="imported", count=12),
            # class C and published, but no list: the exception is for lists alone
            _issue("c-13002-1", "threats", "13002", None, 10, "threats to leaders", relation="context"),
            # class C in a published list, but with a count of people: the exception is for lists without
            _issue("p-13001-2", "threats", "13001", 2, 9, "Puerto Uno", count=7),
            # class C in a named region, which may be smaller than a department: the analyst's alone
            _issue("i-region-1", "threats", "CO-low-river", None, 8, "threats to leaders", provenance="imported", count=3),
            # class C in a department, and class B in a municipality: both may be seen
            _issue("i-13-1", "threats", "13", 1, 8, "threats to leaders", provenance="imported", count=40),
            _issue("i-05003-1", "extortion", "05003", 2, 8, "Sin Punto", provenance="imported", count=0),
            # a second programme lists the same issue in the same place: one list names it, not two
            _issue("r-05001-1", "floods", "05001", 1, 12, "floods", programme_id="roots", partnership_id="roots",
                   activity_id=None, stated_from_on=None, stated_to_on=None, stated_precision=None),
            _issue("r-context", "extortion", None, None, 13, "journey", programme_id="roots", partnership_id="roots",
                   activity_id=None, relation="context", stated_from_on=None, stated_to_on=None, stated_precision=None,
                   disclosure="words_only"),
        ],
        "issue_links": [
            {"link_id": "link-1", "issue_type_id": "floods", "programme_id": "river", "component_id": "river-1",
             "basis": "our_reading", **_both("note", "Training about floods."), **_at(11, "trained")},
        ],
        "indicators": [
            {"indicator_id": key, "programme_id": programme, "partnership_id": programme, **_both("name", name), "unit": unit,
             "aggregation": "sum", **_at(line, anchor)}
            for key, programme, name, unit, line, anchor in (
                ("trained", "river", "People trained", "people", 11, "trained"),
                ("schools", "river", "Schools", "schools", 11, "schools"),
                ("dialogues", "bridges", "Dialogues held", "dialogues", 5, "dialogues"),
                ("travellers", "river", "Travellers", "people", 13, "travelled"),
            )
        ],
        "observations": [
            {"observation_id": "trained-1", "indicator_id": "trained", "component_id": "river-1", "kind": "published_total",
             "value": "20", "qualifier": "over", "place_id": "05", "headline": 1, "disclosure": "open",
             **_at(11, "over 20"), **_both("note", "Places not stated.")},
            # a real zero: stated, so it is shown as 0 and not as missing
            {"observation_id": "schools-1", "indicator_id": "schools", "kind": "published_total", "value": "0",
             "qualifier": "exact", "disclosure": "open", **_at(11, "0 schools")},
            {"observation_id": "dialogues-1", "indicator_id": "dialogues", "kind": "published_total", "value": "3",
             "qualifier": "exact", "counted_in": "listed_places", "disclosure": "open", "start_on": "2021-01-01",
             "start_precision": "year", "end_on": "2021-12-31", "end_precision": "year", **_at(5, "3 dialogues")},
            {"observation_id": "travellers-1", "indicator_id": "travellers", "kind": "published_total", "value": "3",
             "qualifier": "exact", "disclosure": "words_only", **_at(13, "Three"), **_both("note", "In words only.")},
        ],
        "contributions": [
            {"contribution_id": "raised", "programme_id": "river", "flow": "mobilised", "amount": "1500000", "currency": "USD",
             "qualifier": "about", **_both("name", "Raised"), "headline": 2, **_at(11, "USD 1.5 million")},
            # a missing amount: support is stated, how much is not
            {"contribution_id": "support", "programme_id": "bridges", "flow": "support", "organisation_id": "ministry",
             **_both("name", "Support"), **_at(14, "support Bridges")},
        ],
        "statements": [
            {"statement_id": "trust", "programme_id": "bridges", "partnership_id": "bridges", "kind": "objective", "position": 1,
             **_both("text", "Trust."), "disclosure": "open", **_at(15, "trust")},
            {"statement_id": "memory", "programme_id": "bridges", "partnership_id": "bridges", "kind": "objective", "position": 2,
             **_both("text", "Memory."), "disclosure": "open", **_at(15, "memory")},
            {"statement_id": "lived", "programme_id": "river", "partnership_id": "river", "kind": "lesson", "position": 1,
             **_both("text", "A lesson from the journey."), "disclosure": "words_only", **_at(13, "journey")},
        ],
    }  # fmt: skip


def document() -> bytes:
    """The document that the tables rest on."""
    return ("\n".join(LINES) + "\n").encode()


def write_rows(path: Path, name: str, table: list[dict[str, object]]) -> None:
    """One table as the CSV file that a person would edit."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(TABLES[name].columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


def write_country(home: Path) -> dict[str, Path]:
    """The country's tables, boundaries and document under `home`, sealed; returns the folders of the tables."""
    folders = {kind: home / kind for kind in ("published", "reference")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    for name, table in rows().items():
        write_rows(folders[TABLES[name].folder] / f"{name}.csv", name, table)
    shutil.copy(PROJECT / "data/reference/code_lists.csv", folders["reference"])
    (home / "documents").mkdir(exist_ok=True)
    (home / "documents" / FILE_NAME).write_bytes(document())
    _write_boundaries(folders["reference"] / "boundaries")
    write_seal(folders)
    return folders


def _write_boundaries(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    west, east = shapely.box(-76, 6, -75, 8), shapely.box(-75, 6, -74, 8)
    # a territory without a code stands beside the country, as two do in the real file
    codes, shapes = ["CO", None], [shapely.box(-76, 6, -74, 8), shapely.box(-74, 6, -73.5, 7)]
    for layer, ids, geometry in (("countries", codes, shapes), ("departments", ["13", "05"], [east, west])):
        frame = gpd.GeoDataFrame(
            {"place_id": ids, "name": ids, "country_code": "CO"}, geometry=geometry, crs="EPSG:4326"
        )
        frame.to_parquet(folder / f"{layer}.parquet")
