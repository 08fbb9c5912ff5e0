"""The services that the settings can name."""

from dataclasses import replace
from typing import Any

import pytest
from geopy.geocoders import Nominatim

from geodata.errors import UsageError
from geodata.geocoding import FallbackGeocoder, Found, NotFound, Outage, OutageReason
from geodata.geocoding.service import Service
from geodata.model import PlacePrecision
from geodata.settings import Settings
from tests.geodata.geocoding import service as fake
from tests.geodata.geocoding.conftest import Asking
from tests.geodata.geocoding.service import running


def feature(longitude: object, latitude: object, **properties: object) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "Feature", "geometry": point, "properties": properties}


def features(*listed: dict[str, Any]) -> fake.Behaviour:
    return fake.json_body({"type": "FeatureCollection", "features": list(listed)})


@pytest.mark.parametrize("kind", ["photon", "pelias"])
def test_services_of_features(kind: str, asking: Asking):
    found = feature(36.27, 34.51, name="Qarmutiya", countrycode="SY", osm_value="village",
                    layer="locality", country_code="SY")  # fmt: skip
    with running(features(found)) as server:
        answer = asking(server.address, kind).ask("Qarmutiya", "SY")
        assert server.asked[0]["q" if kind == "photon" else "text"] == ["Qarmutiya"]
    assert isinstance(answer, Found)
    assert (answer.place.latitude, answer.place.longitude) == (34.51, 36.27)
    assert answer.place.country_code == "SY"
    assert answer.place_precision is PlacePrecision.POPULATED_PLACE


@pytest.mark.parametrize("kind", ["photon", "pelias"])
@pytest.mark.parametrize(
    "body",
    [{}, {"features": None}, {"features": [{}]}, {"features": "x"}, {"features": [None]}, []],
)
def test_features_of_another_shape(kind: str, body: object, asking: Asking):
    with running(fake.json_body(body)) as server:
        answer = asking(server.address, kind).ask("Homs")
    assert answer == Outage(reason=OutageReason.NOT_UNDERSTOOD)


@pytest.mark.parametrize(("longitude", "latitude"), [(999, 34), (36, 91), ("x", 34), (None, None)])
@pytest.mark.parametrize("kind", ["photon", "pelias"])
def test_features_off_the_earth(kind: str, longitude: object, latitude: object, asking: Asking):
    with running(features(feature(longitude, latitude, name="x"))) as server:
        answer = asking(server.address, kind).ask("Homs")
    assert answer == Outage(reason=OutageReason.NOT_UNDERSTOOD)


def test_no_features_are_not_found(asking: Asking):
    with running(features()) as server:
        assert asking(server.address, "photon").ask("Homs") == NotFound()


def test_only_places_in_the_country_are_an_answer(asking: Asking):
    abroad = feature(2.0, 48.0, name="Homs", countrycode="FR")
    at_home = feature(36.7, 34.7, name="Homs", countrycode="SY")
    with running(features(abroad, at_home)) as server:
        answer = asking(server.address, "photon").ask("Homs", "SY")
        assert isinstance(answer, Found)
        assert answer.place.longitude == 36.7
        assert asking(server.address, "photon").ask("Homs", "LB") == NotFound()


@pytest.mark.parametrize(
    ("word", "code", "precision"),
    [
        ("state", "ADM1", PlacePrecision.ADMIN1),
        ("country", "PCLI", PlacePrecision.COUNTRY),
        ("river", "", PlacePrecision.REGION),
        ("amenity", "", PlacePrecision.FACILITY),
        ("something new", "", PlacePrecision.UNKNOWN),
    ],
)
def test_kinds(word: str, code: str, precision: PlacePrecision, asking: Asking):
    with running(fake.right(addresstype=word, type="x")) as server:
        answer = asking(server.address).ask("Qarmutiya")
    assert isinstance(answer, Found)
    assert (answer.place.feature_code, answer.place_precision) == (code, precision)


@pytest.mark.parametrize("address", ["", "," * 50, "y" * 500, "Qarmutiya\x00\n\ud800, b"])
def test_hostile_names_of_a_service(address: str, asking: Asking):
    with running(fake.right(display_name=address)) as server:
        answer = asking(server.address).ask("Qarmutiya")
    assert isinstance(answer, Found)
    assert 0 < len(answer.place.name) <= 200
    answer.place.name.encode("utf-8")
    assert "\x00" not in answer.place.name


@pytest.mark.parametrize(
    ("asked", "given", "expected"),
    [
        ("Brelluk", "Qarmutiya, Syria", NotFound),
        ("Hodeidah", "Al Hudaydah, Yemen", Found),
        ("University of Aleppo", "Aleppo University", Found),
        ("دمشق", "Damascus, Syria", Found),
        ("Київ", "Киев, Украина", Found),
        ("Київ", "Москва", NotFound),
        ("Den Haag", "The Hague, Netherlands", NotFound),
    ],
)
def test_a_result_called_otherwise_is_another_place(
    asked: str, given: str, expected: type, asking: Asking
):
    with running(fake.right(display_name=given)) as server:
        answer = asking(server.address).ask(asked)
    assert isinstance(answer, expected)


def test_a_result_may_bear_the_name_among_others(asking: Asking):
    names = {"name": "Den Haag", "name:ar": "لاهاي", "broken": None}
    with running(fake.right(display_name="The Hague", namedetails=names)) as server:
        assert isinstance(asking(server.address).ask("Den Haag"), Found)


class Stray(Nominatim):  # type: ignore[misc]  # geopy has no types
    """A geocoder that asks another host than it was told to."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.api: str = f"http://127.0.0.1.example.org@{self.domain}/search"


class Doubtful(Nominatim):  # type: ignore[misc]  # geopy has no types
    """A geocoder that leaves the name out."""

    def _construct_url(self, base_api: str, _params: object) -> str:
        return f"{base_api}?q=everything"


@pytest.mark.parametrize("maker", [Stray, Doubtful])
def test_only_the_named_host_hears_the_name(maker: type[Nominatim], settings: Settings):
    with running(fake.right()) as server:
        service = Service(
            name="x", maker=maker, scheme="http", host=server.address,
            options={"domain": server.address, "scheme": "http", "user_agent": "t"},
        )  # fmt: skip
        assert service.ask("Homs", "") == Outage(reason=OutageReason.OTHER_HOST)
        assert server.calls == []


def test_nobody_is_asked_by_default(settings: Settings):
    assert Settings.from_environment({}).geocoder == ""
    assert FallbackGeocoder.open(settings) is None


def test_the_environment_names_the_geocoder():
    settings = Settings.from_environment(
        {
            "DATELINE_GEOCODER": " Nominatim ",
            "DATELINE_GEOCODER_URL": "https://geo.example.org/nominatim/",
            "DATELINE_GEOCODER_USER_AGENT": "desk (desk@example.org)",
            "DATELINE_GEOCODER_KEY": "secret",
        }
    )
    assert "secret" not in repr(settings)
    service = Service.from_settings(settings)
    assert "secret" not in repr(service)
    assert (service.name, service.scheme, service.host) == ("nominatim", "https", "geo.example.org")
    geocoder = FallbackGeocoder.open(settings)
    assert geocoder is not None
    assert geocoder.name == "nominatim at geo.example.org"
    assert FallbackGeocoder.open(replace(settings, min_score=0.7)) is None


def test_geopys_own_host_is_the_default():
    settings = Settings.from_environment(
        {"DATELINE_GEOCODER": "photon", "DATELINE_GEOCODER_USER_AGENT": "desk"}
    )
    assert Service.from_settings(settings).host == "photon.komoot.io"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"geocoder": "atlas"}, "no geocoder 'atlas'"),
        ({"geocoder": "pelias"}, "DATELINE_GEOCODER_URL"),
        ({"geocoder_user_agent": ""}, "DATELINE_GEOCODER_USER_AGENT"),
        ({"geocoder_user_agent": "a\r\nHost: b"}, "DATELINE_GEOCODER_USER_AGENT"),
        ({"geocoder_user_agent": "my-application"}, "cannot be used"),
        ({"geocoder_url": "ftp://example.org"}, "no address of a service"),
        ({"geocoder_url": "https://user:pass@example.org"}, "no address of a service"),
        ({"geocoder_url": "https://"}, "no address of a service"),
        ({"geocoder_url": "https://example.org:x"}, "no address of a service"),
        ({"geocoder_url": "https://[::1"}, "no address of a service"),
        ({"geocoder": "opencage"}, "cannot be used"),
        ({"geocoder": "baidu"}, "cannot be bound"),
    ],
)
def test_settings_that_do_not_go_together(changes: dict[str, Any], said: str, settings: Settings):
    good = replace(settings, geocoder="nominatim", geocoder_user_agent="desk")
    with pytest.raises(UsageError, match=said):
        FallbackGeocoder.open(replace(good, **changes))
