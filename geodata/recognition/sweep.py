"""The sweep: every run of words that may be a name is looked up in the gazetteer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from geodata.gazetteer.base import Gazetteer
from geodata.model import Candidate, Match
from geodata.recognition.forms import base_forms, prefix_of
from geodata.recognition.lexicon import Lexicon
from geodata.recognition.words import Word, gap_joins, is_spaceless

__all__ = ["Known", "Ngram", "Sweep", "is_name", "ngrams"]

_LONGEST = 6
_CHARACTERS = 9
_ABBREVIATED = 5
_KINDS = {"PCL": "country", "CONT": "region", "RGN": "region", "ADM1": "adm1", "AIRP": "site"}
_OWN = frozenset({Match.NAME, Match.ABBREVIATION, Match.USER})
_ORDER = ("country", "region", "adm1", "city", "adm2", "town", "water", "land", "site")
_CITY = 20_000
_BRIEFS_KEPT = 65_536
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

    `kind` is that of the greatest place so called; `fame` the population of the greatest city or
    division that has the name at all, as its own or as another; `primary` whether one of the
    places has it as its own name; `abbreviation` whether it is short for one; `article` whether
    "the" belongs to it; `seat` whether a division is called after a city in it; `form` is the form
    that is known where the text has another; `areas` are the (country, division) codes in which
    the name occurs.
    """

    kind: str
    population: int
    fame: int
    places: int
    primary: bool
    demonym: bool
    abbreviation: bool
    article: bool
    seat: bool
    form: str
    areas: frozenset[tuple[str, str]]


def ngrams(text: str, words: Sequence[Word], lexicon: Lexicon) -> Iterator[Ngram]:
    """Yield the runs of at most six words that are written like names."""
    for first in range(len(words)):
        if not _opens(text, words, first, lexicon):
            continue
        longest = _CHARACTERS if is_spaceless(words[first]) else _LONGEST
        for last in range(first, min(first + longest, len(words))):
            if last > first and not gap_joins(text, words[last - 1], words[last]):
                break
            closing = words[last]
            if closing.case in "UAc" or (closing.case == "n" and last > first):
                yield from _runs(text, words, first, last, lexicon)
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


def _runs(
    text: str, words: Sequence[Word], first: int, last: int, lexicon: Lexicon
) -> Iterator[Ngram]:
    """Yield a run of words: with the dot of an abbreviation ("Okla."), and without clitics."""
    start, end = words[first].start, words[last].end
    if words[last].case == "c":
        yield Ngram(start, end, first, last)
        if prefix := prefix_of(words[first].text, lexicon, 3 - (last > first)):
            yield Ngram(start + len(prefix), end, first, last)
        return
    dotted, length = text[end : end + 1] == ".", end - words[last].start
    if dotted and length <= _ABBREVIATED:
        yield Ngram(start, end + 1, first, last)
    if not (dotted and length == 1):
        yield Ngram(start, end, first, last)


def is_name(text: str, words: Sequence[Word], gram: Ngram, known: Known, lexicon: Lexicon) -> bool:
    """Say whether a run stands for itself: articles and full stops only where they belong.

    Words for peoples and faiths that are no country's ("Kurdish", "Sunni") are never names, nor
    are kinds of places ("مدينة").
    """
    name = text[gram.start : gram.end].lower()
    if name in lexicon.groups or name in lexicon.generic:
        return False
    if words[gram.first].case == "c" and (name in lexicon.stop or len(name) == 1):
        return False
    several = gram.last > gram.first
    if several and words[gram.first].text.lower() in lexicon.determiners and not known.article:
        return False
    full_stop = text[gram.end - 1] == "." and gram.end - words[gram.last].start > 2
    return known.abbreviation or not full_stop


class Sweep:
    """Looks up runs of words and remembers, within bounds, what was known of them.

    Parameters
    ----------
    gazetteer
        Where names are looked up.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._briefs: dict[tuple[str, bool], Known | None] = {}

    def known(self, names: Iterable[str], lexicon: Lexicon) -> dict[str, Known]:
        """Return what is known of each name, under its base form if need be.

        Unknown names are left out.
        """
        forms = {name: [name, *base_forms(name, lexicon)] for name in dict.fromkeys(names)}
        briefs = self._look_up(forms)
        return {
            name: known
            for name, row in forms.items()
            if (known := _likeliest([briefs[form, form != name] for form in row], lexicon))
        }

    def _look_up(self, forms: Mapping[str, Sequence[str]]) -> dict[tuple[str, bool], Known | None]:
        keys = dict.fromkeys((form, form != name) for name, row in forms.items() for form in row)
        briefs = self._briefs
        new = [key for key in keys if key not in briefs]
        if len(briefs) + len(new) > _BRIEFS_KEPT:
            briefs = self._briefs = {}
            new = list(keys)
        found = self._gazetteer.lookup_many({form for form, _ in new})
        for form, derived in new:
            candidates = found.get(form)
            known = _brief(candidates, form if derived else "") if candidates else None
            briefs[form, derived] = known
        return briefs


def _likeliest(known: Sequence[Known | None], lexicon: Lexicon) -> Known | None:
    """Return what the name itself means, or else the likeliest of its base forms.

    A base form is likelier in a country of the language, and for a greater place.
    """
    found = [k for k in known if k]
    if known[0] or len(found) < 2:
        return found[0] if found else None

    def rank(each: Known) -> tuple[bool, bool, int]:
        home = any(country in lexicon.countries for country, _ in each.areas)
        wide = each.kind in {"country", "adm1", "city"}
        return each.kind == "country" or home, wide, each.population

    return max(found, key=rank)


def _brief(candidates: Sequence[Candidate], form: str) -> Known:
    matches = {c.match for c in candidates}
    named = [c for c in candidates if c.match is not Match.DEMONYM]
    # A province that some language calls "Centre" must not hide the towns that are called so.
    ranked = [c for c in named if c.match in _OWN] or named
    kinds = {_kind(c) for c in ranked}
    return Known(
        kind=next((k for k in _ORDER if k in kinds), "none"),
        population=max((c.place.population for c in ranked), default=0),
        fame=max((c.place.population for c in named), default=0),
        places=len(candidates),
        primary=not matches.isdisjoint(_OWN),
        demonym=Match.DEMONYM in matches,
        abbreviation=Match.ABBREVIATION in matches,
        article=any(c.name[:4].lower() == "the " for c in named),
        seat=_is_seat(ranked),
        form=form,
        areas=frozenset((c.place.country_code, c.place.admin1_code) for c in candidates),
    )


def _is_seat(candidates: Sequence[Candidate]) -> bool:
    """Say whether a city lies in a division of its own name (Aleppo, unlike Kentucky)."""
    divisions, cities = (
        {(c.place.country_code, c.place.admin1_code) for c in candidates if _kind(c) == kind}
        for kind in ("adm1", "city")
    )
    return not divisions.isdisjoint(cities)


def _kind(candidate: Candidate) -> str:
    place = candidate.place
    if place.feature_class == "P" and place.population >= _CITY:
        return "city"
    for prefix, kind in _KINDS.items():
        if place.feature_code.startswith(prefix):
            return kind
    return _CLASSES.get(place.feature_class, "site")
