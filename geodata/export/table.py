"""CSV for spreadsheets, in which no cell is a formula.

A spreadsheet runs a cell that starts with ``=``, ``+``, ``-`` or ``@``. Texts that start so, also
after blanks or in full-width letters, get an apostrophe in front; so do texts that start with an
apostrophe and then so, which makes the step reversible: `restore` takes it away. Numbers and days
are written as they are.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pandas as pd

from geodata.export.content import Content
from geodata.export.rows import rows_of
from geodata.schema import DTYPES

__all__ = ["count_csv", "defuse", "restore", "write_csv"]

_FORMULA = re.compile(r"[\s\x00-\x20'\ufeff\u200b]*[=+\-@＝＋－＠|%]|'*[\t\r\n]")
_TEXTS = tuple(name for name, dtype in DTYPES.items() if dtype == "str")


def defuse(text: str) -> str:
    """Return the text such that no spreadsheet takes it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def restore(text: str) -> str:
    """Return the text that `defuse` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


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
