"""An event that comes as it is: a row of a table that says where and when."""

from __future__ import annotations

from dataclasses import dataclass, field

from geodata.model.dates import TimeSpan
from geodata.model.places import RunnerUp
from geodata.model.words import DateBasis, DateRole, PlacePrecision, Status

__all__ = ["Given"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A row of a table of events, and where its words stand in the report's text.

    Attributes
    ----------
    start, end
        The words for the place, in the report's text.
    sentence_start, sentence_end
        The row's words.
    latitude, longitude
        WGS 84 degrees; None where the table gives none that can be.
    look_up
        Whether the gazetteer is asked for a row without coordinates. Not for one whose
        coordinates cannot be: it stays without a place.
    place_name, country, admin1
        As the table names them.
    geonameid, feature_code, country_code
        Known only from a table that Dateline itself has written.
    date_alternative
        The days if its figures are read the other way (3/4/2024), where nothing settles it.
    place_reason
        Why this place and this precision, in plain words.
    key
        What identifies the row in its table; empty where nothing does.
    event_id
        The id that the event had where the table was written; empty for tables of others.
    """

    start: int
    end: int
    sentence_start: int
    sentence_end: int
    latitude: float | None = None
    longitude: float | None = None
    look_up: bool = False
    place_name: str = ""
    country: str = ""
    admin1: str = ""
    geonameid: int = 0
    feature_code: str = ""
    country_code: str = ""
    place_precision: PlacePrecision = PlacePrecision.UNKNOWN
    place_reason: str = ""
    score: float = 0.0
    runners_up: tuple[RunnerUp, ...] = ()
    date: TimeSpan = field(default_factory=TimeSpan)
    date_alternative: TimeSpan | None = None
    date_role: DateRole | None = None
    date_basis: DateBasis = DateBasis.NONE
    date_text: str = ""
    date_reason: str = ""
    status: Status = Status.AUTO
    kind: str = ""
    extra: str = ""
    key: str = ""
    event_id: str = ""

    @property
    def located(self) -> bool:
        """Whether it has coordinates."""
        return self.latitude is not None and self.longitude is not None
