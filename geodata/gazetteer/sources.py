"""The tables that come with Dateline: which there are, what they say, and their fingerprint."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from geodata.model import digest

__all__ = ["Row", "data_files", "fingerprint", "read_regions"]

_WHOLE_BYTES = 1_000_000
_EDGE_BYTES = 8192


class Row(NamedTuple):
    """A place with every name that it goes by: the columns of our tables, in their order."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    feature_class: str
    feature_code: str
    country_code: str = ""
    admin1_code: str = ""
    admin2_code: str = ""
    population: int = 0
    alternate_names: Sequence[str] = ()
    abbreviations: Sequence[str] = ()
    demonyms: Sequence[str] = ()


def data_files() -> tuple[Path, ...]:
    """Return the tables of the package, in a fixed order."""
    folder = Path(str(resources.files("geodata.gazetteer") / "data"))
    found = [p for p in folder.iterdir() if p.suffix == ".parquet" or p.name == "regions.csv"]
    return tuple(sorted(found))


def fingerprint(files: Iterable[Path], *parts: str) -> str:
    """Return 16 hexadecimal digits that change with the content of the files.

    Of large files the size and both ends count: the end of a Parquet file holds the sizes and
    statistics of its columns, and reading all would cost more than opening the index.
    """
    h = hashlib.sha256("\x1f".join(parts).encode())
    for path in files:
        size = path.stat().st_size
        h.update(f"{path.name}:{size}".encode())
        with path.open("rb") as file:
            if size <= _WHOLE_BYTES:
                h.update(file.read())
            else:
                h.update(file.read(_EDGE_BYTES))
                file.seek(-_EDGE_BYTES, 2)
                h.update(file.read())
    return h.hexdigest()[:16]


def read_regions(path: Path) -> Iterator[Row]:
    """Yield the rows of ``regions.csv``."""
    with path.open(encoding="utf-8", newline="") as lines:
        for record in csv.DictReader(lines):
            yield _region(record)


def _split(names: str | None) -> list[str]:
    return [n.strip() for n in (names or "").split("|") if n.strip()]


def _region(record: dict[str, str]) -> Row:
    identity = digest("region", record["name"], record["country_code"] or "", record["latitude"])
    return Row(
        geonameid=-int(identity[:12], 16) - 1,
        name=record["name"],
        latitude=float(record["latitude"]),
        longitude=float(record["longitude"]),
        feature_class=record["feature_class"],
        feature_code=record["feature_code"],
        country_code=record["country_code"] or "",
        admin1_code=record["admin1_code"] or "",
        alternate_names=_split(record["alternate_names"]),
    )
