"""How far around its point a place may reach: the size of the uncertainty on the map.

A point stands for an area. Towns: the radius at which four fifths of the gazetteer's places of
that kind have all their people, at 4,000 a square kilometre (capitals 12.7 km, seats of
first-order divisions 4.8 km, others up to 2 km). Second-order divisions: the circle of a share in
the land (134 million square kilometres, 41,344 divisions). Larger areas have an outline on the
map; the circle is for those whose outline is not known: for a region that the news names, the
circle of its area (``data/region_areas.csv``: rounded square kilometres, set down by hand, not
surveyed); for what else lies in the land, a size by its kind, estimated too (a peak 5 km, a desert
200).
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
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
# Of regions without an area of their own, by what GeoNames calls them, in 100 m.
_BY_KIND: Mapping[str, int] = MappingProxyType(
    dict.fromkeys(("SQR", "ST", "BLDG", "PAL", "MSQE", "CH", "STDM", "MUS", "TOWR"), 3)
    | dict.fromkeys(("BDG", "DAM", "PRN", "HSP", "PSTB", "AIRP", "AIRB", "PS", "PRT", "FLLS"), 20)
    | dict.fromkeys(("CMPRF", "MILB", "INDS", "MN", "BCH", "HSTS", "CAPE", "PASS"), 30)
    | dict.fromkeys(("MT", "PK", "HLL", "VLC", "ATOL", "RF", "HBR", "LGN"), 50)
    | dict.fromkeys(("ISL", "OILF", "GASF", "FRST", "LK", "RSV", "BAY", "ISTH"), 150)
    | dict.fromkeys(("VAL", "PRK", "RESV", "STRT", "CNL", "HLLS", "MRSH"), 300)
    | dict.fromkeys(("PEN", "ISLS", "DLTA", "PLN", "UPLD", "GULF"), 600)
    | dict.fromkeys(("DSRT", "PLAT", "BSN"), 2000)
    | dict.fromkeys(("SEA",), 5000)
    | dict.fromkeys(("OCN", "CONT"), 20000)
)
_AREAS = Path(__file__).parent / "data" / "region_areas.csv"
# A site that is known by its town alone has the precision of a region, and the town's point.
_IN_TOWNS = (PlacePrecision.FACILITY, PlacePrecision.POPULATED_PLACE, PlacePrecision.REGION)


def reach_of(
    feature_code: str, place_precision: str, name: str = "", country_code: str = ""
) -> int:
    """Return the radius in 100 m; of a site that is placed at its town, the town's."""
    if place_precision in _IN_TOWNS and feature_code.startswith("PPL"):
        return _BY_TOWN.get(feature_code, _BY_PRECISION[PlacePrecision.POPULATED_PLACE])
    if place_precision == PlacePrecision.REGION:
        known = _known_regions().get((name, country_code))
        return known or _BY_KIND.get(feature_code, _BY_PRECISION[PlacePrecision.REGION])
    return _BY_PRECISION.get(place_precision, 0)


@cache
def _known_regions() -> Mapping[tuple[str, str], int]:
    """Return the radius of the circle that is as large as each region whose area we know."""
    with _AREAS.open(encoding="utf-8", newline="") as lines:
        return {
            (row["name"], row["country_code"]): max(
                1, round(10 * math.sqrt(float(row["km2"]) / math.pi))
            )
            for row in csv.DictReader(lines)
        }


def reaches(frame: pd.DataFrame) -> npt.NDArray[np.uint16]:
    """Return `reach_of` each row of an event frame."""
    columns = ["feature_code", "place_precision", "place_name", "country_code"]
    kinds = frame[columns].fillna("").astype(str)
    # Only regions are told apart by their names.
    kinds.loc[kinds["place_precision"] != PlacePrecision.REGION, columns[2:]] = ""
    number = kinds.groupby(columns, sort=False).ngroup().to_numpy()
    first = kinds.loc[~kinds.duplicated()].itertuples(index=False, name=None)
    table = np.array([reach_of(*row) for row in first], dtype=np.uint16)
    return table[number] if len(number) else np.zeros(0, dtype=np.uint16)
