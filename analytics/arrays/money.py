"""Amounts of money: the cells of transactions and contributions that pass, and where their amounts go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.arrays.chosen import Cells, Chosen, cells_of, kept
from analytics.arrays.grouping import Groups, Lists
from analytics.arrays.held import Held, standing
from analytics.arrays.places_at import area_codes


@kept
def money_cells(chosen: Chosen) -> Cells:
    """The cells of table `money_cells` whose activities pass the filters."""
    return cells_of(chosen, "money_cells")


@dataclass(frozen=True)
class Going:
    """Where the amounts of each set of places go: `area` (a code; -1: none, and `reason` says why) and `part`.

    `within` is the area that it lies in, also where it is not placed there; `rows` lists these by set.
    """

    rows: Lists
    within: np.ndarray
    area: np.ndarray
    reason: np.ndarray
    part: np.ndarray


PLACED, SEVERAL, COARSER, NO_PLACE = range(4)
REASONS = np.array(["placed", "several", "coarser", "no_place"], dtype=object)


@standing
def going(held: Held, level: str) -> Going:
    """Of what is paid for several areas the share that is stated of each, or nothing is placed."""
    table = held["paid_sets"]
    area = area_codes(held, "paid_sets", level)
    told = Groups(table["paid_set"], area)
    paid_set, within = told.keys
    share = table["share"].astype(float)
    areas = np.bincount(paid_set, minlength=1)[paid_set]
    unshared = np.bincount(table["paid_set"][np.isnan(share)], minlength=int(paid_set.max(initial=-1)) + 1)
    is_shared = unshared[paid_set] == 0
    several = (areas > 1) & ~is_shared
    reason = np.select([several, within < 0], [SEVERAL, COARSER], PLACED)
    stated = told.sum_of(np.nan_to_num(share))
    part = np.select([(areas > 1) & is_shared, areas > 1], [stated, 1 / np.maximum(areas, 1)], 1.0)
    return Going(Lists.of(paid_set), within, np.where(several, -1, within), reason, part)
