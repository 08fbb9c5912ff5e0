"""The geocoder that is asked last: what it said before, its turn, its answer."""

from __future__ import annotations

import sqlite3
import threading
import unicodedata
from typing import TYPE_CHECKING

from geodata.geocoding.answers import FOUND_SCORE, Answer, NotFound, Outage, OutageReason
from geodata.geocoding.limiter import HostLimiter
from geodata.geocoding.memory import AnswerMemory
from geodata.settings import Settings

if TYPE_CHECKING:
    from geodata.geocoding.service import Service

__all__ = ["PRIVACY_NOTE", "FallbackGeocoder"]

PRIVACY_NOTE = (
    "A geocoder is on (DATELINE_GEOCODER): names of places that the gazetteer cannot place, and "
    "the country of their report, are sent to it and leave this machine. The text is not."
)
_MEMORY_FILE = "geocoder.sqlite"
_TURNS_FILE = "geocoder-turns.sqlite"
_MOST_LETTERS = 100
_OUTAGES_IN_A_ROW = 3
_REST_SECONDS = 60.0


class FallbackGeocoder:
    """Asks one service for names, once for each name. Shared by threads.

    Parameters
    ----------
    service
        Whom to ask.
    memory
        What it answered before.
    limiter
        When it may be asked. After three outages in a row it is given a minute's rest.
    """

    def __init__(self, service: Service, *, memory: AnswerMemory, limiter: HostLimiter) -> None:
        self._service = service
        self._memory = memory
        self._limiter = limiter
        self._outages = 0
        self._lock = threading.Lock()

    @classmethod
    def open(cls, settings: Settings) -> FallbackGeocoder | None:
        """Return the geocoder that the settings name, or None: nobody is asked by default.

        Nor where the settings want places surer than a geocoder can make them.

        Raises
        ------
        UsageError
            If the settings do not go together; the message names the variable to set.
        """
        if not settings.geocoder or settings.min_score > FOUND_SCORE:
            return None
        # geopy is loaded only by those who ask for it.
        from geodata.geocoding.service import Service

        return cls(
            Service.from_settings(settings),
            memory=AnswerMemory(settings.data_dir / _MEMORY_FILE),
            limiter=HostLimiter(settings.cache_dir / _TURNS_FILE),
        )

    @property
    def name(self) -> str:
        """The service and its host, for people."""
        return f"{self._service.name} at {self._service.host}"

    def ask(self, name: str, country_code: str = "") -> Answer:
        """Return where a name is; never raises.

        Parameters
        ----------
        name
            Sent as it stands. What can be no name (over 100 characters, control characters) is
            not sent.
        country_code
            ISO 3166-1 alpha-2: only places there are an answer.
        """
        if not _can_be_a_name(name):
            return NotFound()
        service, country = f"{self._service.name} {self._service.host}", country_code.upper()
        try:
            known = self._memory.recall(service, name, country)
            if known is not None:
                return known
            if not self._limiter.wait(self._service.host):
                return Outage(reason=OutageReason.RESTING)
            answer = self._service.ask(name, country)
            if isinstance(answer, Outage):
                self._rest_after(answer)
            else:
                self._outages = 0
                self._memory.keep(service, name, country, answer)
        except (sqlite3.Error, OSError):
            # What cannot be remembered or timed is not asked again and again.
            return Outage(reason=OutageReason.NOT_KEPT)
        return answer

    def _rest_after(self, outage: Outage) -> None:
        with self._lock:
            self._outages += 1
            tired = self._outages % _OUTAGES_IN_A_ROW == 0
        wait = outage.retry_after or 0.0
        if tired or outage.reason is OutageReason.RATE_LIMITED:
            wait = max(wait, _REST_SECONDS)
        if wait:
            self._limiter.rest(self._service.host, wait)


def _can_be_a_name(name: str) -> bool:
    return 0 < len(name.strip()) <= _MOST_LETTERS and not any(
        unicodedata.category(letter) in {"Cc", "Cs"} for letter in name
    )
