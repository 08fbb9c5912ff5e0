"""Keys of names: what must be equal for two spellings to be one name.

`fold` makes the key that the index is built on; `keys` lists the keys to try for a name as it
stands in a text; `bare` goes further (no article, no spaces) and serves spelling variants only.
Everything is linear in the length of the name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

__all__ = ["ARTICLES", "SHORT_WORDS", "bare", "fold", "fold_char", "further_keys", "keys"]

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
_INITIALISM = re.compile(r"(?:[^\W\d_]\.){1,5}[^\W\d_]?\.?")
_SINGLE_LETTERS = re.compile(r"\b\w\.\w\b")
ARTICLES = frozenset(
    {
        *(
            "al",
            "el",
            "ul",
            "il",
            "ad",
            "ed",
            "adh",
            "ar",
            "er",
            "as",
            "es",
            "ash",
            "esh",
            "at",
            "et",
        ),
        *("ath", "az", "ez", "an", "en"),
    }
)
# Written either way before a name; the index knows the short way only.
SHORT_WORDS = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
_LONG_WORDS = {"n": "north", "s": "south", "e": "east", "w": "west", "co": "county"}
_LONGEST_CAPITALS = 3
_LONGEST_ABBREVIATION = 6


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
    path = files("geodata.gazetteer") / "data" / "simplified.txt"
    traditional, simplified = path.read_text("utf-8").split()
    return str.maketrans(traditional, simplified)


@cache
def _folding() -> _Folding:
    return _Folding()


def fold(name: str) -> str:
    """Return the key of a name: no case, marks, apostrophes or punctuation, single spaces.

    Initialisms keep their dots, with or without dots in the text, so that ``US`` and ``U.S.``
    are ``u.s.`` and never the word "us"; so does a short word that ends in a dot (``Miss.``).

    Parameters
    ----------
    name
        A name in any script.

    Returns
    -------
    str
        The key, empty where the name holds no letter or digit.
    """
    name = name.strip()
    if len(name) <= _LONGEST_CAPITALS and name.isascii() and name.isupper() and name.isalpha():
        return f"{'.'.join(name.casefold())}." if len(name) > 1 else name.casefold()
    if "." in name:
        if _INITIALISM.fullmatch(name.replace(" ", "")) and len(name) > 2:
            return "".join(f"{c}." for c in name.casefold() if c.isalpha())
        if _is_abbreviation(name):
            return f"{_plain(name)}."
    return _plain(name)


def _is_abbreviation(name: str) -> bool:
    return name.endswith(".") and len(name) <= _LONGEST_ABBREVIATION and name[:-1].isalpha()


def _plain(name: str) -> str:
    if "." in name and _SINGLE_LETTERS.search(name):
        name = name.replace(".", "")
    if name.isascii() and name.replace(" ", "").isalnum():
        words = name.lower().split()
    else:
        if not unicodedata.is_normalized("NFC", name):
            name = unicodedata.normalize("NFC", name)
        words = name.translate(_folding()).split()
    if len(words) == 1:
        return words[0]
    for at, word in enumerate(words[:-1]):
        if word in SHORT_WORDS:
            words[at] = SHORT_WORDS[word]
    return " ".join(words)


def keys(name: str) -> tuple[str, ...]:
    """Return the keys to try for a name in a text, best first.

    After the plain key: without a leading "the", without a final dot, with a leading "N." or
    "Co." in full.
    """
    key = fold(name)
    return (key, *further_keys(key))


def further_keys(key: str) -> tuple[str, ...]:
    """Return the keys to try after a plain one."""
    tried = []
    if key.startswith("the "):
        tried.append(key[4:])
    elif key.endswith(".") and key.count(".") == 1:
        tried.append(key[:-1])
    if key[1:2] == " " or key[2:3] == " ":
        first, _, rest = key.partition(" ")
        if first in _LONG_WORDS:
            tried.append(f"{_LONG_WORDS[first]} {rest}")
    return tuple(tried)


def bare(key: str) -> str:
    """Return a folded key without Arabic articles and spaces, for comparing spellings.

    ``ad duraykish`` becomes ``duraykish``, ``deir ez zor`` ``deirzor``.
    """
    if " " not in key:
        return key
    words = key.split()
    kept = [w for w in words if w not in ARTICLES] or words
    return "".join(kept)
