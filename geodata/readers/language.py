"""Which language a text is in: by its script, then by its commonest words and letters."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = ["guess_language"]

SAMPLE_CHARACTERS = 20_000
_CLEAR_VOTES = 2
_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Profile:
    """What gives a language away: its stop words, and letters that its neighbours lack."""

    words: frozenset[str]
    letters: str


@dataclass(frozen=True, slots=True)
class _Script:
    letter: re.Pattern[str]
    languages: Mapping[str, _Profile]


def guess_language(text: str, *, default: str = "en") -> str:
    """Return the ISO 639-1 code of the language that most of a text is in.

    The script with the most letters decides first; among the languages that share it, each
    stop word is a vote and each letter peculiar to a language three. Without votes, the script's
    commonest language in the news (Latin: `default`, also where another leads by one vote).
    """
    sample = text[:SAMPLE_CHARACTERS].casefold()
    script = _main_script(sample)
    if not script:
        return default
    words = Counter(_WORDS.findall(sample))
    languages = _scripts()[script].languages
    votes = {language: _votes(sample, words, profile) for language, profile in languages.items()}
    best = max(votes, key=lambda language: votes[language])
    # One word that two languages share ("a") is no reason to leave the likeliest of them.
    close = votes[best] - votes.get(default, 0) < _CLEAR_VOTES
    return default if script == "latin" and close else best


def _votes(sample: str, words: Mapping[str, int], profile: _Profile) -> int:
    by_words = sum(words.get(word, 0) for word in profile.words)
    return by_words + 3 * sum(sample.count(letter) for letter in profile.letters)


def _main_script(sample: str) -> str:
    counts = {name: len(script.letter.findall(sample)) for name, script in _scripts().items()}
    # A Chinese word is one or two characters where a Latin one is five.
    for name in ("han", "kana", "hangul"):
        counts[name] *= 3
    # Japanese mixes kana with Han characters, Chinese never does.
    if counts["kana"] * 5 > counts["han"]:
        counts["kana"] += counts["han"]
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


@cache
def _scripts() -> dict[str, _Script]:
    raw = resources.files("geodata.readers").joinpath("data", "languages.json")
    scripts = json.loads(raw.read_text("utf-8"))["scripts"]
    return {
        name: _Script(
            re.compile(f"[{entry['range']}]"),
            {
                language: _Profile(
                    frozenset(profile.get("words", "").split()), profile.get("letters", "")
                )
                for language, profile in entry["languages"].items()
            },
        )
        for name, entry in scripts.items()
    }
