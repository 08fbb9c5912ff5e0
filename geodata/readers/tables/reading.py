"""Tables as a reader: rows to reports, or to events as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from geodata.errors import ReadError, UsageError
from geodata.readers.base import Limits, Part
from geodata.readers.tables.columns import Columns, named
from geodata.readers.tables.grid import Grid
from geodata.readers.tables.opening import is_table, open_table
from geodata.readers.tables.rowreports import reports_of

__all__ = ["TableGuess", "TableReader", "guess_columns"]

_SHOWN_ROWS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TableGuess:
    """What a table seems to hold, for a person to confirm.

    Attributes
    ----------
    columns
        Which column is what.
    names
        All columns, in order.
    rows
        The first rows, each with as many cells as there are names.
    count
        How many rows there are.
    part
        The sheet or layer, where the file has several.
    """

    columns: Columns
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int
    part: str = ""


def guess_columns(data: bytes, name: str) -> tuple[TableGuess, ...]:
    """Return what the tables in a file seem to hold; () if the file is no table.

    Raises
    ------
    ReadError
        If it is a table that cannot be read, with what to do.
    """
    if not is_table(data, name):
        return ()
    return tuple(
        TableGuess(
            columns=columns,
            names=grid.names,
            rows=tuple(row.cells for row in grid.rows[:_SHOWN_ROWS]),
            count=len(grid.rows),
            part=grid.part,
        )
        for grid, columns in open_table(data, name=name).grids
    )


class TableReader:
    """Reads .csv, .tsv, .xlsx, .json and .jsonl, and whatever else holds a table."""

    suffixes = (".csv", ".tsv", ".tab", ".psv", ".xlsx", ".xlsm", ".json", ".jsonl", ".ndjson")

    def sniff(self, data: bytes, name: str) -> bool:
        """Say whether the content is a table."""
        return is_table(data, name)

    def parts(self, data: bytes, *, name: str, limits: Limits) -> Iterator[Part]:
        """Yield a part per sheet or layer; the rows of a part are its reports, or their gaps.

        Raises
        ------
        ReadError, UsageError
            As `ManyReader.parts` says.
        """
        opened = open_table(data, name=name)
        several = len(opened.grids) > 1
        chosen = [_chosen(grid, guessed, limits.columns) for grid, guessed in opened.grids]
        if limits.columns and not any(isinstance(found, Columns) for found in chosen):
            raise next(found for found in chosen if isinstance(found, UsageError))
        for (grid, guessed), found in zip(opened.grids, chosen, strict=True):
            columns = found if isinstance(found, Columns) else guessed
            label = f"{name}, {grid.part}" if several else name
            if columns.reports:
                made = reports_of(grid, columns, name=name, media_type=opened.media_type)
                yield Part(name=label, reports=made.reports, gaps=made.gaps)
            else:
                yield Part(name=label, error=_no_text(label, grid))


def _chosen(grid: Grid, guessed: Columns, given: Mapping[str, str]) -> Columns | UsageError:
    """Return the columns with the user's; an error where this sheet lacks what they name."""
    try:
        return named(guessed, given, grid.names)
    except UsageError as error:
        return error


def _no_text(label: str, grid: Grid) -> ReadError:
    shown = ", ".join(grid.names[:12]) + (" ..." if len(grid.names) > 12 else "")
    return ReadError(
        f"{label} has no column of text, coordinates or place names that could be told "
        f"({len(grid.rows)} rows; columns: {shown}). Name it: --column text=NAME."
    )
