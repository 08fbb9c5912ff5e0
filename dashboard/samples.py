"""The sample reports that a new user sees instead of an empty page."""

from __future__ import annotations

from pathlib import Path

from dashboard.workspace import Workspace
from geodata.progress import Meter

__all__ = ["FOLDER", "load"]

FOLDER = Path(__file__).parent / "sample_reports"


def load(workspace: Workspace) -> None:
    """Put the sample reports into the store if it has never held anything."""
    if workspace.store.revision() > 0:
        return
    from geodata.ingest import expand, ingest

    sources = list(expand([FOLDER]))
    with Meter("sample reports", total=len(sources)) as meter:
        geoparser = workspace.geoparser()
        for step in ingest(sources, workspace.store, geoparser):
            meter.advance(step.name)
