"""Names to candidates: the places that a name may mean, from one compiled index.

`geodata.gazetteer.geocoder` offers the same to whatever takes a geopy geocoder.
"""

from geodata.gazetteer.base import Gazetteer, GazetteerInfo
from geodata.gazetteer.index import SqliteGazetteer
from geodata.gazetteer.names import fold
from geodata.gazetteer.opening import open_gazetteer
from geodata.gazetteer.own import AddedPlaces, add_places

__all__ = [
    "AddedPlaces",
    "Gazetteer",
    "GazetteerInfo",
    "SqliteGazetteer",
    "add_places",
    "fold",
    "open_gazetteer",
]
