"""Plain text."""

from __future__ import annotations

from geodata.model import Report
from geodata.readers.assemble import Found, assemble
from geodata.readers.encoding import decode

__all__ = ["PlainTextReader"]


class PlainTextReader:
    """Reads any text; it comes last, because everything that is no binary is text."""

    media_type = "text/plain"
    suffixes = (".txt", ".text", ".log")
    risky = False

    def sniff(self, data: bytes, name: str) -> bool:
        """Accept whatever is asked: bytes that are no text are refused by `read`."""
        del data, name
        return True

    def read(self, data: bytes, *, name: str) -> tuple[Report, ...]:
        """Return the one report in it.

        Raises
        ------
        NotTextError, EmptyReportError
            With the file's name and what to do next.
        """
        text, notes = decode(data, name=name)
        found = Found(text=text, notes=notes)
        key = f"file:{name}"
        return (assemble(found, data, key=key, name=name, media_type=self.media_type),)
