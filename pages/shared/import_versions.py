"""Import, step 5: publishing, what came of it, and every version of a data set with the way back to each."""

from __future__ import annotations

from datetime import datetime
from html import escape
from pathlib import Path

import streamlit as st

from analytics import audit
from analytics.errors import TejidoError
from analytics.importing import naming, review
from analytics.wording import Words
from analytics.workspaces import Workspace
from pages.shared import layout, store
from pages.shared.import_changes import amounts, shown
from pages.shared.import_desk import Desk, make_current

PAGES = Path(__file__).parents[1]
VERSIONS_SHOWN, LINES_SHOWN = 8, 12


def publishing(at: Desk) -> None:
    """The one button, with the reason where it cannot be pressed."""
    say, report = store.words(), at.review.report
    layout.section(say("Publish"), say("Publishing makes a new version of {name}. The versions before it stay.",
                                       name=at.name))  # fmt: skip
    fault = _reason(at, say)
    added = sum(report["tables"][name]["added"] for name in shown(at))
    warnings = sum(found["count"] for found in report["warnings"])
    words = [say.many("{n} file", "{n} files", len(report["files"])), say.many("{n} new row", "{n} new rows", added)]
    if warnings:
        words.append(say.many("{n} warning, which does not stand in the way",
                              "{n} warnings, which do not stand in the way", warnings))  # fmt: skip
    st.html(f'<p class="tj-lede">{escape(say.listing(words))}.</p>')
    with st.container(horizontal=True, gap="medium", key="import-publish", vertical_alignment="center"):
        st.button(
            say("Publish"), key="publish", type="primary", disabled=bool(fault), on_click=_publish, args=(at,)
        )  # fmt: skip
        st.html(f'<p class="tj-note">{escape(fault or say("One step: everybody sees all of it or none of it."))}</p>')
    versions(at.name)


def _publish(at: Desk) -> None:
    at.is_publishing = True


def _reason(at: Desk, say: Words) -> str:
    """Why it cannot be published yet; empty where it can."""
    if at.review.draft.is_empty:
        return say("Every file was imported before: nothing changes.")
    if errors := sum(found["count"] for found in at.review.report["errors"]):
        return say.many(
            "{n} error stands in the way. Step 3 shows it.", "{n} errors stand in the way. Step 3 shows them.", errors
        )
    if at.is_changed:
        return say("You changed something: read the files again first.")
    return at.review.fault


def published(at: Desk) -> None:
    """What was published, where to see it, and the way back."""
    say = store.words()
    name, version, before = at.published
    with st.container(key="import-published"):
        layout.section(say("Published"))
        st.html(f'<p class="tj-lede">{escape(_lede(name, version, say))}</p>')
        with st.container(horizontal=True, gap="medium", key="import-links", vertical_alignment="center"):
            links = {"overview": say("Overview"), "map": say("Map"), "places": say("Places"), "issues": say("Issues")}
            for page, label in links.items():
                st.page_link(PAGES / f"{page}.py", label=label, query_params=_address(name))
        with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
            st.button(say("Undo"), key="undo", on_click=_undo, args=(at, before), disabled=not _is_shown(name, version))
            st.button(say("Import more files"), key="import-more", type="primary", on_click=_more, args=(at,))
        if not _is_shown(name, version):
            layout.note(say("Taken back. The version stays below and can be shown again."))
    versions(name)


def _lede(name: str, version: str, say: Words) -> str:
    held = next((one for one in review.versions(Workspace(name)) if one["id"] == version), None)
    if held is None:
        return say("{name} has a new version.", name=name)
    return say.many("{name} has a new version with {n} row.", "{name} has a new version with {n} rows.", held["rows"],
                    name=name)  # fmt: skip


def _address(name: str) -> dict[str, str]:
    carried = {key: st.query_params[key] for key in ("lang",) if key in st.query_params}
    return {"data": name} | carried


def _is_shown(name: str, version: str) -> bool:
    shown = Workspace(name).snapshot()
    return shown is not None and shown.id == version


def _undo(at: Desk, before: str | None) -> None:
    at.fault = make_current(at.name, before)


def _more(at: Desk) -> None:
    at.review = None  # it was published: there is no draft to remove
    at.let_go()


# Versions


def versions(name: str) -> None:
    """The versions of a data set, the comparison of two, and who did what."""
    say, workspace = store.words(), Workspace(name)
    held = review.versions(workspace) if workspace.is_there else []
    if not held:
        return
    layout.section(say("Versions of {name}", name=name), say("Each one can be shown again. Nothing is ever lost."))
    with st.container(key="versions"):
        for version in held[:VERSIONS_SHOWN]:
            _version(name, version, say)
    if len(held) > VERSIONS_SHOWN:
        layout.note(say("… and {n} older ones, from the command line", n=say.number(len(held) - VERSIONS_SHOWN)))
    if len(held) > 1:
        with st.expander(say("Compare two versions")):
            _comparison(workspace, held, say)
    with st.expander(say("Who did what")):
        _log(workspace, say)


def _version(name: str, version: dict, say: Words) -> None:
    with st.container(horizontal=True, gap="small", key=f"version-{version['id']}", vertical_alignment="center"):
        rows = say.many("{n} row", "{n} rows", version["rows"])
        files = say.many("{n} import", "{n} imports", len(version["imports"]))
        shown = f'<span class="tj-tag teal">{escape(say("shown now"))}</span>' if version["is_current"] else ""
        st.html(
            f'<p class="tj-version"><b>{escape(_when(version["built_at"], say))}</b> {shown}'
            f'<span class="tj-note">{escape(rows)} · {escape(files)} · <span class="tj-hash">{version["id"]}</span>'
            "</span></p>"
        )
        if not version["is_current"]:
            st.button(
                say("Make this the current one"), key=f"select-{version['id']}", type="tertiary", on_click=_select,
                args=(name, version["id"]),
            )  # fmt: skip


def _select(name: str, version: str) -> None:
    if fault := make_current(name, version):
        st.session_state["_import"].fault = fault


def _when(built_at: str, say: Words) -> str:
    at = datetime.fromisoformat(built_at).astimezone()
    return say("{day}, {time}", day=say.day(at.date(), "day"), time=f"{at:%H:%M}")


def _comparison(workspace: Workspace, held: list[dict], say: Words) -> None:
    names = {one["id"]: f"{_when(one['built_at'], say)} · {one['id']}" for one in held}
    left, right = st.columns(2, gap="medium")
    with left:
        first = st.selectbox(say("From"), list(names), index=1, format_func=names.get, key="compare-from")
    with right:
        second = st.selectbox(say("To"), list(names), index=0, format_func=names.get, key="compare-to")
    rows = [
        _compared(naming.ROWS_OF[table](say), *counts, say)
        for table, counts in review.compared(workspace, first, second).items() if table in naming.ROWS_OF
    ]  # fmt: skip
    st.html(amounts((say("What"), say("From"), say("To"), say("Difference")), "".join(rows)))


def _compared(name: str, first: int, second: int, say: Words) -> str:
    difference = second - first
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    words = f"{sign}{say.number(abs(difference))}" if difference else "–"
    numbers = "".join(f'<td class="number">{escape(n)}</td>' for n in (say.number(first), say.number(second), words))
    return f'<tr{"" if difference else " class=none"}><th scope="row">{escape(name)}</th>{numbers}</tr>'


def _log(workspace: Workspace, say: Words) -> None:
    try:
        lines = audit.lines(workspace.folder)
    except TejidoError as error:
        st.error(str(error))
        return
    items = []
    for line in reversed(lines[-LINES_SHOWN:]):
        done = naming.ACTIONS.get(line["action"], lambda say, line: line["action"])(say, line)
        version = f' <span class="tj-hash">{escape(line["version"])}</span>' if line.get("version") else ""
        when = f'<span class="tj-when">{escape(_when(line["at"], say))}</span>'
        items.append(f"<li>{when} {escape(line['user'])} {escape(done)}{version}</li>")
    st.html(f'<ul class="tj-plain">{"".join(items)}</ul>')
    if len(lines) > LINES_SHOWN:
        layout.note(say("… and {n} earlier ones, from the command line", n=say.number(len(lines) - LINES_SHOWN)))
