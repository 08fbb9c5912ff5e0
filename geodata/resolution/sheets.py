"""The candidates of one written name as columns, and what they say without any context."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio

from geodata.gazetteer.base import Gazetteer
from geodata.gazetteer.names import bare, fold
from geodata.model import Candidate, Match, Place
from geodata.resolution.clues import Clues, shorter_names
from geodata.resolution.kinds import Kind, kind_of
from geodata.resolution.words import Words

__all__ = ["STATIC", "Floats", "Ints", "Sheet", "Sheets"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STATIC = (
    "alternate_name",
    "alternate_distance",
    "abbreviation",
    "demonym",
    "variant",
    "variant_distance",
    "compound",
    "shortened",
    "your_own",
    "population",
    "population_of_area",
    "population_unknown",
    "population_share",
    "best_known",
    *(f"kind_{kind.name.lower()}" for kind in Kind),
)
_COLUMN = {name: i for i, name in enumerate(STATIC)}
_MATCH = {
    Match.ABBREVIATION: _COLUMN["abbreviation"],
    Match.DEMONYM: _COLUMN["demonym"],
    Match.VARIANT: _COLUMN["variant"],
    Match.USER: _COLUMN["your_own"],
}
_FIRST_KIND = _COLUMN["kind_continent"]
_AREAS = frozenset({Kind.COUNTRY, Kind.ADM1, Kind.ADM2, Kind.ADM3})
_MOST = 60
_CACHED_NAMES = 30_000
_LEAST_SIMILARITY = 0.72
_MOST_VARIANTS = 8
_CACHED_VARIANTS = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The candidates of one name, one row each.

    Attributes
    ----------
    static
        Columns `STATIC`.
    points
        Unit vectors of the places, shape (rows, 3).
    marks
        Kind, country, first-order division and peers as integers, 0 for none, shape (rows, 4).
    areas
        The different countries, divisions and peers among the rows.
    ids
        The candidates' ids: names with equal ones may share a meaning.
    likely
        How likely each is to be named as another's container, by its kind and its population.
    """

    ids: tuple[int, ...]
    candidates: tuple[Candidate, ...]
    marks: Ints
    areas: frozenset[int]
    static: Floats
    points: Floats
    likely: Floats

    @property
    def kinds(self) -> Ints:
        """The kinds as integers."""
        return self.marks[:, 0]

    @property
    def codes(self) -> Ints:
        """Country, first-order division and peers as integers."""
        return self.marks[:, 1:]

    @property
    def countries(self) -> Ints:
        """The countries as integers."""
        return self.marks[:, 1]

    @property
    def divisions(self) -> Ints:
        """The first-order divisions as integers."""
        return self.marks[:, 2]

    def __len__(self) -> int:
        return len(self.candidates)


def _codes(place: Place, kind: Kind) -> tuple[int, int, int]:
    """Return a place's country, division and peers as integers; 0 where there is none."""
    country, division = place.country_code, place.admin1_code
    known = bool(country and division and division != "00")
    peers = ""
    if kind is Kind.COUNTRY:
        peers = "*"
    elif kind is Kind.ADM1:
        peers = f"*{country}"
    names = (country, f"{country}.{division}" if known else "", peers)
    country_number, division_number, peers_number = (int.from_bytes(n.encode()[:7]) for n in names)
    return country_number, division_number, peers_number


def unit_vector(place: Place) -> tuple[float, float, float]:
    """Return a place's point on the unit sphere."""
    lat, lon = math.radians(place.latitude), math.radians(place.longitude)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _static(candidates: Sequence[Candidate], kinds: Sequence[Kind], how: Sequence[str]) -> Floats:
    rows = np.zeros((len(candidates), len(STATIC)))
    most = max((c.place.population for c in candidates), default=0) + 1
    for row, candidate, kind, derived in zip(rows, candidates, kinds, how, strict=True):
        population = candidate.place.population
        if candidate.match is Match.ALTERNATE:
            row[:2] = _alternate(candidate)
        elif candidate.match in _MATCH:
            row[_MATCH[candidate.match]] = 1.0
        row[_COLUMN["variant_distance"]] = 10 * (1.0 - candidate.similarity)
        if derived:
            row[_COLUMN[derived]] = 1.0
        column = "population_of_area" if kind in _AREAS else "population"
        row[_COLUMN[column]] = math.log10(population + 1)
        row[_COLUMN["population_unknown"]] = float(population == 0 and kind not in _AREAS)
        row[_COLUMN["population_share"]] = math.log10((population + 1) / most)
        row[_FIRST_KIND + kind] = 1.0
    if len(rows):
        rows[0, _COLUMN["best_known"]] = 1.0
    return rows


def _alternate(candidate: Candidate) -> tuple[float, float]:
    """Return the columns of an alternate name: 1, and how unlike it is to the place's own name.

    Another way to write the same name in Latin letters ("Tartous", "Ţarţūs") says more than
    another name; a name in another script can never be the own one, and is no worse for it.
    """
    name = candidate.name
    if name and name[0].isalpha() and not unicodedata.name(name[0], "").startswith("LATIN"):
        return 0.0, 0.0
    return 1.0, 1.0 - ratio(bare(fold(name)), bare(fold(candidate.place.name))) / 100


def make_sheet(candidates: Sequence[Candidate], how: Sequence[str]) -> Sheet:
    """Return the columns of some candidates.

    Parameters
    ----------
    how
        For each candidate the column that says how its name was derived from the written one
        ("compound", "shortened"), or an empty string.
    """
    kinds = [kind_of(c.place) for c in candidates]
    places = [c.place for c in candidates]
    people = np.array([p.population for p in places], dtype=np.float64) + 1.0
    known = np.sqrt(people / people.max(initial=1.0))
    marks = [(int(k), *_codes(p, k)) for p, k in zip(places, kinds, strict=True)]
    return Sheet(
        ids=tuple(p.geonameid for p in places),
        candidates=tuple(candidates),
        marks=np.array(marks, dtype=np.int64).reshape(-1, 4),
        areas=frozenset(code for _, *codes in marks for code in codes if code),
        static=_static(candidates, kinds, how),
        points=np.array([unit_vector(p) for p in places], dtype=np.float64).reshape(-1, 3),
        likely=np.where([k is Kind.COUNTRY for k in kinds], 1.0, np.maximum(known, 0.05)),
    )


class Sheets:
    """Makes and keeps the sheets of names.

    Parameters
    ----------
    gazetteer
        Where names are looked up.
    words
        The package's word lists.
    """

    def __init__(self, gazetteer: Gazetteer, words: Words) -> None:
        self._gazetteer = gazetteer
        self._words = words
        self._found: dict[str, tuple[Candidate, ...]] = {}
        self._sheets: dict[tuple[str, str, str, bool], Sheet] = {}
        self._variants: dict[tuple[str, ...], Sheet] = {}

    def preload(self, names: Iterable[str]) -> None:
        """Look up at once the names that are not known yet."""
        missing = {name for name in names if name not in self._found}
        if not missing:
            return
        if len(self._found) > _CACHED_NAMES:
            self._found = {}
            self._sheets = {}
        self._found.update(self._gazetteer.lookup_many(missing))

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """Return the candidates of exactly this name."""
        found = self._found.get(name)
        if found is None:
            found = self._gazetteer.lookup(name)
            self._found[name] = found
        return found

    def of(self, name: str, clues: Clues) -> Sheet:
        """Return the sheet of a toponym: of its name, of it with its type word, or of its core."""
        postal = clues.after_comma
        key = (name, clues.compound, clues.site, postal)
        sheet = self._sheets.get(key)
        if sheet is None:
            sheet = self._make(name, clues.compound, clues.site, postal=postal)
            self._sheets[key] = sheet
        return sheet

    def of_container(self, name: str) -> Sheet:
        """Return the sheet of a name that may be another's container."""
        return self.of(name, Clues(after_comma=True))

    def of_variants(self, name: str, countries: Sequence[str]) -> Sheet:
        """Return the sheet of the names that are spelled nearly so in some countries."""
        key = (name, *countries)
        sheet = self._variants.get(key)
        if sheet is None:
            similar = self._gazetteer.variants(name, countries)
            near = [c for c in similar if c.similarity >= _LEAST_SIMILARITY][:_MOST_VARIANTS]
            if len(self._variants) > _CACHED_VARIANTS:
                self._variants = {}
            sheet = self._variants[key] = make_sheet(near, [""] * len(near))
        return sheet

    def _make(self, name: str, compound: str, site: str, *, postal: bool) -> Sheet:
        found = [c for c in self.lookup(name)[:_MOST] if postal or not self._mere_word(name, c)]
        how = [""] * len(found)
        if compound:
            known = {c.place.geonameid for c in found}
            more = [c for c in self.lookup(compound) if c.place.geonameid not in known][:_MOST]
            found += more
            how += ["compound"] * len(more)
        for shorter in () if found else (*filter(None, [site]), *shorter_names(name, self._words)):
            found = list(self.lookup(shorter)[:_MOST])
            if found:
                how = ["shortened"] * len(found)
                break
        return make_sheet(found, how)

    def _mere_word(self, name: str, candidate: Candidate) -> bool:
        """Say whether "IN" or "OR" would become a division without a city before it."""
        return (
            candidate.match is Match.ABBREVIATION
            and name in self._words.postal
            and kind_of(candidate.place) is Kind.ADM1
        )
