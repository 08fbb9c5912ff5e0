"""RSS and Atom feeds: each entry is one report with its own date, link and author."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import time
import warnings
from collections.abc import Mapping
from typing import Any

from geodata.errors import EmptyReportError, ReadError
from geodata.model import PublishedBasis, Report
from geodata.readers.assemble import Found, assemble
from geodata.readers.base import Refusal
from geodata.readers.markup import plain_text
from geodata.readers.tables.celldates import DateColumn

__all__ = ["FeedReader"]

_HEAD_BYTES = 8192
_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_ENTRY = re.compile(rb"<(?:\w+:)?(?:item|entry|channel)[\s>]", re.IGNORECASE)
_MOST_ENTRIES = 20_000
# What feedparser was seen to raise on feeds that were made to break it.
_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


class FeedReader:
    """Reads feeds of all dialects that feedparser knows; nothing that they link to is fetched."""

    media_type = "application/rss+xml"
    suffixes = (".rss", ".atom", ".rdf")
    risky = True

    def sniff(self, data: bytes, name: str) -> bool:
        """Say whether the content begins as a feed does."""
        del name
        head = data[:_HEAD_BYTES].replace(b"\x00", b"")
        if not head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
            return False
        root = _ROOT.search(head)
        return bool(root) and bool(_ENTRY.search(data.replace(b"\x00", b"")[:1_000_000]))

    def read(self, data: bytes, *, name: str) -> list[Report | Refusal]:
        """Return a report for each entry with words, and which entries have none.

        Raises
        ------
        ReadError
            With the file's name and what to do next.
        """
        feed, entries = _parsed(data, name)
        reports: list[Report | Refusal] = []
        silent: list[int] = []
        for number, entry in enumerate(entries[:_MOST_ENTRIES], 1):
            try:
                reports.append(_report(entry, number, name, _words(feed.get("title"))))
            except EmptyReportError:
                silent.append(number)
        if not reports:
            raise EmptyReportError(f"{name} is a feed without words. Check that it is right.")
        reports += [Refusal(name=name, why=f"{name}: entry {n}: no text") for n in silent[:1000]]
        if len(entries) > _MOST_ENTRIES:
            why = f"{name}: more than {_MOST_ENTRIES:,} entries: the rest was left out"
            reports.append(Refusal(name=name, why=why))
        return reports


def _parsed(data: bytes, name: str) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]]:
    import feedparser

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Bytes in a stream only: a text would be taken for a path or an address.
            parsed = feedparser.parse(
                io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False
            )
        feed, entries = dict(parsed.get("feed") or {}), list(parsed.get("entries") or [])
    except _FAULTS as error:
        raise ReadError(
            f"{name} is a damaged feed ({type(error).__name__}). Save it anew, or the pages that "
            "it links to."
        ) from error
    if not entries:
        raise EmptyReportError(f"{name} is a feed without entries. Check that it is the right one.")
    return feed, entries


def _report(entry: Mapping[str, Any], number: int, name: str, source: str) -> Report:
    title, body = _words(entry.get("title")), _body(entry)
    day = _day(entry)
    link = str(entry.get("link") or "").strip()
    link = link if link.lower().startswith(("http://", "https://")) and len(link) <= 2000 else ""
    text = body if not title or body.startswith(title) else f"{title}\n\n{body}".strip()
    fields = [title, body, str(day), link, source]
    return assemble(
        Found(
            text=text,
            title=title,
            source=source,
            author=_words(entry.get("author")),
            url=link,
            published=day,
            basis=PublishedBasis.FEED if day else PublishedBasis.UNKNOWN,
        ),
        json.dumps(fields, ensure_ascii=False).encode("utf-8", "surrogatepass"),
        key=link or f"file:{name}#{str(entry.get('id') or f'entry {number}')[:300]}",
        name=f"{name}, entry {number}",
        media_type=FeedReader.media_type,
    )


def _body(entry: Mapping[str, Any]) -> str:
    """Return the longest of an entry's contents as plain text."""
    contents = entry.get("content")
    pieces = [c.get("value") for c in contents] if isinstance(contents, list) else []
    pieces += [entry.get("summary"), entry.get("description")]
    return max((_words(piece, lines=True) for piece in pieces), key=len, default="")


def _words(value: object, *, lines: bool = False) -> str:
    if not isinstance(value, str) or not value.strip():
        return ""
    text = plain_text(value)[1]
    return text if lines else " ".join(text.split())


def _day(entry: Mapping[str, Any]) -> dt.date | None:
    """Return the day that an entry was published, else the one that it was changed."""
    # feedparser's own mapping answers for one field with another, and warns.
    plain: dict[str, Any] = dict(entry.items())
    for field in ("published", "created", "updated"):
        moment = plain.get(f"{field}_parsed")
        if isinstance(moment, time.struct_time):
            try:
                return dt.date(*moment[:3])
            except ValueError:
                pass
        said = plain.get(field)
        day = DateColumn([said]).day(said) if isinstance(said, str) else None
        if day is not None:
            return day
    return None
