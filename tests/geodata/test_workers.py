"""Worker processes: results in order, whatever becomes of a worker."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from geodata.workers import Lost, Pool
from tests.geodata.labour import open_bench


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[Pool[str, str]]:
    with Pool[str, str](open_bench, str(tmp_path), count=2, most_seconds=60.0) as opened:
        yield opened


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_results_are_those_of_their_tickets(pool: Pool[str, str]) -> None:
    tickets = [pool.submit(f"{n} ") for n in range(40)]
    assert [pool.result(ticket) for ticket in reversed(tickets)] == [
        f"{n} {n} " for n in reversed(range(40))
    ]


def test_a_task_that_kills_its_worker_is_given_up_and_the_rest_goes_on(
    pool: Pool[str, str],
) -> None:
    tickets = [pool.submit(task) for task in ("a", "die", "b", "die once", "c")]
    first, *others = [pool.result(ticket) for ticket in tickets]
    assert first == "aa"
    assert isinstance(others[0], Lost)
    assert "ended without an answer" in others[0].why
    assert others[1:] == ["bb", "die oncedie once", "cc"]


def test_a_worker_that_somebody_kills_costs_nothing(pool: Pool[str, str], tmp_path: Path) -> None:
    tickets = [pool.submit("wait for the mark") for _ in range(2)]
    for pid in pool.pids:
        os.kill(pid, signal.SIGKILL)
    (tmp_path / "mark").touch()
    assert [pool.result(ticket) for ticket in tickets] == ["wait for the mark" * 2] * 2


def test_a_task_that_hangs_is_given_up(tmp_path: Path) -> None:
    with Pool[str, str](open_bench, str(tmp_path), count=1, most_seconds=2.0) as pool:
        hanging, good = pool.submit("hang"), pool.submit("a")
        lost = pool.result(hanging)
        assert isinstance(lost, Lost)
        assert "more than" in lost.why
        assert pool.result(good) == "aa"


def test_no_worker_outlives_the_pool(tmp_path: Path) -> None:
    with Pool[str, str](open_bench, str(tmp_path), count=2) as pool:
        assert pool.pids == ()
        pool.submit("hang")
        pool.submit("hang")
        pids = pool.pids
    assert len(pids) == 2
    assert not any(map(alive, pids))
