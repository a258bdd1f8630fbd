"""Kobo exports as submissions and answers; rules of the mapping turn answers into values of indicators."""

from __future__ import annotations

import pandas as pd

from analytics.checks import dates
from analytics.importing import form_values
from analytics.importing.interpretation import Interpretation
from analytics.readers.grid import Finding, Grid
from analytics.understanding import kobo
from analytics.understanding.forms import Form
from analytics.understanding.mapping import TableMapping


def interpret(
    grids: list[Grid], form: Form | None, mapping: TableMapping, gathered: Interpretation, source_id: str, name: str
) -> int:
    """Adds the submissions of one export (its main sheet and its repeats); returns how many there are."""
    words = mapping.options.get("missing_words")
    read = kobo.submissions(grids, form, mapping.chosen, words.split("|") if words else None)
    gathered.findings += read.findings
    main = next((grid for grid in grids if not kobo.is_repeat(grid)), grids[0])
    heads = read.submissions.drop_duplicates("uuid", keep="last")
    sent = dates.dates(heads["submitted_at"].fillna(heads["end"]).set_axis(heads["row"]))
    heads = heads.assign(sent=sent.end.to_numpy())
    answers = read.answers
    if mapping.rules:
        places = form_values.add_values(answers, heads, form, mapping, main, gathered, source_id, name)
        heads = heads.assign(place_id=heads["uuid"].map(places))
    else:
        gathered.tell([Finding("form_without_rules", row=main.header_row or None)], main)
    origin = {"source_id": source_id, "provenance": "imported"}
    gathered.add_part("submissions", heads.assign(
        submission_id=heads["uuid"], form=name, submitted_on=heads["sent"], line=heads["row"], **origin,
    ))  # fmt: skip
    labels = {
        f"{what}_label_{lang}": _label(answers, f"{what}_label", lang)
        for what in ("question", "value")
        for lang in ("en", "es")
    }
    gathered.add_part("answers", answers.assign(submission_id=answers["uuid"], line=answers["row"], **labels, **origin))
    return len(read.submissions)


def apart(grids: list[Grid]) -> list[tuple[Grid, Grid]]:
    """(repeat, the table of its submissions) of each repeat that came as a file of its own, as ODK writes them."""
    mains = [grid for grid in grids if not kobo.is_repeat(grid)]
    whose = ((one, next((main for main in mains if kobo.belongs(one, main)), None))
             for one in grids if kobo.is_repeat(one) and all(main.file != one.file for main in mains))  # fmt: skip
    return [(one, main) for one, main in whose if main is not None]


def _label(answers: pd.DataFrame, what: str, lang: str) -> pd.Series:
    """The label in a language, else in the form's first one."""
    columns = [column for column in answers.columns if column.startswith(f"{what}")]
    mine = [column for column in columns if column.rsplit("_", 1)[-1].rsplit(":", 1)[-1] == lang]
    if not columns:
        return pd.Series(None, index=answers.index, dtype=object)
    return answers[(mine or columns)[0]].fillna(answers[columns[0]])
