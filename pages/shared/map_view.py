"""The map: its question, how far in it is, the picture, the place chosen in it, and the same in words.

The address holds the layer (`layer`), how far in the map is (`at`) and the issue asked for (`listed`).
"""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

from analytics import boundary_sets, issues, mapping, measuring, places, reading_places, records
from analytics.maps import svg
from analytics.maps.camera import Camera, fit
from analytics.maps.deck import map_deck
from analytics.maps.drawing import LAYERS, Drawing, activities_map, issues_map, presence_map
from analytics.maps.home import home
from analytics.maps.shapes import Shapes, shapes, view_box
from analytics.maps.spot import WORLD, Spot, countries_in_view, find_spot
from analytics.selection import Selection
from pages.shared import filters, geo, layout, map_asked, map_goto, store
from pages.shared.map_component import Shown
from pages.shared.map_component import draw as draw_map
from pages.shared.served_files import pictures

HEIGHT_PX, WORLD_PX, SMALL_HEIGHT_PX = 600, 480, 420
PHONE_HEIGHT_PX, PHONE_WORLD_PX = 420, 280
WIDTH, PHONE_PX = "tejido_width", 640
TOOLS_PX = 44  # the column of buttons on a map
MOST_INSIDE = 40
MAP_PAGE, PLACES_PAGE, ISSUES_PAGE = (Path(__file__).parents[1] / name for name in ("map.py", "places.py", "issues.py"))


# What is asked for


def asked_spot(layer: str, chosen: Selection) -> Spot:
    """The spot in the address; without one, all that the layer shows. An unknown code is dropped with a note."""
    index = store.ask(places.place_index)
    asked = st.query_params.get("at")
    if asked and (spot := find_spot(index, asked)):
        return spot
    if asked:
        say = store.words()
        layout.note(say("Not known here and left out of the link: {values}.", values=asked[:40]))
        del st.query_params["at"]
    return find_spot(index, _home(layer)) or Spot(WORLD)


def _home(layer: str) -> str:
    """Where a layer begins: the country that it is about, else the world."""
    if layer not in LAYERS:
        return home(store.ask(mapping.map_areas), store.ask(measuring.map_places, level="municipality"))
    points = store.ask(mapping.map_points)  # of every filter: none of them moves the camera
    if layer == "issues":
        return mapping.leading_country(points[points["issues_listed"] > 0]) or WORLD
    return mapping.leading_country(points, store.ask(mapping.map_areas)) or WORLD


def go(code: str) -> None:
    """Moves the map to a place, where the camera finds its own stand."""
    filters.put({"at": [code], "camera": []})


def go_to_clicked(code: str, spot: Spot) -> None:
    """Moves to what was clicked: a place, or the country of a division elsewhere; a second click goes back up."""
    found = find_spot(store.ask(places.place_index), code)
    if found is None:
        return
    if found.level == "department" and not spot.is_world and found.country != spot.country:
        code = found.country
    if code == spot.chosen and len(spot.trail) > 1:
        code = spot.trail[-2][0]
    go(code)


# Controls


def controls(layer: str, spot: Spot, chosen: Selection) -> str | None:
    """The five questions, the issue where one asks for it, a place to go to, and the way back up; returns the issue."""
    issue = None
    map_asked.questions()
    with st.container(horizontal=True, gap="medium", key="map-controls", vertical_alignment="bottom"):
        if layer == "issues":
            issue = _issue_control(chosen)
        map_goto.field()
        map_asked.more(spot, chosen)
    map_goto.meant()
    _breadcrumb(spot)
    return issue


def _issue_control(chosen: Selection) -> str | None:
    say = store.words()
    ranking = store.ask(issues.issue_ranking, chosen.without("issue")).sort_values("issue_name")
    names = dict(zip(ranking["issue_type_id"], ranking["issue_name"], strict=True))
    asked = st.query_params.get("listed") or (chosen.issue[0] if len(chosen.issue) == 1 else "")
    st.session_state["listed"] = asked if asked in names else ""

    def changed() -> None:
        if st.session_state["listed"]:
            st.query_params["listed"] = st.session_state["listed"]
        else:
            st.query_params.pop("listed", None)

    return st.selectbox(
        say("Issue"), ["", *names], key="listed", on_change=changed, width=260,
        format_func=lambda code: names.get(code, say("Any issue")),
    ) or None  # fmt: skip


def issue_name(issue: str | None) -> str:
    """An issue type in the reader's language; empty for none."""
    ranking = store.ask(issues.issue_ranking)
    return next(iter(ranking.loc[ranking["issue_type_id"] == issue, "issue_name"]), "")


def _breadcrumb(spot: Spot) -> None:
    say = store.words()
    with st.container(horizontal=True, gap=None, key="crumbs", vertical_alignment="center"):
        steps = [(WORLD, say("World")), *spot.trail]
        for code, name in steps[:-1]:
            st.button(name, key=f"crumb-{code}", type="tertiary", on_click=go, args=(code,))
            st.html('<span class="tj-crumb" aria-hidden="true">/</span>', width="content")
        st.html(f'<span class="tj-crumb here" aria-current="location">{escape(steps[-1][1])}</span>', width="content")


# The picture


def drawn(layer: str, spot: Spot, issue: str | None, chosen: Selection) -> Drawing:
    """What the layer shows at the spot."""
    say, look = store.words(), store.look()
    if layer == "issues":
        wide = chosen.without("issue")
        return issues_map(
            store.ask(mapping.map_points, wide), store.ask(issues.issue_matrix, wide), issue, spot, look, say
        )
    draw = presence_map if layer == "presence" else activities_map
    return draw(store.ask(mapping.map_areas, chosen), store.ask(mapping.map_points, chosen), spot, look, say)


def divisions_of(spot: Spot) -> dict[str, str]:
    index = store.ask(places.place_index)
    own = index[(index["level"] == "department") & (index["country_code"] == spot.country)]
    return dict(zip(own["place_id"], own["place_name"], strict=True))


def window_px() -> int:
    """The width of the reader's window, as their browser noted it; a desk's where it did not."""
    noted = st.context.cookies.get(WIDTH, "")
    return int(noted) if noted.isascii() and noted.isdigit() and len(noted) < 6 else 1440


def size_px(share: float, height: int) -> tuple[float, float]:
    """About how large the picture will be: the whole width on a phone, a share of the page elsewhere."""
    window = window_px()
    if window <= PHONE_PX:
        return window - 40, min(height, PHONE_HEIGHT_PX if height == HEIGHT_PX else PHONE_WORLD_PX)
    return share * (min(window - 300, 1240) - 190), height


def camera_of(
    spot: Spot, countries: Shapes, departments: Shapes, size: tuple[float, float], *, is_still: bool = False
) -> Camera:
    """The camera of a level: it does not depend on the filters, so that it stands still when they change.

    Nothing of it lies under the map's buttons, which are below it on a phone. A picture that nobody can move
    (`is_still`) shows the country that has nearly everything as large as it can.
    """
    areas = store.ask(mapping.map_areas)
    recorded = countries_in_view(areas) if is_still else set(areas["country_code"])
    box, margin = view_box(spot, countries, departments, recorded), 16 if spot.is_world else 24
    return fit(box, *size, margin, right=0 if is_still or window_px() <= PHONE_PX else TOOLS_PX)


def picture(drawing: Drawing, spot: Spot, key: str, *, share: float = 1.0, height: int = HEIGHT_PX) -> None:
    """The map itself, with what each place says."""
    look = store.look()
    snapshot = store.warehouse().snapshot
    countries, departments = shapes(snapshot, "countries"), shapes(snapshot, "departments")
    size = size_px(share, height)
    camera = camera_of(spot, countries, departments, size)
    divisions = {} if spot.is_world else divisions_of(spot)
    deck = map_deck(drawing, spot, divisions, countries, departments, geo.addresses(), camera, look)
    tips = {code: [name, *lines] for code, (name, lines) in drawing.tips.items()}
    shown = Shown(deck, camera, f"{spot.level}-{spot.area}", tips, divisions, spot.chosen)
    draw_map(shown, key, int(size[1]), {"clicked": lambda code: go_to_clicked(str(code), spot)})
    st.html(legend(drawing))


def still_picture(drawing: Drawing, spot: Spot) -> None:
    """The world as a picture to look at: no script, no graphics card, a few bytes on a rerun."""
    say, look = store.words(), store.look()
    snapshot = store.warehouse().snapshot
    width, height = (int(px) for px in size_px(1.0, SMALL_HEIGHT_PX))
    known = (shapes(snapshot, "countries"), shapes(snapshot, "departments"))
    camera = camera_of(spot, *known, (width, height), is_still=True)
    drawn_svg = svg.picture(drawing, snapshot.geometry("countries.geojson"), camera, width, height, look)
    st.html(
        f'<img class="tj-still" src="{pictures.url(drawn_svg)}" width="{width}" height="{height}"'
        f' alt="{escape(say("Map. The table below it says the same."))}">{legend(drawing)}',
    )


def legend(drawing: Drawing) -> str:
    say = store.words()
    items = "".join(
        f'<li><i class="swatch {sign.style}" style="--c:{sign.colour}"></i>{escape(sign.text)}</li>'
        for sign in drawing.legend
    )
    if drawing.unplaced:
        unplaced = say.many(
            "{n} place has no point and is not drawn; the table has it.",
            "{n} places have no point and are not drawn; the table has them.",
            drawing.unplaced,
        )
        items += f"<li>{escape(unplaced)}</li>"
    return f'<ul class="tj-legend" aria-label="{escape(say("Legend"))}">{items}</ul>'


def credits() -> None:
    say = store.words()
    text = say(
        "Made with Natural Earth. Place codes, names and seats of municipalities: Departamento Administrativo Nacional "
        "de Estadística - DANE: www.dane.gov.co. Borders are de facto lines and imply no opinion on the status "
        "of any territory."
    )
    own = dict.fromkeys(one.credit for one in boundary_sets.current().values() if one.credit)
    st.html(f'<p class="tj-source">{escape(" ".join([text, *own]))}</p>')


# The whole


def page_map(layer: str, spot: Spot, issue: str | None, chosen: Selection, title: str) -> None:
    """The picture beside the place panel, then the same in words, as table and with its sources."""
    say = store.words()
    drawing = drawn(layer, spot, issue, chosen)
    left, right = st.columns([0.68, 0.32], gap="medium")
    with left:
        if drawing.is_empty and layer == "issues" and len(store.ask(records.recorded_issues, chosen)):
            layout.note(say("No list of the dialogues fits this selection; what sources record is on the page Issues."))
        elif drawing.is_empty:
            layout.nothing_found(chosen)
        picture(drawing, spot, "map", share=0.68, height=WORLD_PX if spot.is_world else HEIGHT_PX)
        if summary := _summary(layer, spot, issue, chosen):
            st.html(f'<p class="tj-summary">{escape(summary)}</p>')
        layout.tools(drawing.table, key="map", chosen=chosen, title=title)
        credits()
    with right:
        panel(layer, spot, chosen, drawing)


def _summary(layer: str, spot: Spot, issue: str | None, chosen: Selection) -> str:
    say = store.words()
    if layer == "issues":
        wide = chosen.without("issue")
        points, matrix = store.ask(mapping.map_points, wide), store.ask(issues.issue_matrix, wide)
        if not spot.is_world:
            points = points[points["country_code"] == spot.country]
        if spot.level == "department":
            points = points[points["parent_id"] == spot.area]
        return reading_places.issues_summary(points, matrix, issue, say)
    areas, points = store.ask(mapping.map_areas, chosen), store.ask(mapping.map_points, chosen)
    text = reading_places.map_summary(areas, points, spot, layer, say)
    regions = (
        reading_places.regions_summary(store.ask(mapping.map_regions, chosen), spot, say) if layer == "presence" else ""
    )
    return f"{text} {regions}".strip()


# The panel beside it


def panel(layer: str, spot: Spot, chosen: Selection, drawing: Drawing) -> None:
    """The place that is looked at, what is recorded there, and the places inside it to go on to."""
    say = store.words()
    with st.container(key="place-panel", border=True):
        if spot.is_world:
            st.html(
                f'<div class="tj-panel"><h3>{escape(say("Choose a place"))}</h3>'
                f'<p class="tj-note">{escape(say("Click on the map, or here."))}</p></div>'
            )
        else:
            facts(spot, chosen)
        _inside(layer, spot, drawing)


def facts(spot: Spot, chosen: Selection) -> None:
    say = store.words()
    place = store.ask(places.place_profile, place_id=spot.chosen).iloc[0]
    asked = {"selection": chosen, "place_id": spot.chosen}
    programmes, listed = store.ask(places.place_programmes, **asked), store.ask(places.place_issues, **asked)
    activities = store.ask(places.place_activities, **asked)
    counts = store.ask(places.place_activity_counts, **asked).iloc[0]
    kind = reading_places.level_name(place["level"], place["country_code"], say)
    sentence, refs = reading_places.place_sentence(
        place, programmes, activities, listed, say, store.ask(places.place_records, **asked), counts
    )
    lists = "".join(
        f"<li>{escape(row.issue_name)}</li>" for row in listed[listed["relation"] == "here"].itertuples(index=False)
    )
    around = programmes[programmes["relation"] == "around"].drop_duplicates("programme_id")
    vague = "".join(
        f'<p class="tj-note">{escape(text)}</p>'
        for text in (
            say("{programme}: stated only for {larger}.", programme=row.programme_name, larger=row.place_name)
            for row in around.itertuples(index=False)
        )
    )
    heading = (
        f'<p class="tj-note">{escape(kind)} · {escape(place["place_id"])}</p><h3>{escape(place["place_name"])}</h3>'
    )
    issue_list = f"<h4>{escape(say('Listed in the dialogue'))}</h4><ul>{lists}</ul>" if lists else ""
    st.html(f'<div class="tj-panel">{heading}<p>{escape(sentence)}</p>{vague}{issue_list}</div>')
    with st.container(horizontal=True, gap="small", key="panel-tools", vertical_alignment="center"):
        st.page_link(PLACES_PAGE, label=say("Profile"), query_params={"profile": spot.chosen})
        layout.evidence(refs, "panel")


def _inside(layer: str, spot: Spot, drawing: Drawing) -> None:
    """The places one step further in, as buttons: the same way that a click on the map goes."""
    say = store.words()
    divisions = {} if spot.is_world else divisions_of(spot)
    if spot.is_world or spot.level == "country":
        own = {
            code: name
            for code, (name, _) in drawing.tips.items()
            if (code in divisions) or (spot.is_world and len(code) == 2)
        }
        own |= {p.code: p.name for p in drawing.points if not own or (spot.level == "country" and not divisions)}
    else:
        own = {p.code: p.name for p in drawing.points}
    if layer == "issues" and spot.level != "department":
        own = {p.code: p.name for p in drawing.points}
    own.pop(spot.chosen, None)
    if not own:
        return
    st.html(
        f'<p class="tj-note">{escape(say("Named here") if spot.level == "department" else say("Go further in"))}</p>'
    )
    with st.container(horizontal=True, gap="small", key="inside"):
        for code, name in sorted(own.items(), key=lambda item: item[1])[:MOST_INSIDE]:
            st.button(name, key=f"go-{code}", on_click=go, args=(code,))


def small_map(chosen: Selection) -> None:
    """Where they work, without controls: the world of the record."""
    say = store.words()
    spot = Spot(WORLD)
    drawing = drawn("presence", spot, None, chosen)
    if drawing.is_empty:
        return
    layout.figure(
        lambda: still_picture(drawing, spot),
        title=say("Where they work"),
        table=drawing.table, key="where", chosen=chosen, summary=_summary("presence", spot, None, chosen),
        unit=say("Hatched: somewhere in the country. Circles: places that are named, all of one size."),
    )  # fmt: skip
    st.page_link(MAP_PAGE, label=say("Open the map"))
    credits()
