"""CSV for spreadsheets, in which no cell is a formula (`geodata.formulas`)."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from geodata.export.content import Content
from geodata.export.rows import columns_of, parts
from geodata.formulas import defuse
from geodata.schema import DTYPES

__all__ = ["COLUMNS", "count_csv", "write_csv"]

_ROWS_AT_ONCE = 100_000
COLUMNS = (*DTYPES, "longitude", "latitude")
_TEXTS = tuple(name for name, dtype in DTYPES.items() if dtype == "str")


def write_csv(content: Content, path: Path) -> None:
    """Write one line per event, `longitude` and `latitude` instead of the geometry."""
    # The mark tells spreadsheets that this is UTF-8; without it they garble most scripts.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(COLUMNS)
        for part in parts(content.events):
            columns = columns_of(part)
            for name in _TEXTS:
                columns[name] = [defuse(text) for text in columns[name]]
            writer.writerows(zip(*columns.values(), strict=True))


def count_csv(path: Path) -> tuple[int, int]:
    """Return how many rows pandas finds, and how many of them have a longitude."""
    rows = placed = 0
    with pd.read_csv(path, usecols=["longitude"], chunksize=_ROWS_AT_ONCE) as chunks:
        for chunk in chunks:
            rows += len(chunk)
            placed += int(chunk["longitude"].notna().sum())
    return rows, placed
