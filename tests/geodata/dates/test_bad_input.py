"""What no calendar or clock has: never an exception, never a date that nobody named."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.dates import RuleTagger

SUNDAY = dt.date(2024, 12, 8)


def days(text, reference=SUNDAY):
    found = RuleTagger().tag(text, reference_date=reference)
    return [f"{m.span.start}..{m.span.end}" for m in found if m.span]


@pytest.mark.parametrize(
    "text",
    [
        "on 30 February 2024",
        "on 30 February",
        "on 29 February 2023",
        "on 31/31/2024",
        "on 00/00/2024",
        "on 2024-13-01",
        "in 2024-W54",
        "in 2023-W53",
        "in the year 0",
        "in 99999",
        "in 480 BC",
        "in April 480 BC",
        "between 9 and 7 January 2024",
        "from 30 February to 31 February 2024",
        "at 25:61",
    ],
)
def test_what_no_calendar_has_is_undated(text):
    assert days(text) == []


def test_a_day_keeps_its_day_where_the_clock_is_wrong():
    assert days("at 2024-05-09T25:61") == ["2024-05-09..2024-05-09"]
    # An hour that a change to summer time leaves out or doubles is still an hour of its day.
    assert days("at 02:30 on 31 March 2024") == ["2024-03-31..2024-03-31"]


def test_leap_days_fall_in_leap_years():
    assert days("on 29 February 2024") == ["2024-02-29..2024-02-29"]
    assert days("on 29 February", dt.date(2023, 6, 1)) == ["2020-02-29..2020-02-29"]


@pytest.mark.parametrize("reference", [None, dt.date(1850, 5, 4), dt.date(2999, 1, 1)])
def test_a_full_date_needs_no_reference(reference):
    assert days("on 9 May 2024", reference) == ["2024-05-09..2024-05-09"]


@given(
    st.integers(0, 40),
    st.integers(0, 15),
    st.integers(0, 99_999),
    st.sampled_from(["{0}/{1}/{2}", "{2}-{1:02d}-{0:02d}", "{0}.{1}.{2}", "{0}-{1}-{2}"]),
    st.none() | st.dates(),
)
def test_figures_are_a_day_of_theirs_or_none(day, month, year, form, reference):
    text = form.format(day, month, year)
    for mention in RuleTagger().tag(text, reference_date=reference):
        for span in (mention.span, mention.alternative):
            if span and span.start and span.start == span.end and "/" in form:
                assert {span.start.day, span.start.month} == {day, month}


@given(st.integers(1, 31), st.integers(1, 31), st.integers(1900, 2100))
def test_a_range_never_runs_backwards(first, last, year):
    for text in (f"from {first} to {last} May {year}", f"{first}-{last} March {year}"):
        found = [m.span for m in RuleTagger().tag(text, reference_date=SUNDAY) if m.span]
        starts = [span.start for span in found if span.start]
        assert starts == sorted(starts)
