"""Names and dtypes of the columns, and the words that some of them may hold."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from geodata.model import (
    DateBasis,
    DatePrecision,
    DateRole,
    PlacePrecision,
    PublishedBasis,
    Status,
)

__all__ = [
    "COLUMNS",
    "COORDINATE_DECIMALS",
    "CRS",
    "DATE_COLUMNS",
    "DAYS",
    "DTYPES",
    "VOCABULARIES",
]

CRS = "EPSG:4326"
COORDINATE_DECIMALS = 7

DAYS = "datetime64[ms]"
DTYPES: Mapping[str, str] = MappingProxyType(
    {
        "event_id": "str",
        "report_id": "str",
        "report_title": "str",
        "source": "str",
        "author": "str",
        "url": "str",
        "language": "str",
        "published": DAYS,
        "published_basis": "str",
        "toponym": "str",
        "place_name": "str",
        "geonameid": "Int64",
        "feature_code": "str",
        "country_code": "str",
        "country": "str",
        "admin1": "str",
        "place_precision": "str",
        "date_start": DAYS,
        "date_end": DAYS,
        "date_alternative": "str",
        "date_precision": "str",
        "date_role": "str",
        "date_basis": "str",
        "date_text": "str",
        "date_reason": "str",
        "sentence": "str",
        "char_start": "int64",
        "char_end": "int64",
        "page": "Int64",
        "score": "float64",
        "status": "str",
        "kind": "str",
        "place_reason": "str",
        "candidates": "str",
        "extra": "str",
    }
)
COLUMNS = (*DTYPES, "geometry")
DATE_COLUMNS = tuple(name for name, dtype in DTYPES.items() if dtype == DAYS)

VOCABULARIES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "published_basis": frozenset(PublishedBasis),
        "place_precision": frozenset(PlacePrecision),
        "date_precision": frozenset(DatePrecision),
        "date_role": frozenset(DateRole) | {""},
        "date_basis": frozenset(DateBasis),
        "status": frozenset(Status),
    }
)
