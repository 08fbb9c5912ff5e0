"""Keys of names: what must be equal for two spellings to be one name.

`fold` makes the key that the index is built on; `keys` lists the keys to try for a name as it
stands in a text; `bare` goes further (no article, no spaces) and serves spelling variants only.
Everything is linear in the length of the name.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

__all__ = ["bare", "fold", "key_hash", "keys"]

_APOSTROPHES = "'’‘ʼʻ`´ʾʿ′ˈʹ\u02bd\u05f3"
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
    "ـ": "",
}
_TRANSLATE = str.maketrans({**dict.fromkeys(_APOSTROPHES, ""), **_LETTERS, "&": " and "})
_SPACING = re.compile(r"[\W_]+")
# Combining classes 7-9 are nukta, kana voicing and virama: letters in their own right.
_FIRST_MARK_CLASS = 10
_INITIALISM = re.compile(r"(?:[^\W\d_]\.){1,5}[^\W\d_]?\.?")
_ARTICLES = "al el ul ad adh ar as ash at ath az an ez es esh et er ed en il"
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
    if not name.isascii():
        name = _without_marks(name)
    folded = name.replace(".", "" if _dotted_tail(name) else " ").casefold().translate(_TRANSLATE)
    return _SPACING.sub(" ", folded).strip()


def _dotted_tail(name: str) -> bool:
    """Whether dots stand between single letters ("Washington D.C."), not after words ("St.Lo")."""
    return re.search(r"\b\w\.\w\b", name) is not None


def _without_marks(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    kept = (c for c in decomposed if unicodedata.combining(c) < _FIRST_MARK_CLASS)
    return unicodedata.normalize("NFC", "".join(kept))


def keys(name: str) -> tuple[str, ...]:
    """Return the keys to try for a name in a text, best first.

    After the plain key: without a leading "the", without a final dot.
    """
    key = fold(name)
    tried = [key]
    if key.startswith("the "):
        tried.append(key[4:])
    if key.endswith(".") and key.count(".") == 1:
        tried.append(key[:-1])
    return tuple(tried)


def bare(key: str) -> str:
    """Return a folded key without Arabic articles and spaces, for comparing spellings.

    ``ad duraykish`` becomes ``duraykish``, ``deir ez zor`` ``deirzor``.
    """
    words = key.split()
    kept = [w for w in words if w not in _ARTICLES.split()] or words
    return "".join(kept)


def key_hash(key: str) -> int:
    """Return the 64-bit hash of a key that the set of known names is made of."""
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")
