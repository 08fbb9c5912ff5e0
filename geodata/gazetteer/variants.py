"""Spelling variants inside given countries: Draykish is "Ad Duraykīsh" once Syria is known.

World-wide likeness is never asked for: it makes Saidnaya Sydney.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Any

from rapidfuzz import fuzz, process

from geodata.gazetteer.lookups import NameIndex
from geodata.gazetteer.names import bare, fold
from geodata.gazetteer.spellings import SHORTEST_KEY, Spellings
from geodata.model import Candidate, Match

__all__ = ["SHORTEST_NAME", "WEAKEST_SIMILARITY", "SpellingVariants"]

WEAKEST_SIMILARITY = 0.72
SHORTEST_NAME = 5
_MOST_VARIANTS = 20
_MOST_HITS = 4 * _MOST_VARIANTS
_COUNTRIES_KEPT = 24
_ANSWERS_KEPT = 4096


class SpellingVariants:
    """Finds variants; each country's names are read on first use and a bounded number kept.

    Parameters
    ----------
    names
        The index.
    own
        The user's own places with the bare keys of their names: they come before others.
    """

    def __init__(self, names: NameIndex, own: Sequence[tuple[str, Candidate]] = ()) -> None:
        self._names = names
        self._own = own
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
        best: dict[int, tuple[str, float]] = {}
        near = spellings.perhaps(asked, WEAKEST_SIMILARITY).tolist()
        for key, score, at in _nearest(asked, [spellings.keys[at] for at in near]):
            best.setdefault(int(spellings.places[near[at]]), (key, score))
        best = dict(islice(best.items(), _MOST_VARIANTS))
        named = self._names.named({place: key for place, (key, _) in best.items()})
        found = self._own_variants(asked, country_code)
        for identity, (_, score) in best.items():
            if identity in named:
                place, name = named[identity]
                found.append(Candidate(place=place, name=name, **_similar(score)))
        return tuple(found)

    def _own_variants(self, asked: str, country_code: str) -> list[Candidate]:
        own = [
            (key, candidate)
            for key, candidate in self._own
            if candidate.place.country_code == country_code
            and key.isascii() is asked.isascii()
            and len(key) >= SHORTEST_KEY
        ]
        hits = _nearest(asked, [key for key, _ in own])
        return [replace(own[at][1], **_similar(score)) for _, score, at in hits]

    def _read(self, country_code: str, in_ascii: bool) -> Spellings:  # noqa: FBT001  # cached
        return self._names.spellings(country_code, in_ascii=in_ascii)


def _nearest(asked: str, keys: Sequence[str]) -> list[tuple[str, float, int]]:
    """Return the keys that are nearly as asked, their likeness (0-100) and where they stand."""
    return process.extract(
        asked,
        keys,
        scorer=fuzz.ratio,
        score_cutoff=100 * WEAKEST_SIMILARITY,
        limit=_MOST_HITS,
    )


def _similar(score: float) -> dict[str, Any]:
    return {"match": Match.VARIANT, "similarity": score / 100}
