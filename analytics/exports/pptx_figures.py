"""Figures on a slide of PowerPoint: native charts, tables and text, and maps as pictures."""

from __future__ import annotations

import io

from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_THEME_COLOR as TONE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.slide import Slide
from pptx.util import Emu, Pt

from analytics.exports import letters, pptx_series
from analytics.exports.figure_svg import Paint, figure_svg, rect
from analytics.exports.figure_texts import cell_text, is_tiled
from analytics.exports.pptx_tables import matrix, put_table
from analytics.exports.pptx_words import (
    LOOSE,
    PT,
    TITLE_LOOSE,
    TONES,
    Box,
    alt_text,
    painted,
    plain,
    point,
    set_type,
    write,
)
from analytics.exports.sheets import Sheet
from analytics.exports.typesetting import picture
from analytics.figures.model import Figure
from analytics.palette import Look
from analytics.wording import Words

MAP_DPI, MAP_PAD, LEAST_MAP = 220, 6, 820
LEAST_MARK = 0.008  # of the years shown: a single day is still seen
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
    drawn = {"cards": _cards, "bars": _bars, "timeline": _timeline, "matrix": matrix, "map": _picture,
             "lines": _picture, "text": _texts, "cover": _cover}[figure.kind]  # fmt: skip
    drawn(slide, box, figure, sheet.alt(), say)


# Cards and text


def _cards(slide: Slide, box: Box, figure: Figure, alt: str, say: Words) -> None:
    items = figure.body["items"]
    texts = [
        [letters.clean(one) for one in (item["figure"], item["label"],
                                        " · ".join(filter(None, (item.get("of", ""), item["note"]))))] for item in items
    ]  # fmt: skip
    usual = len(items) if len(items) < 4 else -(-len(items) // 2)
    made = [_card_grid(texts, box, columns) for columns in dict.fromkeys((usual, max(usual - 1, 1), 1))]
    columns, w, h, gap, sizes, _ = max(made, key=lambda grid: grid[5])
    for i, (item, said) in enumerate(zip(items, texts, strict=True)):
        left, top = box.left + (i % columns) * (w + gap), box.top + (i // columns) * (h + gap)
        card = painted(slide, Box(left, top, w, h), TONE.BACKGROUND_2)
        alt_text(card, f"{item['figure']}: {item['label']}. {item['note']}")
        painted(slide, Box(left, top, 60000, h), TONES.get(item["colour"], TONE.ACCENT_1))
        _card_words(card.text_frame, said, (sizes[0][i], *sizes[1:]), (w / PT - 34) / LOOSE, h)


def _pad(h: int) -> float:
    """The room above and below the words of a card, in points."""
    return min(10, h / PT * 0.07)


def _card_grid(texts: list[list[str]], box: Box, columns: int) -> tuple:
    """Cards in so many columns: how wide, how tall, how far apart, in which type, and how good that is."""
    rows, gap = -(-len(texts) // columns), min(180000, box.height // 20)
    w = min((box.width - gap * (columns - 1)) // columns, 7200000)
    h = min((box.height - gap * (rows - 1)) // rows, 3200000 if rows == 1 else 2300000, max(int(w * 0.72), 900000))
    room, high = (w / PT - 34) / LOOSE, h / PT - 2 * _pad(h)
    numbers, name, note = _card_sizes(texts, room, high, rows)
    tall = max(1.25 * (size + name * len(letters.lines(said[1], name, room, "strong")))
               for said, size in zip(texts, numbers, strict=True))  # fmt: skip
    return (
        columns,
        w,
        h,
        gap,
        (numbers, name, note),
        (tall <= high + 2 or columns / 99, min(*numbers, 20), min(name, 11)),
    )


def _card_sizes(texts: list[list[str]], room: float, high: float, rows: int) -> tuple[list[float], float, float]:
    """The type of each number, and that of names and notes, the same on every card."""
    large = tuple(round(high * part) for part in (0.4, 0.34, 0.29, 0.24, 0.2, 0.16, 0.13) if high * part > 12)
    numbers, names, notes = zip(*texts, strict=True)
    own = [
        letters.fitted(words, room / TITLE_LOOSE, high * 0.46, (*large, 12, 10, 8, 7), "title")[0] for words in numbers
    ]
    number = max(own)
    name = letters.common(names, room, (high - number * 1.25) * 0.6, (20, 18, 16, 14, 12, 11, 10, 9, 8, 7), "strong")
    left = high - number * 1.25 - name * 1.25 * (1 if rows == 1 else 2)
    return own, name, letters.common(notes, room, max(left, 12), (16, 14, 12, 11, 10, 9, 8, 7))


def _card_words(frame: object, said: list[str], sizes: tuple[float, float, float], room: float, h: int) -> None:
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left, frame.margin_top, frame.margin_bottom = Pt(18), Pt(_pad(h)), 0
    high = h / PT - 2 * _pad(h)
    rooms, faces, shares = (room / TITLE_LOOSE, room, room), ("title", "strong", "body"), (0.5, 0.62, 1)
    for i, (words, size) in enumerate(zip(said, sizes, strict=True)):
        most = max(int(shares[i] * high / (size * 1.2)), i < 2)
        if not words or most < 1:
            continue
        lines = letters.lines(words, size, rooms[i], faces[i], most)
        high -= len(lines) * size * 1.25
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = " ".join(lines) if lines[-1].endswith("…") else words
        run.font.size, run.font.bold = Pt(size), i < 2
        run.font.color.theme_color = TONE.TEXT_1
        if i == 0:
            run.font.name = "+mj-lt"  # the theme's type for titles


def _texts(slide: Slide, box: Box, figure: Figure, alt: str, say: Words) -> None:
    """Headed paragraphs as text boxes, in columns, as large as they fit."""
    held = [b for b in figure.body["blocks"] if b["head"] or b["lines"]]
    if is_tiled(held):
        _tiles(slide, box, held, TONES.get(figure.body.get("colour"), TONE.ACCENT_1))
        return
    tone = TONES.get(figure.body.get("colour"), TONE.ACCENT_1)
    is_saying = len(held) == 1 and not held[0]["head"]
    if is_saying:
        box = Box(box.left + 250000, box.top, box.width - 250000, box.height)
    columns = 1 if len(held) == 1 else 2 if len(held) <= 4 else 3
    gap = 300000
    w = (box.width - gap * (columns - 1)) // columns
    rows = [held[i : i + columns] for i in range(0, len(held), columns)]
    for size in (24, 20, 18, 16, 14, 13, 12, 11, 10, 9, 8):
        tall = [max(_height(b, size, w / PT / LOOSE) for b in row) for row in rows]
        if sum(tall) <= box.height / PT:
            break
    if is_saying:
        painted(slide, Box(box.left - 250000, box.top, 50000, min(int(tall[0] * PT), box.height)), tone)
    top = box.top
    for row, high in zip(rows, tall, strict=True):
        for j, b in enumerate(row):
            room = min(int(high * PT), box.top + box.height - top)
            if room < size * 2 * PT:
                return
            left, inset = box.left + j * (w + gap), 0 if is_saying else int(size * 0.4 * PT)
            if not is_saying:
                painted(slide, Box(left, top, w, 22000), tone)
            shape = slide.shapes.add_textbox(*map(Emu, (left, top + inset, w, room - inset)))
            frame = shape.text_frame
            frame.word_wrap = True
            frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
            _block(frame, b, size, w / PT / LOOSE, (room - inset) / PT)
        top += int(high * PT)


def _tiles(slide: Slide, box: Box, held: list[dict], tone: object) -> None:
    """A short list: each name a tile, with one line below it at most."""
    columns = 1 if len(held) < 5 else 2
    rows, gap = -(-len(held) // columns), 130000
    w, h = (box.width - gap * (columns - 1)) // columns, min((box.height - gap * (rows - 1)) // rows, 900000)
    for i, b in enumerate(held):
        left, top = box.left + (i % columns) * (w + gap), box.top + (i // columns) * (h + gap)
        tile = painted(slide, Box(left, top, w, h), TONE.BACKGROUND_2)
        alt_text(tile, ". ".join([b["head"], *b["lines"]]))
        painted(slide, Box(left, top, 65000, h), tone)
        frame, high, room = tile.text_frame, h / PT, (w / PT - 34) / (LOOSE * 1.1)
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
        frame.margin_left, frame.margin_top, frame.margin_bottom = Pt(20), 0, 0
        share = 0.5 if b["lines"] else 0.75
        head, _ = letters.fitted(
            letters.clean(b["head"]), room, high * share, (24, 20, 18, 16, 14, 12, 10, 8), "strong"
        )
        parts = [(letters.clean(b["head"]), head, True)]
        if b["lines"]:
            small, said = letters.fitted(letters.clean(b["lines"][0]), room, high * 0.36, (14, 12, 11, 10, 9, 8, 7))
            parts.append((" ".join(said), small, None))
        for n, (words, size, is_strong) in enumerate(parts):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.LEFT
            run = paragraph.add_run()
            run.text, run.font.size, run.font.bold = words, Pt(size), is_strong
            run.font.color.theme_color = TONE.TEXT_1


def _height(block: dict, size: float, room: float) -> float:
    said = [block["head"]] * bool(block["head"]) + [letters.clean(line) for line in block["lines"]]
    inset = size * 0.8 if len(block["lines"]) > 1 else 0
    return (sum(len(letters.lines(line, size, room - inset, "strong")) for line in said) + 1.2) * size * 1.25


def _block(frame: object, block: dict, size: float, room: float, high: float) -> None:
    """A head and its lines, as points where there are several."""
    is_list = len(block["lines"]) > 1
    inset, left = size * 0.8 if is_list else 0, max(int(high / (size * 1.25)), 1)
    said = [(letters.clean(block["head"], 600), True)] * bool(block["head"])
    said += [(letters.clean(line), False) for line in block["lines"]]
    for i, (words, is_head) in enumerate(said):
        if left < 1:
            return
        lines = letters.lines(words, size, room - inset, "strong" if is_head else "body", left)
        left -= len(lines)
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = " ".join(lines) if lines[-1].endswith("…") else words
        run.font.size, run.font.bold = Pt(size), is_head or None
        if is_list and not is_head:
            point(paragraph, inset)


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
    most = max((row["value"] for row in rows), default=0)
    tail = max((letters.width(row["words"], size.pt, "strong") for row in rows), default=0) * LOOSE + 8
    room = 0 if is_upright else min(tail / (box.width / PT * 0.7), 0.6)  # beside the longest bar stand its words
    values.maximum_scale = max(body["max"] or 1, most / (1 - room))
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
    """Stacked bars: the years before without a fill, then the time that it lasts, and so on for each mark of a lane."""
    body = figure.body
    lanes = body["lanes"][::-1]  # the lowest row of a chart comes first
    data = CategoryChartData()
    data.categories = [plain(f"{lane['label']}: {lane['words']}") for lane in lanes]
    least = (body["last"] - body["first"]) * LEAST_MARK
    set_ = [_spans(lane["marks"], least) for lane in lanes]
    for n in range(max(map(len, set_), default=0)):
        held = [spans[n] if n < len(spans) else (None, None) for spans in set_]
        mark = "" if n == 0 else f" {n + 1}"
        data.add_series(say("Start") + mark, [gap for gap, _ in held])
        data.add_series(say("Years") + mark, [long for _, long in held])
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
    for n, series in enumerate(plot.series):
        if n % 2 == 0:
            series.format.fill.background()
            continue
        for i, lane in enumerate(lanes):
            point = series.points[i]
            point.format.fill.solid()
            point.format.fill.fore_color.theme_color = TONES.get(lane["colour"], TONE.ACCENT_1)
            if any(mark["kind"].startswith("fades") for mark in lane["marks"]):
                point.format.fill.fore_color.brightness = 0.6


def _spans(marks: list[dict], least: float) -> list[tuple[float, float]]:
    """For each mark, the years since the one before (the first: its year) and how long it lasts, so that it is seen."""
    spans, end = [], 0.0
    for mark in sorted(marks, key=lambda mark: mark["from"]):
        if mark["from"] < end and spans:  # what meets the one before is one with it
            spans[-1] = (spans[-1][0], round(max(mark["to"], end) - (end - spans[-1][1]), 3))
            end = max(mark["to"], end)
            continue
        long = max(round(mark["to"] - mark["from"], 3), round(least, 3))
        spans.append((round(mark["from"] - end, 3), long))
        end = mark["from"] + long
    return spans


# Maps, and small lines beside one another


def _picture(slide: Slide, box: Box, figure: Figure, alt: str, say: Words) -> None:
    """The figure as a picture of many dots to the inch, and as SVG for the programs that draw it."""
    scale = max(LEAST_MAP / (box.width / 9525), 1)  # in a small place it is drawn large and set smaller
    width, height, paint = box.width / 9525 * scale, box.height / 9525 * scale, Paint(Look(), "m")
    svg = figure_svg(figure, width - 2 * MAP_PAD, height - 2 * MAP_PAD, paint, alt)
    svg = svg.replace("<svg ", f'<svg x="{MAP_PAD}" y="{MAP_PAD}" ', 1)
    ground = rect(paint, 0, 0, width, height, "paper", rx=6)  # on a dark slide its words stay dark on light
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.1f} {height:.1f}" width="{width:.1f}"'
    svg = f'{head} height="{height:.1f}">{ground}{svg}</svg>'
    png = picture(svg, "png", width=width, height=height, dpi=round(MAP_DPI / scale))
    shape = slide.shapes.add_picture(io.BytesIO(png), *map(Emu, (box.left, box.top, box.width, box.height)))
    alt_text(shape, alt)
    package = slide.part.package
    name = PackURI(package.next_partname("/ppt/media/map%d.svg"))
    part = Part(name, "image/svg+xml", package, svg.encode())
    blip = shape._element.find(f".//{{{A}}}blip")
    extension = etree.SubElement(etree.SubElement(blip, f"{{{A}}}extLst"), f"{{{A}}}ext", uri=SVG_URI)
    drawn = etree.SubElement(extension, f"{{{ASVG}}}svgBlip", nsmap={"asvg": ASVG})
    drawn.set(f"{{{R}}}embed", slide.part.relate_to(part, SVG_RELATION))
