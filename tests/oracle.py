"""The important questions answered again, slowly, in plain Python over the CSV files: no SQL, no pandas.

Each function has the name of its question and gives, for each row, the figures that must agree.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path

from analytics.schema import TABLES
from analytics.selection import Selection


@dataclass
class Oracle:
    """The tables as lists of rows of text, for one role."""

    folders: dict[str, Path]
    role: str = "analyst"
    tables: dict[str, list[dict[str, str]]] = field(init=False)

    def __post_init__(self) -> None:
        self.tables = {}
        for name, table in TABLES.items():
            with (self.folders[table.folder] / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
                self.tables[name] = list(csv.DictReader(file))
        self.places = {row["place_id"]: row for row in self.tables["places"]}
        self.programmes = {row["programme_id"]: row for row in self.tables["programmes"]}
        if self.role != "analyst":
            self.tables["issues"] = [row for row in self.tables["issues"] if self._is_shared(row)]

    def __getattr__(self, name: str) -> list[dict[str, str]]:
        return self.__dict__["tables"][name]

    def _is_shared(self, issue: dict[str, str]) -> bool:
        kinds = {row["issue_type_id"]: row["sensitivity"] for row in self.tables["issue_types"]}
        if kinds[issue["issue_type_id"]] != "C" or not issue["place_id"]:
            return True
        if self.places[issue["place_id"]]["level"] in ("country", "department"):
            return True
        return issue["provenance"] == "published" and issue["relation"] == "listed" and not issue["count"]

    # --- the selection --------------------------------------------------------------------------------------------

    def _inside(self, place: str, chosen: tuple[str, ...]) -> bool:
        """Whether the place is one of the chosen, or lies in one of them (two levels at most)."""
        for _ in range(3):
            if place in chosen:
                return True
            place = self.places[place]["parent_id"] if place in self.places else ""
            if not place:
                return False
        return False

    def _span(self, programme: str) -> tuple[str, str]:
        row = self.programmes.get(programme)
        if row is None:
            return "", ""
        has_dates = row["start_on"] or row["end_on"]
        first = row["start_on"] or ("0001-01-01" if has_dates else row["reported_from_on"])
        last = row["end_on"] or ("9999-12-31" if has_dates else row["reported_to_on"])
        return first, last

    @staticmethod
    def _meets(first: str, last: str, period: tuple[str, str] | None) -> bool:
        if period is None:
            return True
        return bool(first and last) and first[:7] <= period[1] and last[:7] >= period[0]

    def _sectors_of(self, programme: str) -> set[str]:
        sectors = {row["organisation_id"]: row["sector"] for row in self.organisations}
        return {sectors[r["organisation_id"]] for r in self.programme_organisations if r["programme_id"] == programme}

    def chosen_programmes(self, chosen: Selection) -> set[str]:
        found = set()
        for key, row in self.programmes.items():
            named = {r["issue_type_id"] for r in self._open("issues") if r["programme_id"] == key}
            named |= {r["issue_type_id"] for r in self.issue_links if r["programme_id"] == key}
            parts = {r["component_id"] for r in self.components if r["programme_id"] == key}
            kinds = {r["kind"] for r in self._open("activities") if r["programme_id"] == key}
            here = [r["place_id"] for r in self.programme_places if r["programme_id"] == key]
            if (
                (not chosen.partnership or row["partnership_id"] in chosen.partnership)
                and (not chosen.provenance or row["provenance"] in chosen.provenance)
                and self._meets(*self._span(key), chosen.period)
                and (not chosen.place or any(self._inside(place, chosen.place) for place in here))
                and (not chosen.issue or named & set(chosen.issue))
                and (not chosen.component or parts & set(chosen.component))
                and (not chosen.kind or kinds & set(chosen.kind))
                and (not chosen.sector or self._sectors_of(key) & set(chosen.sector))
            ):
                found.add(key)
        return found

    def chosen_activities(self, chosen: Selection) -> list[dict[str, str]]:
        found = []
        sectors = {row["organisation_id"]: row["sector"] for row in self.organisations}
        for row in self._open("activities"):
            key, programme = row["activity_id"], row["programme_id"]
            first, last = self._span(programme)
            first = row["start_on"] or row["reported_from_on"] or first or ("0001-01-01" if row["end_on"] else "")
            last = row["end_on"] or row["reported_to_on"] or last or ("9999-12-31" if row["start_on"] else "")
            here = [r["place_id"] for r in self.activity_places if r["activity_id"] == key]
            named = {r["issue_type_id"] for r in self._open("issues") if r["activity_id"] == key}
            named |= {r["issue_type_id"] for r in self.issue_links if r["programme_id"] == programme}
            who = {sectors[r["organisation_id"]] for r in self.activity_organisations if r["activity_id"] == key}
            if (
                (not chosen.partnership or row["partnership_id"] in chosen.partnership)
                and (not chosen.provenance or row["provenance"] in chosen.provenance)
                and self._meets(first, last, chosen.period)
                and (not chosen.place or any(self._inside(place, chosen.place) for place in here))
                and (not chosen.issue or named & set(chosen.issue))
                and (not chosen.component or row["component_id"] in chosen.component)
                and (not chosen.kind or row["kind"] in chosen.kind)
                and (not chosen.sector or who & set(chosen.sector))
            ):
                found.append(row)
        return found

    def listed(self, chosen: Selection) -> list[dict[str, str]]:
        """The issue rows that a list names and that pass the selection."""
        return [row for row in self._chosen_issues(chosen) if row["relation"] == "listed"]

    def _chosen_issues(self, chosen: Selection) -> list[dict[str, str]]:
        found = []
        kinds = {row["activity_id"]: row["kind"] for row in self._open("activities")}
        for row in self._open("issues"):
            first, last = self._span(row["programme_id"])
            parts = {r["component_id"] for r in self.components if r["programme_id"] == row["programme_id"]}
            if (
                (not chosen.partnership or row["partnership_id"] in chosen.partnership)
                and (not chosen.provenance or row["provenance"] in chosen.provenance)
                and (not chosen.issue or row["issue_type_id"] in chosen.issue)
                and (not chosen.place or self._inside(row["place_id"], chosen.place))
                and self._meets(row["stated_from_on"] or first, row["stated_to_on"] or last, chosen.period)
                and (not chosen.component or parts & set(chosen.component))
                and (not chosen.kind or kinds.get(row["activity_id"]) in chosen.kind)
                and (not chosen.sector or self._sectors_of(row["programme_id"]) & set(chosen.sector))
            ):
                found.append(row)
        return found

    def _open(self, table: str) -> list[dict[str, str]]:
        return [row for row in self.tables[table] if row["disclosure"] == "open"]

    def _present(self, chosen: Selection) -> list[dict[str, str]]:
        programmes = self.chosen_programmes(chosen)
        return [
            row for row in self.programme_places
            if row["programme_id"] in programmes and (not chosen.place or self._inside(row["place_id"], chosen.place))
        ]  # fmt: skip

    # --- the questions --------------------------------------------------------------------------------------------

    def issue_matrix(self, chosen: Selection) -> list[tuple]:
        return sorted(
            (
                row["place_id"],
                row["issue_type_id"],
                row["programme_id"],
                int(row["position"] or 0),
                f"issues:{row['issue_id']}",
            )
            for row in self.listed(chosen)
        )

    def issue_ranking(self, chosen: Selection) -> list[tuple]:
        lists = self._lists(chosen)
        kinds = {kind for types in lists.values() for kind in types if not chosen.issue or kind in chosen.issue}
        return sorted((kind, sum(kind in types for types in lists.values()), len(lists)) for kind in kinds)

    def issue_pairs(self, chosen: Selection) -> list[tuple]:
        count: dict[tuple[str, str], int] = defaultdict(int)
        for types in self._lists(chosen).values():
            for pair in combinations(sorted(types), 2):
                if not chosen.issue or set(pair) & set(chosen.issue):
                    count[pair] += 1
        return sorted((*pair, lists) for pair, lists in count.items())

    def same_lists(self, chosen: Selection) -> list[tuple]:
        alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for place, types in self._lists(chosen).items():
            if not chosen.issue or types & set(chosen.issue):
                alike[tuple(sorted(types))].append(place)
        return sorted((" ".join(types), " ".join(sorted(there))) for types, there in alike.items() if len(there) > 1)

    def _lists(self, chosen: Selection) -> dict[str, set[str]]:
        """Each place's whole list: a chosen issue chooses lists, and cuts none short."""
        lists: dict[str, set[str]] = defaultdict(set)
        for row in self.listed(replace(chosen, issue=())):
            lists[row["place_id"]].add(row["issue_type_id"])
        return lists

    def programme_departments(self, chosen: Selection) -> list[tuple]:
        there: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in self._present(chosen):
            place = self.places[row["place_id"]]
            if place["country_code"] != "CO" or place["level"] not in ("department", "municipality"):
                continue
            is_town = place["level"] == "municipality"
            department = place["parent_id"] if is_town else place["place_id"]
            there[row["programme_id"], department] |= {place["place_id"]} if is_town else set()
        sharing = defaultdict(set)
        for programme, department in there:
            sharing[department].add(programme)
        return sorted(
            (programme, department, len(towns), "municipality" if towns else "department", len(sharing[department]) > 1)
            for (programme, department), towns in there.items()
        )

    def municipalities_by_department(self, chosen: Selection) -> list[tuple]:
        there: dict[str, set[str]] = defaultdict(set)
        for row in self._present(chosen):
            place = self.places[row["place_id"]]
            if place["country_code"] == "CO" and place["level"] == "municipality":
                there[place["parent_id"]].add(place["place_id"])
        return sorted((department, len(towns), " ".join(sorted(towns))) for department, towns in there.items())

    def programme_overlap(self, chosen: Selection) -> list[tuple]:
        countries, departments = defaultdict(set), defaultdict(set)
        programmes = self.chosen_programmes(chosen)
        for row in self.programme_places:
            if row["programme_id"] not in programmes:
                continue
            place = self.places[row["place_id"]]
            countries[row["programme_id"]].add(place["country_code"])
            department = place if place["level"] == "department" else self.places.get(place["parent_id"], {})
            if department.get("level") == "department":
                departments[row["programme_id"]].add(department["place_id"])
        in_order = sorted(programmes, key=lambda key: (int(self.programmes[key]["position"]), key))
        found = []
        for a, b in combinations(in_order, 2):
            if countries[a] & countries[b]:
                shared = sorted(departments[a] & departments[b])
                found.append(
                    (a, b, " ".join(sorted(countries[a] & countries[b])), " ".join(shared), *self._months(a, b))
                )
        return sorted(found, key=str)

    def _months(self, a: str, b: str) -> tuple[int | None, bool]:
        first, second = self.programmes[a], self.programmes[b]
        is_up_to = not first["end_on"] or not second["end_on"]
        ends = [end for end in (first["end_on"], second["end_on"]) if end]
        if not first["start_on"] or not second["start_on"] or not ends:
            return None, is_up_to
        start, end = max(first["start_on"], second["start_on"]), min(ends)
        months, month = 0, (int(start[:4]), int(start[5:7]))
        while month <= (int(end[:4]), int(end[5:7])):
            months += 1
            month = (month[0] + month[1] // 12, month[1] % 12 + 1)
        return months, is_up_to

    def reconciliation(self, chosen: Selection) -> list[tuple]:
        programmes = self.chosen_programmes(chosen)
        owners = {row["indicator_id"]: row["programme_id"] for row in self.indicators}
        found = []
        for row in self._open("observations"):
            programme = owners[row["indicator_id"]]
            if not row["counted_in"] or programme not in programmes:
                continue
            records, value = self._records(row["counted_in"], programme), float(row["value"])
            verdict = "above" if records > value else "below" if records < value else "agrees"
            found.append((row["observation_id"], value, records, verdict if records else "cannot_be_checked"))
        return sorted(found)

    def _records(self, counted_in: str, programme: str) -> int:
        def of(rows: list[dict[str, str]]) -> list[dict[str, str]]:
            return [row for row in rows if row["programme_id"] == programme]

        level = {key: place["level"] for key, place in self.places.items()}
        return {
            "listed_places": lambda: len(
                {r["place_id"] for r in of(self._open("issues")) if r["relation"] == "listed"}
            ),
            "programme_municipalities": lambda: len(
                {r["place_id"] for r in of(self.programme_places) if level[r["place_id"]] == "municipality"}
            ),
            "described_grants": lambda: sum(r["kind"] == "small_grant" for r in of(self._open("activities"))),
            "named_groups": lambda: 0,  # no table names the groups
            "pillars": lambda: sum(r["kind"] == "pillar" for r in of(self._open("statements"))),
            "components": lambda: len(of(self.components)),
            "members": lambda: len(
                {r["organisation_id"] for r in of(self.programme_organisations) if r["role"] == "member"}
            ),
            "objectives": lambda: sum(r["kind"] == "objective" for r in of(self._open("statements"))),
            "events": lambda: sum(
                r["kind"] in ("conference", "meeting", "workshop") for r in of(self._open("activities"))
            ),
        }[counted_in]()

    def totals(self, chosen: Selection) -> dict[str, int]:
        programmes, activities, listed = (
            self.chosen_programmes(chosen),
            self.chosen_activities(chosen),
            self.listed(chosen),
        )
        keys = {row["activity_id"] for row in activities}
        rows = self._present(chosen) + [
            row for row in self.activity_places
            if row["activity_id"] in keys and (not chosen.place or self._inside(row["place_id"], chosen.place))
        ]  # fmt: skip
        there = [self.places[row["place_id"]] for row in rows]
        in_colombia = [p for p in there if p["country_code"] == "CO" and p["level"] in ("department", "municipality")]
        named = {row["organisation_id"] for row in self.organisations if row["is_named"] == "true"}
        return {
            "partnerships": len({self.programmes[key]["partnership_id"] for key in programmes}),
            "programmes": len(programmes),
            "countries": len({place["country_code"] for place in there}),
            "departments_of_colombia": len(
                {p["place_id"] if p["level"] == "department" else p["parent_id"] for p in in_colombia}
            ),
            "municipalities": len({place["place_id"] for place in there if place["level"] == "municipality"}),
            "activities": len(activities),
            "issues_listed": len(listed),
            "issue_types_listed": len({row["issue_type_id"] for row in listed}),
            "places_with_a_list": len({row["place_id"] for row in listed}),
            "organisations_named": len(
                {r["organisation_id"] for r in self.programme_organisations if r["programme_id"] in programmes} & named
            ),
        }
