from hypothesis import given
from hypothesis import strategies as st

from geodata.recognition.lexicon import lexicon
from geodata.recognition.shouting import calm

ENGLISH = lexicon("en")


def test_a_line_in_capitals_gets_title_case() -> None:
    text = "GUNMEN STORM BARRACKS IN NORTHERN MALI\nThe UN said so."
    assert calm(text, ENGLISH) == "Gunmen Storm Barracks in northern Mali\nThe UN said so."


def test_datelines_and_initials_stay() -> None:
    assert calm("DAMASCUS, Dec 8", ENGLISH) == "DAMASCUS, Dec 8"
    assert "US" in calm("US FORCES LEAVE AFGHANISTAN FOR GOOD", ENGLISH)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=100).map(str.upper))
def test_length_never_changes(text: str) -> None:
    assert len(calm(text, ENGLISH)) == len(text)
