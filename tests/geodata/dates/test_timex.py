"""Calendar arithmetic and TIMEX3 values."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.dates.timex import duration, month_value, shift, span_of, week_value, weekday_near
from geodata.model import DatePrecision

DAYS = st.dates(min_value=dt.date(1, 1, 8), max_value=dt.date(9999, 12, 24))


@pytest.mark.parametrize(
    ("value", "start", "end", "precision"),
    [
        ("2023-06-17", "2023-06-17", "2023-06-17", DatePrecision.DAY),
        ("2023-06-17T05:30", "2023-06-17", "2023-06-17", DatePrecision.DAY),
        ("2023-06-17TNI", "2023-06-17", "2023-06-17", DatePrecision.DAY),
        ("2020-W53", "2020-12-28", "2021-01-03", DatePrecision.WEEK),
        ("2023-W24-WE", "2023-06-17", "2023-06-18", DatePrecision.RANGE),
        ("2024-02", "2024-02-01", "2024-02-29", DatePrecision.MONTH),
        ("2023-Q4", "2023-10-01", "2023-12-31", DatePrecision.SEASON),
        ("2023-H1", "2023-01-01", "2023-06-30", DatePrecision.RANGE),
        ("2023-WI", "2023-12-01", "2024-02-29", DatePrecision.SEASON),
        ("1987", "1987-01-01", "1987-12-31", DatePrecision.YEAR),
        ("198", "1980-01-01", "1989-12-31", DatePrecision.DECADE),
        ("18", "1800-01-01", "1899-12-31", DatePrecision.DECADE),
    ],
)
def test_a_value_names_its_days(value, start, end, precision):
    span = span_of(value)
    assert span
    assert (str(span.start), str(span.end), span.precision) == (start, end, precision)


@pytest.mark.parametrize(
    "value",
    ["2023-02-29", "2023-13", "2023-00", "2024-W54", "2024-W00", "0000", "0000-01-01", "9999-WI",
     "P3D", "PAST_REF", "XXXX-05", "BC0480", "", "00", "000", "2023-Q5", "99999", "٢٠٢٣-٠٢-٣٠"],
)  # fmt: skip
def test_what_no_calendar_has_names_no_day(value):
    assert span_of(value) is None


@given(st.text("0123456789-WQHXTP", max_size=12))
def test_no_value_raises(value):
    span_of(value)


@given(DAYS, st.integers(0, 6), st.booleans())
def test_weekday_near_is_that_weekday_within_six_days(base, weekday, ahead):
    day = weekday_near(base, weekday, ahead=ahead)
    assert day.weekday() == weekday
    assert 0 <= (day - base).days * (1 if ahead else -1) <= 6


@given(DAYS)
def test_strict_weekday_is_never_the_day_itself(base):
    before = weekday_near(base, base.weekday(), ahead=False, strict=True)
    assert (base - before).days == 7


@pytest.mark.parametrize(
    ("count", "unit", "value"),
    [
        (-3, "day", "2024-02-26"),
        (2, "week", "2024-W11"),
        (-1, "fortnight", "2024-W07"),
        (-3, "month", "2023-11"),
        (10, "month", "2024-12"),
        (1, "quarter", "2024-Q2"),
        (-1, "semester", "2023-H2"),
        (-2, "year", "2022"),
        (-1.5, "year", "2022-08"),
        (-3, "decade", "199"),
        (-2, "century", "18"),
        (1, "weekend", "2024-W10-WE"),
    ],
)
def test_shift_is_as_fine_as_its_unit(count, unit, value):
    assert shift(dt.date(2024, 2, 29), count, unit) == value


@given(
    st.dates(),
    st.floats(-1e7, 1e7, allow_nan=False),
    st.sampled_from(["day", "week", "weekend", "month", "quarter", "year", "decade", "century"]),
)
def test_shift_never_raises_and_stays_in_the_calendar(base, count, unit):
    value = shift(base, count, unit)
    assert value is None or len(value) >= 2


@given(st.integers(1, 9998), st.integers(-30, 30))
def test_month_value_carries_years(year, month):
    carried_year, carried_month = map(int, month_value(year + 4, month).split("-"))
    assert carried_year * 12 + carried_month == (year + 4) * 12 + month


@pytest.mark.parametrize(
    ("count", "unit", "value"),
    [(3, "day", "P3D"), (None, "month", "PXM"), (24, "hour", "PT24H"), (2, "decade", "P20Y"),
     (None, "decade", "PXDE"), (0.5, "year", "P6M"), (0.5, "hour", "PT30M"),
     (1, "fortnight", "P2W"),
     (2.5, "year", "P2.5Y")],
)  # fmt: skip
def test_durations(count, unit, value):
    assert duration(count, unit) == value


def test_week_of_a_day_may_belong_to_another_year():
    assert week_value(dt.date(2021, 1, 2)) == "2020-W53"
