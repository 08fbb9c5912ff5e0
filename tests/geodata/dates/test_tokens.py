"""Tokens: offsets, shapes of numbers, folding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.dates.tokens import fold, scan


def kinds(text):
    return [set(entry) for _, _, entry in scan(text, {})]


@given(st.text(max_size=200))
def test_tokens_are_in_order_and_cover_all_but_white_space(text):
    position = 0
    for start, end, _ in scan(text, {}):
        assert position <= start < end
        assert not text[position:start].strip()
        position = end
    assert not text[position:].strip()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2024-12-08T10:00Z", "iso"),
        ("2024-12-08 10:00:01.5+03:00", "iso"),
        ("2024-W09", "isoweek"),
        ("3/4/2024", "numeric"),
        ("3.4.24", "numeric"),
        ("1990s", "decade"),
        ("05:30", "clock"),
        ("14h30", "clock"),
        ("1,900", "amount"),
        ("21st", "ordinal"),
        ("a.m.", "meridiem"),
        ("MH17", "code"),
    ],
)
def test_shapes(text, kind):
    assert kinds(text) == [{kind}] or kind in kinds(text)[0]


@pytest.mark.parametrize("text", ["192.168.1.1", "10.2.3.4.5", "1-2-3", "12-34-56", "555-1234"])
def test_what_only_looks_like_a_date(text):
    assert not any("numeric" in kind or "iso" in kind for kind in kinds(text))


def test_only_four_digits_without_separator_are_a_year():
    years = [
        text
        for text in ("1987", "1,987", "987", "19870", "2250", "0987")
        if "year" in kinds(text)[0]
    ]
    assert years == ["1987"]


def test_arabic_digits_are_digits():
    ((_, _, entry),) = scan("٢٠١١", {})
    assert entry["year"] == 2011


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("MÄRZ", "marz"),
        ("Año", "ano"),
        ("أيلول", "ايلول"),
        ("четвёртый", "четвертыи"),
        ("May", "may"),
    ],
)
def test_fold(word, folded):
    assert fold(word) == folded
