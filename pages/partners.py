"""Partners: who works with whom, on what and how, whom the work brings together, and where programmes meet."""

from analytics import partners, reading_partners
from pages.shared import filters, layout, partner_view, store

say = store.words()
chosen = filters.sidebar()
roles = store.ask(partners.partner_roles, chosen)
overlap = store.ask(partners.programme_overlap, chosen)
named = store.ask(partners.organisation_activities, chosen)
done = store.ask(partners.activity_partners, chosen)
said = reading_partners.partner_sentences(roles, overlap, say) or reading_partners.activity_sentences(named, say)
layout.lead(say("Who works with whom"), said, "partners")
if roles.empty and named.empty and done.empty:
    layout.nothing_found(chosen)
elif len(roles):
    partner_view.organisations(roles, chosen)
partner_view.with_activities(named, chosen)
partner_view.overlaps(overlap, chosen)
partner_view.themes(
    store.ask(partners.organisation_themes, chosen), store.ask(partners.common_objectives, chosen), chosen
)
partner_view.components(store.ask(partners.component_partners, chosen), chosen)
partner_view.groups(store.ask(partners.groups_reached, chosen), chosen)
partner_view.activities(done, chosen)
