"""What the one-file map carries of each event: its details, its facets, and how its letters fold.

The browser has no gazetteer to ask how names are compared, so it gets what each letter that occurs
in the file becomes: a search in the file then finds what a search in the store finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata.folding import fold_char
from geodata.maps.columns import EventColumns
from geodata.maps.details import details
from geodata.maps.facets import EventFacets, event_facets
from geodata.query.terms import TEXT_COLUMNS
from geodata.reasons import reason_in
from geodata.schema import DTYPES

__all__ = ["ROWS_A_BLOCK", "carried_columns", "carried_facets", "carried_rows", "letters"]

ROWS_A_BLOCK, _ROWS_AT_ONCE = 200, 4000
# What a small file says of an event: enough for map, list and dates.
_SMALL = (
    "index", "event_kind", "toponym", "place_name", "admin1", "country", "country_code", "kind",
    "role", "status", "score", "when", "or_else", "lat", "lon",
)  # fmt: skip
_LEFT_EMPTY: dict[str, Any] = {
    "event_id": "", "sentence": "", "source": "", "report_title": "", "url": "", "published": None,
    "place_reason": "", "date_reason": "", "date_text": "", "candidates": [], "name_at": None,
    "date_at": None, "author": "", "language": "", "page": None, "extra": {}, "report_id": "",
}  # fmt: skip
_SMALL_COLUMNS = (
    "toponym", "place_name", "country", "admin1", "date_start", "date_end", "date_alternative",
    "date_precision", "date_role", "score", "status", "kind",
)  # fmt: skip
# Columns that no card shows but a download from within the file has.
_MORE = (
    "published_basis", "geonameid", "feature_code", "place_precision", "date_basis", "char_start",
    "char_end",
)  # fmt: skip
_NOT_IN_SMALL = frozenset({"source", "reports"})


def carried_columns(*, small: bool) -> list[str]:
    """Return the schema's columns that can be made from what the file carries."""
    return [name for name in DTYPES if not small or name in _SMALL_COLUMNS]


def carried_facets(frame: gpd.GeoDataFrame, columns: EventColumns, *, small: bool) -> EventFacets:
    """Return the facets; a small file names no report and no source."""
    return event_facets(frame, columns, left_out=_NOT_IN_SMALL if small else ())


def carried_rows(
    frame: gpd.GeoDataFrame, columns: EventColumns, *, small: bool, language: str = "en"
) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Yield numbered blocks of details, in the columns' order of events.

    In another language than English the reasons are there twice: as they are downloaded, and as
    ``said`` on the card.
    """
    for first in range(0, len(columns), _ROWS_AT_ONCE):
        last = min(first + _ROWS_AT_ONCE, len(columns))
        rows = details(frame, columns, range(first, last))
        if small:
            rows = [_LEFT_EMPTY | {name: row[name] for name in _SMALL} for row in rows]
        else:
            part = frame.iloc[columns.order[first:last]]
            rows = [row | {"more": more} for row, more in zip(rows, _more(part), strict=True)]
            if language != "en":
                rows = [_with_words(row, language) for row in rows]
        for at in range(0, len(rows), ROWS_A_BLOCK):
            yield (first + at) // ROWS_A_BLOCK, rows[at : at + ROWS_A_BLOCK]


def _with_words(row: dict[str, Any], language: str) -> dict[str, Any]:
    others = [
        other | {"said": {"reason": reason_in(language, other["reason"])}}
        for other in row["candidates"]
    ]
    said = {name: reason_in(language, row[name]) for name in ("place_reason", "date_reason")}
    return row | {"said": said, "candidates": others}


def _more(part: gpd.GeoDataFrame) -> Iterable[dict[str, Any]]:
    values = [
        [None if pd.isna(value) else value for value in part[name].tolist()] for name in _MORE
    ]
    return [dict(zip(_MORE, row, strict=True)) for row in zip(*values, strict=True)]


def letters(frame: gpd.GeoDataFrame, *, small: bool) -> Mapping[str, str]:
    """Return what each letter of the searched texts becomes when words are compared."""
    seen: set[str] = set()
    for name in TEXT_COLUMNS:
        if not small or name in _SMALL_COLUMNS:
            for text in frame[name].unique():
                seen.update(text)
    return {letter: fold_char(letter) for letter in sorted(seen)}
