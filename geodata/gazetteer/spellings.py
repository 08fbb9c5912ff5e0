"""What spelling variants are compared with: the bare keys of a country's names, ready to read.

They are worked out when the index is built; at run time a country is one read, not a reading of
all its places. Scripts are kept apart: Latin letters are never compared with others.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geodata.gazetteer.bulk import bare_many

__all__ = [
    "SCHEMA",
    "SELECT_SPELLINGS",
    "SHORTEST_KEY",
    "Spellings",
    "keep_spellings",
    "letters_of",
    "read_spellings",
]

SCHEMA = """
CREATE TABLE spelling (country_code TEXT, in_ascii INTEGER, keys TEXT, places BLOB);
"""
SHORTEST_KEY = 4
SELECT_SPELLINGS = (
    "SELECT keys, places FROM spelling WHERE country_code = ? AND in_ascii = ? ORDER BY rowid"
)


class Spellings(NamedTuple):
    """Bare keys, the place of each, and which letters it has, 32 kinds of them as bits."""

    keys: list[str]
    places: NDArray[np.int64]
    letters: NDArray[np.uint32]
    lengths: NDArray[np.int64]

    def perhaps(self, asked: str, similarity: float) -> NDArray[np.int64]:
        """Return where the keys stand that may be as similar as asked for; few of many.

        A letter that only one of two names has is in no part that they share, and the similarity
        (rapidfuzz's ratio) is the share that they share of both.
        """
        if not self.keys:
            return np.empty(0, np.int64)
        own = letters_of([asked])[0]
        most = len(asked) - np.bitwise_count(own & ~self.letters).astype(np.int64)
        other = self.lengths - np.bitwise_count(self.letters & ~own)
        least = similarity / 2 * (len(asked) + self.lengths) - 1e-6
        return np.flatnonzero(np.minimum(most, other) >= least)


def letters_of(keys: Sequence[str]) -> NDArray[np.uint32]:
    """Return the letters of each key as bits; rare letters may share one."""
    codes = np.frombuffer("".join(keys).encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = np.cumsum(np.fromiter(map(len, keys), np.int64, len(keys)))
    bits = np.left_shift(np.uint32(1), codes & np.uint32(31), dtype=np.uint32)
    letters: NDArray[np.uint32] = np.bitwise_or.reduceat(bits, np.append(0, ends[:-1]))
    return letters


def keep_spellings(
    db: sqlite3.Connection,
    codes: Sequence[str],
    countries: NDArray[np.int64],
    keys: Sequence[str],
    places: NDArray[np.int64],
) -> None:
    """Keep names for comparing.

    Parameters
    ----------
    codes
        The codes of countries.
    countries, keys, places
        For each name which of the codes is its country's, its key as `names.fold` makes it, and
        its place.
    """
    short = bare_many(keys)
    in_ascii = np.fromiter(map(str.isascii, short), np.bool_, len(short))
    lengths = np.fromiter(map(len, short), np.int64, len(short))
    group = (2 * countries + in_ascii).astype(np.int16)
    group[lengths < SHORTEST_KEY] = -1
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=np.int16(-1)))
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(order)], strict=True):
        rows = order[start:end]
        country, ascii_too = divmod(int(group[rows[0]]), 2)
        if codes[country]:
            text = "\n".join([short[at] for at in rows.tolist()])
            row = codes[country], ascii_too, text, places[rows].tobytes()
            db.execute("INSERT INTO spelling VALUES (?,?,?,?)", row)


def read_spellings(rows: Sequence[tuple[str, bytes]]) -> Spellings:
    """Return the bare keys and places of the rows of `SELECT_SPELLINGS`."""
    keys = [key for text, _ in rows for key in text.split("\n")]
    places = [np.frombuffer(blob, np.int64) for _, blob in rows]
    if not keys:
        return Spellings([], np.empty(0, np.int64), np.empty(0, np.uint32), np.empty(0, np.int64))
    lengths = np.fromiter(map(len, keys), np.int64, len(keys))
    return Spellings(keys, np.concatenate(places), letters_of(keys), lengths)
