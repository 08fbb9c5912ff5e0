"""A language's word lists, read from `data/<language>.toml` once and indexed for the scanner."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product
from typing import Any

from geodata.dates.tokens import CONSTANT, PLAIN, Entry, Tokens, fold, scan, shape_entries

__all__ = ["LANGUAGES", "Lexicon", "load"]

LANGUAGES = ("en", "es", "fr", "de", "ar", "ru", "uk")

Token = tuple[int, int, Entry]
"""First character, the one after the last, meaning."""

PhraseTree = dict[str, Any]
"""Next folded word to the tree that follows; the empty word holds the phrase's meaning."""

_FIRST_CODE = 0xE000  # the private use area holds no character of any pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Words and phrases of one language with their meanings.

    Attributes
    ----------
    words
        Folded word (or exact form, where the list writes it with a capital) to meaning.
    phrases
        First folded word to a tree of the folded words that may follow.
    alone
        What the first word of a phrase means without the rest.
    codes
        The character that stands for each set of categories.
    patterns
        Rule name to patterns, those of every language first; `fragments` are their parts.
    core
        Rule name to the categories of which a text must have one for the rule to match.
    endings
        Last letters of unknown words to meaning: "-ed" is a past.
    marks
        Code to "future", "past", "until", "end" or "dot": what tells the tense around a date;
        `mark` matches those codes.
    numeric_order, settled_order
        How 3/4/2024 is likelier read; the second where the language writes no other way.
    known
        Code of a meaning by its `id`: meanings of the lists live as long as the lexicon.
    """

    words: Mapping[str, Entry]
    phrases: Mapping[str, PhraseTree]
    alone: Mapping[str, Entry]
    codes: Mapping[frozenset[str], str]
    patterns: Mapping[str, tuple[str, ...]]
    fragments: Mapping[str, str]
    core: Mapping[str, str]
    endings: Mapping[str, Entry]
    marks: Mapping[str, str]
    mark: re.Pattern[str]
    known: Mapping[int, str]
    numeric_order: str
    settled_order: str

    def tokenize(self, text: str) -> Tokens:
        """Split a text and join the words of known phrases into one token."""
        raw = self._with_phrases(text, list(scan(text, self.words, self.endings)))
        if not raw:
            return Tokens("", [], [], [], self.marks, [])
        starts, ends, entries = map(list, zip(*raw, strict=True))
        known, codes = self.known, self.codes
        joined = "".join([known.get(id(entry)) or codes[frozenset(entry)] for entry in entries])
        marked = [match.start() for match in self.mark.finditer(joined)]
        return Tokens(joined, entries, starts, ends, self.marks, marked)

    def _with_phrases(self, text: str, raw: list[Token]) -> list[Token]:
        """Join the words of each phrase; its first word has its own meaning where none follows."""
        joined: list[Token] = []
        done = 0
        heads = [i for i, (_, _, entry) in enumerate(raw) if "phrase" in entry]
        for i in heads:
            if i < done:
                continue
            length, entry = self._phrase_at(text, raw, i)
            joined += raw[done:i]
            done = i + length
            joined.append((raw[i][0], raw[done - 1][1], entry))
        return joined + raw[done:]

    def _phrase_at(self, text: str, raw: list[Token], position: int) -> tuple[int, Entry]:
        head = str(raw[position][2]["phrase"])
        node = self.phrases[head]
        length, found = 1, None
        for ahead in range(position + 1, len(raw)):
            start, end, _ = raw[ahead]
            node = node.get(fold(text[start:end]), {})
            if not node:
                break
            if "" in node:
                length, found = ahead + 1 - position, node[""]
        return length, found or self.alone[head]


@cache
def load(language: str) -> Lexicon:
    """Return the word lists of a language; a language without any is read as English."""
    name = language.lower().replace("_", "-").split("-")[0]
    data = _read(name if name in LANGUAGES else "en")
    meanings: dict[str, dict[str, int | float | str]] = {}
    for category, value, word in _listed(data["words"]):
        meanings.setdefault(word, {})[category] = value
    for word in list(meanings):
        for prefix in data.get("prefixes", ()):  # Arabic writes "and", "in" to the next word
            meanings.setdefault(prefix + word, meanings[word])
    for word, value in _compounds(data):
        meanings.setdefault(word, {}).update(number=value)
    return _index(meanings, data)


def _read(language: str) -> dict[str, Any]:
    folder = resources.files("geodata.dates") / "data"
    common = tomllib.loads((folder / "patterns.toml").read_text("utf-8"))
    own = tomllib.loads((folder / f"{language}.toml").read_text("utf-8"))
    patterns = {rule: tuple(lines) for rule, lines in common.get("patterns", {}).items()}
    for rule, lines in own.get("patterns", {}).items():
        patterns[rule] = (*patterns.get(rule, ()), *lines)
    fragments = {**common.get("fragments", {}), **own.get("fragments", {})}
    return {**own, "patterns": patterns, "fragments": fragments, "core": common["core"]}


def _listed(words: Mapping[str, Any]) -> Iterator[tuple[str, int | float | str, str]]:
    """Yield (category, value, word) from ``{category: [word...] or {value: [word...]}}``."""
    for category, lists in words.items():
        groups = lists.items() if isinstance(lists, dict) else [("", lists)]
        for key, forms in groups:
            for form in forms:
                yield from ((category, _typed(key), word) for word in _forms(form))


def _forms(form: str) -> tuple[str, ...]:
    """Return what a text may hold: a form with a capital also in capitals throughout."""
    if not form[:1].isupper():
        return (fold(form),)
    return (form,) if form.isupper() else (form, form.upper())


def _typed(key: str) -> int | float | str:
    try:
        return int(key)
    except ValueError:
        pass
    try:
        return float(key)
    except ValueError:
        return key


def _compounds(data: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield "twenty-four" and its like with their numbers, by the language's own templates."""
    parts = data.get("compounds", {})
    for template in parts.get("templates", ()):
        for (tens, ten), (ones, one) in product(_numbered(parts["tens"]), _numbered(parts["ones"])):
            yield fold(template.format(tens=tens, ones=ones)), ten + one


def _numbered(lists: Mapping[str, Iterable[str]]) -> list[tuple[str, int]]:
    return [(form, int(key)) for key, forms in lists.items() for form in forms]


def _index(meanings: Mapping[str, Entry], data: Mapping[str, Any]) -> Lexicon:
    words: dict[str, Entry] = {}
    phrases: dict[str, PhraseTree] = {}
    for word, meaning in meanings.items():
        head, *rest = (word[a:b] for a, b, _ in scan(word, {}))
        if not rest:
            words[word] = meaning
            continue
        node = phrases.setdefault(fold(head), {})
        for part in rest:
            node = node.setdefault(fold(part), {})
        node[""] = meaning
    # A capitalised form means what its small form means, too: "May" the month, "may" the verb.
    for word in [w for w in words if w[:1].isupper()]:
        words[word] = {**words.get(fold(word), {}), **words[word]}
    # The first word of a phrase stands alone where the rest does not follow, in either case:
    # "Christmas" and "Christmas Eve".
    heads = {word: fold(word) for word in [*words, *phrases] if fold(word) in phrases}
    alone = {word: words.get(word, PLAIN) for word in heads}
    words.update({word: {**words.get(word, {}), "phrase": word} for word in heads})
    phrases.update({word: phrases[head] for word, head in heads.items()})
    endings: dict[str, Entry] = {
        ending: {category: "", "plain": ""}
        for category, forms in data.get("endings", {}).items()
        for ending in forms
    }
    listed = (*_meanings(words, phrases), *shape_entries(), *endings.values())
    kinds = {frozenset(entry) for entry in listed}
    codes = {kind: chr(_FIRST_CODE + i) for i, kind in enumerate(sorted(kinds, key=sorted))}
    marks = {code: mark for kind, code in codes.items() if (mark := _mark(kind))}
    lasting = (*words.values(), *alone.values(), *endings.values(), *CONSTANT)
    return Lexicon(
        words=words,
        phrases=phrases,
        alone=alone,
        codes=codes,
        patterns=data["patterns"],
        fragments=data["fragments"],
        core=data["core"],
        endings=endings,
        marks=marks,
        mark=re.compile(f"[{''.join(marks)}]"),
        known={id(entry): codes[frozenset(entry)] for entry in lasting if "phrase" not in entry},
        numeric_order=data["numeric_order"],
        settled_order=data["numeric_order"] if data.get("one_order") else "",
    )


def _mark(kind: frozenset[str]) -> str:
    """Return what a token tells of the tense around it: an end, a future or past word."""
    ends = "end" if kind & {"break", "stop"} else "dot" if "dot" in kind else ""
    return ends or next((mark for mark in ("future", "past", "until") if mark in kind), "")


def _meanings(words: Mapping[str, Entry], phrases: Mapping[str, PhraseTree]) -> Iterator[Entry]:
    yield from words.values()
    yield from ({k: v for k, v in e.items() if k != "phrase"} for e in words.values() if len(e) > 1)
    trees = list(phrases.values())
    while trees:
        tree = trees.pop()
        for word, node in tree.items():
            if word:
                trees.append(node)
            else:
                yield node
