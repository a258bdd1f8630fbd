"""Tables and matrices on a slide of PowerPoint: native, measured so that no row leaves its place."""

from __future__ import annotations

from pptx.enum.dml import MSO_THEME_COLOR as TONE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide
from pptx.util import Emu, Pt

from analytics.exports import letters
from analytics.exports.figure_svg import DOT, RING
from analytics.exports.figure_texts import MEASURED, column_widths
from analytics.exports.pptx_words import LOOSE, PT, TONES, Box, alt_text, set_type
from analytics.figures.model import Figure
from analytics.wording import Words

SIGNS = {DOT: "●", RING: "○"}
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # of PowerPoint's own table styles: no lines, no fills
HEAD_SIZE = 10.5
LEAST_ROW, LEAST_COLUMN = 9.5, 15  # points; what is narrower than this is counted and left out
A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def put_table(slide: Slide, box: Box, heads: tuple[str, ...], cells: list[list[str]], say: Words, alt: str) -> None:
    """A native table; the rows that do not fit are counted in a last line."""
    if not heads:
        return
    for size in (14, 13, 12, 11, 10, 9, 8, 7, 6):
        widths = column_widths(heads, cells, size * LOOSE * 1.1, box.width / PT)
        tall = [_row_height(row, widths, size) for row in [list(heads), *cells]]
        if sum(tall) <= box.height / PT and is_unbroken(heads, cells, widths, size * LOOSE):
            break
    shown = len(cells)
    while shown and sum(tall[: shown + 1]) + size * 2 * (shown < len(cells)) > box.height / PT:
        shown -= 1
    left = len(cells) - shown
    more = [[say.many("… and {n} more row", "… and {n} more rows", left)] + [""] * (len(heads) - 1)] if left else []
    _table(slide, box, [list(heads), *cells[:shown], *more], widths, tall[: shown + 1], size, alt)


def paged(box: Box, heads: tuple[str, ...], cells: list[list[str]]) -> list[list[list[str]]]:
    """The rows in portions that each fit the box, in type that can be read."""
    for size in (11, 10, 9, 8, 7, 6):
        widths = column_widths(heads, cells, size * LOOSE * 1.1, box.width / PT)
        if is_unbroken(heads, cells, widths, size * LOOSE):
            break
    head, pages, used = _row_height(list(heads), widths, size), [[]], 0.0
    for row in cells:
        tall = _row_height(row, widths, size)
        if pages[-1] and head + used + tall > box.height / PT:
            pages, used = [*pages, []], 0.0
        pages[-1].append(row)
        used += tall
    return pages


def is_unbroken(heads: tuple[str, ...], cells: list[list[str]], widths: list[float], size: float) -> bool:
    """Whether every word has room in its column."""
    return all(
        letters.width(word, size, "strong") <= w - 12
        for row in [list(heads), *cells[:MEASURED]] for cell, w in zip(row, widths, strict=True)
        for word in cell.split()[:40] if len(word) < 30
    )  # fmt: skip


def _row_height(row: list[str], widths: list[float], size: float) -> float:
    most = max(
        len(letters.lines(cell, size * LOOSE, max(w - 12, 8), most=4)) for cell, w in zip(row, widths, strict=True)
    )
    return most * size * 1.22 + 7


def _table(
    slide: Slide,
    box: Box,
    rows: list[list[str]],
    widths: list[float],
    tall: list[float],
    size: float,
    alt: str,
    is_set: bool = False,
) -> object:
    """The table on the slide; `is_set` says that its words are broken to fit already."""
    frame = slide.shapes.add_table(len(rows), len(widths), *map(Emu, (box.left, box.top, box.width, PT * 10)))
    alt_text(frame, alt)
    table = frame.table
    for column, w in zip(table.columns, widths, strict=True):
        column.width = Emu(int(w * PT))
    for i, row in enumerate(rows):
        table.rows[i].height = Emu(int((tall[i] if i < len(tall) else size * 1.9) * PT))
        for j, words in enumerate(row):
            cell = table.cell(i, j)
            cell.margin_left = cell.margin_right = Pt(5)
            cell.margin_top = cell.margin_bottom = Pt(2)
            cell.vertical_anchor = MSO_ANCHOR.TOP
            if is_set:
                cell.text_frame.text = words
            else:
                said = letters.lines(letters.clean(words), size * LOOSE, max(widths[j] - 12, 8), most=4)
                cell.text_frame.text = " ".join(said) if said[-1].endswith("…") else letters.clean(words)
            tone = TONE.BACKGROUND_1 if i == 0 and not is_set else TONE.TEXT_1
            for paragraph in cell.text_frame.paragraphs:
                set_type(paragraph, size, is_strong=i == 0 or None, tone=tone)
            if not is_set and (i == 0 or i % 2 == 0):
                cell.fill.solid()
                cell.fill.fore_color.theme_color = TONE.ACCENT_1 if i == 0 else TONE.BACKGROUND_2
    # the colours of a table style take light ground for granted, which a dark template has not
    table.horz_banding = False
    table._tbl.tblPr.find(f"{{{A}}}tableStyleId").text = NO_STYLE
    return table


def matrix(slide: Slide, box: Box, figure: Figure, alt: str, say: Words) -> None:
    """A native table: rows and columns, a dot, a ring, a number or words in each cell; what has no room is counted."""
    body = figure.body
    columns, rows, is_words = body["columns"], body["rows"], bool(body.get("words"))
    has_groups = any(row["group"] for row in rows)
    wide, high = box.width / PT, box.height / PT
    first = [wide * part for part in ([0.15] if has_groups else []) + [0.24]]
    most = max(int((wide - sum(first)) / LEAST_COLUMN), 1)
    dropped, columns = len(columns) - min(most, len(columns)), columns[:most]
    share = min((wide - sum(first)) / len(columns), wide if is_words else wide * 0.16)
    heads, head, head_size, is_turned = _matrix_heads(columns, share, high)
    shown = min(len(rows), max(int((high - head) / LEAST_ROW), 1))
    shown -= shown < len(rows) and shown > 1
    left = len(rows) - shown
    step = min((high - head) / max(shown + bool(left or dropped), 1), 30)
    size = max(min(step * 0.55, 13), 5)
    cells, before = [[*([""] * len(first)), *heads]], None
    for row in rows[:shown]:
        group = [_short(row["group"] if row["group"] != before else "", size, first[0])] if has_groups else []
        said = (SIGNS.get(cell, str(cell)) for cell in row["cells"][:most])
        cells.append([*group, _short(row["label"], size, first[-1]), *(_short(cell, size, share) for cell in said)])
        before = row["group"]
    if left or dropped:
        more = [say.many("… and {n} more row", "… and {n} more rows", left)] * bool(left)
        more += [say.many("{n} more column", "{n} more columns", dropped)] * bool(dropped)
        cells.append([" · ".join(more), *([""] * (len(first) + len(columns) - 1))])
    tall = [head, *([step] * (len(cells) - 1))]
    table = _table(slide, box, cells, [*first, *([share] * len(columns))], tall, size, alt, is_set=True)
    shades = [row["shades"][:most] for row in rows[:shown]] if body.get("heat") else []
    if left or dropped:
        table.cell(len(cells) - 1, 0).merge(table.cell(len(cells) - 1, len(first) + len(columns) - 1))
    _matrix_style(table, len(first), size, body["colour"], is_words, head_size if is_turned else -head_size, shades)


def _short(words: str, size: float, room: float) -> str:
    """A text on one line of a cell."""
    return letters.lines(letters.clean(words), size * LOOSE, max(room - 10, 8), most=1)[0]


def _matrix_heads(columns: list[str], share: float, high: float) -> tuple[list[str], float, float, bool]:
    """The names over the columns in lines, level where they fit, else turned; how tall, in which type, and whether."""
    for size in (HEAD_SIZE, HEAD_SIZE - 1.5):
        set_ = [letters.lines(letters.clean(name), size * LOOSE, share - 8, most=4) for name in columns]
        tall = max(map(len, set_)) * size * 1.25 + 8
        if tall < high * 0.34 and _is_whole(set_, columns):
            return ["\v".join(said) for said in set_], tall, size, False
    most, size = max(int((share - 4) / (HEAD_SIZE * 1.25)), 1), HEAD_SIZE
    for tall in (50, 65, 80, 100, 120, 145, 170):
        set_ = [letters.lines(letters.clean(name), size * LOOSE, tall - 12, most=most) for name in columns]
        if _is_whole(set_, columns) or tall > high * 0.38:
            break
    return ["\v".join(said) for said in set_], tall, size, True


def _is_whole(set_: list[list[str]], names: list[str]) -> bool:
    """Whether no name was cut and no word broken."""
    return all(" ".join(said) == letters.clean(name) for said, name in zip(set_, names, strict=True))


def _matrix_style(
    table: object, first: int, size: float, colour: str, is_words: bool, head: float, shades: list[list]
) -> None:
    """The type and colours of a matrix; `head` is the size of its names, below zero where they stand level."""
    is_turned = head > 0
    for j in range(first, len(table.columns)):
        cell = table.cell(0, j)
        if is_turned:
            cell._tc.get_or_add_tcPr().set("vert", "vert270")
        cell.margin_left = cell.margin_right = Pt(3)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE if is_turned else MSO_ANCHOR.BOTTOM
        for paragraph in cell.text_frame.paragraphs:
            set_type(paragraph, abs(head), is_strong=False)
            if not is_turned and not is_words:
                paragraph.alignment = PP_ALIGN.CENTER
    for i in range(1, len(table.rows)):
        for j in range(len(table.columns)):
            cell = table.cell(i, j)
            cell.margin_top = cell.margin_bottom = 0
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            paragraph = cell.text_frame.paragraphs[0]
            if j < first:
                continue
            is_sign = paragraph.text in SIGNS.values()
            paragraph.alignment = PP_ALIGN.LEFT if is_words else PP_ALIGN.CENTER
            is_shaded = i <= len(shades) and shades[i - 1][j - first] is not None
            if is_shaded:
                cell.fill.solid()
                cell.fill.fore_color.theme_color = TONES.get(colour, TONE.ACCENT_1)
                cell.fill.fore_color.brightness = round(0.92 - 0.45 * shades[i - 1][j - first], 3)
            tone = TONES.get(colour, TONE.ACCENT_1) if is_sign or not (is_words or is_shaded) else TONE.TEXT_1
            set_type(paragraph, size * 1.5 if is_sign else size, is_strong=not is_words, tone=tone)
