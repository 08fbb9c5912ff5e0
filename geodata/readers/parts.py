"""A very long report in parts: each is found, kept and shown while the next is still being read.

A text of 40 MB takes a quarter of an hour to geoparse. In parts the work shows its progress, needs
the memory of one part, and can be stopped and gone on with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from geodata.model import Report

__all__ = ["in_parts"]

# About fifteen seconds of work.
MAX_CHARACTERS = 1_000_000
# In tables and feeds a report is a row, or a row is an event: they are long for other reasons.
_STORIES = frozenset(
    {
        "application/pdf",
        "application/rtf",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "message/rfc822",
        "multipart/related",
        "text/html",
        "text/markdown",
        "text/plain",
    }
)
_BOUNDARIES = ("\n\n", "\n", ". ", " ")


def in_parts(report: Report) -> Iterator[Report]:
    """Yield the report, or, where it is very long, parts of it in order.

    A part ends with a paragraph if it can. It has the date and source of the whole, a title and
    key of its own, and the hash of its own text.
    """
    text = report.text
    if len(text) <= MAX_CHARACTERS or report.media_type not in _STORIES:
        yield report
        return
    spans = list(_spans(text))
    title = report.title or report.key.rpartition("/")[2]
    for number, (start, end) in enumerate(spans, 1):
        part = text[start:end]
        yield replace(
            report,
            text=part,
            title=f"{title} (part {number} of {len(spans)})",
            key=report.key if number == 1 else f"{report.key}#{number}",
            content_hash=hashlib.sha256(part.encode()).hexdigest(),
            notes=(*report.notes, f"read in {len(spans)} parts: it is very long"),
            gaps=report.gaps if number == 1 else (),
            # The pages before it count too, or its own would be numbered from one.
            pages=tuple(max(0, page - start) for page in report.pages if page < end),
        )


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = start + MAX_CHARACTERS
        if end < len(text):
            middle = start + MAX_CHARACTERS // 2
            found = ((text.rfind(mark, middle, end), mark) for mark in _BOUNDARIES)
            end = next((at + len(mark) for at, mark in found if at > 0), end)
        yield start, min(end, len(text))
        start = end
