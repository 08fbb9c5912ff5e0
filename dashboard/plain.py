"""Words of strangers in the labels that Streamlit reads as Markdown: shown as they are."""

from __future__ import annotations

import re

from geodata.shown import visible

__all__ = ["plain"]

# All ASCII punctuation may have a backslash before it; an address without its marks is no link.
_MARKS = re.compile(r"[!-/:-@\[-`{-~]")


def plain(text: str) -> str:
    """Return Markdown that shows a text on one line, and makes nothing of it."""
    return _MARKS.sub(r"\\\g<0>", " ".join(visible(text).split()))
