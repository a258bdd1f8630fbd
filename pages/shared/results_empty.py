"""The Results page where it has nothing to show: what is missing, and how to bring it in."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from analytics import aggregation, results
from analytics.importing.workbooks import SEXES, filled
from analytics.paths import SAMPLE
from analytics.selection import Selection
from analytics.understanding.templates import ADDED, TEMPLATES, YES_NO
from pages.shared import filters, layout, store
from pages.shared.import_view import XLSX

if TYPE_CHECKING:
    import pandas as pd

IMPORT_PAGE = Path(__file__).parents[1] / "import_data.py"
KINDS = ("targets", "actuals")  # our workbooks of indicators
FIRST = ("indicator", "unit", "baseline", "target", "actual", "start", "end")


def nothing(chosen: Selection) -> None:
    """Without indicators a data set says what it lacks; with them, which filter keeps them out."""
    if chosen.active() and not store.ask(results.indicator_sheets).empty:
        layout.nothing_found(chosen)
        undated(chosen)
        return
    say = store.words()
    told = (
        say("No indicators are in this data set: no baseline, no target and no achieved value."),
        say("What it records besides (activities, issues, money) is on the other pages and in Explore."),
    )
    st.html(f'<div class="tj-open"><p><b>{escape(told[0])}</b></p><p>{escape(told[1])}</p></div>')
    if store.role() == "analyst":
        _columns()
    layout.section(say("See it at work"))
    sample = escape(f"results?{_query(data=SAMPLE)}")
    words = escape(say("The illustrative example has indicators of every kind, each figure marked as invented."))
    st.html(f'<p><a href="{sample}" target="_self">{words}</a></p>')


def undated(chosen: Selection) -> None:
    """Where a period is chosen: the results without a date, which lie in none."""
    if chosen.period is None:
        return
    say, told = store.words(), store.ask(aggregation.indicator_totals, chosen.without("period"))
    values = told[told["value_kind"].isin(("actual", "published_total"))]
    if n := int(values.groupby("indicator_id")["last_on"].agg(lambda days: days.isna().all()).sum()):
        told = say.many(
            "{n} result is stated without a date: no period shows it.",
            "{n} results are stated without a date: no period shows them.", n,
        )  # fmt: skip
        st.html(f'<div class="tj-open"><p>{escape(told)}</p></div>')


def not_added(rows: pd.DataFrame) -> None:
    """Says where an import can be told how values come together, if files left it open."""
    n = int(rows["actual_reason"].eq("not_totalled").sum())
    if not n or store.workspace() in (None, SAMPLE) or store.role() != "analyst":
        return
    say = store.words()
    told = say.many(
        "Of {n} indicator the file does not say how its values come together, so nothing of it is added up. Choose it "
        "at Import, in step 2, or give the table a column “How its values come together”.",
        "Of {n} indicators the file does not say how their values come together, so nothing of them is added up. "
        "Choose it at Import, in step 2, or give the table a column “How its values come together”.", n,
    )  # fmt: skip
    st.html(f'<div class="tj-open"><p>{escape(told)}</p></div>')


def _query(**own: str) -> str:
    kept = {name: st.query_params[name] for name in ("lang", "as") if name in st.query_params}
    return "&".join(f"{name}={value}" for name, value in (own | kept).items())


def _columns() -> None:
    """The columns that a table of indicators has, as our own workbooks name them, and the ways to bring it in."""
    say = store.words()
    layout.section(
        say("Bring indicators in"),
        say("A table in any common format, one value of one indicator in one period to a row, or results in an IATI "
            "file. Columns may have other names and stand in any order: Import asks."),
    )  # fmt: skip
    held = {field.role: field for kind in reversed(KINDS) for field in TEMPLATES[kind].fields}
    held = {role: held[role] for role in (*FIRST, *(role for role in held if role not in FIRST))}
    one_of = ("target", "actual", "baseline")
    lists = {"sexes": SEXES[say.lang], "yes_no": YES_NO[say.lang],
             "rules": [f"{code} ({word.lower()})" for code, word in ADDED[say.lang].items()]}  # fmt: skip
    heads = (say("Column"), say("What stands in it"), "")
    rows = ""
    for role, field in held.items():
        name, hint = (field.es, field.hint_es) if say.lang == "es" else (field.en, field.hint_en)
        if field.list:  # what the workbook lets choose from
            hint = ", ".join(lists.get(field.list, ()))
        need = say("needed") if role == "indicator" else say("one of these is needed") if role in one_of else ""
        rows += (
            f'<tr><th scope="row">{escape(name)}</th><td>{escape(hint)}</td><td><small>{escape(need)}</small></td></tr>'
        )
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    st.html(
        '<div class="tj-figure"><table class="tj-table tj-stack asked">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    with st.container(horizontal=True, gap="medium", key="tools-bring", vertical_alignment="center"):
        st.page_link(IMPORT_PAGE, label=say("Open Import"), query_params=_kept())
        for kind in KINDS:
            name = TEMPLATES[kind].es if say.lang == "es" else TEMPLATES[kind].en
            st.download_button(
                say("Workbook: {name}", name=name), file_name=f"tejido-{kind}-{say.lang}.xlsx", mime=XLSX,
                data=lambda kind=kind, lang=say.lang: filled(kind, lang), key=f"bring-{kind}", type="tertiary",
                on_click="ignore",
            )  # fmt: skip


def _kept() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in filters.CARRIED if name in st.query_params}
