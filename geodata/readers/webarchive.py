"""Web pages that a browser saved as one file (.mht, .mhtml)."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from geodata.errors import EmptyReportError
from geodata.model import Report
from geodata.readers.mailheaders import head_names, header
from geodata.readers.mailparts import parse_mail, parts
from geodata.readers.webpage import WebPageReader

__all__ = ["WebArchiveReader"]

# Mails go somewhere; saved pages do not.
_POSTAL = frozenset({"to", "received", "message-id", "return-path", "delivered-to"})


class WebArchiveReader:
    """Reads the page inside with the reader of web pages."""

    media_type = "multipart/related"
    suffixes = (".mht", ".mhtml")
    risky = True

    def sniff(self, data: bytes, name: str) -> bool:
        """Say whether the content is a mail's form around a page, without an address."""
        del name
        names = head_names(data)
        head = data[:20_000].lower()
        saved = "snapshot-content-location" in names or b"multipart/related" in head
        return "mime-version" in names and not names & _POSTAL and saved and b"text/html" in head

    def read(self, data: bytes, *, name: str) -> tuple[Report, ...]:
        """Return the page as a report.

        Raises
        ------
        ReadError
            With the file's name and what to do next.
        """
        message = parse_mail(data, name=name)
        page = next((part for part in parts(message) if part.kind == "text/html"), None)
        html = page.data if page else b""
        if page is None or not html.strip():
            raise EmptyReportError(f"{name} holds no page. Save it again and add that.")
        (report,) = WebPageReader().read(html, name=name)
        places = (
            header(message, "snapshot-content-location"),
            header(page.message, "content-location"),
            report.url,
        )
        url = next((u for u in places if u.startswith(("https://", "http://"))), "")
        digest = hashlib.sha256(data).hexdigest()
        return (replace(report, url=url, content_hash=digest, media_type=self.media_type),)
