"""Link: the places and dates of a report to events, by where they stand in its text."""

from __future__ import annotations

from geodata.events.linking import link

__all__ = ["link"]
