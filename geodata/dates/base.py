"""What every tagger of dates can do."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from geodata.model import DateMention

__all__ = ["Tagger"]


class Tagger(Protocol):
    """Finds the date words of a text and says which days they mean."""

    def tag(
        self,
        text: str,
        *,
        reference_date: dt.date | None,
        language: str = "en",
        numeric_order: str = "",
    ) -> tuple[DateMention, ...]:
        """Return the date mentions in text order, without overlaps.

        `numeric_order` ("dmy", "mdy") is how 3/4/2024 is read if the text does not tell; without
        it such dates keep both readings. Without a reference date, words that need one ("on
        Sunday") get no span.
        """
        ...
