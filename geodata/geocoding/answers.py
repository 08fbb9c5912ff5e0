"""What asking a geocoder can come to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geodata.model import Place, PlacePrecision

__all__ = ["FOUND_SCORE", "Answer", "Found", "NotFound", "Outage", "OutageReason", "ServiceFault"]

# Found by name alone: right more often than not, but no more is known.
FOUND_SCORE = 0.5


class OutageReason(StrEnum):
    """Why nothing is known of a name after asking; the words go into the reason of a place."""

    UNREACHABLE = "it could not be reached"
    INSECURE = "its certificate is not valid"
    TIMED_OUT = "it took too long"
    RATE_LIMITED = "it wants fewer questions"
    RESTING = "it is given a rest"
    REFUSED = "it refused the question"
    FAILED = "it failed"
    REDIRECTED = "it pointed to another address"
    TOO_LARGE = "its answer was too large"
    NOT_UNDERSTOOD = "its answer was not understood"
    OTHER_HOST = "the question was for another host"
    NOT_KEPT = "its answers cannot be kept in the data folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The service knows the name. `place` has a negative id that is stable across readings."""

    place: Place
    place_precision: PlacePrecision = PlacePrecision.UNKNOWN


@dataclass(frozen=True, slots=True)
class NotFound:
    """The service said that it knows no such place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """No answer; nothing follows from it for the name.

    `retry_after` is in seconds, as the service asked for, or None.
    """

    reason: OutageReason
    retry_after: float | None = None


Answer = Found | NotFound | Outage


class ServiceFault(Exception):  # noqa: N818  # an outage on its way through geopy, never shown
    """An outage, raised where only an exception gets through. Holds no name and no address."""

    def __init__(self, reason: OutageReason, retry_after: float | None = None) -> None:
        super().__init__(str(reason))
        self.outage = Outage(reason=reason, retry_after=retry_after)
