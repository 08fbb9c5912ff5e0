"""Tables to reports: columns told from names and content, and every row accounted for."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import DatelineError, ReadError
from geodata.model import Report
from geodata.readers import guess_columns, read_bytes, read_each_of
from tests.geodata.readers.tables.makers import csv_bytes, json_bytes, jsonl_bytes, xlsx_bytes

STORY = "Fighters entered Damascus on Sunday and met no resistance in the centre of the city."
ROWS = [
    ["Id", "Datum", "Überschrift", "Inhalt", "Zeitung", "Link"],
    ["7", "13/12/2024", "Damaskus", STORY, "Der Tag", "https://example.org/7"],
    ["8", "03/12/2024", "Homs", "", "Der Tag", "https://example.org/8"],
    ["9", "no day", "Hama", STORY.replace("Damascus", "Hama"), "Die Zeit", ""],
]
FORMATS = {
    "csv": csv_bytes(ROWS),
    "semicolons.csv": csv_bytes(ROWS, separator=";"),
    "tsv": csv_bytes(ROWS, separator="\t"),
    "utf16.csv": csv_bytes(ROWS, "utf-16"),
    "windows.csv": csv_bytes(ROWS, "cp1252", ";"),
    "json": json_bytes(ROWS),
    "jsonl": jsonl_bytes(ROWS),
    "xlsx": xlsx_bytes(ROWS),
}


def parts(data: bytes, name: str, **columns: str) -> tuple[list[Report], list[str]]:
    """Return the reports, and what could not be read."""
    items = list(read_each_of(data, name=name, columns=columns))
    reports = [item for item in items if isinstance(item, Report)]
    return reports, [item.why for item in items if not isinstance(item, Report)]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("wrong_suffix", [0, 1])
def test_one_row_is_one_report(kind: str, wrong_suffix: int) -> None:
    reports, gaps = parts(FORMATS[kind], "table.txt" if wrong_suffix else f"table.{kind}")
    first, third = reports
    assert (first.title, first.source) == ("Damaskus", "Der Tag")
    assert first.text == f"Damaskus\n\n{STORY}"
    assert first.url == "https://example.org/7"
    assert (first.published, first.published_basis) == (dt.date(2024, 12, 13), "table")
    assert third.published is None
    said = " ".join(gaps)
    number = {"json": 2, "jsonl": 2}.get(kind, 3)
    assert re.search(rf"\b{number}: no text in Inhalt", said)
    assert f"{number + 1}: no date could be read in Datum" in said


def test_an_edited_row_keeps_its_key() -> None:
    before = read_bytes(csv_bytes(ROWS), name="table.csv")
    edited = [ROWS[0], [*ROWS[1][:3], STORY + " More.", *ROWS[1][4:]], ROWS[3]]
    after = read_bytes(csv_bytes(edited), name="table.csv")
    assert [r.report_id for r in before] == [r.report_id for r in after]
    assert before[0].content_hash != after[0].content_hash
    assert before[1].content_hash == after[1].content_hash


def test_the_user_names_columns() -> None:
    data = csv_bytes([["a", "b", "c"], ["Calm in Homs today", "x", "04/03/2024"]])
    (report,), _ = parts(data, "t.csv", text="A", date="C", day_first="no")
    assert report.text == "Calm in Homs today"
    assert report.published == dt.date(2024, 4, 3)
    with pytest.raises(ReadError, match=r"has no column d\. It has: a, b, c"):
        parts(data, "t.csv", text="d")
    with pytest.raises(ReadError, match="is no field"):
        parts(data, "t.csv", colour="a")


def test_an_order_of_day_and_month_that_cannot_be_told_is_said() -> None:
    rows = [["date", "text"], ["03/04/2024", STORY], ["05/06/2024", STORY]]
    reports, (gap,) = parts(csv_bytes(rows), "t.csv")
    assert [report.published for report in reports] == [None, None]
    assert gap.startswith("t.csv: rows 2, 3: date may mean two days")
    assert "day_first" in gap


def test_a_table_is_guessed_for_a_person_to_confirm() -> None:
    (guess,) = guess_columns(csv_bytes(ROWS), "t.csv")
    assert guess.columns.used() == {
        "text": "Inhalt",
        "title": "Überschrift",
        "source": "Zeitung",
        "url": "Link",
        "published": "Datum",
        "key": "Id",
    }
    assert (guess.names, guess.count) == (tuple(ROWS[0]), 3)
    assert guess.rows[1] == tuple(ROWS[2])
    assert guess_columns(STORY.encode(), "story.txt") == ()


def test_the_longest_prose_is_the_text_whatever_its_name() -> None:
    rows = [["q1", "q2", "q3"], ["2024-12-08", "Homs is calm", STORY]]
    (guess,) = guess_columns(csv_bytes(rows), "t.csv")
    assert (guess.columns.text, guess.columns.published) == ("q3", "q1")


def test_a_table_without_text_says_what_to_do() -> None:
    with pytest.raises(ReadError, match=r"numbers\.csv has no column of text.*--column text=NAME"):
        read_bytes(csv_bytes([["n", "m"], ["1", "2"]]), name="numbers.csv")


def test_prose_with_commas_is_no_table() -> None:
    text = "In Homs, Hama, and Aleppo, calm.\nIn Gao, Mopti, and Kidal, too.\n" * 5
    (report,) = read_bytes(text.encode(), name="story.txt")
    assert report.media_type == "text/plain"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.json", b'{"text": "cut', "not valid JSON"),
        ("a.json", b"[" * 100_000, "nested too deeply"),
        ("a.xlsx", FORMATS["xlsx"][:900], "damaged or cut-off"),
        ("a.csv", b"date,text\n", "holds no rows"),
        ("a.json", b"[]", "holds no rows"),
    ],
)
def test_broken_tables_say_why(name: str, data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        list(read_each_of(data, name=name))


def test_json_of_odd_values() -> None:
    data = b'[{"text": "%s", "n": NaN, "text": "%s"}, {"text": "\\ud800 %s"}, 7]'
    reports, _ = parts(data.replace(b"%s", STORY.encode()), "odd.json")
    assert len(reports) == 2
    assert "\ud800" not in reports[1].text
    assert "stand twice" in reports[0].notes[0]


def test_a_bad_line_of_json_lines_is_one_line() -> None:
    good = json.dumps({"text": STORY})
    reports, gaps = parts(f"{good}\n{{bad\n{good}".encode(), "a.jsonl")
    assert len(reports) == 2
    assert gaps == ["a.jsonl: line 2: no JSON object"]


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.json", "a.jsonl", "a.xlsx", "a.tsv"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        items = list(read_each_of(data, name=name))
    except DatelineError as error:
        said = str(error)
    else:
        said = name
        assert items
    assert name in said
