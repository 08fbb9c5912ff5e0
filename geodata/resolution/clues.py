"""What the words right beside a name say of it: its container, its kind, what it is part of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from geodata.model import Toponym
from geodata.resolution.kinds import Kind
from geodata.resolution.words import Words

__all__ = ["Clues", "clues_of", "shorter_names"]

_WINDOW = 60
_DIRECTIONS = r"(?:(?:north|south|east|west|central|upper|lower)[a-z-]{0,12}\s)?"
_CONTAINER = re.compile(
    r"(?:(?P<comma>,\s{1,2}|\s?\(\s?)(?:in\s)?|\sin\s)(?:the\s)?"
    + _DIRECTIONS
    + r"(?P<name>[^\W\d_])"
)
_WORD = re.compile(r"[^\W_][\w'’-]*\.?(?:[A-Z]\.)*")
_JOINERS = frozenset({"of", "and", "the", "de", "del", "la"})
_NEXT_WORD = re.compile(r"[\s-]([^\W\d_]+)")
_GENITIVE = re.compile(r"([^\W\d_][\w.-]{1,30})['’]s\s(?:[a-z]+\s){0,2}(?:of\s)?\Z")


class Clues(NamedTuple):
    """The neighbourhood of one toponym.

    Attributes
    ----------
    containers
        Names that may be the place's container, as written, longest first ("Texas" of
        "Paris, Texas"); the first one that the gazetteer knows counts.
    pattern
        The words that say so ("Paris, Texas" up to the end of the longest container's first
        word): "comma", "in", "genitive" or "".
    kinds
        Kinds of place that a type word beside the name asks for; empty where there is none.
    type_word
        That type word.
    compound
        Name and type word together ("Orange County"), or an empty string.
    site
        Name and facility together ("Evin prison"), or an empty string.
    after_comma
        Whether the name follows a word and a comma.
    """

    containers: tuple[str, ...] = ()
    pattern: str = ""
    kinds: frozenset[Kind] = frozenset()
    type_word: str = ""
    compound: str = ""
    site: str = ""
    after_comma: bool = False


def clues_of(text: str, toponym: Toponym, following: Toponym | None, words: Words) -> Clues:
    """Return what stands beside a toponym.

    Parameters
    ----------
    following
        The next toponym of the text, whose span is trusted where it is the container.
    """
    before = text[max(0, toponym.start - _WINDOW) : toponym.start]
    after = text[toponym.end : toponym.end + _WINDOW]
    containers, pattern = _containers(after, before, toponym, following)
    kinds, type_word, compound = _types(toponym.lookup, before, after, words)
    return Clues(
        containers=containers,
        pattern=pattern,
        kinds=kinds,
        type_word=type_word,
        compound=compound,
        site=f"{toponym.lookup} {toponym.facility}" if toponym.facility else "",
        after_comma=before[-3:].rstrip(" ").endswith(",") and len(before) > 2,
    )


def _containers(
    after: str, before: str, toponym: Toponym, following: Toponym | None
) -> tuple[tuple[str, ...], str]:
    found = _CONTAINER.match(after)
    if found is not None and not after[found.start("name")].islower():
        pattern = "comma" if found["comma"] else "in"
        start = toponym.end + found.start("name")
        if following is not None and start <= following.start <= start + 1:
            return (following.lookup,), pattern
        return _shrinking(after[found.start("name") :]), pattern
    owned = "s " in before[-30:] and ("'s" in before or "’s" in before)
    owner = _GENITIVE.search(before) if owned else None
    if owner is not None and owner[1][0].isupper():
        return (owner[1],), "genitive"
    return (), ""


def _shrinking(after: str) -> tuple[str, ...]:
    """Return the capitalised words at the start of a text: all of them, then ever fewer."""
    ends: list[int] = []
    position = 0
    for found in _WORD.finditer(after):
        word = found[0]
        if after[position : found.start()].strip(" ") or len(ends) == 4:
            break
        if not word[0].isupper() and word not in _JOINERS:
            break
        position = found.end()
        if word[0].isupper():
            ends.append(position)
    names = [after[:end] for end in reversed(ends)]
    return tuple(dict.fromkeys(n for name in names for n in (name, name.rstrip("."))))


def _types(name: str, before: str, after: str, words: Words) -> tuple[frozenset[Kind], str, str]:
    following = _NEXT_WORD.match(after)
    preceding = _last_word(before)
    if following is not None:
        word = following[1].lower()
        if word in words.after:
            whole = word in words.compound_after and following[1][0].isupper()
            return words.after[word], word, f"{name} {following[1]}" if whole else ""
    if preceding:
        word = preceding.lower()
        whole = word in words.compound_before and preceding[0].isupper()
        compound = f"{preceding} {name}" if whole else ""
        if word in words.before or compound:
            return words.before.get(word, frozenset()), word, compound
    return frozenset(), "", ""


def _last_word(before: str) -> str:
    """Return the word before a name, "of" and "the" left out; nothing across punctuation."""
    if not before[-1:].isspace():
        return ""
    parts = before[-30:].split()
    for joiner in ("the", "of"):
        if parts and parts[-1] == joiner:
            parts.pop()
    word = parts[-1].rstrip(".") if parts else ""
    return word if word.isalpha() else ""


def shorter_names(name: str, words: Words) -> Sequence[str]:
    """Return what is left of a name as type words and directions are dropped from its ends."""
    names: list[str] = []
    if name.endswith(("'s", "’s")):
        name = name[:-2]
        names.append(name)
    parts = re.split(r"[\s-]+", name)
    while len(parts) > 1 and len(names) < 6:
        if parts[0].lower().rstrip(".") in words.strip_before:
            parts = parts[1:]
        elif parts[-1].lower() in words.strip_after:
            parts = parts[:-1]
        else:
            break
        names.append(" ".join(parts))
    return names
