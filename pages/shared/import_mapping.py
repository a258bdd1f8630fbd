"""Import, step 2: what each file, table and column was taken for, to be looked at and corrected."""

from __future__ import annotations

from html import escape

import streamlit as st

from analytics.importing import naming, review
from analytics.understanding.mapping import TableMapping, doubled_roles
from analytics.understanding.tables_read import IGNORED, TABLES_READ, UNUSED
from analytics.wording import Words
from pages.shared import layout, store
from pages.shared.import_desk import Desk, issue_names

COLUMNS_SHOWN = 12
CATEGORIES_SHOWN = 12
ISSUES = ("issue_records", "issue_wide")
ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252", "latin-1": "Latin-1"}


def understood(at: Desk) -> None:
    """The files, and each table with its columns."""
    say = store.words()
    layout.section(say("What Tejido understood"), say(
        "Look whether each column means what it says here. What you change holds once the files are read again."
    ))  # fmt: skip
    file_lines(at)
    tables = [seen for seen in at.review.tables if seen.mapping is not None]
    doubtful = [seen for seen in tables if not seen.mapping.table.startswith("aid_")]
    opened = next(iter(doubtful or tables), None)
    for number, seen in enumerate(tables):
        table = at.table(seen)
        label = f"{_table_name(seen)} · {naming.TABLES[table.table][0](say)}"
        with st.expander(label, expanded=seen is opened or seen.key in at.edits, key=f"table-{at.round}-{number}"):
            _table(at, seen, number)
    if tables:
        st.download_button(
            say("Save these choices as a file"), data=lambda: (at.review.draft.folder / "mapping.json").read_bytes(),
            file_name=f"tejido-{at.name}-choices.json", mime="application/json", key="mapping-download",
            type="tertiary", on_click="ignore",
        )  # fmt: skip


def _table_name(seen: review.TableSeen) -> str:
    return f"{seen.file}, {seen.sheet}" if seen.sheet else seen.file


def file_lines(at: Desk) -> None:
    """A line for each file: its format, its encoding, its rows, and of an IATI file what it holds."""
    say, lines = store.words(), []
    for file in at.review.report["files"]:
        lines.append(
            f'<li><b>{escape(file["name"])}</b><span class="tj-note">{escape(_about(at, file, say))}</span></li>'
        )
    st.html(f'<ul class="tj-files">{"".join(lines)}</ul>')


def _about(at: Desk, file: dict, say: Words) -> str:
    if file["is_known"]:
        return say("was imported before; nothing of it changes")
    parts = [file["format"].upper() if file["format"] else say("not read")]
    if file["encoding"]:
        parts.append(ENCODINGS.get(file["encoding"], file["encoding"]))
    if file["format"] == "iati":
        held = {seen.sheet: seen.rows for seen in at.review.tables if seen.file == file["name"]}
        parts += [said(say, held[name]) for name, said in naming.ELEMENTS.items() if held.get(name)]
    else:
        parts.append(say.many("{n} row", "{n} rows", file["rows"]))
    return " · ".join(parts)


# One table


def _table(at: Desk, seen: review.TableSeen, number: int) -> None:
    say, table = store.words(), at.table(seen)
    key = f"{at.round}-{number}"
    left, right = st.columns(2, gap="medium")
    with left:
        kinds = list(TABLES_READ)
        st.selectbox(
            say("What is this table?"), kinds, index=kinds.index(table.table), key=f"kind-{key}-{table.table}",
            format_func=lambda kind: naming.TABLES[kind][0](say), on_change=_kind_chosen,
            args=(at, seen, f"kind-{key}-{table.table}"),
        )  # fmt: skip
        layout.note(naming.TABLES[table.table][1](say))
    if table.table == IGNORED:
        return
    with right:
        _option(at, seen, key, "dataset", seen.file)
        if table.table == "indicators":
            _option(at, seen, key, "aggregation", "", naming.AGGREGATIONS)
    for message in _faults(table, say):
        st.warning(message)
    _columns(at, seen, key)
    with st.expander(say("How numbers, dates and gaps are written")):
        _options(at, seen, key)
    if table.categories and table.table in ISSUES:
        with st.expander(say("What each kind of issue in the table is")):
            _categories(at, seen, key)


def _kind_chosen(at: Desk, seen: review.TableSeen, key: str) -> None:
    at.edits[seen.key] = review.as_kind(at.table(seen), st.session_state[key])


def _faults(table: TableMapping, say: Words) -> list[str]:
    """What would stand in the way of reading the table as it is mapped now."""
    return [
        say("{role}: only one column can say it, and {columns} do.", role=naming.role_name(role, say),
            columns=say.listing([f"“{column}”" for column in columns]))
        for role, columns in doubled_roles(table).items()
    ]  # fmt: skip


def _columns(at: Desk, seen: review.TableSeen, key: str) -> None:
    """The columns, a page at a time: name, three values, what it means, why that was proposed."""
    say, table = store.words(), at.table(seen)
    columns = [column for column in table.columns if column in seen.samples]
    pages = -(-len(columns) // COLUMNS_SHOWN) or 1
    page = 1
    used = sum(role != UNUSED for role in table.columns.values())
    layout.note(say("{used} of {n} columns are used.", used=say.number(used), n=say.number(len(columns))))
    if pages > 1:
        page = st.pagination(pages, key=f"columns-page-{key}")
    for i, column in list(enumerate(columns))[(page - 1) * COLUMNS_SHOWN : page * COLUMNS_SHOWN]:
        role = table.columns[column]
        with st.container(key=f"column-{key}-{i}"):
            words, means = st.columns([0.56, 0.44], gap="medium", vertical_alignment="center")
            words.html(_column(column, seen, table, say))
            widget = f"role-{key}-{i}-{table.table}"
            means.selectbox(
                say("What “{column}” means", column=column), roles := review.roles_for(table.table, column, role),
                index=roles.index(role), key=widget, label_visibility="collapsed", on_change=_role_chosen,
                format_func=lambda role: naming.role_name(role, say), args=(at, seen, column, widget),
            )  # fmt: skip


def _column(column: str, seen: review.TableSeen, table: TableMapping, say: Words) -> str:
    values = " · ".join(escape(value) for value in seen.samples[column]) or escape(say("empty"))
    changed = seen.mapping.columns.get(column) != table.columns[column]
    why = say("you chose this") if changed else naming.reason(table.reasons.get(column, ""), say)
    note = f'<span class="why">{escape(why)}</span>' if why else ""
    return f'<p class="tj-column"><b>{escape(column)}</b>{note}<span class="values">{values}</span></p>'


def _role_chosen(at: Desk, seen: review.TableSeen, column: str, key: str) -> None:
    at.edits[seen.key] = review.with_role(at.table(seen), column, st.session_state[key])
    _unedited(at, seen)


def _unedited(at: Desk, seen: review.TableSeen) -> None:
    """A table that was changed and changed back is as proposed."""
    if at.edits.get(seen.key) == seen.mapping and not _was_edited(at, seen):
        del at.edits[seen.key]


def _was_edited(at: Desk, seen: review.TableSeen) -> bool:
    return any((entry.file, entry.sheet) == seen.key for entry in at.review.choices.mapping.entries)


# Options


def _options(at: Desk, seen: review.TableSeen, key: str) -> None:
    say = store.words()
    layout.note(say("Where a column can be read in two ways, Tejido asks instead of guessing."))
    with st.grid(columns="auto", min_column_width=240, gap="small", key=f"options-{key}"):
        _option(at, seen, key, "number_style", "auto", naming.NUMBER_STYLES)
        _option(at, seen, key, "date_order", "auto", naming.DATE_ORDERS)
        if at.table(seen).table in ISSUES:
            issues = issue_names(say.lang)
            _option(at, seen, key, "issue_type", "", {"": say("Told by its category")} | issues)
            _option(at, seen, key, "measure", "cases", naming.MEASURES)
        _option(at, seen, key, "missing_words", "")
        _option(at, seen, key, "year", "")
    layout.note(say("Several words for “not stated” are parted by a bar: sin dato|n/d"))


def _option(at: Desk, seen: review.TableSeen, key: str, name: str, empty: str, words: dict | None = None) -> None:
    """One option of a table: a text, or a choice where there are words to choose from."""
    say, value = store.words(), at.table(seen).options.get(name, empty)
    widget, label = f"option-{key}-{name}", naming.OPTIONS[name](say)
    if words is None:
        st.text_input(
            label, value=value, key=widget, on_change=_option_chosen, args=(at, seen, name, widget), max_chars=200
        )
        return
    codes = list(words) if value in words else [*words, value]
    said = {code: word if isinstance(word, str) else word(say) for code, word in words.items()}
    st.selectbox(
        label, codes, index=codes.index(value), key=widget, format_func=lambda code: said.get(code, code),
        on_change=_option_chosen, args=(at, seen, name, widget),
    )  # fmt: skip


def _option_chosen(at: Desk, seen: review.TableSeen, name: str, key: str) -> None:
    at.edits[seen.key] = review.with_option(at.table(seen), name, st.session_state[key])
    _unedited(at, seen)


def _categories(at: Desk, seen: review.TableSeen, key: str) -> None:
    """What each value of the column of kinds is, a page at a time."""
    say, table = store.words(), at.table(seen)
    issues = issue_names(say.lang)
    values = list(table.categories)
    pages = -(-len(values) // CATEGORIES_SHOWN)
    page = st.pagination(pages, key=f"categories-page-{key}") if pages > 1 else 1
    for i, value in list(enumerate(values))[(page - 1) * CATEGORIES_SHOWN : page * CATEGORIES_SHOWN]:
        code = table.categories[value]
        codes = list(issues) if code in issues else [code, *issues]
        widget = f"category-{key}-{i}"
        st.selectbox(
            value, codes, index=codes.index(code), key=widget, on_change=_category_chosen,
            format_func=lambda code: issues.get(code, code), args=(at, seen, value, widget),
        )  # fmt: skip


def _category_chosen(at: Desk, seen: review.TableSeen, value: str, key: str) -> None:
    at.edits[seen.key] = review.with_category(at.table(seen), value, st.session_state[key])
    _unedited(at, seen)
