"""Adding reports: paste or drop, watch, and read what became of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import language
from dashboard.jobs import Intake
from dashboard.tables import confirmed_columns
from dashboard.view import go
from dashboard.workspace import Workspace
from geodata.fetching import PRIVACY_NOTE as LINKS_NOTE
from geodata.geocoding import PRIVACY_NOTE

if TYPE_CHECKING:
    from geodata.ingest import Source, Summary
    from geodata.messages import Words
    from geodata.model import Report

__all__ = ["dialog", "progress"]

_JOB, _SUMMARY = "intake job", "intake summary"
_EVERY_SECONDS = 0.3
_LINES = 100


def _closed() -> None:
    """Forget the summary; the page runs again, so that what was read is on the map."""
    st.session_state.pop(_SUMMARY, None)
    job = st.session_state.get(_JOB)
    if job is not None and not job.running:
        del st.session_state[_JOB]


def _job(workspace: Workspace) -> Intake | None:
    """Return this page's intake; after a reload, the one that is still running."""
    if _JOB not in st.session_state and (running := workspace.intakes.get(None)):
        st.session_state[_JOB] = running
    job: Intake | None = st.session_state.get(_JOB)
    return job


def progress(workspace: Workspace) -> None:
    """Say in the head that an intake goes on while its dialog is closed."""
    job = _job(workspace)
    if job is not None and job.running:
        _watch(job)


@st.fragment(run_every=1.0)
def _watch(job: Intake) -> None:
    if not job.running:
        st.rerun()
    t = language.chosen()
    st.text(t("intake.reading", done=len(job.steps), n=len(job.sources)), width="content")
    st.button(t("intake.stop"), key="intake stop in head", on_click=job.stop)


@st.dialog("Add reports", width="large", on_dismiss=_closed)
def dialog(workspace: Workspace) -> None:
    """Show the dialog: the intake, and after a run its summary."""
    t = language.chosen()
    workspace.warm_up()
    if workspace.settings.geocoder:
        st.text(PRIVACY_NOTE)
    job = _job(workspace)
    if job is None or not job.running:
        sources = _sources(workspace, t)
        # Never disabled: the text counts as soon as the button is pressed, without a key before.
        if st.button(t("intake.go"), type="primary", key="intake go"):
            if sources:
                st.session_state.pop(_SUMMARY, None)
                job = st.session_state[_JOB] = workspace.intakes.start(workspace, sources)
            else:
                st.text(t("intake.nothing"))
    if job is not None:
        _follow(job, t)
        if job.error:
            st.error(job.error)
        st.session_state.setdefault(_SUMMARY, job.summary())
    if _SUMMARY in st.session_state:
        _show_summary(workspace, st.session_state[_SUMMARY], t, stopped=bool(job and job.stopped))


def _sources(workspace: Workspace, t: Words) -> list[Source]:
    text = st.text_area(
        t("intake.paste"), height=180, placeholder=t("intake.example"), key="intake text"
    )
    files = st.file_uploader(t("intake.files"), accept_multiple_files=True, key="intake files")
    links = ""
    if workspace.settings.allow_network:
        links = st.text_input(t("intake.links"), key="intake links", help=LINKS_NOTE)
    with st.expander(t("intake.about")):
        left, middle, right = st.columns(3)
        title = left.text_input(t("intake.title"), key="intake title")
        outlet = middle.text_input(t("intake.source"), key="intake source")
        day: dt.date | None = right.date_input(
            t("intake.date"), value=None, key="intake date", min_value=dt.date(1800, 1, 1)
        )
    # Reading and geoparsing are loaded when somebody adds a report, not with the page.
    from geodata.ingest import from_link, paste, upload

    pasted = [paste(text, title=title, source=outlet, published=day)] if text.strip() else []
    pasted += [from_link(link, workspace.settings) for link in links.split()]
    for file in files or []:
        data = file.getvalue()
        columns = confirmed_columns(file.name, data, file.file_id, t)
        pasted.append(upload(file.name, data, settings=workspace.settings, columns=columns))
    return pasted


def _follow(job: Intake, t: Words) -> None:
    """Show how far a job is until it ends; the job goes on whatever becomes of this page."""
    if not job.running:
        return
    bar = st.progress(0.0, text=t("intake.opening"))
    place = st.empty()
    place.button(t("intake.stop"), key="intake stop", on_click=job.stop)
    while not job.wait(_EVERY_SECONDS):
        if steps := job.steps:
            told = t("intake.done", done=len(steps), n=len(job.sources), name=steps[-1].name)
            bar.progress(job.share, text=told)
        else:
            bar.progress(0.0, text=t("intake.opening"))
    bar.empty()
    place.empty()


def _show_summary(workspace: Workspace, summary: Summary, t: Words, *, stopped: bool) -> None:
    with st.container(key="summary"):
        if stopped:
            st.text(t("intake.stopped"))
        st.text(str(summary))
        for step in summary.steps[:_LINES]:
            if step.why:
                st.text(f"{step.outcome}: {step.name}\n{step.why}")
        if len(summary.steps) > _LINES:
            st.text(t("intake.more", n=len(summary.steps) - _LINES))
        if undated := summary.undated_reports:
            _ask_dates(workspace, undated, t)
        with st.container(horizontal=True):
            if st.button(t("intake.show"), type="primary", key="intake done"):
                _leave("events")
            if (counts := summary.counts).unplaced and st.button(
                t("intake.look", n=counts.unplaced), key="intake look"
            ):
                _leave("look")
            if counts.undated and st.button(
                t("intake.undated", n=counts.undated), key="intake undated"
            ):
                _leave("undated")


def _leave(tab: str) -> None:
    _closed()
    go(tab)
    st.rerun()


def _ask_dates(workspace: Workspace, reports: Sequence[Report], t: Words) -> None:
    from geodata.ingest import Summary, redate, reread

    st.text(t("intake.ask_dates"))
    for report in reports[:_LINES]:
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        day: dt.date | None = left.date_input(
            report.label, value=None, key=f"date {report.report_id}", min_value=dt.date(1800, 1, 1)
        )
        set_it = right.button(
            t("intake.set_date"), key=f"set {report.report_id}", disabled=day is None
        )
        if set_it and day:
            step = reread(redate(report, day), workspace.store, workspace.geoparser())
            st.session_state[_SUMMARY] = Summary(steps=(step,))
            st.rerun(scope="fragment")
