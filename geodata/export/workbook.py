"""XLSX for spreadsheets, written by xlsxwriter row by row, read back by openpyxl.

Texts are written as texts: nothing in a cell is a formula. Those that would become one when a
person edits the cell carry the spreadsheet's own quote prefix, so the text itself is unchanged.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import xlsxwriter

from geodata.errors import ExportError
from geodata.export import wording
from geodata.export.content import Content
from geodata.export.rows import columns_of, parts
from geodata.export.table import COLUMNS
from geodata.formulas import is_formula
from geodata.schema import DATE_COLUMNS

__all__ = ["count_xlsx", "write_xlsx"]

MOST_ROWS = 1_048_575
_MOST_LETTERS = 32_767
_CUT = " … [the cell ends here; the other formats hold all of it]"
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FIRST_DAY = dt.date(1900, 3, 1)  # before it spreadsheets disagree about days
_STAMP = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - xlsxwriter takes none with a zone
_LARGE = 200_000
_WIDE = {"sentence": 80, "report_title": 40, "place_reason": 40, "date_reason": 40}


def write_xlsx(content: Content, path: Path) -> None:
    """Write the sheets `events`, `reports` and `readings` (where there are any) and `about`.

    Raises
    ------
    ExportError
        There are more events than a sheet has rows.
    """
    if len(content.events) > MOST_ROWS:
        raise ExportError(
            f"{path.name}: a spreadsheet holds {MOST_ROWS:,} rows, these are "
            f"{len(content.events):,}; filter them or write .csv or .gpkg"
        )
    with _book(path, large=len(content.events) > _LARGE) as book:
        sheet = _Sheet(book, "events", list(COLUMNS))
        for part in parts(content.events):
            columns = columns_of(part)
            for name in DATE_COLUMNS:
                columns[name] = [day and dt.date.fromisoformat(day) for day in columns[name]]
            sheet.write_rows(zip(*columns.values(), strict=True))
        for name, tables in (("reports", content.reports), ("readings", content.readings)):
            if tables is not None:
                made = iter(tables)
                first = next(made)
                sheet = _Sheet(book, name, list(first.columns))
                for table in chain([first], made):
                    sheet.write_rows(_rows(table))
        _Sheet(book, "about", ["term", "meaning"]).write_rows(
            [("Title", wording.title(content)), *wording.terms(content)]
        )


@contextmanager
def _book(path: Path, *, large: bool) -> Iterator[xlsxwriter.Workbook]:
    """Open a workbook whose rows go through files beside it, and close them whatever happens."""
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    book = xlsxwriter.Workbook(str(path), {**options, "tmpdir": str(path.parent)})
    # The same events give the same bytes.
    book.set_properties({"created": _STAMP, "comments": "Dateline"})
    if large:
        book.use_zip64()
    try:
        yield book
        book.close()
    except xlsxwriter.exceptions.XlsxWriterException as error:
        raise OSError(str(error)) from error
    finally:
        for sheet in book.worksheets():
            with suppress(OSError):
                sheet.row_data_fh.close()


class _Sheet:
    """One sheet, written from top to bottom."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, columns: list[str]) -> None:
        self._sheet = book.add_worksheet(name)
        self._quoted = book.add_format({"quote_prefix": True})
        self._row = 0
        for k, column in enumerate(columns):
            self._sheet.set_column(k, k, _WIDE.get(column, 14))
        bold = book.add_format({"bold": True})
        for k, column in enumerate(columns):
            self._sheet.write_string(0, k, column, bold)
        self._sheet.freeze_panes(1, 0)

    def write_rows(self, rows: Iterable[Iterable[Any]]) -> None:
        for row in rows:
            self._row += 1
            for k, value in enumerate(row):
                if value is not None and value != "":
                    self._write(k, value)

    def _write(self, column: int, value: Any) -> None:  # noqa: ANN401 - what cells hold
        if isinstance(value, str):
            text = _CONTROLS.sub("\ufffd", value)
            if len(text) > _MOST_LETTERS:
                text = text[: _MOST_LETTERS - len(_CUT)] + _CUT
            self._sheet.write_string(
                self._row, column, text, self._quoted if is_formula(text) else None
            )
        elif isinstance(value, dt.date):
            if value < _FIRST_DAY:
                self._sheet.write_string(self._row, column, value.isoformat())
            else:
                self._sheet.write_datetime(self._row, column, value)
        else:
            self._sheet.write_number(self._row, column, value)


def _rows(table: pd.DataFrame) -> Iterator[list[Any]]:
    for row in table.itertuples(index=False):
        yield [
            None if value is pd.NaT else value.date() if isinstance(value, pd.Timestamp) else value
            for value in row
        ]


def count_xlsx(path: Path) -> tuple[int, int]:
    """Return how many rows openpyxl finds, and how many of them have a longitude."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        rows = book["events"].iter_rows(
            min_row=2, min_col=1, max_col=len(COLUMNS), values_only=True
        )
        at, total, placed = COLUMNS.index("longitude"), 0, 0
        for row in rows:
            total += row[0] is not None
            placed += row[at] is not None
    finally:
        book.close()
    return total, placed
