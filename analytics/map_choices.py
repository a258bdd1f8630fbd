"""Which layers of a map the open data can show, and which answer the five questions that a reader begins with."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics import mapped
from analytics.maps.layers import LayerSpec
from analytics.reading_records import measure_name
from analytics.wording import Words

WORK, LISTED, DONE, UNTOUCHED, CHANGED = QUESTIONS = ("work", "listed", "done", "untouched", "changed")
DRAWINGS = {WORK: "presence", LISTED: "issues", DONE: "activities"}  # questions whose map draws what documents state


@dataclass(frozen=True)
class Offer:
    """A layer that can be chosen: as a link writes it, and in words."""

    text: str
    words: str


def offers(recorded: pd.DataFrame, has_population: bool, names: dict[str, str], say: Words) -> list[Offer]:
    """Every layer with classes that the data fills; `recorded` is the answer of `recorded_issues`."""
    found: list[Offer] = []
    for row in recorded.itertuples(index=False):
        own = (row.issue_type_id, row.dataset, row.measure)
        said = {"issue": row.issue_name, "measure": measure_name(row.measure, say).lower(),
                "dataset": names.get(row.dataset, row.dataset)}  # fmt: skip
        found.append(Offer(LayerSpec("recorded", own).to_text(), say("{issue}: {measure} ({dataset})", **said)))
        if has_population and row.measure not in ("hectares", "seizures", "mines"):
            words = say("{issue}: {measure} per 100,000 people ({dataset})", **said)
            found.append(Offer(LayerSpec("recorded", (*own, "rate")).to_text(), words))
        words = say("{issue} and activities: {measure} ({dataset})", **said)
        found.append(Offer(LayerSpec("recorded-done", own).to_text(), words))
        if row.measure in ("events", "deaths"):
            words = say("{issue}: each event ({dataset})", **said)
            found.append(Offer(LayerSpec("events", own[:2]).to_text(), words))
    datasets = recorded.loc[recorded["measure"].isin(["events", "deaths"]), "dataset"].unique()
    for dataset in datasets:
        words = say("Each event ({dataset})", dataset=names.get(dataset, dataset))
        found.append(Offer(LayerSpec("events", (mapped.ANY, dataset)).to_text(), words))
    found.append(Offer(LayerSpec("activities", method="natural").to_text(), say("Activities recorded, by place")))
    found.append(Offer("flows:funder", say("From funders to places")))
    found.append(Offer("flows:seat", say("From the seats of partners to places")))
    found.append(Offer("attribute:pdet", say("PDET municipalities")))
    if has_population:
        found.append(Offer("attribute:population", say("People who live there")))
    return found


def untouched(recorded: pd.DataFrame) -> str:
    """The layer that answers "Where is something recorded and no activity with it?"; empty where no data does.

    Of the issues that a source counts, the one recorded in the fewest places of those with at least a hundred: a map of
    everywhere answers nothing.
    """
    counted = recorded[recorded["total"].notna() & (recorded["municipalities"] > 0)]
    wide = counted[counted["municipalities"] >= 100]
    rows = (wide if len(wide) else counted).sort_values(["municipalities", "issue_type_id"])
    if rows.empty:
        return ""
    row = rows.iloc[0]
    return LayerSpec("recorded-done", (row["issue_type_id"], row["dataset"], row["measure"])).to_text()


def changed(recorded: pd.DataFrame) -> tuple[str, tuple[str, str]] | None:
    """The layer and the two years that answer "What changed?": of the series that lasts longest, its ends."""
    series = recorded[recorded["total"].notna() & (recorded["last_year"] > recorded["first_year"])]
    if series.empty:
        return None
    lasting = (series["last_year"] - series["first_year"]).rename("years")
    rows = series.assign(years=lasting).sort_values(["years", "record_rows"], ascending=[False, False])
    row = rows.iloc[0]
    last = row["last_year"] - (1 if pd.notna(row["partial_year"]) and row["partial_year"] == row["last_year"] else 0)
    text = LayerSpec("recorded", (row["issue_type_id"], row["dataset"], row["measure"])).to_text()
    return text, (str(int(row["first_year"])), str(int(last)))
