"""Partners: organisations in programmes and activities, and what documents state of them; each as the question of its
name.

What a question can list stands ready in its order; a selection picks of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.arrays.chosen import Chosen, kept, parties_of_sets
from analytics.arrays.grouping import Groups
from analytics.arrays.held import NONE, Held, standing
from analytics.arrays.mapped_work import last_when_none
from analytics.arrays.saying import (
    Columns,
    answers,
    column,
    days,
    lang_of,
    numbered,
    picked,
    prefixed,
    taken,
    yes_or_no,
)
from analytics.arrays.work import chosen_programmes, chosen_work, distinct, work_with_parties

THEMED = ("objective", "method")
REACHED = ("actor_group", "beneficiary")


@standing
def code_names(held: Held, codes: str, lang: str) -> dict[str, str]:
    """The names of a list's codes."""
    table = held["code_lists"]
    columns = (table[name].tolist() for name in ("list", "code", f"name_{lang}"))
    return {code: name for of, code, name in zip(*columns, strict=True) if of == codes}


def names_of(held: Held, codes: str, lang: str, values: np.ndarray) -> np.ndarray:
    """The names of codes; None of one that is not in the list."""
    names = code_names(held, codes, lang)
    return column(names.get(code) for code in values.tolist())


def in_order(*keys: np.ndarray) -> np.ndarray:
    """The rows in the order of whole numbers from 0, the first ones first; what has none (less than 0) is last."""
    return np.lexsort([last_when_none(np.asarray(key, dtype=np.int64)) for key in reversed(keys)])


def at(numbers: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The numbers of these rows; `NONE` where there is no row (-1)."""
    return np.append(numbers, np.array([NONE], dtype=numbers.dtype))[rows]


@kept
def is_chosen(chosen: Chosen) -> np.ndarray:
    """The chosen programmes as a mask over table `programmes`; the last, of no row (-1), is not chosen."""
    return np.append(chosen_programmes(chosen), False)


@kept
def is_listed(chosen: Chosen) -> np.ndarray:
    """The chosen activities that are listed one by one, as a mask over `listed_activities`; the last is of no row."""
    held = chosen.held
    found = np.zeros(held["listed_activities"].rows + 1, dtype=bool)
    if len(found) > 1:
        rows = held.refers("work_units", "single_id", "listed_activities", "activity_id")
        found[rows[chosen_work(chosen).unit]] = True
        found[-1] = False
    return found


@kept
def of_sector(chosen: Chosen) -> np.ndarray:
    """The organisations of a chosen sector, as a mask over table `organisations`; the last is of no row."""
    return np.append(chosen.among("sectors", "organisations", "sector"), False)


@standing
def roles_in_order(held: Held, lang: str) -> tuple[np.ndarray, Columns]:
    """The rows of `programme_parties` in order, and what is said of each."""
    table = held["programme_parties"]
    rows = in_order(
        table["programme_position"],
        np.maximum(table["component_position"], 0),  # what has none comes first
        *(table.codes(name) for name in ("role", f"organisation_name_{lang}", "organisation_id", "programme_id")),
        table.codes("component_id"),
    )
    columns = {
        "organisation_id": table["organisation_id"],
        "organisation_name": table[f"organisation_name_{lang}"],
        "acronym": table["acronym"],
        "is_named": yes_or_no(table["is_named"]),
        "sector": table["sector"],
        "sector_name": table[f"sector_name_{lang}"],
        "sector_basis": table["sector_basis"],
        "partnership_id": table["partnership_id"],
        "programme_id": table["programme_id"],
        "programme_name": table[f"programme_name_{lang}"],
        "role": table["role"],
        "role_name": table[f"role_name_{lang}"],
        "role_basis": table["role_basis"],
        "component_id": table["component_id"],
        "component_name": table[f"component_name_{lang}"],
        "note": table[f"note_{lang}"],
        "provenance": table["provenance"],
        "evidence": table["evidence"],
    }
    return rows, picked(columns, rows)


@answers
def partner_roles(chosen: Chosen) -> Columns:
    rows, columns = roles_in_order(chosen.held, lang_of(chosen))
    found = is_chosen(chosen)[chosen.held.refers("programme_parties", "programme_id", "programmes")]
    found &= chosen.among("sectors", "programme_parties", "sector")
    found &= chosen.among("components", "programme_parties", "component_id")
    return picked(columns, found[rows])


@standing
def pairs_in_order(held: Held, lang: str) -> tuple[np.ndarray, Columns]:
    """The rows of `programme_pairs` in order, and what is said of each."""
    table = held["programme_pairs"]
    shared, months = table["shared_departments"], table["overlap_months"]
    rows = in_order(
        shared.max(initial=0) - shared,
        np.where(months == NONE, NONE, months.max(initial=0) - months),
        table["first_position"],
        table["second_position"],
        table.codes("first_programme_id"),
        table.codes("second_programme_id"),
    )
    columns = {
        "first_programme_id": table["first_programme_id"],
        "first_programme_name": table[f"first_programme_name_{lang}"],
        "second_programme_id": table["second_programme_id"],
        "second_programme_name": table[f"second_programme_name_{lang}"],
        "country_codes": table["country_codes"],
        "shared_country_names": table[f"shared_country_names_{lang}"],
        "shared_departments": shared,
        "shared_department_ids": table["shared_department_ids"],
        "shared_department_names": table[f"shared_department_names_{lang}"],
        "first_partnership_id": table["first_partnership_id"],
        "second_partnership_id": table["second_partnership_id"],
        **{f"{which}_{end}_on": days(table[f"{which}_{end}_on"]) for which in ("first", "second")
           for end in ("start", "end")},
        **{name: days(table[name]) for name in ("overlap_from_on", "overlap_to_on")},
        "overlap_months": numbered(months),
        "is_up_to": yes_or_no(table["is_up_to"]),
        "evidence": table["evidence"],
    }  # fmt: skip
    return rows, picked(columns, rows)


@answers
def programme_overlap(chosen: Chosen) -> Columns:
    rows, columns = pairs_in_order(chosen.held, lang_of(chosen))
    first, second = (
        chosen.held.refers("programme_pairs", f"{which}_programme_id", "programmes", "programme_id")
        for which in ("first", "second")
    )
    return picked(columns, (is_chosen(chosen)[first] & is_chosen(chosen)[second])[rows])


@standing
def organisations_told(held: Held, lang: str) -> Columns:
    """What is said of each row of `organisations`."""
    table = held["organisations"]
    return {
        "organisation_id": table["organisation_id"],
        "organisation_name": table[f"name_{lang}"],
        "is_named": yes_or_no(table["is_named"]),
        "sector": table["sector"],
        "sector_name": names_of(held, "organisation_sector", lang, table["sector"]),
        "evidence": prefixed("organisations", table["organisation_id"]),
    }


@answers
def organisation_activities(chosen: Chosen) -> Columns:
    held, lang = chosen.held, lang_of(chosen)
    sets, work = held["party_sets"], work_with_parties(chosen)
    which, row = parties_of_sets(held).join(work.party_set)
    organisation = held.refers("party_sets", "organisation_id", "organisations")[row]
    shown = of_sector(chosen)[organisation]
    which, row = which[shown], row[shown]
    did = Groups(organisation[shown], sets.codes("role")[row])
    activities = did.sum(work.activities[which])
    own, role = did.keys
    order = in_order(activities.max(initial=0) - activities, held["organisations"].codes("organisation_id")[own], role)
    told = picked(organisations_told(held, lang), own[order])
    evidence = told.pop("evidence")
    roles = sets.values("role")
    return told | {
        "role": taken(roles, role[order]),
        "role_name": taken(names_of(held, "organisation_role", lang, roles), role[order]),
        "activities": activities[order],
        "start_on": days(did.least(work.start_on[which])[order]),
        "end_on": days(did.most(work.end_on[which])[order]),
        "evidence": evidence,
    }


@dataclass(frozen=True)
class WithOrganisations:
    """Rows of a table in order: each with every organisation that it has, and each once with none (`organisation` -1).

    `owner` is the row of that table.
    """

    owner: np.ndarray
    organisation: np.ndarray
    columns: Columns

    def picked(self, owners: np.ndarray, organisations: np.ndarray) -> Columns:
        """These owners with these organisations; with none where an owner has none of them. Masks end with no row."""
        passing = owners[self.owner]
        named = passing & organisations[self.organisation]
        has = np.zeros(len(owners), dtype=bool)
        has[self.owner[named]] = True
        return picked(self.columns, named | (passing & (self.organisation < 0) & ~has[self.owner]))


@standing
def activities_with_organisations(held: Held, lang: str) -> WithOrganisations:
    """The rows of `listed_activities` with those of `listed_parties`."""
    activities, parties, organisations = held["listed_activities"], held["listed_parties"], held["organisations"]
    owner = held.refers("listed_parties", "activity_id", "listed_activities")
    who = held.refers("listed_parties", "organisation_id", "organisations")
    pairs = np.flatnonzero((owner >= 0) & (who >= 0))
    owner = np.append(np.arange(activities.rows), owner[pairs])
    who = np.append(np.full(activities.rows, -1), who[pairs])
    party = np.append(np.full(activities.rows, -1), pairs)
    of_partnership = held.refers("listed_activities", "partnership_id", "partnerships")[owner]
    of_programme = held.refers("listed_activities", "programme_id", "programmes")[owner]
    rows = in_order(
        at(held["partnerships"]["position"], of_partnership),
        at(held["programmes"]["position"], of_programme),
        activities.codes("activity_id")[owner],
        np.append(parties.codes("role"), -1)[party],
        np.append(organisations.codes(f"name_{lang}"), -1)[who],
        np.append(organisations.codes("organisation_id"), -1)[who],
    )
    rows = rows[of_partnership[rows] >= 0]
    owner, who, party, of_partnership = owner[rows], who[rows], party[rows], of_partnership[rows]
    kinds = names_of(held, "activity_kind", lang, activities["kind"])
    roles = names_of(held, "organisation_role", lang, parties["role"])
    is_named = np.append(np.asarray(organisations["is_named"], dtype=object), [None])[who]
    role = taken(parties["role"], party)
    cited = (activities["activity_id"][owner], taken(organisations["organisation_id"], who), role)
    columns = {
        "activity_id": activities["activity_id"][owner],
        "partnership_id": activities["partnership_id"][owner],
        "partnership_name": held["partnerships"][f"short_name_{lang}"][of_partnership],
        "activity_title": activities[f"title_{lang}"][owner],
        "kind_name": kinds[owner],
        "method": activities[f"method_{lang}"][owner],
        "organisation_id": cited[1],
        "organisation_name": taken(organisations[f"name_{lang}"], who),
        "is_named": yes_or_no(is_named),
        "role": role,
        "role_name": taken(roles, party),
        "role_basis": taken(parties["role_basis"], party),
        "provenance": activities["provenance"][owner],
        "evidence": column(
            f"activities:{activity}" + (f" activity_organisations:{activity}|{one}|{own}" if one is not None else "")
            for activity, one, own in zip(*(values.tolist() for values in cited), strict=True)
        ),
    }
    return WithOrganisations(owner, who, columns)


@answers
def activity_partners(chosen: Chosen) -> Columns:
    found = activities_with_organisations(chosen.held, lang_of(chosen))
    return found.picked(is_listed(chosen), of_sector(chosen))


@standing
def components_with_organisations(held: Held, lang: str) -> WithOrganisations:
    """The rows of `components` with the organisations that are named for each."""
    components, roles, organisations = held["components"], held["programme_organisations"], held["organisations"]
    owner = held.refers("programme_organisations", "component_id", "components")
    who = held.refers("programme_organisations", "organisation_id", "organisations")
    is_named = np.append(np.asarray(organisations["is_named"] == True, dtype=bool), False)  # noqa: E712 (None is not)
    pairs = np.flatnonzero((owner >= 0) & is_named[who])
    owner = np.append(np.arange(components.rows), owner[pairs])
    who = np.append(np.full(components.rows, -1), who[pairs])
    party = np.append(np.full(components.rows, -1), pairs)
    of_programme = held.refers("components", "programme_id", "programmes")[owner]
    rows = in_order(
        at(held["programmes"]["position"], of_programme),
        components["position"][owner],
        np.append(organisations.codes(f"name_{lang}"), -1)[who],
        np.append(organisations.codes("organisation_id"), -1)[who],
        np.append(roles.codes("role"), -1)[party],
    )
    rows = rows[of_programme[rows] >= 0]
    owner, who, party, of_programme = owner[rows], who[rows], party[rows], of_programme[rows]
    told, names = organisations_told(held, lang), names_of(held, "organisation_role", lang, roles["role"])
    cited = (taken(roles[name], party) for name in ("programme_id", "organisation_id", "role"))
    columns = {
        "programme_id": components["programme_id"][owner],
        "programme_name": held["programmes"][f"short_name_{lang}"][of_programme],
        "component_id": components["component_id"][owner],
        "position": numbered(components["position"][owner]),
        "component_name": components[f"name_{lang}"][owner],
        **{name: taken(told[name], who) for name in ("organisation_id", "organisation_name", "sector_name")},
        "role_name": taken(names, party),
        "role_basis": taken(roles["role_basis"], party),
        "note": taken(roles[f"note_{lang}"], party),
        "evidence": column(
            f"components:{component}"
            + (f" programme_organisations:{programme}|{one}|{role}|{component}" if one is not None else "")
            for component, programme, one, role in zip(components["component_id"][owner].tolist(), *cited, strict=True)
        ),
    }
    return WithOrganisations(owner, who, columns)


@answers
def component_partners(chosen: Chosen) -> Columns:
    found = components_with_organisations(chosen.held, lang_of(chosen))
    passing = is_chosen(chosen)[chosen.held.refers("components", "programme_id", "programmes")]
    passing = passing & chosen.among("components", "components", "component_id")
    return found.picked(np.append(passing, False), of_sector(chosen))


def open_statements(held: Held, kinds: tuple[str, ...]) -> np.ndarray:
    """The statements of some kinds that everybody may read, of a partnership, as a mask."""
    table = held["statements"]
    found = np.asarray(table["disclosure"] == "open", dtype=bool) & np.isin(table["kind"].astype(str), kinds)
    return found & (held.refers("statements", "partnership_id", "partnerships") >= 0)


@dataclass(frozen=True)
class Themes:
    """The statements of organisations that have a theme, in order but for what stands before `columns`.

    `group` is of a partnership and theme, `position` that of the partnership.
    """

    rows: np.ndarray
    group: np.ndarray
    position: np.ndarray
    columns: Columns


@standing
def themes_in_order(held: Held, lang: str) -> Themes:
    table, organisations = held["statements"], held["organisations"]
    who = held.refers("statements", "organisation_id", "organisations")
    of_partnership = held.refers("statements", "partnership_id", "partnerships")
    names = column(names_of(held, "theme", lang, table["theme"]))
    rank = {name: place for place, name in enumerate(sorted(set(names.tolist()) - {None}))} | {None: -1}
    rows = in_order(
        np.array([rank[name] for name in names.tolist()], dtype=np.int64),
        table.codes("theme"),
        np.append(organisations.codes(f"name_{lang}"), -1)[who],
        np.append(organisations.codes("organisation_id"), -1)[who],
        table.codes("kind"),
        table["position"],
        table.codes("statement_id"),
    )
    rows = rows[(open_statements(held, THEMED) & (table.codes("theme") >= 0) & (who >= 0))[rows]]
    columns = {
        "partnership_id": table["partnership_id"][rows],
        "partnership_name": held["partnerships"][f"short_name_{lang}"][of_partnership[rows]],
        "theme": table["theme"][rows],
        "theme_name": names[rows],
        "organisations": np.zeros(len(rows), dtype=np.int64),
        "organisation_id": table["organisation_id"][rows],
        "organisation_name": taken(organisations[f"name_{lang}"], who[rows]),
        "kind": table["kind"][rows],
        "kind_name": names_of(held, "statement_kind", lang, table["kind"][rows]),
        "statement_text": table[f"text_{lang}"][rows],
        "provenance": table["provenance"][rows],
        "evidence": prefixed("statements", table["statement_id"][rows]),
    }
    group = Groups(of_partnership[rows], table.codes("theme")[rows]).of
    return Themes(rows, group, at(held["partnerships"]["position"], of_partnership[rows]), columns)


@answers
def organisation_themes(chosen: Chosen) -> Columns:
    held = chosen.held
    themes = themes_in_order(held, lang_of(chosen))
    who = held.refers("statements", "organisation_id", "organisations")
    passing = is_chosen(chosen)[held.refers("statements", "programme_id", "programmes")]
    passing &= of_sector(chosen)[who]
    passing &= chosen.among("components", "statements", "component_id")
    found = np.flatnonzero(passing[themes.rows])
    if not len(found):
        return picked(themes.columns, found)
    group = themes.group[found]
    many = distinct(group, who[themes.rows[found]], int(group.max()) + 1)[group]
    order = np.lexsort((np.arange(len(found)), -many, themes.position[found]))
    return picked(themes.columns, found[order]) | {"organisations": many[order]}


@standing
def objectives_in_order(held: Held, lang: str) -> tuple[np.ndarray, Columns]:
    """The rows of `statements` that are objectives of several organisations as a whole, and what is said of each."""
    table, roles = held["statements"], held["programme_organisations"]
    members = set(roles["programme_id"][np.asarray(roles["role"] == "member", dtype=bool)].tolist())
    found = open_statements(held, ("objective",))
    found &= np.array([one in members for one in table["programme_id"].tolist()], dtype=bool)
    for name in ("organisation_id", "component_id", "activity_id"):
        found &= table.codes(name) < 0
    of_partnership = held.refers("statements", "partnership_id", "partnerships")
    headed = column(None if one is None else "objective" in one.lower() for one in table["section"].tolist())
    rows = in_order(
        at(held["partnerships"]["position"], of_partnership),
        np.array([-1 if one is None else 1 - one for one in headed.tolist()], dtype=np.int64),
        table["line"],
        table["position"],
        table.codes("statement_id"),
    )
    rows = rows[found[rows]]
    return rows, {
        "partnership_id": table["partnership_id"][rows],
        "partnership_name": held["partnerships"][f"short_name_{lang}"][of_partnership[rows]],
        "section": table["section"][rows],
        "is_headed_objective": yes_or_no(headed[rows]),
        "position": numbered(table["position"][rows]),
        "statement_text": table[f"text_{lang}"][rows],
        "line": numbered(table["line"][rows]),
        "provenance": table["provenance"][rows],
        "evidence": prefixed("statements", table["statement_id"][rows]),
    }


@answers
def common_objectives(chosen: Chosen) -> Columns:
    rows, columns = objectives_in_order(chosen.held, lang_of(chosen))
    passing = is_chosen(chosen)[chosen.held.refers("statements", "programme_id", "programmes")[rows]]
    return picked(columns, passing)


@standing
def reached_in_order(held: Held, lang: str) -> tuple[np.ndarray, Columns]:
    """The rows of `statements` about whom the work brings together or reaches, and what is said of each."""
    table = held["statements"]
    programme = held.refers("statements", "programme_id", "programmes")
    activity = held.refers("statements", "activity_id", "listed_activities")
    of_partnership = held.refers("statements", "partnership_id", "partnerships")
    names = zip(
        taken(held["programmes"][f"short_name_{lang}"], programme).tolist(),
        taken(held["listed_activities"][f"title_{lang}"], activity).tolist(),
        strict=True,
    )
    items = zip(table["programme_id"].tolist(), table["activity_id"].tolist(), strict=True)
    item, name = (column(own if own is not None else other for own, other in pairs) for pairs in (items, names))
    rank = {one: place for place, one in enumerate(sorted(set(item.tolist()) - {None}))} | {None: -1}
    rows = in_order(
        at(held["partnerships"]["position"], of_partnership),
        at(held["programmes"]["position"], programme),
        np.array([rank[one] for one in item.tolist()], dtype=np.int64),
        table.codes("kind"),
        table["position"],
        table.codes("statement_id"),
    )
    rows = rows[open_statements(held, REACHED)[rows]]
    return rows, {
        "partnership_id": table["partnership_id"][rows],
        "partnership_name": held["partnerships"][f"short_name_{lang}"][of_partnership[rows]],
        "item_id": item[rows],
        "item_name": name[rows],
        "kind": table["kind"][rows],
        "kind_name": names_of(held, "statement_kind", lang, table["kind"][rows]),
        "position": numbered(table["position"][rows]),
        "statement_text": table[f"text_{lang}"][rows],
        "provenance": table["provenance"][rows],
        "evidence": prefixed("statements", table["statement_id"][rows]),
    }


@answers
def groups_reached(chosen: Chosen) -> Columns:
    held = chosen.held
    rows, columns = reached_in_order(held, lang_of(chosen))
    passing = is_chosen(chosen)[held.refers("statements", "programme_id", "programmes")]
    alone = held["statements"].codes("programme_id") < 0
    if alone[rows].any():
        passing = passing | (alone & is_listed(chosen)[held.refers("statements", "activity_id", "listed_activities")])
    passing = passing & chosen.among("components", "statements", "component_id")
    return picked(columns, passing[rows])
