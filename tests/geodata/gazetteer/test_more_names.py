"""Names that our sources lack, and rows of our own, are in the tables that are shipped."""

import csv
from pathlib import Path

import pytest

from scripts.derive_more_names import MORE, amended, read


def test_every_added_name_finds_its_row_and_no_dropped_one_does(gazetteer):
    for identity, (added, dropped) in read().items():
        for name in filter(None, added):
            assert identity in {c.place.geonameid for c in gazetteer.lookup(name)}, name
        for name in filter(None, dropped):
            # "المدينة", the city, has the same key as "مدينة", any city: found, by another name.
            found = {(c.place.geonameid, c.name) for c in gazetteer.lookup(name)}
            assert (identity, name) not in found


def test_adding_twice_changes_nothing():
    row = {"alternate_names": "Kherson\nUSSR", "abbreviations": "USSR\nRU"}
    once = amended(row, ["Херсонщина"], {"USSR"})
    assert once == {"alternate_names": "Kherson\nХерсонщина", "abbreviations": "RU"}
    assert amended(once, ["Херсонщина"], {"USSR"}) == once


def test_more_names_are_in_order_and_once():
    with Path(MORE).open(encoding="utf-8", newline="") as lines:
        ids = [row["geonameid"] for row in csv.DictReader(lines)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("name", "found", "code"),
    [
        ("Soviet Union", "Soviet Union", "PCLH"),
        ("СССР", "Soviet Union", "PCLH"),
        ("Yougoslavie", "Yugoslavia", "PCLH"),
        ("Tschechoslowakei", "Czechoslovakia", "PCLH"),
        ("DDR", "East Germany", "PCLH"),
        ("Rimal", "Rimal", "PPLX"),
        ("الشيخ مقصود", "Sheikh Maqsoud", "PPLX"),
        ("al-Hol", "Al-Hol", "CMPRF"),
        ("Zaatari", "Zaatari", "CMPRF"),
        ("Хрещатик", "Khreshchatyk", "ST"),
        ("Hodeidah", "Al Ḩudaydah", "PPLA"),
    ],
)
def test_what_the_news_names_is_known(gazetteer, name, found, code):
    places = [c.place for c in gazetteer.lookup(name)]
    assert (found, code) in {(p.name, p.feature_code) for p in places}
