"""What every resolver can do, and the outlet's home that it may use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from geodata.model import Resolution, Toponym

__all__ = ["Home", "Resolver"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where an outlet's other reports are about: how often each country and division came up.

    Keys of `admin1` are (country code, first-order division code).
    """

    countries: Mapping[str, int] = field(default_factory=dict)
    admin1: Mapping[tuple[str, str], int] = field(default_factory=dict)


class Resolver(Protocol):
    """Links each toponym of one text to one place or none."""

    def resolve(
        self, text: str, toponyms: Sequence[Toponym], *, home: Home | None = None
    ) -> tuple[Resolution, ...]:
        """Return one resolution per toponym, in the same order."""
        ...
