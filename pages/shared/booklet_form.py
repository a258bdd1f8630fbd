"""The form of a booklet: five steps on the left, the live page on the right, consent and safety above Print.

Every change is saved at once as a further version; a file that was changed elsewhere is told and opened anew.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from html import escape

import streamlit as st

from analytics.booklets.cautions import cautions
from analytics.booklets.library import Library, borrowed
from analytics.booklets.model import LONGEST, MOST, Booklet, HelpLine, Picture, Step, edited, said
from analytics.booklets.printing import ICONS, page_pictures
from analytics.booklets.wording import SECTION_NAMES, caution_line, general_note, printed_words
from analytics.errors import TejidoError
from analytics.wording import Words
from pages.shared import booklet_view, layout, store

SECTIONS = ("concepts", "problem", "needs", "steps", "lines", "print")
Change = Callable[[Booklet], Booklet]


def editor(one: Booklet) -> None:
    """The open booklet: its steps, the form of one of them, and the page as it will be printed."""
    say = store.words()
    may_write = store.role() == "analyst"
    if fault := st.session_state.pop("booklet-fault", ""):
        st.error(fault)
    numbers = {name: f"{n}. {SECTION_NAMES[name](say)}" for n, name in enumerate(SECTIONS[:5], 1)}
    names = numbers | {"print": say("Look again and print")}
    left, right = st.columns([0.55, 0.45], gap="large")
    with left:
        section = st.radio(
            say("Steps"), SECTIONS, format_func=names.get, key=f"booklet-section-{one.booklet_id}",
            label_visibility="collapsed",
        )  # fmt: skip
        st.html(f'<p class="tj-note">{escape(say("Each change is saved at once."))}</p>')
        FORMS[section](one, may_write)
    with right:
        _live(one, section)


def _live(one: Booklet, section: str) -> None:
    """The pages of the section, as they will be printed.

    They travel within the page: Streamlit drops a picture of its own as soon as the next change replaces it, and a
    browser that had not fetched it yet would be told that there is none.
    """
    words = escape(store.words()("The page as it prints"))
    drawn = page_pictures(one, "cover" if section == "print" else section, Words(one.lang))
    pages = "".join(
        f'<img class="tj-still" src="data:image/png;base64,{b64encode(page).decode()}" alt="{words}">' for page in drawn
    )
    st.html(f'<figure class="tj-printed">{pages}<figcaption class="tj-note">{words}</figcaption></figure>')


def _key(one: Booklet, name: str) -> str:
    return f"bk-{one.booklet_id}-{name}"


def _changed(one: Booklet, key: str, change: Callable[[Booklet, object], Booklet]) -> None:
    """Saves what a field now holds."""
    _save(one, lambda booklet: change(booklet, st.session_state[key]))


def _save(one: Booklet, change: Change) -> None:
    try:
        Library.of_data_folder().save(edited(one, change(one)))
    except TejidoError as error:
        st.session_state["booklet-fault"] = str(error)
        _afresh(one)


def _afresh(one: Booklet) -> None:
    """Lets the fields show what the file holds, not what they were last given."""
    for key in [key for key in st.session_state if str(key).startswith(f"bk-{one.booklet_id}-")]:
        del st.session_state[key]


def _take(one: Booklet, lender: Booklet, step: Step) -> None:
    _save(one, lambda booklet: borrowed(booklet, lender, step))
    _afresh(one)


def _field(one: Booklet, name: str, label: str, value: str, change, may_write: bool, *, lines: int = 1,
           hint: str = "") -> None:  # fmt: skip
    """One field that saves itself."""
    key = _key(one, name)
    shared = {
        "key": key, "value": value, "max_chars": LONGEST, "disabled": not may_write, "placeholder": hint or None,
        "on_change": _changed, "args": (one, key, change),
    }  # fmt: skip
    if lines > 1:
        st.text_area(label, height=28 * lines + 40, **shared)
    else:
        st.text_input(label, **shared)


def _rows(text: object) -> tuple[str, ...]:
    return tuple(line.strip() for line in str(text).split("\n") if line.strip())[:MOST]


# The five steps


def _concepts(one: Booklet, may_write: bool) -> None:
    say = store.words()
    st.html(f'<div class="tj-open"><p>{escape(general_note(say))}</p></div>')
    _field(one, "group", say("Made by (a group or organisation, no persons)"), one.group,
           lambda b, v: replace(b, group=str(v)), may_write)  # fmt: skip
    _field(one, "concepts", say("What the group adds, a thought on each line"), "\n".join(one.concepts),
           lambda b, v: replace(b, concepts=_rows(v)), may_write, lines=5)  # fmt: skip


def _problem(one: Booklet, may_write: bool) -> None:
    say = store.words()
    layout.note(say("In the words of the group. No names, no exact places, nobody accused."))
    _field(one, "problem", say("What happens, and whom it touches"), one.problem,
           lambda b, v: replace(b, problem=str(v)), may_write, lines=6)  # fmt: skip
    _field(one, "experiences", say("What we have lived and learned"), one.experiences,
           lambda b, v: replace(b, experiences=str(v)), may_write, lines=5)  # fmt: skip
    with st.expander(say("Drawings and icons")):
        for n in range(min(len(one.pictures) + 1, 3)):
            _picture(one, n, may_write)


def _picture(one: Booklet, n: int, may_write: bool) -> None:
    say = store.words()
    picture = one.pictures[n] if n < len(one.pictures) else Picture()

    def put(**part: object) -> Callable[[Booklet, object], Booklet]:
        (name,) = part
        return lambda b, v: replace(b, pictures=_with(b.pictures, n, replace(picture, **{name: v or part[name]})))

    _field(one, f"caption-{n}", say("Caption"), picture.caption, put(caption=""), may_write)
    icon, consent = _key(one, f"icon-{n}"), _key(one, f"consent-{n}")
    st.selectbox(
        say("Icon"), ICONS, index=ICONS.index(picture.icon) if picture.icon in ICONS else None, key=icon,
        placeholder=say("None: a drawing, a photo, or a frame to paste one"), on_change=_changed,
        disabled=not may_write, args=(one, icon, put(icon="")),
    )  # fmt: skip
    st.checkbox(
        say("Who made the picture, and everybody who can be recognised in it, agreed that it is printed"),
        value=picture.has_consent, key=consent, on_change=_changed, disabled=not may_write,
        args=(one, consent, lambda b, v: _consented(b, n, picture, bool(v))),
    )  # fmt: skip
    if picture.file:
        layout.note(say("A picture is placed. Of its file only the picture is kept, no position and no date."))
        st.button(say("Take the picture out"), key=_key(one, f"drop-{n}"), disabled=not may_write,
                  on_click=_save, args=(one, lambda b: put(file="")(b, "")))  # fmt: skip
    else:
        upload = _key(one, f"file-{n}-{one.version}")
        st.file_uploader(
            say("Drawing or photo (PNG, JPEG, WebP)"), type=["png", "jpg", "jpeg", "webp"], key=upload,
            disabled=not (may_write and picture.has_consent), on_change=_uploaded, args=(one, n, picture, upload),
            help=say("Opens when the consent above is recorded."),
        )  # fmt: skip


def _consented(booklet: Booklet, n: int, picture: Picture, is_given: bool) -> Booklet:
    """The picture with its consent; where it is taken back, the picture goes too."""
    kept = replace(picture, has_consent=is_given, file=picture.file if is_given else "")
    return replace(booklet, pictures=_with(booklet.pictures, n, kept))


def _uploaded(one: Booklet, n: int, picture: Picture, key: str) -> None:
    """Keeps a drawing or photo that was chosen, made safe."""
    if (chosen := st.session_state.get(key)) is None:
        return
    try:
        name = Library.of_data_folder().keep_picture(one.booklet_id, chosen.getvalue())
    except TejidoError as error:
        st.session_state["booklet-fault"] = str(error)
        return
    _save(one, lambda b: replace(b, pictures=_with(b.pictures, n, replace(picture, file=name))))


def _with(parts: tuple, n: int, part: object) -> tuple:
    """The parts with one of them put in place or added; empty ones at the end fall away, others keep their number."""
    kept = [*parts[:n], part, *parts[n + 1 :]]
    while kept and not said(kept[-1]):
        kept.pop()
    return tuple(kept)


def _needs(one: Booklet, may_write: bool) -> None:
    say = store.words()
    _field(one, "needs", say("What we need, one on each line"), "\n".join(one.needs),
           lambda b, v: replace(b, needs=_rows(v)), may_write, lines=7)  # fmt: skip
    _field(one, "resources", say("What we have: people, places, knowledge; one on each line"),
           "\n".join(one.resources), lambda b, v: replace(b, resources=_rows(v)), may_write, lines=7)  # fmt: skip


def _parts(one: Booklet, name: str, kind: type, labels: dict[str, str], title: str, may_write: bool) -> None:
    """A list of steps or lines: one box for each, and an empty one to go on."""
    parts = getattr(one, name)
    for n in range(min(len(parts) + 1, MOST)):
        part = parts[n] if n < len(parts) else kind()
        with st.expander(f"{title} {n + 1}", expanded=n >= len(parts) - 1):
            for each, label in labels.items():
                change = lambda b, v, n=n, each=each, part=part: replace(  # noqa: E731
                    b, **{name: _with(getattr(b, name), n, replace(part, **{each: str(v)}))}
                )
                _field(one, f"{name}-{n}-{each}", label, getattr(part, each), change, may_write)


def _steps(one: Booklet, may_write: bool) -> None:
    say, words = store.words(), printed_words(store.words())
    labels = {name: words[name].rstrip(":") for name in ("what", "who", "with_what", "when")}
    _parts(one, "steps", Step, labels, say("Step"), may_write)
    lent = Library.of_data_folder().steps_to_lend(one.issue_type_id, besides=one.booklet_id)
    if lent and may_write:
        with st.expander(say("Steps that other groups share")):
            for n, (lender, step) in enumerate(lent[:12]):
                about = f"{step.what} ({lender.place_name}, {lender.issue_name[say.lang]})"
                st.html(f'<p class="tj-note">{escape(about)}</p>')
                st.button(say("Take this step"), key=f"take-{n}", on_click=_take, args=(one, lender, step))


def _lines(one: Booklet, may_write: bool) -> None:
    say = store.words()
    layout.note(say("Tejido gives no numbers. Enter only what the group has tried itself, with the day."))
    labels = {"name": say("Name of the institution or help line"), "contact": say("Number or address"),
              "helps_with": say("Helps with"), "verified_on": say("Verified on (year-month-day)")}  # fmt: skip
    _parts(one, "lines", HelpLine, labels, say("Institution"), may_write)


# Looking again, and print


def _print(one: Booklet, may_write: bool) -> None:
    say = store.words()
    layout.section(say("Look at this again"))
    found = cautions(one)
    if found:
        items = "".join(f"<li>{escape(caution_line(caution, say))}</li>" for caution in found[:40])
        st.html(f'<ul class="tj-gaps">{items}</ul>')
        layout.and_more(len(found) - 40)
    else:
        layout.note(say("Nothing was found. A machine does not see everything: read it aloud together."))
    layout.section(say("Consent and safety"))
    _tick(one, "words", say("The group agreed that its words are printed"), may_write)
    _tick(one, "safety", say("We read it aloud together: it puts nobody at risk and accuses nobody"), may_write)
    _tick(one, "lends_steps", say("Other groups may reuse our steps"), may_write)
    if one.consent.lends_steps:
        _field(one, "credit", say("How to thank us (empty: not at all)"), one.consent.credit,
               lambda b, v: replace(b, consent=replace(b.consent, credit=str(v))), may_write)  # fmt: skip
    if one.may_be_printed and may_write:
        _confirm(one)
    layout.section(say("Print"))
    if not one.may_be_printed:
        layout.note(say("Printing opens when the first two are ticked. The blank worksheet is always there."))
    booklet_view.prints(one)


def _tick(one: Booklet, name: str, label: str, may_write: bool) -> None:
    key = _key(one, f"consent-{name}")

    def change(booklet: Booklet, value: object) -> Booklet:
        today = datetime.now(UTC).date().isoformat()
        consent = replace(booklet.consent, **{name: bool(value)}, agreed_on=booklet.consent.agreed_on or today)
        keeps = consent.words and consent.safety
        return replace(booklet, consent=consent, confirmed_on=booklet.confirmed_on if keeps else "")

    st.checkbox(label, value=getattr(one.consent, name), key=key, on_change=_changed, args=(one, key, change),
                disabled=not may_write)  # fmt: skip


def _confirm(one: Booklet) -> None:
    """The group's own word that the booklet is the community's; taken back, it is a draft again."""
    say = store.words()
    if one.is_final:
        st.button(say("Make it a draft again"), key="booklet-unconfirm", on_click=_save,
                  args=(one, lambda b: replace(b, confirmed_on="")))  # fmt: skip
        return
    day = st.date_input(say("Day on which the group read and confirmed it"), value=None, key="booklet-confirmed-on",
                        max_value="today", format="YYYY-MM-DD")  # fmt: skip
    st.button(say("The group has confirmed it"), key="booklet-confirm", disabled=day is None, on_click=_save,
              args=(one, lambda b, day=day: replace(b, confirmed_on=_iso(day))))  # fmt: skip


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


FORMS = {"concepts": _concepts, "problem": _problem, "needs": _needs, "steps": _steps, "lines": _lines,
         "print": _print}  # fmt: skip
