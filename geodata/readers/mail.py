"""Mails (.eml): subject, sender, day and body as one report; each attachment is one of its own."""

from __future__ import annotations

from email.message import Message

from geodata.errors import EmptyReportError, ProtectedReportError
from geodata.model import PublishedBasis, Report
from geodata.readers.assemble import Found, assemble
from geodata.readers.base import Member
from geodata.readers.mailheaders import head_names, header, sender, sent
from geodata.readers.mailparts import Part, body_text, parse_mail, parts
from geodata.readers.markup import plain_text

__all__ = ["MailReader"]

# Only the post office writes these; a text that merely begins like a memo has none.
_POSTAL = frozenset(
    {"message-id", "received", "return-path", "mime-version", "delivered-to", "x-mailer"}
)
_WRITTEN = frozenset({"from", "to", "subject", "date", "cc", "reply-to", "content-type"})
# What mail programs add, and what says nothing of the world.
_SILENT = frozenset(
    {
        "application/pgp-encrypted",
        "application/pgp-keys",
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "message/delivery-status",
        "text/x-amp-html",
    }
)
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"})
_UNREAD = frozenset({"application/ms-tnef", "text/calendar", "text/vcard", "text/x-vcard"})


class MailReader:
    """Reads mails as servers and mail programs save them."""

    media_type = "message/rfc822"
    suffixes = (".eml", ".emlx")
    risky = True

    def sniff(self, data: bytes, name: str) -> bool:
        """Say whether the content begins with the headers of a mail."""
        names = head_names(data)
        named = name.lower().endswith(self.suffixes)
        return len(names & _WRITTEN) >= (1 if named else 2) and (named or bool(names & _POSTAL))

    def read(self, data: bytes, *, name: str) -> tuple[Report | Member, ...]:
        """Return the mail as a report, if it says anything, and its attachments.

        Raises
        ------
        ReadError
            With the file's name and what to do next.
        """
        message = parse_mail(data, name=name)
        found = list(parts(message))
        members = tuple(_members(found, message))
        sealed = message.get_content_type() in _SEALED or any(p.kind in _SEALED for p in found)
        story, notes, gaps = body_text([p for p in found if _is_body(p)], name=name)
        subject = header(message, "subject")
        if not any(map(str.isalnum, subject + story)):
            if members:
                return members
            if sealed:
                raise _sealed(name)
            raise EmptyReportError(f"{name} holds no text. Check that it is the right file.")
        gaps += ["its body is encrypted and was not read"] if sealed else []
        gaps += [f"{p.file or p.kind} was not read" for p in found if p.kind in _UNREAD]
        report = _report(message, f"{subject}\n\n{story}", notes, gaps)
        key = f"file:{name}"
        return (
            assemble(report, data, key=key, name=name, media_type=self.media_type),
            *members,
        )


def _report(message: Message, text: str, notes: list[str], gaps: list[str]) -> Found:
    day = sent(message)
    source, author = sender(message)
    return Found(
        text=text,
        title=header(message, "subject"),
        source=source,
        author=author,
        published=day,
        basis=PublishedBasis.MAIL if day else PublishedBasis.UNKNOWN,
        notes=tuple(notes),
        gaps=tuple(gaps),
    )


def _is_body(part: Part) -> bool:
    return part.kind in {"text/plain", "text/html", "text/enriched"} and not part.attached


def _members(found: list[Part], message: Message) -> list[Member]:
    """Return the files that a mail carries; a signature's logo is none."""
    day, source = sent(message), sender(message)[0]
    kept = _SILENT | _SEALED | _UNREAD
    return [
        Member(name=part.file or _named(part, number), data=data, published=day, source=source)
        for number, part in enumerate(found, 1)
        if not _is_body(part)
        and part.kind not in kept
        and not (part.inline and part.kind.startswith("image/"))
        and (data := part.data).strip()
        and not (part.kind == "text/html" and not any(map(str.isalnum, _words(data))))
    ]


def _words(page: bytes) -> str:
    """Return a page's text, roughly: some programs attach an empty page to each mail."""
    return plain_text(page.decode("latin-1"))[1]


def _named(part: Part, number: int) -> str:
    suffix = {"message/rfc822": "eml", "text/html": "html", "text/plain": "txt"}.get(part.kind, "")
    return f"part-{number}.{suffix or part.kind.rpartition('/')[2] or 'bin'}"


def _sealed(name: str) -> ProtectedReportError:
    return ProtectedReportError(
        f"{name} is encrypted. Open it in your mail program, save its text, and add that."
    )
