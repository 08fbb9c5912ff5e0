"""The dates of one column: forms, and the order of day and month that its values settle."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache

from geodata.model import DatePrecision, TimeSpan
from geodata.readers.days import parse_day

__all__ = ["DateColumn", "day_order"]

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ISO = re.compile(r"(1[5-9]\d\d|20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?![\d])(?:[T ].{0,40})?")
_COMPACT = re.compile(r"((?:1[6-9]|20)\d\d)(\d\d)(\d\d)(?:T?\d{2,6}Z?)?")
_NUMERIC = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d\d)(?:,?[T ]\s?\d.{0,30})?")
_MONTH = re.compile(r"(1[5-9]\d\d|20\d\d)[-/.](\d{1,2})|(\d{1,2})[-/.](1[5-9]\d\d|20\d\d)")
_MONTH_NAME = re.compile(r"[^\W\d_]{3,20}\.?,? (?:1[5-9]|20)\d\d")
_YEAR = re.compile(r"(1[5-9]\d\d|20\d\d)(?:\.0)?")
_EPOCH = re.compile(r"(\d{9,10})(?:\d{3})?(?:\.\d+)?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_EXCEL_ZERO = dt.date(1899, 12, 30)
_LONGEST = 60
# dateparser looks for words in every language it knows, a tenth of a second where it finds none.
_MOST_IN_VAIN = 100
_LANGUAGES = (
    "en", "fr", "es", "de", "it", "pt", "nl", "pl", "cs", "ro", "ru", "uk", "ar", "tr", "fa",
    "he", "hi", "id", "sw", "zh", "ja", "ko",
)  # fmt: skip


def day_order(values: Iterable[str]) -> str:
    """Say whether the numeric dates of a column put the day first.

    Returns
    -------
    str
        "yes" or "no" where one value over 12 tells; "" where none does, or some speak for each.
    """
    first = second = False
    for value in values:
        match = _NUMERIC.fullmatch(value.translate(_DIGITS).strip()[:_LONGEST])
        if match:
            first |= int(match[1]) > 12
            second |= int(match[3]) > 12
    return "" if first == second else ("yes" if first else "no")


class DateColumn:
    """Reads the cells of one column.

    Parameters
    ----------
    values
        All of them: they settle the order of numeric dates.
    day_first
        "yes" or "no" where the user says so.
    known
        Whether the column is known to hold dates: then bare numbers of five and ten digits are
        days of a spreadsheet and seconds since 1970, and odd words are looked up.
    """

    def __init__(self, values: Iterable[str], *, day_first: str = "", known: bool = True) -> None:
        self.day_first = day_first or day_order(values)
        self._sure = known
        self._in_vain = 0
        self._known: dict[str, TimeSpan] = {}

    def span(self, value: str) -> TimeSpan:
        """Return the days that a cell names; an unknown span where it names none."""
        bare = " ".join(value.translate(_DIGITS).split())[:200]
        if bare not in self._known:
            found = next((span for span in self._readings(bare) if span), None)
            self._known[bare] = found or TimeSpan()
        return self._known[bare]

    def day(self, value: str) -> dt.date | None:
        """Return the one day that a cell names, or None."""
        span = self.span(value)
        return span.start if span.precision is DatePrecision.DAY else None

    def ambiguous(self, value: str) -> bool:
        """Say whether a cell is a numeric date whose order is not settled."""
        match = _NUMERIC.fullmatch(value.translate(_DIGITS).strip()[:_LONGEST])
        return bool(match) and not self.day_first and not self.span(value).known

    def both(self, value: str) -> tuple[TimeSpan, TimeSpan] | None:
        """Return both readings of a numeric date whose order is not settled, earlier first."""
        if not self.ambiguous(value):
            return None
        spans = [DateColumn((), day_first=order).span(value) for order in ("yes", "no")]
        known = sorted((s for s in spans if s.start), key=lambda s: s.start or dt.date.min)
        return (known[0], known[1]) if len(known) == 2 else None

    def _readings(self, bare: str) -> Iterator[TimeSpan | None]:
        if not bare or not any(map(str.isdigit, bare)):
            return
        for pattern in (_ISO, _COMPACT):
            if match := pattern.fullmatch(bare):
                yield _day(match[1], match[2], match[3])
        if match := _NUMERIC.fullmatch(bare):
            yield self._numeric(match)
            return
        if match := _MONTH.fullmatch(bare):
            yield _month(match[1] or match[4], match[2] or match[3])
        if match := _YEAR.fullmatch(bare):
            year = int(match[1])
            yield _span(dt.date(year, 1, 1), dt.date(year, 12, 31), DatePrecision.YEAR)
        if self._sure:
            yield _counted(bare)
        if len(bare) > 4 and not bare.replace(".", "").isdigit():
            yield from self._words(bare)

    def _words(self, bare: str) -> Iterator[TimeSpan | None]:
        if _MONTH_NAME.fullmatch(bare):
            first = parse_day(f"1 {bare.replace(',', '')}")
            yield _month(first.year, first.month) if first else None
            return
        day = parse_day(bare)
        yield _span(day, day, DatePrecision.DAY) if day and day.year >= 1500 else None
        if self._sure and len(bare) <= _LONGEST and self._in_vain < _MOST_IN_VAIN:
            found = _worded(bare, self.day_first)
            self._in_vain += found is None
            yield found

    def _numeric(self, match: re.Match[str]) -> TimeSpan | None:
        a, b, year = int(match[1]), int(match[3]), int(match[4])
        if len(match[4]) == 2:
            year += 2000 if year < 70 else 1900
        if a == b or match[2] == ".":
            order = "yes"
        else:
            order = self.day_first or ("yes" if a > 12 else "no" if b > 12 else "")
        if not order:
            return None
        day, month = (a, b) if order == "yes" else (b, a)
        if month > 12 >= day:
            day, month = month, day
        return _day(year, month, day)


def _day(year: str | int, month: str | int, day: str | int) -> TimeSpan | None:
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return _span(found, found, DatePrecision.DAY)


def _month(year: str | int, month: str | int) -> TimeSpan | None:
    if not 1 <= int(month) <= 12:
        return None
    last = calendar.monthrange(int(year), int(month))[1]
    first = dt.date(int(year), int(month), 1)
    return _span(first, first.replace(day=last), DatePrecision.MONTH)


def _counted(bare: str) -> TimeSpan | None:
    """Read seconds since 1970, or a spreadsheet's days since 1900, of the last decades."""
    if match := _EPOCH.fullmatch(bare):
        day = dt.datetime.fromtimestamp(int(match[1]), dt.UTC).date()
        return _span(day, day, DatePrecision.DAY)
    if (match := _SERIAL.fullmatch(bare)) and 18_000 <= int(match[1]) <= 60_000:
        day = _EXCEL_ZERO + dt.timedelta(days=int(match[1]))
        return _span(day, day, DatePrecision.DAY)
    return None


@lru_cache(maxsize=10_000)
def _worded(bare: str, day_first: str) -> TimeSpan | None:
    """Ask dateparser: for words that our own list of months does not know."""
    import dateparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = dateparser.parse(
                bare,
                languages=list(_LANGUAGES),
                settings={
                    "DATE_ORDER": "MDY" if day_first == "no" else "DMY",
                    "STRICT_PARSING": True,
                    "PARSERS": ["absolute-time"],
                    "RETURN_AS_TIMEZONE_AWARE": False,
                },
            )
        except (ValueError, OverflowError, TypeError, LookupError, AttributeError, RecursionError):
            return None
    if found is None:
        return None
    return _span(found.date(), found.date(), DatePrecision.DAY)


def _span(start: dt.date, end: dt.date, precision: DatePrecision) -> TimeSpan:
    return TimeSpan(start=start, end=end, precision=precision)
