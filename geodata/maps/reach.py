"""How far around its point a place may reach: the size of the uncertainty on the map.

A point stands for an area. Towns: the radius at which four fifths of the gazetteer's places of
that kind have all their people, at 4,000 a square kilometre (capitals 12.7 km, seats of
first-order divisions 4.8 km, others up to 2 km). Second-order divisions: the circle of a share in
the land (134 million square kilometres, 41,344 divisions). Larger areas have an outline on the
map; the circle is for those whose outline is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.model import PlacePrecision

__all__ = ["reach_of", "reaches"]

_BY_PRECISION: Mapping[str, int] = MappingProxyType(
    {
        PlacePrecision.EXACT: 0,
        PlacePrecision.FACILITY: 5,
        PlacePrecision.POPULATED_PLACE: 20,
        PlacePrecision.ADMIN2: 320,
        PlacePrecision.ADMIN1: 600,
        PlacePrecision.REGION: 1000,
        PlacePrecision.COUNTRY: 3000,
    }
)
_BY_TOWN: Mapping[str, int] = MappingProxyType({"PPLC": 127, "PPLG": 73, "PPLA": 48})
# A site that is known by its town alone has the precision of a region, and the town's point.
_IN_TOWNS = (PlacePrecision.FACILITY, PlacePrecision.POPULATED_PLACE, PlacePrecision.REGION)


def reach_of(feature_code: str, place_precision: str) -> int:
    """Return the radius in 100 m; of a site that is placed at its town, the town's."""
    if place_precision in _IN_TOWNS and feature_code.startswith("PPL"):
        return _BY_TOWN.get(feature_code, _BY_PRECISION[PlacePrecision.POPULATED_PLACE])
    return _BY_PRECISION.get(place_precision, 0)


def reaches(frame: pd.DataFrame) -> npt.NDArray[np.uint16]:
    """Return `reach_of` each row of an event frame."""
    codes, kinds = pd.factorize(frame["feature_code"])
    widths, sorts = pd.factorize(frame["place_precision"])
    table = [[reach_of(str(kind), str(sort)) for sort in sorts] for kind in kinds]
    return np.array(table, dtype=np.uint16).reshape(len(kinds), len(sorts))[codes, widths]
