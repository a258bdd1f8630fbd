"""The filters: read from the address, shown in the sidebar and as chips, one set for all pages.

The address is the truth. Widgets are set from it before they are drawn and write back to it when they change;
moving to another page carries it along.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from urllib.parse import urlencode

import streamlit as st

from analytics import choices, places
from analytics.errors import QuestionError
from analytics.paths import SAMPLE
from analytics.selection import LANGUAGES, Selection
from analytics.wording import Words
from pages.shared import brief_view, store
from pages.shared.labels import label

MAIN = ("partnership", "place", "issue")
MORE = ("component", "kind", "sector", "provenance")
LISTS = MAIN + MORE
CARRIED = (*LISTS, "period", "lang", "as", "data")
EMPTY: dict[str, list[str]] = {name: [] for name in (*LISTS, "period")}
BESIDE = ("cell", "from", "page", "lang", "as")  # what a saved view stays itself with
TO = ".."
RECORD = ""


def _labels(say: Words) -> dict[str, tuple[str, str]]:
    """Each filter's name and what it says while nothing is chosen."""
    return {
        "partnership": (say("Partnership"), say("All partnerships")),
        "period": (say("Period"), ""),
        "place": (say("Place"), say("All places")),
        "issue": (say("Issue"), say("All issues")),
        "component": (say("Component"), say("All components")),
        "kind": (say("Kind of activity"), say("All kinds")),
        "sector": (say("Sector of partner"), say("All sectors")),
        "provenance": (say("Provenance"), say("All provenances")),
    }


def carry() -> None:
    """Brings the filters along to another page, whose address comes without them."""
    asked = {name: st.query_params.get_all(name) for name in CARRIED}
    asked = {name: values for name, values in asked.items() if values}
    page = st.session_state.get("_page_now")
    moved = page != st.session_state.get("_page_before", page)
    st.session_state["_page_before"] = page
    if moved and not asked and st.session_state.get("_carried"):
        asked = st.session_state["_carried"]
        put(asked)
    st.session_state["_carried"] = asked


def write(name: str, values: list[str]) -> None:
    """Puts a value of a page into the address, or takes it out."""
    put({name: values})


def put(values: Mapping[str, list[str]]) -> None:
    """Puts values of a page into the address, or takes them out: all at once, for each change of the address is a step
    of the browser's Back, and half of what one click changed is a page that nobody saw. What is changed is no saved
    view any more: the address lets go of its name, by which a filter that is taken away would come back."""
    before = {name: st.query_params.get_all(name) for name in st.query_params}
    after = {name: list(own) for name, own in (before | dict(values)).items() if own}
    if "view" not in values and any(after.get(name) != before.get(name) for name in values if name not in BESIDE):
        after.pop("view", None)
    if after != before:
        st.query_params.from_dict(after)


def address(page: str, **own: str) -> str:
    """The address of another page, with the filters that are on and its own values."""
    carried = [(name, value) for name in CARRIED for value in st.query_params.get_all(name)]
    return f"{page}?{urlencode([*carried, *own.items()])}"


def switch(name: str, label: str, help: str | None = None) -> bool:
    """A switch of a page's own that its address keeps, so that a link opens it as it was left."""
    st.session_state[name] = st.query_params.get(name) == "1"
    return st.toggle(label, key=name, help=help, on_change=lambda: write(name, ["1"] if st.session_state[name] else []))


def _months_between(first: date, last: date) -> list[str]:
    """Every month from first to last as YYYY-MM."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [f"{(m := first.year * 12 + first.month - 1 + i) // 12}-{m % 12 + 1:02}" for i in range(count)]


def all_months() -> list[str]:
    """Every month that the data tell of as YYYY-MM; none where nothing has a date."""
    bounds = store.ask(choices.period_bounds).iloc[0]
    return [] if bounds.isna().any() else _months_between(bounds["first_on"], bounds["last_on"])


def _asked() -> tuple[Selection, list[str]]:
    """The selection of the address, and the values in it that mean nothing."""
    lists = {name: st.query_params.get_all(name) for name in LISTS}
    strange: list[str] = []
    period = st.query_params.get("period", "")
    parts = period.split(TO)
    try:
        chosen = Selection.of(lists | ({"period": parts} if len(parts) == 2 else {}))
        strange += [period] if period and len(parts) != 2 else []
    except QuestionError:
        chosen, strange = Selection.of(lists), [period]
    chosen, unknown = store.known_part(chosen)
    strange += [code for codes in unknown.values() for code in codes]
    known = {name: [code for code in lists[name] if code not in codes] for name, codes in unknown.items()}
    put(known | ({"period": []} if period and chosen.period is None else {}))
    return chosen, strange


def _period_control(say: Words, chosen: Selection, label: str) -> None:
    if not (months := all_months()):
        return
    first, last = chosen.period or (months[0], months[-1])
    first, last = (min(max(month, months[0]), months[-1]) for month in (first, last))  # one may lie outside the data
    st.session_state["period"] = (first, last)

    def changed() -> None:
        start, end = st.session_state["period"]
        write("period", [] if (start, end) == (months[0], months[-1]) else [f"{start}{TO}{end}"])

    st.select_slider(
        label, months, value=(months[0], months[-1]), key="period", on_change=changed,
        format_func=lambda month: say.brief(date.fromisoformat(f"{month}-01")),
    )  # fmt: skip


def _list_control(name: str, chosen: Selection, label: str, empty: str) -> None:
    options = store.ask(choices.filter_options)
    options = options[options["filter"] == name]
    names = dict(zip(options["code"], options["name"], strict=True)) | _place_names(chosen if name == "place" else None)
    st.session_state[name] = list(getattr(chosen, name))
    st.multiselect(
        label, list(names), key=name, placeholder=empty, select_all=False,
        format_func=lambda code: names.get(code, code), on_change=lambda: write(name, st.session_state[name]),
    )  # fmt: skip


def _place_names(chosen: Selection | None) -> dict[str, str]:
    """Names of chosen places, which may lie beyond those that the filter offers."""
    if chosen is None or not chosen.place:
        return {}
    index = store.ask(places.place_index)
    index = index[index["place_id"].isin(chosen.place)]
    return dict(zip(index["place_id"], index["place_name"], strict=True))


def _remove(name: str, code: str | None) -> None:
    write(name, [] if name == "period" else [c for c in st.query_params.get_all(name) if c != code])


def clear() -> None:
    """Lets go of every filter."""
    put(EMPTY)


def described(chosen: Selection, say: Words) -> list[tuple[str, str | None, str]]:
    """Each chosen value as (filter, code, words), in the order of the sidebar."""
    if not chosen.active():
        return []
    labels = _labels(say)
    options = store.ask(choices.filter_options)
    names = {(row.filter, row.code): row.name for row in options.itertuples(index=False)}
    names |= {("place", code): name for code, name in _place_names(chosen).items()}
    found: list[tuple[str, str | None, str]] = []
    for name, values in chosen.active().items():
        if name == "period":
            start, end = (say.day(date.fromisoformat(f"{month}-01")) for month in values)
            found.append((name, None, say("{start} to {end}", start=start, end=end)))
        else:
            found += [(name, code, f"{labels[name][0]}: {names.get((name, code), code)}") for code in values]
    return found


def _chips(chosen: Selection, say: Words) -> None:
    active = described(chosen, say)
    if not active:
        return
    with st.container(horizontal=True, gap="small", key="chips"):
        for name, code, text in active:
            st.button(
                label(text), key=f"chip-{name}-{code}", icon=":material/close:", icon_position="right",
                help=say("Remove this filter"), on_click=_remove, args=(name, code),
            )  # fmt: skip
        st.button(say("Clear all"), key="chips-clear", type="tertiary", on_click=clear)


def sidebar() -> Selection:
    """Draws the filters and the chips; returns the selection that every question of the page takes."""
    carry()
    say = store.words()
    chosen, strange = _asked()
    labels = _labels(say)
    with st.sidebar:
        _data_control(say)
        _list_control("partnership", chosen, *labels["partnership"])
        _period_control(say, chosen, labels["period"][0])
        for name in MAIN[1:]:
            _list_control(name, chosen, *labels[name])
        with st.expander(say("More filters"), expanded=any(getattr(chosen, name) for name in MORE)):
            for name in MORE:
                _list_control(name, chosen, *labels[name])
        brief_view.offer("view", chosen, label=say("Brief of this view (PDF)"))
        _language_control(say)
    if strange:
        dropped = say("Not known here and left out of the link: {values}.", values=_plain(strange))
        st.html(f'<p class="tj-note">{dropped}</p>')
    _chips(chosen, say)
    return chosen


def language_only() -> None:
    """The sidebar of a page that no filter narrows."""
    carry()
    with st.sidebar:
        _language_control(store.words())


def _plain(values: list[str]) -> str:
    return escape(", ".join(value[:40] for value in values[:5]))


def _data_control(say: Words) -> None:
    """The data set that every page reads: the record of the documents, an import, or the illustrative example."""
    names = [*store.published_workspaces(), SAMPLE]
    labels = {RECORD: say("The four documents"), SAMPLE: say("Illustrative example")}
    st.session_state["data"] = store.workspace() or RECORD
    st.selectbox(
        say("Data set"), [RECORD, *names], key="data",
        format_func=lambda name: labels.get(name, name),
        on_change=_choose_data,
    )  # fmt: skip


def _choose_data() -> None:
    """Another data set knows other codes: the filters begin anew."""
    put(EMPTY | {"data": [] if st.session_state["data"] == RECORD else [st.session_state["data"]]})


def _language_control(say: Words) -> None:
    st.session_state["lang"] = say.lang
    st.segmented_control(
        say("Language"), LANGUAGES, key="lang", required=True,
        format_func=lambda lang: {"en": "English", "es": "Español"}[lang],
        on_change=lambda: write("lang", [st.session_state["lang"]]),
    )  # fmt: skip
