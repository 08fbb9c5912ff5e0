"""Reading GeoNames' dump files as Arrow tables, in blocks of whole lines.

The formats are those of the dump's own readme: ``allCountries.zip`` or one country's file
(``SY.zip``, ``SY.txt``) with 19 columns, and ``alternateNamesV2.zip`` with 10.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv

from geodata.errors import GazetteerError
from geodata.gazetteer.tables import NAME_LISTS, PLACE_SCHEMA, kept_names, split_names

__all__ = [
    "NAME_COLUMNS",
    "PLACE_COLUMNS",
    "blocks",
    "column_count",
    "names_table",
    "places_table",
    "text_size",
]

PLACE_COLUMNS, NAME_COLUMNS = 19, 10
_PLACE_FIELDS = {
    "geonameid": 0, "name": 1, "alternate_names": 3, "latitude": 4, "longitude": 5,
    "feature_class": 6, "feature_code": 7, "country_code": 8, "admin1_code": 10, "admin2_code": 11,
    "population": 14,
}  # fmt: skip
_NAME_FIELDS = {"geonameid": 1, "language": 2, "name": 3}
# Codes and links that stand where a language should.
_NO_LANGUAGES = pa.array(
    ["link", "post", "iata", "icao", "faac", "wkdt", "unlc", "tcid", "phon", "piny"]
)
_IDS = {"geonameid": pa.int64()}
_NUMBERS = _IDS | {
    "latitude": pa.float64(), "longitude": pa.float64(), "population": pa.int64()
}  # fmt: skip
_PATTERNS = {pa.int64(): "^[0-9]{0,15}$", pa.float64(): r"^-?[0-9]{1,3}(\.[0-9]{0,15})?$"}
_BLOCK_BYTES = 16 << 20
_LONGEST_CODE = 4


def column_count(path: Path) -> int:
    """Return how many columns the file has.

    Raises
    ------
    GazetteerError
        If they are those of no dump.
    """
    with _opened(path) as file:
        columns = file.readline().count(b"\t") + 1
    if columns not in {PLACE_COLUMNS, NAME_COLUMNS}:
        raise GazetteerError(
            f"{path}: {columns} columns; a GeoNames dump of places has 19, one of alternate "
            "names (V2) 10"
        )
    return columns


def blocks(path: Path, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """Yield whole lines, many at a time, each time after the byte at which they end.

    Parameters
    ----------
    start
        The byte of the text, a line's first, to begin at.
    """
    with _opened(path) as file:
        file.seek(start)
        end = start
        while block := file.read(_BLOCK_BYTES):
            block += file.readline()
            end += len(block)
            yield end, block


def places_table(block: bytes, countries: Sequence[str]) -> pa.Table:
    """Return the places of some lines, by `PLACE_SCHEMA`; all countries when none is named.

    Lines with other columns, and those whose numbers are none, are left out.
    """
    try:
        table = _parsed(block, PLACE_COLUMNS, _PLACE_FIELDS, _NUMBERS)
    except pa.ArrowInvalid:
        table = _numbers_only(_parsed(block, PLACE_COLUMNS, _PLACE_FIELDS, {}))
    on_earth = [
        pc.less_equal(pc.abs(table["latitude"]), 90.0),
        pc.less_equal(pc.abs(table["longitude"]), 180.0),
    ]
    kept = pc.and_(pc.is_valid(table["geonameid"]), pc.and_(*on_earth))
    if countries:
        kept = pc.and_(kept, pc.is_in(table["country_code"], pa.array(countries)))
    table = table.filter(kept).combine_chunks()
    columns = {name: table[name] for name in table.column_names}
    columns["population"] = pc.fill_null(table["population"], 0)
    columns["alternate_names"] = _written(_joined(table["alternate_names"]))
    for column in NAME_LISTS[1:]:
        columns[column] = pa.array([[]] * len(table), pa.list_(pa.string()))
    return pa.table([columns[name] for name in PLACE_SCHEMA.names], PLACE_SCHEMA.names).cast(
        PLACE_SCHEMA
    )


def _numbers_only(table: pa.Table) -> pa.Table:
    """Return the rows of text whose numbers are numbers, with those as numbers."""
    for column, kind in _NUMBERS.items():
        table = table.filter(pc.match_substring_regex(table[column], _PATTERNS[kind]))
        cells = pc.if_else(pc.equal(table[column], ""), "0", table[column])
        at = table.column_names.index(column)
        table = table.set_column(at, column, cells.cast(kind))
    return table


def names_table(block: bytes) -> pa.Table:
    """Return geonameid, language and name of the lines that hold a name."""
    try:
        table = _parsed(block, NAME_COLUMNS, _NAME_FIELDS, _IDS)
    except pa.ArrowInvalid:
        table = _parsed(block, NAME_COLUMNS, _NAME_FIELDS, {})
        table = table.filter(pc.match_substring_regex(table["geonameid"], "^[0-9]{1,15}$"))
        table = table.set_column(0, "geonameid", table["geonameid"].cast(pa.int64()))
    kept = pc.and_(pc.is_valid(table["geonameid"]), pc.not_equal(table["name"], ""))
    return table.filter(pc.and_not(kept, pc.is_in(table["language"], _NO_LANGUAGES)))


def _joined(column: pa.ChunkedArray) -> pa.Array:
    joined = column.combine_chunks()
    return joined.chunk(0) if isinstance(joined, pa.ChunkedArray) else joined


def _written(cells: pa.Array) -> pa.ListArray:
    """Return the names of each cell that people write: no romanisation, no airport code."""
    lists = split_names(cells, ",")
    names = lists.flatten()
    code = pc.and_(pc.utf8_is_upper(names), pc.less_equal(pc.utf8_length(names), _LONGEST_CODE))
    machine = pc.and_(pc.string_is_ascii(names), pc.or_(pc.utf8_is_lower(names), code))
    return kept_names(lists, pc.invert(machine))


def _parsed(
    block: bytes, width: int, fields: Mapping[str, int], numbers: Mapping[str, pa.DataType]
) -> pa.Table:
    """Return some columns of tab-separated lines; lines of other width are passed over.

    Raises
    ------
    pyarrow.ArrowInvalid
        If one of the numbers is none.
    """
    try:
        block.decode()
    except UnicodeDecodeError:
        block = block.decode("utf-8", "replace").encode()
    names = [str(at) for at in range(width)]
    table = pcsv.read_csv(
        pa.py_buffer(block),
        read_options=pcsv.ReadOptions(
            column_names=names, use_threads=False, block_size=len(block) + 1
        ),
        parse_options=pcsv.ParseOptions(
            delimiter="\t", quote_char=False, invalid_row_handler=lambda _: "skip"
        ),
        convert_options=pcsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string())
            | {str(fields[name]): kind for name, kind in numbers.items()},
            include_columns=[str(at) for at in fields.values()],
            strings_can_be_null=False,
            check_utf8=False,
        ),
    )
    return table.rename_columns(list(fields))


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """Open the text of a dump, inside its zip file or beside it."""
    try:
        if path.suffix.lower() != ".zip":
            with path.open("rb") as file:
                yield file
            return
        with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path)) as file:
            yield file
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise GazetteerError(f"{path}: cannot be read ({error})") from error


def _member(archive: zipfile.ZipFile, path: Path) -> str:
    """Return the member that holds the dump: the largest text that is no readme."""
    texts = [m for m in archive.infolist() if m.filename.lower().endswith(".txt")]
    texts = [m for m in texts if "readme" not in m.filename.lower()]
    if not texts:
        raise GazetteerError(f"{path}: holds no dump")
    return max(texts, key=lambda m: m.file_size).filename


def text_size(path: Path) -> int:
    """Return how many bytes of text the file holds."""
    if path.suffix.lower() != ".zip":
        return path.stat().st_size
    with zipfile.ZipFile(path) as archive:
        return archive.getinfo(_member(archive, path)).file_size
