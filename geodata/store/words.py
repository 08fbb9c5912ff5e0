"""The words that an event or a report is found by: folded, in one text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geodata.folding import fold_words
from geodata.query.terms import TEXT_COLUMNS

__all__ = ["OF_REPORT", "event_words", "report_words"]

OF_REPORT = ("title", "source", "author", "text")
# So that every letter, the last too, begins a trigram: one or two letters are found by those.
_END = "\n\n"


def event_words(row: Mapping[str, Any]) -> str:
    """Return the words to find an event by, from its row in the layer."""
    return "\n".join(fold_words(row[name]) for name in TEXT_COLUMNS) + _END


def report_words(row: Mapping[str, Any]) -> str:
    """Return the words to find a report by, from the row of its newest version."""
    return "\n".join(fold_words(row[name]) for name in OF_REPORT) + _END
