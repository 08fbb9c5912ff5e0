"""From the text that a reader found to a `Report`: cleaned, named, dated."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from geodata.errors import EmptyReportError
from geodata.model import PublishedBasis, Report
from geodata.readers.language import guess_language
from geodata.readers.published import read_heading
from geodata.text import clean

__all__ = ["Found", "assemble"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a reader took out of a file: what it does not know stays empty."""

    text: str
    title: str = ""
    source: str = ""
    author: str = ""
    url: str = ""
    published: dt.date | None = None
    basis: PublishedBasis = PublishedBasis.UNKNOWN
    notes: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    gaps: tuple[str, ...] = ()


def assemble(found: Found, data: bytes, *, key: str, name: str, media_type: str) -> Report:
    """Return the report, the text's own heading filling what the format did not say.

    Raises
    ------
    EmptyReportError
        If there is no text.
    """
    text, repairs = clean(found.text)
    if not any(char.isalnum() for char in text):
        raise EmptyReportError(f"{name} holds no text. Check that it is the right file.")
    heading = read_heading(text, name=name)
    # What the text says of its day is better than when a program saved it.
    weak = found.basis is PublishedBasis.PROPERTIES and heading.published is not None
    known = found.published is not None and not weak
    return Report(
        text=text,
        key=key,
        content_hash=hashlib.sha256(data).hexdigest(),
        title=_line(found.title) or heading.title,
        source=_line(found.source) or heading.source,
        author=_line(found.author),
        url=_line(found.url),
        published=found.published if known else heading.published,
        published_basis=found.basis if known else heading.basis,
        language=guess_language(text),
        media_type=media_type,
        notes=(*found.notes, *repairs),
        pages=found.pages,
        gaps=found.gaps,
    )


def _line(text: str) -> str:
    """Return a field's text on one line, at most 300 characters."""
    return " ".join(clean(text)[0].split())[:300]
