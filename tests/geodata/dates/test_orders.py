"""Which comes first in 3/4/2024, the day or the month."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.dates import RuleTagger
from geodata.dates.orders import DayOrders, order_in, order_of_outlet


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("on 25/04/2024", "dmy"),
        ("on 04/25/2024 and 3/4/2024", "mdy"),
        ("on 25.4.24", "dmy"),
        ("on 3/4/2024", ""),
        ("25/04/2024, 04/25/2024", ""),
        ("45/04/2024 or 31/31/2024 or 0/25/2024", ""),
        ("call 25/04/2024/7, 1.25.04.2024", ""),
    ],
)
def test_a_figure_over_twelve_settles_it(text, order):
    assert order_in(text) == order


@pytest.mark.parametrize(
    ("url", "order"),
    [
        ("https://www.example.us/a", "mdy"),
        ("https://example.gov", "mdy"),
        ("https://example.co.uk", "dmy"),
        ("https://example.ca", ""),
        ("https://example.com", ""),
        ("https://[::1", ""),
        ("", ""),
    ],
)
def test_the_country_of_an_address(url, order):
    assert order_of_outlet(url) == order


def test_outlets_that_write_both_ways_tell_nothing():
    orders = DayOrders()
    assert orders.observe("A", "25/04/2024")
    assert not orders.observe("A", "26/04/2024")
    assert orders.order("A") == "dmy"
    assert orders.order("B") == ""
    orders.observe("A", "04/25/2024")
    assert orders.order("A") == ""


@given(st.text(max_size=80))
def test_any_text_and_address(text):
    assert order_in(text) in {"", "dmy", "mdy"}
    assert order_of_outlet(text) in {"", "dmy", "mdy"}


def test_what_is_told_settles_a_text_that_does_not_tell():
    def days(text, **told):
        (mention,) = RuleTagger().tag(text, reference_date=dt.date(2025, 6, 1), **told)
        return mention.value, mention.alternative is not None

    assert days("on 3/4/2024") == ("2024-03-04", True)
    assert days("on 3/4/2024", numeric_order="dmy") == ("2024-04-03", False)
    assert days("on 25/4/2024", numeric_order="mdy") == ("2024-04-25", False)
    assert days("am 3.4.2024", language="de") == ("2024-04-03", False)
