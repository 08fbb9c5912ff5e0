"""Step 8a: the events into files that other programs open.

Every file is written aside, in the folder where it will be, read back by something that did not
write it, counted, and only then put in place: whatever fails, an older file stays as it was.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from xml.parsers.expat import ExpatError

import geopandas as gpd
from pyarrow import ArrowException

from geodata.errors import ExportError
from geodata.export.content import About, Content
from geodata.export.formats import FORMATS, Format
from geodata.export.geojson import dumps_geojson
from geodata.schema import validate

__all__ = ["FORMATS", "About", "Content", "Format", "dumps_geojson", "suffixes", "write"]


def suffixes(formats: Mapping[str, Format] = FORMATS) -> tuple[str, ...]:
    """Return the suffixes that `write` knows."""
    return tuple(formats)


def write(
    frame: gpd.GeoDataFrame,
    path: str | os.PathLike[str],
    *,
    about: About | None = None,
    formats: Mapping[str, Format] = FORMATS,
) -> int:
    """Write events in the format that the suffix of `path` names.

    Parameters
    ----------
    frame
        An event GeoDataFrame.
    about
        What the file says of itself: title, filter, language.
    formats
        Known formats by suffix; add one with ``{**FORMATS, ".xyz": Format(...)}``.

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
    validate(frame)
    content = Content(events=frame, about=about or About())
    with _aside(target) as aside:
        chosen.write(content, aside)
        found, expected = chosen.count(aside), (len(frame), int(frame.geometry.notna().sum()))
        if found != expected:
            raise ExportError(
                f"{target}: of {expected[0]} events ({expected[1]} placed) only {found[0]} "
                f"({found[1]} placed) could be read back; is the disk full?"
            )
        _sync(aside)
        aside.replace(target)
    return found[0]


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
