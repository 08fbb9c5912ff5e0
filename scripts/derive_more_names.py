"""Add names that our sources lack to rows of the other tables, and take out those that mislead.

Run last, without ``--packages``: it reads ``more_names.csv`` alone (regional names such as
"Херсонщина", spellings of the news, names of states in other languages; our own) and rewrites the
tables that hold the rows. Doing it twice changes nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pyarrow.parquet as pq

from scripts.derive_common import DATA, distinct

MORE = Path(__file__).with_name("more_names.csv")
LISTS = ("alternate_names", "abbreviations")


def read(path: Path = MORE) -> dict[int, tuple[list[str], set[str]]]:
    """Return the names to add and those to drop by GeoNames id."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            int(row["geonameid"]): (row["added"].split("|"), set(row["dropped"].split("|")))
            for row in csv.DictReader(lines)
        }


def amended(
    record: Mapping[str, str | int], added: list[str], dropped: set[str]
) -> dict[str, str | int]:
    """Return a row with the names added behind its own and the others taken out."""
    new = dict(record)
    for column in LISTS:
        more = added if column == "alternate_names" else []
        names = distinct([*str(record[column]).split("\n"), *more], without=dropped)
        new[column] = "\n".join(names)
    return new


def main() -> None:
    """Rewrite every table that holds one of the rows."""
    changes = read()
    for path in sorted(DATA.glob("*.parquet")):
        table = pq.read_table(path)
        if changes.keys().isdisjoint(table["geonameid"].to_pylist()):
            continue
        rows = [
            amended(r, *changes[r["geonameid"]]) if r["geonameid"] in changes else r
            for r in table.to_pylist()
        ]
        new = table.from_pylist(rows, schema=table.schema)
        if new != table:
            pq.write_table(new, path, compression="zstd", compression_level=19)
            print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
