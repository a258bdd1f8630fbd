"""Who works with whom, in which role, on what, and where programmes meet."""

from __future__ import annotations

import pandas as pd

from analytics.asking import answer, question
from analytics.selection import Reader, Selection
from analytics.warehouse import Engine


@question
def partner_roles(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per organisation, programme, role and component."""
    return answer(engine, "partner_roles", selection, reader)


@question
def partner_links(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per pair of named organisations that stand in the same programme."""
    return answer(engine, "partner_links", selection, reader)


@question
def programme_overlap(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per pair of programmes that share a country; months that both ran in, both ends counted.

    `overlap_months` is empty where dates are not stated; `is_up_to` where an end is not stated.
    """
    return answer(engine, "programme_overlap", selection, reader)


@question
def component_partners(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per component and organisation named with it; no organisation where the document names none.

    Documents give examples: a list of partners may be incomplete.
    """
    return answer(engine, "component_partners", selection, reader)


@question
def organisation_themes(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per objective or method stated for one organisation of a partnership, with its theme.

    The themes are our reading; `organisations` counts those of the partnership that have the theme.
    """
    return answer(engine, "organisation_themes", selection, reader)


@question
def common_objectives(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per objective stated for a partnership with members as a whole, under the document's own heading."""
    return answer(engine, "common_objectives", selection, reader)


@question
def groups_reached(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per group of people or sector that a document says the work brings together or reaches."""
    return answer(engine, "groups_reached", selection, reader)


@question
def activity_partners(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per activity and organisation with a role in it; no organisation where none is stated."""
    return answer(engine, "activity_partners", selection, reader)


@question
def organisation_activities(engine: Engine, selection: Selection, reader: Reader) -> pd.DataFrame:
    """One row per organisation and role that it has in activities: how many, and from when to when."""
    return answer(engine, "organisation_activities", selection, reader)
