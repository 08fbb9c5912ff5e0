"""Shared by all tests: settings that touch nothing of the user's, and the real parts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser

from geodata.gazetteer import SqliteGazetteer, open_gazetteer
from geodata.pipeline import Geoparser
from geodata.settings import Settings
from tests.chromium import launched

# No test is timed: a busy machine would fail one that is right.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for the whole run: the gazetteer is compiled once.

    `DATELINE_TEST_CACHE` names a folder that is kept, for runs after runs.
    """
    kept = os.environ.get("DATELINE_TEST_CACHE")
    return Path(kept) if kept else tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests: two of Playwright's loops cannot live side by side."""
    with launched() as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, cache_dir: Path) -> Settings:
    """Settings with a store and a data directory of the test's own."""
    return Settings(
        data_dir=tmp_path / "data",
        cache_dir=cache_dir,
        store_url=f"sqlite:///{tmp_path / 'store.gpkg'}",
    )


@pytest.fixture(scope="session")
def shared_settings(tmp_path_factory: pytest.TempPathFactory, cache_dir: Path) -> Settings:
    """Settings for what is opened once and only read."""
    folder = tmp_path_factory.mktemp("shared")
    return Settings(
        data_dir=folder, cache_dir=cache_dir, store_url=f"sqlite:///{folder / 'store.gpkg'}"
    )


@pytest.fixture(scope="session")
def gazetteer(shared_settings: Settings) -> Iterator[SqliteGazetteer]:
    """The shipped gazetteer, compiled once for the run."""
    with open_gazetteer(shared_settings) as opened:
        yield opened


@pytest.fixture(scope="session")
def geoparser(shared_settings: Settings, gazetteer: SqliteGazetteer) -> Geoparser:
    """All five steps, with the shipped parts."""
    return Geoparser.open(shared_settings, gazetteer=gazetteer)
