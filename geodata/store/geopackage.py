"""The little of GeoPackage's binary form that a store of points needs.

Method: OGC 12-128r18, clause 2.1.3 (GeoPackageBinaryHeader without envelope, then ISO WKB).
"""

from __future__ import annotations

import struct

__all__ = ["APPLICATION_ID", "point_blob"]

APPLICATION_ID = 0x47504B47  # "GPKG"

# magic, version, flags (little-endian, no envelope), srs_id; byte order, type Point, x, y
_POINT = struct.Struct("<2sBBi BI dd")


def point_blob(longitude: float | None, latitude: float | None) -> bytes | None:
    """Return a point in EPSG:4326 as a GeoPackage geometry; None for an event without a place."""
    if longitude is None or latitude is None:
        return None
    return _POINT.pack(b"GP", 0, 1, 4326, 1, 1, longitude, latitude)
