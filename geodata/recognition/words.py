"""Words of a text with their offsets, in any script, in one linear pass."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Word", "gap_joins", "is_spaceless", "split_words"]

# Letters and digits with the marks that belong to them (accents, vowel signs, Arabic harakat).
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u0900-\u0dff\u0e31-\u0e4e"
)
_WORD = re.compile(rf"[^\W_][\w{_MARKS}]*(?:['’ʼ‘`´][^\W_][\w{_MARKS}]*)*")
# Scripts without spaces between words: every character counts as a word.
_SPACELESS = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e01-\u0e30\u0e40-\u0e46\u1000-\u109f"
_CHARACTER = re.compile(rf"[{_SPACELESS}][{_MARKS}]*|[^{_SPACELESS}]+")
_HAS_SPACELESS = re.compile(rf"[{_SPACELESS}]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_APOSTROPHES = frozenset("'’ʼ‘`´")
_APOSTROPHE = re.compile("['’ʼ‘`´](?=.)")
_JOINTS = frozenset(
    {" ", "-", "\u2011", "\u00a0", "\n", "\r\n", "'", "’", "- ", "\u2013", "\u200c"}
)
_ELISIONS = frozenset(["l", "d", "qu", "dell", "all", "nell", "sull", "dall"])
_INITIALS = frozenset({". ", "."})


class Word(NamedTuple):
    """A word: its place in the text and how it is written.

    `case` is "U" (first letter a capital), "A" (all capitals, two or more), "l" (lower case),
    "n" (a number) or "c" (a script without capitals).
    """

    start: int
    end: int
    text: str
    case: str


def split_words(text: str) -> list[Word]:
    """Return the words of a text; possessive endings are left outside, elisions stand alone.

    "Syria's" gives "Syria", "l'Ukraine" gives "l" and "Ukraine", "Sana'a" stays whole, a hashtag
    falls apart at its inner capitals.
    """
    words: list[Word] = []
    for match in _WORD.finditer(text):
        start, raw = match.span()[0], match.group()
        if len(raw) > 2 and raw[-2] in _APOSTROPHES and raw[-1] in "sS":
            raw = raw[:-2]
        if raw.isascii() and raw.isalpha() and text[start - 1 : start] != "#":
            words.append(Word(start, start + len(raw), raw, _case(raw)))
            continue
        for offset, piece in _pieces(raw, hashtag=text[start - 1 : start] == "#"):
            at = start + offset
            words.append(Word(at, at + len(piece), piece, _case(piece)))
    return words


def _case(text: str) -> str:
    first = text[0]
    if first.isdigit():
        return "n"
    if first.islower():
        return "l"
    if first.isupper() or first.istitle():
        return "A" if len(text) > 1 and text.isupper() else "U"
    return "c" if unicodedata.category(first) in {"Lo", "Lm"} else "l"


def _pieces(raw: str, *, hashtag: bool) -> Iterator[tuple[int, str]]:
    """Cut between spaceless characters, in hashtags, and at apostrophes before a capital."""
    if _HAS_SPACELESS.search(raw):
        yield from ((m.start(), m.group()) for m in _CHARACTER.finditer(raw))
        return
    cuts = [m.start() for m in _CAMEL.finditer(raw)] if hashtag else []
    apostrophes = [
        m.start()
        for m in _APOSTROPHE.finditer(raw)
        if raw[m.end()].isupper() or raw[: m.start()].lower() in _ELISIONS
    ]
    begin = 0
    for cut in sorted(cuts + apostrophes):
        if cut > begin:
            yield begin, raw[begin:cut]
        begin = cut + (cut in apostrophes)
    yield begin, raw[begin:]


def is_spaceless(word: Word) -> bool:
    """Say whether a word is a character of a script without spaces between words."""
    return word.case == "c" and _HAS_SPACELESS.match(word.text) is not None


def gap_joins(text: str, left: Word, right: Word) -> bool:
    """Say whether two neighbouring words may belong to one name."""
    gap = text[left.end : right.start]
    if not gap:
        return is_spaceless(left) or is_spaceless(right) or right.case == "U"
    return gap in _JOINTS or (gap in _INITIALS and len(left.text) <= 4 and left.case in "UA")
