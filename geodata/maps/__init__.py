"""8b MAP: the event GeoDataFrame on a Folium map that the browser filters by itself."""

from geodata.maps.assets import DESK_SCRIPT, asset_directories, desk_script
from geodata.maps.columns import EventColumns, event_columns
from geodata.maps.details import details, report_events
from geodata.maps.facets import EventFacets, event_facets
from geodata.maps.found import found_places, place_row
from geodata.maps.map import desk_map, desk_update
from geodata.maps.reading import indices_of_report, text_marks
from geodata.maps.tiles import online_tiles

__all__ = [
    "DESK_SCRIPT",
    "EventColumns",
    "EventFacets",
    "asset_directories",
    "desk_map",
    "desk_script",
    "desk_update",
    "details",
    "event_columns",
    "event_facets",
    "found_places",
    "indices_of_report",
    "online_tiles",
    "place_row",
    "report_events",
    "text_marks",
]
