"""Looking names up in the index that comes with Dateline."""

import math
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.model import Match


def codes(candidates):
    return [(c.place.feature_code, c.place.country_code) for c in candidates]


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("US", "US"), ("U.S.", "US"), ("USA", "US"), ("UK", "GB"), ("U.K.", "GB"), ("UAE", "AE"),
        ("DRC", "CD"), ("Britain", "GB"), ("the Netherlands", "NL"), ("Ivory Coast", "CI"),
        ("Burma", "MM"), ("Czech Republic", "CZ"), ("سوريا", "SY"), ("Росія", "RU"),
        ("Deutschland", "DE"), ("中国", "CN"), ("日本", "JP"), ("Türkiye", "TR"), ("भारत", "IN"),
        ("한국", "KR"), ("Palestine", "PS"), ("Kosovo", "XK"),
    ],
)  # fmt: skip
def test_countries_by_all_their_names(gazetteer, name, country):
    assert gazetteer.lookup(name)[0].place == gazetteer.country(country)


@pytest.mark.parametrize(
    ("word", "country"),
    [("Syrian", "SY"), ("British", "GB"), ("Americans", "US"), ("Ukrainians", "UA")],
)
def test_adjectives_and_peoples_are_marked(gazetteer, word, country):
    first = gazetteer.lookup(word)[0]
    assert (first.place.country_code, first.match) == (country, Match.DEMONYM)


def test_an_adjective_of_two_countries_gives_both(gazetteer):
    found = [c.place.country_code for c in gazetteer.lookup("Congolese")]
    assert found[:2] == ["CD", "CG"]


@pytest.mark.parametrize("word", ["us", "in", "tx", "Miss", "miss", "or", "me"])
def test_words_are_not_abbreviations(gazetteer, word):
    assert all(c.match is not Match.ABBREVIATION for c in gazetteer.lookup(word))


@pytest.mark.parametrize(
    ("text", "admin1"),
    [
        ("TX", "US.TX"), ("Calif.", "US.CA"), ("Ala.", "US.AL"), ("Miss.", "US.MS"),
        ("N.Y.", "US.NY"), ("D.C.", "US.DC"), ("B.C.", "CA.02"), ("ON", "CA.08"),
        ("NSW", "AU.02"), ("W. Va.", "US.WV"),
    ],
)  # fmt: skip
def test_abbreviations_of_divisions(gazetteer, text, admin1):
    found = [c for c in gazetteer.lookup(text) if c.match is Match.ABBREVIATION]
    assert admin1 in {f"{c.place.country_code}.{c.place.admin1_code}" for c in found}


@pytest.mark.parametrize(
    ("name", "geonameid"),
    [
        ("Damascus", 170654), ("دمشق", 170654), ("Дамаск", 170654), ("Киев", 703448),
        ("Київ", 703448), ("北京", 1816670), ("Tartous", 163345), ("Aleppo", 170063),
        ("al-Hasakah", 173811), ("Москва", 524901), ("القاهرة", 360630), ("Αθήνα", 264371),
    ],
)  # fmt: skip
def test_towns_by_their_names_in_many_scripts(gazetteer, name, geonameid):
    assert geonameid in {c.place.geonameid for c in gazetteer.lookup(name)}


def test_all_homonyms_are_kept_best_known_first(gazetteer):
    found = [c.place for c in gazetteer.lookup("Springfield")]
    assert len({(p.country_code, p.admin1_code) for p in found}) > 20
    large = [p.population for p in found if p.feature_class == "P"]
    assert large == sorted(large, reverse=True)
    georgia = codes(gazetteer.lookup("Georgia"))
    assert georgia[:2] == [("PCLI", "GE"), ("ADM1", "US")]


@pytest.mark.parametrize(
    ("name", "code", "latitude", "longitude"),
    [
        ("United States", "PCLI", 39.76, -98.5), ("Syria", "PCLI", 35, 38),
        ("Russia", "PCLI", 60, 100), ("France", "PCLI", 46, 2), ("Texas", "ADM1", 31.25, -99.25),
        ("Bavaria", "ADM1", 49, 11.5), ("Africa", "CONT", 7.19, 21.09),
        ("Rapides Parish", "ADM2", 31.2, -92.53), ("Nile", "STM", 31.4, 31.0),
        ("Lake Victoria", "LK", -1, 33), ("Black Sea", "SEA", 43, 34),
        ("Heathrow Airport", "AIRP", 51.47, -0.46), ("Golan Heights", "RGN", 33, 35.75),
    ],
)  # fmt: skip
def test_points_of_areas_are_near_geonames_own(gazetteer, name, code, latitude, longitude):
    found = [c.place for c in gazetteer.lookup(name) if c.place.feature_code == code]
    near = [
        p for p in found if math.hypot(p.latitude - latitude, (p.longitude - longitude) * 0.8) < 1.5
    ]
    assert near


def test_towns_join_their_divisions_and_countries(gazetteer):
    tartous = gazetteer.place(163345)
    assert gazetteer.country_name(tartous.country_code) == "Syria"
    assert "Tart" in gazetteer.admin1_name("SY", tartous.admin1_code)
    assert gazetteer.admin1_name("US", "LA") == "Louisiana"
    assert gazetteer.admin1_name("US", "none") == ""
    assert gazetteer.country_name("??") == ""
    assert gazetteer.country("??") is None
    assert gazetteer.place(10**12) is None


def test_most_towns_have_a_division_with_a_name(gazetteer):
    names = ["Springfield", "San José", "Victoria", "Alexandria", "Santa Cruz", "Newport"]
    places = [c.place for n in names for c in gazetteer.lookup(n) if c.place.feature_class == "P"]
    named = [p for p in places if gazetteer.admin1_name(p.country_code, p.admin1_code)]
    assert len(named) / len(places) > 0.97


def test_a_sweep_asks_once_for_all_n_grams(gazetteer):
    grams = ["Damascus", "poured out", "US", "us", "the Netherlands", "دمشق", "", "Miss", "qqqqq"]
    known = gazetteer.knows(grams)
    assert known == {g for g in grams if gazetteer.lookup(g)}
    assert gazetteer.knows([]) == set()


@given(st.lists(st.one_of(st.text(max_size=12), st.sampled_from(["Paris", "Nice", "Of", "OF"]))))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_what_a_sweep_finds_is_what_lookup_finds(gazetteer, names):
    assert gazetteer.knows(names) == {n for n in names if gazetteer.lookup(n)}


def test_a_sweep_is_quick(gazetteer):
    grams = [f"word{i} of{i % 7}" for i in range(20_000)]
    gazetteer.knows(grams[:1])
    started = time.process_time()
    gazetteer.knows(grams)
    assert len(grams) / (time.process_time() - started) > 100_000


@pytest.mark.parametrize("hostile", ["", "\x00", "\ud800", "%", "'; DROP TABLE place; --", "*" * 9])
def test_hostile_names_find_nothing_and_break_nothing(gazetteer, hostile):
    assert gazetteer.lookup(hostile) == ()
    assert gazetteer.search(hostile) == ()
    assert gazetteer.variants(hostile, ["SY", "??", "'"]) == ()


def test_search_gives_exact_then_prefix_then_similar(gazetteer):
    found = gazetteer.search("damas", limit=30)
    assert "Damascus" in {c.name for c in found}
    assert len({c.place.geonameid for c in found}) == len(found)
    similar = gazetteer.search("Draykish", country_code="SY")
    assert similar[0].match is Match.VARIANT
    assert all(c.place.country_code == "SY" for c in gazetteer.search("Al", country_code="SY"))
    assert gazetteer.search("Paris", limit=0) == ()


def test_the_nearest_town_also_across_the_antimeridian(small):
    (km, town), *_ = small.nearest(33.5, 36.3)
    assert (town.name, km < 2) == ("Damascus", True)
    assert small.nearest(0, 0) == ()
    (km, town), *_ = small.nearest(-18.1, -179.9, within_degrees=3)
    assert (town.name, 170 < km < 180) == ("Suva", True)


def test_info_says_what_is_in_use(gazetteer):
    info = gazetteer.info()
    assert info.places == sum(info.sources.values()) > 290_000
    assert info.names > 1_000_000
    assert info.path.endswith(f"gazetteer-{info.fingerprint}.sqlite")


def test_it_opens_in_a_moment(gazetteer, shared_settings):
    from geodata.gazetteer import open_gazetteer

    started = time.process_time()
    with open_gazetteer(shared_settings) as again:
        assert again.lookup("Homs")
    assert time.process_time() - started < 0.15
