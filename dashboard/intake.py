"""Adding reports: paste or drop, watch, and read what became of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import entrance, language
from dashboard.jobs import Intake
from dashboard.plain import plain
from dashboard.summary import upload_words, written, written_step
from dashboard.tables import confirmed_columns
from dashboard.uploads import forget_uploads
from dashboard.view import go
from dashboard.workspace import Workspace
from geodata.fetching import PRIVACY_NOTE as LINKS_NOTE
from geodata.geocoding import PRIVACY_NOTE

if TYPE_CHECKING:
    from geodata.ingest import Source, Summary
    from geodata.messages import Words
    from geodata.model import Report

__all__ = ["opener", "progress", "show"]

_JOB, _SUMMARY, _OPEN = "intake job", "intake summary", "intake open"
_EVERY_SECONDS = 0.3
_EVERY_SECONDS_IN_HEAD = 1.0
_LINES = 100


def opener() -> None:
    """Offer to add reports. The desk's script presses this when files are dropped on the page."""
    t = language.chosen()
    st.button(t("head.add"), type="primary", width="content", key="add reports", on_click=_opened)


def show(workspace: Workspace) -> None:
    """Show the dialog while it is open.

    That it is open is remembered: the map tells what is chosen on it whenever it likes, and the
    run that this causes must not close the dialog under whoever is pasting.
    """
    if st.session_state.get(_OPEN):
        words = language.chosen()
        st.dialog(words("head.add"), width="large", on_dismiss=_closed)(_dialog)(workspace)


def _opened() -> None:
    st.session_state[_OPEN] = True


def _closed() -> None:
    """Forget the summary; the page runs again, so that what was read is on the map."""
    st.session_state.pop(_OPEN, None)
    st.session_state.pop(_SUMMARY, None)
    job = st.session_state.get(_JOB)
    if job is not None and not job.running:
        del st.session_state[_JOB]


def _job(workspace: Workspace) -> Intake | None:
    """Return this page's intake; after a reload, the one that is still running."""
    if _JOB not in st.session_state:
        mine = workspace.intakes.get(None, who=entrance.who(workspace.access))
        if mine is not None:
            st.session_state[_JOB] = mine
    job: Intake | None = st.session_state.get(_JOB)
    return job


def progress(workspace: Workspace) -> None:
    """Say in the head that an intake goes on while its dialog is closed."""
    job = _job(workspace)
    if job is not None and job.running and not st.session_state.get(_OPEN):
        _in_head(job)


@st.fragment(run_every=_EVERY_SECONDS_IN_HEAD)
def _in_head(job: Intake) -> None:
    if not job.running:
        st.rerun()
    t = language.chosen()
    st.text(t("intake.reading", done=len(job.steps), n=job.count), width="content")
    st.button(t("intake.stop"), key="intake stop in head", on_click=job.stop)


def _dialog(workspace: Workspace) -> None:
    """Show what to read, or how far it is, and after a run its summary."""
    t = language.chosen()
    with st.container(key=f"intake-{t.direction}"):
        _intake(workspace, t)


def _intake(workspace: Workspace, t: Words) -> None:
    workspace.warm_up()
    if workspace.settings.geocoder:
        st.text(PRIVACY_NOTE)
    job = _job(workspace)
    if job is not None and job.running:
        _follow(job)
        return
    sources = _sources(workspace, t)
    # Never disabled: the text counts as soon as the button is pressed, without a key before.
    if st.button(t("intake.go"), type="primary", key="intake go"):
        if sources:
            st.session_state.pop(_SUMMARY, None)
            who = entrance.who(workspace.access)
            st.session_state[_JOB] = workspace.intakes.start(workspace, sources, who=who)
            forget_uploads()
            st.rerun(scope="fragment")
        st.text(t("intake.nothing"))
    if job is not None:
        if job.error:
            st.error(plain(job.error))
        st.session_state.setdefault(_SUMMARY, job.summary())
    if _SUMMARY in st.session_state:
        _show_summary(workspace, st.session_state[_SUMMARY], t, stopped=bool(job and job.stopped))


def _sources(workspace: Workspace, t: Words) -> list[Source]:
    text = st.text_area(
        t("intake.paste"), height=180, placeholder=t("intake.example"), key="intake text"
    )
    upload_words(t, megabytes=st.get_option("server.maxUploadSize"))
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


@st.fragment(run_every=_EVERY_SECONDS)
def _follow(job: Intake) -> None:
    """Show how far a job is; it goes on whatever becomes of this page.

    A loop would keep this session's only thread, and with it the click that stops the job.
    """
    if not job.running:
        st.rerun()
    t = language.chosen()
    told = t("intake.opening")
    if steps := job.steps:
        told = t("intake.done", done=len(steps), n=job.count, name=plain(steps[-1].name))
    st.progress(job.share, text=told)
    st.button(t("intake.stop"), key="intake stop", on_click=job.stop)


def _show_summary(workspace: Workspace, summary: Summary, t: Words, *, stopped: bool) -> None:
    with st.container(key="summary"):
        if stopped:
            st.text(t("intake.stopped"))
        st.text(written(summary, t))
        for step in summary.steps[:_LINES]:
            if step.why:
                st.text(written_step(step, t))
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
            plain(report.label),
            value=None,
            key=f"date {report.report_id}",
            min_value=dt.date(1800, 1, 1),
        )
        set_it = right.button(
            t("intake.set_date"), key=f"set {report.report_id}", disabled=day is None
        )
        if set_it and day:
            step = reread(redate(report, day), workspace.store, workspace.geoparser())
            st.session_state[_SUMMARY] = Summary(steps=(step,))
            st.rerun(scope="fragment")
