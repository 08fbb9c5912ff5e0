"""What the browser counts and filters events by: one integer code an event and facet.

The binary "DLF1" is the four letters, ``u32 E``, then for each facet its codes in the browser's
order of events: ``u32[E]`` where the facet has more than 65,535 values, else ``u16[E]``, each
column padded to four bytes. What a code stands for, and where its column starts, is in a JSON
object beside it: a list of values, each ``[value, words]``, most frequent first.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.maps.columns import EventColumns

__all__ = ["FACETS", "EventFacets", "event_facets"]

_Codes = npt.NDArray[np.uint32]
_Texts = tuple["pd.Series[Any]", "pd.Series[Any]"]


def _column(name: str, words: str = "") -> Callable[[gpd.GeoDataFrame], _Texts]:
    return lambda frame: (frame[name].astype(str), frame[words or name].astype(str))


def _division(frame: gpd.GeoDataFrame) -> _Texts:
    names = frame["admin1"].astype(str)
    keys = frame["country_code"].astype(str).str.cat(names, sep=":")
    return keys.where(names != "", ""), names


# The name in a link, and the values and words of each event.
FACETS: Mapping[str, Callable[[gpd.GeoDataFrame], _Texts]] = MappingProxyType(
    {
        "cc": _column("country_code", "country"),
        "div": _division,
        "source": _column("source"),
        "kind": _column("kind"),
        "written": _column("language"),
        "reports": _column("report_id", "report_title"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EventFacets:
    """The facets of one frame: by name, the values with their words and each event's code."""

    events: int
    values: Mapping[str, list[tuple[str, str]]]
    codes: Mapping[str, _Codes]

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object that goes with `to_bytes`."""
        at, facets = 8, []
        for name, values in self.values.items():
            wide = len(values) > 65_535
            facets.append({"name": name, "at": at, "wide": wide, "values": values})
            at += -(-self.events * (4 if wide else 2) // 4) * 4
        return {"events": self.events, "facets": facets}

    def to_bytes(self) -> bytes:
        """Return the binary "DLF1"."""
        parts = [b"DLF1", struct.pack("<I", self.events)]
        for name, values in self.values.items():
            column = self.codes[name].astype("<u4" if len(values) > 65_535 else "<u2").tobytes()
            parts.append(column + b"\0" * (-len(column) % 4))
        return b"".join(parts)


def event_facets(
    frame: gpd.GeoDataFrame, columns: EventColumns, *, left_out: Collection[str] = ()
) -> EventFacets:
    """Return the facets of an event GeoDataFrame.

    Parameters
    ----------
    frame
        The event GeoDataFrame that the columns were made of.
    columns
        `event_columns` of it, whose order the codes follow.
    left_out
        Names of `FACETS` that are not wanted.
    """
    values: dict[str, list[tuple[str, str]]] = {}
    codes: dict[str, _Codes] = {}
    for name, read in FACETS.items():
        if name in left_out:
            continue
        keys, words = read(frame)
        values[name], found = _coded(keys, words)
        codes[name] = found[columns.order]
    return EventFacets(events=len(columns), values=values, codes=codes)


def _coded(keys: pd.Series[Any], words: pd.Series[Any]) -> tuple[list[tuple[str, str]], _Codes]:
    """Return the distinct keys with their words, most frequent first, and each row's number."""
    found, distinct = pd.factorize(keys)
    often = np.bincount(found, minlength=len(distinct))
    order = np.argsort(-often, kind="stable")
    rank = np.empty(len(order), np.uint32)
    rank[order] = np.arange(len(order), dtype=np.uint32)
    _, first = np.unique(found, return_index=True)
    said = words.to_numpy()[first]
    return [(str(distinct[k]), str(said[k])) for k in order], rank[found]
