"""What keeps a pattern's match from being a date: "1,900 families", "the fall of Berlin"."""

from __future__ import annotations

from collections.abc import Callable

from geodata.dates.grammar import Hit

__all__ = ["GUARDS"]

_SPOKEN_CENTURIES = {16, 17, 18, 19, 20}


def _month(hit: Hit) -> bool:
    """Keep May and March alone only after a word like "in"."""
    position = hit.at("month")
    alone = position == hit.first and not hit.has("year") and not hit.has("number2")
    if position is None or not alone or "unsure" not in hit.tokens.entries[position]:
        return True
    return "prep" in hit.near(-1)


def _season(hit: Hit) -> bool:
    """Keep "fall" and "spring" alone only as in "in the fall", not "the fall of Berlin"."""
    position = hit.at("season") or 0
    if "unsure" not in hit.tokens.entries[position] or hit.has("year") or hit.has("rel"):
        return True
    before = hit.near(-1)
    return not {"of", "in", "verbal"} & hit.near(1).keys() and "when" in before


def _year(hit: Hit) -> bool:
    if not hit.has("year") or hit.last - hit.first > 1:
        return True
    return not _counts_things(hit) and _plausible_year(hit)


def _counts_things(hit: Hit) -> bool:
    """Whether the number counts something: "$1990", "2000 people", "1500-strong"."""
    before, after, next_after = hit.near(-1), hit.near(1), hit.near(2)
    if {"money", "digits", "slash"} & before.keys():
        return True
    if {"percent", "units"} & after.keys():
        return True
    if "human" in after and ("prep" not in before or (hit.number("year") or 0) % 100 == 0):
        return True
    if "hyphen" in after and {"plain", "unit", "units", "old"} & next_after.keys():
        return True
    return "approx" in before and "plain" in after


def _plausible_year(hit: Hit) -> bool:
    year = hit.number("year") or 0
    if "prep" in hit.near(-1):
        return True
    if "plain" in hit.near(1) and "function" not in hit.near(1):
        return 1900 <= year <= 2035 and year % 100 != 0
    return 1300 <= year <= 2100


def _spoken(hit: Hit) -> bool:
    first, second = hit.number("number") or 0, hit.number("number2") or 0
    in_words = all("digits" not in hit.tokens.entries[i] for i in (hit.first, hit.last - 1))
    return in_words and first in _SPOKEN_CENTURIES and 10 <= second <= 99


def _pair(hit: Hit) -> bool:
    if hit.has("month"):
        return True
    link = hit.tokens.entries[hit.at("link") or 0]
    if not {"hyphen", "dash", "slash"} & link.keys():
        return False
    first = hit.number("year") or 0
    if "year2" in hit.kept:
        return first < (hit.number("year2") or 0)
    return first % 100 < (hit.number("short") or 0)


def _offset(hit: Hit) -> bool:
    """Refuse "a day after the strike": it hangs on the strike, which has no date of its own."""
    follows = hit.near(1)
    return not {"the", "an", "name", "plain", "number", "of", "that"} & follows.keys()


def _duration(hit: Hit) -> bool:
    """Refuse "three-quarters of" and bare "quarters"."""
    quarters = hit.word("units") == "quarter"
    if not quarters:
        return True
    return hit.has("number") and not any(
        "hyphen" in hit.tokens.entries[i] for i in range(hit.first, hit.last)
    )


GUARDS: dict[str, Callable[[Hit], bool]] = {
    "month": _month,
    "season": _season,
    "year": _year,
    "spoken": _spoken,
    "pair": _pair,
    "offset": _offset,
    "duration": _duration,
}
