"""Tables: many reports in one file, or events as they are."""

from geodata.readers.tables.columns import FIELDS, Columns, check_fields, named
from geodata.readers.tables.reading import (
    GisReader,
    TableGuess,
    TableReader,
    TabularReader,
    WorkbookReader,
    guess_columns,
)

__all__ = [
    "FIELDS",
    "Columns",
    "GisReader",
    "TableGuess",
    "TableReader",
    "TabularReader",
    "WorkbookReader",
    "check_fields",
    "guess_columns",
    "named",
]
