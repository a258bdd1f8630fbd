"""Figures of the Results page: targets and what was achieved, by place and group, over time, side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from analytics import aggregation, reading_results, results
from analytics.columns import is_stated, references
from analytics.errors import QuestionError
from analytics.figures.asker import Asker
from analytics.figures.making import Draft, Number, figure
from analytics.pivots.drawn import scale
from analytics.wording import Words

COLUMNS = ["indicator_name", "actual", "published", "target", "achieved_share", "status", "evidence"]
GROUPS_SHOWN, BEHIND_ROWS, PICTURES_MOST = 20, 200, 12
MARK = "~"


def shown_value(row: object, say: Words) -> str:
    """What stands at the end, or what a document states as a total."""
    if is_stated(row.actual):
        return reading_results.amount(row.actual, row.unit, row.measure, say, row.actual_qualifier)
    if is_stated(row.published):
        return reading_results.amount(row.published, row.unit, row.measure, say, row.published_qualifier)
    return say("no total")


def _value(row: object) -> float | None:
    return next((float(value) for value in (row.actual, row.published) if is_stated(value)), None)


def _of_target(row: object, say: Words) -> str:
    """The value with its target, and how much of the way that is."""
    target = reading_results.amount(row.target, row.unit, row.measure, say)
    words = say("{value} of {target}", value=shown_value(row, say), target=target)
    done = reading_results.percent(row.achieved_share, say) if is_stated(row.achieved_share) else ""
    return f"{words} · {done}" if done else words


def _refs(row: object) -> tuple[str, ...]:
    return tuple(row.evidence.split(" ")) if is_stated(row.evidence) else ()


def _way(rows: pd.DataFrame, name: str, ask: Asker) -> tuple[dict, list[Number]]:
    """A bar for each row, as long as the way it has gone to its target; those behind stand out."""
    say, drawn, numbers = ask.say, [], []
    for row in rows.itertuples(index=False):
        label, words = getattr(row, name), _of_target(row, say)
        drawn.append({"label": label, "value": round(100 * float(row.achieved_share), 2), "words": words,
                      "stands_out": row.status in reading_results.BEHIND})  # fmt: skip
        numbers.append(Number(label, words, _value(row), _refs(row), f"{row.indicator_id}-{row.key}", is_counted=True))
    most = max([100.0, *(one["value"] for one in drawn)])
    return {"rows": drawn, "max": most, "colour": "teal", "axis": say("Of the way to the target, %")}, numbers


@figure("bars")
def indicator_results(ask: Asker) -> Draft:
    """Each indicator with a target: how far it has come."""
    say, rows = ask.say, ask("indicator_results")
    held = reading_results.with_target(rows)
    drawn = held[held["achieved_share"].notna()].assign(key="")
    body, numbers = _way(drawn, "indicator_name", ask)
    said = reading_results.standing_sentences(
        rows, ask("indicator_results", by="department"), say, _targets_elsewhere(ask, rows)
    )
    left = [f"{row.indicator_name}: {reading_results.why(row, say) or say('not computable')}"
            for row in held[held["achieved_share"].isna()].itertuples(index=False)]  # fmt: skip
    return Draft(
        say("Targets, and what was achieved"), held[COLUMNS] if len(drawn) else held[COLUMNS].head(0),
        said[0][0] if said and len(held) else "",
        say("How much of the way to its target each has gone; those behind stand out."), body, numbers, left,
    )  # fmt: skip


@figure("table")
def results_without_target(ask: Asker) -> Draft:
    """What sources state without a target."""
    say, rows = ask.say, ask("indicator_results")
    bare = rows[rows["target"].isna()]
    numbers = [Number(row.indicator_name, shown_value(row, say), _value(row), _refs(row), row.indicator_id)
               for row in bare.itertuples(index=False) if _value(row) is not None]  # fmt: skip
    frame = bare.assign(stated=[shown_value(row, say) for row in bare.itertuples(index=False)])
    elsewhere = _targets_elsewhere(ask, bare)
    sentences = reading_results.standing_sentences(bare, rows.head(0), say, elsewhere) if len(bare) == len(rows) else []
    return Draft(
        say("Results without a target"), _worded(frame, say), sentences[0][0] if sentences else "",
        reading_results.bare_sentence(bare, say, elsewhere), {}, numbers,
        is_worded=True, references=references(bare),
    )  # fmt: skip


def _targets_elsewhere(ask: Asker, bare: pd.DataFrame) -> frozenset[str]:
    """Of these indicators those that have a target without the filters: it is stated for more than they leave."""
    if not ask.selection.active():
        return frozenset()
    return reading_results.targets_elsewhere(bare, ask.everything("indicator_results"))


def _worded(frame: pd.DataFrame, say: Words) -> pd.DataFrame:
    whose = frame["programme_name"].fillna(frame["partnership_name"])
    return pd.DataFrame(
        {say("Result"): frame["indicator_name"], say("Programme"): whose, say("Stated"): frame["stated"]}
    )


@figure("matrix", "where")
def indicator_places(ask: Asker, where: str = "") -> Draft:
    """Places by indicator: how much of the way to its own target each has gone, the furthest behind first."""
    told = ask("indicator_sides")
    offered = reading_results.levels_of_place(told[told["has_target"]])
    where = where if where in offered else offered[0]
    say, places = ask.say, ask("indicator_results", by=where)
    held = places[places["key"].notna() & places["achieved_share"].notna()]
    names = held.drop_duplicates("indicator_id")
    cells = {(row.key, row.indicator_id): row for row in held.itertuples(index=False)}
    lines, numbers = [], []
    for place in reading_results.ranked_places(places).itertuples(index=False):
        own = [cells.get((place.key, one)) for one in names["indicator_id"]]
        told = [reading_results.percent(row.achieved_share, say) if row else "" for row in own]
        shades = [min(max(float(row.achieved_share), 0), 1) if row else None for row in own]
        spoken = [f"{place.key_name}, {name}: {words}"
                  for name, words in zip(names["indicator_name"], told, strict=True)]  # fmt: skip
        lines.append({"label": place.key_name, "group": "", "cells": told, "shades": shades, "told": spoken})
        for row, words in zip(own, told, strict=True):
            if row:
                numbers.append(Number(f"{row.key_name}, {row.indicator_name}", words, float(row.achieved_share),
                                      _refs(row), f"{row.key}-{row.indicator_id}", is_counted=True))  # fmt: skip
    said = reading_results.standing_sentences(ask("indicator_results"), places, say)
    body = {"columns": names["indicator_name"].tolist(), "rows": lines, "colour": "teal", "heat": True}
    return Draft(
        reading_results.furthest_title(where, say), held[["key_name", *COLUMNS]] if lines else held[COLUMNS].head(0),
        said[1][0] if len(said) > 1 else "", say(
            "How much of the way from the baseline to its own target each has gone; the furthest behind first."
        ), body, numbers,
    )  # fmt: skip


def _one(rows: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """The rows of one indicator; raises QuestionError where the data does not know it."""
    own = rows[rows["indicator_id"] == indicator]
    if own.empty:
        raise QuestionError(f"indicator: the data does not know {indicator!r}.")
    return own


@figure("lines", "indicator")
def indicator_periods(ask: Asker, indicator: str = "") -> Draft:
    """One indicator, year by year: what was achieved, and what was planned for the year."""
    say = ask.say
    row = next(_one(ask("indicator_results"), indicator).itertuples(index=False))
    periods = ask("indicator_periods", indicators=(indicator,))
    dated = periods[periods["bucket"].notna()]
    series, numbers, values = [], [], []
    for label, column, colour in ((say("Achieved"), "actual", "teal"), (say("Target"), "target", "maize")):
        own = [float(v) if is_stated(v) else None for v in dated[column]]
        if not any(v is not None for v in own):
            continue
        words = ["" if v is None else reading_results.amount(v, row.unit, row.measure, say) for v in own]
        told = [f"{label} {year}: {text}" for year, text in zip(dated["bucket"], words, strict=True)]
        series.append({"label": label, "values": own, "words": words, "colour": colour, "told": told,
                       "partial": [False] * len(own)})  # fmt: skip
        values += [v for v in own if v is not None]
        numbers += [
            Number(f"{label} {year}", text, v, tuple(refs.split(" ")), f"{column}-{year}", is_counted=True)
            for year, text, v, refs in zip(dated["bucket"], words, own, dated["evidence"], strict=True) if v is not None
        ]  # fmt: skip
    if not series and len(dated):
        told = dated.assign(label=dated["bucket"].astype(str))
        return _without_totals(row.indicator_name, told, say("Year"), say)
    body = {"x": dated["bucket"].astype(str).tolist(), "series": series, "many": False, "ticks": scale(values, say)}
    return Draft(
        row.indicator_name, dated if series else dated.head(0), reading_results.elapsed_words(row, say).capitalize(),
        say("What was achieved in each year, beside the target of the year."), body, numbers, drop=("indicator_name",),
    )  # fmt: skip


def _without_totals(title: str, rows: pd.DataFrame, head: str, say: Words) -> Draft:
    """What has values and no total, with the reason: that nothing is recorded would not be true."""
    told = [reading_results.REASONS[one](say) if is_stated(one) else say("no total") for one in rows["actual_reason"]]
    frame = pd.DataFrame({head: rows["label"].tolist(), say("Achieved"): told}, dtype=object)
    return Draft(title, frame, kind="table", is_worded=True, references=references(rows))


@figure("lines", "indicator", "small")
def indicator_small(ask: Asker, indicator: str = "", small: str = "department") -> Draft:
    """One indicator year by year in each place or group: small pictures on one scale, with their own targets."""
    say = ask.say
    if small not in aggregation.GROUPS:
        raise QuestionError(f"small: {small!r} is none of {', '.join(aggregation.GROUPS)}.")
    row = next(_one(ask("indicator_results"), indicator).itertuples(index=False))
    periods = ask("indicator_periods", indicators=(indicator,), by=small)
    order = reading_results.furthest_first(ask("indicator_results", indicators=(indicator,), by=small))
    dated = periods[periods["bucket"].notna() & periods["key"].notna()]
    names = dict(zip(order["key"], order["key_name"].fillna(order["key"]), strict=True))
    keys = [key for key in names if key in set(dated["key"])]
    held = {(one.key, one.bucket): one for one in dated.itertuples(index=False)}
    years, series, numbers, values = sorted(dated["bucket"].unique()), [], [], []
    for key in keys[:PICTURES_MOST]:
        cells = [held.get((key, year)) for year in years]
        own, aims = ([float(v) if is_stated(v := getattr(one, side, None)) else None for one in cells]
                     for side in ("actual", "target"))  # fmt: skip
        words = ["" if v is None else reading_results.amount(v, row.unit, row.measure, say) for v in own]
        told = [f"{names[key]} {year}: {text}" for year, text in zip(years, words, strict=True)]
        series.append({"label": names[key], "values": own, "targets": aims, "words": words, "colour": "teal",
                       "told": told, "partial": [False] * len(own)})  # fmt: skip
        values += [v for v in (*own, *aims) if v is not None]
        numbers += [Number(f"{names[key]} {year}", text, v, _refs(one), f"{key}-{year}", is_counted=True)
                    for one, year, text, v in zip(cells, years, words, own, strict=True) if v is not None]  # fmt: skip
    body = {"x": [str(year) for year in years], "series": series, "many": True, "ticks": scale(values, say)}
    left = len(keys) - len(series)
    return Draft(
        f"{row.indicator_name} · {_group_name(small, say)}",
        dated.assign(key_name=dated["key"].map(names)) if series else dated.head(0), "",
        say("What was achieved in each year, beside the target of the year."), body, numbers,
        [say("All have the same scale."), *([say.many("… and {n} more.", "… and {n} more.", left)] if left else [])],
        drop=("indicator_name",),
    )  # fmt: skip


@figure("bars", "indicator", "by")
def indicator_groups(ask: Asker, indicator: str = "", by: str = "department") -> Draft:
    """One indicator in each place or group, against its own target where it has one."""
    say = ask.say
    if by not in aggregation.GROUPS:
        raise QuestionError(f"by: {by!r} is none of {', '.join(aggregation.GROUPS)}.")
    name = next(_one(ask("indicator_results"), indicator).itertuples(index=False)).indicator_name
    rows = ask("indicator_results", indicators=(indicator,), by=by)
    known = rows[rows["key"].notna() & (rows["actual"].notna() | rows["published"].notna())]
    known = known.assign(key_name=known["key_name"].fillna(known["key"]))
    others = rows[rows["key"].notna() & rows["actual_rows"].notna() & ~rows["key"].isin(known["key"])]
    title = f"{name} · {_group_name(by, say)}"
    if known.empty and len(others):
        told = others.assign(label=others["key_name"].fillna(others["key"]))
        return _without_totals(title, told, _group_name(by, say), say)
    if len(known) and known["achieved_share"].notna().all():
        shown = known.sort_values(["achieved_share", "key"], kind="stable").head(GROUPS_SHOWN)
        body, numbers = _way(shown, "key_name", ask)
        unit = say("How much of the way to its target each has gone; those behind stand out.")
    else:
        shown = known.assign(value=[_value(row) for row in known.itertuples(index=False)])
        shown = shown.sort_values(["value", "key"], ascending=[False, True], kind="stable").head(GROUPS_SHOWN)
        numbers = [Number(row.key_name, shown_value(row, say), _value(row), _refs(row), f"{indicator}-{row.key}",
                          is_counted=True) for row in shown.itertuples(index=False)]  # fmt: skip
        bars = [{"label": one.label, "value": one.value, "words": one.words, "stands_out": False} for one in numbers]
        body = {"rows": bars, "max": max((one.value for one in numbers), default=0), "colour": "teal", "axis": name}
        unit = next((row.unit_name for row in shown.itertuples(index=False) if is_stated(row.unit_name)), "")
    left = len(known) - len(shown)
    notes = [say.many("… and {n} more.", "… and {n} more.", left)] if left else []
    if len(others):
        notes.append(say.many("{n} more has values and no total.", "{n} more have values and no total.", len(others)))
    return Draft(title, known[["key_name", *COLUMNS]], "", unit, body, numbers, notes, drop=("indicator_name",))


def _group_name(by: str, say: Words) -> str:
    names = {
        "department": say("By department"), "country": say("By country"), "municipality": say("By municipality"),
        "sex": say("By sex"), "age_group": say("By age"),
        "population_group": say("By group"), "component": say("By component"),
        "breakdown": say("By what the source tells apart"), "programme": say("By programme"),
    }  # fmt: skip
    return names.get(by, by)


def _side_names(ask: Asker, across: str, sides: tuple[str, str]) -> list[str]:
    if across == results.PERIOD:
        months = [results.months_of(one) for one in sides]
        return [ask.say.span(*(date.fromisoformat(f"{month}-01") for month in pair)) for pair in months]
    if across == "year":
        return list(sides)
    totals = ask("indicator_totals", by=across)
    known = dict(zip(totals["key"], totals["key_name"], strict=True))
    return [known.get(one) or one for one in sides]


@figure("table", "across", "first", "second")
def results_comparison(ask: Asker, across: str = "year", first: str = "", second: str = "") -> Draft:
    """Two periods, places or groups side by side; where none are named, those that share most."""
    say = ask.say
    if across != results.PERIOD and not (first and second):
        told = ask("indicator_sides")
        own = told[(told["axis"] == across) & told["has_value"]]
        alike = reading_results.alike_sides(own, sorted(own["code"].unique()))
        if alike is None:
            return Draft(say("Two side by side"), pd.DataFrame())
        first, second = alike
    asked = {"over": across} if across in ("year", results.PERIOD) else {"by": across}
    found = ask("results_comparison", first=first, second=second, **asked)
    heads = _side_names(ask, across, (first, second))
    rows, numbers = [], []
    for row in found.itertuples(index=False):
        told = []
        for side, head in zip(("first", "second"), heads, strict=True):
            value, reason = getattr(row, f"{side}_value"), getattr(row, f"{side}_reason")
            words = reading_results.amount(value, row.unit, row.measure, say, getattr(row, f"{side}_qualifier"))
            if not is_stated(value):
                words = reading_results.REASONS[reason](say) if is_stated(reason) else say("not stated")
            else:
                numbers.append(Number(f"{row.indicator_name}, {head}", words, float(value), _refs(row),
                                      f"{row.indicator_id}-{side}", is_counted=True))  # fmt: skip
            told.append(words)
        rows.append((row.indicator_name, *told, reading_results.difference_words(row, say)))
    columns = [say("Indicator"), heads[0], heads[1] if heads[1] != heads[0] else f"{heads[1]} ", say("Difference")]
    return Draft(
        say("{first} and {second} side by side", first=heads[0], second=heads[1]), pd.DataFrame(rows, columns=columns),
        numbers=numbers, is_worded=True, references=references(found),
    )  # fmt: skip


@figure("table", "rows")
def indicator_rows(ask: Asker, rows: str = "") -> Draft:
    """The rows behind one number of the Results page."""
    say, parts = ask.say, rows.split(MARK)
    if len(parts) != 6 or parts[2] not in (*aggregation.OVER, results.PERIOD) or parts[3] not in aggregation.GROUPS:
        raise QuestionError(f"rows: {rows[:80]!r} names no number.")
    indicator, kind, over, by, bucket, key = parts
    if over == results.PERIOD:
        inside = results.within(ask.selection, bucket)
        if inside is None:
            raise QuestionError(f"rows: {rows[:80]!r} lies outside the period that is chosen.")
        ask, over, bucket = replace(ask, selection=inside), "none", ""
    name = next(_one(ask("indicator_results"), indicator).itertuples(index=False)).indicator_name
    asked = {"indicators": (indicator,), "over": over, "by": by}
    found = ask("indicator_rows", value_kind=kind, bucket=bucket, key=key, most=BEHIND_ROWS, **asked)
    total = aggregation.cell_of(ask("indicator_totals", **asked), kind, bucket, key)
    where = [str(part) for part in (getattr(total, "key_name", None), bucket) if is_stated(part) and part]
    title = say("Rows behind {what}", what=" · ".join([name, *where]))
    numbers = []
    if total is not None and is_stated(total.value):
        words = reading_results.amount(total.value, total.unit, total.measure, say)
        numbers = [Number(title, words, float(total.value), references(found), "total", is_counted=True)]
    return Draft(title, found, "", "", {}, numbers)
