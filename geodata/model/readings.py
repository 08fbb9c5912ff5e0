"""What became of each thing that somebody asked to be read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["ReadOutcome", "Reading"]


class ReadOutcome(StrEnum):
    """How the reading of one input ended."""

    READ = "read"
    PARTLY = "partly read"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One input (a file, an upload, a paste, a member of an archive) and how its reading ended.

    Attributes
    ----------
    name
        What to call it before a person.
    path
        Where it was found; empty for an upload or a paste.
    content_hash
        SHA-256 of the raw bytes, hexadecimal; empty where they could not be had.
    size
        Number of the raw bytes.
    modified
        When the file was last changed, in nanoseconds since 1970 (``os.stat().st_mtime_ns``); 0
        where nobody knows.
    why
        In words, what was left out (partly read) or what is wrong and what to do (refused).
    report_ids
        The reports that it gave.
    read_at
        The second it was read, UTC, as ISO text; a store fills it in where it is empty.
    """

    name: str
    outcome: ReadOutcome
    path: str = ""
    content_hash: str = ""
    size: int = 0
    modified: int = 0
    media_type: str = ""
    why: str = ""
    report_ids: tuple[str, ...] = ()
    read_at: str = ""

    @property
    def key(self) -> str:
        """What makes it the same input when it is read again: its path, else name and content."""
        return self.path or f"{self.name}#{self.content_hash}"
