"""What the illustrative programme does: places, activities, the partners in them, people taking part, contributions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd

from analytics.sample.chance import MONTHS, in_parts, month_end, month_start, pace, shared_out
from analytics.sample.words import COMPONENTS, END, KEY, KINDS, NATURE, PARTNERS

ALLIANCES, PEOPLE, INITIATIVES, ACTIONS = 606, 14_903, 224, 1_043
LEVERAGED, MOBILISED = 14_000_000, 13_000_000
TOWNS, DEPARTMENTS = 27, 11
OF_DEPARTMENT, NOWHERE, UNDATED = 0.06, 0.02, 12  # of awareness actions
# how likely each component is, by kind of activity
LEANING = {
    "alliance": (0.1, 0.08, 0.62, 0.05, 0.15),
    "initiative": (0.15, 0.6, 0.05, 0.15, 0.05),
    "awareness_action": (0.15, 0.12, 0.03, 0.6, 0.1),
}
SEXES, SEX_WEIGHTS = ("women", "men", "other", "unknown"), (0.53, 0.435, 0.005, 0.03)
AGES, AGE_WEIGHTS = ("14-17", "18-21", "22-28", None), (0.34, 0.33, 0.29, 0.04)
GROUPS, GROUP_WEIGHTS = ("rural", "urban", "displaced", "disability", None), (0.36, 0.33, 0.12, 0.04, 0.15)


@dataclass(frozen=True)
class Ground:
    """Where the programme works: its towns, each with its department and how much goes on there."""

    towns: pd.DataFrame  # place_id, name, department, weight

    @property
    def departments(self) -> list[str]:
        return sorted(self.towns["department"].unique())


def ground(rng: np.random.Generator, places: pd.DataFrame) -> Ground:
    """27 municipalities in 11 departments of Colombia, chosen by chance from those with a point."""
    towns = places[
        places["level"].eq("municipality") & places["country_code"].eq("CO") & places["lat"].notna()
        & places["valid_to"].isna()
    ].sort_values("place_id")  # fmt: skip
    sizes = towns.groupby("parent_id").size()
    chosen = np.sort(rng.choice(sizes.index[sizes >= 6].to_numpy(), DEPARTMENTS, replace=False))
    counts = shared_out(rng, TOWNS, np.ones(DEPARTMENTS), least=1)
    parts = []
    for department, count in zip(chosen, counts, strict=True):
        own = towns[towns["parent_id"] == department]
        busy = rng.lognormal(0, 0.35)
        picked = np.sort(rng.choice(len(own), count, replace=False))
        parts.append(own.iloc[picked].assign(weight=busy * rng.lognormal(0, 0.4, count)))
    found = pd.concat(parts, ignore_index=True)
    return Ground(found.rename(columns={"parent_id": "department"})[
        ["place_id", "name_en", "name_es", "department", "weight"]
    ])  # fmt: skip


def activities(rng: np.random.Generator, where: Ground) -> pd.DataFrame:
    """Every activity with its kind, component, month, town (missing: only the department, or nothing, is stated)."""
    weights = where.towns["weight"].to_numpy()
    kinds = (("alliance", ALLIANCES, 0), ("initiative", INITIATIVES, 1), ("awareness_action", ACTIONS, 0))
    parts = [_of_kind(rng, where, kind, total, shared_out(rng, total, weights, least)) for kind, total, least in kinds]
    return pd.concat(parts, ignore_index=True)


def _of_kind(rng: np.random.Generator, where: Ground, kind: str, total: int, by_town: np.ndarray) -> pd.DataFrame:
    towns = where.towns.loc[rng.permutation(np.repeat(np.arange(len(by_town)), by_town))].reset_index(drop=True)
    month = np.sort(rng.choice(MONTHS, total, p=pace()))
    component = rng.choice(list(COMPONENTS), total, p=LEANING[kind])
    abouts = rng.integers(0, len(KINDS[kind][1]), total)
    length = _length(rng, kind, total)
    rows = pd.DataFrame({
        "activity_id": [f"{KEY}-{kind.replace('_', '-')}-{n}" for n in range(1, total + 1)], "kind": kind,
        "component_id": [f"{KEY}-{key}" for key in component], "month": month, "last": month + length,
        "town": towns["place_id"], "department": towns["department"], "exactness": "municipality",
    })  # fmt: skip
    for i, lang in enumerate(("en", "es")):
        word = KINDS[kind][0][i]
        about = [KINDS[kind][1][n][i] for n in abouts]
        head = f"Illustrative {word}" if lang == "en" else f"{word.capitalize()} de ejemplo"
        rows[f"title_{lang}"] = [f"{head} {n}: {what}" for n, what in enumerate(about, 1)]
    if kind == "awareness_action":
        chance = rng.random(total)
        rows.loc[chance < OF_DEPARTMENT + NOWHERE, ["town", "exactness"]] = [None, "department"]
        rows.loc[chance < NOWHERE, ["department", "exactness"]] = None
        undated = rng.choice(total, UNDATED, replace=False)
        rows["month"] = rows["month"].astype("Float64")
        rows.loc[undated, "month"] = pd.NA
    return rows.assign(has_end=rng.random(total) > (0.12 if kind == "alliance" else 0.03))


def _length(rng: np.random.Generator, kind: str, total: int) -> np.ndarray:
    """How many months after its first an activity goes on."""
    longest = {"alliance": (5, 30), "initiative": (1, 9), "awareness_action": (0, 1)}[kind]
    return rng.integers(*longest, total)


def dated(rows: pd.DataFrame) -> pd.DataFrame:
    """The activities as their table has them: first and last day, each with its precision."""
    starts = [None if pd.isna(month) else month_start(month) for month in rows["month"]]
    ends = [
        min(month_end(last), END) if has_end and start else None
        for start, last, has_end in zip(starts, rows["last"], rows["has_end"], strict=True)
    ]
    return rows.assign(
        start_on=starts, end_on=ends, start_precision=["month" if day else None for day in starts],
        end_precision=["month" if day else None for day in ends],
    )  # fmt: skip


def organisations(rng: np.random.Generator) -> pd.DataFrame:
    """The partners, each with a sector and a name that says it is an example."""
    rows = []
    for sector, (count, en, es) in PARTNERS.items():
        words = rng.permutation(np.array(NATURE, dtype=object))
        rows += [
            {"organisation_id": f"{KEY}-{sector.replace('_', '-')}-{n}", "name_en": en.format(words[n]),
             "name_es": es.format(words[n]), "sector": sector}
            for n in range(count)
        ]  # fmt: skip
    return pd.DataFrame(rows)


def members(rng: np.random.Generator, rows: pd.DataFrame, partners: pd.DataFrame) -> pd.DataFrame:
    """Two to five partners in each alliance, one to two in each initiative; some are in many, most in few."""
    weight = rng.lognormal(0, 0.9, len(partners))
    weight /= weight.sum()
    ids = partners["organisation_id"].to_numpy()
    found = []
    for row in rows[rows["kind"] != "awareness_action"].itertuples(index=False):
        count = int(rng.integers(2, 6)) if row.kind == "alliance" else int(rng.integers(1, 3))
        role = "member" if row.kind == "alliance" else "implementing"
        found += [(row.activity_id, who, role) for who in rng.choice(ids, count, replace=False, p=weight)]
    return pd.DataFrame(found, columns=["activity_id", "organisation_id", "role"])


def contributions(rng: np.random.Generator, rows: pd.DataFrame, joined: pd.DataFrame) -> pd.DataFrame:
    """What partners of alliances leveraged and mobilised: two flows, each with its exact total in whole dollars."""
    alliances = rows[rows["kind"] == "alliance"].set_index("activity_id")
    mine = joined[joined["role"] == "member"].reset_index(drop=True)
    parts = []
    for flow, total, share in (("leveraged", LEVERAGED, 0.32), ("mobilised", MOBILISED, 0.2)):
        own = mine[rng.random(len(mine)) < share].reset_index(drop=True)
        amounts = in_parts(total, rng.lognormal(0, 1.1, len(own)))
        month = own["activity_id"].map(alliances["month"]).to_numpy()
        parts.append(own.assign(
            contribution_id=[f"{KEY}-{flow}-{n}" for n in range(1, len(own) + 1)], flow=flow, amount=amounts,
            is_in_kind=rng.random(len(own)) < 0.35, start_on=[month_start(m) for m in month],
            end_on=[month_end(m) for m in month],
        ))  # fmt: skip
    return pd.concat(parts, ignore_index=True).drop(columns="role")


def participations(rng: np.random.Generator, rows: pd.DataFrame) -> pd.DataFrame:
    """People by number in the initiatives of their town; a third of them take part more than once."""
    initiatives = rows[rows["kind"] == "initiative"].sort_values(["town", "activity_id"]).reset_index(drop=True)
    sizes = initiatives.groupby("town", sort=True).size()
    first = np.concatenate([[0], np.cumsum(sizes.to_numpy())[:-1]])
    town = rng.choice(len(sizes), PEOPLE, p=sizes.to_numpy() / sizes.sum())
    size = sizes.to_numpy()[town]
    number = np.arange(1, PEOPLE + 1)
    times = np.minimum(rng.choice([1, 2, 3, 4], PEOPLE, p=[0.66, 0.22, 0.09, 0.03]), size)
    at = rng.integers(0, size)
    takes = []
    for turn in range(4):
        is_there = times > turn
        takes.append(pd.DataFrame({"person_number": number[is_there], "row": (first[town] + at)[is_there]}))
        at = (at + 1 + rng.integers(0, np.maximum(size // 4, 1))) % size
    found = pd.concat(takes, ignore_index=True).drop_duplicates()
    found = found.sort_values(["person_number", "row"]).reset_index(drop=True)
    about = pd.DataFrame({
        "sex": rng.choice(SEXES, PEOPLE, p=SEX_WEIGHTS),
        "age_group": rng.choice(np.array(AGES, dtype=object), PEOPLE, p=AGE_WEIGHTS),
        "population_group": rng.choice(np.array(GROUPS, dtype=object), PEOPLE, p=GROUP_WEIGHTS),
    }).loc[found["person_number"] - 1].reset_index(drop=True)  # fmt: skip
    own = initiatives.loc[found["row"]].reset_index(drop=True)
    later = rng.integers(0, own["last"].to_numpy(dtype=int) - own["month"].to_numpy(dtype=int) + 1)
    month = np.minimum(own["month"].to_numpy(dtype=int) + later, MONTHS - 1)
    days = rng.integers(0, 28, len(found))
    held = [month_start(m) + timedelta(days=int(day)) for m, day in zip(month, days, strict=True)]
    is_told = rng.random(len(found)) > 0.01
    return about.assign(
        person_number=found["person_number"], activity_id=own["activity_id"], place_id=own["town"],
        held_on=[day if told else None for day, told in zip(held, is_told, strict=True)],
    )  # fmt: skip
