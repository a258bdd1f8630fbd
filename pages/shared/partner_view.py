"""The pieces of the Partners page: who works with whom, on what, with whom besides, and where programmes meet."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from analytics import reading_partners
from analytics.charts.partners import partner_network
from analytics.charts.timeline import overlap_timeline
from analytics.selection import Selection
from analytics.wording import Words
from pages.shared import filters, layout, store

if TYPE_CHECKING:
    import pandas as pd

ACTIVITIES_A_PAGE, MOST_NAMED = 20, 20


def organisations(roles: pd.DataFrame, chosen: Selection) -> None:
    """Organisation by programme as a table of marks, on a phone a list; where there is room, also as a network.

    The network is drawn when it is asked for: in the browser its library costs a first view more than the rest of it.
    """
    say = store.words()

    def draw() -> None:
        is_network = filters.switch("network", say("As a network"))
        if is_network:
            with st.container(key="wide-network"):
                _network(roles, say)
        with st.container(key="instead-of-network" if is_network else "role-matrix"):
            st.html(
                f'<div class="tj-figure wide">{_matrix_table(roles, say)}{_matrix_list(roles, say)}'
                f"{_legend(roles, say)}</div>"
            )

    layout.figure(
        draw, title=say("Organisations and programmes"), table=roles, key="partner_roles", chosen=chosen,
        unit=say("Organisations by sector, and their role in each programme. A document may not name every partner."),
        drop=("sector_basis",),
    )  # fmt: skip


def with_activities(rows: pd.DataFrame, chosen: Selection) -> None:
    """Of what was imported: the organisations with most activities, and in which role."""
    if rows.empty or not store.workspace():
        return
    say = store.words()
    head = (say("Organisation"), say("Sector"), say("Role"), say("Activities"), say("From and to"))

    def draw() -> None:
        cells = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
        most = rows["activities"].max()
        body = "".join(_with_activities(row, head, most, say) for row in rows.head(MOST_NAMED).itertuples(index=False))
        st.html(
            f'<div class="tj-figure"><table class="tj-table tj-stack"><thead><tr>{cells}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )
        layout.and_more(len(rows) - MOST_NAMED)

    layout.figure(
        draw, title=say("Organisations by number of activities"), table=rows, key="organisation_activities",
        chosen=chosen, unit=say("How many activities name an organisation in a role; not how large they are."),
    )  # fmt: skip


def _with_activities(row: object, head: tuple[str, ...], most: int, say: Words) -> str:
    gauge = f'<i class="gauge all"><i style="width:{100 * row.activities / most:.1f}%"></i></i>'
    return (
        f'<tr><th scope="row">{_name(row)}</th><td data-of="{escape(head[1])}">{escape(row.sector_name or "")}</td>'
        f'<td data-of="{escape(head[2])}">{escape(row.role_name)}</td>'
        f'<td data-of="{escape(head[3])}">{say.number(row.activities)}{gauge}</td>'
        f'<td data-of="{escape(head[4])}">{escape(say.span(row.start_on, row.end_on))}</td></tr>'
    )


def _network(roles: pd.DataFrame, say: Words) -> None:
    layout.note(
        say(
            "Programmes in the middle, in the colour of their partnership. A dotted line is our reading, "
            "an open circle has no name in the document."
        )
    )
    layout.plotly(
        partner_network(roles, store.look(), say), "partner_network", say("The network of programmes and organisations")
    )


def _mark(row: object) -> str:
    """The mark of a role, in the colour of the partnership; hollow where the role is our reading."""
    read = "" if row.role_basis == "stated" else " read"
    return f'<i class="role {escape(row.role)}{read}" style="--c:{store.look().partnership(row.partnership_id)}"></i>'


def _role_words(row: object, say: Words) -> str:
    if row.role_basis == "stated":
        return row.role_name
    return say("{role} (our reading)", role=row.role_name)


def _name(row: object) -> str:
    return (
        escape(row.organisation_name)
        if row.is_named
        else f'<span class="tj-gap">{escape(row.organisation_name)}</span>'
    )


def _matrix_table(roles: pd.DataFrame, say: Words) -> str:
    programmes = roles.drop_duplicates("programme_id")
    heads = "".join(f'<th scope="col"><div>{escape(name)}</div></th>' for name in programmes["programme_name"])
    body = []
    by_pair: dict[tuple[str, str], list] = {}
    for row in roles.drop_duplicates(["organisation_id", "programme_id", "role", "role_basis"]).itertuples(index=False):
        by_pair.setdefault((row.organisation_id, row.programme_id), []).append(row)
    ordered = (
        roles.fillna({"sector_name": ""})
        .assign(last=roles["sector"] == "unknown")
        .sort_values(["last", "sector_name", "is_named"], ascending=[True, True, False], kind="stable")
    )
    for sector, rows in ordered.groupby("sector_name", sort=False):
        organisations = rows.drop_duplicates("organisation_id")
        for i, organisation in enumerate(organisations.itertuples(index=False)):
            group = (
                f'<th scope="rowgroup" class="group" rowspan="{len(organisations)}">{escape(sector)}</th>'
                if i == 0
                else ""
            )
            cells = "".join(
                _cell(by_pair.get((organisation.organisation_id, programme), []), say)
                for programme in programmes["programme_id"]
            )
            first = ' class="first"' if i == 0 else ""
            body.append(f'<tr{first}>{group}<th scope="row">{_name(organisation)}</th>{cells}</tr>')
    corner = f'<th scope="col" class="corner" colspan="2">{escape(say("Organisation, by sector"))}</th>'
    widths = '<colgroup><col class="group"><col class="name"></colgroup>'
    head = f"<thead><tr>{corner}{heads}</tr></thead>"
    return f'<table class="tj-matrix roles">{widths}{head}<tbody>{"".join(body)}</tbody></table>'


def _cell(own: list, say: Words) -> str:
    """The marks of one organisation in one programme; a role that it has twice is marked once."""
    if not own:
        return "<td></td>"
    words = say.listing([_role_words(row, say) for row in own])
    marks = "".join(_mark(row) for row in own)
    return f'<td title="{escape(words)}">{marks}<span class="tj-unseen">{escape(words)}</span></td>'


def _matrix_list(roles: pd.DataFrame, say: Words) -> str:
    """The same for a narrow screen: each programme, and its organisations with their roles in words."""
    items = []
    for name, rows in roles.groupby("programme_name", sort=False):
        lines = "".join(
            f"<li>{_mark(row)}<span>{_name(row)} <small>{escape(_role_words(row, say))}</small></span></li>"
            for row in rows.drop_duplicates(["organisation_id", "role"]).itertuples(index=False)
        )
        items.append(f'<li><b>{escape(name)}</b><ul class="tj-lines">{lines}</ul></li>')
    return f'<ul class="tj-narrow">{"".join(items)}</ul>'


def _legend(roles: pd.DataFrame, say: Words) -> str:
    """The roles in words; hollow is our reading, colour is the partnership."""
    shapes = "".join(
        f'<li><i class="role {escape(row.role)}"></i>{escape(row.role_name)}</li>'
        for row in roles.drop_duplicates("role").sort_values("role_name").itertuples(index=False)
    )
    read = f'<li><i class="role implementing read"></i>{escape(say("hollow: the role is our reading"))}</li>'
    return f'<ul class="tj-legend roles">{shapes}{read if (roles["role_basis"] != "stated").any() else ""}</ul>'


def overlaps(overlap: pd.DataFrame, chosen: Selection) -> None:
    """Where programmes meet in place and time; pairs without dates in words."""
    if overlap.empty:
        return
    say = store.words()
    met = reading_partners.meetings(overlap)
    apart = reading_partners.not_computable(overlap, say)

    def draw() -> None:
        if len(met):
            st.html(overlap_timeline(met, store.look(), say))
        st.html("".join(f'<p class="tj-summary">{escape(sentence)}</p>' for sentence in said_met))
        items = "".join(f"<li>{escape(sentence)}</li>" for sentence in apart)
        st.html(f'<ul class="tj-plain tj-note">{items}</ul>' if apart else "")

    said_met = [reading_partners.meeting(row, say) for row in met.itertuples(index=False)]
    layout.figure(
        draw, title=say("Where programmes meet in place and time"), table=overlap, key="overlap", chosen=chosen,
        unit=say(
            "Pairs of programmes that name the same country or department. "
            "Bars are stated dates; a faded end is not stated."
        ),
    )  # fmt: skip


def themes(rows: pd.DataFrame, objectives: pd.DataFrame, chosen: Selection) -> None:
    """Each partnership's organisations by theme, in the words of the document; what overlaps and what complements."""
    for name, own in rows.groupby("partnership_name", sort=False):
        if own["organisation_id"].nunique() > 1:
            _themes(name, own, objectives[objectives["partnership_name"] == name], chosen, store.words())


def _themes(name: str, rows: pd.DataFrame, objectives: pd.DataFrame, chosen: Selection, say: Words) -> None:
    def draw() -> None:
        if len(objectives):
            st.html(_objectives(objectives, say))
        st.html(f'<div class="tj-figure">{_theme_table(rows, say)}</div>')

    layout.figure(
        draw, title=say("{partnership}: who works on what, and how", partnership=name),
        table=reading_partners.stated_together(rows, objectives), key=f"themes-{rows['partnership_id'].iloc[0]}",
        chosen=chosen, summary=reading_partners.theme_sentences(rows, say),
        unit=say("What the document says of each organisation, in our words."), drop=("line",),
    )  # fmt: skip


def _objectives(objectives: pd.DataFrame, say: Words) -> str:
    """The objectives of the partnership as a whole, under the document's own headings."""
    parts = []
    for headed, rows in objectives.groupby("is_headed_objective", sort=False):
        count = say.many("{n} objective of the partnership", "{n} objectives of the partnership", len(rows))
        title = count if headed else say("Besides, of their work together")
        items = "".join(f"<li>{escape(text)}</li>" for text in rows["statement_text"])
        tag = "ol" if headed else "ul"
        parts.append(f'<div class="tj-open"><p><b>{escape(title)}</b></p><{tag} class="tj-plain">{items}</{tag}></div>')
    return f'<div class="tj-halves">{"".join(parts)}</div>'


def _theme_table(rows: pd.DataFrame, say: Words) -> str:
    organisations = rows.drop_duplicates("organisation_id").sort_values("organisation_name")
    head = "".join(
        f'<th scope="col">{escape(name)}</th>' for name in [say("Theme"), *organisations["organisation_name"]]
    )
    stated: dict[tuple[str, str], list] = {}
    for row in rows.itertuples(index=False):
        stated.setdefault((row.theme, row.organisation_id), []).append(row)
    body = []
    for theme in rows.drop_duplicates("theme").itertuples(index=False):
        count = say.many("{n} organisation", "{n} organisations", theme.organisations)
        tone = "teal" if theme.organisations > 1 else ""
        cells = "".join(
            _theme_cell(stated.get((theme.theme, key), []), name)
            for key, name in zip(organisations["organisation_id"], organisations["organisation_name"], strict=True)
        )
        tag = f'<span class="tj-tag {tone}">{escape(count)}</span>'
        body.append(f'<tr><th scope="row">{escape(theme.theme_name)} {tag}</th>{cells}</tr>')
    return (
        f'<table class="tj-table tj-stack themes"><thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table>'
    )


def _theme_cell(stated: list, organisation: str) -> str:
    lines = "".join(f"<p>{escape(row.statement_text)} <small>{escape(row.kind_name)}</small></p>" for row in stated)
    return f'<td data-of="{escape(organisation)}" class="{"" if lines else "none"}">{lines}</td>'


def _table(head: str, body: str) -> str:
    head = f"<thead><tr>{head}</tr></thead>" if head else ""
    return (
        f'<div class="tj-figure"><table class="tj-table tj-stack components">{head}<tbody>{body}</tbody></table></div>'
    )


def components(rows: pd.DataFrame, chosen: Selection) -> None:
    """The partners that a programme's document names, by component."""
    if rows.empty:
        return
    say = store.words()

    def draw() -> None:
        names = (say("Component"), say("Partners named, among others"))
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
        body = "".join(_component(own, say) for _, own in rows.groupby("component_id", sort=False))
        st.html(_table(head, body))

    names = say.listing(rows["programme_name"].drop_duplicates().tolist())
    layout.figure(
        draw, title=say("{programme}: partners by component", programme=names), table=rows,
        key="component_partners", chosen=chosen,
        unit=say("The partners that the document names. It gives examples: each list includes them and may go on."),
    )  # fmt: skip


def _component(rows: pd.DataFrame, say: Words) -> str:
    named = rows[rows["organisation_id"].notna()]
    if named.empty:
        partners = f'<span class="tj-gap">{escape(say("no partner named"))}</span>'
    else:
        names = say.listing(named["organisation_name"].tolist())
        sectors = say.listing(named["sector_name"].drop_duplicates().tolist())
        partners = f'{escape(names)} <span class="tj-tag">{escape(sectors)}</span>'
    return f'<tr><th scope="row">{escape(rows["component_name"].iloc[0])}</th><td>{partners}</td></tr>'


def groups(rows: pd.DataFrame, chosen: Selection) -> None:
    """The sectors and groups that the work brings together or reaches, by programme."""
    if rows.empty:
        return
    say = store.words()

    def draw() -> None:
        st.html(_table("", "".join(_gathering(own) for own in reading_partners.gatherings(rows))))

    layout.figure(
        draw, title=say("Whom the work brings together"), table=rows, key="groups_reached", chosen=chosen,
        unit=say("Sectors and groups as each document names them; how many people is not stated."),
    )  # fmt: skip


def _gathering(own: reading_partners.Gathering) -> str:
    lines = []
    for head, items in own.groups:
        chips = "".join(f"<li>{escape(item)}</li>" for item in items)
        label = f'<span class="tj-note">{escape(head)}</span>' if head else ""
        lines.append(f'{label}<ul class="tj-chips">{chips}</ul>')
    return f'<tr><th scope="row">{escape(own.title)}</th><td>{"".join(lines)}</td></tr>'


def activities(rows: pd.DataFrame, chosen: Selection) -> None:
    """Each activity with its method, where any is stated, and the organisations that have a role in it."""
    if rows.empty:
        return
    say = store.words()
    head = [say("Activity"), say("Organisations"), *([say("Method")] if rows["method"].notna().any() else [])]

    def draw() -> None:
        ids = rows["activity_id"].drop_duplicates().tolist()
        start = layout.page_start("activity", len(ids), ACTIVITIES_A_PAGE)
        shown = rows[rows["activity_id"].isin(ids[start : start + ACTIVITIES_A_PAGE])]
        cells = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
        own = shown.groupby("activity_id", sort=False)
        st.html(_table(cells, "".join(_activity(one, len(head) == 3, say) for _, one in own)))
        layout.pager("activity", len(ids), ACTIVITIES_A_PAGE)

    unit = say("Activities that the documents describe, with the organisations and the method that they state.")
    if store.workspace():
        unit = say("Activities with the organisations that their source states.")
    layout.figure(
        draw, title=say("Who did what, and how"), table=rows, key="activity_partners", chosen=chosen, unit=unit
    )


def _activity(rows: pd.DataFrame, has_methods: bool, say: Words) -> str:
    first = rows.iloc[0]
    named = rows[rows["organisation_id"].notna()]
    lines = "".join(
        f"<li>{_mark(row)}<span>{_name(row)} <small>{escape(_role_words(row, say))}</small></span></li>"
        for row in named.itertuples(index=False)
    )
    none = f'<span class="tj-gap">{escape(say("not stated"))}</span>'
    organisations = f'<ul class="tj-lines">{lines}</ul>' if lines else none
    method = f'<td data-of="{escape(say("Method"))}">{escape(first["method"]) if first["method"] else none}</td>'
    return (
        f'<tr><th scope="row">{escape(first["activity_title"])} <small>{escape(first["partnership_name"])}</small></th>'
        f"<td>{organisations}</td>{method if has_methods else ''}</tr>"
    )
