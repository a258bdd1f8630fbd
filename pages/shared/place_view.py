"""The profile of a place: looked up by name or code, then what is known, what is not, and what it rests on.

The address holds what was looked for (`find`) and the place (`profile`).
"""

from __future__ import annotations

from html import escape

import streamlit as st

from analytics import mapping, places, reading_places, reading_records
from analytics.selection import Selection
from pages.shared import add_to_story, brief_view, filters, layout, map_goto, map_view, store

MOST_PILLS, MOST_ITEMS = 60, 12


def open_profile(code: str) -> None:
    """Shows the profile of a place."""
    filters.put({"profile": [code], "find": []})
    st.session_state["find"] = ""


def asked_place() -> str | None:
    """The place in the address; an unknown code is dropped with a note."""
    code = st.query_params.get("profile")
    if not code or len(store.ask(places.place_profile, place_id=code)):
        return code or None
    say = store.words()
    layout.note(say("Not known here and left out of the link: {values}.", values=code[:40]))
    del st.query_params["profile"]
    return None


def search() -> str:
    """The field in which a place is looked for; returns what is looked for."""
    say = store.words()
    st.session_state["find"] = st.query_params.get("find", "")

    def changed() -> None:
        if st.session_state["find"].strip():
            st.query_params["find"] = st.session_state["find"].strip()
        else:
            st.query_params.pop("find", None)

    return st.text_input(
        say("Find a place"), key="find", on_change=changed,
        placeholder=say("A name or a code, such as Tumaco or 13248"),
        icon=":material/search:", max_chars=80,
    )  # fmt: skip


def found(text: str) -> None:
    """The places that may be meant, best first."""
    hits = places.found_places(store.ask(places.place_index), text)
    if hits.empty:
        layout.note(map_goto.unknown(text))
        return
    with st.container(key="found", gap=None):
        for hit in hits.itertuples(index=False):
            with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"hit-{hit.place_id}"):
                st.button(
                    hit.place_name,
                    key=f"open-{hit.place_id}",
                    type="tertiary",
                    on_click=open_profile,
                    args=(hit.place_id,),
                )
                st.html(f'<span class="tj-note">{escape(_hit_words(hit))}</span>', width="content")


def _hit_words(hit: object) -> str:
    say = store.words()
    words = [reading_places.level_name(hit.level, hit.country_code, say), hit.place_id]
    if hit.parent_name:
        words.insert(1, hit.parent_name)
    if hit.also_known_as:
        words.append(say("also known as {name}", name=hit.also_known_as))
    if hit.merged_into:
        words.append(say("code ended"))
    return " · ".join(words)


def recorded(chosen: Selection) -> None:
    """Before any search: the places with something recorded, by country."""
    say = store.words()
    areas, points = store.ask(mapping.map_areas, chosen), store.ask(mapping.map_points, chosen)
    layout.section(
        say("Places with something recorded"),
        say("Any other country, department or municipality can be looked up too."),
    )
    if areas.empty:
        layout.nothing_found(chosen)
        return
    names = areas[["area_id", "area_level", "area_name", "country_code"]].drop_duplicates().sort_values("area_name")
    countries = names[names["area_level"] == "country"]
    inner = dict.fromkeys(countries["area_id"], ())
    for code in inner:
        divisions = names[(names["country_code"] == code) & (names["area_level"] == "department")]
        named = points[points["country_code"] == code].drop_duplicates("place_id").sort_values("place_name")
        inner[code] = (
            (say("Departments") if code == "CO" else say("First-level divisions"), divisions[["area_id", "area_name"]]),
            (say("Municipalities and cities"), named[["place_id", "place_name"]]),
        )
    with_places = [code for code in inner if any(len(group) for _, group in inner[code])]
    for code in with_places:
        with st.container(key=f"recorded-{code}", gap="small"):
            _pills("", countries[countries["area_id"] == code][["area_id", "area_name"]], f"country-{code}", "tertiary")
            for i, (label, group) in enumerate(inner[code]):
                _pills(label, group, f"{code}-{i}")
    with st.container(key="recorded-others", gap="small"):
        others = countries[~countries["area_id"].isin(with_places)]
        _pills(say("Countries without a place named in them"), others[["area_id", "area_name"]], "others")


def _pills(label: str, group: object, key: str, type: str = "secondary") -> None:
    """Buttons that open profiles, under a word in small type; nothing where there are none, a word where too many."""
    say = store.words()
    if group.empty:
        return
    if len(group) > MOST_PILLS:
        count = say.many("{n} place", "{n} places", len(group))
        layout.note(say("{label}: {places}. Choose a department, or look one up above.", label=label, places=count))
        return
    if label:
        layout.note(label)
    with st.container(horizontal=True, gap="small", key=f"pills-{key}"):
        for code, name in group.itertuples(index=False, name=None):
            st.button(name, key=f"open-{code}", on_click=open_profile, args=(code,), type=type)


# The profile


def profile(code: str, chosen: Selection) -> None:
    """A place: what it is, what is recorded, what is not known, and places with the same list."""
    say = store.words()
    asked = {"selection": chosen, "place_id": code}
    place = store.ask(places.place_profile, place_id=code).iloc[0]
    programmes, listed = store.ask(places.place_programmes, **asked), store.ask(places.place_issues, **asked)
    activities, organisations = (
        store.ask(places.place_activities, **asked),
        store.ask(places.place_organisations, **asked),
    )
    counts = store.ask(places.place_activity_counts, **asked).iloc[0]
    recorded_here = store.ask(places.place_records, **asked)
    _header(place, reading_places.place_sentence(place, programmes, activities, listed, say, recorded_here, counts))
    with st.container(horizontal=True, gap="small", key="place-links", vertical_alignment="center"):
        st.page_link(map_view.MAP_PAGE, label=say("On the map"), query_params={"at": code})
        st.button(say("Another place"), key="another", type="tertiary", on_click=_close)
        brief_view.offer(f"place-{code}", chosen, code)
        add_to_story.offer(f"place-{code}", chosen, ("place_profile", {"place_id": code}))
        if len(listed[listed["relation"] == "here"]):
            listed_here = ("municipality_list", {"place_id": code})
            add_to_story.offer(f"list-{code}", chosen, listed_here, say("Add its list to a story"))
    left, right = st.columns([0.6, 0.4], gap="large")
    with left:
        layout.section(say("What we know"))
        if programmes.empty and activities.empty and listed.empty and recorded_here.empty:
            layout.note(reading_places.nothing_here(place["place_name"], say))
        _issues(listed, code, chosen)
        _records(recorded_here, code, chosen)
        _attributes(code, chosen)
        _activities(activities, counts, code, chosen)
        _programmes(programmes, code, chosen)
        _organisations(organisations, code, chosen)
        _alike(code, chosen)
    with right:
        layout.section(say("What we do not know"), say("Made from what the record leaves open for this place."))
        known = set(store.ask(places.place_attribute_values, place_id=code)["attribute"])
        gaps = reading_places.not_known_here(place, programmes, activities, listed, say, known, counts)
        st.html('<ul class="tj-gaps">' + "".join(f"<li>{escape(gap)}</li>" for gap in gaps) + "</ul>")


def _close() -> None:
    st.query_params.pop("profile", None)


def _header(place: object, sentence: tuple[str, tuple[str, ...]]) -> None:
    say = store.words()
    kind = reading_places.level_name(place["level"], place["country_code"], say)
    around = [name for name in (place["parent_name"], place["country_name"]) if name and name != place["place_name"]]
    lies = say("{kind} in {places}", kind=kind, places=", ".join(dict.fromkeys(around))) if around else kind
    st.html(f'<p class="tj-note tj-kind">{escape(lies)}</p>')
    layout.lead(place["place_name"], [sentence], "place")
    facts = reading_places.place_facts(place, say)
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
    st.html(f'<dl class="tj-facts">{rows}</dl>')
    for text in reading_places.place_notes(place, say):
        layout.note(text)


def _issues(listed: object, code: str, chosen: Selection) -> None:
    say = store.words()
    if listed.empty:
        return
    here = listed[listed["relation"] == "here"]
    st.html(f'<h4 class="tj-part">{escape(say("Issues listed in the dialogues"))}</h4>')
    if len(here):
        in_order = filters.switch(
            "order", say("Order as listed"), help=say("The order in the document's sentence; it is not a severity.")
        )
        shown = here.sort_values("position" if in_order else "issue_name")
        tag = "ol" if in_order else "ul"
        items = "".join(f"<li>{escape(row.issue_name)}</li>" for row in shown.itertuples(index=False))
        st.html(f'<{tag} class="tj-list">{items}</{tag}>')
    else:
        lists = listed.sort_values("issue_name").groupby("place_name", sort=True)["issue_name"].agg(" · ".join)
        items = "".join(f"<li><b>{escape(name)}</b>: {escape(names)}</li>" for name, names in lists.items())
        st.html(f'<ul class="tj-list">{items}</ul>')
    layout.tools(
        listed,
        key=f"issues-{code}",
        chosen=chosen,
        title=say("Issues listed in the dialogues"),
        drop=("family_name", "as_stated"),
    )


def _activities(activities: object, counts: object, code: str, chosen: Selection) -> None:
    say = store.words()
    if activities.empty:
        return
    st.html(f'<h4 class="tj-part">{escape(say("Activities"))}</h4>')
    where = activities.groupby("activity_id")["place_name"].agg(list)
    once = activities.drop_duplicates("activity_id")
    for row in once.head(MOST_ITEMS).itertuples(index=False):
        st.html(
            f'<div class="tj-item"><p><b>{escape(row.activity_title)}</b></p><p class="tj-note">'
            f"{escape(reading_places.activity_words(row, where[row.activity_id], say))}</p>"
            f"<p>{escape(_told_besides(row))}</p></div>"
        )
    if counts[["rows_here", "rows_inside", "rows_around"]].sum() > len(activities):
        n, first = int(counts["activities"] + counts["activities_around"]) - MOST_ITEMS, say.number(len(activities))
        layout.note(say("… and {n} more; the download has the first {first} rows, Explore has them all.",
                        n=say.number(n), first=first))  # fmt: skip
    else:
        layout.and_more(len(once) - MOST_ITEMS)
    layout.tools(activities, key=f"activities-{code}", chosen=chosen, title=say("Activities"))


def _told_besides(activity: object) -> str:
    """The description of an activity, where it says more than the title."""
    told = activity.description or ""
    return "" if told == activity.activity_title else told


def _records(records: object, code: str, chosen: Selection) -> None:
    """What sources record here, or, of a place that holds others, inside it."""
    say = store.words()
    if records.empty:
        return
    heads = {"here": say("Recorded here"), "inside": say("Recorded in places inside it")}
    for relation, rows in records.groupby("relation", sort=False):
        st.html(f'<h4 class="tj-part">{escape(heads[relation])}</h4>')
        told = store.told()
        lines = reading_records.place_record_lines(rows, told.partial_months, told.dataset_names, say)
        st.html('<ul class="tj-list">' + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>")
    layout.tools(records, key=f"records-{code}", chosen=chosen, title=say("Recorded here"))


def _attributes(code: str, chosen: Selection) -> None:
    """What imports know of the place itself, each with its year and source."""
    say = store.words()
    known = store.ask(places.place_attribute_values, place_id=code)
    if known.empty:
        return
    st.html(f'<h4 class="tj-part">{escape(say("Known of this place"))}</h4>')
    lines = [reading_records.attribute_line(row, say) for row in known.head(MOST_ITEMS).itertuples(index=False)]
    items = "".join(f'<li>{escape(said)} <span class="tj-note">{escape(source)}</span></li>' for said, source in lines)
    st.html(f'<ul class="tj-list">{items}</ul>')
    layout.and_more(len(known) - MOST_ITEMS)
    layout.tools(known, key=f"attributes-{code}", chosen=chosen, title=say("Known of this place"))


def _programmes(programmes: object, code: str, chosen: Selection) -> None:
    say = store.words()
    headings = {
        "here": say("Programmes here"), "inside": say("Programmes inside it"),
        "around": say("Stated only for a larger place around it"),
    }  # fmt: skip
    for relation, rows in programmes.groupby("relation", sort=False):
        st.html(f'<h4 class="tj-part">{escape(headings[relation])}</h4>')
        items = []
        for _, own in rows.groupby("programme_name", sort=False):
            notes = " ".join(own["note"].dropna().unique())
            says = reading_places.presence_words(own, say)
            items.append(f'<li>{escape(says)} <span class="tj-note">{escape(notes)}</span></li>')
        st.html(f'<ul class="tj-list">{"".join(items)}</ul>')
    if len(programmes):
        layout.tools(programmes, key=f"programmes-{code}", chosen=chosen, title=say("Programmes"))


def _organisations(organisations: object, code: str, chosen: Selection) -> None:
    say = store.words()
    if organisations.empty:
        return
    st.html(f'<h4 class="tj-part">{escape(say("Partners of these programmes"))}</h4>')
    layout.note(say("Named for the programme; where each of them works is not stated."))
    items = []
    for name, rows in organisations.groupby("programme_name", sort=False):
        names = say.listing(sorted(rows["organisation_name"].unique()))
        items.append(f"<li><b>{escape(name)}</b>: {escape(names)}</li>")
    st.html(f'<ul class="tj-list">{"".join(items)}</ul>')
    layout.tools(organisations, key=f"partners-{code}", chosen=chosen, title=say("Partners of these programmes"))


def _alike(code: str, chosen: Selection) -> None:
    say = store.words()
    alike = store.ask(places.places_alike, chosen, place_id=code)
    if alike.empty:
        return
    st.html(f'<h4 class="tj-part">{escape(say("Places whose lists share an issue"))}</h4>')
    for row in alike.itertuples(index=False):
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"alike-{row.place_id}"):
            st.button(
                row.place_name, key=f"open-{row.place_id}", type="tertiary", on_click=open_profile, args=(row.place_id,)
            )
            same = f'<span class="tj-tag brick">{escape(say("the same list"))}</span> ' if row.is_same_list else ""
            st.html(f'{same}<span class="tj-note">{escape(row.shared_names)}</span>', width="content")
