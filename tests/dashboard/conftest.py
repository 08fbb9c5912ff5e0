"""A workspace with two reports in it, as the server would have it open."""

from __future__ import annotations

import sys
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


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """Streamlit puts its page in the place of the main module: processes started later run it."""
    kept = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = kept


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
