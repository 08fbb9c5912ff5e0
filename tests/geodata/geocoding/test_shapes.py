"""Answers of every shape: each comes to a typed answer, and a place is on Earth."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as running_with
from hypothesis import strategies as st

from geodata.geocoding import Found, NotFound, Outage
from geodata.geocoding.service import Service
from geodata.settings import Settings
from tests.geodata.geocoding.service import Call, running

KEYS = st.sampled_from(
    ["lat", "lon", "lng", "display_name", "address", "country_code", "features", "geometry",
     "coordinates", "properties", "name", "type", "osm_value", "error", "results"]
)  # fmt: skip
NUMBERS = st.floats(-200, 200) | st.integers() | st.floats()
LEAVES = st.none() | st.booleans() | NUMBERS | NUMBERS.map(str) | st.text(max_size=8)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)
POINTS = st.fixed_dictionaries(
    {"lat": NUMBERS, "lon": NUMBERS}, optional={"display_name": LEAVES, "address": VALUES}
)
FEATURES = st.fixed_dictionaries(
    {
        "geometry": st.fixed_dictionaries({"coordinates": st.lists(NUMBERS, max_size=3)}),
        "properties": st.dictionaries(KEYS, LEAVES, max_size=4),
    }
)
DOCUMENTS = (
    VALUES
    | st.lists(POINTS | VALUES, max_size=3)
    | st.lists(FEATURES | VALUES, max_size=3).map(lambda listed: {"features": listed})
)


@pytest.mark.parametrize("kind", ["nominatim", "photon", "pelias"])
def test_any_json_comes_to_a_typed_answer(kind: str, settings: Settings):
    body = b""

    def answer(call: Call) -> None:
        call.answer(body)

    with running(answer) as server:
        chosen = replace(
            settings,
            geocoder=kind,
            geocoder_url=f"http://{server.address}",
            geocoder_user_agent="tests",
        )
        service = Service.from_settings(chosen)

        @running_with(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
        @given(document=DOCUMENTS, country=st.sampled_from(["", "SY"]))
        def ask(document: Any, country: str) -> None:
            nonlocal body
            body = json.dumps(document).encode()
            got = service.ask("Homs", country)
            assert isinstance(got, Found | NotFound | Outage)
            if isinstance(got, Found):
                assert abs(got.place.latitude) <= 90
                assert abs(got.place.longitude) <= 180
                assert got.place.name
                assert got.place.country_code in {"", "SY"} or not country
            if isinstance(got, NotFound):
                assert isinstance(document, list | dict)

        ask()
