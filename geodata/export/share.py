"""Events that are safe to share: no word of a report, no name of a source, no exact spot.

What stays is what a map needs: a place of the gazetteer, a point as coarse as its class, the days
and what they say. Everything that comes from a report, or leads to one, goes: its sentence and
other words, title, outlet, author, link, date, language, page and offsets, ids (made of its
content), reasons (they quote it), runners-up and the further columns of a table.

Points: a facility, a spot set by hand and a place of the user's own become the middle of a cell of
about one kilometre, without their name; a town, a division, a country keep the gazetteer's point.
Nothing becomes more exact. Events without a place, and rejected ones, stay at home: without the
words nothing of them is left to show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.model import PlacePrecision, Status
from geodata.schema import CRS, DTYPES, build_frame

__all__ = ["KEPT", "Leaving", "generalise", "is_general", "leaving"]

KEPT = (
    "event_id", "toponym", "place_name", "geonameid", "feature_code", "country_code", "country",
    "admin1", "place_precision", "date_start", "date_end", "date_precision", "date_role", "score",
    "status", "place_reason",
)  # fmt: skip
CELL_DEGREES = 0.01
_CELL_DECIMALS = 4
_SPOTS = (PlacePrecision.EXACT, PlacePrecision.FACILITY, PlacePrecision.UNKNOWN)
_ROUNDED, _AREA = "generalised: rounded to about 1 km", "generalised"
# What a column without its value holds.
_EMPTY: Mapping[str, Any] = MappingProxyType(
    {"str": "", "int64": 0, "Int64": None, "float64": 0.0, "datetime64[ms]": None}
)
_BLANKS = {"published_basis": "unknown", "candidates": "[]"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What a shared file will hold, to be shown before it is written.

    Attributes
    ----------
    events
        The generalised events.
    kept, dropped
        Names of columns that have values, and of those that are emptied.
    unplaced, rejected
        How many events stay at home, and why.
    example
        One row as it leaves.
    """

    events: gpd.GeoDataFrame
    kept: tuple[str, ...]
    dropped: tuple[str, ...]
    unplaced: int
    rejected: int
    example: Mapping[str, str]


def leaving(frame: gpd.GeoDataFrame) -> Leaving:
    """Generalise events and say exactly what leaves."""
    rejected = (frame["status"] == Status.REJECTED).to_numpy()
    unplaced = frame.geometry.isna().to_numpy() & ~rejected
    events = generalise(frame)
    example: dict[str, str] = {}
    if len(events):
        row = events.iloc[0]
        example = {name: _shown(row[name]) for name in KEPT}
        example |= {"longitude": f"{row.geometry.x:g}", "latitude": f"{row.geometry.y:g}"}
    return Leaving(
        events=events,
        kept=(*KEPT, "longitude", "latitude"),
        dropped=tuple(name for name in DTYPES if name not in KEPT),
        unplaced=int(unplaced.sum()),
        rejected=int(rejected.sum()),
        example=example,
    )


def _shown(value: Any) -> str:  # noqa: ANN401 - what a row holds
    if pd.isna(value):
        return ""
    return str(value.date()) if isinstance(value, pd.Timestamp) else str(value)


def generalise(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return an event GeoDataFrame that is safe to share; the module's docstring has the rules."""
    kept = frame[frame.geometry.notna() & (frame["status"] != Status.REJECTED)]
    spots = _spots(kept)
    x, y = kept.geometry.x.to_numpy(), kept.geometry.y.to_numpy()
    cell_x, cell_y = _cells(x, y)
    columns: dict[str, Any] = {
        name: [_BLANKS.get(name, _EMPTY[dtype])] * len(kept) for name, dtype in DTYPES.items()
    }
    for name in KEPT:
        columns[name] = kept[name].to_numpy(dtype=object)
    area = np.where(kept["admin1"] != "", kept["admin1"], kept["country"]).astype(object)
    about = [f"about {lat:.2f}, {lon:.2f}" for lon, lat in zip(cell_x, cell_y, strict=True)]
    place = np.where(spots, np.where(area == "", about, area), kept["place_name"]).astype(object)
    columns |= {
        "toponym": place,
        "place_name": place,
        "geonameid": np.where(spots, None, columns["geonameid"]),
        "feature_code": np.where(spots, "", columns["feature_code"]),
        "place_precision": np.where(
            spots, str(PlacePrecision.POPULATED_PLACE), columns["place_precision"]
        ),
        "place_reason": np.where(spots, _ROUNDED, _AREA),
        "longitude": np.where(spots, cell_x, x),
        "latitude": np.where(spots, cell_y, y),
        "score": kept["score"].to_numpy().round(2),
        "date_start": kept["date_start"].to_numpy(),
        "date_end": kept["date_end"].to_numpy(),
    }
    return _numbered(build_frame(columns))


def is_general(frame: gpd.GeoDataFrame) -> bool:
    """Say whether nothing is left of what `generalise` takes away."""
    marked = frame["place_reason"].isin([_ROUNDED, _AREA]).all()
    emptied = all(
        frame[name].isin([_BLANKS.get(name, _EMPTY[dtype]), _EMPTY[dtype]]).all()
        if dtype in {"str", "int64"}
        else frame[name].isna().all()
        for name, dtype in DTYPES.items()
        if name not in KEPT
    )
    return bool(marked and emptied)


def _spots(frame: gpd.GeoDataFrame) -> npt.NDArray[np.bool_]:
    """Say of each event whether its point may be somebody's door."""
    precise = frame["place_precision"].isin([str(p) for p in _SPOTS])
    # Places by hand have no id, the user's own have one that is not GeoNames'.
    own = ~(frame["geonameid"] > 0).fillna(value=False).astype(bool)
    town = frame["place_precision"] == PlacePrecision.POPULATED_PLACE
    return np.asarray(precise | (own & town), dtype=bool)


def _cells(
    x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the middle of each point's cell: 1.1 km high and, at every latitude, as wide."""
    row = np.floor(y / CELL_DEGREES)
    middle = np.clip((row + 0.5) * CELL_DEGREES, -90, 90)
    width = CELL_DEGREES / np.maximum(np.cos(np.radians(middle)), 0.01)
    column = np.clip((np.floor(x / width) + 0.5) * width, -180, 180)
    return column.round(_CELL_DECIMALS), middle.round(_CELL_DECIMALS)


def _numbered(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sort by day and place and number anew: neither id nor order says which report it was."""
    order = events.assign(_x=events.geometry.x, _y=events.geometry.y).sort_values(
        ["date_end", "date_start", "country", "place_name", "_y", "_x", "date_role", "score"],
        kind="stable",
    )
    numbered = gpd.GeoDataFrame(events.loc[order.index].reset_index(drop=True), crs=CRS)
    ids = [f"shared-{number:07d}" for number in range(1, len(numbered) + 1)]
    numbered["event_id"] = pd.Series(ids, dtype="str")
    return numbered
