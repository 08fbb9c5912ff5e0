"""What an intake says when it has ended, and what Streamlit says by itself, in the page's words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import streamlit as st

from geodata.messages import Words
from geodata.shown import visible

if TYPE_CHECKING:
    from geodata.ingest import Step, Summary

__all__ = ["upload_words", "written", "written_step"]

_OF_REPORTS = ("added", "updated", "unchanged", "skipped")
_LEFT_OUT = "left out"
_UPLOAD = """<style>
[data-testid=stFileUploaderDropzone] [data-testid=stMarkdownContainer] p,
[data-testid=stFileUploaderDropzoneInstructions] span {{ display: none; }}
[data-testid=stFileUploaderDropzone] [data-testid=stMarkdownContainer]::after {{
  content: {browse}; }}
[data-testid=stFileUploaderDropzoneInstructions]::after {{ content: {limit}; }}
</style>"""


def written(summary: Summary, t: Words) -> str:
    """Return a run in numbers that add up."""
    steps = {str(step.outcome): 0 for step in summary.steps}
    for step in summary.steps:
        steps[str(step.outcome)] += 1
    outcomes = [
        t(f"intake.outcome_{name}", n=steps.get(name, 0))
        for name in _OF_REPORTS
        if steps.get(name) or name == "added"
    ]
    told = [f"{t('head.reports', n=sum(steps.get(name, 0) for name in _OF_REPORTS))}: "]
    told.append(", ".join(outcomes) + ".")
    if left_out := steps.get(_LEFT_OUT, 0):
        told.append(f" {t('intake.outcome_left_out', n=left_out)}.")
    counts = summary.counts
    dated = t("head.dated", n=counts.dated)
    if counts.upper_bounds:
        dated += " " + t("intake.bound", n=counts.upper_bounds)
    places = t(
        "intake.counts",
        places=t("head.places", n=counts.places),
        placed=t("head.placed", n=counts.placed),
        unplaced=t("file.unplaced", n=counts.unplaced),
        dated=dated,
        undated=t("head.undated", n=counts.undated),
    )
    return f"{''.join(told)} {places}"


def written_step(step: Step, t: Words) -> str:
    """Return what became of one source, and why."""
    told = t(f"intake.was_{str(step.outcome).replace(' ', '_')}", name=step.name)
    return visible(f"{told}\n{step.why}")


def upload_words(t: Words, *, megabytes: int) -> None:
    """Say in the page's language what Streamlit's box for files says in English."""
    browse, limit = (
        json.dumps(text, ensure_ascii=False)
        for text in (t("intake.browse"), t("intake.limit", n=megabytes))
    )
    st.html(_UPLOAD.format(browse=browse, limit=limit))
