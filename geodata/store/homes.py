"""Where outlets are at home, as a store says it, for processes that ask it nothing else."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.model import Status
from geodata.store.driver import address, sqlite3

if TYPE_CHECKING:
    from geodata.resolution.base import Home

__all__ = ["NEWEST_OF_OUTLET", "Homes", "home_from"]

# Enough to know an outlet by, and as quick after a million events.
_HOME_EVENTS = 2_000
# A lone foreign name in a report is as likely a namesake at home.
_LEAST_NAMES = 2
# Countries, continents and regions lie in no division, whatever code they carry.
_WIDE_CODES = ("PCL", "TERR", "CONT", "RGN")
_REMEMBERED = 64
_BUSY_SECONDS = 60

_Row = tuple[str, str, str, str, str]

NEWEST_OF_OUTLET = f"""SELECT report_id, country_code, toponym, admin1_code, feature_code
    FROM events
    WHERE source = ? AND fid <= ? AND report_id != ? AND country_code != ''
        AND status != '{Status.REJECTED}'
    ORDER BY fid DESC LIMIT {_HOME_EVENTS}"""
_KNOWN = "SELECT 1 FROM events WHERE report_id = ? LIMIT 1"


def home_from(rows: Iterable[_Row]) -> Home:
    """Count an outlet's events (`NEWEST_OF_OUTLET`) by country and division.

    By the rule of `geodata.resolution.OutletHomes`: a report counts once for each, and only for
    countries of which it names two things or more. Rejected events are left out.
    """
    # Opening a store need not load the resolver.
    from geodata.resolution.base import Home

    # By report and country: the names, and the divisions that they lie in.
    named: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    for report_id, country, toponym, admin1, code in rows:
        names, divisions = named.setdefault((report_id, country), (set(), set()))
        names.add(toponym.casefold())
        if admin1 and not code.startswith(_WIDE_CODES):
            divisions.add(admin1)
    countries: Counter[str] = Counter()
    admin1s: Counter[tuple[str, str]] = Counter()
    for (_, country), (names, divisions) in named.items():
        if len(names) >= _LEAST_NAMES:
            countries[country] += 1
            admin1s.update((country, admin1) for admin1 in divisions)
    return Home(countries=dict(countries), admin1=dict(admin1s))


class Homes:
    """Answers from the events that a store holds up to a number; can be sent to a process.

    Parameters
    ----------
    path
        The store's file; it is opened at the first question, and only read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._known: OrderedDict[tuple[str, int], Home] = OrderedDict()

    def __reduce__(self) -> tuple[type[Homes], tuple[Path]]:
        return Homes, (self._path,)

    def home(self, source: str, *, excluding: str, up_to: int) -> Home:
        """Say where an outlet's newest reports are about, leaving one report out.

        Parameters
        ----------
        up_to
            The number of the last event that counts (`Store.mark`): whatever is kept meanwhile, the
            answer is the same.
        """
        if self._connection is None:
            self._connection = sqlite3.connect(
                address(self._path), uri=True, timeout=_BUSY_SECONDS, check_same_thread=False
            )
        if self._connection.execute(_KNOWN, (excluding,)).fetchone():
            return self._asked(self._connection, source, up_to, excluding)
        key = source, up_to
        if key not in self._known:
            self._known[key] = self._asked(self._connection, source, up_to, "")
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return self._known[key]

    @staticmethod
    def _asked(connection: sqlite3.Connection, source: str, up_to: int, excluding: str) -> Home:
        return home_from(connection.execute(NEWEST_OF_OUTLET, (source, up_to, excluding)))

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
