"""What an index file answers: the places with a name, with a beginning, of a country."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.gazetteer.bulk import PREFIX_BYTES, key_hashes, prefix_range
from geodata.gazetteer.indexfile import IndexFile
from geodata.gazetteer.names import bare, fold
from geodata.gazetteer.spellings import SELECT_SPELLINGS, Spellings, read_spellings
from geodata.model import Candidate, Match, Place

__all__ = ["PLACE_COLUMNS", "NameIndex", "to_place"]

PLACE_COLUMNS = "geonameid, latitude, longitude, feature_class, country_code, importance, text"
_MATCHES = (Match.NAME, Match.ALTERNATE, Match.ABBREVIATION, Match.DEMONYM)
_TEXT = 6
_ADMIN1 = 2
_COUNTRY_CODES = frozenset({"PCLI", "PCL", "PCLD", "PCLS", "PCLF", "PCLIX", "TERR"})
_BLOCKS_OF = (
    "SELECT k.value, p.hashes, p.places, p.lines FROM json_each(?) k JOIN posting p "
    "ON p.first = (SELECT max(first) FROM posting WHERE first <= k.value)"
)
_BLOCKS_BETWEEN = (
    "SELECT hashes, places, lines FROM posting WHERE first <= ? AND first >= "
    "(SELECT coalesce(max(first), ?) FROM posting WHERE first <= ?)"
)
_HASHES_AFTER = "SELECT first, hashes FROM posting WHERE first > ? ORDER BY first LIMIT 4096"
_WITH_IDS = (
    f"SELECT {PLACE_COLUMNS} FROM place "
    "WHERE geonameid IN (SELECT value FROM json_each(?)) "
    "ORDER BY importance DESC, geonameid LIMIT ?"
)
_SMALLEST = -(1 << 63)
_MOST_STARTING = 200


class NameIndex:
    """Finds names in an index file; keeps nothing but the hashes of all names, once asked for."""

    def __init__(self, file: IndexFile) -> None:
        self._file = file
        self._count = -1

    def countries(self) -> dict[str, Place]:
        """Return the countries by their codes."""
        places = map(to_place, json.loads(self._meta("countries")))
        return {p.country_code: p for p in places if p.feature_code in _COUNTRY_CODES}

    def divisions(self) -> dict[tuple[str, str], str]:
        """Return the names of first-order divisions by codes of country and division."""
        heads = ((code, head_of(text)) for code, text in json.loads(self._meta("divisions")))
        return {(code, head[_ADMIN1]): head[0] for code, head in heads}

    def _meta(self, name: str) -> str:
        return str(self._file.query("SELECT value FROM meta WHERE name = ?", name)[0][0])

    def count(self) -> int:
        """Return how many names there are."""
        if self._count < 0:
            self._count = int(self._meta("names"))
        return self._count

    def with_keys(self, keys: Sequence[str]) -> dict[str, tuple[Candidate, ...]]:
        """Return for each key every place with it, best known first; () where there is none."""
        wanted = dict(zip(keys, key_hashes(keys).tolist(), strict=True)) if keys else {}
        blocks = self._file.query(_BLOCKS_OF, json.dumps(list(set(wanted.values()))))
        lines = {hashed: self._lines([block], hashed, hashed) for hashed, *block in blocks}
        ids = {place for found in lines.values() for place in found}
        rows = {row[0]: row for row in self._file.query(_WITH_IDS, json.dumps(list(ids)), -1)}
        rank = {place: at for at, place in enumerate(rows)}
        return {
            key: self._with_key(key, lines.get(hashed, {}), rows, rank)
            for key, hashed in wanted.items()
        }

    def _with_key(
        self,
        key: str,
        lines: Mapping[int, int],
        rows: Mapping[int, Sequence[Any]],
        rank: Mapping[int, int],
    ) -> tuple[Candidate, ...]:
        here = sorted(lines.keys() & rows.keys(), key=rank.__getitem__)
        found = [self._candidate(rows[place], lines[place]) for place in here]
        spelled = {name for name in {c.name for c in found} if fold(name) == key}
        return tuple(c for c in found if c.name in spelled)

    def starting_with(self, key: str) -> list[Candidate]:
        """Return the best known places with a name whose key starts so."""
        low, high = prefix_range(key)
        lines = self._lines(self._file.query(_BLOCKS_BETWEEN, high, low, low), low, high)
        certain = len(key.encode("utf-8", "surrogatepass")) <= PREFIX_BYTES
        found = self._candidates(lines, _MOST_STARTING if certain else -1)
        starting = (c for c in found if certain or fold(c.name).startswith(key))
        return list(islice(starting, _MOST_STARTING))

    def spellings(self, country_code: str, *, in_ascii: bool) -> Spellings:
        """Return the bare keys of the names in a country, in its script or in others, and whose."""
        return read_spellings(self._file.query(SELECT_SPELLINGS, country_code, int(in_ascii)))

    def named(self, asked: Mapping[int, str]) -> dict[int, tuple[Place, str]]:
        """Return places with the spelling of that name of theirs which has a bare key.

        Parameters
        ----------
        asked
            The bare key by the place's id.
        """
        found = {}
        for row in self._file.query(_WITH_IDS, json.dumps(list(asked)), -1):
            head, *others = row[_TEXT].split("\n")
            names = [head.partition("\t")[0], *(line[1:] for line in others)]
            key = asked[row[0]]
            spelled = next((name for name in names if bare(fold(name)) == key), names[0])
            found[row[0]] = to_place(row), spelled
        return found

    def hashes(self) -> NDArray[np.int64]:
        """Return the hashes of all keys, sorted: 8 bytes a name."""
        hashes, filled, last = np.empty(self.count(), np.int64), 0, _SMALLEST
        while blocks := self._file.query(_HASHES_AFTER, last):
            for last, blob in blocks:  # noqa: B007  # the next query starts there
                block = np.frombuffer(blob, np.int64)
                hashes[filled : filled + len(block)] = block
                filled += len(block)
        return hashes[:filled]

    def _lines(
        self, blocks: Sequence[tuple[bytes, bytes, bytes]], low: int, high: int
    ) -> dict[int, int]:
        """Return places and where the name stands, of the entries between two hashes."""
        found: dict[int, int] = {}
        for hashes, places, lines in blocks:
            sorted_hashes = memoryview(hashes).cast("q")
            start = bisect_left(sorted_hashes, low)
            here = slice(start, bisect_right(sorted_hashes, high, start))
            ids, at = memoryview(places).cast("q")[here], memoryview(lines).cast("i")[here]
            found.update(zip(ids, at, strict=True))
        return found

    def _candidates(self, lines: Mapping[int, int], limit: int) -> Iterator[Candidate]:
        if not lines:
            return
        for row in self._file.query(_WITH_IDS, json.dumps(list(lines)), limit):
            yield self._candidate(row, lines[row[0]])

    def _candidate(self, row: Sequence[Any], line: int) -> Candidate:
        kind, name = self._spelling(row, line)
        return Candidate(place=to_place(row), name=name, match=_MATCHES[kind])

    def _spelling(self, row: Sequence[Any], line: int) -> tuple[int, str]:
        """Return kind and spelling of a place's name that stands in the given line."""
        if line == 0:
            return 0, row[_TEXT].partition("\t")[0]
        if line > 0:
            text = row[_TEXT].split("\n", line + 1)[line]
            return int(text[0]), text[1:]
        kind, name = self._file.query("SELECT kind, name FROM further WHERE id = ?", -line)[0]
        return kind, name


def to_place(row: Sequence[Any]) -> Place:
    """Return a row of `PLACE_COLUMNS` as a place."""
    geonameid, latitude, longitude, feature_class, country_code, _, text = row
    name, feature_code, admin1_code, admin2_code, population = head_of(text)
    return Place(
        geonameid=geonameid,
        name=name,
        latitude=latitude,
        longitude=longitude,
        feature_class=feature_class,
        feature_code=feature_code,
        country_code=country_code,
        admin1_code=admin1_code,
        admin2_code=admin2_code,
        population=int(population),
    )


def head_of(text: str) -> list[str]:
    """Return the cells of a place's first line: `lines.HEAD_COLUMNS`."""
    return text.partition("\n")[0].split("\t")
