"""RTF: text, tables, headers, notes, comments and boxes, in the encodings of its fonts."""

from __future__ import annotations

from geodata.errors import EmptyReportError
from geodata.model import PublishedBasis, Report
from geodata.readers.assemble import Found, assemble
from geodata.readers.properties import sound_day, sound_name, sound_title
from geodata.readers.rtftext import read_rtf

__all__ = ["RtfReader"]


class RtfReader:
    """Reads RTF as Word, WordPad, LibreOffice and old agency systems write it."""

    media_type = "application/rtf"
    suffixes = (".rtf",)
    risky = True

    def sniff(self, data: bytes, name: str) -> bool:
        """Say whether the content begins as RTF does."""
        del name
        return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"{\\rtf")

    def read(self, data: bytes, *, name: str) -> tuple[Report, ...]:
        """Return the one report in it.

        Raises
        ------
        EmptyReportError
            With the file's name and what to do next.
        """
        parsed = read_rtf(data)
        text = "\n\n".join(parsed.lines)
        if not any(map(str.isalnum, text)):
            pictures = f"{name} is a scan: run OCR first. It holds pictures and no text."
            empty = f"{name} holds no text. Check that it is the right file."
            raise EmptyReportError(pictures if parsed.pictures else empty)
        day = sound_day(parsed.fields.get("revtim", "") or parsed.fields.get("creatim", ""))
        found = Found(
            text=text,
            title=sound_title(parsed.fields.get("title", "")),
            author=sound_name(parsed.fields.get("author", "")),
            published=day,
            basis=PublishedBasis.PROPERTIES if day else PublishedBasis.UNKNOWN,
            notes=("tracked deletions were left out",) if parsed.deletions else (),
            gaps=("the file is cut off: it was read up to its end",) if parsed.cut else (),
        )
        return (assemble(found, data, key=f"file:{name}", name=name, media_type=self.media_type),)
