"""Tables that come in again under another name: what they say stands twice, and nobody could see it from the file."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import pyarrow.parquet as pq

from analytics.readers.grid import Finding
from analytics.staging import Contents

LEAST = 3  # values that are alike: fewer can be chance
VALUES_ALIKE, RECORDS_ALIKE = 0.5, 0.6  # of the shorter file; small counts are alike by chance more often
ROWS_COMPARED = 2_000_000  # of records; above that their comparison costs more than it tells
GROUP = ("place_id", "sex", "age_group", "population_group", "breakdown")
RECORD = ("issue_type_id", "category", "measure", "place_id", "place_text", "start_on", "end_on", "count", "sex", "age")


def stated_before(contents: Contents, fresh: set[str]) -> list[Finding]:
    """A warning for each file (source) of `fresh` that holds most of what another one states, or the other way round.

    What a newer import replaces is gone from `contents` already. Zeros are left aside: they are alike everywhere.
    """
    sources = contents.frames["sources"]
    names = dict(zip(sources["source_id"], sources["file_name"].fillna(sources["title_en"]), strict=True))
    told = [*_alike(_values(contents), fresh, VALUES_ALIKE), *_alike(_records(contents), fresh, RECORDS_ALIKE)]
    return [
        Finding("stated_before", file=names[mine], count=n, values=(("other", names[other]),))
        for mine, other, n in told
        if mine in names and other in names
    ]


def _alike(said: pd.DataFrame, fresh: set[str], share: float) -> Iterable[tuple[str, str, int]]:
    """(source, other source, how much of it is alike) of sources that came in now; each pair once.

    `said` has a row for each `source_id` and `key`, in the order in which they came.
    """
    keys = {source: set(rows) for source, rows in said.groupby("source_id", sort=False)["key"]}
    for place, mine in enumerate(keys):
        for other in list(keys)[:place]:
            n = len(keys[mine] & keys[other])
            if mine in fresh and n >= LEAST and n >= share * min(len(keys[mine]), len(keys[other])):
                yield mine, other, n


def _values(contents: Contents) -> pd.DataFrame:
    """What files say of indicators, as a hash of each value with its name, kind, time, place and group."""
    values, indicators = contents.frames["observations"], contents.frames["indicators"]
    names = dict(zip(indicators["indicator_id"], indicators["name_en"].str.casefold(), strict=True))
    values = values[values["provenance"].eq("imported") & values["value"].ne(0) & values["activity_id"].isna()]
    said = values[["kind", "value", "start_on", "end_on", *GROUP]].assign(name=values["indicator_id"].map(names))
    return pd.DataFrame(
        {"source_id": values["source_id"], "key": pd.util.hash_pandas_object(said.astype("str"), False)}
    )


def _records(contents: Contents) -> pd.DataFrame:
    """What files record of issues, as a hash of each record."""
    paths = [part.whole for part in contents.parts.get("issue_records", ())]
    if len(paths) < 2 or sum(pq.ParquetFile(path).metadata.num_rows for path in paths) > ROWS_COMPARED:
        return pd.DataFrame({"source_id": [], "key": []})
    rows = pd.concat([pq.read_table(path, columns=["source_id", *RECORD]).to_pandas() for path in paths])
    rows = rows[rows["count"].gt(0)]
    key = pd.util.hash_pandas_object(rows[list(RECORD)].astype("str"), index=False)
    return pd.DataFrame({"source_id": rows["source_id"], "key": key}).drop_duplicates()
