"""The weights are readable: known columns, plain numbers, no names of places."""

import math

from geodata.resolution.calibration import CONFIDENCE
from geodata.resolution.context import CONTEXT
from geodata.resolution.evidence import FIXED
from geodata.resolution.resolver import read_model
from geodata.resolution.surroundings import SURROUNDINGS
from geodata.resolution.words import read_data, read_words

TABLES = {
    "first": FIXED,
    "later": (*FIXED, *CONTEXT),
    "calibration": CONFIDENCE,
    "surroundings": SURROUNDINGS,
}


def test_every_weight_belongs_to_a_column():
    raw = read_data("weights.toml")
    assert set(raw) == set(TABLES)
    for name, columns in TABLES.items():
        assert set(raw[name]) <= set(columns)
        assert all(math.isfinite(weight) for weight in raw[name].values())


def test_signs_are_those_of_common_sense():
    weights = dict(zip((*FIXED, *CONTEXT), read_model().weights.later, strict=True))
    for speaks_for in ("population", "inside_division", "country_share", "division_share"):
        assert weights[speaks_for] > 0
    assert weights["type_agrees"] > weights["type_differs"]
    assert weights["home_division"] > 0


def test_word_lists_are_lower_case_but_for_postal_codes():
    words = read_words()
    lists = (words.after, words.before, words.strip_before, words.site_last, words.site_first)
    assert all(word == word.lower() for each in lists for word in each)
    assert all(len(code) == 2 and code.isupper() for code in words.postal)
