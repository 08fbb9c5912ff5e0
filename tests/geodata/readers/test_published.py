"""A report's own date, title and outlet from its first lines."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.model import PublishedBasis
from geodata.readers.published import read_heading

MAY_6 = dt.date(2021, 5, 6)
STORY = "\n\nThe old bridge fell on Thursday, the mayor of Exampleton said.\n"


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ("Bridge falls\nSample Wire May 06, 2021", "Sample Wire"),
        ("Bridge falls\nBy Jo Writer\nPublished: 6 May 2021 14:00 GMT\nUpdated: 7 May 2021", ""),
        ("Bridge falls\nUpdated: 7 May 2021\nPublished 6 May 2021", ""),
        ("Bridge falls\nLast updated: 6 May 2021", ""),
        ("Bridge falls\nThursday 6 May 2021 14.05 BST\nJo Writer in Exampleton", ""),
        ("EXAMPLETON, May 6, 2021 (Sample Wire) - The bridge fell.", "Sample Wire"),
        ("Exampleton, 6 May 2021 (SW) -- The bridge fell.", "SW"),
        ("EXAMPLETON, Ruritania, May 6, 2021 — The bridge fell.", ""),
        ("Bridge falls\nSource: The Sample\nDate: 2021-05-06", "The Sample"),
        ("Мост упал\n6 мая 2021, 14:05", ""),
        ("Die Brücke\nStand: 06.05.2021", ""),
        ("المدينة، 6 مايو 2021 (رويتر) - سقط الجسر", "رويتر"),
        ("标题\n发布时间：2021年5月6日", ""),
    ],
)
def test_byline_and_dateline(head, source):
    heading = read_heading(head + STORY, name="a.txt")
    assert heading.published == MAY_6
    assert heading.basis is PublishedBasis.DATELINE
    assert heading.source == source


@pytest.mark.parametrize(
    "head",
    [
        "",
        "The battle of 6 May 2021 was long",
        "On May 6, 2021, the bridge fell in Exampleton, and nobody was hurt.",
        "The bridge in better days. Picture taken May 6, 2021. PHOTO: SAMPLE",
        "Boats in the port.\nPhoto: Jo Writer, 6 May 2021",
        "EXAMPLETON, May 6 (Sample Wire) - The bridge fell.",
        "Published: 31 February 2021",
        "Filed 03/04/2021",
    ],
)
def test_what_is_no_date_of_the_report_is_unknown(head):
    heading = read_heading(head + STORY, name="report.txt")
    assert heading.published is None
    assert heading.basis is PublishedBasis.UNKNOWN


@pytest.mark.parametrize(
    ("name", "expected"),
    [("x-2021.txt", MAY_6), ("x-2021-05-07.txt", MAY_6), ("x.txt", None)],
)
def test_a_dateline_without_year_takes_it_from_the_name(name, expected):
    head = "EXAMPLETON, May 6 (Sample Wire) - The bridge fell."
    assert read_heading(head, name=name).published == expected


def test_the_year_of_a_dateline_is_the_one_nearest_to_the_name():
    head = "EXAMPLETON, Dec 31 (Sample Wire) - The bridge fell."
    assert read_heading(head, name="x-2021-01-01.txt").published == dt.date(2020, 12, 31)


def test_a_copyright_line_gives_the_year():
    text = "EXAMPLETON, May 6 (SW) - The bridge fell.\n\n(c) Copyright Sample Wire 2021."
    assert read_heading(text).published == MAY_6


def test_the_name_comes_after_the_text():
    heading = read_heading("Bridge falls\nSample Wire May 06, 2021" + STORY, name="20200101.txt")
    assert heading.published == MAY_6
    heading = read_heading("Bridge falls" + STORY, name="story-2021-05-06.txt")
    assert (heading.published, heading.basis) == (MAY_6, PublishedBasis.FILE_NAME)


def test_title_is_the_first_line_that_is_no_byline():
    assert read_heading("6 May 2021\n\nBridge falls\n\nText.").title == "Bridge falls"
    assert read_heading("# Bridge falls").title == "Bridge falls"
    long = read_heading("word " * 100).title
    assert long.endswith("word…")
    assert len(long) <= 121


@given(st.text(max_size=500), st.text(max_size=40))
def test_any_text_has_a_heading(text, name):
    read_heading(text, name=name)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("R\nUpdated: 9 December 2024 | Published: 8 December 2024\n\nText.", "2024-12-08"),
        ("SITREP No. 4\nas of 8 December 2024\n\nText", "2024-12-08"),
        ("Flash update #3 (as of 3 February 2025)\nText", "2025-02-03"),
        ("Rapport de situation au 8 décembre 2024\nTexte", "2024-12-08"),
        ("December 8, 2024 — Rebels entered Damascus", "2024-12-08"),
        ("8 December 2024 - Rebels enter X\n9 December 2024 - They leave\n\nText", None),
        ("Rebels were in the town as of 8 December 2024, officials said.\n", None),
    ],
)
def test_lines_that_date_a_report_and_lines_that_do_not(text, day):
    found = read_heading(text).published
    assert (found and found.isoformat()) == day


def test_a_line_that_says_as_of_is_still_the_title():
    assert read_heading("Flash update #3 (as of 3 February 2025)\nText").title.startswith("Flash")


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2024-12-08_report.txt", "2024-12-08"),
        ("20241208-x.txt", "2024-12-08"),
        ("report_25122024.txt", "2024-12-25"),
        ("report_12252024.txt", "2024-12-25"),
        ("report_08122024.txt", None),
        ("id99122024.txt", None),
        ("2024120812.txt", None),
    ],
)
def test_a_day_in_a_file_name_is_taken_where_it_can_be_read_in_one_way(name, day):
    heading = read_heading("Title\n\nText without a date.", name=name)
    assert (heading.published and heading.published.isoformat()) == day
    assert heading.basis == ("file name" if day else "unknown")
