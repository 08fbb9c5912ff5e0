"""The sweep: every run of words that may be a name is looked up in the gazetteer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from geodata.gazetteer.base import Gazetteer
from geodata.model import Candidate, Match
from geodata.recognition.lexicon import Lexicon
from geodata.recognition.words import Word, gap_joins

__all__ = ["Known", "Ngram", "ngrams", "sweep"]

_LONGEST = 6
_KINDS = {"PCL": "country", "CONT": "region", "RGN": "region", "ADM1": "adm1", "AIRP": "site"}
_CLASSES = {"P": "town", "A": "adm2", "H": "water", "T": "land", "S": "site", "L": "region"}


class Ngram(NamedTuple):
    """Words `first` to `last` (inclusive) as a possible name."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Known:
    """What the gazetteer knows of a name, in brief.

    `kind` is that of the greatest place so called; `primary` whether one of the places has it
    as its own name; `areas` are the (country, division) codes in which the name occurs.
    """

    kind: str
    population: int
    places: int
    primary: bool
    demonym: bool
    areas: frozenset[tuple[str, str]]


def ngrams(text: str, words: Sequence[Word], lexicon: Lexicon) -> Iterator[Ngram]:
    """Yield the runs of at most six words that are written like names."""
    for first, word in enumerate(words):
        if not _opens(text, words, first, lexicon):
            continue
        for last in range(first, min(first + _LONGEST, len(words))):
            if last > first and not gap_joins(text, words[last - 1], words[last]):
                break
            closing = words[last]
            if closing.case in "UAc" or (closing.case == "n" and last > first):
                yield Ngram(word.start, _abbreviated(text, closing), first, last)
            elif closing.text.lower() not in lexicon.connectors:
                break


def _opens(text: str, words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    word = words[at]
    if word.case in "UAc":
        return True
    return (
        at + 1 < len(words)
        and word.text in lexicon.articles
        and text[word.end : words[at + 1].start] == "-"
        and words[at + 1].case in "UA"
    )


def _abbreviated(text: str, word: Word) -> int:
    """Return the end of a word, with the dot that ends initials ("U.S.", "D. C.")."""
    initial = len(word.text) == 1 and text[word.end : word.end + 1] == "."
    return word.end + 1 if initial and word.case != "c" else word.end


def sweep(gazetteer: Gazetteer, names: Iterable[str]) -> dict[str, Known]:
    """Return what is known of each name; unknown names are left out."""
    found = gazetteer.lookup_many(set(names))
    return {name: _brief(candidates) for name, candidates in found.items() if candidates}


def _brief(candidates: Sequence[Candidate]) -> Known:
    best = max(candidates, key=lambda c: (c.match is not Match.DEMONYM, c.place.population))
    demonym = any(c.match is Match.DEMONYM for c in candidates)
    kinds = {_kind(c) for c in candidates if c.match is not Match.DEMONYM}
    order = ("country", "adm1", "region", "adm2", "town", "water", "land", "site")
    return Known(
        kind=next((k for k in order if k in kinds), "none"),
        population=best.place.population,
        places=len(candidates),
        primary=any(c.match in {Match.NAME, Match.USER} for c in candidates),
        demonym=demonym,
        areas=frozenset((c.place.country_code, c.place.admin1_code) for c in candidates),
    )


def _kind(candidate: Candidate) -> str:
    place = candidate.place
    for prefix, kind in _KINDS.items():
        if place.feature_code.startswith(prefix):
            return kind
    return _CLASSES.get(place.feature_class, "site")
