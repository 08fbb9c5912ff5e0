"""Sites that are called after a place: "Sednaya prison", "University of Aleppo"."""

from __future__ import annotations

from geodata.recognition.proposals import Page
from geodata.recognition.sweep import Ngram
from geodata.recognition.words import gap_joins, is_spaceless

__all__ = ["facility_of", "without_facility"]

_LONGEST = 3
_BETWEEN = 2


def facility_of(page: Page, span: Ngram) -> str:
    """Return the type word of the site that is called after the span, or an empty string.

    At most two capitalised words may stand between ("Aleppo International Airport").
    """
    following = _run(page, span.last, _BETWEEN + _LONGEST)
    joint = "" if is_spaceless(page.words[span.last]) else " "
    for skip in range(min(_BETWEEN, len(following)) + 1):
        if skip and page.words[span.last + skip].case not in "UA":
            break
        for count in range(_LONGEST, 0, -1):
            words = joint.join(following[skip : skip + count])
            if len(following) >= skip + count and words in page.lexicon.facilities:
                return words
    return _before(page, span)


def _run(page: Page, last: int, count: int) -> list[str]:
    """Return up to `count` words in lower case that follow without a break."""
    found: list[str] = []
    for at in range(last, min(last + count, len(page.words) - 1)):
        if not gap_joins(page.text, page.words[at], page.words[at + 1]):
            break
        found.append(page.words[at + 1].text.lower())
    return found


def _before(page: Page, span: Ngram) -> str:
    """Return the type word of "University of X", "prison de X", "سجن X"."""
    at = span.first - 1
    if at < 0 or not gap_joins(page.text, page.words[at], page.words[span.first]):
        return ""
    if page.lowered(at) in page.lexicon.weak_prepositions & page.lexicon.connectors:
        at -= 1
    elif page.words[at].case not in "lc":
        return ""
    word = page.lowered(at)
    return word if word in page.lexicon.facilities else ""


def without_facility(page: Page, span: Ngram) -> Ngram:
    """Return the span without a type word at its end, if the gazetteer does not know it whole."""
    if page.knows(span):
        return span
    for count in range(min(_LONGEST, span.last - span.first), 0, -1):
        tail = range(span.last - count + 1, span.last + 1)
        if " ".join(page.lowered(at) for at in tail) in page.lexicon.facilities:
            last = span.last - count
            return Ngram(span.start, page.words[last].end, span.first, last)
    return span
