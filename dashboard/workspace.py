"""What all sessions of one server share: the store, the geoparser, and the events as columns.

The server opens the workspace before the first page; the page finds it by `current`.
"""

from __future__ import annotations

import gzip
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from geopandas import GeoDataFrame

from geodata.maps import EventColumns, event_columns
from geodata.pipeline import Geoparser
from geodata.query import EventQuery
from geodata.settings import Settings
from geodata.store import Store, open_store

__all__ = ["Feed", "Workspace", "current", "start"]

Progress = Callable[[str, float], None]

_FEEDS_KEPT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """All events at one revision of the store: the table, and the same as compact columns.

    `payload` is the gzipped binary that the map downloads; `columns.event_ids` is its order.
    """

    revision: int
    frame: GeoDataFrame
    columns: EventColumns
    payload: bytes


class Workspace:
    """One store and one geoparser for all sessions of this process.

    Parameters
    ----------
    settings
        Where the store and the compiled gazetteer are.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store: Store = open_store(settings.store_url)
        # Our routes are not behind Streamlit's session: nobody can guess their path.
        self.token = secrets.token_urlsafe(18)
        self._lock = threading.Lock()
        self._geoparser: Geoparser | None = None
        self._feeds: OrderedDict[int, Feed] = OrderedDict()

    def geoparser(self, progress: Progress | None = None) -> Geoparser:
        """Return the geoparser; the first caller waits while it is opened."""
        with self._lock:
            if self._geoparser is None:
                self._geoparser = Geoparser.open(self.settings, progress=progress)
            return self._geoparser

    def feed(self, revision: int | None = None) -> Feed | None:
        """Return the events as they are now, or as they were at a recent revision.

        A page that was drawn a moment ago may still ask for the revision before: the last few
        are kept. None means that it is too old; the page will ask for the newest.
        """
        with self._lock:
            if revision is not None:
                return self._feeds.get(revision) or self._newest(only=revision)
            return self._newest()

    def _newest(self, only: int | None = None) -> Feed | None:
        now = self.store.revision()
        if only not in {None, now}:
            return None
        if now not in self._feeds:
            self._feeds[now] = _feed(self.store, now)
            while len(self._feeds) > _FEEDS_KEPT:
                self._feeds.popitem(last=False)
        return self._feeds[now]


def _feed(store: Store, revision: int) -> Feed:
    frame = store.events(EventQuery.everything())
    columns = event_columns(frame)
    return Feed(
        revision=revision,
        frame=frame,
        columns=columns,
        payload=gzip.compress(columns.to_bytes(), compresslevel=6, mtime=0),
    )


_current: list[Workspace] = []


def start(settings: Settings) -> Workspace:
    """Open the workspace of this process, once."""
    if not _current:
        _current.append(Workspace(settings))
    return _current[0]


def current() -> Workspace | None:
    """Return the workspace, or None when the page was started without `dateline serve`."""
    return _current[0] if _current else None
