"""Figures on a slide of PowerPoint: native charts, tables and text, and maps as pictures."""

from __future__ import annotations

import io

from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_THEME_COLOR as TONE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.slide import Slide
from pptx.util import Emu, Pt

from analytics.exports import letters, pptx_series
from analytics.exports.figure_svg import DOT, RING, Paint, figure_svg
from analytics.exports.figure_texts import cell_text, column_widths
from analytics.exports.pptx_words import LOOSE, PT, Box, alt_text, plain, set_type, write
from analytics.exports.sheets import Sheet
from analytics.exports.typesetting import picture
from analytics.figures.model import Figure
from analytics.palette import Look
from analytics.wording import Words

MAP_DPI = 220
SIGNS = {DOT: "●", RING: "○"}
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # of PowerPoint's own table styles: no lines, no fills
TONES = {
    "teal": TONE.ACCENT_1, "brick": TONE.ACCENT_2, "maize": TONE.ACCENT_3, "leaf": TONE.ACCENT_4, 
    "violet": TONE.ACCENT_5, "clay": TONE.ACCENT_6, "ink": TONE.TEXT_1, "soft": TONE.TEXT_2,
}  # fmt: skip
SVG_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ASVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
SVG_URI = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


def draw(slide: Slide, box: Box, sheet: Sheet, say: Words) -> None:
    """The figure of a sheet, in the box."""
    figure = sheet.figure
    if figure.is_empty:
        write(slide, box, say("Nothing is recorded for this selection."), sizes=(20,), is_soft=True)
        return
    if figure.kind == "table":
        cells = [[cell_text(value, say) for value in row] for row in figure.rows]
        put_table(slide, box, figure.columns, cells, say, sheet.alt())
        return
    if figure.kind in ("lines", "stack") and not figure.body.get("many"):
        pptx_series.DRAWN[figure.kind](slide, box, figure, sheet.alt())
        return
    drawn = {"cards": _cards, "bars": _bars, "timeline": _timeline, "matrix": _matrix, "map": _picture,
             "lines": _picture, "text": _texts, "cover": _cover}[figure.kind]  # fmt: skip
    drawn(slide, box, figure, sheet.alt(), say)


# Cards and text


def _cards(slide: Slide, box: Box, figure: Figure, alt: str, say: Words) -> None:
    items = figure.body["items"]
    columns = len(items) if len(items) < 4 else -(-len(items) // 2)
    rows, gap = -(-len(items) // columns), 180000
    w, h = (box.width - gap * (columns - 1)) // columns, min((box.height - gap * (rows - 1)) // rows, 2300000)
    for i, item in enumerate(items):
        left, top = box.left + (i % columns) * (w + gap), box.top + (i // columns) * (h + gap)
        card = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Emu, (left, top, w, h)))
        card.fill.solid()
        card.fill.fore_color.theme_color = TONE.BACKGROUND_2
        card.line.fill.background()
        card.shadow.inherit = False
        alt_text(card, f"{item['figure']}: {item['label']}. {item['note']}")
        stripe = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Emu, (left, top, 60000, h)))
        stripe.fill.solid()
        stripe.fill.fore_color.theme_color = TONES.get(item["colour"], TONE.ACCENT_1)
        stripe.line.fill.background()
        alt_text(stripe, "")
        _card_words(card.text_frame, item, (w / PT - 34) / LOOSE, h / PT - 20)


def _card_words(frame: object, item: dict, room: float, high: float) -> None:
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left, frame.margin_top = Pt(18), Pt(10)
    note = " · ".join(filter(None, (item.get("of", ""), item["note"])))
    number, lines = letters.fitted(item["figure"], room, 50, (40, 34, 30, 26, 22, 18, 14), "title")
    high -= number * 1.25 * len(lines)
    label, lines = letters.fitted(item["label"], room, high * 0.55, (16, 14, 12, 11, 10), "strong")
    high -= label * 1.25 * len(lines)
    small, remarks = letters.fitted(letters.clean(note), room, max(high, 12), (12, 11, 10, 9, 8))
    parts = ((item["figure"], number, True), ("\n".join(lines), label, True), ("\n".join(remarks), small, False))
    for i, (words, size, is_strong) in enumerate(parts):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = letters.clean(words).replace("\n", " ")
        run.font.size, run.font.bold = Pt(size), is_strong
        run.font.color.theme_color = TONE.TEXT_1


def _texts(slide: Slide, box: Box, figure: Figure, alt: str, say: Words) -> None:
    """Headed paragraphs as text boxes, in columns, as large as they fit."""
    held = [b for b in figure.body["blocks"] if b["head"] or b["lines"]]
    columns = 1 if len(held) == 1 else 2 if len(held) <= 4 else 3
    gap = 250000
    w = (box.width - gap * (columns - 1)) // columns
    rows = [held[i : i + columns] for i in range(0, len(held), columns)]
    for size in (24, 20, 18, 16, 14, 13, 12, 11, 10, 9, 8):
        tall = [max(_height(b, size, w / PT / LOOSE) for b in row) for row in rows]
        if sum(tall) <= box.height / PT:
            break
    top = box.top
    for row, high in zip(rows, tall, strict=True):
        for j, b in enumerate(row):
            room = min(int(high * PT), box.top + box.height - top)
            if room < size * PT:
                return
            shape = slide.shapes.add_textbox(*map(Emu, (box.left + j * (w + gap), top, w, room)))
            frame = shape.text_frame
            frame.word_wrap = True
            frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
            _block(frame, b, size, w / PT / LOOSE, room / PT)
        top += int(high * PT)


def _height(block: dict, size: float, room: float) -> float:
    said = [block["head"]] * bool(block["head"]) + [letters.clean(line) for line in block["lines"]]
    return (sum(len(letters.lines(line, size, room, "strong")) for line in said) + 0.6) * size * 1.25


def _block(frame: object, block: dict, size: float, room: float, high: float) -> None:
    words = "\n".join(letters.clean(line) for line in block["lines"])
    most = max(int(high / (size * 1.25)) - bool(block["head"]), 1)
    lines = letters.lines(words, size, room, most=most) if block["lines"] else []
    whole = lines if lines and lines[-1].endswith("…") else words.split("\n") if block["lines"] else []
    for i, (said, is_strong) in enumerate([(block["head"], True)] * bool(block["head"]) + [(w, False) for w in whole]):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold = letters.clean(said, 600), Pt(size), is_strong or None


def _cover(slide: Slide, box: Box, figure: Figure, alt: str, say: Words) -> None:
    write(slide, Box(box.left, box.top, box.width, box.height // 2), figure.sentence, sizes=(24, 20, 18, 16, 14))


# Charts


def _chart(slide: Slide, box: Box, kind: object, data: CategoryChartData, alt: str) -> Chart:
    frame = slide.shapes.add_chart(kind, *map(Emu, (box.left, box.top, box.width, box.height)), data)
    alt_text(frame, alt)
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    chart.font.size = Pt(12)
    return chart


def _bars(slide: Slide, box: Box, figure: Figure, alt: str, say: Words) -> None:
    body = figure.body
    rows, is_upright = body["rows"], bool(body.get("upright"))
    data = CategoryChartData()
    data.categories = [plain(row["label"]) for row in rows]
    data.add_series(plain(body["axis"]), [row["value"] for row in rows])
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED if is_upright else XL_CHART_TYPE.BAR_CLUSTERED
    high = box.height if is_upright else min(box.height, int((len(rows) * 44 + 20) * PT))
    chart = _chart(slide, Box(box.left, box.top, box.width, high), kind, data, alt)
    size = Pt(max(min(box.height / PT / max(len(rows), 1) * 0.42, 16), 8))
    plot, values, names = chart.plots[0], chart.value_axis, chart.category_axis
    plot.gap_width, plot.vary_by_categories = 45, False
    values.visible, values.has_major_gridlines, values.minimum_scale = False, False, 0
    values.maximum_scale = body["max"] or 1
    names.reverse_order, names.has_major_gridlines = not is_upright, False
    names.tick_labels.font.size = size
    names.format.line.fill.background()
    has_best = any(row["stands_out"] for row in rows)
    series = plot.series[0]
    for i, row in enumerate(rows):
        point = series.points[i]
        point.format.fill.solid()
        colour = point.format.fill.fore_color
        colour.theme_color = TONES[body["colour"]]
        if has_best and not row["stands_out"]:
            colour.brightness = 0.6
        frame = point.data_label.text_frame
        frame.text = letters.clean(row["words"], 80)
        set_type(frame.paragraphs[0], size.pt, is_strong=True)
        point.data_label.position = XL_LABEL_POSITION.OUTSIDE_END


def _timeline(slide: Slide, box: Box, figure: Figure, alt: str, say: Words) -> None:
    """A stacked bar: the years before it without a fill, then the time that it lasts."""
    body = figure.body
    # the lowest row of a chart comes first; single days have no length that a bar could show
    lanes = [lane for lane in body["lanes"] if {mark["kind"] for mark in lane["marks"]} != {"dot"}][::-1]
    data = CategoryChartData()
    data.categories = [plain(f"{lane['label']}: {lane['words']}") for lane in lanes]
    first = [min((m["from"] for m in lane["marks"]), default=None) for lane in lanes]
    last = [max((m["to"] for m in lane["marks"]), default=None) for lane in lanes]
    data.add_series(say("Start"), first)
    data.add_series(
        say("Years"), [None if a is None else max(round(b - a, 3), 0.12) for a, b in zip(first, last, strict=True)]
    )
    high = min(box.height, int((len(lanes) * 60 + 40) * PT))
    chart = _chart(slide, Box(box.left, box.top, box.width, high), XL_CHART_TYPE.BAR_STACKED, data, alt)
    plot, values, names = chart.plots[0], chart.value_axis, chart.category_axis
    plot.gap_width, plot.overlap = 60, 100
    values.minimum_scale, values.maximum_scale, values.major_unit = body["first"], body["last"], max(
        1, round((body["last"] - body["first"]) / 6)
    )  # fmt: skip
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "0", False
    values.tick_labels.font.size = Pt(11)
    values.major_gridlines.format.line.color.rgb = RGBColor(0xE3, 0xDA, 0xCB)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.tick_labels.font.size = Pt(11)
    plot.series[0].format.fill.background()
    for i, lane in enumerate(lanes):
        point = plot.series[1].points[i]
        point.format.fill.solid()
        point.format.fill.fore_color.theme_color = TONES.get(lane["colour"], TONE.ACCENT_1)
        if any(mark["kind"].startswith("fades") for mark in lane["marks"]):
            point.format.fill.fore_color.brightness = 0.6


# Tables


def put_table(slide: Slide, box: Box, heads: tuple[str, ...], cells: list[list[str]], say: Words, alt: str) -> None:
    """A native table; the rows that do not fit are counted in a last line."""
    if not heads:
        return
    for size in (14, 13, 12, 11, 10, 9, 8, 7):
        widths = column_widths(heads, cells, size * LOOSE * 1.1, box.width / PT)
        tall = [_row_height(row, widths, size) for row in [list(heads), *cells]]
        if sum(tall) <= box.height / PT:
            break
    shown = len(cells)
    while shown and sum(tall[: shown + 1]) + size * 2 * (shown < len(cells)) > box.height / PT:
        shown -= 1
    left = len(cells) - shown
    more = [[say.many("… and {n} more row", "… and {n} more rows", left)] + [""] * (len(heads) - 1)] if left else []
    _table(slide, box, [list(heads), *cells[:shown], *more], widths, tall[: shown + 1], size, alt)


def _row_height(row: list[str], widths: list[float], size: float) -> float:
    most = max(
        len(letters.lines(cell, size * LOOSE, max(w - 12, 8), most=4)) for cell, w in zip(row, widths, strict=True)
    )
    return most * size * 1.22 + 7


def _table(
    slide: Slide, box: Box, rows: list[list[str]], widths: list[float], tall: list[float], size: float, alt: str
) -> object:
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
            said = letters.lines(letters.clean(words), size * LOOSE, max(widths[j] - 12, 8), most=4)
            cell.text_frame.text = " ".join(said) if said[-1].endswith("…") else letters.clean(words)
            for paragraph in cell.text_frame.paragraphs:
                set_type(paragraph, size, is_strong=i == 0 or None)
    return table


def _matrix(slide: Slide, box: Box, figure: Figure, alt: str, say: Words) -> None:
    """A native table: rows and columns, a dot, a ring, a number or words in each cell."""
    body = figure.body
    columns, rows = body["columns"], body["rows"]
    has_groups = any(row["group"] for row in rows)
    is_words = bool(body.get("words"))
    wide, high = box.width / PT, box.height / PT
    first = ([0.15] if has_groups else []) + [0.22]
    share = min((1 - sum(first)) / len(columns), 1 if is_words else 0.12)
    widths = [wide * part for part in [*first, *([share] * len(columns))]]
    head = 30 if is_words else min(max(letters.width(name, 10.5) for name in columns) + 14, high * 0.34, 150)
    step = min((high - head) / max(len(rows), 1), 30)
    size = max(min(step * 0.55, 13), 5)
    table_rows = [[*([""] * len(first)), *columns]]
    before = None
    for row in rows:
        group = [row["group"] if row["group"] != before else ""] if has_groups else []
        table_rows.append([*group, row["label"], *(SIGNS.get(cell, str(cell)) for cell in row["cells"])])
        before = row["group"]
    table = _table(slide, box, table_rows, widths, [head, *([step] * len(rows))], size, alt)
    shades = [row["shades"] for row in rows] if body.get("heat") else []
    _matrix_style(table, len(first), size, body["colour"], is_words, shades)


def _matrix_style(
    table: object, first: int, size: float, colour: str, is_words: bool, shades: list[list[float | None]]
) -> None:
    table.horz_banding = False
    table._tbl.tblPr.find(f"{{{A}}}tableStyleId").text = NO_STYLE
    for j in range(first, len(table.columns)):
        cell = table.cell(0, j)
        if not is_words:
            cell._tc.get_or_add_tcPr().set("vert", "vert270")
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        set_type(cell.text_frame.paragraphs[0], 10.5, is_strong=False)
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
            is_shaded = bool(shades) and shades[i - 1][j - first] is not None
            if is_shaded:
                cell.fill.solid()
                cell.fill.fore_color.theme_color = TONES.get(colour, TONE.ACCENT_1)
                cell.fill.fore_color.brightness = round(0.92 - 0.45 * shades[i - 1][j - first], 3)
            tone = TONES.get(colour, TONE.ACCENT_1) if is_sign or not (is_words or is_shaded) else None
            set_type(paragraph, size * 1.15 if is_sign else size, is_strong=not is_words, tone=tone)


# Maps, and small lines beside one another


def _picture(slide: Slide, box: Box, figure: Figure, alt: str, say: Words) -> None:
    """The figure as a picture of many dots to the inch, and as SVG for the programs that draw it."""
    width, height = box.width / 9525, box.height / 9525
    svg = figure_svg(figure, width, height, Paint(Look(), "m"), alt)
    png = picture(svg, "png", width=width, height=height, dpi=MAP_DPI)
    shape = slide.shapes.add_picture(io.BytesIO(png), *map(Emu, (box.left, box.top, box.width, box.height)))
    alt_text(shape, alt)
    package = slide.part.package
    name = PackURI(package.next_partname("/ppt/media/map%d.svg"))
    part = Part(name, "image/svg+xml", package, svg.encode())
    blip = shape._element.find(f".//{{{A}}}blip")
    extension = etree.SubElement(etree.SubElement(blip, f"{{{A}}}extLst"), f"{{{A}}}ext", uri=SVG_URI)
    drawn = etree.SubElement(extension, f"{{{ASVG}}}svgBlip", nsmap={"asvg": ASVG})
    drawn.set(f"{{{R}}}embed", slide.part.relate_to(part, SVG_RELATION))
