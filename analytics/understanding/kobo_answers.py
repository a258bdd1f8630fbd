"""The answers in the cells of a Kobo export: one row for each answer, each choice once, in the words of the form."""

from __future__ import annotations

import pandas as pd

from analytics.readers.grid import Finding, Grid
from analytics.understanding.forms import Form
from analytics.understanding.kobo_columns import NO, YES, Part, is_repeat
from analytics.understanding.words import plain


def answers_of(grid: Grid, read: dict[str, Part], uuid: pd.Series, form: Form | None, missing: set[str]):
    """One row per answer and choice of a sheet, and what was found in it."""
    frame = grid.frame.where(~grid.frame.isin(list(missing))) if missing else grid.frame
    options: dict[str, dict[str, str]] = {}
    for column, part in read.items():
        if part.role == "option":
            options.setdefault(part.question, {})[column] = part.option
    texts = {column: part.question for column, part in read.items() if part.role == "question"}
    single = _melted(frame, {c: q for c, q in texts.items() if q not in options})
    single = _multiple_texts(single, form)
    several, findings = [], []
    for question, columns in options.items():
        text = next((c for c, q in texts.items() if q == question), None)
        chosen, rows = _choices(frame, question, columns, frame[text] if text is not None else None, form)
        several.append(chosen)
        if len(rows):
            findings.append(Finding("columns_disagree", grid.file, grid.sheet, int(rows[0]), question, count=len(rows)))
    rows = pd.concat([single, *several])
    rows["uuid"] = rows.index.map(uuid)
    rows["repeat_of"] = (grid.sheet or grid.file) if is_repeat(grid) else None
    rows["row"] = rows.index
    order = ["uuid", "question", "value", "repeat_of", "row"]
    rows = _values_of_labels(rows[rows["uuid"].notna()], form)
    return rows[order].astype({"repeat_of": "str"}).sort_values("row", kind="stable"), findings


def _melted(frame: pd.DataFrame, questions: dict[str, str]) -> pd.DataFrame:
    """question and value for each stated cell of the columns; its index is the row of the file."""
    kept_columns = frame[list(questions)]
    rows = kept_columns.melt(var_name="question", value_name="value", ignore_index=False)
    rows["value"] = rows["value"].astype("str").str.strip()
    rows = rows[rows["value"].notna() & (rows["value"] != "")]
    return rows.assign(question=rows["question"].map(questions)).astype("str")


def _choices(frame, question: str, columns: dict[str, str], text: pd.Series | None, form: Form | None):
    """The choices of a question with several, each once; and rows whose text names others than its columns.

    The columns count; the text does where a row's columns are all empty, or for a choice that has no column.
    """
    cells = frame[list(columns)].astype("str").apply(lambda column: column.str.strip().str.casefold())
    ticked = cells.isin(YES)
    rows = _ticked(ticked, columns)
    if text is None:
        return _as_answers(rows, question), []
    texts = text.astype("str").str.strip()
    silent = ~cells.isin(YES | NO).any(axis=1) & texts.notna() & (texts != "")
    known = {plain(option): option for option in columns.values()}
    labels = form.values_by_label(form.questions[question]) if form and question in form.questions else known
    from_text = [(row, value) for row, said in texts[silent].items() for value in split_choices(said, labels)]
    wrong = _disagreeing(texts[~silent], rows, labels)
    from_text += [(row, value) for row, value in wrong]
    return _as_answers([*rows, *from_text], question), sorted({row for row, _ in wrong})


def _ticked(ticked: pd.DataFrame, columns: dict[str, str]) -> list[tuple[int, str]]:
    return [(row, option) for column, option in columns.items() for row in ticked.index[ticked[column]]]


def _as_answers(rows: list[tuple[int, str]], question: str) -> pd.DataFrame:
    once = list(dict.fromkeys(rows))
    index = [row for row, _ in once]
    return pd.DataFrame({"question": question, "value": [value for _, value in once]}, index=index, dtype="str")


def _disagreeing(texts: pd.Series, rows: list[tuple[int, str]], labels: dict[str, str]) -> list[tuple[int, str]]:
    """(row, choice) that the text of a row names and its columns do not tick."""
    ticked: dict[int, set[str]] = {}
    for row, value in rows:
        ticked.setdefault(row, set()).add(value)
    found = []
    split: dict[str, list[str]] = {}
    for row, said in texts[texts.notna() & (texts != "")].items():
        if said not in split:
            split[said] = split_choices(said, labels)
        found += [(row, value) for value in split[said] if value not in ticked.get(row, ())]
    return found


def split_choices(said: str, labels: dict[str, str]) -> list[str]:
    """The choices that a text of several names: values or labels (compared plainly) with spaces, commas or `;` between.

    Labels have spaces of their own: the longest label that fits comes first; a word that is in none stays as it is.
    """
    words = said.replace(",", " ").replace(";", " ").split()
    found, start = [], 0
    while start < len(words):
        for end in range(len(words), start, -1):
            value = labels.get(plain(" ".join(words[start:end])))
            if value is not None:
                found.append(value)
                start = end
                break
        else:
            found.append(words[start])
            start += 1
    return list(dict.fromkeys(found))


def _multiple_texts(rows: pd.DataFrame, form: Form | None) -> pd.DataFrame:
    """Rows with the texts of questions with several choices taken apart, as the form has them."""
    if form is None:
        return rows
    multiple = {q.name: form.values_by_label(q) for q in form.questions.values() if q.is_multiple}
    is_multiple = rows["question"].isin(list(multiple))
    apart = [
        (row, question, value)
        for row, question, said in rows[is_multiple].itertuples(name=None)
        for value in split_choices(said, multiple[question])
    ]
    index = [row for row, _, _ in apart]
    several = pd.DataFrame(
        {"question": [q for _, q, _ in apart], "value": [v for _, _, v in apart]}, index, dtype="str"
    )
    return pd.concat([rows[~is_multiple], several])


def _values_of_labels(rows: pd.DataFrame, form: Form | None) -> pd.DataFrame:
    """Rows in which an answer given as a label stands as its value."""
    if form is None:
        return rows
    pairs = rows[["question", "value"]].drop_duplicates()
    selects = {q.name: form.values_by_label(q) for q in form.questions.values() if q.is_select}
    told = {
        (question, value): selects[question].get(plain(value), value)
        for question, value in pairs.itertuples(index=False, name=None)
        if question in selects
    }
    keys = zip(rows["question"], rows["value"], strict=True)
    return rows.assign(value=[told.get(key, key[1]) for key in keys]).astype({"value": "str"})


def labelled(rows: pd.DataFrame, form: Form | None) -> pd.DataFrame:
    """Rows with the labels of question and value in each language of the form; empty where it has none."""
    if form is None:
        return rows
    pairs = list(zip(rows["question"], rows["value"], strict=True))
    for language in form.languages:
        asked = {name: question.labels.get(language) for name, question in form.questions.items()}
        rows[f"question_label_{language}"] = rows["question"].map(asked).astype("str")
        said = {pair: _value_label(form, *pair, language) for pair in set(pairs)}
        rows[f"value_label_{language}"] = pd.Series([said[pair] for pair in pairs], index=rows.index, dtype="str")
    return rows


def _value_label(form: Form, question: str, value: str, language: str) -> str | None:
    asked = form.questions.get(question)
    return form.choices.get(asked.choices, {}).get(value, {}).get(language) if asked else None
