"""Rows for list and card."""

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.maps import details, event_columns
from geodata.maps.carried import carried_rows
from geodata.maps.words import date_words, kind_key
from geodata.messages import catalogue
from tests.geodata.maps.sample import HOSTILE, Story, frame, hostile, levant, story_row

DAY = dt.date(2024, 12, 8)


def row_of(story: Story, **changes: object) -> dict[str, Any]:
    events = frame([story_row(0, story) | changes])
    [row] = details(events, event_columns(events), [0])
    return row


def utf16(text: str, span: list[int]) -> str:
    return text.encode("utf-16-le")[2 * span[0] : 2 * span[1]].decode("utf-16-le")


def test_one_row_in_full():
    row = row_of(("Homs", "Walks in Homs on Sunday.", "2024-12-07", "2024-12-08", "range",
                  "event", "on Sunday"))  # fmt: skip
    assert row["index"] == 0
    assert (row["kind"], row["admin1"], row["country"], row["score"]) == (
        "PPLA", "Homs", "Syria", 93)  # fmt: skip
    assert row["when"] == {"start": "2024-12-07", "end": "2024-12-08", "precision": "range"}
    assert row["or_else"] is None
    assert utf16(row["sentence"], row["name_at"]) == "Homs"
    assert utf16(row["sentence"], row["date_at"]) == "on Sunday"
    assert row["published"] == "2024-12-08"
    assert row["candidates"][0]["name"] == "Seydnaya"
    assert (row["lat"], row["lon"]) == (34.7268, 36.7234)


def test_rows_are_plain_json_and_follow_the_indices():
    events = levant()
    columns = event_columns(events)
    rows = details(events, columns, [5, 0, 10**9, -1, 5])
    assert [row["index"] for row in rows] == [5, 0, 5]
    assert [row["event_id"] for row in rows[:2]] == list(columns.event_ids[[5, 0]])
    assert json.loads(json.dumps(rows, allow_nan=False)) == rows


def test_an_event_without_place():
    row = row_of(("Tell Sultan", "Nobody writes from Tell Sultan.", None, None, "", "", ""),
                 date_precision="unknown")  # fmt: skip
    assert (row["score"], row["lat"], row["kind"]) == (None, None, "")
    assert row["when"] == {"start": None, "end": None, "precision": "unknown"}


def test_whole_words_are_marked_first():
    row = row_of(("Homs", "Homsi bakers left Homs.", None, None, "unknown", "", ""))
    assert row["name_at"] == [18, 22]


def test_offsets_count_as_javascript_does():
    row = row_of(("Homs", "\U0001f30d in Homs", None, None, "unknown", "", ""))
    assert row["name_at"] == [6, 10]


def test_words_that_are_not_in_the_sentence_are_not_marked():
    row = row_of(("Homs", "Elsewhere.", "2024-12-08", "2024-12-08", "day", "event", "on Sunday"))
    assert row["name_at"] is row["date_at"] is None


def test_hostile_texts_come_back_as_they_are():
    events = hostile()
    rows = details(events, event_columns(events), range(len(HOSTILE)))
    assert [row["toponym"] for row in rows] == list(HOSTILE)


@pytest.mark.parametrize(
    ("start", "end", "options", "words"),
    [
        (DAY, DAY, {}, "8 Dec 2024"),
        (DAY, DAY, {"long": True}, "8 December 2024"),
        (None, DAY, {"role": "reported-on"}, "reported on 8 Dec 2024"),
        (dt.date(2024, 11, 29), dt.date(2024, 11, 30), {}, "29–30 Nov 2024"),
        (dt.date(2024, 11, 29), dt.date(2024, 12, 2), {}, "29 Nov – 2 Dec 2024"),
        (dt.date(2023, 12, 30), dt.date(2024, 1, 2), {}, "30 Dec 2023 – 2 Jan 2024"),
        (dt.date(2024, 12, 2), DAY, {"precision": "week"}, "week of 2 Dec 2024"),
        (dt.date(2024, 2, 1), dt.date(2024, 2, 29), {"precision": "month"}, "Feb 2024"),
        (dt.date(2024, 2, 1), dt.date(2024, 2, 29), {"long": True}, "February 2024"),
        (dt.date(2024, 1, 1), dt.date(2024, 12, 31), {"precision": "year"}, "2024"),
        (dt.date(1990, 1, 1), dt.date(1999, 12, 31), {"precision": "decade"}, "1990s"),
        (dt.date(2011, 1, 1), None, {"precision": "open"}, "since 2011"),
        (DAY, None, {"precision": "open"}, "since 8 Dec 2024"),
        (None, dt.date(2011, 12, 31), {"precision": "open"}, "until 2011"),
        (None, None, {}, "undated"),
    ],
)
def test_days_in_words(start, end, options, words):
    assert date_words(start, end, **options) == words


DATES = st.dates(min_value=dt.date(1000, 1, 1))


@given(DATES, DATES, st.sampled_from(["day", "range", "month", "year", "open"]))
def test_every_span_has_words(one, other, precision):
    start, end = sorted((one, other))
    assert str(end.year // 10) in date_words(start, end, precision=precision)


@pytest.mark.parametrize(
    ("code", "precision", "words"),
    [
        ("PPLC", "populated place", "capital"),
        ("PPLA3", "populated place", "city"),
        ("PRN", "facility", "prison"),
        ("PCLI", "country", "country"),
        ("", "admin1", "province"),
        ("XYZ", "region", "region"),
        ("", "", ""),
    ],
)
def test_kinds_in_words(code, precision, words):
    key = kind_key(code, precision)
    assert (catalogue("en")[f"kind.{key}"] if key else "") == words


def test_a_file_of_another_language_says_reasons_and_keeps_them_as_they_are_stored():
    events = frame([story_row(0, ("Homs", "Homs.", "2024-12-08", "2024-12-08", "day", "event", ""))
                    | {"place_reason": "in Syria like Hama in the same report"}])  # fmt: skip
    columns = event_columns(events)
    ((_, [row]),) = carried_rows(events, columns, small=False, language="fr")
    assert row["place_reason"] == "in Syria like Hama in the same report"
    assert row["said"]["place_reason"] == "Syrie, comme Hama dans le même texte"
    assert (row["country"], row["country_code"]) == ("Syria", "SY")
    ((_, [english]),) = carried_rows(events, columns, small=False)
    assert "said" not in english
