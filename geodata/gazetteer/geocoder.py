"""The gazetteer as a geopy geocoder: offline, for whatever takes one.

>>> import geopandas  # doctest: +SKIP
>>> geopandas.tools.geocode(["Damascus", "Kyiv"], provider=GazetteerGeocoder)  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geodata.gazetteer.base import Gazetteer
from geodata.gazetteer.index import SqliteGazetteer
from geodata.gazetteer.names import fold
from geodata.gazetteer.opening import open_gazetteer
from geodata.model import Candidate, Place
from geodata.settings import Settings

__all__ = ["GazetteerGeocoder"]

_REACH_DEGREES = (0.25, 1.0, 5.0)
_MOST_SCANNED = 200


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Answers geopy's `geocode` and `reverse` from the gazetteer; nothing leaves the machine.

    Parameters
    ----------
    gazetteer
        An open gazetteer to share; by default the one that the environment's settings name.
    options
        What every geopy geocoder takes (timeout, user_agent...); without meaning here.
    """

    def __init__(self, gazetteer: SqliteGazetteer | None = None, **options: object) -> None:
        super().__init__(**options)
        self._gazetteer = gazetteer or open_gazetteer(Settings.from_environment())

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        country_codes: str | Iterable[str] | None = None,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002  # geopy passes it
    ) -> Location | list[Location] | None:
        """Return the best known place with the name, or all of them.

        Parameters
        ----------
        query
            A name, or a name and the division or country that it lies in, comma between.
        exactly_one
            One location or None; else a list or None.
        limit
            How many at most in the list.
        country_codes
            ISO 3166-1 alpha-2 codes to stay within.
        timeout
            Without meaning here.
        """
        name, _, within = str(query).partition(",")
        countries = _codes(country_codes)
        found = list(self._gazetteer.lookup(str(query))) or [
            c for c in self._gazetteer.lookup(name) if self._lies_in(c.place, within)
        ]
        found = [c for c in found if not countries or c.place.country_code in countries]
        if not found and countries:
            found = list(self._gazetteer.variants(name, countries))
        return _answer([self._location(c.place) for c in _once(found)], exactly_one, limit)

    def reverse(
        self,
        query: Point | str | Sequence[float],
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        country_codes: str | Iterable[str] | None = None,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002  # geopy passes it
    ) -> Location | list[Location] | None:
        """Return the populated place nearest to a point (latitude, longitude), or the nearest.

        The parameters are those of `geocode`; five degrees away is as far as it looks.

        Raises
        ------
        GeocoderQueryError
            If `query` is no point.
        """
        try:
            point = Point(query)
        except (ValueError, TypeError) as error:
            raise GeocoderQueryError(f"{query!r} is no point: {error}") from error
        countries = _codes(country_codes)
        wanted = 1 if exactly_one else max(limit or 10, 1)
        places: list[Place] = []
        for reach in _REACH_DEGREES:
            near = self._gazetteer.nearest(
                point.latitude, point.longitude, limit=_MOST_SCANNED, within_degrees=reach
            )
            places = [p for _, p in near if not countries or p.country_code in countries]
            if len(places) >= wanted:
                break
        return _answer([self._location(p) for p in places], exactly_one, wanted)

    def _lies_in(self, place: Place, within: str) -> bool:
        """Whether the words after the comma name the place's division or country."""
        if not within.strip():
            return True
        names = self._gazetteer
        words = fold(within.rpartition(",")[2])
        around = {
            fold(names.country_name(place.country_code)),
            fold(names.admin1_name(place.country_code, place.admin1_code)),
        }
        return words in around or any(
            c.place.country_code == place.country_code
            and c.place.admin1_code in {"", "00", place.admin1_code}
            for c in names.lookup(within.rpartition(",")[2])
            if c.place.feature_class == "A"
        )

    def _location(self, place: Place) -> Location:
        return Location(
            _address(place, self._gazetteer), (place.latitude, place.longitude, 0.0), asdict(place)
        )


def _address(place: Place, gazetteer: Gazetteer) -> str:
    parts = (
        place.name,
        gazetteer.admin1_name(place.country_code, place.admin1_code),
        gazetteer.country_name(place.country_code),
    )
    return ", ".join(dict.fromkeys(p for p in parts if p))


def _codes(country_codes: str | Iterable[str] | None) -> frozenset[str]:
    listed = country_codes.split(",") if isinstance(country_codes, str) else country_codes or ()
    return frozenset(code.strip().upper() for code in listed)


def _once(candidates: Iterable[Candidate]) -> list[Candidate]:
    return list({c.place.geonameid: c for c in candidates}.values())


def _answer(
    locations: list[Location],
    exactly_one: bool,  # noqa: FBT001  # geopy's own name and place
    limit: int | None,
) -> Location | list[Location] | None:
    if not locations:
        return None
    return locations[0] if exactly_one else locations[:limit]
