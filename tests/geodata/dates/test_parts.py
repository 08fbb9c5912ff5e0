"""Parts of months and years, the same time of another year, ranges of weekdays, near months."""

import datetime as dt

import pytest

from geodata.dates import RuleTagger

FRIDAY = dt.date(2013, 3, 22)


def read(text, reference=FRIDAY):
    """Return value, first and last day of each mention."""
    mentions = RuleTagger().tag(text, reference_date=reference)
    return [f"{m.value} {m.span.start}..{m.span.end}" if m.span else m.value for m in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in the first week of May 2012", "2012-W18 2012-05-01..2012-05-07"),
        ("in the last week of February", "2013-W09 2013-02-22..2013-02-28"),
        ("the last two weeks of May 2012", "P2W 2012-05-18..2012-05-31"),
        ("the last day of March 2012", "2012-03-31 2012-03-31..2012-03-31"),
        ("the first nine months of 2012", "P9M 2012-01-01..2012-09-30"),
        ("the first two quarters of 1990", "P2Q 1990-01-01..1990-06-30"),
        ("in the last three months of last year", "P3M 2012-10-01..2012-12-31"),
    ],
)
def test_a_part_is_counted_from_an_end(text, expected):
    assert read(text) == [expected]


def test_a_part_that_the_whole_does_not_have_is_undated():
    assert read("the fourth month of May 2012") == ["XXXX-XX-XX"]
    assert read("the first forty weeks of May 2012") == ["P40W"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sales in February 2013 beat the same month a year ago.", "2012-02"),
        ("Sales in February 2013 beat those of the same month last year.", "2012-02"),
        ("The loss in the third quarter of 2012 was that of the same period last year.", "2011-Q3"),
        ("In 2012 sales beat those of the same period a year earlier.", "2011"),
    ],
)
def test_the_same_time_of_another_year(text, expected):
    assert read(text)[1].split()[0] == expected


def test_ranges_of_weekdays_run_forward():
    assert read("from Monday to Wednesday") == [
        "2013-03-18 2013-03-18..2013-03-18",
        "2013-03-20 2013-03-20..2013-03-20",
    ]
    assert [r[:10] for r in read("from Friday to Sunday")] == ["2013-03-15", "2013-03-17"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The court hears the case in May.", "2013-05"),
        ("He said he had met them in May.", "2012-05"),
        ("It has given them until Monday to decide.", "2013-03-25"),
        ("the year before last", "2011"),
        ("He died on Christmas Eve.", "2012-12-24"),
        ("on Thanksgiving Day", "2012-11-22"),
    ],
)
def test_years_and_weeks_without_a_name(text, expected):
    assert read(text)[0].split()[0] == expected


def test_this_weekend_is_the_last_one_early_in_the_week():
    monday, thursday = dt.date(2013, 3, 18), dt.date(2013, 3, 21)
    text = "Two men drowned this weekend."
    assert read(text, monday) == ["2013-W11-WE 2013-03-16..2013-03-17"]
    assert read(text, thursday) == ["2013-W12-WE 2013-03-23..2013-03-24"]


def test_a_day_just_before_the_report_is_not_of_a_far_year_named_before():
    text = "From 2007 until 2009 they held the town. On 18 March they came back."
    assert read(text)[-1].startswith("2013-03-18")


def test_without_a_report_date_days_run_with_a_year_that_opens_the_text():
    text = "In the spring of 1942 the siege began. The last assault came on 7 June."
    assert read(text, None)[-1].startswith("1942-06-07")
    assert read("The last assault came on 7 June.", None) == ["XXXX-06-07"]
