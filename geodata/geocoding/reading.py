"""What a service's answer says, read with distrust."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from geopy.location import Location
from rapidfuzz import fuzz

from geodata.gazetteer.names import fold
from geodata.geocoding.answers import Found, OutageReason, ServiceFault
from geodata.model import Place, PlacePrecision, digest
from geodata.text import clean

__all__ = ["bears_name", "check_results", "read_location"]

_MOST_NAME = 200
# Of 100: "Hodeidah" and "Al Hudaydah" have 53.
_LEAST_ALIKE = 50
_TOWN = ("P", "PPL", PlacePrecision.POPULATED_PLACE)
_PART = ("P", "PPLX", PlacePrecision.POPULATED_PLACE)
_ADM1 = ("A", "ADM1", PlacePrecision.ADMIN1)
_ADM2 = ("A", "ADM2", PlacePrecision.ADMIN2)
_COUNTRY = ("A", "PCLI", PlacePrecision.COUNTRY)
_WATER = ("H", "", PlacePrecision.REGION)
_LAND = ("T", "", PlacePrecision.REGION)
_SITE = ("S", "", PlacePrecision.FACILITY)
_UNKNOWN = ("", "", PlacePrecision.UNKNOWN)
# The words of OpenStreetMap and of Pelias.
_KINDS = {
    **dict.fromkeys(("city", "town", "village", "hamlet", "locality", "localadmin"), _TOWN),
    **dict.fromkeys(("suburb", "neighbourhood", "quarter", "borough", "district"), _PART),
    **dict.fromkeys(("state", "region", "province", "macroregion"), _ADM1),
    **dict.fromkeys(("county", "state_district", "municipality"), _ADM2),
    **dict.fromkeys(("country", "dependency"), _COUNTRY),
    **dict.fromkeys(
        ("river", "stream", "water", "waterway", "bay", "strait", "marinearea"), _WATER
    ),
    **dict.fromkeys(("island", "islet", "peak", "mountain_range", "natural", "valley"), _LAND),
    **dict.fromkeys(
        ("amenity", "building", "military", "aeroway", "railway", "venue", "tourism", "house"),
        _SITE,
    ),
}


def check_results(document: object) -> None:
    """Look at an answer before geopy does.

    geopy takes ``null``, ``{}`` and ``""`` for "not found", which a broken service says too.

    Raises
    ------
    ServiceFault
        If there is no list of results, be it empty, or one of them is nowhere on Earth.
    """
    values = document.values() if isinstance(document, dict) else [document]
    lists = [value for value in values if isinstance(value, list)]
    if not lists:
        raise ServiceFault(OutageReason.NOT_UNDERSTOOD)
    for result in (row for listed in lists for row in listed if isinstance(row, dict)):
        try:
            points = list(_points(result))
        except (ValueError, TypeError, LookupError, OverflowError):
            raise ServiceFault(OutageReason.NOT_UNDERSTOOD) from None
        # Written so that NaN is refused too.
        if not all(abs(lat) <= 90 and abs(lon) <= 180 for lat, lon in points):
            raise ServiceFault(OutageReason.NOT_UNDERSTOOD)


def read_location(location: Location, *, asked: str, country_code: str, service: str) -> Found:
    """Return what geopy made of one result, checked against the result itself.

    geopy puts a result without coordinates at 0, 0 and wraps impossible longitudes around.

    Parameters
    ----------
    asked
        The name that was asked for; the place's own where the service gives none.
    country_code
        That of the place where the result does not say.
    service
        Part of the place's id.

    Raises
    ------
    ServiceFault
        If the result holds no point on Earth.
    """
    raw = location.raw if isinstance(location.raw, dict) else {}
    latitude, longitude = float(location.latitude), float(location.longitude)
    given = list(_points(raw))
    if (latitude, longitude) == (0.0, 0.0) or not all(
        math.isclose(lat, latitude, abs_tol=1e-6) and math.isclose(lon, longitude, abs_tol=1e-6)
        for lat, lon in given
    ):
        raise ServiceFault(OutageReason.NOT_UNDERSTOOD)
    name = _name(location.address, asked)
    feature_class, feature_code, precision = _kind(raw)
    identity = digest("geocoder", service, name, f"{latitude:.4f} {longitude:.4f}")
    place = Place(
        geonameid=-int(identity[:12], 16) - 1,
        name=name,
        latitude=latitude,
        longitude=longitude,
        feature_class=feature_class,
        feature_code=feature_code,
        country_code=_country(raw) or country_code,
    )
    return Found(place=place, place_precision=precision)


def bears_name(location: Location, asked: str) -> bool:
    """Whether a result is called at all like what was asked for.

    Some services answer with whatever is spelled most nearly so, wherever it is. Only names in
    the script of the question can tell; where the result has none, it is believed.
    """
    raw = location.raw if isinstance(location.raw, dict) else {}
    given = [*_inner(raw, "namedetails").values(), _inner(raw, "properties").get("name")]
    names = [fold(name) for name in given if isinstance(name, str)]
    names.append(fold(_name(location.address, asked)))
    wanted = fold(asked)
    alike = [
        fuzz.token_set_ratio(wanted, name) for name in names if name.isascii() == wanted.isascii()
    ]
    return not alike or max(alike) >= _LEAST_ALIKE


def _points(raw: Mapping[str, Any]) -> Iterator[tuple[float, float]]:
    """Yield latitude and longitude as the result itself gives them."""
    geometry = _inner(raw, "geometry")
    coordinates = geometry.get("coordinates")
    if isinstance(coordinates, list):
        yield float(coordinates[1]), float(coordinates[0])
    for part in (raw, geometry):
        longitude = part.get("lon", part.get("lng"))
        if "lat" in part or longitude is not None:
            yield float(part["lat"]), float(longitude)


def _name(address: object, asked: str) -> str:
    first = clean(str(address or ""))[0].split(",")[0].strip()
    return first if 0 < len(first) <= _MOST_NAME else asked


def _country(raw: Mapping[str, Any]) -> str:
    """Return the two-letter code that the result gives, or an empty string."""
    for part in (_inner(raw, "address"), _inner(raw, "properties"), _inner(raw, "components")):
        for key in ("country_code", "countrycode", "ISO_3166-1_alpha-2"):
            code = part.get(key)
            if isinstance(code, str) and len(code) == 2 and code.isascii() and code.isalpha():
                return code.upper()
    return ""


def _kind(raw: Mapping[str, Any]) -> tuple[str, str, PlacePrecision]:
    for part in (raw, _inner(raw, "properties")):
        for key in ("addresstype", "layer", "osm_value", "type", "category", "class", "osm_key"):
            word = part.get(key)
            if isinstance(word, str) and word in _KINDS:
                return _KINDS[word]
    return _UNKNOWN


def _inner(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = raw.get(key)
    return part if isinstance(part, dict) else {}
