"""Feasts that move: Easter, the fourth Thursday of November."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.dates import RuleTagger
from geodata.dates.feasts import feast_day


@pytest.mark.parametrize(
    ("rule", "year", "day"),
    [
        ("easter", 1818, (3, 22)),
        ("easter", 1943, (4, 25)),
        ("easter", 2000, (4, 23)),
        ("easter", 2024, (3, 31)),
        ("easter-2", 2024, (3, 29)),
        ("11/4/3", 2023, (11, 23)),
        ("11/4/3", 2024, (11, 28)),
        ("05/5/0", 2023, (5, 29)),
        ("05/5/0", 2024, (5, 27)),
        ("12-25", 2024, (12, 25)),
    ],
)
def test_days_of_feasts(rule, year, day):
    assert feast_day(rule, year) == dt.date(year, *day)


@given(st.integers(1, 9999))
def test_easter_is_a_sunday_in_spring(year):
    day = feast_day("easter", year)
    assert day.weekday() == 6
    assert dt.date(year, 3, 22) <= day <= dt.date(year, 4, 25)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The chapel burned down on Easter Sunday.", "en", ["2024-03-31"]),
        ("He was found on Thanksgiving Day.", "en", ["2023-11-23"]),
        ("They will return on Thanksgiving.", "en", ["2024-11-28"]),
        ("It rained on Good Friday 2019.", "en", ["2019-04-19"]),
        ("The Good Friday agreement held.", "en", []),
        ("Am Karfreitag 2021 brannte es.", "de", ["2021-04-02"]),
    ],
)
def test_feasts_in_texts(text, language, expected):
    found = RuleTagger().tag(text, reference_date=dt.date(2024, 6, 3), language=language)
    assert [str(m.span.start) for m in found if m.span] == expected


def test_a_feast_without_a_year_and_a_report_date_is_undated():
    (mention,) = RuleTagger().tag("He was found on Good Friday.", reference_date=None)
    assert (mention.value, mention.span) == ("XXXX-XX-XX", None)
