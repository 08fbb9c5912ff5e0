"""`annotate`: one line out per line in, in order, whatever the line holds."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from geodata.annotate import Document, annotate, parse_line, read_documents
from geodata.errors import ReadError
from geodata.pipeline import Geoparser

TEXT = "Syrian fighters entered Damascus on Sunday."


def document(text: str = TEXT, **values: object) -> Document:
    row = {"doc_id": "a", "text": text, "reference_date": "2024-12-08", **values}
    return parse_line(json.dumps(row), number=1, given_toponyms="toponyms" in values)


def test_places_and_dates_come_out(geoparser: Geoparser) -> None:
    (row,) = annotate([document()], geoparser)
    assert row["doc_id"] == "a"
    by_name = {t["text"]: t for t in row["toponyms"]}
    assert by_name["Damascus"]["country_code"] == "SY"
    assert by_name["Syrian"]["feature_code"].startswith("PCL")
    (date,) = row["dates"]
    assert (date["value"], date["date_start"], date["date_end"]) == ("2024-12-08",) * 3
    assert TEXT[date["start"] : date["end"]] == date["text"]


def test_demonyms_can_be_left_out(geoparser: Geoparser) -> None:
    (row,) = annotate([document()], geoparser, demonyms=False)
    assert [t["text"] for t in row["toponyms"]] == ["Damascus"]


def test_given_toponyms_are_placed_and_none_added(geoparser: Geoparser) -> None:
    given = document(toponyms=[{"start": 24, "end": 32}])
    (row,) = annotate([given], geoparser, demonyms=False)
    assert [t["text"] for t in row["toponyms"]] == ["Damascus"]


def test_unresolved_toponyms_stay_with_null_coordinates(geoparser: Geoparser) -> None:
    text = "He was born in Qwertzuiopia."
    given = document(text, toponyms=[{"start": 15, "end": 27}])
    (row,) = annotate([given], geoparser)
    (toponym,) = row["toponyms"]
    assert toponym["latitude"] is None
    assert toponym["geonameid"] is None


def test_the_outlets_other_reports_count(geoparser: Geoparser) -> None:
    ohio = [
        document(text, doc_id=str(number), source="A local paper")
        for number, text in enumerate(
            [
                "The council of Columbus, Ohio, met.",
                "A fire in Dayton, Ohio, was put out.",
                "Schools in Toledo, Ohio, stay closed.",
                "The mayors of Akron, Ohio, and Canton, Ohio, met in Cleveland.",
                "Cleveland, Ohio, and Cincinnati, Ohio, share the cost.",
                "A bridge was closed in Lima, officials said.",
            ]
        )
    ]
    *_, last = annotate(ohio, geoparser)
    (lima,) = [t for t in last["toponyms"] if t["text"] == "Lima"]
    assert lima["country_code"] == "US"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "[]",
        "{",
        '"text"',
        "null",
        '{"doc_id": "a"}',
        '{"doc_id": "a", "text": 3}',
        '{"doc_id": "a", "text": "b", "reference_date": "soon"}',
        '{"doc_id": "a", "text": "b", "toponyms": [{"start": 0, "end": 9}]}',
        '{"doc_id": "a", "text": "b", "toponyms": [{"start": 1, "end": 0}]}',
        '{"doc_id": "a", "text": "b", "toponyms": 5}',
        "[" * 100_000,
    ],
)
def test_a_broken_line_is_named(line: str) -> None:
    with pytest.raises(ReadError, match="line 7: "):
        parse_line(line, number=7, given_toponyms=True)


def test_other_keys_and_a_null_date_are_fine() -> None:
    parsed = parse_line(
        '{"doc_id": 5, "text": "x", "reference_date": null, "lang": "es", "more": [1]}', number=1
    )
    assert (parsed.doc_id, parsed.reference_date, parsed.language) == ("5", None, "es")
    assert document().reference_date == dt.date(2024, 12, 8)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Convoys reached Homs.", "en"),
        ("A quake struck the north.", "en"),
        ("Взрыв произошёл в Киеве.", "ru"),
        ("Los combates empezaron el lunes en la ciudad de Alepo.", "es"),
    ],
)
def test_a_language_that_is_not_said_is_guessed(text: str, language: str) -> None:
    assert parse_line(json.dumps({"doc_id": "a", "text": text}), number=1).language == language


def test_line_separators_inside_a_text_do_not_cut_it(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    text = "Homs\u2028Hama\x85Aleppo"
    row = json.dumps({"doc_id": "a", "text": text}, ensure_ascii=False)
    path.write_text(row + "\n\n" + row + "\n", encoding="utf-8")
    assert [d.text for d in read_documents(path)] == [text, text]


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="absent"):
        read_documents(tmp_path / "absent.jsonl")
