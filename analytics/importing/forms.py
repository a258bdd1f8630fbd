"""Kobo exports as submissions and answers; rules of the mapping turn answers into values of indicators."""

from __future__ import annotations

import pandas as pd

from analytics.checks import dates
from analytics.importing.interpretation import Interpretation
from analytics.importing.rows import from_file, slug, slugs
from analytics.readers.grid import Grid
from analytics.understanding import kobo
from analytics.understanding.forms import Form
from analytics.understanding.kobo_rules import indicator_values
from analytics.understanding.mapping import TableMapping


def interpret(
    grids: list[Grid], form: Form | None, mapping: TableMapping, gathered: Interpretation, source_id: str, name: str
) -> int:
    """Adds the submissions of one export (its main sheet and its repeats); returns how many there are."""
    words = mapping.options.get("missing_words")
    read = kobo.submissions(grids, form, mapping.chosen, words.split("|") if words else None)
    gathered.findings += read.findings
    heads = read.submissions.drop_duplicates("uuid", keep="last")
    sent = dates.dates(heads["submitted_at"].fillna(heads["end"]).set_axis(heads["row"]))
    origin = {"source_id": source_id, "provenance": "imported"}
    gathered.add_part("submissions", heads.assign(
        submission_id=heads["uuid"], form=name, submitted_on=sent.end.to_numpy(), line=heads["row"], **origin,
    ))  # fmt: skip
    answers = read.answers
    labels = {
        f"{what}_label_{lang}": _label(answers, f"{what}_label", lang)
        for what in ("question", "value")
        for lang in ("en", "es")
    }
    gathered.add_part("answers", answers.assign(submission_id=answers["uuid"], line=answers["row"], **labels, **origin))
    if mapping.rules:
        _indicators(answers, mapping, gathered, source_id, name)
    return len(read.submissions)


def _label(answers: pd.DataFrame, what: str, lang: str) -> pd.Series:
    """The label in a language, else in the form's first one."""
    columns = [column for column in answers.columns if column.startswith(f"{what}")]
    mine = [column for column in columns if column.rsplit("_", 1)[-1].rsplit(":", 1)[-1] == lang]
    if not columns:
        return pd.Series(None, index=answers.index, dtype=object)
    return answers[(mine or columns)[0]].fillna(answers[columns[0]])


def _indicators(
    answers: pd.DataFrame, mapping: TableMapping, gathered: Interpretation, source_id: str, name: str
) -> None:
    values = indicator_values(answers, mapping.rules)
    partnership, programme = gathered.programme(name, source_id, name)
    rows = values.assign(
        indicator_id=slugs(f"i-{slug(name)}", values["indicator"]), name=values["indicator"], line=1,
        partnership_id=partnership, programme_id=programme, unit="answers", aggregation="none",
        anchor=values["indicator"], kind="actual", qualifier="exact", disclosure="open",
        observation_id=[f"ob-{slug(name)}-{i}" for i in range(len(values))],
        note=values.get("group"),
    )  # fmt: skip
    gathered.add("indicators", from_file(rows.drop_duplicates("indicator_id"), source_id, "form"))
    gathered.add("observations", from_file(rows, source_id, "form"))
