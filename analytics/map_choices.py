"""Which layers of a map the open data can show, and which answer the five questions that a reader begins with."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics import mapped
from analytics.maps.layers import LayerSpec
from analytics.reading_quality import money_kind
from analytics.reading_records import measure_name
from analytics.wording import Words

WORK, LISTED, DONE, UNTOUCHED, CHANGED = QUESTIONS = ("work", "listed", "done", "untouched", "changed")
DRAWINGS = {WORK: "presence", LISTED: "issues", DONE: "activities"}  # questions whose map draws what documents state


@dataclass(frozen=True)
class Offer:
    """A layer that can be chosen: as a link writes it, and in words."""

    text: str
    words: str


def offers(
    recorded: pd.DataFrame, has_population: bool, names: dict[str, str], say: Words,
    measures: pd.DataFrame | None = None, indicators: pd.DataFrame | None = None,
) -> list[Offer]:  # fmt: skip
    """Every layer with classes that the data fills; `recorded`, `measures` and `indicators` are the answers of
    `recorded_issues`, `map_measures` and `map_indicators`."""
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
    found += _measured(measures, say) if measures is not None else []
    found += _indicators(indicators, say) if indicators is not None else []
    found.append(Offer("flows:funder", say("From funders to places")))
    found.append(Offer("flows:seat", say("From the seats of partners to places")))
    found.append(Offer("attribute:pdet", say("PDET municipalities")))
    if has_population:
        found.append(Offer("attribute:population", say("People who live there")))
    return found


def _measured(measures: pd.DataFrame, say: Words) -> list[Offer]:
    """People who took part, and each currency of each kind of amounts by itself."""
    found = [Offer("people", say("People who took part, by place"))] if measures["measure"].eq("people").any() else []
    for row in measures[measures["measure"] == "money"].itertuples(index=False):
        words = say("{kind} in {currency}, by place", kind=money_kind(row.money_kind, say), currency=row.currency)
        found.append(Offer(LayerSpec("money", (row.currency, row.money_kind)).to_text(), words))
    return found


def _indicators(indicators: pd.DataFrame, say: Words) -> list[Offer]:
    """Each indicator: what was reached; where a target is stated, its share and the distance to it."""
    found = []
    for row in indicators.itertuples(index=False):
        said = {"actual": say("{indicator}: reached", indicator=row.indicator_name)}
        if row.has_target:
            said["share"] = say("{indicator}: share of the target", indicator=row.indicator_name)
            said["distance"] = say("{indicator}: distance to the target", indicator=row.indicator_name)
        found += [Offer(LayerSpec("indicator", (row.indicator_id, of)).to_text(), text) for of, text in said.items()]
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
    """The layer and the two years that answer "What changed?": the ends of the longest series.

    Only of those that cover at least half as many municipalities as the widest one: a few places say little of change.
    """
    series = recorded[recorded["total"].notna() & (recorded["last_year"] > recorded["first_year"])]
    if series.empty:
        return None
    series = series[series["municipalities"] >= series["municipalities"].max() / 2]
    lasting = (series["last_year"] - series["first_year"]).rename("years")
    rows = series.assign(years=lasting).sort_values(["years", "record_rows"], ascending=[False, False])
    row = rows.iloc[0]
    last = row["last_year"] - (1 if pd.notna(row["partial_year"]) and row["partial_year"] == row["last_year"] else 0)
    text = LayerSpec("recorded", (row["issue_type_id"], row["dataset"], row["measure"])).to_text()
    return text, (str(int(row["first_year"])), str(int(last)))
