"""The pieces of the Quality page: who reports, what is stated and how exactly, what may stand twice, how recent."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from analytics import reading_quality, reading_records
from analytics.charts.records import Share, shares_bar
from analytics.columns import LABELS, is_stated, readable, said
from analytics.exports.quality_sheet import Sheet, quality_workbook
from analytics.reading_quality import percent
from analytics.selection import Selection
from analytics.wording import Words
from pages.shared import finding_view, layout, store

if TYPE_CHECKING:
    import pandas as pd

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YEARS_SHOWN = 24
REPORTERS_SHOWN = 30
GROUPS_A_PAGE = 10
TITLES_SHOWN = 4
STEPS = {  # from the most exact, dark, to the least; what is not on a map is hatched
    "exact": ("", "var(--tj-teal)"),
    "municipality": ("", "color-mix(in srgb, var(--tj-teal) 72%, var(--tj-paper))"),
    "city": ("", "color-mix(in srgb, var(--tj-teal) 60%, var(--tj-paper))"),
    "department": ("", "color-mix(in srgb, var(--tj-teal) 40%, var(--tj-paper))"),
    "named_region": ("", "color-mix(in srgb, var(--tj-teal) 26%, var(--tj-paper))"),
    "country": ("", "color-mix(in srgb, var(--tj-teal) 16%, var(--tj-paper))"),
    "none": ("not-stated", "var(--tj-soft)"),
}


def _dataset(row: object) -> str:
    """The name of a row's data set."""
    if row.data_kind == "records":
        return reading_records.dataset_title(row.dataset_name, store.dataset_names())
    return row.dataset_name


def _table(head: str, body: str, style: str = "") -> None:
    st.html(
        f'<div class="tj-figure"><table class="tj-table tj-stack {style}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _head(*names: str, numbers: tuple[int, ...] = ()) -> str:
    return "".join(
        f'<th scope="col"{" class=number" if i in numbers else ""}>{escape(name)}</th>' for i, name in enumerate(names)
    )


def _number(n: int, of: str, say: Words) -> str:
    return f'<td class="number" data-of="{escape(of)}">{say.number(n)}</td>'


# The sheet to take along


def sheet(
    reported: pd.DataFrame, twice: pd.DataFrame, complete: pd.DataFrame, precision: pd.DataFrame, money: pd.DataFrame,
    timely: pd.DataFrame, *, chosen: Selection,
) -> None:  # fmt: skip
    """The data quality sheet: every part of the page as a workbook."""
    say = store.words()
    parts = (
        (say("Who has reported"), reported), (say("May stand twice"), twice), (say("What is stated"), complete),
        (say("Precision of places"), precision), (say("Amounts by currency"), _named_money(money, say)),
        (say("How recent"), timely), (say("Findings of imports"), finding_view.table(say)),
    )  # fmt: skip

    of = layout.about(chosen, say("Data quality assessment"))
    lines = {
        say("Data set"): store.workspace() or say("The four documents"), say("Version"): of["version"],
        say("Selection"): of["selection"],
    }  # fmt: skip

    def workbook() -> bytes:  # made after the visit: it takes nothing from the address
        return quality_workbook(
            of["figure"], lines, [Sheet(name, _with_days(frame, say)) for name, frame in parts], say
        )

    st.download_button(
        say("Download the data quality sheet (XLSX)"), mime=XLSX, file_name="tejido-quality.xlsx",
        data=workbook, key="quality-sheet", on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def _with_days(frame: pd.DataFrame, say: Words) -> pd.DataFrame:
    """The frame in a reader's words, its dates as dates."""
    rows = readable(frame, say)
    days = [column for column in frame if column.endswith("_on") and LABELS[column](say) in rows]
    return rows.assign(**{LABELS[column](say): frame[column] for column in days})


def _named_money(money: pd.DataFrame, say: Words) -> pd.DataFrame:
    return money.assign(money_kind=money["money_kind"].map(lambda code: reading_quality.money_kind(code, say)))


def findings() -> None:
    finding_view.findings()


# Who has reported


def reporting(rows: pd.DataFrame, chosen: Selection) -> None:
    """Who reports, by year: a mark where there is something, a hatched one where the year is not whole."""
    dated = rows[rows["year"].notna()]
    if dated.empty:
        return
    say = store.words()
    last = int(dated["year"].max())
    years = list(range(max(int(dated["year"].min()), last - YEARS_SHOWN + 1), last + 1))

    def draw() -> None:
        heads = "".join(
            f'<th scope="col">{f"<span>{year}</span>" if year % 5 == 0 or year in (years[0], years[-1]) else ""}'
            f'<span class="tj-unseen">{year}</span></th>'
            for year in years
        )
        reporters = dict(list(dated.groupby(["data_kind", "reporter_id"], sort=False)))
        body = "".join(_reporter(own, years, say) for own in list(reporters.values())[:REPORTERS_SHOWN])
        corner = f'<th scope="col" class="corner">{escape(say("Who reports"))}</th>'
        st.html(
            f'<div class="tj-scroll"><table class="tj-matrix years"><thead><tr>{corner}{heads}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )
        layout.and_more(len(reporters) - REPORTERS_SHOWN)

    layout.figure(
        draw, title=say("Who has reported, and for which years"), table=rows, key="reporting", chosen=chosen,
        unit=say(
            "A mark: something is reported for the year. Hatched: the year is not whole in its source. "
            "Empty: nothing is reported, which is not the same as nothing done."
        ),
        summary=_latest_sentence(dated, last, say),
    )  # fmt: skip


def _latest_sentence(dated: pd.DataFrame, last: int, say: Words) -> str:
    """Who has not reported for the latest year that anyone reports for."""
    latest = dated.sort_values("year").drop_duplicates(["data_kind", "reporter_id"], keep="last")
    behind = latest[latest["year"] < last]
    if behind.empty:
        return say("All have reported for {year}, the latest year that any reports for.", year=str(last))
    names = [
        say("{name} (last: {year})", name=_reporter_name(row), year=str(int(row.year)))
        for row in behind.head(TITLES_SHOWN).itertuples(index=False)
    ]
    more = len(behind) - len(names)
    rest = [say.many("{n} more", "{n} more", more)] if more else []
    return say("Nothing reported for {year} by {names}.", year=str(last), names=say.listing([*names, *rest]))


def _reporter_name(row: object) -> str:
    if row.data_kind == "records":
        return reading_records.dataset_title(row.reporter_name, store.dataset_names())
    return row.reporter_name


def _reporter(own: pd.DataFrame, years: list[int], say: Words) -> str:
    first = next(own.itertuples(index=False))
    kind = str(said("data_kind", first.data_kind, say))
    by_year = {int(row.year): row for row in own.itertuples(index=False)}
    cells = "".join(_year_cell(by_year.get(year), year, first.data_kind, say) for year in years)
    name = f'{escape(_reporter_name(first))} <small class="tj-note">{escape(kind)}</small>'
    return f'<tr><th scope="row">{name}</th>{cells}</tr>'


def _year_cell(row: object | None, year: int, kind: str, say: Words) -> str:
    if row is None:
        words = say("{year}: nothing reported", year=str(year))
        return f'<td title="{escape(words)}"><span class="tj-unseen">{escape(words)}</span></td>'
    words = f"{year}: {reading_quality.KINDS[kind](say, int(row.items))}"
    if row.is_partial:
        part = reading_records.part_of_year(row.evidence, year, store.partial_months(), say)
        words = say("{words} ({part})", words=words, part=part)
    colour = "brick" if kind == "records" else "teal"
    mark = f'<i class="mark {"part" if row.is_partial else ""}" style="--c:var(--tj-{colour})"></i>'
    return f'<td title="{escape(words)}">{mark}<span class="tj-unseen">{escape(words)}</span></td>'


# What is stated, and how exactly


def stated(rows: pd.DataFrame, chosen: Selection) -> None:
    """Data set by column: the share of rows that state it."""
    if rows.empty:
        return
    say = store.words()
    facets = list(dict.fromkeys(rows.sort_values("facet", key=lambda f: f.map(FACETS.index))["facet"]))

    def draw() -> None:
        head = _head(say("Data set"), *(str(said("facet", facet, say)) for facet in facets))
        body = "".join(
            _stated_row(own, facets, say) for _, own in rows.groupby(["data_kind", "dataset_id"], sort=False)
        )
        _table(head, body, "stated")

    layout.figure(
        draw, title=say("What is stated, column by column"), table=rows, key="completeness", chosen=chosen,
        unit=say("The share of rows that state it. A title that only repeats the identifier states nothing."),
    )  # fmt: skip


FACETS = ("title", "description", "start", "end", "place", "funder", "partner", "amount", "sector", "count")


def _stated_row(own: pd.DataFrame, facets: list[str], say: Words) -> str:
    first = next(own.itertuples(index=False))
    by_facet = {row.facet: row for row in own.itertuples(index=False)}
    count = reading_quality.KINDS[first.data_kind](say, int(first.items))
    cells = "".join(_stated_cell(by_facet.get(facet), facet, say) for facet in facets)
    return f'<tr><th scope="row">{escape(_dataset(first))} <small>{escape(count)}</small></th>{cells}</tr>'


def _stated_cell(row: object | None, facet: str, say: Words) -> str:
    name = escape(str(said("facet", facet, say)))
    if row is None:
        return f'<td class="none" data-of="{name}"></td>'
    share = float(row.stated_share)
    words = say("{n} of {all}", n=say.number(int(row.stated)), all=say.number(int(row.items)))
    tone = "all" if share == 1 else "few" if share < reading_quality.SCARCE else ""
    return (
        f'<td data-of="{name}" title="{escape(words)}"><b>{escape(percent(share, say))}</b>'
        f'<i class="gauge {tone}"><i style="width:{100 * share:.1f}%"></i></i></td>'
    )


def places(rows: pd.DataFrame, chosen: Selection) -> None:
    """How exactly each data set knows its places: a bar of shares each."""
    if rows.empty:
        return
    say = store.words()

    def draw() -> None:
        bars = "".join(_precision(own, say) for _, own in rows.groupby(["data_kind", "dataset_id"], sort=False))
        met = [code for code in STEPS if (rows["exactness"] == code).any()]
        signs = "".join(
            f'<li><i class="swatch {STEPS[code][0]}" style="--c:{STEPS[code][1]}"></i>'
            f"{escape(str(said('exactness', code, say)))}</li>"
            for code in met
        )
        st.html(f'<div class="tj-precision">{bars}</div><ul class="tj-legend">{signs}</ul>')

    layout.figure(
        draw, title=say("How exactly places are known"), table=rows, key="place_precision", chosen=chosen,
        unit=say("Places as the file gives them. What is known to the department only never becomes a dot."),
    )  # fmt: skip


def _precision(own: pd.DataFrame, say: Words) -> str:
    first = next(own.itertuples(index=False))
    pieces = []
    for row in own.itertuples(index=False):
        style, colour = STEPS[row.exactness]
        words = say("{what}: {n}", what=str(said("exactness", row.exactness, say)), n=say.number(int(row.items)))
        pieces.append(Share(f"{style} {row.exactness}", colour, float(row.items_share), words))
    count = say.many("{n} place given", "{n} places given", int(own["items"].sum()))
    if first.data_kind == "records":
        count = reading_quality.KINDS["records"](say, int(own["items"].sum()))
    name = f'<p>{escape(_dataset(first))} <small class="tj-note">{escape(count)}</small></p>'
    return f"<div>{name}{shares_bar(pieces, lambda share: percent(share, say))}</div>"


# What may stand twice


def twice(rows: pd.DataFrame, chosen: Selection) -> None:
    """Groups of activities that may be one, with what is equal, a page at a time."""
    say = store.words()
    if rows.empty:
        layout.section(say("What may stand twice"))
        layout.note(say("No two activities share an amount with its date and organisations, or a title and its dates."))
        return

    def draw() -> None:
        start = layout.page_start("twice", len(rows), GROUPS_A_PAGE)
        shown = rows.iloc[start : start + GROUPS_A_PAGE]
        head = _head(say("What is equal"), say("Activities"), say("Amount"), numbers=(2,))
        _table(head, "".join(_group(row, say) for row in shown.itertuples(index=False)), "twice")
        layout.pager("twice", len(rows), GROUPS_A_PAGE)
        if rows["groups"].iloc[0] > len(rows):
            layout.note(say("Of {n} groups, for each reason those of most activities and largest amounts.",
                            n=say.number(int(rows["groups"].iloc[0]))))  # fmt: skip

    layout.figure(
        draw, title=say("What may stand twice"), table=rows, key="reported_twice", chosen=chosen,
        unit=say("Equal does not mean the same: a person has to look. Nothing is taken out."),
    )  # fmt: skip


def _group(row: object, say: Words) -> str:
    titles = row.activity_titles.split(" · ")
    items = "".join(f"<li>{escape(title)}</li>" for title in titles[:TITLES_SHOWN])
    if row.activities > TITLES_SHOWN:
        items += f"<li>{escape(say('… and {n} more', n=say.number(int(row.activities) - TITLES_SHOWN)))}</li>"
    day = say.day(row.dated_on, "day") if is_stated(row.dated_on) else None
    about = " · ".join(part for part in (row.organisation_names, day) if part)
    amount = escape(reading_quality.money(row.amount, row.currency, say)) if is_stated(row.amount) else ""
    return (
        f'<tr><th scope="row">{escape(reading_quality.reason_words(row.reason, say))}</th>'
        f'<td><ul class="tj-plain">{items}</ul><small>{escape(about)}</small></td>'
        f'<td class="number">{amount}</td></tr>'
    )


# Money and time


def money(rows: pd.DataFrame, chosen: Selection) -> None:
    """Sums by data set, kind of amount and currency."""
    if rows.empty:
        return
    say = store.words()
    head = (say("Data set"), say("Kind of amount"), say("Sum"), say("Amounts"), say("Without an amount"), say("Dates"))

    def draw() -> None:
        body = "".join(
            f'<tr><th scope="row">{escape(row.dataset_name)}</th>'
            f"<td>{escape(reading_quality.money_kind(row.money_kind, say))}</td>"
            f'<td class="number" data-of="{escape(head[2])}"><b class="figure">'
            f"{escape(reading_quality.money(row.amount, row.currency, say))}</b>{_qualified(row, say)}</td>"
            f"{_number(row.items - row.not_stated, head[3], say)}{_number(row.not_stated, head[4], say)}"
            f'<td data-of="{escape(head[5])}">{escape(_dates(row, say))}</td></tr>'
            for row in rows.itertuples(index=False)
        )
        _table(_head(*head, numbers=(2, 3, 4)), body)

    layout.figure(
        draw, title=say("Amounts by currency"), table=_named_money(rows, say), key="currencies", chosen=chosen,
        unit=say("Currencies are kept apart and never added up; commitments and payments are different things."),
    )  # fmt: skip


def _qualified(row: object, say: Words) -> str:
    """The qualifier of a sum, beside it: it follows the figure everywhere."""
    if not is_stated(row.qualifier) or row.qualifier == "exact":
        return ""
    return f" <small>{escape(str(said('qualifier', row.qualifier, say)))}</small>"


def _dates(row: object, say: Words) -> str:
    return say.span(row.first_on, row.last_on, "month")


def timely(rows: pd.DataFrame, chosen: Selection) -> None:
    """How far each data set reaches, what is older than it says, and when it came in."""
    if rows.empty:
        return
    say = store.words()
    head = (
        say("Data set"), say("How many"), say("From and to"), say("Stated as open, end passed"), say("Without a date"),
        say("Not whole"),
    )  # fmt: skip

    def draw() -> None:
        body = "".join(_timely_row(row, head, say) for row in rows.itertuples(index=False))
        _table(_head(*head, numbers=(1, 3, 4)), body)
        if text := finding_view.imported_sentence(say):
            layout.note(text)

    layout.figure(
        draw, title=say("How recent it is"), table=rows, key="timeliness", chosen=chosen,
        unit=say("The first and the last date that the rows themselves state."),
    )  # fmt: skip


def _timely_row(row: object, head: tuple[str, ...], say: Words) -> str:
    part = ""
    if is_stated(row.partial_year):
        words = reading_records.part_of_year(row.evidence, row.partial_year, store.partial_months(), say)
        part = say("{year}: {part}", year=str(int(row.partial_year)), part=words)
    kind = str(said("data_kind", row.data_kind, say))
    return (
        f'<tr><th scope="row">{escape(_dataset(row))} <small>{escape(kind)}</small></th>'
        f'{_number(row.items, head[1], say)}<td data-of="{escape(head[2])}">{escape(_dates(row, say))}</td>'
        f"{_number(row.open_past_end, head[3], say)}{_number(row.undated, head[4], say)}"
        f'<td data-of="{escape(head[5])}" class="{"" if part else "none"}">{escape(part)}</td></tr>'
    )
