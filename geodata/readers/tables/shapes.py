"""Geometries of GIS files as text: WGS 84 degrees in well-known text, whatever they came in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.errors import ShapelyError

from geodata.errors import ReadError

__all__ = ["Transform", "texts_of_wkb", "to_degrees", "wkt_of"]

Transform = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]
_DEGREES = ("OGC:CRS84", "EPSG:4326", "CRS84")


def to_degrees(crs: object, *, name: str) -> Transform | None:
    """Return what turns coordinates of a reference system into degrees; None if they are.

    Raises
    ------
    ReadError
        For a system that nobody knows.
    """
    if not crs or (isinstance(crs, str) and crs.upper().endswith(_DEGREES)):
        return None
    import pyproj
    from pyproj.exceptions import ProjError

    try:
        system = pyproj.CRS.from_user_input(crs)
        if system.is_geographic and system.to_epsg() in {4326, 4979}:
            return None
        change = pyproj.Transformer.from_crs(system, "OGC:CRS84", always_xy=True)
    except (ProjError, TypeError, ValueError) as error:
        raise ReadError(
            f"{name}: its coordinate system is not known ({str(crs)[:60]}). Save it in WGS 84."
        ) from error

    def apply(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(change.transform(points[:, 0], points[:, 1]))

    return apply


def wkt_of(shape: Any, change: Transform | None) -> str:  # noqa: ANN401  # any of shapely's
    """Return a geometry as well-known text in degrees; an empty text for none."""
    if shape is None or shape.is_empty:
        return ""
    flat = shapely.force_2d(shape)
    if change is not None:
        flat = shapely.transform(flat, change)
    if flat.geom_type == "Point":
        return f"POINT ({flat.x!r} {flat.y!r})"
    return str(shapely.to_wkt(flat, rounding_precision=7))


def texts_of_wkb(blobs: Sequence[bytes | None], change: Transform | None) -> list[str]:
    """Return well-known text for each geometry in well-known binary; those broken are told of."""
    texts = []
    for blob in blobs:
        try:
            texts.append(wkt_of(shapely.from_wkb(blob) if blob else None, change))
        except (ShapelyError, ValueError, TypeError):
            texts.append("broken")
    return texts
