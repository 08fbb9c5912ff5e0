"""Step 5: places and dates joined to events, or events taken from a table as they are."""

from __future__ import annotations

from geodata.events.given import given_events, questions
from geodata.events.linking import link

__all__ = ["given_events", "link", "questions"]
