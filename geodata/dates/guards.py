"""What keeps a pattern's match from being a date: "1,900 families", "the fall of Berlin"."""

from __future__ import annotations

from collections.abc import Callable

from geodata.dates.grammar import Hit
from geodata.dates.tokens import Entry

__all__ = ["GUARDS"]

_SPOKEN_CENTURIES = {16, 17, 18, 19, 20}


def _month(hit: Hit) -> bool:
    """Keep May, March and abbreviations alone only after a word like "in"."""
    position = hit.at("month")
    alone = position == hit.first and not hit.has("year") and not hit.has("number2")
    if position is None or not alone:
        return True
    if hit.last - hit.first == 1 and _is_person(hit, hit.tokens.entries[position]):
        return False
    if "digits" in hit.near(-1) and "day" not in hit.near(-1):
        return False  # "32 December" is no day of any month
    entry = hit.tokens.entries[position]
    if "abbr" in entry and hit.last - hit.first == 1:
        return "prep" in hit.near(-1) and "name" not in hit.near(1)
    return "unsure" not in entry or "prep" in hit.near(-1)


def _is_person(hit: Hit, entry: Entry) -> bool:
    """Whether a month is a name: "June Whitfield", "April said", "Mrs May"."""
    if "forename" not in entry:
        return False
    before, after = hit.near(-1).keys(), hit.near(1).keys()
    if "title" in before:
        return True
    dated = before & {"prep", "the", "an", "possessive", "hyphen", "slash"}
    return not dated and bool({"name", "says"} & after)


def _weekday(hit: Hit) -> bool:
    """Refuse what a weekday only names: "the Sunday bazaar", "a Saturday job"."""
    articles = {"the", "an"} & hit.near(-1).keys()
    return not (articles and hit.last - hit.first == 1 and "regular" in hit.near(1))


def _holiday(hit: Hit) -> bool:
    """Refuse what a feast only names: "the Good Friday Agreement"."""
    return "treaty" not in hit.near(1)


def _season(hit: Hit) -> bool:
    """Keep "fall" and "spring" alone only as in "in the fall", not "the fall of Berlin"."""
    position = hit.at("season") or 0
    named = any(hit.has(name) for name in ("year", "rel", "run", "that"))
    if named or "unsure" not in hit.tokens.entries[position]:
        return True
    entries = hit.tokens.entries
    before = entries[position - 1] if position else {}
    return not {"of", "in", "verbal"} & hit.near(1).keys() and "when" in before


def _year(hit: Hit) -> bool:
    if not hit.has("year"):
        return hit.has("era") or hit.has("anno") or 1000 <= (hit.number("number") or 0) <= 2100
    if hit.last - hit.first > 1:
        return True
    return not _counts_things(hit) and _plausible_year(hit)


def _counts_things(hit: Hit) -> bool:
    """Whether the number counts something: "$1990", "2000 people", "1500-strong"."""
    before, after, next_after = hit.near(-1), hit.near(1), hit.near(2)
    if {"money", "digits", "slash", "label"} & before.keys() or _half_of_a_range(hit):
        return True
    if {"percent", "units"} & after.keys():
        return True
    if "human" in after and ("prep" not in before or (hit.number("year") or 0) % 100 == 0):
        return True
    if "hyphen" in after and {"plain", "unit", "units", "old"} & next_after.keys():
        return True
    return "approx" in before and "plain" in after


def _half_of_a_range(hit: Hit) -> bool:
    """Whether the year belongs to "1990-1985", which is no range of years."""
    after = "hyphen" in hit.near(1) and not {"year", "short"}.isdisjoint(hit.near(2))
    return after or ("hyphen" in hit.near(-1) and "year" in hit.near(-2))


def _plausible_year(hit: Hit) -> bool:
    year = hit.number("year") or 0
    if "prep" in hit.near(-1):
        return True
    if "plain" in hit.near(1) and "function" not in hit.near(1):
        return 1900 <= year <= 2035 and year % 100 != 0
    return 1300 <= year <= 2100


def _decade(hit: Hit) -> bool:
    """Keep "les années 1990" and "90er Jahre", not "1995" or "the second year"."""
    number = hit.number("year") or hit.number("short") or hit.number("ordinal")
    return number is None or (number >= 20 and number % 10 == 0)


def _spoken(hit: Hit) -> bool:
    first, second = hit.number("number") or 0, hit.number("number2") or 0
    in_words = all("digits" not in hit.tokens.entries[i] for i in (hit.first, hit.last - 1))
    return in_words and first in _SPOKEN_CENTURIES and 10 <= second <= 99


def _pair(hit: Hit) -> bool:
    if hit.has("month"):
        return True
    if not hit.has("year"):
        return _weekday_pair(hit)
    link = hit.tokens.entries[hit.at("link") or 0]
    if not {"hyphen", "dash", "slash"} & link.keys():
        return False
    first = hit.number("year") or 0
    if "year2" in hit.kept:
        return first < (hit.number("year2") or 0)
    return first % 100 < (hit.number("short") or 0)


def _weekday_pair(hit: Hit) -> bool:
    """Keep "from Monday to Friday" and "Monday-Friday", not "on Monday and Friday"."""
    link = hit.tokens.entries[hit.at("link") or 0]
    return "and" not in link or "between" in hit.near(-1)


def _today(hit: Hit) -> bool:
    """Leave "am Sonntagmorgen" to the weekdays."""
    position = hit.at("part")
    return position is None or "weekday" not in hit.tokens.entries[position]


def _offset(hit: Hit) -> bool:
    """Refuse "a day after the strike": it hangs on the strike, which has no date of its own."""
    position = hit.at("after") or 0
    if "hinge" not in hit.tokens.entries[position]:
        return "than" not in hit.near(1)
    follows = hit.near(1)
    return not follows or bool({"comma", "dot", "stop", "break", "dash", "close"} & follows.keys())


def _duration(hit: Hit) -> bool:
    """Refuse ages ("six years old"), "three-quarters of", "a second front", "the 1988 quarter"."""
    number = hit.get("number")
    if "old" in hit.near(1) or ("hyphen" in hit.near(1) and "old" in hit.near(2)):
        return False
    if hit.has("an") and hit.word("unit") == "second":
        return False
    position = hit.at("number") or 0
    if "dotclock" in hit.tokens.entries[position] and hit.word("units") == "hour":
        return False  # "a las 20.30 horas"
    if isinstance(number, int) and number >= 1000 and hit.has("unit"):
        return False
    if hit.word("units") != "quarter":
        return True
    inside = hit.tokens.entries[hit.first : hit.last]
    return hit.has("number") and not any("hyphen" in entry for entry in inside)


def _clock(hit: Hit) -> bool:
    """Refuse a length of time: "en 24 heures"."""
    return not (hit.has("hour") and not hit.has("minutes") and "within" in hit.near(-1))


def _reference(hit: Hit) -> bool:
    return not {"hyphen"} & hit.near(1).keys()


GUARDS: dict[str, Callable[[Hit], bool]] = {
    "month": _month,
    "weekday": _weekday,
    "season": _season,
    "holiday": _holiday,
    "year": _year,
    "decade": _decade,
    "spoken": _spoken,
    "pair": _pair,
    "offset": _offset,
    "clock": _clock,
    "today": _today,
    "duration": _duration,
    "reference": _reference,
}
