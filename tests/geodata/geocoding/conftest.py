"""Geocoders that ask a service on this machine, without waiting for turns."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from geodata.geocoding import FallbackGeocoder
from geodata.geocoding.exchange import Limits
from geodata.geocoding.limiter import HostLimiter
from geodata.geocoding.memory import AnswerMemory
from geodata.geocoding.service import Service
from geodata.settings import Settings
from tests.geodata.geocoding.service import FakeClock

Asking = Callable[..., FallbackGeocoder]
# For what is meant to take too long; what answers has longer than any machine needs.
SECONDS = 0.8
PATIENCE = 60.0


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def asking(settings: Settings, tmp_path: Path, clock: FakeClock) -> Asking:
    """Make a geocoder that asks at an address."""

    def make(
        address: str, kind: str = "nominatim", scheme: str = "http", seconds: float = PATIENCE
    ) -> FallbackGeocoder:
        chosen = replace(
            settings,
            geocoder=kind,
            geocoder_url=f"{scheme}://{address}",
            geocoder_user_agent="dateline tests, tests@example.org",
        )
        return FallbackGeocoder(
            Service.from_settings(chosen, limits=Limits(seconds=seconds)),
            memory=AnswerMemory(tmp_path / "memory.sqlite"),
            limiter=HostLimiter(tmp_path / "turns.sqlite", clock=clock, sleep=clock.sleep),
        )

    return make
