"""Where outlets are at home, learned without labels from where their reports resolve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from geodata.model import Resolution
from geodata.resolution.base import Home
from geodata.resolution.kinds import Kind, kind_of

__all__ = ["OutletHomes"]

_LEAST_NAMES = 2
_LOCAL = frozenset(Kind) - {Kind.CONTINENT, Kind.REGION, Kind.COUNTRY}


class OutletHomes:
    """Counts, for each outlet, the reports that are about each country and division.

    A report counts once for each, however often it names it, and only for countries of which it
    names two things or more. Observing a report again replaces what it said before.
    """

    def __init__(self) -> None:
        self._reports: dict[str, dict[str, Home]] = {}
        self._totals: dict[str, tuple[Counter[str], Counter[tuple[str, str]]]] = {}

    def observe(self, source: str, report_id: str, resolutions: Iterable[Resolution]) -> None:
        """Learn from one report of an outlet; an empty `source` is no outlet."""
        if not source:
            return
        reports = self._reports.setdefault(source, {})
        countries, divisions = self._totals.setdefault(source, (Counter(), Counter()))
        if (old := reports.get(report_id)) is not None:
            countries.subtract(old.countries)
            divisions.subtract(old.admin1)
        new = _home_of(resolutions)
        countries.update(new.countries)
        divisions.update(new.admin1)
        reports[report_id] = new

    def home(self, source: str, *, excluding: str = "") -> Home | None:
        """Return where an outlet's reports are about, or None where nothing is known.

        Parameters
        ----------
        excluding
            The id of a report that shall not speak for itself.
        """
        if source not in self._totals:
            return None
        countries, divisions = self._totals[source]
        countries, divisions = countries.copy(), divisions.copy()
        if (own := self._reports[source].get(excluding)) is not None:
            countries.subtract(own.countries)
            divisions.subtract(own.admin1)
        countries, divisions = +countries, +divisions
        return Home(countries=countries, admin1=divisions) if countries else None


def _home_of(resolutions: Iterable[Resolution]) -> Home:
    """Return what one report is about: countries that it names two or more things of.

    A lone foreign name in a report is as likely a namesake at home: were it counted, each of an
    outlet's reports would confirm the mistake of the others.
    """
    places = {r.toponym.lookup.casefold(): r.place for r in resolutions if r.place is not None}
    named = Counter(p.country_code for p in places.values() if p.country_code)
    about = [p for p in places.values() if named[p.country_code] >= _LEAST_NAMES]
    local = [p for p in about if kind_of(p) in _LOCAL and p.admin1_code]
    return Home(
        countries={p.country_code: 1 for p in about},
        admin1={(p.country_code, p.admin1_code): 1 for p in local},
    )
