"""Names of countries and days in the interface's languages."""

from __future__ import annotations

import datetime as dt

import pytest

from geodata.gazetteer import SqliteGazetteer
from geodata.maps.words import date_words
from geodata.messages import LANGUAGES, words
from geodata.messages.cldr import country_in, territory


def test_every_country_of_the_gazetteer_has_a_name_in_every_language(
    gazetteer: SqliteGazetteer,
) -> None:
    for code in ("SY", "LB", "UA", "PS", "XK", "CI"):
        english = gazetteer.country_name(code)
        assert english
        for language in LANGUAGES:
            name = country_in(language, english)
            assert name == territory(language, code)
            assert name.isascii() <= (language not in {"uk", "ar"})


def test_what_is_no_country_stays() -> None:
    assert country_in("ar", "Latakia") == "Latakia"
    assert country_in("en", "Türkiye") == "Türkiye"
    assert territory("fr", "", "none") == "none"


@pytest.mark.parametrize(
    ("language", "span", "week", "since"),
    [
        ("en", "29 November – 8 December 2024", "week of 2 December 2024", "since 2011"),
        ("fr", "29 novembre – 8 décembre 2024", "semaine du 2 décembre 2024", "depuis 2011"),
        (
            "es",
            "29 de noviembre – 8 de diciembre de 2024",
            "semana del 2 de diciembre de 2024",
            "desde 2011",
        ),
        ("uk", "29 листопада – 8 грудня 2024 р.", "тиждень від 2 грудня 2024 р.", "від 2011"),
        ("ar", "29 نوفمبر – 8 ديسمبر 2024", "أسبوع 2 ديسمبر 2024", "منذ 2011"),
    ],
)
def test_days_are_said_as_the_page_says_them(
    language: str, span: str, week: str, since: str
) -> None:
    """The browser's own words, as Chromium 156 gives them for the same spans."""
    t = words(language)
    first, last = dt.date(2024, 11, 29), dt.date(2024, 12, 8)
    assert date_words(first, last, t=t, long=True) == span
    monday = dt.date(2024, 12, 2)
    assert date_words(monday, last, precision="week", t=t, long=True) == week
    assert date_words(dt.date(2011, 1, 1), None, precision="year", t=t) == since
