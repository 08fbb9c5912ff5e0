"""Places that a person looks for by name, ready for the page."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

from geodata.gazetteer.names import fold
from geodata.maps.words import kind_key
from geodata.model import Candidate, Place

__all__ = ["found_places", "place_row"]


def found_places(
    name: str,
    candidates: Iterable[Candidate],
    *,
    limit: int,
    country_name: Callable[[str], str],
    admin1_name: Callable[[str, str], str],
) -> list[dict[str, Any]]:
    """Return what the page shows of some places, ready for `json.dumps`.

    Parameters
    ----------
    name
        What the person typed.
    candidates
        As a gazetteer's `search` gives them, in any order.
    limit
        How many are wanted: exact names first, then the places that most people mean.
    country_name, admin1_name
        The gazetteer's own.

    Returns
    -------
    list of dict
        ``geonameid``, ``name``, ``asked`` (the name that met, where it is another), ``kind``,
        ``admin1``, ``country``, ``country_code``, ``feature_code``, ``population``, ``lat``,
        ``lon``.
    """
    rows = []
    for candidate in sorted(candidates, key=lambda found: _order(fold(name), found))[:limit]:
        place = candidate.place
        row = place_row(place, country_name=country_name, admin1_name=admin1_name)
        rows.append(row | {"asked": "" if candidate.name == place.name else candidate.name})
    return rows


def place_row(
    place: Place,
    *,
    country_name: Callable[[str], str],
    admin1_name: Callable[[str, str], str],
) -> dict[str, Any]:
    """Return what the page shows of one place, as `found_places` does, without ``asked``."""
    return {
        "geonameid": place.geonameid,
        "name": place.name,
        "kind": kind_key(place.feature_code, ""),
        "admin1": admin1_name(place.country_code, place.admin1_code),
        "country": country_name(place.country_code),
        "country_code": place.country_code,
        "feature_code": place.feature_code,
        "population": place.population,
        "lat": place.latitude,
        "lon": place.longitude,
    }


def _order(key: str, candidate: Candidate) -> tuple[bool, float]:
    place = candidate.place
    weight = math.log10(place.population + 1)
    # "Georgia" is the country, "Damascus" the town and not the governorate of the same size.
    if place.feature_code.startswith("PCL"):
        weight += 3
    elif place.feature_class == "P":
        weight += 0.5
    return fold(candidate.name) != key, -weight
