"""What a map shows, before any pixel: which area in which way, which point, what each says, and the legend.

Exactness decides the way: work in a whole country is a light fill; work somewhere in an area, its places not
named, is hatched; a named place is a circle, all of one size. No order and no number is drawn as size or shade.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from analytics.maps.spot import Spot
from analytics.palette import Look
from analytics.wording import Words

LAYERS = ("presence", "activities", "issues")
SEVERAL = "several"


@dataclass(frozen=True)
class Sign:
    """A line of the legend: how a thing is drawn (fill, hatch, outline, circle, ring), its colour, its words."""

    style: str
    colour: str
    text: str


@dataclass(frozen=True)
class Point:
    code: str
    name: str
    lon: float
    lat: float
    colour: str
    is_ring: bool = False


@dataclass
class Drawing:
    """Colours by place code for each way of drawing an area, the points, what each place says, and the legend."""

    fills: dict[str, str] = field(default_factory=dict)
    hatches: dict[str, str] = field(default_factory=dict)
    outlines: dict[str, str] = field(default_factory=dict)
    points: list[Point] = field(default_factory=list)
    tips: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    legend: list[Sign] = field(default_factory=list)
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    unplaced: int = 0  # places in view without a point: in the table, not on the map

    @property
    def is_empty(self) -> bool:
        return not (self.fills or self.hatches or self.outlines or self.points)

    def tell(self, code: str, name: str, line: str) -> None:
        """Adds a line to what a place says."""
        self.tips.setdefault(code, (name, []))[1].append(line)


def presence_map(areas: pd.DataFrame, points: pd.DataFrame, spot: Spot, look: Look, say: Words) -> Drawing:
    """Where partnerships work, by partnership and as exactly as stated."""
    drawing = _areas(areas, spot, look, say, _presence_lines)
    here = points[(points["activities"] > 0) | points["evidence"].str.contains("programme_places:", regex=False)]
    return _with_points(
        drawing, here, spot, look, say, lambda row: say("{partnership} is here", partnership=row.partnership_name)
    )


def activities_map(areas: pd.DataFrame, points: pd.DataFrame, spot: Spot, look: Look, say: Words) -> Drawing:
    """Where an activity is recorded, as exactly as the documents place it."""
    recorded = areas[areas["activities"] > 0].assign(
        is_whole=lambda f: f["activities_whole"] > 0, is_part=lambda f: f["activities_part"] > 0, is_working=True
    )
    drawing = _areas(recorded, spot, look, say, _activity_lines)
    here = points[points["activities"] > 0]
    return _with_points(drawing, here, spot, look, say, lambda row: _activities(row, say))


def issues_map(
    points: pd.DataFrame, matrix: pd.DataFrame, issue: str | None, spot: Spot, look: Look, say: Words
) -> Drawing:
    """What the dialogues listed: a filled circle has the issue (without one: any) on its list, a ring has not."""
    listed = points[points["issues_listed"] > 0]
    with_it = set(matrix["place_id"] if issue is None else matrix.loc[matrix["issue_type_id"] == issue, "place_id"])
    name = "" if issue is None else next(iter(matrix.loc[matrix["issue_type_id"] == issue, "issue_name"]), "")
    drawing = Drawing()
    here = _in_view(listed, spot)
    drawing.unplaced, placed = _unplaced(here)
    for row in placed.itertuples(index=False):
        is_ring = row.place_id not in with_it
        drawing.points.append(Point(row.place_id, row.place_name, row.lon, row.lat, look["brick"], is_ring))
        drawing.tell(row.place_id, row.place_name, row.issue_names)
    drawing.points.sort(key=lambda point: not point.is_ring)  # filled ones on top
    drawing.legend = [
        Sign(
            "circle",
            look["brick"],
            say("“{issue}” is on its list", issue=name) if issue else say("has a list of issues"),
        )
    ]
    if issue:
        drawing.legend.append(
            Sign("ring", look["brick"], say("has a list, without this issue: not listed is not absent"))
        )
    columns = ["place_name", "parent_name", "country_code", "issues_listed", "issue_names", "evidence"]
    drawing.table = here[columns].reset_index(drop=True)
    return drawing


def _in_view(frame: pd.DataFrame, spot: Spot) -> pd.DataFrame:
    if spot.is_world:
        return frame
    inside = frame[frame["country_code"] == spot.country]
    return inside[inside["parent_id"] == spot.area] if spot.level == "department" and "parent_id" in inside else inside


def _unplaced(points: pd.DataFrame) -> tuple[int, pd.DataFrame]:
    """How many places have no point, and the rows of those that have one."""
    has_point = points["lat"].notna() & points["lon"].notna()
    return points.loc[~has_point, "place_id"].nunique(), points[has_point]


Lines = Callable[[object, Spot, Words], list[str]]


def _areas(areas: pd.DataFrame, spot: Spot, look: Look, say: Words, lines: Lines) -> Drawing:
    """The areas of the level; the whole-country work of the country itself stays under its divisions."""
    drawing = Drawing()
    countries = areas[areas["area_level"] == "country"]
    shown = (
        countries
        if spot.is_world
        else areas[(areas["area_level"] == "department") & (areas["country_code"] == spot.country)]
    )
    own = countries.iloc[:0] if spot.is_world else countries[countries["area_id"] == spot.country]
    signs: dict[tuple[str, str], Sign] = {}
    for row in [*shown.itertuples(index=False), *own.itertuples(index=False)]:
        for line in lines(row, spot, say):
            drawing.tell(row.area_id, row.area_name, line)
        style = _style(row, is_own=not spot.is_world and row.area_level == "country")
        if style is None:
            continue
        ways = {"fill": drawing.fills, "hatch": drawing.hatches, "outline": drawing.outlines}[style]
        colour = look.partnership(row.partnership_id)
        ways[row.area_id] = colour if ways.get(row.area_id, colour) == colour else look["soft"]
        signs[style, row.partnership_id] = Sign(style, colour, _sign_words(style, row, spot, say))
        if ways[row.area_id] != colour:
            signs[style, SEVERAL] = Sign(style, look["soft"], say("more than one partnership"))
    if spot.level == "department":
        drawing.hatches = {code: colour for code, colour in drawing.hatches.items() if code == spot.area}
        signs = {
            key: sign for key, sign in signs.items() if sign.style != "hatch" or sign.colour in drawing.hatches.values()
        }
    drawing.legend = list(signs.values())
    kept = own if shown.empty else own[own["is_whole"] | ~own["is_working"]]
    drawing.table = pd.concat([shown, kept]) if len(kept) else shown
    return drawing


def _style(row: object, *, is_own: bool) -> str | None:
    if row.is_whole:
        return "fill"
    if not row.is_working:
        return "outline"
    return "hatch" if row.is_part and not is_own else None


def _sign_words(style: str, row: object, spot: Spot, say: Words) -> str:
    name = row.partnership_name
    if style == "fill":
        return say("{partnership}: the whole country", partnership=name)
    if style == "outline":
        return say("{partnership}: a Center is here or people took part; no work here is stated", partnership=name)
    if spot.is_world:
        return say("{partnership}: somewhere in the country, the places not named", partnership=name)
    return say("{partnership}: somewhere in the area, the places not named", partnership=name)


def _presence_lines(row: object, spot: Spot, say: Words) -> list[str]:
    name, lines = row.partnership_name, []
    if row.is_whole:
        lines.append(say("{partnership}: the whole country", partnership=name))
    if row.area_level == "department" and row.is_part:
        lines.append(say("{partnership}: somewhere here, the places not named", partnership=name))
    elif row.parts:
        lines.append(
            say.many(
                "{partnership}: {n} division, its places not named",
                "{partnership}: {n} divisions, their places not named",
                row.parts,
                partnership=name,
            )
        )
    elif row.is_part:
        lines.append(say("{partnership}: a region of the country, told in words", partnership=name))
    if row.points:
        lines.append(
            say.many("{partnership}: {n} place named", "{partnership}: {n} places named", row.points, partnership=name)
        )
    if not row.is_working:
        lines.append(f"{name}: {row.guest_notes}" if pd.notna(row.guest_notes) else name)
    return lines


def _activity_lines(row: object, spot: Spot, say: Words) -> list[str]:
    return [_activities(row, say)]


def _activities(row: object, say: Words) -> str:
    return say.many(
        "{partnership}: {n} activity recorded",
        "{partnership}: {n} activities recorded",
        row.activities,
        partnership=row.partnership_name,
    )


def _with_points(drawing: Drawing, points: pd.DataFrame, spot: Spot, look: Look, say: Words, line: Callable) -> Drawing:
    here = _in_view(points, spot)
    seen: dict[str, Point] = {}
    drawing.unplaced, placed = _unplaced(here)
    for row in placed.itertuples(index=False):
        colour = look.partnership(row.partnership_id)
        seen.setdefault(row.place_id, Point(row.place_id, row.place_name, row.lon, row.lat, colour))
        drawing.tell(row.place_id, row.place_name, line(row))
    drawing.points = list(seen.values())
    for row in here.drop_duplicates("partnership_id").itertuples(index=False):
        text = say("{partnership}: a place that is named", partnership=row.partnership_name)
        drawing.legend.append(Sign("circle", look.partnership(row.partnership_id), text))
    drawing.table = _table(drawing.table, here, spot)
    return drawing


def _table(areas: pd.DataFrame, points: pd.DataFrame, spot: Spot) -> pd.DataFrame:
    """The same facts as rows: one per place and partnership, as exactly as stated."""
    columns = ["place_name", "parent_name", "partnership_name", "how", "points", "activities", "evidence"]
    if spot.level == "department":
        areas = areas[(areas["area_id"] == spot.area) & areas["is_part"] | (areas["area_level"] == "country")]
    rows = areas.assign(place_name=areas["area_name"], parent_name=None)
    if spot.level != "department":
        return rows[columns].reset_index(drop=True)
    named = points.assign(how="named", points=1)
    return pd.concat(
        [frame for frame in (named[columns], rows[columns]) if len(frame)] or [rows[columns]], ignore_index=True
    )
