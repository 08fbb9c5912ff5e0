"""Names that do what places do not: they have an age, say "he" of themselves, win 2-0."""

import pytest

from geodata.recognition import Recogniser
from geodata.recognition.entities import Entity
from geodata.recognition.lexicon import lexicon
from geodata.recognition.roles import read_roles

ENGLISH = lexicon("en")


def found(recogniser: Recogniser, text: str) -> list[str]:
    return [toponym.text for toponym in recogniser.recognise(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jordan said he was tired.", []),
        ("Jordan said on Monday that he would not go back to Aleppo.", ["Aleppo"]),
        ("Jordan said it would close the border.", ["Jordan"]),
        ("A general died. Israel said he had planned it.", ["Israel"]),
        ("Russia said he had been killed near Kherson.", ["Russia", "Kherson"]),
        ("Jordan, 34, of Leeds, was arrested. Jordan denied it.", ["Leeds"]),
        ("Chad, who is 40, told his wife to leave.", []),
        ("Jordan, 34 km from the border, is calm.", ["Jordan"]),
        ("Shells fell in Aleppo, 12, 13 and 14 March.", ["Aleppo"]),
        ("Michael Jordan arrived late. Jordan said the game was over.", []),
        ("Jack London wrote it. London was 40.", []),
        ("Carlos Santiago was shot in Lima. He was born in Santiago, Chile. Santiago's wife fled.",
         ["Lima", "Santiago", "Chile"]),
    ],
)  # fmt: skip
def test_persons_are_told_from_places(
    recogniser: Recogniser, text: str, expected: list[str]
) -> None:
    assert found(recogniser, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Manchester United beat Liverpool.", []),
        ("Liverpool won 2-0.", []),
        ("Barcelona lost 3-1 to Sevilla.", []),
        ("Sunderland were beaten 3-0 by Middlesbrough.", []),
        ("Dallas beat Houston 24-17.", []),
        ("Homs scored twice in the first half.", []),
        ("The match between Lyon and Marseille was called off in Paris.", ["Paris"]),
        ("FC Barcelona opened a shop in Doha.", ["Doha"]),
        ("Maccabi Tel Aviv played in Athens.", ["Athens"]),
        ("Syria beat back an attack on Idlib.", ["Syria", "Idlib"]),
        ("Troops beat rebels in Homs 2 days ago.", ["Homs"]),
        ("Israel won the war.", ["Israel"]),
        ("Syria lost 10-12 tanks near Idlib.", ["Syria", "Idlib"]),
    ],
)
def test_teams_are_told_from_places(recogniser: Recogniser, text: str, expected: list[str]) -> None:
    assert found(recogniser, text) == expected


@pytest.mark.parametrize(
    "text", ["They fled {} \U0001d49c and walked.", "They left {} \U0001d505."]
)
def test_a_lone_sign_of_mathematics_loses_no_name(recogniser: Recogniser, text: str) -> None:
    (toponym,) = recogniser.recognise(text.format("Homs"))
    assert (toponym.text, toponym.start) == ("Homs", text.index("{"))


def test_a_name_in_letters_of_mathematics_is_still_a_name(recogniser: Recogniser) -> None:
    bold = "".join(chr(0x1D400 + ord(c) - (65 if c.isupper() else 71)) for c in "Homs")
    assert found(recogniser, f"They left {bold} today.") == [bold]


def test_who_was_named_before_may_be_meant() -> None:
    says = "Jordan said he was late."
    assert list(read_roles(says, [], ENGLISH).by_end.values()) == ["says he"]
    person = [Entity(0, 9, "PERSON")]
    assert not read_roles(f"Ali Hamid. {says}", person, ENGLISH).by_end
    assert not read_roles(f"The driver ran. {says}", [], ENGLISH).by_end


def test_long_texts_without_spaces_or_ends_are_read_in_linear_time() -> None:
    pieces = (
        "a ",
        "A",
        "beat ",
        "1-",
        " 2-0 ",
        "FC ",
        ", 34",
        "said ",
        "game between A ",
        "told a ",
    )
    for piece in pieces:
        read_roles(piece * 100_000, [], ENGLISH)
