"""Words of a text with their offsets, in any script, in one linear pass."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

__all__ = ["SPACELESS", "Word", "gap_joins", "split_words"]

# Letters and digits with the marks that belong to them (accents, vowel signs, Arabic harakat).
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u0900-\u0dff\u0e31-\u0e4e"
)
_WORD = re.compile(rf"[^\W_][\w{_MARKS}]*(?:['’ʼ‘`´][^\W_][\w{_MARKS}]*)*")
_APOSTROPHES = "'’ʼ‘`´"
_POSSESSIVES = frozenset(a + s for a in _APOSTROPHES for s in "sS")
_JOINTS = frozenset({" ", "-", "\u2011", "\u00a0", "\n", "'", "’", "- ", "\u2013", "\u200c"})
_INITIALS = frozenset({". ", "."})
# Scripts that write no spaces between words: names are found by characters, not by words.
SPACELESS = re.compile(
    r"[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e01-\u0e4e\u0e81-\u0edf\u1000-\u109f\u1780-\u17ff]+"
)


class Word(NamedTuple):
    """A word: its place in the text and how it is written.

    `case` is "U" (first letter a capital), "A" (all capitals, two or more), "l" (lower case),
    "n" (a number) or "c" (a script without capitals).
    """

    start: int
    end: int
    text: str
    case: str


def _case(text: str) -> str:
    first = text[0]
    if first.isdigit():
        return "n"
    if first.islower():
        return "l"
    if first.isupper() or first.istitle():
        return "A" if len(text) > 1 and text.isupper() else "U"
    return "c" if unicodedata.category(first) in {"Lo", "Lm"} else "l"


def split_words(text: str) -> list[Word]:
    """Return the words of a text; possessive endings are left outside, elisions stand alone.

    "Syria's" gives "Syria", "l'Ukraine" gives "l" and "Ukraine", "Sana'a" stays whole.
    """
    words: list[Word] = []
    for match in _WORD.finditer(text):
        start, raw = match.start(), match.group()
        if raw[-2:] in _POSSESSIVES and len(raw) > 2:
            raw = raw[:-2]
        for piece_start, piece in _pieces(raw):
            at = start + piece_start
            words.append(Word(at, at + len(piece), piece, _case(piece)))
    return words


def _pieces(raw: str) -> list[tuple[int, str]]:
    """Cut before capitals that follow an apostrophe, and nowhere else."""
    pieces, begin = [], 0
    if not any(a in raw for a in _APOSTROPHES):
        return [(0, raw)]
    for i in range(1, len(raw) - 1):
        if raw[i] in _APOSTROPHES and raw[i + 1].isupper():
            pieces.append((begin, raw[begin:i]))
            begin = i + 1
    return [*pieces, (begin, raw[begin:])]


def gap_joins(text: str, left: Word, right: Word) -> bool:
    """Say whether two neighbouring words may belong to one name."""
    gap = text[left.end : right.start]
    return gap in _JOINTS or (gap in _INITIALS and len(left.text) <= 4 and left.case in "UA")
