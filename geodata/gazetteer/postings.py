"""Which place has a name with which hash: sorted entries, spilled while building, then in blocks.

An entry is the hash of a name's key, the place, and where the name stands: 0 for the place's own
name, n > 0 for the n-th line of its other names, n < 0 for a row of the table of further names.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "ENTRY",
    "SCHEMA",
    "first_of_each",
    "pair_hashes",
    "spill",
    "spilled_pairs",
    "write_blocks",
]

ENTRY = np.dtype([("hash", "<i8"), ("place", "<i8"), ("at", "<i4")])
Entries = NDArray[np.void]

SCHEMA = """
CREATE TABLE spill (part INTEGER, entries BLOB);
CREATE INDEX spill_part ON spill (part);
CREATE TABLE posting (first INTEGER PRIMARY KEY, hashes BLOB, places BLOB, lines BLOB);
"""
_BLOCK = 1024
_PARTS = 256
_PART_BITS = 56
_MIXER = np.uint64(0xC2B2AE3D27D4EB4F)


def pair_hashes(hashes: NDArray[np.int64], places: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return a number for each pair of a name's hash and a place."""
    mixed = places.view(np.uint64) * _MIXER
    mixed ^= mixed >> np.uint64(29)
    return (hashes.view(np.uint64) * _MIXER) ^ mixed


def first_of_each(numbers: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return where each number stands first."""
    order = np.argsort(numbers)
    ordered = numbers[order]
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(order)])
    if len(starts) == len(order):
        return order
    first: NDArray[np.int64] = np.minimum.reduceat(order, starts)
    return first


def spill(db: sqlite3.Connection, entries: Entries) -> None:
    """Keep entries for `write_blocks`, apart by the upper byte of their hashes."""
    parts = (entries["hash"] >> _PART_BITS).astype(np.int8)
    order = np.argsort(parts, kind="stable")
    entries, parts = entries[order], parts[order]
    starts = np.flatnonzero(np.diff(parts, prepend=np.int8(0))).tolist()
    bounds = sorted({0, *starts, len(entries)})
    rows = ((int(parts[start]), entries[start:end].tobytes()) for start, end in pairwise(bounds))
    db.executemany("INSERT INTO spill VALUES (?,?)", rows)


def spilled_pairs(db: sqlite3.Connection) -> NDArray[np.uint64]:
    """Return the pairs of name and place that were spilled so far, sorted: 8 bytes each."""
    (size,) = db.execute("SELECT coalesce(sum(length(entries)), 0) FROM spill").fetchone()
    pairs = np.empty(size // ENTRY.itemsize, np.uint64)
    filled = 0
    for (blob,) in db.execute("SELECT entries FROM spill"):
        entries = np.frombuffer(blob, ENTRY)
        found = pair_hashes(entries["hash"].copy(), entries["place"].copy())
        pairs[filled : filled + len(found)] = found
        filled += len(found)
    pairs.sort()
    return pairs


def write_blocks(db: sqlite3.Connection) -> None:
    """Sort what was spilled into blocks, each key within one; each part is committed."""
    for part in range(-_PARTS // 2, _PARTS // 2):
        blobs = db.execute("SELECT entries FROM spill WHERE part = ?", (part,)).fetchall()
        if blobs:
            entries = np.concatenate([np.frombuffer(blob, ENTRY) for (blob,) in blobs])
            entries = entries[np.argsort(entries["hash"].copy())]
            db.execute("DELETE FROM spill WHERE part = ?", (part,))
            db.executemany("INSERT INTO posting VALUES (?,?,?,?)", _blocks(entries))
            db.commit()


def _blocks(entries: Entries) -> Iterator[tuple[int, bytes, bytes, bytes]]:
    hashes = entries["hash"].copy()
    starts = np.unique(np.searchsorted(hashes, hashes[::_BLOCK])).tolist()
    for start, end in zip(starts, [*starts[1:], len(entries)], strict=True):
        block = entries[start:end]
        yield (
            int(hashes[start]),
            hashes[start:end].tobytes(),
            block["place"].tobytes(),
            block["at"].tobytes(),
        )
