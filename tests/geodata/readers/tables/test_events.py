"""Tables of events: known data sets by their columns, any other by mapping; nothing left out."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import ReadError
from geodata.model import Event, Report
from geodata.pipeline import Geoparser
from geodata.readers import read_bytes
from geodata.readers.tables.coordinates import degrees, point_of_degrees
from tests.geodata.readers.tables.makers import Rows, csv_bytes, xlsx_bytes


def table(*lines: str) -> Rows:
    return [line.split("|") for line in lines]


UCDP = table(
    "id|type_of_violence|dyad_name|where_prec|where_coordinates|adm_1|country|latitude|"
    "longitude|date_prec|date_start|date_end|best",
    "1|1|A - B|1|Bria town|Haute-Kotto province|Central African Republic|6.54|21.98|1|"
    "2013-03-24 00:00:00.000|2013-03-24 00:00:00.000|3",
    "2|2|C - D|4|Ouham province|Ouham province|Central African Republic|6.9|17.5|4|"
    "2013-03-01|2013-03-31|",
    "3|3|E - Civilians|7|Gulf of Aden||Yemen (North Yemen)|12.0|48.0|2|2013-03-01|2013-03-04|1",
)
ACLED = table(
    "event_id_cnty|event_date|time_precision|event_type|sub_event_type|country|admin1|"
    "location|latitude|longitude|geo_precision|source|notes",
    "SYR1|08 December 2024|1|Battles|Armed clash|Syria|Homs|Homs|34.73|36.72|1|Outlet|"
    "On 8 December 2024, two groups clashed in Homs city.",
    "SYR2|11 December 2024|2|Protests|Peaceful protest|Syria|Hama|Hama|35.13|36.75|2|Outlet|"
    "Around 11 December, people gathered.",
    "SYR3|15 December 2024|3|Riots|Mob violence|Syria||Aleppo|36.2|37.16|3|Outlet|",
)


def read(rows: Rows, name: str = "t.csv") -> Report:
    (report,) = read_bytes(csv_bytes(rows), name=name)
    return report


def events(geoparser: Geoparser, report: Report) -> list[Event]:
    found = list(geoparser.geoparse(report).events)
    assert len(found) == len(report.given)
    for event in found:
        toponym = event.resolution.toponym
        assert report.text[toponym.start : toponym.end] == toponym.text
        end = event.sentence_start + len(event.sentence)
        assert report.text[event.sentence_start : end] == event.sentence
        assert event.sentence_start <= toponym.start < toponym.end <= end
    assert len({event.event_id for event in found}) == len(found)
    return found


def test_ucdp_is_known_by_its_columns(geoparser: Geoparser) -> None:
    report = read(UCDP)
    assert report.source == "UCDP GED"
    first, second, third = events(geoparser, report)
    place = first.resolution.place
    assert place is not None
    assert (place.name, place.country_code, place.latitude) == ("Bria town", "CF", 6.54)
    assert geoparser.gazetteer.admin1_name("CF", place.admin1_code) == "Haute-Kotto Prefecture"
    assert first.resolution.place_precision == "exact"
    assert first.resolution.reason == "as the table says: UCDP where_prec 1, the exact place"
    assert first.date_reason == "as the table says: UCDP date_prec 1, the exact day"
    assert (first.date.start, first.date.end) == (dt.date(2013, 3, 24),) * 2
    assert [e.resolution.place_precision for e in (second, third)] == ["admin1", "region"]
    assert [str(e.date.precision) for e in (first, second, third)] == ["day", "month", "range"]
    assert [e.kind for e in (first, second, third)] == [
        "state-based conflict",
        "non-state conflict",
        "one-sided violence",
    ]
    assert json.loads(first.extra)["best"] == "3"
    assert "best" not in json.loads(second.extra)
    assert (first.date_role, first.date_basis, first.resolution.score) == ("event", "table", 1.0)


def test_acled_is_known_by_its_columns(geoparser: Geoparser) -> None:
    first, second, third = events(geoparser, read(ACLED))
    assert first.sentence == "On 8 December 2024, two groups clashed in Homs city."
    assert first.resolution.toponym.text == "Homs"
    assert second.sentence == "Hama: Around 11 December, people gathered."
    assert [str(e.resolution.place_precision) for e in (first, second, third)] == [
        "populated place",
        "admin2",
        "admin1",
    ]
    assert second.date.precision == "week"
    assert (second.date.start, second.date.end) == (dt.date(2024, 12, 9), dt.date(2024, 12, 15))
    assert third.date.precision == "month"
    assert (third.date.start, third.date.end) == (dt.date(2024, 12, 1), dt.date(2024, 12, 31))
    assert [e.kind for e in (first, second, third)] == ["Battles", "Protests", "Riots"]
    assert json.loads(first.extra)["sub_event_type"] == "Armed clash"


def test_a_row_keeps_its_id_when_the_table_is_edited(geoparser: Geoparser) -> None:
    before = events(geoparser, read(ACLED))
    edited = [ACLED[0], ACLED[3], [*ACLED[1][:-1], "Rewritten, in Homs."]]
    after = events(geoparser, read(edited))
    assert after[0].event_id == before[2].event_id
    assert after[1].event_id == before[0].event_id


def test_gdelt_articles_are_dated_by_an_upper_bound(geoparser: Geoparser) -> None:
    rows = [
        ["article_id", "organizations", "locations", "timestamp", "longitude", "latitude"],
        ["a", "x", "Tijuana, Baja California, Mexico;Mexico", "20190201151500", "-117", "32.5"],
        ["b", "x", "Korea, Republic Of", "20190202151500", "127.5", "37"],
        ["c", "x", "", "20190203151500", "", ""],
    ]
    first, second, third = events(geoparser, read(rows))
    assert first.date_role == "reported-on"
    assert (first.date.start, first.date.end) == (None, dt.date(2019, 2, 1))
    assert first.resolution.place_precision == "populated place"
    assert first.resolution.place is not None
    assert first.resolution.place.country_code == "MX"
    assert second.resolution.place_precision == "country"
    assert third.resolution.place is None


def test_gdelt_events_have_no_names_of_columns(geoparser: Geoparser) -> None:
    cells = [""] * 61
    cells[:2] = ["410479387", "20150218"]
    cells[6], cells[28], cells[51], cells[52] = "POLICE", "14", "4", "Bamako, Mali (general), Mali"
    cells[56], cells[57], cells[60] = "12.65", "-8", "https://example.org/1"
    data = "\n".join(["\t".join(cells)] * 3).encode()
    (report,) = read_bytes(data, name="20150218.export.CSV")
    found = events(geoparser, report)
    assert (found[0].kind, found[0].date.start) == ("protest", dt.date(2015, 2, 18))
    place = found[0].resolution.place
    assert place is not None
    assert (place.latitude, place.longitude, place.country_code) == (12.65, -8.0, "ML")
    assert found[0].resolution.reason.startswith("as the table says: GDELT ActionGeo_Type 4")


def test_any_table_with_coordinates_by_its_columns(geoparser: Geoparser) -> None:
    rows = [
        ["Breitengrad", "Längengrad", "Ort", "Datum", "Art", "Tote"],
        ["33,5138", "36,2765", "Damaskus", "13.12.2024", "Beschuss", "4"],
    ]
    (report,) = read_bytes(csv_bytes(rows, separator=";"), name="t.csv")
    (event,) = events(geoparser, report)
    assert event.resolution.place is not None
    assert event.resolution.place.latitude == 33.5138
    assert (event.kind, event.date.start) == ("Beschuss", dt.date(2024, 12, 13))
    assert event.resolution.place_precision == ""
    assert json.loads(event.extra) == {
        "Ort": "Damaskus",
        "Datum": "13.12.2024",
        "Art": "Beschuss",
        "Tote": "4",
    }


def test_a_date_that_nothing_settles_keeps_both_readings(geoparser: Geoparser) -> None:
    rows = [["place", "lat", "lon", "date"], ["Gao", "16.2", "-0.05", "03/04/2024"]]
    report = read(rows)
    assert "may mean two days" in report.gaps[0]
    (event,) = events(geoparser, report)
    assert event.date_alternative is not None
    assert event.date.start == dt.date(2024, 3, 4)
    assert event.date_alternative.start == dt.date(2024, 4, 3)


def test_names_alone_are_looked_up_with_what_stands_beside_them(geoparser: Geoparser) -> None:
    rows = [
        ["place", "country", "date"],
        ["Tripoli", "Libya", "2024-12-08"],
        ["Tripoli", "Lebanon", "2024-12-08"],
        ["Xyzzyville", "Lebanon", "2024-12-08"],
    ]
    found = events(geoparser, read(rows))
    places = [event.resolution.place for event in found]
    assert [place.country_code if place else "" for place in places] == ["LY", "LB", ""]
    assert all(event.date.start == dt.date(2024, 12, 8) for event in found)


@pytest.mark.parametrize(
    ("latitude", "longitude", "said"),
    [
        ("95.2", "170", "latitude 95.2 is out of range"),
        ("10", "200", "longitude 200 is out of range"),
        ("120", "30", "look swapped"),
        ("0", "0.0", "0, 0"),
        ("nan", "3", "no finite numbers"),
        ("inf", "-inf", "no finite numbers"),
        ("1e400", "3", "no finite numbers"),
        ("north", "3", "north is no coordinate"),
        ("12", "", "an empty cell is no coordinate"),
    ],
)
def test_a_row_with_bad_coordinates_is_kept_without_a_place(
    geoparser: Geoparser, latitude: str, longitude: str, said: str
) -> None:
    rows = [["place", "lat", "lon", "date"], ["Gao", "16.2", "-0.05", "2024-12-07"]]
    rows += [["Gao", "16.2", "-0.05", "2024-12-08"], ["Homs", latitude, longitude, "2024-12-08"]]
    report = read(rows)
    (gap,) = report.gaps
    assert gap.startswith("row 4: ")
    assert said in gap
    *_, event = events(geoparser, report)
    assert event.resolution.place is None
    assert said in event.resolution.reason
    assert event.date.start == dt.date(2024, 12, 8)


def test_geojson_with_shapes_ids_and_another_system(geoparser: Geoparser) -> None:
    square = [[[36, 33], [37, 33], [37, 34], [36, 34], [36, 33]]]
    features = [
        {"type": "Feature", "id": 7, "geometry": {"type": "Point", "coordinates": [36.3, 33.5]}},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": square}},
        {"type": "Feature", "geometry": None, "properties": {"place": "Homs"}},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": ["x"]}},
        7,
    ]
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    (report,) = read_bytes(data, name="t.geojson")
    found = events(geoparser, report)
    assert [event.placed for event in found] == [True, True, True, False, False]
    assert found[1].resolution.place_precision == "region"
    assert report.gaps == ("feature 4: its shape cannot be read",)
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    point = {"type": "Point", "coordinates": [4007501.67, 3503549.84]}
    other = {"type": "FeatureCollection", "crs": crs, "features": [{"geometry": point}]}
    (report,) = read_bytes(json.dumps(other).encode(), name="t.geojson")
    assert report.given[0].longitude == pytest.approx(36.0, abs=1e-4)
    assert report.given[0].latitude == pytest.approx(30.0, abs=0.1)


def test_a_workbook_of_events_and_of_reports(geoparser: Geoparser) -> None:
    (report,) = read_bytes(xlsx_bytes(ACLED), name="acled.xlsx")
    assert [e.kind for e in events(geoparser, report)] == ["Battles", "Protests", "Riots"]


def test_kml_of_others(geoparser: Geoparser) -> None:
    kml = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><Placemark>
    <name>Attack</name><description><![CDATA[<b>Two</b> were hurt in Gao.]]></description>
    <TimeStamp><when>2024-12-08T10:00:00Z</when></TimeStamp>
    <ExtendedData><Data name="hurt"><value>2</value></Data></ExtendedData>
    <Point><coordinates>-0.05,16.2,0</coordinates></Point></Placemark>
    <Placemark><name>Line</name><LineString><coordinates>1,2 3,4</coordinates></LineString>
    </Placemark></Folder></Document></kml>"""
    (report,) = read_bytes(kml.encode(), name="t.kml")
    first, second = events(geoparser, report)
    assert first.resolution.place is not None
    assert first.resolution.place.longitude == -0.05
    assert first.date.start == dt.date(2024, 12, 8)
    assert "Two were hurt in Gao." in first.sentence
    assert second.resolution.place_precision == "region"
    bomb = '<!DOCTYPE kml [<!ENTITY a "b">]>' + kml
    with pytest.raises(ReadError, match="defines entities"):
        read_bytes(bomb.encode(), name="t.kml")


def test_degrees_in_many_forms() -> None:
    assert degrees("33.5") == degrees("33,5") == degrees("33.5°N") == degrees("33°30'N") == 33.5
    assert degrees("33° 30' 0\" S") == degrees("−33.5") == -33.5
    assert degrees("") is degrees("Gao") is None
    # A cell of blanks between digits took minutes, and hours when it was longer.
    blanks = " " * 100_000
    assert degrees(f"1{blanks}1{blanks}1{blanks}x") is degrees(f"-{blanks}x") is None
    assert degrees(f"{blanks}33.5 {blanks}N{blanks}") is None
    assert degrees(f"{blanks}33.5{blanks}") == 33.5


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_cells_are_a_point_or_a_reason(latitude: str, longitude: str) -> None:
    point = point_of_degrees(latitude, longitude)
    if point.latitude is None:
        assert point.why or not (latitude.strip() or longitude.strip())
    else:
        assert point.longitude is not None
        assert -90 <= point.latitude <= 90
        assert -180 <= point.longitude <= 180
