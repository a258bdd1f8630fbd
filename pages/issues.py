"""Issues: what was listed in the dialogues and what sources record, where, and what work is recorded on it."""

from analytics import issues, reading_issues, reading_records, records
from pages.shared import filters, issue_view, layout, record_view, store

say = store.words()
chosen = filters.sidebar()
ranking = store.ask(issues.issue_ranking, chosen)
answers = store.ask(issues.issue_answers, chosen)
context = store.ask(issues.context_issues, chosen)
recorded = store.ask(records.recorded_issues, chosen)
places = store.ask(records.recorded_places, chosen)
title = reading_records.issues_title(len(ranking) + len(context) > 0, len(recorded) > 0, say)
said = reading_issues.issue_sentences(ranking, answers, say)
said += reading_records.recorded_sentences(recorded, places, store.partial_months(), say)
layout.lead(title, said, "issues")
if ranking.empty and context.empty and recorded.empty:
    layout.nothing_found(chosen)
elif ranking.empty and len(context):
    layout.note(say("No list of the dialogues fits this selection."))
issue_view.matrix(store.ask(issues.issue_matrix, chosen), ranking, chosen)
issue_view.ranking_and_pairs(ranking, store.ask(issues.issue_pairs, chosen), chosen)
issue_view.same_lists(store.ask(issues.same_lists, chosen), chosen)
issue_view.answers(answers, ranking, chosen)
issue_view.named_without_a_list(context, chosen)
record_view.recorded(recorded, chosen)
record_view.by_year(store.ask(records.recorded_by_year, chosen), recorded, chosen)
record_view.without_activity(store.ask(records.recorded_without_activity, chosen), places, chosen)
