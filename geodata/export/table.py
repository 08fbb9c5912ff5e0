"""CSV for spreadsheets, in which no cell is a formula: texts are defused, numbers and days not."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from geodata.export.content import Content
from geodata.export.rows import rows_of
from geodata.formulas import defuse, restore
from geodata.schema import DTYPES

__all__ = ["count_csv", "defuse", "restore", "write_csv"]

_TEXTS = tuple(name for name, dtype in DTYPES.items() if dtype == "str")


def write_csv(content: Content, path: Path) -> None:
    """Write one line per event, `longitude` and `latitude` instead of the geometry."""
    # The mark tells spreadsheets that this is UTF-8; without it they garble most scripts.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        columns = [*DTYPES, "longitude", "latitude"]
        writer = csv.DictWriter(file, columns, quoting=csv.QUOTE_NONNUMERIC)
        writer.writeheader()
        for row in rows_of(content.events):
            for name in _TEXTS:
                row[name] = defuse(row[name])
            writer.writerow(row)


def count_csv(path: Path) -> tuple[int, int]:
    """Return how many rows pandas finds, and how many of them have a longitude."""
    longitude = pd.read_csv(path, usecols=["longitude"])["longitude"]
    return len(longitude), int(longitude.notna().sum())
