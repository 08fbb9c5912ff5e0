"""Arabic pages whose words stand as they are drawn become text."""

from hypothesis import given
from hypothesis import strategies as st

from geodata.readers.rightleft import in_reading_order

READ = "انهار جسر في طرطوس يوم 8 ديسمبر 2024\nوقالت BBC News في مدينة دمشق."
DRAWN = "2024 ديسمبر 8 يوم طرطوس في جسر انهار\n.دمشق مدينة في BBC News وقالت"


def test_words_are_put_in_the_order_in_which_they_are_read():
    assert in_reading_order(DRAWN) == READ
    assert in_reading_order(READ) == READ


def test_letters_lose_the_shape_that_they_have_in_a_word():
    assert in_reading_order("اﻷﺣﺪ ﻓﻲ ﻃﺮﻃﻮس") == "الأحد في طرطوس"


def test_other_lines_stay_as_they_are():
    text = "The bridge in Tartus fell.\n.NET is no sentence\nМост упал."
    assert in_reading_order(text) == text
    assert in_reading_order(f"{text}\n{DRAWN}") == f"{text}\n{READ}"


@given(st.text(max_size=100))
def test_no_letter_is_lost(text):
    found = in_reading_order(text)
    assert found.count("\n") == text.count("\n")
    assert sum(map(str.isspace, found)) <= sum(map(str.isspace, text)) + 20
