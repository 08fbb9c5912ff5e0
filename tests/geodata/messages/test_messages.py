"""The interface's texts: every key that is used exists, and every language says it all."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Formatter

import pytest

from geodata.messages import LANGUAGES, best_language, catalogue, words
from geodata.messages.plurals import plural

ROOT = Path(__file__).parent.parent.parent.parent
FORMS = {
    "en": {"one", "other"},
    "fr": {"one", "other"},
    "es": {"one", "other"},
    "uk": {"one", "few", "many", "other"},
    "ar": {"zero", "one", "two", "few", "many", "other"},
}
USED = re.compile(r"""\b(?:DL\.)?(?:t|now|say_in)\(\s*["']([a-z]+(?:[.-][\w-]+)+)["']""")

# "facet." + name, f"kind.{code}", `layers.${view}`, and .startswith("why.").
BEGUN = re.compile(r"""["'`]([a-z]+\.(?:[a-z_.]+[._])?)(?:["'`]\s*(?:\+|\))|\$?\{)""")
# What scripts put together from two values: a facet and its value, undo or redo and how it went.
SAID_BY_VALUE = re.compile(r"(?:status|place|date)\.[\w-]+|(?:undo|redo)\.(?:done|nothing)")


def used_keys() -> set[str]:
    sources = [*(ROOT / "dashboard").glob("*.py"), *(ROOT / "geodata/maps/assets").glob("*.js")]
    return {key for path in sources for key in USED.findall(path.read_text(encoding="utf-8"))}


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_key_that_is_used_exists() -> None:
    assert used_keys() <= set(catalogue("en"))


def test_no_key_is_left_over() -> None:
    """A key stands in a source whole, or its beginning does where a value is put to it."""
    sources = [
        *(ROOT / "dashboard").glob("*.py"),
        *(ROOT / "geodata").rglob("*.py"),
        *(ROOT / "geodata/maps/assets").glob("*.js"),
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    begun = set(BEGUN.findall(text))
    left = {
        key
        for key in catalogue("en")
        if not re.search(rf"[\"'`]{re.escape(key)}[\"'`]", text)
        and not any(key.startswith(start) for start in begun)
    }
    assert {key for key in left if not SAID_BY_VALUE.fullmatch(key)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_all_of_it_and_nothing_more(language: str) -> None:
    own = json.loads((ROOT / f"geodata/messages/{language}.json").read_text(encoding="utf-8"))
    assert set(own) == set(catalogue("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_have_the_same_holes_and_the_forms_of_their_language(language: str) -> None:
    for key, text in catalogue(language).items():
        english = catalogue("en")[key]
        if isinstance(text, str):
            assert isinstance(english, str), key
            assert holes(text) == holes(english), key
        else:
            assert not isinstance(english, str), key
            assert text.keys() <= FORMS[language], key
            assert "other" in text, key
            assert holes(text["other"]) == holes(english["other"]), key


@pytest.mark.parametrize(
    ("language", "n", "form"),
    [
        ("en", 1, "one"),
        ("en", 0, "other"),
        ("fr", 0, "one"),
        ("fr", 2, "other"),
        ("es", 1, "one"),
        ("uk", 1, "one"),
        ("uk", 21, "one"),
        ("uk", 11, "many"),
        ("uk", 3, "few"),
        ("uk", 13, "many"),
        ("uk", 25, "many"),
        ("ar", 0, "zero"),
        ("ar", 1, "one"),
        ("ar", 2, "two"),
        ("ar", 103, "few"),
        ("ar", 11, "many"),
        ("ar", 100, "other"),
    ],
)
def test_plural_forms(language: str, n: int, form: str) -> None:
    assert plural(language, n) == form


def test_values_are_put_in_and_never_read_as_templates() -> None:
    t = words("en")
    assert t("head.reports", n=1) == "1 report"
    assert t("head.reports", n=1234) == "1,234 reports"
    assert words("xx").language == "en"
    with pytest.raises(KeyError):
        t("no.such.text")


def test_the_first_language_that_we_speak_is_taken() -> None:
    assert best_language(None, "de-DE", "fr-CA", "es") == "fr"
    assert best_language("uk_UA") == "uk"
    assert best_language("", "zz") == "en"
    assert words("ar").direction == "rtl"
    assert words("uk").direction == "ltr"
