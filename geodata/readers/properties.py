"""Title, author and date from a document's own properties: taken only where they make sense.

Programs fill them in: "Microsoft Word - report.doc", "Administrator", the day of a template.
"""

from __future__ import annotations

import datetime as dt
import re

__all__ = ["sound_day", "sound_name", "sound_title"]

EARLIEST = dt.date(1990, 1, 1)
# A clock may be a day ahead of ours.
AHEAD = dt.timedelta(days=1)
# The day of making that stands in the templates of common programs.
_TEMPLATE_DAYS = frozenset({dt.date(2013, 12, 23), dt.date(2000, 1, 1)})
_PROGRAM = re.compile(r"(?i)^(?:microsoft\s\w{2,12}\s-\s|untitled|document\d*$|title$|slide\s1$)")
_FILE = re.compile(r"(?i)^[^\s]{1,200}\.(?:docx?|odt|rtf|pdf|indd|qxd|pptx?|xlsx?|dvi|ps|html?)$")
_NO_NAMES = frozenset(
    "admin administrator author default owner python-docx root test unknown user windows".split()  # noqa: SIM905
)
_ISO = re.compile(r"\s{0,9}(\d{4})-(\d\d)-(\d\d)")


def sound_title(title: str) -> str:
    """Return the title, or nothing where a program gave it."""
    title = " ".join(title.split())
    readable = any(map(str.isalpha, title)) and "\ufffd" not in title
    return title if readable and not _PROGRAM.match(title) and not _FILE.match(title) else ""


def sound_name(name: str) -> str:
    """Return the author, or nothing where a program gave it."""
    name = " ".join(name.split())
    words = name.casefold().split()
    readable = any(map(str.isalpha, name)) and "\ufffd" not in name
    return name if readable and words and words[0] not in _NO_NAMES else ""


def sound_day(day: dt.date | str | None) -> dt.date | None:
    """Return the day, or None where it cannot be the day that a document was made."""
    if isinstance(day, str):
        match = _ISO.match(day)
        try:
            day = dt.date(int(match[1]), int(match[2]), int(match[3])) if match else None
        except ValueError:
            return None
    if day is None or day in _TEMPLATE_DAYS:
        return None
    latest = dt.datetime.now(dt.UTC).date() + AHEAD
    return day if EARLIEST <= day <= latest else None
