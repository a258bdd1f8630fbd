"""A pivot as HTML: a table that can be read aloud, whose cells open the rows behind them."""

from __future__ import annotations

from html import escape
from itertools import groupby

from analytics.pivots.catalogue import MEASURES
from analytics.pivots.spec import Cell
from analytics.pivots.table import Pivot, columns_of
from analytics.pivots.words import Names, axis_name, measure_name, number, reason, rounded, unit_beside, worth_text
from analytics.pivots.worth import Key, Worth
from analytics.wording import Words

MOST_COLUMNS = 40
RESERVED = ("issues", "records")  # facts of which sensitive rows below department are the analyst's alone


def pivot_table(
    pivot: Pivot, rows: tuple[Key, ...], names: Names, say: Words, *, has_bars: bool, at: str = "",
    may_be_reserved: bool = False,
) -> str:  # fmt: skip
    """The rows given with the totals below; `at` is the cell that stands open.

    `may_be_reserved`: a reader may not see all rows, so that an empty cell does not say that nothing is recorded.
    """
    draw = _Drawing(pivot, names, say, has_bars, at, may_be_reserved)
    body = "".join(draw.row(key, before) for key, before in zip(rows, (None, *rows), strict=False))
    foot = draw.row(None, None, "foot") if pivot.spec.rows else draw.row(None, None)
    many = " many" if len(pivot.spec.told()) > 1 else ""  # several totals a row
    return (
        f'<div class="tj-figure tj-scroll"><table class="tj-pivot{many}"><thead>{draw.heads()}</thead>'
        f"<tbody>{body}</tbody><tfoot>{foot}</tfoot></table></div>"
    )


class _Drawing:
    def __init__(
        self, pivot: Pivot, names: Names, say: Words, has_bars: bool, at: str, may_be_reserved: bool
    ) -> None:  # fmt: skip
        self.may_be_reserved = may_be_reserved
        self.pivot, self.names, self.say, self.at = pivot, names, say, at
        self.columns = columns_of(pivot)
        self.most = {one: pivot.most(one) if has_bars else 0 for one in pivot.spec.told()}

    def heads(self) -> str:
        """A line for each axis of the columns, and one for the measures where there are several."""
        spec, say = self.pivot.spec, self.say
        many = len(spec.told()) > 1
        lines = max(len(spec.columns), 1) + (1 if many and spec.columns else 0)
        corner = (
            "".join(
                f'<th scope="col" class="side" rowspan="{lines}">{escape(axis_name(axis, say))}</th>'
                for axis in spec.rows
            )
            or f'<th class="side" rowspan="{lines}"></th>'
        )
        if not spec.columns:
            cells = "".join(f'<th scope="col">{escape(measure_name(one, say))}</th>' for one in spec.told())
            return f"<tr>{corner}{cells}</tr>"
        spans = f'rowspan="{len(spec.columns)}" colspan="{len(spec.told())}"'
        total = f'<th scope="col" class="total" {spans}>{say("Total")}</th>'
        rows = [self._head(i, corner if i == 0 else "", total if i == 0 else "") for i in range(len(spec.columns))]
        if many:
            cells = "".join(
                f'<th scope="col" class="{"total" if key is None else ""}">{escape(measure_name(one, say))}</th>'
                for one, key in self.columns
            )
            rows.append(f"<tr>{cells}</tr>")
        return "".join(rows)

    def _head(self, level: int, corner: str, total: str) -> str:
        spec = self.pivot.spec
        cells = ""
        for start, keys in groupby(self.pivot.column_keys, lambda key: key[: level + 1]):
            wide = len(list(keys)) * len(spec.told())
            name = self.names.of(spec.columns[level], start[level], self.say)
            gap = " gap" if start[level] == "" else ""
            cells += f'<th scope="colgroup" class="name{gap}" colspan="{wide}">{escape(name)}</th>'
        return f"<tr>{corner}{cells}{total}</tr>"

    def row(self, key: Key | None, before: Key | None, kind: str = "") -> str:
        spec, say = self.pivot.spec, self.say
        if key is None:
            wide = max(len(spec.rows), 1)
            heads = f'<th scope="row" class="total" colspan="{wide}">{say("Total")}</th>'
        else:
            heads = "".join(
                f'<th scope="row" class="{_again(key, before, i)}{" gap" if code == "" else ""}">'
                f"{escape(self.names.of(spec.rows[i], code, say))}</th>"
                for i, code in enumerate(key)
            )
        cells = "".join(self.cell(one, key, column) for one, column in self.columns)
        return f'<tr class="{kind}">{heads}{cells}</tr>'

    def cell(self, measure: str, row: Key | None, column: Key | None) -> str:
        worth, say = self.pivot.worth(measure, row, column), self.say
        edge = "total" if row is None or (column is None and self.pivot.spec.columns) else ""
        if worth is None:
            if self.may_be_reserved and MEASURES[measure].fact in RESERVED:
                told = escape(say("nothing recorded, or reserved"))
                return f'<td class="{edge} none"><span class="reserved" title="{told}">▨</span></td>'
            return f'<td class="{edge} none"><span title="{say("nothing recorded")}">·</span></td>'
        cell = Cell(measure, row, column)
        told = say(
            "{cell}: {worth}. Opens the rows behind it.",
            cell=self._named(cell), worth=worth_text(worth, self.names, say),
        )  # fmt: skip
        is_open = ' aria-expanded="true"' if cell.text() == self.at else ""
        return (
            f'<td class="{edge}" {self._bar(measure, worth, edge)}><button data-cell="{escape(cell.text())}"'
            f' aria-label="{escape(told)}" title="{escape(told)}"{is_open}>{self._number(worth)}'
            f"{self._beside(measure, row, column)}</button></td>"
        )

    def _named(self, cell: Cell) -> str:
        spec = self.pivot.spec
        sides = ((spec.rows, cell.row), (spec.columns, cell.column))
        parts = [self.names.key(axes, key, self.say) for axes, key in sides if axes]
        return " · ".join([measure_name(cell.measure, self.say), *parts])

    def _bar(self, measure: str, worth: Worth, edge: str) -> str:
        most = self.most[measure]
        if edge or not most or worth.value is None:
            return ""
        return f'style="--w:{100 * abs(worth.value) / most:.1f}%;--c:var(--tj-{MEASURES[measure].colour})"'

    def _number(self, worth: Worth) -> str:
        say = self.say
        if worth.value is None:
            told = say("not added up") if worth.reason else say("not stated")
            return f'<span class="gap">{escape(told)}</span>'
        part = ' class="part"' if worth.is_partial else ""
        unit = f" <small>{escape(unit_beside(worth, say, self.names))}</small>" if self._needs_unit(worth) else ""
        return f"<b{part}>{escape(number(worth, say))}</b>{unit}"

    def _needs_unit(self, worth: Worth) -> bool:
        """A unit stands in the cell where no axis says it."""
        return bool(worth.unit) and not {"currency", "measure"} & set(self.pivot.spec.axes)

    def _beside(self, measure: str, row: Key | None, column: Key | None) -> str:
        told, say = "", self.say
        if (share := self.pivot.share(measure, row, column)) is not None:
            told += f"<small>{say('{n}%', n=say.number(round(100 * share, 1)))}</small>"
        if (change := self.pivot.change(measure, row, column)) is not None:
            kind = "up" if change > 0 else "down" if change < 0 else "same"
            sign = {"up": "+", "down": "−", "same": "±"}[kind]
            told += f'<small class="{kind}">{sign}{say.number(abs(rounded(change)))}</small>'
        return told


def _again(key: Key, before: Key | None, level: int) -> str:
    """A name that the row above has too is muted."""
    return (
        "again" if before is not None and level < len(key) - 1 and key[: level + 1] == before[: level + 1] else "name"
    )


def refusals(pivot: Pivot, names: Names, say: Words) -> list[str]:
    """Every reason why a total of the pivot is not told, once."""
    totals = [
        worth for (_, row, column), worth in pivot.cells.items() if (row is None or column is None) and worth.reason
    ]
    return list(dict.fromkeys(reason(worth, names, say) for worth in totals))
