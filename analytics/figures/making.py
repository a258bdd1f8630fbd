"""The registry of figures: each by its name, made for a selection and a reader, with its numbers and their sources."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from analytics import evidence
from analytics.columns import CODES, LABELS, is_stated, readable, references
from analytics.errors import QuestionError
from analytics.exports.text import records
from analytics.figures.asker import Asker
from analytics.figures.model import Fact, Figure
from analytics.selection import Reader, Selection
from analytics.warehouse import Warehouse
from analytics.wording import Words

MODULES = ("record", "issues", "partners", "maps", "layers", "places", "pivots", "quality", "recorded", "results",
           "words")  # fmt: skip
LINES_NAMED = 8  # more lines of one document than this are counted
MADE_UP = "illustrative"


@dataclass
class Number:
    """A number of a draft: what it is, as it is written, and the rows that it rests on."""

    label: str
    words: str
    value: float | None = None
    references: tuple[str, ...] = ()
    key: str = ""
    is_counted: bool = False  # worked out from its rows, which state other numbers


@dataclass
class Draft:
    """What the maker of a figure hands over: words, what is drawn, and the answer behind it."""

    title: str
    frame: pd.DataFrame
    sentence: str = ""
    unit: str = ""
    body: dict = field(default_factory=dict)
    numbers: list[Number] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    drop: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    kind: str = ""
    is_worded: bool = False  # the frame reads as it is


Make = Callable[..., Draft]


@dataclass(frozen=True)
class Spec:
    """A figure by its name: its kind, how it is made, and its own parameters with what they may be."""

    name: str
    kind: str
    make: Make
    own: tuple[str, ...] = ()


FIGURES: dict[str, Spec] = {}


def figure(kind: str, *own: str) -> Callable[[Make], Make]:
    """Enters a maker in `FIGURES` under its own name; `own` are the parameters that it takes besides the selection."""

    def entered(make: Make) -> Make:
        FIGURES[make.__name__] = Spec(make.__name__, kind, make, own)
        return make

    return entered


def all_figures() -> dict[str, Spec]:
    """Every figure by name."""
    for module in MODULES:
        importlib.import_module(f"analytics.figures.{module}")
    return dict(sorted(FIGURES.items()))


def find_figure(name: str) -> Spec:
    """The figure of that name; raises QuestionError that lists the names."""
    known = all_figures()
    if name not in known:
        raise QuestionError(f"There is no figure {name!r}. The figures are: {', '.join(known)}.")
    return known[name]


def make_figure(
    engine: Warehouse, name: str, selection: Selection, reader: Reader, own: Mapping[str, str] | None = None
) -> Figure:
    """The figure of that name for a selection and a reader; `own` are its own parameters."""
    spec, given = find_figure(name), dict(own or {})
    if strange := given.keys() - set(spec.own):
        raise QuestionError(f"The figure {name} does not take {', '.join(sorted(strange))}.")
    asker = Asker(engine, selection, reader)
    draft = spec.make(asker, **given)
    cited = _Cited(asker, tuple(dict.fromkeys([*references(draft.frame), *draft.references])))
    columns, rows = _table(draft, asker.say)
    made_up = asker.everything("partnership_bands")["provenance"].eq(MADE_UP).any()  # nothing joins what is made up
    snapshot = engine.snapshot
    return Figure(
        name, draft.kind or spec.kind, draft.title, draft.sentence, draft.unit, draft.body, columns, rows,
        tuple(cited.fact(number, i) for i, number in enumerate(draft.numbers)), tuple(filter(None, draft.notes)),
        cited.documents(), asker.described(), snapshot.id, f"{snapshot.built_at:%Y-%m-%d}", reader.lang, bool(made_up),
    )  # fmt: skip


def _table(draft: Draft, say: Words) -> tuple[tuple[str, ...], tuple[tuple, ...]]:
    """The answer in a reader's words; what is not stated says so."""
    frame = draft.frame if draft.is_worded else readable(draft.frame, say, draft.drop)
    missing, remark = say("not stated"), LABELS["note"](say)  # no remark is nothing left open
    rows = tuple(
        tuple(("" if name == remark else missing) if v is None else v for name, v in row.items())
        for row in records(frame)
    )
    return tuple(frame.columns), rows


class _Cited:
    """The rows that a figure rests on, and in words where each stands."""

    def __init__(self, asker: Asker, refs: tuple[str, ...]) -> None:
        self.say = asker.say
        rows = evidence.evidence_rows(asker.engine, Selection(), asker.reader, references=refs) if refs else None
        self.rows = {} if rows is None else {row.reference: row for row in rows.itertuples(index=False)}
        checks = evidence.reconciliation(asker.engine, Selection(), asker.reader)
        self.verdicts = dict(zip(checks["evidence"], checks["verdict"], strict=True))

    def documents(self) -> tuple[str, ...]:
        """Each document with its lines: "Bulletin, lines 4, 7 and 9"."""
        return tuple(self._where(tuple(self.rows)))

    def _where(self, refs: tuple[str, ...]) -> list[str]:
        lines: dict[str, set[int]] = {}
        for ref in refs:
            if ref in self.rows:
                lines.setdefault(self.rows[ref].source_title, set()).add(int(self.rows[ref].line))
        return [self._line_words(title, sorted(own)) for title, own in lines.items()]

    def _line_words(self, title: str, lines: list[int]) -> str:
        say = self.say
        if len(lines) > LINES_NAMED:
            return say("{document}, {n} lines from {first} to {last}", document=title, n=say.number(len(lines)),
                       first=lines[0], last=lines[-1])  # fmt: skip
        return say("{document}, line {lines}", document=title, lines=", ".join(str(n) for n in lines))

    def fact(self, number: Number, position: int) -> Fact:
        key = number.key or (number.references[0] if len(number.references) == 1 else f"{position:03}:{number.label}")
        return Fact(
            key, number.label, number.words, None if number.value is None else float(number.value),
            "; ".join(self._where(number.references)), self._verdict(number),
        )  # fmt: skip

    def _verdict(self, number: Number) -> str:
        say, refs = self.say, number.references
        verdicts = [self.verdicts[ref] for ref in refs if ref in self.verdicts]
        if verdicts and len(refs) == 1 and not number.is_counted:
            return CODES["verdict"][verdicts[0]](say)
        if not number.is_counted and any(ref.startswith(("observations:", "contributions:")) for ref in refs):
            return say("stated; no list to hold it against")
        return say.many("counted from {n} row", "counted from {n} rows", len(refs)) if refs else ""


def stated(value: object) -> str:
    """A cell as text, empty where it is not stated."""
    return str(value) if is_stated(value) else ""
