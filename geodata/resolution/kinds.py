"""What kind of thing a gazetteer row is, coarsely enough to weigh and to map."""

from __future__ import annotations

from enum import IntEnum

from geodata.model import Place, PlacePrecision

__all__ = ["Kind", "kind_of", "precision_of"]


class Kind(IntEnum):
    """Kinds of place, widest first."""

    CONTINENT = 0
    REGION = 1
    COUNTRY = 2
    ADM1 = 3
    ADM2 = 4
    ADM3 = 5
    CAPITAL = 6
    SEAT = 7
    TOWN = 8
    SECTION = 9
    WATER = 10
    TERRAIN = 11
    SITE = 12
    AREA = 13


_BY_CODE = {
    "CONT": Kind.CONTINENT,
    "TERR": Kind.COUNTRY,
    "ADM1": Kind.ADM1,
    "ADM1H": Kind.ADM1,
    "ADM2": Kind.ADM2,
    "ADM2H": Kind.ADM2,
    "PPLC": Kind.CAPITAL,
    "PPLA": Kind.SEAT,
    "PPLX": Kind.SECTION,
}
_BY_CLASS = {
    "A": Kind.ADM3,
    "P": Kind.TOWN,
    "H": Kind.WATER,
    "T": Kind.TERRAIN,
    "U": Kind.WATER,
    "S": Kind.SITE,
    "R": Kind.SITE,
}
_PRECISION = {
    Kind.CONTINENT: PlacePrecision.REGION,
    Kind.REGION: PlacePrecision.REGION,
    Kind.COUNTRY: PlacePrecision.COUNTRY,
    Kind.ADM1: PlacePrecision.ADMIN1,
    Kind.ADM2: PlacePrecision.ADMIN2,
    Kind.ADM3: PlacePrecision.ADMIN2,
    Kind.WATER: PlacePrecision.REGION,
    Kind.TERRAIN: PlacePrecision.REGION,
    Kind.SITE: PlacePrecision.FACILITY,
    Kind.AREA: PlacePrecision.REGION,
}


def kind_of(place: Place) -> Kind:
    """Return the kind of a place, by its GeoNames feature code and class."""
    code = place.feature_code
    found = _BY_CODE.get(code)
    if found is not None:
        return found
    if code.startswith("PCL"):
        return Kind.COUNTRY
    if code.startswith("RGN"):
        return Kind.REGION
    return _BY_CLASS.get(place.feature_class, Kind.AREA)


def precision_of(place: Place, *, facility: bool) -> PlacePrecision:
    """Return what area the point of a place stands for.

    Parameters
    ----------
    facility
        Whether the text names a site there ("Sednaya prison").
    """
    if facility:
        return PlacePrecision.FACILITY
    # Only a user's own point comes as a site without a code: it is what they say it is.
    if place.feature_class == "S" and not place.feature_code:
        return PlacePrecision.EXACT
    return _PRECISION.get(kind_of(place), PlacePrecision.POPULATED_PLACE)
