"""`dateline annotate`: JSON Lines in, JSON Lines out, for evaluation and pipelines.

The lines are described in docs/design.md, section 4.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geodata.dates.orders import DayOrders
from geodata.errors import ReadError
from geodata.model import DateMention, Resolution, Toponym
from geodata.pipeline import Geoparser
from geodata.readers.days import parse_day
from geodata.readers.language import guess_language
from geodata.readers.published import read_heading
from geodata.resolution import OutletHomes

__all__ = ["Document", "annotate", "parse_line", "read_documents"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One input line."""

    doc_id: str
    text: str
    reference_date: dt.date | None = None
    source: str = ""
    language: str = "en"
    toponyms: tuple[Toponym, ...] | None = None


def read_documents(path: Path, *, given_toponyms: bool = False) -> list[Document]:
    """Read a file of JSON Lines whole; blank lines are left out.

    Raises
    ------
    ReadError
        When the file cannot be read or a line is no document: named with its number.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    return [
        parse_line(line, number=number, given_toponyms=given_toponyms)
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]


def parse_line(line: str, *, number: int, given_toponyms: bool = False) -> Document:
    """Read one line of input.

    Raises
    ------
    ReadError
        With the line's number, when it is no JSON object or a value has the wrong type.
    """
    try:
        row = json.loads(line)
        text, given = row["text"], row.get("toponyms") or () if given_toponyms else None
        if not isinstance(text, str):
            raise TypeError("text is no string")  # noqa: TRY301 - one message for all faults
        return Document(
            doc_id=str(row["doc_id"]),
            text=text,
            reference_date=_reference(row.get("reference_date")),
            source=str(row.get("source") or ""),
            language=str(row.get("lang") or row.get("language") or guess_language(text))[:2],
            toponyms=None if given is None else tuple(_given(text, span) for span in given),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ReadError(
            f"line {number}: not a document ({type(error).__name__}: {error}); each line must be "
            'a JSON object with "doc_id" and "text"'
        ) from error


def _reference(value: object) -> dt.date | None:
    """Return the day that a value names; None where its figures can be read both ways."""
    text = str(value or "")
    try:
        return dt.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        day = parse_day(text)
        if day is None and not any(char.isdigit() for char in text):
            raise
        return day


def _given(text: str, span: Mapping[str, Any]) -> Toponym:
    start, end = int(span["start"]), int(span["end"])
    if not 0 <= start < end <= len(text):
        raise ValueError(f"the span {start}-{end} is outside the text")
    return Toponym(text=text[start:end], start=start, end=end, origin="given")


def annotate(
    documents: Iterable[Document],
    geoparser: Geoparser,
    *,
    demonyms: bool = True,
    progress: Callable[[int], None] | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield one output object per document, in order.

    Documents that name their outlet are resolved twice: the second time with the home that the
    outlet's other documents showed in the first. The batch is held in memory for that. A document
    without a date is dated by its first lines, if these say it.

    Parameters
    ----------
    documents
        In order; the same `doc_id` comes back with each.
    demonyms
        Whether adjectives ("Syrian") are in the output. They are context in any case.
    progress
        Called with the number of documents recognised so far.
    """
    batch, found, homes, orders = [], [], OutletHomes(), DayOrders()
    for document in documents:
        orders.observe(document.source, document.text)
        toponyms = _toponyms(document, geoparser)
        batch.append(document)
        found.append(toponyms)
        if document.source:
            first = geoparser.resolver.resolve(document.text, toponyms)
            homes.observe(document.source, document.doc_id, first)
        if progress:
            progress(len(batch))
    for document, toponyms in zip(batch, found, strict=True):
        home = homes.home(document.source, excluding=document.doc_id) if document.source else None
        resolutions = geoparser.resolver.resolve(document.text, toponyms, home=home)
        dates = geoparser.tagger.tag(
            document.text,
            reference_date=document.reference_date or read_heading(document.text).published,
            language=document.language,
            numeric_order=orders.order(document.source),
        )
        keep_all = demonyms or document.toponyms is not None
        yield {
            "doc_id": document.doc_id,
            "toponyms": [_toponym_row(r) for r in resolutions if keep_all or not r.toponym.demonym],
            "dates": [_date_row(mention) for mention in dates],
        }


def _toponyms(document: Document, geoparser: Geoparser) -> Sequence[Toponym]:
    if document.toponyms is not None:
        return document.toponyms
    return geoparser.recogniser.recognise(document.text, language=document.language)


def _toponym_row(resolution: Resolution) -> dict[str, Any]:
    toponym, place = resolution.toponym, resolution.place
    return {
        "start": toponym.start,
        "end": toponym.end,
        "text": toponym.text,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "geonameid": place.geonameid if place else None,
        "name": place.name if place else None,
        "country_code": place.country_code if place else None,
        "feature_code": place.feature_code if place else None,
        "score": round(resolution.score, 4),
    }


def _date_row(mention: DateMention) -> dict[str, Any]:
    span = mention.span
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "type": mention.type,
        "value": mention.value,
        "date_start": span.start.isoformat() if span and span.start else None,
        "date_end": span.end.isoformat() if span and span.end else None,
        "precision": span.precision.value if span else None,
    }
