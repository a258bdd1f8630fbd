"""Colours with a meaning: one colour means one thing in every chart, map and slide.

Each has a value for light paper and one for dark. Text drawn in a colour uses `ink` or `soft`; maize is for
fills only (2.8 : 1 on paper).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

LIGHT = {
    "paper": "#FBF8F3", "panel": "#F2ECE2", "line": "#E3DACB", "ink": "#1F2A37", "soft": "#5B6472",
    "teal": "#1B6E74", "brick": "#B8482E", "maize": "#C98A12", "leaf": "#3F7D4E", "violet": "#6B4E9B",
    "clay": "#8A5A44", "land": "#EDE5D8", "land_line": "#FFFFFF", "mute": "#DDB6AA", "empty": "#F6F1E8",
}  # fmt: skip
DARK = {
    "paper": "#12181F", "panel": "#1A222C", "line": "#2C3744", "ink": "#ECE7DE", "soft": "#A9B1BC",
    "teal": "#5FB8BE", "brick": "#E58A6E", "maize": "#E8B64C", "leaf": "#86C294", "violet": "#B49BE0",
    "clay": "#CDA58E", "land": "#232D38", "land_line": "#12181F", "mute": "#6E463B", "empty": "#171E27",
}  # fmt: skip
# for a bright room and for eyes that need more: black on white, every colour dark enough for text
CONTRAST = {
    "paper": "#FFFFFF", "panel": "#FFFFFF", "line": "#6B6B6B", "ink": "#000000", "soft": "#222222",
    "teal": "#004F54", "brick": "#8F2A12", "maize": "#7A5200", "leaf": "#1E5A2C", "violet": "#3F2276",
    "clay": "#5A3420", "land": "#E4E4E4", "land_line": "#FFFFFF", "mute": "#8C8C8C", "empty": "#F4F4F4",
}  # fmt: skip
PARTNERSHIPS = {
    "par": "teal", "somos-comunidad": "maize", "partners-centers": "violet", "rwanda-peace-partnership": "leaf",
}  # fmt: skip
OTHERS = ("clay", "teal", "maize", "violet", "leaf")


@dataclass(frozen=True)
class Look:
    """The colours of one theme."""

    dark: bool = False

    def __getitem__(self, name: str) -> str:
        return (DARK if self.dark else LIGHT)[name]

    def partnership(self, partnership_id: str) -> str:
        """The colour of a partnership; one that has none of its own gets the same of the others every time."""
        name = PARTNERSHIPS.get(partnership_id) or OTHERS[sum(partnership_id.encode()) % len(OTHERS)]
        return self[name]

    def rgb(self, name: str, alpha: int = 255) -> list[int]:
        """A colour as deck.gl takes it."""
        return rgba(self[name], alpha)


def rgba(colour: str, alpha: int = 255) -> list[int]:
    """'#1B6E74' as [27, 110, 116, alpha]."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)] + [alpha]


# Ends of the ramps: the palest step and the strongest, each light for light paper and dark for dark. One hue means one
# thing: brick what is recorded, teal what programmes do, leaf what indicators say, violet what a place is.
RAMPS = {
    "brick": (("#F0CDBF", "#6A1F10"), ("#4A2A20", "#FFC9B4")),
    "teal": (("#C4DFDE", "#0B3F44"), ("#1C3F43", "#B9F0F2")),
    "leaf": (("#CBE0CC", "#173F22"), ("#213D29", "#C6F0CE")),
    "violet": (("#DAD0EA", "#37215F"), ("#352A4D", "#E2D5FF")),
    "clay": (("#E6D3C8", "#4A2A1B"), ("#402F26", "#F2D6C6")),
}
# The two arms of a diverging ramp: less (teal) and more (brick), which those who do not tell red from green still tell.
LESS, MORE, MIDDLE = "teal", "brick", {False: "#EFE7D8", True: "#39424D"}


def _linear(colour: str) -> list[float]:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def _oklab(colour: str) -> tuple[float, float, float]:
    """A colour in Oklab, where equal steps look equal."""
    r, g, b = _linear(colour)
    long, middle, short = (
        (x * r + y * g + z * b) ** (1 / 3)
        for x, y, z in (
            (0.4122214708, 0.5363325363, 0.0514459929),
            (0.2119034982, 0.6806995451, 0.1073969566),
            (0.0883024619, 0.2817188376, 0.6299787005),
        )
    )
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _from_oklab(lab: tuple[float, ...]) -> str:
    light, a, b = lab
    long, middle, short = (
        (light + x * a + y * b) ** 3
        for x, y in ((0.3963377774, 0.2158037573), (-0.1055613458, -0.0638541728), (-0.0894841775, -1.2914855480))
    )
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    shown = (12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in (max(c, 0.0) for c in linear))
    return "#" + "".join(f"{round(min(max(c, 0.0), 1.0) * 255):02X}" for c in shown)


def blend(first: str, second: str, share: float) -> str:
    """The colour that lies `share` of the way from the first to the second, as the eye measures it."""
    ends = zip(_oklab(first), _oklab(second), strict=True)
    return _from_oklab(tuple(a + (b - a) * share for a, b in ends))


def ramp(name: str, n: int, dark: bool = False) -> tuple[str, ...]:
    """`n` colours of one hue from little to much: paler is less on light paper, darker is less on dark."""
    pale, strong = RAMPS[name][dark]
    if n == 1:
        return (blend(pale, strong, 0.5),)
    return tuple(blend(pale, strong, i / (n - 1)) for i in range(n))


def diverging(below: int, above: int, dark: bool = False, *, has_middle: bool = True) -> tuple[str, ...]:
    """Colours for `below` classes of less, one in the middle (where there is one), and `above` classes of more."""
    reach = max(below, above)
    less, more = (ramp(name, reach + 1, dark)[1:] for name in (LESS, MORE))
    middle = (MIDDLE[dark],) if has_middle else ()
    return (*reversed(less[:below]), *middle, *more[:above])


def bivariate(dark: bool = False) -> tuple[str, ...]:
    """Nine colours, row by row: brick grows with each row (recorded), teal with each column (done); both give ink."""
    corners = ("#EFE7D8", "#2B9AA0", "#C4552F", "#2E2A3F") if not dark else ("#39424D", "#4FB3B9", "#E08461", "#F4EFE6")
    none, done, recorded, both = corners
    rows = ((blend(none, recorded, i / 2), blend(done, both, i / 2)) for i in range(3))
    return tuple(blend(left, right, j / 2) for left, right in rows for j in range(3))


MOST_STEPS = 8  # of a ramp: one arm of a diverging scale with own breaks


@cache
def scales() -> dict[str, tuple[str, str]]:
    """Every colour of every scale under a name, on light paper and on dark, so that a drawing can change its theme."""
    found = {"middle": (MIDDLE[False], MIDDLE[True])}
    for name in RAMPS:
        for n in range(1, MOST_STEPS + 1):
            both = zip(ramp(name, n), ramp(name, n, dark=True), strict=True)
            found |= {f"{name}-{n}-{i}": pair for i, pair in enumerate(both)}
    both = zip(bivariate(), bivariate(dark=True), strict=True)
    return found | {f"both-{i}": pair for i, pair in enumerate(both)}


@cache
def _named() -> dict[str, str]:
    usual = {light: name for name, light in reversed(LIGHT.items())}
    return {light: name for name, (light, _) in reversed(scales().items())} | usual


def scale_name(colour: str) -> str:
    """The name of a colour as it is on light paper, of a scale or of the palette."""
    return colour if colour in LIGHT else _named().get(colour, "soft")


def contrast(first: str, second: str) -> float:
    """The contrast of two colours as WCAG measures it, from 1 to 21."""
    bright = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(_linear, (first, second)))
    return (bright[1] + 0.05) / (bright[0] + 0.05)


def apart(first: str, second: str) -> float:
    """How far apart two colours look (Oklab distance × 100; about 2 is just seen)."""
    return 100 * sum((a - b) ** 2 for a, b in zip(_oklab(first), _oklab(second), strict=True)) ** 0.5
