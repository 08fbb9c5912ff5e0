"""Lines of Arabic and Hebrew as they are read, from pages that keep them as they are drawn.

Many programs write the words of a line from left to right into a PDF, and letters in the shape
that they have in the word. Then no name is found. A full stop at the beginning of lines gives such
pages away: where no line says so, the words stay as they are.
"""

from __future__ import annotations

import itertools
import re
import unicodedata

__all__ = ["in_reading_order"]

_SHAPES = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]+")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
_LETTERS = re.compile(r"[^\W\d_]")
_STOPS = ".،؛؟!:"


def in_reading_order(page: str) -> str:
    """Return a page's text with its right-to-left lines in the order in which they are read."""
    page = _SHAPES.sub(lambda run: unicodedata.normalize("NFKC", run[0]), page)
    lines = page.split("\n")
    turned = [number for number, line in enumerate(lines) if _is_right_to_left(line)]
    drawn = sum(lines[number].lstrip()[0] in _STOPS for number in turned)
    read = sum(lines[number].rstrip()[-1] in _STOPS for number in turned)
    if drawn > read:
        for number in turned:
            lines[number] = _turn(lines[number])
    return "\n".join(lines)


def _is_right_to_left(line: str) -> bool:
    return 2 * len(_RIGHT_TO_LEFT.findall(line)) > len(_LETTERS.findall(line)) > 0


def _turn(line: str) -> str:
    """Turn a line's words round; those that are read from left to right keep theirs."""
    words = list[str]()
    groups = itertools.groupby(reversed(line.split()), lambda w: bool(_RIGHT_TO_LEFT.search(w)))
    for right_to_left, group in groups:
        run = list(group)
        words += map(_stop_last, run) if right_to_left else reversed(run)
    return " ".join(words)


def _stop_last(word: str) -> str:
    bare = word.lstrip(_STOPS)
    return bare + word[: len(word) - len(bare)]
