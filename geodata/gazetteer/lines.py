"""What the index keeps of a table's rows: their text, its lines, and how important they are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.gazetteer.tables import NAME_LISTS, list_array

__all__ = ["HEAD_COLUMNS", "Listed", "importance", "listed", "texts"]

HEAD_COLUMNS = ("name", "feature_code", "admin1_code", "admin2_code", "population")
_DIVISION_IMPORTANCE = 1e11
_COUNTRY_CODES = ("CONT", "TERR")


class Listed(NamedTuple):
    """The other names of all rows of a table: of which row, which of its lines (from 1), what.

    `plain` are those of the first kind: no abbreviations, no adjectives.
    """

    rows: NDArray[np.int64]
    lines: NDArray[np.int64]
    names: pa.Array
    digits: pa.Array
    plain: NDArray[np.bool_]


def listed(table: pa.Table) -> Listed:
    """Return the other names of a table."""
    lists = [table[column].combine_chunks() for column in NAME_LISTS]
    parents = [pc.list_parent_indices(each).to_numpy() for each in lists]
    kinds = np.repeat(np.arange(1, len(lists) + 1), [len(each) for each in parents])
    rows = np.concatenate(parents)
    order = np.argsort(rows, kind="stable")
    rows, kinds = rows[order], kinds[order]
    lines = np.arange(1, len(rows) + 1) - np.searchsorted(rows, rows)
    names = pa.concat_arrays([each.flatten() for each in lists])
    digits = pa.array(["", "1", "2", "3"]).take(kinds)
    return Listed(rows, lines, names.take(order), digits, kinds == 1)


def texts(table: pa.Table, others: Listed) -> list[str]:
    """Return for each row its head, cells with tabs between, and its other names line by line."""
    cells = [table[column].cast(pa.string()) for column in HEAD_COLUMNS]
    head = pc.binary_join_element_wise(*cells, "\t")
    marked = pc.binary_join_element_wise(others.digits, others.names, "")
    lines = pc.binary_join(list_array(others.rows, len(table), marked), "\n")
    texts = pc.binary_join_element_wise(head, lines, "\n")
    whole: list[str] = pc.utf8_rtrim(texts, "\n").to_pylist()
    return whole


def importance(table: pa.Table) -> NDArray[np.float64]:
    """Return what orders candidates: countries, then first-order divisions, then population."""
    codes = table["feature_code"]
    countries = pc.or_(pc.starts_with(codes, "PCL"), pc.is_in(codes, pa.array(_COUNTRY_CODES)))
    population: NDArray[np.float64] = table["population"].to_numpy().astype(np.float64)
    population[countries.to_numpy()] += 10 * _DIVISION_IMPORTANCE
    population[pc.equal(codes, "ADM1").to_numpy()] += _DIVISION_IMPORTANCE
    return population
