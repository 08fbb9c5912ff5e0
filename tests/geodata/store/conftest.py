"""Stores to test, one per adapter, and reports and events of our own to put into them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from geodata.store import Store, open_store

COUNTRIES = {"SY": "Syria", "RU": "Russia"}


def open_named(url: str) -> Store:
    return open_store(
        url,
        country_name=lambda code: COUNTRIES.get(code, ""),
        admin1_name=lambda country, admin1: f"{country}-{admin1}",
    )


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store.gpkg'}"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.gpkg"


@pytest.fixture(params=["file", "temporary"])
def store(request: pytest.FixtureRequest, url: str) -> Iterator[Store]:
    """Every kind of store that there is."""
    with open_named(url if request.param == "file" else "sqlite://") as opened:
        yield opened


@pytest.fixture
def reopen(url: str) -> Iterator[Callable[[], Store]]:
    """Open the file store, as often as wanted; all are closed in the end."""
    opened: list[Store] = []

    def again() -> Store:
        opened.append(open_named(url))
        return opened[-1]

    yield again
    for one in opened:
        one.close()
