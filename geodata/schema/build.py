"""From records or whole columns to the event GeoDataFrame."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.model import Event, Report, RunnerUp
from geodata.schema.columns import COORDINATE_DECIMALS, CRS, DAYS, DTYPES

__all__ = ["build_frame", "candidates_json", "empty_frame", "event_row", "events_frame"]

_Column = Sequence[Any] | npt.NDArray[Any]


def _no_country(_country_code: str) -> str:
    return ""


def _no_admin1(_country_code: str, _admin1_code: str) -> str:
    return ""


def candidates_json(runners_up: Iterable[RunnerUp]) -> str:
    """Return the runners-up as the JSON text of the `candidates` column."""
    rows = [
        {
            "geonameid": r.place.geonameid,
            "name": r.place.name,
            "country_code": r.place.country_code,
            "latitude": round(r.place.latitude, COORDINATE_DECIMALS),
            "longitude": round(r.place.longitude, COORDINATE_DECIMALS),
            "score": round(r.score, 4),
            "reason": r.reason,
        }
        for r in runners_up
    ]
    return json.dumps(rows, ensure_ascii=False, allow_nan=False)


def event_row(
    report: Report,
    event: Event,
    *,
    country_name: Callable[[str], str] = _no_country,
    admin1_name: Callable[[str, str], str] = _no_admin1,
) -> dict[str, Any]:
    """Return one event as a mapping of the schema's columns.

    Instead of `geometry` it has `longitude` and `latitude` (degrees, or None for unplaced);
    days are `datetime.date` or None.
    """
    return {
        "event_id": event.event_id,
        "report_id": report.report_id,
        "report_title": report.title,
        "source": report.source,
        "author": report.author,
        "url": report.url,
        "language": report.language,
        "published": report.published,
        "published_basis": str(report.published_basis),
        **_place_columns(event, country_name, admin1_name),
        **_date_columns(event),
        "sentence": event.sentence,
        "char_start": event.resolution.toponym.start,
        "char_end": event.resolution.toponym.end,
        "page": report.page_at(event.resolution.toponym.start),
        "score": float(event.resolution.score),
        "status": str(event.status),
        "kind": event.kind,
        "place_reason": event.resolution.reason,
        "candidates": candidates_json(event.resolution.runners_up),
        "extra": event.extra,
    }


def _place_columns(
    event: Event,
    country_name: Callable[[str], str],
    admin1_name: Callable[[str, str], str],
) -> dict[str, Any]:
    place = event.resolution.place
    cc, a1 = (place.country_code, place.admin1_code) if place else ("", "")
    return {
        "toponym": event.resolution.toponym.text,
        "place_name": place.name if place else "",
        "geonameid": place.geonameid or None if place else None,
        "feature_code": place.feature_code if place else "",
        "country_code": cc,
        "country": country_name(cc) if cc else "",
        "admin1": admin1_name(cc, a1) if cc and a1 else "",
        "place_precision": str(event.resolution.place_precision),
        "longitude": round(float(place.longitude), COORDINATE_DECIMALS) if place else None,
        "latitude": round(float(place.latitude), COORDINATE_DECIMALS) if place else None,
    }


def _date_columns(event: Event) -> dict[str, Any]:
    return {
        "date_start": event.date.start,
        "date_end": event.date.end,
        "date_alternative": event.date_alternative.iso if event.date_alternative else "",
        "date_precision": str(event.date.precision),
        "date_role": str(event.date_role or ""),
        "date_basis": str(event.date_basis),
        "date_text": event.date_text,
        "date_reason": event.date_reason,
    }


def events_frame(
    rows: Iterable[tuple[Report, Event]],
    *,
    country_name: Callable[[str], str] = _no_country,
    admin1_name: Callable[[str, str], str] = _no_admin1,
) -> gpd.GeoDataFrame:
    """Build the event GeoDataFrame.

    Parameters
    ----------
    rows
        Each event with its report, in the order wanted.
    country_name
        From a country code to the country's name (a gazetteer's `country_name`).
    admin1_name
        From country and division code to the division's name (a gazetteer's `admin1_name`).
    """
    made = [
        event_row(report, event, country_name=country_name, admin1_name=admin1_name)
        for report, event in rows
    ]
    names = [*DTYPES, "longitude", "latitude"]
    return build_frame({name: [row[name] for row in made] for name in names})


def build_frame(columns: Mapping[str, _Column]) -> gpd.GeoDataFrame:
    """Build the GeoDataFrame from whole columns.

    Parameters
    ----------
    columns
        Every column of `DTYPES` (days as `datetime.date`, ISO text or None), and `longitude` and
        `latitude` in degrees, None or NaN for an event without a place.
    """
    data = {name: _series(columns[name], dtype) for name, dtype in DTYPES.items()}
    frame = pd.DataFrame(data, columns=list(DTYPES))
    return gpd.GeoDataFrame(
        frame, geometry=_points(columns["longitude"], columns["latitude"]), crs=CRS
    )


def _series(values: _Column, dtype: str) -> pd.Series[Any]:
    if dtype == DAYS:
        return pd.Series(np.asarray(values, dtype="datetime64[D]").astype(DAYS))
    if dtype == "str":
        values = np.asarray(values, dtype=object)
    series: pd.Series[Any] = pd.Series(values, dtype=cast("Any", dtype))
    return series


def _points(longitude: _Column, latitude: _Column) -> npt.NDArray[np.object_]:
    lon = np.round(np.asarray(longitude, dtype="float64"), COORDINATE_DECIMALS)
    lat = np.round(np.asarray(latitude, dtype="float64"), COORDINATE_DECIMALS)
    points = np.full(lon.shape, None, dtype=object)
    placed = ~(np.isnan(lon) | np.isnan(lat))
    points[placed] = shapely.points(lon[placed], lat[placed])
    return points


def empty_frame() -> gpd.GeoDataFrame:
    """Return the event GeoDataFrame without rows: all columns, dtypes and the CRS."""
    return build_frame({name: [] for name in (*DTYPES, "longitude", "latitude")})
