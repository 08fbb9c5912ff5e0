"""A report's own date, title and outlet, from its first lines and its file's name.

The order of trust: a labelled line ("Published: 8 December 2024"), an agency's dateline
("BEIRUT, Dec 8 (Reuters) -"), a byline ("Reuters December 08, 2024"), the file's name.
Captions never count, and the file's time of modification is never asked.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from geodata.model import PublishedBasis
from geodata.readers.days import FoundDay, day_in_name, find_days
from geodata.text import captions

__all__ = ["Heading", "read_heading"]

HEAD_CHARACTERS = 3000
HEAD_LINES = 15
MAX_BYLINE = 140
MAX_BYLINE_WORDS = 8
MAX_TITLE = 120
# An agency's dateline begins its paragraph: place, date, agency, dash.
DATELINE_DATE_WITHIN = 60

_WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*")
_LABEL = re.compile(r"\W{0,3}([^\W\d_]+(?:\s[^\W\d_]+){0,2})\s?[:：]\s*|\W{0,3}([^\W\d_]+)\s")
_AFTER_DATELINE = re.compile(
    r"(?:,?\s?\d{4})?\s?(?:\(([^()\n]{2,40})\)|/([^/\n]{2,30})/)?\s?[-–—:.]"
)
_DASH = re.compile(r"\s[-–—]\s")
_BARE_DATELINE, _STATE = 4, 5
_IN_TITLES = {1, _BARE_DATELINE, _STATE}
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\D{0,30}((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_AGENCY_IN_BRACKETS = re.compile(r"\(([A-Z][A-Za-z. ]{1,25})\)\s?[-–—]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the first lines of a report say of it."""

    published: dt.date | None = None
    basis: PublishedBasis = PublishedBasis.UNKNOWN
    title: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that dates the report: the lower the rank, the more it is to be believed."""

    rank: int
    found: FoundDay
    source: str


def read_heading(text: str, *, name: str = "") -> Heading:
    """Return the title, outlet and date that a plain text gives itself.

    Parameters
    ----------
    name
        The file's name, asked last, and asked for the year where a dateline lacks it.
    """
    head = list(_head_lines(text))
    dated = [d for d in map(_date_line, head) if d]
    # One line that begins with a date and a dash is a dateline; several are a chronology.
    if sum(line.rank == _BARE_DATELINE for line in dated) > 1:
        dated = [line for line in dated if line.rank != _BARE_DATELINE]
    dated.sort(key=lambda line: line.rank)
    named, named_year = day_in_name(name)
    year = named_year or _copyright_year(text)
    published, basis = named, PublishedBasis.FILE_NAME if named else PublishedBasis.UNKNOWN
    for line in dated:
        # Without a year of its own, the one that brings it nearest to the file's name.
        guess = line.found.nearest(named) if named else line.found.date(year)
        day = line.found.date() or guess
        if day:
            published, basis = day, PublishedBasis.DATELINE
            break
    source = next((line.source for line in dated if line.source), "") or _named_source(head)
    return Heading(published=published, basis=basis, title=_title(head), source=source)


def _head_lines(text: str) -> Iterator[str]:
    """Yield the first lines that are neither empty nor part of a caption."""
    head = text[:HEAD_CHARACTERS]
    skip = captions(head)
    position = count = 0
    for line in head.split("\n"):
        inside = any(a < position + len(line) and position < b for a, b in skip)
        position += len(line) + 1
        if line.strip() and not inside:
            yield line.strip()
            count += 1
        if count == HEAD_LINES:
            return


def _date_line(line: str) -> _Line | None:
    """Say what a line tells of the report's date, or None."""
    head = line[:MAX_BYLINE]
    found = next(find_days(head), None)
    if found is None:
        return None
    return _labelled(head, found) or _unlabelled(line, found)


def _unlabelled(line: str, found: FoundDay) -> _Line | None:
    """Return the date of a dateline, a byline, or a line that says "as of"."""
    after = _AFTER_DATELINE.match(line, found.end)
    if after and found.start <= DATELINE_DATE_WITHIN and _is_dateline(line, found, after):
        return _Line(1, found, (after[1] or after[2] or "").strip())
    if len(line) <= MAX_BYLINE and _is_byline(line, found):
        return _Line(2, found, _outlet(line, found))
    if len(line) <= MAX_BYLINE and _is_state(line, found):
        return _Line(_STATE, found, "")
    if found.start == 0 and found.year and _DASH.match(line, found.end):
        return _Line(_BARE_DATELINE, found, "")
    return None


def _labelled(line: str, found: FoundDay) -> _Line | None:
    """Return the date that "Published:" or "Updated:" brings."""
    later = next((day for day in find_days(line) if _is_labelled(line, day)), None)
    if later is not None:  # "Updated: 9 Dec 2024 | Published: 8 Dec 2024"
        return _Line(0, later, "")
    label, words = _label(line), _words()
    if found.start < DATELINE_DATE_WITHIN and label in words["published"]:
        return _Line(0, found, "")
    if found.start < DATELINE_DATE_WITHIN and label in words["updated"]:
        return _Line(3, found, "")
    return None


def _is_labelled(line: str, found: FoundDay) -> bool:
    """Say whether "Published:" stands right before a date that is not the line's first words."""
    before = line[: found.start].rstrip(" :").casefold()
    words = _words()["published"]
    return found.start > 0 and any(
        before.endswith((f"| {word}", f"- {word}", f"· {word}", f", {word}", f"/ {word}"))
        for word in words
    )


def _is_state(line: str, found: FoundDay) -> bool:
    """Say whether a line says "as of" its date, as situation reports do."""
    before = " " + line[: found.start].rstrip().casefold().replace("(", " ")
    told = before.endswith(tuple(f" {word}" for word in _words()["as_of"]))
    return told and found.year is not None and line[-1] not in ".!?"


def _label(line: str) -> str:
    match = _LABEL.match(line)
    return (match[1] or match[2]).casefold() if match else ""


def _is_dateline(line: str, found: FoundDay, after: re.Match[str]) -> bool:
    """Tell "BEIRUT, Dec 8 (Reuters) -" from a sentence that happens to begin with a date."""
    before = _WORD.findall(line[: found.start])
    if not before or len(before) > 6 or any(word[:1].islower() for word in before):
        return False
    return bool(after[1] or after[2]) or before[0].isupper()


def _is_byline(line: str, found: FoundDay) -> bool:
    """Tell "By Jane Smith, 8 Dec 2024" from a headline: it holds names and small words only."""
    if found.year is None:
        return False
    words = _WORD.findall(line[: found.start] + " " + line[found.end :])
    known = _words()["particles"] | _words()["noise"]
    plain = [word for word in words if word.casefold() not in known]
    return len(plain) <= MAX_BYLINE_WORDS and not any(word[0].islower() for word in plain)


def _outlet(line: str, found: FoundDay) -> str:
    """Return the outlet named before the date in a byline ("Reuters December 08, 2024")."""
    before = line[: found.start].strip(" ,|-–—•·")
    words = [
        word for word in before.split() if word.strip(".,|").casefold() not in _words()["noise"]
    ]
    if not words or len(words) > 4 or _label(line) in {"by", "von", "par", "por"}:
        return ""
    return " ".join(words).strip(" ,|-–—•·")


def _named_source(head: list[str]) -> str:
    """Return the outlet of a "Source: ..." line, or of the agency in a dateline's brackets."""
    for line in head:
        if _label(line) in _words()["source"] and ":" in line and len(line) <= MAX_BYLINE:
            return line.partition(":")[2].strip()[:60]
        agency = _AGENCY_IN_BRACKETS.search(line[:MAX_BYLINE])
        if agency:
            return agency[1].strip()
    return ""


def _title(head: list[str]) -> str:
    """Return the first line that is no byline, cut at a word where it is long."""
    for line in head:
        dated = _date_line(line)
        if dated is not None and dated.rank not in _IN_TITLES:
            continue
        bare = line.lstrip("#*_ ").strip()
        if len(bare) <= MAX_TITLE:
            return bare
        return bare[:MAX_TITLE].rpartition(" ")[0].rstrip(" ,;:-–—") + "…"
    return ""


def _copyright_year(text: str) -> int | None:
    years = {int(year) for year in _COPYRIGHT.findall(text)}
    return years.pop() if len(years) == 1 else None


@cache
def _words() -> dict[str, frozenset[str]]:
    raw = resources.files("geodata.readers").joinpath("data", "heading.json").read_text("utf-8")
    return {kind: frozenset(words) for kind, words in json.loads(raw).items()}
