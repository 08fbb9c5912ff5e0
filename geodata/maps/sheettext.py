"""Lines of text on the printed page: typefaces, where lines break, and which way they run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

__all__ = ["STYLE", "TYPEFACES", "Band", "cut", "safe", "text", "wide", "wrapped"]

# Controls, and the marks that would turn the direction of what follows.
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
# The last ones are what some system has: programs that draw take no other than the named ones.
TYPEFACES = (
    '"Source Sans 3", "Source Sans Pro", "Noto Sans", "Segoe UI", "Helvetica Neue", Arial, '
    '"Liberation Sans", "DejaVu Sans", Ubuntu, Roboto, system-ui, sans-serif'
)
_SERIFS = (
    '"Source Serif 4", Georgia, "Noto Serif", "Times New Roman", "Liberation Serif", '
    f'"DejaVu Serif", {TYPEFACES}'
)
# Programs that draw take the letters that a typeface lacks from any, often a bold one.
_JOINED = f'"Segoe UI", Arial, "DejaVu Sans", "Noto Sans Arabic", {TYPEFACES}'
# Letters of these scripts run from right to left.
_RIGHT_TO_LEFT = {"R", "AL"}
# What takes no room of its own.
_NO_ROOM = {"Mn", "Me", "Cf"}
STYLE = f"""
text {{ font-family: {TYPEFACES};
  font-size: 11px; fill: #1c2026; unicode-bidi: plaintext; }}
.serif {{ font-family: {_SERIFS}, serif; }}
.title {{ font-size: 25px; font-weight: 600; }} .long {{ font-size: 20px; font-weight: 600; }}
.muted {{ fill: #666b73; }}
.day {{ font-weight: 600; }} .place {{ font-size: 12.5px; font-weight: 600; }}
.said {{ font-size: 11.5px; }} .n {{ font-size: 10px; font-weight: 600;
  text-anchor: middle; dominant-baseline: central; }}
.name {{ paint-order: stroke; stroke: #f6f3ec; stroke-width: 3px; stroke-linejoin: round; }}
.country {{ font-size: 11px; letter-spacing: 3px; text-anchor: middle; fill: #8a8578; }}
.joined {{ font-size: 12px; text-anchor: middle; fill: #8a8578; }}
.turned {{ font-family: {_JOINED}; }}
.notice {{ fill: #9c2b21; font-weight: 600; }}
"""


@dataclass(frozen=True, slots=True)
class Band:
    """Room for lines: from its left to its right, read from one of them as the page is."""

    left: float
    right: float
    turned: bool = False

    def start(self, y: float, words: str, kind: str = "", more: str = "") -> str:
        """Write where reading begins."""
        return self._at(y, words, kind, more, right=self.turned)

    def end(self, y: float, words: str, kind: str = "", more: str = "") -> str:
        """Write where reading ends."""
        return self._at(y, words, kind, more, right=not self.turned)

    def own(self, y: float, words: str, kind: str = "", *, like: str = "") -> str:
        """Write where the words themselves begin; `like` is the text that they are a part of."""
        return self._at(y, words, kind, "", right=_runs_left(like or words))

    def _at(self, y: float, words: str, kind: str, more: str, *, right: bool) -> str:
        if not right:
            return text(self.left, y, words, kind, more)
        return text(self.right, y, words, kind, f' text-anchor="end"{more}')


def safe(words: str) -> str:
    """Return a text as XML may hold it, in one line."""
    shown = _HIDDEN.sub("\ufffd", " ".join(words.split()))
    return escape(shown.encode("utf-8", "replace").decode("utf-8"), {'"': "&quot;"})


def text(x: float, y: float, words: str, kind: str = "", more: str = "") -> str:
    """Return a line at a point."""
    shown = safe(words)
    if _runs_left(shown):
        # Browsers turn the line by themselves; programs that draw take it for left to right.
        kind, shown = f"{kind} turned".strip(), f"\u2067{shown}\u2069"
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}"{more}>{shown}</text>\n'


def _runs_left(words: str) -> bool:
    strong = (unicodedata.bidirectional(letter) for letter in words)
    first = next((kind for kind in strong if kind in {"L", *_RIGHT_TO_LEFT}), "L")
    return first in _RIGHT_TO_LEFT


def wide(words: str) -> float:
    """Return about how many small letters are as wide as a text."""
    return sum(map(_width, words))


def _width(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 2.0
    if unicodedata.category(letter) in _NO_ROOM:
        return 0.0
    return 1.3 if letter.isupper() else 1.0


def cut(words: str, letters: float) -> str:
    """Return a text that is as wide as some letters at most."""
    if wide(words) <= letters:
        return words
    taken, at = 0.0, 0
    while taken + _width(words[at]) <= letters - 1:
        taken += _width(words[at])
        at += 1
    return words[:at].rstrip() + "…"


def wrapped(words: str, letters: float, lines: int) -> Iterator[str]:
    """Yield a text in some lines at most; the last one is cut if it must be."""
    left, line, written = words.split(), "", 0
    for k, word in enumerate(left):
        if line and wide(line) + 1 + wide(word) > letters:
            written += 1
            if written == lines:
                yield cut(f"{line} {' '.join(left[k : k + 9])}", letters)
                return
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield cut(line, letters)
