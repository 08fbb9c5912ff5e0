"""The gazetteer as a geopy geocoder, alone and under geopandas."""

import geopandas
import pytest
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import Geocoder
from shapely.geometry import Point

from geodata.gazetteer.geocoder import GazetteerGeocoder


@pytest.fixture
def geocoder(small):
    return GazetteerGeocoder(small)


def test_it_is_a_geopy_geocoder(geocoder):
    assert isinstance(geocoder, Geocoder)
    assert geocoder.timeout


def test_one_location_with_its_address_and_row(geocoder):
    found = geocoder.geocode("Syria")
    assert (found.latitude, found.longitude) == (35.0, 38.0)
    assert found.raw["geonameid"] == 163843
    assert geocoder.geocode("دمشق").address == "Damascus, Damascus Governorate, Syria"


def test_all_locations_limited_and_inside_countries(geocoder):
    found = geocoder.geocode("Damascus", exactly_one=False)
    assert [f.raw["country_code"] for f in found] == ["SY", "SY", "US"]
    assert len(geocoder.geocode("Damascus", exactly_one=False, limit=2)) == 2
    assert geocoder.geocode("Damascus", country_codes="us").raw["admin1_code"] == "MD"
    assert geocoder.geocode("Damascus", country_codes=["FJ", "FR"]) is None


def test_a_name_in_a_country(geocoder):
    assert geocoder.geocode("Damascus, Syria").raw["country_code"] == "SY"
    assert geocoder.geocode("Damascus, Narnia") is None


def test_a_spelling_variant_only_inside_countries(geocoder):
    assert geocoder.geocode("Draykish") is None
    assert geocoder.geocode("Draykish", country_codes="SY").raw["name"] == "Ad Duraykīsh"


def test_nothing_found(geocoder):
    assert geocoder.geocode("") is None
    assert geocoder.geocode("Nowhere at all", exactly_one=False) is None


def test_reverse_gives_the_nearest(geocoder):
    assert geocoder.reverse((33.5, 36.3)).raw["name"] == "Damascus"
    assert geocoder.reverse("34.9, 36.1").raw["name"] == "Ad Duraykīsh"
    near = geocoder.reverse((34.0, 36.2), exactly_one=False, limit=5)
    assert [n.raw["geonameid"] for n in near] == [170654, 170572]
    assert geocoder.reverse((34.0, 36.2), country_codes="US") is None
    assert geocoder.reverse((0, 0)) is None


@pytest.mark.filterwarnings("ignore:Latitude normalization")
@pytest.mark.parametrize("query", ["no point", "95,10", ""])
def test_reverse_of_no_point(geocoder, query):
    with pytest.raises(GeocoderQueryError):
        geocoder.reverse(query)


def test_geopandas_takes_it(small):
    frame = geopandas.tools.geocode(
        ["Damascus", "Nowhere"], provider=GazetteerGeocoder, gazetteer=small
    )
    assert frame.crs == "EPSG:4326"
    assert frame.geometry.iloc[0].distance(Point(36.3, 33.5)) < 0.1
    assert frame.geometry.iloc[1].is_empty
    back = geopandas.tools.reverse_geocode(
        [Point(36.3, 33.5)], provider=GazetteerGeocoder, gazetteer=small
    )
    assert back["address"].iloc[0].startswith("Damascus")
