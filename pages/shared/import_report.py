"""Import, step 3: what is wrong with the files, each error beside its cell, and what can be done about it."""

from __future__ import annotations

import json
from collections import Counter
from html import escape

import streamlit as st

from analytics.checks.rules import RULES
from analytics.exports.text import as_csv
from analytics.importing import naming, review
from analytics.importing.review import KINDS
from analytics.wording import Words
from pages.shared import layout, store
from pages.shared.import_desk import Desk

FINDINGS_SHOWN = 8
FEW = 12  # findings that are shown at once, whatever their rules


def wrong(at: Desk) -> None:
    """How many findings of each severity; then those of one, by rule, a page at a time."""
    say, report = store.words(), at.review.report
    layout.section(say("What is wrong"), say(
        "An error stands in the way until it is corrected in the file, left out or accepted. The others do not."
    ))  # fmt: skip
    counts = {kind: sum(found["count"] for found in report[kind]) for kind in KINDS}
    st.html(_counts(counts, say))
    there = [kind for kind in KINDS if report[kind]]
    if not there:
        st.html(f'<div class="tj-open"><p>{escape(say("Nothing is wrong with these files."))}</p></div>')
        return
    names = _kind_names(say)
    kind = st.segmented_control(
        say("Show"), there, default=there[0], required=True, key=f"report-kind-{at.round}-{at.review.draft.id}",
        format_func=lambda kind: f"{names[kind]} {say.number(counts[kind])}", label_visibility="collapsed",
    )  # fmt: skip
    _of_kind(at, kind or there[0])
    _downloads(at)


def _kind_names(say: Words) -> dict[str, str]:
    return {
        "errors": say("Errors"), "warnings": say("Warnings"), "corrections": say("Corrected"),
        "notes": say("Remarks"),
    }  # fmt: skip


def _counts(counts: dict[str, int], say: Words) -> str:
    notes = {
        "errors": say("stand in the way"), "warnings": say("worth a look"),
        "corrections": say("changed by Tejido, each one listed"), "notes": say("what was understood"),
    }  # fmt: skip
    names = _kind_names(say)
    cards = "".join(
        f'<li class="tj-card {kind}{"" if counts[kind] else " none"}">'
        f'<div class="figure">{escape(say.number(counts[kind]))}</div>'
        f'<div class="label">{escape(names[kind])}</div><div class="note">{escape(notes[kind])}</div></li>'
        for kind in KINDS
    )
    return f'<ul class="tj-cards tj-findings">{cards}</ul>'


def _of_kind(at: Desk, kind: str) -> None:
    """The findings of a severity: all of them where they are few, else those of one rule."""
    say, found = store.words(), at.review.report[kind]
    rules = Counter()
    for one in found:
        rules[one["rule"]] += one["count"]
    order = [rule for rule, _ in rules.most_common()]
    key = f"{at.round}-{at.review.draft.id}-{kind}"
    if len(order) > 1 and len(found) > FEW:
        order = [st.selectbox(
            say("Which of them"), order, key=f"rule-{key}",
            format_func=lambda rule: f"{_title(rule, say)} ({say.number(rules[rule])})",
        )]  # fmt: skip
    for rule in order:
        _rule(at, rule, [one for one in found if one["rule"] == rule], kind, f"{key}-{rule}")


def _title(rule: str, say: Words) -> str:
    """A rule's sentence with its gaps left open."""
    text = say.written(RULES[rule].message)
    while "{" in text:
        head, _, rest = text.partition("{")
        text = head + "…" + rest.partition("}")[2]
    return text.replace("….", "…")


def _rule(at: Desk, rule: str, found: list[dict], kind: str, key: str) -> None:
    say = store.words()
    with st.container(border=True, key=f"rule-box-{kind}-{rule}"):
        advice = say.written(RULES[rule].advice)
        st.html(
            f'<p class="tj-rule"><b>{escape(_title(rule, say))}</b>'
            f"{f'<span>{escape(advice)}</span>' if advice and '{' not in advice else ''}</p>"
        )
        if RULES[rule].can_accept and (kind == "errors" or rule in at.review.choices.accepted):
            _acceptance(at, rule)
        pages = -(-len(found) // FINDINGS_SHOWN)
        page = 1
        if pages > 1:
            page = st.pagination(pages, key=f"findings-page-{key}")
        for i, one in enumerate(found[(page - 1) * FINDINGS_SHOWN : page * FINDINGS_SHOWN]):
            _finding(at, one, f"{key}-{page}-{i}", kind)
        listed, counted = len(found), sum(one["count"] for one in found)
        if counted > listed:
            layout.note(say(
                "{listed} are listed one by one; they stand for {n} in all.", listed=say.number(listed),
                n=say.number(counted),
            ))  # fmt: skip
        if kind == "errors" and pages > 1 and any(one["row"] for one in found):
            st.button(say("Leave all of these rows out"), key=f"leave-all-{key}", on_click=_leave_all, args=(at, found))


def _acceptance(at: Desk, rule: str) -> None:
    say = store.words()
    st.session_state[f"accept-{at.round}-{rule}"] = rule in at.accepted
    st.toggle(
        say("Accept all of these"), key=f"accept-{at.round}-{rule}", on_change=_accept, args=(at, rule),
    )  # fmt: skip
    layout.note(naming.accepting(rule, say))


def _accept(at: Desk, rule: str) -> None:
    (at.accepted.discard if rule in at.accepted else at.accepted.add)(rule)


def _leave_all(at: Desk, found: list[dict]) -> None:
    for one in found:
        if one["row"] is not None:
            at.left_out.setdefault(one["file"], set()).add(one["row"])


# One finding, beside its cells


def _finding(at: Desk, one: dict, key: str, kind: str) -> None:
    say = store.words()
    with st.container(key=f"finding-{key}"):
        st.html(_beside(at, one, kind, say))
        if kind == "errors" and one["row"] is not None and not one["path"]:
            _leaving_out(at, one, key)


def _leaving_out(at: Desk, one: dict, key: str) -> None:
    say = store.words()
    rows = at.left_out.setdefault(one["file"], set())
    st.session_state[f"out-{key}"] = one["row"] in rows
    st.checkbox(
        say("Leave row {row} out", row=say.number(one["row"])), key=f"out-{key}", on_change=_toggle,
        args=(at, one["file"], one["row"]),
    )  # fmt: skip


def _toggle(at: Desk, file: str, row: int) -> None:
    rows = at.left_out.setdefault(file, set())
    (rows.discard if row in rows else rows.add)(row)


def _beside(at: Desk, one: dict, kind: str, say: Words) -> str:
    """The finding's place and sentence, over the row that it is in, its own cell marked."""
    said, _ = naming.told(one, say)
    place = " · ".join(escape(part) for part in _place(one, say))
    cells = at.review.cells.get((one["file"], one["sheet"], one["row"])) if one["row"] is not None else None
    times = f" (× {escape(say.number(one['count']))})" if one["count"] > 1 else ""
    sentence = "" if said == _title(one["rule"], say) and not times else f'<p class="said">{escape(said)}{times}</p>'
    head = f'<p class="where">{place}</p>{sentence}'
    if not cells:
        value = f'<p class="value">{escape(one["value"])}</p>' if one["value"] else ""
        return f'<div class="tj-finding {kind}">{head}{value}</div>'
    heads = "".join(f'<th scope="col"{_mark(name, one)}>{escape(name)}</th>' for name in cells)
    row = "".join(f"<td{_mark(name, one)}>{escape(text) or '–'}</td>" for name, text in cells.items())
    number = f'<th scope="row">{escape(say.number(one["row"]))}</th>'
    return (
        f'<div class="tj-finding {kind}">{head}<div class="tj-scroll"><table class="tj-cells"><thead><tr><th></th>'
        f"{heads}</tr></thead><tbody><tr>{number}{row}</tr></tbody></table></div></div>"
    )


def _mark(column: str, one: dict) -> str:
    return ' class="at"' if column == one["column"] else ""


def _place(one: dict, say: Words) -> list[str]:
    parts = [one["file"]]
    if one["sheet"]:
        parts.append(one["sheet"])
    if one["row"] is not None:
        is_line = bool(one["path"])
        number = say.number(one["row"])
        parts.append(say("line {n}", n=number) if is_line else say("row {n}", n=number))
    if one["column"]:
        parts.append(one["column"])
    return [part for part in parts if part]


# The whole of it


def _downloads(at: Desk) -> None:
    say = store.words()
    with st.container(horizontal=True, gap="medium", key="report-downloads"):
        st.download_button(
            say("Download the report (CSV)"), data=lambda: _csv(at, say), mime="text/csv",
            file_name=f"tejido-{at.name}-report.csv", key="report-csv", type="tertiary", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            say("Download the report (JSON)"), mime="application/json", key="report-json", type="tertiary",
            data=lambda: json.dumps(at.review.report, ensure_ascii=False, indent=1).encode(),
            file_name=f"tejido-{at.name}-report.json", on_click="ignore",
        )  # fmt: skip


def _csv(at: Desk, say: Words) -> bytes:
    return ("\ufeff" + as_csv(review.findings(at.review.report, say))).encode()
