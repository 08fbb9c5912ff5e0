"""HTML without a parser: its tags and words in one pass, whatever the nesting, however broken."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib import resources

__all__ = ["Tag", "plain_text", "tags"]

_OPENING = re.compile(r"<(?:(!--)|(/?)([a-z][^\s/>]{0,31})|[/!?])")
# Only ASCII is lowered, so that offsets hold.
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, a comment, or a silent element with all that is in it.

    `step` is what it adds to the depth of nesting: 1, 0 or -1. Comments have no name.
    """

    name: str
    start: int
    end: int
    step: int = 0

    @property
    def attributes(self) -> bool:
        """Whether all of it is the tag itself: neither a comment nor a silent element."""
        return bool(self.name) and self.name not in _names()["silent"]


def tags(page: str) -> Iterator[Tag]:
    """Yield the tags of a page in order, silent elements (scripts, styles) as one."""
    lowered = page.translate(_LOWER)
    last_close = {name: lowered.rfind(f"</{name}") for name in _names()["silent"]}
    position = 0
    while match := _OPENING.search(lowered, position):
        tag = _tag(lowered, match, last_close)
        yield tag
        position = tag.end


def plain_text(page: str) -> tuple[str, str]:
    """Return the title and the text of a page; scripts, styles and comments are left out."""
    title, pieces, position, in_title = "", list[str](), 0, False
    inline = _names()["inline"]
    for tag in (*tags(page), Tag("", len(page), len(page))):
        words = unescape(page[position : tag.start])
        if in_title:
            title = title or " ".join(words.split())
        else:
            pieces.append(words)
        in_title = tag.name == "title" and tag.step > 0
        if tag.name not in inline:
            pieces.append("\n")
        position = tag.end
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return title, "\n\n".join(line for line in lines if line)


def _tag(lowered: str, opening: re.Match[str], last_close: Mapping[str, int]) -> Tag:
    start = opening.start()
    if opening[1]:
        return Tag("", start, _after(lowered, "-->", opening.end()))
    name, end = opening[3] or "", _after(lowered, ">", start)
    closed = lowered.startswith("/>", end - 2)
    if name in last_close and not opening[2] and not closed:
        # Without its end, a script runs to the page's; a picture is a mere tag.
        if last_close[name] >= end or name in {"script", "style"}:
            return Tag(name, start, _after(lowered, ">", _after(lowered, f"</{name}", end)))
        return Tag(name, start, end)
    nests = name and not closed and name not in _names()["unnested"]
    return Tag(name, start, end, (-1 if opening[2] else 1) if nests else 0)


def _after(text: str, mark: str, start: int) -> int:
    """Return the place behind the next `mark`, or the end of the text: never look twice."""
    found = text.find(mark, start)
    return len(text) if found < 0 else found + len(mark)


@cache
def _names() -> dict[str, frozenset[str]]:
    raw = resources.files("geodata.readers").joinpath("data", "html_tags.json").read_text("utf-8")
    return {kind: frozenset(names) for kind, names in json.loads(raw).items()}
