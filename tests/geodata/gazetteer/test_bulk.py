"""Many names at once: the same keys as one by one, and hashes that do not move."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.gazetteer.bulk import (
    PREFIX_BYTES,
    bare_many,
    fold_many,
    hash_names,
    key_hash,
    key_hashes,
    prefix_range,
)
from geodata.gazetteer.names import bare, fold

NAMES = (
    "Saint Saint Louis", "San Saint", "saint", "Mount", "Sa\u00ednt Lo", " US ", "US", "us", "",
    " ", "A&B", "Stra\u00dfe", "\u00c6r\u00f8", "e\u0301a", "\u0301a", "a\u200fb", "St. Louis",
    "U.S.", "Miss.", "x  -  y -", "- a", "\u0130stanbul", "\U0001d400 x", "\ud800", "a\x1cb",
    "\ufb01n", "\u5317\u4eac", "\u0915\u093c", "a\tb", "a\r", "\u3000a", "Fort Mount x",
    "\u05d1\u05bc", "\u1100\u1161",
)  # fmt: skip


def test_known_hard_names_have_the_keys_that_they_have_alone():
    assert fold_many(NAMES) == [fold(name) for name in NAMES]


@given(st.lists(st.one_of(st.text(max_size=20), st.sampled_from(NAMES))))
def test_any_names_have_the_keys_that_they_have_alone(names):
    assert fold_many(names) == [fold(name) for name in names]


@given(st.lists(st.text(alphabet="aAbM\u00e9 .-'\u0627\u0301&", max_size=9), min_size=1))
def test_close_shaves_have_the_keys_that_they_have_alone(names):
    assert fold_many(names) == [fold(name) for name in names]


@given(st.lists(st.text(max_size=30)))
def test_hashes_of_many_are_those_of_one(names):
    keys = [fold(name) for name in names]
    hashes = [key_hash(key) for key in keys]
    assert key_hashes(keys).tolist() == hash_names(names).tolist() == hashes
    assert all(-(1 << 63) <= h < 1 << 63 for h in hashes)


def test_hashes_are_the_same_on_every_machine():
    assert key_hash("damascus") == -1990189296650976998
    assert len(set(key_hashes([f"name {i}" for i in range(100_000)]).tolist())) == 100_000


@given(st.text(min_size=1, max_size=8), st.text(max_size=8))
def test_keys_with_one_beginning_lie_in_its_range(prefix, rest):
    key = fold(prefix + rest)
    for end in range(1, len(key) + 1):
        low, high = prefix_range(key[:end])
        assert low <= key_hash(key) <= high
    low, high = prefix_range("b" * PREFIX_BYTES)
    assert not low <= key_hash("abbb") <= high


@pytest.mark.parametrize("unit", ["a.", "\u00e9'", "-", "saint ", "  x", "&"])
def test_long_hostile_names_take_linear_time(unit):
    started = time.process_time()
    fold_many([unit * 100_000, "short"])
    assert time.process_time() - started < 3


@given(
    st.lists(
        st.sampled_from(
            [
                "al ad x",
                "al",
                "al al",
                "abu al ward",
                "deir ez zor",
                "albab",
                "el",
                "",
                "x al",
                "a b c",
            ]
        ),
        min_size=1,
    )
)
def test_bare_keys_of_many_are_those_of_each(keys):
    assert bare_many(keys) == [bare(key) for key in keys]
