"""Routes for the reading pane: the list of reports, and one report with its text and marks."""

from __future__ import annotations

from typing import Any

from starlette.routing import BaseRoute, Route

from dashboard.answers import Ask, answering
from dashboard.workspace import Workspace
from geodata.maps import indices_of_report, text_marks
from geodata.model import ReadOutcome
from geodata.store import ReportSummary

__all__ = ["reading_routes"]


def reading_routes(workspace: Workspace) -> list[BaseRoute]:
    """Return the routes, bound to a workspace."""
    return [
        Route("/data/{token}/reports", answering(workspace, _reports)),
        Route("/data/{token}/{revision:int}/report/{report_id}", answering(workspace, _report)),
    ]


def _reports(ask: Ask) -> object:
    store = ask.workspace.store
    words = ask.query.get("q", "")
    found = set(store.search(words).report_ids) if words else None
    return {
        "reports": [
            _line(report)
            for report in store.reports()
            if found is None or report.report_id in found
        ],
        "refused": [
            {"name": reading.name, "why": reading.why}
            for reading in store.readings()
            if reading.outcome is ReadOutcome.REFUSED
        ],
    }


def _line(report: ReportSummary) -> dict[str, Any]:
    counts = report.counts
    return {
        "report_id": report.report_id,
        "label": report.label,
        "source": report.source,
        "language": report.language,
        "published": report.published.isoformat() if report.published else None,
        "version": report.version,
        "notes": list(report.notes),
        "gaps": list(report.gaps),
        "places": counts.places,
        "placed": counts.placed,
        "dated": counts.dated,
    }


def _report(ask: Ask) -> object:
    store, feed = ask.workspace.store, ask.feed
    report_id = ask.path["report_id"]
    kept = store.report(report_id)
    report = kept.report
    indices = indices_of_report(feed.frame, feed.columns, report_id)
    return {
        "report_id": report_id,
        "label": report.label,
        "source": report.source,
        "author": report.author,
        "url": report.url,
        "published": report.published.isoformat() if report.published else None,
        "basis": str(report.published_basis),
        "language": report.language,
        "version": kept.version,
        "notes": [*report.gaps, *report.notes],
        "text": report.text,
        "marks": text_marks(report.text, store.events_of(report_id), indices),
    }
