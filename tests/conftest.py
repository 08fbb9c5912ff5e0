"""Shared by all tests: settings that touch nothing of the user's, and the real parts."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, expect

from geodata.gazetteer import SqliteGazetteer, open_gazetteer
from geodata.pipeline import Geoparser
from geodata.settings import Settings
from geodata.store.queueing import first_in_line
from tests import evidence
from tests.chromium import PATIENCE, launched

# No test is timed: a busy machine would fail one that is right.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")
expect.set_options(timeout=PATIENCE)
# What a test starts or loads, the dearest first.
DEAR = ("browser", "cache_dir")


def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Put the dear files first: a long one that came last would run alone."""
    price = dict.fromkeys((item.path for item in items), len(DEAR))
    for item in items:
        ranks = (n for n, fixture in enumerate(DEAR) if fixture in item.fixturenames)
        price[item.path] = min(price[item.path], *ranks, len(DEAR))
    size = Counter(item.path for item in items)
    items.sort(key=lambda item: (price[item.path], -size[item.path]))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Print with a failing browser test what was to be seen then."""
    report = yield
    running = item.funcargs.get("browser") if report.failed else None
    if isinstance(running, Browser):
        report.sections.extend(evidence.found(running, item.nodeid))
    return report


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for the whole run: the gazetteer is compiled once, by one of the workers.

    `DATELINE_TEST_CACHE` names a folder that is kept, for runs after runs.
    """
    base = tmp_path_factory.getbasetemp()
    # Workers' folders stand side by side in the run's.
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = Path(os.environ.get("DATELINE_TEST_CACHE") or run / "cache")
    with first_in_line(folder):
        open_gazetteer(Settings(data_dir=base, cache_dir=folder, store_url="sqlite://")).close()
    return folder


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
