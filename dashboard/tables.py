"""Tables that are dropped: which column is what, as it seems to be, for a person to put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.plain import plain
from geodata.errors import ReadError

if TYPE_CHECKING:
    from geodata.messages import Words
    from geodata.readers import TableGuess

__all__ = ["confirmed_columns"]

_OF_REPORTS = ("text", "published", "title", "source", "url")
_OF_EVENTS = ("place", "latitude", "longitude", "date_start", "kind")
_GUESSES = "table guesses"
_LONGEST_CELL = 120


def confirmed_columns(name: str, data: bytes, file_id: str, t: Words) -> dict[str, str]:
    """Show what a table seems to hold; return the columns that the person named otherwise.

    Nothing is shown for a file that is no table.
    """
    guess = _guess(name, data, file_id)
    if guess is None:
        return {}
    columns = guess.columns
    known = columns.schema or t("intake.table_events" if columns.events else "intake.table_reports")
    changed: dict[str, str] = {}
    with st.expander(t("intake.table", n=guess.count, name=plain(name), kind=known)):
        st.text(t("intake.table_columns"))
        for fields in (_OF_REPORTS, _OF_EVENTS):
            for place, field in zip(st.columns(len(fields)), fields, strict=True):
                seems = getattr(columns, field)
                names = ["", *guess.names]
                chosen = place.selectbox(
                    t(f"intake.column_{field}"),
                    names,
                    index=names.index(seems) if seems in names else 0,
                    format_func=lambda option: option or "–",
                    key=f"column {file_id} {field}",
                )
                if chosen != seems:
                    changed[field] = chosen or "-"
        _show_rows(guess)
    return changed


def _guess(name: str, data: bytes, file_id: str) -> TableGuess | None:
    """Return the guess of a file's first table, made once for each file that is dropped."""
    from geodata.readers import guess_columns

    guesses: dict[str, TableGuess | None] = st.session_state.setdefault(_GUESSES, {})
    if file_id not in guesses:
        try:
            found = guess_columns(data, name)
        except ReadError:
            # The intake says what is wrong with the file when it reads it.
            found = ()
        guesses[file_id] = found[0] if found else None
    return guesses[file_id]


def _show_rows(guess: TableGuess) -> None:
    rows = [dict(zip(guess.names, map(_short, row), strict=True)) for row in guess.rows]
    st.dataframe(rows, hide_index=True, height="content")


def _short(cell: str) -> str:
    return cell if len(cell) <= _LONGEST_CELL else f"{cell[:_LONGEST_CELL]} …"
