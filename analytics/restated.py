"""Indicators that several imports tell of: what a corrected file replaces, and what two files say of one indicator."""

from __future__ import annotations

import pandas as pd

IN_ACTIVITIES = "iati-activity/result"  # replaced with their activities
OF_FORM = "form"  # what all answers of a form come to
UNSAID = {"unit": "number", "aggregation": "none"}
WHENCE = ("source_id", "section", "line", "anchor", "fact_id", "provenance")


def without_older(frames: dict[str, pd.DataFrame], names: frozenset[str], newer: frozenset[str]) -> None:
    """Takes out of an import what files of these names said of indicators, as they came in again.

    `newer` are the indicators that newer imports hold. Values of an activity go with the activity; what the answers of
    a form come to goes when a newer export of it says so, whatever its file is called.
    """
    sources, values, indicators = (frames.get(name) for name in ("sources", "observations", "indicators"))
    if sources is None or values is None or indicators is None or not names:
        return
    gone = set(sources.loc[sources["file_name"].isin(names), "source_id"])
    is_restated = values["section"].eq(OF_FORM) & values["indicator_id"].isin(newer)
    kept = values[~(values["source_id"].isin(gone) & values["activity_id"].isna()) & ~is_restated]
    frames["observations"] = kept
    is_empty = ~indicators["indicator_id"].isin(set(kept["indicator_id"])) | indicators["indicator_id"].isin(newer)
    is_own = indicators["source_id"].isin(gone) & indicators["section"].ne(IN_ACTIVITIES)
    frames["indicators"] = indicators[~(is_own & is_empty)]


def united(frames: dict[str, pd.DataFrame]) -> None:
    """Makes one row of all that files say of an indicator: of each column the newest word that says something.

    An indicator whose rows name no programme is that of its data set and name which does, where there is but one.
    """
    told = frames["indicators"]
    is_ours = told["provenance"].eq("imported") & told["section"].ne(IN_ACTIVITIES)
    mine = told[is_ours]
    said = mine[[column for column in mine.columns if column not in WHENCE]].astype(object)
    for column, word in UNSAID.items():
        said[column] = said[column].mask(said[column].eq(word))
    is_without = mine["programme_id"].eq(mine["partnership_id"])
    said["programme_id"] = said["programme_id"].mask(is_without)
    named = mine[~is_without].drop_duplicates("indicator_id")
    named = named[~named.duplicated(["partnership_id", "name_en"], keep=False)]
    whose = dict(zip(zip(named["partnership_id"], named["name_en"], strict=True), named["indicator_id"], strict=True))
    here = [whose.get(key) for key in zip(mine["partnership_id"], mine["name_en"], strict=True)]
    moved = pd.Series(here, index=mine.index, dtype=object)[is_without].dropna()
    said.loc[moved.index, "indicator_id"] = moved
    ids = dict(zip(mine.loc[moved.index, "indicator_id"], moved, strict=True))
    whole = said.groupby("indicator_id", sort=False).transform("last")
    for column in whole.columns:
        held = whole[column].where(whole[column].notna(), mine[column].astype(object))
        told = _with(told, column, held)
    told = _with(told, "indicator_id", said["indicator_id"])
    frames["indicators"] = told
    if ids:
        values = frames["observations"]
        keys = values["indicator_id"].map(lambda key: ids.get(key, key)).astype(values["indicator_id"].dtype)
        frames["observations"] = values.assign(indicator_id=keys)


def _with(frame: pd.DataFrame, column: str, values: pd.Series) -> pd.DataFrame:
    cells = frame[column].astype(object)
    cells.loc[values.index] = values
    return frame.assign(**{column: cells.where(cells.notna(), None).astype(frame[column].dtype)})
