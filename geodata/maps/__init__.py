"""8b MAP: the event GeoDataFrame on a Folium map that the browser filters by itself."""

from geodata.maps.assets import DESK_SCRIPT, asset_directories, desk_script
from geodata.maps.columns import EventColumns, event_columns
from geodata.maps.details import details
from geodata.maps.found import found_places
from geodata.maps.map import desk_map, desk_update

__all__ = [
    "DESK_SCRIPT",
    "EventColumns",
    "asset_directories",
    "desk_map",
    "desk_script",
    "desk_update",
    "details",
    "event_columns",
    "found_places",
]
