"""Spans that may be place names, from the model, the gazetteer and patterns of words."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from geodata.recognition.entities import Entity
from geodata.recognition.lexicon import Lexicon
from geodata.recognition.roles import NO_ROLES, Roles
from geodata.recognition.sweep import Known, Ngram
from geodata.recognition.words import Word, gap_joins

__all__ = ["Page", "list_gap", "proposals"]

_PLACES = frozenset({"GPE", "LOC", "FAC"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One text with all that is known of it before a name is judged."""

    text: str
    words: Sequence[Word]
    lexicon: Lexicon
    entities: Sequence[Entity]
    known: Mapping[str, Known]
    ngrams: Mapping[int, Sequence[Ngram]] = field(default_factory=dict)
    lower: Counter[str] = field(default_factory=Counter)
    people: frozenset[str] = frozenset()
    roles: Roles = NO_ROLES

    def name(self, span: Ngram) -> str:
        """Return the words of a span as they stand in the text."""
        return self.text[span.start : span.end]

    def knows(self, span: Ngram) -> Known | None:
        """Return what the gazetteer knows of a span."""
        return self.known.get(self.name(span))

    def lowered(self, at: int) -> str:
        """Return a word in lower case, or an empty string beyond the ends."""
        return self.words[at].text.lower() if 0 <= at < len(self.words) else ""


def proposals(page: Page) -> list[Ngram]:
    """Return every span worth judging, in text order; they may overlap."""
    spans: dict[tuple[int, int], Ngram] = {}
    grams = (g for row in page.ngrams.values() for g in row)
    for extra in (*grams, *_from_entities(page), *_from_patterns(page)):
        spans.setdefault((extra.first, extra.last), extra)
    return sorted(spans.values())


def _from_entities(page: Page) -> Iterator[Ngram]:
    starts = [w.start for w in page.words]
    for entity in page.entities:
        if entity.label not in _PLACES:
            continue
        first = bisect_left(starts, entity.start)
        last = bisect_left(starts, entity.end) - 1
        while first <= last and page.words[first].case in "ln" and not _article(page, first):
            first += 1
        while first <= last and page.words[last].case == "l":
            last -= 1
        while first < last and page.lowered(first) in page.lexicon.determiners:
            first += 1
        if first <= last and last - first < 8:
            yield _span(page, first, last)


def _article(page: Page, at: int) -> bool:
    word = page.words[at]
    return word.text.lower() in page.lexicon.articles and page.text[word.end : word.end + 1] == "-"


def _span(page: Page, first: int, last: int) -> Ngram:
    end = page.words[last].end
    if len(page.words[last].text) == 1 and page.text[end : end + 1] == ".":
        end += 1
    return Ngram(page.words[first].start, end, first, last)


def _from_patterns(page: Page) -> Iterator[Ngram]:
    """Propose runs of capitals after "in" and "city of", before "province" and "prison".

    In a list the first run speaks for the others ("in Saraqib, Maarat al-Numan and Idlib").
    """
    led, ended = False, -2
    for first, last in _runs(page):
        led = _leads(page, first) or (led and _continues(page, ended, first))
        ended = last
        if (led or _follows(page, last)) and last - first < 4:
            yield _span(page, first, last)
            if last > first and _is_type(page, last):
                yield _span(page, first, last - 1)


def _runs(page: Page) -> Iterator[tuple[int, int]]:
    """Yield first and last word of every run of capitals, with the articles inside it."""
    words, first = page.words, 0
    while first < len(words):
        opens = words[first].case in "UA" or _article(page, first)
        if not opens or page.lowered(first) in page.lexicon.determiners:
            first += 1
            continue
        last = first
        while last + 1 < len(words) and _joined(page, last):
            if words[last + 1].case not in "UA" and not _article(page, last + 1):
                break
            last += 1
        yield first, last
        first = last + 1


def _leads(page: Page, first: int) -> bool:
    """Say whether the word before leads to a place: "in", "city of", "airport of"."""
    if first == 0 or not _joined(page, first - 1):
        return False
    left, before = page.lowered(first - 1), page.lowered(first - 2)
    if left in page.lexicon.prepositions:
        return True
    types = before in page.lexicon.kinds_before or before in page.lexicon.facilities
    return types and left in page.lexicon.weak_prepositions


def _follows(page: Page, last: int) -> bool:
    return last + 1 < len(page.words) and _joined(page, last) and _is_type(page, last + 1)


def _is_type(page: Page, at: int) -> bool:
    word = page.lowered(at)
    return word in page.lexicon.kinds_after or word in page.lexicon.facilities


def _continues(page: Page, last: int, first: int) -> bool:
    """Say whether a run that begins at `first` goes on with the list that stood at `last`."""
    return last >= 0 and list_gap(page, last, first)


def list_gap(page: Page, last: int, first: int) -> bool:
    """Say whether only a comma or a word like "and" stands between two words."""
    if first - last > 2:
        return False
    if first - last == 2 and page.lowered(last + 1) not in page.lexicon.conjunctions:
        return False
    gap = page.text[page.words[last].end : page.words[first].start]
    return len(gap) < 12 and (first - last == 2 or gap.strip() in {",", "،", "、", "/"})


def _joined(page: Page, at: int) -> bool:
    return gap_joins(page.text, page.words[at], page.words[at + 1])
