"""Our own sentences in languages that have no corpus at hand: pinned floors, never lowered."""

import datetime as dt
import json
from collections import Counter
from pathlib import Path

import pytest

from geodata.dates import RuleTagger

GOLD = Path(__file__).parents[2] / "data" / "gold_dates_languages.jsonl"
# How many sentences may go wrong. Each sentence counts as right with all its dates alone.
MISTAKES = {"fr": 2, "ar": 0, "ru": 1, "uk": 1, "de": 0}


@pytest.fixture(scope="module")
def wrong():
    """Return the sentences whose dates are not those of the gold, by language."""
    tagger = RuleTagger()
    found: dict[str, list[tuple[str, bool]]] = {}
    for line in GOLD.read_text("utf-8").splitlines():
        gold = json.loads(line)
        mentions = tagger.tag(
            gold["text"],
            reference_date=dt.date.fromisoformat(gold["reference_date"]),
            language=gold["lang"],
        )
        days = [[str(m.span.start), str(m.span.end)] for m in mentions if m.span]
        found.setdefault(gold["lang"], []).append((gold["text"], days == gold["dates"]))
    return found


def test_there_are_sixty_sentences_of_each_without_a_corpus(wrong):
    sizes = Counter({language: len(rows) for language, rows in wrong.items()})
    assert all(sizes[language] >= 60 for language in ("fr", "ar", "ru", "uk"))


@pytest.mark.parametrize("language", MISTAKES)
def test_no_more_sentences_go_wrong(wrong, language):
    mistakes = [text for text, right in wrong[language] if not right]
    assert len(mistakes) <= MISTAKES[language], mistakes
