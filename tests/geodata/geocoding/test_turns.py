"""One question a second, none twice, and a rest for a service that fails."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from geodata.geocoding import Found, NotFound, Outage, OutageReason
from geodata.geocoding.limiter import HostLimiter
from geodata.geocoding.memory import AnswerMemory
from tests.geodata.geocoding import service as fake
from tests.geodata.geocoding.conftest import Asking
from tests.geodata.geocoding.service import NAME, FakeClock, running


@pytest.mark.parametrize("behaviour", [fake.raw_body(b"[]"), fake.right()])
def test_the_second_question_is_answered_from_memory(behaviour: fake.Behaviour, asking: Asking):
    with running(behaviour) as server:
        first = asking(server.address).ask(NAME, "SY")
        # Another process later, the name written another way.
        assert asking(server.address).ask(f" {NAME.upper()} ", "sy") == first
        assert len(server.calls) == 1
        assert asking(server.address).ask(NAME, "LB") is not None
        assert len(server.calls) == 2
    assert isinstance(first, NotFound | Found)


def test_outages_are_not_remembered(asking: Asking):
    answers = iter([fake.raw_body(b"", "500 x"), fake.right()])

    def answer(call: fake.Call) -> None:
        next(answers)(call)

    with running(answer) as server:
        geocoder = asking(server.address)
        assert isinstance(geocoder.ask(NAME), Outage)
        assert isinstance(geocoder.ask(NAME), Found)


def test_questions_are_a_second_apart(asking: Asking, clock: FakeClock):
    with running(fake.right()) as server:
        geocoder = asking(server.address)
        for number in range(4):
            geocoder.ask(f"{NAME} {number}")
        geocoder.ask(f"{NAME} 1")
    assert clock.slept == pytest.approx([1.0, 1.0, 1.0])


def test_processes_share_their_turns(tmp_path: Path):
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from geodata.geocoding.limiter import HostLimiter\n"
        "slept = [0.0]\n"
        "path, stopped = Path(sys.argv[1]), lambda: 1e6\n"
        "limiter = HostLimiter(path, patience=60, clock=stopped, sleep=slept.append)\n"
        "for _ in range(3):\n"
        "    before = len(slept)\n"
        "    assert limiter.wait('host')\n"
        "    print(sum(slept[before:]), flush=True)\n"
    )
    path = tmp_path / "turns.sqlite"
    command = [sys.executable, "-c", program, str(path)]
    running_two = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    waits = sorted(float(t) for one in running_two for t in one.communicate()[0].split())
    assert [one.returncode for one in running_two] == [0, 0]
    # By a clock that stands still for both, each turn is waited for a second longer.
    assert waits == pytest.approx([0, 1, 2, 3, 4, 5])


def test_hosts_do_not_wait_for_each_other(tmp_path: Path, clock: FakeClock):
    limiter = HostLimiter(tmp_path / "t.sqlite", clock=clock, sleep=clock.sleep)
    assert limiter.wait("a")
    assert limiter.wait("b")
    assert clock.slept == []


def test_a_turn_far_away_is_not_waited_for(tmp_path: Path, clock: FakeClock):
    limiter = HostLimiter(tmp_path / "t.sqlite", clock=clock, sleep=clock.sleep)
    limiter.rest("a", 60)
    assert not limiter.wait("a")
    assert clock.slept == []
    clock.now += 60
    assert limiter.wait("a")


def test_rests_end_also_when_the_clock_was_put_back(tmp_path: Path, clock: FakeClock):
    limiter = HostLimiter(tmp_path / "t.sqlite", clock=clock, sleep=clock.sleep)
    limiter.rest("a", 1e12)
    clock.now -= 100_000
    assert limiter.wait("a")


def test_a_failing_service_is_given_a_rest(asking: Asking, clock: FakeClock):
    with running(fake.raw_body(b"", "500 x")) as server:
        geocoder = asking(server.address)
        reasons = [geocoder.ask(f"{NAME} {n}") for n in range(10)]
        assert len(server.calls) == 3
        assert reasons[3:] == [Outage(reason=OutageReason.RESTING)] * 7
        clock.now += 61
        geocoder.ask(NAME)
        assert len(server.calls) == 4


def test_retry_after_is_kept(asking: Asking, clock: FakeClock):
    busy = fake.raw_body(b"", "429 Too Many Requests", "Retry-After: 600")
    with running(busy) as server:
        asking(server.address).ask(NAME)
        clock.now += 590
        other_process = asking(server.address)
        assert other_process.ask(NAME) == Outage(reason=OutageReason.RESTING)
        clock.now += 20
        other_process.ask(NAME)
        assert len(server.calls) == 2


def test_a_memory_that_cannot_be_used_stops_the_asking(asking: Asking, tmp_path: Path):
    (tmp_path / "memory.sqlite").write_bytes(b"no database at all" * 100)
    with running(fake.right()) as server:
        assert asking(server.address).ask(NAME) == Outage(reason=OutageReason.NOT_KEPT)
        assert server.calls == []


def test_turns_that_cannot_be_kept_stop_the_asking(asking: Asking, tmp_path: Path):
    (tmp_path / "turns.sqlite").mkdir()
    with running(fake.right()) as server:
        assert asking(server.address).ask(NAME) == Outage(reason=OutageReason.NOT_KEPT)
        assert server.calls == []


@pytest.mark.parametrize("kept", ["{}", "[]", "x", '{"place_precision": "x"}'])
def test_a_damaged_answer_is_asked_again(kept: str, asking: Asking, tmp_path: Path):
    with running(fake.right()) as server:
        asking(server.address).ask(NAME)
        db = sqlite3.connect(tmp_path / "memory.sqlite")
        with db:
            db.execute("UPDATE answers SET place = ?", (kept,))
        db.close()
        assert isinstance(asking(server.address).ask(NAME), Found)
        assert len(server.calls) == 2


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_only_the_owner_reads_what_was_asked(tmp_path: Path):
    path = tmp_path / "new" / "memory.sqlite"
    AnswerMemory(path).keep("s", "Homs", "", NotFound())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert AnswerMemory(path).recall("s", "HOMS", "") == NotFound()
    assert AnswerMemory(path).recall("s", "Homs", "SY") is None
