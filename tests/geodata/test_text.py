"""The gate for text, and the cutting into sentences."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.text import MAX_SENTENCE, captions, clean, sentences

any_text = st.text(st.characters(exclude_categories=()), max_size=400)
# Text made of what the splitter looks at, so that hypothesis reaches its corners.
stop_text = st.text(st.sampled_from(list("aA.!?。؟…\"'”) \n\t1éشU§")), max_size=200)


def cut(text):
    return [text[s.start : s.end] for s in sentences(text)]


@pytest.mark.parametrize(
    ("raw", "expected", "notes"),
    [
        ("plain", "plain", 0),
        ("\ufeffHeadline\r\nText\rEnd", "Headline\nText\nEnd", 0),
        ("page\x0cpage\u2028line", "page\npage\nline", 0),
        ("a\x00b\x1bc\td", "a\ufffdb\ufffdc\td", 1),
        ("lone \ud800 half", "lone \ufffd half", 1),
        ("pair \ud83d\ude00", "pair \U0001f600", 1),
        ("e\u0301 stays", "e\u0301 stays", 0),
        ("{{7*7}} ${1} `x` </script>", "{{7*7}} ${1} `x` </script>", 0),
    ],
)
def test_clean(raw, expected, notes):
    text, said = clean(raw)
    assert text == expected
    assert len(said) == notes


@given(any_text)
def test_clean_text_is_safe_everywhere_and_stays_as_it_is(raw):
    text, _ = clean(raw)
    assert clean(text) == (text, ())
    text.encode("utf-8")
    assert not set(text) & {"\x00", "\r", "\x1b", "\x7f", "\x85"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mr. Smith met Gen. Lee in the U.S. The army left.",
            ["Mr. Smith met Gen. Lee in the U.S.", "The army left."],
        ),
        ("U.S. Army units left Fort Drum.", ["U.S. Army units left Fort Drum."]),
        ("J. R. Brown went to St. Petersburg on Jan. 5.", None),
        ("It began at 5 p.m. Sunday near No. 10.", None),
        ('"Stop the war!" a voice shouted.', None),
        (
            'He said "No!" Then he left... Nobody came.',
            ['He said "No!"', "Then he left...", "Nobody came."],
        ),
        ("It cost 3.5 million. Nobody paid.", ["It cost 3.5 million.", "Nobody paid."]),
        (
            "Am 8. Dezember fiel die Stadt. Sie war leer.",
            ["Am 8. Dezember fiel die Stadt.", "Sie war leer."],
        ),
        ("城市沦陷。总统逃离！是吗？", ["城市沦陷。", "总统逃离！", "是吗？"]),
        ("سقطت المدينة. هل هرب؟ نعم.", ["سقطت المدينة.", "هل هرب؟", "نعم."]),
        ("В 2024 г. в Москве шёл снег. Потом нет.", ["В 2024 г. в Москве шёл снег.", "Потом нет."]),
        ("Headline\nFirst line\n\nBody.", ["Headline", "First line", "Body."]),
        ("", []),
        (" \n\t\n ", []),
    ],
)
def test_sentences(text, expected):
    assert cut(text) == ([text] if expected is None else expected)


def test_lines_wrapped_at_a_fixed_width_are_joined():
    text = (
        "Fighting went on for a third day in the hills to the north of\n"
        "the town and in the harbour, where two ships were burning at\n"
        "Pier Nine. The mayor asked for help from the neighbouring\n"
        "districts.\n\nA NEW PARAGRAPH\n"
    )
    found = sentences(text)
    assert len(found) == 3
    assert (found[0].paragraph_start, found[0].paragraph_end) == (0, text.index("\n\n"))
    assert text[found[1].start : found[1].end].endswith("districts.")


def test_a_list_of_lines_is_not_joined():
    text = "Killed in the north-western province of Examplia: 12\nWounded: 30\nmissing: 4"
    assert len(sentences(text)) == 3


def test_a_sentence_without_end_is_cut_at_white_space():
    found = cut("word " * 5000)
    assert all(len(s) <= MAX_SENTENCE and s.startswith("word") for s in found)
    assert " ".join(found) == ("word " * 5000).strip()


@given(st.one_of(any_text, stop_text))
def test_sentences_tile_all_that_is_no_white_space(text):
    found = sentences(text)
    assert "".join("".join(cut(text)).split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    for s in found:
        assert 0 <= s.paragraph_start <= s.start < s.end <= s.paragraph_end <= len(text)
        assert text[s.start : s.end] == text[s.start : s.end].strip()
        assert s.end - s.start <= MAX_SENTENCE


@pytest.mark.parametrize(
    "unit",
    [".", "! ", "a. ", "x", "\n", " ", '!"', "U.S. ", "The guns of the town fell silent at noon. "],
)
def test_time_grows_with_length_only(unit):
    text = unit * (100_000 // len(unit)) + "x"
    began = time.process_time()
    sentences(text)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A tree is planted near Exampleton. Picture taken May 3, 2019. PHOTO: AGENCY", 1),
        ("[Photo by Jo Writer/Agency] Boats in the port of Exampleton", 1),
        ("Boats in the port of Exampleton, 2019 [File: Jo Writer/Agency]", 1),
        ("Foto: Agencia\n\nLlegó a la ciudad.", 1),
        ("На фото: порт", 1),
        ("Boats in Exampleton in May 2019.\nPhoto: Jo Writer\nThe ships left on Sunday.", 2),
        ("A picture taken by a neighbour showed smoke over the port.", 0),
        ("He said the photo was false. Nobody had taken it.", 0),
        ("Photo: " + "a long story about the town. " * 60, 0),
        ("", 0),
    ],
)
def test_captions(text, expected):
    assert len(captions(text)) == expected


def test_a_credit_line_makes_a_caption_of_the_line_above():
    text = "Story begins here.\n\nBoats in Exampleton.\nPhoto: Jo Writer\nThe ships left."
    assert [text[a:b] for a, b in captions(text)] == ["Boats in Exampleton.", "Photo: Jo Writer"]
