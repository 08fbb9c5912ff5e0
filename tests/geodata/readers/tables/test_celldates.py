"""The dates of a column: many forms, one order, nothing invented."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.readers.tables.celldates import DateColumn, day_order


@pytest.mark.parametrize(
    "cell",
    [
        "2024-12-08",
        "2024/12/8",
        "2024-12-08T10:11:12+03:00",
        "2024-12-08 23:59:59",
        "20241208",
        "20241208151500",
        "45634",
        "45634.75",
        "1733616000",
        "1733616000000",
        "8 December 2024",
        "Dec. 8, 2024 5:00 PM",
        "Sun, 08 Dec 2024 10:00:00 +0000",
        "8-Dec-24",
        "8 Aralık 2024",
        "٨ كانون الأول ٢٠٢٤",
        "8 грудня 2024",
        "2024年12月8日",
        "08.12.24",
        "8 de diciembre del año 2024",
    ],
)
def test_one_day_in_many_forms(cell: str) -> None:
    assert DateColumn([cell]).day(cell) == dt.date(2024, 12, 8)


@pytest.mark.parametrize(
    ("cell", "start", "end", "precision"),
    [
        ("2024", dt.date(2024, 1, 1), dt.date(2024, 12, 31), "year"),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29), "month"),
        ("02/2023", dt.date(2023, 2, 1), dt.date(2023, 2, 28), "month"),
        ("December 2024", dt.date(2024, 12, 1), dt.date(2024, 12, 31), "month"),
    ],
)
def test_coarser_dates_keep_their_width(
    cell: str, start: dt.date, end: dt.date, precision: str
) -> None:
    span = DateColumn([cell]).span(cell)
    assert (span.start, span.end, span.precision) == (start, end, precision)
    assert DateColumn([cell]).day(cell) is None


@pytest.mark.parametrize(
    "cell", ["", "yesterday", "2 hours ago", "unknown", "20240230", "2024-13-45", "12 km north"]
)
def test_what_is_no_date_is_none(cell: str) -> None:
    assert not DateColumn([cell]).span(cell).known


def test_one_value_over_twelve_settles_the_order() -> None:
    assert day_order(["03/04/2024", "13/04/2024"]) == "yes"
    assert day_order(["03/04/2024", "04/13/2024"]) == "no"
    assert day_order(["03/04/2024", "05/06/2024"]) == ""
    assert day_order(["13/04/2024", "04/13/2024"]) == ""
    assert DateColumn(["03/04/2024", "13/04/2024"]).day("03/04/2024") == dt.date(2024, 4, 3)
    assert DateColumn(["03/04/2024", "04/13/2024"]).day("03/04/2024") == dt.date(2024, 3, 4)


def test_an_order_that_nothing_settles_is_asked_for() -> None:
    column = DateColumn(["03/04/2024", "05/06/2024"])
    assert column.day("03/04/2024") is None
    assert column.ambiguous("03/04/2024")
    assert column.day("04/04/2024") == dt.date(2024, 4, 4)
    told = DateColumn(["03/04/2024"], day_first="no")
    assert told.day("03/04/2024") == dt.date(2024, 3, 4)


@given(st.text(max_size=30))
def test_any_cell_is_a_span(cell: str) -> None:
    span = DateColumn([cell], known=False).span(cell)
    assert not span.known or (span.start is not None and span.end is not None)


@given(st.dates(dt.date(1600, 1, 1), dt.date(2099, 12, 31)))
def test_iso_days_are_themselves(day: dt.date) -> None:
    assert DateColumn([]).day(day.isoformat()) == day
    assert DateColumn([]).day(f"{day:%d.%m.}{day.year}") == day
