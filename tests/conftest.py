"""Shared by all tests: settings that touch nothing of the user's."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.settings import Settings


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for the whole run: the gazetteer is compiled once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def settings(tmp_path: Path, cache_dir: Path) -> Settings:
    """Settings with a store and a data directory of the test's own."""
    return Settings(
        data_dir=tmp_path / "data",
        cache_dir=cache_dir,
        store_url=f"sqlite:///{tmp_path / 'store.gpkg'}",
    )
