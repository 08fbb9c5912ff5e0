"""Building the index from a full GeoNames dump, streamed.

The formats are those of the dump's own readme: ``allCountries.zip`` or one country's file
(``SY.zip``, ``SY.txt``) with 19 columns, and ``alternateNamesV2.zip`` with 10. Our own tables
come first: their countries, divisions and regions carry more names and better points.
"""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from geodata.errors import GazetteerError
from geodata.gazetteer.build import SCHEMA_VERSION, Progress, build_index, told
from geodata.gazetteer.index import SqliteGazetteer
from geodata.gazetteer.opening import DUMP_INDEX, embedded_rows
from geodata.gazetteer.sources import Row, data_files, fingerprint
from geodata.settings import Settings

__all__ = ["build_from_dumps"]

_PLACE_COLUMNS, _NAME_COLUMNS = 19, 10
_BYTES_A_PLACE, _BYTES_A_NAME = 130, 45
# Codes and links that stand where a language should.
_NO_LANGUAGES = frozenset(
    {"link", "post", "iata", "icao", "faac", "wkdt", "unlc", "tcid", "phon", "piny"}
)
_ALTERNATE, _ABBREVIATION = 1, 2


def build_from_dumps(
    paths: Sequence[Path],
    settings: Settings,
    *,
    country_codes: Iterable[str] = (),
    progress: Progress | None = None,
) -> Path:
    """Build the index of our own tables and GeoNames dump files; it is used from then on.

    Parameters
    ----------
    paths
        Dump files, zipped or not, in any order; which is which their columns tell.
    settings
        Say where the data folder is, in which the index is put. Delete it there to go back.
    country_codes
        ISO 3166-1 alpha-2 codes of the countries to take from the dump; all when empty.
    progress
        Called with what is being done and the share done (0-1).

    Returns
    -------
    Path
        The finished index.

    Raises
    ------
    GazetteerError
        If a file is no GeoNames dump, or the index cannot be written.
    """
    countries = frozenset(code.upper() for code in country_codes)
    places = [p for p in paths if _columns(p) == _PLACE_COLUMNS]
    names = [p for p in paths if _columns(p) == _NAME_COLUMNS]
    if not places:
        raise GazetteerError("no dump of places was given: name allCountries.zip or SY.zip")
    target = settings.data_dir / DUMP_INDEX
    expected = sum(map(_size, places)) // _BYTES_A_PLACE
    rows = told(_rows(places, countries), "reading places", expected, progress)
    expected = sum(map(_size, names)) // _BYTES_A_NAME
    further_names = told(_further_names(names), "reading names", expected, progress)
    mark = fingerprint(paths, str(SCHEMA_VERSION), *sorted(countries))
    try:
        build_index(target, rows, fingerprint=mark, further_names=further_names)
    except (OSError, sqlite3.Error) as error:
        raise GazetteerError(f"{target}: the gazetteer cannot be built ({error})") from error
    with SqliteGazetteer(target) as built:
        built.info()
    return target


def _rows(places: Iterable[Path], countries: frozenset[str]) -> Iterator[tuple[str, Row]]:
    yield from embedded_rows(data_files())
    for path in places:
        for fields in _fields(path, _PLACE_COLUMNS):
            if not countries or fields[8] in countries:
                row = _row(fields)
                if row:
                    yield f"GeoNames {path.name}", row


def _row(fields: list[str]) -> Row | None:
    """Return a line of a dump as a row, or None where its numbers are none."""
    try:
        return Row(
            geonameid=int(fields[0]),
            name=fields[1],
            latitude=float(fields[4]),
            longitude=float(fields[5]),
            feature_class=fields[6],
            feature_code=fields[7],
            country_code=fields[8],
            admin1_code=fields[10],
            admin2_code=fields[11],
            population=int(fields[14] or 0),
            alternate_names=[n for n in fields[3].split(",") if _is_written(n)],
        )
    except ValueError:
        return None


def _is_written(name: str) -> bool:
    """Whether people write the name so: no machine romanisation, no airport code."""
    return bool(name) and not (
        name.isascii() and (name.islower() or (name.isupper() and len(name) <= 4))
    )


def _further_names(paths: Iterable[Path]) -> Iterator[tuple[int, int, str]]:
    for path in paths:
        for fields in _fields(path, _NAME_COLUMNS):
            if fields[2] not in _NO_LANGUAGES and fields[1].isdecimal() and fields[3]:
                kind = _ABBREVIATION if fields[2] == "abbr" else _ALTERNATE
                yield int(fields[1]), kind, fields[3]


def _fields(path: Path, columns: int) -> Iterator[list[str]]:
    with _lines(path) as lines:
        for line in lines:
            fields = line.rstrip("\r\n").split("\t")
            if len(fields) == columns:
                yield fields


def _columns(path: Path) -> int:
    """Return how many columns the file has.

    Raises
    ------
    GazetteerError
        If they are those of no dump.
    """
    with _lines(path) as lines:
        columns = lines.readline().count("\t") + 1
    if columns not in {_PLACE_COLUMNS, _NAME_COLUMNS}:
        raise GazetteerError(
            f"{path}: {columns} columns; a GeoNames dump of places has 19, one of alternate "
            "names (V2) 10"
        )
    return columns


@contextmanager
def _lines(path: Path) -> Iterator[IO[str]]:
    """Open the text of a dump, inside its zip file or beside it."""
    try:
        if path.suffix.lower() != ".zip":
            with path.open(encoding="utf-8", errors="replace", newline="\n") as lines:
                yield lines
            return
        with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path)) as raw:
            yield io.TextIOWrapper(raw, encoding="utf-8", errors="replace", newline="\n")
    except (OSError, zipfile.BadZipFile) as error:
        raise GazetteerError(f"{path}: cannot be read ({error})") from error


def _member(archive: zipfile.ZipFile, path: Path) -> str:
    """Return the member that holds the dump: the largest text that is no readme."""
    texts = [m for m in archive.infolist() if m.filename.lower().endswith(".txt")]
    texts = [m for m in texts if "readme" not in m.filename.lower()]
    if not texts:
        raise GazetteerError(f"{path}: holds no dump")
    return max(texts, key=lambda m: m.file_size).filename


def _size(path: Path) -> int:
    if path.suffix.lower() != ".zip":
        return path.stat().st_size
    with zipfile.ZipFile(path) as archive:
        return archive.getinfo(_member(archive, path)).file_size
