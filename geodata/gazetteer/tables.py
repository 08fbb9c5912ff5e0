"""Places as Arrow tables: the columns of `Row`, with lists of names, many rows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from geodata.gazetteer.sources import Row, read_regions

__all__ = [
    "NAME_LISTS",
    "PLACE_SCHEMA",
    "kept_names",
    "list_array",
    "read_tables",
    "row_tables",
    "split_names",
]

NAME_LISTS = ("alternate_names", "abbreviations", "demonyms")
PLACE_SCHEMA = pa.schema(
    [
        ("geonameid", pa.int64()),
        ("name", pa.string()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("feature_class", pa.string()),
        ("feature_code", pa.string()),
        ("country_code", pa.string()),
        ("admin1_code", pa.string()),
        ("admin2_code", pa.string()),
        ("population", pa.int64()),
        *((column, pa.list_(pa.string())) for column in NAME_LISTS),
    ]
)
_ROWS = 50_000


def row_tables(rows: Iterable[tuple[str, Row]]) -> Iterator[tuple[str, pa.Table]]:
    """Yield pairs of source and table of pairs of source and row, in their order."""
    iterator = iter(rows)
    while batch := list(islice(iterator, _ROWS)):
        start = 0
        for at in range(1, len(batch) + 1):
            if at == len(batch) or batch[at][0] != batch[start][0]:
                yield batch[start][0], _table([row for _, row in batch[start:at]])
                start = at


def _table(rows: Sequence[Row]) -> pa.Table:
    columns = dict(zip(Row._fields, map(list, zip(*rows, strict=True)), strict=True))
    return pa.table(columns, schema=PLACE_SCHEMA)


def read_tables(path: Path) -> Iterator[pa.Table]:
    """Yield the rows of one table of the package (Parquet of our schema, or ``regions.csv``)."""
    if path.suffix == ".csv":
        yield _table(list(read_regions(path)))
        return
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=_ROWS, columns=PLACE_SCHEMA.names):
            columns = [
                split_names(batch[c], "\n") if c in NAME_LISTS else batch[c]
                for c in PLACE_SCHEMA.names
            ]
            yield pa.table(columns, names=PLACE_SCHEMA.names).cast(PLACE_SCHEMA)


def split_names(cells: pa.Array, separator: str) -> pa.ListArray:
    """Return the lists of names that the cells hold, without empty ones."""
    lists = pc.split_pattern(cells, separator)
    return kept_names(lists, pc.not_equal(lists.flatten(), ""))


def kept_names(lists: pa.ListArray, kept: pa.BooleanArray) -> pa.ListArray:
    """Return the lists with only those of their names that are kept.

    Parameters
    ----------
    lists
        Lists of names.
    kept
        For each name of all lists, one list after the other, whether it is kept.
    """
    parents = pc.list_parent_indices(lists).filter(kept).to_numpy()
    return list_array(parents, len(lists), lists.flatten().filter(kept))


def list_array(parents: NDArray[np.int64], rows: int, values: pa.Array) -> pa.ListArray:
    """Return lists made of values that stand in the order of the rows that they belong to."""
    offsets = np.zeros(rows + 1, np.int32)
    np.cumsum(np.bincount(parents, minlength=rows), out=offsets[1:])
    return pa.ListArray.from_arrays(offsets, values)
