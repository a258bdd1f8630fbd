"""The mark of the illustrative portfolio, in one place: what shows or writes anything of it says these words.

Figures get it from `pages/shared/layout.py`, files from `marked_rows` and `file_name`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.wording import Words

if TYPE_CHECKING:
    import pandas as pd

ILLUSTRATIVE = "illustrative"
SENTENCE = "Illustrative: an invented programme. Nothing of this took place. / Ilustrativo: un programa inventado."


def word(say: Words) -> str:
    """The word that stands in every figure."""
    return say("Illustrative")


def sentence(say: Words) -> str:
    """The sentence that stands on every page and in every file."""
    return say("Illustrative: an invented programme, to try and to teach with. Nothing of this took place.")


def marked_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows, each saying that it is illustrative."""
    return frame.assign(provenance=ILLUSTRATIVE)


def file_name(name: str, is_illustrative: bool) -> str:
    """The name of a file, marked where what it holds is illustrative."""
    return f"{ILLUSTRATIVE}-{name}" if is_illustrative else name
