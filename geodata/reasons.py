"""Reasons in the reader's language: the sentences that we store are in English, and of a grammar.

What is stored and exported stays as it is, also in stores that are older than this: the catalogue's
own English texts (``why.…``) are matched against it, and their values put into another
language's. What matches nothing is shown as it stands.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from string import Formatter

from geodata.messages import Words, catalogue, words
from geodata.messages.cldr import country_in, date_in

__all__ = ["reason_in"]

# Ours are shorter and have fewer parts; a reason out of somebody's file may be anything.
_LONGEST = 500
_MOST_COMMAS = 12
# Values that are themselves of the grammar.
_NESTED = frozenset({"base", "calendar", "place", "source", "weekday"})
# These join two parts; they are tried on purpose, not like the others.
_JOINS = ("why.joined", "why.and")
_THE, _AND, _COMMA = "the ", " and ", ", "


@lru_cache(maxsize=20_000)
def reason_in(language: str, reason: str) -> str:
    """Return a stored reason in a language of `LANGUAGES`.

    Examples
    --------
    >>> reason_in("fr", "in Syria like Homs and Hama in the same report")
    'Syrie, comme Homs et Hama dans le même texte'
    """
    if language == "en" or len(reason) > _LONGEST or reason.count(_COMMA) > _MOST_COMMAS:
        return reason
    return _said(reason, words(language)) or reason


# Ways to split a text meet again and again at the same rests: each is looked at once.
@lru_cache(maxsize=4_000)
def _said(reason: str, t: Words) -> str:
    """Return a reason of one or more parts in words of a language; nothing if it is none."""
    for left, right in _splits(reason):
        if (first := _part(left, t)) and (rest := _said(right, t)):
            return t("why.joined", first=first, rest=rest)
    return _part(reason, t)


def _splits(text: str) -> Iterator[tuple[str, str]]:
    pieces = text.split(_COMMA)
    for k in range(1, len(pieces)):
        yield _COMMA.join(pieces[:k]), _COMMA.join(pieces[k:])


@lru_cache(maxsize=4_000)
def _part(text: str, t: Words) -> str:
    for key, pattern in _patterns():
        if (found := pattern.fullmatch(text)) is None:
            continue
        values = {name: _value(name, value, t) for name, value in found.groupdict().items()}
        if all(values.values()):
            return t(key, **values)
    return ""


def _value(name: str, value: str, t: Words) -> str:
    """Return a value as the language writes it; nothing if the text is not meant by this part."""
    match name:
        case "names":
            one, joint, other = (country_in(t.language, part) for part in value.rpartition(_AND))
            return t("why.and", one=one, other=other) if joint else other
        case "area":
            return country_in(t.language, value.removeprefix(_THE))
        case "name":
            return country_in(t.language, value)
        case "day":
            return _day(value, t)
        case "rule":
            # A rule that no catalogue has yet is better read in English than not at all.
            return _said(value, t) or value
    return _said(value, t) if name in _NESTED else value


def _day(value: str, t: Words) -> str:
    """Return "8 December 2024" in a language."""
    try:
        day = dt.datetime.strptime(value, "%d %B %Y").date()  # noqa: DTZ007 - a day
    except ValueError:
        return ""
    return date_in(t.language, day, "long")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the English texts as patterns, those with the most words of their own first."""
    found = [
        (key, text)
        for key, text in catalogue("en").items()
        if key.startswith("why.") and key not in _JOINS and isinstance(text, str)
    ]
    found.sort(key=lambda entry: -len(re.sub(r"\{\w+\}", "", entry[1])))
    return tuple((key, _pattern(text)) for key, text in found)


def _pattern(text: str) -> re.Pattern[str]:
    parts = []
    for literal, name, _, _ in Formatter().parse(text):
        parts.append(re.escape(literal))
        if name:
            parts.append(rf"(?P<{name}>\d+)" if name == "km" else f"(?P<{name}>.+?)")
    return re.compile("".join(parts), re.DOTALL)
