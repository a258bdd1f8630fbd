"""What the codes and dates of IATI activities mean to Tejido: relevance for peace, and how far an activity is."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.readers.grid import Finding
from analytics.readers.iati.codes import code_lists

PEACE_CATEGORIES = ("151", "152")  # OECD DAC: government and civil society; conflict, peace and security
PEACE_CATEGORY_IN_FIVE = "152"
PEACE_GOAL = "16"  # SDG 16: peace, justice and strong institutions
OPEN_STATUSES = {"1": "pipeline", "2": "implementation"}


def peace_relevance(sectors: pd.DataFrame, tags: pd.DataFrame | None = None, *, wide: bool = False) -> pd.Series:
    """Whether an activity counts as relevant for peace; one value for each activity of the frames.

    The rule is that of Tejido's issue 3: the OECD DAC categories 151 and 152 where a publisher codes in three digits
    (vocabulary 2), the purpose codes 152xx in five (vocabulary 1, or none stated), SDG goal 16 and its targets (sector
    vocabularies 7 and 8, tag vocabularies 2 and 3). In three digits 151 cannot be told from its parts and counts
    whole; in five digits 151xx says what the money is for, and most of it is no peace work (tax collection 15116,
    meteorology 15143). `wide` adds the cut of peace-related codes that came with the code lists (64 purpose codes, all
    151xx among them, and 27 SDG targets): it was made by key words, holds STD control (13040) too, and states no
    criterion, hence not the default. Withdrawn codes count. It is a mark to filter by: no row is left out for it.
    """
    marked = [_sectors_of_peace(sectors, wide)]
    if tags is not None and len(tags):
        marked.append(_goals_of_peace(tags, "2", "3", wide))
    found = pd.concat(marked)
    return found.groupby(level=0, sort=False).any().astype(bool).rename("is_peace_relevant")


def _text(frame: pd.DataFrame, column: str) -> pd.Series:
    return frame[column].fillna("").astype(str).str.strip()


def _sectors_of_peace(sectors: pd.DataFrame, wide: bool) -> pd.Series:
    vocabulary, code = _text(sectors, "vocabulary"), _text(sectors, "code")
    in_five = code.str.fullmatch(PEACE_CATEGORY_IN_FIVE + r"\d\d")
    if wide:
        in_five |= code.isin(set(code_lists()["PeaceSector"]))
    marked = vocabulary.eq("2") & code.isin(PEACE_CATEGORIES)
    marked |= vocabulary.isin(("", "1")) & in_five
    goals = _goals_of_peace(sectors, "7", "8", wide)
    return pd.Series(marked.to_numpy() | goals.to_numpy(), index=sectors["activity"])


def _goals_of_peace(frame: pd.DataFrame, goals: str, targets: str, wide: bool) -> pd.Series:
    vocabulary, code = _text(frame, "vocabulary"), _text(frame, "code")
    of_goal = code.str.startswith(f"{PEACE_GOAL}.")
    if wide:
        of_goal |= code.isin(set(code_lists()["PeaceTarget"]))
    marked = (vocabulary.eq(goals) & code.eq(PEACE_GOAL)) | (vocabulary.eq(targets) & of_goal)
    return pd.Series(marked.to_numpy(), index=frame["activity"])


def status_of(start: date | None, end: date | None, as_of: date) -> str:
    """`planned`, `implementation`, `ended` or `unknown` on a day, from dates alone.

    The end is the last day of the work: an activity has ended from the day after it. One without an end goes on from
    its start; one of which only a later end is known can have begun or not: `unknown`.
    """
    if end is not None and end < as_of:
        return "ended"
    if start is None:
        return "unknown"
    return "planned" if start > as_of else "implementation"


def _day(cell: object) -> date | None:
    return date.fromisoformat(str(cell)[:10]) if isinstance(cell, str) and cell else None


def _actual_else_planned(activities: pd.DataFrame, which: str) -> list[date | None]:
    """The actual date, else the planned one; a column that is not there counts as empty."""
    empty = pd.Series([None] * len(activities), index=activities.index, dtype=object)
    actual, planned = (activities.get(f"{kind}_{which}", empty) for kind in ("actual", "planned"))
    return [_day(first) or _day(second) for first, second in zip(actual, planned, strict=True)]


def statuses(activities: pd.DataFrame, as_of: date) -> pd.Series:
    """`status_of` for each row of the grid `activities`, in its order and with its index."""
    starts, ends = (_actual_else_planned(activities, which) for which in ("start", "end"))
    found = [status_of(start, end, as_of) for start, end in zip(starts, ends, strict=True)]
    return pd.Series(found, index=activities.index, name="status_from_dates", dtype=object)


def ended_but_stated_open(activities: pd.DataFrame, as_of: date, file: str = "") -> list[Finding]:
    """A finding for each activity of the grid `activities` that states pipeline or implementation and has ended."""
    ends = _actual_else_planned(activities, "end")
    states = statuses(activities, as_of)
    cells = zip(activities.index, activities["path"], activities["status"], states, ends, strict=True)
    return [
        Finding(
            "status_and_dates_disagree", file=file, sheet="activities", row=int(line), column="status", path=path,
            value=stated, values=(("stated", OPEN_STATUSES[stated]), ("end", end.isoformat())),
        )
        for line, path, stated, state, end in cells
        if stated in OPEN_STATUSES and state == "ended"
    ]  # fmt: skip
