"""Text to tokens: words, numbers and punctuation with what each may mean.

Every token carries one code character that stands for the set of its categories, so that patterns
over categories run as ordinary regular expressions over the string of codes (`grammar`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["CONSTANT", "PLAIN", "Entry", "Tokens", "fold", "scan", "shape_entries"]

Entry = Mapping[str, int | float | str]
"""What a token may mean: category to value."""

# Each alternative is bounded or possessive: the whole runs in time linear in the text.
_TOKEN = re.compile(
    r"""
    (?=\S)(?:
      (?P<meridiem>[ap]\.m\b\.?|[ap]m\b|[AP]\.?M\b\.?)
    | (?P<word>[^\W\d_]++(?:[\u0300-\u036f\u064b-\u0652\u0640]++[^\W\d_]*+)*+(?![\d_])|و(?=\d))
    | (?P<iso>\d{4}-\d\d-\d\d
        (?:[Tt\ ]\d\d:?\d\d(?::?\d\d(?:[.,]\d{1,9})?)?(?:[Zz]\b|[+-]\d\d:?\d\d)?)?(?![\w-]))
    | (?P<isoweek>\d{4}-W\d\d(?:-\d)?(?!\w))
    | (?P<numeric>(?:\d{4}(?P<ymd>[/.\-])\d{1,2}(?P=ymd)\d{1,2}
        |\d{1,2}(?P<dmy>[/.\-])\d{1,2}(?P=dmy)\d{4}
        |\d{1,2}(?P<short>[/.])\d{1,2}(?P=short)\d\d)(?!\w|[/.\-]\d))
    | (?P<decade>\d{3}0['’]?s(?!\w)|\d0s(?!\w)|['’]\d0s(?!\w))
    | (?P<clock>\d{1,2}:\d\d(?::\d\d)?(?!\w)|\d{1,2}h\d\d(?!\w)|\d{1,2}:\d\d(?=[apAP]\.?[mM]))
    | (?P<amount>\d++(?:[.,]\d++)+(?!\w))
    | (?P<ordinal>\d{1,4}(?:st|nd|rd|th|er|ère|re|ème|e|[ºª°])(?!\w))
    | (?P<number>\d++(?!\w)|\d{1,2}(?=[apAP]\.?[mM]\b|h\b))
    | (?P<possessive>['’][sS]\b)
    | (?P<code>\w++)
    | (?P<punct>(?P<sign>[^\w\s])(?P=sign)*+))
    | (?P<break>\n[ \t\r]*+\n\s*+)
    """,
    re.VERBOSE,
)
_PUNCTUATION = {
    ",": "comma", "،": "comma", "-": "hyphen", "–": "hyphen", "—": "dash", "‑": "hyphen",
    ".": "dot", "!": "stop", "?": "stop", "؟": "stop", ";": "stop", "/": "slash",
    "'": "apostrophe", "’": "apostrophe", "$": "money", "£": "money", "€": "money", "¥": "money",
    "%": "percent", "(": "open", ")": "close", ":": "colon", "#": "money",
}  # fmt: skip
_OTHER: Entry = {"other": ""}
_CODE: Entry = {"code": ""}
_BREAK: Entry = {"break": ""}
_NAME: Entry = {"name": ""}
PLAIN: Entry = {"plain": ""}
_LINKS = {"hyphen", "dash", "slash"}
_PUNCT: dict[str, Entry] = {
    sign: {kind: sign, "link": sign} if kind in _LINKS else {kind: sign}
    for sign, kind in _PUNCTUATION.items()
}

CONSTANT: tuple[Entry, ...] = (_OTHER, _CODE, _BREAK, _NAME, PLAIN, *_PUNCT.values())
"""Meanings that no word list holds and that are the same objects in every text."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's tokens, column by column: code characters, meanings and offsets.

    `marks` tells which codes end a sentence or show its tense (see `Lexicon`), `marked` where
    they stand.
    """

    codes: str
    entries: list[Entry]
    starts: list[int]
    ends: list[int]
    marks: Mapping[str, str]
    marked: list[int]


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """Return the word in lower case without accents, vowel signs and Arabic hamza."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in parts if not unicodedata.combining(c) and c != "\u0640")


def scan(
    text: str, words: Mapping[str, Entry], endings: Mapping[str, Entry] | None = None
) -> Iterator[tuple[int, int, Entry]]:
    """Yield (start, end, meaning) of each token in text order.

    Unknown words in small letters take the meaning of their last letters.
    """
    endings = endings or {}
    seen: dict[str, Entry] = {}
    for match in _TOKEN.finditer(text):
        raw = match.group()
        entry = seen.get(raw)
        if entry is None:
            entry = seen[raw] = _meaning(match.lastgroup or "", raw, words, endings)
        start, end = match.span()
        yield start, end, entry


def _meaning(
    kind: str, raw: str, words: Mapping[str, Entry], endings: Mapping[str, Entry]
) -> Entry:
    if kind == "word":
        entry = words.get(raw) or words.get(fold(raw))
        return entry or (_NAME if raw[0].isupper() else _guess(raw, endings))
    if kind == "punct":
        return _PUNCT.get(raw[0], _OTHER)
    return _BREAK if kind == "break" else words.get(raw) or _shape(kind, raw)


def _guess(word: str, endings: Mapping[str, Entry]) -> Entry:
    find = endings.get
    return find(word[-4:]) or find(word[-3:]) or find(word[-2:]) or PLAIN


@lru_cache(maxsize=8192)
def _shape(kind: str, raw: str) -> Entry:
    if kind == "number":
        return _number(raw)
    if kind == "ordinal":
        value = int(re.match(r"\d+", raw)[0])  # type: ignore[index]  # the token starts with digits
        return {"ordinal": value, "day": value} if 1 <= value <= 31 else {"ordinal": value}
    if kind == "amount":
        return _amount(raw)
    if kind == "code":
        return _CODE
    return {kind: raw}


def _number(raw: str) -> Entry:
    if len(raw) > 6:
        return {"amount": 0.0}
    value = int(raw)
    entry: dict[str, int | float | str] = {"number": value, "digits": value}
    if len(raw) <= 2 and 1 <= value <= 31:
        entry["day"] = value
    if len(raw) == 2:
        entry["short"] = value
    if len(raw) == 2 and value <= 59:
        entry["minutes"] = value
    if len(raw) <= 2 and value <= 24:
        entry["hour"] = value
    if len(raw) == 4:
        entry["four"] = raw
        if 1000 <= value <= 2199:
            entry["year"] = value
    return entry


def _amount(raw: str) -> Entry:
    parts = re.split("[.,]", raw)
    if len(parts) == 2 and len(parts[1]) <= 2 and len(raw) < 9:
        number = float(f"{int(parts[0])}.{parts[1]}")
        dotted = {"dotclock": raw} if re.fullmatch(r"([01]?\d|2[0-4])\.[0-5]\d", raw) else {}
        return {"amount": number, "number": number, **dotted}
    return {"amount": 0.0}


def shape_entries() -> Iterator[Entry]:
    """Yield one meaning of every set of categories that does not come from a word list."""
    yield from CONSTANT
    for value in (
        "0",
        "00",
        "7",
        "07",
        "12",
        "24",
        "25",
        "31",
        "32",
        "99",
        "123",
        "0123",
        "1998",
        "9998",
        "12345",
    ):
        yield _number(value)
    for raw in ("1.5", "1,500", "10.30", "99.99"):
        yield _amount(raw)
    for kind in ("iso", "isoweek", "numeric", "decade", "clock", "possessive", "meridiem"):
        yield {kind: ""}
    yield from ({"ordinal": 1, "day": 1}, {"ordinal": 40})
