"""The sift by letters before spellings are compared: nothing similar is lost, most is left out."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from geodata.gazetteer.spellings import Spellings, letters_of

WORDS = st.text(alphabet="abcdeäßдمد京 '-9", min_size=1, max_size=14)


def spellings(keys):
    lengths = np.array([len(key) for key in keys])
    return Spellings(keys, np.arange(len(keys)), letters_of(keys), lengths)


@given(asked=WORDS, keys=st.lists(WORDS, min_size=1, max_size=30))
def test_what_is_similar_enough_is_kept(asked, keys):
    kept = set(spellings(keys).perhaps(asked, 0.72).tolist())
    assert {i for i, key in enumerate(keys) if fuzz.ratio(asked, key) >= 72} <= kept


def test_names_of_other_letters_are_left_out():
    names = spellings(["duraykish", "tartus", "halab", "drekish", "moscow"])
    assert names.perhaps("draykish", 0.72).tolist() == [0, 3]


def test_a_country_without_names_has_nothing_similar():
    none = Spellings([], np.empty(0, np.int64), np.empty(0, np.uint32), np.empty(0, np.int64))
    assert not len(none.perhaps("draykish", 0.72))
