"""Values of indicators made of the answers of a form by the rules of its mapping: when, where, for whom."""

from __future__ import annotations

import re

import pandas as pd

from analytics.checks import dates
from analytics.errors import DataError
from analytics.importing import adding, missing, outcomes
from analytics.importing.indicators import is_age
from analytics.importing.interpretation import Interpretation
from analytics.importing.rows import from_file, slug, slugs
from analytics.importing.tables import one_place
from analytics.readers.grid import Finding, Grid
from analytics.understanding import kobo_rules
from analytics.understanding.columns_read import columns_read
from analytics.understanding.contents import looks_of
from analytics.understanding.forms import Form
from analytics.understanding.mapping import TableMapping
from analytics.understanding.tables_read import PLACE
from analytics.understanding.words import plain, squeezed

SECTION = "form"  # of what a form's answers come to, which a newer export of the form replaces
UNIT = "answers"
OF_YEARS = ("mean", "share")
UNSAID = frozenset({
    "no responde", "no sabe no responde", "ns nr", "nsnr", "prefiero no decir", "prefiere no decir", "no sabe",
    "prefiero no responder", "prefiere no responder", "prefer not to say", "no answer", "sin respuesta",
})  # fmt: skip
KNOWN = 0.6  # of the answers to a question are places that we know
# ages in years as groups, where a form asks for the number; youth is 14 to 28 and old age begins at 60 in Colombian law
BANDS = ((14, "0-13"), (29, "14-28"), (60, "29-59"), (121, "60+"))
# a date of what the answers are about, and not one that they tell of
_DAY_ASKED = re.compile(
    r"(?:fecha|date)(?: (?:de|del|of)(?: la| el| los| las| the)?)?(?: (?:taller\w*|actividad\w*|evento\w*|sesion\w*"
    r"|encuentro\w*|reunion\w*|entrevista|encuesta|visita|jornada|capacitacion|formacion|activity|event|workshop|session"
    r"|meeting|interview|survey|assessment|visit|training))?|(?:activity|event|workshop|session|interview|assessment"
    r"|training|survey) date"
)


def add_values(
    answers: pd.DataFrame, heads: pd.DataFrame, form: Form | None, mapping: TableMapping, grid: Grid,
    gathered: Interpretation, source_id: str, name: str,
) -> pd.DataFrame:  # fmt: skip
    """Adds the indicators of the rules and their values by time, place and group; returns where submissions are.

    `heads` has the uuid of each submission and `sent`, its day. A value is of the month in which a question of the form
    says that it was, else of that in which it was sent. A mean and a share are of the year, for those of a month are of
    few answers, and have what they are made of, so that they come together.
    """
    asked = _Asked(answers, form)
    rows, beside = [], heads[["uuid"]].set_index("uuid").assign(place_id=None)
    for rule in mapping.rules:
        where, when = asked.where(rule, grid, gathered), asked.when(rule, grid, gathered)
        days = pd.to_datetime(heads.set_index("uuid")["sent"] if when is None else when)
        begun = days.dt.to_period("Y" if kobo_rules.way_of(rule) in OF_YEARS else "M").dt.to_timestamp()
        beside = pd.DataFrame({"place_id": where, "begun": begun}, index=pd.Index(heads["uuid"], name="uuid"))
        rows += list(_rule_values(asked, rule, beside, grid, gathered))
    _add(pd.DataFrame(rows), gathered, source_id, name)
    return beside["place_id"]


def _rule_values(asked: _Asked, rule: dict, beside: pd.DataFrame, grid: Grid, gathered: Interpretation):
    """A row for each group of a rule, and what is wrong with the answers told."""
    answers = asked.answers
    mine = answers[answers["question"] == kobo_rules.question_of(answers, rule, str(rule["question"]))]
    told = kobo_rules.no_numbers(mine, rule)
    told = told[missing.stated(told["value"], {}).values.notna()]
    at = {"row": int((told if len(told) else mine)["row"].iloc[0]), "column": str(rule["question"])}
    if len(told):
        gathered.tell([Finding("number_wrong", value=str(told["value"].iloc[0]), count=len(told), **at)], grid)
    if (there := kobo_rules.unmet(mine, rule)) is not None:
        said = str(rule[kobo_rules.way_of(rule)])
        gathered.tell([Finding("answer_unmet", value=said, values=(("answers", there),), **at)], grid)
    way, groups = kobo_rules.way_of(rule), [asked.groups(rule, by) for by in kobo_rules.by_of(rule)]
    lookups = answers.copy()
    for question, _, words in groups:
        is_it = lookups["question"].eq(question)
        lookups["value"] = lookups["value"].mask(
            is_it & lookups["value"].isin(list(words)), lookups["value"].map(words)
        )
    for key, rows in kobo_rules.grouped(answers, rule, beside, lookups):
        value, numerator, denominator = kobo_rules.counted(rows, rule)
        split = {"sex": rule.get("sex"), "age_group": rule.get("age_group"), "breakdown": []}
        for (_, kind, _), part in zip(groups, key[2:], strict=True):
            if kind == "breakdown":
                split[kind] += [part] if part is not None else []
            else:
                split[kind] = part
        yield {
            "name": str(rule["indicator"]), "way": way, "unit": rule.get("unit"), "line": int(rows["row"].min()),
            "value": value, "numerator": numerator, "denominator": denominator, "place_id": key[0], "begun": key[1],
            "anchor": str(rule["question"])[:200], **split, "breakdown": " · ".join(split["breakdown"]) or None,
        }  # fmt: skip


def _add(values: pd.DataFrame, gathered: Interpretation, source_id: str, name: str) -> None:
    values = values[values["value"].notna()] if len(values) else values
    if values.empty:
        return
    partnership, programme = gathered.programme(name, source_id, name)
    rules = values["way"].isin(OF_YEARS).map({True: adding.MEAN, False: "sum"})
    units = adding.units_of(values["unit"].fillna(UNIT).mask(values["way"].eq("share"), adding.PERCENT).astype(object),
                            gathered.reference)  # fmt: skip
    for column, found in (("how answers come together", rules), ("unit", units)):
        several = found.groupby(values["name"]).nunique() > 1
        if several.any():
            raise DataError(f"the rules of {several.idxmax()} differ in their {column}; give one of them another name.")
    begun, is_year = pd.to_datetime(values["begun"]), values["way"].isin(OF_YEARS)
    ended = (begun + pd.offsets.MonthEnd(0)).mask(is_year, begun + pd.offsets.YearEnd(0))
    dated = is_year.map({True: "year", False: "month"}).astype(object).where(begun.notna(), None)
    rows = values.assign(
        indicator_id=slugs(f"i-{slug(name)}", values["name"]), partnership_id=partnership, programme_id=programme,
        unit=units, aggregation=rules, measure=adding.measures_of(rules, units), kind="actual", qualifier="exact",
        disclosure="open", observation_id=[f"ob-{slug(name)}-{SECTION}-{n}" for n in range(len(values))],
        start_on=begun, end_on=ended, start_precision=dated, end_precision=dated,
    )  # fmt: skip
    gathered.add("indicators", from_file(rows.drop_duplicates("indicator_id"), source_id, SECTION))
    gathered.add("observations", from_file(rows, source_id, SECTION))


def _worded(labels: dict[str, str], otherwise: str) -> str:
    """A label in Spanish, else in English, else in any language."""
    return labels.get("es") or labels.get("en") or next(iter(labels.values()), otherwise)


class _Asked:
    """The answers of a form and what its questions ask for: a place, a day, a sex, an age."""

    def __init__(self, answers: pd.DataFrame, form: Form | None) -> None:
        self.answers, self.form = answers, form
        alone = answers[answers["repeat_of"].isna()]
        several = set(alone.loc[alone.duplicated(["uuid", "question"]), "question"])
        self.alone = alone[~alone["question"].isin(several)]
        self._placed: dict[object, pd.Series | None] = {}
        self._dated: dict[object, pd.Series | None] = {}

    def header(self, question: str) -> str:
        """How a question is put: its label where the form has one."""
        asked = self.form.questions.get(question) if self.form else None
        return _worded(asked.labels if asked else {}, question)

    def _names(self, question: str) -> tuple[str, str, str]:
        """What a question is called: as it is put, by its name, and by that without the groups that ODK writes."""
        return self.header(question), question, question.rsplit("-", 1)[-1]

    def label(self, question: str, value: str) -> str:
        """An answer in words, where the form has them."""
        asked = self.form.questions.get(question) if self.form else None
        return _worded(self.form.choices.get(asked.choices, {}).get(value, {}) if asked else {}, value)

    def _cells(self, question: str) -> pd.Series:
        """The answer of each submission, by uuid."""
        return self.alone[self.alone["question"] == question].set_index("uuid")["value"]

    def when(self, rule: dict, grid: Grid, gathered: Interpretation) -> pd.Series | None:
        """The day of each submission by the question that asks for it; None where no question does."""
        said = rule.get("date")
        if said not in self._dated:
            self._dated[said] = self._days(rule, said, grid, gathered)
        return self._dated[said]

    def _days(self, rule: dict, said: object, grid: Grid, gathered: Interpretation) -> pd.Series | None:
        if said:
            question = kobo_rules.question_of(self.alone, rule, str(said))
        else:
            there = self.alone["question"].unique()
            fitting = [q for q in there if any(_DAY_ASKED.fullmatch(plain(name)) for name in self._names(q))]
            question = next((q for q in fitting if looks_of(self._cells(q)).date >= KNOWN), None)
        if question is None:
            return None
        cells = self._cells(question)
        lines = self.alone[self.alone["question"] == question]["row"].to_numpy()
        read = dates.dates(cells.set_axis(lines))
        gathered.tell([found.at("", column=question) for found in read.findings], grid)
        gathered.tell([Finding("form_told_by", row=grid.header_row or None, column=question)], grid)
        return pd.Series(read.start.to_numpy(), index=cells.index)

    def where(self, rule: dict, grid: Grid, gathered: Interpretation) -> pd.Series | None:
        """The place of each submission by the questions that ask for it; None where none does."""
        said = rule.get("place")
        if said not in self._placed:
            self._placed[said] = self._places(rule, said, grid, gathered)
        return self._placed[said]

    def _places(self, rule: dict, said: object, grid: Grid, gathered: Interpretation) -> pd.Series | None:
        here = self.alone
        if said:
            question = kobo_rules.question_of(here, rule, str(said))
            here = here[here["question"] == question]
        lines = here.drop_duplicates("uuid").set_index("uuid")["row"]
        frame = here.pivot(index="uuid", columns="question", values="value").reindex(lines.index).set_axis(lines)
        names = gathered.reference.places[["name_en", "name_es"]].melt()["value"].dropna().unique()
        known = frozenset(squeezed(name) for name in names)
        looks = {}
        for column in frame.columns:
            found = looks_of(frame[column], known)
            if max(found.divipola, found.p_code, found.department) < KNOWN:
                frame[column] = frame[column].map(lambda v, q=column: self.label(q, v), na_action="ignore")
                found = looks_of(frame[column], known)
            looks[column] = found
        read = columns_read(Grid(grid.file, frame.rename(columns=self.header), grid.format),
                            {self.header(column): found for column, found in looks.items()})  # fmt: skip
        back = {self.header(column): column for column in frame.columns}
        roles = {back[header]: role for header, role in read.roles.items() if role in PLACE}
        roles = {column: role for column, role in roles.items() if role not in ("lat", "lon", "place_precision")}
        sure = [max(looks[c].known_place, looks[c].divipola, looks[c].p_code, looks[c].department) for c in roles]
        if not roles or max(sure) < KNOWN:
            return None
        gathered.tell([Finding("form_told_by", row=grid.header_row or None, column=column) for column in roles], grid)
        is_colombian = any(looks[column].divipola >= KNOWN for column in roles)
        mapping = TableMapping("issue_records", roles, {"country": "CO"} if is_colombian else {})
        found = one_place(frame, grid, mapping, gathered)
        return pd.Series(found.to_numpy(), index=lines.index)

    def groups(self, rule: dict, by: str) -> tuple[str, str, dict[str, str]]:
        """A question that makes groups, what its groups are (sex, age_group, breakdown), and their words by answer."""
        question = kobo_rules.question_of(self.answers, rule, by)
        values = self.answers.loc[self.answers["question"] == question, "value"].drop_duplicates()
        words = {value: self.label(question, value) for value in values}
        sexes = {value: outcomes.sex_of(value) or outcomes.sex_of(word) for value, word in words.items()}
        if {plain(value) for value in values} == {"m", "h"}:
            sexes = {value: "women" if plain(value) == "m" else "men" for value in values}
        if any(sexes.values()) and all(sex or plain(words[value]) in UNSAID for value, sex in sexes.items()):
            return question, "sex", sexes
        years = pd.to_numeric(values, errors="coerce")
        asks_age = re.search(r"\b(?:edad|age|anos|years)\b", plain(self.header(question)) + " " + plain(question))
        if asks_age and years.between(0, 120).all():
            return (
                question,
                "age_group",
                {v: next(w for end, w in BANDS if y < end) for v, y in zip(values, years, strict=True)},
            )
        if all(map(is_age, words.values())):
            return question, "age_group", words
        return question, "breakdown", {v: f"{self.header(question)}: {word}" for v, word in words.items()}
