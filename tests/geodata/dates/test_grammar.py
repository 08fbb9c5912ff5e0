"""Word lists and patterns of every language load and keep their promises."""

import random

import pytest

from geodata.dates.grammar import Hit, _compile, _needed, grammar_of
from geodata.dates.guards import GUARDS
from geodata.dates.lexicon import LANGUAGES, _meanings, load
from geodata.dates.tagger import _READINGS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_a_reading_and_a_core(language):
    lexicon = load(language)
    assert set(lexicon.patterns) <= set(_READINGS)
    assert set(lexicon.patterns) <= set(lexicon.core)
    assert grammar_of(language).rules


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_months_weekdays_and_units(language):
    lexicon = load(language)
    meanings = list(_meanings(lexicon.words, lexicon.phrases))
    months = {entry["month"] for entry in meanings if "month" in entry}
    weekdays = {entry["weekday"] for entry in meanings if "weekday" in entry}
    units = {entry["unit"] for entry in meanings if "unit" in entry}
    assert months == set(range(1, 13))
    assert weekdays == set(range(7))
    assert {"day", "week", "month", "year"} <= units


def test_guards_belong_to_rules():
    assert set(GUARDS) <= set(_READINGS)


@pytest.mark.parametrize("pattern", ["<day>*", "<day>+", "<day>{2,}"])
def test_unbounded_repetition_is_refused(pattern):
    with pytest.raises(ValueError, match="unbounded"):
        _compile(pattern, load("en").codes)


def test_an_unknown_language_is_read_as_english():
    assert load("xx").words is load("xx").words
    assert load("xx").words == load("en").words


def test_a_region_is_no_language_of_its_own():
    assert load("pt-BR").words == load("en").words
    assert load("es_MX").words == load("es").words


def test_a_phrase_is_one_token_only_where_all_of_it_follows():
    lexicon = load("en")
    assert len(lexicon.tokenize("a couple of days").entries) == 2
    assert len(lexicon.tokenize("a couple in love").entries) == 4


def test_a_capital_may_be_a_month_and_a_small_letter_not():
    words = load("en").words
    assert words["May"]["month"] == 5
    assert "month" not in words.get("may", {})


def test_a_hit_knows_its_neighbours():
    grammar = grammar_of("en")
    tokens = grammar.lexicon.tokenize("in 1987 percent")
    (hit,) = grammar.hits(tokens, lambda hit: hit.rule == "year")
    assert isinstance(hit, Hit)
    assert "in" in hit.near(-1)
    assert hit.near(-2) == {}
    assert hit.near(9) == {}


def test_what_every_match_needs():
    assert _needed("(<unit>|<units> dot) comma? (<day>|<year>)? month") == ["unit units", "month"]
    assert _needed("(?!percent) <day> | <year>") == ["day year"]
    assert _needed("(?<=in) <day>?") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pattern_that_is_passed_over_would_not_match(language):
    grammar = grammar_of(language)
    rng = random.Random(3)
    codes = sorted(set(grammar.lexicon.codes.values()))
    for rule in grammar.rules:
        for pattern in rule.patterns:
            wanted = [*codes, *(code for need in pattern.needs for code in sorted(need))]
            for _ in range(30):
                piece = "".join(rng.choices(wanted, k=8))
                if pattern.regex.search(piece):
                    assert pattern.may_match(set(piece))
