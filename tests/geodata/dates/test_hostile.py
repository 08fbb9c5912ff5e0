"""No text raises, and time grows with the length of the text alone."""

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.dates import RuleTagger
from geodata.dates.lexicon import LANGUAGES, load

WORDS = {language: sorted(w for w in load(language).words) for language in LANGUAGES}
SIGNS = [
    *("1", "12", "31", "99", "1995", "2024", "-", "–", "/", ".", ",", ":", "'s", "\n\n", "%", "$"),
    *("2024-12-08", "31/12/2024", "05:61", "25:00", "1990s", "4th", "0", "99999", "T25:61"),
]
REFERENCES = st.none() | st.dates()


def checked(text, reference, language="en"):
    end = 0
    for mention in RuleTagger().tag(text, reference_date=reference, language=language):
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert mention.type in {"DATE", "TIME", "DURATION", "SET"}
        assert mention.value
        assert mention.reason
        end = mention.end


@given(st.text(max_size=300), REFERENCES)
def test_any_text(text, reference):
    checked(text, reference)


@settings(max_examples=300)
@given(st.data(), st.sampled_from(LANGUAGES), REFERENCES)
def test_any_words_of_the_lists(data, language, reference):
    words = st.sampled_from(WORDS[language]) | st.sampled_from(SIGNS)
    checked(" ".join(data.draw(st.lists(words, max_size=25))), reference, language)


@pytest.mark.parametrize(
    "unit",
    ["7", " ", "the ", "\n", "1 ", "-", "a\u0301", "ـ", "٣", "📅", "12:", "last ", "half a "],
)
def test_long_lines_take_linear_time(unit):
    text = unit * (200_000 // len(unit))
    start = time.process_time()
    checked(text, dt.date(2024, 12, 8))
    assert time.process_time() - start < 4


def test_lone_surrogates_and_nul():
    checked("on \ud800 5 May\x00 2020 \udfff", dt.date(2024, 12, 8))
