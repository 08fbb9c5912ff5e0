"""The words that tell clauses, reporting, background, plans and continuation apart, by language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = ["Cues", "cues_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """The cue words of one language: sets of lower-case words, patterns of phrases.

    `tail` patterns match the end of the text before a date ("... since" 2011); `ranges` are the
    words before and between the two ends of one ("from", "to").
    """

    opens_always: frozenset[str]
    opens_with_verb: frozenset[str]
    joins: frozenset[str]
    verbs: frozenset[str]
    no_verbs: frozenset[str]
    verb_endings: tuple[str, ...]
    reporting: frozenset[str]
    reporting_nouns: frozenset[str]
    passive: frozenset[str]
    acts: frozenset[str]
    attributes: frozenset[str]
    according: frozenset[str]
    compares: frozenset[str]
    refers_back: tuple[str, ...]
    ranges: frozenset[tuple[str, str]]
    open_start_tail: re.Pattern[str]
    open_end_tail: re.Pattern[str]
    all_along_tail: re.Pattern[str]
    began_tail: re.Pattern[str]
    after: frozenset[str]
    before: frozenset[str]
    later_than: re.Pattern[str]
    ahead_of: re.Pattern[str]
    for_long: re.Pattern[str]
    future: re.Pattern[str]
    state: re.Pattern[str]
    goes_on: re.Pattern[str]
    goes_not_on: re.Pattern[str]

    def is_verb(self, word: str) -> bool:
        """Say whether a lower-case word may be a finite verb; without a list, any may be."""
        if word in self.verbs or word in self.reporting:
            return True
        if not self.verbs:
            return True
        long_enough = len(word) > 4 and word not in self.no_verbs
        return long_enough and word.endswith(self.verb_endings)


@cache
def cues_for(language: str) -> Cues:
    """Return the cues of a language (ISO 639-1), English where there are none of its own."""
    lists = _lists().get(language) or _lists()["en"]
    words = {key: frozenset(phrases) for key, phrases in lists.items()}
    none: frozenset[str] = frozenset()
    return Cues(
        opens_always=words.get("opens_always", none),
        opens_with_verb=words.get("opens_with_verb", none),
        joins=words.get("joins", none),
        verbs=words.get("verbs", none),
        no_verbs=words.get("no_verbs", none),
        verb_endings=tuple(lists.get("verb_endings", ())),
        reporting=words.get("reporting", none),
        reporting_nouns=words.get("reporting_nouns", none),
        passive=words.get("passive", none),
        acts=words.get("acts", none),
        attributes=words.get("attributes", none),
        according=words.get("according", none),
        compares=words.get("compares", none),
        refers_back=tuple(lists.get("refers_back", ())),
        ranges=frozenset((a, b) for a, _, b in (pair.partition("|") for pair in lists["ranges"])),
        open_start_tail=_tail(words.get("open_start", none)),
        open_end_tail=_tail(words.get("open_end", none)),
        all_along_tail=_tail(words.get("all_along", none)),
        began_tail=_tail(words.get("began", none)),
        after=words.get("later_than", none),
        before=words.get("ahead_of", none),
        later_than=_phrases(words.get("later_than", none)),
        ahead_of=_phrases(words.get("ahead_of", none)),
        for_long=_phrases(words.get("for_long", none)),
        future=_phrases(words.get("future", none)),
        state=_phrases(words.get("state", none)),
        goes_on=_phrases(words.get("goes_on", none)),
        goes_not_on=_phrases(words.get("goes_not_on", none)),
    )


def _alternatives(phrases: Iterable[str]) -> str:
    longest_first = sorted(phrases, key=len, reverse=True)
    # A pattern that can match nothing at all would match everywhere.
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s") for phrase in longest_first) or r"(?!)"


def _phrases(phrases: frozenset[str]) -> re.Pattern[str]:
    # Most letters begin no phrase: one look at the letter is quicker than a try of each.
    first = "".join(sorted({re.escape(phrase[0]) for phrase in phrases}))
    letter = f"(?=[{first}])" if phrases else ""
    return re.compile(rf"(?<!\w){letter}(?:{_alternatives(phrases)})(?!\w)", re.IGNORECASE)


def _tail(phrases: Iterable[str]) -> re.Pattern[str]:
    """Match a phrase at the end, an article, "about" or the like between it and the date."""
    between = r"(?:\s(?:the|about|around|late|early|mid|least|le|el|dem|der|du)){0,2}"
    return re.compile(rf"(?<!\w)(?:{_alternatives(phrases)}){between}\s?$", re.IGNORECASE)


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    raw = resources.files("geodata.events").joinpath("data", "cues.json").read_text("utf-8")
    lists: dict[str, dict[str, list[str]]] = json.loads(raw)
    return lists
