import pytest

from geodata.recognition.forms import base_forms, prefix_of
from geodata.recognition.lexicon import lexicon


@pytest.mark.parametrize(
    ("language", "inflected", "base"),
    [
        ("ru", "Киеве", "Киев"),
        ("ru", "Москвой", "Москва"),
        ("ru", "Сирии", "Сирия"),
        ("ru", "Казани", "Казань"),
        ("ru", "Нижнем Новгороде", "Нижний Новгород"),
        ("uk", "Харкові", "Харків"),
        ("uk", "Одесою", "Одеса"),
        ("uk", "Полтаві", "Полтава"),
        ("ko", "서울에서", "서울"),
    ],
)
def test_endings_come_off(language: str, inflected: str, base: str) -> None:
    assert base in base_forms(inflected, lexicon(language))


def test_forms_are_few_and_none_without_endings() -> None:
    assert len(base_forms("Великой Александровке", lexicon("ru"))) <= 48
    assert base_forms("Washington", lexicon("en")) == []


def test_arabic_clitics() -> None:
    assert prefix_of("بدمشق", lexicon("ar")) == "ب"
    assert prefix_of("وبحلب", lexicon("ar")) == "وب"
    assert prefix_of("بن", lexicon("ar")) == ""
    assert prefix_of("Boston", lexicon("en")) == ""


def test_unknown_languages_have_no_words() -> None:
    assert not lexicon("xx").stop
    assert not lexicon("../en").stop
    assert lexicon("en-GB") == lexicon("en")
