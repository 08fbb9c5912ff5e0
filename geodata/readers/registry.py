"""All readers, in the order in which they are asked; the first whose `sniff` agrees reads.

The order matters where one format is made of another: an office document is a zip, a saved page
may be a mail. Plain text comes last and takes whatever is left.
"""

from __future__ import annotations

from functools import cache

from geodata.readers.archives import ArchiveReader
from geodata.readers.base import Reader
from geodata.readers.feeds import FeedReader
from geodata.readers.legacy import LegacyReader
from geodata.readers.mail import MailReader
from geodata.readers.mailbox import MailboxReader
from geodata.readers.markdown import MarkdownReader
from geodata.readers.office import OfficeReader
from geodata.readers.opendocument import OpenDocumentReader
from geodata.readers.pdf import PdfReader
from geodata.readers.plain import PlainTextReader
from geodata.readers.rtf import RtfReader
from geodata.readers.tables import GisReader, TableReader, WorkbookReader
from geodata.readers.webarchive import WebArchiveReader
from geodata.readers.webpage import WebPageReader

__all__ = ["named", "reader_for", "readers", "suffixes"]


@cache
def readers() -> tuple[Reader, ...]:
    """Return one of each reader."""
    return (
        PdfReader(),
        WorkbookReader(),
        GisReader(),
        OfficeReader(),
        OpenDocumentReader(),
        RtfReader(),
        LegacyReader(),
        WebArchiveReader(),
        MailboxReader(),
        MailReader(),
        ArchiveReader(),
        FeedReader(),
        WebPageReader(),
        TableReader(),
        MarkdownReader(),
        PlainTextReader(),
    )


def reader_for(data: bytes, name: str, *, table: bool = False) -> Reader:
    """Return the reader whose format the content has.

    A text that no other reader knows is a table where the user says so (`table`).
    """
    found = next(reader for reader in readers() if reader.sniff(data, name))
    return TableReader() if table and isinstance(found, PlainTextReader) else found


def named(name: str) -> Reader:
    """Return a reader by the name of its class, as a worker is told it."""
    return next(reader for reader in readers() if type(reader).__name__ == name)


def suffixes() -> frozenset[str]:
    """Return the suffixes, with their dot and in lower case, that a folder is searched for."""
    return frozenset(suffix for reader in readers() for suffix in reader.suffixes)
