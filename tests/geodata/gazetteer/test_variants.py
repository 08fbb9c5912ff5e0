"""Spellings that no gazetteer has, found inside the countries that a report is about."""

import pytest
from rapidfuzz import fuzz

from geodata.gazetteer.names import bare, fold
from geodata.gazetteer.variants import WEAKEST_SIMILARITY
from geodata.model import Match


@pytest.mark.parametrize(
    ("name", "country", "latitude", "longitude"),
    [
        ("Draykish", "SY", 34.895, 36.143),
        ("Dreikish", "SY", 34.895, 36.143),
        ("Saidnaya", "SY", 33.695, 36.371),
        ("Seydnaya", "SY", 33.695, 36.371),
        ("Deir Ezzor", "SY", 35.336, 40.141),
        ("Hodeidah", "YE", 14.798, 42.954),
        ("Bahmut", "UA", 48.594, 37.999),
        ("Kharkow", "UA", 49.98, 36.25),
        ("Zaporizhia", "UA", 47.85, 35.12),
    ],
)
def test_the_place_is_among_the_most_similar(gazetteer, name, country, latitude, longitude):
    found = gazetteer.variants(name, [country])
    near = [
        c
        for c in found
        if abs(c.place.latitude - latitude) < 0.05 and abs(c.place.longitude - longitude) < 0.05
    ]
    assert near
    assert near[0].match is Match.VARIANT
    assert near[0].similarity > 0.85
    assert all(WEAKEST_SIMILARITY <= c.similarity <= 1 for c in found)
    assert all(c.place.country_code == country for c in found)


def test_most_similar_first(gazetteer):
    found = [c.similarity for c in gazetteer.variants("Sednaya", ["SY", "LB"])]
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize("short", ["Raqa", "Homs", "Al Ab", "", "us"])
def test_short_names_have_no_variants(gazetteer, short):
    assert gazetteer.variants(short, ["SY", "US"]) == ()


def test_no_country_no_variant(gazetteer):
    assert gazetteer.variants("Saidnaya", []) == ()
    assert gazetteer.variants("Saidnaya", ["??"]) == ()


def test_never_another_country(gazetteer):
    assert all(c.place.country_code == "AU" for c in gazetteer.variants("Saidnaya", ["AU"]))


def test_scripts_are_compared_with_themselves(small):
    assert [c.name for c in small.variants("دمشقق", ["SY"])] == ["دمشق"]
    assert {c.name for c in small.variants("Dimashqq", ["SY"])} == {"Dimashq"}
    assert small.variants("Duraykich", ["SY"])[0].place.geonameid == 170572


def test_adjectives_and_abbreviations_are_no_spellings(gazetteer):
    found = {c.name for c in gazetteer.variants("Syriann", ["SY"])}
    assert "Syria" in found
    assert "Syrian" not in found


def test_each_variant_has_the_spelling_that_was_compared(gazetteer):
    for candidate in gazetteer.variants("Dreikish", ["SY"]):
        own, asked = bare(fold(candidate.name)), bare(fold("Dreikish"))
        assert fuzz.ratio(own, asked) / 100 == pytest.approx(candidate.similarity)
