"""The page's stylesheet, put in once per run."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

__all__ = ["apply", "theme"]

_SHEET = Path(__file__).with_name("style.css")


def apply() -> None:
    """Put our stylesheet into the page."""
    st.html(_SHEET)


def theme() -> str:
    """Return "light" or "dark", as the person's browser or choice has it."""
    return "dark" if st.context.theme.type == "dark" else "light"
