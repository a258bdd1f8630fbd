"""Baselines, targets and values of the illustrative programme: ahead in one department, behind in another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd

from analytics.sample.activities import PEOPLE, Ground
from analytics.sample.chance import FALL, QUARTERS, in_parts, month_end, month_start, years
from analytics.sample.words import END, INDICATORS, KEY, START

PLANNED = np.array([0.04, 0.16, 0.21, 0.22, 0.21, 0.16])  # of each calendar year, as nobody foresaw 2020
PEOPLE_PLANNED = 15_000
LATE, MISSING = 0.12, 0.06  # reports that come months after their quarter, and those that never come
LIFE = {"start_on": START, "end_on": END, "period_kind": "life"}
Row = dict[str, object]


@dataclass(frozen=True)
class Standing:
    """How each department stands against its targets: what was done, as a share of what was planned."""

    done: dict[str, float]

    @property
    def mean(self) -> float:
        return float(np.mean(list(self.done.values())))


def standing(rng: np.random.Generator, where: Ground) -> Standing:
    """One department ahead, one behind, the others near their targets."""
    names = where.departments
    done = dict(zip(names, rng.uniform(0.84, 1.06, len(names)), strict=True))
    ahead, behind = rng.choice(len(names), 2, replace=False)
    return Standing(done | {names[ahead]: 1.3, names[behind]: 0.52})


def observations(rng: np.random.Generator, where: Ground, rows: pd.DataFrame, people: pd.DataFrame,
                 given: pd.DataFrame) -> pd.DataFrame:  # fmt: skip
    """Every baseline, target, value and published total, in the columns that its table has."""
    stands = standing(rng, where)
    found = [
        *_counted(rng, rows, given, stands), *_of_people(people, where, stands), *_asked(rng, where, stands),
        *_mediations(rng, where, stands), *_spaces(rng, where, stands), *_networks(rng, where, stands),
        *_plans(rng, where), *_published(),
    ]  # fmt: skip
    frame = pd.DataFrame(found)
    frame["indicator_id"] = KEY + "-" + frame["indicator"]
    component = {one.key: f"{KEY}-{one.component}" for one in INDICATORS}
    is_own = frame["kind"].isin(["actual", "baseline"])
    frame["component_id"] = frame["indicator"].map(component).where(is_own, None)
    frame["observation_id"] = [
        f"{KEY}-{row.indicator}-{row.kind.replace('_', '-')}-{n}"
        for n, row in enumerate(frame.itertuples(index=False), 1)
    ]
    for edge in ("start", "end"):
        frame[f"{edge}_precision"] = frame[f"{edge}_on"].map(lambda day: None if pd.isna(day) else "month")
    return frame.assign(qualifier=frame["qualifier"].fillna("exact"), disclosure="open")


def _targets(indicator: str, by_department: dict[str, int], split: bool = True) -> Iterator[Row]:
    """Targets that add up: of each department and of all, for each year and for the whole time."""
    total = np.zeros(len(PLANNED), dtype=np.int64)
    for department, planned in by_department.items():
        parts = in_parts(planned, PLANNED)
        total += parts
        here = {"indicator": indicator, "kind": "target", "place_id": department}
        yield here | LIFE | {"value": planned}
        if split:
            for (_, first, last), part in zip(years(), parts, strict=True):
                yield here | {"start_on": first, "end_on": last, "period_kind": "year", "value": int(part)}
    here = {"indicator": indicator, "kind": "target"}
    yield here | LIFE | {"value": int(total.sum())}
    for (_, first, last), part in zip(years(), total, strict=True):
        yield here | {"start_on": first, "end_on": last, "period_kind": "year", "value": int(part)}


def _yearly(indicator: str, values: tuple[float, ...], life: float) -> Iterator[Row]:
    here = {"indicator": indicator, "kind": "target"}
    yield here | LIFE | {"value": life}
    for (_, first, last), value in zip(years(), values, strict=True):
        yield here | {"start_on": first, "end_on": last, "period_kind": "year", "value": value}


def _none_before(indicator: str) -> Row:
    return {"indicator": indicator, "kind": "baseline", "value": 0, "start_on": START, "end_on": month_end(0),
            "period_kind": "month"}  # fmt: skip


def _counted(rng: np.random.Generator, rows: pd.DataFrame, given: pd.DataFrame, stands: Standing) -> Iterator[Row]:
    """What is counted from records: baselines of none, targets by department and year."""

    def planned(amount: float, department: str) -> float:
        return amount / (stands.done[department] * rng.uniform(0.92, 1.08))

    kinds = {"alliances": "alliance", "initiatives": "initiative", "awareness": "awareness_action"}
    for indicator, kind in kinds.items():
        done = rows[rows["kind"] == kind].groupby("department").size()
        yield _none_before(indicator)
        yield from _targets(indicator, {d: max(1, round(planned(n, d))) for d, n in done.items()})
    department = rows.set_index("activity_id")["department"]
    for flow in ("leveraged", "mobilised"):
        own = given[given["flow"] == flow]
        done = own.groupby(own["activity_id"].map(department))["amount"].sum()
        yield _none_before(flow)
        yield from _targets(flow, {d: int(round(planned(n, d), -3)) for d, n in done.items()})
    yield _none_before("municipalities")
    yield from _yearly("municipalities", (8, 20, 26, 27, 27, 27), 30)


def _of_people(people: pd.DataFrame, where: Ground, stands: Standing) -> Iterator[Row]:
    """Targets of distinct people: those of years are not parts of that for the whole time."""
    yield _none_before("young-people")
    yield from _yearly("young-people", tuple(round(1.2 * PEOPLE_PLANNED * s, -2) for s in PLANNED), PEOPLE_PLANNED)
    here = {"indicator": "young-people", "kind": "target"} | LIFE
    yield here | {"sex": "women", "value": 7_800}
    yield here | {"sex": "men", "value": 7_200}
    for age, value in (("14-17", 5_000), ("18-21", 5_000), ("22-28", 5_000)):
        yield here | {"age_group": age, "value": value}
    department = where.towns.set_index("place_id")["department"]
    done = people.assign(department=people["place_id"].map(department)).groupby("department")["person_number"].nunique()
    for name, count in done.items():
        yield here | {"place_id": name, "value": round(count / stands.done[name])}


def _asked(rng: np.random.Generator, where: Ground, stands: Standing) -> Iterator[Row]:
    """The yearly survey by department, sex and age; in 2020 it was held in half of the departments."""
    spans = years()
    missed = set(rng.choice(where.departments, len(where.departments) // 2, replace=False))
    for i, (year, first, last) in enumerate(spans):
        kind = "baseline" if i == 0 else "actual"
        for department in where.departments:
            if year == 2020 and department in missed:
                continue
            better = i * 2.6 * stands.done[department]
            for sex, lead in (("women", 1.5), ("men", -1.5)):
                for age in ("14-17", "18-21", "22-28"):
                    asked = int(rng.integers(25, 90))
                    here = {
                        "kind": kind, "start_on": first, "end_on": last, "period_kind": "year", "sex": sex,
                        "place_id": department, "age_group": age, "denominator": asked,
                        "reported_on": _reported(rng, last),
                    }  # fmt: skip
                    scores = round(asked * float(np.clip(48 + better + lead + rng.normal(0, 2), 5, 95)))
                    said_yes = int(rng.binomial(asked, np.clip(0.38 + better / 60 + lead / 100, 0.05, 0.95)))
                    yield here | _of("trust", scores, asked, 1)
                    yield here | _of("cooperate", said_yes, asked, 100)
    yield from _yearly("trust", (48, 51, 54, 57, 60, 62), 62)
    yield from _yearly("cooperate", (38, 42, 47, 52, 56, 60), 60)
    for sex, value in (("women", 62), ("men", 58)):
        yield {"indicator": "cooperate", "kind": "target", "sex": sex, "value": value} | LIFE
    for department in where.departments:
        yield {"indicator": "trust", "kind": "target", "place_id": department, "value": 62} | LIFE
        yield {"indicator": "cooperate", "kind": "target", "place_id": department, "value": 60} | LIFE


def _of(indicator: str, numerator: int, denominator: int, times: int) -> Row:
    return {"indicator": indicator, "numerator": numerator, "denominator": denominator,
            "value": round(times * numerator / denominator, 1)}  # fmt: skip


def _mediations(rng: np.random.Generator, where: Ground, stands: Standing) -> Iterator[Row]:
    """Days until a mediation begins, by department and half-year: less is better, and 2020 was worse."""
    for i, last in enumerate(range(1, 66, 6)):
        first, kind = max(last - 5, 0), "baseline" if i == 0 else "actual"
        for department in where.departments:
            if kind == "actual" and rng.random() < MISSING:
                continue
            cases = int(rng.integers(6, 40))
            days = 34 - 1.9 * i * stands.done[department] + (7 if 46 <= last <= 55 else 0) + rng.normal(0, 2)
            yield _of("days", round(cases * max(days, 3)), cases, 1) | {
                "kind": kind, "start_on": month_start(first), "end_on": month_end(last), "place_id": department,
                "period_kind": "half_year", "reported_on": _reported(rng, month_end(last)),
            }  # fmt: skip
    yield from _yearly("days", (34, 30, 26, 22, 18, 15), 15)
    for department in where.departments:
        yield {"indicator": "days", "kind": "target", "place_id": department, "value": 15} | LIFE


def _quarters(rng: np.random.Generator, place: str) -> Iterator[tuple[int, Row]]:
    """The quarters that a place reported, each with its row so far."""
    for i, last in enumerate(QUARTERS):
        if rng.random() < (0.4 if last in FALL else MISSING):
            continue
        yield i, {
            "kind": "actual", "start_on": month_start(max(last - 2, 0)), "end_on": month_end(last), "place_id": place,
            "period_kind": "quarter", "reported_on": _reported(rng, month_end(last)),
        }  # fmt: skip


def _spaces(rng: np.random.Generator, where: Ground, stands: Standing) -> Iterator[Row]:
    """A stock by municipality: it grows, closes in 2020 and opens again."""
    planned: dict[str, int] = {}
    for town in where.towns.itertuples(index=False):
        most = int(rng.integers(4, 12))
        planned[town.department] = planned.get(town.department, 0) + round(most / stands.done[town.department])
        for i, row in _quarters(rng, town.place_id):
            open_now = most * min(1.0, (i + 1) / 14) * (0.4 if QUARTERS[i] in FALL else 1)
            yield row | {"indicator": "spaces", "value": int(max(0, round(open_now + rng.normal(0, 0.4))))}
    yield _none_before("spaces")
    for department, value in planned.items():
        yield {"indicator": "spaces", "kind": "target", "place_id": department, "value": value} | LIFE
    total = sum(planned.values())
    shares = (0.1, 0.3, 0.55, 0.8, 1.0, 1.0)
    yield from _yearly("spaces", tuple(round(total * share) for share in shares), total)


def _networks(rng: np.random.Generator, where: Ground, stands: Standing) -> Iterator[Row]:
    """Organisations in networks so far, by department and quarter: each value includes the earlier ones."""
    planned: dict[str, int] = {}
    for department in where.departments:
        so_far, growth = 0, int(rng.integers(2, 7))
        held = dict(_quarters(rng, department))
        for i, last in enumerate(QUARTERS):
            so_far += int(rng.poisson(growth * (0.2 if last in FALL else 1)))
            if i in held:
                yield held[i] | {"indicator": "networks", "value": so_far}
        planned[department] = round(so_far / stands.done[department])
    yield _none_before("networks")
    for department, value in planned.items():
        yield {"indicator": "networks", "kind": "target", "place_id": department, "value": value} | LIFE
    total = sum(planned.values())
    shares = np.cumsum(PLANNED)
    yield from _yearly("networks", tuple(round(total * float(share)) for share in shares), total)


def _plans(rng: np.random.Generator, where: Ground) -> Iterator[Row]:
    """The level of the peace plan of each municipality, a year each."""
    for town in where.towns.itertuples(index=False):
        level = int(rng.integers(1, 3))
        for i, (_, first, last) in enumerate(years()):
            level = min(5, level + int(rng.random() < 0.45))
            yield {
                "indicator": "plans", "kind": "baseline" if i == 0 else "actual", "value": level, "start_on": first,
                "end_on": last, "period_kind": "year", "place_id": town.place_id, "reported_on": _reported(rng, last),
            }  # fmt: skip
        yield {"indicator": "plans", "kind": "target", "place_id": town.place_id, "value": 4} | LIFE


def _published() -> Iterator[Row]:
    """What the invented programme says of itself, beside what its records come to."""
    stated = (
        ("alliances", 606, "exact", None), ("young-people", PEOPLE, "exact", None), ("initiatives", 224, "exact", None),
        ("municipalities", 27, "exact", "programme_municipalities"), ("awareness", 1_043, "over", None),
        ("leveraged", 14_000_000, "about", None), ("mobilised", 13_000_000, "about", None),
    )  # fmt: skip
    for headline, (indicator, value, qualifier, counted_in) in enumerate(stated, 1):
        yield {"indicator": indicator, "kind": "published_total", "value": value, "qualifier": qualifier,
               "headline": headline, "counted_in": counted_in}  # fmt: skip


def _reported(rng: np.random.Generator, last: object) -> object:
    """The day a value was reported: within a month of its period, or much later."""
    days = rng.integers(60, 200) if rng.random() < LATE else rng.integers(5, 31)
    return last + timedelta(days=int(days))
