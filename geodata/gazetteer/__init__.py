"""Names to candidates: the places that a name may mean, from one compiled index."""

from geodata.gazetteer.base import Gazetteer, GazetteerInfo
from geodata.gazetteer.index import SqliteGazetteer, open_gazetteer
from geodata.gazetteer.names import fold

__all__ = ["Gazetteer", "GazetteerInfo", "SqliteGazetteer", "fold", "open_gazetteer"]
