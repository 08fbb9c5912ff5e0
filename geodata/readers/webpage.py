"""Saved web pages: main text, title, author, outlet and date; never a script's words."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from lxml.etree import LxmlError

from geodata.model import PublishedBasis, Report
from geodata.readers.assemble import Found, assemble
from geodata.readers.days import parse_day
from geodata.readers.encoding import decode
from geodata.readers.markup import plain_text, tags

__all__ = ["WebPageReader"]

SNIFF_BYTES = 4096
# Beyond these the parsers take minutes: the words are then taken without them.
MAX_TAGS = 15_000
MAX_ATTRIBUTES = 300
MAX_WORDS_IN_TAG = 3000
MAX_DEPTH = 250
# Less main text than this is a page that the extraction did not understand.
MIN_MAIN_TEXT = 25

_DOCUMENT = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_ANY_TAG = re.compile(rb"<(?:p|div|h[1-6]|article|section|table|br|span|meta|title)[\s/>]")
_CHARSET = re.compile(rb"(?i)<meta[^<>]{0,300}?charset\s{0,5}=\s{0,5}[\"']?([\w-]{2,30})")
_XML_DECLARATION = re.compile(r"\s{0,100}<\?xml[^<>]{0,500}\?>")
_FIGURE = re.compile(r"<(/?)fig(?:ure|caption)(?=[\s>])", re.IGNORECASE)
_CAPTION = re.compile(r"(<figcaption(?:\s[^<>]{0,500})?>)", re.IGNORECASE)
# What the parsers were seen to raise on pages that were made to break them.
_PARSER_FAULTS = (
    AssertionError,
    AttributeError,
    LookupError,
    LxmlError,
    RecursionError,
    TypeError,
    ValueError,
)


class WebPageReader:
    """Reads HTML with trafilatura and htmldate, and by its bare words where they give up."""

    media_type = "text/html"
    suffixes = (".html", ".htm", ".xhtml")
    risky = True

    def sniff(self, data: bytes, name: str) -> bool:
        """Say whether the content begins like a web page, whatever its suffix."""
        head = data[:SNIFF_BYTES].replace(b"\x00", b"")
        if head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<" and _DOCUMENT.search(head):
            return True
        return name.lower().endswith(self.suffixes) and bool(_ANY_TAG.search(head.lower()))

    def read(self, data: bytes, *, name: str) -> tuple[Report, ...]:
        """Return the one report in it.

        Raises
        ------
        NotTextError, EmptyReportError
            With the file's name and what to do next.
        """
        charset = _CHARSET.search(data[:SNIFF_BYTES])
        declared = charset[1].decode("ascii", "replace") if charset else ""
        page, notes = decode(data, name=name, declared=declared)
        page = _XML_DECLARATION.sub("", page, count=1)
        found = _bare(page, notes) if _unwieldy(page) else _extract(page, notes)
        key = f"file:{name}"
        return (assemble(found, data, key=key, name=name, media_type=self.media_type),)


def _unwieldy(page: str) -> bool:
    """Say whether a page would keep the parsers busy for minutes, or lose them."""
    depth = 0
    for count, tag in enumerate(tags(page), 1):
        depth = max(0, depth + tag.step)
        crowded = tag.attributes and _crowded(page[tag.start : tag.end])
        if count > MAX_TAGS or depth > MAX_DEPTH or crowded:
            return True
    return False


def _crowded(tag: str) -> bool:
    """Say whether a tag has so many attributes that looking for doubles takes minutes."""
    return tag.count("=") > MAX_ATTRIBUTES or (
        len(tag) > MAX_ATTRIBUTES and len(tag.split()) > MAX_WORDS_IN_TAG
    )


def _bare(page: str, notes: tuple[str, ...]) -> Found:
    """Take every word of a page, without telling the story from the rest."""
    title, text = plain_text(page)
    return Found(text=text, title=title, notes=(*notes, "every word of the page was taken"))


def _extract(page: str, notes: tuple[str, ...]) -> Found:
    fields = _fields(_FIGURE.sub(_as_block, _CAPTION.sub(r"\1Image: ", page)))
    text, day, url = fields.get("text") or "", fields.get("date") or "", fields.get("url") or ""
    published = parse_day(day)
    bare = _bare(page, notes)
    if len(text) < MIN_MAIN_TEXT:
        text, notes = bare.text, bare.notes
    return Found(
        # One line is one paragraph here; a blank line keeps them apart for every later step.
        text=re.sub(r"\n+", "\n\n", text),
        title=fields.get("title") or bare.title,
        source=fields.get("sitename") or urlsplit(url).hostname or "",
        author=_names(fields.get("author") or ""),
        url=url if url.startswith(("https://", "http://")) else "",
        published=published,
        basis=PublishedBasis.HTML if published else PublishedBasis.UNKNOWN,
        notes=notes,
    )


def _fields(page: str) -> dict[str, Any]:
    """Return what trafilatura and htmldate find; nothing where the page is too broken for them."""
    # A third of a second to import, and only pages need it.
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    try:
        document = bare_extraction(
            page,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except _PARSER_FAULTS:
        return {}
    return document.as_dict() if isinstance(document, Document) else {}


def _as_block(tag: re.Match[str]) -> str:
    """Rename figures to paragraphs, which the extraction keeps."""
    return f"<{tag[1]}{'p' if tag[0].lower().endswith('caption') else 'div'}"


def _names(author: str) -> str:
    """Return the authors without what is no name (a date that stood in the byline)."""
    return "; ".join(part.strip() for part in author.split(";") if not any(map(str.isdigit, part)))
