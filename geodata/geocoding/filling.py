"""Unplaced names of a report filled in from a geocoder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from geodata.geocoding.answers import FOUND_SCORE, Answer, Found, Outage
from geodata.model import PlacePrecision, Resolution

__all__ = ["Asker", "fill"]

_MOST_OUTAGES = 2
_LEAST_NAMES = 2
_CLEAR_SHARE = 0.6


class Asker(Protocol):
    """Whoever can be asked for a name: `FallbackGeocoder`."""

    @property
    def name(self) -> str:
        """The service and its host, for people."""
        ...

    def ask(self, name: str, country_code: str = "") -> Answer:
        """Return where a name is."""
        ...


def fill(
    resolutions: Sequence[Resolution], geocoder: Asker, *, limit: int = 20
) -> tuple[Resolution, ...]:
    """Return the resolutions of one report, unplaced ones placed where the geocoder knows them.

    Each name is asked for once. After two outages nothing more is asked for this report.

    Parameters
    ----------
    resolutions
        One per toponym; as many come back, in the same order. Adjectives are not asked for.
    geocoder
        Whom to ask.
    limit
        How many names are asked for at most.
    """
    country = _country_of(resolutions)
    answers: dict[str, Answer] = {}
    outages = 0
    for resolution in resolutions:
        name = resolution.toponym.lookup
        if resolution.place or resolution.toponym.demonym or name in answers:
            continue
        if len(answers) == limit or outages == _MOST_OUTAGES:
            break
        answers[name] = geocoder.ask(name, country)
        outages += isinstance(answers[name], Outage)
    return tuple(_filled(r, answers.get(r.toponym.lookup), geocoder.name) for r in resolutions)


def _filled(resolution: Resolution, answer: Answer | None, service: str) -> Resolution:
    if resolution.place or resolution.toponym.demonym:
        return resolution
    if isinstance(answer, Found):
        site = resolution.toponym.facility
        return replace(
            resolution,
            place=answer.place,
            score=FOUND_SCORE,
            reason=f"found by {service}, asked with your permission",
            place_precision=PlacePrecision.FACILITY if site else answer.place_precision,
        )
    if isinstance(answer, Outage):
        note = f"{service} was asked, but {answer.reason}"
        return replace(resolution, reason="; ".join(filter(None, (resolution.reason, note))))
    return resolution


def _country_of(resolutions: Sequence[Resolution]) -> str:
    """Return the country that most of the report's placed names lie in, where it is clear."""
    named = {r.toponym.lookup: r.place.country_code for r in resolutions if r.place}
    countries = Counter(code for code in named.values() if code)
    (first, count), *_ = countries.most_common(1) or [("", 0)]
    clear = count >= _LEAST_NAMES and count >= _CLEAR_SHARE * countries.total()
    return first if clear else ""
