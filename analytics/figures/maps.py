"""Maps as figures: paths and circles in the picture's own measure, so that they outlive the boundaries' files."""

from __future__ import annotations

from analytics import reading_places
from analytics.columns import references
from analytics.figures.asker import Asker
from analytics.figures.making import Draft, Number, figure
from analytics.maps.camera import Camera, fit
from analytics.maps.drawing import Drawing, activities_map, issues_map, presence_map
from analytics.maps.shapes import shapes, view_box
from analytics.maps.spot import WORLD, Spot, countries_in_view, find_spot
from analytics.maps.svg import outlines
from analytics.wording import Words

WIDTH, HEIGHT = 1040, 560
SMALL_PX = 7  # a country smaller than this gets a disc
MOST_NAMES = 40


def credit(say: Words) -> str:
    """Whose boundaries and codes a map is drawn with, and what its borders are."""
    return say(
        "Made with Natural Earth. Place codes, names and seats of municipalities: Departamento Administrativo Nacional "
        "de Estadística - DANE: www.dane.gov.co. Borders are de facto lines and imply no opinion on the status "
        "of any territory."
    )


def _spot(ask: Asker, at: str) -> Spot:
    return find_spot(ask.index, at or WORLD) or Spot(WORLD)


def _camera(ask: Asker, spot: Spot) -> Camera:
    snapshot = ask.engine.snapshot
    recorded = countries_in_view(ask.everything("map_areas"))
    box = view_box(spot, shapes(snapshot, "countries"), shapes(snapshot, "departments"), recorded)
    return fit(box, WIDTH, HEIGHT, margin=16)


def drawn(ask: Asker, drawing: Drawing, spot: Spot) -> dict:
    """The drawing as paths, circles, names and a legend."""
    snapshot, camera = ask.engine.snapshot, _camera(ask, spot)
    countries = outlines(snapshot.geometry("countries.geojson"), camera, WIDTH, HEIGHT)
    inner = {} if spot.is_world else outlines(snapshot.geometry("departments.geojson"), camera, WIDTH, HEIGHT)
    near = {spot.country} if inner else set(countries)
    land = "".join(data for code, (data, _) in countries.items() if code in near)
    far = "".join(data for code, (data, _) in countries.items() if code not in near)
    divisions = "".join(data for data, _ in inner.values())
    shapes_, discs, names = [], [], []
    for code, (data, box) in (countries | inner).items():
        ways = (("fill", drawing.fills), ("hatch", drawing.hatches), ("outline", drawing.outlines))
        styles = [(style, held[code]) for style, held in ways if code in held]
        if not styles:
            continue
        title, lines = drawing.tips.get(code, ("", []))
        middle = [round((box.west + box.east) / 2, 1), round((box.south + box.north) / 2, 1)]
        if max(box.width, box.height) < SMALL_PX:
            discs.append({"x": middle[0], "y": middle[1], "colour": styles[0][1]})
        shapes_.append({"d": data, "styles": styles, "tip": [title, *lines]})
        if title and 0 < middle[0] < WIDTH and 0 < middle[1] < HEIGHT:
            names.append({"x": middle[0], "y": middle[1], "text": title, "is_area": True})
    points = []
    for point in drawing.points:
        x, y = (round(v, 1) for v in camera.pixel(point.lon, point.lat, WIDTH, HEIGHT))
        if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
            continue
        tip = drawing.tips.get(point.code, (point.name, []))
        points.append({"x": x, "y": y, "colour": point.colour, "is_ring": point.is_ring, "tip": [tip[0], *tip[1]]})
        names.append({"x": x, "y": y, "text": point.name, "is_area": False})
    return {
        "width": WIDTH, "height": HEIGHT, "land": land, "far": far, "divisions": divisions, "shapes": shapes_,
        "discs": discs, "points": points, "names": names[:MOST_NAMES] if not spot.is_world else [
            name for name in names if name["is_area"]][:MOST_NAMES],
        "legend": [{"style": s.style, "colour": s.colour, "text": s.text} for s in drawing.legend],
    }  # fmt: skip


def _draft(ask: Asker, drawing: Drawing, spot: Spot, title: str, sentence: str, unit: str) -> Draft:
    say, notes = ask.say, [credit(ask.say)]
    if drawing.unplaced:
        notes.insert(0, say.many(
            "{n} place has no point and is not drawn; the table has it.",
            "{n} places have no point and are not drawn; the table has them.", drawing.unplaced,
        ))  # fmt: skip
    table = drawing.table
    numbers = []
    if len(table):
        n = table["place_name"].nunique()
        numbers = [Number(title, say.many("{n} place", "{n} places", n), n, references(table), "places")]
    return Draft(title, table, sentence, unit, drawn(ask, drawing, spot), numbers, notes)


def _shown(ask: Asker, layer: str, at: str) -> Draft:
    say, spot = ask.say, _spot(ask, at)
    areas, points = ask("map_areas"), ask("map_points")
    draw = presence_map if layer == "presence" else activities_map
    drawing = draw(areas, points, spot, ask.look, say)
    text = reading_places.map_summary(areas, points, spot, layer, say)
    if layer == "presence":
        text = f"{text} {reading_places.regions_summary(ask('map_regions'), spot, say)}".strip()
    unit = say("Hatched: somewhere in the area, its places not named. Circles: places that are named, all of one size.")
    return _draft(ask, drawing, spot, reading_places.map_question(layer, "", say), text, unit)


@figure("map", "at")
def presence(ask: Asker, at: str = "") -> Draft:
    """Where partnerships work, as exactly as the documents say."""
    return _shown(ask, "presence", at)


@figure("map", "at")
def activities(ask: Asker, at: str = "") -> Draft:
    """Where an activity is recorded."""
    return _shown(ask, "activities", at)


@figure("map", "at", "issue")
def issues_listed(ask: Asker, at: str = "", issue: str = "") -> Draft:
    """Which municipalities have a list of issues, or one issue on it."""
    say, wide = ask.say, ask.wide(issue=())
    points, matrix = wide("map_points"), wide("issue_matrix")
    listed = points.loc[points["issues_listed"] > 0, "country_code"].unique()
    spot = _spot(ask, at or (listed[0] if len(listed) == 1 else WORLD))
    drawing = issues_map(points, matrix, issue or None, spot, ask.look, say)
    name = next(iter(matrix.loc[matrix["issue_type_id"] == issue, "issue_name"]), "")
    if not spot.is_world:
        points = points[points["country_code"] == spot.country]
    if spot.level == "department":
        points = points[points["parent_id"] == spot.area]
    text = reading_places.issues_summary(points, matrix, issue or None, say)
    unit = say("Circles are municipalities with a list, all of one size. Not listed is not absent.")
    return _draft(ask, drawing, spot, reading_places.map_question("issues", name, say), text, unit)
