"""What stands around a span: the model's entities, and the words to its left and right."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from geodata.recognition.proposals import Page
from geodata.recognition.sweep import Ngram
from geodata.recognition.words import Word, is_spaceless

__all__ = ["left", "relation", "right"]

_LEADS = frozenset({"of", "in", "at", "for"})
_SENTENCE_END = frozenset('.!?:;\n"”“»')
_POSSESSIVES = ("'s", "’s")
_TAILS = frozenset({"", ".", "'", "’", *_POSSESSIVES})
_LEFT = ("prepositions", "weak_prepositions", "determiners", "titles", "ships")
_LEFT_LATER = ("kinds_before", "groups")
_RIGHT = ("bodies", "kinds_after", "facilities", "organisations", "teams", "speech")
_CASES = {"U": "capital", "A": "capitals", "n": "number"}


def relation(page: Page, span: Ngram) -> tuple[str, str]:
    """Say how a span lies to the model's entities, and that entity's label.

    Returns
    -------
    tuple of str
        How: "is", "opens", "ends", "of" (after "of" inside it), "within", "holds", "cuts", or
        "bare" where there is none; then the label, empty with "bare".
    """
    at = bisect_left(page.entities, (span.end,)) - 1
    if at < 0 or page.entities[at].end <= span.start:
        return "bare", ""
    entity = page.entities[at]
    return _lie(page, span, entity.start, entity.end), entity.label


def _lie(page: Page, span: Ngram, start: int, end: int) -> str:
    if page.text[start : start + 4].lower() == "the ":
        start += 4
    if span.start < start or span.end > end + 1:
        return "holds" if span.start <= start and span.end >= end else "cuts"
    begins = span.start == start
    ends = span.end >= end or page.text[span.end : end] in _TAILS
    if begins:
        return "is" if ends else "opens"
    if page.lowered(span.first - 1) in _LEADS:
        return "of"
    return "ends" if ends else "within"


def left(page: Page, span: Ngram) -> str:
    """Return the class of what stands before a span."""
    if clitic := page.text[page.words[span.first].start : span.start]:
        return "and" if clitic[-1] in page.lexicon.conjunctions else "prepositions"
    if span.first == 0:
        return "start"
    word = page.words[span.first - 1]
    gap = page.text[word.end : span.start]
    if gap.strip():
        return _left_mark(page, word, gap.strip()[-1])
    return "start" if gap.count("\n") > 1 else _left_word(page, span, word)


def _left_mark(page: Page, word: Word, mark: str) -> str:
    if mark == "." and word.text.lower() in page.lexicon.titles:
        return "titles"
    if mark == "." and len(word.text) <= 2 and word.case in "UA":
        return "initial"
    return "start" if mark in _SENTENCE_END else mark if mark in ",(-/@#&" else "mark"


def _left_word(page: Page, span: Ngram, word: Word) -> str:
    lexicon, low = page.lexicon, word.text.lower()
    before = page.lowered(span.first - 2)
    if low in lexicon.weak_prepositions and before in lexicon.kinds_before:
        return "kind of"
    if low in lexicon.weak_prepositions and before in lexicon.facilities:
        return "facility of"
    if low == "the" and before in lexicon.prepositions:
        return "in the"
    if word.case in "UA" and low in lexicon.given_names:
        return "given_names"
    forms = [low]
    if is_spaceless(word):
        forms = [page.text[max(0, word.end - n) : word.end] for n in (4, 3, 2, 1)]
    found = _class(page, word, forms, (*_LEFT, *_LEFT_LATER))
    if found == "capital" and lexicon.endings and _opens_sentence(page, span.first - 1):
        # Where words are inflected, the noun before a place in the genitive often opens a sentence.
        return "word"
    return found


def _opens_sentence(page: Page, at: int) -> bool:
    if at == 0:
        return True
    gap = page.text[page.words[at - 1].end : page.words[at].start].strip()
    return bool(gap) and gap[-1] in _SENTENCE_END


def right(page: Page, span: Ngram) -> str:
    """Return the class of what stands behind a span; in capitals if it is written with one."""
    if span.last + 1 >= len(page.words):
        return "end"
    word = page.words[span.last + 1]
    gap = page.text[span.end : word.start]
    if gap.startswith(_POSSESSIVES):
        return "'s"
    if gap.strip():
        mark = gap.strip()[0]
        return "end" if mark in _SENTENCE_END else mark if mark in ",)-/&" else "mark"
    if gap.count("\n") > 1:
        return "end"
    forms = [word.text.lower()]
    if is_spaceless(word):
        forms = [page.text[word.start : word.start + n] for n in (4, 3, 2, 1)]
    found = _class(page, word, forms, _RIGHT)
    return found.upper() if found in _RIGHT and word.case in "UA" else found


def _class(page: Page, word: Word, forms: Sequence[str], groups: Sequence[str]) -> str:
    """Return the first group that holds one of the forms, else how the word is written."""
    for group in groups:
        members = getattr(page.lexicon, group)
        if any(form in members for form in forms):
            return group
    if forms[-1] in page.lexicon.conjunctions:
        return "and"
    return _CASES.get(word.case, "word")
