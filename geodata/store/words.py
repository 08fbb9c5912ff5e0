"""The words that an event or a report is found by: folded, in one text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geodata.gazetteer.names import fold_char
from geodata.query.terms import TEXT_COLUMNS

__all__ = ["OF_REPORT", "event_words", "fold_words", "report_words"]

OF_REPORT = ("title", "source", "author", "text")


class _Folding(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = folded = fold_char(chr(code))
        return folded


_FOLDING = _Folding()


def fold_words(text: str) -> str:
    """Return a text without case, marks and punctuation."""
    return " ".join(text.translate(_FOLDING).split())


def event_words(row: Mapping[str, Any]) -> str:
    """Return the words to find an event by, from its row in the layer."""
    return "\n".join(fold_words(row[name]) for name in TEXT_COLUMNS)


def report_words(row: Mapping[str, Any]) -> str:
    """Return the words to find a report by, from the row of its newest version."""
    return "\n".join(fold_words(row[name]) for name in OF_REPORT)
