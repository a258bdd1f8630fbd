"""Arrow columns of text as the object columns that a grid holds."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa


def frame_of(columns: dict[str, pa.ChunkedArray], rows: np.ndarray) -> pd.DataFrame:
    """The columns as a frame of text and None, indexed by row numbers."""
    frame = pd.DataFrame({name: pd.Series(_objects(cells), dtype=object) for name, cells in columns.items()})
    frame.index = pd.Index(rows, dtype="int64")
    return frame


def _objects(cells: pa.ChunkedArray) -> np.ndarray:
    """One object for equal cells: in a table of events most repeat, and each would take 60 bytes."""
    if not len(cells):
        return np.array([], dtype=object)
    coded = cells.combine_chunks().dictionary_encode()
    words = np.append(coded.dictionary.to_numpy(zero_copy_only=False), np.array([None], dtype=object))
    return words[coded.indices.fill_null(len(words) - 1).to_numpy()]
