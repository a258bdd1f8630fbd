"""Figures of who works with whom: organisations and programmes, roles and sectors, themes, where programmes meet."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from analytics import reading_partners
from analytics.charts.timeline import OPEN_DAYS
from analytics.columns import references
from analytics.figures.asker import Asker
from analytics.figures.issues import DOT, RING
from analytics.figures.making import Draft, Number, figure, stated
from analytics.figures.record import _year, spanned

ACTIVITIES_SHOWN = 60


def _sentence(roles: pd.DataFrame, overlap: pd.DataFrame, say: object) -> str:
    said = reading_partners.partner_sentences(roles, overlap, say)
    return said[0][0] if said else ""


@figure("matrix")
def organisations_by_programme(ask: Asker) -> Draft:
    """Which organisation has a role in which programme; those that documents do not name are left out."""
    say, roles = ask.say, ask("partner_roles")
    named = roles[roles["is_named"].astype(bool)]
    programmes = named.drop_duplicates("programme_id")
    lines, numbers = [], []
    for _, own in named.sort_values(["sector_name", "organisation_name"], kind="stable").groupby(
        "organisation_id", sort=False
    ):
        first = own.iloc[0]
        name = (
            first["acronym"]
            if len(first["organisation_name"]) > 40 and first["acronym"]
            else first["organisation_name"]
        )
        cells = []
        for code in programmes["programme_id"]:
            basis = own.loc[own["programme_id"] == code, "role_basis"]
            cells.append(DOT if basis.eq("stated").any() else RING if len(basis) else "")
        lines.append({"label": name, "group": first["sector_name"] or "", "cells": cells})
        n = own["programme_id"].nunique()
        numbers.append(Number(first["organisation_name"], say.many("{n} programme", "{n} programmes", n), n,
                              references(own), first["organisation_id"]))  # fmt: skip
    return Draft(
        say("Who works with whom"),
        named[["organisation_name", "sector_name", "programme_name", "role_name", "role_basis", "evidence"]],
        _sentence(roles, ask("programme_overlap"), say),
        say("A full dot: the document states the role. A ring: our reading. Those without a name are left out."),
        {"columns": programmes["programme_name"].tolist(), "rows": lines, "colour": "teal"}, numbers,
    )  # fmt: skip


@figure("matrix")
def roles_by_sector(ask: Asker) -> Draft:
    """How many organisations of each sector stand in each role."""
    say, roles = ask.say, ask("partner_roles")
    sectors = roles.fillna({"sector_name": ""}).groupby("sector_name")["organisation_id"].nunique()
    names = sectors.sort_values(ascending=False, kind="stable").index.tolist()
    lines, numbers, table = [], [], []
    for role, own in roles.groupby("role_name", sort=False):
        counts = own.groupby("sector_name")["organisation_id"].nunique()
        lines.append({"label": role, "group": "", "cells": [int(counts.get(name, 0)) or "" for name in names]})
        for name in names:
            if n := int(counts.get(name, 0)):
                cell = own[own["sector_name"] == name]
                numbers.append(Number(say("{role}, {sector}", role=role, sector=name),
                                      say.many("{n} organisation", "{n} organisations", n), n, references(cell),
                                      f"{cell['role'].iloc[0]}-{cell['sector'].iloc[0]}"))  # fmt: skip
                table.append({"role_name": role, "sector_name": name, "organisations": n,
                              "evidence": " ".join(references(cell))})  # fmt: skip
    unnamed = roles.loc[~roles["is_named"].astype(bool), "organisation_id"].nunique()
    return Draft(
        say("Which sectors stand in which role"),
        pd.DataFrame(table, columns=["role_name", "sector_name", "organisations", "evidence"]),
        _sentence(roles, ask("programme_overlap"), say),
        say("Number of organisations; one with two roles is counted in both."),
        {"columns": names, "rows": lines, "colour": "teal"}, numbers,
        [say.many("{n} of them is mentioned without a name.", "{n} of them are mentioned without a name.", unnamed)]
        if unnamed else [],
    )  # fmt: skip


@figure("matrix")
def organisation_themes(ask: Asker) -> Draft:
    """What members of a partnership say of their aims and methods, by theme: our reading of their words."""
    say, themes = ask.say, ask("organisation_themes")
    members = themes.drop_duplicates("organisation_id")
    lines = []
    for theme, own in themes.groupby("theme_name", sort=False):
        cells = []
        for code in members["organisation_id"]:
            kinds = own.loc[own["organisation_id"] == code, "kind_name"].unique().tolist()
            cells.append(" · ".join(kinds))
        lines.append({"label": theme, "group": "", "cells": cells})
    return Draft(
        say("What each of them aims at, and how"),
        themes[["theme_name", "organisation_name", "kind_name", "statement_text", "evidence"]],
        reading_partners.theme_sentences(themes, say) if len(themes) else "",
        say("Objectives and methods that the document states of each member, by theme."),
        {"columns": members["organisation_name"].tolist(), "rows": lines, "colour": "leaf", "words": True},
    )  # fmt: skip


@figure("timeline")
def programme_overlap(ask: Asker) -> Draft:
    """Where and when two programmes can have met."""
    say, overlap = ask.say, ask("programme_overlap")
    met = reading_partners.meetings(overlap)
    lanes: dict[str, dict] = {}
    numbers, sentences = [], []
    for row in met.itertuples(index=False):
        for n in ("first", "second"):
            name, start, end = (getattr(row, f"{n}_{what}") for what in ("programme_name", "start_on", "end_on"))
            is_open = pd.isna(end)
            until = start + timedelta(days=OPEN_DAYS) if is_open else end
            mark = {"kind": "fades-out" if is_open else "bar", "from": _year(start), "to": _year(until)}
            colour = ask.look.partnership(getattr(row, f"{n}_partnership_id"))
            lanes.setdefault(name, {"label": name, "words": say.span(start, end), "colour": colour, "marks": [mark]})
        months = say.many("{n} month", "{n} months", row.overlap_months)
        if row.is_up_to:
            months = say.many("up to {n} month", "up to {n} months", row.overlap_months)
        mark = {"kind": "bar", "from": _year(row.overlap_from_on), "to": _year(row.overlap_to_on)}
        pair = f"{row.first_programme_name} · {row.second_programme_name}"
        words = f"{months}, {say.span(row.overlap_from_on, row.overlap_to_on)}"
        lanes[pair] = {"label": say("Both"), "words": words, "colour": "ink", "marks": [mark]}
        numbers.append(Number(pair, months, row.overlap_months, tuple(row.evidence.split(" ")),
                              f"{row.first_programme_id}-{row.second_programme_id}"))  # fmt: skip
        sentences.append(reading_partners.meeting(row, say))
    return Draft(
        say("Where programmes can have met"),
        overlap[["first_programme_name", "second_programme_name", "shared_country_names", "shared_department_names",
                 "overlap_from_on", "overlap_to_on", "overlap_months", "evidence"]],
        " ".join(sentences[:1]), say("Programmes with a place in common; months in which both can have worked."),
        spanned(list(lanes.values())), numbers, reading_partners.not_computable(overlap, say),
    )  # fmt: skip


@figure("text")
def groups_reached(ask: Asker) -> Draft:
    """Whom the work brings together or reaches."""
    say, groups = ask.say, ask("groups_reached")
    blocks = [
        {"head": gathering.title, "lines": [": ".join(filter(None, (head, say.listing(list(names)))))
                                            for head, names in gathering.groups]}
        for gathering in reading_partners.gatherings(groups)
    ]  # fmt: skip
    return Draft(say("Whom the work brings together"), groups, body={"blocks": blocks})


@figure("matrix")
def programme_departments(ask: Asker) -> Draft:
    """In which departments of Colombia each programme works, its municipalities named or not."""
    say, rows = ask.say, ask("programme_departments")
    programmes = rows.drop_duplicates("programme_id")
    lines, numbers = [], []
    for _, own in rows.sort_values(["is_shared", "department_name"], ascending=[False, True], kind="stable").groupby(
        "department_id", sort=False
    ):
        cells = []
        for code in programmes["programme_id"]:
            named = own.loc[own["programme_id"] == code, "municipalities_named"]
            cells.append("" if named.empty else RING if int(named.max()) == 0 else DOT)
        lines.append({"label": own["department_name"].iloc[0], "group": "", "cells": cells})
    for code, own in rows.groupby("programme_id", sort=False):
        n = own["department_id"].nunique()
        numbers.append(Number(own["programme_name"].iloc[0], say.many("{n} department", "{n} departments", n), n,
                              references(own), code))  # fmt: skip
    shared = rows.loc[rows["is_shared"].astype(bool), "department_name"].drop_duplicates().tolist()
    sentence = (
        say("Departments in which more than one programme works: {places}.", places=say.listing(shared))
        if shared
        else ""
    )
    return Draft(
        say("Which programme works in which department"),
        rows[["programme_name", "department_name", "municipalities_named", "evidence"]], sentence,
        say("A full dot: municipalities are named. A ring: somewhere in the department, the places not named."),
        {"columns": programmes["programme_name"].tolist(), "rows": lines, "colour": "teal"}, numbers,
    )  # fmt: skip


@figure("table")
def component_partners(ask: Asker) -> Draft:
    """The partners that a programme's document names, by component; it gives examples."""
    say, rows = ask.say, ask("component_partners")
    told, numbers = [], []
    for code, own in rows.groupby("component_id", sort=False):
        named = own[own["organisation_id"].notna()]
        sectors = say.listing(named["sector_name"].dropna().drop_duplicates().tolist()) if len(named) else ""
        names = say.listing(named["organisation_name"].tolist()) if len(named) else say("no partner named")
        told.append((own["programme_name"].iloc[0], own["component_name"].iloc[0], names, sectors))
        n = named["organisation_id"].nunique()
        if n:
            words = say.many("{n} organisation", "{n} organisations", n)
            numbers.append(Number(own["component_name"].iloc[0], words, n, references(named), code))
    heads = [say("Programme"), say("Component"), say("Partners named, among others"), say("Sector")]
    return Draft(
        say("Partners by component"), pd.DataFrame(told, columns=heads), "",
        say("The partners that the document names. It gives examples: each list includes them and may go on."), {},
        numbers, is_worded=True, references=references(rows),
    )  # fmt: skip


@figure("table")
def activity_partners(ask: Asker) -> Draft:
    """Each activity with the organisations that have a role in it, and its method where any is stated."""
    say, rows = ask.say, ask("activity_partners")
    told, has_methods = [], rows["method"].notna().any()
    groups = list(rows.groupby("activity_id", sort=False))
    for _, own in groups[:ACTIVITIES_SHOWN]:
        first, named = own.iloc[0], own[own["organisation_id"].notna()]
        names = say.listing(named["organisation_name"].drop_duplicates().tolist()) if len(named) else say("not stated")
        told.append((first["activity_title"], names, *([stated(first["method"])] if has_methods else [])))
    n, left = len(groups), len(groups) - len(told)
    heads = [say("Activity"), say("Organisations"), *([say("Method")] if has_methods else [])]
    title = say("Who did what, and how")
    numbers = [Number(title, say.many("{n} activity", "{n} activities", n), n, references(rows), "activities",
                      is_counted=True)] if n else []  # fmt: skip
    return Draft(
        title, pd.DataFrame(told, columns=heads), "",
        say("Activities with the organisations that their source states."), {}, numbers,
        [say.many("… and {n} more.", "… and {n} more.", left)] if left else [], is_worded=True,
        references=references(rows[rows["activity_id"].isin([code for code, _ in groups[:ACTIVITIES_SHOWN]])]),
    )  # fmt: skip
