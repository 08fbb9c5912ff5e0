"""Where names and date words stand, counted as JavaScript counts."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from geodata.maps.reading import sentence_spans, text_marks, utf16_offsets
from geodata.model import Event, Resolution, Toponym


def event(text: str, name: str, at: int, **more: object) -> Event:
    toponym = Toponym(text=name, start=at, end=at + len(name))
    made = Event(
        event_id=f"e{at}", resolution=Resolution(toponym=toponym), sentence=text, sentence_start=0
    )
    return replace(made, **more)  # type: ignore[arg-type]  # of a test


@given(st.text(max_size=60), st.integers(0, 60))
def test_offsets_count_utf16_units(text: str, at: int) -> None:
    cut = min(at, len(text))
    units = len(text[:cut].encode("utf-16-le", "surrogatepass")) // 2
    if not any("\ud800" <= c <= "\udfff" for c in text):
        assert utf16_offsets(text)(cut) == units


def test_two_equal_names_have_a_mark_each_and_a_shared_date_one() -> None:
    text = "𝒜 Homs on Sunday, and Homs."
    dated = {"date_start_char": 7, "date_end_char": 16}
    two = [event(text, "Homs", 2, **dated), event(text, "Homs", 22, **dated)]
    marks = text_marks(text, two, {"e2": 5, "e22": 6})
    assert [(m["kind"], m["start"], m["index"]) for m in marks] == [
        ("name", 3, 5), ("date", 8, 5), ("name", 23, 6),
    ]  # fmt: skip
    assert [sentence_spans(one)["name_at"] for one in two] == [[3, 7], [23, 27]]


def test_what_is_not_on_the_map_or_not_in_the_text_has_no_mark() -> None:
    assert text_marks("Homs", [event("Homs", "Homs", 0)], {}) == []
    assert text_marks("", [event("", "Homs", 0)], {"e0": 1}) == []
    outside = event("Homs fell.", "Homs", 0, date_start_char=500, date_end_char=504)
    assert sentence_spans(outside) == {"name_at": [0, 4], "date_at": None}
