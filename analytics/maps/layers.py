"""Which layer a map shows, as a link writes it: what is measured, and how it is put into classes.

`recorded:extortion:extortion-mindefensa:cases:rate~m=own~b=10,50,100` is the recorded counts of extortion of one data
set per 100,000 people, in classes with breaks of the reader's own.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, fields, replace

from analytics.errors import QuestionError

METHODS = ("quantile", "equal", "natural", "own", "diverging")
STYLES = ("", "fill", "circle", "point", "cluster", "hexagon", "heat")
LEVELS = ("country", "department", "municipality")
STEPS = ("all", "year", "quarter", "month")
SCALES = ("fixed", "own")
# What stands after the kind of a layer, in its order: (name, the values that it may have; None for a code)
PARTS: dict[str, tuple[tuple[str, tuple[str, ...] | None], ...]] = {
    "presence": (),
    "activities": (),
    "people": (),
    "money": (("currency", None), ("of", None)),
    "indicator": (("indicator", None), ("of", ("actual", "target", "baseline", "share", "distance"))),
    "listed": (("issue", None),),
    "recorded": (("issue", None), ("dataset", None), ("measure", None), ("of", ("count", "rate"))),
    "attribute": (("attribute", None),),
    "recorded-done": (("issue", None), ("dataset", None), ("measure", None)),
    "events": (("issue", None), ("dataset", None)),
    "flows": (("of", ("funder", "seat")),),
}
NEEDED = {"recorded": 3, "recorded-done": 3, "events": 2, "indicator": 1, "attribute": 1, "money": 1}
CODE = re.compile(r"[A-Za-z0-9_.\-]{1,80}")
LEAST_CLASSES, MOST_CLASSES = 3, 7
MOST_BREAKS = MOST_CLASSES - 1


@dataclass(frozen=True)
class LayerSpec:
    """A layer: its kind, the codes that it needs, and how its values are put into classes.

    `middle` is the value around which a diverging scale turns; `opacity` is in per cent; an empty `style` leaves it to
    the layer (areas are filled with rates, counts are circles).
    """

    kind: str = "presence"
    parts: tuple[str, ...] = ()
    method: str = "quantile"
    k: int = 5
    breaks: tuple[float, ...] = ()
    middle: float | None = None
    opacity: int = 85
    style: str = ""

    def __post_init__(self) -> None:
        if self.kind not in PARTS:
            raise QuestionError(f"There is no layer {self.kind!r}. The layers are: {', '.join(PARTS)}.")
        allowed = PARTS[self.kind]
        if not NEEDED.get(self.kind, 0) <= len(self.parts) <= len(allowed):
            raise QuestionError(f"The layer {self.kind} takes {', '.join(name for name, _ in allowed) or 'no codes'}.")
        for part, (name, words) in zip(self.parts, allowed, strict=False):
            if not CODE.fullmatch(part) or (words and part not in words):
                raise QuestionError(f"The layer {self.kind} has no {name} {part[:40]!r}.")
        self._check_classes()

    def _check_classes(self) -> None:
        if self.method not in METHODS:
            raise QuestionError(f"{self.method!r} is no way to make classes. The ways are: {', '.join(METHODS)}.")
        if self.style not in STYLES:
            raise QuestionError(f"{self.style!r} is no way to draw a layer.")
        if not LEAST_CLASSES <= self.k <= MOST_CLASSES or not 0 <= self.opacity <= 100:
            raise QuestionError(f"A layer has {LEAST_CLASSES} to {MOST_CLASSES} classes and an opacity of 0 to 100.")
        finite = all(map(math.isfinite, (*self.breaks, *([] if self.middle is None else [self.middle]))))
        if not finite or len(self.breaks) > MOST_BREAKS or list(self.breaks) != sorted(set(self.breaks)):
            raise QuestionError(f"Breaks are at most {MOST_BREAKS} numbers, each larger than the one before.")
        if self.method == "own" and not self.breaks:
            raise QuestionError("Classes of your own need their breaks.")

    def part(self, name: str, otherwise: str = "") -> str:
        """A code by its name, such as the issue; `otherwise` where the layer does not state it."""
        names = [own for own, _ in PARTS[self.kind]]
        at = names.index(name) if name in names else len(self.parts)
        return self.parts[at] if at < len(self.parts) else otherwise

    @property
    def key(self) -> str:
        """What is measured, without how it is put into classes: equal keys show equal numbers."""
        return ":".join((self.kind, *self.parts))

    def to_text(self) -> str:
        """The layer as a link holds it; what is usual is left out."""
        usual, said = LayerSpec(self.kind, self.parts), []
        for name, short in SHORT.items():
            value = getattr(self, name)
            if value != getattr(usual, name):
                said.append(f"~{short}={_written(value)}")
        return self.key + "".join(said)

    @classmethod
    def from_text(cls, text: str) -> LayerSpec:
        """The layer that a link names; raises QuestionError where it names none."""
        what, *settings = text.split("~")
        kind, *parts = what.split(":")
        spec = cls(kind, tuple(parts))
        by_short = {short: name for name, short in SHORT.items()}
        found: dict[str, object] = {}
        for setting in settings:
            short, _, value = setting.partition("=")
            if short not in by_short:
                raise QuestionError(f"A layer has no setting {short[:20]!r}.")
            found[by_short[short]] = _read(by_short[short], value)
        return replace(spec, **found)


SHORT = {"method": "m", "k": "k", "breaks": "b", "middle": "mid", "opacity": "o", "style": "s"}
assert set(SHORT) == {f.name for f in fields(LayerSpec)} - {"kind", "parts"}


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(map(_written, value))
    if isinstance(value, float):
        return f"{value:g}" if float(f"{value:g}") == value else repr(value)
    return str(value)


def _read(name: str, text: str) -> object:
    try:
        if name == "breaks":
            return tuple(float(one) for one in text.split(",")[: MOST_BREAKS + 1])
        return {"k": int, "opacity": int, "middle": float}.get(name, str)(text)
    except ValueError:
        raise QuestionError(f"{text[:20]!r} is no value of {name}.") from None


@dataclass(frozen=True)
class View:
    """What all layers of a map share: the level, the country (empty: every one), the area that is looked at, the steps
    of time, and whether one scale serves every step (`fixed`) or each has its own."""

    level: str = "municipality"
    country: str = "CO"
    area: str = ""  # a first-level division: only the places inside it
    steps: str = "year"
    scale: str = "fixed"

    def __post_init__(self) -> None:
        for value, among in ((self.level, LEVELS), (self.steps, STEPS), (self.scale, SCALES)):
            if value not in among:
                raise QuestionError(f"A map knows no {value!r}: {', '.join(among)}.")
