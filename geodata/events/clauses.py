"""A sentence cut into clauses, and which of them only report.

No parser: commas, semicolons, subordinating and joining words, and whether the words around
them hold a verb. A clause may go on behind another that is set in it ("The boat, which had
left Tobruk, sank on Monday").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from geodata.events.cues import Cues

__all__ = ["ONE_CLAUSE", "Clauses", "split_clauses"]

# How many words an attribution (", the head of the regional police said") may have before its verb.
ATTRIBUTION_WORDS = 8
# Fewer words than these before a sentence's first comma are no clause ("On Friday,").
FRONTED_WORDS = 3
# How many may stand between a verb of saying and its date ("said in a statement late on").
REPORTING_WORDS = 7
# A comma opens a new clause where there is none to go on with.
NEW = -1

_TOKEN = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*|[,;:،؛—–()]|--|(?<=\s)-(?=\s)")
_COMMAS = frozenset(",،")
_BRACKETS = frozenset("()")
_STRONG = frozenset(";؛")
_DASHES = frozenset(("—", "–", "--", "-", ":"))
_SIGNS = _COMMAS | _BRACKETS | _STRONG | _DASHES


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of a sentence.

    Attributes
    ----------
    starts
        Where each stretch of text begins; `ids` names its clause, `parts` counts semicolons.
    reporting
        The clauses whose verb is one of saying.
    """

    starts: tuple[int, ...]
    ids: tuple[int, ...]
    parts: tuple[int, ...]
    reporting: frozenset[int]

    def clause(self, at: int) -> int:
        """Return the number of the clause at an offset."""
        return self.ids[max(0, bisect_right(self.starts, at) - 1)]

    def part(self, at: int) -> int:
        """Return the number of the part between semicolons at an offset."""
        return self.parts[max(0, bisect_right(self.starts, at) - 1)]


ONE_CLAUSE = Clauses(starts=(0,), ids=(0,), parts=(0,), reporting=frozenset())


def split_clauses(
    text: str, sentence: tuple[int, int], dates: Sequence[tuple[int, int]], cues: Cues
) -> Clauses:
    """Cut a sentence into clauses.

    Parameters
    ----------
    sentence
        Its span in the text.
    dates
        The spans of its dates: a date behind "said" belongs to the saying.
    """
    tokens = [
        _Token(word, m.start(), m.end(), verb=cues.is_verb(word), dated=_inside(m.start(), dates))
        for m in _TOKEN.finditer(text, *sentence)
        for word in [m[0].lower()]
    ]
    # "Said Friday's raid ..." and "said a Friday raid" do not date the saying.
    free = [span for span in dates if not text.startswith(("'s", "’s"), span[1])]
    splitter = _Splitter(tokens, cues, free)
    splitter.open(sentence[0])
    for i in range(len(tokens)):
        splitter.step(i)
    return Clauses(
        starts=tuple(splitter.starts),
        ids=tuple(splitter.ids),
        parts=tuple(splitter.parts),
        reporting=frozenset(splitter.reporting),
    )


def _inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    number = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return number >= 0 and at < spans[number][1]


class _Token(NamedTuple):
    word: str
    start: int
    end: int
    verb: bool
    dated: bool


@dataclass(slots=True)
class _Splitter:
    """Walks over the tokens of a sentence once and opens, closes and resumes clauses."""

    tokens: Sequence[_Token]
    cues: Cues
    dates: Sequence[tuple[int, int]]
    starts: list[int] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    reporting: set[int] = field(default_factory=set)
    # The clause that goes on when the present one closes at a comma; None if it stays open.
    resumes: int | None = None
    # The clause around a bracket.
    outside: int | None = None
    skip_until: int = -1

    def open(self, at: int, *, clause: int | None = None, new_part: bool = False) -> None:
        self.parts.append(self.parts[-1] + new_part if self.parts else 0)
        self.ids.append(max(self.ids, default=-1) + 1 if clause is None else clause)
        self.starts.append(at)
        self.resumes = None

    def step(self, i: int) -> None:
        token = self.tokens[i]
        if token.start >= self.skip_until:
            self.at_sign(i) if token.word in _SIGNS else self.at_word(i)

    def at_sign(self, i: int) -> None:
        token = self.tokens[i]
        if token.word in _STRONG:
            self.open(token.end, new_part=True)
        elif token.word in _DASHES:
            if token.word == ":" or (self.verb_before(i) and self.verb_after(i)):
                self.open(token.end)
        elif token.word in _COMMAS:
            self.at_comma(i)
        else:
            self.at_bracket(i)

    def at_word(self, i: int) -> None:
        token = self.tokens[i]
        if token.word in self.cues.reporting:
            if not self.is_done(i):
                self.at_reporting(i)
        elif token.word in self.cues.attributes:
            self.at_attribution(i)
        elif self.opens(i):
            above = NEW if i < 2 and not self.verb_before(i) else self.ids[-1]
            self.open(token.start)
            self.resumes = above

    def opens(self, i: int) -> bool:
        """Say whether a word opens a subordinate clause."""
        word = self.tokens[i].word
        following = self.tokens[i + 1].word if i + 1 < len(self.tokens) else ""
        if word in self.cues.opens_always:
            return not self.tokens[i].dated and following != "of"  # "more than that of 2007"
        # "Since" and "until" before a date open nothing.
        before_date = i + 1 < len(self.tokens) and self.tokens[i + 1].dated
        return word in self.cues.opens_with_verb and not before_date and self.verb_after(i)

    def at_comma(self, i: int) -> None:
        comma = self.tokens[i]
        if self.attribution(i):
            above = self.ids[-1] if self.resumes in {None, NEW} else self.resumes
            self.open(comma.end)
            self.resumes = above
        elif self.joined(i) or self.reported(i):
            self.open(comma.end)
        elif self.resumes is not None and self.verb_after(i):
            self.open(comma.end, clause=None if self.resumes == NEW else self.resumes)

    def at_attribution(self, i: int) -> None:
        """Set "according to the ministry in Kyiv" apart from what it vouches for."""
        after_comma = i > 0 and self.tokens[i - 1].word in _COMMAS
        if i == 0:
            self.reporting.add(self.ids[-1])
            self.resumes = NEW
        elif after_comma or self.verb_before(i):
            above = self.ids[-1]
            self.open(self.tokens[i].start)
            self.reporting.add(self.ids[-1])
            self.resumes = above

    def reported(self, i: int) -> bool:
        """Say whether a comma brings what is reported, where no list tells verbs apart."""
        saying = not self.cues.verbs and self.resumes is None and self.ids[-1] in self.reporting
        return saying and i > 0 and self.tokens[i - 1].start >= self.starts[-1]

    def is_done(self, i: int) -> bool:
        """Say whether a verb of saying is itself what happened ("the case was confirmed")."""
        before = [token.word for token in self.tokens[max(0, i - 2) : i]]
        passive = before[-1:] and before[-1] in self.cues.passive
        return bool(passive) and self.tokens[i].word in self.cues.acts and before[0] != "it"

    def at_bracket(self, i: int) -> None:
        """Set what stands in brackets apart if it has a verb."""
        bracket = self.tokens[i]
        if bracket.word == ")" and self.outside is not None:
            self.open(bracket.end, clause=self.outside)
            self.outside = None
        elif bracket.word == "(" and self.outside is None and self.verb_after(i):
            self.outside = self.ids[-1]
            self.open(bracket.end)

    def attribution(self, i: int) -> bool:
        """Say whether what follows a comma is "the mayor said"; not so after "On Friday,"."""
        before = [t for t in self.tokens[:i] if t.start >= self.starts[-1] and not t.dated]
        if len(before) < FRONTED_WORDS and self.ids[-1] == 0:
            return False
        for token in self.tokens[i + 1 : i + 1 + ATTRIBUTION_WORDS]:
            if token.word in self.cues.reporting:
                return True
            stop = token.word in _COMMAS or token.word in _STRONG or token.word in self.cues.joins
            if stop or (self.cues.verbs and token.verb):
                return False
        return False

    def joined(self, i: int) -> bool:
        """Say whether a comma and a joining word bring a clause with a verb of its own."""
        following = self.tokens[i + 1].word if i + 1 < len(self.tokens) else ""
        return following in self.cues.joins and self.verb_before(i) and self.verb_after(i, far=True)

    def at_reporting(self, i: int) -> None:
        """Mark the clause as reporting, and open what it reports if that has a verb."""
        if i > 0 and self.tokens[i - 1].word in self.cues.joins and self.verb_before(i):
            self.open(self.tokens[i].start)  # "met on Friday and said ..."
        self.reporting.add(self.ids[-1])
        end = self.reporting_end(i)
        j = next((j for j in range(i + 1, len(self.tokens)) if self.tokens[j].start >= end), None)
        if j is None or not self.cues.verbs or self.says_that(j) or not self.verb_after(j - 1):
            return
        self.open(self.tokens[j].start)
        self.skip_until = self.tokens[j].start

    def says_that(self, i: int) -> bool:
        """Say whether "that" comes before any verb ("said on its website on Friday that")."""
        for token in self.tokens[i:]:
            if token.verb or token.word in _COMMAS:
                return False
            if token.word in self.cues.opens_always and not token.dated:
                return True
        return False

    def reporting_end(self, i: int) -> int:
        """Return where the saying ends: behind a date that hangs on the verb, or the verb."""
        verb = self.tokens[i]
        for start, end in self.dates:
            if start < verb.end:
                continue
            between = [t for t in self.tokens[i + 1 : i + 1 + REPORTING_WORDS] if t.start < start]
            modifies = bool(between) and between[-1].word in {"a", "an", "the"}
            reaches = len(between) < REPORTING_WORDS and all(map(self.filler, between))
            return end if reaches and not modifies else verb.end
        return verb.end

    def filler(self, token: _Token) -> bool:
        """Say whether a word may stand between a verb of saying and its date ("late on")."""
        small = len(token.word) <= 4 and not token.verb
        known = token.word in self.cues.reporting_nouns
        return (small or known) and token.word not in self.cues.opens_always | _COMMAS

    def verb_before(self, i: int) -> bool:
        """Say whether the present clause has had a verb."""
        first = self.starts[-1]
        return any(token.verb for token in self.tokens[:i] if token.start >= first)

    def verb_after(self, i: int, *, far: bool = False) -> bool:
        """Say whether a verb follows before the next comma (`far`: semicolon)."""
        for token in self.tokens[i + 1 :]:
            ends = token.word in _STRONG or token.word in _BRACKETS
            if ends or (token.word in _COMMAS and not far):
                return False
            if token.verb and not token.dated:
                return True
        return False
