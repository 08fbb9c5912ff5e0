"""Step 8a: the events into files that other programs open.

Every file is written aside, in the folder where it will be, read back by something that did not
write it, counted, and only then put in place: whatever fails, an older file stays as it was.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError

from pyarrow import ArrowException

from geodata.errors import ExportError
from geodata.export.content import About, Content, Events
from geodata.export.formats import FORMATS, Format
from geodata.export.geojson import dumps_geojson
from geodata.export.presets import PRESETS, Preset, for_program
from geodata.export.share import Leaving, generalise, is_general, leaving
from geodata.export.sources import readings_tables, reports_tables
from geodata.model import Reading
from geodata.query import EventQuery
from geodata.schema import EventParts, validate

if TYPE_CHECKING:
    from geodata.store import ReportSummary

__all__ = [
    "FORMATS",
    "PRESETS",
    "About",
    "Content",
    "Format",
    "Leaving",
    "Preset",
    "dumps_geojson",
    "for_program",
    "generalise",
    "leaving",
    "suffixes",
    "write",
]


def suffixes(formats: Mapping[str, Format] = FORMATS) -> tuple[str, ...]:
    """Return the suffixes that `write` knows."""
    return tuple(formats)


def write(  # noqa: PLR0913 - all but two by name, and optional
    frame: Events,
    path: str | os.PathLike[str],
    *,
    about: About | None = None,
    reports: Iterable[ReportSummary] | None = None,
    readings: Iterable[Reading] | None = None,
    formats: Mapping[str, Format] = FORMATS,
) -> int:
    """Write events in the format that the suffix of `path` names.

    Parameters
    ----------
    frame
        An event GeoDataFrame; or its parts (`Store.event_parts`) in little memory, for all formats
        but those that are `Format.whole`.
    about
        What the file says of itself: title, filter, language, whether it is generalised.
    reports, readings
        What `Store.each_report` and `each_reading` give, for formats with room for tables of their
        own (`Format.tables`); others leave them untouched. Under a filter, only the reports that
        have events in the file. A generalised file holds neither.
    formats
        Known formats by suffix; add one with ``{**FORMATS, ".xyz": Format(...)}``, or take a
        program's: ``for_program("kepler").formats``.

    Returns
    -------
    int
        How many events the file holds, as counted in the file.

    Raises
    ------
    ExportError
        The suffix is unknown, or the file could not be written whole; an older file at `path`
        is left as it was.
    SchemaError
        The frame is no event GeoDataFrame.
    """
    target = Path(path)
    chosen = formats.get(target.suffix.lower())
    if chosen is None:
        raise ExportError(
            f"{target.name}: no format has the suffix {target.suffix!r}; "
            f"name the file with one of {', '.join(formats)}"
        )
    if isinstance(frame, EventParts):
        frame = frame.watched(validate)
    else:
        validate(frame)
    further = (reports, readings) if chosen.tables else (None, None)
    content = _content(frame, about or About(), *further)
    return _written(content, chosen, target)


def _written(content: Content, chosen: Format, target: Path) -> int:
    """Write aside, read back, count, and put in place."""
    with _aside(target) as aside:
        chosen.write(content, aside)
        count = _counted(content, chosen.count(aside), target)
        _sync(aside)
        aside.replace(target)
    return count


def _counted(content: Content, found: tuple[int, int], target: Path) -> int:
    expected = (content.facts.events, content.facts.placed)
    if found != expected:
        raise ExportError(
            f"{target}: of {expected[0]} events ({expected[1]} placed) only {found[0]} "
            f"({found[1]} placed) could be read back; is the disk full?"
        )
    return found[0]


def _content(
    frame: Events,
    about: About,
    reports: Iterable[ReportSummary] | None,
    readings: Iterable[Reading] | None,
) -> Content:
    if about.generalised:
        if isinstance(frame, EventParts) or not is_general(frame):
            raise ExportError(
                "these events are not generalised; pass them through geodata.export.generalise "
                "before they are called safe to share"
            )
        return Content(events=frame, about=about)
    whole = about.query is None or about.query == EventQuery.everything()
    content = Content(events=frame, about=about)
    chosen = None if whole or reports is None else content.facts.reports
    return replace(
        content,
        reports=None if reports is None else reports_tables(reports, chosen),
        readings=None if readings is None or not whole else readings_tables(readings),
    )


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """Give a free path beside the target, for its owner alone; nothing stays there."""
    try:
        with tempfile.TemporaryDirectory(prefix=".dateline-", dir=target.parent) as folder:
            yield Path(folder) / target.name
    except ExportError:
        raise
    # GDAL's errors are RuntimeErrors; a broken XML file is an ExpatError.
    except (OSError, RuntimeError, ArrowException, ExpatError) as error:
        raise ExportError(
            f"{target} could not be written ({error}); check the folder and the room on the disk"
        ) from error


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
