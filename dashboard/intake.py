"""Adding reports: paste or drop, watch, and read what became of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.workspace import Workspace
from geodata.errors import DatelineError
from geodata.geocoding import PRIVACY_NOTE

if TYPE_CHECKING:
    from geodata.ingest import Source, Summary
    from geodata.model import Report

__all__ = ["dialog"]

_SUMMARY = "intake summary"


def _closed() -> None:
    """Forget the summary; the page runs again, so that what was read is on the map."""
    st.session_state.pop(_SUMMARY, None)


@st.dialog("Add reports", width="large", on_dismiss=_closed)
def dialog(workspace: Workspace) -> None:
    """Show the dialog: the intake, and after a run its summary."""
    workspace.warm_up()
    if workspace.settings.geocoder:
        st.text(PRIVACY_NOTE)
    sources = _sources(workspace)
    # Never disabled: the text counts as soon as the button is pressed, without a key before.
    if st.button("Find places and dates", type="primary"):
        if sources:
            st.session_state[_SUMMARY] = _run(workspace, sources)
        else:
            st.text("Paste a text or drop a file first.")
    if _SUMMARY in st.session_state:
        _show_summary(workspace, st.session_state[_SUMMARY])


def _sources(workspace: Workspace) -> list[Source]:
    text = st.text_area(
        "Paste a report",
        height=180,
        placeholder="The text of an article, a statement, a situation report …",
        key="intake text",
    )
    files = st.file_uploader(
        "or drop files", accept_multiple_files=True, key="intake files", help=".txt, .md, .html"
    )
    with st.expander("Title, source and date of the pasted text (when it does not say)"):
        left, middle, right = st.columns(3)
        title = left.text_input("Title", key="intake title")
        outlet = middle.text_input("Source", key="intake source", help="Who published it")
        day: dt.date | None = right.date_input(
            "Date", value=None, key="intake date", min_value=dt.date(1800, 1, 1)
        )
    # Reading and geoparsing are loaded when somebody adds a report, not with the page.
    from geodata.ingest import paste, upload

    pasted = [paste(text, title=title, source=outlet, published=day)] if text.strip() else []
    return pasted + [
        upload(file.name, file.getvalue(), settings=workspace.settings) for file in files or []
    ]


def _run(workspace: Workspace, sources: Sequence[Source]) -> Summary:
    from geodata.ingest import Step, Summary, ingest

    bar = st.progress(0.0, text="Opening the language model …")
    steps: list[Step] = []
    try:
        for step in ingest(sources, workspace.store, workspace.geoparser()):
            steps.append(step)
            share = min(1.0, len(steps) / len(sources))
            bar.progress(share, text=f"{len(steps)} of {len(sources)}: {step.name}")
    except DatelineError as error:
        st.error(str(error))
    bar.empty()
    return Summary(steps=tuple(steps))


def _show_summary(workspace: Workspace, summary: Summary) -> None:
    with st.container(key="summary"):
        st.text(str(summary))
        for step in summary.steps:
            if step.why:
                st.text(f"{step.outcome}: {step.name}\n{step.why}")
        undated = summary.undated_reports
        if undated:
            _ask_dates(workspace, undated)
        if st.button("Show on the map", type="primary", key="intake done"):
            del st.session_state[_SUMMARY]
            st.rerun()


def _ask_dates(workspace: Workspace, reports: Sequence[Report]) -> None:
    from geodata.ingest import Summary, redate, reread

    st.text("No date of their own was found in these. When were they published?")
    for report in reports:
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        day: dt.date | None = left.date_input(
            report.label, value=None, key=f"date {report.report_id}", min_value=dt.date(1800, 1, 1)
        )
        if right.button("Set date", key=f"set {report.report_id}", disabled=day is None) and day:
            step = reread(redate(report, day), workspace.store, workspace.geoparser())
            st.session_state[_SUMMARY] = Summary(steps=(step,))
            st.rerun(scope="fragment")
