"""Colours with a meaning: one colour means one thing in every chart, map and slide.

Each has a value for light paper and one for dark. Text drawn in a colour uses `ink` or `soft`; maize is for
fills only (2.8 : 1 on paper).
"""

from __future__ import annotations

from dataclasses import dataclass

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
