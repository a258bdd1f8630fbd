"""Figures of what the dialogues listed: how many lists name each issue, where, with what, and what answers it."""

from __future__ import annotations

import pandas as pd

from analytics import reading_issues
from analytics.columns import references
from analytics.figures.asker import Asker
from analytics.figures.making import Draft, Number, figure

DOT, RING = "•", "○"  # stated; our reading, or stated less exactly


def _listed_unit(say: object) -> str:
    return say("Main issues as listed in the dialogues. A dot: on its list. "
               "Empty: not on its list, which is not the same as absent.")  # fmt: skip


@figure("bars")
def issue_ranking(ask: Asker) -> Draft:
    """How many lists name each issue."""
    say, ranking = ask.say, ask("issue_ranking")
    most = ranking["lists"].max() if len(ranking) else 0
    words = [
        say("{n} of {all}", n=say.number(row.lists), all=say.number(row.all_lists)) for row in ranking.itertuples()
    ]
    rows = [
        {"label": row.issue_name, "value": int(row.lists), "words": said, "stands_out": bool(row.lists == most)}
        for row, said in zip(ranking.itertuples(), words, strict=True)
    ]
    numbers = [
        Number(row.issue_name, said, row.lists, tuple(row.evidence.split(" ")), row.issue_type_id)
        for row, said in zip(ranking.itertuples(), words, strict=True)
    ]
    body = {
        "rows": rows, "max": int(ranking["all_lists"].max()) if len(ranking) else 0, "colour": "brick",
        "axis": say("Lists that name it"),
    }  # fmt: skip
    return Draft(
        say("How many lists name each issue"), ranking,
        reading_issues.most_listed(ranking, say)[0] if len(ranking) else "",
        say("Lists of municipalities that name it, of all lists."), body, numbers, drop=("family_name",),
    )  # fmt: skip


@figure("matrix")
def issue_matrix(ask: Asker) -> Draft:
    """What is listed for each municipality: a dot where an issue is on its list."""
    say, rows, ranking = ask.say, ask("issue_matrix"), ask("issue_ranking")
    codes = ranking["issue_type_id"].tolist()
    lines, numbers = [], []
    for _, own in rows.groupby("place_id", sort=False):
        first = own.iloc[0]
        on_list = set(own["issue_type_id"])
        lines.append({
            "label": first["place_name"], "group": first["department_name"] or "",
            "cells": [DOT if code in on_list else "" for code in codes],
        })  # fmt: skip
        n = own["issue_type_id"].nunique()
        numbers.append(Number(first["place_name"], say.many("a list of {n} issue", "a list of {n} issues", n), n,
                              references(own), first["place_id"]))  # fmt: skip
    body = {"columns": ranking["issue_name"].tolist(), "rows": lines, "colour": "brick"}
    return Draft(
        say("What is listed for each municipality"),
        rows[["department_name", "place_name", "issue_name", "as_stated", "provenance", "evidence"]],
        reading_issues.matrix_summary(rows, say) if len(rows) else "", _listed_unit(say), body, numbers,
        drop=("provenance",),
    )  # fmt: skip


@figure("matrix")
def issue_by_department(ask: Asker) -> Draft:
    """How many lists of each department name each issue."""
    say, rows, ranking = ask.say, ask("issue_matrix"), ask("issue_ranking")
    codes = ranking["issue_type_id"].tolist()
    lines, numbers, table = [], [], []
    for department, own in rows.fillna({"department_name": ""}).groupby("department_name", sort=False):
        counts = own.groupby("issue_type_id")["place_id"].nunique()
        lines.append({"label": department, "group": "", "cells": [int(counts.get(code, 0)) or "" for code in codes]})
        for issue in ranking.itertuples(index=False):
            if n := int(counts.get(issue.issue_type_id, 0)):
                cell = own[own["issue_type_id"] == issue.issue_type_id]
                label = say("{issue}, {place}", issue=issue.issue_name, place=department)
                numbers.append(Number(label, say.many("{n} list", "{n} lists", n), n, references(cell),
                                      f"{own['department_id'].iloc[0]}-{issue.issue_type_id}"))  # fmt: skip
                table.append({"department_name": department, "issue_name": issue.issue_name, "lists": n,
                              "evidence": " ".join(references(cell))})  # fmt: skip
    shared = [issue.issue_name for issue in ranking.itertuples(index=False)
              if rows.loc[rows["issue_type_id"] == issue.issue_type_id, "department_id"].nunique() > 1]  # fmt: skip
    sentence = say(
        "Listed in more than one department: {issues}.",
        issues=say.listing([reading_issues.within(name) for name in shared]),
    ) if shared else ""  # fmt: skip
    return Draft(
        say("Which issues each department's lists name"),
        pd.DataFrame(table, columns=["department_name", "issue_name", "lists", "evidence"]), sentence,
        say("Lists of municipalities in the department that name it. Empty: on none of its lists."),
        {"columns": ranking["issue_name"].tolist(), "rows": lines, "colour": "brick"}, numbers,
    )  # fmt: skip


@figure("text", "place_id")
def municipality_list(ask: Asker, place_id: str = "") -> Draft:
    """The list of one municipality, in the words of the document."""
    say = ask.say
    listed = ask("place_issues", place_id=place_id)
    here = listed[listed["relation"] == "here"]
    name = next(iter(ask.index.loc[ask.index["place_id"] == place_id, "place_name"]), place_id)
    blocks = [{"head": row.issue_name, "lines": [row.as_stated] if row.as_stated.casefold() != row.issue_name.casefold()
               else []} for row in here.itertuples(index=False)]  # fmt: skip
    n = here["issue_type_id"].nunique()
    words = say.many("a list of {n} issue", "a list of {n} issues", n)
    return Draft(
        say("Main issues listed for {place}", place=name), here[["place_name", "issue_name", "as_stated", "evidence"]],
        say("The list of {place} names {issues}.", place=name,
            issues=say.listing([reading_issues.within(issue) for issue in here["issue_name"]])) if n else "",
        say("As listed in the dialogues; the order is not a severity."), {"blocks": blocks, "colour": "brick"},
        [Number(name, words, n, references(here), place_id)] if n else [],
    )  # fmt: skip


@figure("bars")
def issue_pairs(ask: Asker) -> Draft:
    """Which issues stand together in more than one list."""
    say, pairs = ask.say, ask("issue_pairs")
    often = pairs[pairs["lists"] > 1]
    rows, numbers = [], []
    for row in often.itertuples(index=False):
        label = say("{first} and {second}", first=row.first_issue_name,
                    second=reading_issues.within(row.second_issue_name))  # fmt: skip
        words = say("{n} of {all}", n=say.number(row.lists), all=say.number(row.all_lists))
        rows.append({"label": label, "value": int(row.lists), "words": words, "stands_out": False})
        key = f"{row.first_issue_type_id}-{row.second_issue_type_id}"
        numbers.append(Number(label, words, row.lists, tuple(row.evidence.split(" ")), key))
    body = {"rows": rows, "max": int(often["all_lists"].max()) if len(often) else 0, "colour": "brick",
            "axis": say("Lists that name both")}  # fmt: skip
    return Draft(
        say("Which stand together"), often, reading_issues.pairs_summary(pairs, say) if len(pairs) else "",
        say("Lists that name both. Standing in one list does not make one the cause of the other."), body, numbers,
    )  # fmt: skip


@figure("matrix")
def issue_answers(ask: Asker) -> Draft:
    """For which of the listed issues the documents record work, as stated or by our reading."""
    say, answers = ask.say, ask("issue_answers")
    listed = answers[answers["lists"] > 0]
    programmes = listed.dropna(subset=["programme_id"]).drop_duplicates("programme_id")
    lines = []
    for _, own in listed.groupby("issue_type_id", sort=False):
        cells = []
        for code in programmes["programme_id"]:
            basis = own.loc[own["programme_id"] == code, "basis"]
            is_stated_link = basis.eq("stated").any()
            cells.append(DOT if is_stated_link else RING if len(basis) else "")
        lines.append({"label": own["issue_name"].iloc[0], "group": "", "cells": cells})
    said = reading_issues.answered(answers, say)
    return Draft(
        say("Which issues have work recorded here"),
        listed[["issue_name", "lists", "programme_name", "component_name", "basis", "note", "evidence"]],
        said[0][0] if said else "",
        say("A full dot: a document states the link. A ring: our reading. Empty: none recorded here, which is not none "
            "done."),
        {"columns": programmes["programme_name"].tolist(), "rows": lines, "colour": "teal"},
    )  # fmt: skip


@figure("text")
def same_lists(ask: Asker) -> Draft:
    """Municipalities whose lists name the same issues."""
    say, alike = ask.say, ask("same_lists")
    sentences = [sentence for sentence, _ in reading_issues.same_list_sentences(alike, say)]
    return Draft(say("Places with the same list"), alike, "", say("Their order left aside."),
                 {"blocks": [{"head": "", "lines": sentences}], "colour": "brick"})  # fmt: skip


@figure("text")
def named_without_a_list(ask: Asker) -> Draft:
    """Issues that documents name as the context of the work, or as what it addresses."""
    say, context = ask.say, ask("context_issues")
    blocks = [{"head": t.title, "lines": list(t.sentences)} for t in reading_issues.tellings(context, say)]
    return Draft(say("What other documents name"), context, body={"blocks": blocks})
