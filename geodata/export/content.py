"""What goes into a file: the events, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import geopandas as gpd
import pandas as pd

from geodata.errors import ExportError
from geodata.query import EventQuery
from geodata.schema import EventParts, Facts

__all__ = ["About", "Content", "Events"]

Events: TypeAlias = gpd.GeoDataFrame | EventParts


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a file says of itself.

    Attributes
    ----------
    title
        Its name before a person; empty for one made of the countries and days.
    query
        The filter that chose the events; None for all there are.
    language
        Of titles and explanations; one of `geodata.messages.LANGUAGES`.
    generalised
        Whether the events were made safe to share (`geodata.export.share`).
    small
        Whether an HTML file leaves sentences and reasons out.
    state
        What an HTML file's map shows first, as `geodata.maps.desk_update` takes it.
    """

    title: str = ""
    query: EventQuery | None = None
    language: str = "en"
    generalised: bool = False
    small: bool = False
    state: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Content:
    """What one file holds.

    Attributes
    ----------
    events
        An event GeoDataFrame, or the parts of one, for formats that are written part by part.
    about
        What the file says of itself.
    reports, readings
        Tables as `geodata.export.sources` makes them, to be gone through once; None leaves them
        out of formats that could hold them.
    """

    events: Events
    about: About = field(default_factory=About)
    reports: Iterable[pd.DataFrame] | None = None
    readings: Iterable[pd.DataFrame] | None = None

    @cached_property
    def facts(self) -> Facts:
        """What is known of all events."""
        return Facts.of(self.events)

    @property
    def frame(self) -> gpd.GeoDataFrame:
        """The events as one frame, for formats that need all of them at once."""
        if isinstance(self.events, EventParts):
            raise ExportError("this format is not written part by part; pass a GeoDataFrame")
        return self.events
