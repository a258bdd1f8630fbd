"""What totals of indicators are worked out from: a row per indicator, kind of value, bucket of time and two keys."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

KINDS = ("actual", "baseline", "published_total", "target")  # of values, in order


@dataclass(frozen=True)
class Grouped:
    """The rows of the part `indicator_groups`, by column; doubles are `nan` and days `NONE` where there is none.

    `indicator`: row of table `indicators_named`; `kind`: number in `KINDS`; `bucket`, `key`, `also_key`: words or None.
    """

    indicator: np.ndarray
    kind: np.ndarray
    bucket: np.ndarray
    key: np.ndarray
    also_key: np.ndarray
    is_counted: np.ndarray
    atoms: np.ndarray
    series: np.ndarray
    first_on: np.ndarray
    last_on: np.ndarray
    added: np.ndarray
    added_latest: np.ndarray
    least_latest: np.ndarray
    most_latest: np.ndarray
    things: np.ndarray
    without_weight: np.ndarray
    numerators: np.ndarray
    denominators: np.ndarray
    last_numerators: np.ndarray
    last_denominators: np.ndarray
    looseness: np.ndarray

    @classmethod
    def all_of(cls, *parts: Grouped) -> Grouped:
        """The rows of several, one after the other."""
        return cls(*(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(cls)))
