from hypothesis import given
from hypothesis import strategies as st

from geodata.recognition.words import gap_joins, split_words


def _texts(text: str) -> list[str]:
    return [word.text for word in split_words(text)]


def test_possessives_stay_outside() -> None:
    assert _texts("Syria's and Laos’s") == ["Syria", "and", "Laos"]


def test_apostrophes_inside_names_stay() -> None:
    assert _texts("Sana'a N'djamena") == ["Sana'a", "N'djamena"]


def test_elisions_stand_alone() -> None:
    assert _texts("l'Ukraine d’Alep l'hôpital") == ["l", "Ukraine", "d", "Alep", "l", "hôpital"]


def test_hashtags_fall_apart_at_capitals() -> None:
    assert _texts("#SaveAleppo #Kyiv MacDonald") == ["Save", "Aleppo", "Kyiv", "MacDonald"]


def test_characters_of_spaceless_scripts_are_words() -> None:
    assert _texts("在北京") == ["在", "北", "京"]


def test_marks_belong_to_their_letter() -> None:
    assert _texts("काठमांडू دِمَشق") == ["काठमांडू", "دِمَشق"]


def test_cases() -> None:
    assert [w.case for w in split_words("Kyiv NATO in 2024 دمشق")] == ["U", "A", "l", "n", "c"]


def test_a_comma_or_a_full_stop_ends_a_name_but_initials_do_not() -> None:
    def joins(text: str) -> bool:
        left, right = split_words(text)
        return gap_joins(text, left, right)

    assert joins("New York")
    assert joins("Khan-Yunis")
    assert joins("St. Louis")
    assert not joins("Paris, France")
    assert not joins("Baghdad. Syria")


@given(st.text(max_size=200))
def test_words_match_the_text_in_order(text: str) -> None:
    end = 0
    for word in split_words(text):
        assert word.start >= end
        assert text[word.start : word.end] == word.text
        assert word.text
        end = word.end
