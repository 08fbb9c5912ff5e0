"""Single date strings, strictly."""

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.readers.days import day_in_name, find_days, parse_day

MAY_6 = dt.date(2021, 5, 6)


@pytest.mark.parametrize(
    "text",
    [
        "2021-05-06",
        "2021-05-06T10:00:00+02:00",
        "2021/05/06",
        "20210506",
        "May 6, 2021",
        "May 06 2021",
        "Thursday, May 6th, 2021 at 5:03 PM EST",
        "6 May 2021",
        "06-May-2021",
        "06.05.2021",
        "6 de mayo de 2021",
        "6 mai 2021",
        "6. Mai 2021",
        "6 мая 2021 г.",
        "6 травня 2021",
        "٦ مايو ٢٠٢١",
        "6 مايو/أيار 2021",
        "6 أيار 2021",
        "2021年5月6日",
        "2021-05-06 and 6 May 2021",
    ],
)
def test_one_day_in_many_forms(text):
    assert parse_day(text) == MAY_6


@pytest.mark.parametrize(
    "text",
    [
        "",
        "03/04/2021",
        "30 February 2021",
        "31/31/2021",
        "0000-00-00",
        "2021-13-01",
        "May 2021",
        "2021",
        "6 May",
        "99999-05-06",
        "6 marks 2021",
        "May 6, 2021 or May 7, 2021",
    ],
)
def test_no_day_or_an_unsure_one_is_none(text):
    assert parse_day(text) is None


@pytest.mark.parametrize(
    ("name", "day", "year"),
    [
        ("town-story-2021-05-06.txt", MAY_6, 2021),
        ("20210506_x.txt", MAY_6, 2021),
        ("x_2021_05_06.md", MAY_6, 2021),
        ("report.2021.05.06.html", MAY_6, 2021),
        ("6-may-2021-x.txt", MAY_6, 2021),
        ("Report May 6 2021.txt", MAY_6, 2021),
        ("25-12-2021.txt", dt.date(2021, 12, 25), 2021),
        ("05-06-2021.txt", None, 2021),
        ("2021-05-06-to-2021-05-09.txt", None, 2021),
        ("notes_2021.txt", None, 2021),
        ("war-1939-1945.txt", None, None),
        ("img1733650000.txt", None, None),
        ("20211399.txt", None, None),
        ("", None, None),
    ],
)
def test_day_in_a_file_name(name, day, year):
    assert day_in_name(name) == (day, year)


@given(st.text(max_size=200))
def test_any_text_gives_days_inside_it(text):
    for found in find_days(text):
        assert 0 <= found.start < found.end <= len(text)
    parse_day(text)
    day_in_name(text)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_what_python_writes_is_read(day):
    written = (day.isoformat(), f"{day:%d %B %Y}", f"{day:%B %d, %Y}", f"{day:%d.%m.%Y}")
    assert {parse_day(text) for text in written} == {day}
    assert day_in_name(f"x_{day:%Y%m%d}.txt")[0] == day


@pytest.mark.parametrize("unit", ["1", "12-", "may ", "1 may ", " ", "2021-", "1/"])
def test_time_grows_with_length_only(unit):
    began = time.process_time()
    list(find_days(unit * (20_000 // len(unit))))
    assert time.process_time() - began < 3
