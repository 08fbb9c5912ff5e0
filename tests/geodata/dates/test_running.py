"""Days counted from other days of the text, dates that look ahead, and names that are no months."""

import datetime as dt

import pytest

from geodata.dates import RuleTagger

WEDNESDAY = dt.date(2023, 6, 14)


def days(text, reference=WEDNESDAY, language="en"):
    """Return "start..end" of each dated mention, one day as itself."""
    found = RuleTagger().tag(text, reference_date=reference, language=language)
    spans = [m.span for m in found if m.span]
    return [str(s.start) if s.start == s.end else f"{s.start}..{s.end}" for s in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The dyke broke on 2 May. The next day the harbour flooded.", "2023-05-03"),
        ("The dyke broke on Monday. The following day it rained.", "2023-06-13"),
        ("The dyke broke on 2 May. The next morning the harbour flooded.", "2023-05-03"),
        ("The dyke broke on 2 May. A day later the harbour flooded.", "2023-05-03"),
        ("The dyke broke on 2 May. Last night it rained.", "2023-06-13"),
        ("The dyke broke in 2019. Next week it will be mended.", "2023-06-19..2023-06-25"),
    ],
)
def test_the_next_day_counts_from_the_day_that_the_text_speaks_of(text, expected):
    assert days(text)[-1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three years ago on Monday the dam gave way.", "2020-06-12"),
        ("Two weeks ago on Friday the dam gave way.", "2023-05-26"),
        ("The dam gave way a year ago today.", "2022-06-14"),
        ("The dam gave way three Mondays ago.", "2023-05-29"),
        ("The council meets a week from Friday.", "2023-06-23"),
        ("The mill shut in Nov '98.", "1998-11-01..1998-11-30"),
        ("The mill shut on 5 Nov. '21.", "2021-11-05"),
        ("Output rose in H1 2022.", "2022-01-01..2022-06-30"),
        ("Output rose in the first half of 2022.", "2022-01-01..2022-06-30"),
        ("The letter came to-day.", "2023-06-14"),
    ],
)
def test_days_counted_from_the_day_beside_them(text, expected):
    assert days(text) == [expected]


def test_a_leap_day_a_year_ago_is_the_last_of_february():
    assert days("A year ago today it snowed.", dt.date(2024, 2, 29)) == ["2023-02-28"]


@pytest.mark.parametrize("text", ["a thousand years ago today", "2000 centuries ago on Monday"])
def test_counts_beyond_the_calendar_are_no_day(text):
    assert days(text, dt.date(900, 5, 5)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Snow is forecast for Friday.", "2023-06-16"),
        ("The choir leaves Friday.", "2023-06-16"),
        ("The fair opens on Friday.", "2023-06-16"),
        ("On Friday the fair opens.", "2023-06-16"),
        ("Islanders go to the polls on Sunday.", "2023-06-18"),
        ("The firm aims to reopen the pit in August.", "2023-08-01..2023-08-31"),
        ("The minister leaves a country that voted on Friday.", "2023-06-09"),
        ("Until Friday, they had heard nothing.", "2023-06-09"),
        ("The shop is open until Friday.", "2023-06-16"),
    ],
)
def test_what_looks_ahead(text, expected):
    assert days(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Chor reist am Freitag ab.", "2023-06-16"),
        ("Die Wahl findet am Sonntag statt.", "2023-06-18"),
        ("Für Freitag ist Schnee vorhergesagt.", "2023-06-16"),
        ("Am Freitag starb der Dirigent.", "2023-06-09"),
    ],
)
def test_what_looks_ahead_in_german(text, expected):
    assert days(text, language="de") == [expected]


def test_a_plan_takes_its_year_from_the_report_not_from_a_year_before_it():
    text = "The fire was on 3 March 2019. The inquest is scheduled for 15 July."
    assert days(text) == ["2019-03-03", "2023-07-15"]


def test_dates_of_an_old_year_carry_each_other_on():
    text = (
        "On 3 May 1803 the fleet sailed from the mouth of the river. Two days later a storm drove "
        "it back. By 9 July the last of the ships lay in the harbour. On 2 August they set out."
    )
    assert days(text) == ["1803-05-03", "1803-05-05", "1803-07-09", "1803-08-02"]


@pytest.mark.parametrize(
    "text",
    [
        "June Marlow sang. A prize went to pupils with April Dunmore.",
        "May said no. Then April told the court why.",
        "Mrs May, Lady June and Prime Minister May were there.",
        "The Sunday bazaar and a Saturday job were lost.",
    ],
)
def test_names_are_no_dates(text):
    assert days(text) == []


@pytest.mark.parametrize(
    "text", ["In June Marlow sang.", "The June Marlow festival.", "Since April Ruritania waits."]
)
def test_a_month_before_a_name_is_a_date_after_a_preposition_or_an_article(text):
    assert len(days(text)) == 1


def test_a_weekday_before_another_noun_is_a_date():
    assert days("The Sunday attack was the worst.") == ["2023-06-11"]


def test_a_short_text_about_another_time_runs_with_its_first_date():
    text = "Troops landed on 6 June 1944. The port fell on 27 June, the city on 25 August."
    found = RuleTagger().tag(text, reference_date=dt.date(2014, 6, 6))
    assert [m.value for m in found] == ["1944-06-06", "1944-06-27", "1944-08-25"]
    text = "Troops landed on 6 June 1944. On Friday the port was shut, on 27 May it opens."
    found = RuleTagger().tag(text, reference_date=dt.date(2014, 6, 6))
    assert found[-1].value == "2014-05-27"
