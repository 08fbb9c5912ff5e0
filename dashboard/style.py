"""The page's stylesheet, put in once per run."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Literal

import streamlit as st

__all__ = ["ICON", "apply", "theme"]

_HERE = Path(__file__).parent
_SHEET = _HERE / "style.css"
# Ours: an icon by name would be fetched from another host. In the page itself: Streamlit forgets
# files of earlier runs, which a browser may still ask for, and keeps them from strangers.
ICON = "data:image/png;base64," + b64encode((_HERE / "icon.png").read_bytes()).decode()


def apply() -> None:
    """Put our stylesheet into the page."""
    st.html(_SHEET)


def theme() -> Literal["light", "dark"]:
    """Return "light" or "dark", as the person's browser or choice has it."""
    return "dark" if st.context.theme.type == "dark" else "light"
