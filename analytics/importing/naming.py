"""Imports in people's words: tables, meanings of columns, options, findings of rules, and the log."""

from __future__ import annotations

import re
from collections.abc import Callable

from analytics.checks.rules import RULES
from analytics.importing.reasons import SAID_IN, in_words
from analytics.wording import Words

Said = Callable[[Words], str]

TABLES: dict[str, tuple[Said, Said]] = {  # kind of table -> its name, what a row of it is
    "issue_records": (
        lambda say: say("Issues, a row each"),
        lambda say: say("Each row is one event, or one count of an issue at a place in a time."),
    ),
    "issue_wide": (
        lambda say: say("Issues in several columns"),
        lambda say: say("Each row is a place; a column for each year or each issue."),
    ),
    "activities": (lambda say: say("Activities"), lambda say: say("Each row is one activity, at one place of it.")),
    "presence": (
        lambda say: say("Who does what where"),
        lambda say: say("Each row is an organisation that does something at a place."),
    ),
    "indicators": (
        lambda say: say("Indicators"),
        lambda say: say("Each row is a value of an indicator, or a target and a value, in a period."),
    ),
    "place_attributes": (
        lambda say: say("Facts about places"),
        lambda say: say("Each row says something of a place, such as its population."),
    ),
    "partners": (lambda say: say("Partners"), lambda say: say("Each row is one organisation.")),
    "kobo": (lambda say: say("Answers of a form (Kobo)"), lambda say: say("Each row is one answered form.")),
    "aid_projects": (
        lambda say: say("Projects beside an IATI file"),
        lambda say: say("Each row is an aid project; it is read together with the IATI file."),
    ),
    "aid_locations": (
        lambda say: say("Places beside an IATI file"),
        lambda say: say("Each row is a place of an aid project; it is read together with the IATI file."),
    ),
    "aid_transactions": (
        lambda say: say("Money beside an IATI file"),
        lambda say: say("Each row is an amount of an aid project; it is read together with the IATI file."),
    ),
    "ignored": (lambda say: say("Not imported"), lambda say: say("Nothing of this table comes in.")),
}

ROLES: dict[str, Said] = {
    "unused": lambda say: say("Not used"),
    "kept_out": lambda say: say("Kept out: can point at a person"),
    "id": lambda say: say("Key of the row"),
    "source_note": lambda say: say("Source or note"),
    "text": lambda say: say("Free text"),
    "place_code": lambda say: say("Code of the place"),
    "place_name": lambda say: say("Name of the place"),
    "department_code": lambda say: say("Code of the department"),
    "department_name": lambda say: say("Name of the department"),
    "country": lambda say: say("Country"),
    "country_code": lambda say: say("Code of the country"),
    "lat": lambda say: say("Latitude"),
    "lon": lambda say: say("Longitude"),
    "place_precision": lambda say: say("How exactly the place is meant"),
    "date": lambda say: say("Date"),
    "start": lambda say: say("Start"),
    "end": lambda say: say("End"),
    "year": lambda say: say("Year"),
    "month": lambda say: say("Month"),
    "quarter": lambda say: say("Quarter"),
    "sex": lambda say: say("Sex"),
    "age": lambda say: say("Age"),
    "count": lambda say: say("Number counted"),
    "category": lambda say: say("Kind of issue"),
    "rate": lambda say: say("Rate (shown, not imported)"),
    "title": lambda say: say("Title"),
    "identifier": lambda say: say("Identifier of the activity"),
    "description": lambda say: say("Description"),
    "kind": lambda say: say("Kind"),
    "status": lambda say: say("Status"),
    "programme": lambda say: say("Programme"),
    "component": lambda say: say("Component"),
    "sector": lambda say: say("Sector"),
    "sector_code": lambda say: say("Code of the sector"),
    "amount": lambda say: say("Amount of money"),
    "currency": lambda say: say("Currency"),
    "people": lambda say: say("People reached"),
    "organisation": lambda say: say("Organisation"),
    "organisation_role": lambda say: say("Role of the organisation"),
    "organisation:funding": lambda say: say("Who funds"),
    "organisation:accountable": lambda say: say("Who is accountable"),
    "organisation:extending": lambda say: say("Who extends"),
    "organisation:implementing": lambda say: say("Who implements"),
    "activity": lambda say: say("Activity"),
    "activity_id": lambda say: say("Identifier of the activity"),
    "indicator": lambda say: say("Indicator"),
    "indicator_id": lambda say: say("Identifier of the indicator"),
    "unit": lambda say: say("Unit"),
    "target": lambda say: say("Target"),
    "baseline": lambda say: say("Baseline"),
    "actual": lambda say: say("Value reached"),
    "accumulative": lambda say: say("Includes earlier periods"),
    "aggregation": lambda say: say("How its values come together"),
    "numerator": lambda say: say("Numerator"),
    "denominator": lambda say: say("Denominator"),
    "direction": lambda say: say("Whether more or less is better"),
    "verification": lambda say: say("Means of verification"),
    "acronym": lambda say: say("Acronym"),
    "uuid": lambda say: say("Key of the submission"),
    "submitted_at": lambda say: say("Sent on"),
    "question": lambda say: say("Question"),
    "option": lambda say: say("One choice of a question"),
    "row_number": lambda say: say("Number of the row in the export"),
    "parent_row": lambda say: say("Row that it belongs to"),
    "parent_uuid": lambda say: say("Submission that it belongs to"),
    "validation": lambda say: say("State of validation"),
    "location_id": lambda say: say("Identifier of the place"),
    "location_type": lambda say: say("Code of the kind of place"),
    "location_type_name": lambda say: say("Kind of place"),
    "location_class": lambda say: say("Class of the place"),
    "place_path": lambda say: say("Codes of the places above"),
    "place_path_names": lambda say: say("Names of the places above"),
    "exactness": lambda say: say("How exactly the point is meant"),
}

SEXES: dict[str, Said] = {"women": lambda say: say("Women"), "men": lambda say: say("Men")}


def _when(say: Words, rest: str) -> str:
    """The period, and the sex, that the header of a column of values names."""
    return " \u00b7 ".join(SEXES[part](say) if part in SEXES else part for part in rest.split(":"))


BEGINS: dict[str, Callable[[Words, str], str]] = {  # roles that carry a word of their own behind a colon
    "year": lambda say, rest: say("Numbers of {year}", year=rest.replace(":", " \u00b7 ")),
    "month": lambda say, rest: say("Numbers of month {month}", month=rest),
    "count": lambda say, rest: say("Number counted: {issue}", issue=rest),
    "attribute": lambda say, rest: say("Fact about the place: {name}", name=rest.replace("_", " ")),
    "breakdown": lambda say, rest: say("Breakdown by {name}", name=rest.replace("_", " ")),
    "target": lambda say, rest: say("Target: {period}", period=_when(say, rest)),
    "actual": lambda say, rest: say("Value reached: {period}", period=_when(say, rest)),
    "baseline": lambda say, rest: say("Baseline: {period}", period=_when(say, rest)),
    "people": lambda say, rest: say("People reached: {name}", name=rest.replace("_", " ")),
    "organisation": lambda say, rest: say("Organisation: {name}", name=rest.replace("_", " ")),
}

OPTIONS: dict[str, Said] = {
    "dataset": lambda say: say("What this table is called"),
    "issue_type": lambda say: say("Which issue it counts"),
    "measure": lambda say: say("What a number counts"),
    "number_style": lambda say: say("How numbers are written"),
    "date_order": lambda say: say("How dates are written"),
    "missing_words": lambda say: say("Words for “not stated”"),
    "year": lambda say: say("Year of the whole table"),
    "currency": lambda say: say("Currency of the whole table"),
    "country": lambda say: say("Country of the whole table"),
    "aggregation": lambda say: say("How the values of one indicator come together"),
}

AGGREGATIONS: dict[str, Said] = {
    "": lambda say: say("Not said: nothing is added up"),
    "sum": lambda say: say("Added up: each value counts something new"),
    "last": lambda say: say("The latest value counts, as of a stock"),
}

NUMBER_STYLES: dict[str, Said] = {
    "auto": lambda say: say("Told by the column itself"),
    "1,234.56": lambda say: say("1,234.56: a comma for thousands"),
    "1.234,56": lambda say: say("1.234,56: a point for thousands"),
}
DATE_ORDERS: dict[str, Said] = {
    "auto": lambda say: say("Told by the column itself"),
    "dmy": lambda say: say("Day, month, year"),
    "mdy": lambda say: say("Month, day, year"),
    "ymd": lambda say: say("Year, month, day"),
}
MEASURES: dict[str, Said] = {
    "cases": lambda say: say("Cases"),
    "victims": lambda say: say("Victims"),
    "events": lambda say: say("Events"),
    "people": lambda say: say("People"),
    "hectares": lambda say: say("Hectares"),
    "arrests": lambda say: say("Arrests"),
    "deaths": lambda say: say("Deaths"),
    "claims": lambda say: say("Claims"),
    "mines": lambda say: say("Mines"),
    "seizures": lambda say: say("Seizures"),
    "other": lambda say: say("Something else"),
}

ROWS_OF: dict[str, Said] = {  # table of a version -> what its rows are
    "activities": lambda say: say("Activities"),
    "activity_places": lambda say: say("Places of activities"),
    "activity_organisations": lambda say: say("Organisations in activities"),
    "activity_details": lambda say: say("Dates and states of activities"),
    "activity_sectors": lambda say: say("Sectors of activities"),
    "activity_locations": lambda say: say("Locations as the file gives them"),
    "transactions": lambda say: say("Amounts of money"),
    "organisations": lambda say: say("Organisations"),
    "partnerships": lambda say: say("Partnerships"),
    "programmes": lambda say: say("Programmes"),
    "indicators": lambda say: say("Indicators"),
    "observations": lambda say: say("Values of indicators"),
    "issue_records": lambda say: say("Recorded issues"),
    "issues": lambda say: say("Listed issues"),
    "place_attributes": lambda say: say("Facts about places"),
    "submissions": lambda say: say("Answered forms"),
    "answers": lambda say: say("Answers"),
    "iati_elements": lambda say: say("Elements kept whole for IATI"),
    "sources": lambda say: say("Files and documents"),
    "places": lambda say: say("Places"),
    "place_names": lambda say: say("Other names of places"),
    "issue_types": lambda say: say("Kinds of issues"),
    "code_lists": lambda say: say("Words of lists"),
}

ELEMENTS: dict[str, Callable[[Words, int], str]] = {  # what an IATI file holds
    "activities": lambda say, n: say.many("{n} activity", "{n} activities", n),
    "participating_orgs": lambda say, n: say.many("{n} organisation in a role", "{n} organisations in a role", n),
    "locations": lambda say, n: say.many("{n} place", "{n} places", n),
    "sectors": lambda say, n: say.many("{n} sector", "{n} sectors", n),
    "transactions": lambda say, n: say.many("{n} transaction", "{n} transactions", n),
    "budgets": lambda say, n: say.many("{n} budget", "{n} budgets", n),
    "results": lambda say, n: say.many("{n} result", "{n} results", n),
    "indicators": lambda say, n: say.many("{n} indicator", "{n} indicators", n),
}

MONEY: dict[str, Said] = {
    "1": lambda say: say("Incoming funds"),
    "2": lambda say: say("Commitments"),
    "3": lambda say: say("Disbursements"),
    "4": lambda say: say("Expenditure"),
    "11": lambda say: say("Incoming commitments"),
    "budget": lambda say: say("Budgets"),
    "planned_disbursement": lambda say: say("Planned disbursements"),
    "stated": lambda say: say("Amounts stated"),
}

ACTIONS: dict[str, Callable[[Words, dict], str]] = {
    "import": lambda say, line: say("published {files}", files=say.listing(line.get("files") or ["–"])),
    "rollback": lambda say, line: say("went back to another version"),
    "withdraw": lambda say, line: say("took the first version back; the data set shows nothing"),
}

# how a proposal gives its reason -> the same in a reader's words
REASONS: tuple[tuple[str, Callable[[Words, tuple[str, ...]], str]], ...] = (
    (r"name “(.+)” is a year.*", lambda say, groups: say("“{word}” is a year", word=groups[0])),
    (
        r"name “(.+)”; worked out from counts, not imported",
        lambda say, groups: say("“{word}” is worked out from counts", word=groups[0]),
    ),
    (r"name “(.+)”(; its values are .*)?", lambda say, groups: say("by its name")),
    (r"“(.+)” in the name “(.+)”", lambda say, groups: say("“{word}” stands in its name", word=groups[0])),
    (
        r"“(.+)” in a file named “(.+)”",
        lambda say, groups: say("“{word}” in a file named “{file}”", word=groups[0], file=groups[1]),
    ),
    (r"HXL tag (.+)", lambda say, groups: say("by its HXL tag, {word}", word=groups[0])),
    (r"values of “(.+)” name issues", lambda say, groups: say("its values name issues")),
    (r"values are codes of municipalities", lambda say, groups: say("its values are codes of municipalities")),
    (r"values are codes of departments", lambda say, groups: say("its values are codes of departments")),
    (r"values are names of places", lambda say, groups: say("its values are names of places")),
    (r"values look like codes", lambda say, groups: say("its values look like codes")),
    (r"values are years", lambda say, groups: say("its values are years")),
    (r"values are dates", lambda say, groups: say("its values are dates")),
    (r"values are sexes", lambda say, groups: say("its values are sexes")),
    (r"values are e-mail addresses", lambda say, groups: say("its values are e-mail addresses")),
    (r"the numbers of the table, “(.+)”", lambda say, groups: say("the numbers of the table")),
    (r"a number of the place, “(.+)”", lambda say, groups: say("a number of the place")),
    (r"said of the place, “(.+)”", lambda say, groups: say("said of the place")),
    (r"a column of Kobo: .*", lambda say, groups: say("a column that Kobo always writes")),
    (r"kept out: (.+)", lambda say, groups: say("can point at a person ({word})", word=groups[0])),
    (r"a column of aid_.*", lambda say, groups: say("a column that AidData always writes")),
    (r"our workbook of .*", lambda say, groups: say("a column of our workbook")),
)


def role_name(role: str, say: Words) -> str:
    """A column's meaning in a reader's words."""
    if role in ROLES:
        return ROLES[role](say)
    begin, mark, rest = role.partition(":")
    return BEGINS[begin](say, rest) if mark and begin in BEGINS else role


def reason(text: str, say: Words) -> str:
    """Why a meaning was proposed, in a reader's language; as it stands where no pattern fits."""
    for pattern, said in REASONS:
        if match := re.fullmatch(pattern, text):
            return said(say, match.groups())
    return text


def told(finding: dict, say: Words) -> tuple[str, str]:
    """What a finding of a report says, and what to do."""
    rule = RULES[finding["rule"]]
    values = {"value": finding["value"] or "", "column": finding["column"] or ""} | finding.get("values", {})
    if rule.id == "role_missing":
        values["name"] = " / ".join(role_name(role.rstrip(":"), say) for role in values["name"].split(" / ")[:4])
    values |= {name: in_words(str(values[name]), say) for name in SAID_IN if name in values}
    return _filled(say.written(rule.message), values), _filled(say.written(rule.advice), values)


def _filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def accepting(rule: str, say: Words) -> str:
    """What it means to accept all errors of a rule."""
    if rule in ("code_unknown", "code_wrong_level", "code_and_name_disagree", "place_unknown", "place_ambiguous",
                "place_fuzzy"):  # fmt: skip
        return say("The rows come in without a place: they are counted and stand on no map. Nothing is guessed.")
    if rule.startswith("number_"):
        return say("The rows come in and their number stays empty: not stated, which is not zero.")
    if rule in ("date_wrong", "date_out_of_range"):
        return say("The rows come in and their date stays empty.")
    if rule == "end_before_start":
        return say("The rows come in and their end stays empty.")
    if rule == "id_doubled":
        return say("All of these rows are taken as they stand; of activities the first one holds.")
    return say("What is wrong stays out; everything else of these rows comes in.")
