"""What imports are read against: places and their names, issue types."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from analytics.checks import text
from analytics.checks.places import Gazetteer
from analytics.tables import held_table

UNCLASSIFIED = "unclassified"


@dataclass(frozen=True)
class Reference:
    """The reference tables of a data folder, read once for an import."""

    folders: dict[str, Path]

    @cached_property
    def places(self) -> pd.DataFrame:
        return held_table("places", self.folders)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        return Gazetteer(self.places, self.place_names)

    @cached_property
    def place_names(self) -> pd.DataFrame:
        """Other names of places."""
        return held_table("place_names", self.folders)

    @cached_property
    def sensitivity(self) -> dict[str, str]:
        """The sensitivity class of each issue type."""
        types = held_table("issue_types", self.folders)
        return dict(zip(types["issue_type_id"], types["sensitivity"], strict=True))

    @cached_property
    def units(self) -> dict[str, str]:
        """The code of each unit, by its code and its names as `text.key` reads them."""
        lists = held_table("code_lists", self.folders)
        own = lists[lists["list"] == "unit"]
        return {text.key(str(word)): code for column in ("code", "name_en", "name_es")
                for word, code in zip(own[column], own["code"], strict=True)}  # fmt: skip

    @cached_property
    def countries_held(self) -> dict[str, str]:
        """The countries of which the reference holds places below the first level, each under its own id."""
        local = self.places[self.places["level"] == "municipality"]
        return {country: country for country in local["country_code"].unique()}

    @cached_property
    def parents(self) -> dict[str, str]:
        """The place that each place lies in."""
        inner = self.places[self.places["parent_id"].notna()]
        return dict(zip(inner["place_id"], inner["parent_id"], strict=True))

    @cached_property
    def levels(self) -> dict[str, str]:
        """The level of each place."""
        return dict(zip(self.places["place_id"], self.places["level"], strict=True))
