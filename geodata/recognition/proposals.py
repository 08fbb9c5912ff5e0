"""Spans that may be place names, from the model, the gazetteer and patterns of words."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from geodata.recognition.entities import Entity
from geodata.recognition.lexicon import Lexicon
from geodata.recognition.sweep import Known, Ngram
from geodata.recognition.words import Word, gap_joins

__all__ = ["Page", "proposals"]

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
    spans = {(g.first, g.last): g for row in page.ngrams.values() for g in row}
    for extra in (*_from_entities(page), *_from_patterns(page)):
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
    return word.text in page.lexicon.articles and page.text[word.end : word.end + 1] == "-"


def _span(page: Page, first: int, last: int) -> Ngram:
    end = page.words[last].end
    if len(page.words[last].text) == 1 and page.text[end : end + 1] == ".":
        end += 1
    return Ngram(page.words[first].start, end, first, last)


def _from_patterns(page: Page) -> Iterator[Ngram]:
    """Propose runs of capitals beside "in", "city of", "province", "prison"."""
    words, lexicon = page.words, page.lexicon
    first = 0
    while first < len(words):
        if words[first].case not in "UA" or page.lowered(first) in lexicon.determiners:
            first += 1
            continue
        last = first
        while last + 1 < len(words) and words[last + 1].case in "UA" and _joined(page, last):
            last += 1
        left, right = page.lowered(first - 1), page.lowered(last + 1)
        leads = (
            first
            and _joined(page, first - 1)
            and (
                left in lexicon.prepositions
                or (left == "of" and page.lowered(first - 2) in lexicon.kinds_before)
            )
        )
        follows = (
            last + 1 < len(words)
            and _joined(page, last)
            and (right in lexicon.kinds_after or right in lexicon.facilities)
        )
        if (leads or follows) and last - first < 4:
            yield _span(page, first, last)
            tail = page.lowered(last)
            if last > first and (tail in lexicon.kinds_after or tail in lexicon.facilities):
                yield _span(page, first, last - 1)
        first = last + 1


def _joined(page: Page, at: int) -> bool:
    return gap_joins(page.text, page.words[at], page.words[at + 1])
