"""The page's stylesheet, put in once per run."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import streamlit as st

__all__ = ["ICON", "apply", "theme"]

_HERE = Path(__file__).parent
_SHEET = _HERE / "style.css"
# A file of ours: an icon by name would be fetched from another host.
ICON = str(_HERE / "icon.png")


def apply() -> None:
    """Put our stylesheet into the page."""
    st.html(_SHEET)


def theme() -> Literal["light", "dark"]:
    """Return "light" or "dark", as the person's browser or choice has it."""
    return "dark" if st.context.theme.type == "dark" else "light"
