"""Words of strangers where a person reads them: what cannot be seen is shown, or has no effect.

A file's name may hold the commands of a terminal, or letters that turn the rest of the line
around, so that ``gpj.exe`` reads ``exe.jpg``. Data keep such letters as they are; lines on a
terminal and names on a map have `visible` text.
"""

from __future__ import annotations

import re
import sys
from typing import TextIO

__all__ = ["printable", "say", "visible", "warn"]

# Controls, what turns or hides text, separators of lines, tags, half characters. The joiners stay:
# Persian and families of emoji are written with them. So do the marks of direction, which turn
# nothing but what has no direction itself.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u180e\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    r"""Return a text whose unseen characters are written out: ``\u202e`` as six letters.

    Line ends and tabs stay.
    """
    return _UNSEEN.sub(lambda found: _written(found[0]), text)


def _written(char: str) -> str:
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def printable(text: str, out: TextIO) -> str:
    """Return a text without unseen characters, in letters that a stream can take."""
    coding = getattr(out, "encoding", None) or "utf-8"
    return visible(text).encode(coding, "backslashreplace").decode(coding)


def say(text: object, *, file: TextIO | None = None) -> None:
    """Print a line that may hold the words of strangers, in letters that the terminal has."""
    out = file or sys.stdout
    print(printable(str(text), out), file=out)


def warn(text: object) -> None:
    """Print such a line on standard error."""
    say(text, file=sys.stderr)
