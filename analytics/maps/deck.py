"""A drawing as pydeck: geometry by address, colours looked up in the browser, so that a filter sends a few KiB.

`digits` holds one class per feature of a file, in the file's order (`Shapes.codes`); the browser takes the colour
by the feature's position `i`. The parentheses are needed, and the trigger: without it colours never change.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import pydeck as pdk

from analytics.maps.camera import Camera
from analytics.maps.drawing import Drawing
from analytics.maps.shapes import Shapes
from analytics.maps.spot import Spot
from analytics.palette import Look, rgba

NONE = [0, 0, 0, 0]
PIXELS = pdk.types.String("pixels")  # a plain string would be read as an expression
MOST_CLASSES = 10
TINT = 0.42  # how much of a partnership's colour a whole country takes
RADIUS_PX = {"world": 4, "country": 7, "department": 9}
MANY_POINTS = 60  # so many would cover one another at their usual size
LABEL_PX = 22  # the height of a name with its background
LETTER_PX = 8  # of a name, on average, with its background
SMALL_PX = 14  # a country smaller than this on the map of the world gets a disc
HATCH_PX = {"world": 1.2, "country": 1.6, "department": 2.2}


def lookup(colours: list[list[int]], digits: str) -> str:
    """The expression by which the browser finds a feature's colour."""
    return f'({json.dumps(colours)})[("{digits}")[properties.i]]'


def classes(codes: tuple[str, ...], chosen: Mapping[str, str], base: list[str | None]) -> tuple[str, list[str | None]]:
    """One digit for each code, and the colour of each class; `base` are the classes of what is not chosen."""
    colours = [*base, *dict.fromkeys(chosen.values())][:MOST_CLASSES]
    place = {colour: str(i) for i, colour in enumerate(colours)}
    last = str(len(colours) - 1)
    return "".join(place.get(chosen[code], last) if code in chosen else "0" for code in codes), colours


def mixed(colour: str, ground: str, share: float = TINT) -> str:
    """A colour laid lightly over another."""
    pairs = zip(rgba(colour)[:3], rgba(ground)[:3], strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def _rgba(colour: str | None) -> list[int]:
    return rgba(colour) if colour else NONE


def _polygons(
    name: str, url: str, fill: tuple[str, list], line: list[list[int]], *, pickable: bool, look: Look
) -> pdk.Layer:
    digits, colours = fill
    return pdk.Layer(
        "GeoJsonLayer", data=url, id=name, stroked=True, filled=True, pickable=pickable, auto_highlight=pickable,
        highlight_color=look.rgb("ink", 26), get_fill_color=lookup([_rgba(c) for c in colours], digits),
        get_line_color=lookup(line, digits), line_width_units=PIXELS, get_line_width=0.8,
        update_triggers={"getFillColor": [digits, look.dark], "getLineColor": [digits, look.dark]},
    )  # fmt: skip


def lines(name: str, url: str, codes: tuple[str, ...], chosen: Mapping[str, str], width: float,
          opacity: float = 1) -> pdk.Layer:  # fmt: skip
    digits, colours = classes(codes, chosen, [None])
    return pdk.Layer(
        "GeoJsonLayer", data=url, id=name, stroked=True, filled=False, pickable=False, line_width_units=PIXELS,
        opacity=opacity, get_line_width=width, get_line_color=lookup([_rgba(c) for c in colours], digits),
        update_triggers={"getLineColor": [digits, colours]},
    )  # fmt: skip


def map_deck(
    drawing: Drawing, spot: Spot, divisions: Mapping[str, str], countries: Shapes, departments: Shapes,
    urls: Mapping[str, str], camera: Camera, look: Look,
) -> pdk.Deck:  # fmt: skip
    """The map; `divisions` are those of the spot's country, by code.

    Layers that can be clicked carry the spot in their id: moving on forgets what was clicked.
    """
    layers = ground_layers(drawing, spot, divisions, countries, departments, urls, look)
    if drawing.hatches:
        name, shapes = ("countries", countries) if spot.is_world else ("departments", departments)
        file = {"countries": "hatching-countries", "departments": "hatching"}[name]
        layers.append(lines("hatching", urls[file], shapes.codes, drawing.hatches, HATCH_PX[spot.level]))
        layers.append(lines("hatching-edges", urls[name], shapes.codes, drawing.hatches, 1))
    if drawing.outlines:
        layers.append(lines("outlines", urls["countries"], countries.codes, drawing.outlines, 1.6))
    if spot.level == "department":
        layers.append(lines("frame", urls["departments"], departments.codes, {spot.area: look["soft"]}, 1.4))
    if spot.is_world:
        layers += _small_countries(drawing, countries, camera)
    layers += _point_layers(drawing, spot, camera, look)
    return deck_of(layers, camera)


def ground_layers(
    drawing: Drawing, spot: Spot, divisions: Mapping[str, str], countries: Shapes, departments: Shapes,
    urls: Mapping[str, str], look: Look,
) -> list[pdk.Layer]:  # fmt: skip
    """What lies below everything else: the countries, and the divisions of the one that is looked at."""
    layers = [_country_layer(drawing, spot, countries, urls, look)]
    if not spot.is_world:
        layers.append(_department_layer(drawing, spot, divisions, departments, urls, look))
    return layers


def deck_of(layers: list[pdk.Layer], camera: Camera) -> pdk.Deck:
    """The layers under one camera; no map provider, so that no tile server is asked."""
    controller = {"dragRotate": False, "touchRotate": False, "keyboard": True, "doubleClickZoom": True}
    return pdk.Deck(
        layers=layers, map_provider=None,
        views=[pdk.View(type="MapView", controller=controller)],
        initial_view_state=pdk.ViewState(
            longitude=camera.longitude, latitude=camera.latitude, zoom=camera.zoom, min_zoom=0, max_zoom=11,
            pitch=0, bearing=0,
        ),
    )  # fmt: skip


def _country_layer(drawing: Drawing, spot: Spot, shapes: Shapes, urls: Mapping[str, str], look: Look) -> pdk.Layer:
    ground = look["land"] if spot.is_world else look["empty"]
    chosen = {code: mixed(colour, ground) for code, colour in drawing.fills.items() if spot.is_world}
    if not spot.is_world:
        own = drawing.fills.get(spot.country)
        chosen = {spot.country: mixed(own, look["land"]) if own else look["land"]}
    fill = classes(shapes.codes, chosen, [ground])
    return _polygons(
        f"countries-{spot.chosen}", urls["countries"], fill, [look.rgb("land_line")] * len(fill[1]),
        pickable=True, look=look,
    )  # fmt: skip


def _small_countries(drawing: Drawing, shapes: Shapes, camera: Camera) -> list[pdk.Layer]:
    """A pale disc for each country that would be lost at this scale: the country, not a place in it."""
    data = []
    for code, colour in drawing.fills.items():
        box = shapes.boxes[code]
        if max(box.width, box.height) * camera.scale / 360 < SMALL_PX:
            at = {"x": (box.west + box.east) / 2, "y": (box.south + box.north) / 2}
            data.append({"code": code, **at, "fill": rgba(colour, 110), "line": rgba(colour)})
    return [pdk.Layer(
        "ScatterplotLayer", data=data, id="small-countries", pickable=True, stroked=True, filled=True,
        get_position="[x, y]", get_fill_color="fill", get_line_color="line", radius_units=PIXELS, get_radius=7,
        line_width_units=PIXELS, get_line_width=1,
    )] if data else []  # fmt: skip


def _department_layer(
    drawing: Drawing, spot: Spot, divisions: Mapping[str, str], shapes: Shapes, urls: Mapping[str, str], look: Look
) -> pdk.Layer:
    own = drawing.fills.get(spot.country)
    ground = mixed(own, look["land"]) if own else look["land"]
    inside = dict.fromkeys(divisions, ground)
    if spot.level == "department":
        inside[spot.area] = mixed(own, look["paper"], 0.25) if own else look["paper"]
    inside |= {code: mixed(colour, ground) for code, colour in drawing.fills.items() if code in inside}
    fill = classes(shapes.codes, inside, [None])
    line = [NONE] + [look.rgb("land_line")] * (len(fill[1]) - 1)
    return _polygons(f"departments-{spot.chosen}", urls["departments"], fill, line, pickable=True, look=look)


def _point_layers(drawing: Drawing, spot: Spot, camera: Camera, look: Look) -> list[pdk.Layer]:
    """Circles of one size; at the level of the world too small to click, so that the country below is clicked."""
    is_many = len(drawing.points) > MANY_POINTS
    radius, rim = RADIUS_PX["world" if is_many else spot.level], look.rgb("land_line")
    data = [
        {
            "code": p.code, "name": p.name, "x": p.lon, "y": p.lat,
            "fill": look.rgb("paper", 235) if p.is_ring else rgba(p.colour),
            "line": rgba(p.colour) if p.is_ring else rim,
        }
        for p in drawing.points
    ]  # fmt: skip
    circles = pdk.Layer(
        "ScatterplotLayer", data=data, id=f"points-{spot.chosen}", pickable=not spot.is_world, stroked=True,
        filled=True,
        get_position="[x, y]", get_fill_color="fill", get_line_color="line", radius_units=PIXELS, get_radius=radius,
        line_width_units=PIXELS, get_line_width=1 if spot.is_world or is_many else 1.8,
    )  # fmt: skip
    layers = [circles] if data else []
    if chosen := [row for row in data if row["code"] == spot.chosen]:
        layers.append(pdk.Layer(
            "ScatterplotLayer", data=chosen, id="chosen", pickable=False, stroked=True, filled=False,
            get_position="[x, y]", get_line_color=look.rgb("ink"), radius_units=PIXELS, get_radius=radius + 4,
            line_width_units=PIXELS, get_line_width=2,
        ))  # fmt: skip
    if data and spot.level == "department":
        layers.append(pdk.Layer(
            "TextLayer", data=_labels(data, camera, radius + 8), id="labels", pickable=False,
            get_position="[x, y]", get_text="name", get_size=14,
            get_color=look.rgb("ink"), get_text_anchor="anchor",
            get_alignment_baseline=pdk.types.String("center"),
            get_pixel_offset="offset", font_family=pdk.types.String("Figtree, sans-serif"),
            character_set=pdk.types.String("auto"), background=True, get_background_color=look.rgb("paper", 215),
            background_padding=[4, 2, 4, 2],
        ))  # fmt: skip
    return layers


def _labels(data: list[dict], camera: Camera, away: int) -> list[dict]:
    """Names beside their circles, to the right, else to the left; left out where both sides would cover a name."""
    labels: list[dict] = []
    taken: list[tuple[float, float, float, float]] = []
    for row in sorted(data, key=lambda row: (-row["y"], row["x"])):
        x, y = camera.pixel(row["x"], row["y"], 0, 0)
        wide = len(row["name"]) * LETTER_PX
        for anchor, offset, left in (("start", away, x + away), ("end", -away, x - away - wide)):
            box = (left, y - LABEL_PX / 2, left + wide, y + LABEL_PX / 2)
            if not any(_overlap(box, other) for other in taken):
                taken.append(box)
                place = {"x": row["x"], "y": row["y"], "anchor": anchor, "offset": [offset, 0]}
                labels.append({"name": row["name"], **place})
                break
    return labels


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
