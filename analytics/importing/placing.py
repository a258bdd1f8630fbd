"""Where a row is: its code, its names and how exactly they are meant, as one place of the reference or none.

A code decides; a name is asked where there is none, and the two must agree. A place that the reference does not hold
is kept as text and shown at country level.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from analytics.checks import text
from analytics.checks.typed import Typed
from analytics.importing.memo import Answer, Memo
from analytics.importing.reference import Reference
from analytics.readers.grid import Finding
from analytics.understanding.mapping import TableMapping

PLACE_ROLES = ("place_code", "place_name", "department_code", "department_name", "country", "country_code")
# UCDP's where_prec: from 4 on a first-level division or coarser, 6 a country, 7 the sea or the air
UNKNOWN = ("place_unknown", "place_fuzzy")
AS_TEXT = ("place_unknown", "place_ambiguous", "place_not_held")  # what was written is kept beside the place
COARSE, COUNTRY_ONLY = ("4", "5"), ("6", "7")


@dataclass
class Placing:
    """Finds the place of each row of a table; `found` are the findings so far."""

    reference: Reference
    mapping: TableMapping
    memos: dict[str, Memo] = field(init=False)
    own: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        at = {role: self.mapping.column_of(role) for role in (*PLACE_ROLES, "place_precision")}
        self.at = {role: column for role, column in at.items() if column}
        self.country = self.mapping.options.get("country") or None
        code, name = self.at.get("place_code"), self.at.get("place_name")
        above = self.at.get("department_code") or self.at.get("department_name")
        country = self.at.get("country_code") or self.at.get("country")
        self.memos = {}
        if code:
            self.memos["code"] = Memo((code,), self._by_code)
        if name or above or country:
            named = tuple(dict.fromkeys(c for c in (name, above, country, self.at.get("place_precision")) if c))
            self.named = {"name": name, "above": above, "country": country, "precision": self.at.get("place_precision")}
            self.memos["name"] = Memo(named, self._by_name)
        if code and name:
            self.memos["both"] = Memo((code, name), self._agree)

    @property
    def found(self) -> list[Finding]:
        return [*(finding for memo in self.memos.values() for finding in memo.found), *self.own]

    def all_places(self) -> pd.Series:
        """Every place that was found so far, each once."""
        found = [memo.known()["place_id"] for name, memo in self.memos.items() if name != "both"]
        return pd.concat(found).dropna().drop_duplicates() if found else pd.Series(dtype=object)

    def collect(self, table: pa.Table, rows: np.ndarray) -> None:
        for memo in self.memos.values():
            memo.collect(table, rows)

    def places(self, table: pa.Table, rows: np.ndarray) -> pd.DataFrame:
        """`place_id` and `place_text` of each row; both missing where it names no place."""
        result = pd.DataFrame({"place_id": None, "place_text": None}, index=range(table.num_rows), dtype=object)
        is_coded = np.zeros(table.num_rows, dtype=bool)
        if "code" in self.memos:
            coded, _ = self.memos["code"].answers(table, rows)
            result["place_id"] = coded["place_id"]
            is_coded = coded["is_written"].to_numpy(dtype=bool)
        if "both" in self.memos:
            wrong, _ = self.memos["both"].answers(table, rows)
            result.loc[wrong["is_wrong"].to_numpy(dtype=bool), "place_id"] = None
        if "name" in self.memos and not is_coded.all():
            bare = np.flatnonzero(~is_coded)
            named, _ = self.memos["name"].answers(table.take(pa.array(bare)), rows[bare])
            result.loc[bare, ["place_id", "place_text"]] = named[["place_id", "place_text"]].to_numpy(dtype=object)
        is_nowhere = result["place_id"].isna() & result["place_text"].isna() & ~is_coded
        if is_nowhere.any():
            first = int(rows[np.flatnonzero(is_nowhere)[0]])
            self.own.append(Finding("place_missing", row=first, count=int(is_nowhere.sum())))
        return result

    def _by_code(self, asked: pd.DataFrame) -> Answer:
        column = asked.columns[0]
        read = self.reference.gazetteer.by_code(asked[column], level=self.mapping.options.get("place_level"))
        answer = pd.DataFrame({"place_id": read.values.astype(object), "is_written": asked[column].notna()})
        return _plain(answer), [finding.at("", column=column) for finding in read.findings]

    def _by_name(self, asked: pd.DataFrame) -> Answer:
        """The place by its name under its department; the department or the country where that is all that is meant."""
        names = {key: asked.get(column) for key, column in self.named.items()}
        country = names["country"] if names["country"] is not None else self.country
        precision = names["precision"] if names["precision"] is not None else pd.Series(None, index=asked.index)
        name = names["name"] if names["name"] is not None else pd.Series(None, index=asked.index, dtype=object)
        name = name.mask(precision.isin([*COARSE, *COUNTRY_ONLY]))
        place = pd.Series(None, index=asked.index, dtype=object)
        written = pd.Series(None, index=asked.index, dtype=object)
        findings: list[Finding] = []
        for series, parent, skipped in (
            (name, names["above"], ()), (names["above"], None, COUNTRY_ONLY), (names["country"], None, ()),
        ):  # fmt: skip
            if series is None:
                continue
            wanted = series.where(place.isna() & written.isna() & ~precision.isin(skipped))
            wanted = wanted[wanted.notna()]
            if wanted.empty:
                continue
            above = parent[wanted.index] if parent is not None else None
            where = country[wanted.index] if isinstance(country, pd.Series) and series is not country else None
            read = self._read(series, names, wanted, above, where if where is not None else self.country)
            place.loc[wanted.index] = place.loc[wanted.index].where(read.values.isna(), read.values.astype(object))
            refused = {finding.row for finding in read.findings if finding.rule in AS_TEXT}
            written.loc[wanted.index] = [
                text if row in refused or found is None or pd.isna(found) else None
                for row, text, found in zip(wanted.index, wanted, read.values, strict=True)
            ]
            if series is not names["country"]:
                read = self._abroad(read, asked, names["country"])
            findings += [replace(finding.at("", column=series.name), value=finding.value) for finding in read.findings]
        answer = pd.DataFrame({"place_id": place, "place_text": written})
        return _plain(answer), findings

    def _read(self, series: pd.Series, names: dict, wanted: pd.Series, above: pd.Series | None, country) -> Typed:
        gazetteer = self.reference.gazetteer
        if series is names["country"]:
            return gazetteer.by_name(wanted)
        if series is names["above"] and "department_code" in self.at:
            return gazetteer.by_code(wanted, level="department")
        # Bogotá is the name of a department's seat and of what stands in place of a department
        level = "department" if series is names["above"] else None
        return gazetteer.by_name(wanted, department=above, country=country, level=level)

    def _abroad(self, read: Typed, asked: pd.DataFrame, country: pd.Series | None) -> Typed:
        """What is not known of a country that is stated and has no lower places here is kept as text, not an error."""
        if country is None:
            return read
        stated = self.reference.gazetteer.by_name(country.dropna()).values
        held = {self.reference.countries_held.get(place) for place in stated.dropna()} - {None}
        told = []
        for finding in read.findings:
            at = stated.get(finding.row)
            is_abroad = finding.rule in UNKNOWN and country.get(finding.row) is not None and at not in held
            told.append(replace(finding, rule="place_not_held", values=(("country", str(country[finding.row])),))
                        if is_abroad else finding)  # fmt: skip
        return Typed(read.values, told)

    def _agree(self, asked: pd.DataFrame) -> Answer:
        code, name = asked.columns[:2]
        places = self.reference.gazetteer.by_code(asked[code], level=self.mapping.options.get("place_level"))
        findings = self.reference.gazetteer.agree(places.values, asked[name])
        wrong = {finding.row for finding in findings if finding.rule == "code_and_name_disagree"}
        answer = pd.DataFrame({"is_wrong": [row in wrong for row in asked.index]}, index=asked.index)
        return answer, [finding.at("", column=name) for finding in findings]


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(object).where(frame.notna(), None)


def tidy(column: pd.Series) -> pd.Series:
    """A column of words in one spelling."""
    return text.cleaned(column).values
