"""What every gazetteer can do: the contract that the other rooms rely on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from geodata.model import Candidate, Place

__all__ = ["Gazetteer", "GazetteerInfo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerInfo:
    """Which gazetteer is in use: for `dateline gazetteer info` and for the page's footer."""

    path: str
    fingerprint: str
    places: int
    names: int
    built: str
    sources: Mapping[str, int]
    warnings: tuple[str, ...] = ()


class Gazetteer(Protocol):
    """Names to candidates. Opened once, shared by threads."""

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """Return every place with this name on a normalised key, best known first; () if none."""
        ...

    def lookup_many(self, names: Iterable[str]) -> dict[str, tuple[Candidate, ...]]:
        """Return `lookup` of each name at once."""
        ...

    def variants(self, name: str, country_codes: Iterable[str]) -> tuple[Candidate, ...]:
        """Return places spelled nearly so inside the given countries, most similar first."""
        ...

    def place(self, geonameid: int) -> Place | None:
        """Return the place with this id."""
        ...

    def country(self, country_code: str) -> Place | None:
        """Return the country with this ISO 3166-1 alpha-2 code."""
        ...

    def country_name(self, country_code: str) -> str:
        """Return the country's short English name, or an empty string."""
        ...

    def admin1_name(self, country_code: str, admin1_code: str) -> str:
        """Return the first-order division's name, or an empty string."""
        ...

    def search(
        self, text: str, *, country_code: str | None = None, limit: int = 10
    ) -> tuple[Candidate, ...]:
        """Return what a person who typed `text` may mean: exact, prefix, then similar names."""
        ...

    def info(self) -> GazetteerInfo:
        """Say which gazetteer this is."""
        ...
