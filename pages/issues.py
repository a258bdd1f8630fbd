"""Issues: what was listed in the dialogues, where, what stands together, and what work is recorded on it."""

from analytics import issues, reading_issues
from pages.shared import filters, issue_view, layout, store

say = store.words()
chosen = filters.sidebar()
ranking = store.ask(issues.issue_ranking, chosen)
answers = store.ask(issues.issue_answers, chosen)
context = store.ask(issues.context_issues, chosen)
layout.lead(say("What was listed in the dialogues"), reading_issues.issue_sentences(ranking, answers, say), "issues")
if ranking.empty and context.empty:
    layout.nothing_found(chosen)
elif ranking.empty:
    layout.note(say("No list of the dialogues fits this selection."))
issue_view.matrix(store.ask(issues.issue_matrix, chosen), ranking, chosen)
issue_view.ranking_and_pairs(ranking, store.ask(issues.issue_pairs, chosen), chosen)
issue_view.same_lists(store.ask(issues.same_lists, chosen), chosen)
issue_view.answers(answers, ranking, chosen)
issue_view.named_without_a_list(context, chosen)
