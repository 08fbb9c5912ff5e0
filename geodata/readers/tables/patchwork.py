"""Sentences put back where they stood in a text whose rest is not known."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["Patch", "patched"]

# Beyond this an offset is a lie that would cost memory.
_LONGEST = 5_000_000


@dataclass(frozen=True, slots=True)
class Patch:
    """A sentence with a name in it, and where in the text the name stood."""

    sentence: str
    name: str
    start: int


def patched(patches: Sequence[Patch]) -> tuple[str, list[tuple[int, int, int, int]]]:
    """Return a text that has each name at its offset, blanks between the sentences.

    Where offsets and sentences contradict each other the sentence comes at the end.

    Returns
    -------
    tuple
        The text; and for each patch start and end of the name, start and end of its sentence.
    """
    board = _Board()
    placed = [board.place(patch) for patch in patches]
    text = board.text()
    tail: list[str] = []
    length = len(text)
    spans: list[tuple[int, int, int, int]] = []
    for patch, there in zip(patches, placed, strict=True):
        words, start, first = patch.sentence or patch.name, there, patch.start
        if start is None:
            words = words if patch.name in words else f"{patch.name}: {words}"
            start = length + 2 if length else 0
            tail.append(("\n\n" if length else "") + words)
            length = start + len(words)
            first = start + words.find(patch.name)
        spans.append((first, first + len(patch.name), start, start + len(words)))
    return text + "".join(tail), spans


class _Board:
    """Where sentences are laid out: none over another, unless it is the same."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._words: dict[int, str] = {}

    def place(self, patch: Patch) -> int | None:
        """Return where the patch's sentence starts; None if it fits nowhere."""
        if not 0 <= patch.start <= _LONGEST:
            return None
        words = patch.sentence or patch.name
        starts = [patch.start - at for at in _all(words, patch.name) if patch.start >= at]
        for start in starts:
            if self._words.get(start) == words:
                return start
        for start in starts:
            if self._free(start, start + len(words)):
                insort(self._starts, start)
                self._words[start] = words
                return start
        return None

    def _free(self, start: int, end: int) -> bool:
        at = bisect_left(self._starts, start)
        if at < len(self._starts) and self._starts[at] < end:
            return False
        if not at:
            return True
        before = self._starts[at - 1]
        return before + len(self._words[before]) <= start

    def text(self) -> str:
        """Return all sentences, in order, at their places."""
        return "".join(self._pieces())

    def _pieces(self) -> Iterator[str]:
        end = 0
        for start in self._starts:
            gap = start - end
            # A line of blanks shows as one empty line, however long it is.
            yield "\n" + " " * (gap - 2) + "\n" if gap > 1 and end else " " * gap
            yield self._words[start]
            end = start + len(self._words[start])


def _all(words: str, name: str) -> Iterator[int]:
    at = words.find(name)
    while at >= 0:
        yield at
        at = words.find(name, at + 1)
