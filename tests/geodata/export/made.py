"""Events for the tests of exports: every column filled, several kinds of place and date."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import geopandas as gpd

from geodata import schema

EXTRA = {"fatalities": 3, "note": "=1+1 <b>"}


def full_table() -> gpd.GeoDataFrame:
    """Return six events: a town, a prison, a hand-set point, a country, unplaced, rejected."""
    rows = [
        row(0, place="Tartus", precision="populated place", geonameid=163345),
        row(1, place="The Prison", precision="facility", geonameid=9, point=(36.32876, 33.66512)),
        row(2, place="Sednaya", precision="exact", geonameid=None, status="corrected"),
        row(3, place="Syria", precision="country", geonameid=16, start=None, role="reported-on"),
        row(4, place="", precision="", geonameid=None, point=None),
        row(5, place="Homs", precision="populated place", geonameid=5, status="rejected"),
    ]  # fmt: skip
    frame = schema.build_frame({name: [r[name] for r in rows] for name in rows[0]})
    schema.validate(frame)
    return frame


def row(  # noqa: PLR0913 - what the tests vary
    k: int,
    *,
    place: str,
    precision: str,
    geonameid: int | None,
    point: tuple[float, float] | None = (35.8865912, 34.8890212),
    start: dt.date | None = dt.date(2024, 12, 7),
    role: str = "event",
    status: str = "auto",
) -> dict[str, Any]:
    """Return one row; every text of the report says SECRET."""
    texts = {name: f"SECRET {name} {k}" for name, dtype in schema.DTYPES.items() if dtype == "str"}
    return texts | {
        "event_id": f"{k:016x}", "report_id": f"SECRET{k % 2}", "language": "qq",
        "published": dt.date(2024, 12, 9), "published_basis": "dateline",
        "url": f"https://secret.example/{k}",
        "place_name": place, "geonameid": geonameid, "feature_code": "PPL" if place else "",
        "country_code": "SY" if place else "", "country": "Syria" if place else "",
        "admin1": "Tartus" if place else "", "place_precision": precision,
        "date_start": start, "date_end": dt.date(2024, 12, 8), "date_precision": "range",
        "date_alternative": "2024-07-12/2024-07-12" if k == 0 else "",
        "date_role": role, "date_basis": "clause", "char_start": 4321, "char_end": 4327,
        "page": 77 if k % 2 else None, "score": 0.912345, "status": status,
        "candidates": json.dumps([{
            "geonameid": 1, "name": "SECRET candidate", "country_code": "SY", "latitude": 35.1,
            "longitude": 36.7, "score": 0.05, "reason": "SECRET reason"}]),
        "extra": json.dumps(EXTRA | {"who": "SECRET extra"}),
        "longitude": point and point[0], "latitude": point and point[1],
    }  # fmt: skip
