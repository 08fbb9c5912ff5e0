"""Names in a text, the places that they may mean, and the choice made."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.model.words import Match, PlacePrecision

__all__ = ["Candidate", "Place", "Resolution", "RunnerUp", "Toponym"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A place name found in a text.

    Attributes
    ----------
    origin
        What found it: "model", "sweep", "nested", "propagated" or "given".
    label
        The model's label ("GPE", "ORG"...), empty where the sweep alone found it.
    demonym
        True for "Syrian", "American": recognised, but not an event unless asked for.
    facility
        The type word of a site named after a place ("prison" in "Sednaya prison"), else empty.
        `start`, `end` and `text` cover the name alone ("Sednaya").
    name
        The form to look up where the text has another one (a case ending: "Киеве" for "Киев"),
        else empty.
    """

    text: str
    start: int
    end: int
    origin: str = "model"
    label: str = ""
    demonym: bool = False
    facility: str = ""
    name: str = ""

    @property
    def lookup(self) -> str:
        """The form of the name that a gazetteer may know."""
        return self.name or self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A row of the gazetteer.

    `geonameid` is GeoNames' own where GeoNames has the place; rows from other sources have
    negative ids that are stable across builds. `population` is 0 where unknown.
    """

    geonameid: int
    name: str
    latitude: float
    longitude: float
    feature_class: str
    feature_code: str
    country_code: str = ""
    admin1_code: str = ""
    admin2_code: str = ""
    population: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that a toponym may mean, and how the names met.

    `similarity` is 1 for exact matches, rapidfuzz's ratio (0-1) for spelling variants.
    """

    place: Place
    name: str
    match: Match
    similarity: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerUp:
    """A candidate that was not chosen, its share of belief (0-1), and what spoke for it."""

    place: Place
    score: float
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The choice made for a toponym: a place or none.

    `score` is the calibrated probability that the place is right; of an unplaced toponym, that
    of its best candidate (0 where there was none).
    """

    toponym: Toponym
    place: Place | None = None
    score: float = 0.0
    reason: str = ""
    place_precision: PlacePrecision = PlacePrecision.UNKNOWN
    runners_up: tuple[RunnerUp, ...] = ()
