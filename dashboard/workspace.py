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
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from geopandas import GeoDataFrame

from dashboard.access import read_access
from dashboard.jobs import Intakes
from dashboard.passing import EventRows, Passing, PassingQueries
from dashboard.picking import Picks
from geodata.feedtokens import FeedTokens
from geodata.gazetteer import open_gazetteer
from geodata.maps import EventColumns, EventFacets, event_columns, event_facets
from geodata.model import Status
from geodata.query import EventQuery
from geodata.review import Review, review
from geodata.settings import Settings
from geodata.store import Store, open_store

if TYPE_CHECKING:
    from geodata.pipeline import Geoparser

__all__ = ["Feed", "Workspace", "current", "start"]

Progress = Callable[[str, float], None]

_FEEDS_KEPT = 4


@dataclass(frozen=True, kw_only=True)
class Feed:
    """All events at one revision of the store: the table, and the same as compact columns.

    What a person rejected is among them: the query leaves it out unless it is asked for.
    `payload` is the gzipped binary that the map downloads; `columns.event_ids` is its order.
    """

    revision: int
    frame: GeoDataFrame
    columns: EventColumns
    payload: bytes

    @cached_property
    def rows(self) -> EventRows:
        """The columns that filters read."""
        return EventRows(self.frame)

    @cached_property
    def unplaced(self) -> Passing:
        """What has no place, whatever the filter."""
        return Passing(events=self.rows, mask=~self.rows.placed)

    @cached_property
    def rejected(self) -> Passing:
        """What a person has rejected, whatever the filter."""
        return Passing(events=self.rows, mask=(self.rows["status"] == Status.REJECTED).to_numpy())

    @cached_property
    def facets(self) -> EventFacets:
        """The codes that the page counts by; made when they are first asked for."""
        return event_facets(self.frame, self.columns)

    @cached_property
    def review(self) -> Review:
        """What to look at; worked out when it is first asked for."""
        return review(self.frame)


class Workspace:
    """One store and one geoparser for all sessions of this process.

    Parameters
    ----------
    settings
        Where the store and the compiled gazetteer are.
    progress
        Told what is done, and the share done, while the gazetteer is compiled on first use.
    """

    def __init__(self, settings: Settings, *, progress: Progress | None = None) -> None:
        self.settings = settings
        self.access = read_access(settings.login_file) if settings.login_file else None
        self.gazetteer = open_gazetteer(settings, progress=progress)
        self.store: Store = open_store(
            settings.store_url,
            country_name=self.gazetteer.country_name,
            admin1_name=self.gazetteer.admin1_name,
        )
        # Our routes are not behind Streamlit's session: nobody can guess their path.
        self.token = secrets.token_urlsafe(18)
        # Two locks: opening the language model must not keep the map waiting.
        self.intakes = Intakes()
        self.picks = Picks()
        self.feeds = FeedTokens.beside(settings)
        self._lock, self._opening = threading.Lock(), threading.Lock()
        self._geoparser: Geoparser | None = None
        self._warm = False
        self._feeds: OrderedDict[int, Feed] = OrderedDict()
        self._passing = PassingQueries(self._holding)

    def geoparser(self) -> Geoparser:
        """Return the geoparser; the first caller waits while it is opened."""
        # Loaded on first need: the map of a store that is read already is shown sooner.
        from geodata.pipeline import Geoparser

        with self._opening:
            if self._geoparser is None:
                self._geoparser = Geoparser.open(self.settings, gazetteer=self.gazetteer)
            return self._geoparser

    def warm_up(self) -> None:
        """Load the language model in the background, once: a person is about to add a report."""
        if not self._warm:
            self._warm = True
            threading.Thread(target=self._read_a_sentence, daemon=True).start()

    def _read_a_sentence(self) -> None:
        self.geoparser().recogniser.recognise("A convoy reached Damascus on Sunday.")

    def feed(self) -> Feed:
        """Return the events as they are now."""
        now = self.store.revision()
        with self._lock:
            if now not in self._feeds:
                self._feeds[now] = _feed(self.store, now)
                while len(self._feeds) > _FEEDS_KEPT:
                    self._passing.forget(self._feeds.popitem(last=False)[0])
            return self._feeds[now]

    def passing(self, feed: Feed, query: EventQuery) -> Passing:
        """Return the rows of the feed's frame that pass; words as the store finds them."""
        return self._passing.of(feed.revision, feed.rows, query)

    def found(self, feed: Feed, words: str) -> npt.NDArray[np.bool_]:
        """Say of each row of the feed's frame whether it holds all the words."""
        return self._passing.words(feed.revision, feed.rows, words)

    def _holding(self, revision: int, events: EventRows, words: str) -> npt.NDArray[np.bool_]:
        held = self.store.holding(words, revision=revision)
        if held is None:
            return events.with_ids(self.store.search(words).event_ids)
        return held

    def feed_at(self, revision: int) -> Feed | None:
        """Return the events as they were at a recent revision; None if that is too old.

        A page that was drawn a moment ago may still ask for the revision before.
        """
        with self._lock:
            kept = self._feeds.get(revision)
        return kept or (self.feed() if revision == self.store.revision() else None)


def _feed(store: Store, revision: int) -> Feed:
    frame = store.frame()
    columns = event_columns(frame)
    return Feed(
        revision=revision,
        frame=frame,
        columns=columns,
        payload=gzip.compress(columns.to_bytes(), compresslevel=6, mtime=0),
    )


_current: list[Workspace] = []


def start(settings: Settings, *, progress: Progress | None = None) -> Workspace:
    """Open the workspace of this process, once; `progress` is told of the gazetteer's making."""
    if not _current:
        _current.append(Workspace(settings, progress=progress))
    return _current[0]


def current() -> Workspace | None:
    """Return the workspace, or None when the page was started without `dateline serve`."""
    return _current[0] if _current else None
