"""A report as it was read, and the ids that content gives."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass

from geodata.model.given import Given
from geodata.model.words import PublishedBasis

__all__ = ["Report", "digest"]

_EXPORTED = re.compile(r"dateline:([0-9a-f]{16})")


def digest(*parts: str | bytes) -> str:
    """Return a 16-digit hexadecimal content id: equal parts give equal ids, on every machine."""
    h = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        h.update(len(raw).to_bytes(8, "big"))
        h.update(raw)
    return h.hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report as it was read.

    Attributes
    ----------
    key
        What makes it the same report when it is read again: its link, its path, or, for pasted
        text, its content. An edited report keeps its key and gets a new `content_hash`.
    content_hash
        SHA-256 of the raw bytes, hexadecimal.
    source
        The outlet ("Reuters"); resolution may learn from it.
    notes
        What reading had to leave out or repair, in words ("3 bytes were no UTF-8").
    pages
        The offset in `text` where each page starts; empty for a source without pages.
    gaps
        What of the source could not be read, in words ("page 3 has no text"): then the report is
        but partly read.
    """

    text: str
    key: str
    content_hash: str
    title: str = ""
    source: str = ""
    author: str = ""
    url: str = ""
    path: str = ""
    published: dt.date | None = None
    published_basis: PublishedBasis = PublishedBasis.UNKNOWN
    language: str = "en"
    media_type: str = "text/plain"
    notes: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    gaps: tuple[str, ...] = ()
    given: tuple[Given, ...] = ()

    @property
    def report_id(self) -> str:
        """Content id of the key: survives edits. One that comes from an export keeps its id."""
        exported = _EXPORTED.fullmatch(self.key)
        return exported[1] if exported else digest("report", self.key)

    def page_at(self, offset: int) -> int | None:
        """Return the number of the page that an offset lies on; None without pages."""
        return max(1, bisect_right(self.pages, offset)) if self.pages else None

    @property
    def label(self) -> str:
        """What to call the report before a person."""
        return self.title or self.path or self.url or self.report_id
