"""The tables of IATI 2.03, compiled to what the reader and the writer walk along."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from analytics.readers.iati.tables import TABLES


@dataclass(frozen=True)
class Field:
    """One column: its kind, the code list or rule (`codes`) and the column that names its vocabulary."""

    column: str
    kind: str = "text"
    codes: str | None = None
    vocabulary: str | None = None
    required: bool = False


@dataclass(eq=False)
class Element:
    """What stands in an element: attributes, text or narratives, elements that are columns and elements that are rows.

    `pick` is the attribute, its value and whether it may be absent, where siblings of one name go to several columns.
    """

    name: str
    pick: tuple[str, str, bool] | None = None
    attributes: dict[str, Field] = field(default_factory=dict)
    texts: list[Field] = field(default_factory=list)  # two for a position
    words: Field | None = None
    pairs: Field | None = None  # repeated elements of a name and a value each, in one cell
    children: list[Element | Rows] = field(default_factory=list)
    required: set[str] = field(default_factory=set)  # names of children that the schema asks for

    # all of these are asked for when the tables are compiled whole, never before

    @cached_property
    def many(self) -> Field | None:
        """The column that repeated elements of one attribute share."""
        return next((each for each in self.attributes.values() if each.kind == "many"), None)

    @cached_property
    def by_name(self) -> dict[str, list[Element | Rows]]:
        found: dict[str, list[Element | Rows]] = {}
        for child in self.children:
            found.setdefault(child.name, []).append(child)
        return found

    @cached_property
    def fields(self) -> list[Field]:
        """The columns that the element and the elements in it fill, in the order of the schema."""
        found = [*self.attributes.values(), *self.texts]
        found += [each for each in (self.words, self.pairs) if each]
        for child in self.children:
            found += child.fields if isinstance(child, Element) else []
        return found

    @cached_property
    def codes(self) -> list[Field]:
        """The columns that hold one code each."""
        return [each for each in self.fields if each.kind == "code"]

    @cached_property
    def rows_below(self) -> list[Rows]:
        """The rows of their own that stand in the element or in an element of it that is none."""
        found: list[Rows] = []
        for child in self.children:
            found += [child] if isinstance(child, Rows) else child.rows_below
        return found


@dataclass(eq=False)
class Rows:
    """Elements of which each is a row: of `grid`, and of this `kind` where a grid holds several kinds.

    `mark`: `rest`, only the siblings that no column of the parent took; `once`, the schema allows one.
    """

    name: str
    grid: str
    kind: str | None
    element: Element
    mark: str = ""

    @property
    def once(self) -> bool:
        return self.mark == "once"


def _step(name: str) -> tuple[str, tuple[str, str, bool] | None]:
    bare, _, condition = name.partition("[")
    if not condition:
        return bare, None
    attribute, value = condition.rstrip("]").split("=")
    return bare, (attribute, value.rstrip("?"), value.endswith("?"))


def _down(element: Element, steps: list[str], required: bool) -> Element:
    """The element at the end of the steps, made where it is not there yet."""
    for step in steps:
        name, pick = _step(step)
        found = [
            each for each in element.children if isinstance(each, Element) and (each.name, each.pick) == (name, pick)
        ]
        if not found:
            found = [Element(name, pick)]
            element.children.append(found[0])
        if required:
            element.required.add(name)
        element = found[0]
    return element


def _add_field(element: Element, column: str, path: str, kind: str = "text", mark: str = "") -> None:
    kind, _, codes = kind.partition(":")
    codes, _, vocabulary = codes.partition("@")
    new = Field(column, kind, codes or None, vocabulary or None, bool(mark))
    steps = [] if path == "." else path.split("/")
    attribute = steps.pop()[1:] if steps and steps[-1].startswith("@") else None
    if attribute or not mark:
        target = _down(element, steps, mark == "!!")
    else:
        target = _down(_down(element, steps[:-1], mark == "!!"), steps[-1:], bool(steps))
    if attribute:
        target.attributes[attribute] = new
    elif kind in ("words", "pairs"):
        setattr(target, kind, new)
    else:
        target.texts.append(new)


def _add_rows(element: Element, table: str, path: str, mark: str = "") -> None:
    *steps, name = path.split("/")
    grid, _, kind = table.partition(":")
    target = _down(element, steps, False)
    if mark == "!":
        target.required.add(name)
    target.children.append(Rows(name, grid, kind or None, _compiled(table, name), mark))


def _compiled(table: str, name: str) -> Element:
    element = Element(name)
    for line in TABLES[table].strip().splitlines():
        words = line.split()
        if words and words[0] == ">":
            _add_rows(element, *words[1:])
        elif words:
            _add_field(element, *words)
    return element


ACTIVITIES = Rows("iati-activity", "activities", None, _compiled("activities", "iati-activity"))


def _columns(element: Element) -> list[str]:
    names: list[str] = []
    for each in element.fields:
        names += [each.column, f"{each.column}_lang"] if each.kind == "words" else [each.column]
    return names


def grid_columns() -> dict[str, list[str]]:
    """For every grid its columns, those that every grid has first."""
    found: dict[str, list[str]] = {"activities": ["path", "activity", *_columns(ACTIVITIES.element)]}
    waiting = list(ACTIVITIES.element.rows_below)
    while waiting:
        rows = waiting.pop(0)
        first = ["path", "parent", "activity", *(["kind", "period"] if rows.kind else [])]
        known = found.setdefault(rows.grid, first)
        known += [name for name in _columns(rows.element) if name not in known]
        waiting += rows.element.rows_below
    found["narratives"] = ["path", "parent", "activity", "grid", "column", "lang", "text"]
    found["file"] = ["path", "version", "generated_datetime", "linked_data_default"]
    return found


GRIDS = grid_columns()
