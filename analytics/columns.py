"""How answers read: the words for columns and for coded values, and the sources of each row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd
from pandas.io.formats.style import Styler

from analytics.wording import Words

# Columns that a reader sees, in the words of a reader; a column that is not here is a code for machines.
LABELS: dict[str, Callable[[Words], str]] = {
    "partnership_name": lambda say: say("Partnership"),
    "programme_name": lambda say: say("Programme"),
    "first_programme_name": lambda say: say("First programme"),
    "second_programme_name": lambda say: say("Second programme"),
    "item_name": lambda say: say("Programme or activity"),
    "activity_title": lambda say: say("Activity"),
    "kind_name": lambda say: say("Kind"),
    "method": lambda say: say("Method"),
    "component_name": lambda say: say("Component"),
    "organisation_name": lambda say: say("Organisation"),
    "first_organisation_name": lambda say: say("First organisation"),
    "second_organisation_name": lambda say: say("Second organisation"),
    "sector_name": lambda say: say("Sector"),
    "role_name": lambda say: say("Role"),
    "organisations": lambda say: say("Number of organisations"),
    "theme_name": lambda say: say("Theme"),
    "area_name": lambda say: say("Area"),
    "country_name": lambda say: say("Country"),
    "department_name": lambda say: say("Department"),
    "place_name": lambda say: say("Place"),
    "parent_name": lambda say: say("Lies in"),
    "place_names": lambda say: say("Places"),
    "issue_name": lambda say: say("Issue"),
    "issue_names": lambda say: say("Issues"),
    "first_issue_name": lambda say: say("First issue"),
    "second_issue_name": lambda say: say("Second issue"),
    "shared_names": lambda say: say("Issues in both lists"),
    "family_name": lambda say: say("Family of issues"),
    "position": lambda say: say("Order as listed"),
    "as_stated": lambda say: say("As the document says it"),
    "lists": lambda say: say("Lists that name it"),
    "all_lists": lambda say: say("Of lists"),
    "result_name": lambda say: say("Result"),
    "value": lambda say: say("Value"),
    "published": lambda say: say("Published"),
    "records": lambda say: say("Listed one by one"),
    "qualifier": lambda say: say("Qualifier"),
    "unit_name": lambda say: say("Unit"),
    "currency": lambda say: say("Currency"),
    "verdict": lambda say: say("Do they agree?"),
    "how": lambda say: say("How exactly"),
    "exactness": lambda say: say("How exactly"),
    "relation": lambda say: say("Where"),
    "points": lambda say: say("Places named"),
    "places": lambda say: say("Number of places"),
    "programmes": lambda say: say("Programmes"),
    "activities": lambda say: say("Activities"),
    "municipalities": lambda say: say("Municipalities"),
    "municipalities_named": lambda say: say("Municipalities named"),
    "issues_listed": lambda say: say("Issues listed"),
    "issues_shared": lambda say: say("Issues shared"),
    "shared_country_names": lambda say: say("Countries that both name"),
    "shared_department_names": lambda say: say("Departments shared"),
    "overlap_from_on": lambda say: say("Overlap from"),
    "overlap_to_on": lambda say: say("Overlap to"),
    "overlap_months": lambda say: say("Months (at most)"),
    "start_on": lambda say: say("Start"),
    "end_on": lambda say: say("End"),
    "stated_count": lambda say: say("Number stated"),
    "dates": lambda say: say("Dates"),
    "basis": lambda say: say("Stated or our reading"),
    "role_basis": lambda say: say("Stated or our reading"),
    "statement_text": lambda say: say("What is stated"),
    "told_text": lambda say: say("What is told"),
    "what": lambda say: say("What"),
    "note": lambda say: say("Note"),
    "source_title": lambda say: say("Document"),
    "source_kind": lambda say: say("Kind of document"),
    "section": lambda say: say("Section"),
    "line": lambda say: say("Line"),
    "provenance": lambda say: say("Provenance"),
    "sha256": lambda say: say("Fingerprint (sha256)"),
    "dataset": lambda say: say("Data set"),
    "dataset_name": lambda say: say("Data set"),
    "dataset_names": lambda say: say("Data sets"),
    "measure": lambda say: say("What is counted"),
    "record_rows": lambda say: say("Rows"),
    "total": lambda say: say("Total"),
    "first_year": lambda say: say("First year"),
    "last_year": lambda say: say("Last year"),
    "years": lambda say: say("Years with a row"),
    "year": lambda say: say("Year"),
    "partial_year": lambda say: say("Year that is not whole"),
    "is_partial": lambda say: say("Not a whole year"),
    "department_activities": lambda say: say("Activities recorded for its department as a whole"),
    "data_kind": lambda say: say("Kind of data"),
    "reporter_name": lambda say: say("Who reports"),
    "items": lambda say: say("How many"),
    "facet": lambda say: say("Column"),
    "stated": lambda say: say("Of them stated"),
    "stated_share": lambda say: say("Share stated"),
    "items_share": lambda say: say("Share"),
    "reason": lambda say: say("What is equal"),
    "activity_titles": lambda say: say("Their titles"),
    "amount": lambda say: say("Amount"),
    "dated_on": lambda say: say("Date"),
    "organisation_names": lambda say: say("Organisations"),
    "money_kind": lambda say: say("Kind of amount"),
    "not_stated": lambda say: say("Not stated"),
    "attribute": lambda say: say("What is known"),
    "breakdown": lambda say: say("Of them"),
    "text_value": lambda say: say("Value in words"),
    "values": lambda say: say("Different values"),
    "first_on": lambda say: say("First date"),
    "last_on": lambda say: say("Last date"),
    "open_past_end": lambda say: say("Stated as open, end passed"),
    "undated": lambda say: say("Without a date"),
    "severity": lambda say: say("Severity"),
    "rule": lambda say: say("Rule"),
    "finding_text": lambda say: say("What was found"),
    "file": lambda say: say("File"),
    "column": lambda say: say("Column"),
    "row": lambda say: say("First row"),
    "findings": lambda say: say("How often"),
    "state": lambda say: say("State"),
    "owner": lambda say: say("Owner"),
    "step_name": lambda say: say("When"),
    "numerator": lambda say: say("Numerator"),
    "denominator": lambda say: say("Denominator"),
    "class_name": lambda say: say("Class"),
    "change": lambda say: say("Change"),
    "after": lambda say: say("After"),
    "before": lambda say: say("Before"),
    "from_names": lambda say: say("From"),
    "counted": lambda say: say("Number recorded"),
    "sex": lambda say: say("Sex"),
    "age": lambda say: say("Age"),
    "age_group": lambda say: say("Age group"),
    "population_group": lambda say: say("Population group"),
    "person_number": lambda say: say("Person, by number"),
    "sheet": lambda say: say("Sheet"),
    "indicator_name": lambda say: say("Indicator"),
    "key_name": lambda say: say("Place or group"),
    "bucket": lambda say: say("Period"),
    "baseline": lambda say: say("Baseline"),
    "target": lambda say: say("Target"),
    "actual": lambda say: say("Achieved"),
    "achieved_share": lambda say: say("Share of the way"),
    "elapsed_share": lambda say: say("Share of the time"),
    "status": lambda say: say("Where it stands"),
    "so_far": lambda say: say("Achieved so far"),
    "target_so_far": lambda say: say("Planned by then"),
    "first_value": lambda say: say("First value"),
    "second_value": lambda say: say("Second value"),
    "difference": lambda say: say("Difference"),
    "change_share": lambda say: say("Change"),
    "sex_name": lambda say: say("Sex"),
    "group_name": lambda say: say("Group"),
    "thing": lambda say: say("Counted once"),
    "counts": lambda say: say("Its value is taken"),
    "is_last_period": lambda say: say("Of the last period"),
}

CODES: dict[str, dict[str, Callable[[Words], str]]] = {
    "verdict": {
        "agrees": lambda say: say("agrees"),
        "above": lambda say: say("above: more are listed"),
        "below": lambda say: say("below: fewer are listed"),
        "cannot_be_checked": lambda say: say("cannot be checked"),
    },
    "qualifier": {
        "exact": lambda say: say("exact"),
        "over": lambda say: say("over"),
        "about": lambda say: say("rounded in the document"),
        "stated_as_one": lambda say: say("stated as one"),
    },
    "how": {
        "named": lambda say: say("places named"),
        "area": lambda say: say("places not named"),
        "region": lambda say: say("a region, in words"),
        "country": lambda say: say("whole country"),
    },
    "exactness": {
        "exact": lambda say: say("exact point"),
        "municipality": lambda say: say("municipality"),
        "city": lambda say: say("city"),
        "department": lambda say: say("department, places not named"),
        "country": lambda say: say("country"),
        "named_region": lambda say: say("a region, in words"),
        "none": lambda say: say("no place"),
    },
    "measure": {
        "cases": lambda say: say("cases"),
        "victims": lambda say: say("victims"),
        "events": lambda say: say("events"),
        "people": lambda say: say("people"),
        "hectares": lambda say: say("hectares"),
        "arrests": lambda say: say("arrests"),
        "deaths": lambda say: say("deaths"),
        "claims": lambda say: say("claims"),
        "mines": lambda say: say("mines"),
        "seizures": lambda say: say("seizures"),
        "other": lambda say: say("other"),
    },
    "data_kind": {
        "activities": lambda say: say("activities"),
        "records": lambda say: say("issues recorded"),
        "submissions": lambda say: say("forms sent"),
    },
    "facet": {
        "title": lambda say: say("Title"),
        "description": lambda say: say("Description"),
        "start": lambda say: say("Start"),
        "end": lambda say: say("End"),
        "place": lambda say: say("Place"),
        "funder": lambda say: say("Who funds"),
        "partner": lambda say: say("Who carries it out"),
        "amount": lambda say: say("Amount"),
        "sector": lambda say: say("Sector"),
        "count": lambda say: say("Count"),
    },
    "reason": {
        "same_money": lambda say: say("the same amount, date and organisations"),
        "same_title_and_place": lambda say: say("the same title and place, in two data sets"),
        "same_title_and_dates": lambda say: say("the same title and dates"),
    },
    "status": {
        "reached": lambda say: say("reached"),
        "on_track": lambda say: say("on track"),
        "behind": lambda say: say("behind"),
        "far_behind": lambda say: say("far behind"),
        "away": lambda say: say("moving away"),
        "not_computable": lambda say: say("not computable"),
        "no_value": lambda say: say("no total"),
        "no_target": lambda say: say("no target stated"),
    },
    "is_last_period": {"True": lambda say: say("yes"), "False": lambda say: say("no")},
    "counts": {"True": lambda say: say("yes"), "False": lambda say: say("no")},
    "state": {
        "open": lambda say: say("open"),
        "explained": lambda say: say("explained"),
        "mended": lambda say: say("mended"),
    },
    "severity": {
        "error": lambda say: say("error, accepted"),
        "warning": lambda say: say("warning"),
        "correction": lambda say: say("correction"),
        "note": lambda say: say("note"),
    },
    "relation": {
        "here": lambda say: say("here"),
        "inside": lambda say: say("inside it"),
        "around": lambda say: say("stated only for a larger place"),
        "context": lambda say: say("context of the work"),
        "addressed": lambda say: say("what the work addresses"),
        "listed": lambda say: say("listed in the dialogues"),
    },
    "basis": {"stated": lambda say: say("stated"), "our_reading": lambda say: say("our reading")},
    "provenance": {
        "published": lambda say: say("published"),
        "imported": lambda say: say("imported"),
        "illustrative": lambda say: say("illustrative"),
    },
    "dates": {
        "stated": lambda say: say("stated"),
        "end_not_stated": lambda say: say("end not stated"),
        "start_not_stated": lambda say: say("start not stated"),
        "reported": lambda say: say("only the report's date"),
        "undated": lambda say: say("undated"),
    },
}
CODES["role_basis"] = CODES["basis"]


def is_stated(value: object) -> bool:
    """Whether a cell holds a value: an empty one means "not stated", never zero."""
    return value is not None and not pd.isna(value)


YEARS = ("year", "first_year", "last_year", "partial_year")  # read as names, without marks between thousands


def said(column: str, value: object, say: Words) -> object:
    """A cell in a reader's words: codes said, dates as month and year, missing as "not stated" is left empty."""
    if not is_stated(value):
        return None
    if column in CODES:
        word = CODES[column].get(str(value))
        return word(say) if word else value
    if column in YEARS:
        return str(int(value))
    if column.endswith("_share"):
        return say("{n}%", n=say.number(round(100 * value, 1)))
    return say.day(value) if isinstance(value, date) else value


def readable(frame: pd.DataFrame, say: Words, drop: tuple[str, ...] = ()) -> pd.DataFrame:
    """The frame as a reader sees it: its columns named in words, machine columns left out, values said."""
    shown = {}
    for column in frame.columns:
        if column not in LABELS or column in drop or frame[column].isna().all():
            continue
        values = frame[column]
        if column in (*CODES, *YEARS) or column.endswith("_share") or any(isinstance(v, date) for v in values):
            values = values.map(lambda value, c=column: said(c, value, say))
        shown[LABELS[column](say)] = values
    return pd.DataFrame(shown, index=frame.index)


def printed(frame: pd.DataFrame, say: Words) -> Styler:
    """A readable frame whose numbers stand in this language's marks and still sort as numbers."""
    numeric = frame.select_dtypes("number").columns
    return frame.style.format(say.number, subset=list(numeric), na_rep=say("not stated"))


def references(frame: pd.DataFrame) -> tuple[str, ...]:
    """Every reference to a published row that the frame's column `evidence` holds, each once, in order."""
    if "evidence" not in frame:
        return ()
    return tuple(dict.fromkeys(ref for cell in frame["evidence"].dropna() for ref in cell.split(" ")))


def with_sources(frame: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """The frame with a column `source` instead of `evidence`: documents and lines that each row rests on."""
    cited = {row.reference: f"{row.source_title}, line {row.line}" for row in evidence.itertuples(index=False)}

    def source(cell: object) -> str:
        refs = cell.split(" ") if isinstance(cell, str) else []
        return "; ".join(dict.fromkeys(cited[ref] for ref in refs if ref in cited))

    return frame.assign(source=frame["evidence"].map(source)).drop(columns="evidence") if "evidence" in frame else frame
