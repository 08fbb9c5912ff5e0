"""The event GeoDataFrame: the public table of columns, how it is built, and its one validator.

One row is one event: a place name in a report with the place and the date that belong to it.
The frame is a `geopandas.GeoDataFrame` in EPSG:4326 whose geometry is a Point (longitude,
latitude; 7 decimals) or null for an event without a place. Columns come in this order:

================  ================  ============================================================
column            dtype             meaning
================  ================  ============================================================
event_id          str               content id; unique; survives edits elsewhere in the report
report_id         str               content id of the report
report_title      str               the report's title
source            str               the outlet
author            str               who wrote the report
url               str               the report's link
language          str               the report's language, ISO 639-1 ("en")
published         datetime64[ms]    the report's own day, or NaT
published_basis   str               where that day comes from (`PublishedBasis`)
toponym           str               the name as it stands in the report
place_name        str               the gazetteer's name
geonameid         Int64             GeoNames' id, negative for other sources; null for unplaced
                                    events and for points set by hand
feature_code      str               GeoNames' feature code ("PPLC")
country_code      str               ISO 3166-1 alpha-2
country           str               the country's short English name
admin1            str               the first-order division's name
place_precision   str               what kind of area the point stands for (`PlacePrecision`)
date_start        datetime64[ms]    first day, inclusive; NaT is open or unknown
date_end          datetime64[ms]    last day, inclusive; NaT is open or unknown
date_alternative  str               the days if the figures of the date are read the other way
                                    round (3/4/2024): "2024-03-04/2024-03-04", ".." where open;
                                    "" where they can be read in one way alone
date_precision    str               how fine the span is (`DatePrecision`)
date_role         str               what the date says of the event (`DateRole`); "" without one
date_basis        str               the rule that dated it (`DateBasis`)
date_text         str               the date's words in the report
date_reason       str               how the words became days
sentence          str               the sentence that says so
char_start        int64             offset of the name in the report's text, in code points
char_end          int64             its end, exclusive
page              Int64             number of the page it stands on; null in a report without pages
score             float64           calibrated probability (0-1) that the place is right
status            str               who stands behind it (`Status`)
kind              str               what kind of event, from a table's own column; "" for text
place_reason      str               why this place, in plain words
candidates        str               the runners-up: a JSON array of objects with `geonameid`,
                                    `name`, `country_code`, `latitude`, `longitude`, `score`
                                    and `reason`, best first
extra             str               further columns of a source table: a JSON object, or ""
geometry          geometry          Point in EPSG:4326, or null
================  ================  ============================================================

An unknown text is the empty string, never null. Days are midnights without a zone; exports write
them as YYYY-MM-DD.
"""

from geodata.schema.build import (
    build_frame,
    candidates_json,
    empty_frame,
    event_row,
    events_frame,
)
from geodata.schema.columns import COLUMNS, COORDINATE_DECIMALS, CRS, DATE_COLUMNS, DTYPES
from geodata.schema.faults import validate
from geodata.schema.parts import EventParts, Facts

__all__ = [
    "COLUMNS",
    "COORDINATE_DECIMALS",
    "CRS",
    "DATE_COLUMNS",
    "DTYPES",
    "EventParts",
    "Facts",
    "build_frame",
    "candidates_json",
    "empty_frame",
    "event_row",
    "events_frame",
    "validate",
]
