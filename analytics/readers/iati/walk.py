"""One activity's elements walked along the tables: rows for the grids, and a finding for each thing that is not so."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from analytics.readers.grid import Finding, kept
from analytics.readers.iati import codes, values
from analytics.readers.iati.standard import ACTIVITIES, GRIDS, Element, Field, Rows
from analytics.readers.xml_guard import Node

PERSONS = "contact-info"
THINNED_AFTER = 100_000


@dataclass
class Gathered:
    """What a file gave: for each grid its rows with their lines, the findings, and counts of what is left out.

    `rows` are those of the activity that is being read; `settled` those before it, in the order of the columns.
    """

    settled: dict[str, list[tuple[str | None, ...]]] = field(default_factory=lambda: {grid: [] for grid in GRIDS})
    rows: dict[str, list[dict[str, str | None]]] = field(default_factory=lambda: {grid: [] for grid in GRIDS})
    lines: dict[str, list[int]] = field(default_factory=lambda: {grid: [] for grid in GRIDS})
    findings: list[Finding] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    unknown_first: dict[str, Finding] = field(default_factory=dict)
    contacts: list[Finding] = field(default_factory=list)

    def settle(self) -> None:
        """Keeps the rows that were read in a third of the room that they take while they are filled."""
        for grid, rows in self.rows.items():
            if rows:
                columns = GRIDS[grid]
                self.settled[grid] += [tuple([cells.get(column) for column in columns]) for cells in rows]
                rows.clear()

    def tell(self, finding: Finding) -> None:
        """Adds a finding; where one kind comes by the thousand, the list is thinned in between."""
        self.findings.append(finding)
        if len(self.findings) % THINNED_AFTER == 0:
            self.findings = kept(self.findings)


@dataclass
class _Row:
    """The row that is being filled: its cells, and where each was read."""

    rows: Rows
    cells: dict[str, str | None]
    path: str
    line: int
    places: dict[str, tuple[str, int]] = field(default_factory=dict)


class ActivityWalk:
    """Reads one `iati-activity`; `lang` is the language that the file declares for all of it."""

    def __init__(self, into: Gathered, lang: str | None = None):
        self.into = into
        self.lang = lang
        self.activity: str | None = None

    def read(self, node: Node, path: str, identifier: str) -> None:
        """Adds the activity and all below it; `identifier` is what its rows are known by."""
        stated = node.attributes.get("xml:lang")
        self.lang = values.READERS["lang"](stated).text if stated else self.lang
        self.activity = identifier
        self._row(ACTIVITIES, node, path, None)

    # rows

    def _row(self, rows: Rows, node: Node, path: str, parent: str | None) -> None:
        cells = dict.fromkeys(GRIDS[rows.grid]) | {"path": path, "activity": self.activity}
        if parent is not None:
            cells["parent"] = parent
        row = _Row(rows, cells, path, node.line)
        waiting = self._fill(rows.element, node, path, row)
        self._check_codes(row)
        if rows.kind == "period":
            self._period(row, waiting)
            return
        self._keep(row)
        self._rows_below(rows.element, waiting, path)

    def _keep(self, row: _Row) -> None:
        if row.rows.kind:
            row.cells["kind"] = row.rows.kind
        self.into.rows[row.rows.grid].append(row.cells)
        self.into.lines[row.rows.grid].append(row.line)

    def _rows_below(self, element: Element, waiting: list[tuple[Rows, Node, str]], path: str) -> None:
        """The rows in the order of the standard, whatever the order in the file."""
        for rows in element.rows_below if waiting else ():
            for found, node, at in waiting:
                if found is rows:
                    self._row(rows, node, at, path)

    def _period(self, period: _Row, waiting: list[tuple[Rows, Node, str]]) -> None:
        """A period is no row: its targets and actual values are, with its dates. One without either is a row itself."""
        period.cells["period"] = period.path
        if not waiting:
            self._keep(period)
        start = len(self.into.rows["periods"])
        self._rows_below(period.rows.element, waiting, period.cells["parent"])
        for cells in self.into.rows["periods"][start:]:
            cells |= {name: period.cells[name] for name in ("period", "period_start", "period_end")}

    # what stands in an element

    def _fill(self, element: Element, node: Node, path: str, row: _Row) -> list[tuple[Rows, Node, str]]:
        """Fills the row from the element; hands back the elements that are rows of their own."""
        self._attributes(element, node, path, row)
        self._texts(element, node, path, row)
        taken: set[int] = set()
        counts: Counter[str] = Counter()
        waiting: list[tuple[Rows, Node, str]] = []
        for child in node.children:
            counts[child.name] += 1
            target = _target(element, child, taken)
            at = f"{path}/{child.name}" + (f"[{counts[child.name]}]" if _repeats(element, child.name, counts) else "")
            if isinstance(target, Rows):
                waiting.append((target, child, at))
            elif target:
                waiting += self._element(target, child, at, row)
            elif not (child.name == "narrative" and element.words):
                self._left_out(element, child, path, at, row)
        for name in sorted(element.required - set(counts)):
            self._tell_missing(f"{path}/{name}", node.line, row)
        return waiting

    def _element(self, element: Element, node: Node, path: str, row: _Row) -> list[tuple[Rows, Node, str]]:
        """An element that is part of its parent's row; those that share a cell are added to it."""
        if element.many:
            raw = next((value for name, value in node.attributes.items() if name in element.attributes), node.text)
            self._append(element.many, raw.strip(), path, node.line, row)
        elif element.pairs:
            pair = [(node.attributes.get("name", ""), node.attributes.get("value", ""))]
            self._add(element.pairs.column, values.joined_pairs(pair), row)
        else:
            return self._fill(element, node, path, row)
        return []

    def _append(self, many: Field, raw: str, path: str, line: int, row: _Row) -> None:
        code = self._known(many, many.codes, raw, (path, line), row) if many.codes and raw else raw
        self._add(many.column, values.joined([code]) if code else None, row)

    @staticmethod
    def _add(column: str, part: str | None, row: _Row) -> None:
        before = row.cells[column]
        row.cells[column] = "; ".join(each for each in (before, part) if each) or None

    def _attributes(self, element: Element, node: Node, path: str, row: _Row) -> None:
        for name, raw in node.attributes.items():
            if each := element.attributes.get(name):
                self._value(each, raw, f"{path}/@{name}", node.line, row)
            elif not (name == "xml:lang" or (element.pick and element.pick[0] == name)):
                self._unknown(f"{element.name}/@{name}", f"{path}/@{name}", node.line, raw)
        for name, each in element.attributes.items():
            if each.required and not node.attributes.get(name, "").strip():
                self._tell_missing(f"{path}/@{name}", node.line, row, each.column)

    def _texts(self, element: Element, node: Node, path: str, row: _Row) -> None:
        if len(element.texts) == 2:
            self._position(element, node, path, row)
        elif element.texts:
            self._value(element.texts[0], node.text, path, node.line, row)
            if not node.text.strip():
                self._tell_missing(path, node.line, row, element.texts[0].column)
        elif element.words:
            self._words(element, node, path, row)
        elif node.text.strip():
            self._unknown(f"text in {element.name}", path, node.line, node.text.strip())

    def _position(self, element: Element, node: Node, path: str, row: _Row) -> None:
        parts = values.parts_of_position(node.text)
        if len(parts) != 2:
            self._tell("iati_element", path, node.line, row, "lat", node.text, reason="it is no latitude and longitude")
            return
        for each, part in zip(element.texts, parts, strict=True):
            self._value(each, part, path, node.line, row)
        if "," in node.text or ";" in node.text:
            self._tell("iati_value_corrected", path, node.line, row, "lat", node.text, after=" ".join(parts))
        if row.cells["lat"] is None or row.cells["lon"] is None:
            row.cells |= {"lat": None, "lon": None}

    # narratives

    def _words(self, element: Element, node: Node, path: str, row: _Row) -> None:
        """The first narrative that holds words goes into the row, the others into the grid `narratives`."""
        column = element.words.column
        own = node.attributes.get("xml:lang") or self.lang
        found = [(each, each.attributes.get("xml:lang") or own) for each in node.children if each.name == "narrative"]
        spoken = [
            (each, f"{path}/narrative[{n}]", lang) for n, (each, lang) in enumerate(found, 1) if each.text.strip()
        ]
        if not spoken and node.text.strip():
            spoken = [(node, path, own)]
            self._tell("iati_value_corrected", path, node.line, row, column, None, after="a narrative")
        elif node.text.strip():
            self._unknown(f"text beside the narratives of {element.name}", path, node.line, node.text.strip())
        if len(spoken) < max(len(found), element.words.required):
            self._tell_missing(f"{path}/narrative", node.line, row, column)
        for each, at, lang in spoken:
            self._narrative(column, each, at, self._language(lang, at, each.line, row), row)

    def _narrative(self, column: str, node: Node, path: str, lang: str | None, row: _Row) -> None:
        if row.cells[column] is None:
            row.cells |= {column: node.text, f"{column}_lang": lang}
            return
        grid = row.rows.grid
        cells = {"path": path, "parent": row.path, "activity": self.activity, "grid": grid, "column": column}
        self.into.rows["narratives"].append(cells | {"lang": lang, "text": node.text})
        self.into.lines["narratives"].append(node.line)

    def _language(self, lang: str | None, path: str, line: int, row: _Row) -> str | None:
        value = values.READERS["lang"](lang) if lang else values.Value(None)
        if value.rule and lang != self.lang:
            self._told(value, lang, f"{path}/@xml:lang", line, row, "lang")
        return value.text

    # values

    def _value(self, each: Field, raw: str, path: str, line: int, row: _Row) -> None:
        row.places[each.column] = (path, line)
        if not raw.strip():
            return
        value = values.READERS[each.kind](raw)
        row.cells[each.column] = value.text
        if value.rule:
            self._told(value, raw, path, line, row, each.column)

    def _told(self, value: values.Value, raw: str, path: str, line: int, row: _Row, column: str) -> None:
        detail = {"after": value.text} if value.text is not None else {"reason": value.reason}
        self._tell(value.rule, path, line, row, column, raw, **detail)

    def _check_codes(self, row: _Row) -> None:
        """Codes last, when the vocabulary beside each is known."""
        for each in row.rows.element.codes:
            raw = row.cells[each.column]
            if raw is None:
                continue
            vocabulary = (row.cells[each.vocabulary] or "").strip() or None if each.vocabulary else None
            row.cells[each.column] = self._known(each, each.codes, raw, row.places[each.column], row, vocabulary)

    def _known(
        self, each: Field, name: str, raw: str, place: tuple[str, int], row: _Row, vocabulary: str | None = None
    ) -> str:
        """The code as its list writes it, or as it stands where the list does not hold it, which is told."""
        listed = codes.list_of(name, vocabulary)
        meant = codes.code_meant(listed, raw) if listed else raw.strip()
        if meant is None:
            self._tell("iati_code_unknown", *place, row, each.column, raw.strip(), list=listed)
        elif meant != raw:
            self._tell("code_corrected", *place, row, each.column, raw, after=meant)
        return meant or raw.strip()

    # findings

    def _tell(
        self, rule: str, path: str, line: int, row: _Row, column: str | None, value: str | None, **named: str
    ) -> None:
        about = tuple(named.items())
        if rule in ("iati_element", "iati_element_missing"):
            about = (("element", "/".join(path.split("/")[-2 if "/@" in path else -1 :])), *about)
        at = {"path": path, "row": line, "sheet": row.rows.grid, "column": column}
        self.into.tell(Finding(rule, value=value, values=about, **at))

    def _tell_missing(self, path: str, line: int, row: _Row, column: str | None = None) -> None:
        if path.endswith("/iati-identifier"):
            reason = f"it is missing; the activity is called {self.activity}"
            self._tell("iati_element", path, line, row, "identifier", None, reason=reason)
        else:
            self._tell("iati_element_missing", path, line, row, column, None)

    def _left_out(self, element: Element, child: Node, path: str, at: str, row: _Row) -> None:
        """An element that has no place: a contact, a second of what stands once, one of another standard."""
        if child.name == PERSONS and element.name == "iati-activity":
            self.into.contacts.append(Finding("column_kept_out", path=at, row=child.line, column=PERSONS))
        elif child.name in element.by_name:
            value = child.text.strip() or ", ".join(child.attributes.values())
            self._tell("iati_element", at, child.line, row, None, value, reason="it stands twice; the first was read")
        else:
            self._unknown(child.name, at, child.line, None)

    def _unknown(self, name: str, path: str, line: int, value: str | None) -> None:
        self.into.unknown[name] += 1
        where = {"path": path, "row": line, "value": value}
        self.into.unknown_first.setdefault(name, Finding("iati_element_unknown", **where, values=(("element", name),)))


def _target(element: Element, child: Node, taken: set[int]) -> Element | Rows | None:
    """Where a child goes: the first column that wants it and has none yet, else the rows of its name, else nowhere."""
    for target in element.by_name.get(child.name, ()):
        if isinstance(target, Rows) and not target.once:
            return target
        shared = isinstance(target, Element) and (target.many or target.pairs)
        free = shared or id(target) not in taken
        if free and (isinstance(target, Rows) or _picked(target, child)):
            taken.add(id(target))
            return target
    return None


def _picked(element: Element, child: Node) -> bool:
    if element.pick is None:
        return True
    attribute, wanted, may_lack = element.pick
    stated = child.attributes.get(attribute, "").strip()
    return stated == wanted or (may_lack and not stated)


def _repeats(element: Element, name: str, counts: Counter[str]) -> bool:
    """Whether a path needs a number: the element can stand more than once, or does."""
    targets = element.by_name.get(name, ())
    once = len(targets) == 1 and isinstance(targets[0], Element) and not (targets[0].many or targets[0].pairs)
    return counts[name] > 1 or not once
