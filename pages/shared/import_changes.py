"""Import, step 4: what publishing would change, before it is published: rows, totals, money, places."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from analytics.importing import naming, review
from analytics.maps import svg
from analytics.maps.arrivals import arrivals_box, arrivals_map
from analytics.maps.camera import fit
from analytics.maps.drawing import Drawing
from analytics.maps.shapes import shapes
from analytics.schema import TABLES
from analytics.wording import Words
from pages.shared import layout, map_view, store
from pages.shared.import_desk import Desk
from pages.shared.served_files import pictures

if TYPE_CHECKING:
    import pandas as pd

PLACES_SHOWN = 12
WIDTH_PX, HEIGHT_PX = 600, 520
LEADS = ("activities", "activity_places", "issue_records", "submissions", "observations", "place_attributes",
         "organisations", "transactions")  # fmt: skip


def changes(at: Desk) -> None:
    """Rows by table, the map of where they lie, totals and money before and after."""
    say = store.words()
    layout.section(say("What changes"), say("Nothing of this is published yet. It is what publishing would do."))
    if at.review.draft.is_empty:
        st.html(f'<div class="tj-open"><p>{escape(say("Every file was imported before: nothing changes."))}</p></div>')
        return
    _rows(at, say)
    _places(at, say)
    if at.review.fault:
        st.error(say("Tried out, it could not be published: {why}", why=at.review.fault))
    elif at.review.after is None:
        layout.note(say("Totals before and after are worked out once no error stands in the way."))
    else:
        with st.spinner(say("Working out the totals …")):
            _totals(at, say)
            _money(at, say)


def shown(at: Desk) -> list[str]:
    """The tables of the report that people care about, those first that they ask about first."""
    tables = at.review.report["tables"]
    is_first = at.review.draft.workspace.snapshot() is None
    names = [name for name in tables if name in naming.ROWS_OF]
    if is_first:  # the reference comes along with every first version
        names = [name for name in names if name not in TABLES or TABLES[name].folder != "reference"]
    names = [name for name in names if any(tables[name][key] for key in ("added", "changed", "removed"))]
    return sorted(names, key=lambda name: LEADS.index(name) if name in LEADS else len(LEADS))


def _rows(at: Desk, say: Words) -> None:
    names = shown(at)
    leads = [name for name in names if name in LEADS] or names
    others = [name for name in names if name not in leads]
    heads = (say("What"), say("New"), say("Changed"), say("Gone"), say("Before"), say("After"))
    body = _body(at, leads, say)
    st.html(amounts(heads, body, "tj-changes"))
    if others:
        with st.expander(say("And what belongs to it")):
            st.html(amounts(heads, _body(at, others, say), "tj-changes"))


def _body(at: Desk, names: list[str], say: Words) -> str:
    tables = at.review.report["tables"]
    return "".join(_row(naming.ROWS_OF[name](say), tables[name], say) for name in names)


def amounts(heads: Sequence[str], body: str, kind: str = "") -> str:
    """A table of figures: the first head is that of the names, the others of numbers."""
    columns = "".join(
        f'<th scope="col"{" class=number" if i else ""}>{escape(head)}</th>' for i, head in enumerate(heads)
    )
    return (
        f'<div class="tj-scroll"><table class="tj-table tj-amounts {kind}"><thead><tr>{columns}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(name: str, counts: dict[str, int], say: Words) -> str:
    before = counts["total"] - counts["added"] + counts["removed"]
    cells = (
        ("added", counts["added"]), ("changed", counts["changed"]), ("removed", counts["removed"]), ("", before),
        ("after", counts["total"]),
    )  # fmt: skip
    numbers = "".join(
        f'<td class="number {kind if n else "none"}">{escape(say.number(n)) if n else "–"}</td>' for kind, n in cells
    )
    return f'<tr><th scope="row">{escape(name)}</th>{numbers}</tr>'


# Where


def _places(at: Desk, say: Words) -> None:
    places = at.review.places
    if places.empty:
        layout.note(say("The new rows name no place."))
        return
    lang = say.lang
    layout.section(say("Where the new rows lie"), _where(places, say))
    drawing = arrivals_map(places, lang, store.look(), say)
    left, right = st.columns([0.6, 0.4], gap="medium")
    with left:
        _picture(drawing, places, say)
    with right:
        st.html(_place_table(places.head(PLACES_SHOWN), lang, say))
        if len(places) > PLACES_SHOWN:
            layout.note(say("… and {n} more places", n=say.number(len(places) - PLACES_SHOWN)))


def _picture(drawing: Drawing, places: pd.DataFrame, say: Words) -> None:
    """The places as a picture to look at, and what its signs mean."""
    snapshot = store.record().snapshot
    window = map_view.window_px()
    width = window - 40 if window <= map_view.PHONE_PX else min(int(0.56 * (window - 380)), WIDTH_PX)
    height = min(HEIGHT_PX, int(width * 0.95))
    camera = fit(arrivals_box(places, shapes(snapshot, "countries")), width, height, margin=16)
    drawn = svg.picture(
        drawing, snapshot.geometry("countries.geojson"), camera, width, height, store.look(),
        snapshot.geometry("departments.geojson"), frozenset(places["country_code"]),
    )  # fmt: skip
    alt = say("Map of the places with new rows. The table beside it says the same.")
    st.html(
        f'<img class="tj-still" src="{pictures.url(drawn)}" width="{width}" height="{height}" alt="{escape(alt)}">'
        f"{map_view.legend(drawing)}"
    )


def _where(places: pd.DataFrame, say: Words) -> str:
    levels = places["level"].value_counts()
    parts = [
        said(say, int(levels[level]))
        for level, said in {
            "municipality": lambda say, n: say.many("{n} municipality", "{n} municipalities", n),
            "city": lambda say, n: say.many("{n} city", "{n} cities", n),
            "department": lambda say, n: say.many("{n} department as a whole", "{n} departments as a whole", n),
            "country": lambda say, n: say.many("{n} country as a whole", "{n} countries as a whole", n),
        }.items()
        if level in levels
    ]
    return say("They name {places}.", places=say.listing(parts)) if parts else ""


def _place_table(places: pd.DataFrame, lang: str, say: Words) -> str:
    rows = []
    for place in places.itertuples(index=False):
        above = getattr(place, f"parent_name_{lang}")
        inside = f'<span class="tj-note"> {escape(above)}</span>' if isinstance(above, str) else ""
        rows.append(
            f'<tr><th scope="row">{escape(getattr(place, f"name_{lang}"))}{inside}</th>'
            f'<td class="number">{escape(say.number(place.new_rows))}</td></tr>'
        )
    return amounts((say("Place"), say("Rows")), "".join(rows))


# Totals


def _sums(at: Desk) -> tuple:
    """The totals before and after, worked out once for each language."""
    key = (at.review.draft.folder.name, store.language())
    held = st.session_state.setdefault("_import_sums", {})
    if key not in held:
        held.clear()
        held[key] = tuple(review.sums(version, store.reader()) for version in (at.review.before, at.review.after))
    return held[key]


def _totals(at: Desk, say: Words) -> None:
    (before, recorded_before), (after, recorded) = _sums(at)
    names = {
        "programmes": say("Programmes"), "activities": say("Activities"), "municipalities": say("Municipalities"),
        "countries": say("Countries"), "organisations_named": say("Organisations"),
    }  # fmt: skip
    changed = [name for name in names if after[name] or before.get(name)]
    if changed:
        layout.section(say("The whole data set, before and after"))
        cards = "".join(_card(names[name], before.get(name, 0), after[name], say) for name in changed)
        st.html(f'<ul class="tj-cards tj-sums">{cards}</ul>')
    if len(recorded):
        layout.section(say("Recorded issues"), say("Counts of different measures are never added up."))
        st.html(_issues(recorded, recorded_before, say))


def _card(name: str, before: int, after: int, say: Words) -> str:
    was = say("{n} before", n=say.number(before)) if before != after else say("as before")
    return (
        f'<li class="tj-card"><div class="figure">{escape(say.number(after))}</div>'
        f'<div class="label">{escape(name)}</div><div class="note">{escape(was)}</div></li>'
    )


def _issues(after: pd.DataFrame, before: pd.DataFrame, say: Words) -> str:
    key = ["issue_type_id", "dataset", "measure"]
    held = {tuple(row[:3]): row[3] for row in before[[*key, "total"]].itertuples(index=False)} if len(before) else {}
    rows = []
    for row in after.itertuples(index=False):
        measure = naming.MEASURES[row.measure](say).lower() if row.measure in naming.MEASURES else row.measure
        was = held.get((row.issue_type_id, row.dataset, row.measure))
        numbers = (say.quantity(was) if was is not None else "–", say.quantity(row.total), say.number(row.record_rows))
        rows.append(
            f'<tr><th scope="row">{escape(row.issue_name)}<span class="tj-note"> {escape(row.dataset)}, '
            f"{escape(measure)}</span></th>"
            + "".join(f'<td class="number">{escape(n)}</td>' for n in numbers)
            + "</tr>"
        )
    return amounts((say("Issue"), say("Before"), say("After"), say("Rows")), "".join(rows))


def _money(at: Desk, say: Words) -> None:
    """Amounts by programme, kind and currency; never added up across them."""
    before, after = review.money(at.review.before), review.money(at.review.after)
    if after.empty:
        return
    layout.section(say("Money, by programme and currency"), say("Currencies and kinds of amounts are never added up."))
    key = ["programme_en", "kind", "currency"]
    held = {_same(row[:3]): row[3] for row in before[[*key, "total"]].itertuples(index=False)}
    rows = []
    for row in after.itertuples(index=False):
        kind = naming.MONEY[row.kind](say) if row.kind in naming.MONEY else say("Kind {code}", code=row.kind)
        money = row.currency if isinstance(row.currency, str) else say("currency not stated")
        was = held.get(_same((row.programme_en, row.kind, row.currency)))
        numbers = ("–" if was is None else say.number(round(was)), say.number(round(row.total)))
        rows.append(
            f'<tr><th scope="row">{escape(str(getattr(row, f"programme_{say.lang}")))}<span class="tj-note"> '
            f"{escape(kind)}, {escape(money)}</span></th>"
            + "".join(f'<td class="number">{escape(n)}</td>' for n in numbers) + "</tr>"
        )  # fmt: skip
    st.html(amounts((say("Programme"), say("Before"), say("After")), "".join(rows)))


def _same(key: tuple) -> tuple:
    """A key in which what is missing equals what is missing."""
    return tuple(part if isinstance(part, str) else None for part in key)
