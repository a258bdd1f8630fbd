"""An XLSForm: the questions and choices of a form, with their labels in each of its languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from analytics.readers.grid import Grid
from analytics.understanding.words import plain

# types whose answers can point at persons or cannot be counted
POINTING = frozenset({
    "text", "geopoint", "geotrace", "geoshape", "image", "audio", "video", "file", "barcode", "deviceid",
    "subscriberid", "simserial", "phonenumber", "username", "email", "audit", "background-audio", "xml-external",
})  # fmt: skip
_LANGUAGES = {
    "english": "en", "ingles": "en", "anglais": "en", "spanish": "es", "espanol": "es", "espagnol": "es",
    "castellano": "es", "french": "fr", "francais": "fr", "frances": "fr", "portuguese": "pt", "portugues": "pt",
    "arabic": "ar", "arabe": "ar", "kinyarwanda": "rw", "swahili": "sw",
}  # fmt: skip
_GROUPS = re.compile(r"^(begin|end)[ _](group|repeat)$")


@dataclass(frozen=True)
class Question:
    """One question: its type without the list, the list of its choices, its labels by language."""

    name: str
    type: str
    choices: str = ""
    path: str = ""
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def is_multiple(self) -> bool:
        return self.type == "select_multiple"

    @property
    def is_select(self) -> bool:
        return self.type.startswith("select_") or self.type == "rank"


@dataclass(frozen=True)
class Form:
    """The questions by name and the choices by list: value -> labels by language."""

    questions: dict[str, Question]
    choices: dict[str, dict[str, dict[str, str]]]

    @property
    def languages(self) -> list[str]:
        found = {lang for question in self.questions.values() for lang in question.labels}
        return sorted(found | {lang for every in self.choices.values() for one in every.values() for lang in one})

    def by_label(self) -> dict[str, str]:
        """Label (compared plainly) -> question, where one question alone has it."""
        named: dict[str, set[str]] = {}
        for question in self.questions.values():
            for label in question.labels.values():
                named.setdefault(plain(label), set()).add(question.name)
        return {label: names.pop() for label, names in named.items() if label and len(names) == 1}

    def values_by_label(self, question: Question) -> dict[str, str]:
        """Label or value (compared plainly) -> value, of the question's choices."""
        every = self.choices.get(question.choices, {})
        by_label = {plain(label): value for value, labels in every.items() for label in labels.values()}
        return by_label | {plain(value): value for value in every}


def language_of(header: str) -> str | None:
    """The language of a label column: `label::English (en)` is en, `label` default; None for other columns."""
    head, _, named = header.strip().partition(":")
    if plain(head) != "label":
        return None
    named = named.strip(": ")
    if coded := re.search(r"\(([a-z]{2,3})\)\s*$", named):
        return coded[1]
    bare = plain(named)
    return _LANGUAGES.get(bare, bare.replace(" ", "_") or "default")


def _rows(frame: pd.DataFrame) -> list[dict[str, str]]:
    texts = frame.astype(object).where(frame.notna(), "")
    texts.columns = [str(column).strip() for column in texts.columns]
    return [{key: str(value).strip() for key, value in row.items()} for row in texts.to_dict("records")]


def _labels(row: dict[str, str]) -> dict[str, str]:
    named = {language_of(column): text for column, text in row.items() if text and language_of(column)}
    return {str(language): text for language, text in named.items()}


def is_of_form(grid: Grid) -> bool:
    """Whether a table is a sheet of a form itself: its questions or its choices."""
    columns = {plain(column) for column in grid.frame.columns}
    is_survey = {"type", "name"} <= columns and any(language_of(str(c)) for c in grid.frame.columns)
    return is_survey or {"list name", "name"} <= columns


def form_of(grids: Iterable[Grid]) -> Form | None:
    """The form that grids hold (the sheets survey and choices), or None where there is none."""
    survey = choices = None
    for grid in grids:
        columns = {plain(column) for column in grid.frame.columns}
        if {"type", "name"} <= columns and any(language_of(str(c)) for c in grid.frame.columns):
            survey = grid.frame
        elif {"list name", "name"} <= columns:
            choices = grid.frame
    return None if survey is None else read_form(survey, choices)


def read_form(survey: pd.DataFrame, choices: pd.DataFrame | None = None) -> Form:
    """The form of the two sheets of an XLSForm."""
    questions: dict[str, Question] = {}
    groups: list[str] = []
    for row in _rows(survey):
        words = row.get("type", "").split()
        if not words:
            continue
        if mark := _GROUPS.match(" ".join(words)):
            groups = [*groups, row.get("name", "")] if mark[1] == "begin" else groups[:-1]
        elif name := row.get("name", ""):
            kind, listed = words[0], words[1] if len(words) > 1 else ""
            questions[name] = Question(name, kind, listed, "/".join([*groups, name]), _labels(row))
    lists: dict[str, dict[str, dict[str, str]]] = {}
    for row in _rows(choices) if choices is not None else []:
        listed = row.get("list_name") or row.get("list name")
        if listed and row.get("name"):
            lists.setdefault(listed, {})[row["name"]] = _labels(row)
    return Form(questions, lists)
