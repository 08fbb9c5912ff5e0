"""Headers of a mail, each cut to an honest length before anything is made of it."""

from __future__ import annotations

import datetime as dt
import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from geodata.readers.properties import sound_day

__all__ = ["decoded", "head_names", "header", "sender", "sent"]

# Parsing a long crafted header takes minutes; no honest one is longer.
MAX_HEADER = 2_000
_NAME = re.compile(rb"(?m)^([A-Za-z][A-Za-z0-9-]{1,60})[ \t]{0,3}:")
_FIRST = re.compile(
    rb"(?:\d{1,9}[ \t]{0,9}\r?\n)?(?:>?From [^\r\n]{0,300}\r?\n)?[A-Za-z0-9-]{2,60}:"
)
_HEAD_BYTES = 32_000
_BLANK_LINE = re.compile(rb"\r?\n\r?\n|\r\r")


def head_names(data: bytes) -> frozenset[str]:
    """Return the names of the headers that some bytes begin with, in lower case."""
    head = data[:_HEAD_BYTES].lstrip(b"\xef\xbb\xbf\r\n")
    if not _FIRST.match(head):
        return frozenset()
    end = _BLANK_LINE.search(head)
    block = head[: end.start()] if end else head
    return frozenset(name.decode("ascii").lower() for name in _NAME.findall(block))


def header(message: Message, name: str) -> str:
    """Return a header as text on one line; empty if there is none."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name), "")
    return decoded(str(raw), _charset(message))


def decoded(raw: str, charset: str = "") -> str:
    """Return the text of a header's value on one line, its encoded words decoded.

    Parameters
    ----------
    charset
        What raw bytes in it may be in, if they are no UTF-8.
    """
    text = _eight_bit(raw[:MAX_HEADER], charset)
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError):
        pieces = [(text, None)]
    return " ".join("".join(_piece(piece, encoding) for piece, encoding in pieces).split())


def sender(message: Message) -> tuple[str, str]:
    """Return who sent a mail: a name (else an address), and name and address together."""
    text = header(message, "from") or header(message, "sender")
    name, address = parseaddr(text)
    name = name.strip(" \"'")
    # What is written like an address but is none must not pass for one.
    whole = f"{name} <{address}>" if name and address else name or address or text
    return name or address or text, whole


def sent(message: Message) -> dt.date | None:
    """Return the day a mail was sent, by its own clock, or the day it was received."""
    received = message.get_all("received") or []
    dates = [message.get("date"), *(str(line).rpartition(";")[2] for line in received[:5])]
    return next((day for raw in dates if raw and (day := _day(str(raw)))), None)


def _day(text: str) -> dt.date | None:
    try:
        return sound_day(parsedate_to_datetime(text[:200]).date())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _charset(message: Message) -> str:
    """Return the encoding that a mail declares for its first text."""
    part: Message = message
    while part.is_multipart():
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        if not isinstance(first, Message):
            break
        part = first
    try:
        return str(part.get_content_charset() or "")
    except (LookupError, ValueError, TypeError, AttributeError):
        return ""


def _eight_bit(text: str, charset: str = "") -> str:
    """Read what stands in a header as raw bytes, against the rules: it is mostly UTF-8."""
    raw = text.encode("utf-8", "surrogateescape")
    for encoding in ("utf-8", charset):
        try:
            return raw.decode(encoding)
        except (LookupError, ValueError):
            continue
    return raw.decode("cp1252", "replace")


def _piece(piece: str | bytes, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    try:
        # The standard library gives what was not encoded back in this form.
        return piece.decode(charset or "raw-unicode-escape")
    except (LookupError, ValueError):
        return _eight_bit(piece.decode("utf-8", "surrogateescape"))
