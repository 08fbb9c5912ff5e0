"""Texts that no spreadsheet takes for a formula, and the texts that they were.

A spreadsheet runs a cell that starts with ``=``, ``+``, ``-`` or ``@``. Texts that start so, also
after blanks or in full-width letters, get an apostrophe in front; so do texts that start with an
apostrophe and then so, which makes the step reversible: `restore` takes it away.
"""

from __future__ import annotations

import re

__all__ = ["defuse", "is_formula", "restore"]

_FORMULA = re.compile(r"[\s\x00-\x20'\ufeff\u200b]*[=+\-@＝＋－＠|%]|'*[\t\r\n]")


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet might take the text for a formula."""
    # No formula starts with a letter or a digit: most texts need no closer look.
    return not text[:1].isalnum() and _FORMULA.match(text) is not None


def defuse(text: str) -> str:
    """Return the text such that no spreadsheet takes it for a formula."""
    return f"'{text}" if is_formula(text) else text


def restore(text: str) -> str:
    """Return the text that `defuse` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
