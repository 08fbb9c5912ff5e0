"""Excel workbooks (.xlsx) to tables, one per sheet, read cell by cell within limits."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from geodata.errors import NotTextError, ReadError
from geodata.readers.tables.grid import MAX_COLUMNS, Grid, cell_text, grid_of
from geodata.readers.zipped import open_zip, zip_names

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

__all__ = ["is_workbook", "read_workbook"]

_MOST_CELLS = 20_000_000
_PARTS = ("xl/workbook.xml", "xl/workbook.bin")
# What openpyxl was seen to raise on files that were made to break it.
_FAULTS = (
    AttributeError,
    ArithmeticError,
    LookupError,
    ParseError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    zipfile.BadZipFile,
)


def is_workbook(data: bytes) -> bool:
    """Say whether the bytes are an Excel workbook, whatever their name."""
    return not zip_names(data).isdisjoint(_PARTS)


def read_workbook(data: bytes, *, name: str) -> tuple[Grid, ...]:
    """Return the tables of all sheets that hold any.

    Raises
    ------
    ReadError
        If it cannot be opened, or would become too large, with what to do.
    """
    with open_zip(data, name=name) as archive:
        if "xl/workbook.bin" in archive:
            raise NotTextError(f"{name} is a binary workbook (.xlsb). Save it as .xlsx or CSV.")
    # A third of a second to import, and only workbooks need it.
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            # About styles and extensions, of which we read nothing.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            grids = [_grid(sheet) for sheet in book.worksheets]
    except _FAULTS as error:
        raise ReadError(
            f"{name} is a damaged workbook ({type(error).__name__}: {str(error)[:100]}). "
            "Open it in a spreadsheet program and save it anew, or as CSV."
        ) from error
    return tuple(grid for grid in grids if grid is not None)


def _grid(sheet: ReadOnlyWorksheet) -> Grid | None:
    # The size that a sheet claims may be a lie of a million rows.
    sheet.reset_dimensions()
    gaps: list[str] = []
    return grid_of(_records(sheet, gaps), gaps=gaps, part=str(sheet.title))


def _records(sheet: ReadOnlyWorksheet, gaps: list[str]) -> Iterator[tuple[int, list[str]]]:
    cells = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        cells += len(values)
        if cells > _MOST_CELLS:
            gaps.append(f"more than {_MOST_CELLS:,} cells: read up to row {number}")
            return
        yield number, [cell_text(value) for value in values[:MAX_COLUMNS]]
