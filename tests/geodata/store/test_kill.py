"""Processes that are killed at work, and many at one store: nothing is lost, nothing half there.

`python -m benchmarks.durability` does the same three hundred times and for a minute.
"""

import multiprocessing
import random
from pathlib import Path

import pytest

from tests.geodata.store.force import crowd, kill_correcting, kill_ingesting, kill_migrating

pytestmark = pytest.mark.skipif(
    "forkserver" not in multiprocessing.get_all_start_methods(), reason="needs fork and SIGKILL"
)


def test_kills_of_an_ingest_lose_nothing(tmp_path: Path):
    assert kill_ingesting(tmp_path, 4, random.Random(7)) >= 4


def test_kills_of_corrections_lose_nothing(tmp_path: Path):
    assert kill_correcting(tmp_path, 4, random.Random(7)) >= 4


def test_kills_of_a_migration_lose_nothing(tmp_path: Path):
    kill_migrating(tmp_path, 4, random.Random(7), events=40)


def test_writers_and_readers_work_at_once(tmp_path: Path):
    seen = crowd(tmp_path / "crowd.gpkg", 1.5)
    assert seen.errors == []
    assert seen.writes
    assert seen.reads
