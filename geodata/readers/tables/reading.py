"""Tables as a reader: rows to reports, or to events as they are."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from geodata.errors import ReadError, UsageError
from geodata.model import Report
from geodata.readers.base import Refusal
from geodata.readers.tables.columns import Columns, named
from geodata.readers.tables.eventreport import event_report
from geodata.readers.tables.grid import Grid
from geodata.readers.tables.opening import (
    Opened,
    is_gis_file,
    is_table,
    open_gis_file,
    open_table,
    open_workbook,
)
from geodata.readers.tables.ownexport import exported_reports
from geodata.readers.tables.rowreports import reports_of
from geodata.readers.tables.schemas import OWN
from geodata.readers.tables.workbook import is_workbook
from geodata.readers.zipped import is_zip

__all__ = [
    "GisReader",
    "TableGuess",
    "TableReader",
    "TabularReader",
    "WorkbookReader",
    "guess_columns",
]

_SHOWN_ROWS = 5
_AS_GUESSED: Mapping[str, str] = MappingProxyType({})


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
    if is_workbook(data):
        opened = open_workbook(data, name=name)
    elif is_gis_file(data, name):
        opened = open_gis_file(data, name=name)
    elif is_table(data, name):
        opened = open_table(data, name=name)
    else:
        return ()
    return tuple(
        TableGuess(
            columns=columns,
            names=grid.names,
            rows=tuple(row.cells for row in grid.rows[:_SHOWN_ROWS]),
            count=len(grid.rows),
            part=grid.part,
        )
        for grid, columns in opened.grids
    )


class TabularReader(ABC):
    """What all readers of tables share: they may be told which column is what."""

    @property
    @abstractmethod
    def suffixes(self) -> tuple[str, ...]:
        """Suffixes that files of this format have."""

    @property
    @abstractmethod
    def risky(self) -> bool:
        """Whether it is read in a worker process."""

    @abstractmethod
    def sniff(self, data: bytes, name: str) -> bool:
        """Say whether the content is of this format."""

    @abstractmethod
    def open(self, data: bytes, *, name: str) -> Opened:
        """Return the tables in the bytes."""

    def read(
        self, data: bytes, *, name: str, columns: Mapping[str, str] = _AS_GUESSED
    ) -> list[Report | Refusal]:
        """Return a report for each row, and what is amiss with the others.

        Parameters
        ----------
        columns
            From a field ("text", "published"...) to the column that the user names for it.

        Raises
        ------
        ReadError
            With the file's name and what to do next.
        """
        return list(_found(self.open(data, name=name), data, name, columns))


class TableReader(TabularReader):
    """Reads tables that are text: separated values, JSON and JSON Lines."""

    suffixes = (
        ".csv",
        ".tsv",
        ".tab",
        ".psv",
        ".json",
        ".jsonl",
        ".ndjson",
        ".geojson",
        ".geojsonl",
    )
    risky = False

    def sniff(self, data: bytes, name: str) -> bool:
        """Say whether the content is a table."""
        return is_table(data, name)

    def open(self, data: bytes, *, name: str) -> Opened:
        """Return the table in the text."""
        return open_table(data, name=name)


class WorkbookReader(TabularReader):
    """Reads Excel workbooks: every sheet that holds a table."""

    suffixes = (".xlsx", ".xlsm")
    risky = True

    def sniff(self, data: bytes, name: str) -> bool:
        """Say whether the content is a workbook."""
        return is_workbook(data) or (is_zip(data) and name.lower().endswith(self.suffixes))

    def open(self, data: bytes, *, name: str) -> Opened:
        """Return the tables of all sheets."""
        return open_workbook(data, name=name)


class GisReader(TabularReader):
    """Reads GeoPackage, GeoParquet, FlatGeobuf, KML and KMZ: every layer that holds a table."""

    suffixes = (".gpkg", ".parquet", ".geoparquet", ".fgb", ".kml", ".kmz")
    risky = True

    def sniff(self, data: bytes, name: str) -> bool:
        """Say whether the content is one of them."""
        return is_gis_file(data, name)

    def open(self, data: bytes, *, name: str) -> Opened:
        """Return the tables of all layers."""
        return open_gis_file(data, name=name)


def _found(
    opened: Opened, data: bytes, name: str, given: Mapping[str, str]
) -> Iterator[Report | Refusal]:
    own = [grid for grid, columns in opened.grids if columns.schema == OWN]
    if own and not given.get("schema"):
        yield from exported_reports(own, data=data, name=name, media_type=opened.media_type)
        return
    several = len(opened.grids) > 1
    chosen = [_chosen(grid, guessed, given) for grid, guessed in opened.grids]
    faults = [found for found in chosen if isinstance(found, UsageError)]
    if len(faults) == len(chosen):
        raise ReadError(f"{name}: {faults[0]}") from faults[0]
    for (grid, guessed), found in zip(opened.grids, chosen, strict=True):
        columns = found if isinstance(found, Columns) else guessed
        label = f"{name}, {grid.part}" if several else name
        if columns.events:
            part = grid if several else replace(grid, part="")
            yield event_report(part, columns, data=data, name=name, media_type=opened.media_type)
        elif columns.reports:
            made = reports_of(grid, columns, name=name, media_type=opened.media_type)
            yield from made.reports
            yield from (Refusal(name=label, why=f"{label}: {gap}") for gap in made.gaps)
        elif several:
            yield Refusal(name=label, why=_no_text(label, grid))
        else:
            raise ReadError(_no_text(label, grid))


def _chosen(grid: Grid, guessed: Columns, given: Mapping[str, str]) -> Columns | UsageError:
    """Return the columns with the user's; an error where this sheet lacks what they name."""
    try:
        return named(guessed, given, grid.names)
    except UsageError as error:
        return error


def _no_text(label: str, grid: Grid) -> str:
    shown = ", ".join(grid.names[:12]) + (" ..." if len(grid.names) > 12 else "")
    return (
        f"{label} has no column of text, coordinates or place names that could be told "
        f"({len(grid.rows)} rows; columns: {shown}). Name it: --column text=NAME."
    )
