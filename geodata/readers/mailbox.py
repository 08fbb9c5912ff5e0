"""Mailboxes (.mbox): one mail after another, each read as a mail of its own."""

from __future__ import annotations

import re

from geodata.errors import EmptyReportError
from geodata.model import digest
from geodata.readers.base import Member
from geodata.readers.mailheaders import head_names

__all__ = ["MailboxReader"]

# "From somebody@example.org Sun Dec  8 05:00:00 2024", after a blank line.
_START = re.compile(rb"(?:\A|\n\r?\n)From [^\r\n]{1,300}\d{2}:\d{2}[^\r\n]{0,100}\r?\n")
_QUOTED_FROM = re.compile(rb"(?m)^>(>{0,20}From )")
_MESSAGE_ID = re.compile(rb"(?im)^message-id:[ \t]{0,9}([^\r\n]{1,300})")
_HEAD_BYTES = 20_000


class MailboxReader:
    """Takes a mailbox apart."""

    media_type = "application/mbox"
    suffixes = (".mbox", ".mbx")
    risky = True

    def sniff(self, data: bytes, name: str) -> bool:
        """Say whether the content begins with the line that parts mails, and a mail."""
        del name
        first = _START.match(data)
        return first is not None and bool(head_names(data[first.end() : first.end() + _HEAD_BYTES]))

    def read(self, data: bytes, *, name: str) -> tuple[Member, ...]:
        """Return its mails; each is called by its own id, which stays when others are deleted.

        Raises
        ------
        EmptyReportError
            With the file's name and what to do next.
        """
        starts = list(_START.finditer(data))
        ends = [match.start() for match in starts[1:]] + [len(data)]
        # Without any start there is one end and no mail.
        mails = (data[a.end() : end] for a, end in zip(starts, ends, strict=False))
        found = tuple(
            Member(name=_name(mail), data=_QUOTED_FROM.sub(rb"\1", mail))
            for mail in mails
            if mail.strip()
        )
        if not found:
            raise EmptyReportError(f"{name} holds no mail. Check that it is the right file.")
        return found


def _name(mail: bytes) -> str:
    own = _MESSAGE_ID.search(mail[:_HEAD_BYTES])
    return f"mail-{digest(own[1].strip() if own else mail)[:8]}.eml"
