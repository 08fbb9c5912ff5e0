"""Text as every step sees it: cleaned once at the entrance, and cut into sentences.

Offsets count Unicode code points, end exclusive. Everything here is linear in the text's length.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = ["Sentence", "captions", "clean", "sentences"]

MAX_SENTENCE = 3000
MAX_CAPTION = 700
MAX_CREDIT = 70
MAX_CREDITED = 300
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINES = re.compile("[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_STOPS = re.compile("[.!?…؟۔。！？｡।።։]++[\"'”’»«›)\\]」』）]*+")
# These end a sentence without a space behind them.
_SPACELESS = frozenset("。！？｡")
_OPENERS = "\"'“‘«‹„([{「『（¿¡*-–—•"
# A line shorter than this is a heading or a verse, not a line that an editor has wrapped.
_WRAPPED_LINE = 40


@dataclass(frozen=True, slots=True)
class Sentence:
    """Where a sentence stands, and the paragraph around it."""

    start: int
    end: int
    paragraph_start: int
    paragraph_end: int


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    r"""Return the text as all steps may trust it, and what had to be repaired, in words.

    Line ends become ``\n``; the byte order mark is dropped; control characters and lone
    surrogates become U+FFFD. Composition (NFC, NFD) stays as it is.
    """
    notes = []
    text = _LINE_BREAKS.sub("\n", text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))
    if _SURROGATES.search(text):
        # Two halves of one character become that character; a half alone cannot be saved.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        notes.append("broken characters (lone surrogates) were replaced")
    text, replaced = _CONTROLS.subn(REPLACEMENT, text)
    if replaced:
        plural = "" if replaced == 1 else "s"
        notes.append(f"{replaced} control character{plural} replaced")
    return text, tuple(notes)


def sentences(text: str) -> tuple[Sentence, ...]:
    """Cut a text into sentences, in order, that together hold all that is no white space.

    A line end ends a paragraph, except in text that was wrapped at a fixed width. A sentence
    over 3,000 characters is cut at white space.
    """
    return tuple(
        Sentence(start, end, first, last)
        for first, last in _paragraphs(text)
        for start, end in _pieces(text, first, last)
    )


def captions(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of the paragraphs that describe a picture, by words such as "Photo:".

    A credit on a line of its own makes a caption of the line above it too.
    """
    found: list[tuple[int, int]] = []
    before: tuple[int, int] | None = None
    for span in _paragraphs(text):
        first, last = span
        if last - first <= MAX_CAPTION and _describes_picture(text[first:last].lower()):
            above = before is not None and text.count("\n", before[1], first) == 1
            if before is not None and above and last - first <= MAX_CREDIT:
                found.append(before)
            found.append(span)
            before = None
        else:
            before = span if last - first <= MAX_CREDITED else None
    return tuple(found)


def _describes_picture(paragraph: str) -> bool:
    """Look for a cue in a lower-case paragraph; plain finding is many times a pattern's speed."""
    cues = _caption_cues()
    if paragraph.startswith(cues["starts_line"]) or any(c in paragraph for c in cues["anywhere"]):
        return True
    found = (paragraph.find(cue) for cue in cues["starts_sentence"])
    return any(at > 1 and paragraph[at - 2] in ".!?])" for at in found)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the trimmed spans of the paragraphs, wrapped lines joined."""
    block: list[tuple[int, int]] = []
    for match in _LINES.finditer(text):
        line = _trim(text, *match.span())
        # Adjacent lines form a block; a blank line between them is more than one line end.
        if block and (line is None or text.count("\n", block[-1][1], match.start()) > 1):
            yield from _unwrap(text, block)
            block = []
        if line is not None:
            block.append(line)
    yield from _unwrap(text, block)


def _unwrap(text: str, block: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join the lines of a block where most of them go on in the middle of a sentence."""
    joins = [_runs_on(text, a, b) for a, b in itertools.pairwise(block)]
    wrapped = bool(joins) and 2 * sum(joins) >= len(joins)
    start = 0
    for i, (first, last) in enumerate(block):
        long_enough = last - first >= _WRAPPED_LINE
        if i + 1 < len(block) and wrapped and long_enough:
            continue
        yield block[start][0], last
        start = i + 1


def _runs_on(text: str, line: tuple[int, int], following: tuple[int, int]) -> bool:
    long_enough = line[1] - line[0] >= _WRAPPED_LINE
    return long_enough and text[following[0]].islower() and text[line[1] - 1] not in ".!?:"


def _pieces(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the trimmed spans of one paragraph's sentences."""
    start = first
    for match in _STOPS.finditer(text, first, last):
        if match.end() < last and _ends(text, start, match, last):
            yield from _cut(text, start, match.end())
            start = match.end()
    yield from _cut(text, start, last)


def _ends(text: str, start: int, stop: re.Match[str], last: int) -> bool:
    """Say whether a full stop, question mark... ends the sentence that began at `start`."""
    if stop[0][0] in _SPACELESS:
        return True
    if not text[stop.end()].isspace():
        return False
    following = _next_word(text, stop.end(), last)
    if following[:1].islower():
        return False
    if stop[0] != ".":
        return True
    return _full_stop_ends(_word_before(text, start, stop.start()), following)


def _full_stop_ends(word: str, following: str) -> bool:
    """Tell the stop of a sentence from that of an abbreviation, initial or ordinal."""
    words, after = _abbreviations(), following.casefold()
    key = word.casefold()
    if key in words["never_end"] or (len(word) == 1 and word.isalpha() and word != "I"):
        return False
    if key in words["end_before_capital"]:
        return following[:1].isupper()
    if key in words["before_name"]:
        return after in words["starters"]
    return not (len(word) <= 2 and word.isdecimal() and after in words["after_ordinal"])


def _word_before(text: str, start: int, stop: int) -> str:
    """Return the word that ends at `stop`; abbreviations are short, so it looks back a little."""
    window = text[max(start, stop - 24) : stop]
    words = window.split()
    return words[-1].lstrip(_OPENERS) if words and not window[-1].isspace() else ""


def _next_word(text: str, start: int, last: int) -> str:
    """Return the word after a stop, quotation marks and brackets taken off."""
    words = text[start : min(last, start + 48)].split(maxsplit=2)
    for word in words[:2]:
        bare = word.lstrip(_OPENERS)
        if bare:
            return bare.rstrip(",.;:!?'\"”’)")
    return ""


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Trim a sentence and cut it where it is too long."""
    span = _trim(text, start, end)
    while span is not None and span[1] - span[0] > MAX_SENTENCE:
        limit = span[0] + MAX_SENTENCE
        at = max(text.rfind(" ", span[0], limit), text.rfind("\n", span[0], limit))
        at = limit if at <= span[0] else at
        head = _trim(text, span[0], at)
        if head is not None:
            yield head
        span = _trim(text, at, span[1])
    if span is not None:
        yield span


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span without white space at its ends, or None if nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _word_list(name: str) -> dict[str, list[str]]:
    raw = resources.files("geodata").joinpath("data", name).read_text("utf-8")
    words: dict[str, list[str]] = json.loads(raw)
    return words


@cache
def _abbreviations() -> dict[str, frozenset[str]]:
    return {kind: frozenset(words) for kind, words in _word_list("abbreviations.json").items()}


@cache
def _caption_cues() -> dict[str, tuple[str, ...]]:
    return {kind: tuple(words) for kind, words in _word_list("caption_cues.json").items()}
