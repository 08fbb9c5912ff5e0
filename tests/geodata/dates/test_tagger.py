"""English: which words are dates, and which days they mean."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.dates import RuleTagger

WEDNESDAY = dt.date(2023, 6, 14)


def tag(text, reference=WEDNESDAY, language="en"):
    return RuleTagger().tag(text, reference_date=reference, language=language)


def days(text, reference=WEDNESDAY, language="en"):
    """Return "start..end" of each dated mention, one day as itself."""
    spans = [m.span for m in tag(text, reference, language) if m.span]
    return [str(s.start) if s.start == s.end else f"{s.start}..{s.end}" for s in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shelling was heard on Wednesday, villagers said.", "2023-06-14"),
        ("The mayor resigned on Thursday.", "2023-06-08"),
        ("The mayor will resign on Thursday.", "2023-06-15"),
        ("Talks are due to resume Monday in Geneva.", "2023-06-19"),
        ("On Friday, voters will elect a council.", "2023-06-16"),
        ("Last Wednesday the road was cut.", "2023-06-07"),
        ("The next session is next Wednesday.", "2023-06-21"),
        ("They crossed in the early hours of Tuesday.", "2023-06-13"),
        ("They crossed late on Monday evening.", "2023-06-12"),
        ("A day earlier, rain had stopped the search.", "2023-06-13"),
        ("The day before yesterday it rained.", "2023-06-12"),
        ("Overnight the dam gave way.", "2023-06-14"),
        ("Last night the dam gave way.", "2023-06-13"),
    ],
)
def test_days_around_the_report(text, expected):
    assert days(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The camp opened on 3 April 2019.", "2019-04-03"),
        ("The camp opened on April 3rd, 2019.", "2019-04-03"),
        ("The camp opened on the third of April 2019.", "2019-04-03"),
        ("The camp opened on Apr. 3.", "2023-04-03"),
        ("The camp opened on 20 August.", "2022-08-20"),
        ("The camp is scheduled to open on 20 August.", "2023-08-20"),
        ("The camp opened on 20 August last year.", "2022-08-20"),
        ("Snow fell on 29 February.", "2020-02-29"),
        ("It began in March 2011.", "2011-03-01..2011-03-31"),
        ("It began in late March.", "2023-03-01..2023-03-31"),
        ("It began in October.", "2022-10-01..2022-10-31"),
        ("It began last October.", "2022-10-01..2022-10-31"),
        ("Since February, no convoy has passed.", "2023-02-01..2023-02-28"),
        ("The war started in 1975.", "1975-01-01..1975-12-31"),
        ("It was the winter of 2009.", "2009-12-01..2010-02-28"),
        ("In the third quarter of 2021 prices fell.", "2021-07-01..2021-09-30"),
        ("In Q3 2021 prices fell.", "2021-07-01..2021-09-30"),
        ("In the second half of 2021 prices fell.", "2021-07-01..2021-12-31"),
        ("In the early 1980s the valley was mined.", "1980-01-01..1989-12-31"),
        ("In the eighties the valley was mined.", "1980-01-01..1989-12-31"),
        ("The fort dates from the 18th century.", "1700-01-01..1799-12-31"),
        ("Two weeks ago the ferry sank.", "2023-05-29..2023-06-04"),
        ("Five months ago the ferry sank.", "2023-01-01..2023-01-31"),
        ("Over the weekend the ferry sank.", "2023-06-10..2023-06-11"),
        ("Last week the ferry sank.", "2023-06-05..2023-06-11"),
        ("Earlier this year the ferry sank.", "2023-01-01..2023-12-31"),
        ("It left at 04:15 on 2 June.", "2023-06-02"),
        ("It left at 5 a.m. Tuesday.", "2023-06-13"),
        ("Recorded 2023-06-02T23:59:59+03:00.", "2023-06-02"),
        ("In week 2023-W20 it rained.", "2023-05-15..2023-05-21"),
        ("We met on New Year's Eve.", "2022-12-31"),
    ],
)
def test_calendar_dates(text, expected):
    assert days(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("between 7 and 9 January", ["2023-01-07", "2023-01-09"]),
        ("from 28 December to 3 January 2021", ["2020-12-28", "2021-01-03"]),
        ("March 4-6, 2020", ["2020-03-04", "2020-03-06"]),
        ("the night of 9-10 March", ["2023-03-09", "2023-03-10"]),
        ("in 1994-95", ["1994-01-01..1994-12-31", "1995-01-01..1995-12-31"]),
        ("the years 1914-1918", ["1914-01-01..1914-12-31", "1918-01-01..1918-12-31"]),
        ("from May to July 2020", ["2020-05-01..2020-05-31", "2020-07-01..2020-07-31"]),
    ],
)
def test_a_range_is_its_two_ends(text, expected):
    assert days(text) == expected
    assert all("one end of a range" in mention.reason for mention in tag(text))


@pytest.mark.parametrize(
    "text",
    [
        "The 18-year rule ended a six-day strike and a three-decade ban.",
        "Some 2,400 houses and 1800 people were counted.",
        "It may rain; troops march on, and the wed couple sat in the sun.",
        "Thousands of families vanished years ago.",
        "It happened two hours after the vote, for the second time.",
        "Every Tuesday and each summer the market opens for three days.",
        "After the fall of the city they had to fall back.",
        "Flight MH370, Resolution 1701, $1995, version 10.2.3, 24/7, a 2-1 win.",
        "In recent weeks, for decades, over the past decade, in the past.",
        "Pages 1990-1985 and 1999-95 of the record.",
    ],
)
def test_no_date_where_there_is_none(text):
    assert [m for m in tag(text) if m.span and m.value != "1701"] == []


def test_years_ago_is_the_past_without_a_day():
    (mention,) = tag("His father was arrested years ago.")
    assert (mention.text, mention.value, mention.span) == ("years ago", "PAST_REF", None)


@pytest.mark.parametrize(
    "text",
    ["30 February 2021", "31 April", "31/31/2024", "2021-02-29", "2021-W54", "40/13/2020",
     "29 February 2021", "2021-13-01"],
)  # fmt: skip
def test_a_day_that_no_calendar_has_is_marked_and_undated(text):
    (mention,) = tag(f"on {text} it rained")
    assert mention.span is None
    assert "no calendar" in mention.reason


@pytest.mark.parametrize("text", ["between 9 and 7 January", "June 5 to June 2, 2020"])
def test_a_range_that_runs_backwards_is_undated(text):
    mentions = tag(text)
    assert [m.span for m in mentions] == [None, None]
    assert {m.reason for m in mentions} == {"a range that runs backwards"}


@pytest.mark.parametrize("text", ["480 BC", "in April 480 BC", "the 5th century BC"])
def test_years_before_christ_are_undated(text):
    (mention,) = tag(text)
    assert mention.value.startswith("BC")
    assert mention.span is None


def test_what_follows_a_year_before_christ_is_undated_too():
    assert days(
        "In 480 BC the fleet sailed. The next spring it returned. In 1900 it was found."
    ) == ["1900-01-01..1900-12-31"]


@pytest.mark.parametrize(
    ("text", "calendar"),
    [
        ("on 12 Muharram", "Hijri"),
        ("in Ramadan", "Hijri"),
        ("on 31 Ramadan 1444", "Hijri"),
        ("on 12 Muharram 1245", "Hijri"),
        ("on 30 Esfand 1402", "Solar Hijri"),
    ],
)
def test_what_cannot_be_converted_is_named_and_undated(text, calendar):
    (mention,) = tag(text)
    assert (mention.type, mention.span) == ("DATE", None)
    assert calendar in mention.reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 10 Ramadan 1444", "2023-03-31..2023-04-02"),
        ("in Muharram 1445 AH", "2023-07-18..2023-08-17"),
        ("in 1445 AH", "2023-07-18..2024-07-07"),
        ("on 14 Khordad 1402", "2023-06-04"),
        ("in Esfand 1403", "2025-02-19..2025-03-20"),
        ("in 1402 SH", "2023-03-21..2024-03-19"),
    ],
)
def test_dates_of_other_calendars_are_converted(text, expected):
    assert days(text) == [expected]


@given(st.integers(1190, 1510), st.integers(1, 12), st.integers(0, 32), st.booleans())
def test_no_date_of_another_calendar_raises(year, month, day, solar):
    names = ("farvardin", "ordibehesht", "khordad") if solar else ("muharram", "rajab", "shawwal")
    for mention in tag(f"on {day or ''} {names[month % 3]} {year}"):
        assert mention.span is None or mention.span.known


def test_one_value_over_twelve_settles_the_order_of_all():
    assert days("on 03/04/2021, on 25/04/2021") == ["2021-04-03", "2021-04-25"]
    assert days("on 03/04/2021, on 04/25/2021") == ["2021-03-04", "2021-04-25"]
    assert all(m.alternative is None for m in tag("on 03/04/2021, on 25/04/2021"))


def test_else_the_order_is_ambiguous_and_says_so():
    (mention,) = tag("on 03/04/2021")
    assert str(mention.span.start) == "2021-03-04"
    assert str(mention.alternative.start) == "2021-04-03"


def test_of_two_readings_the_one_just_before_the_report_is_likelier():
    (mention,) = tag("on 12/06/2023")
    assert str(mention.span.start) == "2023-06-12"


def test_a_history_is_found_by_itself_and_its_dates_run_with_the_text():
    text = (
        "In 1642 the king left London. On 23 October the armies met. In 1643 the war went on. "
        "Bristol fell on 26 July. The next day the fleet changed sides. In 1645 it was over. "
        "Naseby was fought on 14 June."
    )
    assert days(text)[1:] == [
        "1642-10-23", "1643-01-01..1643-12-31", "1643-07-26", "1643-07-27",
        "1645-01-01..1645-12-31", "1645-06-14",
    ]  # fmt: skip


def test_a_far_year_sets_the_scene_in_news():
    text = "Troops left on Monday. In 2016 the siege was lifted. On 22 December the last bus left."
    assert days(text)[-1] == "2016-12-22"


def test_later_days_count_from_the_running_date():
    assert days("He was shot on 2 May and died three days later.") == ["2023-05-02", "2023-05-05"]


def test_business_quarters():
    assert days("Third-quarter profit fell in 2021 from a year earlier.")[0].startswith(
        "2022-07-01"
    )


@pytest.mark.parametrize(
    ("text", "future"),
    [
        ("They will meet on Friday.", True),
        ("They met on Friday.", False),
        ("The truce ends on 1 July 2023.", True),
        ("The bill will be paid by Friday.", True),
        ("The bill was paid on Friday.", False),
    ],
)
def test_future(text, future):
    (mention,) = tag(text)
    assert mention.future is future


def test_reasons_are_plain_words():
    (mention,) = tag("It fell on Wednesday.")
    assert mention.reason == "Wednesday is the day of publication itself"
    assert all(m.reason for m in tag("in 1999, on 3 May, two weeks ago, every day, soon, 5/6/2020"))


def test_offsets_are_those_of_the_text():
    text = "📰 Später: on 3 May 2020, then Tuesday\n\nin  March\n2021, «12.05.2020»."
    for mention in tag(text):
        assert text[mention.start : mention.end] == mention.text
    assert len(tag(text)) == 4


def test_times_of_day_are_kept_in_the_value():
    values = [m.value for m in tag("At 3:40 p.m. on Friday, on Friday night, at noon Friday")]
    assert values == ["2023-06-09T15:40", "2023-06-09TNI", "2023-06-09T12:00"]
    (mention,) = tag("At 3:40 p.m. on Friday")
    assert mention.type == "TIME"


def test_without_a_report_date_only_full_dates_have_days():
    text = "On Sunday, yesterday, last year, in March, two weeks ago; but on 4 May 2020."
    assert days(text, reference=None) == ["2020-05-04"]


@pytest.mark.parametrize(
    "reference", [dt.date(1, 1, 1), dt.date(1850, 1, 1), dt.date(9999, 12, 31)]
)
def test_report_dates_at_the_ends_of_the_calendar(reference):
    text = (
        "Last year, next year, next Monday, on Sunday, in March, on 29 February, tomorrow, "
        "yesterday, the next decade, two centuries ago, last spring, over the weekend, "
        "the latest quarter, 100 years later, 3/4/05, last night, last winter."
    )
    assert len(tag(text, reference)) >= 15
