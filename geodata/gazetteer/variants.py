"""Spelling variants inside given countries: Draykish is "Ad Duraykīsh" once Syria is known.

World-wide likeness is never asked for: it makes Saidnaya Sydney.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from geodata.gazetteer.names import bare, fold
from geodata.model import Candidate, Match, Place

__all__ = ["SHORTEST_NAME", "WEAKEST_SIMILARITY", "SpellingVariants"]

WEAKEST_SIMILARITY = 0.72
SHORTEST_NAME = 5
_MOST_VARIANTS = 20
_COUNTRIES_KEPT = 24
_ANSWERS_KEPT = 4096


@dataclass(frozen=True, slots=True)
class _Spellings:
    """The names of one country: what is compared, and whose they are."""

    bare_keys: tuple[str, ...]
    geonameids: tuple[int, ...]
    names: tuple[str, ...]


class SpellingVariants:
    """Finds variants; each country's names are read on first use and a bounded number kept."""

    def __init__(
        self,
        names_of_country: Callable[[str], Iterable[tuple[str, int, str]]],
        place: Callable[[int], Place | None],
    ) -> None:
        self._names_of_country = names_of_country
        self._place = place
        self._spellings = lru_cache(_COUNTRIES_KEPT)(self._read)
        self._in_country = lru_cache(_ANSWERS_KEPT)(self._compare)

    def find(self, name: str, country_codes: Iterable[str]) -> tuple[Candidate, ...]:
        """Return the variants of `name`, most similar first, then most populous."""
        asked = bare(fold(name))
        if len(asked) < SHORTEST_NAME:
            return ()
        found = [c for code in dict.fromkeys(country_codes) for c in self._in_country(asked, code)]
        found.sort(key=lambda c: (-c.similarity, -c.place.population))
        return tuple(found[:_MOST_VARIANTS])

    def _compare(self, asked: str, country_code: str) -> tuple[Candidate, ...]:
        spellings = self._spellings(country_code, asked.isascii())
        hits = process.extract(
            asked,
            spellings.bare_keys,
            scorer=fuzz.ratio,
            score_cutoff=100 * WEAKEST_SIMILARITY,
            limit=4 * _MOST_VARIANTS,
        )
        best: dict[int, tuple[float, str]] = {}
        for _, score, at in hits:
            best.setdefault(spellings.geonameids[at], (score / 100, spellings.names[at]))
        return tuple(self._candidates(best))

    def _candidates(self, best: dict[int, tuple[float, str]]) -> Iterable[Candidate]:
        for geonameid, (similarity, name) in best.items():
            place = self._place(geonameid)
            if place:
                yield Candidate(place=place, name=name, match=Match.VARIANT, similarity=similarity)

    def _read(self, country_code: str, in_ascii: bool) -> _Spellings:  # noqa: FBT001  # cached
        """Return the names whose keys are, or are not, in ASCII: scripts are not compared."""
        kept = [
            (short, geonameid, name)
            for key, geonameid, name in self._names_of_country(country_code)
            if key.isascii() is in_ascii and len(short := bare(key)) >= SHORTEST_NAME - 1
        ]
        return _Spellings(*zip(*kept, strict=True)) if kept else _Spellings((), (), ())
