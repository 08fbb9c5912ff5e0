"""What every recogniser can do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from geodata.model import Toponym

__all__ = ["Recogniser"]


class Recogniser(Protocol):
    """Finds the place names of a text. Spans do not overlap and come in text order."""

    def recognise(self, text: str, *, language: str = "en") -> tuple[Toponym, ...]:
        """Return the toponyms of one text."""
        ...

    def recognise_many(
        self, texts: Iterable[str], *, language: str = "en"
    ) -> Iterator[tuple[Toponym, ...]]:
        """Return the toponyms of each text, in order, streaming."""
        ...
