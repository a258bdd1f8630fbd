"""IATI activities, with AidData's tables beside them, as activities of a snapshot."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd

from analytics.importing import outcomes
from analytics.importing.interpretation import Interpretation
from analytics.importing.rows import from_file, slugs
from analytics.readers.grid import Finding, Grid
from analytics.readers.iati.meaning import ended_but_stated_open, peace_relevance, statuses

ROLES = {"1": "funding", "2": "accountable", "3": "extending", "4": "implementing"}
SECTORS = {
    "10": "public", "11": "public", "15": "public", "21": "civil_society", "22": "civil_society",
    "23": "civil_society", "24": "civil_society", "30": "unknown", "40": "multilateral", "60": "civil_society",
    "70": "private", "71": "private", "72": "private", "73": "private", "80": "academic",
}  # fmt: skip
LEVELS = {"ADM1": "department", "ADM2": "municipality", "PCLI": "country", "ADM3": "other"}
DESIGNATED = {"ADM1": "department", "ADM2": "municipality", "PCLI": "country", "PCL": "country"}
EXACT = {"municipality": "municipality", "department": "department", "country": "country", "other": "exact"}
NEAR_KM = 30  # between a point of a municipality and its seat
MOST_EXACT_FIRST = ("exact", "municipality", "city", "department", "country", "named_region")


def keyed(grids: dict[str, Grid], name: str) -> pd.DataFrame:
    """The grid of that name as a frame with its `line`; no rows where the file has no such element."""
    if name not in grids:
        return pd.DataFrame({"activity": pd.Series(dtype=object), "line": pd.Series(dtype=int)})
    frame = grids[name].frame
    return frame.assign(line=frame.index).reset_index(drop=True)


def interpret(
    grids: dict[str, Grid], companions: dict[str, Grid], gathered: Interpretation, source_id: str, name: str
) -> None:
    """Adds the activities of one IATI file; `companions` are AidData's tables by their kind (`aid_locations` …)."""
    activities = keyed(grids, "activities")
    left_out = gathered.rows_left_out(next(iter(grids.values())).file)
    activities = activities[~activities["line"].isin(left_out)]
    # one without an identifier is told, and goes by the name that the finding gave it
    activities["identifier"] = activities["identifier"].fillna(activities["activity"])
    activities = activities.drop_duplicates("identifier", keep="first")
    activities["activity_id"] = slugs("a", activities["identifier"], exact=True)
    ids = dict(zip(activities["identifier"], activities["activity_id"], strict=True))
    partnership, programme = gathered.programme(name, source_id, name)
    activities = activities.assign(partnership_id=partnership, programme_id=programme)
    _activities(grids, activities, gathered, source_id)
    _organisations(grids, ids, gathered, source_id)
    _sectors(grids, ids, gathered, source_id, activities, companions.get("aid_projects"))
    places = _locations(grids, ids, gathered, source_id, companions.get("aid_locations"))
    _transactions(grids, ids, gathered, source_id)
    indicators, periods = (keyed(grids, name) for name in ("indicators", "periods"))
    outcomes.results(indicators, periods, ids, gathered, source_id, (partnership, programme), places)
    _elements(grids, gathered, source_id)


def _days(frame: pd.DataFrame, column: str) -> pd.Series:
    values = frame[column] if column in frame else pd.Series(None, index=frame.index, dtype=object)
    return pd.to_datetime(values.astype(object), format="%Y-%m-%d", errors="coerce")


def _column(frame: pd.DataFrame, column: str) -> pd.Series:
    return frame[column] if column in frame else pd.Series(None, index=frame.index, dtype=object)


def _in_language(grids: dict[str, Grid], frame: pd.DataFrame, column: str, lang: str) -> pd.Series:
    """The words of a column in a language: its own where it is in it, else a further narrative, else its own."""
    own = _column(frame, column)
    further = keyed(grids, "narratives")
    if len(further) and {"parent", "column", "lang", "text"} <= set(further.columns):
        mine = further[(further["column"] == column) & (further["lang"].str[:2] == lang)]
        words = dict(zip(mine["parent"], mine["text"], strict=True))
        is_other = _column(frame, f"{column}_lang").astype("str").str[:2].ne(lang).fillna(True)
        theirs = frame["path"].map(words).astype(object)
        return own.mask(is_other, theirs.where(theirs.notna(), own))
    return own


def _activities(grids: dict[str, Grid], frame: pd.DataFrame, gathered: Interpretation, source_id: str) -> None:
    starts, ends = (_days(frame, f"actual_{end}") for end in ("start", "end"))
    starts, ends = starts.fillna(_days(frame, "planned_start")), ends.fillna(_days(frame, "planned_end"))
    is_backwards = starts > ends
    for row in frame[is_backwards].itertuples():
        gathered.findings.append(
            Finding("end_before_start", grids["activities"].file, row=row.line, path=f"{row.path}/activity-date",
                    value=str(ends[row.Index].date()))
        )  # fmt: skip
    ends = ends.mask(is_backwards)
    titles = {lang: _in_language(grids, frame, "title", lang) for lang in ("en", "es")}
    told = {lang: _in_language(grids, frame, "description", lang) for lang in ("en", "es")}
    rows = frame.assign(
        kind="project", disclosure="open", start_on=starts, end_on=ends, anchor=frame["identifier"],
        start_precision=starts.notna().map({True: "day", False: None}),
        end_precision=ends.notna().map({True: "day", False: None}),
        **{f"title_{lang}": title.fillna(frame["identifier"]).str[:1900] for lang, title in titles.items()},
        **{f"description_{lang}": words.fillna(titles[lang]).fillna(frame["identifier"]).str[:1900]
           for lang, words in told.items()},
    )  # fmt: skip
    gathered.add("activities", from_file(rows, source_id, "iati-activity"))
    stated = frame.set_index("line")
    gathered.findings += ended_but_stated_open(stated, gathered.as_of, grids["activities"].file)
    gathered.add_part("activity_details", rows.assign(
        reporting_org_name=_column(frame, "reporting_org"), reporting_org_ref=_column(frame, "reporting_org_ref"),
        status_stated=_column(frame, "status"), status=statuses(frame, gathered.as_of), language=_column(frame, "lang"),
        **{f"{kind}_on": _days(frame, kind).dt.date for kind in
           ("planned_start", "actual_start", "planned_end", "actual_end")},
        is_peace_related=_peace(grids, frame), source_id=source_id, provenance="imported",
    ))  # fmt: skip


def _peace(grids: dict[str, Grid], frame: pd.DataFrame) -> pd.Series:
    sectors = keyed(grids, "sectors")
    if sectors.empty:
        return pd.Series(False, index=frame.index)
    return frame["identifier"].map(peace_relevance(sectors, keyed(grids, "tags"))).fillna(False).astype(bool)


def _organisations(grids: dict[str, Grid], ids: dict[str, str], gathered: Interpretation, source_id: str) -> None:
    orgs = keyed(grids, "participating_orgs")
    orgs = orgs[orgs["activity"].isin(ids)]
    if orgs.empty:
        return
    names = _column(orgs, "name").fillna(_column(orgs, "ref")).fillna("?")
    orgs = orgs.assign(
        organisation_id=slugs("o", _column(orgs, "ref").fillna(names)), name=names,
        activity_id=orgs["activity"].map(ids),
        role=_column(orgs, "role").map(ROLES).fillna("partner"), role_basis="stated",
        sector=_column(orgs, "type").map(SECTORS).fillna("unknown"), sector_basis="stated", is_named=names != "?",
    )  # fmt: skip
    gathered.add("organisations", from_file(orgs.drop_duplicates("organisation_id"), source_id, "participating-org"))
    links = orgs.drop_duplicates(["activity_id", "organisation_id", "role"])
    gathered.add("activity_organisations", from_file(links, source_id, "participating-org"))


def _sectors(
    grids: dict[str, Grid], ids: dict[str, str], gathered: Interpretation, source_id: str, activities: pd.DataFrame,
    projects: Grid | None,
) -> None:  # fmt: skip
    sectors = keyed(grids, "sectors")
    sectors = sectors[sectors["activity"].isin(ids)]
    if len(sectors):
        sectors = sectors.assign(
            activity_id=sectors["activity"].map(ids), vocabulary=_column(sectors, "vocabulary").fillna("1"),
            percentage=pd.to_numeric(_column(sectors, "percentage"), errors="coerce"), source_id=source_id,
            provenance="imported",
        )  # fmt: skip
        once = sectors.drop_duplicates(["activity_id", "vocabulary", "code"])
        gathered.add_part("activity_sectors", once[once["code"].notna()])
    if projects is not None:
        gathered.tell(_sector_names(sectors, projects), projects)


def _sector_names(sectors: pd.DataFrame, projects: Grid) -> list[Finding]:
    """Where the names of sectors in AidData's table of projects are not those of the codes in the file."""
    frame = projects.frame
    if not {"project_id", "ad_sector_codes", "ad_sector_names"} <= set(frame.columns):
        return []
    found: list[Finding] = []
    named = frame["ad_sector_names"].fillna("")
    for code, name in (("152", "Conflict prevention and resolution, peace and security"),
                       ("151", "Government and civil society, general")):  # fmt: skip
        coded = int(sectors.loc[sectors["code"] == code, "activity"].nunique())
        by_name = int(named.str.contains(name, regex=False).sum())
        if coded != by_name:
            detail = f"{coded} activities have the code {code}, {by_name} the name “{name}”"
            found.append(Finding("names_and_codes_disagree", column="ad_sector_names", value=code,
                                 values=(("detail", detail),)))  # fmt: skip
    return found


def _locations(
    grids: dict[str, Grid], ids: dict[str, str], gathered: Interpretation, source_id: str, companion: Grid | None
) -> dict[str, dict[str, str]]:
    """Adds the places of activities; returns those that have a reference, by activity and reference."""
    _countries_alone(grids, ids, gathered, source_id)
    frame = keyed(grids, "locations")
    frame = frame[frame["activity"].isin(ids)].reset_index(drop=True)
    if frame.empty:
        return {}
    frame = _with_administrative_codes(frame, grids)
    frame = _levelled(frame, companion)
    frame["activity_id"] = frame["activity"].map(ids)
    frame["country"] = frame["activity"].map(_countries(grids))
    frame["place_id"] = _places(frame, gathered, grids["locations"])
    gathered.add_countries(frame["place_id"])
    frame["exactness"] = frame["level"].map(EXACT)
    frame["location"] = frame.groupby("activity").cumcount() + 1
    gathered.add_part("activity_locations", frame.assign(
        lat=pd.to_numeric(_column(frame, "lat"), errors="coerce"), vocabulary=_column(frame, "location_id_vocabulary"),
        lon=pd.to_numeric(_column(frame, "lon"), errors="coerce"), code=_column(frame, "location_id"),
        source_id=source_id, provenance="imported",
    ))  # fmt: skip
    placed = frame[frame["place_id"].notna()].copy()
    level = placed["place_id"].map(gathered.reference.levels).fillna("country")
    is_coarse = level.isin(["department", "country"]) | placed["exactness"].isna()
    placed["exactness"] = placed["exactness"].mask(is_coarse, level)
    order = placed["exactness"].map(MOST_EXACT_FIRST.index)
    placed = placed.assign(order=order).sort_values(["order", "line"]).drop_duplicates(["activity_id", "place_id"])
    placed = placed.sort_values("line").assign(anchor=_column(placed, "name").fillna("location"))
    gathered.add("activity_places", from_file(placed, source_id, "location"))
    referred = frame[frame["place_id"].notna() & _column(frame, "ref").notna()]
    referred = referred[~referred.duplicated(["activity", "ref"], keep=False)]
    return {
        activity: dict(zip(rows["ref"], rows["place_id"], strict=True))
        for activity, rows in referred.groupby("activity")
    }


def _countries(grids: dict[str, Grid]) -> dict[str, str]:
    countries = keyed(grids, "recipient_countries")
    if "code" not in countries:
        return {}
    return dict(zip(countries["activity"], countries["code"], strict=True))


def _levelled(frame: pd.DataFrame, companion: Grid | None) -> pd.DataFrame:
    """Each location with its level and the names above it: AidData's, else what the file says itself."""
    name = _column(frame, "name").astype(object)
    level = _column(frame, "feature_designation").map(DESIGNATED).astype(object)
    is_department = name.str.match(r"(?i)(departamento|department|state|province)\b", na=False)
    frame = frame.assign(level=level.mask(level.isna() & is_department, "department"), above=None)
    if companion is None or not {"project_id", "geoname_id"} <= set(companion.frame.columns):
        return frame
    beside = companion.frame.drop_duplicates(["project_id", "geoname_id"])
    paths = beside["gazetteer_adm_name"].fillna("").str.split("|")
    beside = pd.DataFrame({
        "project": beside["project_id"].to_numpy(), "location_id": beside["geoname_id"].to_numpy(),
        "their_level": beside["location_type_code"].map(LEVELS).fillna("other").to_numpy(),
        "department": [path[3] if len(path) > 3 else None for path in paths],
        "municipality": [path[4] if len(path) > 4 else None for path in paths],
    })  # fmt: skip
    project = frame["activity"].str.rsplit("-", n=1).str[-1]
    joined = frame.assign(project=project).merge(beside, on=["project", "location_id"], how="left")
    joined["level"] = joined["their_level"].where(joined["their_level"].notna(), joined["level"])
    joined["above"] = joined["department"]
    named = joined["municipality"].where(joined["level"].eq("other"))
    joined["place_name"] = named.fillna(joined["name"])
    return joined


def _places(frame: pd.DataFrame, gathered: Interpretation, grid: Grid) -> pd.Series:
    """The place of each location: by its name under its department, else the department, else the country."""
    gazetteer = gathered.reference.gazetteer
    name = frame["place_name"] if "place_name" in frame else frame["name"]
    name = name.where(frame["level"] != "country", frame["country"])
    wanted = pd.DataFrame({"name": name, "above": frame["above"], "country": frame["country"], "level": frame["level"]})
    wanted["number"] = wanted.groupby(list(wanted.columns), dropna=False, sort=False).ngroup()
    once = wanted.drop_duplicates("number").set_index("number")
    lines = frame.groupby(wanted["number"])["line"].first()
    once["place_id"] = None
    told: list[Finding] = []
    for level, rows in once[once["name"].notna()].groupby("level", dropna=False):
        wanted_level = level if level in ("department", "municipality") else None
        read = gazetteer.by_name(rows["name"], department=rows["above"], country=rows["country"], level=wanted_level)
        once.loc[rows.index, "place_id"] = read.values.astype(object)
        told += read.findings
    missing = once["place_id"].isna() & once["above"].notna()
    if missing.any():
        above = gazetteer.by_name(once["above"][missing], country=once["country"][missing], level="department")
        once.loc[missing, "place_id"] = above.values.astype(object)
    settled = _by_point(frame, wanted["number"], told, gathered)
    open_numbers = set(wanted["number"][settled.isna()])
    told = [f for f in told if f.rule != "place_ambiguous" or f.row in open_numbers]
    told = [
        replace(f, rule="place_not_held", values=(("country", str(once.at[f.row, "country"])),))
        if f.rule in ("place_unknown", "place_ambiguous", "place_fuzzy") else f
        for f in told
    ]  # fmt: skip
    country = frame["country"].where(frame["country"].isin(gathered.reference.levels))
    coded = _by_administrative_code(frame, gathered)
    by_code = set(wanted["number"][coded.notna()])
    told = [f for f in told if f.rule != "place_not_held" or f.row not in by_code]
    gathered.tell([replace(f.at("", column="name"), row=int(lines[f.row])) for f in told], grid)
    found = wanted["number"].map(once["place_id"]).astype(object)
    found = settled.where(settled.notna(), found)
    found = found.where(found.notna(), coded)
    return found.where(found.notna(), country)


def _by_administrative_code(frame: pd.DataFrame, gathered: Interpretation) -> pd.Series:
    """The place of a code that the location states and our reference holds (ISO 3166-2, DIVIPOLA), in its country."""
    found = pd.Series(None, index=frame.index, dtype=object)
    for column in ("administrative_code", "location_id"):
        codes = _column(frame, column).astype(object)
        codes = codes.where(codes.astype("str").str.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}|\d{2}|\d{5}", na=False))
        if codes.isna().all():
            continue
        read = gathered.reference.gazetteer.by_code(codes).values.astype(object)
        country = read.map(dict(zip(gathered.reference.places["place_id"], gathered.reference.places["country_code"],
                                    strict=True)))  # fmt: skip
        found = found.where(found.notna(), read.where(country == frame["country"]))
    return found


def _with_administrative_codes(frame: pd.DataFrame, grids: dict[str, Grid]) -> pd.DataFrame:
    """Each location with the code of its lowest administrative area."""
    areas = keyed(grids, "location_administratives")
    if not {"parent", "code"} <= set(areas.columns):
        return frame
    level = pd.to_numeric(_column(areas, "level"), errors="coerce").fillna(0)
    lowest = areas.assign(level=level).sort_values("level", kind="stable").drop_duplicates("parent", keep="last")
    return frame.assign(administrative_code=frame["path"].map(dict(zip(lowest["parent"], lowest["code"], strict=True))))


def _countries_alone(grids: dict[str, Grid], ids: dict[str, str], gathered: Interpretation, source_id: str) -> None:
    """The recipient countries of activities that name no location: all that is known of where they are."""
    frame = keyed(grids, "recipient_countries")
    frame = frame[frame["activity"].isin(set(ids) - set(keyed(grids, "locations")["activity"]))]
    if frame.empty or "code" not in frame:
        return
    place = gathered.reference.gazetteer.by_code(frame["code"], level="country").values.astype(object)
    frame = frame.assign(
        place_id=place, activity_id=frame["activity"].map(ids), exactness="country", anchor=frame["code"]
    )
    frame = frame[frame["place_id"].notna()].drop_duplicates(["activity_id", "place_id"])
    gathered.add_countries(frame["place_id"])
    gathered.add("activity_places", from_file(frame, source_id, "recipient-country"))


def _by_point(frame: pd.DataFrame, numbers: pd.Series, told: list[Finding], gathered: Interpretation) -> pd.Series:
    """Of places with one name, the one whose seat is nearest to the location's own point, where it is near at all."""
    candidates = {f.row: dict(f.values).get("candidates", "") for f in told if f.rule == "place_ambiguous"}
    is_open = numbers.isin(list(candidates))
    found = pd.Series(None, index=frame.index, dtype=object)
    if not is_open.any():
        return found
    lat, lon = (pd.to_numeric(_column(frame, edge)[is_open], errors="coerce") for edge in ("lat", "lon"))
    near = gathered.reference.gazetteer.points.nearest(lat, lon)
    for at, place, km in zip(near.index, near["place_id"], near["km"], strict=True):
        if km <= NEAR_KM and str(place) in candidates[numbers[at]]:
            found[at] = place
    return found


def _transactions(grids: dict[str, Grid], ids: dict[str, str], gathered: Interpretation, source_id: str) -> None:
    currencies = keyed(grids, "activities")
    default = dict(zip(currencies["activity"], _column(currencies, "default_currency"), strict=True))
    kinds = {"transactions": None, "budgets": "budget", "planned_disbursements": "planned_disbursement"}
    before = pd.Series(dtype="int64")  # of each activity, so that no two of its amounts have one number
    for grid, kind in kinds.items():
        frame = keyed(grids, grid)
        frame = frame[frame["activity"].isin(ids)]
        if frame.empty:
            continue
        day = "date" if kind is None else "period_start"
        number = frame.groupby("activity").cumcount() + 1 + frame["activity"].map(before).fillna(0).astype("int64")
        before = number.groupby(frame["activity"]).max().combine_first(before)
        gathered.add_part("transactions", frame.assign(
            activity_id=frame["activity"].map(ids), transaction=number, source_id=source_id, provenance="imported",
            kind=_column(frame, "type").fillna("unknown") if kind is None else kind, on=_days(frame, day).dt.date,
            amount=pd.to_numeric(_column(frame, "value"), errors="coerce"),
            currency=_column(frame, "currency").fillna(frame["activity"].map(default)),
            provider=_column(frame, "provider_org"), receiver=_column(frame, "receiver_org"), sheet=grid,
        ))  # fmt: skip


def _elements(grids: dict[str, Grid], gathered: Interpretation, source_id: str) -> None:
    """Every element whole, so that the file can be written again."""
    for name, grid in grids.items():
        frame = grid.frame
        rest = [column for column in frame.columns if column not in ("path", "activity")]
        content = [
            json.dumps({k: v for k, v in row.items() if isinstance(v, str)}, ensure_ascii=False)
            for row in frame[rest].to_dict("records")
        ]
        gathered.add_part("iati_elements", pd.DataFrame({
            "grid": name, "activity": _column(frame, "activity").to_numpy(), "path": frame["path"].to_numpy(),
            "content": content, "source_id": source_id, "line": frame.index, "provenance": "imported",
        }))  # fmt: skip
