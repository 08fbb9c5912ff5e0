"""Fetch a page that a person names: off unless allowed, and never from a private network."""

from __future__ import annotations

from geodata.fetching.fetch import PRIVACY_NOTE, Network, Resource, fetch_link, is_link

__all__ = ["PRIVACY_NOTE", "Network", "Resource", "fetch_link", "is_link"]
