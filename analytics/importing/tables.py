"""Tables of activities, of who does what where, of partners and of what is known of places."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from analytics.checks import dates, numbers, text
from analytics.importing import missing
from analytics.importing.interpretation import Interpretation
from analytics.importing.memo import text_table
from analytics.importing.placing import Placing
from analytics.importing.rows import from_file, slug, slugs
from analytics.readers.grid import Finding, Grid
from analytics.readers.iati.meaning import status_of
from analytics.schema import KINDS
from analytics.understanding.mapping import TableMapping
from analytics.understanding.tables_read import ORGANISATION_ROLES
from analytics.understanding.templates import code_of

LARGEST = 1e12
PEOPLE_UNIT = "people"
# what people write for a sector, as `text.key` reads it
SECTOR_WORDS = {
    word: sector
    for sector, words in {
        "public": "publico | public | sector publico | gobierno | government | estado | publique | entidad publica",
        "private": "privado | private | sector privado | private sector | empresa | company | prive",
        "civil_society": "sociedad civil | civil society | ong | ngo | osc | cso | fundacion | societe civile"
        " | organizacion de la sociedad civil | organizaciones de la sociedad civil",
        "multilateral": "multilateral | cooperacion internacional | naciones unidas | united nations | un agency"
        " | agencia de naciones unidas | organismo multilateral",
        "academic": "academia | academico | academic | universidad | university | universite",
        "community": "comunidad | comunitario | community | organizacion comunitaria | communautaire",
    }.items()
    for word in words.split(" | ")
}


def kept_rows(grid: Grid, gathered: Interpretation) -> pd.DataFrame:
    """The grid's rows without those that were left out by name."""
    return grid.frame.drop(index=[row for row in gathered.rows_left_out(grid.file) if row in grid.frame.index])


def placed(frame: pd.DataFrame, grid: Grid, mapping: TableMapping, gathered: Interpretation) -> pd.DataFrame:
    """`place_id`, `place_text` and `share` of each row, and their findings told; one row for each of several places.

    `share` is missing where the row names one place.
    """
    found = _placed(frame, grid, mapping, gathered)
    found["share"] = found["place_id"].map(lambda ids: 1 / len(ids) if isinstance(ids, tuple) else None)
    return found.explode("place_id")


def one_place(frame: pd.DataFrame, grid: Grid, mapping: TableMapping, gathered: Interpretation) -> pd.Series:
    """The place of each row that names one; a value of several places together belongs to none of them."""
    found = _placed(frame, grid, mapping, gathered)["place_id"]
    return found.where(found.map(lambda ids: not isinstance(ids, tuple)), None)


def _placed(frame: pd.DataFrame, grid: Grid, mapping: TableMapping, gathered: Interpretation) -> pd.DataFrame:
    """`place_id` (a tuple where the row names several places) and `place_text` of each row, in the frame's order."""
    lists = _listed(frame, grid, mapping, gathered)
    named = mapping.column_of("place_name")
    single = frame.assign(**{named: frame[named].mask(lists.notna())}) if lists.notna().any() else frame
    placing = Placing(gathered.reference, mapping)
    found = placing.places(text_table(single, list(single.columns)), frame.index.to_numpy()).set_axis(frame.index)
    gathered.tell([f for f in placing.found if f.rule != "place_missing" or not lists.notna().any()], grid)
    found["place_id"] = found["place_id"].astype(object).where(lists.isna(), lists)
    gathered.add_countries(found["place_id"].explode())
    return found


def _listed(frame: pd.DataFrame, grid: Grid, mapping: TableMapping, gathered: Interpretation) -> pd.Series:
    """The places of cells that list several, in a tuple each; they share the row equally, which is told."""
    column = mapping.column_of("place_name")
    if column is None:
        return pd.Series(None, index=frame.index, dtype=object)
    if (coded := _codes(frame[column], gathered)) is not None:
        return coded
    above = mapping.column_of("department_name") or mapping.column_of("department_code")
    country = mapping.column_of("country") or mapping.column_of("country_code")
    read = gathered.reference.gazetteer.several(
        frame[column], frame[above] if above else None, frame[country] if country else mapping.options.get("country")
    )
    gathered.tell([f.at("", column=column) for f in read.findings], grid)
    return read.values


def _codes(column: pd.Series, gathered: Interpretation) -> pd.Series | None:
    """The places of a column that lists codes as our own files do (`05001 | 13244`); None where it holds other words.

    A cell with one code is that place, one with several is a tuple.
    """
    listed = column[column.notna()].map(lambda cell: tuple(dict.fromkeys(map(str.strip, str(cell).split("|")))))
    codes = pd.Series(sorted(set(listed.explode())), dtype="str")
    if codes.empty or not (gathered.reference.gazetteer.by_code(codes).values == codes).all():
        return None
    return listed.map(lambda codes: codes if len(codes) > 1 else codes[0]).astype(object).reindex(column.index)


def numbered(
    frame: pd.DataFrame, column: str, grid: Grid, mapping: TableMapping, gathered: Interpretation, **rules: object
) -> pd.Series:
    """A column of numbers, its findings told; missing words as the mapping declares them."""
    given = missing.stated(frame[column], mapping.options)
    read = numbers.numbers(given.values, style=mapping.options.get("number_style", "auto"), **rules)
    gathered.tell([f.at("", column=column) for f in [*given.findings, *read.findings]], grid)
    return read.values.astype("float64")


def period(frame: pd.DataFrame, grid: Grid, mapping: TableMapping, gathered: Interpretation) -> pd.DataFrame:
    """`start_on`, `end_on` and their precisions from whatever column of time there is."""
    empty = pd.Series(None, index=frame.index, dtype=object)
    found = pd.DataFrame({"start_on": pd.NaT, "end_on": pd.NaT, "start_precision": None, "end_precision": None},
                         index=frame.index)  # fmt: skip
    order = mapping.options.get("date_order", "auto")
    columns = {role: mapping.column_of(role) for role in ("date", "start", "end", "year", "month", "quarter")}
    for role, column in columns.items():
        if column is None or role in ("month", "quarter"):
            continue
        month = (columns["month"] or columns["quarter"]) if role == "year" else None
        cells = dates.month_of_year(frame[month], frame[column]) if month else frame[column]
        read = dates.dates(cells, order="auto" if role == "year" else order)
        gathered.tell([f.at("", column=column) for f in read.findings], grid)
        if role != "end":
            found["start_on"] = pd.to_datetime(read.start)
            found["start_precision"] = read.precision.astype(object)
        if role != "start":
            found["end_on"] = pd.to_datetime(read.end)
            found["end_precision"] = read.precision.astype(object)
        if role == "date":
            break
    if found[["start_on", "end_on"]].isna().all(axis=None) and (year := mapping.options.get("year")):
        whole = dates.dates(pd.Series([year] * len(frame), index=frame.index, dtype="str"))
        found["start_on"], found["end_on"] = pd.to_datetime(whole.start), pd.to_datetime(whole.end)
        found["start_precision"] = found["end_precision"] = whole.precision.astype(object)
    for edge in ("start", "end"):
        found[f"{edge}_precision"] = found[f"{edge}_precision"].where(found[f"{edge}_on"].notna(), empty)
    is_backwards = found["start_on"] > found["end_on"]
    if is_backwards.any():
        told = [Finding("end_before_start", row=int(row), column=columns["end"]) for row in frame.index[is_backwards]]
        gathered.tell(told, grid)
        found.loc[is_backwards, ["end_on", "end_precision"]] = [pd.NaT, None]
    return found


def worded(frame: pd.DataFrame, column: str | None) -> pd.Series:
    """The words of a column, cleaned; None where it states none."""
    if column is None:
        return pd.Series(None, index=frame.index, dtype=object)
    return text.cleaned(frame[column]).values.astype(object).where(lambda words: words.notna(), None)


def _doubled(ids: pd.Series, column: str | None) -> Iterable[Finding]:
    for row in ids.index[ids.notna() & ids.duplicated(keep="first")]:
        yield Finding("id_doubled", row=int(row), column=column, value=str(ids[row]))


def activities(grid: Grid, mapping: TableMapping, gathered: Interpretation, source_id: str, name: str) -> int:
    """One activity per identifier (or row), its place, its organisations; returns the number of rows read."""
    frame = kept_rows(grid, gathered)
    identifiers = worded(frame, mapping.column_of("identifier"))
    titles = worded(frame, mapping.column_of("title") or mapping.column_of("activity"))
    organisations, sector = worded(frame, mapping.column_of("organisation")), worded(frame, mapping.column_of("sector"))
    named = titles.fillna(organisations.str.cat(sector, sep=": ")).fillna(organisations).fillna(sector)
    named = named.fillna(identifiers).fillna("?")
    if mapping.table == "presence":  # a code can be that of a project, of which each row is an activity
        several = named.groupby(identifiers).transform("nunique") > 1
        identifiers = identifiers.mask(several, identifiers.astype(str) + " " + named)
    keys = identifiers.fillna(pd.Series([f"{name} {grid.sheet or ''} {row}" for row in frame.index], index=frame.index))
    partnership, programme = gathered.programme(name, source_id, name)
    when = period(frame, grid, mapping, gathered)
    rows = frame[[]].assign(
        activity_id=slugs(f"a-{slug(name)}", keys, exact=True), partnership_id=partnership, programme_id=programme,
        title=named,
        kind=_kinds(frame, mapping), disclosure="open", description=_described(frame, mapping, named),
        anchor=keys, line=frame.index, **{column: when[column] for column in when},
    )  # fmt: skip
    gathered.tell(list(_unlike(rows, identifiers, mapping.column_of("identifier"))), grid)
    places = placed(frame, grid, mapping, gathered)
    first = rows.drop_duplicates("activity_id", keep="first")
    gathered.add("activities", from_file(first, source_id, grid.sheet or "rows"))
    _activity_places(rows, places, gathered, source_id, grid)
    _activity_organisations(frame, rows, mapping, gathered, source_id, grid)
    _amounts(frame, rows, grid, mapping, gathered, source_id)
    _people(frame, rows, places, grid, mapping, gathered, source_id, name)
    gathered.add_part("activity_details", first.assign(
        identifier=keys[first.index], status=_statuses(first, gathered.as_of),
        is_peace_related=False, source_id=source_id, sheet=grid.sheet,
        status_stated=worded(frame, mapping.column_of("status"))[first.index], provenance="imported",
    ))  # fmt: skip
    return len(frame)


def _unlike(rows: pd.DataFrame, identifiers: pd.Series, column: str | None) -> Iterable[Finding]:
    """Rows of an activity that another row of it does not agree with: of one activity there is one title and time."""
    told = rows[["activity_id", "title", "start_on", "end_on"]][identifiers.notna()]
    once = told.drop_duplicates()
    for row in once.index[once.duplicated("activity_id", keep="first")]:
        yield Finding("id_doubled", row=int(row), column=column, value=str(identifiers[row]))


def _statuses(rows: pd.DataFrame, as_of: date) -> list[str]:
    """Where each activity stands on that day, by its dates alone."""
    days = [[None if pd.isna(day) else day.date() for day in rows[edge]] for edge in ("start_on", "end_on")]
    return [status_of(start, end, as_of) for start, end in zip(*days, strict=True)]


def _kinds(frame: pd.DataFrame, mapping: TableMapping) -> pd.Series:
    kinds = worded(frame, mapping.column_of("kind")).fillna("")  # None turns into nan where a frame is joined
    known = {kind: kind for kind in KINDS} | mapping.categories
    return kinds.map(lambda kind: known.get(kind) or known.get(code_of(kind), "project"))


def _described(frame: pd.DataFrame, mapping: TableMapping, otherwise: pd.Series) -> pd.Series:
    return worded(frame, mapping.column_of("description")).fillna(otherwise).str[:1900]


def _activity_places(
    rows: pd.DataFrame, places: pd.DataFrame, gathered: Interpretation, source_id: str, grid: Grid
) -> None:
    here = rows.join(places[["place_id", "share"]])
    here = here[here["place_id"].notna()].drop_duplicates(["activity_id", "place_id"])
    # shares of a row are shares of the activity only where it has one row
    here["share"] = here["share"].mask(here.groupby("activity_id")["share"].transform("sum").sub(1).abs() > 1e-6)
    here["exactness"] = here["place_id"].map(gathered.reference.levels)
    gathered.add("activity_places", from_file(here, source_id, grid.sheet or "rows"))


def _activity_organisations(
    frame: pd.DataFrame, rows: pd.DataFrame, mapping: TableMapping, gathered: Interpretation, source_id: str, grid: Grid
) -> None:
    roles = {mapping.column_of("organisation"): "implementing"}
    roles |= {mapping.column_of(f"organisation:{role}"): role for role in ORGANISATION_ROLES}
    for column, role in roles.items():
        if column is None:
            continue
        names = worded(frame, column)
        mine = rows.assign(name=names)[names.notna()]
        mine = mine.assign(
            organisation_id=slugs("o", mine["name"]), role=role, role_basis="stated", sector="unknown",
            sector_basis="our_reading", is_named=True,
        )  # fmt: skip
        gathered.add(
            "organisations", from_file(mine.drop_duplicates("organisation_id"), source_id, grid.sheet or "rows")
        )
        links = mine.drop_duplicates(["activity_id", "organisation_id"])
        gathered.add("activity_organisations", from_file(links, source_id, grid.sheet or "rows"))


def _amounts(
    frame: pd.DataFrame, rows: pd.DataFrame, grid: Grid, mapping: TableMapping, gathered: Interpretation, source_id: str
) -> None:
    column = mapping.column_of("amount")
    if column is None:
        return
    amounts = numbered(frame, column, grid, mapping, gathered, least=0)
    currency = worded(frame, mapping.column_of("currency")).fillna(mapping.options.get("currency"))
    currency = currency.str.upper().where(currency.str.fullmatch("[A-Za-z]{3}").fillna(False).astype(bool))
    mine = rows.assign(amount=amounts, currency=currency)[amounts.notna()]
    gathered.add_part("transactions", mine.assign(
        transaction=mine.groupby("activity_id").cumcount() + 1, kind="stated", source_id=source_id, sheet=grid.sheet,
        provenance="imported",
    ))  # fmt: skip


def _people(
    frame: pd.DataFrame, rows: pd.DataFrame, places: pd.DataFrame, grid: Grid, mapping: TableMapping,
    gathered: Interpretation, source_id: str, name: str,
) -> None:  # fmt: skip
    """The people that rows say were reached, each column an indicator of its own: nobody says who is counted twice."""
    columns = {column: role for column, role in mapping.columns.items() if role.partition(":")[0] == "people"}
    single = places["place_id"][~places.index.duplicated(keep=False)].reindex(rows.index)
    for column in columns:
        values = numbered(frame, column, grid, mapping, gathered, people=True)
        stated = rows.assign(
            indicator_id=f"i-{slug(name)}-{slug(str(column))}", name=str(column), title=None, unit=PEOPLE_UNIT,
            aggregation="none", kind="actual", value=values, qualifier="exact", place_id=single,
            anchor=str(column)[:200], observation_id=[
                f"ob-{slug(name)}-{slug(grid.sheet or 'rows')}-{row}-{slug(str(column))}" for row in rows.index
            ],
        )[values.notna()]  # fmt: skip
        origin = grid.sheet or "rows"
        gathered.add("indicators", from_file(stated.head(1), source_id, origin))
        gathered.add("observations", from_file(stated, source_id, origin))


def partners(grid: Grid, mapping: TableMapping, gathered: Interpretation, source_id: str, name: str) -> int:
    """One organisation per row; returns the number of rows read."""
    frame = kept_rows(grid, gathered)
    names = worded(frame, mapping.column_of("organisation"))
    stated = worded(frame, mapping.column_of("sector"))
    sectors = stated.map(mapping.categories).fillna(stated.fillna("").map(text.key).map(SECTOR_WORDS))
    rows = frame[[]].assign(
        name=names, acronym=worded(frame, mapping.column_of("acronym")), sector=sectors.fillna("unknown"),
        sector_basis="stated", is_named=True, line=frame.index, anchor=names,
    )[names.notna()]  # fmt: skip
    rows["organisation_id"] = slugs("o", rows["name"])
    gathered.tell(list(_doubled(rows["name"], mapping.column_of("organisation"))), grid)
    gathered.add("organisations", from_file(rows.drop_duplicates("organisation_id"), source_id, grid.sheet or "rows"))
    return len(frame)


def place_attributes(grid: Grid, mapping: TableMapping, gathered: Interpretation, source_id: str, name: str) -> int:
    """One value per place, attribute, year and breakdown; returns the number of rows read."""
    frame = kept_rows(grid, gathered)
    places = one_place(frame, grid, mapping, gathered)
    years = period(frame, grid, mapping, gathered)["end_on"].dt.year
    split = [column for column, role in mapping.columns.items() if role.startswith("breakdown")]
    breakdown = pd.Series([" · ".join(filter(None, row)) or None for row in frame[split].itertuples(index=False)],
                          index=frame.index) if split else None  # fmt: skip
    for column, attribute in {**mapping.columns_of("attribute")}.items():
        given = missing.stated(frame[column], mapping.options).values
        read = numbers.numbers(given, style=mapping.options.get("number_style", "auto"))
        is_text = read.values.isna().sum() - given.isna().sum() > given.notna().sum() / 2
        if not is_text:
            gathered.tell([f.at("", column=column) for f in read.findings], grid)
        mine = frame[[]].assign(
            place_id=places, attribute=attribute, year=years, breakdown=breakdown, line=frame.index,
            value=None if is_text else read.values.astype("float64"), text_value=given if is_text else None,
            source_id=source_id, sheet=grid.sheet, provenance="imported",
        )  # fmt: skip
        mine = mine[mine["place_id"].notna() & given.notna()]
        gathered.tell(list(_repeated(mine)), grid)
        gathered.add_part("place_attributes", mine)
    return len(frame)


def _repeated(rows: pd.DataFrame) -> Iterable[Finding]:
    """Places that stand more than once in one year and breakdown."""
    key = ["place_id", "attribute", "year", "breakdown"]
    for row in rows.index[rows.duplicated(key, keep="first")]:
        yield Finding("place_repeated", row=int(row), value=str(rows.at[row, "place_id"]))
