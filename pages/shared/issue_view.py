"""The pieces of the Issues page: the matrix, how many name each, what stands together, what answers it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from analytics import reading_issues
from analytics.charts.issues import issue_ranking_bars
from analytics.columns import said
from analytics.selection import Selection
from analytics.wording import Words
from pages.shared import filters, layout, store

if TYPE_CHECKING:
    import pandas as pd


def matrix(rows: pd.DataFrame, ranking: pd.DataFrame, chosen: Selection) -> None:
    """Municipality by issue: a table of dots, on a phone a list by issue."""
    if rows.empty:
        return
    say = store.words()

    def draw() -> None:
        has_order = filters.switch(
            "order", say("Show the order as listed"),
            help=say("The order in which the document names the issues. It is not a severity."),
        )  # fmt: skip
        st.html(
            f'<div class="tj-figure">{_matrix_table(rows, ranking, has_order, say)}'
            f"{_matrix_list(rows, ranking, has_order, say)}</div>"
        )

    layout.figure(
        draw, title=say("What is listed for each municipality"), table=rows, key="issue_matrix", chosen=chosen,
        unit=say(
            "Main issues as listed in the dialogues. A dot: on its list. "
            "Empty: not on its list, which is not the same as absent."
        ),
        summary=reading_issues.matrix_summary(rows, say), drop=("family_name",),
    )  # fmt: skip


def _matrix_table(rows: pd.DataFrame, ranking: pd.DataFrame, has_order: bool, say: Words) -> str:
    heads = "".join(f'<th scope="col" class="slant"><div>{escape(name)}</div></th>' for name in ranking["issue_name"])
    body = []
    for department, places in rows.fillna({"department_name": ""}).groupby("department_name", sort=False):
        names = places.drop_duplicates("place_id")
        for i, place in enumerate(names.itertuples(index=False)):
            group = (
                f'<th scope="rowgroup" class="group" rowspan="{len(names)}">{escape(department)}</th>' if i == 0 else ""
            )
            own = dict(list(places[places["place_id"] == place.place_id].groupby("issue_type_id")))
            cells = "".join(
                _cell(own, issue, place.place_name, has_order, say) for issue in ranking.itertuples(index=False)
            )
            first = ' class="first"' if i == 0 else ""
            body.append(f'<tr{first}>{group}<th scope="row">{escape(place.place_name)}</th>{cells}</tr>')
    corner = f'<th scope="col" class="corner" colspan="2">{escape(say("Municipality"))}</th>'
    return (
        f'<table class="tj-matrix dots"><thead><tr>{corner}{heads}</tr></thead><tbody>{"".join(body)}</tbody></table>'
    )


def _cell(own: dict[str, pd.DataFrame], issue: object, place: str, has_order: bool, say: Words) -> str:
    """One place and issue: a dot, with the order as listed where it is asked for, or empty paper."""
    if issue.issue_type_id not in own:
        title = say("{issue}: not on the list of {place}", issue=issue.issue_name, place=place)
        return f'<td title="{escape(title)}"><span class="tj-unseen">{escape(say("not on its list"))}</span></td>'
    stated = own[issue.issue_type_id]  # more than one where two programmes list it
    title = say(
        "{place}: {words} is on its list",
        place=place,
        words=say.listing(stated["as_stated"].drop_duplicates().tolist()),
    )
    order = _order(stated["position"], say) if has_order else ""
    unseen = f'<span class="tj-unseen">{escape(say("on its list"))}</span>'
    return f'<td title="{escape(title)}"><i class="dot">{order}</i>{unseen}</td>'


def _order(positions: pd.Series, say: Words) -> str:
    """The places in the order as listed: "2", or "1 · 3" where two lists name it."""
    return " · ".join(say.number(position) for position in positions.dropna().drop_duplicates())


def _matrix_list(rows: pd.DataFrame, ranking: pd.DataFrame, has_order: bool, say: Words) -> str:
    """The same for a narrow screen: each issue, and the municipalities whose lists name it."""
    items = []
    for issue in ranking.itertuples(index=False):
        chips = []
        for _, stated in rows[rows["issue_type_id"] == issue.issue_type_id].groupby("place_id", sort=False):
            order = f'<i class="dot">{_order(stated["position"], say)}</i>' if has_order else ""
            chips.append(f"<li>{order}{escape(stated['place_name'].iloc[0])}</li>")
        count = say("{n} of {all} lists", n=say.number(issue.lists), all=say.number(issue.all_lists))
        items.append(
            f'<li><b>{escape(issue.issue_name)}</b> <span class="count">{escape(count)}</span>'
            f'<ul class="tj-chips">{"".join(chips)}</ul></li>'
        )
    return f'<ul class="tj-narrow brick">{"".join(items)}</ul>'


def ranking_and_pairs(ranking: pd.DataFrame, pairs: pd.DataFrame, chosen: Selection) -> None:
    """How many lists name each issue, and beside it the issues that are listed together."""
    if ranking.empty:
        return
    say = store.words()
    left, right = st.columns(2, gap="large")
    with left:
        layout.figure(
            lambda: st.html(issue_ranking_bars(ranking, say)), title=say("How many lists name each issue"),
            table=ranking, key="issue_ranking", chosen=chosen,
            unit=say("Lists of municipalities that name it, of all lists."),
        )  # fmt: skip
    with right:
        _pairs(pairs, chosen, say)


def _pairs(pairs: pd.DataFrame, chosen: Selection, say: Words) -> None:
    often = pairs[pairs["lists"] > 1]
    if often.empty:
        layout.section(say("Which stand together"))
        layout.note(say("No two issues stand together in more than one list of this selection."))
        return

    def draw() -> None:
        st.html(f'<ul class="tj-pairs">{"".join(_pair(row, say) for row in often.itertuples(index=False))}</ul>')

    layout.figure(
        draw, title=say("Which stand together"), table=pairs, key="issue_pairs", chosen=chosen,
        unit=say("Lists that name both. Standing in one list does not make one the cause of the other."),
        summary=reading_issues.pairs_summary(pairs, say),
    )  # fmt: skip


def _pair(row: object, say: Words) -> str:
    both = say(
        "{first} and {second}", first=f"<b>{escape(row.first_issue_name)}</b>",
        second=f"<b>{escape(reading_issues.within(row.second_issue_name))}</b>",
    )  # fmt: skip
    dots = "".join(f'<i class="{"on" if n < row.lists else ""}"></i>' for n in range(row.all_lists))
    count = say("{n} of {all} lists", n=say.number(row.lists), all=say.number(row.all_lists))
    beads = f'<span class="beads" aria-hidden="true">{dots}</span>'
    return f'<li><p>{both}</p><div class="count">{beads}{escape(count)}</div></li>'


def same_lists(alike: pd.DataFrame, chosen: Selection) -> None:
    """Places with the same list, in words."""
    if alike.empty:
        return
    say = store.words()

    def draw() -> None:
        sentences = reading_issues.same_list_sentences(alike, say)
        st.html("".join(f'<p class="tj-lede">{escape(sentence)}</p>' for sentence, _ in sentences))

    layout.figure(
        draw, title=say("Places with the same list"), table=alike, key="same_lists", chosen=chosen,
        unit=say("The same issues, whatever their order."),
    )  # fmt: skip


def answers(rows: pd.DataFrame, ranking: pd.DataFrame, chosen: Selection) -> None:
    """For each listed issue, the work that is recorded here, and whether a document says so or we read it so."""
    say = store.words()
    listed = rows[rows["lists"] > 0]
    if listed.empty:
        return

    def draw() -> None:
        head = [say("Issue"), say("Lists that name it"), say("Work recorded here")]
        cells = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
        body = "".join(_answer_row(group, say) for _, group in listed.groupby("issue_type_id", sort=False))
        st.html(
            f'<div class="tj-figure"><table class="tj-table tj-stack"><thead><tr>{cells}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )

    layout.figure(
        draw, title=say("Which listed issues have work recorded here"), table=listed, key="issue_answers",
        chosen=chosen,
        unit=say(
            "Work is that of a programme as a whole: it need not have been in the municipalities that list the issue. "
            "None recorded here is not none done."
        ),
    )  # fmt: skip


def _answer_row(links: pd.DataFrame, say: Words) -> str:
    first = links.iloc[0]
    count = say.many("{n} list", "{n} lists", first["lists"])
    if not first["programme_id"]:
        work = f'<span class="tj-gap">{escape(say("none recorded here"))}</span>'
    else:
        work = "".join(_link(row, say) for row in links.itertuples(index=False))
    return f'<tr><th scope="row">{escape(first["issue_name"])}</th><td>{escape(count)}</td><td>{work}</td></tr>'


def _link(row: object, say: Words) -> str:
    where = f"{row.programme_name} · {row.component_name}" if row.component_name else row.programme_name
    tone = "teal" if row.basis == "stated" else "maize"
    tag = f'<span class="tj-tag {tone}">{escape(str(said("basis", row.basis, say)))}</span>'
    return f'<div class="tj-link">{escape(where)} {tag}<p class="tj-note">{escape(row.note or "")}</p></div>'


def named_without_a_list(context: pd.DataFrame, chosen: Selection) -> None:
    """What the documents name besides the lists, by partnership, in words."""
    if context.empty:
        return
    say = store.words()

    def draw() -> None:
        for telling in reading_issues.tellings(context, say):
            lines = "".join(f"<p>{escape(sentence)}</p>" for sentence in telling.sentences)
            st.html(f'<div class="tj-open"><p><b>{escape(telling.title)}</b></p>{lines}</div>')

    layout.figure(
        draw, title=say("Named without a list"), table=context, key="context_issues", chosen=chosen,
        unit=say(
            "What a document gives as the context of the work, and what it says that the work addresses: "
            "told in words, not counted."
        ),
    )  # fmt: skip
