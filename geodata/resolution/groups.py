"""Toponyms in groups of one meaning: one place per name, unless the text says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geodata.model import Toponym
from geodata.resolution.beside import Container, beside, find_container, with_holder
from geodata.resolution.clues import Clues, clues_of
from geodata.resolution.sheets import Floats, Sheet, Sheets
from geodata.resolution.words import Words

__all__ = ["Group", "Mention", "group_toponyms"]


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """One toponym with what stands beside it.

    Attributes
    ----------
    index
        Where it stands among the toponyms that were given.
    rows
        Columns `BESIDE` of its candidates, or None where all are 0.
    """

    index: int
    toponym: Toponym
    clues: Clues
    sheet: Sheet
    container: Container | None
    rows: Floats | None

    @property
    def anchor(self) -> int | None:
        """The candidate that its container asks for, or None."""
        if self.container is None:
            return None
        return int(np.argmax(self.container.division + self.container.country))


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The mentions of one name that share one meaning.

    Attributes
    ----------
    sheet
        The candidates of the name.
    name
        The name as first written.
    """

    mentions: tuple[Mention, ...]
    sheet: Sheet
    name: str

    @classmethod
    def of(cls, mentions: Sequence[Mention]) -> Group:
        """Return the group of some mentions of one name."""
        first = mentions[0]
        return cls(tuple(mentions), first.sheet, first.toponym.text)

    @property
    def rows(self) -> Floats | None:
        """Columns `BESIDE`: the strongest that any mention has, or None where all are 0."""
        found = [m.rows for m in self.mentions if m.rows is not None]
        if len(found) < 2:
            return found[0] if found else None
        strongest: Floats = np.max(found, axis=0)
        return strongest


def group_toponyms(
    text: str, toponyms: Sequence[Toponym], sheets: Sheets, words: Words
) -> list[Group]:
    """Return the toponyms of a text in groups of one meaning, in order of first mention."""
    named: dict[tuple[str, tuple[int, ...]], list[Mention]] = {}
    for mention in _mentions(text, toponyms, sheets, words):
        key = (mention.toponym.lookup.casefold(), mention.sheet.ids)
        named.setdefault(key, []).append(mention)
    return [group for mentions in named.values() for group in _split(mentions)]


def _mentions(
    text: str, toponyms: Sequence[Toponym], sheets: Sheets, words: Words
) -> list[Mention]:
    order = sorted(range(len(toponyms)), key=lambda i: (toponyms[i].start, toponyms[i].end))
    inner = [toponyms[i] for i in order]
    following = [*inner[1:], None]
    clues = [clues_of(text, t, f, words) for t, f in zip(inner, following, strict=False)]
    sheets.preload(_names(inner, clues))
    mentions: list[Mention] = []
    for index, toponym, clue in zip(order, inner, clues, strict=True):
        sheet = sheets.of(toponym.lookup, clue)
        container = find_container(sheet, clue, sheets)
        rows = _with_held(mentions, toponym, sheet, beside(sheet, clue, container))
        mentions.append(Mention(index, toponym, clue, sheet, container, rows))
    return mentions


def _with_held(
    mentions: Sequence[Mention], toponym: Toponym, sheet: Sheet, rows: Floats | None
) -> Floats | None:
    """Where the toponym is the container of the one before it, note so in its rows."""
    before = mentions[-1] if mentions else None
    if before is None or before.container is None:
        return rows
    named = before.clues.containers[:1] == (toponym.lookup,)
    if named and len(before.container.holds) == len(sheet):
        return with_holder(rows, before.clues, before.container)
    return rows


def _names(toponyms: Sequence[Toponym], clues: Sequence[Clues]) -> list[str]:
    names = [toponym.lookup for toponym in toponyms]
    for clue in clues:
        names += clue.containers
        if clue.compound:
            names.append(clue.compound)
    return names


def _split(mentions: Sequence[Mention]) -> list[Group]:
    """Part the mentions of one name where their containers ask for different places.

    A mention without a container means what the one before it meant.
    """
    if all(m.container is None for m in mentions):
        return [Group.of(mentions)]
    parts: dict[int | None, list[Mention]] = {}
    anchors = [m.anchor for m in mentions]
    current = next((a for a in anchors if a is not None), None)
    for mention, anchor in zip(mentions, anchors, strict=True):
        if anchor is not None:
            current = anchor
        parts.setdefault(current, []).append(mention)
    return [Group.of(part) for part in parts.values()]
