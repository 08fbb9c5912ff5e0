"""Markdown: front matter read, markup taken off, every word of the text kept."""

from __future__ import annotations

import re
from collections.abc import Mapping

from geodata.model import PublishedBasis, Report
from geodata.readers.assemble import Found, assemble
from geodata.readers.days import parse_day
from geodata.readers.encoding import decode

__all__ = ["MarkdownReader"]

_FIELD = re.compile(r"([A-Za-z_-]{2,30})\s*[:=]\s*(.*)")
_HEADING = re.compile(r"(?m)^[ ]{0,3}#{1,6}[ \t]+(.*)$")
# Each of these takes marks away and leaves the words between them.
_MARKUP: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?m)^[ ]{0,3}(?:```|~~~).*$"), ""),
    (re.compile(r"(?m)^[ ]{0,3}#{1,6}[ \t]+"), ""),
    (re.compile(r"(?m)^[ ]{0,3}(?:>[ ]?)+"), ""),
    (re.compile(r"(?m)^[ ]{0,3}(?:[-*_][ ]?){3,}$"), ""),
    (re.compile(r"(?m)^([ ]{0,8})[*+-][ \t]+(?=\S)"), r"\1"),
    (re.compile(r"!\[([^\[\]\n]{0,500})\]\([^()\n]{0,2000}\)"), r"Image: \1"),
    (re.compile(r"\[([^\[\]\n]{1,500})\]\([^()\n]{0,2000}\)"), r"\1"),
    (re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]{1,500})(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])([^_\n]{1,500})(?<=\S)\1(?![\w_])"), r"\2"),
)
_DATES = ("date", "published", "publish_date", "pubdate", "published_at", "created")
_SOURCES = ("source", "publisher", "outlet", "site", "site_name")


class MarkdownReader:
    """Reads Markdown by its suffix: its marks alone prove nothing."""

    media_type = "text/markdown"
    suffixes = (".md", ".markdown", ".mdown")
    risky = False

    def sniff(self, data: bytes, name: str) -> bool:
        """Say whether the name ends as Markdown's does."""
        del data
        return name.lower().endswith(self.suffixes)

    def read(self, data: bytes, *, name: str) -> tuple[Report, ...]:
        """Return the one report in it.

        Raises
        ------
        NotTextError, EmptyReportError
            With the file's name and what to do next.
        """
        raw, notes = decode(data, name=name)
        fields, body = _front_matter(raw.replace("\r\n", "\n"))
        heading = _HEADING.search(body)
        day = next((day for key in _DATES if (day := parse_day(fields.get(key, "")))), None)
        found = Found(
            text=_strip(body),
            title=fields.get("title", "") or (_strip(heading[1]) if heading else ""),
            source=next((fields[key] for key in _SOURCES if fields.get(key)), ""),
            author=fields.get("author", ""),
            url=fields.get("url", "") or fields.get("link", ""),
            published=day,
            basis=PublishedBasis.DATELINE if day else PublishedBasis.UNKNOWN,
            notes=notes,
        )
        key = f"file:{name}"
        return (assemble(found, data, key=key, name=name, media_type=self.media_type),)


def _front_matter(text: str) -> tuple[Mapping[str, str], str]:
    """Split "---" or "+++" front matter, read as plain `key: value` lines, from the body."""
    for fence in ("---\n", "+++\n"):
        end = text.find("\n" + fence, len(fence) - 1)
        if text.startswith(fence) and 0 <= end <= 10_000:
            lines = (_FIELD.match(line) for line in text[len(fence) : end].split("\n"))
            fields = {m[1].lower().replace("-", "_"): m[2].strip(" \"'[]") for m in lines if m}
            if fields:
                return fields, text[end + 1 + len(fence) :]
    return {}, text


def _strip(text: str) -> str:
    for pattern, kept in _MARKUP:
        text = pattern.sub(kept, text)
    return text
