"""Formats that are known and not read: each is refused with the way out."""

from __future__ import annotations

from geodata.errors import NotTextError, ProtectedReportError
from geodata.model import Report

__all__ = ["LegacyReader"]

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_WORD = (b"\xdb\xa5-\x00", b"\x31\xbe\x00\x00", b"\xfe\x37\x00\x23", b"\xffWPC")
# Names in the directory of a compound file, and what they make it.
_KINDS = (
    ("__properties_version1.0", "an Outlook message", "save it as .eml, or its text as .txt"),
    ("WordDocument", "an old Word document", "save it as .docx"),
    ("PowerPoint Document", "an old PowerPoint presentation", "save it as .pptx or .pdf"),
    ("Workbook", "an old Excel workbook", "save it as .xlsx or .csv"),
    ("Book", "an old Excel workbook", "save it as .xlsx or .csv"),
)


class LegacyReader:
    """Refuses the binary documents of old office programs, and documents with a password."""

    media_type = "application/x-ole-storage"
    suffixes = (".doc", ".msg", ".ppt", ".wpd")
    risky = False

    def sniff(self, data: bytes, name: str) -> bool:
        """Say whether the content begins as one of these formats does."""
        del name
        return data.startswith((_COMPOUND, *_OLD_WORD))

    def read(self, data: bytes, *, name: str) -> tuple[Report, ...]:
        """Refuse it.

        Raises
        ------
        NotTextError, ProtectedReportError
            Always, with what to do.
        """
        if _holds(data, "EncryptedPackage"):
            raise ProtectedReportError(
                f"{name} has a password. Open it, save it without one, and add that."
            )
        for entry, kind, remedy in _KINDS:
            if _holds(data, entry):
                raise NotTextError(
                    f"{name} is {kind}, which cannot be read safely. Open it in the program it "
                    f"comes from (or LibreOffice), {remedy}, and add that."
                )
        raise NotTextError(
            f"{name} is a document of an old program, which cannot be read safely. Open it there "
            "(or in LibreOffice), save it as .docx or .txt, and add that."
        )


def _holds(data: bytes, entry: str) -> bool:
    return entry.encode("utf-16-le") in data
