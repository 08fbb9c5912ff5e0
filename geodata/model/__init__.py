"""The records that pass between the steps: frozen, typed, ignorant of database and screen.

Offsets (``start``, ``end``) count Unicode code points in `Report.text`, end exclusive.
Coordinates are WGS 84 degrees. Days are inclusive at both ends.
"""

from geodata.model.dates import DateMention, TimeSpan
from geodata.model.events import Counts, Event
from geodata.model.given import Given
from geodata.model.places import Candidate, Place, Resolution, RunnerUp, Toponym
from geodata.model.readings import Reading, ReadOutcome
from geodata.model.reports import Report, digest
from geodata.model.words import (
    DateBasis,
    DatePrecision,
    DateRole,
    Match,
    PlacePrecision,
    PublishedBasis,
    Status,
)

__all__ = [
    "Candidate",
    "Counts",
    "DateBasis",
    "DateMention",
    "DatePrecision",
    "DateRole",
    "Event",
    "Given",
    "Match",
    "Place",
    "PlacePrecision",
    "PublishedBasis",
    "ReadOutcome",
    "Reading",
    "Report",
    "Resolution",
    "RunnerUp",
    "Status",
    "TimeSpan",
    "Toponym",
    "digest",
]
