"""The gazetteer on its compiled index: one file, mapped read-only, shared by processes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from geodata.gazetteer.answers import Answers
from geodata.gazetteer.base import GazetteerInfo
from geodata.gazetteer.indexfile import IndexFile
from geodata.gazetteer.lookups import PLACE_COLUMNS, NameIndex, to_place
from geodata.gazetteer.names import bare, fold
from geodata.gazetteer.sources import Row
from geodata.gazetteer.variants import SpellingVariants
from geodata.model import Candidate, Match, Place

__all__ = ["SqliteGazetteer"]

_PLACE = f"SELECT {PLACE_COLUMNS} FROM place WHERE"
_NEAR = f"{_PLACE} latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ? AND feature_class = 'P'"


class SqliteGazetteer:
    """Names to candidates, from one index file. Open it with `open_gazetteer`; share it.

    Parameters
    ----------
    path
        A finished index.
    own
        The user's own places; they come before all others.
    warnings
        What `info` is to tell about the choice of this index.

    Examples
    --------
    >>> gazetteer = open_gazetteer(Settings.from_environment())  # doctest: +SKIP
    >>> gazetteer.lookup("Damascus")[0].place.country_code  # doctest: +SKIP
    'SY'
    >>> gazetteer.knows(["Damascus", "poured out"])  # doctest: +SKIP
    {'Damascus'}
    """

    def __init__(
        self, path: Path, *, own: Sequence[Row] = (), warnings: Sequence[str] = ()
    ) -> None:
        self._file = IndexFile(path)
        self._names = NameIndex(self._file)
        self._warnings = tuple(warnings)
        self._own = {row.geonameid: _own_place(row) for row in own}
        self._own_by_key = _own_by_key(own, self._own)
        self._answers = Answers(self._names, self._own_by_key)
        self._countries = self._names.countries()
        self._admin1 = self._names.divisions()
        mine = [(bare(key), c) for key, found in self._own_by_key.items() for c in found]
        self._variants = SpellingVariants(self._names, mine)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file in every thread that used it."""
        self._file.close()

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """Return every place with this name, best known first; () if none.

        The user's own places come first (``Match.USER``), then countries and continents,
        first-order divisions, and the rest by population. ``Match.ABBREVIATION`` marks names
        like "Calif.", "TX" and "US", ``Match.DEMONYM`` adjectives and peoples.
        """
        return self._answers.find([name])[name]

    def lookup_many(self, names: Iterable[str]) -> dict[str, tuple[Candidate, ...]]:
        """Return `lookup` of each name at once: the index is asked once for all new names."""
        return self._answers.find(names)

    def knows(self, names: Iterable[str]) -> set[str]:
        """Return those of the names that `lookup` would find, as they were given.

        One call with all n-grams of a report costs about two microseconds a name and touches no
        place. A name that `lookup` does not know may slip through about once in ten million (with
        all of GeoNames, once in half a million); none that it knows is left out.
        """
        asked = list(names)
        return self._answers.knows(asked) if asked else set()

    def variants(self, name: str, country_codes: Iterable[str]) -> tuple[Candidate, ...]:
        """Return places spelled nearly so inside the given countries, most similar first.

        Similarity is rapidfuzz's ratio of the keys without Arabic articles, from 0.72; take 0.85
        and more as right in a country that the report is about, less as to be reviewed. Names
        under five letters have no variants.
        """
        return self._variants.find(name, country_codes)

    def place(self, geonameid: int) -> Place | None:
        """Return the place with this id."""
        if geonameid in self._own:
            return self._own[geonameid]
        rows = self._file.query(f"{_PLACE} geonameid = ?", geonameid)
        return to_place(rows[0]) if rows else None

    def country(self, country_code: str) -> Place | None:
        """Return the country with this ISO 3166-1 alpha-2 code."""
        return self._countries.get(country_code)

    def country_name(self, country_code: str) -> str:
        """Return the country's short English name, or an empty string."""
        country = self._countries.get(country_code)
        return country.name if country else ""

    def admin1_name(self, country_code: str, admin1_code: str) -> str:
        """Return the first-order division's name, or an empty string."""
        return self._admin1.get((country_code, admin1_code), "")

    def search(
        self, text: str, *, country_code: str | None = None, limit: int = 10
    ) -> tuple[Candidate, ...]:
        """Return what a person who typed `text` may mean: exact, prefix, then similar names.

        Similar names are looked for inside `country_code` only.
        """
        key = fold(text)
        if not key:
            return ()
        found = [*self.lookup(text), *self._starting_with(key)]
        if country_code:
            found += self.variants(text, [country_code])
        best: dict[int, Candidate] = {}
        for candidate in found:
            if country_code in {None, candidate.place.country_code}:
                best.setdefault(candidate.place.geonameid, candidate)
        return tuple(best.values())[: max(limit, 0)]

    def nearest(
        self, latitude: float, longitude: float, *, limit: int = 1, within_degrees: float = 1.0
    ) -> tuple[tuple[float, Place], ...]:
        """Return the nearest populated places as (distance in km, place), nearest first.

        Parameters
        ----------
        latitude, longitude
            WGS 84 degrees.
        within_degrees
            How far to look north and south; east and west the same distance on the ground.
        """
        reach = within_degrees / max(math.cos(math.radians(latitude)), 0.05)
        box = (latitude - within_degrees, latitude + within_degrees)
        places = [
            to_place(row)
            for west, east in _longitudes(longitude - reach, longitude + reach)
            for row in self._file.query(_NEAR, *box, west, east)
        ]
        found = [(_kilometres(latitude, longitude, p), p) for p in places]
        return tuple(sorted(found, key=lambda f: (f[0], f[1].geonameid))[:limit])

    def info(self) -> GazetteerInfo:
        """Say which gazetteer this is."""
        meta = dict(self._file.query("SELECT name, value FROM meta WHERE name <> 'countries'"))
        sources = dict(self._file.query("SELECT name, places FROM source"))
        return GazetteerInfo(
            path=str(self._file.path),
            fingerprint=meta["fingerprint"],
            places=int(meta["places"]) + len(self._own),
            names=int(meta["names"]),
            built=meta["built"],
            sources={**sources, "your own places": len(self._own)} if self._own else sources,
            warnings=self._warnings,
        )

    def _starting_with(self, key: str) -> list[Candidate]:
        own = [c for k, cs in self._own_by_key.items() if k.startswith(key) for c in cs]
        return own + self._names.starting_with(key)


def _own_place(row: Row) -> Place:
    return Place(
        geonameid=row.geonameid,
        name=row.name,
        latitude=row.latitude,
        longitude=row.longitude,
        feature_class=row.feature_class,
        feature_code=row.feature_code,
        country_code=row.country_code,
        admin1_code=row.admin1_code,
        admin2_code=row.admin2_code,
        population=row.population,
    )


def _own_by_key(own: Sequence[Row], places: dict[int, Place]) -> dict[str, tuple[Candidate, ...]]:
    found: dict[str, tuple[Candidate, ...]] = {}
    for row in own:
        for name in (row.name, *row.alternate_names):
            candidate = Candidate(place=places[row.geonameid], name=name, match=Match.USER)
            found[fold(name)] = (*found.get(fold(name), ()), candidate)
    return found


def _longitudes(west: float, east: float) -> list[tuple[float, float]]:
    """Return the range, in two parts where it crosses the antimeridian."""
    if east - west >= 360:
        return [(-180.0, 180.0)]
    if west < -180:
        return [(west + 360, 180.0), (-180.0, east)]
    if east > 180:
        return [(west, 180.0), (-180.0, east - 360)]
    return [(west, east)]


def _kilometres(latitude: float, longitude: float, place: Place) -> float:
    a, b = math.radians(latitude), math.radians(place.latitude)
    across = math.radians(place.longitude - longitude)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))
