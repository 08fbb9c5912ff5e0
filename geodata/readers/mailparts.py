"""The parts of a mail, told apart: body, attachments, and what nobody can read."""

from __future__ import annotations

import binascii
import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.policy import compat32

from geodata.errors import DamagedReportError, NotTextError
from geodata.readers.encoding import decode
from geodata.readers.mailheaders import decoded
from geodata.readers.markup import plain_text

__all__ = ["Part", "body_text", "parse_mail", "parts"]

MAX_PARTS = 2_000
MAX_NESTING = 40
# A plain version that says less than this share of the other is "please use a modern program".
MIN_SHARE = 0.2
_QUOTED = re.compile(r"(?m)^(?:>[ ]?){1,100}")
_FLOWED = re.compile(r"[ ]\n(?=[^\s])")
_NO_BASE64 = re.compile(r"[^A-Za-z0-9+/]+")
_APPLE_LENGTH = re.compile(rb"\s{0,9}\d{1,9}[ \t]{0,9}\r?\n")


@dataclass(frozen=True, slots=True)
class Part:
    """A part that holds no other; `file` is the name that it is attached under."""

    message: Message
    kind: str
    file: str
    attached: bool
    inline: bool

    @property
    def data(self) -> bytes:
        """Its bytes, transfer encoding undone."""
        if self.kind == "message/rfc822":
            inner = self.message.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else inner
            return first.as_bytes() if isinstance(first, Message) else str(first or "").encode()
        encoding = str(self.message.get("content-transfer-encoding", "")).strip().lower()
        if encoding == "base64":
            return _base64(self.message.get_payload())
        raw = self.message.get_payload(decode=True)
        return raw if isinstance(raw, bytes) else b""


def parse_mail(data: bytes, *, name: str) -> Message:
    """Return a mail, its headers unparsed.

    Raises
    ------
    DamagedReportError
        When it is nested beyond reason.
    """
    data = data.lstrip(b"\xef\xbb\xbf\r\n")
    length = _APPLE_LENGTH.match(data)
    try:
        return email.message_from_bytes(data[length.end() if length else 0 :], policy=compat32)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise DamagedReportError(
            f"{name} is no mail that can be read ({type(error).__name__}). Open it in your mail "
            "program, save its text, and add that."
        ) from error


def parts(message: Message) -> Iterator[Part]:
    """Yield the parts that hold no others, in order; of several versions of one, all."""
    stack = [(message, 0)]
    count = 0
    while stack and count < MAX_PARTS:
        part, depth = stack.pop()
        count += 1
        inner = part.get_payload() if part.is_multipart() else None
        kind = part.get_content_type()
        if isinstance(inner, list) and kind != "message/rfc822" and depth < MAX_NESTING:
            stack += [(one, depth + 1) for one in reversed(inner) if isinstance(one, Message)]
        else:
            yield _leaf(part, kind)


def body_text(found: list[Part], *, name: str) -> tuple[str, list[str], list[str]]:
    """Return the text of a mail's body, and in words what was guessed and what is missing."""
    plain, rich = list[str](), list[str]()
    notes, gaps = list[str](), list[str]()
    for part in found:
        try:
            text, repairs = decode(part.data, name=name, declared=_charset(part.message))
        except NotTextError:
            gaps.append("a part of the body could not be read: it is no text")
            continue
        notes += repairs
        if part.kind == "text/html":
            rich.append(plain_text(text)[1])
        else:
            plain.append(_flowed(part.message, text))
    first, second = "\n\n".join(plain), "\n\n".join(rich)
    thin = _letters(first) < MIN_SHARE * _letters(second)
    return (second if thin else first), list(dict.fromkeys(notes)), gaps


def _leaf(part: Message, kind: str) -> Part:
    disposition = str(part.get("content-disposition", ""))[:200].strip().lower()
    file = _file(part)
    attached = disposition.startswith("attachment") or bool(file)
    inline = disposition.startswith("inline") or bool(part.get("content-id"))
    return Part(part, kind, file, attached, inline)


def _base64(payload: object) -> bytes:
    """Decode also what is cut off, which the standard library gives back as it is."""
    letters = _NO_BASE64.sub("", payload) if isinstance(payload, str) else ""
    whole = letters[:-1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(whole + "=" * (-len(whole) % 4))


def _file(part: Message) -> str:
    try:
        return decoded(str(part.get_filename() or ""))[:200]
    except (LookupError, ValueError, TypeError, AttributeError, IndexError):
        return "attachment"


def _charset(part: Message) -> str:
    try:
        return str(part.get_content_charset() or "")
    except (LookupError, ValueError, TypeError, AttributeError):
        return ""


def _flowed(part: Message, text: str) -> str:
    """Take quotation marks off the lines, and join those that the sender's program has cut."""
    text = _QUOTED.sub("", text.replace("\r\n", "\n"))
    return _FLOWED.sub(" ", text) if "flowed" in str(part.get("content-type", ""))[:500] else text


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
