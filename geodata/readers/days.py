"""One known date string to one day, in many forms and languages. Strict: unsure is None."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import PurePath

__all__ = ["FoundDay", "day_in_name", "find_days", "parse_day"]

# Arabic-Indic and Persian digits; one for one, so that offsets hold.
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_YEAR_IN_NAME = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_NAMED_YMD = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<sep>[-_. ]?)(?P<month>\d\d)(?P=sep)(?P<day>\d\d)(?!\d)"
)
_NAMED_DMY = re.compile(
    r"(?<!\d)(?P<a>\d\d?)(?P<sep>[-_. ])(?P<b>\d\d?)(?P=sep)(?P<y2>(?:19|20)\d\d)(?!\d)"
)
_NAMED_TOGETHER = re.compile(r"(?<!\d)(?P<a>\d\d)(?P<sep>)(?P<b>\d\d)(?P<y2>(?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A date in a line: where it stands; `year` is None where the words leave it out."""

    start: int
    end: int
    year: int | None
    month: int
    day: int

    def date(self, year: int | None = None) -> dt.date | None:
        """Return the day, with another year if given; None if there is no such day."""
        chosen = year if year is not None else self.year
        try:
            return dt.date(chosen, self.month, self.day) if chosen is not None else None
        except ValueError:
            return None

    def nearest(self, day: dt.date) -> dt.date | None:
        """Return the day of the year that brings it nearest to another day."""
        days = [self.date(day.year + shift) for shift in (-1, 0, 1)]
        return min((d for d in days if d), key=lambda d: abs(d - day), default=None)


def parse_day(text: str) -> dt.date | None:
    """Return the day that a single date string names, or None.

    Ambiguous numbers (03/04/2024) are None, and so is a string with two different days.
    """
    days = {found.date() for found in find_days(text[:200])}
    compact = _COMPACT.fullmatch(text.strip())
    if compact:
        days = {_date(*compact.groups())}
    return days.pop() if len(days) == 1 else None


def day_in_name(name: str) -> tuple[dt.date | None, int | None]:
    """Return the day in a file's name, and its year if there is only one."""
    bare = name.removesuffix(PurePath(name).suffix)
    numeric = [_ordered(m) for p in (_NAMED_DMY, _NAMED_TOGETHER) for m in p.finditer(bare)]
    worded = find_days(re.sub(r"[-_.\s]+", " ", bare))
    found = [_date(m["year"], m["month"], m["day"]) for m in _NAMED_YMD.finditer(bare)]
    found += [known.date() for known in (*numeric, *worded) if known]
    days = {day for day in found if day}
    years = {int(year) for year in _YEAR_IN_NAME.findall(bare)} | {day.year for day in days}
    day = days.pop() if len(days) == 1 else None
    return day, years.pop() if len(years) == 1 else None


def find_days(text: str) -> Iterator[FoundDay]:
    """Yield each date in a text, in order, that has a day and a month."""
    for match in _pattern().finditer(text.translate(_DIGITS)):
        found = _read(match)
        if found is not None and (found.date() or (found.year is None and found.date(2024))):
            yield found


def _read(match: re.Match[str]) -> FoundDay | None:
    part = match.groupdict()
    if part["y1"]:
        return FoundDay(*match.span(), int(part["y1"]), int(part["m1"]), int(part["d1"]))
    if part["y2"]:
        return _ordered(match)
    month = _months()[" ".join((part["mon3"] or part["mon4"]).casefold().split())]
    year = part["y3"] or part["y4"]
    day = int(part["d3"] or part["d4"])
    return FoundDay(*match.span(), int(year) if year else None, month, day)


def _ordered(match: re.Match[str]) -> FoundDay | None:
    """Tell day from month in a numeric date, or give up."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["y2"])
    if first > 12 or first == second or match["sep"] == ".":
        return FoundDay(*match.span(), year, second, first) if 0 < second <= 12 else None
    return FoundDay(*match.span(), year, first, second) if second > 12 else None


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    raw = resources.files("geodata.readers").joinpath("data", "months.json")
    names = json.loads(raw.read_text("utf-8"))
    return {name: number for number, month in enumerate(names, 1) for name in month}


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_months(), key=len, reverse=True)
    name = "|".join(re.escape(month).replace(r"\ ", r"\s") for month in longest_first)
    month = rf"(?:{name})(?![^\W\d_])\.?"
    # Arabic papers give both names of a month: "8 ديسمبر/كانون الأول 2024".
    either = rf"(?P<mon3>{name})(?![^\W\d_])\.?(?:\s?/\s?{month})?"
    return re.compile(
        r"(?<![\d/.-])(?P<y1>\d{4})(?:[-/.年]|\s-\s)(?P<m1>\d{1,2})[-/.月](?P<d1>\d{1,2})(?!\d)日?"
        r"|(?<![\d/.-])(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y2>\d{4})(?!\d)"
        r"|(?<!\d)(?P<d3>\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?\s?-?(?:of\s|de\s)?"
        rf"{either}(?:(?:\s?,?\s?|-)(?:de\s|del\s)?(?P<y3>\d{{4}})(?!\d))?"
        rf"|(?<![^\W\d_])(?P<mon4>{name})(?![^\W\d_])\.?[\s-]?(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)"
        r"(?:(?:\s?,\s?|\s|-)(?P<y4>\d{4})(?!\d))?",
        re.IGNORECASE,
    )
