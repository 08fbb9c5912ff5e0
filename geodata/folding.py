"""Letters without case, marks and punctuation: what must be equal for two words to be the same.

Names in the gazetteer, the words that a store is searched by, and the words of a filter are all
folded here, so that they find the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

__all__ = ["MOST_CHARACTERS", "fold_char", "fold_words", "folding", "pieces"]

MOST_CHARACTERS = 200
_PIECE = re.compile(r'["“”„«»]([^"“”„«»]+)["“”„«»]|(\S+)')
_DROPPED = "'’‘ʼʻ`´ʾʿ′ˈʹ\u02bd\u05f3\u0640"
_LETTERS = {
    "ı": "i",
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ə": "a",
    "ى": "ي",
    "ة": "ه",
    "ک": "ك",
    "ی": "ي",
    "&": " and ",
}
# Parts of a Persian word: "نجف‌آباد" is written with a space as well.
_ZERO_WIDTH_BREAK = "\u200c"
# Combining classes 7-9 are nukta, kana voicing and virama: letters in their own right.
_FIRST_MARK_CLASS = 10


class _Folding(dict[int, str]):
    """What each character becomes: worked out once a character, for `str.translate`."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = fold_char(chr(code))
        return folded


def fold_char(char: str) -> str:
    """Return what a character becomes in a key: nothing, itself, a space, or other letters."""
    if char == _ZERO_WIDTH_BREAK:
        return " "
    if char in _DROPPED or unicodedata.category(char) == "Cf":
        return ""
    decomposed = unicodedata.normalize("NFKD", char)
    kept = "".join(c for c in decomposed if unicodedata.combining(c) < _FIRST_MARK_CLASS)
    composed = unicodedata.normalize("NFC", kept).casefold().translate(_simplified())
    folded = "".join(_LETTERS.get(c, c) for c in composed)
    return "".join(
        c if c.isalnum() or unicodedata.combining(c) or _is_sign(c) else " " for c in folded
    )


def _is_sign(char: str) -> bool:
    """Whether the character is a vowel sign of an Indic or Thai script."""
    return unicodedata.category(char) in {"Mn", "Mc"}


@cache
def _simplified() -> dict[int, int]:
    """Return the simplified form of each traditional Chinese character."""
    path = files("geodata") / "gazetteer" / "data" / "simplified.txt"
    traditional, simplified = path.read_text("utf-8").split()
    return str.maketrans(traditional, simplified)


@cache
def folding() -> dict[int, str]:
    """Return what each character becomes, for `str.translate`."""
    return _Folding()


def fold_words(text: str) -> str:
    """Return a text without case, marks and punctuation, its words with single blanks between."""
    return " ".join(text.translate(folding()).split())


def pieces(question: str) -> Iterator[str]:
    """Yield what a question asks for: its words, folded; what is quoted is one piece.

    A text holds what is asked for if its folded words contain every piece; a question without any
    piece is held by none. The first 200 characters count.
    """
    for quoted, plain in _PIECE.findall(question[:MOST_CHARACTERS]):
        if piece := fold_words(quoted or plain):
            yield piece
