"""Lines over time, stacked bars and matrices of shades as SVG, for figures whose numbers come from a pivot."""

from __future__ import annotations

from analytics.exports import letters
from analytics.exports.figure_svg import Paint, opened, rect, text
from analytics.figures.model import Figure

GAP = 22


# Lines


def lines(figure: Figure, width: float, height: float, paint: Paint) -> str:
    """One picture of all lines, each named at its end; or a small one for each, on the same scale."""
    body = figure.body
    if not body["many"]:
        return _plot(body, body["series"], 0, 0, width, height, paint, is_small=False)
    n = len(body["series"])
    columns = max(1, min(4 if width > 700 else 2, n))
    rows = -(-n // columns)
    w, h = (width - GAP * (columns - 1)) / columns, (height - 8 * (rows - 1)) / rows
    return "".join(
        _plot(body, [series], (i % columns) * (w + GAP), (i // columns) * (h + 8), w, h, paint, is_small=True)
        for i, series in enumerate(body["series"])
    )


def _plot(
    body: dict, series: list[dict], x: float, y: float, width: float, height: float, paint: Paint, *, is_small: bool
) -> str:  # fmt: skip
    size = 13 if is_small else 15
    ticks = series[0].get("ticks") or body["ticks"]
    low, high = ticks[0][0], ticks[-1][0]
    left = x + max(letters.width(words, size - 2) for _, words in ticks) + 10
    names = "" if is_small or len(series) < 2 else "ends"
    tail = min(max(letters.width(one["label"], size) for one in series) + 18, width * 0.3) if names else 26
    top, foot = y + (26 if is_small or not names else 14), y + height - 26
    right = x + width - tail
    steps = max(len(body["x"]) - 1, 1)

    def at(i: int, value: float) -> tuple[float, float]:
        across = left + (right - left) * (i / steps if len(body["x"]) > 1 else 0.5)
        return across, foot - (foot - top) * (value - low) / ((high - low) or 1)

    parts = [_title(series[0], x, y, width, size, paint)] if is_small else []
    for value, words in ticks if not is_small else (ticks[0], ticks[-1]):
        _, level = at(0, value)
        parts.append(rect(paint, left, level - 0.5, right - left, 1, "line"))
        parts.append(text(paint, left - 6, level + size * 0.3, words, size - 2, "soft", anchor="end"))
    parts += _labels(body["x"], at, foot, right - left, size - 1, paint, is_small)
    for one in series:
        parts.append(_targets(one, at, (right - left) / (steps + 1), paint) + _line(one, at, paint, is_small))
    if names:
        parts += _ends(series, at, right, top, foot, tail, size, paint)
    return "".join(parts)


def _title(one: dict, x: float, y: float, width: float, size: float, paint: Paint) -> str:
    said = letters.lines(one["label"], size, width - 8, "strong", most=1)[0]
    return text(paint, x, y + size, said, size, face="strong")


def _labels(names: list[str], at: object, foot: float, room: float, size: float, paint: Paint, is_small: bool) -> list:
    """As many names of periods as stand beside one another, the first and the last among them."""
    wide = max(letters.width(name, size) for name in names) + 14
    fits = max(int(room / wide), 2)
    every = 1 if len(names) <= fits and not is_small else max(1, -(-(len(names) - 1) // max(fits - 1, 1)))
    if is_small:
        every = max(len(names) - 1, 1)
    shown = [i for i in range(0, len(names), every)]
    if len(names) - 1 not in shown:
        shown = [i for i in shown if (len(names) - 1 - i) >= every * 0.7] + [len(names) - 1]
    drawn = []
    for i in shown:
        x, half = at(i, 0)[0], letters.width(names[i], size) / 2
        # the outermost stay inside the picture
        x = max(x, at(0, 0)[0] - 20 + half) if i == 0 and len(names) > 1 else x
        x = min(x, at(len(names) - 1, 0)[0] + 24 - half) if i == len(names) - 1 and i else x
        drawn.append(text(paint, x, foot + 19, names[i], size, "soft", anchor="middle"))
    return drawn


def _targets(one: dict, at: object, room: float, paint: Paint) -> str:
    """What each period was to reach, as a mark across it."""
    wide = max(min(room * 0.7, 26), 6)
    marks = [at(i, value) for i, value in enumerate(one.get("targets", ())) if value is not None]
    return "".join(rect(paint, x - wide / 2, y - 1, wide, 2, "ink") for x, y in marks)


def _line(one: dict, at: object, paint: Paint, is_small: bool) -> str:
    """The line with its points; it breaks where nothing is recorded, and a part of a period is a ring."""
    runs, run = [], []
    for i, value in enumerate([*one["values"], None]):
        if value is None:
            if run:
                runs.append(run)
            run = []
        else:
            run.append((i, *at(i, value)))
    thick = 2 if is_small else 2.5
    parts = []
    for points in runs:
        if len(points) > 1:
            path = "M" + "L".join(f"{px:.1f} {py:.1f}" for _, px, py in points)
            parts.append(
                f'<path d="{path}"{paint("none", one["colour"], stroke_width=thick, stroke_linejoin="round")}/>'
            )
    r = 2.4 if is_small else 3.6 if len(one["values"]) < 40 else 2
    for i, px, py in (point for points in runs for point in points):
        is_part = one["partial"][i]
        inside = paint("paper", one["colour"], stroke_width=2) if is_part else paint(one["colour"])
        wide = f'<circle cx="{px:.1f}" cy="{py:.1f}" r="{r + 6:.1f}"{paint("paper", fill_opacity=0)}/>'
        dot = f'<circle cx="{px:.1f}" cy="{py:.1f}" r="{r:.1f}"{inside}/>'
        parts.append(opened(wide + dot, one.get("opens", {}) and one["opens"][i], one["told"][i]))
    return "".join(parts)


def _ends(
    series: list[dict], at: object, right: float, top: float, foot: float, tail: float, size: float, paint: Paint
) -> list[str]:
    """The name of each line beside its last point, none over another."""
    places = []
    for one in series:
        last = next((i for i in range(len(one["values"]) - 1, -1, -1) if one["values"][i] is not None), None)
        if last is not None:
            places.append([at(last, one["values"][last])[1], one])
    places.sort(key=lambda place: place[0])
    step = size * 1.25
    for i in range(1, len(places)):
        places[i][0] = max(places[i][0], places[i - 1][0] + step)
    over = places[-1][0] - foot if places else 0
    for i in range(len(places) - 1, -1, -1):
        limit = foot if i == len(places) - 1 else places[i + 1][0] - step
        places[i][0] = min(places[i][0], limit) if over > 0 else places[i][0]
    return [
        text(paint, right + 10, max(level, top) + size * 0.34,
             letters.lines(one["label"], size, tail - 12, "strong", most=1)[0], size, one["colour"], face="strong")
        for level, one in places
    ]  # fmt: skip


# Stacked bars


def stack(figure: Figure, width: float, height: float, paint: Paint) -> str:
    """One bar a row, its parts side by side to its total; the parts are named above."""
    body = figure.body
    rows, most = body["rows"], body["max"] or 1
    head = _legend(body["parts"], width, paint)
    top = head[1]
    step = min((height - top) / len(rows), 46)
    size = max(min(step * 0.48, 18), 8)
    label_w = min(max(letters.width(row["label"], size) for row in rows) + 14, width * 0.36)
    tail = max(letters.width(row["words"], size, "strong") for row in rows) + 16
    track = width - label_w - tail
    parts = [head[0]]
    for i, row in enumerate(rows):
        middle, x = top + step * (i + 0.5), label_w
        said = letters.lines(row["label"], size, label_w - 12, most=1)[0]
        parts.append(text(paint, label_w - 12, middle + size * 0.34, said, size, anchor="end"))
        for j, value in enumerate(row["parts"]):
            long = track * value / most
            if long > 0:
                bar = rect(paint, x, middle - step * 0.31, max(long - 1, 0.6), step * 0.62, body["parts"][j]["colour"])
                parts.append(opened(bar, row.get("opens", {}) and row["opens"][j], row["told"][j]))
            x += long
        parts.append(text(paint, x + 8, middle + size * 0.34, row["words"], size, face="strong"))
    return "".join(parts)


def _legend(parts: list[dict], width: float, paint: Paint) -> tuple[str, float]:
    x, y, drawn = 0.0, 0.0, []
    for part in parts:
        said = letters.lines(part["label"], 15, width - 30, most=1)[0]
        wide = letters.width(said, 15) + 44
        if x and x + wide > width:
            x, y = 0.0, y + 26
        drawn.append(
            rect(paint, x, y + 2, 14, 14, part["colour"], rx=3) + text(paint, x + 20, y + 14, said, 15, "soft")
        )
        x += wide
    return "".join(drawn), y + 34


# Shades


def heat(figure: Figure, width: float, height: float, paint: Paint) -> str:
    """A number in each cell, the stronger its ground the larger; an empty cell is empty paper."""
    body = figure.body
    columns, rows = body["columns"], body["rows"]
    label_w = min(max(letters.width(row["label"], 16) for row in rows) + 18, width * 0.3)
    step_x = min((width - label_w) / len(columns), 130)
    longest = max(letters.width(name, 13) for name in columns)
    turned = longest > step_x - 8
    head = min(longest, 190) * 0.72 + 14 if turned else 24
    if turned:
        step_x = min((width - label_w - min(longest, 190) * 0.7) / len(columns), 130)
    step_y = min((height - head) / len(rows), 40)
    size = max(min(step_y * 0.48, 16), 7)
    widest = max((letters.width(cell, 1, "strong") for row in rows for cell in row["cells"]), default=1)
    number = min(size, (step_x - 8) / max(widest, 0.1))
    parts = []
    for j, name in enumerate(columns):
        x = label_w + step_x * (j + 0.5)
        said = letters.lines(name, 13, 190 if turned else step_x - 4, most=1)[0]
        parts.append(text(paint, x, head - 8, said, 13, "soft", turn=-42) if turned else
                     text(paint, x, head - 8, said, 13, "soft", anchor="middle"))  # fmt: skip
    for i, row in enumerate(rows):
        y = head + step_y * i
        said = letters.lines(row["label"], size, label_w - 12, most=1)[0]
        parts.append(text(paint, 0, y + step_y / 2 + size * 0.35, said, size))
        for j, cell in enumerate(row["cells"]):
            x, shade = label_w + step_x * j, row["shades"][j]
            if not cell:
                continue
            ground = ""
            if shade is not None:
                deep = round(0.07 + 0.5 * shade, 3)
                ground = rect(paint, x + 1.5, y + 1.5, step_x - 3, step_y - 3, body["colour"], rx=3, fill_opacity=deep)
            middle = y + step_y / 2 + number * 0.35
            inside = text(paint, x + step_x / 2, middle, cell, number, face="strong", anchor="middle")
            parts.append(opened(ground + inside, row.get("opens", {}) and row["opens"][j], row["told"][j]))
    return "".join(parts)
