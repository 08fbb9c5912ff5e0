"""The user's own places: three formats, every fault told with its row, the rest used."""

import json
import sqlite3
import struct
from dataclasses import replace

import geopandas
import pytest
from shapely.geometry import Point, Polygon

from geodata.errors import GazetteerError, PlacesFileError
from geodata.gazetteer import add_places, open_gazetteer
from geodata.gazetteer.index import SqliteGazetteer
from geodata.gazetteer.opening import DUMP_INDEX
from geodata.gazetteer.own import own_rows
from geodata.model import Match

AREA = [[36, 34], [37, 34], [37, 35], [36, 34]]


@pytest.fixture
def home(settings, small, tmp_path):
    """Settings whose gazetteer is the small one."""
    settings.data_dir.mkdir(parents=True)
    (settings.data_dir / DUMP_INDEX).write_bytes((tmp_path / "small.sqlite").read_bytes())
    return settings


def csv_file(tmp_path, text, name="mine.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_own_places_come_before_all_others(home, tmp_path):
    path = csv_file(
        tmp_path,
        "Name,Lat,Lon,Country,alternate_names\n"
        "Damascus,33.4,36.2,SY,Our Damascus|دمشق\n"
        "Checkpoint 7,34.5,36.5,SY,\n",
    )
    added = add_places(path, home)
    assert (added.added, added.kept, added.warnings) == (2, 2, ())
    with open_gazetteer(home) as gazetteer:
        first, *others = gazetteer.lookup("Damascus")
        assert (first.match, first.place.latitude) == (Match.USER, 33.4)
        assert first.place.geonameid < 0
        assert gazetteer.place(first.place.geonameid) == first.place
        assert {c.match for c in others} == {Match.NAME, Match.ALTERNATE}
        assert gazetteer.lookup("our damascus")[0].place == first.place
        assert gazetteer.knows(["Checkpoint 7", "Checkpoint 8"]) == {"Checkpoint 7"}
        assert gazetteer.search("checkp")[0].match is Match.USER
        assert gazetteer.variants("Chekpoint 7", ["SY"])[0].name == "Checkpoint 7"
        assert gazetteer.info().sources["your own places"] == 2


def test_the_same_file_twice_changes_nothing(home, tmp_path):
    path = csv_file(tmp_path, "name,latitude,longitude\nA Post,34.5,36.5\n")
    first = add_places(path, home)
    rows = own_rows(home)
    again = add_places(path, home)
    assert (first.added, again.added, again.kept) == (1, 0, 1)
    assert own_rows(home) == rows


def test_a_place_without_country_takes_that_of_the_nearest_town(home, small, tmp_path):
    path = csv_file(tmp_path, "name;latitude;longitude\nA Post;33,51;36,30\nAt Sea;0;0\n")
    add_places(path, home, nearest=small.nearest)
    post, sea = own_rows(home)
    assert (post.country_code, post.admin1_code) == ("SY", "13")
    assert (sea.country_code, sea.admin1_code) == ("", "")


def test_each_row_that_cannot_be_used_is_told_once(home, tmp_path):
    path = csv_file(
        tmp_path,
        "name,latitude,longitude\n"
        "Good,34,36\n"
        "Swapped,136.2,34.1\n"
        "None,NaN,36\n"
        "Void,999,999\n"
        "Metres,4012345,3612345\n"
        ",34,36\n"
        "Words,north,36\n"
        "Good,34.0001,36\n"
        "\n"
        "Short,34\n",
    )
    added = add_places(path, home)
    assert added.added == 1
    assert len(added.warnings) == 8
    told = "\n".join(added.warnings)
    for part in (
        "row 3: Swapped: latitude 136.2, longitude 34.1: are latitude and longitude swapped?",
        "row 4: None: latitude nan, longitude 36 is no point",
        "row 5: Void: latitude 999, longitude 999 is not on Earth",
        "row 6: Metres: latitude 4.01234e+06",
        "not degrees",
        "row 7: no name",
        "row 8: latitude 'north' is no number",
        "row 9: Good: the same place as row 2",
        "row 11: longitude '' is no number",
    ):
        assert part in told


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.csv", "place,lat\nX,1\n", "no column longitude"),
        ("a.csv", "", "empty"),
        ("a.csv", "\n\n", "no column name"),
        ("a.geojson", "{", "no GeoJSON"),
        ("a.geojson", "[]", "no GeoJSON"),
        ("a.geojson", "<OGRVRTDataSource></OGRVRTDataSource>", "no GeoJSON"),
        ("a.geojson", "[" * 100_000, "no GeoJSON"),
        ("a.gpkg", "no database", "no GeoPackage"),
        ("a.shp", "x", "not a kind of file"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_keeps_the_old(home, tmp_path, name, text, says):
    add_places(csv_file(tmp_path, "name,lat,lon\nA Post,34.5,36.5\n", "old.csv"), home)
    with pytest.raises(PlacesFileError, match=says):
        add_places(csv_file(tmp_path, text, name), home)
    assert len(own_rows(home)) == 1


def test_other_encodings_and_missing_files_say_so(home, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("name,lat,lon\nMünchen,48,11\n".encode("utf-16"))
    with pytest.raises(PlacesFileError, match="UTF-8"):
        add_places(path, home)
    with pytest.raises(PlacesFileError, match="cannot be read"):
        add_places(tmp_path / "none.csv", home)


def test_geojson_points_areas_and_broken_features(home, tmp_path):
    features = [
        {"type": "Feature", "properties": {"name": "Point"},
         "geometry": {"type": "Point", "coordinates": [36.5, 34.5]}},
        {"type": "Feature", "properties": {"NAME": "Area", "cc": "sy"},
         "geometry": {"type": "Polygon", "coordinates": [AREA]}},
        {"type": "Feature", "properties": {"name": "Nowhere"}, "geometry": None},
        {"type": "Feature", "properties": None,
         "geometry": {"type": "Point", "coordinates": [36, 34]}},
        {"type": "Feature", "properties": {"name": "Odd"},
         "geometry": {"type": "Point", "coordinates": ["a", {}]}},
        17,
    ]  # fmt: skip
    path = csv_file(tmp_path, json.dumps({"type": "FeatureCollection", "features": features}),
                    "a.geojson")  # fmt: skip
    added = add_places(path, home)
    assert [r.name for r in own_rows(home)] == ["Point", "Area"]
    assert own_rows(home)[1].country_code == "SY"
    assert len(added.warnings) == 4
    assert all(
        w.startswith(f"feature {n}:") for n, w in zip((3, 4, 5, 6), added.warnings, strict=True)
    )


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:32637"])
def test_geopackages_in_any_coordinate_system(home, tmp_path, crs):
    frame = geopandas.GeoDataFrame(
        {"name": ["A Post", "An Area", ""], "country_code": ["SY", None, "SY"]},
        geometry=[Point(36.5, 34.5), Polygon([(36, 34), (37, 34), (37, 35)]), Point(36, 34)],
        crs="EPSG:4326",
    )
    path = tmp_path / "mine.gpkg"
    frame.to_crs(crs).to_file(path, layer="my places", driver="GPKG")
    added = add_places(path, home)
    post, area = own_rows(home)
    assert (post.name, round(post.latitude, 4), round(post.longitude, 4)) == ("A Post", 34.5, 36.5)
    assert area.name == "An Area"
    assert added.warnings == ("my places 3: no name",)


def test_a_geopackage_with_broken_geometries(home, tmp_path):
    path = tmp_path / "mine.gpkg"
    geopandas.GeoDataFrame(
        {"name": list("ABC")}, geometry=[Point(36, 34)] * 3, crs="EPSG:4326"
    ).to_file(path, layer="p", driver="GPKG")
    with sqlite3.connect(path) as db:
        for (trigger,) in db.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger'"
        ).fetchall():
            db.execute(f'DROP TRIGGER "{trigger}"')
        db.execute("UPDATE p SET geom = ? WHERE fid = 1", (b"GP",))
        db.execute("UPDATE p SET geom = ? WHERE fid = 2", (b"GP\0\1" + struct.pack("<i", 4326),))
    db.close()
    added = add_places(path, home)
    assert [r.name for r in own_rows(home)] == ["C"]
    assert len(added.warnings) == 2


def test_a_damaged_file_of_ours_says_which_row(home):
    (home.data_dir / "places.csv").write_text("name,latitude,longitude\nX,north,1\n")
    with pytest.raises(GazetteerError, match=r"row 2.*mend the row"):
        open_gazetteer(home)


def test_a_folder_that_cannot_be_written_says_so(settings, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    path = csv_file(tmp_path, "name,lat,lon\nA Post,34.5,36.5\n")
    with pytest.raises(PlacesFileError, match="DATELINE_DATA_DIR"):
        add_places(path, replace(settings, data_dir=blocked))


def test_text_stays_text(home, tmp_path):
    add_places(csv_file(tmp_path, 'name,lat,lon\n"{{7*7}} ""<img>"", =1+1",34,36\n'), home)
    assert own_rows(home)[0].name == '{{7*7}} "<img>", =1+1'
    assert isinstance(open_gazetteer(home).lookup("{{7*7}} <img> =1+1")[0].place.name, str)


def test_the_small_gazetteer_is_the_one_in_use(home):
    with open_gazetteer(home) as gazetteer:
        assert isinstance(gazetteer, SqliteGazetteer)
        assert gazetteer.info().fingerprint == "few"
