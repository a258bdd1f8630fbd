"""Lines over time and stacked bars as native charts of PowerPoint, with the numbers in their own workbook."""

from __future__ import annotations

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_THEME_COLOR as TONE
from pptx.slide import Slide
from pptx.util import Emu, Pt

from analytics.exports.pptx_words import PT, Box, alt_text, plain
from analytics.figures.model import Figure

LINE = RGBColor(0xE3, 0xDA, 0xCB)
TONES = {
    "teal": TONE.ACCENT_1, "brick": TONE.ACCENT_2, "maize": TONE.ACCENT_3, "leaf": TONE.ACCENT_4,
    "violet": TONE.ACCENT_5, "clay": TONE.ACCENT_6, "soft": TONE.TEXT_2,
}  # fmt: skip


def _chart(slide: Slide, box: Box, kind: object, data: CategoryChartData, alt: str, series: int) -> Chart:
    frame = slide.shapes.add_chart(kind, *map(Emu, (box.left, box.top, box.width, box.height)), data)
    alt_text(frame, alt)
    chart = frame.chart
    chart.has_title = False
    chart.font.size = Pt(12)
    chart.has_legend = series > 1
    if series > 1:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    return chart


def _lines(slide: Slide, box: Box, figure: Figure, alt: str) -> None:
    """A line for each series; what is not recorded is a gap, as on the screen."""
    body = figure.body
    data = CategoryChartData()
    data.categories = [plain(name) for name in body["x"]]
    for one in body["series"]:
        data.add_series(plain(one["label"]), one["values"])
    chart = _chart(slide, box, XL_CHART_TYPE.LINE_MARKERS, data, alt, len(body["series"]))
    values, names = chart.value_axis, chart.category_axis
    values.minimum_scale, values.maximum_scale = body["ticks"][0][0], body["ticks"][-1][0]
    values.major_gridlines.format.line.color.rgb = LINE
    values.format.line.fill.background()
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    for one, series in zip(body["series"], chart.plots[0].series, strict=True):
        series.smooth = False
        series.format.line.width = Pt(2.25)
        series.format.line.color.theme_color = TONES[one["colour"]]
        series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 6
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.theme_color = TONES[one["colour"]]
        series.marker.format.line.color.theme_color = TONES[one["colour"]]


def _stack(slide: Slide, box: Box, figure: Figure, alt: str) -> None:
    body = figure.body
    rows = body["rows"]
    data = CategoryChartData()
    data.categories = [plain(f"{row['label']}: {row['words']}") for row in rows]
    for j, part in enumerate(body["parts"]):
        data.add_series(plain(part["label"]), [row["parts"][j] for row in rows])
    high = min(box.height, int((len(rows) * 44 + 60) * PT))
    own = Box(box.left, box.top, box.width, high)
    chart = _chart(slide, own, XL_CHART_TYPE.BAR_STACKED, data, alt, len(body["parts"]))
    plot, values, names = chart.plots[0], chart.value_axis, chart.category_axis
    plot.gap_width, plot.overlap = 45, 100
    values.visible, values.has_major_gridlines = False, False
    values.minimum_scale, values.maximum_scale = 0, body["max"] or 1
    names.reverse_order = True
    names.format.line.fill.background()
    names.tick_labels.font.size = Pt(max(min(box.height / PT / max(len(rows), 1) * 0.42, 14), 8))
    for part, series in zip(body["parts"], plot.series, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.theme_color = TONES[part["colour"]]


DRAWN = {"lines": _lines, "stack": _stack}
