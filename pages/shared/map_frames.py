"""A layer with classes and steps of time on the map page: picture, legend, place, chosen places, the same as table."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from analytics import comparing, illustrative, measuring, reading_maps
from analytics.charts.records import Column, year_columns
from analytics.columns import printed, readable
from analytics.exports.geo import as_geojson, as_geopackage
from analytics.maps.adding import together, together_words
from analytics.maps.deck import deck_of, ground_layers, lines
from analytics.maps.drawing import Drawing
from analytics.maps.events import packed
from analytics.maps.frame_deck import (
    Files,
    cell_bounds,
    cells_file,
    drawn_as,
    frame_layers,
    points_file,
    rounded,
    shown_cells,
    told,
)
from analytics.maps.frames import VALUE, MapFrame
from analytics.maps.home import stated_at
from analytics.maps.home import view_at as seen_at
from analytics.maps.layers import LayerSpec, View
from analytics.maps.legends import figure, interval_words
from analytics.maps.shapes import shapes
from analytics.maps.spot import Spot
from analytics.palette import Look, ramp
from analytics.selection import Selection
from pages.shared import filters, geo, layout, map_component, map_pages, map_view, served_files, store

if TYPE_CHECKING:
    import pandas as pd

CHOSEN, STEP = "chosen", "step"
MOST_CHOSEN, TOP = 60, 12
ABOVE_BORDERS = ("-circle", "-points", "-arcs")  # what stands at points is not cut by lines
HIDDEN = ("step", "place_id", "evidence", "is_partial")


# What is asked for


def view_at(spot: Spot, steps: str = "year", scale: str = "fixed") -> View:
    """What is looked at: countries on the world, in a country the finest level that it has places of."""
    towns = store.ask(measuring.map_places, level="municipality", country=spot.country)
    return seen_at(spot, len(towns) > 0, steps, scale)


def view_of(spec: LayerSpec, spot: Spot, chosen: Selection, steps: str, scale: str) -> View:
    """What is looked at of a layer: of an indicator the level at which it has values."""
    return stated_at(spec, view_at(spot, steps, scale), lambda own, view: store.map_frame(own, chosen, view)[0])


def asked_step(frame: MapFrame) -> str:
    return comparing.asked_step(frame, st.query_params.get(STEP, ""))


def asked_places(frame: MapFrame) -> list[str]:
    """The places chosen in the address that the layer knows, in its order."""
    asked = set(st.query_params.get(CHOSEN, "").split(","))
    return [code for code in frame.codes if code in asked][:MOST_CHOSEN]


def choose(codes: object) -> None:
    """Keeps the chosen places in the address; what is no list of codes is dropped."""
    wanted = [str(code) for code in codes if str(code).replace("-", "").isalnum()] if isinstance(codes, list) else []
    filters.write(CHOSEN, [",".join(wanted[:MOST_CHOSEN])] if wanted else [])


def go_to_step(key: object) -> None:
    filters.write(STEP, [str(key)[:20]])


# The picture


def polygons(view: View, spot: Spot) -> str | None:
    """The address of the polygons of a level, if there are any: finer ones further in."""
    urls = geo.addresses()
    if view.level == "country":
        return urls["countries"]
    detail = "med" if spot.level == "department" else "low"
    own = urls.get(
        {"municipality": "municipalities", "department": "departments"}[view.level] + f"-{view.country}-{detail}"
    )
    return own or (urls["departments"] if view.level == "department" else None)


def picture(frames: list[tuple[MapFrame, str]], spot: Spot, key: str, step: str, *, share: float, height: int,
            linked: str = "", most: float = 0, chosen: tuple[str, ...] = ()) -> None:  # fmt: skip
    """Layers over one another on one map, the first one lowest; `linked` maps move together and share `most`."""
    look, snapshot = store.look(), store.warehouse().snapshot
    countries, departments = shapes(snapshot, "countries"), shapes(snapshot, "departments")
    size = map_view.size_px(share, height)
    camera, urls = map_view.camera_of(spot, countries, departments, size), geo.addresses()
    divisions = {} if spot.is_world else map_view.divisions_of(spot)
    layers = ground_layers(Drawing(), spot, divisions, countries, departments, urls, look)
    notes: dict[str, list[str]] = {}
    for number, (frame, _) in enumerate(frames):
        view = frame.view
        places = store.ask(measuring.map_places, level=view.level, country=view.country)
        own = frame.points is not None and drawn_as(frame) in ("point", "heat")
        files = Files(
            served_files.steps.url(points_file(places)), polygons(view, spot),
            served_files.points.url(packed(frame.points)) if own else "",
            served_files.steps.url(cells_file(frame, step, look)) if drawn_as(frame) in ("hexagon", "cluster") else "",
        )  # fmt: skip
        layers += frame_layers(frame, number, files, urls, departments, look, step)
        for hatch in frame.hatches:
            notes.setdefault(hatch.place_id, [hatch.place_name]).append(hatch.words)
    if not spot.is_world:
        above = [i for i, layer in enumerate(layers) if layer.id.endswith(ABOVE_BORDERS)]
        at = min(above, default=len(layers))
        layers.insert(at, _borders(divisions, departments.codes, urls["departments"], look))
    shown = map_component.Shown(
        deck_of(layers, camera), camera, f"{spot.level}-{spot.area}", notes, divisions, spot.chosen, chosen,
        [told(one, number, url, step, most=most, is_still=bool(linked)) for number, (one, url) in enumerate(frames)],
        linked,
        frozenset() if linked else frozenset({"lasso", "copy"}),
    )  # fmt: skip
    acts = {"clicked": lambda code: map_view.go_to_clicked(str(code), spot), "chosen": choose, "step": go_to_step}
    map_component.draw(shown, key, int(size[1]), acts)


def _borders(divisions: dict[str, str], codes: tuple[str, ...], url: str, look: Look) -> object:
    """The borders of first-level divisions over what fills them."""
    return lines("borders", url, codes, dict.fromkeys(divisions, look["paper"]), 1.1)


def legend(frame: MapFrame, step: str, most: float = 0) -> str:
    """The classes in words with how many places are in each, and what is not on the map."""
    say = store.words()
    style = drawn_as(frame)
    if style in ("point", "heat"):
        items = "".join(
            _sign(sign, "pale circle" if sign.pattern == "outline" else "circle") for sign in frame.point_signs
        )
    elif style == "hexagon":
        items = _cell_signs(frame, step)
    elif style == "cluster":
        items = _cluster_sign(frame)
    elif style == "circle":
        items = _sizes(frame, most or frame.most) + "".join(
            _sign(sign) for sign in frame.signs(step) if sign.kind != VALUE and sign.n
        )
    else:
        items = "".join(_sign(sign) for sign in frame.signs(step) if sign.kind == VALUE or sign.n)
    if frame.hatches:
        words = say("rows placed no finer than the hatched area")
        items += f'<li><i class="swatch hatch" style="--c:{store.look()[frame.colour]}"></i>{escape(words)}</li>'
    head = f'<li class="head">{escape(frame.unit)}</li>'
    return f'<ul class="tj-legend classes" aria-label="{escape(say("Legend"))}">{head}{items}</ul>'


def _cell_signs(frame: MapFrame, step: str) -> str:
    """How many events a cell stands for, and how many are in cells that are not shown."""
    say, cells = store.words(), shown_cells(frame, step)
    colours, bounds = ramp(frame.colour, 6, store.look().dark), cell_bounds(cells)
    least = [1, *(bound + 1 for bound in bounds)]
    most = [*bounds, int(max(cells.counts, default=1))]
    words = [interval_words(*pair, say, is_whole=True, is_first=True) for pair in zip(least, most, strict=True)]
    items = "".join(
        f'<li><i class="swatch solid" style="--c:{colour}"></i>{escape(text)}</li>'
        for colour, text, low, high in zip(colours, words, least, most, strict=True)
        if low <= high
    )
    if cells.hidden_events:
        words = say.many("{n} event in cells with too few, not shown", "{n} events in cells with too few, not shown",
                         cells.hidden_events)  # fmt: skip
        items += f"<li>{escape(words)}</li>"
    return items


def _cluster_sign(frame: MapFrame) -> str:
    say, colour = store.words(), ramp(frame.colour, 6, store.look().dark)[3]
    words = say("events near one another, the larger the more; large circles hold their number")
    return f'<li><i class="swatch circle" style="--c:{colour}"></i>{escape(words)}</li>'


def _sign(sign: object, style: str = "") -> str:
    say = store.words()
    style = style or {"hatch": "not-stated", "dots": "not-computable", "outline": "no-data"}.get(sign.pattern, "solid")
    return (
        f'<li><i class="swatch {style}" style="--c:{sign.colour}"></i>{escape(sign.words)}'
        f" <small>{escape(say.number(sign.n))}</small></li>"
    )


def _sizes(frame: MapFrame, most: float) -> str:
    """Three circles as large as on the map, with what each stands for."""
    say = store.words()
    if not most:
        return ""
    largest = told(frame, 0, "", "")["most_px"]
    colour = next((s.colour for s in reversed(frame.classes) if s.kind == VALUE), store.look()[frame.colour])
    rows = []
    for part in (1, 0.25, 0.04):
        value = float(f"{most * part:.1g}") if part < 1 else most
        size = 2 * largest * (value / most) ** 0.5
        style = f"width:{size:.0f}px;height:{size:.0f}px;--c:{colour}"
        rows.append(f'<li class="size"><i style="{style}"></i>{escape(figure(rounded(value), say))}</li>')
    return "".join(rows)


# The whole


def page_map(spec: LayerSpec, over: list[LayerSpec], spot: Spot, chosen: Selection, view: View) -> None:
    """The layer beside the place panel, then the chosen places, the same in words and as table."""
    say = store.words()
    frames = [store.map_frame(one, chosen, view) for one in (spec, *over)]
    frame = frames[0][0]
    step, several = asked_step(frame), asked_places(frame)
    left, right = st.columns([0.68, 0.32], gap="medium")
    with left:
        if frame.is_empty:
            layout.nothing_found(chosen)
        picture(frames, spot, "map", step, share=0.68, height=map_view.HEIGHT_PX, chosen=tuple(several))
        for one, _ in frames:
            if len(frames) > 1:
                st.html(f'<p class="tj-legend-title">{escape(one.title)}</p>')
            st.html(legend(one, step if any(s.key == step for s in one.steps) else one.shown))
        _not_shown(frame)
        if summary := reading_maps.summary(frame, step, say):
            st.html(f'<p class="tj-summary">{escape(summary)}</p>')
        table = frame.twin(step) if frame.steps else frame.table
        layout.tools(frame.taken(step), key="map", chosen=chosen, title=frame.title, has_twin=False)
        take_away(frame, step, chosen, over=tuple(one for one, _ in frames[1:]))
        _twin(frame, table, step, several)
        for note in frame.notes:
            layout.note(note)
        map_view.credits()
    with right:
        if several:
            _chosen_panel(frame, step, several)
        _panel(frame, step, spot, chosen)


def take_away(frame: MapFrame, step: str, chosen: Selection, key: str = "map", over: tuple[MapFrame, ...] = ()) -> None:
    """What is shown to take along, as geometry with its values and as a page; made when it is asked for."""
    say = store.words()
    table = frame.taken(step)
    places = store.ask(measuring.map_places, level=frame.view.level, country=frame.view.country)
    about = layout.about(chosen, f"{frame.title} {frame.step(step).label}" if frame.steps else frame.title)
    snapshot = store.warehouse().snapshot
    bases = [snapshot.geometry(f"{name}.geojson") for name in ("countries", "departments")]
    shown = (table, places, bases, about)
    makers = {
        "geojson": (partial(as_geojson, *shown, arcs=frame.arcs), "application/geo+json", "GeoJSON"),
        "gpkg": (partial(as_geopackage, *shown, arcs=frame.arcs), "application/geopackage+sqlite3", "GeoPackage"),
    }
    with st.container(horizontal=True, gap="small", key=f"tools-{key}-geo"):
        for ending, (make, mime, name) in makers.items():
            st.download_button(
                say("Download {form}", form=name), data=make, mime=mime, type="tertiary", on_click="ignore",
                key=f"take-{ending}" if key == "map" else f"take-{key}-{ending}",
                file_name=illustrative.file_name(f"tejido-{key}.{ending}", frame.is_illustrative),
            )  # fmt: skip
        if frame.steps:
            map_pages.offer(frame, step, chosen, key, over)


def _not_shown(frame: MapFrame) -> None:
    """What passes the filters and is not on the map, one click from its rows."""
    if not frame.unplaced:
        return
    say = store.words()
    with st.container(horizontal=True, gap="small", key="map-unplaced", vertical_alignment="center"):
        words = "; ".join(one.words for one in frame.unplaced)
        st.html(f'<p class="tj-note">{escape(say("Not on the map:"))} {escape(words)}</p>', width="content")
        st.page_link(map_view.ISSUES_PAGE, label=say("See the rows"))


def _twin(frame: MapFrame, table: pd.DataFrame, step: str, several: list[str]) -> None:
    """The same as a table, the highest first; rows chosen in it are chosen on the map."""
    say = store.words()
    if not filters.switch("table", say("Table")):
        return
    rows = table.reset_index(drop=True)
    key = f"twin-{step}-{hash(tuple(several)) & 0xFFFF}"

    def picked() -> None:
        at = st.session_state[key].selection.rows
        choose(list(dict.fromkeys([*several, *(rows["place_id"].iloc[i] for i in at)])))

    shown = printed(readable(rows.drop(columns=[c for c in HIDDEN if c in rows]), say), say)
    layout.note(say("Choose rows, and they are outlined on the map and added up."))
    st.dataframe(shown, hide_index=True, key=key, on_select=picked, selection_mode="multi-row",
                 placeholder=say("not stated"))  # fmt: skip


def _chosen_panel(frame: MapFrame, step: str, several: list[str]) -> None:
    say = store.words()
    found = together(frame, step, several)
    label = frame.step(step).label
    with st.container(key="chosen-panel", border=True):
        heading = say.many("{n} place chosen", "{n} places chosen", len(several))
        rows = "".join(
            f"<tr><th scope='row'>{escape(row.place_name)}</th><td class='number'>{escape(_value(row))}</td></tr>"
            for row in found.rows.itertuples(index=False)
        )
        st.html(
            f'<div class="tj-panel"><h3>{escape(heading)}</h3>'
            f"<p>{escape(together_words(found, frame.unit, label, say))}</p>"
            f'<table class="tj-table">{rows}</table></div>'
        )
        st.button(say("Choose none"), key="choose-none", type="tertiary", on_click=choose, args=([],))


def _value(row: object) -> str:
    say = store.words()
    return figure(rounded(row.value), say) if row.value == row.value else row.class_name


def _panel(frame: MapFrame, step: str, spot: Spot, chosen: Selection) -> None:
    """The place that is looked at with its trend, and the places with most to go on to."""
    say = store.words()
    if spot.is_world and frame.is_empty:
        return
    with st.container(key="place-panel", border=True):
        if spot.chosen in frame.codes:
            _trend(frame, spot.chosen, step)
        if not spot.is_world:
            map_view.facts(spot, chosen)
        twin = frame.twin(step) if frame.steps else frame.table
        inside = twin[twin["value"].notna() & (twin["value"] != 0)]
        if spot.level == "department" and frame.view.level == "municipality":
            parent = map_view.divisions_of(spot).get(spot.area)
            inside = inside[inside["parent_name"] == parent]
        inside = inside[inside["place_id"] != spot.chosen].head(TOP)
        if len(inside):
            st.html(f'<p class="tj-note">{escape(say("Most, {when}", when=frame.step(step).label))}</p>')
            with st.container(horizontal=True, gap="small", key="inside"):
                for row in inside.itertuples(index=False):
                    label = f"{row.place_name} · {_value(row)}"
                    st.button(label, key=f"go-{row.place_id}", on_click=map_view.go, args=(row.place_id,))


def _trend(frame: MapFrame, code: str, step: str) -> None:
    """One column for each year of the place that is looked at."""
    say, at = store.words(), frame.codes.index(code)
    now = frame.step(step)
    value = now.values[at]
    state = next((sign.words for sign in frame.signs(step) if sign.digit == now.digits[at]), "")
    said = figure(rounded(value), say) if value is not None else state
    st.html(
        f'<div class="tj-panel"><p class="tj-note">{escape(frame.unit)}, {escape(now.label)}</p>'
        f'<p class="tj-value">{escape(said)}</p></div>'
    )
    years = [(s, s.values[at]) for s in frame.steps if s.key.isdigit() and s.values[at] is not None]
    if len(years) > 1:
        columns = [
            Column(int(s.key), rounded(value), figure(rounded(value), say), s.partial_note if s.is_partial else "")
            for s, value in years
        ]
        st.html(f'<div class="tj-trend">{year_columns(columns, say, store.look()[frame.colour])}</div>')
