"""Keys of names: what must be equal for two spellings to be one name.

`fold` makes the key that the index is built on; `keys` lists the keys to try for a name as it
stands in a text; `bare` goes further (no article, no spaces) and serves spelling variants only.
Everything is linear in the length of the name.
"""

from __future__ import annotations

import re
import unicodedata

from geodata.folding import fold_char, folding

__all__ = ["ARTICLES", "SHORT_WORDS", "bare", "fold", "fold_char", "further_keys", "keys"]

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
        words = name.translate(folding()).split()
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
