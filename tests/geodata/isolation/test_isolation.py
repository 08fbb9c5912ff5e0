"""A worker that runs riot costs nothing but one clear error."""

import os
import socket
import subprocess
import sys
import threading

import pytest

from geodata.errors import NotTextError, ReadError
from geodata.isolation import Limits, call, warm_up
from geodata.isolation.clock import Clock

HERE = "tests.geodata.isolation.misbehaving"
QUICK = Limits(seconds=2)
LINUX = sys.platform == "linux"


def ask(function, data=b"x", *, limits=None, **options):
    return call(f"{HERE}:{function}", data, options, name="a.bin", limits=limits)


def test_bytes_go_in_and_come_out():
    big = bytes(range(256)) * 40_000
    assert ask("echo", big, more="!") == big + b"!"


def test_one_worker_serves_many_calls():
    assert ask("process") == ask("process") != str(os.getpid()).encode()


def test_our_own_errors_come_through_as_they_are():
    with pytest.raises(NotTextError, match=r"^a\.bin holds no text\. Add another\.$"):
        ask("refuse")


@pytest.mark.parametrize(
    ("function", "why"),
    [
        ("stumble", "ZeroDivisionError"),
        ("hang", "given up after 2 seconds"),
        ("hoard", "GB of memory"),
        ("crash", "damaged"),
        ("leave", "damaged"),
        ("run", "PermissionError"),
    ],
)
@pytest.mark.skipif(not LINUX, reason="other systems have fewer limits")
def test_a_fault_is_one_read_error_and_the_next_call_gets_a_fresh_worker(function, why):
    before = ask("process")
    with pytest.raises(ReadError, match=why) as caught:
        ask(function, limits=QUICK)
    assert str(caught.value).startswith("a.bin ")
    assert str(caught.value).count(". ") >= 1, "it says what to do"
    assert ask("process") != before


@pytest.mark.skipif(not LINUX, reason="other systems have fewer limits")
def test_an_endless_loop_is_ended_by_the_system_too():
    with pytest.raises(ReadError, match="given up"):
        ask("spin", limits=Limits(seconds=30, cpu_seconds=1))


def test_an_answer_has_its_limit():
    with pytest.raises(ReadError, match="damaged"):
        ask("flood", limits=Limits(answer=1000))


def test_what_a_library_prints_is_no_answer():
    assert ask("chatter") == b"still fine"


def test_the_environment_stays_outside(monkeypatch):
    monkeypatch.setenv("DATELINE_GEOCODER_KEY", "secret")
    with pytest.raises(ReadError):
        ask("leave")
    assert b"DATELINE" not in ask("secrets")


@pytest.fixture
def listener():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_no_network(listener):
    with pytest.raises(ReadError, match="PermissionError"):
        ask("connect", host="127.0.0.1", port=listener)
    if "no network" in warm_up(f"{HERE}:echo"):
        assert ask("connect_in_c", port=listener) == b"no way"


def test_no_file_is_written(tmp_path):
    with pytest.raises(ReadError, match="PermissionError"):
        ask("write", path=str(tmp_path / "a"))
    assert list(tmp_path.iterdir()) == []
    if LINUX:
        assert ask("write_in_c", path=str(tmp_path / "b")) == b"not written"


@pytest.mark.skipif(not LINUX, reason="other systems have fewer limits")
def test_what_linux_gives_up():
    assert {"no new privileges", "limits of memory and files"} <= set(warm_up(f"{HERE}:echo"))


def test_calls_at_the_same_time():
    answers = {}

    def one(number):
        answers[number] = ask("echo", str(number).encode())

    threads = [threading.Thread(target=one, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {n: str(n).encode() for n in range(6)}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_starts_workers_of_its_own():
    mine = ask("process")
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, ask("process"))
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reader, 100) != mine
    assert ask("process") == mine
    os.close(reader)
    os.close(writer)


@pytest.mark.skipif(not LINUX, reason="only Linux tells what another process uses")
@pytest.mark.parametrize(("work", "turns"), [("time.sleep(60)", 1), ("exec('while 1: pass')", 2)])
def test_who_works_has_longer_than_who_stands_still(work: str, turns: int) -> None:
    ended = threading.Event()
    command = [sys.executable, "-S", "-c", f"import time; print(1, flush=True); {work}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline()
        clock = Clock(process.pid, 1.5, ended.set, most_turns=2)
        assert ended.wait(60)
        process.kill()
    assert clock.turns == turns
