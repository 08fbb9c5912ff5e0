"""A workspace with two reports in it, as the server would have it open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dashboard import workspace as workspaces
from dashboard.workspace import Workspace
from geodata.ingest import ingest, paste
from geodata.pipeline import Geoparser
from geodata.settings import Settings

REPORTS = (
    "DAMASCUS, Dec 8, 2024 - Fighters entered Damascus on Sunday.\n\nHoms fell on Saturday.",
    "Talks in Geneva\n\nJanuary 10, 2025\n\nEnvoys meet in Geneva on Monday. Aleppo was calm.",
)


@pytest.fixture
def workspace(
    settings: Settings, geoparser: Geoparser, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workspace]:
    monkeypatch.setattr(workspaces, "_current", [])
    opened = workspaces.start(settings)
    assert all(
        step.report is not None
        for step in ingest([paste(text) for text in REPORTS], opened.store, geoparser)
    )
    yield opened
    opened.store.close()
    opened.gazetteer.close()
