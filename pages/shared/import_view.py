"""The Import page: its steps, the files, and the reading of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

import streamlit as st

from analytics.errors import TejidoError
from analytics.importing.workbooks import filled
from analytics.readers.limits import BROWSER_BYTES, MB, SESSION_BYTES
from analytics.understanding.mapping import Mapping
from analytics.understanding.templates import LANGUAGES, TEMPLATES
from pages.shared import import_changes, import_mapping, import_report, import_versions, layout, store
from pages.shared.import_desk import (
    STEPS,
    Desk,
    data_sets,
    desk,
    name_fault,
    name_of,
    publish_draft,
    read,
    upload_fault,
)

NEW = ""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAID = re.compile(
    r"(?P<name>.+): (?P<done>[\d,]+)(?: of (?P<all>[\d,]+))? rows(?: seen|, (?P<rate>[\d,]+) rows a second)"
)


def steps() -> None:
    """The step that the visit has come to, below the way through all of them."""
    at = desk()
    _rail(at)
    body = st.empty()
    if at.is_reading or at.is_publishing:
        _work(at, body)
        st.rerun()
    with body.container():
        _step(at)


def _step(at: Desk) -> None:
    say = store.words()
    if at.fault:
        st.error(at.fault)
    if at.published is not None:
        import_versions.published(at)
    elif at.review is None:
        _files(at)
    else:
        draw = {1: _taken, 2: import_mapping.understood, 3: import_report.wrong, 4: import_changes.changes,
                5: import_versions.publishing}[at.step]  # fmt: skip
        draw(at)
        _read_again(at)
        _onwards(at, say)


def step_names() -> dict[int, str]:
    say = store.words()
    return {
        1: say("Files"), 2: say("What was understood"), 3: say("What is wrong"), 4: say("What changes"),
        5: say("Publish"),
    }  # fmt: skip


def _go(at: Desk, step: int) -> None:
    at.step = step


def _rail(at: Desk) -> None:
    """The five steps as one line; those that there is something to see of can be gone to."""
    now = 5 if at.published else at.step
    with st.container(horizontal=True, gap=None, key="import-rail"):
        for step, name in step_names().items():
            state = "now" if step == now else "done" if step < now else "next"
            st.button(
                f"{step} {name}", key=f"rail-{state}-{step}", type="tertiary", on_click=_go, args=(at, step),
                disabled=at.review is None or at.published is not None or at.is_reading,
            )  # fmt: skip


def _onwards(at: Desk, say) -> None:
    """Back and on, under each step."""
    names = step_names()
    with st.container(horizontal=True, gap="small", key="import-onwards"):
        if at.step > STEPS[0]:
            st.button(say("Back"), key="step-back", on_click=_go, args=(at, at.step - 1))
        if at.step < STEPS[-1]:
            label = say("Next: {step}", step=names[at.step + 1].lower())
            kind = "secondary" if at.is_changed else "primary"
            st.button(label, key="step-next", type=kind, on_click=_go, args=(at, at.step + 1))


def _read_again(at: Desk) -> None:
    """What was chosen since the files were read holds once they are read again."""
    if not at.is_changed:
        return
    say = store.words()
    with st.container(horizontal=True, gap="medium", key="import-again", vertical_alignment="center"):
        st.html(f"<p>{escape(say('You changed something. It holds once the files are read again.'))}</p>")
        st.button(
            say("Read again with these choices"), key="read-again", type="primary", on_click=_set, args=(at, "reading"),
        )  # fmt: skip


def _set(at: Desk, what: str) -> None:
    setattr(at, f"is_{what}", True)


# Step 1: before the files are read


def _files(at: Desk) -> None:
    say = store.words()
    fault = _data_set(at)
    layout.section(say("Your files"), say(
        "IATI activities (XML), tables with HXL tags, Kobo exports, and tables as CSV, TSV, XLSX, XLS, ODS, Parquet or "
        "JSON. What belongs together goes in together."
    ))  # fmt: skip
    uploads = st.file_uploader(
        say("Drop files here, or choose them. One file holds at most {limit} MB.", limit=BROWSER_BYTES // MB),
        accept_multiple_files=True, key=f"files-{at.round}", max_upload_size=BROWSER_BYTES // MB,
    )  # fmt: skip
    speak_uploader(say)
    used = sum(at.sizes) // MB
    layout.note(say(
        "One visit takes {limit} MB in all; {used} MB are used. Larger files are imported from the command line.",
        limit=say.number(SESSION_BYTES // MB), used=say.number(used),
    ))  # fmt: skip
    further = _expanders(at)
    fault = fault or upload_fault(uploads or [], at.sizes) or further
    wanted = say("Choose a file first.") if not uploads else ""
    with st.container(horizontal=True, gap="medium", key="import-start", vertical_alignment="center"):
        st.button(
            say("Read the files"), key="read-files", type="primary", disabled=bool(fault or wanted),
            on_click=_start, args=(at,),
        )  # fmt: skip
        st.html(f'<p class="tj-note">{escape(fault or wanted or say("Nothing is published yet by this."))}</p>')
    if at.name in data_sets():
        import_versions.versions(at.name)


def _start(at: Desk) -> None:
    at.store_files(st.session_state.get(f"files-{at.round}") or [])
    at.is_reading = True


def _data_set(at: Desk) -> str:
    """Where the files go; returns what is wrong with that, or nothing."""
    say = store.words()
    layout.section(say("Which data set do they belong to?"), say(
        "A data set holds what belongs together, with every version of it. Files of the same programme go into one."
    ))  # fmt: skip
    names = data_sets()
    key = f"import-into-{at.round}"
    st.session_state.setdefault(key, store.workspace() or NEW)
    left, right = st.columns(2, gap="medium", vertical_alignment="top")
    with left:
        chosen = st.selectbox(
            say("Data set"), [NEW, *names], key=key, format_func=lambda name: name or say("A new data set"),
        )  # fmt: skip
    if chosen != NEW:
        at.name, at.joins = chosen, False
        return ""
    with right:
        typed = st.text_input(
            say("Name of the new data set"), key=f"import-name-{at.round}", placeholder=say("such as: aid Colombia"),
            max_chars=80,
        )  # fmt: skip
        if (plain := name_of(typed)) and plain != typed.strip():
            layout.note(say("In links it is called {name}.", name=plain))
    at.joins = st.toggle(
        say("It also holds the record of the four documents"), key=f"import-joins-{at.round}",
        help=say("Pages then show your data beside the partnerships that Tejido came with."),
    )  # fmt: skip
    fault = name_fault(typed)
    at.name = "" if fault else name_of(typed)
    return fault


def _expanders(at: Desk) -> str:
    """What few need: the day, a mapping from before, workbooks to fill in; returns what is wrong, or nothing."""
    say = store.words()
    fault = ""
    with st.expander(say("As of which day?")):
        layout.note(say("Whether an activity has ended is told as of this day, from its dates."))
        at.as_of = st.date_input(
            say("Day"), value=at.as_of, key=f"import-day-{at.round}", format="YYYY-MM-DD", width=220
        ) or at.as_of  # fmt: skip
    with st.expander(say("Use choices that were saved before")):
        layout.note(say("The file that step 2 lets you download: what each table and column means."))
        given = st.file_uploader(
            say("Saved choices (JSON)"), type="json", key=f"mapping-{at.round}", max_upload_size=2
        )  # fmt: skip
        at.saved = Mapping()
        if given is not None:
            try:
                at.saved = Mapping.from_json(given.getvalue().decode("utf-8-sig"), given.name)
            except (TejidoError, UnicodeDecodeError) as error:
                fault = say("The saved choices cannot be used: {why}", why=str(error))
                st.error(fault)
    with st.expander(say("Workbooks to fill in")):
        _workbooks()
    return fault


def _workbooks() -> None:
    say = store.words()
    layout.note(say("Excel workbooks with lists to choose from. Filled in, they are read without any questions."))
    for kind, template in TEMPLATES.items():
        with st.container(horizontal=True, gap="small", key=f"workbook-{kind}", vertical_alignment="center"):
            words = (template.es, template.row_es) if say.lang == "es" else (template.en, template.row_en)
            st.html(f'<p><b>{escape(words[0])}</b><br><span class="tj-note">{escape(words[1])}</span></p>')
            for lang in LANGUAGES:
                st.download_button(
                    {"en": "English", "es": "Español"}[lang], file_name=f"tejido-{kind}-{lang}.xlsx", mime=XLSX,
                    data=lambda kind=kind, lang=lang: filled(kind, lang),
                    key=f"workbook-{kind}-{lang}", type="tertiary", on_click="ignore",
                )  # fmt: skip


def speak_uploader(say) -> None:
    """Streamlit's own words in the box for files are English alone: the style sheet puts these in their place."""
    words = {"--tj-drop": say("Drop files here"), "--tj-browse": say("Choose files")}
    style = "".join(f'{name}: "{escape(text)}";' for name, text in words.items())
    st.html(f"<style>:root {{{style}}}</style>")


# Step 1: after


def _taken(at: Desk) -> None:
    """The files as they were read."""
    say = store.words()
    layout.section(say("Your files"), say("They go into the data set {name}.", name=at.name))
    import_mapping.file_lines(at)
    with st.container(horizontal=True, gap="small"):
        st.button(say("Start again with other files"), key="start-again", on_click=at.let_go)


# The work itself


def _work(at: Desk, body) -> None:
    """Reads or publishes, with a bar that says how far it is in the place of what was pressed."""
    say = store.words()
    # one element: a container would keep what stood in its place in sight until the work is done
    if at.is_publishing:
        body.progress(0.6, text=say("Publishing. Nothing is shown to others before it is whole."))
        publish_draft(at)
    else:
        bar = body.progress(0.0, text=say("Reading your files … A large one can take some minutes: stay on this page."))
        read(at, _told_by(bar, at, say))


def _told_by(bar, at: Desk, say) -> Callable[[str], None]:
    """Moves the bar by what the engine tells."""
    names = [name for _, name in at.files]
    met: list[str] = []

    def tell(line: str) -> None:
        if line.startswith("reading "):
            met.append(line)
            bar.progress(0.5 * (len(met) - 0.5) / len(names), text=say("Reading {file} …", file=line[8:]))
        elif found := SAID.fullmatch(line):
            done = int(found["done"].replace(",", ""))
            if found["all"] is None:
                bar.progress(0.55, text=say("{file}: {n} rows seen", file=found["name"], n=say.number(done)))
                return
            share = done / max(int(found["all"].replace(",", "")), 1)
            rate = say.number(int(found["rate"].replace(",", "")))
            words = say(
                "{file}: {n} rows, {rate} rows a second", file=found["name"], n=say.number(done), rate=rate
            )  # fmt: skip
            bar.progress(0.55 + 0.25 * min(share, 1), text=words)
        elif line.startswith("comparing"):
            bar.progress(0.85, text=say("Comparing with what is published …"))
        elif line.startswith("trying"):
            bar.progress(0.93, text=say("Trying out what it would give …"))

    return tell
