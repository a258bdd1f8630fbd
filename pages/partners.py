"""Partners: who works with whom, on what and how, whom the work brings together, and where programmes meet."""

from analytics import partners, reading_partners
from pages.shared import filters, layout, partner_view, store

say = store.words()
chosen = filters.sidebar()
roles = store.ask(partners.partner_roles, chosen)
overlap = store.ask(partners.programme_overlap, chosen)
layout.lead(say("Who works with whom"), reading_partners.partner_sentences(roles, overlap, say), "partners")
if roles.empty:
    layout.nothing_found(chosen)
else:
    partner_view.organisations(roles, chosen)
partner_view.overlaps(overlap, chosen)
partner_view.themes(
    store.ask(partners.organisation_themes, chosen), store.ask(partners.common_objectives, chosen), chosen
)
partner_view.components(store.ask(partners.component_partners, chosen), chosen)
partner_view.groups(store.ask(partners.groups_reached, chosen), chosen)
partner_view.activities(store.ask(partners.activity_partners, chosen), chosen)
