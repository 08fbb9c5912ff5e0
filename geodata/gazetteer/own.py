"""The user's own places: added from files, kept in the data folder, found before all others."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from geodata.errors import PlacesFileError
from geodata.gazetteer.names import fold
from geodata.gazetteer.ownfiles import FoundPlace, read_places
from geodata.gazetteer.sources import Row
from geodata.model import Place, digest
from geodata.settings import Settings

__all__ = ["AddedPlaces", "add_places", "own_rows"]

_FILE = "places.csv"
_COLUMNS = (
    "name", "latitude", "longitude", "feature_class", "feature_code", "country_code",
    "admin1_code", "alternate_names",
)  # fmt: skip
Nearest = Callable[[float, float], Iterable[tuple[float, Place]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedPlaces:
    """What came of adding a file: places added, places now kept, rows left out and why."""

    added: int
    kept: int
    warnings: tuple[str, ...]


def add_places(path: Path, settings: Settings, *, nearest: Nearest | None = None) -> AddedPlaces:
    """Add the places of a CSV, GeoJSON or GeoPackage file to the user's own.

    A place with the name and point of one that is kept already replaces it.

    Parameters
    ----------
    path
        Names and points (areas stand at a point inside them). In a CSV the first row names the
        columns: name, latitude, longitude, and where known country_code, admin1_code,
        alternate_names (separated by ``|``), feature_code.
    settings
        Say where the data folder is; the places are kept there in ``places.csv``.
    nearest
        `SqliteGazetteer.nearest`: gives a place without country that of the nearest town.

    Raises
    ------
    PlacesFileError
        If the file, or the folder, cannot be used at all.
    """
    kept = {_identity(row): row for row in own_rows(settings)}
    before = len(kept)
    warnings: list[str] = []
    seen: dict[tuple[str, str], str] = {}
    for found in read_places(path):
        if isinstance(found, str):
            warnings.append(found)
            continue
        row = _row(found, nearest)
        identity = _identity(row)
        if identity in seen:
            warnings.append(f"{found.where}: {found.name}: the same place as {seen[identity]}")
        else:
            seen[identity] = found.where
            kept[identity] = row
    _write(settings.data_dir / _FILE, kept.values())
    return AddedPlaces(added=len(kept) - before, kept=len(kept), warnings=tuple(warnings))


def own_rows(settings: Settings) -> tuple[Row, ...]:
    """Return the user's own places, in the order in which they were added.

    Raises
    ------
    PlacesFileError
        If the file that keeps them is damaged.
    """
    path = settings.data_dir / _FILE
    if not path.exists():
        return ()
    rows = []
    for found in read_places(path):
        if isinstance(found, str):
            raise PlacesFileError(f"{path}: {found}; mend the row or delete it")
        rows.append(_row(found, None))
    return tuple(rows)


def _identity(row: Row) -> tuple[str, str]:
    return fold(row.name), f"{row.latitude:.3f} {row.longitude:.3f}"


def _row(found: FoundPlace, nearest: Nearest | None) -> Row:
    country, admin1 = found.country_code.upper(), found.admin1_code
    if not country and nearest:
        for _, town in nearest(found.latitude, found.longitude):
            country, admin1 = town.country_code, town.admin1_code
    identity = digest("own", fold(found.name), f"{found.latitude:.3f} {found.longitude:.3f}")
    code = found.feature_code.upper()
    return Row(
        geonameid=-int(identity[:12], 16) - 1,
        name=found.name,
        latitude=found.latitude,
        longitude=found.longitude,
        feature_class="S" if not code else _CLASSES.get(code[:3], "S"),
        feature_code=code,
        country_code=country if len(country) == 2 else "",
        admin1_code=admin1,
        alternate_names=[n.strip() for n in found.alternate_names.split("|") if n.strip()],
    )


_CLASSES = {"PPL": "P", "ADM": "A", "PCL": "A", "STM": "H", "RGN": "L", "MT": "T", "ISL": "T"}


def _write(path: Path, rows: Iterable[Row]) -> None:
    """Write the file aside and put it in place whole."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(_COLUMNS)
            for row in rows:
                record = row._asdict() | {"alternate_names": "|".join(row.alternate_names)}
                writer.writerow([record[column] for column in _COLUMNS])
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise PlacesFileError(
            f"{path}: your places cannot be kept there ({error.strerror}); set DATELINE_DATA_DIR "
            "to a folder that can be written"
        ) from error
