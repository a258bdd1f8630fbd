"""The rows of the load as tables: a piece of activities with places, organisations and money, and what is counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analytics.errors import DataError
from analytics.sample.words import COMPONENTS, KEY, KINDS
from analytics.schema import TABLES, Table
from analytics.schema_imported import IMPORTED

MARK = ("Illustrative load, made to measure speed. Nothing of it took place.",
        "Carga ilustrativa, hecha para medir velocidad. Nada de esto ocurrió.")  # fmt: skip
ANCHOR = "illustrative load"
DATED, NO_END, UNDATED = range(3)
IMPLEMENTERS, SETS = 40, 160
TYPES = {"str": pa.string(), "Int": pa.int64(), "Flo": pa.float64(), "boo": pa.bool_(), "dat": pa.date32()}


@dataclass(frozen=True)
class Batch:
    """A piece of activities, a number for each of their columns; see `load` for what the numbers stand for."""

    first: int
    kind: np.ndarray
    component: np.ndarray
    start: np.ndarray  # days since 1970
    end: np.ndarray
    dates: np.ndarray  # DATED, NO_END or UNDATED
    place_set: np.ndarray
    party_set: np.ndarray
    from_month: np.ndarray
    to_month: np.ndarray
    amount: np.ndarray  # 0: no money is stated
    file_no: int = 0  # the file that it is written to, and the row in it at which it begins
    row_no: int = 0

    @property
    def unit(self) -> np.ndarray:
        """The unit of each (see `work_units`): a number made of all that an activity is."""
        number = (self.component * len(KINDS) + self.kind).astype(np.int32)
        return ((number * 3 + self.dates) * 2 + (self.place_set > 0)) * 2 + (self.amount > 0)


@dataclass(frozen=True)
class Sets:
    """The places of each set of places, and the organisations of each set of them, each with how or as what."""

    places: list[list[tuple[str, str]]]
    parties: list[list[tuple[str, str]]]


def party_sets(organisations: list[str]) -> list[list[tuple[str, str]]]:
    """Sets of organisations: one that implements, and in three of four a member beside it."""
    others = organisations[IMPLEMENTERS:]
    sets = []
    for n in range(SETS):
        lead = [(organisations[n % IMPLEMENTERS], "implementing")]
        sets.append(lead if n < IMPLEMENTERS else [*lead, (others[n * 7 % len(others)], "member")])
    return sets


def kind_id(name: str) -> int:
    return list(KINDS).index(name)


def tables(made: Batch, sets: Sets) -> dict[str, pa.Table]:
    """The tables of a piece, each checked."""
    ids = pc.binary_join_element_wise(
        f"{KEY}-load",
        pc.utf8_lpad(pa.array(np.arange(made.first, made.first + len(made.kind))).cast("string"), 9, "0"),
        "-",
    )
    money = np.flatnonzero(made.amount)
    found = {
        "activities": _activities(made, ids),
        "activity_places": _of_sets(ids, made, made.place_set, sets.places, "activity_places", "place_id", "exactness"),
        "activity_organisations": _of_sets(
            ids, made, made.party_set, sets.parties, "activity_organisations", "organisation_id", "role"
        ),
        "transactions": _transactions(made, ids, money),
    }
    for name, table in found.items():
        check(TABLES.get(name) or IMPORTED[name], table)
    return found | {"work_facts": _facts(made, ids), "money_facts": _money(made, ids, money)}


def check(rules: Table, table: pa.Table) -> None:
    """Raises DataError where a piece is not as its table is described: columns, what is required, what is among few.

    The same rules as for every table; counted by column, since a frame of pandas would not hold all rows.
    """
    if table.column_names != list(rules.columns):
        raise DataError(f"{rules.name}: the columns are {', '.join(table.column_names)}.")
    for name, rule in rules.columns.items():
        column = table[name]
        if not rule.nullable and column.null_count:
            raise DataError(f"{rules.name}, {name}: {column.null_count} cells are missing.")
        among = [one.statistics["allowed_values"] for one in rule.checks if one.name == "isin" and one.statistics]
        if among and (strange := set(pc.unique(column).to_pylist()) - {None, *among[0]}):
            raise DataError(f"{rules.name}, {name}: {', '.join(sorted(strange))} is not known.")
    if "end_on" in table.column_names and pc.any(pc.less(table["end_on"], table["start_on"])).as_py():
        raise DataError(f"{rules.name}, end_on: an end is before its start.")


def _said(values: list[str], numbers: np.ndarray) -> pa.Array:
    """A text for each number; as codes, so that a million equal texts are one."""
    return pa.DictionaryArray.from_arrays(pa.array(numbers, pa.int32()), pa.array(values))


def _same(value: str, size: int) -> pa.Array:
    return _said([value], np.zeros(size, dtype=np.int32))


def _table(name: str, size: int, given: dict[str, object]) -> pa.Table:
    """A table in its columns' order: what is given, the mark on each row, and what is not stated."""
    rules = (TABLES.get(name) or IMPORTED[name]).columns
    marked = {
        "source_id": KEY, "section": "load", "sheet": "load", "anchor": ANCHOR, "provenance": "illustrative",
        "line": pa.array(np.arange(1, size + 1)),
    } | given  # fmt: skip
    columns = {}
    for column, rule in rules.items():
        value = marked.get(column)
        if value is None:
            value = pa.nulls(size, TYPES[str(rule.dtype)[:3]])
        columns[column] = _same(value, size) if isinstance(value, str) else value
    return pa.table(columns)


def _days(days: np.ndarray, is_missing: np.ndarray) -> pa.Array:
    return pa.array(days, pa.int32(), mask=is_missing).cast(pa.date32())


def _activities(made: Batch, ids: pa.Array) -> pa.Table:
    size = len(made.kind)
    no_start, no_end = made.dates == UNDATED, made.dates != DATED
    number = pc.utf8_slice_codeunits(ids, len(KEY) + 6)

    def title(i: int, head: str) -> pa.Array:
        words = _said([head.format(words[0][i]) for words in KINDS.values()], made.kind).cast(pa.string())
        return pc.binary_join_element_wise(words, number, " ")

    return _table("activities", size, {
        "activity_id": ids, "partnership_id": KEY, "programme_id": KEY,
        "component_id": _said([f"{KEY}-{name}" for name in COMPONENTS], made.component),
        "kind": _said(list(KINDS), made.kind), "title_en": title(0, "Illustrative {} of a load"),
        "title_es": title(1, "Ejemplo de {} de una carga"), "start_on": _days(made.start, no_start),
        "start_precision": _precision(no_start), "end_on": _days(made.end, no_end), "end_precision": _precision(no_end),
        "description_en": MARK[0], "description_es": MARK[1], "disclosure": "open",
        "line": pa.array(np.arange(made.first, made.first + size)),
    })  # fmt: skip


def _precision(is_missing: np.ndarray) -> pa.Array:
    codes = pa.array(np.zeros(len(is_missing), dtype=np.int32), mask=is_missing)
    return pa.DictionaryArray.from_arrays(codes, pa.array(["day"]))


def _of_sets(
    ids: pa.Array, made: Batch, numbers: np.ndarray, sets: list[list[tuple[str, str]]], name: str, what: str, how: str
) -> pa.Table:
    """A row for each member of the set of each activity.

    As texts, not codes: a list of codes that holds a text twice is written differently each time.
    """
    sizes = np.array([len(one) for one in sets])
    starts = np.cumsum(sizes) - sizes
    times = sizes[numbers]
    row = np.repeat(np.arange(len(numbers)), times)
    member = np.repeat(starts[numbers], times) + np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    flat = [one for members in sets for one in members]
    given = {
        "activity_id": ids.take(pa.array(row)), what: _said([one[0] for one in flat], member).cast(pa.string()),
        how: _said([one[1] for one in flat], member).cast(pa.string()), "line": pa.array(made.first + row),
    }  # fmt: skip
    if name == "activity_places":
        given["share"] = pa.array(1 / sizes[numbers][row])
    else:
        given["role_basis"] = "stated"
    return _table(name, len(row), given)


def _transactions(made: Batch, ids: pa.Array, money: np.ndarray) -> pa.Table:
    size = len(money)
    return _table("transactions", size, {
        "activity_id": ids.take(pa.array(money)), "transaction": pa.array(np.ones(size, dtype=np.int64)),
        "kind": "disbursed", "on": _days(made.start[money], made.dates[money] == UNDATED),
        "amount": pa.array(made.amount[money].astype(np.float64)), "currency": "USD",
        "line": pa.array(made.first + money),
    })  # fmt: skip


def _numbered(made: Batch, rows: np.ndarray | slice) -> dict[str, pa.Array]:
    return {
        "unit": pa.array(made.unit[rows], pa.int32()), "place_set": pa.array(made.place_set[rows], pa.int32()),
        "party_set": pa.array(made.party_set[rows], pa.int32()),
        "from_month": pa.array(made.from_month[rows], pa.int32()),
        "to_month": pa.array(made.to_month[rows], pa.int32()),
    }  # fmt: skip


def _facts(made: Batch, ids: pa.Array) -> pa.Table:
    """The sorted rows of the cube."""
    size = len(made.kind)
    return pa.table({"activity_id": ids} | _numbered(made, slice(None)) | {
        "start_on": _days(made.start, made.dates == UNDATED), "end_on": _days(made.end, made.dates != DATED),
        "name_order": _counted_from(made.first, size), "file_no": _counted_from(made.file_no, size, 0),
        "row_no": _counted_from(made.row_no, size),
    })  # fmt: skip


def _counted_from(first: int, size: int, step: int = 1) -> pa.Array:
    return pa.array(first + step * np.arange(size), pa.int32())


def _money(made: Batch, ids: pa.Array, money: np.ndarray) -> pa.Table:
    """The sorted transactions of the cube; each place of an activity has an equal share."""
    size = len(money)
    return pa.table(
        {"activity_id": ids.take(pa.array(money)), "transaction": pa.array(np.ones(size, dtype=np.int64))}
        | _numbered(made, money)
        | {
            "paid_set": pa.array(made.place_set[money], pa.int32()), "money_kind": _same("disbursed", size),
            "currency": _same("USD", size), "amount": pa.array(made.amount[money].astype(np.float64)),
            "paid_on": _days(made.start[money], made.dates[money] == UNDATED), "provider": pa.nulls(size, pa.string()),
            "receiver": pa.nulls(size, pa.string()), "provenance": _same("illustrative", size),
        }
    )  # fmt: skip


class Sums:
    """What is counted while the load is written: units, sets of places, and the first and last days."""

    def __init__(self, sets: Sets) -> None:
        self._sets = sets
        self._units = np.zeros(len(COMPONENTS) * len(KINDS) * 12, dtype=np.int64)
        self._places = np.zeros(len(sets.places), dtype=np.int64)
        self._days: list[list[int]] = []

    def add(self, made: Batch) -> None:
        self._units += np.bincount(made.unit, minlength=len(self._units))
        self._places += np.bincount(made.place_set, minlength=len(self._places))
        for days, is_stated in ((made.start, made.dates != UNDATED), (made.end, made.dates == DATED)):
            if is_stated.any():
                self._days.append([int(days[is_stated].min()), int(days[is_stated].max()), int(days is made.start)])

    def tables(self) -> dict[str, pa.Table]:
        """The side tables of the cube."""
        return {
            "work_units": self._work_units(),
            "place_sets": _shared(self._sets.places),
            "party_sets": _members(self._sets.parties, "party_set", "organisation_id", "role"),
            "paid_sets": _paid(self._sets.places), "given_facts": _none(GIVEN), "title_twins": _none(TITLE_TWINS),
            "worked_places": self._worked(), "activity_bounds": self._bounds(),
            "counted_partnerships": pa.table({"partnership_id": [KEY]}),
            "counted_sources": pa.table({"source_id": [KEY], "activities": [int(self._units.sum())]}),
        } | {listed: _table(name, 0, {}) for listed, name in LISTED.items()}  # fmt: skip

    def _work_units(self) -> pa.Table:
        there = np.flatnonzero(self._units)
        has_amount, rest = there % 2 == 1, there // 2
        has_place, rest = rest % 2 == 1, rest // 2
        dates, rest = rest % 3, rest // 3
        kind, component = rest % len(KINDS), rest // len(KINDS)
        size = len(there)
        yes, no = pa.array(np.ones(size, dtype=bool)), pa.array(np.zeros(size, dtype=bool))
        texts = {
            name: pa.nulls(size, pa.string()) for name in ("single_id", "reporter_ref", "reporter_name", "location_key")
        }
        return pa.table({
            "unit": pa.array(there, pa.int32()), "partnership_id": pa.array([KEY] * size),
            "programme_id": pa.array([KEY] * size),
            "component_id": pa.array([f"{KEY}-{list(COMPONENTS)[i]}" for i in component]),
            "kind": pa.array([list(KINDS)[i] for i in kind]), "provenance": pa.array(["illustrative"] * size),
            "has_title": yes, "has_description": yes, "has_start": pa.array(dates != UNDATED),
            "has_end": pa.array(dates == DATED), "has_place": pa.array(has_place), "has_funder": no, "has_partner": yes,
            "has_amount": pa.array(has_amount), "has_sector": no, "is_open_past_end": no,
            "has_reported_start": no, "has_reported_end": no,
            "start_precision": pa.array(np.where(dates == UNDATED, None, "day"), pa.string()),
            "activities": pa.array(self._units[there]), **texts,
        })  # fmt: skip

    def _worked(self) -> pa.Table:
        found: dict[tuple[str, str], int] = {}
        for members, count in zip(self._sets.places, self._places.tolist(), strict=True):
            for member in members if count else ():
                found[member] = found.get(member, 0) + count
        places, exactness = zip(*sorted(found), strict=True)
        counts = [found[key] for key in sorted(found)]
        return pa.table({"place_id": list(places), "exactness": list(exactness), "activities": counts})

    def _bounds(self) -> pa.Table:
        found = {}
        for name, is_start in (("start", 1), ("end", 0)):
            days = [day for day in self._days if day[2] == is_start]
            found[f"first_{name}_on"] = pa.array([min(day[0] for day in days)], pa.int32()).cast(pa.date32())
            found[f"last_{name}_on"] = pa.array([max(day[1] for day in days)], pa.int32()).cast(pa.date32())
        return pa.table(found)


LISTED = {
    "listed_activities": "activities", "listed_places": "activity_places", "listed_parties": "activity_organisations",
}  # fmt: skip


def _members(sets: list[list[tuple[str, str]]], number: str, what: str, how: str) -> pa.Table:
    rows = [(n, *member) for n, members in enumerate(sets) for member in sorted(members)]
    return pa.table({
        number: pa.array([row[0] for row in rows], pa.int32()), what: [row[1] for row in rows],
        how: [row[2] for row in rows],
    })  # fmt: skip


def _shared(sets: list[list[tuple[str, str]]]) -> pa.Table:
    """The members of sets of places, each with an even share where there are several."""
    share = [None if len(members) == 1 else 1 / len(members) for members in sets for _ in members]
    return _members(sets, "place_set", "place_id", "exactness").append_column("share", pa.array(share, pa.float64()))


def _paid(sets: list[list[tuple[str, str]]]) -> pa.Table:
    """The places of each set of places, each with its share of the whole: what amounts are split by."""
    table = _members(sets, "paid_set", "place_id", "exactness")
    return table.append_column("share", pa.array([1 / len(one) for one in sets for _ in one], pa.float64()))


def _none(columns: dict[str, pa.DataType]) -> pa.Table:
    """A table of the cube without a row: documents state no amount of these activities, and no title stands twice."""
    return pa.table({name: pa.nulls(0, kind) for name, kind in columns.items()})


NUMBERS = dict.fromkeys(("unit", "place_set", "party_set", "from_month", "to_month"), pa.int32())
GIVEN = (
    dict.fromkeys(("contribution_id", "activity_id"), pa.string()) | NUMBERS | {"paid_set": pa.int32()}
    | dict.fromkeys(("money_kind", "currency", "provenance"), pa.string())
    | {"amount": pa.float64(), "paid_on": pa.date32()}
)  # fmt: skip
TITLE_TWINS = (
    {"reason": pa.string(), "twin": pa.int64(), "activity_id": pa.string()} | NUMBERS
    | dict.fromkeys(("partnership_id", "title_en", "title_es"), pa.string()) | {"amount": pa.float64()}
    | {"currency": pa.string(), "dated_on": pa.date32(), "money_kind": pa.string(), "organisation_names": pa.string()}
)  # fmt: skip
