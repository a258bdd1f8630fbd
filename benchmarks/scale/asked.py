"""What is asked: the questions of every page, the representative ones, and the selections that they are asked under."""

from __future__ import annotations

from dataclasses import dataclass, field

from analytics.sample.words import KEY
from analytics.selection import Selection

SELECTIONS = {
    "everything": Selection(),
    "a place": Selection(place=("05",)),
    "a period": Selection(period=("2019-01", "2019-12")),
    "a component": Selection(component=(f"{KEY}-youth",)),
    "a sector": Selection(sector=("public",)),
    "combined": Selection(
        place=("73",), period=("2019-06", "2020-06"), component=(f"{KEY}-youth",), kind=("initiative",)
    ),
}
WITHOUT_CUBE = ("everything", "a period", "combined")  # asked of the rows too; each takes seconds there
PLACE, LARGE_PLACE = "05030", "05001"
ROWS_SHOWN = 200  # that a page shows of the rows behind a figure


@dataclass(frozen=True)
class Asked:
    """A question of a page with its own parameters."""

    name: str
    own: dict[str, object] = field(default_factory=dict)

    @property
    def label(self) -> str:
        said = ", ".join("×".join(v) if isinstance(v, tuple) else str(v) for v in self.own.values())
        return f"{self.name} ({said})" if said else self.name


def _of_place(*names: str) -> tuple[Asked, ...]:
    return tuple(Asked(name, {"place_id": PLACE}) for name in names)


def _of_indicator(name: str, **own: object) -> tuple[Asked, ...]:
    return (Asked(name, {"indicators": (f"{KEY}-awareness",)} | own),)


def _pivot(name: str, *axes: str) -> Asked:
    return Asked(name, {"rows": axes[:1], "columns": axes[1:]})


# What each page asks when it opens, in its order; the filters' own lists are asked once a version, on every page.
PAGES: dict[str, tuple[Asked, ...]] = {
    "Filters": (Asked("filter_options"), Asked("period_bounds"), Asked("place_index"), Asked("axis_names")),
    "Overview": (
        Asked("partnership_bands"), Asked("totals"), Asked("published_results"), Asked("map_areas"),
        Asked("map_points"), Asked("map_regions"), Asked("timeline"), Asked("activities_by_year"), Asked("not_stated"),
    ),
    "Map": (
        Asked("map_areas"), Asked("map_points"), Asked("map_regions"), Asked("recorded_issues"),
        Asked("map_activities", {"level": "municipality"}), Asked("map_measures"), Asked("map_indicators"),
        Asked("map_attributes", {"attribute": "population", "level": "country"}), Asked("issue_ranking"),
    ),
    "Map, by department and year": (Asked("map_activities_at", {"level": "department", "steps": "year"}),),
    "Map, money": (Asked("map_money_at", {"level": "department", "steps": "year"}),),
    "Places": (
        Asked("map_areas"), Asked("map_points"), *_of_place("place_profile", "place_programmes", "place_issues",
        "place_organisations", "place_records", "place_attribute_values", "places_alike"),
    ),
    "Places, its activities": (
        Asked("place_activities", {"place_id": PLACE}), Asked("place_activities", {"place_id": LARGE_PLACE}),
        Asked("place_activities", {"place_id": "CO"}), Asked("place_activity_counts", {"place_id": LARGE_PLACE}),
        Asked("months_of_place", {"place_id": LARGE_PLACE}),
    ),
    "Evidence": (
        Asked("published_results"), Asked("reconciliation"), Asked("told_in_words"), Asked("evidence_rows"),
        Asked("source_documents"),
    ),
    "Issues": (
        Asked("issue_ranking"), Asked("issue_answers"), Asked("context_issues"), Asked("recorded_issues"),
        Asked("recorded_places"), Asked("issue_matrix"), Asked("issue_pairs"), Asked("same_lists"),
        Asked("recorded_by_year"), Asked("recorded_without_activity"),
    ),
    "Partners": (
        Asked("partner_roles"), Asked("programme_overlap"), Asked("organisation_activities"),
        Asked("activity_partners"), Asked("organisation_themes"), Asked("common_objectives"),
        Asked("component_partners"), Asked("groups_reached"),
    ),
    "Results": (
        Asked("indicator_results"), Asked("indicator_sides"), Asked("indicator_results", {"by": "department"}),
        Asked("indicator_sheets"), Asked("indicator_totals"), *_of_indicator("indicator_periods"),
        *_of_indicator("indicator_periods", by="department"), *_of_indicator("indicator_results", by="component"),
        Asked("results_comparison", {"over": "year", "first": "2018", "second": "2019"}),
    ),
    "Results, rows behind a figure": (
        Asked("indicator_rows", {"indicators": (f"{KEY}-awareness",), "most": ROWS_SHOWN}),
        Asked(
            "indicator_rows",
            {"indicators": (f"{KEY}-awareness",), "over": "month", "bucket": "2019-07", "most": ROWS_SHOWN},
        ),
    ),
    "Quality": (
        Asked("reporting_by_year"), Asked("completeness"), Asked("place_precision"), Asked("currencies"),
        Asked("timeliness"),
    ),
    "Quality, reported twice": (Asked("reported_twice"),),
    "Explore": (_pivot("pivot_activities", "department", "year"), Asked("recorded_issues")),
    "Explore, other pivots": (
        _pivot("pivot_activities", "month"), _pivot("pivot_activities", "component", "kind"),
        _pivot("pivot_activities", "municipality"), _pivot("pivot_activities", "sector", "year"),
        _pivot("pivot_money", "money_kind", "currency"), _pivot("pivot_money", "department", "year"),
    ),
    "Explore, rows behind a cell": (
        Asked("rows_of_activities", {"axes": ("department", "year"), "codes": ("73", "2019")}),
        Asked("rows_of_money", {"axes": ("department", "year"), "codes": ("73", "2019")}),
    ),
}  # fmt: skip

# Asked of every engine, with what an answer's rows are; the numbers must be the same from all of them.
REPRESENTATIVE = {
    "figures": ("activities", "municipalities"),
    "by_municipality": ("place_id", "activities"),
    "by_department": ("department_id", "activities"),
    "by_month": ("month", "activities"),
    "by_component_and_year": ("component_id", "year", "activities"),
    "partners": ("organisation_id", "role", "activities", "start_on", "end_on"),
    "money": ("kind", "currency", "items", "amount"),
    "top_places": ("place_id", "activities"),
}
TOP = 10


def one(selection: Selection, name: str) -> str | None:
    """The one code of a filter; the selections here have no more."""
    return next(iter(getattr(selection, name)), None)
