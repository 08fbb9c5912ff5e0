"""Patterns over categories, compiled to regular expressions over a text's code string.

A pattern names categories: ``(<weekday> comma?)? <month> dot? <day>``. What stands in angle
brackets is kept under its name (a second one of a pattern as ``day2``); names in capitals stand
for the fragments of the same file. Everything else (``? | ( ) (?= (?! (?<=``) is the notation of
`re`, spaces apart. `*`, `+` and braces are refused, so matching is linear in the text's length.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from geodata.dates.lexicon import Lexicon, load
from geodata.dates.tokens import Entry, Tokens

__all__ = ["Grammar", "Hit", "grammar_of"]

_ITEM = re.compile(r"<(?P<kept>[a-z]+)>|(?P<plain>[a-z]+)|(?P<group>\((?!\?))|(?P<bad>[*+{}])|\s+")
_PART = re.compile(r"\((?:\?<?[=!:])?|\)\??|\||(?:<[a-z]+>|[a-z]+)\??")
_FRAGMENT = re.compile(r"[A-Z]+")
_NOTHING = "\uf8ff"  # a code that no token has: a category without words matches nothing
_Names = tuple[tuple[str, str, int], ...]  # of each group: its name, the bare name, its number
_SHORT = 24  # a passage of as many tokens is looked up, not searched again
_AGAIN = ("", "2", "3", "4", "5")


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens that match a pattern: from `first` to before `last`, with the kept ones by name."""

    rule: str
    first: int
    last: int
    kept: Mapping[str, int]
    tokens: Tokens

    def at(self, name: str) -> int | None:
        """Return the position of the first kept token of that name, or None."""
        return self.kept.get(name)

    def get(self, name: str) -> int | float | str | None:
        """Return the value of a kept token in its category, or None."""
        position = self.kept.get(name)
        if position is None:
            return None
        return self.tokens.entries[position][name.rstrip("2345")]

    def has(self, name: str) -> bool:
        """Whether the pattern kept a token under that name."""
        return name in self.kept

    def number(self, name: str) -> int | None:
        """Return a whole number, or None."""
        value = self.get(name)
        return int(value) if isinstance(value, int | float) else None

    def word(self, name: str) -> str:
        """Return a value that is a word, empty where there is none."""
        value = self.get(name)
        return value if isinstance(value, str) else ""

    def near(self, offset: int) -> Entry:
        """Return the meaning of the token `offset` before (-1...) or after (1...) the hit."""
        position = self.first + offset if offset < 0 else self.last - 1 + offset
        inside = 0 <= position < len(self.tokens.entries)
        return self.tokens.entries[position] if inside else {}

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.tokens.starts[self.first]

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.tokens.ends[self.last - 1]


@dataclass(frozen=True, slots=True)
class Rule:
    """Patterns ready to run; `core` are the codes of which a passage must hold one."""

    name: str
    core: frozenset[str]
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """One compiled pattern, its groups, and the sets of codes that each match needs one of."""

    regex: re.Pattern[str]
    names: _Names
    needs: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, line: str, codes: Mapping[frozenset[str], str]) -> Pattern:
        """Compile a pattern over categories."""
        regex = _compile(line, codes)
        groups = regex.groupindex.items()
        names = tuple((name, name.rstrip("2345"), number) for name, number in groups)
        needs = tuple(frozenset(_members(item, codes)) for item in _needed(line))
        return cls(regex, names, needs)

    def may_match(self, present: set[str]) -> bool:
        """Whether the codes of a passage hold all that a match needs."""
        return all(not need.isdisjoint(present) for need in self.needs)


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The rules of one language; `passages` finds the runs of tokens that may hold a date."""

    lexicon: Lexicon
    rules: tuple[Rule, ...]
    cores: frozenset[str]
    passages: re.Pattern[str]

    def hits(self, tokens: Tokens, accepts: Callable[[Hit], bool]) -> list[Hit]:
        """Return the longest of overlapping matches that are accepted, in text order.

        Of equally long ones the rules' order decides.
        """
        found = list(self._matches(tokens.codes))
        found.sort(key=lambda item: item[1].length, reverse=True)
        taken = bytearray(len(tokens.codes))
        kept: list[Hit] = []
        for offset, match in found:
            first = match.first + offset
            last = first + match.length
            if taken.find(1, first, last) >= 0:
                continue
            hit = Hit(match.rule, first, last, match.kept(offset), tokens)
            if accepts(hit):
                taken[first:last] = b"\x01" * (last - first)
                kept.append(hit)
        return sorted(kept, key=lambda hit: hit.first)

    def _matches(self, codes: str) -> Iterator[tuple[int, _Match]]:
        """Yield each match with where its passage begins."""
        for passage in self.passages.finditer(codes):
            start, end = passage.span()
            low = max(0, start - 1)  # patterns look one token back and one ahead
            piece = codes[low : end + 1]
            search = _search_once if len(piece) <= _SHORT else _search
            for match in search(self, piece, start - low):
                yield low, match


class _Match(NamedTuple):
    """A pattern's match in a passage; what its groups kept is unpacked where it wins."""

    rule: str
    first: int
    length: int
    pattern: Pattern
    match: re.Match[str]

    def kept(self, offset: int) -> dict[str, int]:
        """Return name to position; the first of several stands under the bare name, too."""
        first = self.first
        # The words and those beside them tell all: patterns look one token back and one ahead.
        words = self.match.string[max(0, first - 1) : first + self.length + 1]
        groups = _groups(self.pattern, words, first > 0)
        if groups is None:
            groups = _unpacked(self.pattern, self.match)
        start = first + offset
        return {name: position + start for name, position in groups}


def _unpacked(pattern: Pattern, match: re.Match[str]) -> tuple[tuple[str, int], ...]:
    """Return each group that took part with its distance from the match's first token."""
    kept: dict[str, int] = {}
    regs, start = match.regs, match.start()  # one look-up for all groups: patterns have many
    for name, bare, number in pattern.names:
        position = regs[number][0]
        if position >= 0:
            kept[name] = position - start
            kept.setdefault(bare, position - start)
    return tuple(kept.items())


@lru_cache(maxsize=4096)
def _groups(pattern: Pattern, words: str, behind: bool) -> tuple[tuple[str, int], ...] | None:  # noqa: FBT001 - a key
    match = pattern.regex.match(words, int(behind))
    return _unpacked(pattern, match) if match else None


def _search(grammar: Grammar, piece: str, start: int) -> tuple[_Match, ...]:
    """Return the matches of all rules in a passage that begins at `start`."""
    present = set(piece[start:])
    if present.isdisjoint(grammar.cores):
        return ()
    return tuple(
        _Match(rule.name, match.start(), match.end() - match.start(), pattern, match)
        for rule in grammar.rules
        if not rule.core.isdisjoint(present)
        for pattern in rule.patterns
        if pattern.may_match(present)
        for match in pattern.regex.finditer(piece, start)
    )


# "On Friday" is the same few codes wherever it stands.
_search_once = lru_cache(maxsize=2048)(_search)


def _expand(pattern: str, fragments: Mapping[str, str]) -> str:
    """Put fragments in place; they may name other fragments, three levels deep."""
    for _ in range(3):
        pattern = _FRAGMENT.sub(lambda name: f"(?:{fragments[name.group()]})", pattern)
    return pattern


def _compile(pattern: str, codes: Mapping[frozenset[str], str]) -> re.Pattern[str]:
    seen: Counter[str] = Counter()

    def translate(item: re.Match[str]) -> str:
        if item["bad"]:
            raise ValueError(f"unbounded repetition in the pattern {pattern!r}")
        category = item["kept"] or item["plain"]
        if not category:
            return "(?:" if item["group"] else ""
        chars = f"[{_members(category, codes) or _NOTHING}]"
        if not item["kept"]:
            return chars
        seen[category] += 1
        return f"(?P<{category}{_AGAIN[seen[category] - 1]}>{chars})"

    return re.compile(_ITEM.sub(translate, pattern))


def _needed(line: str) -> list[str]:
    """Return what every match of a pattern has: categories, or several of which it has one."""
    levels: list[list[list[str]]] = [[[]]]  # of each open bracket, the needs of its alternatives
    beside = [False]  # looks ahead or back: no part of the match
    for item in _PART.finditer(line):
        part = item.group()
        if part.startswith("("):
            levels.append([[]])
            beside.append(part not in {"(", "(?:"})
        elif part == "|":
            levels[-1].append([])
        elif part.startswith(")"):
            inside = _shared(levels.pop())
            if not (beside.pop() or part.endswith("?")):
                levels[-1][-1] += inside
        elif not part.endswith("?"):
            levels[-1][-1].append(part.strip("<>"))
    return _shared(levels[0])


def _shared(alternatives: list[list[str]]) -> list[str]:
    """Return what all alternatives need: of several, one need of each taken together."""
    if len(alternatives) == 1:
        return alternatives[0]
    return [" ".join(needs[0] for needs in alternatives)] if all(alternatives) else []


def _members(categories: str, codes: Mapping[frozenset[str], str]) -> str:
    wanted = set(categories.split())
    return "".join(code for kind, code in codes.items() if not wanted.isdisjoint(kind))


@cache
def grammar_of(language: str) -> Grammar:
    """Return a language's rules; compiled once a process."""
    lexicon = load(language)
    codes = lexicon.codes
    rules: list[Rule] = []
    used: set[str] = set()
    for name, patterns in lexicon.patterns.items():
        core = frozenset(_members(lexicon.core[name], codes))
        lines = [_expand(line, lexicon.fragments) for line in patterns]
        for item in _ITEM.finditer(" ".join(lines)):
            used.add(item["kept"] or item["plain"] or "")
        rules.append(Rule(name, core, tuple(Pattern.of(line, codes) for line in lines)))
    passages = re.compile(f"[{_members(' '.join(used), codes)}]++")
    cores: frozenset[str] = frozenset().union(*(rule.core for rule in rules))
    return Grammar(lexicon, tuple(rules), cores, passages)
