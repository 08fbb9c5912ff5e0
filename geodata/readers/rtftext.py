"""The text of RTF, read control word by control word in one pass, whatever the nesting."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from geodata.readers.rtfwords import BESIDE, CHARACTERS, CHARSETS, KEPT, LINE_ENDS, SKIPPED

__all__ = ["Rtf", "read_rtf"]

# Deeper groups are read as if they were this deep.
MAX_DEPTH = 5_000
MAX_LINE = 1_000_000

_TOKEN = re.compile(
    r"\\(?:([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|'([0-9a-fA-F]{2})|([^a-zA-Z]))|([{}])|[\r\n\x00]+"
    r"|([^\\{}\r\n\x00]+)|\\"
)
_SYMBOLS = {"~": " ", "_": "-", "-": "", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}
_PARTS_OF_A_DAY = ("yr", "mo", "dy")
_PROPERTIES = frozenset({"title", "author", "creatim", "revtim"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rtf:
    """What was found: paragraphs, what stands beside them last, and the file's own properties."""

    lines: tuple[str, ...]
    fields: dict[str, str]
    deletions: bool
    pictures: bool
    cut: bool


@dataclass(frozen=True, slots=True)
class _Group:
    """What a brace opens and its end takes back."""

    skipped: bool = False
    deleted: bool = False
    beside: bool = False
    fallback: int = 1
    codec: str = ""
    destination: str = ""


@dataclass(slots=True)
class _State:
    """Where the reading stands."""

    group: _Group = field(default_factory=_Group)
    stack: list[_Group] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    open: dict[bool, list[str]] = field(default_factory=lambda: {False: [], True: []})
    raw: bytearray = field(default_factory=bytearray)
    fields: dict[str, str] = field(default_factory=dict)
    day: dict[str, int] = field(default_factory=dict)
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    default: int = 0
    codec: str = "cp1252"
    to_skip: int = 0
    starred: bool = False
    deletions: bool = False
    pictures: bool = False
    too_deep: int = 0


def read_rtf(data: bytes) -> Rtf:
    """Return the text of an RTF file; whatever is no RTF in it is left out."""
    text = data.decode("latin-1")
    state = _State()
    position, end = 0, len(text)
    while position < end:
        token = _TOKEN.match(text, position)
        if token is None:
            break
        position = token.end()
        word, number, code, symbol, brace, run = token.groups()
        if run is not None:
            _run(state, run)
        elif code is not None:
            _byte(state, int(code, 16))
        elif word is not None:
            position += _word(state, word, int(number) if number else None)
        elif brace is not None:
            _brace(state, brace)
        elif symbol is not None:
            _symbol(state, symbol)
    cut = bool(state.stack)
    _end_line(state, beside=False)
    _end_line(state, beside=True)
    return Rtf(
        lines=(*state.lines, *dict.fromkeys(state.beside)),
        fields=state.fields,
        deletions=state.deletions,
        pictures=state.pictures,
        cut=cut,
    )


def _run(state: _State, run: str) -> None:
    state.starred = False
    kept = run[state.to_skip :]
    state.to_skip = max(0, state.to_skip - len(run))
    state.raw += kept.encode("latin-1")


def _byte(state: _State, byte: int) -> None:
    if state.to_skip:
        state.to_skip -= 1
    else:
        state.raw.append(byte)


def _symbol(state: _State, symbol: str) -> None:
    if symbol == "*":
        state.starred = True
    elif state.to_skip:
        state.to_skip -= 1
    elif symbol in "\r\n":
        _end_line(state, beside=state.group.beside)
    else:
        _say(state, _SYMBOLS.get(symbol, ""))


def _brace(state: _State, brace: str) -> None:
    _flush(state)
    state.to_skip, state.starred = 0, False
    if brace == "{":
        if len(state.stack) >= MAX_DEPTH:
            state.too_deep += 1
        else:
            state.stack.append(state.group)
    elif state.too_deep:
        state.too_deep -= 1
    elif state.stack:
        closed, state.group = state.group, state.stack.pop()
        _close(state, closed)


def _close(state: _State, closed: _Group) -> None:
    if closed.beside and not state.group.beside:
        _end_line(state, beside=True)
    over = closed.destination != state.group.destination
    if over and closed.destination in {"creatim", "revtim"} and state.day:
        year, month, day = (state.day.get(part, 0) for part in _PARTS_OF_A_DAY)
        state.fields.setdefault(closed.destination, f"{year:04}-{month:02}-{day:02}")
        state.day = {}


def _word(state: _State, word: str, number: int | None) -> int:
    """Act on a control word; return how many characters of binary data to step over."""
    starred, state.starred = state.starred, False
    if word == "bin":
        return max(0, number or 0)
    if word == "u" and number is not None:
        _say(state, chr(number & 0xFFFF))
        state.to_skip = state.group.fallback
    elif word == "uc":
        state.group = replace(state.group, fallback=min(max(number or 0, 0), 20))
    elif word in CHARACTERS:
        _say(state, CHARACTERS[word])
    elif word in LINE_ENDS:
        _flush(state)
        if not state.group.skipped:
            _end_line(state, beside=state.group.beside)
    elif word in {"deleted", "plain"}:
        _flush(state)
        codec = state.group.codec if word == "deleted" else ""
        gone = word == "deleted" and number != 0
        state.group = replace(state.group, deleted=gone, codec=codec)
        state.deletions |= state.group.deleted
    elif word in {"ansicpg", "f", "deff", "fcharset", "cpg"}:
        _encoding(state, word, number or 0)
    elif word in _PARTS_OF_A_DAY:
        state.day[word] = number or 0
    else:
        _destination(state, word, starred=starred)
    return 0


def _destination(state: _State, word: str, *, starred: bool) -> None:
    if word in BESIDE:
        _flush(state)
        state.group = replace(state.group, beside=True)
    elif word in SKIPPED or (starred and word not in KEPT):
        _flush(state)
        state.pictures |= word == "pict"
        property_ = word if word in _PROPERTIES else state.group.destination
        state.group = replace(state.group, skipped=True, destination=property_)


def _encoding(state: _State, word: str, number: int) -> None:
    _flush(state)
    if word == "ansicpg":
        state.codec = _codec(f"cp{number}") or state.codec
    elif word == "deff":
        state.default = number
    elif word == "f":
        state.font = number
        state.group = replace(state.group, codec=state.fonts.get(number, ""))
    elif word == "cpg":
        state.fonts[state.font] = _codec(f"cp{number}")
    else:
        state.fonts[state.font] = CHARSETS.get(number, "")


def _codec(name: str) -> str:
    try:
        return codecs.lookup({"cp65001": "utf-8", "cp10000": "mac_roman"}.get(name, name)).name
    except LookupError:
        return ""


def _flush(state: _State) -> None:
    """Turn the bytes that have come in a row into text: two may be one character."""
    if state.raw:
        raw = bytes(state.raw)
        state.raw.clear()
        codec = state.group.codec or state.fonts.get(state.default, "") or state.codec
        _put(state, raw.decode(codec, "replace"))


def _say(state: _State, text: str) -> None:
    _flush(state)
    _put(state, text)


def _put(state: _State, text: str) -> None:
    group = state.group
    if group.destination in {"title", "author"} and len(text) < 1000:
        state.fields[group.destination] = state.fields.get(group.destination, "") + text
    if not (group.skipped or group.deleted):
        state.open[group.beside].append(text)


def _end_line(state: _State, *, beside: bool) -> None:
    _flush(state)
    line = " ".join("".join(state.open[beside]).split()).strip(" |")
    state.open[beside].clear()
    if line:
        (state.beside if beside else state.lines).append(line)
