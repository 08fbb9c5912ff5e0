"""What stands beside a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.model import Toponym
from geodata.resolution.clues import clues_of, shorter_names
from geodata.resolution.kinds import Kind
from geodata.resolution.words import read_words

WORDS = read_words()


def clues(text, name):
    start = text.index(name)
    return clues_of(text, Toponym(text=name, start=start, end=start + len(name)), None, WORDS)


@pytest.mark.parametrize(
    ("text", "containers", "pattern"),
    [
        ("in Paris, Texas, on Monday", ("Texas",), "comma"),
        ("in Reno (Nevada)", ("Nevada",), "comma"),
        ("in Homs in northern Syria.", ("Syria.", "Syria"), "in"),
        ("Charlotte, North Carolina police", ("North Carolina", "North"), "comma"),
        ("Gainesville, Fla. police", ("Fla.", "Fla"), "comma"),
        ("Syria's Homs fell", ("Syria",), "genitive"),
        ("in Homs, where he", (), ""),
        ("Homs fell", (), ""),
    ],
)
def test_containers(text, containers, pattern):
    name = next(n for n in ("Paris", "Reno", "Homs", "Charlotte", "Gainesville") if n in text)
    found = clues(text, name)
    assert (found.containers, found.pattern) == (containers, pattern)


def test_type_words_on_either_side():
    assert Kind.ADM2 in clues("the Orange County sheriff", "Orange").kinds
    assert clues("the Orange County sheriff", "Orange").compound == "Orange County"
    assert clues("on Lake Chicot today", "Chicot").compound == "Lake Chicot"
    assert Kind.TOWN in clues("the city of Draykish", "Draykish").kinds
    assert clues("the Draykish people", "Draykish").kinds == frozenset()


@pytest.mark.parametrize(
    ("name", "shorter"),
    [
        ("northern Tartous province", ["Tartous province", "Tartous"]),
        ("Aleppo's", ["Aleppo"]),
        ("Paris", []),
        ("the city", ["city"]),
    ],
)
def test_shorter_names(name, shorter):
    assert shorter_names(name, WORDS) == shorter


@given(st.text(max_size=200), st.integers(0, 199), st.integers(1, 30))
def test_any_text(text, start, length):
    start = min(start, len(text))
    end = min(start + length, len(text))
    clues_of(text, Toponym(text=text[start:end], start=start, end=end), None, WORDS)
    shorter_names(text, WORDS)
